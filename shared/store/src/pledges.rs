//! The Pledges table: who signed. Its reads; the writes are in the files named for them.

use std::collections::HashMap;

use domain::ids::{SignerId, SubmissionId};
use domain::keys::token::Claims;
use domain::pledge::{Household, Owner, Signer, Slot, Submission};
use domain::slug::CampaignSlug;
use domain::tally::ShardCount;
use jiff::Timestamp;

use crate::address::FORMS_READ;
use crate::batch;
use crate::connection::Connection;
use crate::error::{StoreError, of_request};
use crate::flood::is_confirmable;
use crate::keys::{Key, Keys, PK};
use crate::pledge_item::{AddressItem, Item, SignerItem, SubmissionItem};
use crate::tally::Freshness;

/// The tables' names.
#[derive(Clone, Debug)]
pub struct Tables {
    /// Personal data.
    pub pledges: String,
    /// Numbers only.
    pub tally: String,
}

/// A campaign's pledges. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Pledges {
    pub(crate) connection: Connection,
    pub(crate) tables: Tables,
    pub(crate) keys: Keys,
    pub(crate) shards: ShardCount,
}

impl Pledges {
    /// The pledges of a campaign, counted in so many shards.
    #[must_use]
    pub fn new(connection: Connection, tables: Tables, campaign: CampaignSlug, shards: ShardCount) -> Self {
        Self { connection, tables, keys: Keys::new(campaign), shards }
    }

    /// Makes the TLS connection before anybody waits for it, by one cheap read. Its failure is no one's: the first real
    /// request will meet with the same and say so.
    pub async fn warm_up(&self) {
        let nobody = self.keys.submission(SubmissionId::from_random([0; 16]));
        let read = self.connection.client().get_item().table_name(&self.tables.pledges);
        if let Err(error) = read.set_key(Some(nobody.attributes())).projection_expression(PK).send().await {
            tracing::warn!(error = %of_request(&error), "the connection could not be warmed up");
        }
    }

    /// A submission as it is stored. DynamoDB sweeps late, so the caller looks at [`Submission::expires_at`].
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn submission(&self, id: SubmissionId) -> Result<Option<Submission>, StoreError> {
        let item = self.get(&self.keys.submission(id)).await?;
        item.map(|item| SubmissionItem::read(id, &item)).transpose()
    }

    /// What a confirm link leads to: the forms of its mailbox that can be confirmed, newest first, and the people who are
    /// counted at the address. The form that the link was made for is among them, listed or not.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn read(&self, claims: &Claims, now: Timestamp) -> Result<(Vec<Submission>, Household), StoreError> {
        let [first, second] = self.slots(claims.signer);
        let address = self.keys.address(claims.mailbox);
        let own = self.keys.submission(claims.submission);
        let items = self.get_all(&[own.clone(), first, second, address.clone()]).await?;
        let household = self.household_of(claims.signer, &items)?;
        let listed = items.get(&address).map(AddressItem::read).transpose()?;
        let mut ids: Vec<_> = listed.iter().flat_map(AddressItem::listed).take(FORMS_READ).collect();
        if !ids.contains(&claims.submission) {
            ids.push(claims.submission);
        }
        // The newest form mostly is the one that the link was made for, which has been read.
        let forms = match (ids.as_slice(), items.get(&own)) {
            ([only], Some(item)) if *only == claims.submission && is_confirmable(item) => {
                vec![SubmissionItem::read(*only, item)?].into_iter().filter(|form| now < form.expires_at()).collect()
            }
            ([_], _) => Vec::new(),
            _ => self.read_forms(ids, now).await?,
        };
        Ok((forms, household))
    }

    /// A form and the people who are counted at its address.
    pub(crate) async fn form_and_household(
        &self,
        signer: SignerId,
        submission: SubmissionId,
    ) -> Result<(Option<Submission>, Household), StoreError> {
        let key = self.keys.submission(submission);
        let [first, second] = self.slots(signer);
        let items = self.get_all(&[key.clone(), first, second]).await?;
        let stored = items.get(&key).filter(|item| is_confirmable(item));
        let stored = stored.map(|item| SubmissionItem::read(submission, item)).transpose()?;
        Ok((stored, self.household_of(signer, &items)?))
    }

    /// The people who are counted at an address. Each place is read as of its own moment.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn household(&self, signer: SignerId) -> Result<Household, StoreError> {
        let items = self.get_all(&self.slots(signer)).await?;
        self.household_of(signer, &items)
    }

    /// The people who are counted at an address, and what is known of a mailbox there, expired or not.
    pub(crate) async fn household_and_address(
        &self,
        owner: Owner,
    ) -> Result<(Household, Option<AddressItem>), StoreError> {
        let address = self.keys.address(owner.mailbox);
        let [first, second] = self.slots(owner.signer);
        let items = self.get_all(&[address.clone(), first, second]).await?;
        let listed = items.get(&address).map(AddressItem::read).transpose()?;
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

    /// One item, strongly consistent.
    pub(crate) async fn get(&self, key: &Key) -> Result<Option<Item>, StoreError> {
        let read = self.connection.client().get_item().table_name(&self.tables.pledges);
        let answer = read.set_key(Some(key.attributes())).consistent_read(true).send().await;
        answer.map(|answer| answer.item).map_err(|error| of_request(&error))
    }

    /// A few items at once, strongly consistent each.
    pub(crate) async fn get_all(&self, keys: &[Key]) -> Result<HashMap<Key, Item>, StoreError> {
        batch::read(&self.connection, &self.tables.pledges, keys, Freshness::Strong).await
    }
}
