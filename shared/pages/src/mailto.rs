//! Links that open a mail program with a message in it (RFC 6068).

use domain::mail::official::Recipients;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The longest link that every browser hands to a mail program whole. Windows' own limit is 2,083 characters, and Firefox
/// refuses more than 2,048 there (`uriloader/exthandler/win/nsOSHelperAppService.cpp`). Phones and webmail take more.
pub const MAILTO_MAX_CHARACTERS: usize = 2_000;

/// All characters that a URI may have to escape (RFC 3986, section 2.3).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// The same without the `@`, which may stay in an address.
const ESCAPED_IN_ADDRESS: &AsciiSet = &ESCAPED.remove(b'@');
/// The same for words, where a link also may have these marks as they are (RFC 6068, section 2: `some-delims`).
const ESCAPED_IN_WORDS: &AsciiSet = &ESCAPED.remove(b',').remove(b':').remove(b'!').remove(b'(').remove(b')');

/// A link that opens a mail program.
#[derive(Clone, PartialEq, Eq)]
pub struct Mailto {
    pub href: String,
    /// Whether the letter is in it. A longer one has to be copied into the message.
    pub is_whole: bool,
}

impl Mailto {
    /// Makes the link. A letter that is too long for it is left out.
    #[must_use]
    pub fn new(recipients: &Recipients, subject: &str, body: &str) -> Self {
        let [href, body] = Self::parts(recipients, subject, body);
        let is_whole = href.len() + body.len() <= MAILTO_MAX_CHARACTERS;
        Self { href: if is_whole { href + &body } else { href }, is_whole }
    }

    /// Returns the number of characters that the link needs for the whole letter.
    #[must_use]
    pub fn length(recipients: &Recipients, subject: &str, body: &str) -> usize {
        Self::parts(recipients, subject, body).iter().map(String::len).sum()
    }

    /// Writes the link until the letter, and the letter.
    fn parts(recipients: &Recipients, subject: &str, body: &str) -> [String; 2] {
        let address = |email: &dyn ToString| utf8_percent_encode(&email.to_string(), ESCAPED_IN_ADDRESS).to_string();
        let mut href = format!("mailto:{}?", address(&recipients.to));
        let copies: Vec<String> = recipients.cc.iter().map(|email| address(email)).collect();
        if !copies.is_empty() {
            href = format!("{href}cc={}&", copies.join("%2C"));
        }
        href = format!("{href}subject={}", utf8_percent_encode(subject, ESCAPED_IN_WORDS));
        // Lines end as mails' do (RFC 6068, section 5).
        let body = body.replace('\n', "\r\n");
        [href, format!("&body={}", utf8_percent_encode(&body, ESCAPED_IN_WORDS))]
    }
}

#[cfg(test)]
mod tests {
    use domain::mail::email::EmailAddress;

    use super::*;

    fn recipients(cc: &[&str]) -> Recipients {
        let parse = |email: &&str| EmailAddress::parse(email).unwrap();
        Recipients { to: parse(&"paul.connors+x@example.org"), cc: cc.iter().map(parse).collect() }
    }

    #[test]
    fn a_link_is_escaped_to_the_letter_of_the_rfc() {
        let link =
            Mailto::new(&recipients(&["a&b@example.org", "c@example.org"]), "Hé & ho?", "Dear X,\n\n1 + 1 = 2; 100%");
        assert!(link.is_whole);
        assert_eq!(
            link.href,
            "mailto:paul.connors%2Bx@example.org?cc=a%26b@example.org%2Cc@example.org&subject=H%C3%A9%20%26%20ho%3F\
             &body=Dear%20X,%0D%0A%0D%0A1%20%2B%201%20%3D%202%3B%20100%25"
        );
        assert!(!Mailto::new(&recipients(&[]), "s", "b").href.contains("cc="));
    }

    #[test]
    fn a_letter_that_is_too_long_for_a_link_is_left_out_of_it() {
        let short = Mailto::new(&recipients(&[]), "s", "").href.len();
        let fits = Mailto::new(&recipients(&[]), "s", &"x".repeat(MAILTO_MAX_CHARACTERS - short));
        assert_eq!((fits.is_whole, fits.href.len()), (true, MAILTO_MAX_CHARACTERS));
        let long = Mailto::new(&recipients(&[]), "s", &"x".repeat(MAILTO_MAX_CHARACTERS - short + 1));
        assert_eq!((long.is_whole, long.href.as_str()), (false, "mailto:paul.connors%2Bx@example.org?subject=s"));
    }
}
