//! Floods: every submission is counted by its network and its mail domain, once, and what exceeds an hour's limit is held.
//!
//! Whether a submission's mail may go is decided in the transaction that counts it, and stands on the submission from then on.
//! What is held is listed for the organizers; what they decide about it is written down in the Office table first, and worked
//! off here, each submission in a transaction of its own.

use std::collections::HashMap;
use std::fmt::Write as _;

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem, Update};
use domain::audit::Entry;
use domain::flood::{HeldGroup, HourLimits, MailDomain, Ruling, Verdict};
use domain::hour::Hour;
use domain::identity::{DomainCode, NetworkCode, RulingId, SubmissionId};
use domain::invalidation::Stage;
use domain::pledge::{Owner, Submission};
use futures::stream::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};

use crate::attempt::Attempts;
use crate::batch::seed_of;
use crate::error::{StoreError, of_request, was_done};
use crate::expression::Terms;
use crate::keys::{Key, Keys, PK, RateOf, SK, parse_held, parse_rate};
use crate::office::Office;
use crate::office_item::{FORMS, RulingItem, STAGE};
use crate::pledge_item::{
    ADDRESS_STATE, ADMISSION, AddressItem, EXPIRES_AT, Item, MAIL_DOMAIN, MAILBOX, MAILED, NETWORK, SEEN, SIGNER,
    SubmissionItem, corrupt, number, parsed, put, put_expiry, text,
};
use crate::pledges::Pledges;
use crate::transaction;

/// How long an hour's count is kept: the desk looks back on a day.
pub const RATE_HOURS: i64 = 48;
/// Items of the list that are read at once while some are looked for.
const PAGE: i32 = 200;

/// Whether a submission's mail may go, as it stands on the submission.
const PASSED: &str = "passed";
const HELD: &str = "held";
const RELEASED: &str = "released";

/// Whether the mail that asks about a submission may go, as far as floods are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It may.
    Passed,
    /// It waits for an organizer.
    Held,
    /// It never will: the address has as many forms as it may have mails, and this one was erased, or had been before.
    Dropped,
}

/// Whose address it is, and how its domain is counted, if it is.
#[derive(Clone, Debug)]
pub struct Recipient {
    /// Whose address it is. It is written on the submission, for those who cannot tell from the address.
    pub owner: Owner,
    /// Its mail domain, unless that says nothing.
    pub domain: Option<(DomainCode, MailDomain)>,
}

/// A submission whose mail is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Since when.
    pub since: Timestamp,
    /// Which one.
    pub submission: SubmissionId,
    /// Its network, if that had had its share.
    pub network: Option<NetworkCode>,
    /// Its mail domain, if that had had its share.
    pub mail_domain: Option<MailDomain>,
    expires_at: i64,
}

impl Held {
    /// Whether it belongs to the group.
    #[must_use]
    pub fn is_of(&self, group: &HeldGroup) -> bool {
        match group {
            HeldGroup::Network(code) => self.network == Some(*code),
            HeldGroup::MailDomain(domain) => self.mail_domain.as_ref() == Some(domain),
        }
    }
}

/// What an hour saw of a network or a mail domain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HourCount {
    /// Submissions.
    pub seen: u32,
    /// Those of them whose mail might go.
    pub mailed: u32,
}

/// What an hour saw of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkHour {
    /// Which network.
    pub network: NetworkCode,
    /// Which hour.
    pub hour: Hour,
    /// How much.
    pub count: HourCount,
}

/// What a submission is counted by, in an hour.
struct Counted {
    key: Key,
    hour: Hour,
    limit: u32,
    group: HeldGroup,
}

