//! The event by which `EventBridge` calls a function each minute.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

/// An event that comes this late is left to the next one. `EventBridge` sends within seconds.
const LATE: SignedDuration = SignedDuration::from_secs(50);

/// An event of a schedule. An event of another type is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "detail-type")]
pub enum Scheduled {
    /// The scheduled minute has come.
    #[serde(rename = "Scheduled Event")]
    Minute {
        /// The minute that the event is for.
        #[serde(default)]
        time: Option<Timestamp>,
    },
}

impl Scheduled {
    /// Whether the event comes so late that the next minute's event comes before it.
    #[must_use]
    pub fn is_late(self, now: Timestamp) -> bool {
        let Self::Minute { time } = self;
        time.is_some_and(|time| now.duration_since(time) >= LATE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_that_lambda_repeats_a_minute_later_is_late() {
        let time: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let minute = Scheduled::Minute { time: Some(time) };
        assert!(!minute.is_late(time + SignedDuration::from_secs(49)));
        assert!(minute.is_late(time + SignedDuration::from_secs(50)));
        assert!(!minute.is_late(time - SignedDuration::from_secs(5)), "a clock that runs behind");
        assert!(!Scheduled::Minute { time: None }.is_late(time));
    }
}
