//! Transactions: the writes they are made of, and the one place that sends them.

use aws_sdk_dynamodb::config::interceptors::BeforeSerializationInterceptorContextMut;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{Builder, ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsInput;
use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, Delete, Put, TransactWriteItem, Update};
use aws_smithy_runtime_api::box_error::BoxError;
use domain::pledge::{Signer, Slot};
use domain::tally::{CounterChange, Measure, TallyDelta};

use crate::connection::Connection;
use crate::error::{Failed, of_transaction};
use crate::expression::Terms;
use crate::keys::{Key, PK};
use crate::owed::{MailClass, When};
use crate::pledge_item::{Item, SIGNER_CHANGES, SIGNER_STATE, SignerItem};
use crate::pledges::Pledges;
use crate::tally::attribute;

/// The SDK gives each transaction a `ClientRequestToken`, by which DynamoDB answers a repetition with the first outcome
/// for ten minutes. Ours do not need it: their conditions make each exact however often it is sent, and for longer. They
/// are better off without: the token is a second truth that hides in tests what a retry after ten minutes would meet,
/// and the embedded database walks through all tokens of the last ten minutes at every transaction.
#[derive(Debug)]
struct WithoutToken;

impl Intercept for WithoutToken {
    fn name(&self) -> &'static str {
        "WithoutToken"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(input) = context.input_mut().downcast_mut::<TransactWriteItemsInput>() {
            input.client_request_token = None;
        }
        Ok(())
    }
}

/// Sends a transaction, once: whatever fails, the caller reads and decides before it sends another.
pub(crate) async fn send(connection: &Connection, writes: Vec<TransactWriteItem>) -> Result<(), Failed> {
    let transaction = connection.client().transact_write_items().set_transact_items(Some(writes)).customize();
    let once = Builder::new().retry_config(RetryConfig::disabled());
    let sent = transaction.config_override(once).interceptor(WithoutToken).send().await;
    sent.map(drop).map_err(|error| of_transaction(&error))
}

impl Pledges {
    /// [`send`]s a transaction.
    pub(crate) async fn transact(&self, writes: Vec<TransactWriteItem>) -> Result<(), Failed> {
        send(&self.connection, writes).await
    }

    /// Counts what a pledge's change owes. Nothing else makes counter updates for a pledge, so none can be forgotten.
    pub(crate) fn counter_updates(&self, delta: &TallyDelta) -> Vec<TransactWriteItem> {
        delta.changes().iter().map(|change| self.counter_update(change)).collect()
    }

    fn counter_update(&self, change: &CounterChange) -> TransactWriteItem {
        let mut terms = Terms::default();
        let add = |(measure, by): &(Measure, i8)| {
            let by = terms.value(AttributeValue::N(by.to_string()));
            format!("{} {by}", terms.name(&attribute(measure)))
        };
        let additions: Vec<String> = change.by.iter().map(add).collect();
        let update = format!("ADD {}", additions.join(", "));
        let counter = Update::builder()
            .table_name(&self.tables.tally)
            .set_key(Some(self.keys.counter(change.shard, change.place).attributes()))
            .update_expression(update)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        TransactWriteItem::builder().update(counter.build().expect("table, key and expression are given")).build()
    }

    /// Puts an item where there is none.
    pub(crate) fn put_new(&self, item: Item) -> TransactWriteItem {
        let mut terms = Terms::default();
        let put = Put::builder()
            .table_name(&self.tables.pledges)
            .set_item(Some(item))
            .condition_expression(terms.is(PK, None))
            .set_expression_attribute_names(terms.names());
        TransactWriteItem::builder().put(put.build().expect("table and item are given")).build()
    }

