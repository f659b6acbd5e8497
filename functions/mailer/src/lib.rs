//! Sends every mail of the site: it is the only function that may send mail.
//!
//! Each item of the table says itself whether it owes a mail, and the index `Owed` lists the items that do. The table's
//! stream brings a new item within a second. Each minute a round looks at the items that are due by the index: items that
//! the stream did not bring, items that had to wait, and reminders. So a failure can delay a mail, but never loses it. Each
//! item is read when its turn comes, so an erased item is never mailed. Everything here is done at least once. Doing it
//! twice changes nothing: the mailbox was charged for that submission already, and the link is the same. Start reading at
//! `owed.rs`.
//!
//! All senders share one pace (`round.rs`). The mails of a flood of forms are held for an organizer (`flood.rs`). When many
//! mails bounce, `breaker.rs` slows down first mails to strangers.
//!
//! The mailer must never count a person, and never log an address that it wrote to.
//!
//! An ordinary mail waits for the database three times: for a read, for the writes before it, and for the write after it. The mails
//! of one batch share the items, the bounces and the pace. Held mail, letters and the mail "already counted" take more.

mod breaker;
mod deliver;
mod digests;
mod feedback;
mod flood;
mod form_owner;
mod hand_over;
mod letters;
mod owed;
mod partners;
mod records;
mod round;
mod sign_in;
mod tools;

pub use feedback::Feedback;
pub use tools::{Mailer, MailerError};

use aws_lambda_events::event::dynamodb;
use aws_lambda_events::event::sqs::SqsBatchResponse;
use aws_lambda_events::event::streams::DynamoDbEventResponse;
use domain::mail::limits::REMIND_AFTER;
use domain::time::{earlier, later};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;
use store::{MailClass, StoreError, Waits};
use web::Scheduled;
use web::metric::{self, Metric};

use crate::round::{ROUND_LEASE, Round};

/// The site tells people of the delay when a first mail is owed for longer.
const BEHIND_AFTER: SignedDuration = SignedDuration::from_mins(5);

/// An event that calls the function: a batch of the stream, the schedule's minute, or feedback about mails.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Event {
    /// Records of the Pledges stream.
    Stream(dynamodb::Event),
    /// Bounces and complaints.
    Feedback(Feedback),
    /// The schedule's minute. An event of no known kind is an error, so that an unreadable batch never counts as handled.
    Schedule(Scheduled),
}

impl Mailer {
    /// Does what an event asks for.
    ///
    /// # Errors
    /// Fails when the minute's round failed. A batch does not fail: its answer names the records that are to come again.
    pub async fn answer(&self, event: Event) -> Result<Value, MailerError> {
        match event {
            Event::Stream(batch) => {
                let response = self.handle(batch).await;
                Ok(serde_json::to_value(response).expect("record numbers serialize"))
            }
            Event::Feedback(feedback) => {
                let response = self.take_feedback(feedback).await;
                Ok(serde_json::to_value(response).expect("message ids serialize"))
            }
            Event::Schedule(minute) => {
                if !minute.is_late(self.clock.now()) {
                    self.send_due().await?;
                }
                Ok(Value::Null)
            }
        }
    }

    /// Sends the mails that new items owe, and names the records that are to come again.
    pub async fn handle(&self, batch: dynamodb::Event) -> DynamoDbEventResponse {
        self.writers.refresh(self.clock.now()).await;
        records::handle(self, batch).await
    }

    /// Takes note of bounces and complaints, and names the messages that could not be taken. Taking one again is safe.
    pub async fn take_feedback(&self, feedback: Feedback) -> SqsBatchResponse {
        self.writers.refresh(self.clock.now()).await;
        feedback::handle(self, feedback).await
    }

    /// Does the minute's round of work. It releases held mails that have room by now, does what organizers decided about
    /// held mail, and sends owed mails. Only one round runs at a time: a call during another round does nothing.
    ///
    /// # Errors
    /// Fails when the store or the mail provider fails. Mails that were not sent stay owed.
    pub async fn send_due(&self) -> Result<(), MailerError> {
        let now = self.clock.now();
        self.writers.refresh(now).await;
        if !self.pledges.take_round(later(now, ROUND_LEASE), now).await? {
            return Ok(());
        }
        let worked = self.work().await;
        worked.and(self.pledges.end_round().await.map_err(MailerError::from))
    }

