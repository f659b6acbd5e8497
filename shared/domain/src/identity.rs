//! Who a person is, without saying so: keyed hashes and random ids.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::campaign::CampaignSlug;
use crate::email::{CanonicalEmail, EmailAddress};
use crate::flood::MailDomain;
use crate::person_name::PersonName;
use crate::postal_code::PostalCode;
use crate::residence::Residence;
use crate::secret::Secret;

/// A key shorter than its hash's output would be the weakest link (RFC 2104, section 3).
pub const IDENTITY_KEY_MIN_BYTES: usize = 32;

/// The key that turns an address into a [`SignerId`]. It never changes during a campaign: a new key would count everybody anew.
#[derive(Clone)]
pub struct IdentityKey(hmac::Key);

/// The key is shorter than [`IDENTITY_KEY_MIN_BYTES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the identity key must have at least {IDENTITY_KEY_MIN_BYTES} bytes")]
pub struct KeyTooShort;

impl IdentityKey {
    /// Takes the key into use.
    ///
    /// # Errors
    /// When it is too short to keep addresses unguessable.
    pub fn new(secret: &Secret) -> Result<Self, KeyTooShort> {
        let bytes = secret.expose().as_bytes();
        if bytes.len() < IDENTITY_KEY_MIN_BYTES {
            return Err(KeyTooShort);
        }
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, bytes)))
    }

    /// The identity of an address in a campaign.
    #[must_use]
    pub fn signer_id(&self, campaign: &CampaignSlug, email: &CanonicalEmail) -> SignerId {
        SignerId(self.hash(["signer:", campaign.as_str(), ":", email.as_str()]))
    }

    /// The mailbox that an address reaches, as it was typed. Mail is counted by it, and a link proves it.
    #[must_use]
    pub fn mailbox_id(&self, campaign: &CampaignSlug, email: &EmailAddress) -> MailboxId {
        MailboxId(self.hash(["mailbox:", campaign.as_str(), ":", &email.mailbox()]))
    }

    /// What a mail domain is counted by in a campaign.
    #[must_use]
    pub fn domain_code(&self, campaign: &CampaignSlug, domain: &MailDomain) -> DomainCode {
        let hash = self.hash(["mail-domain:", campaign.as_str(), ":", domain.as_str()]);
        DomainCode(*hash.first_chunk().expect("half of a hash"))
    }

    fn hash<const N: usize>(&self, parts: [&str; N]) -> [u8; 32] {
        keyed_hash(&self.0, parts)
    }
}

/// No slug and no postal code holds a colon, so two different lists of parts never feed the same bytes.
fn keyed_hash<const N: usize>(key: &hmac::Key, parts: [&str; N]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(key);
    for part in parts {
        context.update(part.as_bytes());
    }
    context.sign().as_ref().try_into().expect("HMAC-SHA256 gives 32 bytes")
}

/// The key that turns a name and a postal code into a [`PersonId`], for one campaign. It is another key than [`IdentityKey`]:
/// the public form's function holds it, and can test no address with it. It never changes during a campaign either.
#[derive(Clone)]
pub struct PersonKey {
    campaign: CampaignSlug,
    key: hmac::Key,
}

impl PersonKey {
    /// Takes the key into use for a campaign.
    ///
    /// # Errors
    /// When it is too short to keep names unguessable.
    pub fn new(campaign: CampaignSlug, secret: &Secret) -> Result<Self, KeyTooShort> {
        let IdentityKey(key) = IdentityKey::new(secret)?;
        Ok(Self { campaign, key })
    }

    /// The person who bears that name at that postal code, however the name is cased, accented or spaced.
    #[must_use]
    pub fn at(&self, name: &PersonName, postal_code: PostalCode) -> PersonId {
        let name = name.words().join(" ");
        PersonId(keyed_hash(&self.key, ["person:", self.campaign.as_str(), ":", postal_code.compact(), ":", &name]))
    }

    /// The same for somebody with a residence. Nobody signs on paper abroad, so there is no person to look for.
    #[must_use]
    pub fn of(&self, name: &PersonName, residence: &Residence) -> Option<PersonId> {
        residence.postal_code().map(|postal_code| self.at(name, postal_code))
    }
}

impl fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonKey(redacted)")
    }
}

impl fmt::Debug for IdentityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityKey(redacted)")
    }
}

