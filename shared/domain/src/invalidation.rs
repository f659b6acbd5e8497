//! Invalidation: signers who stop being counted for cause, all at once, under conditions that anybody can check, and back.
//!
//! Nothing of what they signed is touched, so that it can be undone. What the public sees of it are the causes and the
//! numbers.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::campaign::PartnerSlug;
use crate::email::EmailAddress;
use crate::identity::{InvalidationId, SubmissionId};
use crate::person_name::PersonName;
use crate::pledge::Signer;
use crate::postal_code::PostalCode;
use crate::riding::Place;

/// Why signers are not counted, as the public is told. The organizer's own words are in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Forms that a program filled in.
    Automated,
    /// One person under several addresses.
    Repeated,
    /// People who do not exist, or did not sign.
    Invented,
    /// Addresses made to be thrown away.
    Disposable,
    /// Neither in Canada nor citizens.
    Ineligible,
}

/// The text names no cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cause of an invalidation")]
pub struct NotACause;

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 5] = [Self::Automated, Self::Repeated, Self::Invented, Self::Disposable, Self::Ineligible];

    /// The name in the store, in answers and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Automated => "automated",
            Self::Repeated => "repeated",
            Self::Invented => "invented",
            Self::Disposable => "disposable",
            Self::Ineligible => "ineligible",
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Cause {
    type Err = NotACause;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|cause| cause.name() == text).ok_or(NotACause)
    }
}

/// What stands against a signer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalidated {
    /// By which invalidation.
    pub by: InvalidationId,
    /// For what.
    pub cause: Cause,
}

/// Which signers are meant: those of whom all that is given holds. Given nothing, nobody is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conditions {
    /// The domain of their address, in lower case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_domain: Option<String>,
    /// Where they live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<PostalCode>,
    /// Where they are counted: five digits, or `abroad`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Who brought them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerSlug>,
    /// Their name, however it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
    /// One signer alone: the one who confirmed this submission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission: Option<SubmissionId>,
    /// They signed then or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// They signed before then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl Conditions {
    /// Whether nothing is asked for, which means nobody and not everybody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the signer is one of those who are meant.
    #[must_use]
    pub fn hold_for(&self, signer: &Signer) -> bool {
        let draft = &signer.draft;
        let residence = &draft.residence;
        !self.is_empty()
            && self.mail_domain.as_ref().is_none_or(|domain| draft.email.domain().eq_ignore_ascii_case(domain))
            && self.postal_code.is_none_or(|code| residence.postal_code() == Some(code))
            && self.place.as_ref().is_none_or(|place| residence.place().to_string() == *place)
            && self.partner.as_ref().is_none_or(|partner| draft.partner.as_ref() == Some(partner))
            && self.name.as_ref().is_none_or(|name| draft.name.is_same_person(name))
            && self.submission.is_none_or(|submission| signer.submission == submission)
            && self.from.is_none_or(|from| signer.submitted_at >= from)
            && self.until.is_none_or(|until| signer.submitted_at < until)
    }

    /// Where they are counted, if that is asked for.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.place.as_ref()?.parse().ok()
    }
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Signers are being taken out of the count.
    Applying,
    /// All of them are.
    Applied,
    /// They are being counted again.
    Undoing,
    /// All of them are.
    Undone,
}

/// The text names no stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a stage")]
pub struct NotAStage;

impl Stage {
    const ALL: [Self; 4] = [Self::Applying, Self::Applied, Self::Undoing, Self::Undone];

    /// The name in the store and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Applying => "applying",
            Self::Applied => "applied",
            Self::Undoing => "undoing",
            Self::Undone => "undone",
        }
    }

    /// What it ends in, if it is still under way.
    #[must_use]
    pub const fn end(self) -> Option<Self> {
        match self {
            Self::Applying => Some(Self::Applied),
            Self::Undoing => Some(Self::Undone),
            Self::Applied | Self::Undone => None,
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Stage {
    type Err = NotAStage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|stage| stage.name() == text).ok_or(NotAStage)
    }
}

/// One invalidation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalidation {
    /// Which.
    pub id: InvalidationId,
    /// Who is meant.
    pub conditions: Conditions,
    /// Why, as the public is told.
    pub cause: Cause,
    /// Why, in the organizer's words.
    pub reason: String,
    /// Which organizer's.
    pub by: EmailAddress,
    /// When. Who confirms later is not meant.
    pub at: Timestamp,
    /// How far it is.
    pub stage: Stage,
    /// How many signers it keeps out of the count, as far as it is.
    pub signers: i64,
}

impl Invalidation {
    /// Whether the signer is meant.
    #[must_use]
    pub fn means(&self, signer: &Signer) -> bool {
        signer.confirmed_at <= self.at && self.conditions.hold_for(signer)
    }
}
