//! Recipients of webhooks: what the office does with them, each act with its entry in the log.

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use domain::ids::RecipientId;
use domain::office::audit::Entry;
use domain::webhooks::event::IntegrityChange;
use domain::webhooks::recipient::{HookState, Recipient};
use domain::webhooks::signature::{RecipientKeys, SigningKeys};
use jiff::Timestamp;

use crate::dynamo::errors::{StoreError, was_done};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, Readable, readable};
use crate::dynamo::keys::{Key, sortable};
use crate::dynamo::reads::first;
use crate::dynamo::tables::OfficeTable;
use crate::handles::Office;
use crate::role::KeepsRecipients;
use crate::webhooks::items::{
    API_KEY, Delivery, FORMER_PRIVATE_KEY, FORMER_SECRET, FORMER_UNTIL, HookFate, HookKeys, PRIVATE_KEY, PUBLIC_KEY,
    RESTS_UNTIL, RecipientItem, SECRET, STATE, in_partition,
};

/// The deliveries of a recipient, as the office shows them, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveriesSeen {
    pub owed: Vec<Delivery>,
    pub failed: Vec<Delivery>,
    pub done: Vec<Delivery>,
}

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

    /// Sends a message that had failed again, from its first try on. Returns false when it is no longer among the failed ones.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn owe_again(&self, failed: &Delivery, now: Timestamp, entry: &Entry) -> Result<bool, StoreError> {
        let owed = Delivery { fate: HookFate::Owed, when: now, tries: 0, ..failed.clone() };
        let writes = vec![self.delete_delivery(failed), self.put_delivery(&owed), self.log(entry)];
        was_done(self.transact(writes).await)
    }

    /// Lists the deliveries of a recipient: at most this many of those that are owed, failed and done.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn deliveries(&self, recipient: RecipientId, limit: i32) -> Result<DeliveriesSeen, StoreError> {
        let list = async |fate: HookFate| {
            let items = self.hook_items(recipient, fate.prefix(), None, fate == HookFate::Owed, limit).await?;
            items.iter().map(|item| Delivery::read(recipient, item)).collect::<Result<Vec<_>, _>>()
        };
        Ok(DeliveriesSeen {
            owed: list(HookFate::Owed).await?,
            failed: list(HookFate::Failed).await?,
            done: list(HookFate::Done).await?,
        })
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
