//! The organizers and the log of what they did. The work that they began on signers is in `work.rs`.
//!
//! Every change of an organizer is one transaction with its entry in the log, so that neither is there without the other.

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use domain::mail::email::EmailAddress;
use domain::office::audit::Entry;
use domain::office::organizer::{Organizer, Role};
use domain::office::sign_in_mails::SignInMails;
use domain::time::later;
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::attempts::fnv;
use crate::dynamo::errors::{StoreError, was_done};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, parsed};
use crate::dynamo::keys::{Key, sortable};
use crate::dynamo::tables::OfficeTable;
use crate::handles::{Office, Pledges};
use crate::mail::sign_in::SignIn;
use crate::office::items::{EntryItem, OrganizerItem, ROLE, SIGN_IN_MAILS, SIGNED_OUT_AT};
use crate::role::{ReadsOrganizers, RunsOffice};

/// No moment has more entries in the log.
const SAME_MOMENT_MAX: i32 = 100;

impl<R: ReadsOrganizers> Office<R> {
    /// Reads an organizer by their address.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn organizer(&self, email: &EmailAddress) -> Result<Option<Organizer>, StoreError> {
        let item = self.get(&self.keys.organizer(email)).await?;
        item.map(|item| OrganizerItem::read(&item)).transpose()
    }

    /// Reads an organizer, and the latest mails with links that they were sent, as [`Self::sign_in_mails`] does.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn organizer_and_mails(
        &self,
        email: &EmailAddress,
    ) -> Result<Option<(Organizer, SignInMails)>, StoreError> {
        let Some(item) = self.get(&self.keys.organizer(email)).await? else { return Ok(None) };
        Ok(Some((OrganizerItem::read(&item)?, mails_of(&item)?)))
    }

    /// Adds the organizer whom the deployment names, unless they are one already.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn ensure(&self, organizer: &Organizer) -> Result<(), StoreError> {
        let item = OrganizerItem::write(organizer, self.keys.organizer(&organizer.email).attributes());
        self.put_new_now(item).await.map(drop)
    }

    /// Reads the latest mails with links that an organizer was sent. They are of the last hour in which there were any.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn sign_in_mails(&self, email: &EmailAddress) -> Result<SignInMails, StoreError> {
        let item = self.get(&self.keys.organizer(email)).await?;
        item.map_or(Ok(SignInMails::default()), |item| mails_of(&item))
    }

    /// Replaces what [`Self::sign_in_mails`] read; false when it has changed since, or the organizer is gone.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn change_sign_in_mails(
        &self,
        email: &EmailAddress,
        from: &SignInMails,
        to: &SignInMails,
    ) -> Result<bool, StoreError> {
        self.change_mails(&self.keys.organizer(email), from, to).await
    }
}

