//! Counts: the change that each event makes in them, and their sums.
//!
//! A counter keeps counted, withdrawn (`w`) and invalidated (`x:<cause>`) signers, and signatures on paper (`c:paper`), so that the
//! public page can say how many are not counted without naming anybody. A recount checks all but the withdrawn, of whom
//! nothing is left.

pub mod cause;
pub mod day;
pub mod hour;
pub mod riding;
pub mod week;

use std::collections::BTreeMap;

use crate::slug::PartnerSlug;
use crate::tally::cause::Cause;
use crate::tally::riding::{Place, Province};

/// The largest number of shards that a tally may have.
pub const SHARDS_MAX: u8 = 100;

/// One of the counter's partitions, `00` to `99`. A signer remembers theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard(u8);

/// The number of shards; it may only grow, since signers remember theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShardCount(u8);

/// The number is not 1 to [`SHARDS_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the number of tally shards is 1 to {SHARDS_MAX}")]
pub struct NotAShardCount;

impl ShardCount {
    /// Checks a number of shards.
    ///
    /// # Errors
    /// Fails when it is not 1 to [`SHARDS_MAX`].
    pub const fn new(count: u8) -> Result<Self, NotAShardCount> {
        if count >= 1 && count <= SHARDS_MAX { Ok(Self(count)) } else { Err(NotAShardCount) }
    }

    pub fn shards(self) -> impl Iterator<Item = Shard> {
        (0..self.0).map(Shard)
    }

    /// Lists the shards that this number leaves out. A counter in one of them is not read.
    pub fn beyond(self) -> impl Iterator<Item = Shard> {
        (self.0..SHARDS_MAX).map(Shard)
    }

    /// Picks the shard that a random number falls on.
    #[must_use]
    pub fn pick(self, random: u64) -> Shard {
        Shard(u8::try_from(random % u64::from(self.0)).expect("below a u8"))
    }
}

impl Shard {
    /// Reads a shard as it was stored.
    #[must_use]
    pub const fn from_number(number: u8) -> Self {
        Self(number)
    }

    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }
}

/// One number that a counter keeps. Every person who was ever counted is in [`Self::Signers`], [`Self::Withdrawn`] or
/// [`Self::Invalidated`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// The people counted: online and on paper.
    Signers,
    /// The counted signers whom a partner brought.
    Brought(PartnerSlug),
    /// The counted signers who signed on paper.
    Paper,
    /// The counted signers who confirmed by the code in the mail. All others online used its link.
    ByCode,
    /// The people who withdrew. Nothing else is left of them.
    Withdrawn,
    /// The people who are not counted, for cause.
    Invalidated(Cause),
}

/// One counter's share of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterChange {
    /// The counter's partition.
    pub shard: Shard,
    /// The counter's riding, or abroad.
    pub place: Place,
    /// The measures that change, each at most once, with the amount.
    pub by: Vec<(Measure, i8)>,
}

/// The change that an event owes the tally. Only a transition in [`crate::pledge`] or [`crate::paper::bearers`] makes
/// one. The store applies it in the transaction that makes the change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "a change that does not reach the tally makes it wrong"]
pub struct TallyDelta(Vec<CounterChange>);

impl TallyDelta {
    pub(crate) fn new(changes: Vec<CounterChange>) -> Self {
        Self(changes)
    }

    /// Makes the change of leaving one place of the tally for another. If both are one counter, it is one change of it.
    pub(crate) fn from_to(leaves: CounterChange, arrives: CounterChange) -> Self {
        Self(vec![leaves]).and(Self(vec![arrives]))
    }

    /// Joins both changes into one.
    pub fn and(mut self, other: Self) -> Self {
        for change in other.0 {
            let same = |known: &&mut CounterChange| (known.shard, known.place) == (change.shard, change.place);
            let Some(known) = self.0.iter_mut().find(same) else {
                self.0.push(change);
                continue;
            };
            for (measure, by) in change.by {
                match known.by.iter_mut().find(|(known, _)| *known == measure) {
                    Some((_, sum)) => *sum += by,
                    None => known.by.push((measure, by)),
                }
            }
            known.by.retain(|(_, by)| *by != 0);
        }
        self.0.retain(|change| !change.by.is_empty());
        self
    }

    /// Lists the counters to change, each at most once.
    #[must_use]
    pub fn changes(&self) -> &[CounterChange] {
        &self.0
    }
}

