//! Finds web addresses in people's texts, in plain and in disguised form, as mail programs and readers understand them.
//!
//! A campaign that passes letters on must not pass on links. So this errs on the side of finding one. The page shows
//! which words read as an address, and a person who left out the space after a full stop can put it in.

use crate::typed_text;

/// Endings of names that anybody can register, as far as they are seen in mail.
/// <https://data.iana.org/TLD/tlds-alpha-by-domain.txt>
const GENERIC: &str = "academy agency ai app asia associates bank bar best bet beauty bid bio biz blog boutique business buzz cafe \
    camp capital care cash cat center charity chat church city click clinic cloud club coffee com community company computer \
    consulting coop cool country cyou date dating deals dev digital direct directory dog download earth edu education email \
    energy events exchange expert express family fans farm fashion finance financial fit foundation fun fund fyi gallery game \
    games gay gift gifts gives global gold gov green group guide guru health help homes host hosting house icu inc info ink \
    institute int international jobs kim law legal life limited link live loan loans lol lotto love ltd marketing media men \
    mil mobi moda money mov movie museum name net network news ngo ninja one onion online ooo org page partners party photo \
    photos pics pink plus poker porn post press pro promo pub quebec racing realty red rent rentals report rest review reviews \
    rip rocks run sale sbs school science services sexy sex shop shopping show site social software solutions space sport store \
    stream studio style support surf systems tax team tech tel theater tips today tokyo tools top tours town trade trading \
    training travel tube university vegas ventures video vin vip vote voyage wang watch webcam website wiki win wine work \
    works world wtf xin xxx xyz yoga zip zone";

/// Endings of countries and territories, with `eu`, `su` and `uk`.
const COUNTRIES: &str = "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz \
    ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge \
    gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn \
    kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne \
    nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm \
    sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws \
    ye yt za zm zw";

/// Endings that are read aloud: "example dot com".
const SPOKEN: [&str; 12] = ["com", "net", "org", "ca", "info", "biz", "io", "co", "xyz", "online", "site", "shop"];
/// Endings that are read aloud in French, without those that begin other French words: « un point net ».
const SPOKEN_FRENCH: [&str; 3] = ["com", "org", "ca"];
/// Endings that French writes after a dot for both genders: « réfugié.es », « citoyen.ne ».
const FRENCH_ENDINGS: [&str; 2] = ["es", "ne"];
/// The beginnings of addresses.
const BEGINNINGS: [&str; 6] = ["://", "http", "hxxp", "ftp:", "mailto:", "tel:"];

/// Returns the first web or mail address that a text seems to hold; `None` if there is none.
#[must_use]
pub fn find(text: &str) -> Option<String> {
    let plain = plain(text);
    let words: Vec<&str> = plain.split_whitespace().collect();
    let begins = |word: &&&str| BEGINNINGS.iter().any(|beginning| word.contains(beginning)) || **word == "www";
    if let Some(word) = words.iter().find(begins) {
        return Some((*word).to_owned());
    }
    words.iter().find_map(|word| domain_in(word)).or_else(|| spoken(&words))
}

/// Returns the text as a reader sees it: without invisible characters, in plain forms of dots and letters, in lower
/// case.
fn plain(text: &str) -> String {
    let seen = typed_text::without_invisible(&typed_text::plain(&typed_text::without_invisible(text)));
    let plain = seen.chars().map(|c| match c {
        '\u{3002}' | '\u{2027}' | '\u{06d4}' | '\u{a4f8}' | '\u{0702}' => '.',
        '\u{2044}' | '\u{2215}' | '\u{29f8}' | '\\' => '/',
        c => c,
    });
    let mut plain = plain.collect::<String>().to_lowercase();
    for bracketed in ["[.]", "(.)", "{.}", "<.>", "[dot]", "(dot)", "{dot}", "<dot>", "[point]", "(point)"] {
        plain = plain.replace(bracketed, ".");
    }
    plain
}

/// Returns the domain name within a word, such as `example.org` in `(see a@example.org/x)`.
fn domain_in(word: &str) -> Option<String> {
    let runs = word.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_')));
    let runs = runs.flat_map(|run| run.split("..")).map(|run| run.trim_matches(['.', '-', '_']));
    runs.filter(|run| is_domain(run)).map(str::to_owned).next()
}

