//! Canadian postal codes, which are forgiving to read and strict to hold.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::tally::riding::Province;
use crate::typed_text::{is_hyphen, is_invisible, of_usual_width};

/// A postal code that Canada Post could have issued: `A1A1A1`, a letter and a digit in turn.
///
/// D, F, I, O, Q and U are never used, nor W and Z in first place (Canada Post, "Addressing guidelines").
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PostalCode([u8; 6]);

/// Letters in first place: the postal districts.
const FIRST_LETTERS: &[u8] = b"ABCEGHJKLMNPRSTVXY";
/// Letters in third and fifth place.
const OTHER_LETTERS: &[u8] = b"ABCEGHJKLMNPRSTVWXYZ";
/// The number of areas that could be issued.
pub const AREAS: usize = FIRST_LETTERS.len() * 10 * OTHER_LETTERS.len();
/// The number of codes that could be issued in one area.
pub const UNITS_PER_AREA: usize = 10 * OTHER_LETTERS.len() * 10;
/// The longest input that is read, in bytes. A longer text is no postal code with odd spacing.
const LONGEST_INPUT_BYTES: usize = 64;

/// The reason why a text is no postal code. Messages never hold the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostalCodeError {
    /// Nothing was entered.
    #[error("a postal code is needed")]
    Missing,
    /// The text is not six characters in the order letter digit letter, digit letter digit.
    #[error("a postal code has six characters, such as K1A 0A6")]
    Malformed,
    /// Swapping look-alikes (O for 0, I for 1, and back) would make a good code: ask, do not assume.
    #[error("a letter stands where a digit goes, or a digit where a letter goes")]
    DidYouMean(PostalCode),
    /// The shape is right, with a letter that Canada Post does not use there.
    #[error("a letter that postal codes do not use")]
    UnusedLetter,
}

impl PostalCode {
    /// Returns the forward sortation area: the first three characters.
    #[must_use]
    pub fn area(&self) -> &str {
        std::str::from_utf8(&self.0[..3]).expect("only ASCII is stored")
    }

    /// Returns the six characters without a space, the form that is stored.
    #[must_use]
    pub fn compact(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only ASCII is stored")
    }

    /// Returns the area as a number below [`AREAS`], in the order of the codes: an index for tables.
    #[must_use]
    pub fn area_index(self) -> usize {
        let [first, digit, letter, ..] = self.0;
        (place(&FIRST_PLACES, first) * 10 + usize::from(digit - b'0')) * OTHER_LETTERS.len()
            + place(&OTHER_PLACES, letter)
    }

    /// Returns the last three characters as a number below [`UNITS_PER_AREA`], in the order of the codes.
    #[must_use]
    pub fn unit_index(self) -> usize {
        let [.., digit, letter, last] = self.0;
        (usize::from(digit - b'0') * OTHER_LETTERS.len() + place(&OTHER_PLACES, letter)) * 10 + usize::from(last - b'0')
    }

    /// Returns the code of an area and a unit index; `None` when one of them is out of range.
    #[must_use]
    pub fn from_indices(area: usize, unit: usize) -> Option<Self> {
        if area >= AREAS || unit >= UNITS_PER_AREA {
            return None;
        }
        let digit = |n: usize| b'0' + u8::try_from(n % 10).expect("below ten");
        let letters = OTHER_LETTERS.len();
        Some(Self([
            FIRST_LETTERS[area / letters / 10],
            digit(area / letters),
            OTHER_LETTERS[area % letters],
            digit(unit / 10 / letters),
            OTHER_LETTERS[unit / 10 % letters],
            digit(unit),
        ]))
    }

    /// Lists the provinces that share the code's first letter: one, or both of X's territories.
    pub fn provinces(self) -> impl Iterator<Item = Province> {
        let letter = char::from(self.0[0]);
        Province::ALL.into_iter().filter(move |province| province.postal_letters().contains(letter))
    }
}

impl FromStr for PostalCode {
    type Err = PostalCodeError;

    /// Reads a code in any case and width, with spaces, dots, hyphens, underscores or invisible characters anywhere.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() > LONGEST_INPUT_BYTES {
            return Err(PostalCodeError::Malformed);
        }
        let mut characters = [0_u8; 6];
        let mut count = 0;
        for character in of_usual_width(text).chars().filter(|&c| !is_filler(c)) {
            if count == 6 || !character.is_ascii_alphanumeric() {
                return Err(PostalCodeError::Malformed);
            }
            characters[count] = u8::try_from(character).expect("checked to be ASCII").to_ascii_uppercase();
            count += 1;
        }
        match count {
            0 => return Err(PostalCodeError::Missing),
            6 => {}
            _ => return Err(PostalCodeError::Malformed),
        }
        if let Some(code) = issued(characters) {
            return Ok(code);
        }
        if let Some(meant) = issued(with_look_alikes_swapped(characters)) {
            return Err(PostalCodeError::DidYouMean(meant));
        }
        if has_shape(characters) { Err(PostalCodeError::UnusedLetter) } else { Err(PostalCodeError::Malformed) }
    }
}

/// Whether people type the character between the others of a code. Such are white space of any kind, every hyphen (a
/// Japanese keyboard gives the mark of a long vowel for it), dots, and invisible characters.
fn is_filler(character: char) -> bool {
    character.is_whitespace()
        || is_hyphen(character)
        || is_invisible(character)
        || matches!(character, '.' | '_' | '\u{b7}' | '\u{30fb}' | '\u{30fc}')
}

