//! Mailboxes: the stored record of the mail to an address, and the part of it that still counts.
//!
//! The item holds no personal data: times and ids. It lasts [`MAILBOX_DAYS`] days after the last change. DynamoDB deletes
//! expired items late, so every decision looks at the time itself.
//!
//! A mailbox lists its 50 newest forms, and its page shows the ten newest. A withdrawal does not erase older forms that were not
//! mailed; they expire after 14 days. Forms that another spelling caused belong to that spelling.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use domain::ids::{MailboxId, SubmissionId};
use domain::mail::limits::{BUDGET_DAYS, MAILBOX_DAYS};
use domain::pledge::Submission;
use domain::time::{earlier, later};
use jiff::{SignedDuration, Timestamp};
use strum::{EnumString, IntoStaticStr};

use crate::dynamo::attempts::{Attempts, seed_of};
use crate::dynamo::attributes::{
    EXPIRES_AT, FORMS, MAILED_FORMS, NEXT_ASK, PARTED, REMINDED, SENT, STOPPED, STOPPED_AT, THANKED,
};
use crate::dynamo::errors::{Failed, StoreError};
use crate::dynamo::item::{Item, corrupt, number, parsed, put, put_expiry, text};
use crate::dynamo::keys::{Key, parse_dated, sortable};
use crate::dynamo::tables::PledgesTable;

/// The most forms that a mailbox lists. Beyond these, the oldest that was not mailed is not listed any more. Then no other
/// form's link shows it.
pub const FORMS_MAX: usize = 50;
/// The attributes that say if a mailbox still is as it was read.
pub(crate) const MAILBOX_STATE: [&str; 10] =
    [SENT, FORMS, MAILED_FORMS, NEXT_ASK, THANKED, PARTED, REMINDED, STOPPED, STOPPED_AT, EXPIRES_AT];

/// The reason for which a mailbox gets no mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum MailStop {
    /// There is no such mailbox, says its provider. The mark lasts [`MAILBOX_DAYS`] days.
    Bounced,
    /// Its owner took a mail of ours for spam.
    Complained,
    /// Its owner asked us not to write again, until they take that back.
    Refused,
}

impl MailStop {
    /// The name in the store and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

/// The stored shape of a mailbox: how much mail it got, for what, and which unconfirmed forms name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MailboxItem {
    /// The mails that its budget still remembers, oldest first.
    pub(crate) sent: Vec<Timestamp>,
    /// The unconfirmed forms, oldest first.
    pub(crate) forms: BTreeSet<(Timestamp, SubmissionId)>,
    pub(crate) mailed: BTreeSet<SubmissionId>,
    /// The mail that waits for its time: when it is due, and for which form.
    pub(crate) next_ask: Option<(Timestamp, SubmissionId)>,
    pub(crate) thanked: BTreeSet<SubmissionId>,
    pub(crate) parted: BTreeSet<SubmissionId>,
    pub(crate) reminded: BTreeSet<SubmissionId>,
    pub(crate) stopped: Option<(MailStop, Timestamp)>,
    /// The end of the record. `None` while the owner wants no mail: it then lasts as long as the campaign's data.
    pub(crate) expires_at: Option<Timestamp>,
}

impl MailboxItem {
    /// The mailbox with a form that waits for a moderator. A withdrawal then erases the form too.
    pub(crate) fn with_form(seen: Option<&Self>, form: &Submission, now: Timestamp) -> Self {
        let mut mailbox = current(seen, now);
        mailbox.list(form.submitted_at, form.id);
        mailbox
    }

    /// Whether nothing stops mail to the mailbox now.
    pub(crate) fn takes_mail(&self, now: Timestamp) -> bool {
        current(Some(self), now).stopped.is_none()
    }

    /// Whether the mail about a form was charged.
    pub(crate) fn was_mailed(&self, submission: SubmissionId) -> bool {
        self.mailed.contains(&submission)
    }

