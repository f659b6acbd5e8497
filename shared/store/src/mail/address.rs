//! Decides which mail a mailbox gets: at most [`MAILS_MAX`] in [`domain::mail::limits::BUDGET_DAYS`] days.
//!
//! An ask never goes within [`ASK_SPACING`] of another mail.
//!
//! Budgets and marks belong to the mailbox as it was typed. So nobody uses up what somebody else needs by typing another
//! spelling of their address, and a spelling that bounces stops no other. The many spellings of one identity share a wider
//! budget, [`SPELLINGS_PER_DAY`], against floods of made-up tags; the plain spelling is outside of it.
//!
//! A form is never dropped because of other forms. The address lists it, and each link that went to the mailbox leads to the
//! newest form there. So whoever asks in somebody else's name can use up mails, and never a person's way to being counted.
//!
//! The item holds no personal data: times and ids. It lasts [`domain::mail::limits::ADDRESS_DAYS`] days after the last change. DynamoDB
//! deletes expired items late, so every decision looks at the time itself.
//!
//! Four of the five mails are for asking. So a thank-you, which has the link to withdraw, is never crowded out. While another
//! person of the mailbox may sign, three of them at most lead to no form ([`LeadsTo`]).
//!
//! A second form of the same person within ten minutes gets no mail of its own. Its code is never mailed, so its page counts nobody
//! by code; the link in the first mail leads to the newer form. A form for another person at the mailbox waits for its mail
//! until the ten minutes are over.
//!
//! A form for a stopped mailbox is deleted, since no link will lead to it. Taking a refusal back brings no form back.
//!
//! A mailbox lists its 50 newest forms, and its page shows the ten newest. A withdrawal does not erase older forms that were not
//! mailed; they expire after 14 days. Forms that another spelling caused belong to that spelling.

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use domain::ids::{MailboxId, NetworkCode, SignerId, SubmissionId};
use domain::mail::limits::{ASK_SPACING, ASKS_MAX, MAILS_MAX};
use domain::person::name::PersonName;
use domain::pledge::{Household, Owner, Submission};
use domain::tally::hour::Hour;
use domain::time::later;
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::attempts::{Attempts, seed_of};
use crate::dynamo::attributes::{EXPIRES_AT, MAILED};
use crate::dynamo::errors::{Failed, StoreError};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::Item;
use crate::dynamo::keys::{Key, RateOf};
use crate::dynamo::tables::PledgesTable;
use crate::handles::Pledges;
use crate::mail::mailbox::{ADDRESS_STATE, AddressItem, MailStop, current, end_of};
use crate::role::{ChargesMail, Manages, StopsMail};

/// Asks that the many spellings of one identity get in a day, all together.
pub const SPELLINGS_PER_DAY: u32 = 20;

/// Mails to organizations that ask to become partners, in an hour. Further ones wait for the next hour.
pub const PARTNER_ASKS_PER_HOUR: u32 = 60;
/// The same for those who ask from one network.
pub const PARTNER_ASKS_PER_NETWORK: u32 = 6;
/// A mailbox that had so many mails gets none that leads to no form. The last ask is left for a form: its link leads to every
/// form of the mailbox. So nobody who asks in somebody else's name keeps them from signing.
const ASKS_BEFORE_A_FORM: u32 = ASKS_MAX - 1;

/// The decision about a form's mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charge {
    /// A mail may go; it is counted. A form is counted once, however often it is asked for.
    Charged,
    /// A mail may go, but not before then.
    Wait {
        /// The first moment to ask again.
        until: Timestamp,
    },
    /// No mail goes: one that leads to this form waits for its time already.
    Covered,
    /// No mail goes: the budget is used up until its oldest mail is forgotten. A link that was sent leads to this form.
    Spent,
    /// No mail goes: the mailbox takes none, and the form is of no use to anybody.
    Stopped,
}

