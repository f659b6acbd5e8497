//! Reminders: submissions whose confirmation is asked for a second and last time, two days after the first.
//!
//! A reminder is sent at most once, whatever is tried again: charging the address for it (`address.rs`) is what allows to send
//! it, once; and one that was charged and not taken is planned anew under a key that only one can delete.

use domain::identity::SubmissionId;
use jiff::{SignedDuration, Timestamp};

use crate::error::{StoreError, of_conditional, of_request, was_done};
use crate::expression::Terms;
use crate::keys::{PK, SK, parse_reminder};
use crate::pledge_item::{corrupt, put_expiry, text};
use crate::pledges::Pledges;

/// How long after its first mail a submission is reminded.
pub const REMIND_AFTER: SignedDuration = SignedDuration::from_hours(48);
/// What the mailer does not get to in this time after it was due, it never does.
const REMINDER_DAYS: i64 = 1;

/// A submission that is to be reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Not before then.
    pub due: Timestamp,
    /// Which one.
    pub submission: SubmissionId,
    /// Whether the address was charged for it before.
    pub again: bool,
}

impl Reminder {
    /// From then on it comes too late, whether or not it was swept.
    #[must_use]
    pub fn end(&self) -> Timestamp {
        let kept = SignedDuration::from_hours(24 * REMINDER_DAYS);
        self.due.saturating_add(kept).expect("a fixed span saturates")
    }
}

impl Pledges {
    /// Has a submission reminded then, if it still needs to be. Twice the same is once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn plan_reminder(&self, reminder: Reminder) -> Result<(), StoreError> {
        let Reminder { due, submission, again } = reminder;
        let mut item = self.keys.reminder(due, submission, again).attributes();
        put_expiry(&mut item, reminder.end());
        let put = self.connection.client().put_item().table_name(&self.tables.pledges).set_item(Some(item));
        put.send().await.map(drop).map_err(|error| of_request(&error))
    }

    /// The reminders that are due, oldest first, at most so many.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn due_reminders(&self, now: Timestamp, limit: i32) -> Result<Vec<Reminder>, StoreError> {
        let items = self.due_in(self.keys.reminders_partition(), now, limit).await?;
        let read = |item| {
            let read = text(item, SK).and_then(parse_reminder).ok_or_else(|| corrupt(SK))?;
            let (due, submission, again) = read;
            Ok(Reminder { due, submission, again })
        };
        items.iter().map(read).collect()
    }

    /// Takes a reminder off the list; whether it was there. Of several who take the same, one did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_reminder(&self, reminder: &Reminder) -> Result<bool, StoreError> {
        let Reminder { due, submission, again } = *reminder;
        let mut terms = Terms::default();
        let there = format!("attribute_exists({})", terms.name(PK));
        let delete = self
            .connection
            .client()
            .delete_item()
            .table_name(&self.tables.pledges)
            .set_key(Some(self.keys.reminder(due, submission, again).attributes()))
            .condition_expression(there)
            .set_expression_attribute_names(terms.names());
        was_done(delete.send().await.map_err(|error| of_conditional(&error)))
    }
}
