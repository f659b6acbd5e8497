//! A supporter's letter to their Member of Parliament, and their comment to the Prime Minister.
//!
//! The letter names no year by which the sponsorship backlog is to be cleared. At the first launch that year was 2018; the letter
//! asks for the aim of that date, and so stays right in each year.

use std::fmt;

use strum::{EnumString, IntoStaticStr};

use crate::ids::{SignerId, SubmissionId};
use crate::pledge::comment::clean;

/// The longest letter that a person may write, in characters: from the salutation to the closing.
pub const WRITTEN_MAX_CHARACTERS: usize = 5_000;
/// The longest signature, in characters.
pub const LINE_MAX_CHARACTERS: usize = 200;
/// The longest letter that is read from the store, in characters. Earlier releases took longer ones than people may write now.
pub const LETTER_MAX_CHARACTERS: usize = 10_000;

/// An official to whom a supporter may write through the campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum Addressee {
    /// The Member of Parliament for the supporter's riding.
    Member,
    PrimeMinister,
}

impl Addressee {
    pub const ALL: [Self; 2] = [Self::Member, Self::PrimeMinister];

    /// Returns the addressee's name in forms and keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

/// Names the one letter of a signer to an addressee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LetterId {
    /// The writer's address.
    pub signer: SignerId,
    /// The submission, which tells the people at that address apart.
    pub submission: SubmissionId,
    pub addressee: Addressee,
}

/// A letter that is to be sent: from the salutation to the closing, without control or direction-overriding characters.
#[derive(Clone, PartialEq, Eq)]
pub struct LetterText(String);

/// A text is longer than it may be. The message never holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text is too long")]
pub struct TooLong;

impl LetterText {
    /// Reads a letter.
    ///
    /// # Errors
    /// Fails when the text is longer than [`LETTER_MAX_CHARACTERS`].
    pub fn parse(text: &str) -> Result<Self, TooLong> {
        within(clean(text), LETTER_MAX_CHARACTERS).map(Self)
    }

    /// Reads a letter as a person wrote it; `None` when nothing was left of it.
    ///
    /// # Errors
    /// Fails when the text is longer than [`WRITTEN_MAX_CHARACTERS`].
    pub fn written(text: &str) -> Result<Option<Self>, TooLong> {
        let text = within(clean(text), WRITTEN_MAX_CHARACTERS)?;
        Ok((!text.is_empty()).then_some(Self(text)))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.0.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty())
    }
}

impl fmt::Debug for LetterText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LetterText(redacted)")
    }
}

/// Reads a signature; empty when nothing was written.
///
/// # Errors
/// Fails when it is longer than [`LINE_MAX_CHARACTERS`].
pub fn parse_line(text: &str) -> Result<String, TooLong> {
    within(clean(text).split_whitespace().collect::<Vec<_>>().join(" "), LINE_MAX_CHARACTERS)
}

fn within(text: String, max: usize) -> Result<String, TooLong> {
    if text.chars().count() > max { Err(TooLong) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_count_characters_from_both_sides() {
        let long = |max: usize| "é".repeat(max);
        assert!(LetterText::written(&long(WRITTEN_MAX_CHARACTERS)).is_ok());
        assert_eq!(LetterText::written(&long(WRITTEN_MAX_CHARACTERS + 1)), Err(TooLong));
        assert!(parse_line(&long(LINE_MAX_CHARACTERS)).is_ok());
        assert_eq!(parse_line(&long(LINE_MAX_CHARACTERS + 1)), Err(TooLong));
        assert!(LetterText::parse(&long(LETTER_MAX_CHARACTERS)).is_ok());
        assert_eq!(LetterText::parse(&long(LETTER_MAX_CHARACTERS + 1)), Err(TooLong));
    }

    #[test]
    fn a_line_is_one_line_and_a_letter_keeps_its_own() {
        assert_eq!(parse_line("Jane\r\nBcc: \u{202e}x\u{7}").unwrap(), "Jane Bcc: x");
        let written = |text: &str| LetterText::written(text).unwrap().map(|letter| letter.as_str().to_owned());
        assert_eq!(written(" One\r\ntwo \r\n\r\nthree").as_deref(), Some("One\ntwo \n\nthree"));
        assert_eq!(written(" \r\n "), None);
        assert_eq!(written("\u{200b}"), None, "nothing that anybody sees");
    }

    #[test]
    fn a_letter_is_read_paragraph_by_paragraph_and_shows_nowhere_else() {
        let letter = LetterText::parse("Dear X,\r\n\r\nOne\ntwo\n\n\n\nJane").unwrap();
        assert_eq!(letter.paragraphs().collect::<Vec<_>>(), ["Dear X,", "One\ntwo", "Jane"]);
        assert!(!format!("{letter:?}").contains("Jane"));
    }

    #[test]
    fn an_addressee_is_known_by_its_name() {
        for addressee in Addressee::ALL {
            assert_eq!(addressee.name().parse(), Ok(addressee));
        }
        assert!("minister".parse::<Addressee>().is_err());
    }
}