/// A record of the mail that went to a mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailRecord {
    /// The number of mails sent in the last [`domain::mail::limits::BUDGET_DAYS`] days.
    pub mails: u32,
    /// The time of the last mail, if it is remembered.
    pub last_sent: Option<Timestamp>,
    /// The reason for which no mail goes there any more, and its time.
    pub stopped: Option<(MailStop, Timestamp)>,
}

/// A mailbox as it was read for the decision about a reminder.
#[derive(Debug)]
pub struct MailboxSeen(Option<AddressItem>);

impl MailboxSeen {
    /// Whether the mailbox lists this form and no other.
    #[must_use]
    pub fn lists_only(&self, form: SubmissionId) -> bool {
        self.0.as_ref().is_some_and(|address| address.listed().eq([form]))
    }
}

/// A mail that tells a person what they just did, by the submission that it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// They were counted.
    Thanks(SubmissionId),
    /// They withdrew.
    Farewell(SubmissionId),
}

/// A mail that a form asks for.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The form.
    pub submission: SubmissionId,
    /// The time at which the form was sent.
    pub submitted_at: Timestamp,
    /// The owner of the form's address.
    pub owner: Owner,
    /// The name on the form. A second form of the same person within [`ASK_SPACING`] needs no second mail.
    pub name: &'a PersonName,
    /// Whether its address is one of many spellings of one identity.
    pub is_spelling: bool,
    pub leads_to: LeadsTo,
}

/// The place to which the mail of an ask leads. It decides how many mails the mailbox may have had before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadsTo {
    /// The forms of the mailbox. Thanks may follow, and are left one mail.
    Forms,
    /// The pledge of somebody who counts, while another person of the mailbox may yet sign. The last ask is left to their form.
    Pledge,
    /// The pledge of somebody who counts, where nobody else may sign, or as a moderator asked. No other mail is to come.
    PledgeAlone,
}

impl LeadsTo {
    /// The number of mails after which none of this kind goes.
    const fn most(self) -> u32 {
        match self {
            Self::Forms => ASKS_MAX,
            Self::Pledge => ASKS_BEFORE_A_FORM,
            Self::PledgeAlone => MAILS_MAX,
        }
    }
}

/// A mail that checks the mailbox of an organization which asks to become a partner.
#[derive(Clone, Copy, Debug)]
pub struct PartnerAskMail {
    /// The id of the request. The mailbox lists it as it lists forms.
    pub id: SubmissionId,
    pub owner: Owner,
    /// The network that asked.
    pub network: NetworkCode,
    /// Whether its address is one of many spellings of one identity.
    pub is_spelling: bool,
}

/// A decision about an ask, and the mailbox as it is to be written.
#[derive(Debug, PartialEq, Eq)]
struct Decision {
    charge: Charge,
    write: Option<AddressItem>,
}

