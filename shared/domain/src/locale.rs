//! The two languages of every screen, mail, error and file.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr};

/// A language of the product.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "snake_case", const_into_str)]
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
        self.into_str()
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
