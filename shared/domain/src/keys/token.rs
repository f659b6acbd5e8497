//! The links in mails: signed tokens (JWT, RFC 7519) that each do one thing.
//!
//! A token holds ids, never data. A token made for one purpose or campaign is refused for any other; time comes in as a
//! parameter. The same claims always give the same token, so a retried mail has the same link.
//!
//! Tokens have four purposes: confirm, manage, stop the news, stop all mail. The third is signed by a secret of its own
//! (`UPDATES_KEYS`), because the office puts it into the supporters' file. Only a manage token withdraws.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ids::{MailboxId, NetworkCode, SignerId, SubmissionId};
use crate::keys::keyring::Keyring;
pub use crate::keys::keyring::{TOKEN_KEY_MIN_BYTES, TOKEN_MAX_BYTES, TokenKeysError};
use crate::keys::secret::Secret;
use crate::pledge::code::Code;
use crate::slug::CampaignSlug;
use crate::time::later;

/// Days for which a manage link works: a campaign of a year, and the six months that its data is kept.
pub const MANAGE_DAYS: i64 = 550;

/// The one thing that a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Confirms a submission, which counts its sender.
    Confirm,
    /// Shows, moves and withdraws one's pledge.
    Manage,
    /// Takes back the consent to news, and nothing else: the sender of the news may hold it.
    StopUpdates,
    /// Stops all mail to a mailbox, or allows it again.
    Mailbox,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Manage => "manage",
            Self::StopUpdates => "stop-updates",
            Self::Mailbox => "mailbox",
        }
    }
}

/// The content of a token: a signer, a mailbox, a submission and an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The identity that the address stands for.
    pub signer: SignerId,
    /// The mailbox that the mail went to. Somebody who holds the token reads that mailbox.
    pub mailbox: MailboxId,
    /// The submission that the token is about, which tells a household's two members apart.
    pub submission: SubmissionId,
    /// The time from which the token is refused.
    pub expires_at: Timestamp,
}

impl Claims {
    /// Returns the time at which a manage link that is made at `from` stops working.
    #[must_use]
    pub fn manage_end(from: Timestamp) -> Timestamp {
        later(from, SignedDuration::from_hours(24 * MANAGE_DAYS))
    }
}

/// The reason why a token was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// The token is forged, cut off, or made for another purpose.
    #[error("the link is not valid")]
    Invalid,
    /// The token is genuine, and its time is over.
    #[error("the link has expired")]
    Expired,
}

/// The campaign's token keys. The first mints and all verify, so that a key can be replaced without breaking sent
/// links.
pub struct TokenKeys {
    pub(crate) campaign: CampaignSlug,
    pub(crate) keys: Keyring,
}

#[derive(Clone, Serialize, Deserialize)]
struct WireClaims {
    aud: String,
    sub: SignerId,
    mbx: MailboxId,
    jti: SubmissionId,
    exp: i64,
}

impl TokenKeys {
    /// Reads `secret[,secret...]`.
    ///
    /// # Errors
    /// Fails when there is no key, or one is too short.
    pub fn parse(campaign: CampaignSlug, setting: &Secret) -> Result<Self, TokenKeysError> {
        Ok(Self { campaign, keys: Keyring::parse(setting)? })
    }

    #[must_use]
    pub fn mint(&self, purpose: Purpose, claims: Claims) -> Secret {
        let wire = WireClaims {
            aud: self.audience(purpose),
            sub: claims.signer,
            mbx: claims.mailbox,
            jti: claims.submission,
            exp: claims.expires_at.as_second(),
        };
        self.keys.mint(&wire)
    }

    /// Reads a token from a link.
    ///
    /// # Errors
    /// Fails when it is not a token of this campaign for this purpose, or has expired.
    pub fn verify(&self, purpose: Purpose, token: &str, now: Timestamp) -> Result<Claims, TokenError> {
        let wire: WireClaims = self.keys.verify(&self.audience(purpose), token).ok_or(TokenError::Invalid)?;
        let expires_at = Timestamp::from_second(wire.exp).map_err(|_| TokenError::Invalid)?;
        if now >= expires_at {
            return Err(TokenError::Expired);
        }
        Ok(Claims { signer: wire.sub, mailbox: wire.mbx, submission: wire.jti, expires_at })
    }

    /// Returns the code by which a network's forms are counted, from the part of an address that its members share.
    /// Another key makes another code, so that counting begins again, as it does every hour.
    #[must_use]
    pub fn network_code(&self, network: &[u8]) -> NetworkCode {
        let hash = self.keys.hash(&format!("{}/network", self.campaign), network);
        NetworkCode::from_bytes(*hash.first_chunk().expect("half of a hash"))
    }

    /// Returns the code that stands beside the link in the mail about a submission. A retried mail has the same code.
    #[must_use]
    pub fn code(&self, submission: SubmissionId) -> Code {
        Code::from_hash(&self.keys.hash(&format!("{}/code", self.campaign), submission.to_string().as_bytes()))
    }

    fn audience(&self, purpose: Purpose) -> String {
        format!("{}/{}", self.campaign, purpose.name())
    }
}

