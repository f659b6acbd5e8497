//! The budget decides which mail a mailbox gets: at most [`MAILS_MAX`] in [`domain::mail::limits::BUDGET_DAYS`] days.
//!
//! The mail of a form never goes within [`MAIL_SPACING`] of another mail.
//!
//! Budgets and marks belong to the mailbox as it was typed. So nobody uses up what somebody else needs by typing another
//! spelling of their address, and a spelling that bounces stops no other. The many spellings of one identity share a wider
//! budget, [`SPELLINGS_PER_DAY`], against floods of made-up tags; the plain spelling is outside of it.
//!
//! A form is never dropped because of other forms. The mailbox lists it, and each link that went to the mailbox leads to the
//! newest form there. So whoever asks in somebody else's name can use up mails, and never a person's way to being counted.
//!
//! Four of the five mails are for forms, so that thanks, which have the link to withdraw, always have room. The fifth may also
//! say that somebody is counted already, where nobody else may sign. While another person of the mailbox may sign, three of
//! the five at most lead to no form ([`LeadsTo`]).
//!
//! A second form of the same person within ten minutes gets no mail of its own. Its code is never mailed, so its page counts nobody
//! by code; the link in the first mail leads to the newer form. A form for another person at the mailbox waits for its mail
//! until the ten minutes are over.
//!
//! A form for a stopped mailbox is deleted, since no link will lead to it. Taking a refusal back brings no form back.

use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::ids::{MailboxId, SignerId, SubmissionId};
use domain::mail::limits::{FORM_MAILS_MAX, MAIL_SPACING, MAILS_MAX};
use domain::person::name::PersonName;
use domain::pledge::{Household, Owner, Submission};
use domain::time::later;
use jiff::Timestamp;

use crate::dynamo::attempts::{Attempts, seed_of};
use crate::dynamo::attributes::MAILED;
use crate::dynamo::errors::StoreError;
use crate::dynamo::tables::PledgesTable;
use crate::handles::Pledges;
use crate::mail::mailbox::{MailboxItem, current};
use crate::role::ChargesMail;

/// Mails that the many spellings of one identity get in a day, all together.
pub const SPELLINGS_PER_DAY: u32 = 20;
/// A mailbox that had so many mails gets none that leads to no form. The last mail is left for a form: its link leads to every
/// form of the mailbox. So nobody who asks in somebody else's name keeps them from signing.
pub(crate) const MAILS_BEFORE_A_FORM: u32 = FORM_MAILS_MAX - 1;

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

/// A mailbox as it was read for the decision about a reminder.
#[derive(Debug)]
pub struct MailboxSeen(Option<MailboxItem>);

impl MailboxSeen {
    /// Whether the mailbox lists this form and no other.
    #[must_use]
    pub fn lists_only(&self, form: SubmissionId) -> bool {
        self.0.as_ref().is_some_and(|mailbox| mailbox.listed().eq([form]))
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
pub struct FormMail<'a> {
    /// The form.
    pub submission: SubmissionId,
    /// The time at which the form was sent.
    pub submitted_at: Timestamp,
    /// The owner of the form's address.
    pub owner: Owner,
    /// The name on the form. A second form of the same person within [`MAIL_SPACING`] needs no second mail.
    pub name: &'a PersonName,
    /// Whether its address is one of many spellings of one identity.
    pub is_spelling: bool,
    pub leads_to: LeadsTo,
}

/// The place to which a mail leads. It decides how many mails the mailbox may have had before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadsTo {
    /// The forms of the mailbox. Thanks may follow, and are left one mail.
    Forms,
    /// The pledge of somebody who counts, while another person of the mailbox may yet sign. The last mail is left to their form.
    Pledge,
    /// The pledge of somebody who counts, where nobody else may sign, or as a moderator asked. No other mail is to come.
    PledgeAlone,
}

impl LeadsTo {
    /// The number of mails after which none of this kind goes.
    const fn most(self) -> u32 {
        match self {
            Self::Forms => FORM_MAILS_MAX,
            Self::Pledge => MAILS_BEFORE_A_FORM,
            Self::PledgeAlone => MAILS_MAX,
        }
    }
}

/// The decision about a mail, and the mailbox as it is to be written, if it changes.
pub(crate) type Decision = (Charge, Option<MailboxItem>);

