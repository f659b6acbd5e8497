//! The six digits beside the link in a mail, which confirm on the device where the form was filled in.
//!
//! A code never opens a pledge that another form made, and asks no question. If somebody is counted at the address, it is a
//! wrong code, and the link is used.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use jiff::SignedDuration;

/// The time for which a code works after its form was sent. The link beside it works for as long as the form lives.
pub const CODE_TIME: SignedDuration = SignedDuration::from_mins(15);
/// The number of tries for one form. Each try is counted before it is looked at.
pub const CODE_TRIES_MAX: u32 = 5;
/// The number of digits of a code.
pub const CODE_DIGITS: usize = 6;

/// A code, as its mail shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

/// A typed code: six digits, or another text that is no code.
#[derive(Clone)]
pub struct TypedCode(String);

impl Code {
    /// Makes the code of a keyed hash. Six digits of 64 bits: no code is likelier than another by one in ten billion.
    #[must_use]
    pub fn from_hash(hash: &[u8; 32]) -> Self {
        let bits = u64::from_be_bytes(*hash.first_chunk().expect("a hash holds eight bytes"));
        Self(format!("{:0width$}", bits % 1_000_000, width = CODE_DIGITS))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the typed code is this one. Comparing takes the same time for every input.
    #[must_use]
    pub fn is(&self, typed: &TypedCode) -> bool {
        verify_slices_are_equal(self.0.as_bytes(), typed.0.as_bytes()).is_ok()
    }
}

impl TypedCode {
    /// Reads a typed code. Spaces and hyphens are forgiven, as are digits of other scripts and full-width ones.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let digits = text.chars().take(100).filter_map(digit).map(|digit| char::from(b'0' + digit));
        let digits: String = digits.take(CODE_DIGITS + 1).collect();
        Self(if digits.len() == CODE_DIGITS { digits } else { "-".repeat(CODE_DIGITS) })
    }
}

/// Returns the value of a decimal digit of the scripts in which numbers are typed here.
fn digit(c: char) -> Option<u8> {
    const ZEROS: [char; 8] = ['0', '\u{ff10}', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{be6}'];
    let of = |zero: char| u32::from(c).checked_sub(u32::from(zero)).filter(|value| *value < 10);
    ZEROS.into_iter().find_map(of).and_then(|value| u8::try_from(value).ok())
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(redacted)")
    }
}

impl fmt::Debug for TypedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedCode(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(first: u8) -> Code {
        let mut hash = [0; 32];
        hash[7] = first;
        Code::from_hash(&hash)
    }

    #[test]
    fn a_code_has_six_digits_and_is_not_printed() {
        assert_eq!(code(7).as_str(), "000007");
        assert_eq!(Code::from_hash(&[255; 32]).as_str().len(), CODE_DIGITS);
        assert!(!format!("{:?} {:?}", code(7), TypedCode::read("000007")).contains('7'));
    }

    #[test]
    fn it_is_known_however_it_is_typed() {
        for typed in [
            "000007",
            " 000 007 ",
            "000-007",
            "000\u{a0}007",
            "\u{ff10}00007",
            "\u{660}\u{660}\u{660}\u{660}\u{660}\u{667}",
        ] {
            assert!(code(7).is(&TypedCode::read(typed)), "{typed:?}");
        }
        for typed in ["", "000008", "00007", "0000007", "7", "000007 000007", "------"] {
            assert!(!code(7).is(&TypedCode::read(typed)), "{typed:?}");
        }
    }
}
