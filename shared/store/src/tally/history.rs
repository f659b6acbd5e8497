//! Snapshots, kept in memory: an hour that has passed does not change any more, so it is read once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::tally::hour::Hour;
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::errors::StoreError;
use crate::dynamo::tables::TallyTable;
use crate::handles::Tallies;
use crate::role::ReadsHistory;
use crate::tally::snapshot::HourSnapshot;

/// The most hours that are kept in memory: more than a year of them, at a few kilobytes each when most ridings have signers.
const KEPT_MAX: usize = 10_000;
/// An hour without a snapshot is asked for again after this time, while it still may get one. That is this hour and the one
/// before, whose writer may be late.
const ABSENT_FOR: SignedDuration = SignedDuration::from_secs(60);
/// After this many hours an hour that has no snapshot will never get one.
const SETTLED_HOURS: i64 = 2;

/// The newest snapshot is looked for among so many hours: two days, for which the writer may be away.
const LATEST_HOURS: i64 = 48;

/// A snapshot of a near hour stands for an hour that has none.
const NEAR_HOURS: [i64; 5] = [0, -1, 1, -2, 2];

/// One hour: its snapshot, or nothing where none was taken.
pub type HourEntry = (Hour, Option<Arc<HourSnapshot>>);

/// A campaign's snapshots, each read from the store once.
#[derive(Debug)]
pub struct History {
    tallies: TallyTable,
    known: Mutex<BTreeMap<Hour, Known>>,
    first: Mutex<Option<First>>,
    /// A lock that the reader of the store holds. So many who ask for the same hours cause one read.
    reader: tokio::sync::Mutex<()>,
}

/// The first hour with a snapshot, as it was asked for then.
#[derive(Clone, Copy, Debug)]
struct First {
    hour: Option<Hour>,
    asked: Timestamp,
}

#[derive(Clone, Debug)]
enum Known {
    Snapshot(Arc<HourSnapshot>),
    /// The store had none at this time.
    Absent(Timestamp),
}

impl History {
    /// A history that has read nothing yet.
    #[must_use]
    pub fn new<R: ReadsHistory>(tallies: Tallies<R>) -> Self {
        let tallies = tallies.into_table();
        Self { tallies, known: Mutex::default(), first: Mutex::default(), reader: tokio::sync::Mutex::default() }
    }

