//! Cleans text that people type and paste: invisible characters, letters of double width, and the many hyphens.

use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::props::{BidiClass, DefaultIgnorableCodePoint, GeneralCategory, JoiningType};
use icu_properties::{CodePointMapData, CodePointSetData};

const NON_JOINER: char = '\u{200c}';
const JOINER: char = '\u{200d}';
const LEFT_TO_RIGHT: char = '\u{200e}';
const RIGHT_TO_LEFT: char = '\u{200f}';
const ARABIC_LETTER: char = '\u{61c}';
/// The combining class of a virama, the sign that binds a consonant to the next.
const VIRAMA: u8 = 9;

/// Takes white space and invisible characters from both ends.
#[must_use]
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Composes a text (NFC).
pub(crate) fn composed(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

/// Composes a text after replacing characters by those that they stand for (NFKC).
pub(crate) fn plain(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned()
}

/// Decomposes a text after replacing characters by those that they stand for (NFKD).
pub(crate) fn decomposed(text: &str) -> String {
    DecomposingNormalizerBorrowed::new_nfkd().normalize(text).into_owned()
}

/// Replaces letters, digits and marks of double and half width by the usual ones (Unicode Standard, section 18.5,
/// "Halfwidth and Fullwidth Forms"). East Asian keyboards offer them.
pub(crate) fn of_usual_width(text: &str) -> String {
    let nfkc = ComposingNormalizerBorrowed::new_nfkc();
    let mut usual = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\u{3000}' | '\u{ff01}'..='\u{ffee}') {
            usual.extend(nfkc.normalize_iter(std::iter::once(c)));
        } else {
            usual.push(c);
        }
    }
    usual
}

/// Whether nobody sees the character (Unicode Standard, section 5.21, `Default_Ignorable_Code_Point`).
pub(crate) fn is_invisible(c: char) -> bool {
    !c.is_ascii() && CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// Whether a letter of the text is written from right to left, as in Arabic and Hebrew.
#[must_use]
pub fn has_right_to_left(text: &str) -> bool {
    let class = CodePointMapData::<BidiClass>::new();
    !text.is_ascii() && text.chars().any(|c| matches!(class.get(c), BidiClass::RightToLeft | BidiClass::ArabicLetter))
}

/// Drops every character that nobody sees.
pub(crate) fn without_invisible(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).collect()
}

/// Drops every character that nobody sees, and keeps the joiners that a script spells with.
pub(crate) fn with_spelling_joiners(text: &str) -> String {
    visible_and(text, |_| false)
}

/// Does what [`with_spelling_joiners`] does, and keeps the marks that set the direction of what stands beside them.
pub(crate) fn as_written(text: &str) -> String {
    visible_and(text, |c| matches!(c, LEFT_TO_RIGHT | RIGHT_TO_LEFT | ARABIC_LETTER))
}

fn visible_and(text: &str, also: impl Fn(char) -> bool) -> String {
    let mut kept = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if !is_invisible(c) || also(c) || is_spelling_joiner(&kept, c, &text[at + c.len_utf8()..]) {
            kept.push(c);
        }
    }
    kept
}

/// Whether a joiner changes the shape of the letters beside it: after a virama, before one (Bengali and Kannada ra; Unicode
/// Standard, sections 12.2 and 12.8), or between two letters that would join (RFC 5892, appendices A.1 and A.2).
fn is_spelling_joiner(before: &str, joiner: char, after: &str) -> bool {
    if !matches!(joiner, JOINER | NON_JOINER) {
        return false;
    }
    let mut next = after.chars().filter(|c| !is_invisible(*c));
    let is_virama = |c: char| CanonicalCombiningClassMapBorrowed::new().get_u8(c) == VIRAMA;
    if before.chars().next_back().is_some_and(is_virama) {
        return true;
    }
    if joiner == JOINER {
        return before.chars().next_back().is_some_and(char::is_alphabetic) && next.next().is_some_and(is_virama);
    }
    let joining = |c: char| CodePointMapData::<JoiningType>::new().get(c);
    let shaped = |c: &char| joining(*c) != JoiningType::Transparent;
    let left = before.chars().rev().find(shaped).map(joining);
    let right = next.find(shaped).map(joining);
    matches!(left, Some(JoiningType::LeftJoining | JoiningType::DualJoining))
        && matches!(right, Some(JoiningType::RightJoining | JoiningType::DualJoining))
}

/// Returns the character's Unicode category.
pub(crate) fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

/// Whether the character is a hyphen or a dash of any script, or the minus sign.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2212}') || !c.is_ascii() && category(c) == GeneralCategory::DashPunctuation
}

/// Whether the character is used as an apostrophe: those of keyboards and of print, the letters and signs that look
/// like one, and those of Armenian and Hebrew.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{b4}' | '\u{2b9}'..='\u{2bf}' | '\u{2018}'..='\u{2019}' | '\u{201b}' | '\u{2032}' | '\u{55a}'
            | '\u{5f3}' | '\u{5f4}' | '\u{a78b}' | '\u{a78c}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_go_from_both_ends() {
        assert_eq!(trim("\u{200e} \u{feff}Marie\u{2069}\u{a0}"), "Marie");
        assert_eq!(trim("\u{3164}\u{115f}"), "");
    }

    #[test]
    fn letters_of_double_and_half_width_become_usual() {
        assert_eq!(of_usual_width("Ｋ１Ｐ　１Ｊ１＠Ⅳ"), "K1P 1J1@Ⅳ");
        assert_eq!(composed(&of_usual_width("ﾏﾘｰ･ｶﾞ")), "マリー・ガ");
    }

    #[test]
    fn a_joiner_stays_only_where_it_spells() {
        for spelled in ["ශ්\u{200d}රීමතී", "علی\u{200c}رضا", "র\u{200d}্যাচেল", "क्\u{200d}ष"]
        {
            assert_eq!(with_spelling_joiners(spelled), spelled);
        }
        for (typed, kept) in
            [("Ma\u{200c}rie", "Marie"), ("Ma\u{200d}rie", "Marie"), ("ر\u{200c}ضا", "رضا"), ("न\u{200d}न", "नन")]
        {
            assert_eq!(with_spelling_joiners(typed), kept);
        }
    }
}
