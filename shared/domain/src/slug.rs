//! Slugs: the short names of campaigns and partners.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A short name of lower-case letters, digits and hyphens, in keys, URLs and folders.
macro_rules! slug {
    ($(#[$doc:meta])+ $name:ident) => {
        $(#[$doc])+
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The slug's text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NotASlug;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let good = (1..=SLUG_MAX_BYTES).contains(&text.len())
                    && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
                    && !text.starts_with('-')
                    && !text.ends_with('-');
                good.then(|| Self(text.to_owned())).ok_or(NotASlug)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotASlug;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(slug: $name) -> Self {
                slug.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

/// The longest slug.
pub const SLUG_MAX_BYTES: usize = 40;

slug! {
    /// Names a campaign. It is part of every key.
    CampaignSlug
}

slug! {
    /// Names a partner organization that brings supporters.
    PartnerSlug
}

/// The text is no slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a slug has 1 to {SLUG_MAX_BYTES} lower-case letters, digits and hyphens, with no hyphen at an end")]
pub struct NotASlug;
