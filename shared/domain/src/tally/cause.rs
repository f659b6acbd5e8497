//! The causes for which people stop being counted.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The cause for which signers are not counted, as the public sees it. The organizer's own words are in the log.
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
    pub const ALL: [Self; 5] = [Self::Automated, Self::Repeated, Self::Invented, Self::Disposable, Self::Ineligible];

    /// Returns the cause's name in the store, in answers and in the keys of texts.
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
