//! Feedback of the mail provider: mailboxes that do not exist, and people who took a mail for spam.
//!
//! SES publishes these as events of the configuration set to SNS, which puts them into a queue, from which Lambda calls this
//! function. So no feedback is lost while the mailer is broken for days. Each event holds an address, so none is ever
//! logged, not even one that cannot be read.
//! <https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html>
//!
//! SES keeps no suppression list for us, because it would hold addresses after a withdrawal. Only SES reports bounces; a refusal
//! during SMTP gives up that one mail and marks nothing.

use std::fmt;

use aws_lambda_events::event::sqs::{BatchItemFailure, SqsBatchResponse};
use domain::mail::email::EmailAddress;
use domain::pledge::consent::Consents;
use serde::Deserialize;
use store::MailStop;

use crate::letters;
use crate::tools::{Mailer, MailerError};

/// The message that SES sends once, when it begins to publish to a topic.
const GREETING: &str = "Successfully validated SNS topic";

/// A batch of the queue's messages. Its `Debug` shows how many.
#[derive(Deserialize)]
pub struct Feedback {
    #[serde(rename = "Records")]
    records: Vec<Record>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    message_id: String,
    /// An event of SES, as JSON in a text.
    body: String,
}

impl fmt::Debug for Feedback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Feedback").field("records", &self.records.len()).finish()
    }
}

/// The events that the configuration set publishes. Another kind is an error: somebody changed what is published.
#[derive(Deserialize)]
#[serde(tag = "eventType")]
enum SesEvent {
    Bounce { bounce: Bounce },
    Complaint { complaint: Complaint },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    /// `Permanent`, `Transient` or `Undetermined`.
    bounce_type: String,
    bounced_recipients: Vec<Recipient>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Complaint {
    complained_recipients: Vec<Recipient>,
    /// `abuse` and others; `not-spam` takes one back.
    #[serde(default)]
    complaint_feedback_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipient {
    email_address: String,
}

/// Takes every message of a batch, even if another one fails. The answer names the failed messages, which the queue keeps
/// and brings again.
pub(crate) async fn handle(mailer: &Mailer, feedback: Feedback) -> SqsBatchResponse {
    let mut response = SqsBatchResponse::default();
    for record in feedback.records {
        if let Err(error) = take(mailer, &record.body).await {
            tracing::error!(%error, "a message of the mail provider was not taken");
            let mut failure = BatchItemFailure::default();
            failure.item_identifier = record.message_id;
            response.batch_item_failures.push(failure);
        }
    }
    response
}

async fn take(mailer: &Mailer, message: &str) -> Result<(), MailerError> {
    if message.starts_with(GREETING) {
        return Ok(());
    }
    let (why, recipients) = match serde_json::from_str(message).map_err(|_| MailerError::Feedback)? {
        SesEvent::Bounce { bounce } if bounce.bounce_type == "Permanent" => {
            (MailStop::Bounced, bounce.bounced_recipients)
        }
        SesEvent::Complaint { complaint } if complaint.complaint_feedback_type.as_deref() != Some("not-spam") => {
            (MailStop::Complained, complaint.complained_recipients)
        }
        // A later mail may be taken.
        SesEvent::Bounce { .. } | SesEvent::Complaint { .. } => return Ok(()),
    };
    let mut outcome = Ok(());
    for recipient in recipients {
        outcome = stop(mailer, why, &recipient).await.and(outcome);
    }
    outcome
}

/// Stops all mail to a recipient. Somebody who complained also loses their consents, so that nobody sends them news.
async fn stop(mailer: &Mailer, why: MailStop, recipient: &Recipient) -> Result<(), MailerError> {
    let email = EmailAddress::parse(&recipient.email_address).map_err(|_| MailerError::Feedback)?;
    letters::take_note(mailer, &email, why).await?;
    if why == MailStop::Bounced {
        mailer.pledges.count_bounce(mailer.clock.now()).await?;
    }
    // This spelling alone is stopped: anybody can make up another one that bounces.
    let mailbox = mailer.identity.mailbox_id(&mailer.campaign, &email);
    mailer.pledges.stop_mail(mailbox, why, mailer.clock.now()).await?;
    if why == MailStop::Complained {
        let signer = mailer.identity.signer_id(&mailer.campaign, &email.canonical());
        let household = mailer.pledges.household(signer).await?;
        for counted in household.members().filter(|counted| counted.mailbox == mailbox) {
            mailer.pledges.set_consents(&counted.claims(), Consents::default()).await?;
        }
    }
    tracing::info!(why = why.name(), "no mail goes to an address any more");
    Ok(())
}
