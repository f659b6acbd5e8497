//! How much mail an address gets: at most [`MAILS_MAX`], and asks never within [`ASK_SPACING`] of another mail.
//!
//! What is known of an address holds no personal data: counts, times and ids. It lasts [`ADDRESS_DAYS`] after the last
//! mail; DynamoDB sweeps late, so every decision looks at the time itself. Only that an address wants or takes no mail lasts
//! as long as the campaign's data: then every charge is refused.

use std::collections::BTreeSet;

use domain::identity::{SignerId, SubmissionId};
use domain::pledge::Submission;
use jiff::{SignedDuration, Timestamp};

use crate::attempt::Attempts;
use crate::batch::seed_of;
use crate::error::{Failed, StoreError, of_conditional};
use crate::expression::Terms;
use crate::flood::is_held;
use crate::keys::Key;
use crate::pledge_item::{ADDRESS_STATE, AddressItem, Item, SubmissionItem};
use crate::pledges::Pledges;

/// The most mails an address gets.
pub const MAILS_MAX: u32 = 5;
/// The most of them that ask for something ("confirm", "you are already counted"). Anybody can cause these by typing an
/// address, so that one stays for what its owner did.
pub const ASKS_MAX: u32 = 4;
/// The least time between any mail and an ask.
pub const ASK_SPACING: SignedDuration = SignedDuration::from_mins(10);
/// How long an address is remembered after its last mail.
pub const ADDRESS_DAYS: i64 = 30;

/// Whether a mail that asks may go to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charge {
    /// Yes; it is counted. A submission is counted once, however often it is asked for.
    Charged,
    /// Not before then.
    Wait {
        /// The first moment to ask again.
        until: Timestamp,
    },
    /// No: the address had all its asks, or those that wait will take the rest, or it gets no mail any more.
    Spent,
}

/// Why an address gets no mail any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailStop {
    /// There is no such mailbox, says its provider.
    Bounced,
    /// Whoever reads it took a mail of ours for spam.
    Complained,
}

impl MailStop {
    /// The name in the store.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bounced => "bounced",
            Self::Complained => "complained",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Bounced, Self::Complained].into_iter().find(|stop| stop.name() == name)
    }
}

/// What is kept of the mail that went to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailRecord {
    /// How many were sent.
    pub mails: u32,
    /// When the last one was.
    pub last_sent: Timestamp,
    /// Why none goes there any more, and since when.
    pub stopped: Option<(MailStop, Timestamp)>,
}

/// A mail that tells a person what they just did, by the submission that it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// They were counted.
    Thanks(SubmissionId),
    /// They withdrew.
    Farewell(SubmissionId),
}

/// What it comes to that a submission's mail is held.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Waits {
    /// It is listed among what waits; what is to be written for it, if it was not.
    Listed(Option<AddressItem>),
    /// The address has as many as it may have mails, or gets none any more.
    Full,
    /// Its mail was sent before.
    Mailed,
}

impl AddressItem {
    /// The address with a submission that waits for an organizer: it keeps one of the asks that are left.
    pub(crate) fn to_wait(seen: Option<&Self>, submission: SubmissionId, now: Timestamp) -> Waits {
        let live = current(seen, now);
        // No mail would ever go there; and what says so must not expire with the form.
        if live.is_some_and(|address| address.stopped.is_some()) {
            return Waits::Full;
        }
        if live.is_some_and(|address| address.submissions.contains(&submission)) {
            return Waits::Mailed;
        }
        if live.is_some_and(|address| address.waiting.contains(&submission)) {
            return Waits::Listed(None);
        }
        // Nothing was sent yet: no ask has to wait for this one.
        let nothing_sent = || Self { mails: 0, last_sent: Timestamp::UNIX_EPOCH, ..charged(None, now) };
        let mut waits = live.map_or_else(nothing_sent, Self::clone);
        let taken = usize::try_from(waits.mails).unwrap_or(usize::MAX).saturating_add(waits.waiting.len());
        if taken >= usize::try_from(ASKS_MAX).unwrap_or(usize::MAX) {
            return Waits::Full;
        }
        waits.waiting.insert(submission);
        // It is listed for as long as the form may be there.
        waits.expires_at = waits.expires_at.max(charged(None, now).expires_at);
        Waits::Listed(Some(waits))
    }
}

/// What an ask comes to, and what is to be written for it.
#[derive(Debug, PartialEq, Eq)]
struct Decision {
    charge: Charge,
    write: Option<AddressItem>,
}

