//! People's names: as they are written, and as they are compared.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The longest first or last name, in characters.
pub const NAME_MAX_CHARACTERS: usize = 100;

/// A first or last name: composed (NFC), with single spaces, of letters and marks, spaces, apostrophes, hyphens, periods
/// and digits inside. It cannot hold a link, a formula or a character that reorders text.
#[derive(Clone, PartialEq, Eq)]
struct Name(String);

/// A person's first and last name. Some people have one name only: then the other part is absent, never both.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct PersonName {
    first: Option<Name>,
    last: Option<Name>,
}

/// A name as it is written down in JSON: a part that is absent has no member.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Written {
    #[serde(skip_serializing_if = "String::is_empty")]
    first: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    last: String,
}

/// What is wrong with each part of a name, one of them at least. Messages never hold the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the first or the last name cannot be taken as it is")]
pub struct PersonNameFaults {
    /// What is wrong with the first name. It is the one that is missing when both parts are empty.
    pub first: Option<NameError>,
    /// What is wrong with the last name. It is never said to be missing.
    pub last: Option<NameError>,
}

/// Why a text is no name. Messages never hold the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was entered.
    #[error("a name is needed")]
    Missing,
    /// More than [`NAME_MAX_CHARACTERS`].
    #[error("the name is too long")]
    TooLong,
    /// It reads as a web address, which a mail program would make a link of.
    #[error("a name cannot hold a web address; put a space after a period")]
    Link,
    /// A character that names do not have, or one in first place that only stands inside.
    #[error("the name has a character that names do not have")]
    Character,
}

