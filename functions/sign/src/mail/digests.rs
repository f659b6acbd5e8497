//! Stopping the weekly digests to the office of a Member of Parliament, by the link in each of them. The same link brings them back.
//!
//! Letters of supporters go on: an organizer notes at the desk that a Member wants none.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use domain::keys::token::Purpose;
use http::header::CACHE_CONTROL;
use pages::{Frame, MessagePage};
use store::MailStop;
use web::{Lang, NO_STORE, Query};

use crate::desk::Desk;
use crate::failure::Answer;
use crate::form::FormFields;
use crate::link::{Link, private_page, verify};

#[derive(Template)]
#[template(path = "stop_digests.html")]
struct StopDigestsPage<'a> {
    frame: Frame<'a>,
    token: &'a str,
    /// Whether the digests are stopped already.
    stopped: bool,
}

/// `GET /{lang}/digest/stop?token=`: a page with one button. It changes nothing, since mail scanners open links.
pub(crate) async fn show_stop_digests(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    Query(link): Query<Link>,
) -> Answer {
    let claims = verify(&desk, Purpose::Mailbox, &link.token)?;
    let record = desk.pledges.mail_record(claims.mailbox, desk.now()).await?;
    let stopped = record.is_some_and(|record| matches!(record.stopped, Some((MailStop::Refused, _))));
    let title = desk.texts(locale).get(if stopped { "digest-again-title" } else { "digest-stop-title" });
    let frame = Frame::new(&desk.site, locale, title, &format!("/digest/stop?token={}", link.token)).noindex();
    Ok(private_page(&StopDigestsPage { frame, token: &link.token, stopped }))
}

/// `POST /{lang}/digest/stop`: stops the digests to the mailbox. With the field `again` it allows them again.
pub(crate) async fn stop_or_allow_digests(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    fields: FormFields,
) -> Answer {
    let claims = verify(&desk, Purpose::Mailbox, &fields.get("token"))?;
    let (title, says) = if fields.has("again") {
        desk.pledges.accept_mail(claims.mailbox, desk.now()).await?;
        ("digest-again-done-title", "digest-again-done")
    } else {
        desk.pledges.stop_mail(claims.mailbox, MailStop::Refused, desk.now()).await?;
        ("digest-stop-done-title", "digest-stop-done")
    };
    let texts = desk.texts(locale);
    let page = MessagePage::new(&desk.site, locale, texts.get(title))
        .says(texts.get(says))
        .leads_to(texts.get("back-to-campaign"), format!("/{locale}"));
    Ok(([(CACHE_CONTROL, NO_STORE)], page).into_response())
}
