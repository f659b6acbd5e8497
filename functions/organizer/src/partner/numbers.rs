//! A partner's numbers: its count, by riding, by day, and by the way in which its signers confirmed.
//!
//! A partner knows its members. Two rules keep it from learning which of them signed:
//! - A number is shown from [`PARTNER_SHOWN_FROM`] on. Of ridings with fewer only the sum is shown, and not which they are.
//!   Otherwise a 1 could tell a partner that its one member there has signed.
//! - Numbers are those of the last hour's snapshot. Otherwise a partner could write to one member and watch its number grow.
//!   The hour hides nobody who signed alone in it.
//!
//! There are no numbers of a riding by day: snapshots keep a partner's number of the whole campaign. The numbers of 500
//! partners in 343 ridings would not fit into the item of an hour, and the growth of a day is mostly below that minimum.

use std::sync::Arc;

use domain::campaign::partner::{PARTNER_SHOWN_FROM, shown_number};
use domain::office::integrity::Ways;
use domain::slug::PartnerSlug;
use domain::tally::day::Day;
use domain::tally::riding::Place;
use jiff::Timestamp;
use pages::{day_of, hours_of};
use store::{HourSnapshot, StoreError};

use crate::context::Context;

/// The days that a partner sees: about a quarter of a year.
const DAYS_MAX: usize = 92;

/// The numbers of a partner at the last hour that was counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers {
    /// The time at which the counters were read; `None` before the first hour.
    pub(crate) as_of: Option<Timestamp>,
    /// The number of signers; `None` for fewer than [`PARTNER_SHOWN_FROM`].
    pub(crate) total: Option<i64>,
    /// The ridings; `None` while there is no total, and where the hour's could not be kept.
    pub(crate) by_place: Option<ByPlace>,
    /// The days, the latest first.
    pub(crate) days: Vec<OfDay>,
    /// The ways in which signers confirmed, and the time of the recount that found them.
    pub(crate) ways: Option<(Ways, Timestamp)>,
}

/// The ridings of a partner's signers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ByPlace {
    /// The places with [`PARTNER_SHOWN_FROM`] signers or more, the most first.
    pub(crate) shown: Vec<(Place, i64)>,
    /// The signers of all other places together.
    pub(crate) others: i64,
}

/// The number of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OfDay {
    pub(crate) day: Day,
    /// The number at the first count of the day; `None` for fewer than [`PARTNER_SHOWN_FROM`].
    pub(crate) number: Option<i64>,
    /// The growth until the next day's first count, or until the last count; `None` where one of the two is not shown.
    pub(crate) growth: Option<i64>,
}

impl ByPlace {
    fn of(mut all: Vec<(Place, i64)>) -> Self {
        all.sort_by_key(|(place, count)| (std::cmp::Reverse(*count), *place));
        let (shown, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, count)| *count >= PARTNER_SHOWN_FROM);
        Self { shown, others: others.iter().map(|(_, count)| count).sum() }
    }
}

impl Numbers {
    pub(crate) async fn read(context: &Context, partner: &PartnerSlug, now: Timestamp) -> Result<Self, StoreError> {
        let report = context.tallies.last_report().await?;
        let ways = report.and_then(|report| Some((*report.partners.get(partner)?, report.at)));
        let ways = ways.filter(|(ways, _)| shown_number(ways.link + ways.code + ways.paper).is_some());
        let Some(snapshot) = context.history.latest(now).await? else { return Ok(Self { ways, ..Self::default() }) };
        let signers = number(&snapshot, partner);
        let total = shown_number(signers);
        let places = match total {
            Some(_) => context.tallies.partner_places(partner, snapshot.hour).await?,
            None => None,
        };
        Ok(Self {
            as_of: Some(snapshot.taken_at),
            total,
            by_place: places.map(ByPlace::of),
            days: by_day(context, partner, signers, now).await?,
            ways,
        })
    }
}

fn number(snapshot: &HourSnapshot, partner: &PartnerSlug) -> i64 {
    snapshot.by_partner.get(partner.as_str()).copied().unwrap_or_default()
}

/// Reads the number of each day from the snapshots. Days that no snapshot is of are left out.
async fn by_day(
    context: &Context,
    partner: &PartnerSlug,
    total: i64,
    now: Timestamp,
) -> Result<Vec<OfDay>, StoreError> {
    let Some(first) = context.history.first(now).await? else { return Ok(Vec::new()) };
    let days = day_of(now).and_those_before(day_of(first.start()), DAYS_MAX);
    let spans: Vec<_> = days.iter().map(|day| hours_of(*day)).collect();
    let snapshots = context.history.first_of(&spans, now).await?;
    let of = |(day, snapshot): (Day, Option<Arc<HourSnapshot>>)| Some((day, number(&*snapshot?, partner)));
    let mut numbers: Vec<_> = days.into_iter().zip(snapshots).filter_map(of).collect();
    numbers.sort_by_key(|(day, _)| *day);
    Ok(growing(&numbers, total))
}

/// Lists the days from the one on which a number was first shown. An earlier first day would be that of the first signature.
fn growing(numbers: &[(Day, i64)], total: i64) -> Vec<OfDay> {
    let nexts = numbers.iter().skip(1).map(|(_, number)| *number).chain([total]);
    let all = numbers.iter().zip(nexts).map(|((day, number), next)| (*day, shown_number(*number), shown_number(next)));
    let since_shown = all.skip_while(|(_, number, next)| number.or(*next).is_none());
    let growth = |number: Option<i64>, next: Option<i64>| Some(next? - number?);
    let mut days: Vec<_> =
        since_shown.map(|(day, number, next)| OfDay { day, number, growth: growth(number, next) }).collect();
    days.reverse();
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_could_point_at_a_member_is_shown_in_a_sum_alone() {
        let all = [("35079", PARTNER_SHOWN_FROM), ("24053", PARTNER_SHOWN_FROM - 1), ("10001", 1), ("abroad", 7)];
        let by_place = ByPlace::of(all.map(|(place, brought)| (place.parse().unwrap(), brought)).into());
        let shown: Vec<_> = by_place.shown.iter().map(|(place, count)| (place.to_string(), *count)).collect();
        assert_eq!(shown, [("abroad".to_owned(), 7), ("35079".to_owned(), PARTNER_SHOWN_FROM)]);
        assert_eq!(by_place.others, PARTNER_SHOWN_FROM);
    }

    #[test]
    fn days_begin_when_a_number_is_shown_and_nothing_smaller_can_be_worked_out() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let numbers = [("2026-11-20", 0), ("2026-11-21", 1), ("2026-11-22", 4), ("2026-11-23", 7), ("2026-11-24", 6)];
        let numbers = numbers.map(|(text, number)| (day(text), number));
        let seen: Vec<_> = growing(&numbers, 9).iter().map(|of| (of.day.to_string(), of.number, of.growth)).collect();
        let expected =
            [("2026-11-24", Some(6), Some(3)), ("2026-11-23", Some(7), Some(-1)), ("2026-11-22", None, None)];
        assert_eq!(seen, expected.map(|(day, number, growth)| (day.to_owned(), number, growth)));
        assert_eq!(growing(&numbers, 3)[0].growth, None, "not what is left after some withdrew");
        assert_eq!(growing(&numbers[..2], 4), []);
    }
}
