//! Floods: a submission waits when too many mails of its network or its mail domain are unconfirmed.
//!
//! Every submission is counted once by its network, by its mail domain and by the pair of both.
//!
//! The transaction that counts a submission decides if its mail may go. The answer stands on the submission, or on its
//! mailbox, which was charged in the same transaction. Somebody who confirms proves their network and domain, and so makes
//! room for others. A form that waits for room then goes out by itself, or as an organizer decides. That decision is written
//! down in the Office table first, and worked off in `rulings.rs`, each submission in a transaction of its own. A discarded
//! submission is kept for a week, so that the discard can be undone.
//!
//! Each pair of network and mail domain has an item of its own. As attributes of the network's item, pairs would save four write
//! units. But a phone company's network sees many domains in an hour, and each write would pay for all of them.
//!
//! Counting a form costs the mailer up to nine write units (network, domain, pair, mailbox, cohort mark). Its proof costs up to
//! nine as well. Submitting costs none of them.
//!
//! A discarded form may be signed again at once, under the same limits.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use domain::ids::{DomainCode, MailboxId, NetworkCode, SubmissionId};
use domain::mail::cohort::{CohortMark, NameShape};
use domain::mail::domain::MailDomain;
use domain::mail::flood::{HourLimits, WhyHeld};
use domain::pledge::{Owner, Submission};
use domain::tally::hour::Hour;
use domain::time::{earlier, later};
use futures::future;
use futures::stream::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::attempts::{Attempts, seed_of};
use crate::dynamo::attributes::{ADMISSION, EXPIRES_AT, MAILBOX, OWED_SINCE, PK, PROVEN, SEEN, SIGNER, SK, UNPROVEN};
use crate::dynamo::errors::StoreError;
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, corrupt, number, parsed, text};
use crate::dynamo::keys::{Key, RateOf, parse_rate};
use crate::dynamo::tables::PledgesTable;
use crate::handles::Pledges;
use crate::mail::budget::Notice;
use crate::mail::held::{Held, write_held};
use crate::mail::mailbox::MailboxItem;
use crate::mail::owing::{MailClass, When};
use crate::pledge::submit::{DISCARDED, HELD, PASSED, RELEASED, SubmissionItem};
use crate::role::{AdmitsForms, ReadsFloods, ReadsHours};

/// The hours for which a count is kept. The office looks back on a day.
pub const RATE_HOURS: i64 = 48;

/// The ruling of the flood limits on the mail that asks about a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// The mail may go.
    Passed,
    /// The mail waits for an organizer.
    Held,
    /// The mail will not go: an organizer discarded the form, or the form is gone.
    Dropped,
}

/// The owner of an address, and the mail domain that the address is counted by.
#[derive(Clone, Debug)]
pub struct FormOwner {
    /// The owner of the address. It is written on the submission, for functions that cannot compute it from the address.
    pub owner: Owner,
    /// Its mail domain, unless it is a great provider.
    pub domain: Option<(DomainCode, MailDomain)>,
}

/// The held forms that were let go because others confirmed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LetGo {
    /// The number of forms.
    pub forms: usize,
    /// Forms that could not be read. They wait on.
    pub unreadable: u32,
}

/// The count of a network or a mail domain in an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HourCount {
    /// Submissions.
    pub seen: u32,
    /// Those of them whose mail went out and was confirmed.
    pub proven: u32,
    /// Those of them whose mail went out and was not confirmed so far.
    pub unproven: u32,
}

/// The count of a network in an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkHour {
    /// The network.
    pub network: NetworkCode,
    /// The hour.
    pub hour: Hour,
    /// The counts of that hour.
    pub count: HourCount,
}

/// One counter of an hour that counts a submission.
struct Counted {
    which: WhyHeld,
    key: Key,
    /// The key of the same counter in the hour before. People who confirmed then make room as well.
    before: Key,
    hour: Hour,
    limit: u32,
}

/// A counter, and the number of unconfirmed mails that it has room for. Without a number it does not limit.
struct CounterRoom<'a> {
    counted: &'a Counted,
    room: Option<u32>,
}

