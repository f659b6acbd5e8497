//! From stream records to what is owed.

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use store::{StoreError, StreamKey};

use crate::{Mailer, MailerError, WorkTime, deliver, letters};

/// Handles records in order until one fails or the time is up. Those after it are not touched: Lambda sends them again, and
/// who got a mail would get it twice.
pub(crate) async fn handle(mailer: &Mailer, batch: Event) -> DynamoDbEventResponse {
    let mut response = DynamoDbEventResponse::default();
    let work = WorkTime::start();
    for record in batch.records {
        let Some(key) = new_item(&record) else { continue };
        let done = match key {
            _ if work.is_over() => Err(MailerError::Late),
            StreamKey::Submission(id) => deliver::ask(mailer, id).await,
            StreamKey::Signer(id, _) => deliver::thank(mailer, id).await,
            StreamKey::SignIn(id) => deliver::let_in(mailer, id).await,
            StreamKey::Farewell(id) => deliver::say_goodbye(mailer, id).await,
            StreamKey::Letter(id) => letters::forward(mailer, &id).await,
        };
        if let Err(error @ MailerError::Store(StoreError::Corrupt)) = done {
            // It will never be read, and nobody's mail must wait behind it. The item stays for the operator to see.
            tracing::error!(%error, "a record was passed over");
            continue;
        }
        if let Err(error) = done {
            tracing::warn!(%error, "a record will be tried again");
            let mut failure = DynamoDbBatchItemFailure::default();
            failure.item_identifier = record.change.sequence_number;
            response.batch_item_failures.push(failure);
            break;
        }
    }
    response
}

/// The key of an item that was not there before. Changes and removals owe no mail.
fn new_item(record: &EventRecord) -> Option<StreamKey> {
    if record.event_name != "INSERT" {
        return None;
    }
    let text = |name: &str| match record.change.keys.inner().get(name) {
        Some(serde_dynamo::AttributeValue::S(text)) => Some(text.as_str()),
        _ => None,
    };
    StreamKey::parse(text("pk")?, text("sk")?)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn key(name: &str, keys: &Value) -> Option<StreamKey> {
        let record = json!({
            "eventID": "1", "eventName": name, "eventVersion": "1.1", "eventSource": "aws:dynamodb", "awsRegion": "ca-central-1",
            "dynamodb": {
                "Keys": keys, "SequenceNumber": "1", "SizeBytes": 1, "StreamViewType": "KEYS_ONLY",
                "ApproximateCreationDateTime": 1_795_000_000,
            },
        });
        new_item(&serde_json::from_value(record).unwrap())
    }

    #[test]
    fn only_what_is_new_and_may_owe_a_mail_is_looked_at() {
        let submission = json!({ "pk": { "S": "S#time-to-lead#AAAAAAAAAAAAAAAAAAAAAA" }, "sk": { "S": "S" } });
        assert!(matches!(key("INSERT", &submission), Some(StreamKey::Submission(_))));
        assert_eq!(key("MODIFY", &submission), None);
        assert_eq!(key("REMOVE", &submission), None);
        for other in [
            json!({ "pk": { "S": "A#time-to-lead#AAAAAAAAAAAAAAAAAAAAAA" }, "sk": { "S": "A" } }),
            json!({ "pk": { "N": "1" }, "sk": { "S": "S" } }),
            json!({ "pk": { "S": "S#time-to-lead#AAAAAAAAAAAAAAAAAAAAAA" } }),
        ] {
            assert_eq!(key("INSERT", &other), None);
        }
    }
}
