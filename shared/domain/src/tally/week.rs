//! A week of the calendar, from Monday to Sunday (ISO 8601).

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::tz::TimeZone;

/// The length of a written week, such as `2026-W48`.
const LENGTH: usize = 8;

/// One week. Its text sorts as the weeks do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    year: i16,
    number: i8,
}

/// The text is not a week such as `2026-W48`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a week is written like 2026-W48")]
pub struct NotAWeek;

impl Week {
    /// Returns the week that a moment is in, by the clocks of a time zone.
    #[must_use]
    pub fn of(time: Timestamp, zone: &TimeZone) -> Self {
        let date = zone.to_datetime(time).date().iso_week_date();
        Self { year: date.year(), number: date.week() }
    }

    /// Returns the Monday of the week.
    #[must_use]
    pub fn first_day(self) -> Date {
        ISOWeekDate::new(self.year, self.number, Weekday::Monday).expect("such a week was made or read").date()
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-W{:02}", self.year, self.number)
    }
}

impl FromStr for Week {
    type Err = NotAWeek;

    fn from_str(text: &str) -> Result<Self, NotAWeek> {
        let (year, number) = text.split_once("-W").filter(|_| text.len() == LENGTH).ok_or(NotAWeek)?;
        let (year, number) = (year.parse().map_err(|_| NotAWeek)?, number.parse().map_err(|_| NotAWeek)?);
        // Some years have 53 weeks.
        ISOWeekDate::new(year, number, Weekday::Monday).map_err(|_| NotAWeek)?;
        Some(Self { year, number }).filter(|week| week.to_string() == text).ok_or(NotAWeek)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_monday_in_its_own_time_zone() {
        let ottawa = TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap();
        for (time, week) in [
            ("2026-11-23T04:59:59Z", "2026-W47"),
            ("2026-11-23T05:00:00Z", "2026-W48"),
            ("2026-12-31T12:00:00Z", "2026-W53"),
            ("2027-01-03T12:00:00Z", "2026-W53"),
            ("2027-01-04T12:00:00Z", "2027-W01"),
        ] {
            let found = Week::of(time.parse().unwrap(), &ottawa);
            assert_eq!(found.to_string(), week, "{time}");
            assert_eq!(week.parse(), Ok(found));
        }
        for wrong in ["", "2026-48", "2026-W54", "2027-W53", "2026-W00", "2026-W4", "2026-W+4", "26-W48", "2026-W048"] {
            assert_eq!(wrong.parse::<Week>(), Err(NotAWeek), "{wrong}");
        }
    }
}
