//! The numbers that every page and download of the office shows: the tally, the standing of each riding, and the growth.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::campaign::members::{Holder, Member, Roster};
use domain::slug::PartnerSlug;
use domain::tally::hour::Hour;
use domain::tally::riding::{Place, Province};
use domain::tally::{Count, Tally};
use jiff::Timestamp;
use ridings::{Standing, Standings};
use store::{HourSnapshot, StoreError};

use crate::context::Context;

/// The numbers of signers that are worth an announcement.
const MILESTONES: [i64; 14] =
    [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000];
const DAY: i64 = 24;
pub(crate) const WEEK: i64 = 7 * DAY;

/// The counts of one moment.
#[derive(Clone, Debug)]
pub(crate) struct Board {
    /// The time at which the counters were read.
    pub(crate) as_of: Timestamp,
    pub(crate) total: i64,
    pub(crate) abroad: i64,
    /// Every riding in the order of the codes.
    pub(crate) rows: Vec<RidingCounts>,
    /// The signers whom each partner brought.
    pub(crate) by_partner: BTreeMap<PartnerSlug, i64>,
    /// The growth in the last 24 hours and the last 7 days; absent without a snapshot to compare with.
    pub(crate) day: Option<i64>,
    pub(crate) week: Option<i64>,
    pub(crate) standings: Standings,
    /// The sum of all counters, with paper, withdrawn and invalidated. Snapshots do not keep it.
    pub(crate) sum: Option<Count>,
}

/// The numbers of one riding.
#[derive(Clone, Debug)]
pub(crate) struct RidingCounts {
    pub(crate) standing: Standing,
    pub(crate) holder: Holder,
    /// The growth in the last 24 hours: new signers less those who withdrew.
    pub(crate) day: Option<i64>,
    /// The growth in the last 7 days.
    pub(crate) week: Option<i64>,
    /// The signers whom each partner brought. Snapshots do not keep them.
    pub(crate) by_partner: Option<BTreeMap<PartnerSlug, i64>>,
    /// The signers on paper. Snapshots do not keep them.
    pub(crate) paper: Option<i64>,
}

/// The numbers of one province.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProvinceCounts {
    pub(crate) province: Province,
    pub(crate) count: i64,
    pub(crate) electors: u32,
}

impl RidingCounts {
    pub(crate) fn member(&self) -> Option<&Member> {
        self.holder.member()
    }

    /// The milestone that was passed while the number grew so much.
    pub(crate) fn passed(&self, growth: i64) -> Option<i64> {
        let count = self.standing.count;
        MILESTONES.into_iter().rev().find(|milestone| (count - growth + 1..=count).contains(milestone))
    }

    /// The next milestone, and the number of signers missing to it.
    pub(crate) fn milestone(&self) -> Option<(i64, i64)> {
        let next = MILESTONES.into_iter().find(|milestone| *milestone > self.standing.count)?;
        Some((next, next - self.standing.count))
    }
}

impl Board {
    /// Reads the counts now. With `fresh` the counters are read for this answer; otherwise they may be two seconds old.
    pub(crate) async fn now(context: &Context, now: Timestamp, fresh: bool) -> Result<Self, StoreError> {
        let snapshot = if fresh { context.counted(now).await? } else { context.snapshot(now).await? };
        let this = Hour::of(now);
        let (day, week) =
            (context.history.near(this.plus(-DAY), now).await?, context.history.near(this.plus(-WEEK), now).await?);
        let mut board = Self::of(
            &snapshot.tally,
            context.site.roster(),
            snapshot.read_at,
            tally_of(day.as_ref()),
            tally_of(week.as_ref()),
        );
        for row in &mut board.rows {
            row.by_partner = Some(BTreeMap::new());
            row.paper = Some(0);
        }
        for (place, count) in snapshot.tally.places() {
            if let Place::Riding(code) = place
                && let Ok(index) = board.rows.binary_search_by_key(&code, |row| row.standing.riding.code)
            {
                board.rows[index].by_partner = Some(count.by_partner.clone());
                board.rows[index].paper = Some(count.paper);
            }
        }
        board.by_partner = snapshot.tally.by_partner();
        board.sum = Some(snapshot.tally.sum());
        Ok(board)
    }

    /// Reads the counts at an hour; `None` when no snapshot was taken then.
    pub(crate) async fn at(context: &Context, hour: Hour, now: Timestamp) -> Result<Option<Self>, StoreError> {
        let Some((_, Some(then))) = context.history.at(&[hour], now).await?.pop() else { return Ok(None) };
        let (day, week) =
            (context.history.near(hour.plus(-DAY), now).await?, context.history.near(hour.plus(-WEEK), now).await?);
        let mut board = Self::of(
            &then.tally,
            context.site.roster(),
            then.taken_at,
            tally_of(day.as_ref()),
            tally_of(week.as_ref()),
        );
        board.by_partner =
            then.by_partner.iter().filter_map(|(slug, signers)| Some((slug.parse().ok()?, *signers))).collect();
        Ok(Some(board))
    }

