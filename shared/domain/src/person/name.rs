//! People's names, as they are written and as they are compared.

use std::fmt;

use icu_properties::props::GeneralCategory;
use serde::{Deserialize, Serialize};
use unicode_security::skeleton;

use crate::person::{address_in_name, folding, greeting};
use crate::typed_text::{self, category, is_apostrophe, is_hyphen, is_invisible};

/// The longest first or last name, in characters.
pub const NAME_MAX_CHARACTERS: usize = 100;

/// A first or last name: composed (NFC), with single spaces, of letters and marks of any script and the signs that
/// names have inside. It cannot hold a link, a formula or a character that reorders text, and at least one letter is
/// visible.
#[derive(Clone, PartialEq, Eq)]
struct Name(String);

/// A person's first and last name. Some people have one name only: then the other part is absent, never both.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct PersonName {
    first: Option<Name>,
    last: Option<Name>,
}

/// A name as JSON writes it: a part that is absent has no member.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Written {
    #[serde(skip_serializing_if = "String::is_empty")]
    first: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    last: String,
}

/// The faults of a name's parts, one at least. Messages never hold the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the first or the last name cannot be taken as it is")]
pub struct PersonNameFaults {
    /// The fault of the first name. If both parts are empty, the first name is the missing one.
    pub first: Option<NameError>,
    /// The fault of the last name, which never counts as missing.
    pub last: Option<NameError>,
}

/// The reason why a text is no name. Messages never hold the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was entered.
    #[error("a name is needed")]
    Missing,
    /// The text has more than [`NAME_MAX_CHARACTERS`].
    #[error("the name is too long")]
    TooLong,
    /// The text reads as a web address, which a mail program would turn into a link.
    #[error("a name cannot hold a web address; put a space after a period")]
    Link,
    /// The text has a character that names do not have, or begins with one that only stands inside.
    #[error("the name has a character that names do not have")]
    Character,
}

impl NameError {
    /// Returns the fault's code in interfaces. With hyphens, it ends the key of the sentence.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "name_missing",
            Self::TooLong => "name_too_long",
            Self::Link => "name_link",
            Self::Character => "name_character",
        }
    }
}

impl Name {
    /// Reads a name that may be absent. White space and invisible characters around and within it are forgiven. Joiners
    /// that belong to the spelling are kept.
    fn parse(text: &str) -> Result<Option<Self>, NameError> {
        // A character is at most four bytes, and composing at most triples a text (Unicode, "stream-safe").
        if text.len() > 12 * NAME_MAX_CHARACTERS {
            return Err(NameError::TooLong);
        }
        let text = typed_text::trim(text);
        if text.chars().any(|c| (c.is_control() && !c.is_whitespace()) || turns_direction(c)) {
            return Err(NameError::Character);
        }
        // Japanese joins two names by an equals sign of double width, where there is no double hyphen.
        let text = typed_text::of_usual_width(&text.replace('\u{ff1d}', "\u{30a0}"));
        let seen = typed_text::with_spelling_joiners(&typed_text::composed(&text));
        let name = typed_text::composed(&seen.split_whitespace().collect::<Vec<_>>().join(" "));
        let Some(first) = name.chars().next() else { return Ok(None) };
        if name.chars().count() > NAME_MAX_CHARACTERS {
            return Err(NameError::TooLong);
        }
        if address_in_name::is_in(&name) {
            return Err(NameError::Link);
        }
        let starts_well = first.is_alphanumeric() || is_apostrophe(first);
        if starts_well
            && name.chars().any(is_seen_letter)
            && name.chars().all(belongs_in_name)
            && colons_are_length(&name)
            // A vowel point that stands alone is a letter to Unicode, and no word: everybody with it would be one person.
            && !folding::words(&name).is_empty()
        {
            Ok(Some(Self(name)))
        } else {
            Err(NameError::Character)
        }
    }
}