/// The numbers of one place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub signers: i64,
    /// The signers whom each partner brought.
    pub by_partner: BTreeMap<PartnerSlug, i64>,
    /// The signers who signed on paper.
    pub paper: i64,
    /// The signers who confirmed by the code in the mail.
    pub by_code: i64,
    /// The people who withdrew.
    pub withdrawn: i64,
    /// The people who are not counted, by cause.
    pub invalidated: BTreeMap<Cause, i64>,
}

impl Count {
    /// Adds to one of the numbers.
    pub fn add(&mut self, measure: &Measure, by: i64) {
        *match measure {
            Measure::Signers => &mut self.signers,
            Measure::Brought(partner) => self.by_partner.entry(partner.clone()).or_default(),
            Measure::Paper => &mut self.paper,
            Measure::ByCode => &mut self.by_code,
            Measure::Withdrawn => &mut self.withdrawn,
            Measure::Invalidated(cause) => self.invalidated.entry(*cause).or_default(),
        } += by;
    }

    /// Lists every number that is not 0.
    #[must_use]
    pub fn measures(&self) -> BTreeMap<Measure, i64> {
        let whole = [
            (Measure::Signers, self.signers),
            (Measure::Paper, self.paper),
            (Measure::ByCode, self.by_code),
            (Measure::Withdrawn, self.withdrawn),
        ];
        let partners = self.by_partner.iter().map(|(partner, by)| (Measure::Brought(partner.clone()), *by));
        let causes = self.invalidated.iter().map(|(cause, by)| (Measure::Invalidated(*cause), *by));
        whole.into_iter().chain(partners).chain(causes).filter(|(_, by)| *by != 0).collect()
    }

    /// Adds all numbers of another count.
    pub fn absorb(&mut self, other: &Self) {
        for (measure, by) in other.measures() {
            self.add(&measure, by);
        }
    }
}

/// The counts of a campaign. Places where nobody signed may be absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<Place, Count>);

impl Tally {
    pub fn add(&mut self, place: Place, signers: i64) {
        self.0.entry(place).or_default().signers += signers;
    }

    /// Adds one counter's numbers.
    pub fn add_count(&mut self, place: Place, count: &Count) {
        self.0.entry(place).or_default().absorb(count);
    }

    /// Adds all numbers of another tally, such as another shard's part.
    pub fn absorb(&mut self, other: &Self) {
        for (place, count) in &other.0 {
            self.add_count(*place, count);
        }
    }

    /// Sums up the numbers of all places.
    #[must_use]
    pub fn sum(&self) -> Count {
        let mut sum = Count::default();
        for count in self.0.values() {
            sum.absorb(count);
        }
        sum
    }

    /// Returns the number of all counted people: all ridings and abroad.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.0.values().map(|count| count.signers).sum()
    }

    /// Returns the number of people counted at one place.
    #[must_use]
    pub fn at(&self, place: Place) -> i64 {
        self.0.get(&place).map_or(0, |count| count.signers)
    }

    /// Returns the number of people counted in a province's ridings.
    #[must_use]
    pub fn in_province(&self, province: Province) -> i64 {
        let within = |place: &Place| matches!(place, Place::Riding(code) if code.province() == province);
        self.0.iter().filter(|(place, _)| within(place)).map(|(_, count)| count.signers).sum()
    }

    /// Returns the number of signers whom each partner brought.
    #[must_use]
    pub fn by_partner(&self) -> BTreeMap<PartnerSlug, i64> {
        let mut sums = BTreeMap::new();
        for (partner, signers) in self.0.values().flat_map(|count| &count.by_partner) {
            *sums.entry(partner.clone()).or_default() += signers;
        }
        sums
    }

    /// Lists the places whose counts are not all zero, each with its count.
    pub fn places(&self) -> impl Iterator<Item = (Place, &Count)> {
        self.0.iter().filter(|(_, count)| **count != Count::default()).map(|(place, count)| (*place, count))
    }

    /// Drops places that count nothing, so that two tallies compare by what they count.
    #[must_use]
    pub fn compact(mut self) -> Self {
        for count in self.0.values_mut() {
            count.by_partner.retain(|_, signers| *signers != 0);
            count.invalidated.retain(|_, signers| *signers != 0);
        }
        self.0.retain(|_, count| *count != Count::default());
        self
    }
}
