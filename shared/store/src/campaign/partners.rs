//! The people of partners: who asks in an organization's name, and to whom a partner's page is shown.
//!
//! They are in the office alone, apart from what everybody may read of a partner.

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use domain::campaign::partner::PartnerAsk;
use domain::campaign::published::Part;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::office::audit::Entry;
use domain::office::sign_in_mails::SignInMails;
use domain::slug::PartnerSlug;
use futures::future::try_join_all;
use jiff::Timestamp;

use crate::campaign::desk::{Change, Publishing};
use crate::dynamo::attributes::{EMAIL, LOCALE, ORGANIZATION, PARTNER, PK, SK};
use crate::dynamo::errors::{StoreError, was_done};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, optional, parsed, put, readable, text};
use crate::dynamo::keys::{ASK_PREFIX, Key, sortable};
use crate::handles::{Office, Pledges};
use crate::mail::sign_in::{SignIn, read_organization, written};
use crate::office::items::{AT, SIGN_IN_MAILS};
use crate::office::organizers::mails_of;
use crate::pledge::draft::email;
use crate::role::{ForgetsPartners, ReadsContacts, RunsPartners};

/// Every attribute of an ask.
pub(crate) const ASK: [&str; 6] = [PK, SK, EMAIL, LOCALE, ORGANIZATION, AT];
/// Every attribute of a contact.
pub(crate) const CONTACT: [&str; 8] = [PK, SK, EMAIL, LOCALE, PARTNER, AT, WRITTEN_AT, SIGN_IN_MAILS];
/// The time at which an admin last had the welcome sent to a contact again.
const WRITTEN_AT: &str = "written_at";
/// The most contacts of one partner.
pub const CONTACTS_MAX: usize = 10;
/// The most contacts that are erased in the transaction that ends their partnerships. DynamoDB takes 100 writes in one, and
/// the partners, their history and the log need some of them.
pub const ENDED_CONTACTS_MAX: usize = 90;

/// Asks that are refused together are erased by so many at once.
const ERASED_AT_ONCE: usize = 10;

/// An organization that asks to become a partner. The mailbox of its person is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingAsk {
    pub email: EmailAddress,
    pub locale: Locale,
    pub organization: PartnerAsk,
    /// The time at which the mailbox was checked.
    pub at: Timestamp,
}

/// A person to whom a partner's page is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub email: EmailAddress,
    pub locale: Locale,
    pub partner: PartnerSlug,
    /// The time before which the person was no contact. Sessions that began before it are over.
    pub since: Timestamp,
    /// The time at which an admin last had the welcome sent again.
    pub written_at: Option<Timestamp>,
}

/// Everybody who asks or is a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartnerPeople {
    /// The asks that wait, by mail address.
    pub asks: Vec<WaitingAsk>,
    /// The contacts, by mail address.
    pub contacts: Vec<Contact>,
    /// The number of those that cannot be read.
    pub unread: usize,
}

impl WaitingAsk {
    fn write(&self, mut item: Item) -> Item {
        put(&mut item, EMAIL, self.email.to_string());
        put(&mut item, LOCALE, self.locale.code());
        put(&mut item, ORGANIZATION, written(&self.organization));
        put(&mut item, AT, sortable(self.at));
        item
    }

    fn read(item: &Item) -> Result<Self, StoreError> {
        let organization = read_organization(item)?;
        Ok(Self { email: email(item)?, locale: parsed(item, LOCALE)?, organization, at: parsed(item, AT)? })
    }
}

impl Contact {
    fn write(&self, mut item: Item) -> Item {
        put(&mut item, EMAIL, self.email.to_string());
        put(&mut item, LOCALE, self.locale.code());
        put(&mut item, PARTNER, self.partner.as_str());
        put(&mut item, AT, sortable(self.since));
        item
    }

    fn read(item: &Item) -> Result<Self, StoreError> {
        let (locale, partner) = (parsed(item, LOCALE)?, parsed(item, PARTNER)?);
        let (since, written_at) = (parsed(item, AT)?, optional(item, WRITTEN_AT)?);
        Ok(Self { email: email(item)?, locale, partner, since, written_at })
    }

    /// Whether a session that began then is still valid.
    #[must_use]
    pub fn honours(&self, began_at: Timestamp) -> bool {
        began_at.as_second() >= self.since.as_second()
    }
}