/// A form whose mail is to be decided on, as it was read.
struct FoundForm<'a> {
    /// The answer, if there is one already.
    decided: Option<Admission>,
    /// Whether the answer stands on the form itself.
    is_marked: bool,
    /// Whether somebody is counted at its address.
    is_counted: bool,
    /// Its mailbox, as it was read.
    mailbox: Option<MailboxItem>,
    /// The room that each counter has for it.
    counters: Vec<CounterRoom<'a>>,
    /// The reasons for which it has to wait.
    over: Vec<WhyHeld>,
}

/// Attributes that are written on a form together with the ruling on its mail.
pub(crate) struct Also {
    owner: Option<Owner>,
    mail: Mail,
}

/// The time at which the mailer looks at a form again.
pub(crate) enum Mail {
    AsBefore,
    None,
    From(Timestamp),
}

impl Also {
    fn owned_by(owner: Owner, mail: Mail) -> Self {
        Self { owner: Some(owner), mail }
    }

    pub(crate) fn mail(mail: Mail) -> Self {
        Self { owner: None, mail }
    }
}

impl<R: AdmitsForms> Pledges<R> {
    /// Counts a submission and decides if its mail may go. It is counted once, however often it is asked about. The answer
    /// stays the same until others confirm their mails, or an organizer decides.
    ///
    /// # Errors
    /// Fails when others keep changing the same items, or when the database fails. Calling again is safe.
    pub async fn admit(
        &self,
        submission: &Submission,
        form_owner: &FormOwner,
        limits: HourLimits,
        now: Timestamp,
    ) -> Result<Admission, StoreError> {
        let counted = self.counted_by(submission, form_owner, limits);
        let mut attempts = Attempts::new(seed_of(&[self.keys.submission(submission.id)]));
        loop {
            let found = self.look_at_form(submission, form_owner, &counted).await?;
            if let Some(admission) = found.decided {
                return Ok(admission);
            }
            let (writes, admission) = if found.over.is_empty() {
                (self.pass(submission, form_owner, &found.counters), Admission::Passed)
            } else {
                (self.hold(submission, form_owner, &counted, &found, now), Admission::Held)
            };
            match self.transact(writes).await {
                Ok(()) => return Ok(admission),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// Counts a new form and charges its mail, in one read and one transaction. It does so in the ordinary case alone:
    /// nobody is counted at the address, nothing holds the form, and the mailbox may have the mail now. True when the mail
    /// may go; otherwise nothing was decided, and [`Self::admit`] and [`Self::charge_form_mail`] decide.
    ///
    /// The transaction leaves the form itself as it was: the charge of its mailbox shows that it was counted.
    /// [`Self::note_form_mail`] writes the rest on the form when the mail is sent. The mark of the cohort is put beside the
    /// transaction, and again whenever the form is asked about again.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read. Calling again is safe.
    pub async fn ask_at_once(
        &self,
        submission: &Submission,
        form_owner: &FormOwner,
        limits: HourLimits,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let counted = self.counted_by(submission, form_owner, limits);
        let found = self.look_at_form(submission, form_owner, &counted).await?;
        let takes_mail = found.mailbox.as_ref().is_none_or(|mailbox| mailbox.takes_mail(now));
        if found.is_marked || found.is_counted || !takes_mail {
            return Ok(false);
        }
        let mark = self.put_cohort_now(submission, form_owner);
        if found.decided == Some(Admission::Passed) {
            // The form was asked about before, and its mail was not sent.
            return mark.await.map(|()| true);
        }
        let mailbox = MailboxItem::charged(found.mailbox.as_ref(), submission, form_owner.owner, now);
        let Some(mailbox) = mailbox.filter(|_| found.decided.is_none() && found.over.is_empty()) else {
            return Ok(false);
        };
        let mut writes = self.count_as_mailed(&found.counters);
        if submission.draft.email.is_one_of_many_spellings() {
            writes.push(self.count_spelling(form_owner.owner.signer, now));
        }
        let key = self.keys.mailbox(form_owner.owner.mailbox);
        writes.push(self.put_mailbox_seen(&key, found.mailbox.as_ref(), &mailbox));
        let (done, marked) = future::join(self.transact(writes), mark).await;
        // Somebody was faster, or a reply was lost. What the table holds now decides.
        if done.is_err() {
            return Ok(false);
        }
        marked.map(|()| true)
    }

    /// Notes on a form that its mail was sent. The form gets its owner, and the time at which the mailer looks at it again.
    /// A form that is gone stays gone.
    ///
    /// # Errors
    /// Fails when the database fails. Calling again is safe.
    pub async fn note_form_mail(&self, id: SubmissionId, owner: Owner, when: When) -> Result<(), StoreError> {
        let key = self.keys.submission(id);
        let mut terms = Terms::default();
        let (admission, passed) = (terms.name(ADMISSION), terms.value(AttributeValue::S(PASSED.to_owned())));
        let whose = owner_set(&mut terms, owner);
        let owing = format!("{} REMOVE {}", self.owing_set(&mut terms, &key, when), terms.name(OWED_SINCE));
        let change = format!("SET {admission} = if_not_exists({admission}, {passed}), {whose}, {owing}");
        let condition = terms.exists();
        self.update_now(&key, change, condition, &terms).await.map(drop)
    }

    /// Prepares the thanks of somebody who confirmed: notes their proof, erases their form and counts the mail.
    /// False when the mailbox takes none or had its share.
    ///
    /// Network, mail domain and the pair of both have room for one more from then on. The form goes in the same transaction,
    /// so the proof counts once; the signer's own item says that thanks are owed. The form and the mailbox depend on nothing
    /// of each other, and are written at the same time.
    ///
    /// # Errors
    /// Fails when others keep changing the same items, or when the database fails. Calling again is safe.
    pub async fn begin_thanks(
        &self,
        id: SubmissionId,
        mailbox: MailboxId,
        owner_of_form: impl Fn(&Submission) -> FormOwner,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (form, key) = (self.keys.submission(id), self.keys.mailbox(mailbox));
        let mut items = self.get_all(&[form.clone(), key.clone()]).await?;
        let seen = items.get(&key).map(MailboxItem::read).transpose()?;
        let was_charged = seen.as_ref().is_some_and(|seen| seen.was_mailed(id));
        let prove = self.prove(id, items.remove(&form), was_charged, owner_of_form);
        let charge = self.charge_notice_seen(mailbox, Notice::Thanks(id), seen, now);
        let (proven, charged) = future::join(prove, charge).await;
        proven.and(charged)
    }

    /// Releases forms that have room by now because others confirmed.
    ///
    /// It takes the oldest first, at most so many, among those that have waited for less than an hour. A form that waits for
    /// another reason waits on, and so does one that cannot be read.
    ///
    /// # Errors
    /// Fails when the database fails. What was let go stays so.
    pub async fn let_go(
        &self,
        limits: HourLimits,
        at_most: usize,
        owner_of_form: impl Fn(&Submission) -> FormOwner,
        now: Timestamp,
    ) -> Result<LetGo, StoreError> {
        let since = earlier(now, SignedDuration::from_hours(1));
        let (mut let_go, mut full) = (LetGo::default(), HashSet::new());
        for held in self.held_between(Some(since), now).await? {
            let group = (held.network, held.mail_domain.clone());
            if held.why.contains(&WhyHeld::CameBack) || full.contains(&group) {
                continue;
            }
            match self.let_one_go(&held, limits, &owner_of_form, now).await {
                Ok(true) => let_go.forms += 1,
                Ok(false) => drop(full.insert(group)),
                Err(StoreError::Corrupt) => let_go.unreadable = let_go.unreadable.saturating_add(1),
                Err(error) => return Err(error),
            }
            if let_go.forms >= at_most {
                break;
            }
        }
        Ok(let_go)
    }

    async fn let_one_go(
        &self,
        held: &Held,
        limits: HourLimits,
        owner_of_form: &impl Fn(&Submission) -> FormOwner,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let key = self.keys.submission(held.submission);
        let Some(submission) = self.submission(held.submission).await? else { return Ok(false) };
        let form_owner = owner_of_form(&submission);
        let counted = self.counted_by(&submission, &form_owner, limits);
        let items = self.get_all(&keys_of(&counted)).await?;
        let (counters, over) = decide(&counted, &items)?;
        // Only confirmations make room. Otherwise a part of a flood would go out with every new hour.
        if !over.is_empty() {
            return Ok(false);
        }
        let mut writes = vec![self.delete_there(&self.keys.held(held.since, held.submission))];
        writes.extend(counters.iter().map(|counter| self.add_to_hour(counter.counted, &[(UNPROVEN, 1)], counter.room)));
        writes.push(self.mark(&key, Some(HELD), PASSED, &Also::mail(Mail::From(now))));
        writes.push(self.put_cohort(&submission, &form_owner));
        // If somebody was faster, their write stands. The next minute looks again.
        Ok(self.transact(writes).await.is_ok())
    }
}

impl<R: ReadsHours> Pledges<R> {
    /// Reads the counts of networks and mail domains in an hour.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn hour_counts(&self, asked: &[(RateOf, Hour)]) -> Result<Vec<HourCount>, StoreError> {
        let keys: Vec<_> = asked.iter().map(|(of, hour)| self.keys.rate(*of, *hour)).collect();
        let items = self.get_all(&keys).await?;
        keys.iter().map(|key| count(items.get(key))).collect()
    }
}

impl<R: ReadsFloods> Pledges<R> {
    /// Reads the counts of every network in the last two days, hour by hour, in no order.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn network_hours(&self, now: Timestamp) -> Result<Vec<NetworkHour>, StoreError> {
        let mut hours = Vec::new();
        let mut pages = std::pin::pin!(self.pages(&self.keys.network_rates_prefix()));
        while let Some(page) = pages.try_next().await? {
            for item in &page {
                if number::<i64>(item, EXPIRES_AT)? > now.as_second() {
                    let network = text(item, PK).and_then(parse_rate).ok_or_else(|| corrupt(PK))?;
                    hours.push(NetworkHour { network, hour: parsed(item, SK)?, count: count(Some(item))? });
                }
            }
        }
        Ok(hours)
    }
}

impl PledgesTable {
    /// Reads at once everything that decides about a form's mail.
    async fn look_at_form<'a>(
        &self,
        submission: &Submission,
        form_owner: &FormOwner,
        counted: &'a [Counted],
    ) -> Result<FoundForm<'a>, StoreError> {
        let owner = form_owner.owner;
        let (form, mailbox) = (self.keys.submission(submission.id), self.keys.mailbox(owner.mailbox));
        let (tombstone, slots) = (self.keys.tombstone(owner.signer), self.slots(owner.signer));
        let mut wanted = keys_of(counted);
        wanted.extend(slots.iter().chain([&form, &mailbox, &tombstone]).cloned());
        let items = self.get_all(&wanted).await?;
        let seen = items.get(&mailbox).map(MailboxItem::read).transpose()?;
        let stored = items.get(&form);
        let was_charged = seen.as_ref().is_some_and(|seen| seen.was_mailed(submission.id));
        let (counters, mut over) = decide(counted, &items)?;
        // Somebody at the address was taken out of the count before. A person looks at the form first.
        over.extend(items.contains_key(&tombstone).then_some(WhyHeld::CameBack));
        Ok(FoundForm {
            decided: stored.map_or(Some(Admission::Dropped), |stored| admission_of(stored, was_charged)),
            is_marked: stored.is_some_and(|stored| stored.contains_key(ADMISSION)),
            is_counted: slots.iter().any(|slot| items.contains_key(slot)),
            mailbox: seen,
            counters,
            over,
        })
    }

    /// Lists the counters that count a form. They are of the hour in which it was sent, so that its proof is counted in the
    /// same hour.
    fn counted_by(&self, submission: &Submission, form_owner: &FormOwner, limits: HourLimits) -> Vec<Counted> {
        let hour = Hour::of(submission.submitted_at);
        let domain = form_owner.domain.as_ref().map(|(code, _)| *code);
        let pair = submission.network.zip(domain).map(|(network, domain)| RateOf::Pair(network, domain));
        let all = [
            (WhyHeld::Pair, pair, limits.pair),
            (WhyHeld::Network, submission.network.map(RateOf::Network), limits.network),
            (WhyHeld::MailDomain, domain.map(RateOf::MailDomain), limits.mail_domain),
        ];
        let counted = |(which, of, limit): (WhyHeld, Option<RateOf>, u32)| {
            let of = of?;
            Some(Counted {
                which,
                key: self.keys.rate(of, hour),
                before: self.keys.rate(of, hour.plus(-1)),
                hour,
                limit,
            })
        };
        all.into_iter().filter_map(counted).collect()
    }

    /// Counts a form as mailed, if there still is room for it.
    fn pass(
        &self,
        submission: &Submission,
        form_owner: &FormOwner,
        counters: &[CounterRoom<'_>],
    ) -> Vec<TransactWriteItem> {
        let mut writes = self.count_as_mailed(counters);
        let key = self.keys.submission(submission.id);
        writes.push(self.mark(&key, None, PASSED, &Also::owned_by(form_owner.owner, Mail::AsBefore)));
        writes.push(self.put_cohort(submission, form_owner));
        writes
    }

    fn count_as_mailed(&self, counters: &[CounterRoom<'_>]) -> Vec<TransactWriteItem> {
        let add =
            |counter: &CounterRoom<'_>| self.add_to_hour(counter.counted, &[(SEEN, 1), (UNPROVEN, 1)], counter.room);
        counters.iter().map(add).collect()
    }

    async fn prove(
        &self,
        id: SubmissionId,
        mut stored: Option<Item>,
        was_charged: bool,
        owner_of_form: impl Fn(&Submission) -> FormOwner,
    ) -> Result<(), StoreError> {
        let key = self.keys.submission(id);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let Some(seen) = stored else { return Ok(()) };
            let counts: &[_] = match (text(&seen, ADMISSION), was_charged) {
                (Some(PASSED), _) | (None, true) => &[(PROVEN, 1), (UNPROVEN, -1)],
                // An organizer let it go beside the limits.
                (Some(RELEASED), _) => &[(PROVEN, 1)],
                _ => &[],
            };
            let submission = SubmissionItem::read(id, &seen)?;
            let counted = self.counted_by(&submission, &owner_of_form(&submission), HourLimits::default());
            let mut writes = vec![self.delete_seen(&key, &[PK, ADMISSION], &seen)];
            if !counts.is_empty() {
                writes.extend(counted.iter().map(|counted| self.add_to_hour(counted, counts, None)));
            }
            match self.transact(writes).await {
                Ok(()) => return Ok(()),
                Err(failed) => attempts.again(failed).await?,
            }
            stored = self.get(&key).await?;
        }
    }

    /// Counts a form as seen, and lists it for the organizers. The mailbox lists it too, so that a withdrawal erases it.
    fn hold(
        &self,
        submission: &Submission,
        form_owner: &FormOwner,
        counted: &[Counted],
        found: &FoundForm<'_>,
        now: Timestamp,
    ) -> Vec<TransactWriteItem> {
        let key = self.keys.submission(submission.id);
        let mut writes: Vec<_> = counted.iter().map(|counted| self.add_to_hour(counted, &[(SEEN, 1)], None)).collect();
        let (mailbox, seen) = (self.keys.mailbox(form_owner.owner.mailbox), found.mailbox.as_ref());
        writes.push(self.put_mailbox_seen(&mailbox, seen, &MailboxItem::with_form(seen, submission, now)));
        let held = Held {
            since: now,
            submission: submission.id,
            network: submission.network,
            mail_domain: form_owner.domain.as_ref().map(|(_, domain)| domain.clone()),
            shape: Some(NameShape::of(&submission.draft.name)),
            why: found.over.clone(),
            discarded_by: None,
            expires_at: 0,
        };
        writes.push(self.put(write_held(&held, &self.keys.held(now, submission.id), submission.expires_at())));
        writes.push(self.mark(&key, None, HELD, &Also::owned_by(form_owner.owner, Mail::None)));
        writes
    }

    /// Adds to the counts of an hour. With a `room`, it adds only while fewer unconfirmed mails are counted.
    fn add_to_hour(&self, counted: &Counted, by: &[(&str, i8)], room: Option<u32>) -> TransactWriteItem {
        let mut terms = Terms::default();
        let end = later(counted.hour.start(), SignedDuration::from_hours(RATE_HOURS));
        let end = terms.value(AttributeValue::N(end.as_second().to_string()));
        let add = by.iter().map(|(attribute, by)| {
            let by = terms.value(AttributeValue::N(by.to_string()));
            format!("{} {by}", terms.name(attribute))
        });
        let add = add.collect::<Vec<_>>().join(", ");
        let change = format!("ADD {add} SET {} = {end}", terms.name(EXPIRES_AT));
        let Some(room) = room else { return self.upsert(&counted.key, change, &terms) };
        let name = terms.name(UNPROVEN);
        let room = terms.value(AttributeValue::N(room.to_string()));
        let has_room = format!("attribute_not_exists({name}) OR {name} < {room}");
        self.update(&counted.key, change, has_room, &terms)
    }

    pub(crate) fn put_cohort(&self, submission: &Submission, form_owner: &FormOwner) -> TransactWriteItem {
        self.put(self.cohort_item(&mark_of(submission, form_owner)))
    }

    async fn put_cohort_now(&self, submission: &Submission, form_owner: &FormOwner) -> Result<(), StoreError> {
        self.put_now(self.cohort_item(&mark_of(submission, form_owner))).await
    }

    /// Writes the ruling on a form's mail on the form, if it is there. `also` says what is written with it: the form's
    /// owner, and the time at which the mailer looks at it again.
    pub(crate) fn mark(&self, submission: &Key, from: Option<&str>, to: &str, also: &Also) -> TransactWriteItem {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let mut terms = Terms::default();
        let condition = format!("{} AND {}", terms.exists(), terms.is(ADMISSION, from.map(text)));
        let mut set = format!("SET {} = {}", terms.name(ADMISSION), terms.value(text(to)));
        if let Some(owner) = also.owner {
            let _ = write!(set, ", {}", owner_set(&mut terms, owner));
        }
        match also.mail {
            Mail::AsBefore => {}
            Mail::None => {
                let _ = write!(set, " {}", self.owing_change(&mut terms, submission, None));
            }
            Mail::From(at) => {
                let when = When { class: MailClass::First, at };
                let owing = self.owing_set(&mut terms, submission, when);
                let _ = write!(set, ", {owing} REMOVE {}", terms.name(OWED_SINCE));
            }
        }
        self.update(submission, set, condition, &terms)
    }
}

