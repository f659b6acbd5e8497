//! A day of the calendar, by which numbers are cited.
//!
//! The number of a day is the first that was kept in it. It does not change while the day goes on, nor afterwards.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::tally::hour::Hour;

/// The length of a written day, such as `2026-11-23`.
const LENGTH: usize = 10;

/// One day of the calendar. Its text sorts as the days do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// The text is not a day such as `2026-11-23`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a day is written like 2026-11-23")]
pub struct NotADay;

impl Day {
    /// Returns the day that a moment is in, by the clocks of a time zone.
    #[must_use]
    pub fn of(time: Timestamp, zone: &TimeZone) -> Self {
        Self(zone.to_datetime(time).date())
    }

    /// Lists the hours that begin in the day, by the clocks of a time zone: 24 of them, or one less or more when the clocks
    /// change.
    #[must_use]
    pub fn hours(self, zone: &TimeZone) -> Vec<Hour> {
        let begins =
            |date: Date| date.to_zoned_datetime(zone.clone()).ok().map(|midnight| Hour::of(midnight.timestamp()));
        let ends = self.0.tomorrow().ok().and_then(begins);
        let Some((first, end)) = begins(self.0).zip(ends) else { return Vec::new() };
        (0..end.since(first)).map(|n| first.plus(n)).collect()
    }

    #[must_use]
    pub const fn date(self) -> Date {
        self.0
    }

    /// Returns the day before, or this one at the beginning of the calendar.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.yesterday().unwrap_or(self.0))
    }

    /// Lists this many days, the last of which is this one, but none before `first`. The oldest comes first.
    #[must_use]
    pub fn and_those_before(self, first: Self, most: usize) -> Vec<Self> {
        let earlier = std::iter::successors(Some(self), |day| Some(day.before()).filter(|before| before < day));
        let mut days: Vec<_> = earlier.take_while(|day| *day >= first).take(most).collect();
        days.reverse();
        days
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Day {
    type Err = NotADay;

    /// Reads a day in its one form, so that a day has one address.
    fn from_str(text: &str) -> Result<Self, NotADay> {
        let date: Date = text.parse().map_err(|_| NotADay)?;
        if text.len() == LENGTH && date.to_string() == text { Ok(Self(date)) } else { Err(NotADay) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ottawa() -> TimeZone {
        TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap()
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_has_one_text() {
        assert_eq!(day("2026-11-23").to_string(), "2026-11-23");
        for wrong in ["", "2026-11-3", "20261123", "2026-11-23T00", "2026-13-01", "2026-02-30", "+002026-11-23", "x"] {
            assert_eq!(wrong.parse::<Day>(), Err(NotADay), "{wrong}");
        }
    }

    #[test]
    fn its_hours_are_those_of_the_clocks_there() {
        let hours = day("2026-11-23").hours(&ottawa());
        assert_eq!((hours.len(), hours[0].to_string()), (24, "2026-11-23T05".to_owned()));
        assert_eq!(hours[23].to_string(), "2026-11-24T04");
        assert!(hours.iter().all(|hour| Day::of(hour.start(), &ottawa()) == day("2026-11-23")));
        // The clocks go forward in March and back in November.
        assert_eq!(["2026-03-08", "2026-11-01"].map(|text| day(text).hours(&ottawa()).len()), [23, 25]);
    }

    #[test]
    fn days_are_listed_from_the_oldest_and_not_without_end() {
        let listed = |first: &str, most| day("2026-03-02").and_those_before(day(first), most);
        assert_eq!(
            listed("2026-02-27", 9).iter().map(Day::to_string).collect::<Vec<_>>().join(" "),
            "2026-02-27 2026-02-28 2026-03-01 2026-03-02"
        );
        assert_eq!(listed("2026-02-27", 2), [day("2026-03-01"), day("2026-03-02")]);
        assert_eq!(listed("2026-03-03", 9), []);
    }
}
