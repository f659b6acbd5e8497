//! Sheets of paper signatures wait in the store until an organizer has them counted.
//!
//! Each line is counted once, in a transaction of its own, and can be taken back.
//!
//! A line whose name somebody online bears at its postal code is kept too, and does not count until that person is gone
//! (`bearers.rs`). So it makes no difference who comes first, or how long a sheet lies between being read and counted.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};

use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::ids::{ImportId, PersonId};
use domain::paper::sheet::{PaperImport, PaperRow, PaperSigner};
use domain::time::later;
use futures::stream;
use futures::stream::{StreamExt as _, TryStreamExt as _};
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::attempts::{Attempts, seed_of};
use crate::dynamo::attributes::ROWS;
use crate::dynamo::errors::StoreError;
use crate::dynamo::item::{Item, corrupt, put, put_expiry, text};
use crate::dynamo::keys::Key;
use crate::dynamo::tables::PledgesTable;
use crate::handles::Pledges;
use crate::paper::bearers::{PAPER_STATE, PaperItem};
use crate::role::{BringsPaper, ChangesCount};

/// A sheet that is not counted is forgotten after these days.
pub const SHEET_DAYS: i64 = 7;
/// Lines in one item. DynamoDB's limit of 400 KB has room for a few times as many.
const ROWS_PER_PART: usize = 500;
/// Parts that are counted at once. Lines of one part are counted one after the other. Each is counted on the condition that
/// its part is still there, and DynamoDB refuses two transactions that look at one item at once.
const PARTS_AT_ONCE: usize = 8;
/// Persons that are read at once: each is two items, and a batch takes a hundred.
const PERSONS_PER_READ: usize = 50;

/// The persons on a sheet who are known already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownPersons {
    /// The persons who are on another sheet.
    pub on_paper: BTreeSet<PersonId>,
    /// The number of the others who are counted online, without their names.
    pub online: usize,
}

impl<R: BringsPaper> Pledges<R> {
    /// Keeps what was read of a file until it is counted or forgotten.
    ///
    /// # Errors
    /// Fails when the database fails. Keeping it again is safe.
    pub async fn keep_sheet(&self, import: ImportId, rows: &[PaperRow], now: Timestamp) -> Result<(), StoreError> {
        let until = later(now, SignedDuration::from_hours(24 * SHEET_DAYS));
        for (part, rows) in rows.chunks(ROWS_PER_PART).enumerate() {
            let mut item = self.keys.sheet(import, part).attributes();
            put(&mut item, ROWS, serde_json::to_string(rows).expect("rows are plain data"));
            put_expiry(&mut item, until);
            self.put_now(item).await?;
        }
        Ok(())
    }

    /// Tells whether something of a sheet is still to be counted.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn has_sheet(&self, import: ImportId) -> Result<bool, StoreError> {
        Ok(!self.sheet(import).await?.is_empty())
    }

    /// Finds the persons who are known already, on paper or online.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn known_persons(&self, ids: &BTreeSet<PersonId>) -> Result<KnownPersons, StoreError> {
        let ids: Vec<_> = ids.iter().copied().collect();
        let mut known = KnownPersons::default();
        for some in ids.chunks(PERSONS_PER_READ) {
            for (id, bearers) in self.bearers(some.iter().copied()).await? {
                if bearers.paper.is_some() {
                    known.on_paper.insert(id);
                } else {
                    known.online += usize::from(bearers.online > 0);
                }
            }
        }
        Ok(known)
    }
}

impl<R: ChangesCount> Pledges<R> {
    /// Makes a signature of each line that no other file brought, and deletes the waiting file.
    ///
    /// A signature counts while nobody online has its name and postal code. Returns how many signatures of this import count
    /// then; `so_far` holds that number while it works.
    ///
    /// # Errors
    /// Fails when the database fails. What was done stays, and another call does the rest.
    pub async fn count_paper(&self, import: &PaperImport, so_far: &AtomicI64) -> Result<i64, StoreError> {
        let parts = self.sheet(import.id).await?;
        let mut counted = 0;
        let work: Vec<_> = parts.into_iter().map(|(key, rows)| self.count_part(import, key, rows)).collect();
        let mut work = stream::iter(work).buffer_unordered(PARTS_AT_ONCE);
        while let Some(signers) = work.try_next().await? {
            counted += signers;
            so_far.store(counted, Ordering::Relaxed);
        }
        // An earlier pass that was broken off may have counted others.
        let ids: Vec<_> = self.of_import(import.id).await?.into_iter().map(|signer| signer.row.id).collect();
        let mut counting = 0;
        for some in ids.chunks(PERSONS_PER_READ) {
            counting += self.bearers(some.iter().copied()).await?.values().filter(|seen| seen.paper_counts()).count();
        }
        Ok(i64::try_from(counting).unwrap_or(i64::MAX))
    }

