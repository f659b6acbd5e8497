//! Deliveries, as the ledger works them off. Each try is claimed by moving its item, so that no two senders try one message at once.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::ids::RecipientId;
use domain::time::earlier;
use domain::webhooks::recipient::{HEARD_DAYS, HookState, Recipient};
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::attributes::SK;
use crate::dynamo::errors::{StoreError, was_done};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Readable, readable, text};
use crate::dynamo::keys::{Key, sortable};
use crate::dynamo::tables::OfficeTable;
use crate::handles::Office;
use crate::role::Delivers;
use crate::webhooks::items::{
    COMPARED_AFTER, COMPARED_AT, Delivery, HookFate, HookPerson, KeyedRecipient, POLLED_PAGE, POLLED_SINCE,
    POLLED_UNREAD_AT, POLLED_UNTIL, Polled, RESTS_UNTIL, RecipientItem, STATE, WORDINGS, wordings,
};

/// The days for which a delivery that is done or failed stays in the recipient's log.
pub const DELIVERY_DAYS: i64 = 30;
/// Items that are deleted in one turn.
const TURN: i32 = 25;

impl<R: Delivers> Office<R> {
    /// Lists all recipients with their keys, also those that are removed and not yet erased. One that cannot be read keeps
    /// no other from its messages, and is owed none meanwhile.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn keyed_recipients(&self) -> Result<Readable<KeyedRecipient>, StoreError> {
        let items = self.partition(&self.keys.recipients_partition()).await?;
        Ok(readable(&items, RecipientItem::read_keyed))
    }

    /// Owes recipients these messages. A message that is owed twice for the same moment is one message.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn owe(&self, deliveries: &[Delivery]) -> Result<(), StoreError> {
        for some in deliveries.chunks(TURN as usize) {
            let writes = some.iter().map(|delivery| self.put_delivery(delivery)).collect();
            self.transact(writes).await?;
        }
        Ok(())
    }

    /// Lists messages to a recipient that are due, the longest due first. One that cannot be read takes the place of one.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn due(
        &self,
        recipient: RecipientId,
        now: Timestamp,
        limit: i32,
    ) -> Result<Readable<Delivery>, StoreError> {
        let items = self.hook_items(recipient, HookFate::Owed.prefix(), Some(now), true, limit).await?;
        Ok(readable(&items, |item| Delivery::read(recipient, item)))
    }

    /// Moves a delivery to another time or fate; false when somebody else did so first. Moving one that is owed claims it.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn move_delivery(&self, from: &Delivery, to: &Delivery) -> Result<bool, StoreError> {
        if from.sort_key() == to.sort_key() {
            return Ok(true);
        }
        let writes = vec![self.delete_delivery(from), self.put_delivery(to)];
        was_done(self.transact(writes).await)
    }

    /// Drops a delivery that nothing is to be said for.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn drop_delivery(&self, delivery: &Delivery) -> Result<(), StoreError> {
        was_done(self.transact(vec![self.delete_delivery(delivery)]).await).map(drop)
    }

    /// Lets all messages of a recipient wait.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn rest(&self, recipient: RecipientId, until: Timestamp) -> Result<(), StoreError> {
        self.note(recipient, &[(RESTS_UNTIL, AttributeValue::S(sortable(until)))], None).await
    }

    /// Switches a recipient off that wants no more messages.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn switch_recipient_off(&self, recipient: RecipientId) -> Result<(), StoreError> {
        self.note(recipient, &[(STATE, AttributeValue::S(HookState::Gone.name().to_owned()))], None).await
    }

    /// Adds a version of the wording to those that name a recipient, and returns all of them. Several ledgers may do this at
    /// once. If another one wrote first, the recipient is read again, so that no version is lost.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn add_wording(&self, recipient: &Recipient, version: &str) -> Result<BTreeSet<String>, StoreError> {
        let mut versions = recipient.wordings.clone();
        let mut seen = Some(wordings(&versions));
        while versions.insert(version.to_owned()) {
            if self.change_wordings(recipient.id, seen, wordings(&versions)).await? {
                break;
            }
            let items = self.partition(&self.keys.recipients_partition()).await?;
            let id = recipient.id.to_string();
            // One that was removed meanwhile hears of nobody.
            let Some(item) = items.iter().find(|item| text(item, SK) == Some(&id)) else { break };
            let newest = RecipientItem::read(item)?;
            if newest.state == HookState::Removed {
                break;
            }
            (versions, seen) = (newest.wordings, item.get(WORDINGS).cloned());
        }
        Ok(versions)
    }

    /// Keeps how far a recipient's interface was asked for changes. Its answer was read.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn keep_polled(&self, recipient: RecipientId, polled: Polled) -> Result<(), StoreError> {
        let until = AttributeValue::S(sortable(polled.until));
        let page = AttributeValue::N(polled.page.to_string());
        let began_at = AttributeValue::S(sortable(polled.began_at));
        self.note(
            recipient,
            &[(POLLED_UNTIL, until), (POLLED_PAGE, page), (POLLED_SINCE, began_at)],
            Some(POLLED_UNREAD_AT),
        )
        .await
    }

    /// Keeps that a recipient's interface gave an answer that could not be read.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn keep_unread(&self, recipient: RecipientId, at: Timestamp) -> Result<(), StoreError> {
        self.note(recipient, &[(POLLED_UNREAD_AT, AttributeValue::S(sortable(at)))], None).await
    }

    /// Keeps when a recipient's people were compared with the signers, or the person after whom that goes on.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn keep_compared(
        &self,
        recipient: RecipientId,
        at: Option<Timestamp>,
        after: Option<HookPerson>,
    ) -> Result<(), StoreError> {
        // A text that names nobody stands for the beginning.
        let after = AttributeValue::S(after.map(|person| person.to_string()).unwrap_or_default());
        let at = at.map(|at| (COMPARED_AT, AttributeValue::S(sortable(at))));
        let attributes: Vec<_> = at.into_iter().chain([(COMPARED_AFTER, after)]).collect();
        self.note(recipient, &attributes, None).await
    }

    /// Erases from a recipient's log what is older than [`DELIVERY_DAYS`]. Failed messages about people go after
    /// [`HEARD_DAYS`], as the people themselves do.
    ///
    /// # Errors
    /// Fails when the database fails. Another call does the rest.
    pub async fn erase_old_deliveries(&self, recipient: RecipientId, now: Timestamp) -> Result<(), StoreError> {
        for (fate, days) in [(HookFate::Done, DELIVERY_DAYS), (HookFate::Failed, HEARD_DAYS)] {
            let before = earlier(now, SignedDuration::from_hours(24 * days));
            while !self.erase_turn(recipient, fate.prefix(), Some(before)).await? {}
        }
        Ok(())
    }

    /// Erases all that is kept for a recipient. Without `whole`, the recipient itself stays.
    ///
    /// # Errors
    /// Fails when the database fails. Another call does the rest.
    pub async fn erase_recipient(&self, recipient: RecipientId, whole: bool) -> Result<(), StoreError> {
        // Every sort key of the partition is a word and what follows it.
        while !self.erase_turn(recipient, "", None).await? {}
        if whole {
            self.delete_now(&self.keys.recipient(recipient)).await?;
        }
        Ok(())
    }
}

