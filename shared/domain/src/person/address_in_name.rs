//! Finds web addresses in a name as mail programs do when they make links. A name has periods where a letter has none
//! ([`crate::web_address`]), so it has a rule of its own.

use icu_properties::props::{GeneralCategory, Script};

use crate::person::folding::{is_of_word, script};
use crate::typed_text::{category, plain, without_invisible};

/// Words that begin addresses, before a colon.
const SCHEMES: [&str; 10] = ["http", "https", "ftp", "mailto", "javascript", "data", "tel", "sms", "file", "blob"];

/// Endings of three letters and more that many addresses have. Every word of two letters is taken for an ending.
const ENDINGS: &[&str] = &[
    "academy",
    "aero",
    "agency",
    "app",
    "art",
    "asia",
    "bank",
    "bar",
    "best",
    "bet",
    "bid",
    "bio",
    "biz",
    "blog",
    "build",
    "business",
    "buzz",
    "bzh",
    "cafe",
    "cam",
    "care",
    "cash",
    "casino",
    "cat",
    "center",
    "chat",
    "church",
    "city",
    "click",
    "cloud",
    "club",
    "codes",
    "com",
    "community",
    "coop",
    "date",
    "day",
    "deals",
    "design",
    "dev",
    "digital",
    "direct",
    "download",
    "eco",
    "edu",
    "email",
    "events",
    "exchange",
    "express",
    "family",
    "fans",
    "farm",
    "finance",
    "foo",
    "foundation",
    "fun",
    "fund",
    "gay",
    "gift",
    "global",
    "gov",
    "group",
    "guru",
    "health",
    "help",
    "host",
    "icu",
    "inc",
    "info",
    "ing",
    "ink",
    "int",
    "jobs",
    "law",
    "life",
    "link",
    "live",
    "loan",
    "loans",
    "lol",
    "love",
    "ltd",
    "market",
    "media",
    "meme",
    "men",
    "mil",
    "mobi",
    "money",
    "mov",
    "museum",
    "name",
    "net",
    "network",
    "new",
    "news",
    "ngo",
    "ninja",
    "now",
    "one",
    "ong",
    "online",
    "onion",
    "org",
    "page",
    "party",
    "photo",
    "pics",
    "plus",
    "poker",
    "porn",
    "post",
    "press",
    "pro",
    "quebec",
    "racing",
    "review",
    "reviews",
    "rip",
    "rocks",
    "run",
    "sale",
    "science",
    "sex",
    "sexy",
    "shop",
    "site",
    "social",
    "software",
    "solutions",
    "space",
    "store",
    "stream",
    "studio",
    "support",
    "surf",
    "team",
    "tech",
    "tel",
    "tips",
    "today",
    "tools",
    "top",
    "trade",
    "travel",
    "tube",
    "video",
    "vip",
    "watch",
    "webcam",
    "website",
    "wiki",
    "win",
    "work",
    "works",
    "world",
    "wtf",
    "xxx",
    "xyz",
    "yoga",
    "zip",
    "zone",
    // Endings of India and Sri Lanka, in their scripts.
    "भारत",
    "भारतम्",
    "भारोत",
    "संगठन",
    "कॉम",
    "नेट",
    "ভারত",
    "ভাৰত",
    "বাংলা",
    "ਭਾਰਤ",
    "ભારત",
    "ଭାରତ",
    "இந்தியா",
    "இலங்கை",
    "சிங்கப்பூர்",
    "భారత్",
    "ಭಾರತ",
    "ഭാരതം",
    "ලංකා",
];

/// Whether a text holds a web address: a scheme, an `@` inside, `www.`, or a period with letters right after it. A
/// period between a person's initials and their name is none. `J.R.R.`, `St. John` and `K.R.Narayanan` are names;
/// `example.org` is an address.
pub(crate) fn is_in(text: &str) -> bool {
    let text = plain(&without_invisible(text));
    if !text.contains(['.', ':', '@']) {
        return false;
    }
    text.contains("://")
        || text.chars().skip(1).any(|c| c == '@')
        || text.match_indices(':').any(|(at, _)| ends_with_scheme(&text[..at]))
        || text.split(|c| c != '.' && !is_of_word(c)).any(is_address)
}

