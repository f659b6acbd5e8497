//! Requests of organizers and partners to be let in, and of organizations to become partners.
//!
//! Requests stand in Pledges, because its stream is the queue of every mail, and everything that owes a mail is in one index.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::campaign::partner::PartnerAsk;
use domain::ids::{NetworkCode, SignInId};
use domain::keys::session::{PARTNER_ASK_HOURS, SIGN_IN_MINUTES};
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::mail::limits::NOTICE_DAYS;
use domain::time::{earlier, later};
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::attributes::{EMAIL, EXPIRES_AT, INVITATION, LOCALE, NETWORK, ORGANIZATION, WANTS};
use crate::dynamo::errors::StoreError;
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, corrupt, number, optional, parsed, put, put_expiry, text};
use crate::dynamo::tables::PledgesTable;
use crate::handles::Pledges;
use crate::mail::owing::{MailClass, When};
use crate::pledge::draft::email;
use crate::role::{LetsIn, ReadsSignIns, SettlesOwed};

const PARTNER_PAGE: &str = "partner-page";
const PARTNER_ASK: &str = "partner-ask";
const PARTNER_WELCOME: &str = "partner-welcome";

/// The aim of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wants {
    /// An organizer wants to be let into the office.
    Office,
    /// An admin has an organizer invited. The mail has no link that lets anybody in.
    Invitation,
    /// A partner's contact wants to see the partner's page.
    PartnerPage,
    /// A new contact of a partner learns of the partner's page. The mail has no link that lets anybody in.
    PartnerWelcome,
    /// An organization asks to become a partner. Nobody sees that before its mailbox is checked.
    PartnerAsk(PartnerAsk),
}

impl Wants {
    /// Returns the time after which a request is of no use.
    const fn lasts(&self) -> SignedDuration {
        match self {
            Self::Office | Self::PartnerPage => SignedDuration::from_mins(SIGN_IN_MINUTES),
            Self::Invitation | Self::PartnerWelcome => SignedDuration::from_hours(24 * NOTICE_DAYS),
            Self::PartnerAsk(_) => SignedDuration::from_hours(PARTNER_ASK_HOURS),
        }
    }
}

/// A request that is answered by a mail, if it is answered at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// The id of the request.
    pub id: SignInId,
    /// The address that was typed in. The mailer finds out whose it is.
    pub email: EmailAddress,
    /// The language of the page it was typed into.
    pub locale: Locale,
    /// A code of the network that asked; an invitation has none.
    pub network: Option<NetworkCode>,
    pub wants: Wants,
    /// The time from which the request is of no use.
    pub expires_at: Timestamp,
}

impl SignIn {
    /// Makes a request of no network.
    #[must_use]
    pub fn new(id: SignInId, email: EmailAddress, locale: Locale, wants: Wants, now: Timestamp) -> Self {
        let expires_at = later(now, wants.lasts());
        Self { id, email, locale, network: None, wants, expires_at }
    }

    /// Returns the time at which the request was made.
    #[must_use]
    pub fn asked_at(&self) -> Timestamp {
        earlier(self.expires_at, self.wants.lasts())
    }
}

/// The stored shape of a [`SignIn`].
pub(crate) struct SignInItem;

impl SignInItem {
    pub(crate) fn write(sign_in: &SignIn, mut item: Item) -> Item {
        put(&mut item, EMAIL, sign_in.email.to_string());
        put(&mut item, LOCALE, sign_in.locale.code());
        if let Some(network) = &sign_in.network {
            put(&mut item, NETWORK, network.to_string());
        }
        match &sign_in.wants {
            Wants::Office => {}
            Wants::Invitation => {
                item.insert(INVITATION.to_owned(), AttributeValue::Bool(true));
            }
            Wants::PartnerPage => put(&mut item, WANTS, PARTNER_PAGE),
            Wants::PartnerWelcome => put(&mut item, WANTS, PARTNER_WELCOME),
            Wants::PartnerAsk(ask) => {
                put(&mut item, WANTS, PARTNER_ASK);
                put(&mut item, ORGANIZATION, written(ask));
            }
        }
        put_expiry(&mut item, sign_in.expires_at);
        item
    }

    pub(crate) fn read(id: SignInId, item: &Item) -> Result<SignIn, StoreError> {
        let expires_at = Timestamp::from_second(number(item, EXPIRES_AT)?).map_err(|_| corrupt(EXPIRES_AT))?;
        let wants = match text(item, WANTS) {
            None if item.contains_key(INVITATION) => Wants::Invitation,
            None => Wants::Office,
            Some(PARTNER_PAGE) => Wants::PartnerPage,
            Some(PARTNER_WELCOME) => Wants::PartnerWelcome,
            Some(PARTNER_ASK) => Wants::PartnerAsk(read_organization(item)?),
            Some(_) => return Err(corrupt(WANTS)),
        };
        let network = optional(item, NETWORK)?;
        Ok(SignIn { id, email: email(item)?, locale: parsed(item, LOCALE)?, network, wants, expires_at })
    }
}

/// Writes an organization as an attribute keeps it.
pub(crate) fn written(ask: &PartnerAsk) -> String {
    serde_json::to_string(ask).expect("an ask is plain data")
}

pub(crate) fn read_organization(item: &Item) -> Result<PartnerAsk, StoreError> {
    let written = text(item, ORGANIZATION).ok_or_else(|| corrupt(ORGANIZATION))?;
    serde_json::from_str(written).map_err(|_| corrupt(ORGANIZATION))
}

impl PledgesTable {
    /// The item of a request, which owes its mail.
    pub(crate) fn sign_in_item(&self, sign_in: &SignIn, now: Timestamp) -> Item {
        let key = self.keys.sign_in(sign_in.id);
        let when = When::after_stream(MailClass::SignIn, now);
        self.owing_item(&key, SignInItem::write(sign_in, key.attributes()), when)
    }
}

impl<R: LetsIn> Pledges<R> {
    /// Keeps a request: one unconditional put, the same for every address, so that nobody learns who is an organizer or a partner.
    ///
    /// # Errors
    /// Fails when the database fails. Asking again is safe.
    pub async fn ask_sign_in(&self, sign_in: &SignIn, now: Timestamp) -> Result<(), StoreError> {
        self.put_now(self.sign_in_item(sign_in, now)).await
    }

    /// Uses a request up: true for exactly one caller, however many come at once.
    ///
    /// # Errors
    /// Fails when the database fails. The request may be used up by then, but another one can be asked for in a minute.
    pub async fn use_sign_in(&self, id: SignInId) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let condition = terms.exists();
        self.delete_now_if(&self.keys.sign_in(id), condition, &terms).await
    }
}

impl<R: ReadsSignIns> Pledges<R> {
    /// Reads a request that is still there and whose time is not over.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn sign_in(&self, id: SignInId, now: Timestamp) -> Result<Option<SignIn>, StoreError> {
        let item = self.get(&self.keys.sign_in(id)).await?;
        let sign_in = item.map(|item| SignInItem::read(id, &item)).transpose()?;
        Ok(sign_in.filter(|sign_in| now < sign_in.expires_at))
    }
}

impl<R: SettlesOwed> Pledges<R> {
    /// Forgets a request that leads to no mail.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn delete_sign_in(&self, id: SignInId) -> Result<(), StoreError> {
        self.delete_now(&self.keys.sign_in(id)).await
    }
}