    pub(crate) fn mails(&self) -> u32 {
        u32::try_from(self.sent.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn count_mail(&mut self, now: Timestamp) {
        self.sent.push(now);
    }

    /// Adds a form. Beyond [`FORMS_MAX`], the oldest that was not mailed is no longer listed.
    pub(crate) fn list(&mut self, submitted_at: Timestamp, submission: SubmissionId) {
        if self.forms.iter().any(|(_, id)| *id == submission) {
            return;
        }
        self.forms.insert((submitted_at, submission));
        if self.forms.len() > FORMS_MAX {
            let oldest = self.forms.iter().find(|(_, id)| !self.mailed.contains(id)).copied();
            oldest.map(|oldest| self.forms.remove(&oldest));
        }
    }

    pub(crate) fn write(&self, mut item: Item) -> Item {
        if !self.sent.is_empty() {
            let times = self.sent.iter().map(|time| AttributeValue::S(sortable(*time))).collect();
            item.insert(SENT.to_owned(), AttributeValue::L(times));
        }
        if !self.forms.is_empty() {
            let forms = self.forms.iter().map(|(at, id)| format!("{}#{id}", sortable(*at))).collect();
            item.insert(FORMS.to_owned(), AttributeValue::Ss(forms));
        }
        put_ids(&mut item, MAILED_FORMS, &self.mailed);
        if let Some((due, id)) = self.next_ask {
            put(&mut item, NEXT_ASK, format!("{}#{id}", sortable(due)));
        }
        put_ids(&mut item, THANKED, &self.thanked);
        put_ids(&mut item, PARTED, &self.parted);
        put_ids(&mut item, REMINDED, &self.reminded);
        if let Some((why, at)) = self.stopped {
            put(&mut item, STOPPED, why.name());
            put(&mut item, STOPPED_AT, sortable(at));
        }
        if let Some(expires_at) = self.expires_at {
            put_expiry(&mut item, expires_at);
        }
        item
    }

    pub(crate) fn read(item: &Item) -> Result<Self, StoreError> {
        let stopped = match text(item, STOPPED) {
            Some(_) => Some((parsed(item, STOPPED)?, parsed(item, STOPPED_AT)?)),
            None => None,
        };
        let expires_at = match item.get(EXPIRES_AT) {
            None if stopped.is_some() => None,
            _ => Some(Timestamp::from_second(number(item, EXPIRES_AT)?).map_err(|_| corrupt(EXPIRES_AT))?),
        };
        Ok(Self {
            sent: times(item, SENT)?,
            forms: forms(item)?,
            mailed: ids(item, MAILED_FORMS)?,
            next_ask: text(item, NEXT_ASK)
                .map(|text| parse_dated(text).ok_or_else(|| corrupt(NEXT_ASK)))
                .transpose()?,
            thanked: ids(item, THANKED)?,
            parted: ids(item, PARTED)?,
            reminded: ids(item, REMINDED)?,
            stopped,
            expires_at,
        })
    }

    /// The submissions that it lists, newest first.
    pub(crate) fn listed(&self) -> impl Iterator<Item = SubmissionId> {
        self.forms.iter().rev().map(|(_, id)| *id)
    }
}

impl PledgesTable {
    /// Reads the item of a mailbox, expired or not.
    pub(crate) async fn read_mailbox(&self, id: MailboxId) -> Result<Option<MailboxItem>, StoreError> {
        self.get(&self.keys.mailbox(id)).await?.as_ref().map(MailboxItem::read).transpose()
    }

    /// Changes a mailbox that was read as `seen`, as `decide` says, and returns its answer. Where it gives no mailbox, nothing
    /// is written. If others changed the mailbox meanwhile, it is read and decided on again.
    pub(crate) async fn change_mailbox<T>(
        &self,
        id: MailboxId,
        mut seen: Option<MailboxItem>,
        decide: impl Fn(Option<&MailboxItem>) -> (T, Option<MailboxItem>),
    ) -> Result<T, StoreError> {
        let key = self.keys.mailbox(id);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let (answer, write) = decide(seen.as_ref());
            let Some(mailbox) = write else { return Ok(answer) };
            match self.put_mailbox(&key, seen.as_ref(), &mailbox).await {
                Ok(()) => return Ok(answer),
                Err(failed) => attempts.again(failed).await?,
            }
            seen = self.read_mailbox(id).await?;
        }
    }

    /// Puts a mailbox, if it still is as it was read.
    pub(crate) async fn put_mailbox(
        &self,
        key: &Key,
        seen: Option<&MailboxItem>,
        mailbox: &MailboxItem,
    ) -> Result<(), Failed> {
        let seen = seen.map(|seen| seen.write(Item::new())).unwrap_or_default();
        self.put_seen_now(mailbox.write(key.attributes()), &MAILBOX_STATE, &seen).await
    }

    /// Puts a mailbox in a transaction, if it still is as it was read.
    pub(crate) fn put_mailbox_seen(
        &self,
        key: &Key,
        seen: Option<&MailboxItem>,
        mailbox: &MailboxItem,
    ) -> TransactWriteItem {
        let seen = seen.map(|seen| seen.write(Item::new())).unwrap_or_default();
        self.put_seen(mailbox.write(key.attributes()), &MAILBOX_STATE, &seen)
    }
}

/// Leaves out mails, forms and marks whose time is over. The next write makes the mailbox last [`MAILBOX_DAYS`] days.
pub(crate) fn current(seen: Option<&MailboxItem>, now: Timestamp) -> MailboxItem {
    let fresh = seen.filter(|mailbox| mailbox.expires_at.is_none_or(|end| now < end));
    let mut mailbox = fresh.cloned().unwrap_or_else(|| MailboxItem {
        sent: Vec::new(),
        forms: BTreeSet::new(),
        mailed: BTreeSet::new(),
        next_ask: None,
        thanked: BTreeSet::new(),
        parted: BTreeSet::new(),
        reminded: BTreeSet::new(),
        stopped: None,
        expires_at: None,
    });
    let since = earlier(now, SignedDuration::from_hours(24 * BUDGET_DAYS));
    mailbox.sent.retain(|time| *time > since);
    mailbox.forms.retain(|(at, _)| *at > since);
    mailbox.next_ask = mailbox.next_ask.filter(|(due, _)| now < *due);
    let bounce_end = |since: Timestamp| later(since, SignedDuration::from_hours(24 * MAILBOX_DAYS));
    mailbox.stopped = mailbox.stopped.filter(|(why, since)| *why != MailStop::Bounced || now < bounce_end(*since));
    let known: BTreeSet<_> = mailbox.forms.iter().map(|(_, id)| *id).collect();
    for ids in [&mut mailbox.mailed, &mut mailbox.reminded, &mut mailbox.thanked, &mut mailbox.parted] {
        ids.retain(|id| known.contains(id));
    }
    mailbox.expires_at = end_of(mailbox.stopped.map(|(why, _)| why), now);
    mailbox
}

/// The time at which a mailbox that changes now is forgotten. `None` if its owner wants no mail.
pub(crate) fn end_of(stopped: Option<MailStop>, now: Timestamp) -> Option<Timestamp> {
    match stopped {
        Some(MailStop::Complained | MailStop::Refused) => None,
        // Whole seconds, as they are stored: the condition compares with what was read.
        Some(MailStop::Bounced) | None => Some(whole_second(later(now, SignedDuration::from_hours(24 * MAILBOX_DAYS)))),
    }
}

fn whole_second(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).expect("a whole second of a valid time")
}

