//! The dashboard's "This week": what rose, who is nearly at a milestone, and where nothing happens.

use std::cmp::Reverse;

use campaigns::Texts;
use domain::tally::Tally;
use domain::tally::hour::Hour;
use domain::tally::riding::Place;
use jiff::Timestamp;
use pages::riding_path;
use store::StoreError;

use crate::context::Context;
use crate::counts::board::{Board, RidingCounts, WEEK};

/// No more ridings of a kind are named; the table has all.
const NAMED: usize = 4;

/// Two earlier counts, with the moments at which they were taken.
pub(crate) struct Before {
    /// The count of seven days ago. In a campaign's first week it is the first one that was kept.
    pub(crate) week: Option<(Timestamp, Tally)>,
    /// The count of two weeks ago.
    pub(crate) fortnight: Option<Tally>,
}

impl Before {
    pub(crate) async fn read(context: &Context, now: Timestamp) -> Result<Self, StoreError> {
        let this = Hour::of(now);
        let week = match context.history.near(this.plus(-WEEK), now).await? {
            Some(week) => Some(week),
            None => match context.history.first(now).await?.filter(|first| this.since(*first) < WEEK) {
                Some(first) => context.history.near(first, now).await?,
                None => None,
            },
        };
        let fortnight = context.history.near(this.plus(-2 * WEEK), now).await?;
        Ok(Self {
            week: week.map(|week| (week.taken_at, week.tally.clone())),
            fortnight: fortnight.map(|then| then.tally.clone()),
        })
    }
}

/// The section as the page shows it.
pub(crate) struct Week {
    /// The sentence about the moment that is compared with; nothing where no count was kept.
    pub(crate) since: Option<String>,
    pub(crate) rose: Vec<RidingLine>,
    pub(crate) near: Vec<RidingLine>,
    /// Ridings with signers whose number did not change in two weeks, and the sentence about how many there are.
    pub(crate) silent: Vec<RidingLine>,
    pub(crate) silent_says: Option<String>,
    /// The sentence about ridings where nobody has signed.
    pub(crate) empty: Option<String>,
}

/// A riding, and what is said of it.
pub(crate) struct RidingLine {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) sentence: String,
    pub(crate) report: String,
}

impl Week {
    pub(crate) fn of(t: &Texts, board: &Board, before: &Before) -> Self {
        let at = |tally: &Tally, row: &RidingCounts| tally.at(Place::Riding(row.standing.riding.code));
        let mut rose: Vec<_> = Vec::new();
        let mut silent: Vec<&RidingCounts> = Vec::new();
        for row in &board.rows {
            let count = row.standing.count;
            let from = before.week.as_ref().map_or(count, |(_, then)| at(then, row));
            if count > from {
                rose.push((row, from));
            }
            if count > 0 && before.fortnight.as_ref().is_some_and(|then| at(then, row) == count) {
                silent.push(row);
            }
        }
        rose.sort_by_key(|(row, from)| (Reverse(row.standing.count - from), Reverse(row.standing.count)));
        silent.sort_by_key(|row| Reverse(row.standing.count));
        let number = |number: usize| i64::try_from(number).expect("at most 343");
        let empty = number(board.rows.iter().filter(|row| row.standing.count == 0).count());
        let silent_says =
            (!silent.is_empty()).then(|| t.with("office-week-silent", [("count", number(silent.len()).into())]));
        let since = before.week.as_ref().map(|(at, _)| t.with("office-week-since", [("when", t.moment(*at).into())]));
        Self {
            since,
            rose: rose.into_iter().take(NAMED).map(|(row, from)| line(t, row, risen(t, row, from))).collect(),
            near: board
                .near_milestones(NAMED)
                .into_iter()
                .map(|(row, milestone, missing)| {
                    let words = [("missing", missing.into()), ("milestone", milestone.into())];
                    line(t, row, t.with("office-missing", words))
                })
                .collect(),
            silent: silent
                .into_iter()
                .take(NAMED)
                .map(|row| line(t, row, t.with("office-week-still", [("count", row.standing.count.into())])))
                .collect(),
            silent_says,
            empty: (empty > 0).then(|| t.with("office-week-empty", [("count", empty.into())])),
        }
    }
}

fn risen(t: &Texts, row: &RidingCounts, from: i64) -> String {
    let to = row.standing.count;
    t.with("office-week-rose-same", [("from", from.into()), ("to", to.into()), ("more", (to - from).into())])
}

fn line(t: &Texts, row: &RidingCounts, sentence: String) -> RidingLine {
    let riding = row.standing.riding;
    RidingLine {
        href: riding_path(t.locale(), riding.code),
        name: riding.shown(t.locale()).to_owned(),
        sentence,
        report: report_path(t, row),
    }
}

/// The address of a riding's one-pager.
pub(crate) fn report_path(t: &Texts, row: &RidingCounts) -> String {
    format!("/v1/organizer/report.pdf?riding={}&lang={}", row.standing.riding.code, t.locale())
}

#[cfg(test)]
mod tests {
    use domain::locale::Locale;

    use super::*;

    fn tally(counts: &[(&str, i64)]) -> Tally {
        let mut tally = Tally::default();
        for (place, count) in counts {
            tally.add(place.parse().unwrap(), *count);
        }
        tally
    }

    fn week(before: &Before) -> Week {
        let now = tally(&[("35079", 99), ("24053", 12), ("10001", 240), ("61001", 7), ("abroad", 4)]);
        let site = crate::context::plain_site();
        Week::of(site.texts(Locale::En), &Board::of(&now, site.roster(), Timestamp::UNIX_EPOCH, None, None), before)
    }

    fn named(lines: &[RidingLine]) -> Vec<String> {
        lines.iter().map(|line| format!("{}: {}", line.name, line.sentence)).collect()
    }

    #[test]
    fn what_rose_is_said_with_both_numbers_and_the_most_first() {
        let then = tally(&[("35079", 90), ("24053", 15), ("10001", 200)]);
        let at = "2026-11-19T14:00:00Z".parse().unwrap();
        let week = week(&Before { week: Some((at, then)), fortnight: None });
        let rose = named(&week.rose);
        assert_eq!(rose.len(), 3, "{rose:?}");
        assert!(rose[0].ends_with("200 → 240 (+40)") && rose[1].starts_with("Ottawa Centre: 90 → 99"), "{rose:?}");
        assert!(rose[2].ends_with("0 → 7 (+7)"));
        assert!(week.since.unwrap().contains("November 19, 2026, 9:00\u{a0}a.m."), "Ottawa’s time");
    }

    #[test]
    fn without_an_earlier_count_nothing_is_said_to_have_risen_or_to_be_silent() {
        let week = week(&Before { week: None, fortnight: None });
        assert!(week.since.is_none() && week.rose.is_empty() && week.silent.is_empty());
        assert!(week.empty.unwrap().contains("339"));
    }

    #[test]
    fn silent_is_who_has_signers_and_the_same_number_as_two_weeks_ago() {
        let then = tally(&[("35079", 99), ("24053", 11), ("61001", 7)]);
        let week = week(&Before { week: None, fortnight: Some(then) });
        let silent = named(&week.silent);
        assert_eq!(silent.len(), 2, "{silent:?}");
        assert!(silent[0].starts_with("Ottawa Centre"), "{silent:?}");
    }
}
