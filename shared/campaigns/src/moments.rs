//! Reads moments as people and programs write them. Ottawa's time is meant if no offset is given.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

use crate::texts::ottawa;

/// The length of a written day, such as `2026-11-23`.
const DAY_LENGTH: usize = 10;

/// The one of two equal hours that a time means in the night when clocks go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubled {
    First,
    Second,
}

/// Reads a moment, such as `2026-11-23T14:00`, `2026-11-23T14` or `2026-11-23T14:00:00-05:00`. A time that clocks jump
/// over in March means the hour after it.
#[must_use]
pub fn moment(text: &str, doubled: Doubled) -> Option<Timestamp> {
    let text = text.trim();
    let (day, rest) = text.split_at_checked(DAY_LENGTH)?;
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (time, offset) = rest.split_at(rest.find(['Z', 'z', '+', '-', '\u{2212}', ' ']).unwrap_or(rest.len()));
    let time: Time = if time.len() == 2 { format!("{time}:00").parse() } else { time.parse() }.ok()?;
    let at = day.parse::<Date>().ok()?.to_datetime(time);
    if offset.is_empty() {
        return in_ottawa(at, doubled);
    }
    // In an address a plus that was not escaped is a space.
    let offset = offset.replace(' ', "+").replace('\u{2212}', "-");
    let offset = match offset.len() {
        // An hour alone, as ISO 8601 allows.
        3 => format!("{offset}:00"),
        _ => offset,
    };
    format!("{at}{offset}").parse().ok()
}

/// Reads the first moment of a day in Ottawa, such as `2026-11-23`.
#[must_use]
pub fn first_of_day(text: &str) -> Option<Timestamp> {
    in_ottawa(day(text)?.to_datetime(Time::midnight()), Doubled::First)
}

/// Reads a day, such as `2026-11-23`.
#[must_use]
pub fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    text.parse().ok().filter(|_| text.len() == DAY_LENGTH)
}

fn in_ottawa(at: DateTime, doubled: Doubled) -> Option<Timestamp> {
    let possible = ottawa().to_ambiguous_timestamp(at);
    match doubled {
        Doubled::First => possible.compatible().ok(),
        Doubled::Second => possible.later().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, doubled: Doubled) -> Option<String> {
        moment(text, doubled).map(|at| at.to_string())
    }

    #[test]
    fn a_moment_is_ottawas_unless_its_offset_is_given() {
        for (text, meant) in [
            ("2026-11-25T22", "2026-11-26T03:00:00Z"),
            ("2026-11-25T22:00", "2026-11-26T03:00:00Z"),
            (" 2026-11-25 22:00:30 ", "2026-11-26T03:00:30Z"),
            ("2026-07-01T22:00", "2026-07-02T02:00:00Z"),
            ("2026-11-25T22:00:00Z", "2026-11-25T22:00:00Z"),
            ("2026-11-25t22:00z", "2026-11-25T22:00:00Z"),
            ("2026-11-25T22Z", "2026-11-25T22:00:00Z"),
            ("2026-11-25T22:00:00+05:00", "2026-11-25T17:00:00Z"),
            ("2026-11-25T22:00:00 05:00", "2026-11-25T17:00:00Z"),
            ("2026-11-25T22:00:00+05:30", "2026-11-25T16:30:00Z"),
            ("2026-11-25T22:00-0500", "2026-11-26T03:00:00Z"),
            ("2026-11-25T22:00-05", "2026-11-26T03:00:00Z"),
            ("2026-11-25T22:00:00.25\u{2212}05:00", "2026-11-26T03:00:00.25Z"),
        ] {
            assert_eq!(read(text, Doubled::First).as_deref(), Some(meant), "{text}");
            assert_eq!(read(text, Doubled::Second).as_deref(), Some(meant), "{text}");
        }
        for wrong in [
            "",
            "2026-11-25",
            "yesterday",
            "2026-13-25T22",
            "2026-11-25T24",
            "2026-11-25T2",
            "2026-11-25T22:00+99:00",
            "2026-11-25T22:00 EST",
            "\u{e9}026-11-25T22",
        ] {
            assert_eq!(read(wrong, Doubled::First), None, "{wrong}");
        }
    }

    #[test]
    fn the_doubled_hour_and_the_missing_one_are_understood() {
        assert_eq!(read("2026-11-01T01:30", Doubled::First).as_deref(), Some("2026-11-01T05:30:00Z"));
        assert_eq!(read("2026-11-01T01:30", Doubled::Second).as_deref(), Some("2026-11-01T06:30:00Z"));
        for doubled in [Doubled::First, Doubled::Second] {
            assert_eq!(read("2026-03-08T02:30", doubled), read("2026-03-08T03:30", doubled), "clocks jump over it");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_in_ottawa() {
        for (text, meant) in [("2026-11-23", "2026-11-23T05:00:00Z"), ("2026-07-01", "2026-07-01T04:00:00Z")] {
            assert_eq!(first_of_day(text).map(|at| at.to_string()).as_deref(), Some(meant), "{text}");
        }
        for wrong in ["", "2026-13-01", "1", "2026-11-23T", "2026-11-23T14", "\u{663}"] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }
}
