//! Mail domains, which tell whose mail servers an address is at.

use std::fmt;
use std::str::FromStr;

use crate::mail::email::{ADDRESS_MAX_BYTES, EmailAddress};
use crate::mail::provider::is_great_provider;
use crate::typed_text;

/// The longest name of a domain, in bytes (RFC 1035, section 2.3.4).
const DOMAIN_MAX_BYTES: usize = 253;
/// Labels that stand before a country's two letters where names are registered one level further down.
const SECOND_LEVEL: [&str; 11] = ["ac", "co", "com", "edu", "gob", "gouv", "gov", "ne", "net", "or", "org"];
/// Labels of Canada's provinces and territories, which stand before `ca` in the same way.
const PROVINCES: [&str; 13] = ["ab", "bc", "mb", "nb", "nl", "ns", "nt", "nu", "on", "pe", "qc", "sk", "yk"];

/// A mail domain as it is registered, without labels that its owner may put before it at will.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailDomain(String);

/// The text names no mail domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a mail domain is written like example.org")]
pub struct NotAMailDomain;

impl MailDomain {
    /// Returns the domain that an address is at.
    #[must_use]
    pub fn of(email: &EmailAddress) -> Self {
        Self::registered(email.domain())
    }

    /// Returns the domain by which an address is counted; `None` where so many people have mail that their number says
    /// nothing.
    #[must_use]
    pub fn counted_for(email: &EmailAddress) -> Option<Self> {
        let domain = Self::of(email);
        (!domain.is_known_provider()).then_some(domain)
    }

    /// Reads a domain as people type and paste it, in either notation. An address, a link, or signs around it are forgiven.
    ///
    /// # Errors
    /// Fails when no domain is in the text that could receive public mail.
    pub fn typed(text: &str) -> Result<Self, NotAMailDomain> {
        if text.len() > 4 * ADDRESS_MAX_BYTES {
            return Err(NotAMailDomain);
        }
        let seen = typed_text::without_invisible(&typed_text::of_usual_width(text)).to_lowercase();
        let seen = seen.trim().trim_matches(['<', '>', '"', ',', ';']);
        let address = seen.strip_prefix("mailto:").unwrap_or(seen);
        let link = address.split_once("//").filter(|(scheme, _)| matches!(*scheme, "" | "http:" | "https:"));
        let host = link.map_or(address, |(_, rest)| rest);
        let host = host.split(['/', '?', '#']).next().unwrap_or_default();
        let host = host.rsplit('@').next().unwrap_or_default();
        // A port stands behind the host of a link.
        let host = host.split_once(':').filter(|_| link.is_some()).map_or(host, |(host, _)| host);
        let host = host.strip_prefix("www.").unwrap_or(host);
        let host = host.strip_suffix('.').unwrap_or(host);
        // The rest is read as a part of an address, so that it is spelled as the signers' domains are.
        let address = EmailAddress::parse(&format!("x@{host}")).map_err(|_| NotAMailDomain)?;
        Ok(Self(address.domain().to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the domain for people, as [`shown`] writes it.
    #[must_use]
    pub fn shown(&self) -> String {
        shown(&self.0)
    }

    fn registered(domain: &str) -> Self {
        let domain = domain.to_lowercase();
        let labels: Vec<_> = domain.split('.').collect();
        let kept = match labels.as_slice() {
            [.., second, top] if is_given_out_below(second, top) => 3,
            _ => 2,
        };
        Self(labels[labels.len().saturating_sub(kept)..].join("."))
    }

    fn is_known_provider(&self) -> bool {
        is_great_provider(&self.0)
    }
}

/// Writes a domain for people: in its own letters, with the notation of mail servers beside them if that is another.
///
/// Letters of two scripts can look alike, so the letters alone could be mistaken for another domain.
#[must_use]
pub fn shown(domain: &str) -> String {
    match idna::domain_to_unicode(domain) {
        (letters, Ok(())) if letters != domain => format!("{letters} ({domain})"),
        _ => domain.to_owned(),
    }
}

fn is_given_out_below(second: &str, top: &str) -> bool {
    top.len() == 2 && (SECOND_LEVEL.contains(&second) || (top == "ca" && PROVINCES.contains(&second)))
}

impl fmt::Display for MailDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Hides the name, since a domain of one's own can be a person's name.
impl fmt::Debug for MailDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailDomain(redacted)")
    }
}

impl FromStr for MailDomain {
    type Err = NotAMailDomain;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let allowed = |c: char| c.is_alphanumeric() || c == '.' || c == '-';
        if !text.contains('.') || text.len() > DOMAIN_MAX_BYTES || !text.chars().all(allowed) {
            return Err(NotAMailDomain);
        }
        Ok(Self(text.to_lowercase()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(address: &str) -> Option<String> {
        MailDomain::counted_for(&EmailAddress::parse(address).unwrap()).map(|domain| domain.0)
    }

    #[test]
    fn a_domain_is_counted_as_it_is_registered_whatever_its_owner_puts_before_it() {
        for (address, domain) in [
            ("a@example.org", "example.org"),
            ("a@Example.ORG", "example.org"),
            ("a@x1.bots.example", "bots.example"),
            ("a@a.b.c.bots.example", "bots.example"),
            ("a@union.qc.ca", "union.qc.ca"),
            ("a@montreal.union.qc.ca", "union.qc.ca"),
            ("a@x.club.co.uk", "club.co.uk"),
            ("a@x.co.example", "co.example"),
        ] {
            assert_eq!(counted(address).as_deref(), Some(domain), "{address}");
        }
    }

    #[test]
    fn a_domain_is_typed_in_either_notation_and_shown_in_both() {
        for typed in
            ["réfugiés.example", "@RÉFUGIÉS.example.", "https://www.réfugiés.example/a@b", "xn--rfugis-bvae.example"]
        {
            let domain = MailDomain::typed(typed).unwrap();
            assert_eq!(domain.as_str(), "xn--rfugis-bvae.example", "{typed}");
            assert_eq!(domain.shown(), "réfugiés.example (xn--rfugis-bvae.example)");
        }
        assert_eq!(MailDomain::typed("example.org").unwrap().shown(), "example.org");
        assert_eq!(MailDomain::typed(&"a.".repeat(1_000)), Err(NotAMailDomain));
    }

    #[test]
    fn the_great_providers_are_not_counted_and_who_only_sounds_like_one_is() {
        for address in ["a@gmail.com", "a@hotmail.ca", "a@yahoo.co.uk", "a@outlook.fr", "a@sympatico.ca", "a@me.com"] {
            assert_eq!(counted(address), None, "{address}");
        }
        for (address, domain) in [
            ("a@gmail.bots.example", "bots.example"),
            ("a@outlook.bots.io", "bots.io"),
            ("a@hotmail.xyz", "hotmail.xyz"),
            ("a@gmail.ca", "gmail.ca"),
            ("a@live.pw", "live.pw"),
            ("a@outlook.x1.example", "x1.example"),
            ("a@yahoo.pw", "yahoo.pw"),
        ] {
            assert_eq!(counted(address).as_deref(), Some(domain), "{address}");
        }
    }
}
