//! The counts that a signer is shown: a recent tally, with the signer in it.
//!
//! A signer remembers the counter that counts them. One strongly consistent read of that counter, put in the place of what a
//! tally of the last seconds says of it, gives counts that include the signer, whichever instance of a function counted them.
//! The whole tally is some fifty times as much to read, so it is read once in [`crate::TALLY_MAX_AGE`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::tally::riding::Place;
use domain::tally::{Shard, Tally};
use futures::future::join;
use jiff::Timestamp;

use crate::dynamo::errors::StoreError;
use crate::dynamo::reads::Freshness;
use crate::dynamo::tables::TallyTable;
use crate::handles::Tallies;
use crate::role::ReadsOwnCount;
use crate::tally::cache::{Counters, TallyCache};

/// The counts that include the signer who asks. Other people of the last two seconds may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignerCount {
    /// The signers in the riding of the signer who asks, or abroad.
    pub here: i64,
    /// The signers everywhere.
    pub total: i64,
}

/// A recent tally, and the counters that signers made it read again since.
#[derive(Debug)]
pub struct SignerCounts {
    tallies: TallyTable,
    recent: TallyCache,
    again: Mutex<Again>,
}

/// The last tally, and the counters that were read after it.
#[derive(Debug, Default)]
struct Again {
    tally: Tally,
    counters: Arc<Counters>,
    readings: HashMap<(Shard, Place), Reading>,
    /// The signers whom the readings count in addition to the tally, by place.
    beyond: HashMap<Place, i64>,
}

/// One counter as it was read by itself.
#[derive(Clone, Copy, Debug)]
struct Reading {
    signers: i64,
    /// The number of the last read of the whole tally that began before this one.
    after: u64,
}

impl SignerCounts {
    /// Makes an instance that knows nothing yet.
    #[must_use]
    pub fn new<R: ReadsOwnCount>(tallies: Tallies<R>) -> Self {
        // The signer's own counter is read strongly consistent. The others may be a moment behind, at half the price.
        let recent = TallyCache::new(tallies.clone(), Freshness::Eventual);
        let tallies = tallies.into_table();
        Self { tallies, recent, again: Mutex::default() }
    }

    /// Reads the count of everybody, at most two seconds old.
    ///
    /// # Errors
    /// Fails when the store failed and never answered before.
    pub async fn recent_total(&self, now: Timestamp) -> Result<i64, StoreError> {
        Ok(self.recent.recent(now).await?.tally.total())
    }

    /// Reads the counts, with everybody whom this counter counted before the call.
    ///
    /// # Errors
    /// Fails when the store failed.
    pub async fn with(&self, shard: Shard, place: Place, now: Timestamp) -> Result<SignerCount, StoreError> {
        self.read(shard, place, now).await?;
        let again = self.lock();
        Ok(SignerCount { here: again.at(place), total: again.total() })
    }

    /// Reads the counts of all places, with everybody whom this counter counted before the call.
    ///
    /// # Errors
    /// Fails when the store failed.
    pub async fn tally_with(&self, shard: Shard, place: Place, now: Timestamp) -> Result<Tally, StoreError> {
        self.read(shard, place, now).await?;
        Ok(self.lock().whole())
    }

    async fn read(&self, shard: Shard, place: Place, now: Timestamp) -> Result<(), StoreError> {
        let after = self.recent.begun();
        let (recent, signers) = join(self.recent.recent(now), self.tallies.signers_at(shard, place)).await;
        recent?;
        let reading = Reading { signers: signers?, after };
        let (snapshot, counters) = self.recent.last().ok_or(StoreError::Unavailable)?;
        let mut again = self.lock();
        if again.counters.number < counters.number {
            again.begin_with(snapshot.tally.clone(), counters);
        }
        again.take((shard, place), reading);
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Again> {
        self.again.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Again {
    /// Goes on from a newer tally, with the readings that were begun after it.
    fn begin_with(&mut self, tally: Tally, counters: Arc<Counters>) {
        let newer = std::mem::take(&mut self.readings).into_iter().filter(|(_, read)| read.after >= counters.number);
        let newer: Vec<_> = newer.collect();
        *self = Self { tally, counters, ..Self::default() };
        for (counter, reading) in newer {
            self.put(counter, reading);
        }
    }

    /// Takes a counter as it was just read. Of two reads at once the older one may end last. So the higher number of signers
    /// is kept.
    fn take(&mut self, counter: (Shard, Place), mut reading: Reading) {
        if reading.after < self.counters.number {
            reading =
                Reading { signers: reading.signers.max(self.counters.signers(counter)), after: self.counters.number };
        }
        if let Some(known) = self.readings.get(&counter).filter(|known| known.after == reading.after) {
            reading.signers = reading.signers.max(known.signers);
        }
        self.put(counter, reading);
    }

    fn put(&mut self, counter: (Shard, Place), reading: Reading) {
        let before = self.readings.insert(counter, reading).map(|before| before.signers);
        let before = before.unwrap_or_else(|| self.counters.signers(counter));
        *self.beyond.entry(counter.1).or_default() += reading.signers - before;
    }

    fn at(&self, place: Place) -> i64 {
        self.tally.at(place) + self.beyond.get(&place).copied().unwrap_or_default()
    }

    fn total(&self) -> i64 {
        self.tally.total() + self.beyond.values().sum::<i64>()
    }

    fn whole(&self) -> Tally {
        let mut tally = self.tally.clone();
        for (place, signers) in &self.beyond {
            tally.add(*place, *signers);
        }
        tally
    }
}
