//! Reads of single forms and of the people who are counted at an address.

use std::collections::HashMap;

use domain::ids::{MailboxId, SignerId, SubmissionId};
use domain::keys::token::Claims;
use domain::pledge::{Household, Owner, Signer, Slot, Submission};
use jiff::Timestamp;

use crate::dynamo::attributes::PK;
use crate::dynamo::errors::{StoreError, of_request};
use crate::dynamo::item::Item;
use crate::dynamo::keys::Key;
use crate::dynamo::tables::PledgesTable;
use crate::handles::Pledges;
use crate::mail::mailbox::MailboxItem;
use crate::pledge::signer::SignerItem;
use crate::pledge::submit::{SubmissionItem, is_confirmable};
use crate::role::{AdmitsForms, ChargesMail, Confirms, ReadsHouseholds, WarmsUp, WritesLetters};

/// The most forms of a mailbox that are read for a person who follows a link. They are the newest.
pub(crate) const FORMS_READ: usize = 10;

impl<R: WarmsUp> Pledges<R> {
    /// Makes the TLS connection before anybody waits for it, by one cheap read. A failure is only logged: the first real
    /// request will meet the same one and report it.
    pub async fn warm_up(&self) {
        let nobody = self.keys.submission(SubmissionId::from_random([0; 16]));
        let read = self.connection.client().get_item().table_name(&self.name);
        if let Err(error) = read.set_key(Some(nobody.attributes())).projection_expression(PK).send().await {
            tracing::warn!(error = %of_request(&error), "the connection could not be warmed up");
        }
    }
}

impl<R: AdmitsForms> Pledges<R> {
    /// Reads a submission as it is stored. DynamoDB deletes late, so the caller looks at [`Submission::expires_at`].
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn submission(&self, id: SubmissionId) -> Result<Option<Submission>, StoreError> {
        let item = self.get(&self.keys.submission(id)).await?;
        item.map(|item| SubmissionItem::read(id, &item)).transpose()
    }
}

impl<R: Confirms> Pledges<R> {
    /// Reads the confirmable forms of a link's mailbox, newest first, and the people counted at the address. The form that
    /// the link was made for is among them, whether the mailbox lists it or not. After somebody there was taken out of the
    /// count and withdrew, a form is left out until a moderator has looked at it.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn read(&self, claims: &Claims, now: Timestamp) -> Result<(Vec<Submission>, Household), StoreError> {
        let [first, second] = self.slots(claims.signer);
        let mailbox = self.keys.mailbox(claims.mailbox);
        let own = self.keys.submission(claims.submission);
        let tombstone = self.keys.tombstone(claims.signer);
        let items = self.get_all(&[own.clone(), first, second, mailbox.clone(), tombstone]).await?;
        let household = self.household_of(claims.signer, &items)?;
        let listed = items.get(&mailbox).map(MailboxItem::read).transpose()?;
        let mut ids: Vec<_> = listed.iter().flat_map(MailboxItem::listed).take(FORMS_READ).collect();
        if !ids.contains(&claims.submission) {
            ids.push(claims.submission);
        }
        // The newest form mostly is the one that the link was made for, which has been read.
        let mut forms = match (ids.as_slice(), items.get(&own)) {
            ([only], Some(item)) if *only == claims.submission && is_confirmable(item) => {
                vec![SubmissionItem::read(*only, item)?].into_iter().filter(|form| now < form.expires_at()).collect()
            }
            ([_], _) => Vec::new(),
            _ => self.read_forms(ids, now).await?,
        };
        forms.retain(|form| self.may_count(form, claims.signer, &items, &household));
        Ok((forms, household))
    }
}

impl<R: ReadsHouseholds> Pledges<R> {
    /// Reads the people who are counted at an address. Each slot is read as of its own moment.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn household(&self, signer: SignerId) -> Result<Household, StoreError> {
        self.people_at(signer).await
    }
}

impl<R: WritesLetters> Pledges<R> {
    /// Reads the signer of a link, by single reads of the two slots at an address. `None` when they withdrew.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn signer(&self, claims: &Claims) -> Result<Option<Signer>, StoreError> {
        for slot in [Slot::First, Slot::Second] {
            let item = self.get(&self.keys.signer(claims.signer, slot)).await?;
            let signer = item.map(|item| SignerItem::read(claims.signer, slot, &item)).transpose()?;
            if let Some(signer) = signer.filter(|signer| signer.submission == claims.submission) {
                return Ok(Some(signer));
            }
        }
        Ok(None)
    }
}

