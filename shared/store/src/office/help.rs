//! Help for one supporter: the view of a mailbox, and the acts of a moderator, each with its entry in the log.
//!
//! Nothing here lists people: each person was looked up by their address, or by name and postal code.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::ids::{MailboxId, PersonId, SubmissionId};
use domain::keys::token::Claims;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::mail::limits::{BUDGET_DAYS, FORM_MAILS_MAX, MAIL_SPACING, MAILBOX_DAYS, MAILS_MAX};
use domain::office::audit::Entry;
use domain::paper::bearers::Bearers;
use domain::person::identity::PersonKey;
use domain::person::name::PersonName;
use domain::person::residence::Residence;
use domain::pledge::Signer;
use domain::tally::hour::Hour;
use domain::time::later;
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::attempts::{Attempts, seed_of};
use crate::dynamo::attributes::{ADMISSION, EXPIRES_AT, PK, SK, STOPPED, STOPPED_AT};
use crate::dynamo::errors::{StoreError, was_done};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, number, put_expiry, text};
use crate::dynamo::keys::sortable;
use crate::dynamo::tables::PledgesTable;
use crate::handles::{Office, Pledges};
use crate::mail::again::{Again, AgainItem};
use crate::mail::mailbox::{MailStop, current, end_of};
use crate::mail::owing::{MailClass, When};
use crate::office::items::LOOK_UPS;
use crate::pledge::manage::Renamed;
use crate::pledge::submit::{DISCARDED, HELD};
use crate::role::HelpsSupporters;

/// The part of a mailbox that a moderator may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailboxFile {
    /// The times of the mails in the last [`BUDGET_DAYS`] days, the oldest first.
    pub sent: Vec<Timestamp>,
    /// The subjects of these mails that are known.
    pub about: Vec<MailAbout>,
    /// The reason for which no mail goes there, its time, and the time at which a bounce is forgotten.
    pub stopped: Option<(MailStop, Timestamp, Option<Timestamp>)>,
    /// The forms that can still be confirmed or wait for a moderator, the newest first.
    pub forms: Vec<FormFile>,
    /// The time of a mail that waits for the end of the ten minutes after another.
    waits_until: Option<Timestamp>,
    /// The forms and requests that a link was mailed for.
    mailed: BTreeSet<SubmissionId>,
}

/// The part of a form that a moderator may see: neither its name nor its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormFile {
    /// The id of the form.
    pub id: SubmissionId,
    /// The time at which it was sent.
    pub sent_at: Timestamp,
    /// Its state.
    pub state: FormState,
}

/// The state of an unconfirmed form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormState {
    /// It waits to be confirmed.
    Waits,
    /// It waits for a moderator's decision.
    Held,
    /// A moderator discarded it, which can still be undone.
    Discarded,
}

/// The subject of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailAbout {
    /// A link: to confirm a form, or to a pledge that is counted already.
    Link,
    /// A reminder of a form.
    Reminder,
    /// The thanks.
    Thanks,
    /// The goodbye after a withdrawal.
    Farewell,
}

/// Says whether a mailbox may be mailed a link now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MayMail {
    /// A mail may go.
    Now,
    /// The last mail is too recent. A mail may go from this time on.
    From(Timestamp),
    /// The mailbox had its share. A mail may go from this time on.
    Spent(Timestamp),
    /// The mailbox takes no mail.
    Stopped,
}

impl MailboxFile {
    /// Whether a request to send a link again has its mail already.
    #[must_use]
    pub fn has_mailed(&self, request: SubmissionId) -> bool {
        self.mailed.contains(&request)
    }

    /// Whether a link may be mailed now: to a signer, or about a form, whose thanks keep one mail back.
    #[must_use]
    pub fn may_mail(&self, to_signer: bool, now: Timestamp) -> MayMail {
        if self.stopped.is_some() {
            return MayMail::Stopped;
        }
        let most = usize::try_from(if to_signer { MAILS_MAX } else { FORM_MAILS_MAX }).unwrap_or(usize::MAX);
        if self.sent.len() >= most {
            return MayMail::Spent(later(
                self.sent[self.sent.len() - most],
                SignedDuration::from_hours(24 * BUDGET_DAYS),
            ));
        }
        let spaced = self.sent.last().map(|last| later(*last, MAIL_SPACING));
        match spaced.into_iter().chain(self.waits_until).max() {
            Some(until) if now < until => MayMail::From(until),
            _ => MayMail::Now,
        }
    }
}