/// Reads the ruling on a form's mail, if there is one: from the form, or from the mailbox that was charged for it.
fn admission_of(stored: &Item, was_charged: bool) -> Option<Admission> {
    match text(stored, ADMISSION) {
        Some(HELD) => Some(Admission::Held),
        Some(DISCARDED) => Some(Admission::Dropped),
        Some(_) => Some(Admission::Passed),
        None => was_charged.then_some(Admission::Passed),
    }
}

/// The part of a `SET` clause that writes the owner of a form.
fn owner_set(terms: &mut Terms, owner: Owner) -> String {
    let signer = terms.value(AttributeValue::S(owner.signer.to_string()));
    let mailbox = terms.value(AttributeValue::S(owner.mailbox.to_string()));
    format!("{} = {signer}, {} = {mailbox}", terms.name(SIGNER), terms.name(MAILBOX))
}

fn mark_of(submission: &Submission, form_owner: &FormOwner) -> CohortMark {
    CohortMark::of(submission, form_owner.domain.as_ref().map(|(code, _)| *code))
}

fn keys_of(counted: &[Counted]) -> Vec<Key> {
    counted.iter().flat_map(|counted| [counted.key.clone(), counted.before.clone()]).collect()
}

/// Computes the room that is left, and the reasons for which a form waits.
fn decide<'a>(
    counted: &'a [Counted],
    items: &HashMap<Key, Item>,
) -> Result<(Vec<CounterRoom<'a>>, Vec<WhyHeld>), StoreError> {
    let mut seen = Vec::new();
    for counted in counted {
        let (now, before) = (count(items.get(&counted.key))?, count(items.get(&counted.before))?);
        seen.push((counted, now.unproven, now.proven.saturating_add(before.proven)));
    }
    // A network from which somebody has confirmed at that domain does not wait for what others do there.
    let proven_there = seen.iter().any(|(counted, _, proven)| counted.which == WhyHeld::Pair && *proven > 0);
    let (mut counters, mut over) = (Vec::new(), Vec::new());
    for (counted, unproven, proven) in seen {
        let excused = counted.which == WhyHeld::MailDomain && proven_there;
        let room = (!excused).then(|| HourLimits::room(counted.limit, proven));
        if room.is_some_and(|room| unproven >= room) {
            over.push(counted.which);
        }
        counters.push(CounterRoom { counted, room });
    }
    Ok((counters, over))
}

pub(crate) fn count(item: Option<&Item>) -> Result<HourCount, StoreError> {
    let Some(item) = item else { return Ok(HourCount::default()) };
    let of = |attribute| if item.contains_key(attribute) { number::<i64>(item, attribute) } else { Ok(0) };
    let at_least_none = |count: i64| u32::try_from(count.max(0)).unwrap_or(u32::MAX);
    Ok(HourCount {
        seen: at_least_none(of(SEEN)?),
        proven: at_least_none(of(PROVEN)?),
        unproven: at_least_none(of(UNPROVEN)?),
    })
}
