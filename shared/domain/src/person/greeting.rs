//! Finds names that are plainly names, so that a mail may greet by them.
//!
//! Anybody who knows an address can make the campaign write to it. The greeting is then the only part of the mail that
//! a stranger chose, so it must carry no message of theirs. A real name that looks like a message is not refused; its
//! greeting goes without it.

use icu_properties::props::Script;

use crate::person::folding::{self, script};
use crate::typed_text::{is_apostrophe, is_hyphen};

/// The longest first name to greet by, in characters. Longer ones are rare, and messages are longer.
const MAX_CHARACTERS: usize = 30;
const MAX_WORDS: usize = 3;
/// The largest number of words between spaces or hyphens: Marie-Claire Anne-Lise has four.
const MAX_PARTS: usize = 4;
/// The largest number of digits. Some Indigenous spellings have one or two that are letters; telephone numbers and sums
/// of money have more.
const MAX_DIGITS: usize = 2;

/// Words of sales talk and of spelled-out addresses, folded. One of them alone may be a name (Win, Call); beside other
/// words it is probably talk.
const TALK: &[&str] = &[
    "achete", "achetez", "appelez", "argent", "arobase", "at", "bitcoin", "bonus", "buy", "cadeau", "call", "cash",
    "casino", "claim", "click", "clique", "cliquez", "com", "crypto", "deal", "dollar", "dollars", "dot", "free",
    "gagne", "gagner", "gagnez", "gratis", "gratuit", "http", "https", "loan", "money", "net", "offer", "offre", "org",
    "point", "pret", "prix", "prize", "promo", "sale", "text", "urgent", "visit", "visitez", "win", "winner", "won",
    "www", "your", "votre",
];

/// Whether a name is plainly one: short, of few words, each of one script, without numbers, addresses or talk.
pub(crate) fn is_plainly_a_name(name: &str) -> bool {
    let parts = folding::words(name);
    name.chars().count() <= MAX_CHARACTERS
        && name.split(' ').count() <= MAX_WORDS
        && parts.len() <= MAX_PARTS
        && name.chars().filter(|c| c.is_numeric()).count() <= MAX_DIGITS
        && name.chars().all(|c| folding::is_of_word(c) || is_apostrophe(c) || is_hyphen(c) || is_sign_of_first_names(c))
        && name.split(' ').all(|word| is_of_one_script(word) && periods_follow_initials(word))
        && (parts.len() == 1 || !parts.iter().any(|part| TALK.contains(&part.as_str())))
}

/// Whether first names have the sign beside letters; slashes and parentheses they do not have.
fn is_sign_of_first_names(c: char) -> bool {
    matches!(
        c,
        ' ' | '.' | ':' | '\u{a789}' | '\u{200c}' | '\u{200d}' | '\u{b7}' | '\u{2022}' | '\u{2027}' | '\u{30fb}'
    ) || matches!(c, '\u{f0b}' | '\u{f0c}' | '\u{1361}')
}

/// Whether every period of a word follows an initial, as in `J.`, `J.R.` and `J.-P.`. Any other word with a period may
/// be read as an address.
fn periods_follow_initials(word: &str) -> bool {
    let letters = |label: &str| label.chars().filter(|c| c.is_alphanumeric()).count();
    !word.contains('.') || word.split('.').all(|label| letters(label) <= 1)
}

/// Whether all letters are of one script, so that none of them poses as one of another. Japanese has three scripts.
fn is_of_one_script(word: &str) -> bool {
    let family = |c| match script(c) {
        Script::Common | Script::Inherited => None,
        Script::Hiragana | Script::Katakana | Script::Bopomofo => Some(Script::Han),
        other => Some(other),
    };
    let mut scripts = word.chars().filter_map(family);
    scripts.next().is_none_or(|first| scripts.all(|other| other == first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_greeted_by_their_names() {
        for name in [
            "Marie",
            "MARIE",
            "Jean-François",
            "Mary Ann",
            "Marie Claire Anne",
            "O’Brien",
            "J.",
            "J.R.R.",
            "J.-P.",
            "Karonhí:io",
            "7idansuu",
            "Sḵwx̱wú7mesh",
            "李",
            "さくら子",
            "マリー・クレール",
            "श्री",
            "Đặng",
            "Win",
            "Prix",
            "བསྟན་འཛིན",
            "علی\u{200c}رضا",
            "ᐊᓕᓯ",
        ] {
            assert_eq!(is_plainly_a_name(name), name != "{name}");
        }
    }

    #[test]
    fn a_message_is_no_greeting() {
        for name in [
            "Claim prize at evil",
            "Claim prize",
            "You won 5000 call 1 888 555 0199",
            "Call 1-888",
            "CLICK HERE",
            "Free-money-now",
            "evil dot com",
            "evil. com",
            "K.R.Narayanan",
            "St. John",
            "Mary (Molly)",
            "a/l Muthusamy",
            "Gagnez votre prix",
            "Cliquez ici",
            "Prêt facile",
            "5 5 5",
            "Mаrie",
            "Your account was stopped",
            "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
        ] {
            assert!(!is_plainly_a_name(name), "{name}");
        }
    }
}
