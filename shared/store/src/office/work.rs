//! Invalidations and imports of paper: opened, worked off, undone.
//!
//! Each piece of work is written down first, with its entry in the log. Then the organizer's own request does it. After a
//! crash, upkeep does the rest. Both may work at the same time.

use std::pin::pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use domain::ids::{ImportId, InvalidationId};
use domain::office::audit::Entry;
use domain::office::invalidation::{Invalidation, Stage};
use domain::paper::sheet::PaperImport;
use domain::webhooks::event::IntegrityChange;
use futures::future::{Either, select};

use crate::dynamo::errors::{Failed, StoreError, was_done};
use crate::dynamo::expressions::Terms;
use crate::dynamo::keys::Key;
use crate::dynamo::tables::OfficeTable;
use crate::handles::{Office, Pledges};
use crate::office::items::{CONDITIONS, ImportItem, InvalidationItem, SIGNERS, STAGE};
use crate::role::{ForgetsSupporters, OpensWork, ReadsWork, WorksOff};

/// The progress of the work is written down this often. It moves a progress bar.
const NOTED_EVERY: Duration = Duration::from_millis(500);

impl<R: ReadsWork> Office<R> {
    /// Lists the invalidations, the latest first.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn invalidations(&self) -> Result<Vec<Invalidation>, StoreError> {
        let items = self.partition(&self.keys.invalidations_partition()).await?;
        let mut all = items.iter().map(InvalidationItem::read).collect::<Result<Vec<_>, _>>()?;
        all.sort_by_key(|invalidation| std::cmp::Reverse(invalidation.at));
        Ok(all)
    }

    /// Lists the imports of paper, the latest first.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn imports(&self) -> Result<Vec<PaperImport>, StoreError> {
        let items = self.partition(&self.keys.imports_partition()).await?;
        let mut all = items.iter().map(ImportItem::read).collect::<Result<Vec<_>, _>>()?;
        all.sort_by_key(|import| std::cmp::Reverse(import.at));
        Ok(all)
    }
}

impl<R: OpensWork> Office<R> {
    /// Reads an invalidation.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn invalidation(&self, id: InvalidationId) -> Result<Option<Invalidation>, StoreError> {
        let item = self.get(&self.keys.invalidation(id)).await?;
        item.map(|item| InvalidationItem::read(&item)).transpose()
    }

    /// Writes an invalidation down, so that it will be worked off.
    ///
    /// # Errors
    /// Fails when the database fails. Opening it again is safe.
    pub async fn open_invalidation(&self, invalidation: &Invalidation, entry: &Entry) -> Result<(), StoreError> {
        let item = InvalidationItem::write(invalidation, self.keys.invalidation(invalidation.id).attributes());
        self.with_entry(self.put_new(item), entry).await.map(drop)
    }

    /// Has an invalidation undone; false when it is not applied, or somebody else was faster.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn undo_invalidation(&self, id: InvalidationId, entry: &Entry) -> Result<bool, StoreError> {
        let key = self.keys.invalidation(id);
        self.with_entry(self.stage(&key, Some(Stage::Applied), Stage::Undoing, &[]), entry).await
    }

    /// Reads an import of paper.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn import(&self, id: ImportId) -> Result<Option<PaperImport>, StoreError> {
        let item = self.get(&self.keys.import(id)).await?;
        item.map(|item| ImportItem::read(&item)).transpose()
    }

    /// Writes down what was read of a file. Nothing is counted yet.
    ///
    /// # Errors
    /// Fails when the database fails. Writing it again is safe.
    pub async fn keep_import(&self, import: &PaperImport) -> Result<(), StoreError> {
        let item = ImportItem::write(import, self.keys.import(import.id).attributes());
        was_done(self.transact(vec![self.put_new(item)]).await).map(drop)
    }

    /// Has an import counted; false when it was, or somebody else was faster.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn count_import(&self, id: ImportId, entry: &Entry) -> Result<bool, StoreError> {
        self.with_entry(self.stage(&self.keys.import(id), None, Stage::Applying, &[]), entry).await
    }

    /// Has an import taken back; false when it is not counted, or somebody else was faster.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn take_import_back(&self, id: ImportId, entry: &Entry) -> Result<bool, StoreError> {
        let write = self.stage(&self.keys.import(id), Some(Stage::Applied), Stage::Undoing, &[]);
        self.with_entry(write, entry).await
    }
}

