//! A partner's numbers: its count, by riding, by day, and by the way in which its signers confirmed.
//!
//! A partner knows its members. So the number of a riding is shown from [`PARTNER_SHOWN_FROM`] on. Of the other ridings only their
//! sum is shown, and not which they are. Otherwise a 1 could tell a partner that its one member there has signed.
//!
//! There are no numbers of a riding by day: snapshots keep a partner's number of the whole campaign. The numbers of 500
//! partners in 343 ridings would not fit into the item of an hour, and the growth of a day is mostly below that minimum.

use domain::campaign::partner::PARTNER_SHOWN_FROM;
use domain::office::integrity::Ways;
use domain::slug::PartnerSlug;
use domain::tally::Tally;
use domain::tally::day::Day;
use domain::tally::riding::Place;
use jiff::Timestamp;
use pages::{day_of, hours_of};
use store::StoreError;

use crate::desk::Desk;

/// The days that a partner sees: about a quarter of a year.
const DAYS_MAX: usize = 92;

/// The numbers of a partner at a moment.
#[derive(Clone, Debug)]
pub(crate) struct Numbers {
    pub(crate) total: i64,
    /// The time at which the counters were read.
    pub(crate) as_of: Timestamp,
    pub(crate) by_place: ByPlace,
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
    /// The number at the first count of the day.
    pub(crate) number: i64,
    /// The growth until the next day's first count, or until now.
    pub(crate) growth: i64,
}

impl ByPlace {
    fn of(tally: &Tally, partner: &PartnerSlug) -> Self {
        let of = |(place, count): (Place, &domain::tally::Count)| Some((place, *count.by_partner.get(partner)?));
        let all: Vec<_> = tally.places().filter_map(of).collect();
        let (mut shown, others): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(_, count)| *count >= PARTNER_SHOWN_FROM);
        shown.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Self { shown, others: others.iter().map(|(_, count)| count).sum() }
    }
}

impl Numbers {
    pub(crate) async fn read(desk: &Desk, partner: &PartnerSlug, now: Timestamp) -> Result<Self, StoreError> {
        let snapshot = desk.snapshot(now).await?;
        let total = snapshot.tally.by_partner().get(partner).copied().unwrap_or_default();
        let report = desk.tallies.last_report().await?;
        let ways = report.and_then(|report| Some((*report.partners.get(partner)?, report.at)));
        let days = by_day(desk, partner, total, now).await?;
        let by_place = ByPlace::of(&snapshot.tally, partner);
        Ok(Self { total, as_of: snapshot.read_at, by_place, days, ways })
    }
}

/// Reads the number of each day from the snapshots. Days before the first signature, and days that no snapshot is of, are
/// left out.
async fn by_day(desk: &Desk, partner: &PartnerSlug, total: i64, now: Timestamp) -> Result<Vec<OfDay>, StoreError> {
    let Some(first) = desk.history.first(now).await? else { return Ok(Vec::new()) };
    let days = day_of(now).and_those_before(day_of(first.start()), DAYS_MAX);
    let spans: Vec<_> = days.iter().map(|day| hours_of(*day)).collect();
    let snapshots = desk.history.first_of(&spans, now).await?;
    let number =
        |snapshot: &store::HourSnapshot| snapshot.by_partner.get(partner.as_str()).copied().unwrap_or_default();
    let mut numbers: Vec<_> =
        days.into_iter().zip(snapshots).filter_map(|(day, snapshot)| Some((day, number(&*snapshot?)))).collect();
    numbers.sort_by_key(|(day, _)| *day);
    Ok(growing(&numbers, total))
}

fn growing(numbers: &[(Day, i64)], total: i64) -> Vec<OfDay> {
    let nexts = numbers.iter().skip(1).map(|(_, number)| *number).chain([total]);
    let all = numbers.iter().zip(nexts).map(|((day, number), next)| OfDay {
        day: *day,
        number: *number,
        growth: next - number,
    });
    let mut days: Vec<_> = all.skip_while(|day| day.number == 0 && day.growth == 0).collect();
    days.reverse();
    days
}

#[cfg(test)]
mod tests {
    use domain::tally::{Count, Measure};

    use super::*;

    #[test]
    fn a_number_that_could_point_at_a_member_is_shown_in_a_sum_alone() {
        let slug: PartnerSlug = "river-town".parse().unwrap();
        let mut tally = Tally::default();
        for (place, brought) in
            [("35079", PARTNER_SHOWN_FROM), ("24053", PARTNER_SHOWN_FROM - 1), ("10001", 1), ("abroad", 7)]
        {
            let mut count = Count::default();
            count.add(&Measure::Signers, 100);
            count.add(&Measure::Brought(slug.clone()), brought);
            count.add(&Measure::Brought("another".parse().unwrap()), 50);
            tally.add_count(place.parse().unwrap(), &count);
        }
        let by_place = ByPlace::of(&tally, &slug);
        let shown: Vec<_> = by_place.shown.iter().map(|(place, count)| (place.to_string(), *count)).collect();
        assert_eq!(shown, [("abroad".to_owned(), 7), ("35079".to_owned(), PARTNER_SHOWN_FROM)]);
        assert_eq!(by_place.others, PARTNER_SHOWN_FROM);
    }

    #[test]
    fn days_begin_with_the_first_signature_and_the_latest_comes_first() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let numbers = [("2026-11-20", 0), ("2026-11-21", 0), ("2026-11-22", 3), ("2026-11-23", 2)];
        let numbers = numbers.map(|(text, number)| (day(text), number));
        let seen: Vec<_> = growing(&numbers, 6).iter().map(|of| (of.day.to_string(), of.number, of.growth)).collect();
        let expected = [("2026-11-23", 2, 4), ("2026-11-22", 3, -1), ("2026-11-21", 0, 3)];
        assert_eq!(seen, expected.map(|(day, number, growth)| (day.to_owned(), number, growth)));
        assert_eq!(growing(&[], 3), []);
    }
}
