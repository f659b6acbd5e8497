//! The times of further tries, as Standard Webhooks recommends them, each a little later at random.

use jiff::SignedDuration;

/// The pauses between two tries: ten tries in about three days.
const PAUSES: [SignedDuration; 9] = [
    SignedDuration::from_secs(5),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(5),
    SignedDuration::from_hours(10),
    SignedDuration::from_hours(14),
    SignedDuration::from_hours(20),
    SignedDuration::from_hours(24),
];
/// The longest pause that a recipient may ask for.
const ASKED_MAX: SignedDuration = SignedDuration::from_hours(24);
/// A pause grows by a random share of itself, up to one part in so many.
const JITTER: i64 = 5;

/// Returns the pause after that many tries, at least as long as the recipient asked for. `None` after the last try.
#[must_use]
pub fn pause_after(tries: u32, asked: Option<SignedDuration>, random: u64) -> Option<SignedDuration> {
    let pause = *PAUSES.get(usize::try_from(tries.checked_sub(1)?).ok()?)?;
    let most = u64::try_from(pause.as_millis() / i128::from(JITTER)).ok()?;
    let later = i64::try_from(random % (most + 1)).ok()?;
    let pause = pause.saturating_add(SignedDuration::from_millis(later));
    Some(pause.max(asked.unwrap_or_default().min(ASKED_MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_tries_spread_over_three_days() {
        let pauses: Vec<_> = (1..).map_while(|tries| pause_after(tries, None, 0)).collect();
        assert_eq!(pauses.len(), 9);
        let all: SignedDuration = pauses.iter().sum();
        assert!(all > SignedDuration::from_hours(72) && all < SignedDuration::from_hours(96), "{all}");
        assert!(pauses.is_sorted());
    }

    #[test]
    fn a_random_share_makes_a_pause_a_fifth_longer_at_most() {
        let second = pause_after(2, None, 0).unwrap();
        assert_eq!(pause_after(2, None, 60_000), Some(second + SignedDuration::from_mins(1)));
        assert_eq!(pause_after(2, None, 60_001), Some(second));
    }

    #[test]
    fn a_recipient_may_ask_for_a_day_and_never_for_less() {
        let asked = |hours| pause_after(1, Some(SignedDuration::from_hours(hours)), 0);
        assert_eq!(asked(3), Some(SignedDuration::from_hours(3)));
        assert_eq!(asked(24), asked(25));
        assert_eq!(pause_after(1, Some(SignedDuration::from_secs(1)), 0), Some(SignedDuration::from_secs(5)));
        assert_eq!(pause_after(10, Some(SignedDuration::from_hours(1)), 0), None, "it was the last try");
    }
}
