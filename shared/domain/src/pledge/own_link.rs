//! The number of people who signed through a signer's own link, and what its owner may learn of it.
//!
//! A signature is a political opinion. Somebody who sends their link to one person must not learn whether that person
//! signed. So the owner sees nothing below three people, and then only the last of a few steps that the number has passed.
//! It is a day or two late, and never falls, so it tells neither the hour of a signature nor a withdrawal. An owner who
//! signs with mailboxes of their own can still bring the number close to a step. So the form asks each person who comes
//! by such a link, and counts nobody for it who unticks the box. No item says who came by which link.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// Days, in UTC, that pass before a day's signatures are shown: its own day and the whole one after it.
const DAYS_LATE: i32 = 2;
/// The least number that is shown.
pub const SHOWN_FROM: u64 = 3;
/// The shown numbers below ten. From ten on, each number is one, two or five times a power of ten.
const FIRST_STEPS: [u64; 2] = [5, SHOWN_FROM];

/// Returns the day on which a signature is counted for a link.
#[must_use]
pub fn day_of(at: Timestamp) -> Date {
    Offset::UTC.to_datetime(at).date()
}

/// Whether the signatures of a day are shown by now.
#[must_use]
pub fn is_shown(day: Date, now: Timestamp) -> bool {
    (day_of(now) - day).get_days() >= DAYS_LATE
}

/// Returns the number that the link's owner may see, "at least so many"; `None` below [`SHOWN_FROM`].
#[must_use]
pub fn at_least(people: u64) -> Option<u64> {
    if people < 10 {
        return FIRST_STEPS.into_iter().find(|step| *step <= people);
    }
    let power = 10_u64.pow(people.ilog10());
    [5, 2, 1].into_iter().filter_map(|times| power.checked_mul(times)).find(|step| *step <= people)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn fewer_than_three_are_never_shown_and_more_only_in_steps() {
        let shown: Vec<_> = (0..=10).map(at_least).collect();
        let (none, three, five) = (None, Some(3), Some(5));
        assert_eq!(shown, [none, none, none, three, three, five, five, five, five, five, Some(10)]);
        let steps = [19, 20, 49, 50, 99, 100, 199, 4_999, 5_000, u64::MAX].map(|people| at_least(people).unwrap());
        assert_eq!(steps, [10, 20, 20, 50, 50, 100, 100, 2_000, 5_000, 10_000_000_000_000_000_000]);
    }

    #[test]
    fn a_signature_is_shown_a_day_later_at_the_earliest_and_two_at_the_latest() {
        let midnight: Timestamp = "2026-11-26T00:00:00Z".parse().unwrap();
        let hours = |hours| midnight + SignedDuration::from_hours(hours);
        for (signed, shown_from) in [(hours(0), hours(48)), (hours(24) - SignedDuration::from_secs(1), hours(48))] {
            let day = day_of(signed);
            assert!(!is_shown(day, shown_from - SignedDuration::from_secs(1)) && is_shown(day, shown_from));
        }
        assert!(!is_shown(day_of(hours(24)), hours(0)), "a clock that went back shows nothing early");
    }
}
