//! Requests of organizers to be let in. They stand in the Pledges table, since its stream is the queue of every mail.

use domain::ids::SignInId;
use jiff::Timestamp;

use crate::error::{StoreError, of_conditional, of_request, was_done};
use crate::expression::Terms;
use crate::keys::PK;
use crate::owed::{MailClass, When};
use crate::pledge_item::{SignIn, SignInItem};
use crate::pledges::Pledges;

impl Pledges {
    /// Keeps a request: one unconditional put, the same for every address, so that nobody learns who is an organizer.
    ///
    /// # Errors
    /// When the database fails. Asking again is safe.
    pub async fn ask_sign_in(&self, sign_in: &SignIn, now: Timestamp) -> Result<(), StoreError> {
        let key = self.keys.sign_in(sign_in.id);
        let when = When::after_stream(MailClass::SignIn, now);
        let item = self.owing_item(&key, SignInItem::write(sign_in, key.attributes()), when);
        let put = self.connection.client().put_item().table_name(&self.tables.pledges).set_item(Some(item));
        put.send().await.map(drop).map_err(|error| of_request(&error))
    }

    /// A request that is still there and whose time is not over.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn sign_in(&self, id: SignInId, now: Timestamp) -> Result<Option<SignIn>, StoreError> {
        let item = self.get(&self.keys.sign_in(id)).await?;
        let sign_in = item.map(|item| SignInItem::read(id, &item)).transpose()?;
        Ok(sign_in.filter(|sign_in| now < sign_in.expires_at))
    }

    /// Uses a request up: true for exactly one caller, however many come at once.
    ///
    /// # Errors
    /// When the database fails. The request may be used up by then; another is asked for in a minute.
    pub async fn use_sign_in(&self, id: SignInId) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let condition = format!("attribute_exists({})", terms.name(PK));
        let delete = self
            .connection
            .client()
            .delete_item()
            .table_name(&self.tables.pledges)
            .set_key(Some(self.keys.sign_in(id).attributes()))
            .condition_expression(condition)
            .set_expression_attribute_names(terms.names());
        was_done(delete.send().await.map_err(|error| of_conditional(&error)))
    }

    /// Forgets a request that no mail follows from.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_sign_in(&self, id: SignInId) -> Result<(), StoreError> {
        self.delete_now(&self.keys.sign_in(id)).await
    }
}