macro_rules! opaque_id {
    ($(#[$doc:meta])+ $name:ident, $bytes:literal) => {
        $(#[$doc])+
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name([u8; $bytes]);

        impl fmt::Display for $name {
            /// URL-safe base64 without padding (RFC 4648, section 5).
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotAnId)?;
                bytes.try_into().map(Self).map_err(|_| NotAnId)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    };
}

opaque_id! {
    /// Who signed: the keyed hash of campaign and canonical address. Two households' members share one.
    SignerId, 32
}

opaque_id! {
    /// Which submission: 16 random bytes.
    SubmissionId, 16
}

opaque_id! {
    /// Which request of an organizer to be let in: 16 random bytes.
    SignInId, 16
}

opaque_id! {
    /// Which session of an organizer: 16 random bytes.
    SessionId, 16
}

opaque_id! {
    /// Which invalidation: 16 random bytes.
    InvalidationId, 16
}

opaque_id! {
    /// Which import of paper signatures: 16 random bytes.
    ImportId, 16
}

opaque_id! {
    /// A mailbox: the keyed hash of campaign and address as it was typed, in lower case.
    MailboxId, 32
}

opaque_id! {
    /// A person by name: the keyed hash of campaign, folded name and postal code.
    PersonId, 32
}

opaque_id! {
    /// Which network a form came from: half of a keyed hash of the network's part of the sender's address.
    NetworkCode, 16
}

opaque_id! {
    /// Which mail domain a form's address is at: half of a keyed hash.
    DomainCode, 16
}

opaque_id! {
    /// Which decision of an organizer about held mail: 16 random bytes.
    RulingId, 16
}

impl NetworkCode {
    /// A code of what was hashed.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// As people tell networks apart: six digits.
    #[must_use]
    pub fn short(&self) -> String {
        let [a, b, c, ..] = self.0;
        format!("{a:02X}{b:02X}{c:02X}")
    }
}

macro_rules! from_random {
    ($($name:ident),+) => {$(
        impl $name {
            /// An id of random bytes, which the caller draws.
            #[must_use]
            pub const fn from_random(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }
        }
    )+};
}

from_random!(SubmissionId, SignInId, SessionId, InvalidationId, ImportId, RulingId);

/// The text is not an id of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this kind")]
pub struct NotAnId;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::email::EmailAddress;

    fn id(key: &str, campaign: &str, address: &str) -> SignerId {
        let key = IdentityKey::new(&Secret::new(key)).unwrap();
        key.signer_id(&campaign.parse().unwrap(), &EmailAddress::parse(address).unwrap().canonical())
    }

    #[test]
    fn identity_is_the_address_in_the_campaign_under_the_key() {
        let key = "k".repeat(32);
        let marie = id(&key, "time-to-lead", "marie@example.org");
        assert_eq!(marie, id(&key, "time-to-lead", "Marie+x@example.org"));
        assert_ne!(marie, id(&key, "another", "marie@example.org"));
        assert_ne!(marie, id(&key, "time-to-lead", "marc@example.org"));
        assert_ne!(marie, id(&"l".repeat(32), "time-to-lead", "marie@example.org"));
    }

    #[test]
    fn a_mail_domain_is_counted_per_campaign_and_under_the_key() {
        let code = |key: &str, campaign: &str, domain: &str| {
            let key = IdentityKey::new(&Secret::new(key.repeat(32))).unwrap();
            key.domain_code(&campaign.parse().unwrap(), &domain.parse().unwrap())
        };
        assert_eq!(code("k", "c", "bots.example"), code("k", "c", "BOTS.example"));
        for other in [code("l", "c", "bots.example"), code("k", "d", "bots.example"), code("k", "c", "cats.example")] {
            assert_ne!(code("k", "c", "bots.example"), other);
        }
    }

    #[test]
    fn each_spelling_of_an_address_is_a_mailbox_of_its_own() {
        let key = IdentityKey::new(&Secret::new("k".repeat(32))).unwrap();
        let mailbox = |text: &str| key.mailbox_id(&"c".parse().unwrap(), &EmailAddress::parse(text).unwrap());
        assert_eq!(mailbox("Marie@Example.org"), mailbox("marie@example.org"));
        assert_ne!(mailbox("marie+x@example.org"), mailbox("marie@example.org"));
        assert_ne!(mailbox("marie@mac.com"), mailbox("marie@icloud.com"));
    }

    #[test]
    fn a_person_is_a_name_at_a_postal_code_in_a_campaign_under_the_key() {
        let person = |key: &str, campaign: &str, last: &str, code: &str| {
            let key = PersonKey::new(campaign.parse().unwrap(), &Secret::new(key.repeat(32))).unwrap();
            key.at(&PersonName::parse("Zoé", last).unwrap(), code.parse().unwrap())
        };
        let zoe = person("k", "c", "Roy", "K1A 0A6");
        assert_eq!(zoe, person("k", "c", "ROY", "k1a0a6"));
        for other in [
            person("l", "c", "Roy", "K1A 0A6"),
            person("k", "d", "Roy", "K1A 0A6"),
            person("k", "c", "Coté", "K1A 0A6"),
            person("k", "c", "Roy", "K1A 0A7"),
        ] {
            assert_ne!(zoe, other);
        }
    }

    #[test]
    fn a_short_key_is_refused() {
        assert!(IdentityKey::new(&Secret::new("k".repeat(IDENTITY_KEY_MIN_BYTES))).is_ok());
        assert_eq!(IdentityKey::new(&Secret::new("k".repeat(IDENTITY_KEY_MIN_BYTES - 1))).err(), Some(KeyTooShort));
    }

    #[test]
    fn ids_survive_being_written_down() {
        let id = SubmissionId::from_random([7; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("abc".parse::<SubmissionId>(), Err(NotAnId));
        assert_eq!(id.to_string().parse::<SignerId>(), Err(NotAnId));
    }
}