/// Maps each letter of the alphabet to its place among the used ones; an unused letter has none.
const fn places(letters: &[u8]) -> [u8; 26] {
    let mut places = [u8::MAX; 26];
    let mut i = 0_u8;
    while (i as usize) < letters.len() {
        places[(letters[i as usize] - b'A') as usize] = i;
        i += 1;
    }
    places
}

const FIRST_PLACES: [u8; 26] = places(FIRST_LETTERS);
const OTHER_PLACES: [u8; 26] = places(OTHER_LETTERS);

/// Returns a letter's place. Only issued letters are stored, so each has one.
fn place(places: &[u8; 26], letter: u8) -> usize {
    usize::from(places[usize::from(letter - b'A')])
}

fn has_shape(characters: [u8; 6]) -> bool {
    characters.iter().enumerate().all(|(i, c)| if i % 2 == 0 { c.is_ascii_uppercase() } else { c.is_ascii_digit() })
}

fn issued(characters: [u8; 6]) -> Option<PostalCode> {
    let good = has_shape(characters)
        && FIRST_LETTERS.contains(&characters[0])
        && OTHER_LETTERS.contains(&characters[2])
        && OTHER_LETTERS.contains(&characters[4]);
    good.then_some(PostalCode(characters))
}

/// Puts the digit that looks like the letter where a digit goes, and the other way round.
fn with_look_alikes_swapped(mut characters: [u8; 6]) -> [u8; 6] {
    for (i, c) in characters.iter_mut().enumerate() {
        *c = match (i % 2 == 0, *c) {
            (false, b'O' | b'Q' | b'D') => b'0',
            (false, b'I' | b'L') => b'1',
            (false, b'Z') => b'2',
            (false, b'S') => b'5',
            (false, b'G') => b'6',
            (false, b'B') => b'8',
            (true, b'1') => b'L',
            (true, b'2') => b'Z',
            (true, b'5') => b'S',
            (true, b'6') => b'G',
            (true, b'8') => b'B',
            (_, other) => other,
        };
    }
    characters
}

impl fmt::Display for PostalCode {
    /// Writes the code with the space that people expect: `K1A 0A6`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (area, unit) = self.compact().split_at(3);
        write!(f, "{area} {unit}")
    }
}

impl fmt::Debug for PostalCode {
    /// Shows nothing, since a postal code is personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PostalCode(redacted)")
    }
}

impl TryFrom<String> for PostalCode {
    type Error = PostalCodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<PostalCode> for String {
    fn from(code: PostalCode) -> Self {
        code.compact().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<PostalCode, PostalCodeError> {
        text.parse()
    }

    #[test]
    fn a_code_is_read_however_it_is_spaced() {
        for text in [
            "K1A0A6",
            "k1a 0a6",
            " K1A-0A6 ",
            "k1a\u{a0}0a6",
            "K.1.A.0.A.6",
            "K1A\u{2013}0A6",
            "K1A\u{202f}0A6",
            "Ｋ１Ａ　０Ａ６",
            "ｋ１ａー０ａ６",
            "\u{200e}K1A\u{2212}0A6\u{feff}",
            "K1A\u{2e3a}0A6",
            "K1A·0A6",
        ] {
            assert_eq!(read(text).unwrap().to_string(), "K1A 0A6", "{text:?}");
        }
    }

    #[test]
    fn a_letter_o_for_a_zero_is_asked_about_not_assumed() {
        let meant = |text| match read(text) {
            Err(PostalCodeError::DidYouMean(code)) => code.to_string(),
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(meant("K1A OA6"), "K1A 0A6");
        assert_eq!(meant("KIA 0A6"), "K1A 0A6");
        assert_eq!(meant("8lb s2g"), "B1B 5Z6");
    }

    #[test]
    fn letters_canada_post_does_not_use_are_named_as_such() {
        assert_eq!(read("W1A 0A6"), Err(PostalCodeError::UnusedLetter));
        assert_eq!(read("K1F 0A6"), Err(PostalCodeError::UnusedLetter));
        assert_eq!(read("Z1A 0A6"), Err(PostalCodeError::UnusedLetter));
        assert!(read("K1W 0Z6").is_ok());
    }

    #[test]
    fn other_texts_are_malformed_or_missing() {
        for text in ["K1A", "90210", "SW1A 1AA", "K1A 0A6 x", "ééé", &"K".repeat(65)] {
            assert_eq!(read(text), Err(PostalCodeError::Malformed), "{text:?}");
        }
        assert_eq!(read(" - "), Err(PostalCodeError::Missing));
    }

    #[test]
    fn a_code_is_its_two_indices_and_back() {
        for text in ["A0A 0A0", "K1A 0A6", "Y9Z 9Z9"] {
            let code = read(text).unwrap();
            assert_eq!(PostalCode::from_indices(code.area_index(), code.unit_index()), Some(code));
        }
        assert!(read("K1A 0A6").unwrap().unit_index() < read("K1A 0A7").unwrap().unit_index());
        assert_eq!(PostalCode::from_indices(AREAS, 0), None);
        assert_eq!(PostalCode::from_indices(0, UNITS_PER_AREA), None);
    }

    #[test]
    fn the_first_letter_names_the_province() {
        let provinces = |text: &str| read(text).unwrap().provinces().collect::<Vec<_>>();
        assert_eq!(provinces("K1A 0A6"), [Province::Ontario]);
        assert_eq!(provinces("X0A 0A0"), [Province::NorthwestTerritories, Province::Nunavut]);
    }

    #[test]
    fn debug_output_holds_no_postal_code() {
        assert!(!format!("{:?}", read("K1A 0A6").unwrap()).contains("K1A"));
    }
}