impl OfficeTable {
    /// Changes the wordings of a recipient that is not removed; false when they are no longer as seen.
    async fn change_wordings(
        &self,
        recipient: RecipientId,
        seen: Option<AttributeValue>,
        to: AttributeValue,
    ) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let condition = format!("{} AND {}", is_there(&mut terms), terms.is(WORDINGS, seen));
        let change = format!("SET {} = {}", terms.name(WORDINGS), terms.value(to));
        self.update_now(&self.keys.recipient(recipient), change, condition, &terms).await
    }

    /// Sets attributes of a recipient that is neither removed nor erased, and takes one away.
    async fn note(
        &self,
        recipient: RecipientId,
        attributes: &[(&str, AttributeValue)],
        gone: Option<&str>,
    ) -> Result<(), StoreError> {
        let mut terms = Terms::default();
        let sets: Vec<_> = attributes
            .iter()
            .map(|(name, value)| format!("{} = {}", terms.name(name), terms.value(value.clone())))
            .collect();
        let condition = is_there(&mut terms);
        let gone = gone.map(|name| format!(" REMOVE {}", terms.name(name))).unwrap_or_default();
        let change = format!("SET {}{gone}", sets.join(", "));
        self.update_now(&self.keys.recipient(recipient), change, condition, &terms).await.map(drop)
    }

    /// Deletes some items of a recipient's partition, and returns whether none are left.
    async fn erase_turn(
        &self,
        recipient: RecipientId,
        prefix: &str,
        until: Option<Timestamp>,
    ) -> Result<bool, StoreError> {
        let items = if prefix.is_empty() {
            let partition = self.keys.deliveries_partition(recipient);
            self.between(&partition, ("a", "z"), TURN).await?
        } else {
            self.hook_items(recipient, prefix, until, true, TURN).await?
        };
        for item in &items {
            self.delete_now(&Key::of(item)?).await?;
        }
        Ok(items.len() < TURN as usize)
    }
}

/// Writes the condition that a recipient is neither removed nor erased.
fn is_there(terms: &mut Terms) -> String {
    let removed = terms.value(AttributeValue::S(HookState::Removed.name().to_owned()));
    format!("attribute_exists({state}) AND {state} <> {removed}", state = terms.name(STATE))
}