impl<R: HelpsSupporters> Pledges<R> {
    /// Reads what a moderator may see of a mailbox.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn mailbox_file(&self, id: MailboxId, now: Timestamp) -> Result<MailboxFile, StoreError> {
        let seen = self.read_mailbox(id).await?;
        let mailbox = current(seen.as_ref(), now);
        let mut forms = Vec::new();
        for (sent_at, form) in mailbox.forms.iter().rev() {
            if let Some(state) = self.form_state(*form, now).await? {
                forms.push(FormFile { id: *form, sent_at: *sent_at, state });
            }
        }
        let end = |why, since| {
            (why == MailStop::Bounced).then(|| later(since, SignedDuration::from_hours(24 * MAILBOX_DAYS)))
        };
        let about = [
            (MailAbout::Link, &mailbox.mailed),
            (MailAbout::Reminder, &mailbox.reminded),
            (MailAbout::Thanks, &mailbox.thanked),
            (MailAbout::Farewell, &mailbox.parted),
        ];
        Ok(MailboxFile {
            about: about.into_iter().filter(|(_, forms)| !forms.is_empty()).map(|(about, _)| about).collect(),
            sent: mailbox.sent,
            stopped: mailbox.stopped.map(|(why, since)| (why, since, end(why, since))),
            forms,
            waits_until: mailbox.next_ask.map(|(until, _)| until),
            mailed: mailbox.mailed,
        })
    }

    /// Reads who bears a name at a postal code, on paper and online.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn on_paper(&self, person: PersonId) -> Result<Bearers, StoreError> {
        Ok(self.bearers([person]).await?.remove(&person).unwrap_or_default())
    }
}

impl PledgesTable {
    /// Reads the state of a form; `None` when it is gone. Of the item it asks for its state and its end alone: IAM refuses a
    /// request for its name and address.
    async fn form_state(&self, id: SubmissionId, now: Timestamp) -> Result<Option<FormState>, StoreError> {
        let shown = [PK, SK, ADMISSION, EXPIRES_AT];
        let Some(form) = self.get_only(&self.keys.submission(id), &shown).await? else { return Ok(None) };
        // DynamoDB deletes expired items late.
        if number::<i64>(&form, EXPIRES_AT)? <= now.as_second() {
            return Ok(None);
        }
        Ok(Some(match text(&form, ADMISSION) {
            Some(HELD) => FormState::Held,
            Some(DISCARDED) => FormState::Discarded,
            _ => FormState::Waits,
        }))
    }
}

impl<R: HelpsSupporters> Office<R> {
    /// Counts a look-up of an organizer in this hour, in one transaction with its entry in the log; false beyond `most`.
    ///
    /// # Errors
    /// Fails when others keep changing the same organizer, or when the database fails.
    pub async fn count_look_up(&self, by: &EmailAddress, most: u32, entry: &Entry) -> Result<bool, StoreError> {
        let key = self.keys.organizer(by);
        let hour = Hour::of(entry.at);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        let mut tried_from = None;
        loop {
            let Some(organizer) = self.get(&key).await? else { return Ok(false) };
            let stored = text(&organizer, LOOK_UPS).map(str::to_owned);
            // The same press of a button twice in one moment is one entry, and one look-up.
            if tried_from.as_ref() == Some(&stored) && self.is_logged(entry).await? {
                return Ok(true);
            }
            let known = stored.as_deref().and_then(|stored| stored.split_once(' '));
            let count = known.filter(|(of, _)| *of == hour.to_string()).and_then(|(_, count)| count.parse().ok());
            let count: u32 = count.unwrap_or(0);
            if count >= most {
                return Ok(false);
            }
            let mut terms = Terms::default();
            let condition = terms.is(LOOK_UPS, stored.clone().map(AttributeValue::S));
            let next = terms.value(AttributeValue::S(format!("{hour} {}", count + 1)));
            let set = format!("SET {} = {next}", terms.name(LOOK_UPS));
            let condition = format!("{} AND {condition}", terms.exists());
            let update = self.update(&key, set, condition, &terms);
            match self.transact(vec![update, self.log(entry)]).await {
                Ok(()) => return Ok(true),
                Err(failed) => attempts.again(failed).await?,
            }
            tried_from = Some(stored);
        }
    }

    /// Leaves a request for the mailer that somebody be mailed their link again. A second request of one id is none.
    ///
    /// # Errors
    /// Fails when the database fails. Asking again is safe.
    pub async fn send_again(
        &self,
        pledges: &Pledges<R>,
        again: &Again,
        now: Timestamp,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        let key = pledges.keys.again(again.id);
        let when = When::after_stream(MailClass::First, now);
        let item = pledges.owing_item(&key, AgainItem::write(again, key.attributes()), when);
        self.with_entry(pledges.put_new(item), entry).await.map(drop)
    }