impl<R: RunsOffice> Office<R> {
    /// Lists the organizers by address.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn organizers(&self) -> Result<Vec<Organizer>, StoreError> {
        let items = self.partition(&self.keys.organizers_partition()).await?;
        items.iter().map(OrganizerItem::read).collect()
    }

    /// Adds an organizer, and has them written to; false when there is one at that address.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn invite(
        &self,
        pledges: &Pledges<R>,
        organizer: &Organizer,
        invitation: &SignIn,
        entry: &Entry,
    ) -> Result<bool, StoreError> {
        let item = OrganizerItem::write(organizer, self.keys.organizer(&organizer.email).attributes());
        let owed = pledges.put_new(pledges.sign_in_item(invitation, entry.at));
        was_done(self.transact(vec![self.put_new(item), owed, self.log(entry)]).await)
    }

    /// Gives an organizer another role; false when theirs is not the one it was, or they are gone.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn change_role(
        &self,
        email: &EmailAddress,
        from: Role,
        to: Role,
        entry: &Entry,
    ) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let condition = terms.is(ROLE, Some(AttributeValue::S(from.name().to_owned())));
        let set = format!("SET {} = {}", terms.name(ROLE), terms.value(AttributeValue::S(to.name().to_owned())));
        self.with_entry(self.update(&self.keys.organizer(email), set, condition, &terms), entry).await
    }

    /// Ends the sessions that an organizer has begun.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn sign_out(&self, email: &EmailAddress, now: Timestamp, entry: &Entry) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let condition = terms.exists();
        let now = terms.value(AttributeValue::S(sortable(now)));
        let set = format!("SET {} = {now}", terms.name(SIGNED_OUT_AT));
        self.with_entry(self.update(&self.keys.organizer(email), set, condition, &terms), entry).await
    }

    /// Removes an organizer; false when there is none at that address.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn remove(&self, email: &EmailAddress, entry: &Entry) -> Result<bool, StoreError> {
        self.with_entry(self.delete_there(&self.keys.organizer(email)), entry).await
    }

    /// Writes an entry into the log. The action that it is about is done only afterwards.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn record(&self, entry: &Entry) -> Result<(), StoreError> {
        // An entry that is there already is the same one, of the same moment.
        was_done(self.transact(vec![self.log(entry)]).await).map(drop)
    }

    /// Reads entries of the log, the newest first. With `before`, it reads those before that moment.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn log_entries(&self, before: Option<Timestamp>, limit: i32) -> Result<Vec<Entry>, StoreError> {
        let items = self.last(&self.keys.log_partition(), before.map(sortable), limit).await?;
        items.iter().map(EntryItem::read).collect()
    }
}

impl OfficeTable {
    /// Replaces the mails with links that stand on an item; false when they have changed since, or the item is gone.
    pub(crate) async fn change_mails(
        &self,
        key: &Key,
        from: &SignInMails,
        to: &SignInMails,
    ) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let stored = |mails: &SignInMails| AttributeValue::S(mails.to_string());
        let condition = terms.is(SIGN_IN_MAILS, Some(from).filter(|from| !from.is_empty()).map(stored));
        let condition = format!("{} AND {condition}", terms.exists());
        let change = if to.is_empty() {
            format!("REMOVE {}", terms.name(SIGN_IN_MAILS))
        } else {
            format!("SET {} = {}", terms.name(SIGN_IN_MAILS), terms.value(stored(to)))
        };
        self.update_now(key, change, condition, &terms).await
    }

    pub(crate) async fn with_entry(&self, write: TransactWriteItem, entry: &Entry) -> Result<bool, StoreError> {
        self.with_entries(write, std::slice::from_ref(entry)).await
    }

    pub(crate) async fn with_entries(&self, write: TransactWriteItem, entries: &[Entry]) -> Result<bool, StoreError> {
        let entries = entries.iter().map(|entry| self.log(entry));
        was_done(self.transact(std::iter::once(write).chain(entries).collect()).await)
    }

    /// The write of an entry into the log. Its key is its moment and a hash of its text, so that a repeated write is the
    /// same entry. An entry that is there is never replaced by another.
    pub(crate) fn log(&self, entry: &Entry) -> TransactWriteItem {
        self.put_new(EntryItem::write(entry, self.log_key(entry).attributes()))
    }

    fn log_key(&self, entry: &Entry) -> Key {
        let told_apart = format!("{}#{}#{}#{}", entry.action, entry.by, entry.about, entry.reason);
        self.keys.log_entry(entry.at, fnv(told_apart.bytes()))
    }

    /// Whether this very entry stands in the log.
    pub(crate) async fn is_logged(&self, entry: &Entry) -> Result<bool, StoreError> {
        let next = later(entry.at, SignedDuration::from_nanos(1));
        let items = self.last(&self.keys.log_partition(), Some(sortable(next)), SAME_MOMENT_MAX).await?;
        Ok(items.iter().any(|item| Key::of(item).is_ok_and(|key| key == self.log_key(entry))))
    }
}

/// The mails with links that stand on an organizer or a contact.
pub(crate) fn mails_of(organizer: &Item) -> Result<SignInMails, StoreError> {
    if organizer.contains_key(SIGN_IN_MAILS) { parsed(organizer, SIGN_IN_MAILS) } else { Ok(SignInMails::default()) }
}
