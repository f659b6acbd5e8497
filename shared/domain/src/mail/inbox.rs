//! The domains of most people's addresses, the sites where their mail is read, and a guess at mistyped ones.
//!
//! The table is the only one: pages hand it to their script, so that browser and server suggest the same.

/// A site where mail is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inbox {
    /// The name by which people know it.
    pub name: &'static str,
    pub url: &'static str,
}

const GMAIL: Inbox = Inbox { name: "Gmail", url: "https://mail.google.com/" };
const OUTLOOK: Inbox = Inbox { name: "Outlook", url: "https://outlook.live.com/mail/" };
const YAHOO: Inbox = Inbox { name: "Yahoo Mail", url: "https://mail.yahoo.com/" };
const ICLOUD: Inbox = Inbox { name: "iCloud Mail", url: "https://www.icloud.com/mail" };
const PROTON: Inbox = Inbox { name: "Proton Mail", url: "https://mail.proton.me/" };
const BELL: Inbox = Inbox { name: "Bell", url: "https://webmail.bell.net/" };
const SHAW: Inbox = Inbox { name: "Shaw", url: "https://webmail.shaw.ca/" };
const TELUS: Inbox = Inbox { name: "TELUS", url: "https://webmail.telus.net/" };
const VIDEOTRON: Inbox = Inbox { name: "Vidéotron", url: "https://courrielweb.videotron.com/" };

/// The domains to suggest, with the most common ones first.
const SUGGESTED: &[(&str, Option<Inbox>)] = &[
    ("gmail.com", Some(GMAIL)),
    ("hotmail.com", Some(OUTLOOK)),
    ("outlook.com", Some(OUTLOOK)),
    ("yahoo.ca", Some(YAHOO)),
    ("yahoo.com", Some(YAHOO)),
    ("icloud.com", Some(ICLOUD)),
    ("hotmail.ca", Some(OUTLOOK)),
    ("live.ca", Some(OUTLOOK)),
    ("live.com", Some(OUTLOOK)),
    ("videotron.ca", Some(VIDEOTRON)),
    ("sympatico.ca", Some(BELL)),
    ("bell.net", Some(BELL)),
    ("rogers.com", Some(YAHOO)),
    ("shaw.ca", Some(SHAW)),
    ("telus.net", Some(TELUS)),
    ("hotmail.fr", Some(OUTLOOK)),
    ("yahoo.fr", Some(YAHOO)),
    ("outlook.fr", Some(OUTLOOK)),
    ("protonmail.com", Some(PROTON)),
    ("proton.me", Some(PROTON)),
    ("cogeco.ca", None),
    ("eastlink.ca", None),
    ("sasktel.net", None),
];

/// Real domains that look like a mistyped common one: nothing is suggested for them.
const REAL: &[(&str, Option<Inbox>)] = &[
    ("bell.ca", Some(BELL)),
    ("email.com", None),
    ("gmx.com", None),
    ("googlemail.com", Some(GMAIL)),
    ("live.fr", Some(OUTLOOK)),
    ("mac.com", Some(ICLOUD)),
    ("mail.com", None),
    ("me.com", Some(ICLOUD)),
    ("msn.com", Some(OUTLOOK)),
    ("outlook.ca", Some(OUTLOOK)),
    ("pm.me", Some(PROTON)),
    ("rocketmail.com", Some(YAHOO)),
    ("shaw.com", None),
    ("telus.com", None),
    ("videotron.com", None),
    ("yahoo.co", None),
    ("ymail.com", Some(YAHOO)),
];

/// Lists the domains to suggest, the most common first.
pub fn suggested() -> impl Iterator<Item = &'static str> {
    SUGGESTED.iter().map(|(domain, _)| *domain)
}

/// Lists the real domains that look mistyped, for which nothing is suggested.
pub fn real() -> impl Iterator<Item = &'static str> {
    REAL.iter().map(|(domain, _)| *domain)
}

/// Returns the site where the mail of a domain is read, for the most common domains.
#[must_use]
pub fn inbox(domain: &str) -> Option<Inbox> {
    let domain = domain.to_lowercase();
    SUGGESTED.iter().chain(REAL).find(|(known, _)| *known == domain).and_then(|(_, inbox)| *inbox)
}

/// Guesses the domain that was meant: a known one that is one slip of the fingers away (a letter too many, one missing,
/// one wrong, or two that changed places). Returns `None` for a domain that is known itself.
#[must_use]
pub fn meant(domain: &str) -> Option<&'static str> {
    let domain = domain.to_lowercase();
    if suggested().chain(real()).any(|known| known == domain) {
        return None;
    }
    suggested().find(|known| is_one_slip(domain.as_bytes(), known.as_bytes()))
}

fn is_one_slip(typed: &[u8], known: &[u8]) -> bool {
    let same = typed.iter().zip(known).take_while(|(a, b)| a == b).count();
    let (typed, known) = (&typed[same..], &known[same..]);
    match (typed, known) {
        ([], []) => false,
        ([a, b, rest @ ..], [c, d, other @ ..]) if a == d && b == c && rest == other => true,
        _ => {
            let (typed_rest, known_rest) = (typed.get(1..), known.get(1..));
            typed_rest == Some(known) || known_rest == Some(typed) || typed_rest.is_some() && typed_rest == known_rest
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_fingers_is_suggested_right() {
        for (typed, right) in [
            ("gmial.com", "gmail.com"),
            ("gmai.com", "gmail.com"),
            ("gmaill.com", "gmail.com"),
            ("gmail.con", "gmail.com"),
            ("GMAIL.COMM", "gmail.com"),
            ("hotnail.com", "hotmail.com"),
            ("hotmail.cm", "hotmail.com"),
            ("outlok.com", "outlook.com"),
            ("yaho.ca", "yahoo.ca"),
            ("yahooo.com", "yahoo.com"),
            ("sympatco.ca", "sympatico.ca"),
            ("vidoetron.ca", "videotron.ca"),
            ("icloud.co", "icloud.com"),
        ] {
            assert_eq!(meant(typed), Some(right), "{typed}");
        }
    }

    #[test]
    fn two_slips_and_other_peoples_domains_are_left_alone() {
        for typed in ["example.org", "gmal.con", "ottawa.ca", "uottawa.ca", "", "g", "gmail", "ccrweb.ca", "é.ca"] {
            assert_eq!(meant(typed), None, "{typed}");
        }
    }

    #[test]
    fn nothing_is_suggested_for_a_domain_that_is_known() {
        for known in suggested().chain(real()) {
            assert_eq!(meant(known), None, "{known}");
            assert_eq!(meant(&known.to_uppercase()), None, "{known}");
        }
    }

    #[test]
    fn people_are_shown_where_their_mail_is() {
        assert_eq!(inbox("Gmail.com").map(|inbox| inbox.name), Some("Gmail"));
        assert_eq!(inbox("rogers.com").map(|inbox| inbox.name), Some("Yahoo Mail"));
        assert_eq!(inbox("example.org"), None);
        for inbox in SUGGESTED.iter().chain(REAL).filter_map(|(_, inbox)| *inbox) {
            assert!(inbox.url.starts_with("https://"), "{}", inbox.name);
        }
    }
}
