//! The causes for which people stop being counted.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr};

/// The cause for which signers are not counted, as the public sees it. The organizer's own words are in the log.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display, EnumString, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
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

impl Cause {
    pub const ALL: [Self; 5] = [Self::Automated, Self::Repeated, Self::Invented, Self::Disposable, Self::Ineligible];

    /// Returns the cause's name in the store, in answers and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}
