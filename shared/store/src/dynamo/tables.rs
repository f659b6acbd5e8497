//! The three tables, and the reads and writes that every wing makes of them.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use domain::tally::ShardCount;

use crate::dynamo::attributes::{PK, SK};
use crate::dynamo::batch;
use crate::dynamo::batch::Freshness;
use crate::dynamo::connection::Connection;
use crate::dynamo::errors::{Failed, StoreError, of_request, was_done};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::Item;
use crate::dynamo::keys::{Key, Keys};
use crate::dynamo::transaction::send;
use crate::dynamo::writes;

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

    /// Reads a whole partition, in the order of its sort keys.
    pub(crate) async fn partition(&self, partition: String) -> Result<Vec<Item>, StoreError> {
        let mut terms = Terms::default();
        let condition = terms.is(PK, Some(AttributeValue::S(partition)));
        let query = self
            .connection
            .client()
            .query()
            .table_name(&self.tables.pledges)
            .key_condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values())
            .consistent_read(true);
        let (mut items, mut start) = (Vec::new(), None);
        loop {
            let page = query.clone().set_exclusive_start_key(start).send().await.map_err(|error| of_request(&error))?;
            items.extend(page.items.unwrap_or_default());
            start = page.last_evaluated_key;
            if start.is_none() {
                return Ok(items);
            }
        }
    }

    /// Puts an item where there is none.
    pub(crate) fn put_new(&self, item: Item) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = terms.is(PK, None);
        writes::put(&self.tables.pledges, item, Some(condition), &terms)
    }

    /// Puts an item in place of one whose given attributes are still as seen. If nothing was seen, there must be no item.
    pub(crate) fn put_seen(&self, item: Item, attributes: &[&str], seen: &Item) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = terms.are(attributes, seen);
        writes::put(&self.tables.pledges, item, Some(condition), &terms)
    }

    /// Puts an item, whatever was there.
    pub(crate) fn put(&self, item: Item) -> TransactWriteItem {
        writes::put(&self.tables.pledges, item, None, &Terms::default())
    }

    /// Puts an item at once, whatever was there.
    pub(crate) async fn put_now(&self, item: Item) -> Result<(), StoreError> {
        Ok(self.connection.put(&self.tables.pledges, item, None, &Terms::default()).await?)
    }

    /// Changes an item under a condition.
    pub(crate) fn update(&self, key: &Key, change: String, condition: String, terms: &Terms) -> TransactWriteItem {
        writes::update(&self.tables.pledges, key, change, Some(condition), terms)
    }

    /// Changes an item at once; false when the condition does not hold.
    pub(crate) async fn update_now(
        &self,
        key: &Key,
        change: String,
        condition: String,
        terms: &Terms,
    ) -> Result<bool, StoreError> {
        was_done(self.connection.update(&self.tables.pledges, key, change, Some(condition), terms).await)
    }

    /// Deletes an item that is there.
    pub(crate) fn delete_there(&self, key: &Key) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = terms.exists();
        writes::delete(&self.tables.pledges, key, Some(condition), &terms)
    }

    /// Deletes an item whose given attributes are still as seen.
    pub(crate) fn delete_seen(&self, key: &Key, attributes: &[&str], seen: &Item) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = terms.are(attributes, seen);
        writes::delete(&self.tables.pledges, key, Some(condition), &terms)
    }

    /// Deletes an item, if it is there.
    pub(crate) fn delete(&self, key: &Key) -> TransactWriteItem {
        writes::delete(&self.tables.pledges, key, None, &Terms::default())
    }

    /// Deletes an item at once, if it is there.
    pub(crate) async fn delete_now(&self, key: &Key) -> Result<(), StoreError> {
        Ok(self.connection.delete(&self.tables.pledges, key, None, &Terms::default()).await?)
    }

    /// Lets a transaction go on only if there is such an item.
    pub(crate) fn check_there(&self, key: &Key) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = terms.exists();
        self.check(key, condition, &terms)
    }

    /// Lets a transaction go on only under a condition on an item.
    pub(crate) fn check(&self, key: &Key, condition: String, terms: &Terms) -> TransactWriteItem {
        writes::check(&self.tables.pledges, key, condition, terms)
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
    /// Reads one item, strongly consistent.
    pub(crate) async fn get(&self, key: &Key) -> Result<Option<Item>, StoreError> {
        let read = self.connection.client().get_item().table_name(&self.table);
        let answer = read.set_key(Some(key.attributes())).consistent_read(true).send().await;
        answer.map(|answer| answer.item).map_err(|error| of_request(&error))
    }

    /// Reads a whole partition, in the order of its sort keys.
    pub(crate) async fn partition(&self, partition: &str) -> Result<Vec<Item>, StoreError> {
        let mut terms = Terms::default();
        let condition = terms.is(PK, Some(AttributeValue::S(partition.to_owned())));
        self.query(condition, &terms, true, None).await
    }

    /// Reads the last items of a partition, the last one first. With `before`, it reads those whose sort keys are below it.
    pub(crate) async fn last(
        &self,
        partition: &str,
        before: Option<String>,
        most: i32,
    ) -> Result<Vec<Item>, StoreError> {
        let mut terms = Terms::default();
        let mut condition = terms.is(PK, Some(AttributeValue::S(partition.to_owned())));
        if let Some(before) = before {
            let bound = terms.value(AttributeValue::S(before));
            condition = format!("{condition} AND {} < {bound}", terms.name(SK));
        }
        self.query(condition, &terms, false, Some(most)).await
    }

    /// Reads items of a partition with sort keys from one text to another.
    pub(crate) async fn between(
        &self,
        partition: &str,
        (from, to): (&str, &str),
        forward: bool,
        most: i32,
    ) -> Result<Vec<Item>, StoreError> {
        let mut terms = Terms::default();
        let condition = terms.is(PK, Some(AttributeValue::S(partition.to_owned())));
        let [from, to] = [from, to].map(|bound| terms.value(AttributeValue::S(bound.to_owned())));
        let condition = format!("{condition} AND {} BETWEEN {from} AND {to}", terms.name(SK));
        self.query(condition, &terms, forward, Some(most)).await
    }

    async fn query(
        &self,
        condition: String,
        terms: &Terms,
        forward: bool,
        most: Option<i32>,
    ) -> Result<Vec<Item>, StoreError> {
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
            .set_limit(most);
        let wanted = most.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or_default());
        let (mut items, mut start) = (Vec::new(), None);
        loop {
            let page = query.clone().set_exclusive_start_key(start).send().await.map_err(|error| of_request(&error))?;
            items.extend(page.items.unwrap_or_default());
            start = page.last_evaluated_key;
            if start.is_none() || items.len() >= wanted {
                items.truncate(wanted);
                return Ok(items);
            }
        }
    }

    /// Puts an item where there is none.
    pub(crate) fn put_new(&self, item: Item) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = terms.is(PK, None);
        self.put(item, Some(condition), &terms)
    }

    /// Puts an item, perhaps under a condition.
    pub(crate) fn put(&self, item: Item, condition: Option<String>, terms: &Terms) -> TransactWriteItem {
        writes::put(&self.table, item, condition, terms)
    }

    /// Puts an item at once, whatever was there.
    pub(crate) async fn put_now(&self, item: Item) -> Result<(), StoreError> {
        Ok(self.connection.put(&self.table, item, None, &Terms::default()).await?)
    }

    /// Changes an item under a condition.
    pub(crate) fn update(&self, key: &Key, change: String, condition: String, terms: &Terms) -> TransactWriteItem {
        writes::update(&self.table, key, change, Some(condition), terms)
    }

    /// Changes an item at once; false when the condition does not hold.
    pub(crate) async fn update_now(
        &self,
        key: &Key,
        change: String,
        condition: String,
        terms: &Terms,
    ) -> Result<bool, StoreError> {
        was_done(self.connection.update(&self.table, key, change, Some(condition), terms).await)
    }

    /// Deletes an item that is there.
    pub(crate) fn delete_there(&self, key: &Key) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = terms.exists();
        writes::delete(&self.table, key, Some(condition), &terms)
    }

    /// Deletes an item at once, if it is there.
    pub(crate) async fn delete_now(&self, key: &Key) -> Result<(), StoreError> {
        Ok(self.connection.delete(&self.table, key, None, &Terms::default()).await?)
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

impl TallyTable {
    /// Puts an item at once, whatever was there.
    pub(crate) async fn put_now(&self, item: Item) -> Result<(), StoreError> {
        Ok(self.connection.put(&self.table, item, None, &Terms::default()).await?)
    }
}