/// Whether the character overrides or isolates the direction of the text after it.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether the character is a letter that can be seen. Fillers are letters to Unicode, and so are some apostrophes.
fn is_seen_letter(c: char) -> bool {
    let letter = matches!(
        category(c),
        GeneralCategory::UppercaseLetter
            | GeneralCategory::LowercaseLetter
            | GeneralCategory::TitlecaseLetter
            | GeneralCategory::OtherLetter
    );
    // The last two are hieroglyphs that stand for a blank.
    letter && !is_invisible(c) && !is_apostrophe(c) && !matches!(c, '\u{13441}' | '\u{13442}')
}

/// Whether names have the character: letters, marks, numbers, joiners, and signs inside names. The signs are hyphens,
/// apostrophes, middle dots, the dots between the syllables of Tibetan and the words of Ethiopic, length marks,
/// periods, slashes and parentheses.
fn belongs_in_name(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(category(c), GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark)
        || is_hyphen(c)
        || is_apostrophe(c)
        || matches!(c, ' ' | '.' | '/' | '(' | ')' | ':' | '\u{a789}' | '\u{200c}' | '\u{200d}')
        || matches!(c, '\u{b7}' | '\u{2022}' | '\u{2027}' | '\u{30fb}' | '\u{f0b}' | '\u{f0c}' | '\u{1361}')
}

/// Whether each colon marks a long vowel, as in Karonhí:io and Onkwehón:we: a letter comes before it and another after
/// it.
fn colons_are_length(name: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic() || category(c) == GeneralCategory::NonspacingMark;
    name.match_indices(':').all(|(at, _)| {
        name[..at].chars().next_back().is_some_and(is_letter) && name[at + 1..].chars().next().is_some_and(is_letter)
    })
}

impl PersonName {
    /// Reads a first and a last name, of which one may be empty.
    ///
    /// # Errors
    /// Returns the fault of each part. When both are empty, the first name is the missing one.
    pub fn parse(first: &str, last: &str) -> Result<Self, PersonNameFaults> {
        match (Name::parse(first), Name::parse(last)) {
            (Ok(None), Ok(None)) => Err(PersonNameFaults { first: Some(NameError::Missing), last: None }),
            (Ok(first), Ok(last)) => Ok(Self { first, last }),
            (first, last) => Err(PersonNameFaults { first: first.err(), last: last.err() }),
        }
    }

    /// Returns the given name or names; empty where there is none.
    #[must_use]
    pub fn first(&self) -> &str {
        self.first.as_ref().map_or("", |name| &name.0)
    }

    /// Returns the family name or names; empty where there is none.
    #[must_use]
    pub fn last(&self) -> &str {
        self.last.as_ref().map_or("", |name| &name.0)
    }

    /// Returns the name that the person is called by: the first name, or the only one.
    #[must_use]
    pub fn called(&self) -> &str {
        if self.first.is_some() { self.first() } else { self.last() }
    }

    /// Returns the name to greet the person by, in a mail that a stranger may have caused. That is [`Self::called`] if
    /// it is plainly a name, or else nothing.
    #[must_use]
    pub fn greeting(&self) -> Option<&str> {
        Some(self.called()).filter(|name| greeting::is_plainly_a_name(name))
    }

    /// Whether two names are one person's, at an address that two people share: the same words in any case, accents,
    /// punctuation and order.
    #[must_use]
    pub fn is_same_person(&self, other: &Self) -> bool {
        self.words() == other.words()
    }

