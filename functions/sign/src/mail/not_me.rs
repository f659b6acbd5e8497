//! The page "this was not me". The owner of a mailbox stops all mail to it, and may allow it again by the same link.
//!
//! Only mails that a stranger can cause have this link. It opens no pledge and withdraws none.

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
#[template(path = "not_me.html")]
struct NotMePage<'a> {
    frame: Frame<'a>,
    token: &'a str,
    /// Whether the mailbox's owner has stopped all mail.
    refused: bool,
}

/// `GET /{lang}/not-me?token=`: a page with one button. It changes nothing, since mail scanners open links.
pub(crate) async fn show_not_me(State(desk): State<Arc<Desk>>, Lang(locale): Lang, Query(link): Query<Link>) -> Answer {
    let claims = verify(&desk, Purpose::Mailbox, &link.token)?;
    let record = desk.pledges.mail_record(claims.mailbox, desk.now()).await?;
    let refused = record.is_some_and(|record| matches!(record.stopped, Some((MailStop::Refused, _))));
    let title = desk.texts(locale).get(if refused { "not-me-again-title" } else { "not-me-title" });
    let frame = Frame::new(&desk.site, locale, title, &format!("/not-me?token={}", link.token)).noindex();
    Ok(private_page(&NotMePage { frame, token: &link.token, refused }))
}

/// `POST /{lang}/not-me`: stops all mail to the mailbox and erases the forms that name it. With the field `again` it allows mail
/// to the mailbox again.
pub(crate) async fn stop_or_allow_mail(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    fields: FormFields,
) -> Answer {
    let claims = verify(&desk, Purpose::Mailbox, &fields.get("token"))?;
    let texts = desk.texts(locale);
    let page = if fields.has("again") {
        desk.pledges.accept_mail(claims.mailbox, desk.now()).await?;
        MessagePage::new(&desk.site, locale, texts.get("not-me-again-done-title"))
            .says(texts.get("not-me-again-done"))
            .leads_to(texts.get("link-problem-sign"), format!("/{locale}#sign"))
    } else {
        desk.pledges.stop_mail(claims.mailbox, MailStop::Refused, desk.now()).await?;
        desk.pledges.erase_forms(claims.mailbox).await?;
        MessagePage::new(&desk.site, locale, texts.get("not-me-done-title"))
            .says(texts.get("not-me-done"))
            .says(texts.get("not-me-done-back"))
            .leads_to(texts.get("back-to-campaign"), format!("/{locale}"))
    };
    Ok(([(CACHE_CONTROL, NO_STORE)], page).into_response())
}