    pub(crate) fn of(
        tally: &Tally,
        roster: &Roster,
        as_of: Timestamp,
        day: Option<&Tally>,
        week: Option<&Tally>,
    ) -> Self {
        let standings = Standings::of(tally);
        let since = |then: Option<&Tally>, place| then.map(|then| tally.at(place) - then.at(place));
        let row = |standing: &Standing| {
            let place = Place::Riding(standing.riding.code);
            RidingCounts {
                standing: standing.clone(),
                holder: roster.holder(standing.riding.code).clone(),
                day: since(day, place),
                week: since(week, place),
                by_partner: None,
                paper: None,
            }
        };
        Self {
            as_of,
            total: tally.total(),
            abroad: tally.at(Place::Abroad),
            rows: standings.all().iter().map(row).collect(),
            by_partner: BTreeMap::new(),
            day: day.map(|then| tally.total() - then.total()),
            week: week.map(|then| tally.total() - then.total()),
            standings,
            sum: None,
        }
    }

    /// Keeps only the ridings of a province. Their ranks stay those among all ridings.
    pub(crate) fn within(mut self, province: Option<Province>) -> Self {
        self.rows.retain(|row| province.is_none_or(|province| row.standing.riding.province == province));
        self
    }

    /// The sum of each province, in the order of the codes, from east to west.
    pub(crate) fn provinces(&self) -> Vec<ProvinceCounts> {
        let mut sums: Vec<ProvinceCounts> = Vec::new();
        for row in &self.rows {
            let riding = row.standing.riding;
            match sums.iter_mut().find(|sum| sum.province == riding.province) {
                Some(sum) => {
                    sum.count += row.standing.count;
                    sum.electors += riding.electors;
                }
                None => sums.push(ProvinceCounts {
                    province: riding.province,
                    count: row.standing.count,
                    electors: riding.electors,
                }),
            }
        }
        sums
    }

    /// The ridings nearest to their next milestone, with the milestone and the number of missing signers.
    pub(crate) fn near_milestones(&self, most: usize) -> Vec<(&RidingCounts, i64, i64)> {
        let mut near: Vec<_> = self
            .rows
            .iter()
            .filter(|row| row.standing.count > 0)
            .filter_map(|row| row.milestone().map(|(milestone, missing)| (row, milestone, missing)))
            .collect();
        // Nearness is relative: three missing to 1,000 is nearer than three missing to 10.
        near.sort_by_key(|(row, milestone, missing)| (missing * 1_000 / milestone, -row.standing.count));
        near.truncate(most);
        near
    }
}

fn tally_of(snapshot: Option<&Arc<HourSnapshot>>) -> Option<&Tally> {
    snapshot.map(|snapshot| &snapshot.tally)
}

#[cfg(test)]
mod tests {
    use domain::tally::riding::RidingCode;

    use super::*;

    fn tally(counts: &[(&str, i64)]) -> Tally {
        let mut tally = Tally::default();
        for (place, count) in counts {
            tally.add(place.parse().unwrap(), *count);
        }
        tally
    }

    fn board() -> Board {
        let now = tally(&[("35079", 99), ("24053", 12), ("10001", 240), ("abroad", 4)]);
        let then = tally(&[("35079", 90), ("24053", 15)]);
        Board::of(&now, &Roster::default(), Timestamp::UNIX_EPOCH, Some(&then), None)
    }

    fn row<'a>(board: &'a Board, code: &str) -> &'a RidingCounts {
        let code: RidingCode = code.parse().unwrap();
        board.rows.iter().find(|row| row.standing.riding.code == code).unwrap()
    }

    #[test]
    fn every_riding_is_there_and_all_add_up() {
        let board = board();
        assert_eq!((board.rows.len(), board.total, board.abroad), (343, 355, 4));
        let (rows, provinces) = (
            board.rows.iter().map(|row| row.standing.count).sum::<i64>(),
            board.provinces().iter().map(|row| row.count).sum::<i64>(),
        );
        assert_eq!((rows + board.abroad, provinces), (board.total, rows));
        assert_eq!(board.provinces().len(), 13);
    }

    #[test]
    fn growth_is_against_what_was_kept_and_may_be_negative() {
        let board = board();
        assert_eq!((row(&board, "35079").day, row(&board, "24053").day, board.day), (Some(9), Some(-3), Some(250)));
        assert_eq!((row(&board, "35079").week, board.week), (None, None), "where nothing was kept nothing is said");
    }

    #[test]
    fn the_nearest_milestones_come_first() {
        let board = board();
        let near: Vec<_> = board
            .near_milestones(2)
            .into_iter()
            .map(|(row, milestone, missing)| (row.standing.count, milestone, missing))
            .collect();
        assert_eq!(near, [(99, 100, 1), (240, 250, 10)]);
        assert_eq!(row(&board, "10002").milestone(), Some((10, 10)));
        let counted = row(&board, "10001");
        assert_eq!([counted.passed(141), counted.passed(140), counted.passed(0)], [Some(100), None, None]);
    }

    #[test]
    fn a_provinces_rows_keep_their_rank_among_all() {
        let ontario = board().within(Some(Province::Ontario));
        assert_eq!(row(&ontario, "35079").standing.rank, Some(2));
        assert!(ontario.rows.iter().all(|row| row.standing.riding.province == Province::Ontario));
    }
}
