//! E-mail addresses: the one that is written to, and the canonical one that stands for a person.

use std::fmt;

use serde::{Deserialize, Serialize};
use validator::ValidateEmail as _;

use crate::typed_text;

/// The longest address that a mail server must take, in bytes (RFC 5321, section 4.5.3.1.3, less the angle brackets).
pub const ADDRESS_MAX_BYTES: usize = 254;
/// The longest part before the `@`, in bytes (RFC 5321, section 4.5.3.1.1).
pub const LOCAL_PART_MAX_BYTES: usize = 64;
/// The beginning of a copied link to an address (RFC 6068).
const MAILTO: &str = "mailto:";

/// An address that mail can be sent to: the local part as typed, the domain in lower-case ASCII (IDNA).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress {
    local: String,
    domain: String,
}

/// The address as identity: two spellings that reach one mailbox are equal. It is never written to and never stored.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CanonicalEmail(String);

/// The reason why a text is no address. Messages never hold the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Nothing was entered.
    #[error("an e-mail address is needed")]
    Missing,
    /// The text is not of the form `name@example.org`.
    #[error("an e-mail address has the form name@example.org")]
    Malformed,
    /// The address is longer than mail servers accept.
    #[error("the e-mail address is too long")]
    TooLong,
}

/// The rule by which a provider folds addresses, beyond dropping a `+tag`.
struct ProviderRule {
    domains: &'static [&'static str],
    same_as: &'static str,
    ignores: &'static [char],
}

/// The providers' rules. A provider joins by a new row before the campaign opens: signers keep the identity that they
/// were counted by. Gmail: "dots don't matter" and googlemail.com (Google's account help). Proton gives each name once
/// for all its domains, and reads it without `.`, `-` and `_` (Proton's help on addresses). Apple gives a name of
/// me.com or mac.com at icloud.com too.
const PROVIDER_RULES: &[ProviderRule] = &[
    ProviderRule { domains: &["gmail.com", "googlemail.com"], same_as: "gmail.com", ignores: &['.'] },
    ProviderRule {
        domains: &["proton.me", "protonmail.com", "protonmail.ch", "pm.me"],
        same_as: "proton.me",
        ignores: &['.', '-', '_'],
    },
    ProviderRule { domains: &["icloud.com", "me.com", "mac.com"], same_as: "icloud.com", ignores: &[] },
];

impl EmailAddress {
    /// Reads an address. White space around it, a `mailto:` before it with the link's subject behind it, invisible
    /// characters and letters of double width are forgiven.
    ///
    /// # Errors
    /// Fails when the address is missing, too long, or against the rules of HTML and RFC 5321's dot-atom.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = typed_text::trim(text);
        // Four times the limit leaves room for a domain that shrinks when encoded, and keeps hostile input cheap.
        if text.len() > 4 * ADDRESS_MAX_BYTES {
            return Err(EmailError::TooLong);
        }
        let seen = typed_text::without_invisible(&typed_text::of_usual_width(text));
        let address = match seen.split_at_checked(MAILTO.len()) {
            // A link may go on with a subject, which is no part of the address.
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case(MAILTO) => {
                rest.split('?').next().unwrap_or_default().trim()
            }
            _ => seen.as_str(),
        };
        if address.is_empty() {
            return Err(EmailError::Missing);
        }
        let composed = typed_text::composed(address);
        let (local, domain) = composed.rsplit_once('@').ok_or(EmailError::Malformed)?;
        let domain = idna::domain_to_ascii_strict(domain).map_err(|_| EmailError::Malformed)?;
        if local.len() > LOCAL_PART_MAX_BYTES || local.len() + 1 + domain.len() > ADDRESS_MAX_BYTES {
            return Err(EmailError::TooLong);
        }
        let dot_atom = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
        let address = Self { local: local.to_owned(), domain };
        if dot_atom && is_registrable(&address.domain) && address.to_string().validate_email() {
            Ok(address)
        } else {
            Err(EmailError::Malformed)
        }
    }

    /// Returns the domain in lower-case ASCII.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// Returns the mailbox that the address reaches: in lower case, since no mail server of this day tells mailboxes
    /// apart by case.
    #[must_use]
    pub fn mailbox(&self) -> String {
        format!("{}@{}", self.local.to_lowercase(), self.domain)
    }

    /// Whether mail to both addresses is meant for one mailbox.
    #[must_use]
    pub fn is_same_mailbox(&self, other: &Self) -> bool {
        self.mailbox() == other.mailbox()
    }

    /// Whether the part before the `@` is one of many spellings of a mailbox, such as one with a `+tag`.
    #[must_use]
    pub fn is_one_of_many_spellings(&self) -> bool {
        let canonical = self.canonical();
        let (local, _) = canonical.0.rsplit_once('@').expect("every address has one");
        self.local.to_lowercase() != local
    }

    /// Returns the identity of the address: lower case, no `+tag`, the provider's own folding.
    #[must_use]
    pub fn canonical(&self) -> CanonicalEmail {
        let local = self.local.to_ascii_lowercase();
        // `+tag@` alone has no name before the tag, so the tag is the name.
        let untagged = match local.split_once('+') {
            Some((name, _)) if !name.is_empty() => name,
            _ => &local,
        };
        match PROVIDER_RULES.iter().find(|rule| rule.domains.contains(&self.domain.as_str())) {
            Some(rule) => CanonicalEmail(format!("{}@{}", untagged.replace(rule.ignores, ""), rule.same_as)),
            None => CanonicalEmail(format!("{untagged}@{}", self.domain)),
        }
    }

    /// Returns the address as its owner knows it: a domain of other letters than ASCII's is written in these letters.
    #[must_use]
    pub fn shown(&self) -> String {
        let (domain, _) = idna::domain_to_unicode(&self.domain);
        format!("{}@{domain}", self.local)
    }
}

