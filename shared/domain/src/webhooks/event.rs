//! The events that recipients hear of, and the steps of a riding.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde_json::{Value, json};

/// The numbers of signers at which a riding is news. Fewer than the first could point at people.
const MILESTONES: [i64; 12] = [25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000];

/// The text names nothing of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such event")]
pub struct NotAnEvent;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }

        impl FromStr for $name {
            type Err = NotAnEvent;

            fn from_str(text: &str) -> Result<Self, NotAnEvent> {
                Self::ALL.iter().copied().find(|this| this.name() == text).ok_or(NotAnEvent)
            }
        }
    };
}

named! {
    /// The type of a message.
    EventKind {
        TallyHourly = "tally.hourly",
        RidingMilestone = "riding.milestone",
        IntegrityChanged = "integrity.changed",
        ConsentGiven = "consent.given",
        ConsentWithdrawn = "consent.withdrawn",
        Test = "webhook.test",
    }
}

named! {
    /// The events that a recipient asks for together. The last one holds personal data, the others numbers alone.
    Subject {
        Hours = "tally.hourly",
        Milestones = "riding.milestone",
        Integrity = "integrity.changed",
        Consents = "consents",
    }
}

named! {
    /// A change of the count by organizers.
    IntegrityChange {
        Removed = "removed",
        Restored = "restored",
        Repaired = "repaired",
    }
}

/// Writes the body of a message, as Standard Webhooks recommends it.
#[must_use]
pub fn body(kind: EventKind, at: Timestamp, data: &Value) -> String {
    json!({ "type": kind.name(), "timestamp": at.to_string(), "data": data }).to_string()
}

/// Lists the milestones that a number passes on its way from `before` to `now`.
pub fn milestones_passed(before: i64, now: i64) -> impl Iterator<Item = i64> {
    MILESTONES.into_iter().filter(move |step| before < *step && *step <= now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_milestone_is_passed_by_the_signer_who_reaches_it() {
        let passed = |before, now| milestones_passed(before, now).collect::<Vec<_>>();
        assert_eq!(passed(24, 25), [25]);
        assert_eq!(passed(25, 49), Vec::<i64>::new());
        assert_eq!(passed(0, 1_000), [25, 50, 100, 250, 500, 1_000]);
        assert_eq!(passed(120, 80), Vec::<i64>::new(), "a number that falls is no milestone");
    }

    #[test]
    fn a_body_has_a_type_a_time_and_data() {
        let at = Timestamp::UNIX_EPOCH;
        let written = body(EventKind::Test, at, &json!({ "n": 1 }));
        let read: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read, json!({ "type": "webhook.test", "timestamp": "1970-01-01T00:00:00Z", "data": { "n": 1 } }));
    }

    #[test]
    fn names_are_read_again() {
        for kind in EventKind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(*kind));
        }
        assert_eq!("other".parse::<Subject>(), Err(NotAnEvent));
    }
}