impl<R: ChargesMail> Pledges<R> {
    /// Reads the forms of a mailbox that can be confirmed now, newest first: ten at most.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn forms_of(&self, mailbox: MailboxId, now: Timestamp) -> Result<Vec<Submission>, StoreError> {
        let Some(mailbox) = self.read_mailbox(mailbox).await? else { return Ok(Vec::new()) };
        self.read_forms(mailbox.listed().take(FORMS_READ).collect(), now).await
    }
}

impl PledgesTable {
    /// Reads the people who are counted at an address.
    pub(crate) async fn people_at(&self, signer: SignerId) -> Result<Household, StoreError> {
        let items = self.get_all(&self.slots(signer)).await?;
        self.household_of(signer, &items)
    }

    /// Reads a form and the people who are counted at its address.
    pub(crate) async fn form_and_household(
        &self,
        signer: SignerId,
        submission: SubmissionId,
    ) -> Result<(Option<Submission>, Household), StoreError> {
        let key = self.keys.submission(submission);
        let [first, second] = self.slots(signer);
        let items = self.get_all(&[key.clone(), first, second, self.keys.tombstone(signer)]).await?;
        let household = self.household_of(signer, &items)?;
        let stored = items.get(&key).filter(|item| is_confirmable(item));
        let stored = stored.map(|item| SubmissionItem::read(submission, item)).transpose()?;
        Ok((stored.filter(|form| self.may_count(form, signer, &items, &household)), household))
    }

    /// Whether a form may count, given the items at its address. After somebody there was taken out of the count and
    /// withdrew, it may only if a moderator has looked at it. While they are there, their slot says the same.
    pub(crate) fn may_count(
        &self,
        form: &Submission,
        signer: SignerId,
        items: &HashMap<Key, Item>,
        household: &Household,
    ) -> bool {
        let came_back = items.contains_key(&self.keys.tombstone(signer));
        form.released || !came_back || household.members().any(|member| member.invalidated.is_some())
    }

    /// Reads the people who are counted at an address, and the item of a mailbox there, expired or not.
    pub(crate) async fn household_and_mailbox_item(
        &self,
        owner: Owner,
    ) -> Result<(Household, Option<MailboxItem>), StoreError> {
        let mailbox = self.keys.mailbox(owner.mailbox);
        let [first, second] = self.slots(owner.signer);
        let items = self.get_all(&[mailbox.clone(), first, second]).await?;
        let listed = items.get(&mailbox).map(MailboxItem::read).transpose()?;
        Ok((self.household_of(owner.signer, &items)?, listed))
    }

    pub(crate) fn slots(&self, signer: SignerId) -> [Key; 2] {
        [Slot::First, Slot::Second].map(|slot| self.keys.signer(signer, slot))
    }

    pub(crate) fn household_of(&self, id: SignerId, items: &HashMap<Key, Item>) -> Result<Household, StoreError> {
        let in_slot = |slot| -> Result<Option<Signer>, StoreError> {
            items.get(&self.keys.signer(id, slot)).map(|item| SignerItem::read(id, slot, item)).transpose()
        };
        Ok(Household { first: in_slot(Slot::First)?, second: in_slot(Slot::Second)? })
    }

    /// Reads those of the forms that can be confirmed now, in the given order.
    pub(crate) async fn read_forms(
        &self,
        ids: Vec<SubmissionId>,
        now: Timestamp,
    ) -> Result<Vec<Submission>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<_> = ids.iter().map(|id| self.keys.submission(*id)).collect();
        let items = self.get_all(&keys).await?;
        let stored = ids.into_iter().filter_map(|id| Some((id, items.get(&self.keys.submission(id))?)));
        let forms = stored.filter(|(_, item)| is_confirmable(item)).map(|(id, item)| SubmissionItem::read(id, item));
        // DynamoDB deletes expired items late.
        Ok(forms.collect::<Result<Vec<_>, _>>()?.into_iter().filter(|form| now < form.expires_at()).collect())
    }
}
