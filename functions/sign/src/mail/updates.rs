//! Stopping the news. The link may stand in a mail's `List-Unsubscribe` (RFC 8058): a mail program posts to it with one click, a
//! browser shows a page with one button. The link opens nothing else, so it neither shows nor withdraws a pledge.

use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequest as _, Request, State};
use axum::response::IntoResponse;
use domain::keys::token::Purpose;
use domain::locale::Locale;
use domain::pledge::consent::Consents;
use http::header::CACHE_CONTROL;
use pages::{Frame, MessagePage};
use web::{Lang, NO_STORE, Query};

use crate::desk::Desk;
use crate::failure::Answer;
use crate::form::FormFields;
use crate::link::{Link, private_page, verify};

#[derive(Template)]
#[template(path = "stop_updates.html")]
struct StopUpdatesPage<'a> {
    frame: Frame<'a>,
    token: &'a str,
}

/// `GET /{lang}/updates/stop?token=`: a page with one button. It changes nothing, since mail scanners open links. The
/// sender of the news has the link too, so the page says nothing of the signer.
pub(crate) async fn show_stop_updates(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    Query(link): Query<Link>,
) -> Answer {
    verify(&desk, Purpose::StopUpdates, &link.token)?;
    let path = format!("/updates/stop?token={}", link.token);
    let frame = Frame::new(&desk.site, locale, desk.texts(locale).get("stop-updates-title"), &path).noindex();
    Ok(private_page(&StopUpdatesPage { frame, token: &link.token }))
}

/// `POST /{lang}/updates/stop`: stops the news. A mail program sends the token in the query, the page's button in the body. It
/// answers without a redirect, since mail programs follow none (RFC 8058, section 3.1).
pub(crate) async fn stop_updates(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    Query(link): Query<Link>,
    request: Request,
) -> Answer {
    // A mail program's body holds only `List-Unsubscribe=One-Click`, as a form of either kind.
    let token =
        if link.token.is_empty() { FormFields::from_request(request, &()).await?.get("token") } else { link.token };
    let claims = verify(&desk, Purpose::StopUpdates, &token)?;
    // A signer who withdrew gets no news either, so a missing pledge is no failure.
    desk.pledges.set_consents(&claims, Consents::default()).await?;
    Ok(([(CACHE_CONTROL, NO_STORE)], stopped(&desk, locale)).into_response())
}

fn stopped(desk: &Desk, locale: Locale) -> MessagePage<'_> {
    let texts = desk.texts(locale);
    MessagePage::new(&desk.site, locale, texts.get("stop-updates-done-title"))
        .says(texts.get("stop-updates-done"))
        .says(texts.get("stop-updates-again"))
        .leads_to(texts.get("back-to-campaign"), format!("/{locale}"))
}