impl Pledges {
    /// Counts the mail that asks about a submission, if the address may have it. One that must wait keeps a place among
    /// the asks that are left, and is listed from then on.
    ///
    /// # Errors
    /// When others keep changing the same item, or the database fails. Calling again is safe.
    pub async fn charge_ask(
        &self,
        signer: SignerId,
        submission: SubmissionId,
        now: Timestamp,
    ) -> Result<Charge, StoreError> {
        let key = self.keys.address(signer);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let seen = self.address(&key).await?;
            let Decision { charge, write } = decide_ask(current(seen.as_ref(), now), submission, now);
            let Some(address) = write else { return Ok(charge) };
            match self.put_address(&key, seen.as_ref(), &address).await {
                Ok(()) => return Ok(charge),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// Counts a mail that tells a person what they just did. It needs no spacing: only their own secret link causes it.
    /// False when [`MAILS_MAX`] were sent or mail is stopped. A notice is counted once, however often it is asked for: while the mail provider
    /// is away it is tried again and again, and still must go when that is over.
    ///
    /// # Errors
    /// When others keep changing the same item, or the database fails. Calling again is safe.
    pub async fn charge_notice(&self, signer: SignerId, notice: Notice, now: Timestamp) -> Result<bool, StoreError> {
        let key = self.keys.address(signer);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let seen = self.address(&key).await?;
            let live = current(seen.as_ref(), now);
            if live.is_some_and(|address| address.stopped.is_some()) {
                return Ok(false);
            }
            if live.is_some_and(|address| has_notice(address, notice)) {
                return Ok(true);
            }
            if live.is_some_and(|address| address.mails >= MAILS_MAX) {
                return Ok(false);
            }
            match self.put_address(&key, seen.as_ref(), &noticed(live, notice, now)).await {
                Ok(()) => return Ok(true),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// Counts the one reminder of a submission, if the address may have it: as an ask, and never in place of one that waits or
    /// of the thanks that may yet be owed there. It is charged at most once: who is told so and then dies has sent
    /// it or not, and nobody sends it again.
    ///
    /// # Errors
    /// When others keep changing the same item, or the database fails.
    pub async fn charge_reminder(
        &self,
        signer: SignerId,
        submission: SubmissionId,
        now: Timestamp,
    ) -> Result<Charge, StoreError> {
        let key = self.keys.address(signer);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let seen = self.address(&key).await?;
            let Decision { charge, write } = decide_reminder(current(seen.as_ref(), now), submission, now);
            let Some(address) = write else { return Ok(charge) };
            match self.put_address(&key, seen.as_ref(), &address).await {
                Ok(()) => return Ok(charge),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// Stops all mail to an address, from now on and for as long as the campaign's data is kept. The first reason stays, unless
    /// a complaint comes after a bounce.
    ///
    /// # Errors
    /// When others keep changing the same item, or the database fails. Calling again is safe.
    pub async fn stop_mail(&self, signer: SignerId, why: MailStop, now: Timestamp) -> Result<(), StoreError> {
        let key = self.keys.address(signer);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let seen = self.address(&key).await?;
            let known = seen.as_ref().and_then(|address| address.stopped);
            if known.is_some_and(|(known, _)| known == why || known == MailStop::Complained) {
                return Ok(());
            }
            match self.put_address(&key, seen.as_ref(), &stopped(seen.as_ref(), why, now)).await {
                Ok(()) => return Ok(()),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// What is kept of the mail that went to an address.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn mail_record(&self, signer: SignerId, now: Timestamp) -> Result<Option<MailRecord>, StoreError> {
        let address = self.address(&self.keys.address(signer)).await?;
        Ok(current(address.as_ref(), now).map(|address| MailRecord {
            mails: address.mails,
            last_sent: address.last_sent,
            stopped: address.stopped,
        }))
    }

    /// The submissions that an address lists, that still exist and are not held. DynamoDB sweeps late, so the caller looks at
    /// [`Submission::expires_at`].
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn live_submissions(&self, signer: SignerId) -> Result<Vec<Submission>, StoreError> {
        let Some(address) = self.address(&self.keys.address(signer)).await? else { return Ok(Vec::new()) };
        let ids = address.listed();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<_> = ids.iter().map(|id| self.keys.submission(*id)).collect();
        let items = self.get_all(&keys).await?;
        let stored = ids.into_iter().filter_map(|id| Some((id, items.get(&self.keys.submission(id))?)));
        let stored = stored.filter(|(_, item)| !is_held(item));
        stored.map(|(id, item)| SubmissionItem::read(id, item)).collect()
    }

    async fn address(&self, key: &Key) -> Result<Option<AddressItem>, StoreError> {
        self.get(key).await?.as_ref().map(AddressItem::read).transpose()
    }

    /// Writes what was decided, if the address still is as it was when that was decided.
    async fn put_address(&self, key: &Key, seen: Option<&AddressItem>, address: &AddressItem) -> Result<(), Failed> {
        let seen = seen.map(|seen| seen.write(Item::new())).unwrap_or_default();
        let mut terms = Terms::default();
        let condition = terms.are(&ADDRESS_STATE, &seen);
        let put = self
            .connection
            .client()
            .put_item()
            .table_name(&self.tables.pledges)
            .set_item(Some(address.write(key.attributes())))
            .condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        put.send().await.map(drop).map_err(|error| of_conditional(&error))
    }
}

/// What is known of an address, unless its time is over.
fn current(seen: Option<&AddressItem>, now: Timestamp) -> Option<&AddressItem> {
    seen.filter(|address| address.expires_at.is_none_or(|end| now < end))
}

fn decide_ask(address: Option<&AddressItem>, submission: SubmissionId, now: Timestamp) -> Decision {
    let Some(address) = address else {
        return Decision { charge: Charge::Charged, write: Some(asked(None, submission, now)) };
    };
    if address.stopped.is_some() {
        return Decision { charge: Charge::Spent, write: None };
    }
    if address.submissions.contains(&submission) {
        return Decision { charge: Charge::Charged, write: None };
    }
    if address.mails >= ASKS_MAX {
        return Decision { charge: Charge::Spent, write: None };
    }
    let until = address.last_sent.saturating_add(ASK_SPACING).expect("a fixed span saturates");
    if now >= until {
        return Decision { charge: Charge::Charged, write: Some(asked(Some(address), submission, now)) };
    }
    if address.waiting.contains(&submission) {
        return Decision { charge: Charge::Wait { until }, write: None };
    }
    let reserved = u32::try_from(address.waiting.len()).unwrap_or(u32::MAX);
    if reserved >= ASKS_MAX - address.mails {
        return Decision { charge: Charge::Spent, write: None };
    }
    let mut waits = address.clone();
    waits.waiting.insert(submission);
    Decision { charge: Charge::Wait { until }, write: Some(waits) }
}

fn decide_reminder(address: Option<&AddressItem>, submission: SubmissionId, now: Timestamp) -> Decision {
    let spent = Decision { charge: Charge::Spent, write: None };
    // Whose first mail is forgotten was not asked two days ago.
    let Some(address) = address else { return spent };
    if address.stopped.is_some() || address.reminded.contains(&submission) {
        return spent;
    }
    let count = |ids: usize| u32::try_from(ids).unwrap_or(u32::MAX);
    let asks = address.mails.saturating_add(count(address.waiting.len()));
    // Each who was asked, this one too, may yet confirm and be owed thanks.
    let thanks = count(address.listed().difference(&address.thanked).count());
    if asks >= ASKS_MAX || asks.saturating_add(1).saturating_add(thanks) > MAILS_MAX {
        return spent;
    }
    let until = address.last_sent.saturating_add(ASK_SPACING).expect("a fixed span saturates");
    if now < until {
        return Decision { charge: Charge::Wait { until }, write: None };
    }
    let mut reminded = charged(Some(address), now);
    reminded.reminded.insert(submission);
    Decision { charge: Charge::Charged, write: Some(reminded) }
}

/// No mail any more.
fn stopped(address: Option<&AddressItem>, why: MailStop, now: Timestamp) -> AddressItem {
    let known = address.cloned().unwrap_or_else(|| AddressItem { mails: 0, ..charged(None, now) });
    AddressItem { stopped: Some((why, now)), expires_at: None, ..known }
}

fn asked(address: Option<&AddressItem>, submission: SubmissionId, now: Timestamp) -> AddressItem {
    let mut asked = charged(address, now);
    asked.waiting.remove(&submission);
    asked.submissions.insert(submission);
    asked
}

fn has_notice(address: &AddressItem, notice: Notice) -> bool {
    match notice {
        Notice::Thanks(id) => address.thanked.contains(&id),
        Notice::Farewell(id) => address.parted.contains(&id),
    }
}

fn noticed(address: Option<&AddressItem>, notice: Notice, now: Timestamp) -> AddressItem {
    let mut noticed = charged(address, now);
    match notice {
        Notice::Thanks(id) => noticed.thanked.insert(id),
        Notice::Farewell(id) => noticed.parted.insert(id),
    };
    noticed
}

/// One mail more.
fn charged(address: Option<&AddressItem>, now: Timestamp) -> AddressItem {
    // Whole seconds, as they are stored: the condition compares with what was read.
    let expires_at = now.saturating_add(SignedDuration::from_hours(24 * ADDRESS_DAYS)).expect("a fixed span saturates");
    let expires_at = Timestamp::from_second(expires_at.as_second()).expect("a whole second of a valid time");
    let empty = BTreeSet::new;
    AddressItem {
        mails: address.map_or(0, |address| address.mails) + 1,
        last_sent: now,
        expires_at: Some(expires_at),
        submissions: address.map_or_else(empty, |address| address.submissions.clone()),
        waiting: address.map_or_else(empty, |address| address.waiting.clone()),
        thanked: address.map_or_else(empty, |address| address.thanked.clone()),
        parted: address.map_or_else(empty, |address| address.parted.clone()),
        reminded: address.map_or_else(empty, |address| address.reminded.clone()),
        stopped: None,
    }
}
