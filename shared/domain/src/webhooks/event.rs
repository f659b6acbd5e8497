//! The events that recipients hear of, and the steps of a riding.

use jiff::Timestamp;
use serde_json::{Value, json};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

/// The numbers of signers at which a riding is news. Fewer than the first could point at people.
const MILESTONES: [i64; 12] = [25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000];

/// The type of a message.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(const_into_str)]
pub enum EventKind {
    #[strum(serialize = "tally.hourly")]
    TallyHourly,
    #[strum(serialize = "riding.milestone")]
    RidingMilestone,
    #[strum(serialize = "integrity.changed")]
    IntegrityChanged,
    #[strum(serialize = "consent.given")]
    ConsentGiven,
    #[strum(serialize = "consent.withdrawn")]
    ConsentWithdrawn,
    #[strum(serialize = "webhook.test")]
    Test,
}

impl EventKind {
    pub const ALL: &'static [Self] = Self::VARIANTS;

    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

/// The events that a recipient asks for together. The last one holds personal data, the others numbers alone.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Subject {
    #[strum(serialize = "tally.hourly")]
    Hours,
    #[strum(serialize = "riding.milestone")]
    Milestones,
    #[strum(serialize = "integrity.changed")]
    Integrity,
    Consents,
}

impl Subject {
    pub const ALL: &'static [Self] = Self::VARIANTS;

    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

/// A change of the count by organizers.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum IntegrityChange {
    Removed,
    Restored,
    Repaired,
}

impl IntegrityChange {
    pub const ALL: &'static [Self] = Self::VARIANTS;

    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
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
        assert!("other".parse::<Subject>().is_err());
    }
}