impl std::fmt::Debug for TokenKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenKeys").field("campaign", &self.campaign).field("keys", &self.keys.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;
    use crate::mail::email::EmailAddress;
    use crate::person::identity::IdentityKey;

    const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const B: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    fn keys(campaign: &str, setting: &str) -> TokenKeys {
        TokenKeys::parse(campaign.parse().unwrap(), &Secret::new(setting)).unwrap()
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn claims() -> Claims {
        let key = IdentityKey::new(&Secret::new("k".repeat(32))).unwrap();
        let signer =
            key.signer_id(&"c".parse().unwrap(), &EmailAddress::parse("marie@example.org").unwrap().canonical());
        let mailbox = key.mailbox_id(&"c".parse().unwrap(), &EmailAddress::parse("marie@example.org").unwrap());
        Claims { signer, mailbox, submission: SubmissionId::from_random([1; 16]), expires_at: at(1000) }
    }

    #[test]
    fn a_token_does_one_thing_in_one_campaign_until_it_expires() {
        let keys_c = keys("c", A);
        let token = keys_c.mint(Purpose::Confirm, claims());
        assert_eq!(keys_c.verify(Purpose::Confirm, token.expose(), at(999)), Ok(claims()));
        assert_eq!(keys_c.verify(Purpose::Confirm, token.expose(), at(1000)), Err(TokenError::Expired));
        for other in [Purpose::Manage, Purpose::StopUpdates, Purpose::Mailbox] {
            assert_eq!(keys_c.verify(other, token.expose(), at(0)), Err(TokenError::Invalid));
            let theirs = keys_c.mint(other, claims());
            assert_eq!(keys_c.verify(Purpose::Confirm, theirs.expose(), at(0)), Err(TokenError::Invalid));
        }
        assert_eq!(keys("d", A).verify(Purpose::Confirm, token.expose(), at(0)), Err(TokenError::Invalid));
    }

    #[test]
    fn the_same_claims_give_the_same_link() {
        assert_eq!(keys("c", A).mint(Purpose::Confirm, claims()), keys("c", A).mint(Purpose::Confirm, claims()));
    }

    #[test]
    fn a_replaced_key_still_opens_the_links_it_made() {
        let old = keys("c", A).mint(Purpose::Manage, claims());
        assert!(keys("c", &format!("{B},{A}")).verify(Purpose::Manage, old.expose(), at(0)).is_ok());
        assert_eq!(keys("c", B).verify(Purpose::Manage, old.expose(), at(0)), Err(TokenError::Invalid));
    }

    #[test]
    fn forged_and_damaged_tokens_are_refused() {
        let keys_c = keys("c", A);
        let token = keys_c.mint(Purpose::Confirm, claims());
        let parts: Vec<&str> = token.expose().split('.').collect();
        let header = String::from_utf8(URL_SAFE_NO_PAD.decode(parts[0]).unwrap()).unwrap();
        let [none, hs512] = ["none", "HS512"].map(|other| URL_SAFE_NO_PAD.encode(header.replace("HS256", other)));
        assert!(header.contains("HS256"));
        let later = URL_SAFE_NO_PAD.decode(parts[1]).unwrap();
        let later = URL_SAFE_NO_PAD.encode(String::from_utf8(later).unwrap().replace("1000", "9000"));
        for forged in [
            format!("{none}.{}.", parts[1]),
            format!("{none}.{}.{}", parts[1], parts[2]),
            format!("{hs512}.{}.{}", parts[1], parts[2]),
            format!("{}.{later}.{}", parts[0], parts[2]),
            format!("{}.{}.{}", parts[0], parts[1], &parts[2][1..]),
            String::new(),
            "x".repeat(TOKEN_MAX_BYTES + 1),
        ] {
            assert_eq!(keys_c.verify(Purpose::Confirm, &forged, at(0)), Err(TokenError::Invalid));
        }
    }

    #[test]
    fn a_network_has_one_code_under_one_key_in_one_campaign() {
        let home = keys("c", A).network_code(&[4, 192, 0, 2]);
        assert_eq!(keys("c", &format!("{A},{B}")).network_code(&[4, 192, 0, 2]), home);
        for other in [
            keys("c", A).network_code(&[4, 192, 0, 3]),
            keys("d", A).network_code(&[4, 192, 0, 2]),
            keys("c", &format!("{B},{A}")).network_code(&[4, 192, 0, 2]),
        ] {
            assert_ne!(other, home);
        }
        assert_eq!(home.short().len(), 6);
    }

    /// Before the first rotation the version that signs and the one that is accepted are the same.
    #[test]
    fn a_secret_that_stands_there_twice_is_one_key() {
        let twice = keys("c", &format!("{A},{A}"));
        assert_eq!(twice.keys.len(), 1);
        assert_eq!(twice.mint(Purpose::Confirm, claims()), keys("c", A).mint(Purpose::Confirm, claims()));
    }

    /// The next key is accepted before any function signs with it, and the former one stays accepted afterwards. So a
    /// function in either of two neighbouring deployments takes what the other signed.
    #[test]
    fn at_each_step_of_a_rotation_and_of_its_rollback_every_link_is_taken() {
        let steps = [format!("{A},{A}"), format!("{A},{B}"), format!("{B},{A}")].map(|setting| keys("c", &setting));
        for pair in steps.windows(2) {
            for (mints, verifies) in [(&pair[0], &pair[1]), (&pair[1], &pair[0])] {
                let link = mints.mint(Purpose::Manage, claims());
                assert!(verifies.verify(Purpose::Manage, link.expose(), at(0)).is_ok());
            }
        }
    }

    #[test]
    fn bad_key_settings_are_refused_without_showing_them() {
        let parse = |setting: &str| TokenKeys::parse("c".parse().unwrap(), &Secret::new(setting)).map(|_| ());
        assert_eq!(parse(""), Err(TokenKeysError::None));
        assert_eq!(parse(&format!("{A},short")), Err(TokenKeysError::TooShort));
        assert!(!format!("{:?}", keys("c", A)).contains("aaaa"));
    }
}
