//! Farewells: the address of a person who withdrew, until the mailer has written to them.
//!
//! A goodbye waits for three days at most while no mail can be sent, because it names somebody who withdrew.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::ids::SubmissionId;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::person::name::PersonName;
use domain::pledge::Draft;
use jiff::Timestamp;

use crate::dynamo::attributes::{EMAIL, LOCALE, UNLISTED};
use crate::dynamo::errors::StoreError;
use crate::dynamo::item::{Item, parsed, put, put_expiry};
use crate::handles::Pledges;
use crate::pledge::draft::{email, read_name, unlisted, write_name};
use crate::role::SettlesOwed;

/// The name and address of a person who withdrew, until their goodbye is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Farewell {
    /// The person's name.
    pub name: PersonName,
    /// The person's address.
    pub email: EmailAddress,
    /// The language of the mail.
    pub locale: Locale,
}

/// The stored shape of a [`Farewell`].
pub(crate) struct FarewellItem;

impl FarewellItem {
    pub(crate) fn write(draft: &Draft, expires_at: Timestamp, mut item: Item) -> Item {
        let mut unlisted = Item::new();
        write_name(&draft.name, &mut unlisted);
        put(&mut unlisted, EMAIL, draft.email.to_string());
        put(&mut unlisted, LOCALE, draft.locale.code());
        item.insert(UNLISTED.to_owned(), AttributeValue::M(unlisted));
        put_expiry(&mut item, expires_at);
        item
    }

    pub(crate) fn read(item: &Item) -> Result<Farewell, StoreError> {
        let unlisted = unlisted(item)?;
        Ok(Farewell { name: read_name(unlisted)?, email: email(unlisted)?, locale: parsed(unlisted, LOCALE)? })
    }
}

impl<R: SettlesOwed> Pledges<R> {
    /// Reads the farewell of somebody who withdrew.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn farewell(&self, id: SubmissionId) -> Result<Option<Farewell>, StoreError> {
        let item = self.get(&self.keys.farewell(id)).await?;
        item.map(|item| FarewellItem::read(&item)).transpose()
    }

    /// Forgets a farewell once the mailer is done with it.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn delete_farewell(&self, id: SubmissionId) -> Result<(), StoreError> {
        self.delete_now(&self.keys.farewell(id)).await
    }
}
