//! Ranks the ridings by their counts. Pure: counts in, ranks and shares out.

use domain::tally::Tally;
use domain::tally::riding::{Place, RidingCode};

use crate::table::{self, Riding};

/// One riding's count and its ranks. A riding without signatures has no rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub riding: &'static Riding,
    /// The number of signers counted there.
    pub count: i64,
    /// The rank among all ridings, from 1; equal counts share a rank.
    pub rank: Option<usize>,
    /// The rank among the province's ridings.
    pub rank_in_province: Option<usize>,
}

/// The distance of a riding from a better rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextRank {
    /// The number of further signers that it takes.
    pub needed: i64,
    /// The rank that they bring, shared with other ridings of that count.
    pub rank: usize,
}

/// The riding just ahead of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ahead {
    /// The riding ahead; of several with the same count, the first by code.
    pub riding: &'static Riding,
    /// The number of further signers with which it is passed.
    pub needed: i64,
}

/// All ridings, in the order of their codes.
#[derive(Clone, Debug)]
pub struct Standings(Vec<Standing>);

impl Standing {
    /// Returns the signers per elector: 0.01 is one in a hundred.
    #[must_use]
    pub fn share(&self) -> f64 {
        share(self.count, self.riding.electors)
    }
}

impl Standings {
    /// Ranks every riding of a tally.
    #[must_use]
    pub fn of(tally: &Tally) -> Self {
        let counts: Vec<_> = table::all().iter().map(|riding| (riding, tally.at(Place::Riding(riding.code)))).collect();
        let stand = |&(riding, count): &(&'static Riding, i64)| {
            let ahead = |within: &dyn Fn(&Riding) -> bool| {
                let ahead = counts.iter().filter(|(other, more)| *more > count && within(other)).count();
                (count > 0).then_some(ahead + 1)
            };
            let rank_in_province = ahead(&|other| other.province == riding.province);
            Standing { riding, count, rank: ahead(&|_| true), rank_in_province }
        };
        Self(counts.iter().map(stand).collect())
    }

    #[must_use]
    pub fn all(&self) -> &[Standing] {
        &self.0
    }

    /// Returns one riding's standing; `None` for a code that no riding has.
    #[must_use]
    pub fn get(&self, code: RidingCode) -> Option<&Standing> {
        self.0.binary_search_by_key(&code, |standing| standing.riding.code).ok().map(|place| &self.0[place])
    }

    /// Returns the number of other ridings with the same count.
    #[must_use]
    pub fn level_with(&self, standing: &Standing) -> usize {
        self.0.iter().filter(|other| other.count == standing.count).count() - 1
    }

    /// Returns the distance from a better rank; `None` for the first.
    #[must_use]
    pub fn next_rank(&self, standing: &Standing) -> Option<NextRank> {
        let next = self.0.iter().map(|other| other.count).filter(|count| *count > standing.count).min()?;
        let rank = 1 + self.0.iter().filter(|other| other.count > next).count();
        Some(NextRank { needed: next - standing.count, rank })
    }

    /// Returns the riding just ahead, and the number that passes it; `None` for the first.
    #[must_use]
    pub fn ahead_of(&self, standing: &Standing) -> Option<Ahead> {
        let ahead = self.0.iter().filter(|other| other.count > standing.count).min_by_key(|other| other.count)?;
        Some(Ahead { riding: ahead.riding, needed: ahead.count - standing.count + 1 })
    }
}

/// Computes signers per elector: 0.01 is one in a hundred.
#[must_use]
pub fn share(count: i64, electors: u32) -> f64 {
    if electors == 0 {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let share = count as f64 / f64::from(electors);
    share
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Makes a tally with counts for the first ridings in the order of the codes.
    fn tally_of(counts: &[i64]) -> Tally {
        let mut tally = Tally::default();
        for (riding, count) in table::all().iter().zip(counts) {
            tally.add(Place::Riding(riding.code), *count);
        }
        tally
    }

    fn ranks(counts: &[i64]) -> Vec<Option<usize>> {
        let standings = Standings::of(&tally_of(counts));
        standings.all()[..counts.len()].iter().map(|standing| standing.rank).collect()
    }

    #[test]
    fn equal_counts_share_a_rank_and_the_next_one_is_passed_over() {
        assert_eq!(ranks(&[5, 9, 5, 1]), [Some(2), Some(1), Some(2), Some(4)]);
    }

    #[test]
    fn where_nobody_signed_there_is_no_rank() {
        assert_eq!(ranks(&[0, 3]), [None, Some(1)]);
        assert!(Standings::of(&Tally::default()).all().iter().all(|standing| standing.rank.is_none()));
    }

    #[test]
    fn a_rank_in_the_province_is_among_its_own() {
        let mut tally = tally_of(&[7]);
        let ontario: RidingCode = "35079".parse().unwrap();
        tally.add(ontario.into(), 3);
        let standings = Standings::of(&tally);
        let ottawa = standings.get(ontario).unwrap();
        assert_eq!((ottawa.rank, ottawa.rank_in_province), (Some(2), Some(1)));
    }

    #[test]
    fn the_next_rank_is_where_one_draws_level() {
        let standings = Standings::of(&tally_of(&[10, 10, 7, 7, 4]));
        let next = |place: usize| standings.next_rank(&standings.all()[place]);
        assert_eq!(next(0), None);
        assert_eq!(next(2), Some(NextRank { needed: 3, rank: 1 }));
        assert_eq!(next(4), Some(NextRank { needed: 3, rank: 3 }));
        assert_eq!(next(5), Some(NextRank { needed: 4, rank: 5 }));
        assert_eq!(standings.level_with(&standings.all()[2]), 1);
    }

    #[test]
    fn whoever_is_just_ahead_is_passed_by_one_more_than_it_takes_to_draw_level() {
        let standings = Standings::of(&tally_of(&[10, 10, 7, 7, 4]));
        let ahead = |place: usize| standings.ahead_of(&standings.all()[place]);
        let first = |place: usize| table::all()[place].code;
        assert_eq!(ahead(0), None);
        assert_eq!(ahead(1), None, "level with the first is not behind it");
        assert_eq!(ahead(2).map(|ahead| (ahead.riding.code, ahead.needed)), Some((first(0), 4)));
        assert_eq!(ahead(4).map(|ahead| (ahead.riding.code, ahead.needed)), Some((first(2), 4)));
    }

    proptest! {
        #[test]
        fn whoever_has_more_ranks_better(counts in prop::collection::vec(0_i64..50, 343)) {
            let standings = Standings::of(&tally_of(&counts));
            for pair in standings.all().windows(2) {
                let ordered = pair[0].count.cmp(&pair[1].count);
                let rank = |standing: &Standing| standing.rank.unwrap_or(usize::MAX);
                prop_assert_eq!(ordered, rank(&pair[1]).cmp(&rank(&pair[0])));
            }
        }
    }
}
