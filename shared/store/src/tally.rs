//! The tally: counters by shard and place, summed.

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::slug::CampaignSlug;
use domain::tally::riding::Place;
use domain::tally::{Count, Measure, Shard, ShardCount, Tally};
use futures::future::try_join_all;

use crate::connection::Connection;
use crate::error::{StoreError, of_request};
use crate::expression::Terms;
use crate::keys::{Keys, PK, SK};
use crate::pledge_item::{Item, corrupt, number, parsed};

/// A counter's signers.
pub(crate) const VALUE: &str = "v";
/// Before a partner's slug: a counter's signers whom that partner brought.
const PARTNER_PREFIX: &str = "p:";
/// A counter's signers on paper.
const PAPER: &str = "c:paper";
/// Of `v`, those who confirmed by the code.
const BY_CODE: &str = "c:code";
/// Those who withdrew.
const WITHDRAWN: &str = "w";
/// Before a cause: those who are not counted for it.
const INVALIDATED_PREFIX: &str = "x:";

/// The attribute that keeps a number.
pub(crate) fn attribute(measure: &Measure) -> String {
    match measure {
        Measure::Signers => VALUE.to_owned(),
        Measure::Brought(partner) => format!("{PARTNER_PREFIX}{partner}"),
        Measure::Paper => PAPER.to_owned(),
        Measure::ByCode => BY_CODE.to_owned(),
        Measure::Withdrawn => WITHDRAWN.to_owned(),
        Measure::Invalidated(cause) => format!("{INVALIDATED_PREFIX}{cause}"),
    }
}

/// The number that an attribute keeps; `None` for the key's attributes.
fn measure(attribute: &str) -> Result<Option<Measure>, StoreError> {
    let corrupt = || corrupt("counter");
    Ok(Some(match attribute {
        PK | SK => return Ok(None),
        VALUE => Measure::Signers,
        PAPER => Measure::Paper,
        BY_CODE => Measure::ByCode,
        WITHDRAWN => Measure::Withdrawn,
        other => match (other.strip_prefix(PARTNER_PREFIX), other.strip_prefix(INVALIDATED_PREFIX)) {
            (Some(partner), _) => Measure::Brought(partner.parse().map_err(|_| corrupt())?),
            (_, Some(cause)) => Measure::Invalidated(cause.parse().map_err(|_| corrupt())?),
            (None, None) => return Err(corrupt()),
        },
    }))
}

/// How fresh a read must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Perhaps a moment behind the last writes, at half the price.
    Eventual,
    /// With every write that finished before the read began.
    Strong,
}

/// A campaign's counters. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Tallies {
    pub(crate) connection: Connection,
    pub(crate) table: String,
    pub(crate) keys: Keys,
    shards: ShardCount,
}

/// One counter as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counter {
    pub(crate) shard: Shard,
    pub(crate) place: Place,
    pub(crate) count: Count,
}

impl Tallies {
    /// The counters of a campaign, in so many shards.
    #[must_use]
    pub fn new(connection: Connection, table: String, campaign: CampaignSlug, shards: ShardCount) -> Self {
        Self::of(connection, table, Keys::new(campaign), shards)
    }

    pub(crate) const fn of(connection: Connection, table: String, keys: Keys, shards: ShardCount) -> Self {
        Self { connection, table, keys, shards }
    }

    /// Makes the TLS connection before anybody waits for it, by one cheap read: a query, the one thing that the public
    /// function's role may do.
    pub async fn warm_up(&self) {
        let read = self.query_of(Shard::from_number(0)).limit(1).send().await;
        if let Err(error) = read {
            tracing::warn!(error = %of_request(&error), "the connection could not be warmed up");
        }
    }

    /// The counts of the campaign: one query per shard, all at once, summed.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn read(&self, freshness: Freshness) -> Result<Tally, StoreError> {
        Ok(sum(&self.counters(freshness).await?))
    }

    /// The last shard that has counters and is not read. There is one only when the number of shards was lowered, for
    /// instance by a deployment over the tables of a former stack.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shard_beyond(&self) -> Result<Option<Shard>, StoreError> {
        let occupied = self.shards.beyond().map(async |shard| {
            let found = self.query_of(shard).limit(1).send().await.map_err(|error| of_request(&error))?;
            Ok::<_, StoreError>((!found.items().is_empty()).then_some(shard))
        });
        Ok(try_join_all(occupied).await?.into_iter().flatten().max())
    }

    /// Every counter in the shards that are read.
    pub(crate) async fn counters(&self, freshness: Freshness) -> Result<Vec<Counter>, StoreError> {
        let shards = try_join_all(self.shards.shards().map(|shard| self.counters_in(shard, freshness))).await?;
        Ok(shards.into_iter().flatten().collect())
    }

    /// The signers of one counter, strongly consistent: one read unit.
    pub(crate) async fn signers_at(&self, shard: Shard, place: Place) -> Result<i64, StoreError> {
        let read = self.connection.client().get_item().table_name(&self.table).consistent_read(true);
        let read = read.set_key(Some(self.keys.counter(shard, place).attributes()));
        let answer = read.send().await.map_err(|error| of_request(&error))?;
        answer.item.map_or(Ok(0), |item| Ok(read_counter(shard, &item)?.count.signers))
    }

    async fn counters_in(&self, shard: Shard, freshness: Freshness) -> Result<Vec<Counter>, StoreError> {
        let query = self.query_of(shard).consistent_read(freshness == Freshness::Strong);
        let mut counters = Vec::new();
        let mut start = None;
        loop {
            let page = query.clone().set_exclusive_start_key(start).send().await.map_err(|error| of_request(&error))?;
            for item in page.items() {
                counters.push(read_counter(shard, item)?);
            }
            start = page.last_evaluated_key;
            if start.is_none() {
                return Ok(counters);
            }
        }
    }

    fn query_of(&self, shard: Shard) -> QueryFluentBuilder {
        let mut terms = Terms::default();
        let partition = terms.is(PK, Some(AttributeValue::S(self.keys.counter_partition(shard))));
        let query = self.connection.client().query().table_name(&self.table).key_condition_expression(partition);
        query.set_expression_attribute_names(terms.names()).set_expression_attribute_values(terms.values())
    }
}

fn read_counter(shard: Shard, item: &Item) -> Result<Counter, StoreError> {
    let mut count = Count::default();
    for name in item.keys() {
        if let Some(measure) = measure(name)? {
            count.add(&measure, number(item, name)?);
        }
    }
    Ok(Counter { shard, place: parsed(item, SK)?, count })
}

/// What counters add up to.
pub(crate) fn sum(counters: &[Counter]) -> Tally {
    let mut tally = Tally::default();
    for Counter { place, count, .. } in counters {
        tally.add_count(*place, count);
    }
    tally.compact()
}
