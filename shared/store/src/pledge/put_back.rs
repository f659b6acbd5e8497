//! Puts back what a table lost, from a copy of it that was restored to a moment before the loss.
//!
//! The table stays in use: people sign while this runs, and no signer and no signature on paper that it holds now is changed.
//! Only what is missing is put back, and nobody who withdrew since. The items that link paper and online are then made to
//! agree: somebody may have signed online between the loss of their paper and its return. A withdrawal leaves a mark at the mailbox (`parted`) for as long as the recovery log
//! reaches back, and before that a farewell. If the mailbox is lost too, nobody can tell a withdrawal from the loss, so the
//! caller decides.
//!
//! Counters are not touched. They still count the people who were lost, and no longer those who withdrew. So a recount
//! afterwards finds no difference only if the right people are back. Forms that are not confirmed are not put back; without
//! them no mail goes out again.

use std::collections::BTreeSet;

use domain::pledge::Signer;
use futures::stream;
use futures::stream::{StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;

use crate::dynamo::attributes::{EXPIRES_AT, PK};
use crate::dynamo::errors::{StoreError, was_done};
use crate::dynamo::item::{Item, text};
use crate::dynamo::keys::Key;
use crate::dynamo::tables::PledgesTable;
use crate::handles::Pledges;
use crate::mail::mailbox::MailboxItem;
use crate::paper::bearers::{PERSON_STATE, PersonItem};
use crate::pledge::signers::{SEGMENTS, read_signer};
use crate::role::Restores;

/// Items that are put at once.
const AT_ONCE: usize = 16;

/// The treatment of signers who are missing together with their mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsure {
    /// They stay away: one of them may have withdrawn.
    Leave,
    /// They are put back: nobody may lose their signature.
    PutBack,
}

/// The numbers of items that were missing, by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PutBack {
    /// Signers who are put back.
    pub signers: usize,
    /// Signers who withdrew since, and stay erased.
    pub withdrawn: usize,
    /// Signers of whom nobody knows whether they withdrew. With [`Unsure::PutBack`] they are among `signers` too.
    pub unsure: usize,
    /// Signatures on paper, mailboxes and marks of the desk that are put back.
    pub others: usize,
}

impl<R: Restores> Pledges<R> {
    /// Puts back what is missing here and was there in `restored`. Without `apply` it only counts.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read. Running it again does the rest.
    pub async fn put_back(
        &self,
        restored: &Self,
        unsure: Unsure,
        apply: bool,
        now: Timestamp,
    ) -> Result<PutBack, StoreError> {
        let mut done = PutBack::default();
        // The partition keys of mailboxes that are missing here together with their signer.
        let mut doubtful = BTreeSet::new();
        let mut pages = std::pin::pin!(restored.whole_pages(&self.keys.signers_prefix()));
        while let Some(page) = pages.try_next().await? {
            let missing = self.missing(page).await?;
            let signers = missing.iter().map(read_signer).collect::<Result<Vec<_>, _>>()?;
            let fates = self.fates(restored, &signers, now).await?;
            let mut back = Vec::new();
            for ((item, signer), fate) in missing.into_iter().zip(&signers).zip(fates) {
                match fate {
                    Fate::Withdrew => done.withdrawn += 1,
                    Fate::Unsure if unsure == Unsure::Leave => {
                        done.unsure += 1;
                        doubtful.insert(self.keys.mailbox(signer.mailbox).pk);
                    }
                    Fate::Unsure | Fate::Lost => {
                        done.unsure += usize::from(fate == Fate::Unsure);
                        done.signers += 1;
                        back.push(item);
                    }
                }
            }
            if apply {
                self.put_all(back).await?;
            }
        }
        for prefix in self.keys.kept_beside_signers() {
            let mut pages = std::pin::pin!(restored.whole_pages(&prefix));
            while let Some(page) = pages.try_next().await? {
                let missing = self.missing(page).await?;
                let is_doubtful = |item: &Item| text(item, PK).is_some_and(|pk| doubtful.contains(pk));
                let is_known = |item: &Item| !is_doubtful(item) && !has_expired(item, now);
                let back: Vec<_> = missing.into_iter().filter(is_known).collect();
                done.others += back.len();
                if apply {
                    self.put_all(back).await?;
                }
            }
        }
        if apply {
            self.put_persons().await?;
        }
        Ok(done)
    }
}