fn times(item: &Item, attribute: &str) -> Result<Vec<Timestamp>, StoreError> {
    let Some(value) = item.get(attribute) else { return Ok(Vec::new()) };
    let texts = value.as_l().map_err(|_| corrupt(attribute))?;
    let time = |value: &AttributeValue| value.as_s().ok().and_then(|text| text.parse().ok());
    texts.iter().map(|value| time(value).ok_or_else(|| corrupt(attribute))).collect()
}

pub(crate) fn forms(item: &Item) -> Result<BTreeSet<(Timestamp, SubmissionId)>, StoreError> {
    let Some(value) = item.get(FORMS) else { return Ok(BTreeSet::new()) };
    let texts = value.as_ss().map_err(|_| corrupt(FORMS))?;
    texts.iter().map(|text| parse_dated(text).ok_or_else(|| corrupt(FORMS))).collect()
}

/// A set of ids; DynamoDB has no empty sets.
fn put_ids(item: &mut Item, attribute: &str, ids: &BTreeSet<SubmissionId>) {
    if !ids.is_empty() {
        let texts = ids.iter().map(ToString::to_string).collect();
        item.insert(attribute.to_owned(), AttributeValue::Ss(texts));
    }
}

pub(crate) fn ids(item: &Item, attribute: &str) -> Result<BTreeSet<SubmissionId>, StoreError> {
    let Some(value) = item.get(attribute) else { return Ok(BTreeSet::new()) };
    let texts = value.as_ss().map_err(|_| corrupt(attribute))?;
    texts.iter().map(|text| text.parse().map_err(|_| corrupt(attribute))).collect()
}
