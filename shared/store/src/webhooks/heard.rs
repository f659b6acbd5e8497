//! The people whom a recipient heard of: their address is kept so that a withdrawal can reach the recipient.

use domain::ids::RecipientId;

use crate::dynamo::errors::StoreError;
use crate::dynamo::keys::Key;
use crate::handles::Office;
use crate::role::Delivers;
use crate::webhooks::items::{Heard, HookPerson, PERSON_PREFIX, in_partition};

/// People that are read at once.
const PAGE: i32 = 100;

impl<R: Delivers> Office<R> {
    /// Reads whether a recipient heard of a person.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn heard(&self, recipient: RecipientId, person: HookPerson) -> Result<Option<Heard>, StoreError> {
        let key = Key { pk: self.keys.deliveries_partition(recipient), sk: format!("{PERSON_PREFIX}{person}") };
        self.get(&key).await?.map(|item| Heard::read(&item)).transpose()
    }

    /// Keeps what a recipient hears of a person.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn keep_heard(&self, recipient: RecipientId, heard: &Heard) -> Result<(), StoreError> {
        let item = heard.write(in_partition(self.keys.deliveries_partition(recipient)));
        self.put_now(item).await
    }

    /// Forgets a person whom a recipient need hear of no more.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn forget_heard(&self, recipient: RecipientId, person: HookPerson) -> Result<(), StoreError> {
        let key = Key { pk: self.keys.deliveries_partition(recipient), sk: format!("{PERSON_PREFIX}{person}") };
        self.delete_now(&key).await
    }

    /// Lists some of the people whom a recipient heard of, after another one.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn people_heard(
        &self,
        recipient: RecipientId,
        after: Option<HookPerson>,
    ) -> Result<Vec<Heard>, StoreError> {
        // A space comes before all that an id holds.
        let from = after.map_or_else(|| PERSON_PREFIX.to_owned(), |person| format!("{PERSON_PREFIX}{person} "));
        let partition = self.keys.deliveries_partition(recipient);
        let items = self.between(&partition, (&from, "person$"), PAGE).await?;
        items.iter().map(Heard::read).collect()
    }
}
