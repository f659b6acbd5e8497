//! Signatures of messages, as Standard Webhooks describes them: HMAC-SHA256 (`v1`) and Ed25519 (`v1a`).
//!
//! <https://www.standardwebhooks.com>

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};

use crate::keys::secret::Secret;
use crate::time::later;

/// The beginning of a secret that both sides know.
const SECRET_PREFIX: &str = "whsec_";
/// The beginning of a public key.
const PUBLIC_PREFIX: &str = "whpk_";
/// The beginning of a private key.
const PRIVATE_PREFIX: &str = "whsk_";
/// The time for which a message bears the signatures of the keys from before a rotation, too.
pub const ROTATION_HOURS: i64 = 24;

/// The keys that sign a recipient's messages: a secret that the recipient knows, and a private key that nobody else has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKeys {
    /// The shared secret, `whsec_...`.
    pub secret: Secret,
    /// The private key, `whsk_...`.
    pub private: Secret,
}

/// The keys of a recipient, and those from before a rotation until its time is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipientKeys {
    pub current: SigningKeys,
    pub former: Option<(SigningKeys, Timestamp)>,
}

impl SigningKeys {
    /// Makes keys of random bytes, which the caller draws.
    #[must_use]
    pub fn from_random(secret: [u8; 32], private: [u8; 32]) -> Self {
        let write = |prefix: &str, bytes: [u8; 32]| Secret::new(format!("{prefix}{}", STANDARD.encode(bytes)));
        Self { secret: write(SECRET_PREFIX, secret), private: write(PRIVATE_PREFIX, private) }
    }

    /// Returns the public half of the private key, `whpk_...`; `None` when the stored text is not a key.
    #[must_use]
    pub fn public(&self) -> Option<String> {
        Some(format!("{PUBLIC_PREFIX}{}", STANDARD.encode(self.pair()?.public_key().as_ref())))
    }

    fn pair(&self) -> Option<Ed25519KeyPair> {
        let seed = decode(&self.private, PRIVATE_PREFIX)?;
        Ed25519KeyPair::from_seed_unchecked(&seed).ok()
    }

    /// Signs in both ways; `None` when a stored text is not a key.
    fn sign(&self, signed: &[u8]) -> Option<String> {
        let secret = hmac::Key::new(hmac::HMAC_SHA256, &decode(&self.secret, SECRET_PREFIX)?);
        let shared = STANDARD.encode(hmac::sign(&secret, signed));
        let public = STANDARD.encode(self.pair()?.sign(signed));
        Some(format!("v1,{shared} v1a,{public}"))
    }
}

impl RecipientKeys {
    /// Writes the header `webhook-signature` of a message; `None` when a stored text is not a key.
    #[must_use]
    pub fn signatures(&self, id: &str, at: Timestamp, body: &str) -> Option<String> {
        let signed = format!("{id}.{}.{body}", at.as_second());
        let current = self.current.sign(signed.as_bytes())?;
        match &self.former {
            Some((former, until)) if at < *until => Some(format!("{current} {}", former.sign(signed.as_bytes())?)),
            Some(_) | None => Some(current),
        }
    }

    /// Returns the time until which keys that are replaced now keep signing.
    #[must_use]
    pub fn former_until(now: Timestamp) -> Timestamp {
        later(now, SignedDuration::from_hours(ROTATION_HOURS))
    }
}

fn decode(key: &Secret, prefix: &str) -> Option<Vec<u8>> {
    STANDARD.decode(key.expose().strip_prefix(prefix)?).ok()
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};

    use super::*;

    fn keys(byte: u8) -> SigningKeys {
        SigningKeys::from_random([byte; 32], [byte + 1; 32])
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// The example of the specification's libraries.
    #[test]
    fn the_shared_secret_signs_as_other_libraries_do() {
        let secret = Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let keys = RecipientKeys { current: SigningKeys { secret, ..keys(1) }, former: None };
        let signed = keys.signatures("msg_p5jXN8AQM9LWM0D4loKWxJek", at(1_614_265_330), r#"{"test": 2432232314}"#);
        assert!(signed.unwrap().starts_with("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1a,"));
    }

    #[test]
    fn the_private_key_signs_what_its_public_half_verifies() {
        let keys = keys(7);
        let signed = RecipientKeys { current: keys.clone(), former: None }.signatures("m", at(5), "{}").unwrap();
        let signature = STANDARD.decode(signed.rsplit_once("v1a,").unwrap().1).unwrap();
        let public = STANDARD.decode(keys.public().unwrap().strip_prefix("whpk_").unwrap()).unwrap();
        assert_eq!(UnparsedPublicKey::new(&ED25519, public).verify(b"m.5.{}", &signature), Ok(()));
    }

    #[test]
    fn a_day_long_both_the_old_and_the_new_keys_sign() {
        let until = RecipientKeys::former_until(at(0));
        let both = RecipientKeys { current: keys(1), former: Some((keys(3), until)) };
        let count = |time| both.signatures("m", time, "{}").unwrap().split(' ').count();
        assert_eq!((count(at(24 * 3600 - 1)), count(at(24 * 3600))), (4, 2));
    }

    #[test]
    fn keys_show_in_no_output() {
        assert!(!format!("{:?}", keys(1)).contains("AQEB"));
    }
}
