//! Federal electoral districts: their codes, and the places in which people are counted.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The code of a federal electoral district: five digits that Elections Canada gives ("FED code"), such as `35079` for
/// Ottawa Centre.
///
/// A code is well formed; whether such a riding exists is for the `ridings` crate to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RidingCode(u32);

impl RidingCode {
    /// Returns the code as a number, 10000 to 62999.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    /// Returns the province whose Statistics Canada code the first two digits are.
    #[must_use]
    pub fn province(self) -> Province {
        Province::from_census_code(self.0 / 1000).expect("parsing checked the first two digits")
    }
}

impl TryFrom<u32> for RidingCode {
    type Error = NotARidingCode;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        match Province::from_census_code(number / 1000) {
            Some(_) if !number.is_multiple_of(1000) => Ok(Self(number)),
            _ => Err(NotARidingCode),
        }
    }
}

impl FromStr for RidingCode {
    type Err = NotARidingCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() != 5 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotARidingCode);
        }
        text.parse::<u32>().map_err(|_| NotARidingCode)?.try_into()
    }
}

impl TryFrom<String> for RidingCode {
    type Error = NotARidingCode;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<RidingCode> for String {
    fn from(code: RidingCode) -> Self {
        code.to_string()
    }
}

impl fmt::Display for RidingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:05}", self.0)
    }
}

/// The text is not five digits that begin with a province's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a riding code is five digits that begin with a province's code")]
pub struct NotARidingCode;

macro_rules! provinces {
    ($($province:ident $abbreviation:literal $census_code:literal $letters:literal;)+) => {
        /// A province or territory, by its two-letter abbreviation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Province {
            $(#[doc = $abbreviation] #[serde(rename = $abbreviation)] $province,)+
        }

        impl Province {
            /// All thirteen, from east to west, then the territories: Elections Canada's order.
            pub const ALL: [Self; 13] = [$(Self::$province,)+];

            /// Returns the two letters that Canada Post uses.
            #[must_use]
            pub const fn abbreviation(self) -> &'static str {
                match self { $(Self::$province => $abbreviation,)+ }
            }

            /// Returns the first letters of the province's postal codes (Canada Post, "postal districts").
            #[must_use]
            pub const fn postal_letters(self) -> &'static str {
                match self { $(Self::$province => $letters,)+ }
            }

            /// Returns the first two digits of the province's riding codes (Statistics Canada, Standard Geographical
            /// Classification).
            #[must_use]
            pub const fn census_code(self) -> u32 {
                match self { $(Self::$province => $census_code,)+ }
            }
        }
    };
}

provinces! {
    NewfoundlandAndLabrador "NL" 10 "A";
    PrinceEdwardIsland "PE" 11 "C";
    NovaScotia "NS" 12 "B";
    NewBrunswick "NB" 13 "E";
    Quebec "QC" 24 "GHJ";
    Ontario "ON" 35 "KLMNP";
    Manitoba "MB" 46 "R";
    Saskatchewan "SK" 47 "S";
    Alberta "AB" 48 "T";
    BritishColumbia "BC" 59 "V";
    Yukon "YT" 60 "Y";
    NorthwestTerritories "NT" 61 "X";
    Nunavut "NU" 62 "X";
}

impl Province {
    fn from_census_code(code: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|province| province.census_code() == code)
    }
}

impl fmt::Display for Province {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.abbreviation())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the two-letter abbreviation of a province or territory")]
pub struct NotAProvince;

impl FromStr for Province {
    type Err = NotAProvince;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|province| province.abbreviation() == text).ok_or(NotAProvince)
    }
}

/// The place in which a signer is counted: a riding, or abroad, which is in none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Riding(RidingCode),
    Abroad,
}

impl Place {
    /// Returns the riding, or `None` abroad.
    #[must_use]
    pub const fn riding(self) -> Option<RidingCode> {
        match self {
            Self::Riding(code) => Some(code),
            Self::Abroad => None,
        }
    }
}

impl fmt::Display for Place {
    /// Writes the tally's sort key: five digits, or `abroad`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Riding(code) => code.fmt(f),
            Self::Abroad => f.write_str("abroad"),
        }
    }
}

impl FromStr for Place {
    type Err = NotARidingCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "abroad" { Ok(Self::Abroad) } else { text.parse().map(Self::Riding) }
    }
}

impl From<RidingCode> for Place {
    fn from(code: RidingCode) -> Self {
        Self::Riding(code)
    }
}
