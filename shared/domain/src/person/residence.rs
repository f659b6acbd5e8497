//! The home of a supporter, and how their riding was found.

use serde::{Deserialize, Serialize};

use crate::person::country::Country;
use crate::person::postal_code::PostalCode;
use crate::tally::riding::{Place, RidingCode};

/// The home of a supporter. It decides the one place where they are counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "lives", rename_all = "snake_case")]
pub enum Residence {
    /// A home at a Canadian postal code, counted in a riding.
    Canada {
        postal_code: PostalCode,
        /// The riding in which the supporter is counted.
        riding: RidingCode,
        /// The source of the riding.
        found_by: FoundBy,
    },
    /// The home of a citizen outside Canada, counted in no riding.
    Abroad { country: Country },
}

/// The way in which a riding was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// The table has one riding for the postal code.
    PostalCode,
    /// The supporter chose it, from several or against the table.
    Supporter,
}

impl Residence {
    /// Returns the place in which the supporter is counted.
    #[must_use]
    pub const fn place(&self) -> Place {
        match self {
            Self::Canada { riding, .. } => Place::Riding(*riding),
            Self::Abroad { .. } => Place::Abroad,
        }
    }

    /// Returns the postal code of those who live in Canada.
    #[must_use]
    pub const fn postal_code(&self) -> Option<PostalCode> {
        match self {
            Self::Canada { postal_code, .. } => Some(*postal_code),
            Self::Abroad { .. } => None,
        }
    }
}
