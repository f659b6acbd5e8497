//! Signers: their stored shape, and the conditional writes that change one.

use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::ids::SignerId;
use domain::pledge::{ConfirmedBy, Invalidated, Signer, Slot};
use domain::tally::Shard;

use crate::dynamo::attributes::{
    CAUSE, CONFIRMED_AT, CONFIRMED_BY, COUNTRY, FIRST_NAME, FOUND_BY, INVALIDATION, LAST_NAME, LINK, LOCALE, PERSON,
    PK, POSTAL_CODE, RESTORED_FROM, RIDING, SHARD, SIGNER_MAILBOX, SUBMISSION, SUBMITTED_AT, UPDATES, UPDATES_AT,
};
use crate::dynamo::errors::StoreError;
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, number, optional, parsed, put, put_number, text};
use crate::dynamo::keys::sortable;
use crate::dynamo::tables::PledgesTable;
use crate::mail::owing::{MailClass, When};
use crate::pledge::draft::{read_draft, write_draft};

/// The value of `confirmed_by` for the code.
const CODE: &str = "code";
/// The attributes that must be as they were read when a signer is changed or deleted.
pub(crate) const SIGNER_STATE: [&str; 15] = [
    SUBMISSION,
    SHARD,
    PERSON,
    FIRST_NAME,
    LAST_NAME,
    RIDING,
    POSTAL_CODE,
    COUNTRY,
    FOUND_BY,
    LOCALE,
    UPDATES,
    UPDATES_AT,
    INVALIDATION,
    CAUSE,
    RESTORED_FROM,
];
/// The attributes of a signer that the person, a moderator or an invalidation may change.
pub(crate) const SIGNER_CHANGES: [&str; 13] = [
    PERSON,
    FIRST_NAME,
    LAST_NAME,
    RIDING,
    POSTAL_CODE,
    COUNTRY,
    FOUND_BY,
    LOCALE,
    UPDATES,
    UPDATES_AT,
    INVALIDATION,
    CAUSE,
    RESTORED_FROM,
];

/// The attributes of a signer beside their draft and the mail that they are owed.
pub(crate) const SIGNER_ALONE: [&str; 12] = [
    UPDATES_AT,
    SUBMITTED_AT,
    CONFIRMED_AT,
    SUBMISSION,
    SHARD,
    SIGNER_MAILBOX,
    PERSON,
    CONFIRMED_BY,
    INVALIDATION,
    CAUSE,
    RESTORED_FROM,
    LINK,
];

/// The stored shape of a [`Signer`].
pub(crate) struct SignerItem;

impl SignerItem {
    pub(crate) fn write(signer: &Signer, mut item: Item) -> Item {
        write_draft(&signer.draft, &mut item);
        put(&mut item, SUBMISSION, signer.submission.to_string());
        put_number(&mut item, SHARD, signer.shard.number());
        put(&mut item, SUBMITTED_AT, sortable(signer.submitted_at));
        put(&mut item, CONFIRMED_AT, sortable(signer.confirmed_at));
        put(&mut item, SIGNER_MAILBOX, signer.mailbox.to_string());
        if let Some(person) = signer.person {
            put(&mut item, PERSON, person.to_string());
        }
        if signer.confirmed_by == ConfirmedBy::Code {
            put(&mut item, CONFIRMED_BY, CODE);
        }
        if let Some(invalidated) = signer.invalidated {
            put(&mut item, INVALIDATION, invalidated.by.to_string());
            put(&mut item, CAUSE, invalidated.cause.name());
        }
        if let Some(restored_from) = signer.restored_from {
            put(&mut item, RESTORED_FROM, restored_from.to_string());
        }
        if let Some(link) = signer.link {
            put(&mut item, LINK, link.to_string());
        }
        item
    }

    pub(crate) fn read(id: SignerId, slot: Slot, item: &Item) -> Result<Signer, StoreError> {
        Ok(Signer {
            id,
            slot,
            submission: parsed(item, SUBMISSION)?,
            draft: read_draft(item)?,
            shard: Shard::from_number(number(item, SHARD)?),
            submitted_at: parsed(item, SUBMITTED_AT)?,
            confirmed_at: parsed(item, CONFIRMED_AT)?,
            mailbox: parsed(item, SIGNER_MAILBOX)?,
            person: optional(item, PERSON)?,
            confirmed_by: if text(item, CONFIRMED_BY) == Some(CODE) { ConfirmedBy::Code } else { ConfirmedBy::Link },
            invalidated: match text(item, INVALIDATION) {
                Some(_) => Some(Invalidated { by: parsed(item, INVALIDATION)?, cause: parsed(item, CAUSE)? }),
                None => None,
            },
            restored_from: optional(item, RESTORED_FROM)?,
            link: optional(item, LINK)?,
        })
    }
}

impl PledgesTable {
    /// Puts a signer into a slot that nobody has. They are owed thanks.
    pub(crate) fn put_new_signer(&self, signer: &Signer) -> TransactWriteItem {
        let key = self.keys.signer(signer.id, signer.slot);
        let when = When::after_stream(MailClass::Thanks, signer.confirmed_at);
        self.put_new(self.owing_item(&key, SignerItem::write(signer, key.attributes()), when))
    }

    /// Writes the attributes of a signer that may change, if the signer still is as seen.
    pub(crate) fn change_signer(&self, seen: &Signer, changed: &Signer) -> TransactWriteItem {
        let item = SignerItem::write(changed, Item::new());
        let mut terms = Terms::default();
        let condition = as_seen(&mut terms, seen);
        let (mut set, mut remove) = (Vec::new(), Vec::new());
        for attribute in SIGNER_CHANGES {
            let name = terms.name(attribute);
            match item.get(attribute) {
                Some(value) => set.push(format!("{name} = {}", terms.value(value.clone()))),
                None => remove.push(name),
            }
        }
        // A riding or `abroad` is always there to set, and a postal code or a country to remove.
        let change = format!("SET {} REMOVE {}", set.join(", "), remove.join(", "));
        self.update(&self.keys.signer(seen.id, seen.slot), change, condition, &terms)
    }

    /// Deletes a signer who still is as seen.
    pub(crate) fn delete_signer(&self, seen: &Signer) -> TransactWriteItem {
        let item = SignerItem::write(seen, Item::new());
        self.delete_seen(&self.keys.signer(seen.id, seen.slot), &SIGNER_STATE, &item)
    }

    /// Lets a transaction go on only if these attributes of a signer are still as seen.
    pub(crate) fn check_signer(&self, seen: &Signer, attributes: &[&str]) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = terms.are(attributes, &SignerItem::write(seen, Item::new()));
        self.check(&self.keys.signer(seen.id, seen.slot), condition, &terms)
    }

    /// Lets a transaction go on only if nobody has the other slot at this signer's address.
    pub(crate) fn check_alone(&self, signer: &Signer) -> TransactWriteItem {
        let other = match signer.slot {
            Slot::First => Slot::Second,
            Slot::Second => Slot::First,
        };
        let mut terms = Terms::default();
        let condition = terms.is(PK, None);
        self.check(&self.keys.signer(signer.id, other), condition, &terms)
    }
}

/// Writes the condition that nothing of a signer's item has changed since it was read: their name, whether and where they
/// are counted, their consents.
fn as_seen(terms: &mut Terms, seen: &Signer) -> String {
    terms.are(&SIGNER_STATE, &SignerItem::write(seen, Item::new()))
}
