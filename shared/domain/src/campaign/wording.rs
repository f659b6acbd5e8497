//! The versions of the sentence to which people agree.

use serde::{Deserialize, Serialize};

use crate::locale::Locale;

/// A version of the sentence beside the checkbox for news, in words as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    pub version: String,
    pub en: String,
    pub fr: String,
}

impl Wording {
    #[must_use]
    pub fn sentence(&self, locale: Locale) -> &str {
        match locale {
            Locale::En => &self.en,
            Locale::Fr => &self.fr,
        }
    }
}
