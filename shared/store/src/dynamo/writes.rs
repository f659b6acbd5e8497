//! Writes of one item of a table: as a part of a transaction, or at once.
//!
//! A change and a condition refer to the names and values of their [`Terms`].

use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, Delete, Put, TransactWriteItem, Update};
use domain::time::later;
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::attributes::{EXPIRES_AT, PK, TAKEN_UNTIL};
use crate::dynamo::errors::{Failed, StoreError, of_conditional, was_done};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, put_number};
use crate::dynamo::keys::Key;
use crate::dynamo::tables::Table;
use crate::dynamo::transaction::send;

/// The parts of a transaction.
impl Table {
    /// [`send`]s a transaction.
    pub(crate) async fn transact(&self, writes: Vec<TransactWriteItem>) -> Result<(), Failed> {
        send(&self.connection, writes).await
    }

    /// Puts an item, whatever was there.
    pub(crate) fn put(&self, item: Item) -> TransactWriteItem {
        self.put_part(item, None, &Terms::default())
    }

    /// Puts an item under a condition.
    pub(crate) fn put_if(&self, item: Item, condition: String, terms: &Terms) -> TransactWriteItem {
        self.put_part(item, Some(condition), terms)
    }

    /// Puts an item where there is none.
    pub(crate) fn put_new(&self, item: Item) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = terms.is(PK, None);
        self.put_if(item, condition, &terms)
    }

    /// Puts an item in place of one whose given attributes are still as seen. If nothing was seen, there must be no item.
    pub(crate) fn put_seen(&self, item: Item, attributes: &[&str], seen: &Item) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = terms.are(attributes, seen);
        self.put_if(item, condition, &terms)
    }

    fn put_part(&self, item: Item, condition: Option<String>, terms: &Terms) -> TransactWriteItem {
        let put = Put::builder()
            .table_name(&self.name)
            .set_item(Some(item))
            .set_condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        TransactWriteItem::builder().put(put.build().expect("table and item are given")).build()
    }

    /// Changes an item under a condition.
    pub(crate) fn update(&self, key: &Key, change: String, condition: String, terms: &Terms) -> TransactWriteItem {
        self.update_part(key, change, Some(condition), terms)
    }

    /// Counts one more in an item of a day, while fewer than `most` are counted there.
    pub(crate) fn count(&self, key: &Key, attribute: &str, most: u32, now: Timestamp) -> TransactWriteItem {
        let (terms, change, condition) = one_more(attribute, most, now);
        self.update(key, change, condition, &terms)
    }

    /// Changes an item, or makes it where there is none.
    pub(crate) fn upsert(&self, key: &Key, change: String, terms: &Terms) -> TransactWriteItem {
        self.update_part(key, change, None, terms)
    }

    fn update_part(&self, key: &Key, change: String, condition: Option<String>, terms: &Terms) -> TransactWriteItem {
        let update = Update::builder()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            .update_expression(change)
            .set_condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        TransactWriteItem::builder().update(update.build().expect("table, key and expression are given")).build()
    }

    /// Deletes an item, if it is there.
    pub(crate) fn delete(&self, key: &Key) -> TransactWriteItem {
        self.delete_part(key, None, &Terms::default())
    }

    /// Deletes an item under a condition.
    pub(crate) fn delete_if(&self, key: &Key, condition: String, terms: &Terms) -> TransactWriteItem {
        self.delete_part(key, Some(condition), terms)
    }

    /// Deletes an item that is there.
    pub(crate) fn delete_there(&self, key: &Key) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = terms.exists();
        self.delete_if(key, condition, &terms)
    }

    /// Deletes an item whose given attributes are still as seen.
    pub(crate) fn delete_seen(&self, key: &Key, attributes: &[&str], seen: &Item) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = terms.are(attributes, seen);
        self.delete_if(key, condition, &terms)
    }

    fn delete_part(&self, key: &Key, condition: Option<String>, terms: &Terms) -> TransactWriteItem {
        let delete = Delete::builder()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            .set_condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        TransactWriteItem::builder().delete(delete.build().expect("table and key are given")).build()
    }

    /// Lets a transaction go on only under a condition on an item.
    pub(crate) fn check(&self, key: &Key, condition: String, terms: &Terms) -> TransactWriteItem {
        let check = ConditionCheck::builder()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            .condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        TransactWriteItem::builder().condition_check(check.build().expect("table, key and condition are given")).build()
    }

    /// Lets a transaction go on only if there is such an item.
    pub(crate) fn check_there(&self, key: &Key) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = terms.exists();
        self.check(key, condition, &terms)
    }
}

