//! Changes that signers make to their own pledge: name, residence, consents, withdrawal.
//!
//! "Their" pledge is the one with their submission, in either of the two slots of the address.
//!
//! A withdrawal frees a slot and erases no paper: a signature on paper under that name counts again, since another person
//! of that name may have signed online.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::ids::SubmissionId;
use domain::keys::token::Claims;
use domain::locale::Locale;
use domain::mail::letter::{Addressee, LetterId};
use domain::mail::limits::FAREWELL_DAYS;
use domain::person::identity::PersonKey;
use domain::person::name::PersonName;
use domain::person::residence::Residence;
use domain::pledge::consent::Consents;
use domain::pledge::{Household, Owner, Signer};
use domain::time::later;
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::attempts::{Attempts, seed_of};
use crate::dynamo::attributes::{FIRST_NAME, LAST_NAME, SUBMISSION};
use crate::dynamo::errors::StoreError;
use crate::dynamo::keys::Key;
use crate::dynamo::tables::PledgesTable;
use crate::handles::Pledges;
use crate::mail::farewell::FarewellItem;
use crate::mail::mailbox::MailboxItem;
use crate::mail::owing::{MailClass, When};
use crate::role::{ChangesConsents, Manages};

/// The outcome of correcting a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renamed {
    /// They bear the name now, by this call or an earlier one.
    Saved,
    /// The other person at the address bears the name.
    NameTaken,
    /// They withdrew.
    Gone,
}

impl<R: Manages> Pledges<R> {
    /// Corrects a signer's name. The two people at an address differ by their names, so the other slot is part of the
    /// condition, whether somebody stands there or not.
    ///
    /// # Errors
    /// Fails when others keep changing the same items, or when the database fails. Calling again is safe.
    pub async fn correct_name(
        &self,
        claims: &Claims,
        name: &PersonName,
        person_key: &PersonKey,
    ) -> Result<Renamed, StoreError> {
        self.correct_name_and(claims, name, person_key, &[]).await
    }

    /// Counts a signer where they live now; `None` when they withdrew. A move to the same home changes nothing.
    ///
    /// # Errors
    /// Fails when others keep changing the same items, or when the database fails. Calling again is safe.
    pub async fn move_to(
        &self,
        claims: &Claims,
        residence: Residence,
        person_key: &PersonKey,
        seed: u64,
    ) -> Result<Option<Signer>, StoreError> {
        self.move_to_and(claims, residence, person_key, (seed, &[])).await
    }

    /// Erases a signer, stops counting them, and returns whether they were there. Their letters, what their own link counted, their own submission
    /// and every other one that their mailbox lists go too, so that no old link counts anybody. A signature on paper under their
    /// name counts again, since somebody else may have signed in that name. A farewell stays for a moment, from which the
    /// mailer writes to them.
    ///
    /// # Errors
    /// Fails when others keep changing the same items, or when the database fails. Calling again is safe.
    pub async fn withdraw(&self, claims: &Claims, now: Timestamp, seed: u64) -> Result<bool, StoreError> {
        self.withdraw_and(claims, now, seed, &[]).await
    }
}