    async fn work(&self) -> Result<(), MailerError> {
        let round = Round::of_minute(&self.clock, breaker::mails_bounce(self).await?, breaker::TRICKLE);
        let let_go = flood::let_go(self).await;
        let ruled = flood::work_off_rulings(self).await;
        let ruled = ruled.and(letters::work_off(self).await).and(digests::work_off(self).await);
        let sent = owed::work_off(self, &round).await;
        round.measure();
        let_go.and(ruled).and(sent).and(self.look_back(&round).await)
    }

    /// Measures how many mails are still owed, and notes how long first mails wait. The site shows people this delay.
    async fn look_back(&self, round: &Round) -> Result<(), MailerError> {
        let now = self.clock.now();
        let (mut owed, mut oldest) = (0, None);
        // Nobody misses a reminder, which waits for others' mails or until organizers go on with them.
        for class in MailClass::ALL.into_iter().filter(|class| *class != MailClass::Reminder) {
            let waits = self.pledges.waits(class, now).await?;
            owed += waits.mails;
            oldest = oldest.into_iter().chain(waits.oldest()).min();
            if class == MailClass::First {
                let behind = self.behind(&waits, round.mails_bounce()).await?;
                let behind = behind.filter(|since| now.duration_since(*since) > BEHIND_AFTER);
                self.pledges.note_behind(behind).await?;
            }
        }
        let (bounced, _) = breaker::bounces(self, now).await?;
        let pace = self.pledges.mail_pace().await?;
        let age = oldest.map_or(0.0, |oldest| now.duration_since(oldest).as_secs_f64());
        let percent = |part: u32, whole: u32| 100.0 * f64::from(part) / f64::from(whole.max(1));
        metric::put(&[
            (Metric::MailsOwed, f64::from(owed)),
            (Metric::OldestMailOwedSeconds, age),
            (Metric::MailBouncePercent, breaker::percent(bounced, pace.lately(now))),
        ]);
        if let Some(per_day) = self.allowance().await.per_day {
            metric::put(&[(Metric::MailQuotaUsedPercent, percent(pace.day(now), per_day))]);
        }
        Ok(())
    }

    /// The time since which first mails wait, if they wait for most people. A mail that was put off before another one was
    /// taken concerns its recipient alone. While mails bounce, many wait for long, and a few go.
    async fn behind(&self, waits: &Waits, mails_bounce: bool) -> Result<Option<Timestamp>, StoreError> {
        let mut since: Vec<_> = waits.due_since.into_iter().collect();
        if !waits.put_off.is_empty() {
            let reminded_last = if mails_bounce { None } else { self.pledges.last_due(MailClass::Reminder).await? };
            // A form is reminded so long after its first mail was taken.
            let taken = reminded_last.map(|at| earlier(at, REMIND_AFTER));
            since.extend(waits.put_off.iter().filter(|since| taken.is_none_or(|taken| **since > taken)));
        }
        Ok(since.into_iter().min())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_batch_and_the_schedule_are_told_apart_and_nothing_else_passes() {
        let read = |event: Value| serde_json::from_value::<Event>(event);
        assert!(matches!(read(json!({ "Records": [] })), Ok(Event::Stream(_))));
        let scheduled = json!({ "detail-type": "Scheduled Event", "source": "aws.events", "detail": {} });
        assert!(matches!(read(scheduled), Ok(Event::Schedule(_))));
        let bounced =
            json!({ "Records": [{ "eventSource": "aws:sqs", "messageId": "1", "body": "{zoe@example.org}" }] });
        let bounced = read(bounced).unwrap();
        assert!(matches!(bounced, Event::Feedback(_)));
        assert!(!format!("{bounced:?}").contains("zoe"), "it holds an address");
        for unknown in [json!({ "Records": [{ "dynamodb": 7 }] }), json!({}), json!({ "detail-type": "Other" })] {
            assert!(read(unknown).is_err());
        }
    }
}
