//! The page "this was not me". The owner of a mailbox stops all mail to it, and may allow it again by the same link.
//!
//! Only mails that a stranger can cause have this link. It opens no pledge and withdraws none.

use std::sync::Arc;

use axum::extract::State;
use domain::keys::token::Purpose;
use store::MailStop;
use web::{Lang, Query};

use crate::context::Context;
use crate::failure::Answer;
use crate::form::FormFields;
use crate::link::{Link, verify};
use crate::mail::stop_page::{BACK, Words, done, stop_or_allow};

const STOP: Words = ["not-me-title", "not-me-body", "not-me-button"];
const ALLOW: Words = ["not-me-again-title", "not-me-again-body", "not-me-again-button"];

/// `GET /{lang}/not-me?token=`
pub(crate) async fn show_not_me(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Query(link): Query<Link>,
) -> Answer {
    stop_or_allow(&context, locale, ("/not-me", &link.token), [STOP, ALLOW]).await
}

/// `POST /{lang}/not-me`: stops all mail to the mailbox and erases the forms that name it. With the field `again` it allows mail
/// to the mailbox again.
pub(crate) async fn stop_or_allow_mail(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    fields: FormFields,
) -> Answer {
    let claims = verify(&context, Purpose::Mailbox, &fields.get("token"))?;
    if fields.has("again") {
        context.pledges.accept_mail(claims.mailbox, context.now()).await?;
        let to = ("link-problem-sign", "#sign");
        return Ok(done(&context, locale, "not-me-again-done-title", &["not-me-again-done"], to));
    }
    context.pledges.stop_mail(claims.mailbox, MailStop::Refused, context.now()).await?;
    context.pledges.erase_forms(claims.mailbox).await?;
    Ok(done(&context, locale, "not-me-done-title", &["not-me-done", "not-me-done-back"], BACK))
}
