//! The tally is the sum of the counters of all shards and places.

use domain::tally::riding::Place;
use domain::tally::{Shard, Tally};
use futures::future::try_join_all;

use crate::dynamo::errors::StoreError;
use crate::dynamo::reads::{Freshness, all, first};
use crate::dynamo::tables::TallyTable;
use crate::handles::Tallies;
use crate::role::{KeepsSnapshots, ReadsCounts};
use crate::tally::counter::{Counter, read_counter, sum};

impl<R: ReadsCounts> Tallies<R> {
    /// Reads the counts of the campaign with one query per shard, all at once, and adds them up.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn read(&self, freshness: Freshness) -> Result<Tally, StoreError> {
        Ok(sum(&self.counters(freshness).await?))
    }
}

impl<R: KeepsSnapshots> Tallies<R> {
    /// Finds the last shard that has counters and is not read. There is one only when the number of shards was lowered, for
    /// instance by a deployment over the tables of a former stack.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn shard_beyond(&self) -> Result<Option<Shard>, StoreError> {
        let occupied = self.shards.beyond().map(async |shard| {
            let found = first(self.query_of(self.keys.counter_partition(shard)), 1).await?;
            Ok::<_, StoreError>((!found.is_empty()).then_some(shard))
        });
        Ok(try_join_all(occupied).await?.into_iter().flatten().max())
    }
}

impl TallyTable {
    /// Makes the TLS connection before anybody waits for it, by one cheap read: a query, the one thing that the public
    /// function's role may do.
    pub(crate) async fn warm_up(&self) {
        let read = first(self.query_of(self.keys.counter_partition(Shard::from_number(0))), 1).await;
        if let Err(error) = read {
            tracing::warn!(%error, "the connection could not be warmed up");
        }
    }

    /// Lists the counters of the shards that are read.
    pub(crate) async fn counters(&self, freshness: Freshness) -> Result<Vec<Counter>, StoreError> {
        let shards = try_join_all(self.shards.shards().map(|shard| self.counters_in(shard, freshness))).await?;
        Ok(shards.into_iter().flatten().collect())
    }

    /// Reads the signers of one counter, strongly consistent, for one read unit.
    pub(crate) async fn signers_at(&self, shard: Shard, place: Place) -> Result<i64, StoreError> {
        let item = self.get(&self.keys.counter(shard, place)).await?;
        item.map_or(Ok(0), |item| Ok(read_counter(shard, &item)?.count.signers))
    }

    async fn counters_in(&self, shard: Shard, freshness: Freshness) -> Result<Vec<Counter>, StoreError> {
        let query = self.query_of(self.keys.counter_partition(shard));
        let items = all(query.consistent_read(freshness == Freshness::Strong)).await?;
        items.iter().map(|item| read_counter(shard, item)).collect()
    }
}