impl Pledges {
    /// Counts a submission by its network and its mail domain, and says whether its mail may go. However often it is asked
    /// about, it is counted once, and the answer stays the same until an organizer changes it.
    ///
    /// # Errors
    /// When others keep changing the same items, or the database fails. Calling again is safe.
    pub async fn admit(
        &self,
        submission: &Submission,
        recipient: &Recipient,
        limits: HourLimits,
        now: Timestamp,
    ) -> Result<Admission, StoreError> {
        let key = self.keys.submission(submission.id);
        let counted = self.counted_by(submission, recipient, limits, Hour::of(now));
        let mut wanted: Vec<_> = counted.iter().map(|counted| counted.key.clone()).collect();
        wanted.push(key.clone());
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let items = self.get_all(&wanted).await?;
            let Some(stored) = items.get(&key) else { return Ok(Admission::Dropped) };
            match text(stored, ADMISSION) {
                Some(HELD) => return Ok(Admission::Held),
                Some(_) => return Ok(Admission::Passed),
                None => {}
            }
            let mut over = Vec::new();
            for counted in &counted {
                if count(items.get(&counted.key))?.mailed >= counted.limit {
                    over.push(&counted.group);
                }
            }
            let (writes, admission) = if over.is_empty() {
                (self.pass(&key, &counted, recipient.owner), Admission::Passed)
            } else {
                self.hold(submission, recipient, &counted, &over, now).await?
            };
            match self.transact(writes).await {
                Ok(()) => return Ok(admission),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    fn counted_by(
        &self,
        submission: &Submission,
        recipient: &Recipient,
        limits: HourLimits,
        hour: Hour,
    ) -> Vec<Counted> {
        let network = submission.network.map(|code| Counted {
            key: self.keys.rate(RateOf::Network(code), hour),
            hour,
            limit: limits.network,
            group: HeldGroup::Network(code),
        });
        let domain = recipient.domain.as_ref().map(|(code, domain)| Counted {
            key: self.keys.rate(RateOf::MailDomain(*code), hour),
            hour,
            limit: limits.mail_domain,
            group: HeldGroup::MailDomain(domain.clone()),
        });
        network.into_iter().chain(domain).collect()
    }

    /// Counts it as mailed, if each hour still has room for it.
    fn pass(&self, submission: &Key, counted: &[Counted], owner: Owner) -> Vec<TransactWriteItem> {
        let mut writes: Vec<_> = counted.iter().map(|counted| self.count_up(counted, true)).collect();
        writes.push(self.mark(submission, None, PASSED, Some(owner)));
        writes
    }

    /// Counts it as seen and lists it for the organizers. The address lists it too, so that a withdrawal erases it.
    async fn hold(
        &self,
        submission: &Submission,
        recipient: &Recipient,
        counted: &[Counted],
        over: &[&HeldGroup],
        now: Timestamp,
    ) -> Result<(Vec<TransactWriteItem>, Admission), StoreError> {
        let key = self.keys.submission(submission.id);
        let mut writes: Vec<_> = counted.iter().map(|counted| self.count_up(counted, false)).collect();
        let address = self.keys.address(recipient.owner.mailbox);
        let seen = self.get(&address).await?.as_ref().map(AddressItem::read).transpose()?;
        let listed = AddressItem::with_form(seen.as_ref(), submission, now);
        writes.push(self.put_address_seen(&address, seen.as_ref(), &listed));
        let mut item = self.keys.held(now, submission.id).attributes();
        for group in over {
            match group {
                HeldGroup::Network(code) => put(&mut item, NETWORK, code.to_string()),
                HeldGroup::MailDomain(domain) => put(&mut item, MAIL_DOMAIN, domain.as_str()),
            }
        }
        put_expiry(&mut item, submission.expires_at());
        writes.push(self.put(item));
        writes.push(self.mark(&key, None, HELD, Some(recipient.owner)));
        Ok((writes, Admission::Held))
    }

    /// Everything that is held, the oldest first.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn held(&self, now: Timestamp) -> Result<Vec<Held>, StoreError> {
        let mut all = Vec::new();
        let mut from = None;
        loop {
            let (page, next) = self.held_page(now, None, from).await?;
            // DynamoDB sweeps late.
            all.extend(page.into_iter().filter(|held| held.expires_at > now.as_second()));
            from = next;
            if from.is_none() {
                return Ok(all);
            }
        }
    }

    /// What an hour saw of a network or a mail domain.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn hour_counts(&self, asked: &[(RateOf, Hour)]) -> Result<Vec<HourCount>, StoreError> {
        let keys: Vec<_> = asked.iter().map(|(of, hour)| self.keys.rate(*of, *hour)).collect();
        let items = self.get_all(&keys).await?;
        keys.iter().map(|key| count(items.get(key))).collect()
    }

    /// Every network that the mailer saw in the last two days, hour by hour, in no order.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
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

    /// Those of a ruling's group that are held still, at most so many.
    async fn held_under(&self, ruling: &Ruling, limit: usize) -> Result<Vec<Held>, StoreError> {
        let mut found = Vec::new();
        let mut from = None;
        loop {
            let (page, next) = self.held_page(ruling.until, Some(PAGE), from).await?;
            found.extend(page.into_iter().filter(|held| held.is_of(&ruling.group)));
            from = next;
            if from.is_none() || found.len() >= limit {
                found.truncate(limit);
                return Ok(found);
            }
        }
    }

