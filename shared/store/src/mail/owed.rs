//! Owed mail: each item that owes a mail says so itself, and the index `Owed` lists these items.
//!
//! An item that owes a mail has two attributes: the lane that it waits in, and the time from which the mailer looks at it
//! (`owing.rs`).
//! The index has these items alone, so the table alone shows what is owed, even if the stream was lost. The stream is only
//! the quick way: it brings a new item within a second. The item leaves the index in the very write that says what became of
//! its mail.
//!
//! The index holds keys and times, nothing of a person, and an item that is erased leaves it too.
//!
//! An index of the table replaces a queue, because a queue is a second place that must agree with the table. The index costs
//! one write unit each time that an item begins or stops to owe: a form 1, its mail 2, its end 1, a signer 2. A scan of the table
//! would cost nothing to write, and 15,000 read units each time at 100,000 signers.
//!
//! The stream's reader takes up an item only in the first minute after its write, and the round only after two minutes. So both
//! never look at one item at once.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::pin::pin;

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder as Query;
use aws_sdk_dynamodb::types::{AttributeValue, Select};
use domain::ids::SubmissionId;
use domain::mail::digest::DigestId;
use domain::mail::letter::LetterId;
use domain::pledge::{Signer, Submission};
use futures::future::try_join_all;
use futures::stream::TryStreamExt as _;
use jiff::Timestamp;

use crate::dynamo::attributes::{OWED_AT, OWED_IN, OWED_SINCE, PK, SK};
use crate::dynamo::errors::{StoreError, of_request};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, corrupt, optional, text};
use crate::dynamo::keys::{Key, StreamKey, lanes, sortable};
use crate::dynamo::reads::{Freshness, pages};
use crate::dynamo::tables::PledgesTable;
use crate::handles::Pledges;
use crate::mail::again::{Again, AgainItem};
use crate::mail::digests::{DigestItem, OwedDigest};
use crate::mail::farewell::{Farewell, FarewellItem};
use crate::mail::letters::{LetterAdmission, LetterItem, OwedLetter, decided};
use crate::mail::owing::{MailClass, When};
use crate::mail::sign_in::{SignIn, SignInItem};
use crate::pledge::signer::SignerItem;
use crate::pledge::submit::SubmissionItem;
use crate::role::{ReadsOwed, SettlesOwed};

/// The index of Pledges that lists what owes a mail.
pub const OWED_INDEX: &str = "Owed";

/// Mails of each lane that are looked at from either end, to find how long mails are owed.
const SAMPLE: usize = 12;

/// An item in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
    /// The item.
    pub key: StreamKey,
    /// The time since which it has waited.
    pub at: Timestamp,
}

/// The items of a class that are due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// The items, the longest waiting first.
    pub due: Vec<Owed>,
    /// The number of entries among them that cannot be read. A newer release may have written them.
    pub unreadable: u32,
}

/// The mails of a class that are owed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// The number of mails, due or not.
    pub mails: u32,
    /// The time since which the longest waiting of the due ones is due.
    pub due_since: Option<Timestamp>,
    /// The times since which mails are owed that were put off. Of very many, it has those that are due soonest and latest.
    pub put_off: Vec<Timestamp>,
}

impl Waits {
    /// The time since which the oldest mail is owed that is late.
    #[must_use]
    pub fn oldest(&self) -> Option<Timestamp> {
        self.put_off.iter().copied().chain(self.due_since).min()
    }
}

/// The end of a lane that is read first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Soonest,
    Latest,
}

/// An item that may owe a mail, as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Owing {
    /// The time to look at it, and the class of its mail. `None` when it owes nothing, or nothing that can be read.
    pub when: Option<When>,
    /// The time since which its mail is owed, if it was put off.
    pub since: Option<Timestamp>,
    /// The item itself. It is an error when it cannot be read.
    pub item: Result<OwingItem, StoreError>,
}

/// The kinds of items that may owe a mail.
#[derive(Clone, PartialEq, Eq)]
pub enum OwingItem {
    /// A form.
    Submission(Submission),
    /// A person who is counted.
    Signer(Signer),
    /// A person who withdrew.
    Farewell(SubmissionId, Farewell),
    /// A request to be let in.
    SignIn(SignIn),
    /// A letter, and the decision about it. The letter is `None` when only its outcome is left.
    Letter(LetterId, Option<OwedLetter>, Option<LetterAdmission>),
    /// A digest. `None` when it has its outcome.
    Digest(DigestId, Option<OwedDigest>),
    /// A moderator's request that somebody be mailed their link again.
    Again(Again),
}

