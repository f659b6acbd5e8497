//! Folds texts for comparison: an accent of the script is dropped, and a mark that spells another name stays.
//!
//! Marks fold where the script writes without them too: accents of Latin and Greek, stress in Cyrillic, the vowel points of
//! Arabic, Hebrew and Syriac (Unicode Standard, chapters 7 and 9). Everywhere else a mark is a vowel, a tone or a consonant
//! of its own (chapters 12, 13, 16 and 18) and stays. Letters of two scripts that look alike stay apart.

use icu_normalizer::properties::CanonicalCompositionBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, Script};

use crate::typed_text::{category, decomposed, is_apostrophe, is_hyphen, is_invisible};

/// Returns the text without case, accents, apostrophes, length marks and invisible characters. Spaces, hyphens and
/// other signs stay.
#[must_use]
pub fn folded(text: &str) -> String {
    // A file of paper signatures has eighty thousand names, most of them of these letters alone.
    if text.is_ascii() {
        return text.chars().filter(|c| !is_silent(*c)).map(|c| c.to_ascii_lowercase()).collect();
    }
    let plain = |text: &str| decomposed(&text.chars().filter(|c| !is_silent(*c)).collect::<String>());
    // Upper case first: it joins letters that lower case keeps apart, such as the two small sigmas, and ß with ss.
    let one_case: String = plain(text).chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect();
    let mut folded = String::with_capacity(one_case.len());
    let mut base = ' ';
    for c in plain(&one_case).chars().filter(|c| !is_silent(*c)) {
        if category(c) != GeneralCategory::NonspacingMark {
            base = c;
            fold_letter(c, &mut folded);
        } else if !is_accent(base, c) {
            folded.push(c);
        }
    }
    folded
}

/// Writes a character as more typefaces have it: without accents, with the usual hyphen and apostrophe, and as nothing if
/// nobody sees it. A letter of another script stays.
#[must_use]
pub fn plainly(c: char) -> String {
    match c {
        _ if is_invisible(c) => String::new(),
        _ if is_hyphen(c) => "-".to_owned(),
        _ if is_apostrophe(c) => "\u{2019}".to_owned(),
        _ if c.is_whitespace() => " ".to_owned(),
        _ if c.is_uppercase() => folded(&c.to_string()).to_uppercase(),
        _ => folded(&c.to_string()),
    }
}

/// Lists the words of a text, folded, in their order. A hyphen or any other sign parts them, as a space does.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let folded: Vec<char> = folded(text).chars().collect();
    let is_latin = |at: usize| folded.get(at).is_some_and(|c| script(*c) == Script::Latin);
    // Catalan l·l is one letter; between letters of other scripts a middle dot parts two names.
    let inside_word = |at: usize| at > 0 && is_latin(at - 1) && is_latin(at + 1);
    let kept = folded.iter().enumerate().filter(|(at, c)| **c != '\u{b7}' || !inside_word(*at));
    let joined: String = kept.map(|(_, c)| *c).collect();
    joined.split(|c| !is_of_word(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether the character is a letter, a mark or a number.
pub(crate) fn is_of_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let category = category(c);
    [GeneralCategoryGroup::Letter, GeneralCategoryGroup::Mark, GeneralCategoryGroup::Number]
        .into_iter()
        .any(|group| group.contains(category))
}

/// Returns the script that the character belongs to.
pub(crate) fn script(c: char) -> Script {
    CodePointMapData::<Script>::new().get(c)
}

/// Whether the character never makes two names different. Such are apostrophes, length marks (of Indigenous
/// orthographies, typed as a colon too), the stroke that only widens an Arabic word, and invisible characters.
fn is_silent(c: char) -> bool {
    is_apostrophe(c) || is_invisible(c) || matches!(c, ':' | '\u{2d0}' | '\u{2d1}' | '\u{a789}' | '\u{640}')
}

/// Whether a mark on this letter is an accent.
fn is_accent(base: char, mark: char) -> bool {
    match script(base) {
        // Two small strokes or a ring make another syllable of a kana, also when they follow a sign that all scripts share.
        Script::Common => script(mark) == Script::Inherited && !matches!(mark, '\u{3099}' | '\u{309a}'),
        Script::Latin | Script::Greek | Script::Arabic | Script::Hebrew | Script::Syriac => true,
        // Й, Ї, Ў and their like are letters of their own in the alphabets that have them. Ё is written Е by many (CLDR's
        // root collation gives it a secondary weight, and Й a primary one), and Ѐ and Ѝ only tell words apart.
        Script::Cyrillic => CanonicalCompositionBorrowed::new()
            .compose(base, mark)
            .is_none_or(|letter| matches!(letter, 'ё' | 'ѐ' | 'ѝ')),
        _ => false,
    }
}

/// Folds letters that do not decompose. They become what people write without the stroke or the ligature (CLDR,
/// transform Latin-ASCII). Arabic letters that Arabic, Persian and Urdu keyboards give by another number become one
/// (CLDR, collation fa).
fn fold_letter(c: char, folded: &mut String) {
    let letters = match c {
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ƀ' | 'ɓ' => "b",
        'ȼ' => "c",
        'đ' | 'ð' | 'ɖ' | 'ɗ' => "d",
        'ɇ' => "e",
        'ǥ' => "g",
        'ħ' => "h",
        'ı' | 'ɨ' => "i",
        'ɉ' => "j",
        'ƙ' => "k",
        'ł' | 'ƚ' => "l",
        'ø' => "o",
        'ɍ' => "r",
        'ŧ' | 'ⱦ' => "t",
        'ʉ' => "u",
        'ƴ' => "y",
        'ƶ' => "z",
        'ⱥ' => "a",
        '\u{671}' => "\u{627}",
        '\u{649}' | '\u{6cc}' => "\u{64a}",
        '\u{6a9}' => "\u{643}",
        '\u{6c1}' => "\u{647}",
        other => return folded.push(other),
    };
    folded.push_str(letters);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_written_plainly() {
        for (written, plain) in [
            ("Ko\u{10d}i\u{107}", "Kocic"),
            ("\u{141}ód\u{17a}", "Lodz"),
            ("non\u{2011}binding\u{200b}", "non-binding"),
            ("Kwakwak\u{2bc}wakw\u{2028}", "Kwakwak\u{2019}wakw "),
            ("\u{fb01}n\u{2122}", "fintm"),
            ("\u{1403}\u{14c4}", "\u{1403}\u{14c4}"),
        ] {
            assert_eq!(written.chars().map(plainly).collect::<String>(), plain, "{written}");
        }
    }
}