impl<R: WorksOff> Office<R> {
    /// Does what is left to do of an invalidation, and returns it as it stands then. It can be called again however often it
    /// was broken off. While it works, it notes how many signers are out of the count.
    ///
    /// # Errors
    /// Fails when the database fails. What was done stays, and another call does the rest.
    pub async fn work_off(&self, pledges: &Pledges<R>, invalidation: Invalidation) -> Result<Invalidation, StoreError> {
        let (id, stage) = (invalidation.id, invalidation.stage);
        let Some(end) = stage.end() else { return Ok(invalidation) };
        let key = self.keys.invalidation(id);
        let signers = match stage {
            Stage::Undoing => {
                pledges.restore(id).await?;
                // The number that it kept out stays on record, though it keeps out nobody now.
                invalidation.signers
            }
            Stage::Applying | Stage::Applied | Stage::Undone => {
                let so_far = AtomicI64::new(0);
                self.noting(&key, stage, &so_far, Box::pin(pledges.invalidate(&invalidation, &so_far))).await?
            }
        };
        let conditions = invalidation.conditions.without_person();
        let kept =
            [(SIGNERS, counted(signers)), (CONDITIONS, AttributeValue::S(InvalidationItem::conditions(&conditions)))];
        let change = if end == Stage::Undone { IntegrityChange::Restored } else { IntegrityChange::Removed };
        let news = self.put_news(&id.to_string(), change, signers);
        self.finish(&key, stage, end, &kept, Some(news)).await?;
        Ok(Invalidation { stage: end, signers, conditions, ..invalidation })
    }

    /// Does what is left to do of an import, and returns it as it stands then. It can be called again however often it was
    /// broken off. While it works, it notes how many signers are in the count.
    ///
    /// # Errors
    /// Fails when the database fails. What was done stays, and another call does the rest.
    pub async fn work_off_import(&self, pledges: &Pledges<R>, import: PaperImport) -> Result<PaperImport, StoreError> {
        let Some((stage, end)) = import.stage.and_then(|stage| Some((stage, stage.end()?))) else { return Ok(import) };
        let key = self.keys.import(import.id);
        let signers = if stage == Stage::Undoing {
            pledges.take_paper_back(import.id).await?;
            import.signers
        } else {
            let so_far = AtomicI64::new(0);
            self.noting(&key, stage, &so_far, Box::pin(pledges.count_paper(&import, &so_far))).await?
        };
        self.finish(&key, stage, end, &[(SIGNERS, counted(signers))], None).await?;
        Ok(PaperImport { stage: Some(end), signers, ..import })
    }
}

impl<R: ForgetsSupporters> Office<R> {
    /// Removes from every invalidation what says whom it meant, except where and when they signed. It is called when the
    /// campaign is over and everybody is forgotten.
    ///
    /// # Errors
    /// Fails when the database fails. Another call does the rest.
    pub async fn forget_supporters(&self) -> Result<(), StoreError> {
        for invalidation in self.invalidations().await? {
            let left = invalidation.conditions.clone().without_supporters();
            if left != invalidation.conditions {
                let (key, stage) = (self.keys.invalidation(invalidation.id), invalidation.stage);
                let kept = [(CONDITIONS, AttributeValue::S(InvalidationItem::conditions(&left)))];
                self.finish(&key, stage, stage, &kept, None).await?;
            }
        }
        Ok(())
    }
}

impl OfficeTable {
    /// Does some work, and notes now and then how far it is. If that cannot be noted, the work goes on.
    async fn noting<T>(&self, key: &Key, stage: Stage, so_far: &AtomicI64, work: impl Future<Output = T>) -> T {
        let noting = async {
            loop {
                tokio::time::sleep(NOTED_EVERY).await;
                let signers = counted(so_far.load(Ordering::Relaxed));
                let write = self.stage(key, Some(stage), stage, &[(SIGNERS, signers)]);
                if let Err(Failed::Store(error)) = self.transact(vec![write]).await {
                    tracing::warn!(%error, "progress could not be noted");
                }
            }
        };
        match select(pin!(work), pin!(noting)).await {
            Either::Left((done, _)) => done,
            Either::Right((never, _)) => never,
        }
    }

    async fn finish(
        &self,
        key: &Key,
        from: Stage,
        to: Stage,
        kept: &[(&str, AttributeValue)],
        news: Option<TransactWriteItem>,
    ) -> Result<(), StoreError> {
        // If this was not done, somebody else did the same work and noted it.
        let writes = std::iter::once(self.stage(key, Some(from), to, kept)).chain(news).collect();
        was_done(self.transact(writes).await).map(drop)
    }

    /// The write that moves work from one stage to another, with other attributes. `None` stands before the first stage.
    pub(crate) fn stage(
        &self,
        key: &Key,
        from: Option<Stage>,
        to: Stage,
        also: &[(&str, AttributeValue)],
    ) -> TransactWriteItem {
        let text = |stage: Stage| AttributeValue::S(stage.name().to_owned());
        let mut terms = Terms::default();
        let condition = format!("{} AND {}", terms.exists(), terms.is(STAGE, from.map(text)));
        let mut sets = vec![format!("{} = {}", terms.name(STAGE), terms.value(text(to)))];
        for (attribute, value) in also {
            let value = terms.value(value.clone());
            sets.push(format!("{} = {value}", terms.name(attribute)));
        }
        self.update(key, format!("SET {}", sets.join(", ")), condition, &terms)
    }
}

fn counted(signers: i64) -> AttributeValue {
    AttributeValue::N(signers.to_string())
}