    async fn held_page(
        &self,
        until: Timestamp,
        limit: Option<i32>,
        from: Option<Item>,
    ) -> Result<(Vec<Held>, Option<Item>), StoreError> {
        let mut terms = Terms::default();
        let partition = terms.is(PK, Some(AttributeValue::S(self.keys.held_partition())));
        let end = terms.value(AttributeValue::S(Keys::deferred_until(until)));
        let query = self
            .connection
            .client()
            .query()
            .table_name(&self.tables.pledges)
            .key_condition_expression(format!("{partition} AND {} < {end}", terms.name(SK)))
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values())
            .consistent_read(true)
            .set_limit(limit)
            .set_exclusive_start_key(from);
        let answer = query.send().await.map_err(|error| of_request(&error))?;
        let held = answer.items().iter().map(read_held).collect::<Result<_, _>>()?;
        Ok((held, answer.last_evaluated_key))
    }

    /// What becomes of one that was held, in one transaction with the ruling's count. What another ruling took, or a withdrawal
    /// erased, is only taken off the list.
    async fn settle_held(
        &self,
        office: &Office,
        ruling: &Ruling,
        held: &Held,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let listed = self.keys.held(held.since, held.submission);
        let key = self.keys.submission(held.submission);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let items = self.get_all(&[listed.clone(), key.clone()]).await?;
            if !items.contains_key(&listed) {
                return Ok(false);
            }
            let stored = items.get(&key).map(|item| SubmissionItem::read(held.submission, item)).transpose()?;
            let Some(submission) = stored else {
                self.delete_now(&listed).await?;
                return Ok(false);
            };
            let mut writes = vec![self.delete_there(&listed), office.one_form_more(ruling.id)];
            match ruling.verdict {
                Verdict::Release => {
                    writes.push(self.mark(&key, Some(HELD), RELEASED, None));
                    writes.push(self.put(self.deferred_item(submission.id, now)));
                }
                Verdict::Discard => writes.push(self.delete_there(&key)),
            }
            match self.transact(writes).await {
                Ok(()) => return Ok(true),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// One submission more in an hour; and if it is to be mailed, only while there is room.
    fn count_up(&self, counted: &Counted, mailed: bool) -> TransactWriteItem {
        let mut terms = Terms::default();
        let one = terms.value(AttributeValue::N("1".to_owned()));
        let end = counted
            .hour
            .start()
            .saturating_add(SignedDuration::from_hours(RATE_HOURS))
            .expect("a fixed span saturates");
        let end = terms.value(AttributeValue::N(end.as_second().to_string()));
        let mut add = format!("{} {one}", terms.name(SEEN));
        let mut condition = None;
        if mailed {
            let name = terms.name(MAILED);
            add = format!("{add}, {name} {one}");
            let limit = terms.value(AttributeValue::N(counted.limit.to_string()));
            condition = Some(format!("attribute_not_exists({name}) OR {name} < {limit}"));
        }
        let set = format!("SET {} = {end}", terms.name(EXPIRES_AT));
        let update = Update::builder()
            .table_name(&self.tables.pledges)
            .set_key(Some(counted.key.attributes()))
            .update_expression(format!("ADD {add} {set}"))
            .set_condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        TransactWriteItem::builder().update(update.build().expect("table, key and expression are given")).build()
    }

    /// Writes on a submission that is there whether its mail may go; the first time also whose it is.
    fn mark(&self, submission: &Key, from: Option<&str>, to: &str, owner: Option<Owner>) -> TransactWriteItem {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let mut terms = Terms::default();
        let there = format!("attribute_exists({})", terms.name(PK));
        let condition = format!("{there} AND {}", terms.is(ADMISSION, from.map(text)));
        let mut set = format!("SET {} = {}", terms.name(ADMISSION), terms.value(text(to)));
        if let Some(Owner { signer, mailbox }) = owner {
            let _ = write!(set, ", {} = {}", terms.name(SIGNER), terms.value(text(&signer.to_string())));
            let _ = write!(set, ", {} = {}", terms.name(MAILBOX), terms.value(text(&mailbox.to_string())));
        }
        let update = Update::builder()
            .table_name(&self.tables.pledges)
            .set_key(Some(submission.attributes()))
            .update_expression(set)
            .condition_expression(condition)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        TransactWriteItem::builder().update(update.build().expect("table, key and expression are given")).build()
    }

    fn put_address_seen(&self, key: &Key, seen: Option<&AddressItem>, address: &AddressItem) -> TransactWriteItem {
        let seen = seen.map(|seen| seen.write(Item::new())).unwrap_or_default();
        self.put_seen(address.write(key.attributes()), &ADDRESS_STATE, &seen)
    }
}

impl Office {
    /// All rulings on held mail, the latest first.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn rulings(&self) -> Result<Vec<Ruling>, StoreError> {
        let items = self.query(&self.keys.rulings_partition(), None, true, None).await?;
        let mut all = items.iter().map(RulingItem::read).collect::<Result<Vec<_>, _>>()?;
        all.sort_by_key(|ruling| std::cmp::Reverse(ruling.at));
        Ok(all)
    }

    /// A ruling.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn ruling(&self, id: RulingId) -> Result<Option<Ruling>, StoreError> {
        let item = self.get(&self.keys.ruling(id)).await?;
        item.map(|item| RulingItem::read(&item)).transpose()
    }

    /// Writes a ruling down: from then on the mailer works it off. The same ruling twice, as by a double click, is one.
    ///
    /// # Errors
    /// When the database fails. Opening it again is safe.
    pub async fn open_ruling(&self, ruling: &Ruling, entry: &Entry) -> Result<(), StoreError> {
        let item = RulingItem::write(ruling, self.keys.ruling(ruling.id).attributes());
        self.with_entry(self.put_new(item), entry).await.map(drop)
    }

    /// Works off some of what is left of a ruling, at most so many; how many those were. When nothing is left, it is done. A
    /// form that cannot be settled holds no other one up.
    ///
    /// # Errors
    /// When the database fails, or a form could not be settled. What was done stays; working on does the rest.
    pub async fn work_off_ruling(
        &self,
        pledges: &Pledges,
        ruling: &Ruling,
        at_most: usize,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let Some(end) = ruling.stage.end() else { return Ok(0) };
        let left = pledges.held_under(ruling, at_most).await?;
        let (mut settled, mut failed) = (0, None);
        for held in &left {
            match pledges.settle_held(self, ruling, held, now).await {
                Ok(done) => settled += usize::from(done),
                Err(error) => failed = Some(error),
            }
        }
        if let Some(error) = failed {
            return Err(error);
        }
        if left.len() < at_most {
            self.finish_ruling(ruling.id, ruling.stage, end).await?;
        }
        Ok(settled)
    }

    async fn finish_ruling(&self, id: RulingId, from: Stage, to: Stage) -> Result<(), StoreError> {
        let write = self.stage(&self.keys.ruling(id), Some(from), to, &[]);
        // Another run did the same work, and said so.
        was_done(transaction::send(&self.connection, vec![write]).await).map(drop)
    }

    fn one_form_more(&self, id: RulingId) -> TransactWriteItem {
        let mut terms = Terms::default();
        let there = format!("attribute_exists({})", terms.name(PK));
        let working = terms.is(STAGE, Some(AttributeValue::S(Stage::Applying.name().to_owned())));
        let one = terms.value(AttributeValue::N("1".to_owned()));
        let update = Update::builder()
            .table_name(&self.table)
            .set_key(Some(self.keys.ruling(id).attributes()))
            .update_expression(format!("ADD {} {one}", terms.name(FORMS)))
            .condition_expression(format!("{there} AND {working}"))
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        TransactWriteItem::builder().update(update.build().expect("table, key and expression are given")).build()
    }
}

/// Whether a moderator let the submission's mail go.
pub(crate) fn is_released(submission: &Item) -> bool {
    text(submission, ADMISSION) == Some(RELEASED)
}

/// Whether a form can be confirmed by whoever proves its mailbox. A form that waits for a moderator cannot.
pub(crate) fn is_confirmable(submission: &Item) -> bool {
    text(submission, ADMISSION) != Some(HELD)
}

fn count(item: Option<&Item>) -> Result<HourCount, StoreError> {
    let Some(item) = item else { return Ok(HourCount::default()) };
    let mailed = if item.contains_key(MAILED) { number(item, MAILED)? } else { 0 };
    Ok(HourCount { seen: number(item, SEEN)?, mailed })
}

fn read_held(item: &HashMap<String, AttributeValue>) -> Result<Held, StoreError> {
    let (since, submission) = text(item, SK).and_then(parse_held).ok_or_else(|| corrupt(SK))?;
    Ok(Held {
        since,
        submission,
        network: text(item, NETWORK).map(|_| parsed(item, NETWORK)).transpose()?,
        mail_domain: text(item, MAIL_DOMAIN).map(|_| parsed(item, MAIL_DOMAIN)).transpose()?,
        expires_at: number(item, EXPIRES_AT)?,
    })
}
