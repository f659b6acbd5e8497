//! The tally, kept for a moment: many readers, few reads.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::tally::riding::Place;
use domain::tally::{Shard, Tally};
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::errors::StoreError;
use crate::dynamo::reads::Freshness;
use crate::dynamo::tables::TallyTable;
use crate::handles::Tallies;
use crate::role::ReadsCounts;
use crate::tally::counter::sum;

/// A tally of this age is served without a new read. So the store is read once in that time at most.
pub const TALLY_MAX_AGE: SignedDuration = SignedDuration::from_secs(2);

/// The tally as it was at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The counts.
    pub tally: Tally,
    /// The time at which they were read. It is long ago when the store has failed since.
    pub read_at: Timestamp,
    /// The time at which these counts were read first.
    pub changed_at: Timestamp,
}

/// The counters that a snapshot is the sum of.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    /// The number of the read that brought them, counted from 1.
    pub(crate) number: u64,
    signers: HashMap<(Shard, Place), i64>,
}

impl Counters {
    /// The signers of one counter.
    pub(crate) fn signers(&self, counter: (Shard, Place)) -> i64 {
        self.signers.get(&counter).copied().unwrap_or_default()
    }
}

/// The last tally, and one reader at a time for the next.
#[derive(Debug)]
pub struct TallyCache {
    tallies: TallyTable,
    freshness: Freshness,
    known: Mutex<Known>,
    /// A lock that the reader of the store holds. If that reader is dropped midway, the next in line reads instead.
    reader: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Known {
    snapshot: Option<Arc<Snapshot>>,
    counters: Arc<Counters>,
    /// The number of reads that were begun. Each read has its number.
    begun: u64,
    /// The last read that came to an end.
    last: Option<Read>,
}

#[derive(Clone, Copy, Debug)]
struct Read {
    number: u64,
    at: Timestamp,
    outcome: Result<(), StoreError>,
}

impl TallyCache {
    /// A cache that knows nothing yet.
    #[must_use]
    pub fn new<R: ReadsCounts>(tallies: Tallies<R>, freshness: Freshness) -> Self {
        let tallies = tallies.into_table();
        Self { tallies, freshness, known: Mutex::default(), reader: tokio::sync::Mutex::default() }
    }

    /// Makes the connection before anybody waits for it.
    pub async fn warm_up(&self) {
        self.tallies.warm_up().await;
    }

    /// Returns a tally at most [`TALLY_MAX_AGE`] old. When the store fails, it is the last one, however old. The store is
    /// read at most once in that time, however many ask and even if the read fails. A caller who comes during a read waits
    /// for its result, so a slow store is not asked more often.
    ///
    /// # Errors
    /// Fails when the store failed and there never was a tally.
    pub async fn recent(&self, now: Timestamp) -> Result<Arc<Snapshot>, StoreError> {
        let ended = {
            let known = self.lock();
            if let Some(answer) = known.last.filter(|last| last.is_recent(now)).and_then(|last| known.answer(last)) {
                return answer;
            }
            known.last.map_or(0, |last| last.number)
        };
        let _turn = self.reader.lock().await;
        {
            let known = self.lock();
            let since = known.last.filter(|last| last.number > ended);
            if let Some(answer) = since.and_then(|last| known.answer(last)) {
                return answer;
            }
        }
        let read = self.read(now).await;
        let stale = self.lock().snapshot.clone();
        read.or_else(|error| stale.ok_or(error))
    }

    /// Returns a tally whose read began after this call, so that it includes everything written before. All who ask during a
    /// read share the next one.
    ///
    /// # Errors
    /// Fails when the store failed.
    pub async fn after(&self, now: Timestamp) -> Result<Arc<Snapshot>, StoreError> {
        let needed = self.lock().begun + 1;
        let _turn = self.reader.lock().await;
        {
            let known = self.lock();
            if let Some(last) = known.last.filter(|last| last.number >= needed) {
                last.outcome?;
                return known.snapshot.clone().ok_or(StoreError::Unavailable);
            }
        }
        self.read(now).await
    }

    /// Returns the number of reads that were begun so far.
    pub(crate) fn begun(&self) -> u64 {
        self.lock().begun
    }

    /// The last tally that was read, with the counters that it is the sum of.
    pub(crate) fn last(&self) -> Option<(Arc<Snapshot>, Arc<Counters>)> {
        let known = self.lock();
        Some((Arc::clone(known.snapshot.as_ref()?), Arc::clone(&known.counters)))
    }

    /// Reads the store. The caller must hold `reader`.
    async fn read(&self, now: Timestamp) -> Result<Arc<Snapshot>, StoreError> {
        let number = {
            let mut known = self.lock();
            known.begun += 1;
            known.begun
        };
        let counters = self.tallies.counters(self.freshness).await;
        let mut known = self.lock();
        known.last = Some(Read { number, at: now, outcome: counters.as_ref().map(drop).map_err(|error| *error) });
        let counters = counters?;
        let tally = sum(&counters);
        let before = known.snapshot.as_ref().filter(|before| before.tally == tally);
        let changed_at = before.map_or(now, |before| before.changed_at);
        let snapshot = Arc::new(Snapshot { tally, read_at: now, changed_at });
        known.snapshot = Some(Arc::clone(&snapshot));
        let signers = counters.iter().map(|counter| ((counter.shard, counter.place), counter.count.signers)).collect();
        known.counters = Arc::new(Counters { number, signers });
        Ok(snapshot)
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Read {
    /// Whether this read is recent enough, so that the store need not be asked again.
    fn is_recent(self, now: Timestamp) -> bool {
        now.duration_since(self.at) < TALLY_MAX_AGE
    }
}

impl Known {
    /// Answers after a read: the tally, if there ever was one, or the reason why there is none.
    fn answer(&self, last: Read) -> Option<Result<Arc<Snapshot>, StoreError>> {
        match &self.snapshot {
            Some(snapshot) => Some(Ok(Arc::clone(snapshot))),
            None => last.outcome.err().map(Err),
        }
    }
}