/// Writes at once. One that fails as [`Failed::Changed`] was not done, since its condition does not hold.
impl Table {
    /// Puts an item, whatever was there.
    pub(crate) async fn put_now(&self, item: Item) -> Result<(), StoreError> {
        Ok(self.try_put(item, None, &Terms::default()).await?)
    }

    /// Puts an item where there is none; false when there is one.
    pub(crate) async fn put_new_now(&self, item: Item) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let condition = terms.is(PK, None);
        was_done(self.try_put(item, Some(condition), &terms).await)
    }

    /// Puts an item in place of one whose given attributes are still as seen. If nothing was seen, there must be no item.
    pub(crate) async fn put_seen_now(&self, item: Item, attributes: &[&str], seen: &Item) -> Result<(), Failed> {
        let mut terms = Terms::default();
        let condition = terms.are(attributes, seen);
        self.try_put(item, Some(condition), &terms).await
    }

    async fn try_put(&self, item: Item, condition: Option<String>, terms: &Terms) -> Result<(), Failed> {
        let put = self.connection.client().put_item().table_name(&self.name).set_item(Some(item));
        let put = put
            .set_condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        put.send().await.map(drop).map_err(|error| of_conditional(&error))
    }

    /// Changes an item under a condition; false when it does not hold.
    pub(crate) async fn update_now(
        &self,
        key: &Key,
        change: String,
        condition: String,
        terms: &Terms,
    ) -> Result<bool, StoreError> {
        was_done(self.try_update(key, change, Some(condition), terms).await)
    }

    /// Counts one more in an item of a day; false when `most` are counted there already.
    pub(crate) async fn count_now(
        &self,
        key: &Key,
        attribute: &str,
        most: u32,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (terms, change, condition) = one_more(attribute, most, now);
        self.update_now(key, change, condition, &terms).await
    }

    /// Changes an item, or makes it where there is none.
    pub(crate) async fn upsert_now(&self, key: &Key, change: String, terms: &Terms) -> Result<(), StoreError> {
        Ok(self.try_update(key, change, None, terms).await?)
    }

    async fn try_update(
        &self,
        key: &Key,
        change: String,
        condition: Option<String>,
        terms: &Terms,
    ) -> Result<(), Failed> {
        let update = self.connection.client().update_item().table_name(&self.name).set_key(Some(key.attributes()));
        let update = update
            .update_expression(change)
            .set_condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        update.send().await.map(drop).map_err(|error| of_conditional(&error))
    }

    /// Deletes an item, if it is there.
    pub(crate) async fn delete_now(&self, key: &Key) -> Result<(), StoreError> {
        Ok(self.try_delete(key, None, &Terms::default()).await?)
    }

    /// Deletes an item under a condition; false when it does not hold.
    pub(crate) async fn delete_now_if(&self, key: &Key, condition: String, terms: &Terms) -> Result<bool, StoreError> {
        was_done(self.try_delete(key, Some(condition), terms).await)
    }

    async fn try_delete(&self, key: &Key, condition: Option<String>, terms: &Terms) -> Result<(), Failed> {
        let delete = self.connection.client().delete_item().table_name(&self.name).set_key(Some(key.attributes()));
        let delete = delete
            .set_condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        delete.send().await.map(drop).map_err(|error| of_conditional(&error))
    }

    /// Takes a lease until a time; false while another one lasts. Its item holds nothing else.
    pub(crate) async fn take_lease(&self, key: &Key, until: Timestamp, now: Timestamp) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let taken = terms.name(TAKEN_UNTIL);
        let now = terms.value(AttributeValue::N(now.as_millisecond().to_string()));
        let mut item = key.attributes();
        put_number(&mut item, TAKEN_UNTIL, until.as_millisecond());
        let is_over = format!("attribute_not_exists({taken}) OR {taken} <= {now}");
        was_done(self.try_put(item, Some(is_over), &terms).await)
    }
}

/// The change that counts one more of a day. Its condition is that fewer than `most` are counted.
fn one_more(attribute: &str, most: u32, now: Timestamp) -> (Terms, String, String) {
    let mut terms = Terms::default();
    let counted = terms.name(attribute);
    let one = terms.value(AttributeValue::N("1".to_owned()));
    let most = terms.value(AttributeValue::N(most.to_string()));
    let end = later(now, SignedDuration::from_hours(24 * 2)).as_second();
    let end = format!("{} = {}", terms.name(EXPIRES_AT), terms.value(AttributeValue::N(end.to_string())));
    let change = format!("ADD {counted} {one} SET {end}");
    (terms, change, format!("attribute_not_exists({counted}) OR {counted} < {most}"))
}