impl<R: ChargesMail> Pledges<R> {
    /// Lists a form with its mailbox, and counts the mail that asks about it, if the mailbox may have one.
    ///
    /// # Errors
    /// Fails when others keep changing the same item, or when the database fails. Calling again is safe.
    pub async fn charge_ask(&self, ask: &Ask<'_>, now: Timestamp) -> Result<Charge, StoreError> {
        let key = self.keys.address(ask.owner.mailbox);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        // Counted once, however often the item has changed meanwhile.
        let mut spelling_counted = false;
        loop {
            let seen = self.address(&key).await?;
            let mut decision = decide_ask(seen.as_ref(), ask, now);
            if decision.charge == Charge::Charged && decision.write.is_some() && ask.is_spelling && !spelling_counted {
                spelling_counted = self.charge_spelling(ask.owner.signer, now).await?;
                if !spelling_counted {
                    decision = Decision { charge: Charge::Spent, write: Some(listing(seen.as_ref(), ask, now)) };
                }
            }
            let is_new_wait = matches!(decision.charge, Charge::Wait { .. }) && decision.write.is_some();
            if is_new_wait && self.has_mail_for(seen.as_ref(), ask, now).await? {
                decision = Decision { charge: Charge::Covered, write: Some(listing(seen.as_ref(), ask, now)) };
            }
            let Decision { charge, write: Some(address) } = decision else { return Ok(decision.charge) };
            match self.put_address(&key, seen.as_ref(), &address).await {
                Ok(()) => return Ok(charge),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// Counts a mail that tells a person what they just did. It needs no spacing: only their own secret link causes it.
    /// False when the budget is used up or mail is stopped. A notice is counted once, however often it is asked for. It is
    /// tried again and again while the mail provider is away, and must still go when that is over.
    ///
    /// # Errors
    /// Fails when others keep changing the same item, or when the database fails. Calling again is safe.
    pub async fn charge_notice(&self, mailbox: MailboxId, notice: Notice, now: Timestamp) -> Result<bool, StoreError> {
        let seen = self.address(&self.keys.address(mailbox)).await?;
        self.charge_notice_seen(mailbox, notice, seen, now).await
    }

    /// Counts the one reminder of a form, if the mailbox may have it.
    ///
    /// A reminder counts as an ask. It never takes the place of an ask that waits, or of thanks that may yet be owed. It is
    /// charged at most once: if a run dies after charging it, nobody sends it again.
    ///
    /// # Errors
    /// Fails when others keep changing the same item, or when the database fails.
    pub async fn charge_reminder(
        &self,
        mailbox: MailboxId,
        submission: SubmissionId,
        MailboxSeen(mut seen): MailboxSeen,
        now: Timestamp,
    ) -> Result<Charge, StoreError> {
        let key = self.keys.address(mailbox);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let Decision { charge, write } = decide_reminder(seen.as_ref(), submission, now);
            let Some(address) = write else { return Ok(charge) };
            match self.put_address(&key, seen.as_ref(), &address).await {
                Ok(()) => return Ok(charge),
                Err(failed) => attempts.again(failed).await?,
            }
            seen = self.address(&key).await?;
        }
    }

    /// Reads at once the people who are counted at an address, and the mailbox.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn household_and_mailbox(&self, owner: Owner) -> Result<(Household, MailboxSeen), StoreError> {
        let (household, address) = self.household_and_address(owner).await?;
        Ok((household, MailboxSeen(address)))
    }

    /// Takes back the charge of a reminder that was not sent, so that it may be tried again.
    ///
    /// # Errors
    /// Fails when others keep changing the same item, or when the database fails. Calling again is safe.
    pub async fn uncharge_reminder(
        &self,
        mailbox: MailboxId,
        submission: SubmissionId,
        charged_at: Timestamp,
    ) -> Result<(), StoreError> {
        let key = self.keys.address(mailbox);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let Some(seen) = self.address(&key).await? else { return Ok(()) };
            let mut address = seen.clone();
            if !address.reminded.remove(&submission) {
                return Ok(());
            }
            address.sent.retain(|time| *time != charged_at);
            match self.put_address(&key, Some(&seen), &address).await {
                Ok(()) => return Ok(()),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }
}

impl<R: ChargesMail> Pledges<R> {
    /// Counts the mail that checks an organization's mailbox, if the hour and the mailbox may have one. It counts as an ask
    /// of a form does.
    ///
    /// # Errors
    /// Fails when others keep changing the same item, or when the database fails. Calling again is safe.
    pub async fn charge_partner_ask(&self, ask: &PartnerAskMail, now: Timestamp) -> Result<Charge, StoreError> {
        let key = self.keys.address(ask.owner.mailbox);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        let mut hour_counted = false;
        loop {
            let seen = self.address(&key).await?;
            let Decision { charge, write } = decide_partner_ask(seen.as_ref(), ask.id, now);
            let Some(address) = write else { return Ok(charge) };
            let hour = Hour::of(now);
            if !hour_counted {
                if ask.is_spelling && !self.charge_spelling(ask.owner.signer, now).await? {
                    return Ok(Charge::Spent);
                }
                let limits = [
                    (RateOf::PartnerAsksFrom(ask.network), PARTNER_ASKS_PER_NETWORK),
                    (RateOf::PartnerAsks, PARTNER_ASKS_PER_HOUR),
                ];
                for (of, most) in limits {
                    if !self.count_mailed(&self.keys.rate(of, hour), most, now).await? {
                        return Ok(Charge::Wait { until: hour.plus(1).start() });
                    }
                }
                hour_counted = true;
            }
            match self.put_address(&key, seen.as_ref(), &address).await {
                Ok(()) => return Ok(charge),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }
}

impl<R: StopsMail> Pledges<R> {
    /// Stops all mail to a mailbox. A complaint or a refusal is not replaced by a bounce.
    ///
    /// # Errors
    /// Fails when others keep changing the same item, or when the database fails. Calling again is safe.
    pub async fn stop_mail(&self, mailbox: MailboxId, why: MailStop, now: Timestamp) -> Result<(), StoreError> {
        self.change_stop(mailbox, now, |known| match (known, why) {
            (Some(known), _) if known == why => known,
            (Some(MailStop::Complained), _) => MailStop::Complained,
            (Some(MailStop::Refused), MailStop::Bounced) => MailStop::Refused,
            _ => why,
        })
        .await
    }

    /// Reads the record of the mail that went to a mailbox.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn mail_record(&self, mailbox: MailboxId, now: Timestamp) -> Result<Option<MailRecord>, StoreError> {
        let Some(seen) = self.address(&self.keys.address(mailbox)).await? else { return Ok(None) };
        let address = current(Some(&seen), now);
        let (mails, last_sent, stopped) = (address.mails(), address.sent.last().copied(), address.stopped);
        Ok((mails > 0 || stopped.is_some()).then_some(MailRecord { mails, last_sent, stopped }))
    }
}

impl<R: Manages> Pledges<R> {
    /// Allows mail again to a mailbox whose owner had refused it.
    ///
    /// # Errors
    /// Fails when others keep changing the same item, or when the database fails. Calling again is safe.
    pub async fn accept_mail(&self, mailbox: MailboxId, now: Timestamp) -> Result<(), StoreError> {
        let key = self.keys.address(mailbox);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let seen = self.address(&key).await?;
            let mut address = current(seen.as_ref(), now);
            if !matches!(address.stopped, Some((MailStop::Refused, _))) {
                return Ok(());
            }
            address.stopped = None;
            address.expires_at = end_of(None, now);
            match self.put_address(&key, seen.as_ref(), &address).await {
                Ok(()) => return Ok(()),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// Erases every unconfirmed form of a mailbox: its owner says that none is theirs.
    ///
    /// # Errors
    /// Fails when the database fails. Another call erases the rest.
    pub async fn erase_forms(&self, mailbox: MailboxId) -> Result<(), StoreError> {
        let Some(address) = self.address(&self.keys.address(mailbox)).await? else { return Ok(()) };
        for id in address.listed() {
            self.delete_now(&self.keys.submission(id)).await?;
        }
        Ok(())
    }
}

impl PledgesTable {
    /// Counts a notice as [`Pledges::charge_notice`] does, for a mailbox that was read already.
    pub(crate) async fn charge_notice_seen(
        &self,
        mailbox: MailboxId,
        notice: Notice,
        mut seen: Option<AddressItem>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let key = self.keys.address(mailbox);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let mut address = current(seen.as_ref(), now);
            if address.stopped.is_some() {
                return Ok(false);
            }
            let (known, id) = match notice {
                Notice::Thanks(id) => (&mut address.thanked, id),
                Notice::Farewell(id) => (&mut address.parted, id),
            };
            if !known.insert(id) {
                return Ok(true);
            }
            if address.mails() >= MAILS_MAX {
                return Ok(false);
            }
            if matches!(notice, Notice::Farewell(_)) {
                // A mark is kept for as long as its form is listed. The mark of a withdrawal counts from today.
                address.forms.retain(|(_, known)| *known != id);
            }
            // A notice may come long after its form.
            address.list(now, id);
            address.count_mail(now);
            match self.put_address(&key, seen.as_ref(), &address).await {
                Ok(()) => return Ok(true),
                Err(failed) => attempts.again(failed).await?,
            }
            seen = self.address(&key).await?;
        }
    }

    async fn change_stop(
        &self,
        mailbox: MailboxId,
        now: Timestamp,
        to: impl Fn(Option<MailStop>) -> MailStop,
    ) -> Result<(), StoreError> {
        let key = self.keys.address(mailbox);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let seen = self.address(&key).await?;
            let mut address = current(seen.as_ref(), now);
            let known = address.stopped.map(|(why, _)| why);
            let why = to(known);
            if known == Some(why) {
                return Ok(());
            }
            address.stopped = Some((why, now));
            address.expires_at = end_of(Some(why), now);
            match self.put_address(&key, seen.as_ref(), &address).await {
                Ok(()) => return Ok(()),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// Whether a form of the same person was mailed to the mailbox, and can still be confirmed.
    async fn has_mail_for(
        &self,
        seen: Option<&AddressItem>,
        ask: &Ask<'_>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mailed = seen.map(|address| address.mailed.iter().copied().collect()).unwrap_or_default();
        let forms = self.read_forms(mailed, now).await?;
        Ok(forms.iter().any(|form| form.id != ask.submission && form.draft.name.is_same_person(ask.name)))
    }

    pub(crate) async fn address(&self, key: &Key) -> Result<Option<AddressItem>, StoreError> {
        self.get(key).await?.as_ref().map(AddressItem::read).transpose()
    }

    /// Writes the decision on a mailbox, if the mailbox still is as it was read.
    async fn put_address(&self, key: &Key, seen: Option<&AddressItem>, address: &AddressItem) -> Result<(), Failed> {
        let seen = seen.map(|seen| seen.write(Item::new())).unwrap_or_default();
        self.put_seen_now(address.write(key.attributes()), &ADDRESS_STATE, &seen).await
    }

    /// Counts an ask to one of an identity's many spellings; false when the day has had its share.
    async fn charge_spelling(&self, signer: SignerId, now: Timestamp) -> Result<bool, StoreError> {
        self.count_mailed(&self.keys.spellings(signer, now), SPELLINGS_PER_DAY, now).await
    }

    /// Counts a mail in an item that may count so many; false when it counts them already.
    async fn count_mailed(&self, key: &Key, most: u32, now: Timestamp) -> Result<bool, StoreError> {
        let (terms, change, condition) = one_more(MAILED, most, now);
        self.update_now(key, change, condition, &terms).await
    }

    /// Counts an ask to one of the many spellings, as a part of a transaction.
    pub(crate) fn count_spelling(&self, signer: SignerId, now: Timestamp) -> TransactWriteItem {
        let (terms, change, condition) = one_more(MAILED, SPELLINGS_PER_DAY, now);
        self.update(&self.keys.spellings(signer, now), change, condition, &terms)
    }
}

/// The change that counts one more of a day. Its condition is that fewer than `most` are counted.
pub(crate) fn one_more(attribute: &'static str, most: u32, now: Timestamp) -> (Terms, String, String) {
    let mut terms = Terms::default();
    let counted = terms.name(attribute);
    let one = terms.value(AttributeValue::N("1".to_owned()));
    let most = terms.value(AttributeValue::N(most.to_string()));
    let end = later(now, SignedDuration::from_hours(24 * 2)).as_second();
    let end = format!("{} = {}", terms.name(EXPIRES_AT), terms.value(AttributeValue::N(end.to_string())));
    let change = format!("ADD {counted} {one} SET {end}");
    (terms, change, format!("attribute_not_exists({counted}) OR {counted} < {most}"))
}

impl AddressItem {
    /// The mailbox with the mail that a form asks for, if it may go now.
    pub(crate) fn charged(seen: Option<&Self>, form: &Submission, owner: Owner, now: Timestamp) -> Option<Self> {
        let ask = Ask {
            submission: form.id,
            submitted_at: form.submitted_at,
            owner,
            name: &form.draft.name,
            is_spelling: form.draft.email.is_one_of_many_spellings(),
            leads_to: LeadsTo::Forms,
        };
        let Decision { charge, write } = decide_ask(seen, &ask, now);
        write.filter(|_| charge == Charge::Charged)
    }
}

fn decide_ask(seen: Option<&AddressItem>, ask: &Ask<'_>, now: Timestamp) -> Decision {
    let mut address = current(seen, now);
    let listed_before = address.forms.iter().any(|(_, id)| *id == ask.submission);
    address.list(ask.submitted_at, ask.submission);
    let list = |charge, address| Decision { charge, write: (!listed_before).then_some(address) };
    if address.stopped.is_some() {
        return Decision { charge: Charge::Stopped, write: None };
    }
    if address.was_mailed(ask.submission) {
        return Decision { charge: Charge::Charged, write: None };
    }
    if address.mails() >= ask.leads_to.most() {
        return list(Charge::Spent, address);
    }
    let until = address.sent.last().map(|last| later(*last, ASK_SPACING));
    match (until.filter(|until| now < *until), address.next_ask) {
        // The same record came again, perhaps because the time of its mail was never noted.
        (Some(_), Some((until, waiting))) if waiting == ask.submission => {
            Decision { charge: Charge::Wait { until }, write: None }
        }
        // No form waits behind this mail, since the mail leads to none.
        (Some(until), _) if ask.leads_to != LeadsTo::Forms => list(Charge::Wait { until }, address),
        (Some(_), Some(_)) => list(Charge::Covered, address),
        (Some(until), None) => {
            address.next_ask = Some((until, ask.submission));
            Decision { charge: Charge::Wait { until }, write: Some(address) }
        }
        (None, _) => {
            address.next_ask = None;
            address.mailed.insert(ask.submission);
            address.count_mail(now);
            Decision { charge: Charge::Charged, write: Some(address) }
        }
    }
}

/// The mailbox with the form in its list, without a mail about it.
fn listing(seen: Option<&AddressItem>, ask: &Ask<'_>, now: Timestamp) -> AddressItem {
    let mut address = current(seen, now);
    address.list(ask.submitted_at, ask.submission);
    address
}

fn decide_partner_ask(seen: Option<&AddressItem>, id: SubmissionId, now: Timestamp) -> Decision {
    let mut address = current(seen, now);
    let unwritten = |charge| Decision { charge, write: None };
    if address.stopped.is_some() {
        return unwritten(Charge::Stopped);
    }
    if address.was_mailed(id) {
        return unwritten(Charge::Charged);
    }
    if address.mails() >= ASKS_BEFORE_A_FORM {
        return unwritten(Charge::Spent);
    }
    let until = address.sent.last().map(|last| later(*last, ASK_SPACING));
    if let Some(until) = until.filter(|until| now < *until) {
        return unwritten(Charge::Wait { until });
    }
    address.list(now, id);
    address.mailed.insert(id);
    address.count_mail(now);
    Decision { charge: Charge::Charged, write: Some(address) }
}

fn decide_reminder(seen: Option<&AddressItem>, submission: SubmissionId, now: Timestamp) -> Decision {
    let mut address = current(seen, now);
    let spent = Decision { charge: Charge::Spent, write: None };
    if address.stopped.is_some() || !address.was_mailed(submission) || !address.reminded.insert(submission) {
        return spent;
    }
    // Everybody who was asked, this person too, may yet confirm and be owed thanks.
    let thanks = address.mailed.difference(&address.thanked).count();
    let thanks = u32::try_from(thanks).unwrap_or(u32::MAX);
    let asks = address.mails().saturating_add(u32::from(address.next_ask.is_some()));
    if asks >= ASKS_MAX || asks.saturating_add(1).saturating_add(thanks) > MAILS_MAX {
        return spent;
    }
    let until = address.sent.last().map(|last| later(*last, ASK_SPACING));
    if let Some(until) = until.filter(|until| now < *until) {
        return Decision { charge: Charge::Wait { until }, write: None };
    }
    address.count_mail(now);
    Decision { charge: Charge::Charged, write: Some(address) }
}
