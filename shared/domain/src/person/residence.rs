//! Where a supporter lives, and how the riding was found.

use serde::{Deserialize, Serialize};

use crate::person::country::Country;
use crate::person::postal_code::PostalCode;
use crate::tally::riding::{Place, RidingCode};

/// Where a supporter lives. It decides the one place where they are counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "lives", rename_all = "snake_case")]
pub enum Residence {
    /// At a Canadian postal code, counted in a riding.
    Canada {
        /// Personal.
        postal_code: PostalCode,
        /// Where the supporter is counted.
        riding: RidingCode,
        /// Who said so.
        found_by: FoundBy,
    },
    /// A citizen outside Canada, counted in no riding.
    Abroad {
        /// Personal.
        country: Country,
    },
}

/// How a riding was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// The table has one riding for the postal code.
    PostalCode,
    /// The supporter chose it, from several or against the table.
    Supporter,
}

impl Residence {
    /// Where the supporter is counted.
    #[must_use]
    pub const fn place(&self) -> Place {
        match self {
            Self::Canada { riding, .. } => Place::Riding(*riding),
            Self::Abroad { .. } => Place::Abroad,
        }
    }

    /// The postal code, for those who live in Canada.
    #[must_use]
    pub const fn postal_code(&self) -> Option<PostalCode> {
        match self {
            Self::Canada { postal_code, .. } => Some(*postal_code),
            Self::Abroad { .. } => None,
        }
    }
}
