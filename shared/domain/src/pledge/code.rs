//! The six digits beside the link in a mail: they confirm on the device where the form was filled in.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use jiff::SignedDuration;

/// How long after its form was sent a code works. The link beside it works for as long as the form lives.
pub const CODE_TIME: SignedDuration = SignedDuration::from_mins(15);
/// How often a code may be tried for one form. Each try is counted before it is looked at.
pub const CODE_TRIES_MAX: u32 = 5;
/// How many digits a code has.
pub const CODE_DIGITS: usize = 6;

/// A code, as its mail shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

/// What somebody typed where a code is asked for: six digits, or something else that is no code.
#[derive(Clone)]
pub struct TypedCode(String);

impl Code {
    /// The code that a keyed hash stands for. Six digits of 64 bits: no code is likelier than another by one in ten billion.
    #[must_use]
    pub fn from_hash(hash: &[u8; 32]) -> Self {
        let bits = u64::from_be_bytes(*hash.first_chunk().expect("a hash holds eight bytes"));
        Self(format!("{:0width$}", bits % 1_000_000, width = CODE_DIGITS))
    }

    /// The six digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is what was typed. It takes the same time whatever was typed.
    #[must_use]
    pub fn is(&self, typed: &TypedCode) -> bool {
        verify_slices_are_equal(self.0.as_bytes(), typed.0.as_bytes()).is_ok()
    }
}

impl TypedCode {
    /// Reads what was typed: spaces and hyphens are forgiven, as are digits of other scripts and full-width ones.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let digits = text.chars().take(100).filter_map(digit).map(|digit| char::from(b'0' + digit));
        let digits: String = digits.take(CODE_DIGITS + 1).collect();
        Self(if digits.len() == CODE_DIGITS { digits } else { "-".repeat(CODE_DIGITS) })
    }
}

/// The value of a decimal digit of the scripts in which numbers are typed here.
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