impl<R: ChargesMail> Pledges<R> {
    /// Lists a form with its mailbox, and counts the mail that asks about it, if the mailbox may have one.
    ///
    /// # Errors
    /// Fails when others keep changing the same item, or when the database fails. Calling again is safe.
    pub async fn charge_form_mail(&self, mail: &FormMail<'_>, now: Timestamp) -> Result<Charge, StoreError> {
        let key = self.keys.mailbox(mail.owner.mailbox);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        // Counted once, however often the item has changed meanwhile.
        let mut spelling_counted = false;
        loop {
            let seen = self.read_mailbox(mail.owner.mailbox).await?;
            let mut decision = decide_form_mail(seen.as_ref(), mail, now);
            if matches!(decision, (Charge::Charged, Some(_))) && mail.is_spelling && !spelling_counted {
                spelling_counted = self.charge_spelling(mail.owner.signer, now).await?;
                if !spelling_counted {
                    decision = (Charge::Spent, Some(listing(seen.as_ref(), mail, now)));
                }
            }
            let is_new_wait = matches!(decision, (Charge::Wait { .. }, Some(_)));
            if is_new_wait && self.has_mail_for(seen.as_ref(), mail, now).await? {
                decision = (Charge::Covered, Some(listing(seen.as_ref(), mail, now)));
            }
            let (charge, Some(mailbox)) = decision else { return Ok(decision.0) };
            match self.put_mailbox(&key, seen.as_ref(), &mailbox).await {
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
        let seen = self.read_mailbox(mailbox).await?;
        self.charge_notice_seen(mailbox, notice, seen, now).await
    }

    /// Counts the one reminder of a form, if the mailbox may have it.
    ///
    /// A reminder counts as a mail about a form. It never takes the place of one that waits, or of thanks that may yet be owed. It is
    /// charged at most once: if a run dies after charging it, nobody sends it again.
    ///
    /// # Errors
    /// Fails when others keep changing the same item, or when the database fails.
    pub async fn charge_reminder(
        &self,
        mailbox: MailboxId,
        submission: SubmissionId,
        MailboxSeen(seen): MailboxSeen,
        now: Timestamp,
    ) -> Result<Charge, StoreError> {
        self.change_mailbox(mailbox, seen, |seen| decide_reminder(seen, submission, now)).await
    }

    /// Reads at once the people who are counted at an address, and the mailbox.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn household_and_mailbox(&self, owner: Owner) -> Result<(Household, MailboxSeen), StoreError> {
        let (household, mailbox) = self.household_and_mailbox_item(owner).await?;
        Ok((household, MailboxSeen(mailbox)))
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
        let seen = self.read_mailbox(mailbox).await?;
        let decide = |seen: Option<&MailboxItem>| {
            let charged = seen.filter(|mailbox| mailbox.reminded.contains(&submission)).cloned();
            let write = charged.map(|mut mailbox| {
                mailbox.reminded.remove(&submission);
                mailbox.sent.retain(|time| *time != charged_at);
                mailbox
            });
            ((), write)
        };
        self.change_mailbox(mailbox, seen, decide).await
    }
}

impl PledgesTable {
    /// Counts a notice as [`Pledges::charge_notice`] does, for a mailbox that was read already.
    pub(crate) async fn charge_notice_seen(
        &self,
        mailbox: MailboxId,
        notice: Notice,
        seen: Option<MailboxItem>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.change_mailbox(mailbox, seen, |seen| decide_notice(seen, notice, now)).await
    }

    /// Whether a form of the same person was mailed to the mailbox, and can still be confirmed.
    async fn has_mail_for(
        &self,
        seen: Option<&MailboxItem>,
        mail: &FormMail<'_>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mailed = seen.map(|mailbox| mailbox.mailed.iter().copied().collect()).unwrap_or_default();
        let forms = self.read_forms(mailed, now).await?;
        Ok(forms.iter().any(|form| form.id != mail.submission && form.draft.name.is_same_person(mail.name)))
    }

    /// Counts a mail to one of an identity's many spellings; false when the day has had its share.
    pub(crate) async fn charge_spelling(&self, signer: SignerId, now: Timestamp) -> Result<bool, StoreError> {
        self.count_now(&self.keys.spellings(signer, now), MAILED, SPELLINGS_PER_DAY, now).await
    }

