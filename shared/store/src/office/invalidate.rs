//! Invalidations take signers out of the count for a cause, and restore them: one by one, each exactly.
//!
//! A pass over all signers does what is left to do. It may be broken off anywhere and begun again, and several may run at once:
//! each signer changes in a transaction with their counter, on the condition that they are as they were seen.
//!
//! An identity that was taken out leaves a tombstone, a key and nothing else. It outlives a withdrawal, so that somebody who
//! comes back at the same address waits for a moderator.
//!
//! A second person beside somebody who was taken out has room only if a moderator released their form.

use std::sync::atomic::{AtomicI64, Ordering};

use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::ids::InvalidationId;
use domain::office::invalidation::Invalidation;
use domain::pledge::Signer;
use domain::tally::TallyDelta;
use domain::tally::cause::Cause;
use futures::stream;
use futures::stream::{StreamExt as _, TryStreamExt as _};

use crate::dynamo::attempts::{Attempts, seed_of};
use crate::dynamo::errors::StoreError;
use crate::handles::Pledges;
use crate::role::ChangesCount;

/// Signers who are changed at once.
const AT_ONCE: usize = 16;

/// A change to be made to signers.
#[derive(Clone, Copy, Debug)]
enum Change {
    Invalidate(InvalidationId, Cause),
    Restore(InvalidationId),
}

impl Change {
    fn of(self, signer: &Signer) -> Option<(Signer, TallyDelta)> {
        match self {
            Self::Invalidate(id, cause) => signer.invalidate(id, cause),
            Self::Restore(id) => signer.restore(id),
        }
    }
}

impl<R: ChangesCount> Pledges<R> {
    /// Takes out of the count everybody whom an invalidation means. Returns how many signers it keeps out then. `so_far`
    /// holds that number while it works.
    ///
    /// # Errors
    /// Fails when the database fails. What was done stays, and another call does the rest.
    pub async fn invalidate(&self, invalidation: &Invalidation, so_far: &AtomicI64) -> Result<i64, StoreError> {
        let (id, cause) = (invalidation.id, invalidation.cause);
        let kept_out = |signer: &Signer| signer.invalidated.is_some_and(|invalidated| invalidated.by == id);
        let concerned = |signer: &Signer| kept_out(signer) || invalidation.means(signer);
        self.change_all(Change::Invalidate(id, cause), concerned, so_far).await
    }

    /// Counts everybody again whom the invalidation keeps out. Returns how many it still keeps out, which is nobody.
    ///
    /// # Errors
    /// Fails when the database fails. What was done stays, and another call does the rest.
    pub async fn restore(&self, id: InvalidationId) -> Result<i64, StoreError> {
        let kept_out = |signer: &Signer| signer.invalidated.is_some_and(|invalidated| invalidated.by == id);
        self.change_all(Change::Restore(id), kept_out, &AtomicI64::new(0)).await
    }

    async fn change_all(
        &self,
        change: Change,
        concerns: impl Fn(&Signer) -> bool,
        so_far: &AtomicI64,
    ) -> Result<i64, StoreError> {
        let mut kept_out = 0;
        let mut pages = std::pin::pin!(self.signers());
        while let Some(page) = pages.try_next().await? {
            let concerned = page.into_iter().filter(|signer| concerns(signer));
            let changes: Vec<_> = concerned.map(|signer| self.change(change, signer)).collect();
            let mut done = stream::iter(changes).buffer_unordered(AT_ONCE);
            while let Some(kept) = done.try_next().await? {
                kept_out += i64::from(kept);
                so_far.store(kept_out, Ordering::Relaxed);
            }
        }
        Ok(kept_out)
    }

    /// Leaves or removes the tombstone of a signer's identity. It stays while another person at the address is out of the
    /// count.
    async fn mark_identity(&self, change: Change, signer: &Signer) -> Result<Option<TransactWriteItem>, StoreError> {
        let key = self.keys.tombstone(signer.id);
        if matches!(change, Change::Invalidate(..)) {
            return Ok(Some(self.put(key.attributes())));
        }
        let household = self.household(signer.id).await?;
        let mut others = household.members().filter(|other| other.submission != signer.submission);
        Ok(others.all(|other| other.invalidated.is_none()).then(|| self.delete(&key)))
    }

    /// Changes one signer. True when the invalidation keeps them out afterwards.
    async fn change(&self, change: Change, mut signer: Signer) -> Result<bool, StoreError> {
        let (Change::Invalidate(id, _) | Change::Restore(id)) = change;
        let mut attempts = Attempts::new(seed_of(&[self.keys.submission(signer.submission)]));
        loop {
            let Some((changed, delta)) = change.of(&signer) else {
                return Ok(signer.invalidated.is_some_and(|invalidated| invalidated.by == id));
            };
            let bearers = self.bearers(signer.bears().or_else(|| changed.bears())).await?;
            let (persons, owed) = self.change_person(signer.bears(), changed.bears(), &bearers);
            let mut writes = vec![self.change_signer(&signer, &changed)];
            writes.extend(persons);
            writes.extend(self.counter_updates(&delta.and(owed)));
            writes.extend(self.mark_identity(change, &signer).await?);
            match self.transact(writes).await {
                Ok(()) => return Ok(matches!(change, Change::Invalidate(..))),
                Err(failed) => attempts.again(failed).await?,
            }
            // Somebody was faster, or the reply was lost. They may have withdrawn.
            let household = self.household(signer.id).await?;
            let Some(now) = household.member(signer.submission) else { return Ok(false) };
            signer = now.clone();
        }
    }
}
