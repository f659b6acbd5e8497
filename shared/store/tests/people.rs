//! People for the tests: where they live, what they send, which links they hold.

use domain::ids::{LinkCode, MailboxId, NetworkCode, SignerId, SubmissionId};
use domain::keys::secret::Secret;
use domain::keys::token::Claims;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::person::identity::{IdentityKey, PersonKey};
use domain::person::name::PersonName;
use domain::person::residence::{FoundBy, Residence};
use domain::pledge::comment::Comment;
use domain::pledge::consent::Consents;
use domain::pledge::{Draft, Owner, Submission};
use domain::slug::PartnerSlug;
use jiff::{SignedDuration, Timestamp};

use crate::database::CAMPAIGN;

/// A moment during the campaign.
pub(crate) const NOW: Timestamp = Timestamp::constant(1_795_000_000, 123_456_789);

pub(crate) fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

pub(crate) fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

pub(crate) fn living_at(postal_code: &str, riding: u32) -> Residence {
    let riding = riding.try_into().unwrap();
    Residence::Canada { postal_code: postal_code.parse().unwrap(), riding, found_by: FoundBy::PostalCode }
}

pub(crate) fn abroad() -> Residence {
    Residence::Abroad { country: "FR".parse().unwrap() }
}

fn identity() -> IdentityKey {
    IdentityKey::new(&Secret::new("k".repeat(32))).unwrap()
}

/// The identity of an address.
pub(crate) fn signer_id(address: &str) -> SignerId {
    identity().signer_id(&CAMPAIGN.parse().unwrap(), &EmailAddress::parse(address).unwrap().canonical())
}

/// The mailbox of an address, as it is typed.
pub(crate) fn mailbox_id(address: &str) -> MailboxId {
    identity().mailbox_id(&CAMPAIGN.parse().unwrap(), &EmailAddress::parse(address).unwrap())
}

/// The owner of an address.
pub(crate) fn owner_of(address: &str) -> Owner {
    Owner { signer: signer_id(address), mailbox: mailbox_id(address) }
}

/// The key that hashes a name and a postal code.
pub(crate) fn person_key() -> PersonKey {
    PersonKey::new(CAMPAIGN.parse().unwrap(), &Secret::new("p".repeat(32))).unwrap()
}

pub(crate) fn named(first: &str) -> PersonName {
    PersonName::parse(first, "Roy").unwrap()
}

pub(crate) fn submission_id(number: u128) -> SubmissionId {
    SubmissionId::from_random(number.to_be_bytes())
}

/// A first name of their own for each of many neighbours.
pub(crate) fn neighbour(number: u128) -> &'static str {
    let letters = number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect::<String>();
    format!("N{letters}").leak()
}

/// A form that Anne Roy of Ottawa Centre fills in, unless the test says otherwise.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) number: u128,
    pub(crate) first: &'static str,
    pub(crate) email: String,
    pub(crate) residence: Residence,
    pub(crate) partner: Option<PartnerSlug>,
    pub(crate) comment: Option<Comment>,
    pub(crate) network: Option<NetworkCode>,
    pub(crate) via: Option<LinkCode>,
}

impl Form {
    pub(crate) fn number(number: u128) -> Self {
        Self {
            number,
            first: "Anne",
            email: "roy@example.org".to_owned(),
            residence: living_at("K1A 0A6", 35079),
            partner: None,
            comment: None,
            network: None,
            via: None,
        }
    }

    pub(crate) fn by(self, first: &'static str) -> Self {
        Self { first, ..self }
    }

    pub(crate) fn at(self, email: impl Into<String>) -> Self {
        Self { email: email.into(), ..self }
    }

    pub(crate) fn of(self, residence: Residence) -> Self {
        Self { residence, ..self }
    }

    pub(crate) fn brought_by(self, partner: &str) -> Self {
        Self { partner: Some(partner.parse().unwrap()), ..self }
    }

    pub(crate) fn saying(self, comment: &str) -> Self {
        Self { comment: Comment::parse(comment).unwrap(), ..self }
    }

    pub(crate) fn came_by(self, link: LinkCode) -> Self {
        Self { via: Some(link), ..self }
    }

    pub(crate) fn in_network(self, network: u8) -> Self {
        Self { network: Some(NetworkCode::from_bytes([network; 16])), ..self }
    }

    pub(crate) fn submission(&self) -> Submission {
        let draft = Draft {
            name: named(self.first),
            email: EmailAddress::parse(&self.email).unwrap(),
            residence: self.residence.clone(),
            consents: Consents::to_updates(true, "1"),
            comment: self.comment.clone(),
            locale: Locale::Fr,
            partner: self.partner.clone(),
        };
        Submission::new(submission_id(self.number), draft, NOW, self.network).via(self.via)
    }

    pub(crate) fn signer(&self) -> SignerId {
        signer_id(&self.email)
    }

    pub(crate) fn mailbox(&self) -> MailboxId {
        mailbox_id(&self.email)
    }

    pub(crate) fn owner(&self) -> Owner {
        owner_of(&self.email)
    }

    /// The claims of the links about this submission.
    pub(crate) fn claims(&self) -> Claims {
        self.submission().claims(self.owner())
    }
}
