//! Writes of one item: alone, or as a part of a transaction.
//!
//! A change and a condition refer to the names and values of their [`Terms`]. A write alone fails as [`Failed::Changed`] if its
//! condition does not hold.

use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, Delete, Put, TransactWriteItem, Update};
use jiff::Timestamp;

use crate::dynamo::attributes::TAKEN_UNTIL;
use crate::dynamo::connection::Connection;
use crate::dynamo::errors::{Failed, StoreError, of_conditional, was_done};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, put_number};
use crate::dynamo::keys::Key;

/// Puts an item, in a transaction.
pub(crate) fn put(table: &str, item: Item, condition: Option<String>, terms: &Terms) -> TransactWriteItem {
    let put = Put::builder()
        .table_name(table)
        .set_item(Some(item))
        .set_condition_expression(condition)
        .set_expression_attribute_names(terms.names())
        .set_expression_attribute_values(terms.values());
    TransactWriteItem::builder().put(put.build().expect("table and item are given")).build()
}

/// Changes an item, in a transaction.
pub(crate) fn update(
    table: &str,
    key: &Key,
    change: String,
    condition: Option<String>,
    terms: &Terms,
) -> TransactWriteItem {
    let update = Update::builder()
        .table_name(table)
        .set_key(Some(key.attributes()))
        .update_expression(change)
        .set_condition_expression(condition)
        .set_expression_attribute_names(terms.names())
        .set_expression_attribute_values(terms.values());
    TransactWriteItem::builder().update(update.build().expect("table, key and expression are given")).build()
}

/// Deletes an item, in a transaction.
pub(crate) fn delete(table: &str, key: &Key, condition: Option<String>, terms: &Terms) -> TransactWriteItem {
    let delete = Delete::builder()
        .table_name(table)
        .set_key(Some(key.attributes()))
        .set_condition_expression(condition)
        .set_expression_attribute_names(terms.names())
        .set_expression_attribute_values(terms.values());
    TransactWriteItem::builder().delete(delete.build().expect("table and key are given")).build()
}

/// Lets a transaction go on only under a condition on an item.
pub(crate) fn check(table: &str, key: &Key, condition: String, terms: &Terms) -> TransactWriteItem {
    let check = ConditionCheck::builder()
        .table_name(table)
        .set_key(Some(key.attributes()))
        .condition_expression(condition)
        .set_expression_attribute_names(terms.names())
        .set_expression_attribute_values(terms.values());
    TransactWriteItem::builder().condition_check(check.build().expect("table, key and condition are given")).build()
}

impl Connection {
    /// Puts an item at once.
    pub(crate) async fn put(
        &self,
        table: &str,
        item: Item,
        condition: Option<String>,
        terms: &Terms,
    ) -> Result<(), Failed> {
        let put = self.client().put_item().table_name(table).set_item(Some(item)).set_condition_expression(condition);
        let put = put.set_expression_attribute_names(terms.names()).set_expression_attribute_values(terms.values());
        put.send().await.map(drop).map_err(|error| of_conditional(&error))
    }

    /// Changes an item at once.
    pub(crate) async fn update(
        &self,
        table: &str,
        key: &Key,
        change: String,
        condition: Option<String>,
        terms: &Terms,
    ) -> Result<(), Failed> {
        let update = self
            .client()
            .update_item()
            .table_name(table)
            .set_key(Some(key.attributes()))
            .update_expression(change)
            .set_condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        update.send().await.map(drop).map_err(|error| of_conditional(&error))
    }

    /// Deletes an item at once.
    pub(crate) async fn delete(
        &self,
        table: &str,
        key: &Key,
        condition: Option<String>,
        terms: &Terms,
    ) -> Result<(), Failed> {
        let delete = self
            .client()
            .delete_item()
            .table_name(table)
            .set_key(Some(key.attributes()))
            .set_condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        delete.send().await.map(drop).map_err(|error| of_conditional(&error))
    }

    /// Takes a lease until a time; false while another one lasts. Its item holds nothing else.
    pub(crate) async fn take_lease(
        &self,
        table: &str,
        key: &Key,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let taken = terms.name(TAKEN_UNTIL);
        let now = terms.value(AttributeValue::N(now.as_millisecond().to_string()));
        let mut item = key.attributes();
        put_number(&mut item, TAKEN_UNTIL, until.as_millisecond());
        let is_over = format!("attribute_not_exists({taken}) OR {taken} <= {now}");
        was_done(self.put(table, item, Some(is_over), &terms).await)
    }
}