fn is_domain(run: &str) -> bool {
    let labels: Vec<&str> = run.split('.').collect();
    let [first, .., last] = labels.as_slice() else { return false };
    if *first == "www" {
        return true;
    }
    if labels.len() == 4 && labels.iter().all(|label| label.parse::<u8>().is_ok()) {
        return true;
    }
    let is_french = FRENCH_ENDINGS.contains(last) && !run.is_ascii();
    !is_french && is_ending(last)
}

fn is_ending(label: &str) -> bool {
    let is_among = |list: &str| list.split_whitespace().any(|ending| ending == label);
    label.starts_with("xn--") || is_among(GENERIC) || is_among(COUNTRIES)
}

/// Returns an address that is written as it is read aloud, or with spaces around its dot.
fn spoken(words: &[&str]) -> Option<String> {
    let bare =
        |word: &&str| word.trim_matches(['(', ')', '[', ']', '{', '}', '<', '>', '"', '\'', '«', '»']).to_owned();
    let words: Vec<String> = words.iter().map(bare).filter(|word| !word.is_empty()).collect();
    let ending = |word: &String| word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']).to_owned();
    for (at, word) in words.iter().enumerate().skip(1) {
        let before = &words[at - 1];
        let next = words.get(at + 1).map(ending).unwrap_or_default();
        let next = next.split('/').next().unwrap_or_default();
        let is_spoken = match word.as_str() {
            "." | "dot" => SPOKEN.contains(&next),
            "point" => SPOKEN_FRENCH.contains(&next),
            _ => false,
        };
        if is_spoken {
            return Some(format!("{before} {word} {next}"));
        }
        let after_dot = word.strip_prefix('.').map(|rest| ending(&rest.to_owned()));
        let after_dot = after_dot.as_deref().map(|rest| rest.split('/').next().unwrap_or_default());
        if after_dot.is_some_and(is_ending) || (before.ends_with('.') && ending(word) == "com") {
            return Some(format!("{before} {word}"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_however_it_is_written() {
        for text in [
            "https://pay.example/now",
            "HTTPS://PAY.EXAMPLE",
            "hxxps://pay example",
            "see www.pay.example",
            "www pay example",
            "Go to evil.com.",
            "(evil.com/pay?x=1)",
            "evil.COM",
            "évil.ca",
            "pay.evil.co.uk",
            "bit.ly/x",
            "evil.quebec",
            "a@evil.example.org",
            "evil\u{200b}.com",
            "evil.\u{2060}c\u{ad}om",
            "evil\u{34f}.c\u{fe0f}om",
            "evil\u{ff0e}com",
            "evil\u{3002}com",
            "evil\u{ff61}com",
            "evil\u{2024}com",
            "\u{ff45}\u{ff56}\u{ff49}\u{ff4c}.\u{ff43}\u{ff4f}\u{ff4d}",
            "evil[.]com",
            "evil(dot)com",
            "evil dot com",
            "evil DOT com, please",
            "evil ( dot ) com",
            "evil point com",
            "evil .com",
            "evil . com",
            "evil. com",
            "xn--80ak6aa92e.xn--p1ai",
            "http\u{ff1a}\u{ff0f}\u{ff0f}192.0.2.1/x",
            "192.0.2.1",
            "tel:+15550199",
            "Mailto:ann",
            "MAILTO: ann",
        ] {
            assert!(find(text).is_some(), "{text}");
        }
        assert_eq!(find("Please go to Evil\u{ff0e}Com/now.").as_deref(), Some("evil.com"));
    }

    #[test]
    fn what_people_write_in_letters_is_no_address() {
        for text in [
            "",
            "Dear Dr. O’Brien,\n\nI live at 12 Main St. N. in St. John’s.",
            "At 5 p.m. on Nov. 26, e.g. at home; i.e. here.",
            "The U.S. and the U.K. took in 1.5 million, or 20,000 a year.",
            "Please lead…Canada can.",
            "I agree...so do we.",
            "Les réfugié.es et les étudiant.e.s, chaque citoyen.ne.s concerné.e.",
            "C’est un point net. Un point commun, à ce point-là.",
            "The dot-com years; connect the dots.",
            "K.R. Narayanan, M. Roy, Mme A. Côté-Lévesque",
            "Sincerely,\nMarie",
            "§ 3.2.1 of the Act; section 12.1",
            "My MP. Canada. Org charts.",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
