//! Countries where a Canadian citizen abroad may live.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::locale::Locale;

/// The table of countries, one line each: code, English name, French name, tab separated. The codes are ISO 3166-1
/// alpha-2 without Canada, plus XK for Kosovo; the names are Unicode CLDR's for en-CA and fr-CA (Unicode License v3).
const TABLE: &str = include_str!("../../data/countries.tsv");

/// A country other than Canada, by its line in the table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country(u16);

/// The text is not the code of a country other than Canada.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the country is a two-letter code other than CA")]
pub struct NotACountryAbroad;

impl Country {
    /// Lists every country, in the order of their codes.
    pub fn all() -> impl Iterator<Item = Self> {
        (0_u16..).zip(TABLE.lines()).map(|(line, _)| Self(line))
    }

    /// Returns the two-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.column(0)
    }

    /// Returns the country's name in a language.
    #[must_use]
    pub fn name(self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.column(1),
            Locale::Fr => self.column(2),
        }
    }

    fn columns(self) -> impl Iterator<Item = &'static str> {
        TABLE.lines().nth(usize::from(self.0)).into_iter().flat_map(|line| line.split('\t'))
    }

    fn column(self, index: usize) -> &'static str {
        self.columns().nth(index).expect("each line of the table has three columns; a test reads them all")
    }
}

impl FromStr for Country {
    type Err = NotACountryAbroad;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code = text.trim();
        Self::all().find(|country| country.code().eq_ignore_ascii_case(code)).ok_or(NotACountryAbroad)
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Country({})", self.code())
    }
}

impl TryFrom<String> for Country {
    type Error = NotACountryAbroad;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_a_code_and_two_names() {
        assert_eq!(Country::all().count(), 249);
        for country in Country::all() {
            assert_eq!(country.columns().count(), 3);
            assert_eq!(country.code().len(), 2);
            assert!(!country.name(Locale::En).is_empty() && !country.name(Locale::Fr).is_empty());
        }
    }

    #[test]
    fn canada_is_not_abroad() {
        assert_eq!("CA".parse::<Country>(), Err(NotACountryAbroad));
        assert_eq!("fr".parse::<Country>().unwrap().name(Locale::En), "France");
    }
}
