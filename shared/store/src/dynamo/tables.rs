//! The three tables, and the reads and writes that every wing makes of them.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, Delete, Put, TransactWriteItem};
use domain::tally::ShardCount;

use crate::dynamo::attributes::{PK, SK};
use crate::dynamo::batch;
use crate::dynamo::batch::Freshness;
use crate::dynamo::connection::Connection;
use crate::dynamo::errors::{Failed, StoreError, of_request};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::Item;
use crate::dynamo::keys::{Key, Keys};
use crate::dynamo::transaction::send;

/// The tables' names.
#[derive(Clone, Debug)]
pub struct Tables {
    /// Personal data.
    pub pledges: String,
    /// Numbers only.
    pub tally: String,
}

/// The table Pledges of a campaign, and the counters that change with it.
#[derive(Clone, Debug)]
pub struct PledgesTable {
    pub(crate) connection: Connection,
    pub(crate) tables: Tables,
    pub(crate) keys: Keys,
    pub(crate) shards: ShardCount,
}

impl PledgesTable {
    /// Reads one item, strongly consistent.
    pub(crate) async fn get(&self, key: &Key) -> Result<Option<Item>, StoreError> {
        let read = self.connection.client().get_item().table_name(&self.tables.pledges);
        let answer = read.set_key(Some(key.attributes())).consistent_read(true).send().await;
        answer.map(|answer| answer.item).map_err(|error| of_request(&error))
    }

    /// Reads a few items at once, each strongly consistent.
    pub(crate) async fn get_all(&self, keys: &[Key]) -> Result<HashMap<Key, Item>, StoreError> {
        batch::read(&self.connection, &self.tables.pledges, keys, Freshness::Strong).await
    }

    /// [`send`]s a transaction.
    pub(crate) async fn transact(&self, writes: Vec<TransactWriteItem>) -> Result<(), Failed> {
        send(&self.connection, writes).await
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

    /// Puts an item in place of one whose given attributes are still as seen. If nothing was seen, there must be no item.
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

    /// Deletes an item whose given attributes are still as seen.
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

    /// Puts an item, whatever was there.
    pub(crate) fn put(&self, item: Item) -> TransactWriteItem {
        let put = Put::builder().table_name(&self.tables.pledges).set_item(Some(item));
        TransactWriteItem::builder().put(put.build().expect("table and item are given")).build()
    }

    /// Deletes an item, if it is there.
    pub(crate) fn delete(&self, key: &Key) -> TransactWriteItem {
        let delete = Delete::builder().table_name(&self.tables.pledges).set_key(Some(key.attributes()));
        TransactWriteItem::builder().delete(delete.build().expect("table and key are given")).build()
    }

    /// Lets a transaction go on only if there is such an item.
    pub(crate) fn check_there(&self, key: &Key) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = format!("attribute_exists({})", terms.name(PK));
        self.check(key, condition, &terms)
    }

    pub(crate) fn check(&self, key: &Key, condition: String, terms: &Terms) -> TransactWriteItem {
        let check = ConditionCheck::builder()
            .table_name(&self.tables.pledges)
            .set_key(Some(key.attributes()))
            .condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        TransactWriteItem::builder().condition_check(check.build().expect("table, key and condition are given")).build()
    }

    pub(crate) async fn delete_now(&self, key: &Key) -> Result<(), StoreError> {
        let delete = self.connection.client().delete_item().table_name(&self.tables.pledges);
        delete.set_key(Some(key.attributes())).send().await.map(drop).map_err(|error| of_request(&error))
    }
}

/// The table Office of a campaign.
#[derive(Clone, Debug)]
pub struct OfficeTable {
    pub(crate) connection: Connection,
    pub(crate) table: String,
    pub(crate) keys: Keys,
}

impl OfficeTable {
    /// Puts an item where there is none.
    pub(crate) fn put_new(&self, item: Item) -> TransactWriteItem {
        let mut terms = Terms::default();
        let put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression(terms.is(PK, None))
            .set_expression_attribute_names(terms.names());
        TransactWriteItem::builder().put(put.build().expect("table and item are given")).build()
    }

    pub(crate) async fn get(&self, key: &Key) -> Result<Option<Item>, StoreError> {
        let read = self.connection.client().get_item().table_name(&self.table);
        let answer = read.set_key(Some(key.attributes())).consistent_read(true).send().await;
        answer.map(|answer| answer.item).map_err(|error| of_request(&error))
    }

    pub(crate) async fn query(
        &self,
        partition: &str,
        before: Option<String>,
        forward: bool,
        limit: Option<i32>,
    ) -> Result<Vec<Item>, StoreError> {
        let mut terms = Terms::default();
        let mut condition = terms.is(PK, Some(AttributeValue::S(partition.to_owned())));
        if let Some(before) = before {
            let bound = terms.value(AttributeValue::S(before));
            condition = format!("{condition} AND {} < {bound}", terms.name(SK));
        }
        let query = self
            .connection
            .client()
            .query()
            .table_name(&self.table)
            .key_condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values())
            .consistent_read(true)
            .scan_index_forward(forward)
            .set_limit(limit);
        let mut items = Vec::new();
        let mut start = None;
        loop {
            let page = query.clone().set_exclusive_start_key(start).send().await.map_err(|error| of_request(&error))?;
            items.extend(page.items.unwrap_or_default());
            start = page.last_evaluated_key;
            let enough = limit.is_some_and(|limit| items.len() >= usize::try_from(limit).unwrap_or(0));
            if enough || start.is_none() {
                return Ok(items);
            }
        }
    }

    pub(crate) fn delete_there(&self, key: &Key) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = format!("attribute_exists({})", terms.name(PK));
        let delete = Delete::builder()
            .table_name(&self.table)
            .set_key(Some(key.attributes()))
            .condition_expression(condition)
            .set_expression_attribute_names(terms.names());
        TransactWriteItem::builder().delete(delete.build().expect("table and key are given")).build()
    }
}

/// The table Tally of a campaign.
#[derive(Clone, Debug)]
pub struct TallyTable {
    pub(crate) connection: Connection,
    pub(crate) table: String,
    pub(crate) keys: Keys,
    pub(crate) shards: ShardCount,
}