    /// Lists the words of the name in the form that is compared, sorted. See [`folding`].
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let mut words = folding::words(self.first());
        words.extend(folding::words(self.last()));
        words.sort_unstable();
        words
    }

    /// Lists the words by their look: two names that look the same, in letters of different scripts, have one skeleton
    /// (UTS 39, section 4). It is a hint for people who look, never an identity.
    #[must_use]
    pub fn skeleton(&self) -> Vec<String> {
        let mut words: Vec<String> = self.words().iter().map(|word| skeleton(word).collect()).collect();
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
    use icu_normalizer::DecomposingNormalizerBorrowed;
    use proptest::prelude::*;

    use super::*;

    const REAL_NAMES: &[&str] = &[
        "Sḵwx̱wú7mesh",
        "7idansuu",
        "Karonhí:io",
        "Karonhíːio",
        "Karonhí꞉io",
        "Onkwehón:we",
        "Zoë",
        "O'Brien",
        "D’Arcy",
        "OʼBrien",
        "ʻAlapaki",
        "'Abd",
        "ʿAlī",
        "Jean-François",
        "St. John",
        "J.R.R.",
        "K.R.Narayanan",
        "a/l Muthusamy",
        "Mary (Molly)",
        "Jr.",
        "Ng",
        "Nguyễn",
        "de la Cruz",
        "X Æ A",
        "Ł",
        "Gal·la",
        "Ŀl",
        "Ołówek",
        "İpek",
        "ßen",
        "李",
        "マリー・クレール",
        "ジャン゠ピエール",
        "佐々木",
        "김민준",
        "محمد",
        "علی\u{200c}رضا",
        "יִצְחָק",
        "ג׳ון",
        "נחום־יוסף",
        "Αθηνά",
        "Мар’яна",
        "Андрей",
        "राम शर्मा",
        "रमा",
        "क्ष",
        "ශ්\u{200d}රීමතී",
        "র\u{200d}্যাচেল",
        "எம்.ஜி.ஆர்",
        "ਸ਼ੇਰ",
        "ไพศาล",
        "ສົມ",
        "សុខា",
        "မောင်",
        "བསྟན་འཛིན",
        "ሐና፡ተስፋ",
        "Անի",
        "ნინო",
        "ᐊᓕᓯ",
        "ᐃᓄᒃ᐀ᐊ",
    ];

    fn read(text: &str) -> Result<String, NameError> {
        Name::parse(text).map(|name| name.map(|name| name.0)).and_then(|name| name.ok_or(NameError::Missing))
    }

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
        for name in REAL_NAMES {
            assert_eq!(read(name).as_deref(), Ok(typed_text::composed(name).as_str()), "{name}");
        }
        assert_eq!(read("  Marie \t Ève\u{a0}").unwrap(), "Marie Ève");
    }

    #[test]
    fn what_nobody_sees_is_dropped_and_other_widths_are_understood() {
        for (typed, name) in [
            ("\u{200e}Marie\u{200e}", "Marie"),
            ("\u{2068}Marie\u{2069}", "Marie"),
            ("\u{feff}Ma\u{200b}rie\u{ad}", "Marie"),
            ("e\u{34f}\u{301}", "é"),
            ("葛\u{e0100}城", "葛城"),
            ("Ｍａｒｉｅ－Ｅｖｅ", "Marie-Eve"),
            ("ﾏﾘｰ･ｶﾞ", "マリー・ガ"),
            ("ジャン＝ピエール", "ジャン゠ピエール"),
            ("王　小明", "王 小明"),
        ] {
            assert_eq!(read(typed).as_deref(), Ok(name), "{typed:?}");
        }
    }

    #[test]
    fn a_link_in_a_name_is_refused() {
        for name in
            ["evil.com", "Claim prize at evil\u{34f}.com", "evil\u{fe0f}.com", "evil.\u{200b}com", "ｅｖｉｌ．ｃｏｍ"]
        {
            assert_eq!(read(name), Err(NameError::Link), "{name}");
        }
    }

    #[test]
    fn formulas_controls_and_direction_overrides_are_refused() {
        for name in [
            "=1+1",
            "＝1",
            "+1",
            "-Marie",
            "@cmd",
            "7",
            "Ma\u{0}rie",
            "Ma\u{202e}rie",
            "Ma\u{2066}rie",
            "<b>",
            "Marie;",
            "Marie, x",
            "Marie: x",
            ":Marie",
            "😀",
            "...",
            "\u{301}a",
            "(Molly)",
            "/etc",
            "\u{2bc}\u{2bc}",
            "a\u{3002}com",
        ] {
            assert_eq!(read(name), Err(NameError::Character), "{name:?}");
        }
        for name in [" \u{a0} ", "\u{3164}", "\u{115f}\u{1160}", "\u{ffa0}", "\u{200e}\u{34f}"] {
            assert_eq!(read(name), Err(NameError::Missing), "{name:?}");
        }
    }

    #[test]
    fn the_limit_counts_characters_from_both_sides() {
        assert!(read(&"é".repeat(NAME_MAX_CHARACTERS)).is_ok());
        assert!(read(&"e\u{301}".repeat(NAME_MAX_CHARACTERS)).is_ok());
        assert_eq!(read(&"é".repeat(NAME_MAX_CHARACTERS + 1)), Err(NameError::TooLong));
        assert_eq!(read(&"a".repeat(100_000)), Err(NameError::TooLong));
    }

    #[test]
    fn names_that_look_the_same_are_told_and_not_folded() {
        let (latin, cyrillic) = (person("Anna", "Roy"), person("\u{410}nna", "Roy"));
        assert!(!latin.is_same_person(&cyrillic));
        assert_eq!(latin.skeleton(), cyrillic.skeleton());
        assert_ne!(latin.skeleton(), person("Anne", "Roy").skeleton());
    }

    #[test]
    fn people_with_one_name_are_greeted_by_it() {
        assert_eq!(person("Marie", "Roy").greeting(), Some("Marie"));
        assert_eq!(person("", "Suharto").greeting(), Some("Suharto"));
        assert_eq!(person("You won 5000 call 1 888 555 0199", "Roy").greeting(), None);
    }

    #[test]
    fn debug_output_holds_no_name() {
        assert!(!format!("{:?}", person("Marie", "Roy")).contains("Marie"));
    }

    /// Generates texts of letters, marks and signs that names have in many scripts, and of invisible characters.
    fn names() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            6 => proptest::sample::select(REAL_NAMES).prop_map(str::to_owned),
            4 => "[\\p{L}\\p{M}]{1,4}",
            1 => "[ '’.\\-‐·・/():]",
            1 => "[\u{200c}\u{200d}\u{200b}\u{34f}\u{fe0f}]",
            1 => "\\PC{1,3}",
        ];
        proptest::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat())
    }

    #[test]
    fn a_vowel_point_alone_is_no_name() {
        assert_eq!(read("\u{fe70}"), Err(NameError::Character));
        assert!(read("\u{645}\u{64f}\u{646}\u{649}").is_ok(), "a name with its vowel point");
    }

    proptest! {
        #[test]
        fn an_accepted_name_is_read_the_same_again(text in names()) {
            if let Ok(name) = read(&text) {
                prop_assert_eq!(read(&name), Ok(name.clone()));
                prop_assert!(!name.starts_with(['=', '+', '-', '@']));
                prop_assert!(!name.contains("://"));
            }
        }

        #[test]
        fn the_words_of_words_are_the_same_words(text in names()) {
            if let Ok(name) = PersonName::parse(&text, "") {
                let words = name.words();
                prop_assert!(!words.is_empty());
                let again: Vec<String> = words.iter().flat_map(|word| folding::words(word)).collect();
                prop_assert_eq!(again, words);
            }
        }

        #[test]
        fn neither_composing_nor_case_makes_another_person(text in names()) {
            if let Ok(name) = PersonName::parse(&text, "") {
                let parted: String = DecomposingNormalizerBorrowed::new_nfd().normalize(name.first()).into_owned();
                for other in [parted, name.first().to_uppercase(), name.first().to_lowercase()] {
                    if let Ok(other) = PersonName::parse(&other, "") {
                        prop_assert_eq!(other.words(), name.words());
                    }
                }
            }
        }

        #[test]
        fn what_nobody_sees_makes_no_other_person(text in names(), unseen in "[\u{200b}\u{200c}\u{200d}\u{200e}\u{34f}\u{ad}\u{fe0f}\u{3164}\u{feff}]", at in any::<proptest::sample::Index>()) {
            if let Ok(name) = PersonName::parse(&text, "") {
                let mut characters: Vec<char> = name.first().chars().collect();
                let at = at.index(characters.len() + 1);
                characters.splice(at..at, unseen.chars());
                let other: String = characters.into_iter().collect();
                if other.chars().count() <= NAME_MAX_CHARACTERS {
                    prop_assert_eq!(PersonName::parse(&other, "").map(|other| other.words()), Ok(name.words()));
                }
            }
        }

        #[test]
        fn no_text_makes_parsing_panic(text in any::<String>()) {
            if let Ok(name) = PersonName::parse(&text, "") {
                let _ = (name.words(), name.skeleton(), name.greeting());
            }
        }
    }
}
