//! The keyed hashes that stand for a person without naming them.

use std::fmt;

use aws_lc_rs::hmac;

use crate::ids::{DomainCode, MailboxId, PersonId, SignerId};
use crate::keys::secret::Secret;
use crate::mail::domain::MailDomain;
use crate::mail::email::{CanonicalEmail, EmailAddress};
use crate::person::name::PersonName;
use crate::person::postal_code::PostalCode;
use crate::person::residence::Residence;
use crate::slug::CampaignSlug;

/// The shortest key in bytes: a key shorter than its hash's output would be the weakest link (RFC 2104, section 3).
pub const IDENTITY_KEY_MIN_BYTES: usize = 32;

/// Turns an address into a [`SignerId`]. The key never changes during a campaign: with a new key everybody could be
/// counted a second time.
#[derive(Clone)]
pub struct IdentityKey(hmac::Key);

/// The key is shorter than [`IDENTITY_KEY_MIN_BYTES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the identity key must have at least {IDENTITY_KEY_MIN_BYTES} bytes")]
pub struct KeyTooShort;

impl IdentityKey {
    /// # Errors
    /// Fails when the key is too short to keep addresses unguessable.
    pub fn new(secret: &Secret) -> Result<Self, KeyTooShort> {
        let bytes = secret.expose().as_bytes();
        if bytes.len() < IDENTITY_KEY_MIN_BYTES {
            return Err(KeyTooShort);
        }
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, bytes)))
    }

    /// Returns the identity of an address in a campaign.
    #[must_use]
    pub fn signer_id(&self, campaign: &CampaignSlug, email: &CanonicalEmail) -> SignerId {
        SignerId(self.hash(["signer:", campaign.as_str(), ":", email.as_str()]))
    }

    /// Returns the mailbox that an address reaches, as it was typed. Mail is counted by it, and a link proves it.
    #[must_use]
    pub fn mailbox_id(&self, campaign: &CampaignSlug, email: &EmailAddress) -> MailboxId {
        MailboxId(self.hash(["mailbox:", campaign.as_str(), ":", &email.mailbox()]))
    }

    /// Returns the code by which forms of a mail domain are counted in a campaign.
    #[must_use]
    pub fn domain_code(&self, campaign: &CampaignSlug, domain: &MailDomain) -> DomainCode {
        let hash = self.hash(["mail-domain:", campaign.as_str(), ":", domain.as_str()]);
        DomainCode(*hash.first_chunk().expect("half of a hash"))
    }

    /// Returns the short code by which the office's log names a person, from the id of their address or name. It is the same for
    /// one person, and leads nobody back to them.
    #[must_use]
    pub fn log_code(&self, campaign: &CampaignSlug, id: &str) -> String {
        let hash = self.hash(["log-code:", campaign.as_str(), ":", id]);
        let [a, b, c, d] = *hash.first_chunk().expect("a part of a hash");
        format!("{a:02X}{b:02X}-{c:02X}{d:02X}")
    }

    fn hash<const N: usize>(&self, parts: [&str; N]) -> [u8; 32] {
        keyed_hash(&self.0, parts)
    }
}

/// Hashes parts that are joined by colons. No slug and no postal code holds a colon, so two different lists never give
/// the same bytes.
fn keyed_hash<const N: usize>(key: &hmac::Key, parts: [&str; N]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(key);
    for part in parts {
        context.update(part.as_bytes());
    }
    context.sign().as_ref().try_into().expect("HMAC-SHA256 gives 32 bytes")
}

/// Turns a name and a postal code into a [`PersonId`], for one campaign. It is another key than [`IdentityKey`]: the
/// public form's function holds it, and can test no address with it. It never changes during a campaign either.
#[derive(Clone)]
pub struct PersonKey {
    campaign: CampaignSlug,
    key: hmac::Key,
}

impl PersonKey {
    /// # Errors
    /// Fails when the key is too short to keep names unguessable.
    pub fn new(campaign: CampaignSlug, secret: &Secret) -> Result<Self, KeyTooShort> {
        let IdentityKey(key) = IdentityKey::new(secret)?;
        Ok(Self { campaign, key })
    }

    /// Returns the person who bears that name at that postal code, in any case, accents and spacing.
    #[must_use]
    pub fn at(&self, name: &PersonName, postal_code: PostalCode) -> PersonId {
        let name = name.words().join(" ");
        PersonId(keyed_hash(&self.key, ["person:", self.campaign.as_str(), ":", postal_code.compact(), ":", &name]))
    }

    /// Returns the person for somebody with a residence; `None` abroad, where nobody signs on paper.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::email::EmailAddress;

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
}
