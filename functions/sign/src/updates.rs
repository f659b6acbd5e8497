//! Stop the news. The link may stand in a mail's `List-Unsubscribe` (RFC 8058): a mail program posts to it with one click, a
//! browser shows a page with one button. It opens nothing else: a pledge is never withdrawn by it, nor shown.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use domain::consent::Consents;
use domain::locale::Locale;
use domain::token::Purpose;
use http::Request;
use http::header::CACHE_CONTROL;
use pages::{Frame, MessagePage};
use web::NO_STORE;

use crate::confirm::{Link, private_page, read_form, verify};
use crate::desk::Desk;
use crate::failure::{Failure, not_found};

#[derive(Template)]
#[template(path = "stop_updates.html")]
struct StopUpdatesPage<'a> {
    frame: Frame<'a>,
    token: &'a str,
}

/// `GET /{lang}/updates/stop?token=`: a page with one button. Mail scanners open links, so it changes nothing; and whoever
/// sends the news holds the link too, so it says nothing of anybody.
pub(crate) async fn ask(State(desk): State<Arc<Desk>>, Path(lang): Path<String>, Query(link): Query<Link>) -> Response {
    let Ok(locale) = lang.parse::<Locale>() else { return not_found(&desk, Locale::default()) };
    match verify(&desk, Purpose::StopUpdates, &link.token) {
        Ok(_) => {
            let path = format!("/updates/stop?token={}", link.token);
            let frame = Frame::new(&desk.site, locale, desk.texts(locale).get("stop-updates-title"), &path).noindex();
            private_page(&StopUpdatesPage { frame, token: &link.token })
        }
        Err(failure) => failure.page(&desk, locale),
    }
}

/// `POST /{lang}/updates/stop`, with the token in the query (a mail program) or in the body (the page's button). It answers
/// at once: mail programs follow no redirect (RFC 8058, section 3.1).
pub(crate) async fn stop(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Query(link): Query<Link>,
    request: Request<Body>,
) -> Response {
    let Ok(locale) = lang.parse::<Locale>() else { return not_found(&desk, Locale::default()) };
    match stop_in(&desk, link.token, request).await {
        Ok(()) => ([(CACHE_CONTROL, NO_STORE)], stopped(&desk, locale)).into_response(),
        Err(failure) => failure.page(&desk, locale),
    }
}

async fn stop_in(desk: &Desk, in_query: String, request: Request<Body>) -> Result<(), Failure> {
    // A mail program's body says only `List-Unsubscribe=One-Click`, as a form of either kind.
    let token = if in_query.is_empty() { read_form(request).await?.get("token") } else { in_query };
    let claims = verify(desk, Purpose::StopUpdates, &token)?;
    // Who withdrew gets no news either.
    desk.pledges.set_consents(&claims, Consents::default()).await?;
    Ok(())
}

fn stopped(desk: &Desk, locale: Locale) -> MessagePage<'_> {
    let texts = desk.texts(locale);
    MessagePage::new(&desk.site, locale, texts.get("stop-updates-done-title"))
        .says(texts.get("stop-updates-done"))
        .says(texts.get("stop-updates-again"))
        .leads_to(texts.get("back-to-campaign"), format!("/{locale}"))
}
