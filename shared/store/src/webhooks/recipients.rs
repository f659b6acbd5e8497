//! Recipients of webhooks: what the office does with them, each act with its entry in the log.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use domain::ids::RecipientId;
use domain::office::audit::Entry;
use domain::time::earlier;
use domain::webhooks::event::IntegrityChange;
use domain::webhooks::recipient::{HookKind, HookState, Recipient};
use domain::webhooks::signature::{RecipientKeys, SigningKeys};
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::errors::{StoreError, was_done};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, Readable, readable, text};
use crate::dynamo::keys::{Key, sortable};
use crate::dynamo::reads::{all, first};
use crate::dynamo::tables::OfficeTable;
use crate::handles::Office;
use crate::role::KeepsRecipients;
use crate::webhooks::items::{
    API_KEY, Delivery, FORMER_PRIVATE_KEY, FORMER_SECRET, FORMER_UNTIL, HookFate, HookKeys, PRIVATE_KEY, PUBLIC_KEY,
    RESTS_UNTIL, RecipientItem, SECRET, STATE, in_partition,
};

/// The most failed messages that are sent again at once. A transaction takes 100 writes: two for each message, and the entry.
pub const AGAIN_MAX: usize = 49;

impl<R: KeepsRecipients> Office<R> {
    /// Lists the recipients that are not removed. One that cannot be read hides no other.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn recipients(&self) -> Result<Readable<Recipient>, StoreError> {
        let items = self.partition(&self.keys.recipients_partition()).await?;
        let mut recipients = readable(&items, RecipientItem::read);
        recipients.items.retain(|recipient| recipient.state != HookState::Removed);
        recipients.items.sort_by_key(|recipient| recipient.added_at);
        Ok(recipients)
    }

    /// Lists the ways in which each recipient that is not removed takes messages, with its address. `None` stands for one
    /// that cannot be compared.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn hook_addresses(&self) -> Result<Vec<Option<(HookKind, String)>>, StoreError> {
        let items = self.partition(&self.keys.recipients_partition()).await?;
        let is_there = |item: &&Item| text(item, STATE) != Some(HookState::Removed.name());
        Ok(items.iter().filter(is_there).map(RecipientItem::read_address).collect())
    }

    /// Adds a recipient.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn add_recipient(
        &self,
        recipient: &Recipient,
        keys: &HookKeys,
        entry: &Entry,
    ) -> Result<bool, StoreError> {
        let item = RecipientItem::write(recipient, keys, self.keys.recipient(recipient.id).attributes());
        self.with_entry(self.put_new(item), entry).await
    }

    /// Pauses, resumes or removes a recipient; false when it is in another state than it was. Its keys go when it is removed.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn set_recipient_state(
        &self,
        id: RecipientId,
        from: HookState,
        to: HookState,
        entry: &Entry,
    ) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let is_still = terms.is(STATE, Some(AttributeValue::S(from.name().to_owned())));
        let set = format!("{} = {}", terms.name(STATE), terms.value(AttributeValue::S(to.name().to_owned())));
        let gone: &[&str] = match to {
            HookState::Removed => {
                &[RESTS_UNTIL, SECRET, PRIVATE_KEY, FORMER_SECRET, FORMER_PRIVATE_KEY, FORMER_UNTIL, API_KEY]
            }
            HookState::On | HookState::Paused | HookState::Gone => &[RESTS_UNTIL],
        };
        let gone: Vec<_> = gone.iter().map(|name| terms.name(name)).collect();
        let change = format!("SET {set} REMOVE {}", gone.join(", "));
        self.with_entry(self.update(&self.keys.recipient(id), change, is_still, &terms), entry).await
    }

    /// Gives a recipient new keys. Its messages bear the signatures of the former ones too, for a day. Former keys that
    /// still sign stay the former ones: those in between may have been lost by whoever asks for new ones again. Returns
    /// false when it has no such keys.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn rotate_recipient_keys(
        &self,
        id: RecipientId,
        keys: &SigningKeys,
        now: Timestamp,
        entry: &Entry,
    ) -> Result<bool, StoreError> {
        for keeps_former in [false, true] {
            let (change, condition, terms) = rotation(keys, now, keeps_former);
            if self.with_entry(self.update(&self.keys.recipient(id), change, condition, &terms), entry).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Owes a recipient one message, with an entry in the log.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn owe_with_entry(&self, delivery: &Delivery, entry: &Entry) -> Result<bool, StoreError> {
        self.with_entry(self.put_delivery(delivery), entry).await
    }

    /// Sends messages that had failed again, at most [`AGAIN_MAX`] of them, from their first try on. Returns false when one of
    /// them is no longer among the failed ones; then none is sent.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn owe_again(&self, failed: &[Delivery], now: Timestamp, entry: &Entry) -> Result<bool, StoreError> {
        // Two looks at one person are one look at the same moment.
        let owed = failed.iter().map(|failed| {
            let owed = Delivery { fate: HookFate::Owed, when: now, tries: 0, ..failed.clone() };
            (owed.name(), owed)
        });
        let owed: BTreeMap<_, _> = owed.collect();
        let gone = failed.iter().map(|failed| self.delete_delivery(failed));
        let writes = gone.chain(owed.values().map(|owed| self.put_delivery(owed))).chain([self.log(entry)]);
        was_done(self.transact(writes.collect()).await)
    }

    /// Lists deliveries of a recipient that have this fate: those that are owed by their next try, others the newest first
    /// and from before a time. One that cannot be read takes the place of one.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn deliveries(
        &self,
        recipient: RecipientId,
        fate: HookFate,
        before: Option<Timestamp>,
        limit: i32,
    ) -> Result<Readable<Delivery>, StoreError> {
        let until = before.map(|before| earlier(before, SignedDuration::from_nanos(1)));
        let items = self.hook_items(recipient, fate.prefix(), until, fate == HookFate::Owed, limit).await?;
        Ok(readable(&items, |item| Delivery::read(recipient, item)))
    }

    /// Lists all messages to a recipient that failed, the oldest first.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn failed_deliveries(&self, recipient: RecipientId) -> Result<Readable<Delivery>, StoreError> {
        let partition = self.keys.deliveries_partition(recipient);
        let items = all(self.query_between(partition, ("failed#", "failed$"))).await?;
        Ok(readable(&items, |item| Delivery::read(recipient, item)))
    }

    /// Writes the entry of a repair into the log, and leaves the news for recipients. The repair is done only afterwards.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn record_repair(&self, counters: i64, entry: &Entry) -> Result<(), StoreError> {
        self.with_entry(self.put_news(&sortable(entry.at), IntegrityChange::Repaired, counters), entry).await.map(drop)
    }
}

