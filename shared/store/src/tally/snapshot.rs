//! Snapshots: the tally at an hour, one item each, kept for good.
//!
//! Beside them each partner has an item with the places of its signers at the last hour. All partners' places would not fit into
//! the snapshot's own item. A partner is shown these numbers instead of the counters, which would tell it the second in which
//! somebody signed whom it had just written to.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use domain::slug::PartnerSlug;
use domain::tally::Tally;
use domain::tally::hour::Hour;
use domain::tally::riding::Place;
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;

use crate::dynamo::attributes::SK;
use crate::dynamo::errors::StoreError;
use crate::dynamo::item::{Item, corrupt, parsed};
use crate::dynamo::reads::{Freshness, first};
use crate::dynamo::tables::TallyTable;
use crate::handles::Tallies;
use crate::role::{KeepsSnapshots, ReadsSnapshots};
use crate::tally::counter::VALUE;

/// The time at which the counters were read, RFC 3339.
const TAKEN_AT: &str = "taken_at";
/// A map of places to their signers. Places with none are left out.
const PLACES: &str = "places";
/// A map of partners to the signers whom they brought.
const PARTNERS: &str = "partners";

/// The hour that a partner's places are of.
const HOUR: &str = "hour";
/// The partners whose places are written at once.
const PARTNERS_AT_ONCE: usize = 8;

/// The tally at an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourSnapshot {
    /// The hour.
    pub hour: Hour,
    /// The time within the hour at which the counters were read.
    pub taken_at: Timestamp,
    /// The counts of all places. Partners' counts are of the whole campaign alone: [`Self::by_partner`].
    pub tally: Tally,
    /// The number of signers whom each partner brought.
    pub by_partner: BTreeMap<String, i64>,
}

impl<R: KeepsSnapshots> Tallies<R> {
    /// Keeps the tally as this hour's snapshot, unless the hour has one. Returns whether it was kept.
    ///
    /// # Errors
    /// Fails when the database fails. It may be kept nevertheless; keeping it again is safe.
    pub async fn keep_snapshot(&self, taken_at: Timestamp, tally: &Tally) -> Result<bool, StoreError> {
        let mut item = self.keys.snapshot(Hour::of(taken_at)).attributes();
        let n = |number: i64| AttributeValue::N(number.to_string());
        item.insert(TAKEN_AT.to_owned(), AttributeValue::S(taken_at.to_string()));
        item.insert(VALUE.to_owned(), n(tally.total()));
        let places = tally.places().map(|(place, count)| (place.to_string(), n(count.signers))).collect();
        item.insert(PLACES.to_owned(), AttributeValue::M(places));
        let partners = tally.by_partner().into_iter().map(|(slug, signers)| (slug.to_string(), n(signers))).collect();
        item.insert(PARTNERS.to_owned(), AttributeValue::M(partners));

        self.put_new_now(item).await
    }

    /// Keeps the places of each partner's signers at an hour, in the place of those of an earlier hour.
    ///
    /// # Errors
    /// Fails when the database fails. The partners that were not reached keep the places of an earlier hour.
    pub async fn keep_partners(&self, hour: Hour, tally: &Tally) -> Result<(), StoreError> {
        let mut partners: BTreeMap<&PartnerSlug, HashMap<String, AttributeValue>> = BTreeMap::new();
        for (place, count) in tally.places() {
            for (partner, signers) in &count.by_partner {
                let signers = AttributeValue::N(signers.to_string());
                partners.entry(partner).or_default().insert(place.to_string(), signers);
            }
        }
        let puts: Vec<_> =
            partners.into_iter().map(|(partner, places)| self.put_partner_places(partner, hour, places)).collect();
        stream::iter(puts).buffer_unordered(PARTNERS_AT_ONCE).try_for_each(async |()| Ok(())).await
    }
}

impl<R: ReadsSnapshots> Tallies<R> {
    /// Reads an hour's snapshot, if it has one.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn snapshot(&self, hour: Hour) -> Result<Option<HourSnapshot>, StoreError> {
        Ok(self.snapshots(&[hour]).await?.pop())
    }

    /// Reads the places of a partner's signers at an hour. Returns `None` if another hour's are kept, or none.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn partner_places(
        &self,
        partner: &PartnerSlug,
        hour: Hour,
    ) -> Result<Option<Vec<(Place, i64)>>, StoreError> {
        let key = self.keys.partner_places(partner);
        let items = self.get_all_as(&[key], Freshness::Eventual).await?;
        let Some(item) = items.into_values().next() else { return Ok(None) };
        if parsed::<Hour>(&item, HOUR)? != hour {
            return Ok(None);
        }
        let place = |(place, signers): (String, i64)| Ok((place.parse().map_err(|_| corrupt(PLACES))?, signers));
        counts(&item, PLACES)?.into_iter().map(place).collect::<Result<_, _>>().map(Some)
    }
}

impl TallyTable {
    async fn put_partner_places(
        &self,
        partner: &PartnerSlug,
        hour: Hour,
        places: HashMap<String, AttributeValue>,
    ) -> Result<(), StoreError> {
        let mut item = self.keys.partner_places(partner).attributes();
        item.insert(HOUR.to_owned(), AttributeValue::S(hour.to_string()));
        item.insert(PLACES.to_owned(), AttributeValue::M(places));
        self.put_now(item).await
    }

    /// Reads the first hour that has a snapshot.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub(crate) async fn first_snapshot(&self) -> Result<Option<Hour>, StoreError> {
        let items = first(self.query_of(self.keys.snapshots_partition()), 1).await?;
        items.first().map(|item| parsed(item, SK)).transpose()
    }

    /// Reads the snapshots of those hours that have one.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub(crate) async fn snapshots(&self, hours: &[Hour]) -> Result<Vec<HourSnapshot>, StoreError> {
        let keys: Vec<_> = hours.iter().map(|hour| self.keys.snapshot(*hour)).collect();
        let items = self.get_all_as(&keys, Freshness::Eventual).await?;
        let mut snapshots = items.iter().map(|(key, item)| read(&key.sk, item)).collect::<Result<Vec<_>, _>>()?;
        snapshots.sort_by_key(|snapshot| snapshot.hour);
        Ok(snapshots)
    }
}

fn read(sk: &str, item: &Item) -> Result<HourSnapshot, StoreError> {
    let mut tally = Tally::default();
    for (place, signers) in counts(item, PLACES)? {
        tally.add(place.parse().map_err(|_| corrupt(PLACES))?, signers);
    }
    let by_partner = counts(item, PARTNERS)?.into_iter().collect();
    let hour = sk.parse().map_err(|_| corrupt("sk"))?;
    Ok(HourSnapshot { hour, taken_at: parsed(item, TAKEN_AT)?, tally, by_partner })
}

fn counts(item: &Item, attribute: &str) -> Result<HashMap<String, i64>, StoreError> {
    let map = item.get(attribute).and_then(|value| value.as_m().ok()).ok_or_else(|| corrupt(attribute))?;
    let number = |value: &AttributeValue| value.as_n().ok()?.parse().ok();
    let read = |(name, value)| Some((String::clone(name), number(value)?));
    map.iter().map(read).collect::<Option<_>>().ok_or_else(|| corrupt(attribute))
}