    /// Stops counting everybody whom an import brought.
    ///
    /// # Errors
    /// Fails when the database fails. What was done stays, and another call does the rest.
    pub async fn take_paper_back(&self, import: ImportId) -> Result<(), StoreError> {
        let signers = self.of_import(import).await?;
        let work: Vec<_> = signers.into_iter().map(|signer| self.remove_paper_and(signer, &[])).collect();
        stream::iter(work).buffer_unordered(PARTS_AT_ONCE).try_for_each(async |_| Ok(())).await
    }

    async fn of_import(&self, import: ImportId) -> Result<Vec<PaperSigner>, StoreError> {
        let all: Vec<_> = self.paper_signers().try_collect().await?;
        Ok(all.into_iter().flatten().filter(|signer| signer.import == import).collect())
    }
}

impl PledgesTable {
    async fn count_part(&self, import: &PaperImport, part: Key, rows: Vec<PaperRow>) -> Result<i64, StoreError> {
        let mut counted = 0;
        for row in rows {
            counted += i64::from(self.count_row(import, &part, row).await?);
        }
        self.delete_now(&part).await?;
        Ok(counted)
    }

    /// Counts one line. True when its person now counts by the signature of this import.
    async fn count_row(&self, import: &PaperImport, part: &Key, row: PaperRow) -> Result<bool, StoreError> {
        let key = self.keys.paper(row.id);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let seen = self.bearers([row.id]).await?.remove(&row.id).unwrap_or_default();
            if let Some(known) = &seen.paper {
                return Ok(known.import == import.id && seen.paper_counts());
            }
            let signer = row.clone().signed(import, attempts.shard(self.tally.shards));
            let (after, delta) = seen.clone().sign_on_paper(signer.clone());
            let mut writes = vec![self.put_new(PaperItem::write(&signer, key.attributes())), self.check_there(part)];
            writes.push(self.write_bearers(row.id, &seen, &after));
            writes.extend(self.counter_updates(&delta));
            let Err(failed) = self.transact(writes).await else { return Ok(after.paper_counts()) };
            // Another pass counted the whole part and forgot it.
            if self.get(part).await?.is_none() {
                return Ok(false);
            }
            attempts.again(failed).await?;
        }
    }

    /// Erases a signature on paper, in one transaction with further writes, and returns whether it was there.
    pub(crate) async fn remove_paper_and(
        &self,
        signer: PaperSigner,
        also: &[TransactWriteItem],
    ) -> Result<bool, StoreError> {
        let (id, key) = (signer.row.id, self.keys.paper(signer.row.id));
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        let mut was_there = false;
        loop {
            let seen = self.bearers([id]).await?.remove(&id).unwrap_or_default();
            // Somebody else took it back, and perhaps another sheet brought it again. After a try whose reply was lost, it
            // was this call.
            if seen.import() != Some(signer.import) {
                return Ok(was_there);
            }
            was_there = true;
            let (after, delta) = seen.clone().lose_paper();
            let paper = PaperItem::write(&signer, Item::new());
            let mut writes = vec![self.delete_seen(&key, &PAPER_STATE, &paper)];
            writes.push(self.write_bearers(id, &seen, &after));
            writes.extend(self.counter_updates(&delta));
            writes.extend_from_slice(also);
            match self.transact(writes).await {
                Ok(()) => return Ok(true),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// Reads the parts of a sheet that are left.
    async fn sheet(&self, import: ImportId) -> Result<Vec<(Key, Vec<PaperRow>)>, StoreError> {
        let part = |item: &Item| {
            let rows = text(item, ROWS).and_then(|rows| serde_json::from_str(rows).ok());
            Ok((Key::of(item)?, rows.ok_or_else(|| corrupt(ROWS))?))
        };
        self.partition(self.keys.sheets_partition(import)).await?.iter().map(part).collect()
    }
}
