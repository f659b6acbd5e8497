//! Stopping the weekly digests to the office of a Member of Parliament, by the link in each of them. The same link brings them back.
//!
//! Letters of supporters go on: an organizer notes in the office that a Member wants none.

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

const STOP: Words = ["digest-stop-title", "digest-stop-body", "digest-stop-button"];
const ALLOW: Words = ["digest-again-title", "digest-again-body", "digest-again-button"];

/// `GET /{lang}/digest/stop?token=`
pub(crate) async fn show_stop_digests(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Query(link): Query<Link>,
) -> Answer {
    stop_or_allow(&context, locale, ("/digest/stop", &link.token), [STOP, ALLOW]).await
}

/// `POST /{lang}/digest/stop`: stops the digests to the mailbox. With the field `again` it allows them again.
pub(crate) async fn stop_or_allow_digests(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    fields: FormFields,
) -> Answer {
    let claims = verify(&context, Purpose::Mailbox, &fields.get("token"))?;
    if fields.has("again") {
        context.pledges.accept_mail(claims.mailbox, context.now()).await?;
        return Ok(done(&context, locale, "digest-again-done-title", &["digest-again-done"], BACK));
    }
    context.pledges.stop_mail(claims.mailbox, MailStop::Refused, context.now()).await?;
    Ok(done(&context, locale, "digest-stop-done-title", &["digest-stop-done"], BACK))
}
