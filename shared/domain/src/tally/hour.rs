//! An hour of Coordinated Universal Time, for which a snapshot of the tally is kept.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

const SECONDS: i64 = 3600;
/// The length of a written hour, such as `2026-11-23T14`.
const LENGTH: usize = 13;

/// One hour, named by its beginning. Its text sorts as the hours do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hour(i64);

/// The text is not an hour such as `2026-11-23T14`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an hour is written like 2026-11-23T14")]
pub struct NotAnHour;

impl Hour {
    /// Returns the hour that a moment is in.
    #[must_use]
    pub fn of(time: Timestamp) -> Self {
        Self(time.as_second().div_euclid(SECONDS))
    }

    /// Returns the hour's first moment.
    #[must_use]
    pub fn start(self) -> Timestamp {
        Timestamp::from_second(self.0 * SECONDS).expect("it is an hour of some timestamp")
    }

    /// Returns the first hour of the hour's day.
    #[must_use]
    pub const fn of_day(self) -> Self {
        Self(self.0.div_euclid(24) * 24)
    }

    /// Returns the hour that many hours later, or the last one that can be written.
    #[must_use]
    pub fn plus(self, hours: i64) -> Self {
        Self(self.0.saturating_add(hours)).min(Self::of(Timestamp::MAX)).max(Self::of(Timestamp::MIN).next())
    }

    #[must_use]
    const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// Returns the number of hours since another.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }
}

impl fmt::Display for Hour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.start().to_string()[..LENGTH])
    }
}

impl FromStr for Hour {
    type Err = NotAnHour;

    fn from_str(text: &str) -> Result<Self, NotAnHour> {
        if text.len() != LENGTH {
            return Err(NotAnHour);
        }
        format!("{text}:00:00Z").parse().map(Self::of).map_err(|_| NotAnHour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn an_hour_lasts_until_the_next_begins() {
        let hour = Hour::of(time("2026-11-23T14:00:00Z"));
        assert_eq!(Hour::of(time("2026-11-23T14:59:59.999Z")), hour);
        assert_eq!(Hour::of(time("2026-11-23T15:00:00Z")), hour.plus(1));
        assert_eq!(hour.start(), time("2026-11-23T14:00:00Z"));
        assert_eq!(hour.plus(24).since(hour), 24);
        assert_eq!(Hour::of(time("1969-12-31T23:30:00Z")).start(), time("1969-12-31T23:00:00Z"));
    }

    #[test]
    fn it_is_written_so_that_it_sorts_and_read_back() {
        let hour = Hour::of(time("2026-11-23T04:30:00Z"));
        assert_eq!(hour.to_string(), "2026-11-23T04");
        assert_eq!("2026-11-23T04".parse(), Ok(hour));
        assert!(hour.to_string() < hour.plus(6).to_string());
        for wrong in ["", "2026-11-23", "2026-11-23T25", "2026-11-23T4", "2026-11-23T04:00", "2026-11-23 04x"] {
            assert_eq!(wrong.parse::<Hour>(), Err(NotAnHour), "{wrong}");
        }
    }

    #[test]
    fn there_is_a_last_hour() {
        let hour = Hour::of(time("2026-11-23T04:30:00Z"));
        assert_eq!(hour.plus(i64::MAX).start(), Hour::of(Timestamp::MAX).start());
        assert!(hour.plus(i64::MIN).start() < hour.start());
    }
}