impl fmt::Debug for Owing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Owing").field("when", &self.when).finish_non_exhaustive()
    }
}

impl<R: ReadsOwed> Pledges<R> {
    /// Lists the items of a class that are due by `until`, the longest waiting first. An item that was written in the last
    /// second may be missing. One that was settled in the last second may still be listed. An entry that cannot be read is
    /// counted, and keeps no other one from being listed.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn owed(&self, class: MailClass, until: Timestamp, at_most: usize) -> Result<Due, StoreError> {
        let lanes = lanes().map(|lane| self.owed_in(class, lane, until, at_most, End::Soonest));
        let mut all = Due::default();
        for lane in try_join_all(lanes).await? {
            all.due.extend(lane.due);
            all.unreadable = all.unreadable.saturating_add(lane.unreadable);
        }
        all.due.sort_by_key(|owed| owed.at);
        all.due.truncate(at_most);
        Ok(all)
    }
}

impl<R: SettlesOwed> Pledges<R> {
    /// Counts the mails of a class that are owed, and finds out since when. Of very many mails it counts only the first
    /// thousands.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn waits(&self, class: MailClass, now: Timestamp) -> Result<Waits, StoreError> {
        let mails = try_join_all(lanes().map(|lane| self.count_owed_in(class, lane))).await?.into_iter().sum();
        if mails == 0 {
            return Ok(Waits::default());
        }
        let end = |lane, end| self.owed_in(class, lane, Timestamp::MAX, SAMPLE, end);
        let ends = try_join_all(lanes().flat_map(|lane| [end(lane, End::Soonest), end(lane, End::Latest)])).await?;
        let sample: Vec<_> = ends.into_iter().flat_map(|lane| lane.due).collect();
        let due_since = sample.iter().map(|owed| owed.at).filter(|at| *at <= now).min();
        // DynamoDB refuses a request that names an item twice.
        let keys: HashSet<_> = sample.iter().map(|owed| self.keys.of(&owed.key)).collect();
        let keys: Vec<_> = keys.into_iter().collect();
        let items = self.get_all_as(&keys, Freshness::Eventual).await?;
        Ok(Waits { mails, due_since, put_off: items.values().filter_map(owed_since).collect() })
    }

    /// The time of the mail of a class that is due last.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn last_due(&self, class: MailClass) -> Result<Option<Timestamp>, StoreError> {
        let lanes = lanes().map(|lane| self.owed_in(class, lane, Timestamp::MAX, 1, End::Latest));
        Ok(try_join_all(lanes).await?.into_iter().flat_map(|lane| lane.due).map(|owed| owed.at).max())
    }

    /// Reads items that may owe a mail. Those that are gone are left out.
    ///
    /// # Errors
    /// Fails when the database fails. In the answer, an item that cannot be read is an error of its own.
    pub async fn owing(&self, keys: &[StreamKey]) -> Result<HashMap<StreamKey, Owing>, StoreError> {
        // DynamoDB refuses a request that names an item twice.
        let wanted: HashMap<_, _> = keys.iter().map(|key| (self.keys.of(key), *key)).collect();
        let items = self.get_all(&wanted.keys().cloned().collect::<Vec<_>>()).await?;
        Ok(items.iter().map(|(at, item)| (wanted[at], read_owing(wanted[at], item))).collect())
    }

    /// Sets the time at which the mailer looks at an item again. With `None`, the item owes nothing any more. An item that
    /// is gone stays gone.
    ///
    /// # Errors
    /// Fails when the database fails. Calling again is safe.
    pub async fn look_again(&self, key: &StreamKey, when: Option<When>) -> Result<(), StoreError> {
        let key = self.keys.of(key);
        let mut terms = Terms::default();
        let change = self.owing_change(&mut terms, &key, when);
        self.change_there(&key, change, terms).await
    }

    /// Puts off the mail of an item, which is owed since that time. An item that is gone stays gone.
    ///
    /// # Errors
    /// Fails when the database fails. Calling again is safe.
    pub async fn put_off(&self, key: &StreamKey, when: When, since: Timestamp) -> Result<(), StoreError> {
        let key = self.keys.of(key);
        let mut terms = Terms::default();
        let change = self.put_off_change(&mut terms, &key, when, since);
        self.change_there(&key, change, terms).await
    }
}