fn ends_with_scheme(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// Whether words that are joined by periods are an address. They are none when each period stands at the end or before
/// one letter, or when initials come first and the last word is written as a name is.
fn is_address(dotted: &str) -> bool {
    let labels: Vec<&str> = dotted.split('.').collect();
    labels[0].eq_ignore_ascii_case("www") && labels.len() > 1
        || (1..labels.len()).any(|at| {
            let (before, label) = (&labels[..at], labels[at]);
            let joined = !before[at - 1].is_empty() && !label.is_empty();
            let longer = label.chars().nth(1).is_some() && !is_initial(label) || label.starts_with(char::is_numeric);
            joined && longer && !(before.iter().all(|label| is_initial(label)) && is_name_after_initials(label))
        })
}

/// Whether a label is an initial: one letter. In the scripts of India and Sri Lanka, where initials are spelled as they
/// sound, it is one or two letters with their signs.
fn is_initial(label: &str) -> bool {
    let letters = label.chars().filter(|c| c.is_alphabetic() && !is_mark(*c)).count();
    label.chars().all(|c| c.is_alphabetic() || is_mark(c)) && (letters == 1 || letters == 2 && is_brahmic(label))
}

fn is_name_after_initials(label: &str) -> bool {
    let long = label.chars().filter(|c| !is_mark(*c)).count() >= 3;
    let is_ending = ENDINGS.contains(&label.to_lowercase().as_str());
    let capitalised = label.chars().next().is_some_and(char::is_uppercase) || is_brahmic(label);
    long && capitalised && !is_ending
}

fn is_mark(c: char) -> bool {
    matches!(category(c), GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark)
}

fn is_brahmic(label: &str) -> bool {
    label.chars().next().is_some_and(|c| {
        [
            Script::Devanagari,
            Script::Bengali,
            Script::Gurmukhi,
            Script::Gujarati,
            Script::Oriya,
            Script::Tamil,
            Script::Telugu,
            Script::Kannada,
            Script::Malayalam,
            Script::Sinhala,
        ]
        .contains(&script(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_however_it_is_written() {
        for text in [
            "http://evil.example",
            "www.evil",
            "WWW.Evil",
            "evil.com",
            "Win at evil.com now",
            "a@b.c",
            "Bit.ly",
            "évil.ca",
            "x.co-op",
            "t.co",
            "T.Co",
            "X.Com",
            "K.R.Com",
            "X.COM",
            "G.Page",
            "J.Ng",
            "Evil.Com/Free",
            "evil.com.Smith",
            "X.Com-Ing",
            "Ann Evil.Org (x)",
            "Evil．com",
            "𝐞𝐯𝐢𝐥.𝐜𝐨𝐦",
            "evil.рф",
            "Зло.Рф",
            "例子.中国",
            "உதாரணம்.இந்தியா",
            "எம்.இந்தியா",
            "Ann 1.1.1.1",
            "10.0.0.1 Ann",
            "mailto:ann",
            "evil\u{200c}.com",
            "javascript:alert",
            "tel:ann",
            "Data:x",
            "St.John",
            "A.R.rahman",
            "K.R.Smith.Jones",
        ] {
            assert!(is_in(text), "{text}");
        }
    }

    #[test]
    fn a_name_with_periods_is_no_address() {
        for text in [
            "K.R.Narayanan",
            "K.R.NARAYANAN",
            "A.P.J.Abdul Kalam",
            "J.R.R.",
            "J.R.R.Tolkien",
            "St. John",
            "Jr.",
            "J.-P. Roy",
            "É.Côté",
            "எம்.ஜி.ஆர்",
            "எம்.கே.ஸ்டாலின்",
            "के.आर.नारायणन",
            "M. Roy",
            "a.b",
            "А.С.Пушкин",
            "Karonhí:io",
            "a/l Muthusamy",
        ] {
            assert!(!is_in(text), "{text}");
        }
    }
}
