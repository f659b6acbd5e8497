//! The two languages of every screen, mail, error and file.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// English, in Canadian spelling.
    #[default]
    En,
    /// French, as written in Canada.
    Fr,
}

impl Locale {
    /// Both languages, English first.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// Returns the first segment of the language's URLs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// Returns the BCP 47 tag for `lang` attributes and formatting.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en-CA",
            Self::Fr => "fr-CA",
        }
    }

    /// Returns the language that a page offers to switch to.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::En => Self::Fr,
            Self::Fr => Self::En,
        }
    }

    /// Chooses from an `Accept-Language` header (RFC 9110, section 12.5.4); English when it asks for neither.
    #[must_use]
    pub fn preferred(accept_language: &str) -> Self {
        let mut best = (Self::En, 0.0_f32);
        for range in accept_language.split(',').take(20) {
            let mut parts = range.split(';');
            let language = parts.next().unwrap_or_default().trim().split('-').next().unwrap_or_default();
            let Ok(locale) = language.to_ascii_lowercase().parse() else { continue };
            let weight = parts.find_map(|p| p.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
            if weight > best.1 {
                best = (locale, weight);
            }
        }
        best.0
    }
}

/// The text names neither language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the locale is en or fr")]
pub struct NotALocale;

impl FromStr for Locale {
    type Err = NotALocale;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|locale| locale.code() == text).ok_or(NotALocale)
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_first_wish_among_our_languages_wins() {
        assert_eq!(Locale::preferred("fr-CA,fr;q=0.9,en;q=0.8"), Locale::Fr);
        assert_eq!(Locale::preferred("de, en;q=0.5, fr;q=0.7"), Locale::Fr);
        assert_eq!(Locale::preferred("FR"), Locale::Fr);
        assert_eq!(Locale::preferred("en;q=0.2, fr;q=0"), Locale::En);
        assert_eq!(Locale::preferred("de"), Locale::En);
        assert_eq!(Locale::preferred(""), Locale::En);
    }
}
