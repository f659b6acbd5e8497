//! Invalidation: signers who stop being counted for cause, all at once, under conditions that anybody can check, and back.
//!
//! Nothing of what they signed is touched, so that it can be undone. What the public sees of it are the causes and the
//! numbers.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{InvalidationId, SubmissionId};
use crate::mail::email::EmailAddress;
use crate::person::name::PersonName;
use crate::person::postal_code::PostalCode;
use crate::pledge::Signer;
use crate::slug::PartnerSlug;
use crate::tally::cause::Cause;
use crate::tally::riding::Place;

/// Which signers are meant: those of whom all that is given holds. Given nothing, nobody is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conditions {
    /// The domain of their address in lower case, or one above it.
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
    /// These signers alone: those who confirmed one of these submissions. They are kept until everybody who is meant is out.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub submissions: BTreeSet<SubmissionId>,
    /// They signed then or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// They signed before then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Someone or something was named that is not kept any more; nobody is meant by what is left.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub redacted: bool,
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
            && !self.redacted
            && self.mail_domain.as_ref().is_none_or(|domain| is_within(draft.email.domain(), domain))
            && self.postal_code.is_none_or(|code| residence.postal_code() == Some(code))
            && self.place.as_ref().is_none_or(|place| residence.place().to_string() == *place)
            && self.partner.as_ref().is_none_or(|partner| draft.partner.as_ref() == Some(partner))
            && self.name.as_ref().is_none_or(|name| draft.name.is_same_person(name))
            && self.submission.is_none_or(|submission| signer.submission == submission)
            && (self.submissions.is_empty() || self.submissions.contains(&signer.submission))
            && self.from.is_none_or(|from| signer.submitted_at >= from)
            && self.until.is_none_or(|until| signer.submitted_at < until)
    }

    /// What is kept of them once everybody who is meant is out of the count: not one person's name, postal code or pledge.
    /// Undoing needs none of them.
    #[must_use]
    pub fn without_person(self) -> Self {
        if self.name.is_none() && self.submission.is_none() && self.submissions.is_empty() {
            return self;
        }
        let submissions = BTreeSet::new();
        Self { name: None, postal_code: None, submission: None, submissions, redacted: true, ..self }
    }

    /// What is kept of them once everybody is forgotten: where and when, and by whom they were brought.
    #[must_use]
    pub fn without_supporters(self) -> Self {
        let redacted = self.redacted || self.mail_domain.is_some() || self.postal_code.is_some();
        Self { mail_domain: None, postal_code: None, redacted, ..self.without_person() }
    }

    /// Where they are counted, if that is asked for.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.place.as_ref()?.parse().ok()
    }
}

/// Whether a domain is the other one, or stands under it.
fn is_within(domain: &str, other: &str) -> bool {
    let Some((before, end)) = domain.len().checked_sub(other.len()).and_then(|at| domain.split_at_checked(at)) else {
        return false;
    };
    end.eq_ignore_ascii_case(other) && (before.is_empty() || before.ends_with('.'))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_means_those_under_it_and_no_namesake() {
        for (domain, within) in
            [("bots.example", true), ("a.Bots.example", true), ("robots.example", false), ("bots.example.org", false)]
        {
            assert_eq!(is_within(domain, "bots.example"), within, "{domain}");
        }
    }

    #[test]
    fn once_done_no_person_is_named_and_in_the_end_no_supporters_domain_or_code() {
        let person = Conditions {
            name: Some(PersonName::parse("Zoé", "Roy").unwrap()),
            postal_code: Some("K1A 0A6".parse().unwrap()),
            place: Some("35079".to_owned()),
            ..Conditions::default()
        };
        let place = Conditions { place: Some("35079".to_owned()), redacted: true, ..Conditions::default() };
        assert_eq!(person.without_person(), place);
        let one = Conditions { submission: Some(SubmissionId::from_random([1; 16])), ..Conditions::default() };
        assert_eq!(one.without_person(), Conditions { redacted: true, ..Conditions::default() });
        let some = BTreeSet::from([SubmissionId::from_random([1; 16])]);
        let listed = Conditions { submissions: some, ..Conditions::default() };
        assert_eq!(listed.without_person(), Conditions { redacted: true, ..Conditions::default() });
        let domain = Conditions { mail_domain: Some("bots.example".to_owned()), ..Conditions::default() };
        assert_eq!(domain.clone().without_person(), domain);
        assert_eq!(domain.without_supporters(), Conditions { redacted: true, ..Conditions::default() });
        assert_eq!(place.clone().without_supporters(), place);
    }
}
