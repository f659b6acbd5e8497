//! Stopping the news. The link may stand in a mail's `List-Unsubscribe` (RFC 8058): a mail program posts to it with one click, a
//! browser shows a page with one button. The link opens nothing else, so it neither shows nor withdraws a pledge.

use std::sync::Arc;

use axum::extract::{FromRequest as _, Request, State};
use domain::keys::token::Purpose;
use domain::pledge::consent::Consents;
use web::{Lang, Query};

use crate::context::Context;
use crate::failure::Answer;
use crate::form::FormFields;
use crate::link::{Link, verify};
use crate::mail::stop_page::{BACK, done, page_with_button};

/// `GET /{lang}/updates/stop?token=`: a page with one button. The sender of the news has the link too, so the page says
/// nothing of the signer.
pub(crate) async fn show_stop_updates(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Query(link): Query<Link>,
) -> Answer {
    verify(&context, Purpose::StopUpdates, &link.token)?;
    let words = ["stop-updates-title", "stop-updates-body", "stop-updates-button"];
    Ok(page_with_button(&context, locale, ("/updates/stop", &link.token), words, false))
}

/// `POST /{lang}/updates/stop`: stops the news. A mail program sends the token in the query, the page's button in the body. It
/// answers without a redirect, since mail programs follow none (RFC 8058, section 3.1).
pub(crate) async fn stop_updates(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Query(link): Query<Link>,
    request: Request,
) -> Answer {
    // A mail program's body holds only `List-Unsubscribe=One-Click`, as a form of either kind.
    let token =
        if link.token.is_empty() { FormFields::from_request(request, &()).await?.get("token") } else { link.token };
    let claims = verify(&context, Purpose::StopUpdates, &token)?;
    // A signer who withdrew gets no news either, so a missing pledge is no failure.
    context.pledges.set_consents(&claims, Consents::default()).await?;
    Ok(done(&context, locale, "stop-updates-done-title", &["stop-updates-done", "stop-updates-again"], BACK))
}
