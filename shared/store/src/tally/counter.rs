//! Counters: their stored shape, and the writes that count a change.
//!
//! A counter keeps the number of each partner whose signers it counts, so it grows with the partners that meet in one riding and one
//! shard. An update costs two write units for each KB of the item. Measured, for so many partners in each counter of a riding
//! (`tests/api/campaign_partners.rs` holds these):
//!
//! | partners | a confirmation | a read of the whole tally |
//! |---|---|---|
//! | up to 30 | 7 write units | 8 read units |
//! | 100 | 11 | 8 |
//! | 300 | 21 | 16 |
//!
//! An item for each partner would keep a confirmation at one price, and cost each credited signer two units more everywhere. It
//! would pay from two KB in the average counter on: some 70 partners in each of 343 ridings and 16 shards, so at least 380,000
//! signers. At 25,000 signers a counter has five on average, and 30 partners meet only in a riding with 500 signers or more.

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use domain::tally::riding::Place;
use domain::tally::{Count, CounterChange, Measure, Shard, Tally, TallyDelta};

use crate::dynamo::attributes::{PK, SK};
use crate::dynamo::errors::StoreError;
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, corrupt, number, parsed};
use crate::dynamo::tables::PledgesTable;

/// A counter's signers.
pub(crate) const VALUE: &str = "v";
/// The prefix of a partner's slug. Together they name the signers whom that partner brought.
const PARTNER_PREFIX: &str = "p:";
/// A counter's signers on paper.
const PAPER: &str = "c:paper";
/// The signers among `v` who confirmed by the code.
const BY_CODE: &str = "c:code";
/// The people who withdrew.
const WITHDRAWN: &str = "w";
/// The prefix of a cause. Together they name the people who are not counted because of it.
const INVALIDATED_PREFIX: &str = "x:";

/// One counter as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counter {
    pub(crate) shard: Shard,
    pub(crate) place: Place,
    pub(crate) count: Count,
}

impl PledgesTable {
    /// Makes the updates of the counters for a pledge's change. Nothing else makes them, so none can be forgotten.
    pub(crate) fn counter_updates(&self, delta: &TallyDelta) -> Vec<TransactWriteItem> {
        delta.changes().iter().map(|change| self.counter_update(change)).collect()
    }

    fn counter_update(&self, change: &CounterChange) -> TransactWriteItem {
        let mut terms = Terms::default();
        let add = |(measure, by): &(Measure, i8)| {
            let by = terms.value(AttributeValue::N(by.to_string()));
            format!("{} {by}", terms.name(&attribute(measure)))
        };
        let additions: Vec<String> = change.by.iter().map(add).collect();
        let key = self.keys.counter(change.shard, change.place);
        self.tally.upsert(&key, format!("ADD {}", additions.join(", ")), &terms)
    }
}

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

pub(crate) fn read_counter(shard: Shard, item: &Item) -> Result<Counter, StoreError> {
    let mut count = Count::default();
    for name in item.keys() {
        if let Some(measure) = measure(name)? {
            count.add(&measure, number(item, name)?);
        }
    }
    Ok(Counter { shard, place: parsed(item, SK)?, count })
}

/// Sums counters.
pub(crate) fn sum(counters: &[Counter]) -> Tally {
    let mut tally = Tally::default();
    for Counter { place, count, .. } in counters {
        tally.add_count(*place, count);
    }
    tally.compact()
}
