//! The weekly digest: a riding's number, mailed to the office of its Member of Parliament.
//!
//! An organizer sends the digests of a week in one go. A riding has one digest in a week at most, whatever is clicked.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::mail::email::EmailAddress;
use crate::tally::riding::RidingCode;
use crate::tally::week::Week;

/// The days for which the outcome of a digest is kept.
pub const DIGEST_DAYS: i64 = 60;

/// Names the one digest of a riding in a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DigestId {
    pub week: Week,
    pub riding: RidingCode,
}

/// A riding's numbers, as the organizer saw them who sent the digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestNumbers {
    /// The number of signers a week before.
    pub before: i64,
    pub count: i64,
    /// The milestone that was passed in the week.
    pub milestone: Option<i64>,
}

/// The stage of the digests that were sent in one go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunStage {
    /// The mailer has not seen them yet.
    Asked,
    /// Each digest is owed, or has its outcome.
    Queued,
    /// An organizer took them back. Those that have not left are not sent.
    TakenBack,
}

impl RunStage {
    const ALL: [Self; 3] = [Self::Asked, Self::Queued, Self::TakenBack];

    /// Returns the stage's name in the store.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Queued => "queued",
            Self::TakenBack => "taken-back",
        }
    }
}

/// The text names no stage, or no outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a stage or an outcome of a digest")]
pub struct NotNamed;

impl FromStr for RunStage {
    type Err = NotNamed;

    fn from_str(text: &str) -> Result<Self, NotNamed> {
        Self::ALL.into_iter().find(|stage| stage.name() == text).ok_or(NotNamed)
    }
}

/// The digests that an organizer sends in one go. It is there until each of them has its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestRun {
    pub week: Week,
    /// The time of the numbers.
    pub as_of: Timestamp,
    /// The organizer who sends them.
    pub by: EmailAddress,
    pub stage: RunStage,
    pub ridings: BTreeMap<RidingCode, DigestNumbers>,
}

/// The outcome of a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigestOutcome {
    /// The office's mail server took it.
    Sent,
    /// The address takes no mail.
    Refused,
    /// The office asked for no more mail, or has no published address any more.
    NotSent,
}

impl DigestOutcome {
    const ALL: [Self; 3] = [Self::Sent, Self::Refused, Self::NotSent];

    /// Returns the outcome's name in the store and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::NotSent => "not-sent",
        }
    }
}

impl fmt::Display for DigestOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for DigestOutcome {
    type Err = NotNamed;

    fn from_str(text: &str) -> Result<Self, NotNamed> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == text).ok_or(NotNamed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_and_outcomes_are_read_as_they_are_written() {
        for stage in RunStage::ALL {
            assert_eq!(stage.name().parse(), Ok(stage));
        }
        for outcome in DigestOutcome::ALL {
            assert_eq!(outcome.to_string().parse(), Ok(outcome));
        }
        assert_eq!("".parse::<RunStage>(), Err(NotNamed));
        assert_eq!("asked".parse::<DigestOutcome>(), Err(NotNamed));
    }
}