/// Whether a domain can receive public mail: it has a dot and does not end in digits (an IP address is no one's mailbox
/// here).
fn is_registrable(domain: &str) -> bool {
    domain
        .rsplit_once('.')
        .is_some_and(|(name, top)| !name.is_empty() && top.len() >= 2 && !top.bytes().all(|b| b.is_ascii_digit()))
}

impl CanonicalEmail {
    /// Returns the text that identity is computed from.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(redacted)")
    }
}

impl fmt::Debug for CanonicalEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CanonicalEmail(redacted)")
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = EmailError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn canonical(text: &str) -> String {
        EmailAddress::parse(text).unwrap().canonical().as_str().to_owned()
    }

    #[test]
    fn spellings_of_one_mailbox_are_one_person() {
        for text in
            ["Marie.Tremblay@Example.org", "marie.tremblay+petition@example.org", " mailto:marie.tremblay@example.ORG "]
        {
            assert_eq!(canonical(text), "marie.tremblay@example.org");
        }
        for text in ["marietremblay@gmail.com", "Marie.Trem.blay+x@googlemail.com", "m.a.r.i.e.tremblay@GMAIL.com"] {
            assert_eq!(canonical(text), "marietremblay@gmail.com");
        }
        for text in ["marie.tremblay@proton.me", "Marie-Tremblay@pm.me", "marie_tremblay+x@protonmail.com"] {
            assert_eq!(canonical(text), "marietremblay@proton.me");
        }
        for text in ["marie@icloud.com", "marie@me.com", "Marie+x@mac.com"] {
            assert_eq!(canonical(text), "marie@icloud.com");
        }
        assert_ne!(canonical("marie.tremblay@icloud.com"), canonical("marietremblay@icloud.com"));
    }

    #[test]
    fn a_copied_link_is_read_as_its_address() {
        for text in [
            "Mailto:marie@example.org",
            "MAILTO: marie@example.org",
            "mailTo:marie@example.org?subject=Hello&body=You",
            "mailto:marie@example.org?",
            "mailto:\u{200b}marie@example.org",
            "\u{ff2d}ailto:marie@example.org",
        ] {
            assert_eq!(canonical(text), "marie@example.org", "{text}");
        }
        assert_eq!(EmailAddress::parse("Mailto:"), Err(EmailError::Missing));
        assert_eq!(EmailAddress::parse("Mailto:?subject=x"), Err(EmailError::Missing));
        assert_eq!(canonical("who?@example.org"), "who?@example.org", "without a link, a question mark is a letter");
    }

    #[test]
    fn dots_matter_where_the_provider_says_so() {
        assert_ne!(canonical("a.b@example.org"), canonical("ab@example.org"));
    }

    #[test]
    fn an_international_domain_is_encoded_once() {
        assert_eq!(EmailAddress::parse("info@Réfugiés.example").unwrap().domain(), "xn--rfugis-bvae.example");
        assert_eq!(canonical("a@réfugiés.example"), canonical("a@xn--rfugis-bvae.example"));
    }

    #[test]
    fn a_tag_without_a_name_is_the_name() {
        assert_eq!(canonical("+tag@example.org"), "+tag@example.org");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "marie",
            "@example.org",
            "marie@",
            "marie@localhost",
            "a b@example.org",
            "a@b@example.org",
            "a..b@example.org",
            ".a@example.org",
            "a.@example.org",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "a@example..org",
            "a@-example.org",
            "a\r\nBcc:b@example.org",
            "\"a b\"@example.org",
        ] {
            assert_eq!(EmailAddress::parse(text), Err(EmailError::Malformed), "{text:?}");
        }
        assert_eq!(EmailAddress::parse("  "), Err(EmailError::Missing));
    }

    #[test]
    fn the_limits_hold_from_both_sides() {
        let local = |n: usize| format!("{}@example.org", "a".repeat(n));
        assert!(EmailAddress::parse(&local(LOCAL_PART_MAX_BYTES)).is_ok());
        assert_eq!(EmailAddress::parse(&local(LOCAL_PART_MAX_BYTES + 1)), Err(EmailError::TooLong));
        let label = "a".repeat(60);
        let whole = |n: usize| format!("{}@{label}.{label}.{label}.{}.org", "a".repeat(10), "b".repeat(n));
        let rest = ADDRESS_MAX_BYTES - whole(0).len();
        assert!(EmailAddress::parse(&whole(rest)).is_ok());
        assert_eq!(EmailAddress::parse(&whole(rest + 1)), Err(EmailError::TooLong));
    }

    #[test]
    fn debug_output_holds_no_address() {
        let address = EmailAddress::parse("marie@example.org").unwrap();
        assert!(!format!("{address:?} {:?}", address.canonical()).contains("marie"));
    }

    proptest! {
        #[test]
        fn no_text_makes_parsing_panic(text in ".{0,80}") {
            let _ = EmailAddress::parse(&text);
        }

        #[test]
        fn canonical_form_is_a_fixed_point(local in "[a-zA-Z0-9]{1,8}([.+][a-z0-9]{1,5}){0,3}", domain in "(example\\.org|gmail\\.com|GoogleMail\\.com)") {
            let once = EmailAddress::parse(&format!("{local}@{domain}")).unwrap().canonical();
            let twice = EmailAddress::parse(once.as_str()).unwrap().canonical();
            prop_assert_eq!(once, twice);
        }

        #[test]
        fn case_and_tag_never_make_a_second_person(local in "[a-z]{1,10}", tag in "[a-z0-9]{0,6}") {
            prop_assert_eq!(canonical(&format!("{local}@example.org")), canonical(&format!("{}+{tag}@EXAMPLE.org", local.to_uppercase())));
        }
    }
}
