//! Delivers webhooks. It is the second function that reads the stream.
//!
//! Organizations hear of each hour's numbers, of milestones and of changes of the count. If the sentence that people agreed to
//! names an organization, it also hears who agrees to its news. The stream leads to signers whose consent a recipient does not
//! know yet. Each minute a round announces what is new and delivers what is owed. A message is owed until its recipient takes
//! it, for about three days (`domain::webhooks::retry`).
//!
//! Nothing personal waits with a message. What is to be said of a signer is read when the message is sent, so somebody who
//! withdrew is never passed on (`consents.rs`).
//!
//! The ledger must never reach an address that is not public (`send.rs`), follow a redirection, try one message twice at the
//! same time, count a person, or log an address or a name. Start reading at [`Ledger::run`].

mod action_network;
mod announce;
mod consents;
mod round;
mod send;
mod tools;

use aws_lambda_events::event::dynamodb;
use aws_lambda_events::event::streams::DynamoDbEventResponse;
use domain::time::later;
use futures::FutureExt as _;
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::Value;
use store::StoreError;
use web::Scheduled;

pub use tools::Ledger;

/// A round that breaks off keeps other rounds from beginning for this long. No round with its last delivery takes longer.
const ROUND_LEASE: SignedDuration = SignedDuration::from_secs(110);

/// An event that calls the function: a batch of the stream, or the schedule's minute.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Event {
    /// Records of the Pledges stream.
    Stream(dynamodb::Event),
    /// The schedule's minute.
    Schedule(Scheduled),
}

impl Ledger {
    /// Does what an event asks for.
    ///
    /// # Errors
    /// Fails when the minute's round failed. A batch does not fail: its answer names the records that are to come again.
    pub async fn answer(&self, event: Event) -> Result<Value, StoreError> {
        match event {
            Event::Stream(batch) => {
                let response = self.handle(batch).boxed().await;
                Ok(serde_json::to_value(response).expect("record numbers serialize"))
            }
            Event::Schedule(minute) => {
                if !minute.is_late(self.clock.now()) {
                    self.run().boxed().await?;
                }
                Ok(Value::Null)
            }
        }
    }

    /// Notes which recipients must hear of the signers that changed.
    ///
    /// Returns the records that could not be worked on, so that the stream brings them again.
    pub async fn handle(&self, batch: dynamodb::Event) -> DynamoDbEventResponse {
        consents::handle(self, batch).await
    }

    /// Does the minute's round: announces what is new, and delivers what is owed. Only one round runs at a time.
    ///
    /// # Errors
    /// Fails when the store fails. Messages that were not sent stay owed.
    pub async fn run(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let until = later(now, ROUND_LEASE);
        if !self.office.take_delivery_round(until, now).await? {
            return Ok(());
        }
        // Read the newest consent sentence and end date first, since both decide who is passed on and what is erased.
        let worked = match self.wording.catch_up().await {
            Ok(()) => round::work(self).boxed().await,
            Err(error) => Err(error),
        };
        worked.and(self.office.end_delivery_round().await)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_batch_and_the_schedule_are_known_and_nothing_else_passes() {
        let read = |event: Value| serde_json::from_value::<Event>(event);
        assert!(matches!(read(json!({ "Records": [] })), Ok(Event::Stream(_))));
        let scheduled = json!({ "detail-type": "Scheduled Event", "source": "aws.events", "detail": {} });
        assert!(matches!(read(scheduled), Ok(Event::Schedule(_))));
        for unknown in [json!({ "Records": [{ "dynamodb": 7 }] }), json!({}), json!({ "detail-type": "Other" })] {
            assert!(read(unknown).is_err());
        }
    }
}
