//! Counts: what a change owes them, and what they add up to.

use std::collections::BTreeMap;

use crate::campaign::PartnerSlug;
use crate::riding::{Place, Province};

/// The most shards a tally may be cut into.
pub const SHARDS_MAX: u8 = 100;

/// One of the counter's partitions, `00` to `99`. A signer remembers theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard(u8);

/// How many shards there are; it may only grow, since signers remember theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShardCount(u8);

/// The number is not 1 to [`SHARDS_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the number of tally shards is 1 to {SHARDS_MAX}")]
pub struct NotAShardCount;

impl ShardCount {
    /// Takes a number of shards.
    ///
    /// # Errors
    /// When it is not 1 to [`SHARDS_MAX`].
    pub const fn new(count: u8) -> Result<Self, NotAShardCount> {
        if count >= 1 && count <= SHARDS_MAX { Ok(Self(count)) } else { Err(NotAShardCount) }
    }

    /// All shards.
    pub fn shards(self) -> impl Iterator<Item = Shard> {
        (0..self.0).map(Shard)
    }

    /// The shard that a random number falls on.
    #[must_use]
    pub fn pick(self, random: u64) -> Shard {
        Shard(u8::try_from(random % u64::from(self.0)).expect("below a u8"))
    }
}

impl Shard {
    /// A shard as it was stored.
    #[must_use]
    pub const fn from_number(number: u8) -> Self {
        Self(number)
    }

    /// The shard's number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }
}

/// One counter's share of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterChange {
    /// In which partition.
    pub shard: Shard,
    /// Of which riding, or abroad.
    pub place: Place,
    /// Whose credit changes with it.
    pub partner: Option<PartnerSlug>,
    /// +1 or -1.
    pub by: i8,
}

/// What a pledge's change owes the tally. Only a transition in [`crate::pledge`] makes one; the store applies it in the
/// very transaction that makes the change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a change that does not reach the tally makes it wrong"]
pub struct TallyDelta(Vec<CounterChange>);

impl TallyDelta {
    pub(crate) fn new(changes: Vec<CounterChange>) -> Self {
        Self(changes)
    }

    /// The counters to change; each counter at most once.
    #[must_use]
    pub fn changes(&self) -> &[CounterChange] {
        &self.0
    }
}

/// What is counted at one place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Signers.
    pub signers: i64,
    /// Of them, those a partner brought.
    pub by_partner: BTreeMap<PartnerSlug, i64>,
}

/// The counts of a campaign. Places where nobody signed may be absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<Place, Count>);

impl Tally {
    /// Adds signers at a place.
    pub fn add(&mut self, place: Place, signers: i64) {
        self.0.entry(place).or_default().signers += signers;
    }

    /// Adds signers that a partner brought; they are among those of [`Self::add`].
    pub fn add_partner(&mut self, place: Place, partner: PartnerSlug, signers: i64) {
        *self.0.entry(place).or_default().by_partner.entry(partner).or_default() += signers;
    }

    /// Adds all that another tally counts, such as another shard's part.
    pub fn absorb(&mut self, other: Self) {
        for (place, count) in other.0 {
            self.add(place, count.signers);
            for (partner, signers) in count.by_partner {
                self.add_partner(place, partner, signers);
            }
        }
    }

    /// Everyone counted: all ridings and abroad.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.0.values().map(|count| count.signers).sum()
    }

    /// Those counted at one place.
    #[must_use]
    pub fn at(&self, place: Place) -> i64 {
        self.0.get(&place).map_or(0, |count| count.signers)
    }

    /// Those counted in a province's ridings.
    #[must_use]
    pub fn in_province(&self, province: Province) -> i64 {
        let within = |place: &Place| matches!(place, Place::Riding(code) if code.province() == province);
        self.0.iter().filter(|(place, _)| within(place)).map(|(_, count)| count.signers).sum()
    }

    /// Those whom each partner brought.
    #[must_use]
    pub fn by_partner(&self) -> BTreeMap<PartnerSlug, i64> {
        let mut sums = BTreeMap::new();
        for (partner, signers) in self.0.values().flat_map(|count| &count.by_partner) {
            *sums.entry(partner.clone()).or_default() += signers;
        }
        sums
    }

    /// Every place with its count, places with none left out.
    pub fn places(&self) -> impl Iterator<Item = (Place, &Count)> {
        self.0.iter().filter(|(_, count)| **count != Count::default()).map(|(place, count)| (*place, count))
    }

    /// The same counts with nothing said of places that have none, so that two tallies compare by what they count.
    #[must_use]
    pub fn compact(mut self) -> Self {
        for count in self.0.values_mut() {
            count.by_partner.retain(|_, signers| *signers != 0);
        }
        self.0.retain(|_, count| *count != Count::default());
        self
    }
}
