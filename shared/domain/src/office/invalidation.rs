//! Invalidation: takes signers out of the count for cause, all at once, by conditions that anybody can check, and
//! undoes it.
//!
//! The pledge itself is not touched, so that an invalidation can be undone. The public sees its causes and numbers.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr};

use crate::ids::{InvalidationId, SubmissionId};
use crate::mail::email::EmailAddress;
use crate::person::name::PersonName;
use crate::person::postal_code::PostalCode;
use crate::pledge::Signer;
use crate::slug::PartnerSlug;
use crate::tally::cause::Cause;
use crate::tally::riding::Place;

/// Conditions that select signers: a signer is meant if all given conditions hold. No condition selects nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conditions {
    /// The domain of the signer's address in lower case, or a domain above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_domain: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<PostalCode>,
    /// The place where the signer is counted: five digits, or `abroad`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The partner that brought the signer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerSlug>,
    /// The signer's name in any spelling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
    /// The submission that one meant signer confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission: Option<SubmissionId>,
    /// Submissions of which each meant signer confirmed one. They are kept until every meant signer is out of the
    /// count.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub submissions: BTreeSet<SubmissionId>,
    /// The earliest time of signing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// The time before which the signer signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// True if a condition named data that is no longer kept; the conditions then select nobody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub redacted: bool,
}

impl Conditions {
    /// Whether no condition is given, which selects nobody rather than everybody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the conditions may select one person whom somebody knows: by name, postal code or submission. A mail domain is
    /// not among them, because moderators look at many on a day of fraud.
    #[must_use]
    pub fn may_single_out(&self) -> bool {
        self.name.is_some() || self.postal_code.is_some() || self.submission.is_some()
    }

    /// Whether all conditions hold for the signer.
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

    /// Removes conditions that name one person, once every meant signer is out of the count: name, postal code and
    /// submissions. Undoing needs none of them.
    #[must_use]
    pub fn without_person(self) -> Self {
        if self.name.is_none() && self.submission.is_none() && self.submissions.is_empty() {
            return self;
        }
        let submissions = BTreeSet::new();
        Self { name: None, postal_code: None, submission: None, submissions, redacted: true, ..self }
    }

    /// Keeps only place, times and partner, for the time after everybody is forgotten.
    #[must_use]
    pub fn without_supporters(self) -> Self {
        let redacted = self.redacted || self.mail_domain.is_some() || self.postal_code.is_some();
        Self { mail_domain: None, postal_code: None, redacted, ..self.without_person() }
    }

    /// Returns the place that the conditions ask for, if any.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.place.as_ref()?.parse().ok()
    }
}

/// Whether a domain equals the other one, or stands below it.
fn is_within(domain: &str, other: &str) -> bool {
    let Some((before, end)) = domain.len().checked_sub(other.len()).and_then(|at| domain.split_at_checked(at)) else {
        return false;
    };
    end.eq_ignore_ascii_case(other) && (before.is_empty() || before.ends_with('.'))
}

/// The progress of an invalidation or an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Stage {
    Applying,
    /// All signers are out of the count.
    Applied,
    Undoing,
    /// All signers are counted again.
    Undone,
}

impl Stage {
    /// Returns the stage's name in the store and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }

    /// Returns the stage that follows when the work is finished; `None` if none is under way.
    #[must_use]
    pub const fn end(self) -> Option<Self> {
        match self {
            Self::Applying => Some(Self::Applied),
            Self::Undoing => Some(Self::Undone),
            Self::Applied | Self::Undone => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalidation {
    pub id: InvalidationId,
    /// The conditions that select its signers.
    pub conditions: Conditions,
    /// The cause as the public sees it.
    pub cause: Cause,
    /// The reason in the organizer's words.
    pub reason: String,
    /// The organizer who decided it.
    pub by: EmailAddress,
    /// The time of the decision. It covers nobody who confirms later.
    pub at: Timestamp,
    pub stage: Stage,
    /// The number of signers that it keeps out of the count so far.
    pub signers: i64,
}

impl Invalidation {
    /// Whether the invalidation covers the signer.
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
