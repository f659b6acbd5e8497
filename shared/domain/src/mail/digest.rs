//! The weekly digest: a riding's number, mailed to the office of its Member of Parliament.
//!
//! An organizer sends the digests of a week in one go. A riding has one digest in a week at most, whatever is clicked.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum RunStage {
    /// The mailer has not seen them yet.
    Asked,
    /// Each digest is owed, or has its outcome.
    Queued,
    /// An organizer took them back. Those that have not left are not sent.
    TakenBack,
}

impl RunStage {
    /// Returns the stage's name in the store.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum DigestOutcome {
    /// The office's mail server took it.
    Sent,
    /// The address takes no mail.
    Refused,
    /// The office asked for no more mail, or has no published address any more.
    NotSent,
}

impl DigestOutcome {
    /// Returns the outcome's name in the store and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}
