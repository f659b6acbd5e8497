//! The numbers that every page and download of the office shows: the tally, where each riding stands, how it grew.

use std::collections::BTreeMap;

use domain::slug::PartnerSlug;
use domain::tally::hour::Hour;
use domain::tally::riding::{Place, Province};
use domain::tally::{Count, Tally};
use jiff::Timestamp;
use ridings::{MemberOfParliament, Standing, Standings, share};
use store::StoreError;

use crate::desk::Desk;

/// A riding that has so many signers has reached something worth saying.
const MILESTONES: [i64; 14] =
    [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000];
/// Where an hour has no snapshot, one this near stands for it.
const NEAR_HOURS: [i64; 5] = [0, -1, 1, -2, 2];
const DAY: i64 = 24;
const WEEK: i64 = 7 * DAY;

/// The counts of one moment.
#[derive(Clone, Debug)]
pub(crate) struct Board {
    /// When the counters said so.
    pub(crate) as_of: Timestamp,
    pub(crate) total: i64,
    pub(crate) abroad: i64,
    /// Every riding, in the order of the codes.
    pub(crate) rows: Vec<Row>,
    /// Whom each partner brought.
    pub(crate) by_partner: BTreeMap<PartnerSlug, i64>,
    /// How the whole grew, where there are snapshots to compare with.
    pub(crate) day: Option<i64>,
    pub(crate) week: Option<i64>,
    pub(crate) standings: Standings,
    /// What else the counters keep of the whole: paper, withdrawn, invalidated; of a snapshot this is not kept.
    pub(crate) sum: Option<Count>,
}

/// One riding's numbers.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) standing: Standing,
    /// How many signed in the last 24 hours, less those who withdrew.
    pub(crate) day: Option<i64>,
    /// And in the last 7 days.
    pub(crate) week: Option<i64>,
    /// Of its signers, those whom partners brought; of a snapshot this is not kept.
    pub(crate) by_partner: Option<BTreeMap<PartnerSlug, i64>>,
    /// Of its signers, those on paper; of a snapshot this is not kept.
    pub(crate) paper: Option<i64>,
}

/// One province's numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProvinceRow {
    pub(crate) province: Province,
    pub(crate) count: i64,
    pub(crate) electors: u32,
}

impl Row {
    pub(crate) fn member(&self) -> Option<&'static MemberOfParliament> {
        ridings::member(self.standing.riding.code)
    }

    /// The next milestone, and how many are missing.
    pub(crate) fn milestone(&self) -> Option<(i64, i64)> {
        let next = MILESTONES.into_iter().find(|milestone| *milestone > self.standing.count)?;
        Some((next, next - self.standing.count))
    }
}

impl ProvinceRow {
    pub(crate) fn share(&self) -> f64 {
        share(self.count, self.electors)
    }
}

impl Board {
    /// The counts now. `fresh` reads the counters for this very answer; otherwise they may be two seconds old.
    pub(crate) async fn now(desk: &Desk, now: Timestamp, fresh: bool) -> Result<Self, StoreError> {
        let snapshot = if fresh { desk.counted(now).await? } else { desk.snapshot(now).await? };
        let this = Hour::of(now);
        let (day, week) = (earlier(desk, this.plus(-DAY), now).await?, earlier(desk, this.plus(-WEEK), now).await?);
        let mut board = Self::of(&snapshot.tally, snapshot.read_at, day.as_ref(), week.as_ref());
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

    /// The counts at an hour; `None` when no snapshot was taken then.
    pub(crate) async fn at(desk: &Desk, hour: Hour, now: Timestamp) -> Result<Option<Self>, StoreError> {
        let Some((_, Some(then))) = desk.history.at(&[hour], now).await?.pop() else { return Ok(None) };
        let (day, week) = (earlier(desk, hour.plus(-DAY), now).await?, earlier(desk, hour.plus(-WEEK), now).await?);
        let mut board = Self::of(&then.tally, then.taken_at, day.as_ref(), week.as_ref());
        board.by_partner =
            then.by_partner.iter().filter_map(|(slug, signers)| Some((slug.parse().ok()?, *signers))).collect();
        Ok(Some(board))
    }

    fn of(tally: &Tally, as_of: Timestamp, day: Option<&Tally>, week: Option<&Tally>) -> Self {
        let standings = Standings::of(tally);
        let since = |then: Option<&Tally>, place| then.map(|then| tally.at(place) - then.at(place));
        let row = |standing: &Standing| {
            let place = Place::Riding(standing.riding.code);
            Row {
                standing: standing.clone(),
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

    /// Only a province's ridings. Ranks stay those among all.
    pub(crate) fn within(mut self, province: Option<Province>) -> Self {
        self.rows.retain(|row| province.is_none_or(|province| row.standing.riding.province == province));
        self
    }

    /// Each province's sum, in the order of the map from east to west as the codes have it.
    pub(crate) fn provinces(&self) -> Vec<ProvinceRow> {
        let mut sums: Vec<ProvinceRow> = Vec::new();
        for row in &self.rows {
            let riding = row.standing.riding;
            match sums.iter_mut().find(|sum| sum.province == riding.province) {
                Some(sum) => {
                    sum.count += row.standing.count;
                    sum.electors += riding.electors;
                }
                None => sums.push(ProvinceRow {
                    province: riding.province,
                    count: row.standing.count,
                    electors: riding.electors,
                }),
            }
        }
        sums
    }

    /// The ridings that are nearest to their next milestone: where a few more signatures can be announced.
    pub(crate) fn near_milestones(&self, most: usize) -> Vec<(&Row, i64, i64)> {
        let mut near: Vec<_> = self
            .rows
            .iter()
            .filter(|row| row.standing.count > 0)
            .filter_map(|row| row.milestone().map(|(milestone, missing)| (row, milestone, missing)))
            .collect();
        // Nearness is relative: three short of 1,000 is nearer than three short of 10.
        near.sort_by_key(|(row, milestone, missing)| (missing * 1_000 / milestone, -row.standing.count));
        near.truncate(most);
        near
    }
}

/// The tally at an hour, or at one near it.
async fn earlier(desk: &Desk, hour: Hour, now: Timestamp) -> Result<Option<Tally>, StoreError> {
    let hours = NEAR_HOURS.map(|by| hour.plus(by));
    let found = desk.history.at(&hours, now).await?;
    Ok(found.into_iter().find_map(|(_, snapshot)| snapshot).map(|snapshot| snapshot.tally.clone()))
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
        Board::of(&now, Timestamp::UNIX_EPOCH, Some(&then), None)
    }

    fn row<'a>(board: &'a Board, code: &str) -> &'a Row {
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
    }

    #[test]
    fn a_provinces_rows_keep_their_rank_among_all() {
        let ontario = board().within(Some(Province::Ontario));
        assert_eq!(row(&ontario, "35079").standing.rank, Some(2));
        assert!(ontario.rows.iter().all(|row| row.standing.riding.province == Province::Ontario));
    }
}
