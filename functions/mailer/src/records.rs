//! Turns records of the stream into keys of items that may owe a mail.

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use store::{StoreError, StreamKey};

use crate::owed::{Failure, Source};
use crate::round::Round;
use crate::tools::{Mailer, MailerError};
use crate::{breaker, owed};

/// Looks at new items. A record whose item could not be looked at because of the store comes again. A mail that could not go
/// for another reason is left to the minute's round, so that no record waits for it.
pub(crate) async fn handle(mailer: &Mailer, batch: Event) -> DynamoDbEventResponse {
    let new: Vec<_> = batch.records.iter().filter_map(|record| Some((new_item(record)?, record))).collect();
    let keys: Vec<_> = new.iter().map(|(key, _)| *key).collect();
    let again = match look_at(mailer, &keys).await {
        Ok(again) => again,
        Err(error) => {
            tracing::warn!(%error, "a batch will be tried again");
            keys
        }
    };
    let mut response = DynamoDbEventResponse::default();
    for (_, record) in new.iter().filter(|(key, _)| again.contains(key)) {
        let mut failure = DynamoDbBatchItemFailure::default();
        failure.item_identifier.clone_from(&record.change.sequence_number);
        response.batch_item_failures.push(failure);
    }
    response
}

/// Looks at items, and returns the keys of those that are to come again.
async fn look_at(mailer: &Mailer, keys: &[StreamKey]) -> Result<Vec<StreamKey>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let round = Round::of_stream(&mailer.clock, breaker::mails_bounce(mailer).await?);
    let mut again = Vec::new();
    for Failure { key, class, error } in owed::look_at(mailer, &round, keys, Source::Stream).await?.failures {
        match error {
            MailerError::Store(StoreError::Corrupt) => owed::pass_over(mailer, &key, class, mailer.clock.now()).await?,
            MailerError::Store(error) => {
                tracing::warn!(%error, "a record will be tried again");
                again.push(key);
            }
            MailerError::Send(error) => tracing::warn!(%error, "a mail is left to the minute's round"),
            MailerError::NoTurn | MailerError::Feedback => {}
        }
    }
    round.measure();
    Ok(again)
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
