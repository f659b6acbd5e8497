//! Reads of a table: single items, many by their keys, and the pages of a query or a scan.

use std::collections::HashMap;
use std::pin::pin;

use aws_sdk_dynamodb::operation::get_item::builders::GetItemFluentBuilder as Get;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder as Query;
use aws_sdk_dynamodb::operation::scan::builders::ScanFluentBuilder as Scan;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};
use futures::stream;
use futures::stream::{Stream, TryStreamExt as _};

use crate::dynamo::attempts::{Attempts, seed_of};
use crate::dynamo::attributes::{PK, SK};
use crate::dynamo::errors::{StoreError, of_request};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::Item;
use crate::dynamo::keys::Key;
use crate::dynamo::tables::Table;

/// The most keys that `BatchGetItem` takes.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html>
const KEYS_MAX: usize = 100;

/// The freshness that a read must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// The read may miss the last writes, and costs half the price.
    Eventual,
    /// The read sees every write that finished before it began.
    Strong,
}

impl Table {
    /// Reads one item, strongly consistent.
    pub(crate) async fn get(&self, key: &Key) -> Result<Option<Item>, StoreError> {
        self.get_as(key, Freshness::Strong).await
    }

    /// Reads one item.
    pub(crate) async fn get_as(&self, key: &Key, freshness: Freshness) -> Result<Option<Item>, StoreError> {
        let answer = self.item(key, freshness).send().await;
        answer.map(|answer| answer.item).map_err(|error| of_request(&error))
    }

    /// Reads these attributes of an item and no others, strongly consistent. IAM may refuse a request for more.
    pub(crate) async fn get_only(&self, key: &Key, attributes: &[&str]) -> Result<Option<Item>, StoreError> {
        let mut terms = Terms::default();
        let wanted: Vec<_> = attributes.iter().map(|name| terms.name(name)).collect();
        let read = self.item(key, Freshness::Strong).projection_expression(wanted.join(", "));
        let answer = read.set_expression_attribute_names(terms.names()).send().await;
        answer.map(|answer| answer.item).map_err(|error| of_request(&error))
    }

    fn item(&self, key: &Key, freshness: Freshness) -> Get {
        let read = self.connection.client().get_item().table_name(&self.name).set_key(Some(key.attributes()));
        read.consistent_read(freshness == Freshness::Strong)
    }

    /// Reads the items that exist among these keys, each strongly consistent.
    pub(crate) async fn get_all(&self, keys: &[Key]) -> Result<HashMap<Key, Item>, StoreError> {
        self.get_all_as(keys, Freshness::Strong).await
    }

    /// Reads the items that exist among these keys. A busy DynamoDB may leave some for another request.
    pub(crate) async fn get_all_as(
        &self,
        keys: &[Key],
        freshness: Freshness,
    ) -> Result<HashMap<Key, Item>, StoreError> {
        let mut found = HashMap::new();
        for keys in keys.chunks(KEYS_MAX) {
            let mut attempts = Attempts::new(seed_of(keys));
            let mut wanted: Vec<_> = keys.iter().map(Key::attributes).collect();
            while !wanted.is_empty() {
                let strong = freshness == Freshness::Strong;
                let request = KeysAndAttributes::builder().set_keys(Some(wanted)).consistent_read(strong).build();
                let request = request.expect("the keys are given");
                let read = self.connection.client().batch_get_item().request_items(&self.name, request);
                let answer = read.send().await.map_err(|error| of_request(&error))?;
                for item in answer.responses.into_iter().flat_map(HashMap::into_values).flatten() {
                    found.insert(Key::of(&item)?, item);
                }
                let left = answer.unprocessed_keys.into_iter().flat_map(HashMap::into_values);
                wanted = left.flat_map(|left| left.keys).collect();
                if !wanted.is_empty() {
                    attempts.again(StoreError::Throttled.into()).await?;
                }
            }
        }
        Ok(found)
    }

    /// Makes a query under a condition on the items' keys. It is eventually consistent.
    pub(crate) fn query(&self, condition: String, terms: &Terms) -> Query {
        self.connection
            .client()
            .query()
            .table_name(&self.name)
            .key_condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values())
    }

    /// Makes a query of a whole partition, in the order of its sort keys. It is eventually consistent.
    pub(crate) fn query_of(&self, partition: impl Into<String>) -> Query {
        let mut terms = Terms::default();
        let condition = terms.is(PK, Some(AttributeValue::S(partition.into())));
        self.query(condition, &terms)
    }

    /// Makes a strongly consistent query of the items of a partition with sort keys from one text to another.
    pub(crate) fn query_between(&self, partition: impl Into<String>, (from, to): (&str, &str)) -> Query {
        let mut terms = Terms::default();
        let condition = terms.is(PK, Some(AttributeValue::S(partition.into())));
        let [from, to] = [from, to].map(|bound| terms.value(AttributeValue::S(bound.to_owned())));
        let condition = format!("{condition} AND {} BETWEEN {from} AND {to}", terms.name(SK));
        self.query(condition, &terms).consistent_read(true)
    }

    /// Reads a whole partition, strongly consistent, in the order of its sort keys.
    pub(crate) async fn partition(&self, partition: impl Into<String>) -> Result<Vec<Item>, StoreError> {
        all(self.query_of(partition).consistent_read(true)).await
    }

    /// Reads the last items of a partition, strongly consistent, the last one first. With `before`, it reads those whose sort
    /// keys are below it.
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
        first(self.query(condition, &terms).consistent_read(true).scan_index_forward(false), most).await
    }

    /// Reads the first items of a partition with sort keys from one text to another, strongly consistent.
    pub(crate) async fn between(
        &self,
        partition: &str,
        bounds: (&str, &str),
        most: i32,
    ) -> Result<Vec<Item>, StoreError> {
        first(self.query_between(partition, bounds), most).await
    }
}

/// Reads all items of a query.
pub(crate) async fn all(query: Query) -> Result<Vec<Item>, StoreError> {
    pages(query).try_concat().await
}

/// Reads the first items of a query, at most so many.
pub(crate) async fn first(query: Query, most: i32) -> Result<Vec<Item>, StoreError> {
    let wanted = usize::try_from(most).unwrap_or_default();
    let mut pages = pin!(pages(query.limit(most)));
    let mut items = Vec::new();
    while items.len() < wanted
        && let Some(page) = pages.try_next().await?
    {
        items.extend(page);
    }
    items.truncate(wanted);
    Ok(items)
}

/// Reads the pages of a query, one after the other.
pub(crate) fn pages(query: Query) -> impl Stream<Item = Result<Vec<Item>, StoreError>> + Send {
    stream::try_unfold(query.into_paginator().send(), async |mut pages| {
        let page = pages.try_next().await.map_err(|error| of_request(&error))?;
        Ok(page.map(|page| (page.items.unwrap_or_default(), pages)))
    })
}

/// Reads the pages of a scan, one after the other.
pub(crate) fn scanned(scan: Scan) -> impl Stream<Item = Result<Vec<Item>, StoreError>> + Send {
    stream::try_unfold(scan.into_paginator().send(), async |mut pages| {
        let page = pages.try_next().await.map_err(|error| of_request(&error))?;
        Ok(page.map(|page| (page.items.unwrap_or_default(), pages)))
    })
}