impl PledgesTable {
    /// Corrects a name as [`Pledges::correct_name`] does, in one transaction with further writes.
    pub(crate) async fn correct_name_and(
        &self,
        claims: &Claims,
        name: &PersonName,
        person_key: &PersonKey,
        also: &[TransactWriteItem],
    ) -> Result<Renamed, StoreError> {
        let mut attempts = Attempts::new(seed_of(&[self.keys.submission(claims.submission)]));
        loop {
            let household = self.people_at(claims.signer).await?;
            let Some(seen) = household.member(claims.submission) else { return Ok(Renamed::Gone) };
            if seen.draft.name == *name {
                return Ok(Renamed::Saved);
            }
            if !household.may_be_called(claims.submission, name) {
                return Ok(Renamed::NameTaken);
            }
            let person = person_key.of(name, &seen.draft.residence);
            let renamed = seen.clone().rename(name.clone(), person);
            let bearers =
                self.bearers(seen.bears().into_iter().chain(renamed.bears()).collect::<BTreeSet<_>>()).await?;
            let (changes, owed) = self.change_person(seen.bears(), renamed.bears(), &bearers);
            let beside = match household.members().find(|member| member.submission != seen.submission) {
                Some(other) => self.check_signer(other, &[SUBMISSION, FIRST_NAME, LAST_NAME]),
                None => self.check_alone(seen),
            };
            let mut writes = vec![self.change_signer(seen, &renamed), beside];
            writes.extend_from_slice(also);
            writes.extend(changes);
            writes.extend(self.counter_updates(&owed));
            match self.transact(writes).await {
                Ok(()) => return Ok(Renamed::Saved),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// Moves a signer as [`Pledges::move_to`] does, in one transaction with further writes.
    pub(crate) async fn move_to_and(
        &self,
        claims: &Claims,
        residence: Residence,
        person_key: &PersonKey,
        (seed, also): (u64, &[TransactWriteItem]),
    ) -> Result<Option<Signer>, StoreError> {
        let mut attempts = Attempts::new(seed);
        loop {
            let household = self.people_at(claims.signer).await?;
            let Some(signer) = household.member(claims.submission) else { return Ok(None) };
            if signer.draft.residence == residence {
                return Ok(Some(signer.clone()));
            }
            let person = person_key.of(&signer.draft.name, &residence);
            let (moved, delta) = signer.clone().move_to(residence.clone(), person);
            let bearers =
                self.bearers(signer.bears().into_iter().chain(moved.bears()).collect::<BTreeSet<_>>()).await?;
            let (changes, owed) = self.change_person(signer.bears(), moved.bears(), &bearers);
            let mut writes = vec![self.change_signer(signer, &moved)];
            writes.extend_from_slice(also);
            writes.extend(changes);
            writes.extend(self.counter_updates(&delta.and(owed)));
            match self.transact(writes).await {
                Ok(()) => return Ok(Some(moved)),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// Erases a signer as [`Pledges::withdraw`] does, in one transaction with further writes.
    pub(crate) async fn withdraw_and(
        &self,
        claims: &Claims,
        now: Timestamp,
        seed: u64,
        also: &[TransactWriteItem],
    ) -> Result<bool, StoreError> {
        let mut attempts = Attempts::new(seed);
        let mut was_there = false;
        let owner = Owner { signer: claims.signer, mailbox: claims.mailbox };
        loop {
            let (household, mailbox) = self.household_and_mailbox_item(owner).await?;
            // A signer who is gone after a try whose reply was lost was erased by this call.
            let Some(leaving) = household.member(claims.submission) else { return Ok(was_there) };
            was_there = true;
            let bearers = self.bearers(leaving.bears()).await?;
            let (changes, owed) = self.change_person(leaving.bears(), None, &bearers);
            let mut writes = vec![self.delete_signer(leaving)];
            writes.extend_from_slice(also);
            writes.extend(changes);
            writes.extend(self.counter_updates(&leaving.clone().withdraw().and(owed)));
            let doomed = submissions_of(leaving, &household, mailbox.as_ref());
            writes.extend(doomed.into_iter().map(|id| self.delete(&self.keys.submission(id))));
            writes.extend(Addressee::ALL.map(|addressee| {
                let letter = LetterId { signer: leaving.id, submission: leaving.submission, addressee };
                self.delete(&self.keys.letter(&letter))
            }));
            let counted = match leaving.link {
                Some(link) => self.link_items(link).await?,
                None => Vec::new(),
            };
            for item in &counted {
                writes.push(self.delete(&Key::of(item)?));
            }
            writes.push(self.delete_cohort(leaving.submission, leaving.submitted_at));
            let key = self.keys.farewell(leaving.submission);
            let until = later(now, SignedDuration::from_hours(24 * FAREWELL_DAYS));
            let farewell = FarewellItem::write(&leaving.draft, until, key.attributes());
            writes.push(self.put(self.owing_item(&key, farewell, When::after_stream(MailClass::Thanks, now))));
            match self.transact(writes).await {
                Ok(()) => return Ok(true),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }
}

impl PledgesTable {
    /// Writes to a signer in another language from now on, in one transaction with further writes; false when they withdrew.
    pub(crate) async fn change_language_and(
        &self,
        claims: &Claims,
        locale: Locale,
        also: &[TransactWriteItem],
    ) -> Result<bool, StoreError> {
        let mut attempts = Attempts::new(seed_of(&[self.keys.submission(claims.submission)]));
        loop {
            let household = self.people_at(claims.signer).await?;
            let Some(seen) = household.member(claims.submission) else { return Ok(false) };
            if seen.draft.locale == locale {
                return Ok(true);
            }
            let mut changed = seen.clone();
            changed.draft.locale = locale;
            let mut writes = vec![self.change_signer(seen, &changed)];
            writes.extend_from_slice(also);
            match self.transact(writes).await {
                Ok(()) => return Ok(true),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }
}

impl<R: ChangesConsents> Pledges<R> {
    /// Changes what a signer agreed to; `None` when they withdrew.
    ///
    /// # Errors
    /// Fails when others keep changing the same items, or when the database fails. Calling again is safe.
    pub async fn set_consents(&self, claims: &Claims, consents: Consents) -> Result<Option<Signer>, StoreError> {
        let mut attempts = Attempts::new(seed_of(&[self.keys.submission(claims.submission)]));
        loop {
            let household = self.household(claims.signer).await?;
            let Some(seen) = household.member(claims.submission) else { return Ok(None) };
            // A consent that is given again keeps its first time.
            if seen.draft.consents.updates == consents.updates {
                return Ok(Some(seen.clone()));
            }
            let mut changed = seen.clone();
            changed.draft.consents = consents.clone();
            match self.transact(vec![self.change_signer(seen, &changed)]).await {
                Ok(()) => return Ok(Some(changed)),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }
}

/// The submissions that are erased with a signer. That of the other person counted there stays: their thanks may be on the
/// way.
fn submissions_of(leaving: &Signer, household: &Household, mailbox: Option<&MailboxItem>) -> BTreeSet<SubmissionId> {
    let mut ids: BTreeSet<_> = mailbox.into_iter().flat_map(MailboxItem::listed).collect();
    for member in household.members() {
        ids.remove(&member.submission);
    }
    ids.insert(leaving.submission);
    ids
}
