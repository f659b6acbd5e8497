//! Recount: whether the counters say what the signers do, and their repair.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::AttributeValue;
use domain::campaign::PartnerSlug;
use domain::riding::Place;
use domain::tally::{Count, Shard, Tally};
use futures::future::try_join_all;

use crate::error::{Failed, StoreError, of_conditional, of_request};
use crate::expression::Terms;
use crate::keys::PK;
use crate::pledge_item::{Item, PARTNER, RIDING, SHARD, number, parsed, text};
use crate::pledges::Pledges;
use crate::tally::{Counter, Freshness, Tallies, VALUE, partner_attribute, sum};

/// What a count of the signers says, beside what the counters say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recount {
    /// The signers, counted one by one.
    pub counted: Tally,
    /// What the counters add up to.
    pub stored: Tally,
    /// Counters that say something else than the signers.
    pub drift: Vec<Drift>,
    /// How many counters changed while the signers were counted. Nothing can be said of them: people were signing.
    pub unsettled: usize,
}

/// One counter that says something else than the signers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// In which partition.
    pub shard: Shard,
    /// Of which place.
    pub place: Place,
    /// Of those whom this partner brought; or, with none, of all.
    pub partner: Option<PartnerSlug>,
    /// How many signers there are.
    pub counted: i64,
    /// How many the counter says.
    pub stored: i64,
}

type Counts = BTreeMap<(Shard, Place), Count>;

impl Pledges {
    /// Counts all signers, in so many segments at once, and compares. It reads the whole Pledges table, and asks for
    /// nothing personal of it.
    ///
    /// The counters are read before and after, and one that changed meanwhile is left out. One that changed there and
    /// back would go unnoticed: count again, at a quiet hour, before repairing.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn recount(&self, segments: i32) -> Result<Recount, StoreError> {
        let before = self.stored_counts().await?;
        let mut counted = Counts::new();
        for part in try_join_all((0..segments).map(|segment| self.count_segment(segment, segments))).await? {
            for (key, count) in part {
                add(counted.entry(key).or_default(), &count);
            }
        }
        let stored = self.stored_counts().await?;
        let mut recount = Recount { counted: total(&counted), stored: total(&stored), drift: Vec::new(), unsettled: 0 };
        let places: BTreeSet<_> = before.keys().chain(counted.keys()).chain(stored.keys()).copied().collect();
        for key in places {
            let of = |counts: &Counts| counts.get(&key).cloned().unwrap_or_default();
            if of(&before) == of(&stored) {
                recount.drift.extend(drift(key, &of(&counted), &of(&stored)));
            } else {
                recount.unsettled += 1;
            }
        }
        Ok(recount)
    }

    /// Sets the counters that drifted right, each only if it still says what it did; how many were.
    ///
    /// # Errors
    /// When the database fails. Some may be repaired by then; count again before repairing again.
    pub async fn repair(&self, recount: &Recount) -> Result<usize, StoreError> {
        let mut counters: BTreeMap<(Shard, Place), Vec<&Drift>> = BTreeMap::new();
        for drift in &recount.drift {
            counters.entry((drift.shard, drift.place)).or_default().push(drift);
        }
        let mut repaired = 0;
        for ((shard, place), drifts) in counters {
            match self.repair_counter(shard, place, &drifts).await {
                Ok(()) => repaired += 1,
                Err(Failed::Changed) => {}
                Err(Failed::Store(error)) => return Err(error),
            }
        }
        Ok(repaired)
    }

    async fn repair_counter(&self, shard: Shard, place: Place, drifts: &[&Drift]) -> Result<(), Failed> {
        let mut terms = Terms::default();
        let (mut additions, mut conditions) = (Vec::new(), Vec::new());
        for drift in drifts {
            let attribute = drift.partner.as_ref().map_or_else(|| VALUE.to_owned(), partner_attribute);
            let name = terms.name(&attribute);
            let stored = terms.value(AttributeValue::N(drift.stored.to_string()));
            // A counter that was never there says 0.
            let absent = if drift.stored == 0 { format!("attribute_not_exists({name}) OR ") } else { String::new() };
            conditions.push(format!("({absent}{name} = {stored})"));
            let difference = terms.value(AttributeValue::N((drift.counted - drift.stored).to_string()));
            additions.push(format!("{name} {difference}"));
        }
        let update = self
            .connection
            .client()
            .update_item()
            .table_name(&self.tables.tally)
            .set_key(Some(self.keys.counter(shard, place).attributes()))
            .update_expression(format!("ADD {}", additions.join(", ")))
            .condition_expression(conditions.join(" AND "))
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        update.send().await.map(drop).map_err(|error| of_conditional(&error))
    }

    async fn stored_counts(&self) -> Result<Counts, StoreError> {
        let tallies = Tallies::of(self.connection.clone(), self.tables.tally.clone(), self.keys.clone(), self.shards);
        let counters = tallies.counters(Freshness::Strong).await?;
        Ok(counters.into_iter().map(|counter| ((counter.shard, counter.place), counter.count)).collect())
    }

    async fn count_segment(&self, segment: i32, segments: i32) -> Result<Counts, StoreError> {
        let mut terms = Terms::default();
        let prefix = terms.value(AttributeValue::S(self.keys.signers_prefix()));
        let filter = format!("begins_with({}, {prefix})", terms.name(PK));
        let projection = [RIDING, SHARD, PARTNER].map(|name| terms.name(name)).join(", ");
        let scan = self
            .connection
            .client()
            .scan()
            .table_name(&self.tables.pledges)
            .segment(segment)
            .total_segments(segments)
            .consistent_read(true)
            .filter_expression(filter)
            .projection_expression(projection)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        let mut counts = Counts::new();
        let mut start = None;
        loop {
            let page = scan.clone().set_exclusive_start_key(start).send().await.map_err(|error| of_request(&error))?;
            for item in page.items() {
                count_signer(&mut counts, item)?;
            }
            start = page.last_evaluated_key;
            if start.is_none() {
                return Ok(counts);
            }
        }
    }
}

fn count_signer(counts: &mut Counts, item: &Item) -> Result<(), StoreError> {
    let key = (Shard::from_number(number(item, SHARD)?), parsed(item, RIDING)?);
    let count = counts.entry(key).or_default();
    count.signers += 1;
    if text(item, PARTNER).is_some() {
        *count.by_partner.entry(parsed(item, PARTNER)?).or_default() += 1;
    }
    Ok(())
}

fn add(sum: &mut Count, count: &Count) {
    sum.signers += count.signers;
    for (partner, signers) in &count.by_partner {
        *sum.by_partner.entry(partner.clone()).or_default() += signers;
    }
}

fn total(counts: &Counts) -> Tally {
    let counter = |(&(shard, place), count): (&(Shard, Place), &Count)| Counter { shard, place, count: count.clone() };
    sum(&counts.iter().map(counter).collect::<Vec<_>>())
}

fn drift((shard, place): (Shard, Place), counted: &Count, stored: &Count) -> Vec<Drift> {
    let one = |partner, counted, stored| Drift { shard, place, partner, counted, stored };
    let mut drifts = vec![one(None, counted.signers, stored.signers)];
    let partners: BTreeSet<_> = counted.by_partner.keys().chain(stored.by_partner.keys()).collect();
    for partner in partners {
        let of = |count: &Count| count.by_partner.get(partner).copied().unwrap_or_default();
        drifts.push(one(Some(partner.clone()), of(counted), of(stored)));
    }
    drifts.retain(|drift| drift.counted != drift.stored);
    drifts
}