impl PledgesTable {
    /// Changes an item, if it is there.
    async fn change_there(&self, key: &Key, change: String, mut terms: Terms) -> Result<(), StoreError> {
        let condition = terms.exists();
        self.update_now(key, change, condition, &terms).await.map(drop)
    }

    fn owed_query(&self, class: MailClass, lane: u32, until: Timestamp) -> Query {
        let mut terms = Terms::default();
        let lane = terms.is(OWED_IN, Some(AttributeValue::S(self.keys.lane(class.name(), lane))));
        let end = terms.value(AttributeValue::S(sortable(until)));
        let condition = format!("{lane} AND {} <= {end}", terms.name(OWED_AT));
        self.query(condition, &terms).index_name(OWED_INDEX)
    }

    async fn owed_in(
        &self,
        class: MailClass,
        lane: u32,
        until: Timestamp,
        at_most: usize,
        first: End,
    ) -> Result<Due, StoreError> {
        let query = self.owed_query(class, lane, until).scan_index_forward(first == End::Soonest);
        let mut pages = pin!(pages(query.limit(i32::try_from(at_most).unwrap_or(i32::MAX))));
        let mut found = Due::default();
        while found.due.len() < at_most
            && let Some(page) = pages.try_next().await?
        {
            for item in &page {
                match read_owed(item) {
                    Ok(owed) => found.due.push(owed),
                    Err(_) => found.unreadable = found.unreadable.saturating_add(1),
                }
            }
        }
        found.due.truncate(at_most);
        Ok(found)
    }

    async fn count_owed_in(&self, class: MailClass, lane: u32) -> Result<u32, StoreError> {
        let answer = self.owed_query(class, lane, Timestamp::MAX).select(Select::Count).send().await;
        answer.map(|answer| u32::try_from(answer.count).unwrap_or_default()).map_err(|error| of_request(&error))
    }
}

/// The time since which a mail is owed that was put off. It only measures, so one that cannot be read is left out.
fn owed_since(item: &Item) -> Option<Timestamp> {
    optional(item, OWED_SINCE).ok().flatten()
}

fn read_owed(item: &Item) -> Result<Owed, StoreError> {
    let key = text(item, PK).zip(text(item, SK)).and_then(|(pk, sk)| StreamKey::parse(pk, sk));
    let at = text(item, OWED_AT).and_then(|text| text.parse().ok());
    let (key, at) = key.zip(at).ok_or_else(|| corrupt(OWED_AT))?;
    Ok(Owed { key, at })
}

fn read_owing(key: StreamKey, item: &Item) -> Owing {
    let since = owed_since(item);
    match read_when(item) {
        Ok(when) => Owing { when, since, item: read_owing_item(key, item) },
        Err(error) => Owing { when: None, since, item: Err(error) },
    }
}

fn read_when(item: &Item) -> Result<Option<When>, StoreError> {
    let (Some(lane), Some(at)) = (text(item, OWED_IN), text(item, OWED_AT)) else { return Ok(None) };
    let class = lane.split('#').nth(1).and_then(|name| name.parse().ok()).ok_or_else(|| corrupt(OWED_IN))?;
    Ok(Some(When { class, at: at.parse().map_err(|_| corrupt(OWED_AT))? }))
}

fn read_owing_item(key: StreamKey, item: &Item) -> Result<OwingItem, StoreError> {
    Ok(match key {
        StreamKey::Submission(id) => OwingItem::Submission(SubmissionItem::read(id, item)?),
        StreamKey::Signer(id, slot) => OwingItem::Signer(SignerItem::read(id, slot, item)?),
        StreamKey::Farewell(id) => OwingItem::Farewell(id, FarewellItem::read(item)?),
        StreamKey::SignIn(id) => OwingItem::SignIn(SignInItem::read(id, item)?),
        StreamKey::Letter(id) => OwingItem::Letter(id, LetterItem::read(item)?, decided(item)),
        StreamKey::Digest(id) => OwingItem::Digest(id, DigestItem::read(item)?),
        StreamKey::Again(id) => OwingItem::Again(AgainItem::read(id, item)?),
    })
}
