//! An issuer's keys, as it last published them.

use std::sync::{Arc, PoisonError, RwLock};

use domain::keys::issued::{IssuerKeys, NotAKeySet};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::issuers::address::Address;
use crate::issuers::fetch::{self, FetchError};

/// Keys that are older are read anew: a key that the issuer took back is believed no longer than this.
const FRESH: SignedDuration = SignedDuration::from_hours(1);
/// While the issuer does not answer, its last keys are believed so long, and then none.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// The issuer is asked no more often, whatever keys tokens say they are signed with, and whether it answers or not.
const PAUSE: SignedDuration = SignedDuration::from_mins(1);

/// Why keys could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum PublishedError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error("it does not say, under its own name, where its keys are")]
    Discovery,
    #[error(transparent)]
    Keys(#[from] NotAKeySet),
}

/// What an issuer says of itself, as far as we ask.
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
    /// When the issuer was last asked. Who holds it asks; others wait for what comes of it.
    asked_at: Mutex<Option<Timestamp>>,
}

impl Published {
    pub(crate) fn by(issuer: String, discovery: Address) -> Self {
        Self { issuer, discovery, last: RwLock::default(), asked_at: Mutex::default() }
    }

    /// The keys to check a token with that says it is signed with that one; `None` when none are known. They are read anew
    /// when they are old or that one is not among them, if that may be by now.
    pub(crate) async fn keys(&self, key_id: &str, now: Timestamp) -> Option<Arc<IssuerKeys>> {
        let good = |reading: &Reading| now.duration_since(reading.at) < FRESH && reading.keys.has(key_id);
        // Whoever has a key that is known waits for nobody.
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
        // Who answers under another name is another (OpenID Connect Discovery 1.0, section 4.3).
        let keys = Some(said.jwks_uri).filter(|_| said.issuer == self.issuer);
        let keys = keys.and_then(|uri| self.discovery.leads_to(&uri)).ok_or(PublishedError::Discovery)?;
        Ok(IssuerKeys::parse(&fetch::document(&keys).await?)?)
    }
}