    /// Puts an item where one is of which these attributes are as seen; nothing seen means that there is none.
    pub(crate) fn put_seen(&self, item: Item, attributes: &[&str], seen: &Item) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = terms.are(attributes, seen);
        let put = Put::builder()
            .table_name(&self.tables.pledges)
            .set_item(Some(item))
            .condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        TransactWriteItem::builder().put(put.build().expect("table and item are given")).build()
    }

    /// Deletes an item that is there.
    pub(crate) fn delete_there(&self, key: &Key) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = format!("attribute_exists({})", terms.name(PK));
        let delete = Delete::builder()
            .table_name(&self.tables.pledges)
            .set_key(Some(key.attributes()))
            .condition_expression(condition)
            .set_expression_attribute_names(terms.names());
        TransactWriteItem::builder().delete(delete.build().expect("table and key are given")).build()
    }

    /// Deletes an item of which these attributes are as seen.
    pub(crate) fn delete_seen(&self, key: &Key, attributes: &[&str], seen: &Item) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = terms.are(attributes, seen);
        let delete = Delete::builder()
            .table_name(&self.tables.pledges)
            .set_key(Some(key.attributes()))
            .condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        TransactWriteItem::builder().delete(delete.build().expect("table and key are given")).build()
    }

    /// Puts a signer into a place that nobody has. They are owed thanks.
    pub(crate) fn put_new_signer(&self, signer: &Signer) -> TransactWriteItem {
        let key = self.keys.signer(signer.id, signer.slot);
        let when = When::after_stream(MailClass::Thanks, signer.confirmed_at);
        self.put_new(self.owing_item(&key, SignerItem::write(signer, key.attributes()), when))
    }

    /// Puts an item, whatever was there.
    pub(crate) fn put(&self, item: Item) -> TransactWriteItem {
        let put = Put::builder().table_name(&self.tables.pledges).set_item(Some(item));
        TransactWriteItem::builder().put(put.build().expect("table and item are given")).build()
    }

    /// Writes what may change of a signer, if they still are as seen.
    pub(crate) fn change_signer(&self, seen: &Signer, changed: &Signer) -> TransactWriteItem {
        let item = SignerItem::write(changed, Item::new());
        let mut terms = Terms::default();
        let condition = as_seen(&mut terms, seen);
        let (mut set, mut remove) = (Vec::new(), Vec::new());
        for attribute in SIGNER_CHANGES {
            let name = terms.name(attribute);
            match item.get(attribute) {
                Some(value) => set.push(format!("{name} = {}", terms.value(value.clone()))),
                None => remove.push(name),
            }
        }
        // A riding or `abroad` is always there to set, and a postal code or a country to remove.
        let update = Update::builder()
            .table_name(&self.tables.pledges)
            .set_key(Some(self.keys.signer(seen.id, seen.slot).attributes()))
            .update_expression(format!("SET {} REMOVE {}", set.join(", "), remove.join(", ")))
            .condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        TransactWriteItem::builder().update(update.build().expect("table, key and expression are given")).build()
    }

    /// Deletes a signer who still is as seen.
    pub(crate) fn delete_signer(&self, seen: &Signer) -> TransactWriteItem {
        let item = SignerItem::write(seen, Item::new());
        self.delete_seen(&self.keys.signer(seen.id, seen.slot), &SIGNER_STATE, &item)
    }

    /// Deletes an item, if it is there.
    pub(crate) fn delete(&self, key: &Key) -> TransactWriteItem {
        let delete = Delete::builder().table_name(&self.tables.pledges).set_key(Some(key.attributes()));
        TransactWriteItem::builder().delete(delete.build().expect("table and key are given")).build()
    }

    /// Goes on only if these of a signer's attributes are as seen.
    pub(crate) fn check_signer(&self, seen: &Signer, attributes: &[&str]) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = terms.are(attributes, &SignerItem::write(seen, Item::new()));
        self.check(&self.keys.signer(seen.id, seen.slot), condition, &terms)
    }

    /// Goes on only if nobody has the other place at this signer's address.
    pub(crate) fn check_alone(&self, signer: &Signer) -> TransactWriteItem {
        let other = match signer.slot {
            Slot::First => Slot::Second,
            Slot::Second => Slot::First,
        };
        let mut terms = Terms::default();
        let condition = terms.is(PK, None);
        self.check(&self.keys.signer(signer.id, other), condition, &terms)
    }

    /// Goes on only if there is such an item.
    pub(crate) fn check_there(&self, key: &Key) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = format!("attribute_exists({})", terms.name(PK));
        self.check(key, condition, &terms)
    }

    fn check(&self, key: &Key, condition: String, terms: &Terms) -> TransactWriteItem {
        let check = ConditionCheck::builder()
            .table_name(&self.tables.pledges)
            .set_key(Some(key.attributes()))
            .condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        TransactWriteItem::builder().condition_check(check.build().expect("table, key and condition are given")).build()
    }
}

/// That a signer's item has everything that can change as it was read: who it is, whether and where they are counted, what
/// they agreed to.
fn as_seen(terms: &mut Terms, seen: &Signer) -> String {
    terms.are(&SIGNER_STATE, &SignerItem::write(seen, Item::new()))
}
