//! Checks tokens of OpenID Connect issuers that the deployment names: the organizers' own single sign-on.
//!
//! An issuer vouches for a mailbox; the office knows whether it is an organizer's. It must never look into a table,
//! take a key or an address from a token, or ask an issuer more often than once a minute, however many tokens come.
//! Start reading at [`Issuers`]; `published.rs` keeps each issuer's keys, `fetch.rs` gets them.

mod address;
mod fetch;
mod published;

use domain::keys::issued::{Presented, Vouched};
use domain::keys::token::TokenError;
use jiff::Timestamp;
use web::{Environment, SettingError};

use crate::issuers::address::Address;
use crate::issuers::published::Published;

/// The setting that names the issuers: `issuer|audience[|audience...]`, several separated by commas; empty for none.
const SETTING: &str = "OIDC_ISSUERS";

/// The reason why an issuer's token lets nobody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IssuersError {
    /// The token is not good, or its time is over.
    #[error(transparent)]
    Refused(#[from] TokenError),
    /// The issuer's keys were never read, or too long ago, so the token cannot be checked.
    #[error("the issuer does not answer")]
    Away,
}

/// An issuer, and the audiences that its tokens must name.
#[derive(Debug)]
struct Issuer {
    /// The issuer's name exactly as tokens have it.
    name: String,
    audiences: Vec<String>,
    published: Published,
}

/// The issuers whose tokens are taken beside our own.
#[derive(Debug)]
pub struct Issuers(Vec<Issuer>);

impl Issuers {
    /// Reads the setting, and asks no issuer yet. Nobody is asked anything yet.
    ///
    /// # Errors
    /// Fails when an issuer is no `https` address (or `http` of this very machine), comes twice, or has no audience.
    pub fn open(environment: &Environment) -> Result<Self, SettingError> {
        let invalid = |reason: &str| SettingError::Invalid { name: SETTING.to_owned(), reason: reason.to_owned() };
        let mut issuers: Vec<Issuer> = Vec::new();
        for written in environment.optional(SETTING).into_iter().flat_map(|setting| setting.split(',')) {
            let mut parts = written.split('|').map(str::trim);
            let name = parts.next().unwrap_or_default().to_owned();
            let audiences: Vec<_> = parts.map(str::to_owned).collect();
            if audiences.is_empty() || audiences.iter().any(String::is_empty) {
                return Err(invalid("each issuer is written issuer|audience"));
            }
            if issuers.iter().any(|issuer| issuer.name == name) {
                return Err(invalid("an issuer comes once, with all its audiences: issuer|audience|audience"));
            }
            let address = Address::of_issuer(&name)
                .ok_or_else(|| invalid("an issuer begins with https://, or with http:// on this very machine"))?;
            issuers.push(Issuer { published: Published::by(name.clone(), address), name, audiences });
        }
        Ok(Self(issuers))
    }

    /// Returns the mailbox that a token vouches for. Returns `None` when it names none of these issuers: then it may be
    /// one of our own.
    ///
    /// # Errors
    /// Fails when one of them issued it and it is not valid, or when that issuer's keys are not known.
    pub async fn vouched(&self, token: &str, now: Timestamp) -> Result<Option<Vouched>, IssuersError> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let Some(presented) = Presented::read(token) else { return Ok(None) };
        let Some(issuer) = self.0.iter().find(|issuer| issuer.name == presented.issuer()) else { return Ok(None) };
        let keys = issuer.published.keys(presented.key_id(), now).await.ok_or(IssuersError::Away)?;
        Ok(Some(keys.verify(&presented, &issuer.name, &issuer.audiences, now)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(setting: &str) -> Result<Issuers, SettingError> {
        Issuers::open(&Environment::from_pairs([(SETTING.to_owned(), setting.to_owned())]))
    }

    #[test]
    fn a_setting_names_each_issuer_and_for_whom_its_tokens_are() {
        assert!(open("").unwrap().0.is_empty());
        let issuers = open("https://accounts.example|one|two, http://127.0.0.1:8080/realm|us").unwrap().0;
        let read: Vec<_> = issuers.iter().map(|issuer| (issuer.name.as_str(), issuer.audiences.join(" "))).collect();
        assert_eq!(
            read,
            [("https://accounts.example", "one two".to_owned()), ("http://127.0.0.1:8080/realm", "us".to_owned())]
        );
    }

    #[test]
    fn a_wrong_setting_is_refused() {
        for wrong in [
            "https://accounts.example",
            "https://accounts.example|",
            "https://accounts.example|us|",
            "https://accounts.example|us,",
            "accounts.example|us",
            "http://accounts.example|us",
            "https://accounts.example|us,https://accounts.example|them",
        ] {
            assert!(matches!(open(wrong), Err(SettingError::Invalid { .. })), "{wrong}");
        }
    }

    #[tokio::test]
    async fn without_issuers_no_token_is_looked_at() {
        assert_eq!(open("").unwrap().vouched("a.b.c", Timestamp::UNIX_EPOCH).await, Ok(None));
    }
}
