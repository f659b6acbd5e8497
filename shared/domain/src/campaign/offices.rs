//! The pages for Members' offices: each riding has one, at an address that nobody can guess.
//!
//! A code is random and says nothing of its riding. A new code takes the place of the old one, which then leads nowhere.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::tally::riding::RidingCode;

/// The letters of a code: digits and letters that nobody takes for each other on paper (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// The letters of a code, each of five bits: a hundred bits, so that nobody finds one by trying.
const LETTERS: usize = 20;
/// The letters between two hyphens of a written code.
const GROUP: usize = 5;

/// The secret part of the address of an office's page.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OfficeCode([u8; LETTERS]);

impl OfficeCode {
    /// Makes a code of random bytes, which the caller draws.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        let mut bits = u128::from_be_bytes(bytes);
        Self(std::array::from_fn(|_| {
            let letter = ALPHABET[usize::from(bits.to_le_bytes()[0] % 32)];
            bits >>= 5;
            letter
        }))
    }
}

impl PartialEq for OfficeCode {
    /// Compares in the same time, wherever two codes differ.
    fn eq(&self, other: &Self) -> bool {
        verify_slices_are_equal(&self.0, &other.0).is_ok()
    }
}

impl Eq for OfficeCode {}

impl fmt::Display for OfficeCode {
    /// Writes groups of five letters, as people read them from paper: `0k3xa-9fj2m-7hq8z-p4w1c`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, group) in self.0.chunks(GROUP).enumerate() {
            if n > 0 {
                f.write_str("-")?;
            }
            f.write_str(&String::from_utf8_lossy(group))?;
        }
        Ok(())
    }
}

impl fmt::Debug for OfficeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OfficeCode(redacted)")
    }
}

/// The text is not the code of an office's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the code of an office's page")]
pub struct NotAnOfficeCode;

impl FromStr for OfficeCode {
    type Err = NotAnOfficeCode;

    /// Reads a code as somebody types it from paper: in any case, with or without hyphens, an O for a zero, an I or L for a
    /// one.
    fn from_str(text: &str) -> Result<Self, NotAnOfficeCode> {
        let read = |letter: u8| match letter.to_ascii_lowercase() {
            b'o' => Some(b'0'),
            b'i' | b'l' => Some(b'1'),
            letter => ALPHABET.contains(&letter).then_some(letter),
        };
        let letters: Option<Vec<u8>> = text.bytes().filter(|letter| *letter != b'-').map(read).collect();
        let letters = letters.and_then(|letters| letters.try_into().ok());
        letters.map(Self).ok_or(NotAnOfficeCode)
    }
}

impl TryFrom<String> for OfficeCode {
    type Error = NotAnOfficeCode;

    fn try_from(text: String) -> Result<Self, NotAnOfficeCode> {
        text.parse()
    }
}

impl From<OfficeCode> for String {
    fn from(code: OfficeCode) -> Self {
        code.to_string()
    }
}

/// The code of a riding's page, and the time from which it leads there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeLink {
    pub code: OfficeCode,
    pub since: Timestamp,
}

/// The links of all ridings, as the campaign's desk publishes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OfficeLinks(BTreeMap<RidingCode, OfficeLink>);

impl OfficeLinks {
    /// Returns a riding's link, once it was made.
    #[must_use]
    pub fn of(&self, riding: RidingCode) -> Option<OfficeLink> {
        self.0.get(&riding).copied()
    }

    /// Finds the riding whose page has the code. It looks at every code, so that the time says nothing.
    #[must_use]
    pub fn riding_of(&self, code: OfficeCode) -> Option<RidingCode> {
        self.0.iter().fold(None, |found, (riding, link)| if link.code == code { Some(*riding) } else { found })
    }

    /// Whether some of the ridings have no link yet.
    #[must_use]
    pub fn lack(&self, ridings: impl IntoIterator<Item = RidingCode>) -> bool {
        ridings.into_iter().any(|riding| !self.0.contains_key(&riding))
    }

    /// Makes a link for each of the ridings that has none.
    pub fn complete(
        &mut self,
        ridings: impl IntoIterator<Item = RidingCode>,
        mut draw: impl FnMut() -> [u8; 16],
        now: Timestamp,
    ) {
        for riding in ridings {
            let new = || OfficeLink { code: OfficeCode::from_random(draw()), since: now };
            self.0.entry(riding).or_insert_with(new);
        }
    }

    /// Gives each of the ridings another link. The old ones lead nowhere from then on.
    pub fn replace(
        &mut self,
        ridings: impl IntoIterator<Item = RidingCode>,
        mut draw: impl FnMut() -> [u8; 16],
        now: Timestamp,
    ) {
        for riding in ridings {
            self.0.insert(riding, OfficeLink { code: OfficeCode::from_random(draw()), since: now });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn riding(code: &str) -> RidingCode {
        code.parse().unwrap()
    }

    #[test]
    fn a_code_is_read_as_it_is_printed_and_as_people_type_it() {
        let code = OfficeCode::from_random([0xA7; 16]);
        let written = code.to_string();
        assert_eq!((written.len(), written.matches('-').count()), (23, 3));
        assert_eq!(written.parse(), Ok(code));
        assert_eq!(written.to_uppercase().replace('-', "").parse(), Ok(code));
        let zero = OfficeCode::from_random([0; 16]);
        assert_eq!("OOOOO-ooooo-00000-00000".parse(), Ok(zero));
        assert_eq!(format!("{code:?}"), "OfficeCode(redacted)");
        for wrong in ["", "0000", "00000-00000-00000-0000u", "00000-00000-00000-000000", "00000 00000 00000 00000"] {
            assert_eq!(wrong.parse::<OfficeCode>(), Err(NotAnOfficeCode), "{wrong}");
        }
    }

    /// A hundred bits: each of them changes the code.
    #[test]
    fn every_bit_of_a_hundred_makes_another_code() {
        let codes = (0..128).map(|bit| OfficeCode::from_random((1_u128 << bit).to_be_bytes()).to_string());
        let other: std::collections::BTreeSet<_> = codes.filter(|code| code.trim_matches(['0', '-']) != "").collect();
        assert_eq!(other.len(), 100);
    }

    #[test]
    fn a_new_link_takes_the_place_of_the_old_one_and_the_others_stay() {
        let (ottawa, laval) = (riding("35079"), riding("24053"));
        let mut drawn = 0_u8;
        let mut draw = || {
            drawn += 1;
            [drawn; 16]
        };
        let mut links = OfficeLinks::default();
        assert!(links.lack([ottawa]));
        links.complete([ottawa, laval], &mut draw, Timestamp::UNIX_EPOCH);
        let before = links.clone();
        links.complete([ottawa, laval], &mut draw, Timestamp::MAX);
        assert!(links == before && !links.lack([ottawa, laval]));
        let old = links.of(ottawa).unwrap().code;
        assert_eq!(links.riding_of(old), Some(ottawa));
        links.replace([ottawa], &mut draw, Timestamp::MAX);
        assert_eq!((links.riding_of(old), links.of(laval)), (None, before.of(laval)));
        assert_eq!(links.riding_of(links.of(ottawa).unwrap().code), Some(ottawa));
        let written = serde_json::to_string(&links).unwrap();
        assert!(written.starts_with("{\"24053\":{\"code\":"), "{written}");
        assert_eq!(serde_json::from_str::<OfficeLinks>(&written).unwrap(), links);
    }
}
