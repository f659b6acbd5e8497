//! Cohorts: forms that have a network, a mail domain, a minute or the look of a name in common.
//!
//! Nothing of a signer tells their network. A mark of their form does, coarse and keyed, under the form's random id. It is erased
//! after seven days or with a withdrawal.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};

use crate::ids::{DomainCode, NetworkCode, SubmissionId};
use crate::person::name::PersonName;
use crate::pledge::Submission;
use crate::time::later;

/// Days for which the mark of a cohort is kept.
pub const COHORT_DAYS: i64 = 7;

/// The shape of a name, such as `Aaaa Aa-Aa` or `aa99`, which does not reveal the name. Programs that make up names
/// often give them all one shape.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameShape(String);

/// The text is not the shape of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the shape of a name")]
pub struct NotAShape;

impl NameShape {
    /// The longest shape that is kept, in characters, so that it stays coarse.
    const MAX_CHARS: usize = 24;
    /// The number of small letters in a row from which on a run counts as long.
    const LONG_RUN: usize = 5;

    #[must_use]
    pub fn of(name: &PersonName) -> Self {
        Self::of_text(&name.to_string())
    }

    fn of_text(name: &str) -> Self {
        let class = |c: char| match c {
            c if c.is_whitespace() => ' ',
            c if c.is_uppercase() => 'A',
            c if c.is_lowercase() => 'a',
            c if c.is_numeric() => '9',
            c if c.is_alphabetic() => 'x',
            '-' => '-',
            _ => '.',
        };
        let classes: Vec<char> = name.trim().chars().map(class).collect();
        let mut shape = String::new();
        for run in classes.chunk_by(|a, b| a == b) {
            let one = run[0];
            let shown = match one {
                'a' | 'x' if run.len() >= Self::LONG_RUN => 3,
                'A' | '9' if run.len() > 1 => 2,
                _ => 1,
            };
            shape.extend(std::iter::repeat_n(one, shown));
        }
        Self(shape.chars().take(Self::MAX_CHARS).collect())
    }

    /// Returns the shape as people read it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Writes a blank as `_`, so that a shape can stand in a list that blanks separate.
impl fmt::Display for NameShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.replace(' ', "_"))
    }
}

impl FromStr for NameShape {
    type Err = NotAShape;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let allowed = !text.is_empty()
            && text.chars().count() <= Self::MAX_CHARS
            && text.chars().all(|c| matches!(c, '_' | 'A' | 'a' | '9' | 'x' | '-' | '.'));
        if allowed { Ok(Self(text.replace('_', " "))) } else { Err(NotAShape) }
    }
}

/// Marks a mailed form for a week, so that the office sees which forms belong together. All of the mark is coarse or
/// keyed, so that it leads to nobody by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortMark {
    pub submission: SubmissionId,
    /// Twenty bits of its network's code: a million values, which several networks share.
    pub network: Option<CoarseCode>,
    /// Twenty-four bits of its mail domain's code; absent at the great providers.
    pub mail_domain: Option<CoarseCode>,
    /// The minute in which the form was sent.
    pub minute: Timestamp,
    pub shape: NameShape,
}

impl CohortMark {
    /// Makes the mark of a form.
    #[must_use]
    pub fn of(submission: &Submission, mail_domain: Option<DomainCode>) -> Self {
        Self {
            submission: submission.id,
            network: submission.network.map(|code| CoarseCode::of_network(&code)),
            mail_domain: mail_domain.map(|code| CoarseCode::of_domain(&code)),
            minute: minute_of(submission.submitted_at),
            shape: NameShape::of(&submission.draft.name),
        }
    }

    /// Returns the time from which the mark no longer counts, whether or not it has been swept.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        later(self.minute, SignedDuration::from_hours(24 * COHORT_DAYS))
    }
}

/// The first characters of a keyed code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CoarseCode(String);

/// The text is no coarse code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a coarse code")]
pub struct NotACoarseCode;

impl CoarseCode {
    /// The length of a network's coarse code: five hexadecimal digits, or twenty bits.
    const NETWORK_CHARS: usize = 5;
    /// The length of a mail domain's coarse code: four characters of base64, or twenty-four bits.
    const DOMAIN_CHARS: usize = 4;

    #[must_use]
    pub fn of_network(code: &NetworkCode) -> Self {
        Self(code.short().chars().take(Self::NETWORK_CHARS).collect())
    }

    #[must_use]
    pub fn of_domain(code: &DomainCode) -> Self {
        Self(code.to_string().chars().take(Self::DOMAIN_CHARS).collect())
    }
}

impl fmt::Display for CoarseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for CoarseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CoarseCode(redacted)")
    }
}

impl FromStr for CoarseCode {
    type Err = NotACoarseCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = matches!(text.len(), Self::DOMAIN_CHARS | Self::NETWORK_CHARS);
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if fits && text.chars().all(allowed) { Ok(Self(text.to_owned())) } else { Err(NotACoarseCode) }
    }
}

/// Returns the beginning of a moment's minute.
#[must_use]
pub fn minute_of(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second().div_euclid(60) * 60).expect("it is a minute of some timestamp")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_says_how_a_name_looks_and_not_which_it_is() {
        for (name, shape) in [
            ("Mona Roy", "Aa Aa"),
            ("Josephine Tremblay-Roy", "Aaaa Aaaa-Aa"),
            ("MONA ROY", "AA AA"),
            ("mona roy77", "a a99"),
            ("\u{674e} \u{5c0f}\u{9f99}", "x x"),
            ("Mona O\u{2019}Roy", "Aa A.Aa"),
        ] {
            assert_eq!(NameShape::of_text(name).as_str(), shape);
        }
        assert_eq!(NameShape::of_text("Mona Roy"), NameShape::of_text("Luc Cote"));
        assert_eq!(NameShape::of_text(&"Ab-".repeat(40)).as_str().len(), NameShape::MAX_CHARS);
        assert!("Mona".parse::<NameShape>().is_err(), "no name passes for a shape");
    }

    #[test]
    fn a_coarse_code_is_shared_by_many_and_is_read_back() {
        let (one, other) = (
            NetworkCode::from_bytes([7; 16]),
            NetworkCode::from_bytes([7, 7, 8, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
        );
        assert_eq!(CoarseCode::of_network(&one), CoarseCode::of_network(&other));
        let domain = CoarseCode::of_domain(&"AAAAAAAAAAAAAAAAAAAAAA".parse().unwrap());
        for code in [CoarseCode::of_network(&one), domain] {
            assert_eq!(code.to_string().parse(), Ok(code));
        }
        assert_eq!("abc".parse::<CoarseCode>(), Err(NotACoarseCode));
    }
}