impl<R: ReadsContacts> Office<R> {
    /// Reads a contact by their address, and the latest mails with links that they were sent.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn contact(&self, email: &EmailAddress) -> Result<Option<(Contact, SignInMails)>, StoreError> {
        let Some(item) = self.get(&self.keys.partner_contact(email)).await? else { return Ok(None) };
        Ok(Some((Contact::read(&item)?, mails_of(&item)?)))
    }

    /// Replaces the mails that [`Self::contact`] read; false when they have changed since, or the contact is gone.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn change_contact_mails(
        &self,
        email: &EmailAddress,
        from: &SignInMails,
        to: &SignInMails,
    ) -> Result<bool, StoreError> {
        self.change_mails(&self.keys.partner_contact(email), from, to).await
    }
}

impl<R: RunsPartners> Office<R> {
    /// Reads everybody who asks or is a contact. One that cannot be read hides no other.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn partner_people(&self) -> Result<PartnerPeople, StoreError> {
        let (asks, contacts): (Vec<_>, Vec<_>) =
            self.partition(&self.keys.partner_people()).await?.into_iter().partition(is_ask);
        let (asks, contacts) = (readable(&asks, WaitingAsk::read), readable(&contacts, Contact::read));
        Ok(PartnerPeople { asks: asks.items, contacts: contacts.items, unread: asks.unread + contacts.unread })
    }

    /// Reads the ask of a mailbox.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn partner_ask(&self, email: &EmailAddress) -> Result<Option<WaitingAsk>, StoreError> {
        self.get(&self.keys.partner_ask(email)).await?.as_ref().map(WaitingAsk::read).transpose()
    }

    /// Keeps an ask whose mailbox is checked, in place of an older one of the same mailbox.
    ///
    /// # Errors
    /// Fails when the database fails. Keeping it again is safe.
    pub async fn keep_partner_ask(&self, ask: &WaitingAsk) -> Result<(), StoreError> {
        let item = ask.write(self.keys.partner_ask(&ask.email).attributes());
        self.put_now(item).await
    }

    /// Erases an ask that was refused; false when it is gone already.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn refuse_partner(&self, email: &EmailAddress, entry: &Entry) -> Result<bool, StoreError> {
        self.with_entry(self.delete_there(&self.keys.partner_ask(email)), entry).await
    }

    /// Erases many asks that were refused together, with one entry in the log.
    ///
    /// # Errors
    /// Fails when the database fails. Some may be erased by then; another call erases the rest.
    pub async fn refuse_partners(&self, emails: &[EmailAddress], entry: &Entry) -> Result<(), StoreError> {
        was_done(self.transact(vec![self.log(entry)]).await)?;
        for some in emails.chunks(ERASED_AT_ONCE) {
            let keys: Vec<_> = some.iter().map(|email| self.keys.partner_ask(email)).collect();
            try_join_all(keys.iter().map(|key| self.delete_now(key))).await?;
        }
        Ok(())
    }

    /// Publishes the partners with one whose ask was accepted. The person who asked becomes its contact, and is welcomed.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn accept_partner(
        &self,
        pledges: &Pledges<R>,
        change: &Change,
        (contact, welcome): (&Contact, &SignIn),
        entry: &Entry,
    ) -> Result<Publishing, StoreError> {
        let ask = self.delete_there(&self.keys.partner_ask(&contact.email));
        let [added, owed] = self.welcoming(pledges, contact, welcome);
        self.publish_with(change, entry, vec![added, owed, ask]).await
    }

    /// Publishes the partners with some that ended, and erases their contacts, [`ENDED_CONTACTS_MAX`] at most.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn end_partners(
        &self,
        change: &Change,
        entry: &Entry,
        ended: &[&PartnerSlug],
    ) -> Result<Publishing, StoreError> {
        let contacts = self.contacts_of(ended).await?;
        let erased = contacts.iter().map(|contact| self.delete_there(contact));
        let done = self.publish_with(change, entry, erased.collect()).await?;
        if let Publishing::Done(_) = done {
            // They may have got one more before the publication. After it, nobody adds any.
            for contact in self.contacts_of(ended).await? {
                self.delete_now(&contact).await?;
            }
        }
        Ok(done)
    }

    /// Counts the contacts of some partners.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn count_contacts(&self, partners: &[&PartnerSlug]) -> Result<usize, StoreError> {
        Ok(self.contacts_of(partners).await?.len())
    }

    /// Lists the keys of some partners' contacts, also of those of whom nothing else can be read.
    async fn contacts_of(&self, partners: &[&PartnerSlug]) -> Result<Vec<Key>, StoreError> {
        if partners.is_empty() {
            return Ok(Vec::new());
        }
        let is_theirs = |item: &&Item| {
            let of = text(item, PARTNER);
            !is_ask(item) && partners.iter().any(|partner| of == Some(partner.as_str()))
        };
        self.partition(&self.keys.partner_people()).await?.iter().filter(is_theirs).map(Key::of).collect()
    }

    /// Adds a contact, and has them welcomed, while the partners have this version. False when they have another one, or when
    /// the person is a contact already.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn add_contact(
        &self,
        pledges: &Pledges<R>,
        (contact, welcome): (&Contact, &SignIn),
        entry: &Entry,
        from: u32,
    ) -> Result<bool, StoreError> {
        let [added, owed] = self.welcoming(pledges, contact, welcome);
        let writes = vec![self.while_current(Part::Partners, from), added, owed, self.log(entry)];
        was_done(self.transact(writes).await)
    }

    /// The writes that add a contact and owe them the welcome.
    fn welcoming(&self, pledges: &Pledges<R>, contact: &Contact, welcome: &SignIn) -> [TransactWriteItem; 2] {
        let item = contact.write(self.keys.partner_contact(&contact.email).attributes());
        [self.put_new(item), pledges.put_new(pledges.sign_in_item(welcome, contact.since))]
    }

    /// Has a contact welcomed again. False when they are gone, or when somebody has just done the same. The message is none of a
    /// mailbox's five in two weeks, since strangers can use those up: only admins ask for it, once in ten minutes, and each time
    /// is in the log.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn welcome_again(
        &self,
        pledges: &Pledges<R>,
        contact: &Contact,
        welcome: &SignIn,
        entry: &Entry,
    ) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let time = |at: Timestamp| AttributeValue::S(sortable(at));
        let same = terms.is(AT, Some(time(contact.since)));
        let last = terms.is(WRITTEN_AT, contact.written_at.map(time));
        let set = format!("SET {} = {}", terms.name(WRITTEN_AT), terms.value(time(entry.at)));
        let key = self.keys.partner_contact(&contact.email);
        let noted = self.update(&key, set, format!("{same} AND {last}"), &terms);
        let owed = pledges.put_new(pledges.sign_in_item(welcome, entry.at));
        was_done(self.transact(vec![noted, owed, self.log(entry)]).await)
    }

    /// Removes a contact; false when there is none with that address.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn remove_contact(&self, email: &EmailAddress, entry: &Entry) -> Result<bool, StoreError> {
        self.with_entry(self.delete_there(&self.keys.partner_contact(email)), entry).await
    }
}

impl<R: ForgetsPartners> Office<R> {
    /// Erases asks that nobody decided on since a time.
    ///
    /// # Errors
    /// Fails when the database fails. Another call erases the rest.
    pub async fn forget_asks(&self, before: Timestamp) -> Result<usize, StoreError> {
        self.erase_partner_people(|item| {
            is_ask(item) && text(item, AT).is_some_and(|at| at < sortable(before).as_str())
        })
        .await
    }

    /// Erases everybody who asks or is a contact.
    ///
    /// # Errors
    /// Fails when the database fails. Another call erases the rest.
    pub async fn forget_partner_people(&self) -> Result<usize, StoreError> {
        self.erase_partner_people(|_| true).await
    }

    async fn erase_partner_people(&self, which: impl Fn(&Item) -> bool) -> Result<usize, StoreError> {
        let mut erased = 0;
        for item in self.partition(&self.keys.partner_people()).await?.iter().filter(|item| which(item)) {
            self.delete_now(&Key::of(item)?).await?;
            erased += 1;
        }
        Ok(erased)
    }
}

fn is_ask(item: &Item) -> bool {
    text(item, SK).is_some_and(|sk| sk.starts_with(ASK_PREFIX))
}
