//! Something that a function makes of the campaign, and makes again when the campaign's desk publishes a change.

use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::campaign::published::{Part, Published};
use jiff::{SignedDuration, Timestamp};

use crate::campaign::desk::SinceKnown;
use crate::dynamo::errors::StoreError;
use crate::dynamo::reads::Freshness;
use crate::dynamo::tables::OfficeTable;
use crate::handles::Office;
use crate::role::ReadsCampaign;

/// A function looks for changes of the campaign after this time. Public pages show a change within ten seconds.
pub const CAMPAIGN_MAX_AGE: SignedDuration = SignedDuration::from_secs(5);

type Make<T> = Box<dyn Fn(&Published) -> Result<T, Box<dyn Error + Send + Sync>> + Send + Sync>;

/// A value that is made of the campaign, such as its pages, and follows its desk.
///
/// When the store fails, or a change cannot be read, the value stays as it was: at first as the campaign's folder gives it.
/// A part that cannot be read keeps no other part from being taken up.
pub struct Live<T> {
    office: OfficeTable,
    make: Make<T>,
    known: Mutex<Known<T>>,
}

struct Known<T> {
    /// The last time at which somebody looked for changes.
    looked_at: Option<Timestamp>,
    published: Published,
    value: Arc<T>,
}

impl<T> Known<T> {
    /// Takes a value of newer parts. Two looks may cross, and the one that saw less comes to nothing.
    fn take(&mut self, published: Published, value: T) {
        if Part::ALL.into_iter().all(|part| published.number(part) >= self.published.number(part)) {
            self.published = published;
            self.value = Arc::new(value);
        }
    }
}

impl<T> Live<T> {
    /// Makes the value of the campaign's folder. [`Self::refresh`] takes up what was published since.
    ///
    /// # Errors
    /// Fails when the folder is wrong.
    pub fn new<R: ReadsCampaign, E, F>(office: &Office<R>, make: F) -> Result<Self, E>
    where
        E: Into<Box<dyn Error + Send + Sync>>,
        F: Fn(&Published) -> Result<T, E> + Send + Sync + 'static,
    {
        let published = Published::default();
        let value = Arc::new(make(&published)?);
        let make: Make<T> = Box::new(move |published| make(published).map_err(Into::into));
        let known = Mutex::new(Known { looked_at: None, published, value });
        Ok(Self { office: (**office).clone(), make, known })
    }

    /// Returns the value as it was made last.
    #[must_use]
    pub fn now(&self) -> Arc<T> {
        Arc::clone(&self.lock().value)
    }

    /// Returns the published parts that the value is made of.
    #[must_use]
    pub fn published(&self) -> Published {
        self.lock().published.clone()
    }

    /// Takes up a change of the desk, if nobody looked for one in the last seconds.
    pub async fn refresh(&self, now: Timestamp) {
        {
            let mut known = self.lock();
            if known.looked_at.is_some_and(|at| now.duration_since(at) < CAMPAIGN_MAX_AGE) {
                return;
            }
            // Requests that come during this read are served as before.
            known.looked_at = Some(now);
        }
        if let Err(error) = self.look(Freshness::Eventual).await {
            tracing::warn!(%error, "the campaign's desk could not be read");
        }
    }

    /// Takes up every change that was published before this call.
    ///
    /// # Errors
    /// Fails when the database fails, or when a change cannot be read. The value then is an older one.
    pub async fn catch_up(&self) -> Result<(), StoreError> {
        self.catch_up_on_all(&Part::ALL).await
    }

    /// Takes up every change that was published before this call, for somebody who works on one part alone.
    ///
    /// # Errors
    /// Fails when the database fails, or when this part cannot be read.
    pub async fn catch_up_on(&self, part: Part) -> Result<(), StoreError> {
        self.catch_up_on_all(&[part]).await
    }

    /// Takes up every change that was published before this call, for somebody who works on these parts alone.
    ///
    /// # Errors
    /// Fails when the database fails, or when one of these parts cannot be read.
    pub async fn catch_up_on_all(&self, parts: &[Part]) -> Result<(), StoreError> {
        let unread = self.look(Freshness::Strong).await?;
        if parts.iter().any(|part| unread.contains(part)) { Err(StoreError::Corrupt) } else { Ok(()) }
    }

    /// Takes up what can be read, and returns the parts that cannot be.
    async fn look(&self, freshness: Freshness) -> Result<Vec<Part>, StoreError> {
        let known = self.published();
        let Some(SinceKnown { published, mut unread }) = self.office.published_since(&known, freshness).await? else {
            return Ok(Vec::new());
        };
        // Upkeep catches up every few minutes and fails by this, which is an alarm.
        for part in &unread {
            tracing::error!(%part, "the campaign's desk published what cannot be read");
        }
        match (self.make)(&published) {
            Ok(value) => self.lock().take(published, value),
            Err(error) => {
                tracing::error!(%error, "the campaign's desk published what cannot be read");
                unread.extend(self.take_readable(known, &published));
            }
        }
        Ok(unread)
    }

    /// Takes up each change that can be read by itself, and returns the parts of the others.
    fn take_readable(&self, mut known: Published, newest: &Published) -> Vec<Part> {
        let changed: Vec<_> = Part::ALL.into_iter().filter(|part| newest.number(*part) > known.number(*part)).collect();
        // The only change is the one that failed.
        if changed.len() == 1 {
            return changed;
        }
        let mut unread = Vec::new();
        for part in changed {
            let mut with = known.clone();
            with.take(part, newest);
            match (self.make)(&with) {
                Ok(value) => {
                    self.lock().take(with.clone(), value);
                    known = with;
                }
                Err(_) => unread.push(part),
            }
        }
        unread
    }

    fn lock(&self) -> MutexGuard<'_, Known<T>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> fmt::Debug for Live<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Live").field("office", &self.office).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use domain::campaign::published::Version;

    use super::*;

    fn published(number: u32) -> Published {
        let mut published = Published::default();
        published.put(Part::Edition, Version { number, content: String::new() });
        published
    }

    #[test]
    fn a_look_that_saw_less_comes_to_nothing() {
        let mut known = Known { looked_at: None, published: Published::default(), value: Arc::new(0) };
        for (number, kept) in [(1, 1), (3, 3), (2, 3), (4, 4)] {
            known.take(published(number), number);
            assert_eq!((*known.value, known.published.number(Part::Edition)), (kept, kept));
        }
    }
}