    /// Counts a mail to one of the many spellings, as a part of a transaction.
    pub(crate) fn count_spelling(&self, signer: SignerId, now: Timestamp) -> TransactWriteItem {
        self.count(&self.keys.spellings(signer, now), MAILED, SPELLINGS_PER_DAY, now)
    }
}

impl MailboxItem {
    /// The mailbox with the mail that a form asks for, if it may go now.
    pub(crate) fn charged(seen: Option<&Self>, form: &Submission, owner: Owner, now: Timestamp) -> Option<Self> {
        let mail = FormMail {
            submission: form.id,
            submitted_at: form.submitted_at,
            owner,
            name: &form.draft.name,
            is_spelling: form.draft.email.is_one_of_many_spellings(),
            leads_to: LeadsTo::Forms,
        };
        let (charge, write) = decide_form_mail(seen, &mail, now);
        write.filter(|_| charge == Charge::Charged)
    }
}

fn decide_form_mail(seen: Option<&MailboxItem>, mail: &FormMail<'_>, now: Timestamp) -> Decision {
    let mut mailbox = current(seen, now);
    let listed_before = mailbox.forms.iter().any(|(_, id)| *id == mail.submission);
    mailbox.list(mail.submitted_at, mail.submission);
    let list = |charge, mailbox| (charge, (!listed_before).then_some(mailbox));
    if mailbox.stopped.is_some() {
        return (Charge::Stopped, None);
    }
    if mailbox.was_mailed(mail.submission) {
        return (Charge::Charged, None);
    }
    if mailbox.mails() >= mail.leads_to.most() {
        return list(Charge::Spent, mailbox);
    }
    let until = mailbox.sent.last().map(|last| later(*last, MAIL_SPACING));
    match (until.filter(|until| now < *until), mailbox.next_ask) {
        // The same record came again, perhaps because the time of its mail was never noted.
        (Some(_), Some((until, waiting))) if waiting == mail.submission => (Charge::Wait { until }, None),
        // No form waits behind this mail, since the mail leads to none.
        (Some(until), _) if mail.leads_to != LeadsTo::Forms => list(Charge::Wait { until }, mailbox),
        (Some(_), Some(_)) => list(Charge::Covered, mailbox),
        (Some(until), None) => {
            mailbox.next_ask = Some((until, mail.submission));
            (Charge::Wait { until }, Some(mailbox))
        }
        (None, _) => {
            mailbox.next_ask = None;
            mailbox.mailed.insert(mail.submission);
            mailbox.count_mail(now);
            (Charge::Charged, Some(mailbox))
        }
    }
}

/// The mailbox with the form in its list, without a mail about it.
fn listing(seen: Option<&MailboxItem>, mail: &FormMail<'_>, now: Timestamp) -> MailboxItem {
    let mut mailbox = current(seen, now);
    mailbox.list(mail.submitted_at, mail.submission);
    mailbox
}

/// Decides whether a notice goes, and counts it.
fn decide_notice(seen: Option<&MailboxItem>, notice: Notice, now: Timestamp) -> (bool, Option<MailboxItem>) {
    let mut mailbox = current(seen, now);
    if mailbox.stopped.is_some() {
        return (false, None);
    }
    let (known, id) = match notice {
        Notice::Thanks(id) => (&mut mailbox.thanked, id),
        Notice::Farewell(id) => (&mut mailbox.parted, id),
    };
    if !known.insert(id) {
        return (true, None);
    }
    if mailbox.mails() >= MAILS_MAX {
        return (false, None);
    }
    if matches!(notice, Notice::Farewell(_)) {
        // A mark is kept for as long as its form is listed. The mark of a withdrawal counts from today.
        mailbox.forms.retain(|(_, known)| *known != id);
    }
    // A notice may come long after its form.
    mailbox.list(now, id);
    mailbox.count_mail(now);
    (true, Some(mailbox))
}

fn decide_reminder(seen: Option<&MailboxItem>, submission: SubmissionId, now: Timestamp) -> Decision {
    let mut mailbox = current(seen, now);
    let spent = (Charge::Spent, None);
    if mailbox.stopped.is_some() || !mailbox.was_mailed(submission) || !mailbox.reminded.insert(submission) {
        return spent;
    }
    // Everybody who was asked, this person too, may yet confirm and be owed thanks.
    let thanks = mailbox.mailed.difference(&mailbox.thanked).count();
    let thanks = u32::try_from(thanks).unwrap_or(u32::MAX);
    let asks = mailbox.mails().saturating_add(u32::from(mailbox.next_ask.is_some()));
    if asks >= FORM_MAILS_MAX || asks.saturating_add(1).saturating_add(thanks) > MAILS_MAX {
        return spent;
    }
    let until = mailbox.sent.last().map(|last| later(*last, MAIL_SPACING));
    if let Some(until) = until.filter(|until| now < *until) {
        return (Charge::Wait { until }, None);
    }
    mailbox.count_mail(now);
    (Charge::Charged, Some(mailbox))
}