    /// Corrects a signer's name as their own page does.
    ///
    /// # Errors
    /// Fails when others keep changing the same items, or when the database fails. Calling again is safe.
    pub async fn correct_name(
        &self,
        pledges: &Pledges<R>,
        claims: &Claims,
        (name, person_key): (&PersonName, &PersonKey),
        entry: &Entry,
    ) -> Result<Renamed, StoreError> {
        pledges.correct_name_and(claims, name, person_key, &[self.log(entry)]).await
    }

    /// Counts a signer where they live, as their own page does; `None` when they are gone.
    ///
    /// # Errors
    /// Fails when others keep changing the same items, or when the database fails. Calling again is safe.
    pub async fn correct_home(
        &self,
        pledges: &Pledges<R>,
        claims: &Claims,
        (home, person_key, seed): (Residence, &PersonKey, u64),
        entry: &Entry,
    ) -> Result<Option<Signer>, StoreError> {
        pledges.move_to_and(claims, home, person_key, (seed, &[self.log(entry)])).await
    }

    /// Changes the language in which a signer is written to; false when they are gone.
    ///
    /// # Errors
    /// Fails when others keep changing the same item, or when the database fails. Calling again is safe.
    pub async fn correct_language(
        &self,
        pledges: &Pledges<R>,
        claims: &Claims,
        locale: Locale,
        entry: &Entry,
    ) -> Result<bool, StoreError> {
        pledges.change_language_and(claims, locale, &[self.log(entry)]).await
    }

    /// Lets mail go again to a mailbox that had refused one; false when its mark is another one, or gone. A complaint and a
    /// refusal are its owner's own, and stay.
    ///
    /// # Errors
    /// Fails when others keep changing the same item, or when the database fails. Calling again is safe.
    pub async fn lift_bounce(
        &self,
        pledges: &Pledges<R>,
        mailbox: MailboxId,
        now: Timestamp,
        entry: &Entry,
    ) -> Result<bool, StoreError> {
        let key = pledges.keys.mailbox(mailbox);
        let seen = pledges.read_mailbox(mailbox).await?;
        let Some((MailStop::Bounced, since)) = current(seen.as_ref(), now).stopped else { return Ok(false) };
        let mut terms = Terms::default();
        let bounced = terms.is(STOPPED, Some(AttributeValue::S(MailStop::Bounced.name().to_owned())));
        let then = terms.is(STOPPED_AT, Some(AttributeValue::S(sortable(since))));
        let mut kept = Item::new();
        if let Some(end) = end_of(None, now) {
            put_expiry(&mut kept, end);
        }
        let end = terms.value(kept.remove(EXPIRES_AT).expect("a mailbox without a mark has an end"));
        let change = format!(
            "SET {} = {end} REMOVE {}, {}",
            terms.name(EXPIRES_AT),
            terms.name(STOPPED),
            terms.name(STOPPED_AT)
        );
        let update = pledges.update(&key, change, format!("{bounced} AND {then}"), &terms);
        self.with_entry(update, entry).await
    }

    /// Erases a signer as their own withdrawal does, and returns whether they were there.
    ///
    /// # Errors
    /// Fails when others keep changing the same items, or when the database fails. Calling again is safe.
    pub async fn erase_signer(
        &self,
        pledges: &Pledges<R>,
        claims: &Claims,
        (now, seed): (Timestamp, u64),
        entry: &Entry,
    ) -> Result<bool, StoreError> {
        pledges.withdraw_and(claims, now, seed, &[self.log(entry)]).await
    }

    /// Erases the unconfirmed forms that a mailbox lists, and returns whether there were any.
    ///
    /// # Errors
    /// Fails when the database fails. Calling again is safe.
    pub async fn erase_forms(
        &self,
        pledges: &Pledges<R>,
        mailbox: MailboxId,
        now: Timestamp,
        entry: &Entry,
    ) -> Result<bool, StoreError> {
        let forms = pledges.mailbox_file(mailbox, now).await?.forms;
        if forms.is_empty() {
            return Ok(false);
        }
        let erased = forms.iter().map(|form| pledges.delete(&pledges.keys.submission(form.id)));
        let writes = erased.chain([self.log(entry)]).collect();
        was_done(self.transact(writes).await).map(|_| true)
    }

    /// Erases one signature on paper, and returns whether it was there.
    ///
    /// # Errors
    /// Fails when others keep changing the same items, or when the database fails. Calling again is safe.
    pub async fn erase_paper(&self, pledges: &Pledges<R>, person: PersonId, entry: &Entry) -> Result<bool, StoreError> {
        let Some(paper) = pledges.on_paper(person).await?.paper else { return Ok(false) };
        pledges.remove_paper_and(paper, &[self.log(entry)]).await
    }
}
