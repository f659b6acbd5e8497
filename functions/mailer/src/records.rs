//! From stream records to what is owed.

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use store::StreamKey;

use crate::{Mailer, deliver};

/// Handles records in order until one fails.
pub(crate) async fn handle(mailer: &Mailer, batch: Event) -> DynamoDbEventResponse {
    let mut response = DynamoDbEventResponse::default();
    for record in batch.records {
        let Some(key) = new_item(&record) else { continue };
        let done = match key {
            StreamKey::Submission(id) => deliver::ask(mailer, id).await,
            StreamKey::Signer(id, _) => deliver::thank(mailer, id).await,
            StreamKey::Farewell(id) => deliver::say_goodbye(mailer, id).await,
        };
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
