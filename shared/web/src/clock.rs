//! The only source of the time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// A clock: the system's, or one that a test moves.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Manual(Arc<AtomicI64>),
}

impl Clock {
    #[must_use]
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// Makes a clock that stands still until it is moved; clones move together.
    #[must_use]
    pub fn manual(start: Timestamp) -> Self {
        Self(Source::Manual(Arc::new(AtomicI64::new(start.as_millisecond()))))
    }

    /// Returns the present time, to the millisecond.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "this is the door that the lint names")]
            Source::System => {
                Timestamp::from_millisecond(Timestamp::now().as_millisecond()).expect("the system's time is in range")
            }
            Source::Manual(now) => {
                Timestamp::from_millisecond(now.load(Ordering::SeqCst)).expect("only advanced within range")
            }
        }
    }

    /// Waits until a time. A manual clock does not wait: it moves there, as if the time had passed.
    pub async fn sleep_until(&self, time: Timestamp) {
        let wait = time.duration_since(self.now());
        match &self.0 {
            Source::System => tokio::time::sleep(wait.try_into().unwrap_or_default()).await,
            Source::Manual(now) => {
                now.fetch_max(time.as_millisecond(), Ordering::SeqCst);
            }
        }
    }

    /// Moves a manual clock forward.
    ///
    /// # Panics
    /// Panics on the system's clock, which nobody moves.
    pub fn advance(&self, by: SignedDuration) {
        match &self.0 {
            Source::System => panic!("the system's clock cannot be moved"),
            Source::Manual(now) => {
                let milliseconds = i64::try_from(by.as_millis()).expect("a test's step fits");
                now.fetch_add(milliseconds, Ordering::SeqCst);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_moves_all_its_clones() {
        let clock = Clock::manual(Timestamp::UNIX_EPOCH);
        let other = clock.clone();
        clock.advance(SignedDuration::from_mins(10));
        assert_eq!(other.now(), Timestamp::from_second(600).unwrap());
    }
}
