//! Drafts are stored as these attributes: name, address, residence, consents and comment.

use domain::mail::email::EmailAddress;
use domain::person::name::PersonName;
use domain::person::residence::{FoundBy, Residence};
use domain::pledge::Draft;
use domain::pledge::comment::Comment;
use domain::pledge::consent::Consents;
use domain::tally::riding::Place;

use crate::dynamo::attributes::{
    COMMENT, COUNTRY, EMAIL, FIRST_NAME, FOUND_BY, LAST_NAME, LOCALE, PARTNER, POSTAL_CODE, RIDING, UNLISTED, UPDATES,
    UPDATES_AT,
};
use crate::dynamo::errors::StoreError;
use crate::dynamo::item::{Item, corrupt, optional, parsed, put, text};
use crate::dynamo::keys::sortable;

/// The attributes of every draft.
pub(crate) const DRAFT: [&str; 11] =
    [FIRST_NAME, LAST_NAME, EMAIL, POSTAL_CODE, COUNTRY, RIDING, FOUND_BY, UPDATES, COMMENT, LOCALE, PARTNER];

pub(crate) fn write_draft(draft: &Draft, item: &mut Item) {
    write_name(&draft.name, item);
    put(item, EMAIL, draft.email.to_string());
    write_residence(&draft.residence, item);
    if let Some(wording) = &draft.consents.updates {
        put(item, UPDATES, wording);
    }
    if let Some(at) = draft.consents.updates_at {
        put(item, UPDATES_AT, sortable(at));
    }
    if let Some(comment) = &draft.comment {
        put(item, COMMENT, comment.as_str());
    }
    put(item, LOCALE, draft.locale.code());
    if let Some(partner) = &draft.partner {
        put(item, PARTNER, partner.as_str());
    }
}

pub(crate) fn unlisted(item: &Item) -> Result<&Item, StoreError> {
    item.get(UNLISTED).and_then(|value| value.as_m().ok()).ok_or_else(|| corrupt(UNLISTED))
}

pub(crate) fn write_residence(residence: &Residence, item: &mut Item) {
    put(item, RIDING, residence.place().to_string());
    match residence {
        Residence::Canada { postal_code, found_by, .. } => {
            put(item, POSTAL_CODE, postal_code.compact());
            put(item, FOUND_BY, found_by_code(*found_by));
        }
        Residence::Abroad { country } => put(item, COUNTRY, country.code()),
    }
}

pub(crate) fn read_draft(item: &Item) -> Result<Draft, StoreError> {
    let comment = text(item, COMMENT).map(|text| Comment::try_from(text.to_owned())).transpose();
    Ok(Draft {
        name: read_name(item)?,
        email: email(item)?,
        residence: read_residence(item)?,
        consents: Consents { updates: text(item, UPDATES).map(str::to_owned), updates_at: optional(item, UPDATES_AT)? },
        comment: comment.map_err(|_| corrupt(COMMENT))?,
        locale: parsed(item, LOCALE)?,
        partner: optional(item, PARTNER)?,
    })
}

pub(crate) fn read_residence(item: &Item) -> Result<Residence, StoreError> {
    match parsed(item, RIDING)? {
        Place::Riding(riding) => {
            let found_by = match text(item, FOUND_BY) {
                Some("postal_code") => FoundBy::PostalCode,
                Some("supporter") => FoundBy::Supporter,
                _ => return Err(corrupt(FOUND_BY)),
            };
            Ok(Residence::Canada { postal_code: parsed(item, POSTAL_CODE)?, riding, found_by })
        }
        Place::Abroad => Ok(Residence::Abroad { country: parsed(item, COUNTRY)? }),
    }
}

const fn found_by_code(found_by: FoundBy) -> &'static str {
    match found_by {
        FoundBy::PostalCode => "postal_code",
        FoundBy::Supporter => "supporter",
    }
}

/// A part of the name that is absent has no attribute.
pub(crate) fn write_name(name: &PersonName, item: &mut Item) {
    for (attribute, part) in [(FIRST_NAME, name.first()), (LAST_NAME, name.last())] {
        if !part.is_empty() {
            put(item, attribute, part);
        }
    }
}

pub(crate) fn read_name(item: &Item) -> Result<PersonName, StoreError> {
    let part = |attribute| text(item, attribute).unwrap_or_default();
    PersonName::parse(part(FIRST_NAME), part(LAST_NAME))
        .map_err(|faults| corrupt(if faults.first.is_some() { FIRST_NAME } else { LAST_NAME }))
}

pub(crate) fn email(item: &Item) -> Result<EmailAddress, StoreError> {
    EmailAddress::parse(text(item, EMAIL).unwrap_or_default()).map_err(|_| corrupt(EMAIL))
}
