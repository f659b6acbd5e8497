//! The Pledges table: who signed. Its reads; the writes are in the files named for them.

use std::collections::HashMap;

use domain::campaign::CampaignSlug;
use domain::identity::{PaperId, SignerId, SubmissionId};
use domain::pledge::{Household, Room, Signer, Slot, Submission};
use domain::tally::ShardCount;
use domain::token::Claims;

use crate::batch;
use crate::connection::Connection;
use crate::error::{StoreError, of_request};
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

    /// What a confirm link comes down to: the submission, and who is counted at the address.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn read(
        &self,
        signer: SignerId,
        submission: SubmissionId,
    ) -> Result<(Option<Submission>, Household), StoreError> {
        let (stored, household, _) = self.read_with_paper(signer, submission).await?;
        Ok((stored, household))
    }

    /// The same, and by what a signature of theirs on paper is known.
    pub(crate) async fn read_with_paper(
        &self,
        signer: SignerId,
        submission: SubmissionId,
    ) -> Result<(Option<Submission>, Household, Option<PaperId>), StoreError> {
        let key = self.keys.submission(submission);
        let mut again = false;
        loop {
            let [first, second] = self.slots(signer);
            let items = self.get_all(&[key.clone(), first, second]).await?;
            let stored = items.get(&key).map(|item| SubmissionItem::read(submission, item)).transpose()?;
            let household = self.household_of(signer, &items)?;
            let refused = stored.as_ref().is_none_or(|stored| household.room_for(&stored.draft) == Room::None);
            if again || !refused || !may_have_missed(&household, submission) {
                let paper = items.get(&key).map(SubmissionItem::paper).transpose()?.flatten();
                return Ok((stored, household, paper));
            }
            again = true;
        }
    }

    /// Who is counted at an address. Each place is read as of its own moment.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn household(&self, signer: SignerId) -> Result<Household, StoreError> {
        let items = self.get_all(&self.slots(signer)).await?;
        self.household_of(signer, &items)
    }

    /// Who is counted at an address where one signer is to be changed, who may be moving up just now.
    pub(crate) async fn household_around(
        &self,
        signer: SignerId,
        submission: SubmissionId,
    ) -> Result<Household, StoreError> {
        let seen = self.household(signer).await?;
        if may_have_missed(&seen, submission) { self.household(signer).await } else { Ok(seen) }
    }

    /// Who is counted at an address that somebody withdraws from, and what is known of the address,
    /// expired or not.
    pub(crate) async fn household_and_address(
        &self,
        claims: &Claims,
    ) -> Result<(Household, Option<AddressItem>), StoreError> {
        let address = self.keys.address(claims.signer);
        let mut again = false;
        loop {
            let [first, second] = self.slots(claims.signer);
            let items = self.get_all(&[address.clone(), first, second]).await?;
            let listed = items.get(&address).map(AddressItem::read).transpose()?;
            let household = self.household_of(claims.signer, &items)?;
            if again || !may_have_missed(&household, claims.submission) {
                return Ok((household, listed));
            }
            again = true;
        }
    }

    fn slots(&self, signer: SignerId) -> [Key; 2] {
        [Slot::First, Slot::Second].map(|slot| self.keys.signer(signer, slot))
    }

    fn household_of(&self, id: SignerId, items: &HashMap<Key, Item>) -> Result<Household, StoreError> {
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

/// A batch is read item by item. Who moves up from the second place into the first just then may be seen in neither: the
/// first was read too early, the second too late. A second look finds them.
fn may_have_missed(household: &Household, submission: SubmissionId) -> bool {
    household.member(submission).is_none() && household.first.is_some() && household.second.is_none()
}
