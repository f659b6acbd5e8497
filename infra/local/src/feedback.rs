//! The reports of a mail provider: a button for each, under a mail in the mailbox. The mailer gets them as from the
//! queue.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use http::StatusCode;
use mailer::{Feedback, Mailer};
use serde_json::json;

use crate::mailbox::Mailbox;

#[derive(Clone)]
struct Provider {
    mailbox: Arc<Mailbox>,
    mailer: Arc<Mailer>,
}

/// Routes `POST /_local/mailbox/{id}/bounced` and `.../complained`.
pub(crate) fn feedback(mailbox: Arc<Mailbox>, mailer: Arc<Mailer>) -> Router {
    Router::new().route("/_local/mailbox/{id}/{event}", post(tell)).with_state(Provider { mailbox, mailer })
}

async fn tell(State(provider): State<Provider>, Path((id, event)): Path<(String, String)>) -> Response {
    let Some(mail) = provider.mailbox.find(&id) else { return StatusCode::NOT_FOUND.into_response() };
    let recipients = json!([{ "emailAddress": mail.to }]);
    let event = match event.as_str() {
        "bounced" => {
            json!({ "eventType": "Bounce", "bounce": { "bounceType": "Permanent", "bouncedRecipients": recipients } })
        }
        "complained" => json!({ "eventType": "Complaint", "complaint": { "complainedRecipients": recipients } }),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let records = json!({ "Records": [{ "messageId": id, "body": event.to_string() }] });
    let told = match serde_json::from_value::<Feedback>(records) {
        Ok(feedback) => provider.mailer.take_feedback(feedback).await.batch_item_failures.is_empty(),
        Err(_) => false,
    };
    if told {
        Redirect::to(&format!("/_local/mailbox/{id}")).into_response()
    } else {
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}