impl OfficeTable {
    /// Adds a delivery to a recipient's partition.
    pub(crate) fn put_delivery(&self, delivery: &Delivery) -> TransactWriteItem {
        let item = delivery.write(in_partition(self.keys.deliveries_partition(delivery.recipient)));
        self.put(item)
    }

    /// Deletes a delivery that is still as it was listed.
    pub(crate) fn delete_delivery(&self, delivery: &Delivery) -> TransactWriteItem {
        let key = Key { pk: self.keys.deliveries_partition(delivery.recipient), sk: delivery.sort_key() };
        self.delete_there(&key)
    }

    /// Lists items of a recipient's partition whose sort keys begin so, up to a time if one is given.
    pub(crate) async fn hook_items(
        &self,
        recipient: RecipientId,
        prefix: &str,
        until: Option<Timestamp>,
        forward: bool,
        limit: i32,
    ) -> Result<Vec<Item>, StoreError> {
        let partition = self.keys.deliveries_partition(recipient);
        // `$` comes right after `#`.
        let end = until.map_or_else(
            || format!("{}$", prefix.trim_end_matches('#')),
            |until| format!("{prefix}{}$", sortable(until)),
        );
        first(self.query_between(partition, (prefix, &end)).scan_index_forward(forward), limit).await
    }
}

/// Writes the change to new keys, and its condition. The present pair becomes the former one, or the former one stays
/// because it still signs.
fn rotation(keys: &SigningKeys, now: Timestamp, keeps_former: bool) -> (String, String, Terms) {
    let mut terms = Terms::default();
    let [secret, private, public] = [SECRET, PRIVATE_KEY, PUBLIC_KEY].map(|name| terms.name(name));
    let until = terms.name(FORMER_UNTIL);
    let text = |value: &str| AttributeValue::S(value.to_owned());
    let new_secret = terms.value(text(keys.secret.expose()));
    let new_private = terms.value(text(keys.private.expose()));
    let new_public = terms.value(text(&keys.public().unwrap_or_default()));
    let moment = terms.value(text(&sortable(now)));
    let change = format!("SET {secret} = {new_secret}, {private} = {new_private}, {public} = {new_public}");
    if keeps_former {
        // Their end stays that of the first replacement. If it moved on, a key that leaked could sign without end.
        return (change, format!("attribute_exists({secret}) AND {until} > {moment}"), terms);
    }
    let [former_secret, former_private] = [FORMER_SECRET, FORMER_PRIVATE_KEY].map(|name| terms.name(name));
    let end = terms.value(text(&sortable(RecipientKeys::former_until(now))));
    let change = format!("{change}, {former_secret} = {secret}, {former_private} = {private}, {until} = {end}");
    let is_free = format!("(attribute_not_exists({until}) OR {until} <= {moment})");
    (change, format!("attribute_exists({secret}) AND {is_free}"), terms)
}