impl Name {
    /// Reads a name, forgiving the white space around and within it.
    ///
    /// # Errors
    /// When it is missing, too long, reads as a link, or has a character that names do not have.
    fn parse(text: &str) -> Result<Self, NameError> {
        // A character is at most four bytes, and composing at most triples a text (Unicode, "stream-safe").
        if text.len() > 12 * NAME_MAX_CHARACTERS {
            return Err(NameError::TooLong);
        }
        if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
            return Err(NameError::Character);
        }
        let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let composed: String = spaced.nfc().collect();
        let Some(first) = composed.chars().next() else { return Err(NameError::Missing) };
        if composed.chars().count() > NAME_MAX_CHARACTERS {
            return Err(NameError::TooLong);
        }
        if reads_as_link(&composed) {
            return Err(NameError::Link);
        }
        let starts_well = first.is_alphabetic() || is_apostrophe(first);
        if starts_well && composed.chars().all(belongs_in_name) && composed.chars().any(char::is_alphabetic) {
            Ok(Self(composed))
        } else {
            Err(NameError::Character)
        }
    }

    /// Reads a name that may be absent.
    fn parse_optional(text: &str) -> Result<Option<Self>, NameError> {
        match Self::parse(text) {
            Err(NameError::Missing) => Ok(None),
            parsed => parsed.map(Some),
        }
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{02bb}' | '\u{02bc}' | '\u{00b4}' | '`')
}

fn belongs_in_name(c: char) -> bool {
    c.is_alphabetic()
        || is_combining_mark(c)
        || c.is_numeric()
        || is_apostrophe(c)
        || matches!(c, ' ' | '.' | '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{00b7}' | '\u{200c}')
}

/// A scheme, `www`, an `@`, or a period with no space after it but two or more letters: `St. John` and `J.R.R.` are
/// names, `example.org` is not.
fn reads_as_link(text: &str) -> bool {
    let lower = text.to_lowercase();
    if lower.contains("://")
        || lower.contains("www.")
        || lower.starts_with("mailto:")
        || (lower.contains('@') && !lower.starts_with('@'))
    {
        return true;
    }
    let runs: Vec<&str> = lower.split('.').collect();
    runs.windows(2).any(|pair| {
        let joined_before = pair[0].chars().next_back().is_some_and(char::is_alphanumeric);
        let letters_after = pair[1].chars().take_while(|c| c.is_alphanumeric() || *c == '-').count();
        joined_before && letters_after >= 2
    })
}

impl PersonName {
    /// Reads a first and a last name, of which one may be empty.
    ///
    /// # Errors
    /// What is wrong with each part. When both are empty, the first name is the one that is missing.
    pub fn parse(first: &str, last: &str) -> Result<Self, PersonNameFaults> {
        match (Name::parse_optional(first), Name::parse_optional(last)) {
            (Ok(None), Ok(None)) => Err(PersonNameFaults { first: Some(NameError::Missing), last: None }),
            (Ok(first), Ok(last)) => Ok(Self { first, last }),
            (first, last) => Err(PersonNameFaults { first: first.err(), last: last.err() }),
        }
    }

    /// The given name or names; empty where there is none.
    #[must_use]
    pub fn first(&self) -> &str {
        self.first.as_ref().map_or("", |name| &name.0)
    }

    /// The family name or names; empty where there is none.
    #[must_use]
    pub fn last(&self) -> &str {
        self.last.as_ref().map_or("", |name| &name.0)
    }

    /// The name that the person is called by: the first name, or the only one.
    #[must_use]
    pub fn called(&self) -> &str {
        if self.first.is_some() { self.first() } else { self.last() }
    }

    /// Whether two names are one person's, for an address that two people share: the same words whatever their case,
    /// accents, punctuation and order.
    #[must_use]
    pub fn is_same_person(&self, other: &Self) -> bool {
        self.words() == other.words()
    }

    /// The words of the name in the form that is compared, sorted.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let folded: String = format!("{} {}", self.first(), self.last())
            .nfkd()
            .filter(|c| !is_combining_mark(*c) && *c != '\u{200c}')
            .flat_map(char::to_lowercase)
            .map(|c| if c == '-' || matches!(c, '\u{2010}'..='\u{2013}') { ' ' } else { c })
            .collect();
        let mut words: Vec<String> = folded
            .split_whitespace()
            .map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>())
            .filter(|word| !word.is_empty())
            .collect();
        words.sort_unstable();
        words
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let space = if self.first.is_some() && self.last.is_some() { " " } else { "" };
        write!(f, "{}{space}{}", self.first(), self.last())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Name(redacted)")
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(redacted)")
    }
}

impl TryFrom<Written> for PersonName {
    type Error = PersonNameFaults;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        Self::parse(&written.first, &written.last)
    }
}

impl From<PersonName> for Written {
    fn from(name: PersonName) -> Self {
        Self { first: name.first().to_owned(), last: name.last().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn person(first: &str, last: &str) -> PersonName {
        PersonName::parse(first, last).unwrap()
    }

    #[test]
    fn a_person_may_have_one_name_in_either_place() {
        for (first, last) in [("Suharto", ""), ("", "Suharto"), (" \u{a0}", "Suharto")] {
            let name = person(first, last);
            assert_eq!((name.to_string().as_str(), name.called()), ("Suharto", "Suharto"));
            assert!(name.is_same_person(&person("SUHARTO", "")));
            let written = serde_json::to_string(&name).unwrap();
            assert_eq!(serde_json::from_str::<PersonName>(&written).unwrap(), name);
        }
        assert_eq!(person("Anne", "Roy").to_string(), "Anne Roy");
        let missing = PersonNameFaults { first: Some(NameError::Missing), last: None };
        assert_eq!(PersonName::parse(" ", ""), Err(missing));
        assert!(serde_json::from_str::<PersonName>("{}").is_err());
    }

    #[test]
    fn each_part_says_what_is_wrong_with_it() {
        let both = PersonNameFaults { first: Some(NameError::Link), last: Some(NameError::Character) };
        assert_eq!(PersonName::parse("www.x.com", "@"), Err(both));
        let last = PersonNameFaults { first: None, last: Some(NameError::Link) };
        assert_eq!(PersonName::parse("", "www.x.com"), Err(last));
    }

    #[test]
    fn real_names_are_taken_as_they_are() {
        for name in [
            "Sḵwx̱wú7mesh",
            "Zoë",
            "O'Brien",
            "D’Arcy",
            "Jean-François",
            "St. John",
            "J.R.R.",
            "Nguyễn",
            "李",
            "محمد",
            "de la Cruz",
            "'Abd",
            "Jr.",
            "Ng",
            "ʻAlapaki",
            "X Æ A",
            "Ł",
            "Gal·la",
        ] {
            assert_eq!(Name::parse(name).map(|n| n.0.nfc().collect::<String>()), Ok(name.nfc().collect()), "{name}");
        }
        assert_eq!(Name::parse("  Marie \t Ève\u{a0}").unwrap().0, "Marie Ève");
    }

    #[test]
    fn a_link_in_a_name_is_refused() {
        for name in [
            "http://evil.example",
            "www.evil",
            "evil.com",
            "Win at evil.com now",
            "a@b.c",
            "Bit.ly",
            "évil.ca",
            "x.co-op",
        ] {
            assert_eq!(Name::parse(name), Err(NameError::Link), "{name}");
        }
    }

    #[test]
    fn formulas_controls_and_direction_overrides_are_refused() {
        for name in [
            "=1+1",
            "+1",
            "-Marie",
            "@cmd",
            "7up",
            "Ma\u{0}rie",
            "Ma\u{202e}rie",
            "Ma\u{2066}rie",
            "Marie\u{200b}",
            "<b>",
            "Marie;",
            "Marie, x",
            "😀",
            "...",
            "\u{301}a",
            "a\u{ff0e}com",
        ] {
            assert_eq!(Name::parse(name), Err(NameError::Character), "{name:?}");
        }
        assert_eq!(Name::parse(" \u{a0} "), Err(NameError::Missing));
    }

    #[test]
    fn the_limit_counts_characters_from_both_sides() {
        assert!(Name::parse(&"é".repeat(NAME_MAX_CHARACTERS)).is_ok());
        assert!(Name::parse(&"e\u{301}".repeat(NAME_MAX_CHARACTERS)).is_ok());
        assert_eq!(Name::parse(&"é".repeat(NAME_MAX_CHARACTERS + 1)), Err(NameError::TooLong));
        assert_eq!(Name::parse(&"a".repeat(100_000)), Err(NameError::TooLong));
    }

    #[test]
    fn one_person_is_known_by_any_spelling_of_the_name() {
        assert!(person("Zoé", "Côté-Roy").is_same_person(&person("ZOE", "cote roy")));
        assert!(person("Anne", "O’Neil").is_same_person(&person("O'Neil", "Anne")));
        assert!(!person("Anne", "Roy").is_same_person(&person("Jean", "Roy")));
        assert!(!person("李", "明").is_same_person(&person("王", "明")));
    }

    #[test]
    fn debug_output_holds_no_name() {
        assert!(!format!("{:?}", person("Marie", "Roy")).contains("Marie"));
    }

    proptest! {
        #[test]
        fn an_accepted_name_is_read_the_same_again(text in "\\PC{0,40}") {
            if let Ok(name) = Name::parse(&text) {
                prop_assert_eq!(Name::parse(&name.0), Ok(name.clone()));
                prop_assert!(!name.0.starts_with(['=', '+', '-', '@']));
                prop_assert!(!name.0.contains("://"));
            }
        }

        #[test]
        fn no_text_makes_parsing_panic(text in any::<String>()) {
            let _ = Name::parse(&text);
        }
    }
}
