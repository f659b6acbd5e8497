//! An issuer's keys, as it last published them.
//!
//! Keys are read again every hour, and when a token names an unknown key. While an issuer is away, its known keys work for a day; then
//! its tokens are answered 503.

use std::sync::{Arc, PoisonError, RwLock};

use domain::keys::issued::{IssuerKeys, NotAKeySet};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::issuers::address::Address;
use crate::issuers::fetch::{self, FetchError};

/// The age from which keys are read again: a key that the issuer took back is trusted no longer than this.
const FRESH: SignedDuration = SignedDuration::from_hours(1);
/// The time for which the last keys are trusted while the issuer does not answer.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// The shortest time between two requests to the issuer, whether it answers or not and whatever keys tokens name.
const PAUSE: SignedDuration = SignedDuration::from_mins(1);

/// The reason why keys could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum PublishedError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error("it does not say, under its own name, where its keys are")]
    Discovery,
    #[error(transparent)]
    Keys(#[from] NotAKeySet),
}

/// An issuer's description of itself, as far as it is read here.
#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

#[derive(Clone, Debug)]
struct Reading {
    keys: Arc<IssuerKeys>,
    at: Timestamp,
}

/// The keys that an issuer publishes.
#[derive(Debug)]
pub(crate) struct Published {
    issuer: String,
    discovery: Address,
    last: RwLock<Option<Reading>>,
    /// The time at which the issuer was last asked. The task that holds the lock asks; others wait for its result.
    asked_at: Mutex<Option<Timestamp>>,
}

impl Published {
    pub(crate) fn by(issuer: String, discovery: Address) -> Self {
        Self { issuer, discovery, last: RwLock::default(), asked_at: Mutex::default() }
    }

    /// Returns the keys to check a token of that key's name with; `None` when none are known. They are read again when
    /// they are old or that key is not among them, if the pause is over.
    pub(crate) async fn keys(&self, key_id: &str, now: Timestamp) -> Option<Arc<IssuerKeys>> {
        let good = |reading: &Reading| now.duration_since(reading.at) < FRESH && reading.keys.has(key_id);
        // A known key needs no waiting.
        if let Some(reading) = self.last().filter(good) {
            return Some(reading.keys);
        }
        let mut asked_at = self.asked_at.lock().await;
        if self.last().is_none_or(|reading| !good(&reading))
            && asked_at.is_none_or(|at| now.duration_since(at) >= PAUSE)
        {
            *asked_at = Some(now);
            match self.read().await {
                Ok(keys) => {
                    let reading = Reading { keys: Arc::new(keys), at: now };
                    *self.last.write().unwrap_or_else(PoisonError::into_inner) = Some(reading);
                }
                Err(error) => tracing::warn!(issuer = self.issuer, %error, "an issuer's keys could not be read"),
            }
        }
        drop(asked_at);
        self.last().filter(|reading| now.duration_since(reading.at) < KEPT).map(|reading| reading.keys)
    }

    fn last(&self) -> Option<Reading> {
        self.last.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn read(&self) -> Result<IssuerKeys, PublishedError> {
        let document = fetch::document(&self.discovery).await?;
        let said: Discovery = serde_json::from_slice(&document).map_err(|_| PublishedError::Discovery)?;
        // An issuer that answers under another name is another one (OpenID Connect Discovery 1.0, section 4.3).
        let keys = Some(said.jwks_uri).filter(|_| said.issuer == self.issuer);
        let keys = keys.and_then(|uri| self.discovery.leads_to(&uri)).ok_or(PublishedError::Discovery)?;
        Ok(IssuerKeys::parse(&fetch::document(&keys).await?)?)
    }
}