impl PledgesTable {
    /// Finds out what became of signers who are missing here.
    async fn fates(&self, restored: &Self, signers: &[Signer], now: Timestamp) -> Result<Vec<Fate>, StoreError> {
        let mailbox_of = |signer: &Signer| self.keys.mailbox(signer.mailbox);
        let mut keys: Vec<_> = signers.iter().map(mailbox_of).collect();
        keys.sort_unstable_by(|a, b| a.pk.cmp(&b.pk));
        keys.dedup();
        let before = restored.get_all(&keys).await?;
        let farewell = |signer: &Signer| self.keys.farewell(signer.submission);
        keys.extend(signers.iter().map(farewell));
        let here = self.get_all(&keys).await?;
        let fate = |signer: &Signer| {
            let Some(mailbox) = here.get(&mailbox_of(signer)) else {
                let had_mailbox = before.get(&mailbox_of(signer)).is_some_and(|item| !has_expired(item, now));
                let is_leaving = here.contains_key(&farewell(signer));
                // If a signer with an expired mailbox had withdrawn, the farewell's mail would have made a new mailbox. So
                // they are lost.
                return Ok(if is_leaving {
                    Fate::Withdrew
                } else if had_mailbox {
                    Fate::Unsure
                } else {
                    Fate::Lost
                });
            };
            let has_left =
                MailboxItem::read(mailbox)?.parted.contains(&signer.submission) || here.contains_key(&farewell(signer));
            Ok(if has_left { Fate::Withdrew } else { Fate::Lost })
        };
        signers.iter().map(fate).collect()
    }

    /// Returns the items whose key is not in this table.
    async fn missing(&self, items: Vec<Item>) -> Result<Vec<Item>, StoreError> {
        let keys = items.iter().map(Key::of).collect::<Result<Vec<_>, _>>()?;
        let here = self.get_all(&keys).await?;
        Ok(items.into_iter().zip(&keys).filter(|(_, key)| !here.contains_key(key)).map(|(item, _)| item).collect())
    }

    /// Makes the item of each person say who bears the name now. While it says something else, nothing under that name can
    /// be changed: nobody could withdraw.
    async fn put_persons(&self) -> Result<(), StoreError> {
        let writes = self.wrong_persons(SEGMENTS).await?.into_iter().map(|wrong| async move {
            let key = self.keys.person(wrong.id);
            let seen = wrong.stored.map(|(online, import)| PersonItem::of(online, import, Item::new()));
            let seen = seen.unwrap_or_default();
            let write = if wrong.online == 0 && wrong.import.is_none() {
                self.delete_seen(&key, &PERSON_STATE, &seen)
            } else {
                self.put_seen(PersonItem::of(wrong.online, wrong.import, key.attributes()), &PERSON_STATE, &seen)
            };
            // If somebody signed at that moment, their transaction wrote the item.
            was_done(self.transact(vec![write]).await).map(drop)
        });
        stream::iter(writes).buffer_unordered(AT_ONCE).try_collect().await
    }

    /// Puts items that are not there.
    async fn put_all(&self, items: Vec<Item>) -> Result<(), StoreError> {
        let puts = items.into_iter().map(|item| async move {
            // If somebody signed at that moment, an item is there now.
            self.put_new_now(item).await.map(drop)
        });
        stream::iter(puts).buffer_unordered(AT_ONCE).try_collect().await
    }
}

/// The fate of a signer who is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Lost,
    Withdrew,
    Unsure,
}

fn has_expired(item: &Item, now: Timestamp) -> bool {
    let end = item.get(EXPIRES_AT).and_then(|end| end.as_n().ok()?.parse::<i64>().ok());
    end.is_some_and(|end| end <= now.as_second())
}
