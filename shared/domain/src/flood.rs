//! Floods: how much mail may follow from one network or to one mail domain in an hour, and what an organizer decides about
//! the mail that was held because it was more.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use crate::email::EmailAddress;
use crate::identity::{NetworkCode, RulingId};
use crate::invalidation::Stage;
use crate::mail_provider::MailProvider;

/// First mails that one network's forms cause in an hour, unless the settings say otherwise: a campus or a hall full of people.
pub const MAILS_PER_NETWORK: u32 = 300;
/// First mails that go to one mail domain in an hour, unless the settings say otherwise: a large union on a good day.
pub const MAILS_PER_MAIL_DOMAIN: u32 = 100;

/// The longest name of a domain (RFC 1035, section 2.3.4).
const DOMAIN_MAX_BYTES: usize = 253;
/// What stands before a country's two letters where names are given out one level further down.
const SECOND_LEVEL: [&str; 11] = ["ac", "co", "com", "edu", "gob", "gouv", "gov", "ne", "net", "or", "org"];
/// The same in Canada: provinces and territories.
const PROVINCES: [&str; 13] = ["ab", "bc", "mb", "nb", "nl", "ns", "nt", "nu", "on", "pe", "qc", "sk", "yk"];

/// Whose mail servers they are: a domain as it is registered, without what its owner may put before it at will.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailDomain(String);

/// The text names no mail domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a mail domain is written like example.org")]
pub struct NotAMailDomain;

impl MailDomain {
    /// The domain by which an address is counted; `None` where the company keeps so many people's mail that their number
    /// says nothing.
    #[must_use]
    pub fn counted_for(email: &EmailAddress) -> Option<Self> {
        let domain = Self::registered(email.domain());
        (!domain.is_known_provider()).then_some(domain)
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
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

    /// Under `.com` and the countries' own letters the great providers' names are theirs; elsewhere anybody may have taken them.
    fn is_known_provider(&self) -> bool {
        let top = self.0.rsplit('.').next().unwrap_or_default();
        match MailProvider::of_domain(&self.0) {
            MailProvider::Other => false,
            MailProvider::Microsoft | MailProvider::Yahoo => top == "com" || top.len() == 2,
            MailProvider::Google
            | MailProvider::Apple
            | MailProvider::Bell
            | MailProvider::Videotron
            | MailProvider::Proton => true,
        }
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

/// A domain of one's own is a name.
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

/// How many first mails may follow in an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourLimits {
    /// From one network.
    pub network: u32,
    /// To one mail domain.
    pub mail_domain: u32,
}

impl Default for HourLimits {
    fn default() -> Self {
        Self { network: MAILS_PER_NETWORK, mail_domain: MAILS_PER_MAIL_DOMAIN }
    }
}

/// What held mail has in common: where its forms came from, or where it would go.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeldGroup {
    /// Forms of one network, beyond its limit.
    Network(NetworkCode),
    /// Forms with addresses at one domain, beyond its limit.
    MailDomain(MailDomain),
}

/// The text names no group of held mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a group of held mail")]
pub struct NotAGroup;

impl fmt::Display for HeldGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(code) => write!(f, "network:{code}"),
            Self::MailDomain(domain) => write!(f, "domain:{domain}"),
        }
    }
}

impl FromStr for HeldGroup {
    type Err = NotAGroup;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            Some(("network", code)) => code.parse().map(Self::Network).map_err(|_| NotAGroup),
            Some(("domain", domain)) => domain.parse().map(Self::MailDomain).map_err(|_| NotAGroup),
            _ => Err(NotAGroup),
        }
    }
}

/// What becomes of held mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It goes out, at the pace of the schedule; each mail still counts against its address's few.
    Release,
    /// It never does, and the forms are erased.
    Discard,
}

/// The text names no verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a verdict on held mail")]
pub struct NotAVerdict;

impl Verdict {
    const ALL: [Self; 2] = [Self::Release, Self::Discard];

    /// The name in the store, in forms and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Discard => "discard",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Verdict {
    type Err = NotAVerdict;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == text).ok_or(NotAVerdict)
    }
}

/// An organizer's decision about held mail. It is written down first and worked off by the mailer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// Which.
    pub id: RulingId,
    /// Which mail.
    pub group: HeldGroup,
    /// Only what was held before then: what the organizer saw.
    pub until: Timestamp,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Why, in the organizer's words.
    pub reason: String,
    /// Which organizer's.
    pub by: EmailAddress,
    /// When it was made.
    pub at: Timestamp,
    /// How far it is. It is never undone.
    pub stage: Stage,
    /// How many forms were released or erased so far.
    pub forms: i64,
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
    fn the_great_providers_are_not_counted_and_who_only_sounds_like_one_is() {
        for address in ["a@gmail.com", "a@hotmail.ca", "a@yahoo.co.uk", "a@outlook.fr", "a@sympatico.ca", "a@me.com"] {
            assert_eq!(counted(address), None, "{address}");
        }
        for (address, domain) in [
            ("a@gmail.bots.example", "bots.example"),
            ("a@outlook.bots.io", "bots.io"),
            ("a@hotmail.xyz", "hotmail.xyz"),
            ("a@gmail.ca", "gmail.ca"),
        ] {
            assert_eq!(counted(address).as_deref(), Some(domain), "{address}");
        }
    }

    #[test]
    fn groups_and_verdicts_are_written_and_read_back() {
        let network = HeldGroup::Network(NetworkCode::from_bytes([7; 16]));
        let domain = HeldGroup::MailDomain("bots.example".parse().unwrap());
        for group in [network, domain] {
            assert_eq!(group.to_string().parse(), Ok(group));
        }
        for wrong in ["", "network:", "network:x", "domain:", "domain:x", "domain:a b.c", "domain:a#b.c", "other:a.b"] {
            assert_eq!(wrong.parse::<HeldGroup>(), Err(NotAGroup), "{wrong}");
        }
        assert_eq!(format!("domain:{}.ca", "x".repeat(DOMAIN_MAX_BYTES)).parse::<HeldGroup>(), Err(NotAGroup));
        for verdict in Verdict::ALL {
            assert_eq!(verdict.name().parse(), Ok(verdict));
        }
        assert_eq!("".parse::<Verdict>(), Err(NotAVerdict));
    }

    #[test]
    fn a_domain_is_not_printed_by_accident() {
        let domain: MailDomain = "marie-tremblay.example".parse().unwrap();
        assert!(!format!("{:?}", HeldGroup::MailDomain(domain)).contains("tremblay"));
    }
}