    /// Returns these hours in the given order. Hours to come have no snapshot, so the store is not asked for them.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn at(&self, hours: &[Hour], now: Timestamp) -> Result<Vec<HourEntry>, StoreError> {
        if !self.unknown(hours, now).is_empty() {
            let _turn = self.reader.lock().await;
            let wanted = self.unknown(hours, now);
            if !wanted.is_empty() {
                let found = self.tallies.snapshots(&wanted).await?;
                self.learn(&wanted, found, now);
            }
        }
        let known = self.lock();
        let of = |hour: &Hour| match known.get(hour) {
            Some(Known::Snapshot(snapshot)) => Some(Arc::clone(snapshot)),
            Some(Known::Absent(_)) | None => None,
        };
        Ok(hours.iter().map(|hour| (*hour, of(hour))).collect())
    }

    /// Returns the snapshot of an hour, or of one near it.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn near(&self, hour: Hour, now: Timestamp) -> Result<Option<Arc<HourSnapshot>>, StoreError> {
        let hours = self.at(&NEAR_HOURS.map(|by| hour.plus(by)), now).await?;
        Ok(hours.into_iter().find_map(|(_, snapshot)| snapshot))
    }

    /// Returns the newest snapshot, if the last two days have one. When the store fails, it is the newest that is known.
    ///
    /// # Errors
    /// Fails when the database fails and no snapshot is known, or when what it holds cannot be read.
    pub async fn latest(&self, now: Timestamp) -> Result<Option<Arc<HourSnapshot>>, StoreError> {
        let this = Hour::of(now);
        // Mostly it is this hour's, or that of the hour before.
        for ago in [0..SETTLED_HOURS, SETTLED_HOURS..LATEST_HOURS] {
            let hours: Vec<_> = ago.map(|ago| this.plus(-ago)).collect();
            match self.at(&hours, now).await {
                Ok(entries) => {
                    if let Some(newest) = entries.into_iter().find_map(|(_, snapshot)| snapshot) {
                        return Ok(Some(newest));
                    }
                }
                Err(error) => return self.newest_known(this).map(Some).ok_or(error),
            }
        }
        Ok(None)
    }

    fn newest_known(&self, this: Hour) -> Option<Arc<HourSnapshot>> {
        let known = self.lock();
        known.range(..=this).rev().find_map(|(_, known)| match known {
            Known::Snapshot(snapshot) => Some(Arc::clone(snapshot)),
            Known::Absent(_) => None,
        })
    }

    /// Returns at most this many hours, evenly spaced from the first snapshot to this hour. A chart draws a line through
    /// them. There are none before the first snapshot.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn line(&self, points: u16, now: Timestamp) -> Result<Vec<HourEntry>, StoreError> {
        self.line_to(points, Hour::of(now), now).await
    }

    /// Returns the same of a line that ends with the hour `this`. It is always the same line for an hour that has its
    /// snapshot.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn line_to(&self, points: u16, this: Hour, now: Timestamp) -> Result<Vec<HourEntry>, StoreError> {
        let Some(first) = self.first(now).await? else { return Ok(Vec::new()) };
        let step = (this.since(first) / i64::from(points.max(2) - 1) + 1).max(1);
        let mut hours: Vec<_> =
            (0..i64::from(points)).map(|n| this.plus(-n * step)).filter(|hour| *hour > first).collect();
        hours.push(first);
        hours.reverse();
        self.at(&hours, now).await
    }

    /// Returns the first snapshot of each of these spans of hours: a day's, for example. It stays the first, since no hour that
    /// has passed gets a snapshot. Of each span the first hour is read, and the others only where that one has none.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn first_of(
        &self,
        spans: &[Vec<Hour>],
        now: Timestamp,
    ) -> Result<Vec<Option<Arc<HourSnapshot>>>, StoreError> {
        let firsts: Vec<_> = spans.iter().filter_map(|span| span.first().copied()).collect();
        let mut known: BTreeMap<Hour, Arc<HourSnapshot>> = BTreeMap::new();
        known.extend(self.taken(&firsts, now).await?);
        let others = spans.iter().filter(|span| span.first().is_some_and(|first| !known.contains_key(first)));
        let others: Vec<_> = others.flatten().copied().collect();
        known.extend(self.taken(&others, now).await?);
        Ok(spans.iter().map(|span| span.iter().find_map(|hour| known.get(hour).map(Arc::clone))).collect())
    }

    /// Returns the snapshots of those hours that have one.
    async fn taken(
        &self,
        hours: &[Hour],
        now: Timestamp,
    ) -> Result<impl Iterator<Item = (Hour, Arc<HourSnapshot>)> + use<>, StoreError> {
        Ok(self.at(hours, now).await?.into_iter().filter_map(|(hour, snapshot)| Some((hour, snapshot?))))
    }

    /// Returns the first hour that has a snapshot.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn first(&self, now: Timestamp) -> Result<Option<Hour>, StoreError> {
        let known = |first: &First| first.hour.is_some() || now.duration_since(first.asked) < ABSENT_FOR;
        let read = || self.first.lock().unwrap_or_else(PoisonError::into_inner).filter(known);
        if let Some(first) = read() {
            return Ok(first.hour);
        }
        let _turn = self.reader.lock().await;
        if let Some(first) = read() {
            return Ok(first.hour);
        }
        let hour = self.tallies.first_snapshot().await?;
        *self.first.lock().unwrap_or_else(PoisonError::into_inner) = Some(First { hour, asked: now });
        Ok(hour)
    }

    fn unknown(&self, hours: &[Hour], now: Timestamp) -> Vec<Hour> {
        let known = self.lock();
        let this = Hour::of(now);
        let is_unknown = |hour: &&Hour| match known.get(*hour) {
            _ if **hour > this => false,
            Some(Known::Snapshot(_)) => false,
            Some(Known::Absent(asked)) => may_come(**hour, *asked) && now.duration_since(*asked) >= ABSENT_FOR,
            None => true,
        };
        let mut unknown: Vec<_> = hours.iter().filter(is_unknown).copied().collect();
        unknown.sort_unstable();
        unknown.dedup();
        unknown
    }

    fn learn(&self, asked: &[Hour], found: Vec<HourSnapshot>, now: Timestamp) {
        let mut known = self.lock();
        if known.len() + asked.len() > KEPT_MAX {
            known.clear();
        }
        known.extend(asked.iter().map(|hour| (*hour, Known::Absent(now))));
        known.extend(found.into_iter().map(|snapshot| (snapshot.hour, Known::Snapshot(Arc::new(snapshot)))));
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Hour, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an hour without a snapshot could still have got one after it was asked for.
fn may_come(hour: Hour, asked: Timestamp) -> bool {
    Hour::of(asked).since(hour) < SETTLED_HOURS
}
