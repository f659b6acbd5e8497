//! Deferred mails: submissions whose mail waits for its time. Another mail went to that mailbox a short while ago, the mail
//! server did not take it, or the form was held and may go now.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::identity::SubmissionId;
use domain::pledge::SUBMISSION_DAYS;
use jiff::{SignedDuration, Timestamp};

use crate::error::{StoreError, of_request};
use crate::expression::Terms;
use crate::keys::{Keys, PK, SK, parse_deferred};
use crate::pledge_item::{Item, corrupt, put_expiry, text};
use crate::pledges::Pledges;

/// A submission whose mail waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deferred {
    /// Until when.
    pub due: Timestamp,
    /// Which one.
    pub submission: SubmissionId,
}

impl Pledges {
    /// Has a submission's mail wait until then. Twice the same is once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn defer(&self, id: SubmissionId, due: Timestamp) -> Result<(), StoreError> {
        let item = self.deferred_item(id, due);
        let put = self.connection.client().put_item().table_name(&self.tables.pledges).set_item(Some(item));
        put.send().await.map(drop).map_err(|error| of_request(&error))
    }

    pub(crate) fn deferred_item(&self, id: SubmissionId, due: Timestamp) -> Item {
        let mut item = self.keys.deferred(due, id).attributes();
        let end = due.saturating_add(SignedDuration::from_hours(24 * SUBMISSION_DAYS));
        put_expiry(&mut item, end.expect("a fixed span saturates"));
        item
    }

    /// The mails that are due, oldest first, at most so many. Those that outlived their submission are among them, to
    /// be settled like the others.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn due(&self, now: Timestamp, limit: i32) -> Result<Vec<Deferred>, StoreError> {
        let items = self.due_in(self.keys.deferred_partition(), now, limit).await?;
        let read = |item| {
            let (due, submission) = text(item, SK).and_then(parse_deferred).ok_or_else(|| corrupt(SK))?;
            Ok(Deferred { due, submission })
        };
        items.iter().map(read).collect()
    }

    /// What of a partition of mails is due, oldest first.
    pub(crate) async fn due_in(&self, partition: String, now: Timestamp, limit: i32) -> Result<Vec<Item>, StoreError> {
        let mut terms = Terms::default();
        let partition = terms.is(PK, Some(AttributeValue::S(partition)));
        let end = terms.value(AttributeValue::S(Keys::deferred_until(now)));
        let query = self
            .connection
            .client()
            .query()
            .table_name(&self.tables.pledges)
            .key_condition_expression(format!("{partition} AND {} < {end}", terms.name(SK)))
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        let answer = query.consistent_read(true).limit(limit).send().await.map_err(|error| of_request(&error))?;
        Ok(answer.items.unwrap_or_default())
    }

    /// Forgets a deferred mail: it was sent, deferred anew, or has nobody to go to.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settle_deferred(&self, deferred: &Deferred) -> Result<(), StoreError> {
        self.delete_now(&self.keys.deferred(deferred.due, deferred.submission)).await
    }
}
