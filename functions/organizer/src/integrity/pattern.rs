//! A pattern among the signers that looks like fraud: its kind, its evidence, and the conditions that select its signers.

use domain::office::invalidation::Conditions;
use domain::tally::cause::Cause;
use strum::IntoStaticStr;

/// The kinds of patterns, in the order in which the page shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum PatternKind {
    /// Groups that are unlikely to be real people, across domains and networks.
    Unlikely,
    /// One name and one postal code under several addresses. On paper the same name would count once.
    SamePerson,
    /// Names at one postal code that look alike and are written in different scripts.
    LookAlike,
    /// Addresses at a domain for throwaway mail.
    Disposable,
    /// Many signers of one mail domain within an hour.
    Burst,
    /// Many signers at a mail domain of no known provider, which may take mail for any name.
    CatchAll,
    /// Many signers at one postal code.
    PostalCode,
}

impl PatternKind {
    pub const ALL: [Self; 7] = [
        Self::Unlikely,
        Self::SamePerson,
        Self::LookAlike,
        Self::Disposable,
        Self::Burst,
        Self::CatchAll,
        Self::PostalCode,
    ];

    /// The name in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }

    /// The cause of an invalidation that the pattern suggests.
    #[must_use]
    pub const fn cause(self) -> Cause {
        match self {
            Self::SamePerson | Self::LookAlike => Cause::Repeated,
            Self::Disposable => Cause::Disposable,
            Self::Burst => Cause::Automated,
            Self::Unlikely | Self::CatchAll | Self::PostalCode => Cause::Invented,
        }
    }
}

/// A text about a group of signers with two numbers in it: so many of so many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The key of the text.
    pub key: &'static str,
    pub count: i64,
    pub of: i64,
}

/// One pattern. It proves nothing; it leads to a preview of the signers who are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pub kind: PatternKind,
    /// A description with no more of a person than needed: half a postal code, a domain, initials.
    pub about: String,
    /// The number of signers in the pattern.
    pub signers: u32,
    /// The conditions that select these signers.
    pub conditions: Conditions,
    /// The evidence, for kinds whose title does not give it.
    pub evidence: Vec<Evidence>,
}

impl Pattern {
    /// Makes a pattern whose kind is evidence enough.
    pub(crate) const fn new(kind: PatternKind, about: String, signers: u32, conditions: Conditions) -> Self {
        Self { kind, about, signers, conditions, evidence: Vec::new() }
    }

    /// The number of signers, as texts take it.
    #[must_use]
    pub fn count(&self) -> i64 {
        self.signers.into()
    }

    #[must_use]
    pub const fn cause(&self) -> Cause {
        self.kind.cause()
    }
}
