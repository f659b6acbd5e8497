//! Owed mail: each item that owes a mail says so itself, and the index `Owed` lists these items.
//!
//! An item that owes a mail has two attributes: the lane that it waits in, and the time from which the mailer looks at it. The
//! index has these items alone, so what is owed can be told from the table, whatever became of the stream. The stream is
//! only the quick way: it brings a new item within a second. The item leaves the index in the very write that says what
//! became of its mail.
//!
//! The index holds keys and times, nothing of a person, and an item that is erased leaves it too.

use std::collections::HashMap;
use std::fmt;

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, Select};
use domain::ids::SubmissionId;
use domain::mail::letter::LetterId;
use domain::pledge::{Signer, Submission};
use futures::future::try_join_all;
use jiff::{SignedDuration, Timestamp};

use crate::error::{StoreError, of_conditional, of_request, was_done};
use crate::expression::Terms;
use crate::held_letters::{LetterAdmission, decided};
use crate::keys::{Key, Keys, PK, SK, StreamKey, sortable};
use crate::letters::{LetterItem, QueuedLetter};
use crate::pledge_item::{
    Farewell, FarewellItem, Item, OWED_AT, OWED_IN, SignIn, SignInItem, SignerItem, SubmissionItem, corrupt, put, text,
};
use crate::pledges::Pledges;

/// The index of Pledges that lists what owes a mail.
pub const OWED_INDEX: &str = "Owed";
/// Lanes of each class. A partition of an index takes 1,000 writes a second, and a form causes about five.
const LANES: u32 = 8;
/// How long the stream has to bring a new item to the mailer. From then on the mailer finds it in the index.
pub const STREAM_TIME: SignedDuration = SignedDuration::from_mins(2);

/// The kinds of mail that share the sending rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MailClass {
    /// The link that lets an organizer in.
    SignIn,
    /// The link and code that a form asks for. Somebody waits for it.
    First,
    /// It tells a person what they just did, and has their link to withdraw.
    Thanks,
    /// A letter to a Member of Parliament or the Prime Minister.
    Letter,
    /// A second mail about a form.
    Reminder,
}

impl MailClass {
    /// Every class, the most urgent first.
    pub const ALL: [Self; 5] = [Self::SignIn, Self::First, Self::Thanks, Self::Letter, Self::Reminder];

    /// The name in the store and in logs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::First => "first",
            Self::Thanks => "thanks",
            Self::Letter => "letter",
            Self::Reminder => "reminder",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }
}

/// Says when the mailer looks at an item again, and for which class of mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// The class of the mail that is owed.
    pub class: MailClass,
    /// The first moment to look at the item.
    pub at: Timestamp,
}

impl When {
    /// The time at which the mailer finds a new item by itself, if the stream has not brought it.
    #[must_use]
    pub fn after_stream(class: MailClass, written_at: Timestamp) -> Self {
        Self { class, at: written_at.saturating_add(STREAM_TIME).expect("a fixed span saturates") }
    }
}

/// An item in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
    /// The item.
    pub key: StreamKey,
    /// Since when it has waited.
    pub at: Timestamp,
}

/// How much waits in a class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// How many mails.
    pub mails: u32,
    /// Since when the oldest waits.
    pub since: Option<Timestamp>,
}

/// An item that may owe a mail, as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Owing {
    /// When it is to be looked at, and for which mail; `None` when it owes nothing.
    pub when: Option<When>,
    /// The item itself.
    pub item: OwingItem,
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
    /// A letter, and what was decided about it; without the letter when only the mark is left that there was one.
    Letter(LetterId, Option<QueuedLetter>, Option<LetterAdmission>),
}

impl fmt::Debug for Owing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Owing").field("when", &self.when).finish_non_exhaustive()
    }
}

impl Pledges {
    /// Lists what waits in a class by then, the longest first, at most so many. What was written in the last second may be
    /// missing, and what was settled in the last second may be there still.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn owed(&self, class: MailClass, until: Timestamp, at_most: usize) -> Result<Vec<Owed>, StoreError> {
        let lanes = try_join_all((0..LANES).map(|lane| self.owed_in(class, lane, until, at_most))).await?;
        let mut all = lanes.concat();
        all.sort_by_key(|owed| owed.at);
        all.truncate(at_most);
        Ok(all)
    }

    /// Counts what waits in a class by then, and says since when the oldest does. Of very many it counts the first thousands.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn waits(&self, class: MailClass, until: Timestamp) -> Result<Waits, StoreError> {
        let since = self.owed(class, until, 1).await?.first().map(|owed| owed.at);
        if since.is_none() {
            return Ok(Waits::default());
        }
        let count = async |lane| {
            let mut terms = Terms::default();
            let query = self.owed_query(&mut terms, class, lane, until).select(Select::Count);
            let query = query.set_expression_attribute_names(terms.names());
            let answer = query.set_expression_attribute_values(terms.values()).send().await;
            answer.map(|answer| u32::try_from(answer.count).unwrap_or_default()).map_err(|error| of_request(&error))
        };
        let mails = try_join_all(lanes().map(count)).await?.into_iter().sum();
        Ok(Waits { mails, since })
    }

    fn owed_query(&self, terms: &mut Terms, class: MailClass, lane: u32, until: Timestamp) -> QueryFluentBuilder {
        let lane = terms.is(OWED_IN, Some(AttributeValue::S(self.keys.lane(class, lane))));
        let end = terms.value(AttributeValue::S(sortable(until)));
        let query = self.connection.client().query().table_name(&self.tables.pledges).index_name(OWED_INDEX);
        query.key_condition_expression(format!("{lane} AND {} <= {end}", terms.name(OWED_AT)))
    }

    async fn owed_in(
        &self,
        class: MailClass,
        lane: u32,
        until: Timestamp,
        at_most: usize,
    ) -> Result<Vec<Owed>, StoreError> {
        let mut terms = Terms::default();
        let query = self.owed_query(&mut terms, class, lane, until);
        let query = query.set_expression_attribute_names(terms.names());
        let query = query.set_expression_attribute_values(terms.values());
        let (mut found, mut from) = (Vec::new(), None);
        loop {
            let left = i32::try_from(at_most - found.len()).unwrap_or(i32::MAX);
            let page = query.clone().limit(left).set_exclusive_start_key(from).send().await;
            let page = page.map_err(|error| of_request(&error))?;
            for item in page.items() {
                found.push(read_owed(item)?);
            }
            from = page.last_evaluated_key;
            if from.is_none() || found.len() >= at_most {
                return Ok(found);
            }
        }
    }

    /// Reads items that may owe a mail. Those that are gone are left out.
    ///
    /// # Errors
    /// When the database fails. An item that cannot be read is an error of its own.
    pub async fn owing(&self, keys: &[StreamKey]) -> Result<HashMap<StreamKey, Result<Owing, StoreError>>, StoreError> {
        // DynamoDB refuses a request that names an item twice.
        let wanted: HashMap<_, _> = keys.iter().map(|key| (self.keys.of(key), *key)).collect();
        let items = self.get_all(&wanted.keys().cloned().collect::<Vec<_>>()).await?;
        Ok(items.iter().map(|(at, item)| (wanted[at], read_owing(wanted[at], item))).collect())
    }

    /// Writes down when an item is to be looked at again; `None` when it owes nothing any more. An item that is gone stays
    /// gone.
    ///
    /// # Errors
    /// When the database fails. Calling again is safe.
    pub async fn look_again(&self, key: &StreamKey, when: Option<When>) -> Result<(), StoreError> {
        let key = self.keys.of(key);
        let mut terms = Terms::default();
        let change = self.owing_change(&mut terms, &key, when);
        let update = self
            .connection
            .client()
            .update_item()
            .table_name(&self.tables.pledges)
            .condition_expression(format!("attribute_exists({})", terms.name(PK)))
            .set_key(Some(key.attributes()))
            .update_expression(change)
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values());
        was_done(update.send().await.map_err(|error| of_conditional(&error))).map(drop)
    }

    /// The clause of an update that says when its item is to be looked at again.
    pub(crate) fn owing_change(&self, terms: &mut Terms, key: &Key, when: Option<When>) -> String {
        match when {
            Some(when) => format!("SET {}", self.owing_set(terms, key, when)),
            None => format!("REMOVE {}, {}", terms.name(OWED_IN), terms.name(OWED_AT)),
        }
    }

    /// The part of a `SET` clause that says when its item is to be looked at.
    pub(crate) fn owing_set(&self, terms: &mut Terms, key: &Key, when: When) -> String {
        let lane = terms.value(AttributeValue::S(self.lane_of(when.class, key)));
        let at = terms.value(AttributeValue::S(sortable(when.at)));
        format!("{} = {lane}, {} = {at}", terms.name(OWED_IN), terms.name(OWED_AT))
    }

    /// The item with a mail that it owes.
    pub(crate) fn owing_item(&self, key: &Key, mut item: Item, when: When) -> Item {
        put(&mut item, OWED_IN, self.lane_of(when.class, key));
        put(&mut item, OWED_AT, sortable(when.at));
        item
    }

    fn lane_of(&self, class: MailClass, key: &Key) -> String {
        self.keys.lane(class, lane(&key.pk))
    }
}

impl Keys {
    /// The key of an item that the stream or the index tells of.
    pub(crate) fn of(&self, key: &StreamKey) -> Key {
        match key {
            StreamKey::Submission(id) => self.submission(*id),
            StreamKey::Signer(id, slot) => self.signer(*id, *slot),
            StreamKey::Farewell(id) => self.farewell(*id),
            StreamKey::SignIn(id) => self.sign_in(*id),
            StreamKey::Letter(id) => self.letter(id),
        }
    }
}

/// One of the lanes, by an item's partition key: random ids and hashes spread evenly.
pub(crate) fn lane(pk: &str) -> u32 {
    pk.bytes().map(u32::from).sum::<u32>() % LANES
}

/// Every lane.
pub(crate) fn lanes() -> std::ops::Range<u32> {
    0..LANES
}

fn read_owed(item: &Item) -> Result<Owed, StoreError> {
    let key = text(item, PK).zip(text(item, SK)).and_then(|(pk, sk)| StreamKey::parse(pk, sk));
    let at = text(item, OWED_AT).and_then(|text| text.parse().ok());
    let (key, at) = key.zip(at).ok_or_else(|| corrupt(OWED_AT))?;
    Ok(Owed { key, at })
}

fn read_owing(key: StreamKey, item: &Item) -> Result<Owing, StoreError> {
    let when = match (text(item, OWED_IN), text(item, OWED_AT)) {
        (Some(lane), Some(at)) => {
            let class = lane.split('#').nth(1).and_then(MailClass::named).ok_or_else(|| corrupt(OWED_IN))?;
            Some(When { class, at: at.parse().map_err(|_| corrupt(OWED_AT))? })
        }
        _ => None,
    };
    let item = match key {
        StreamKey::Submission(id) => OwingItem::Submission(SubmissionItem::read(id, item)?),
        StreamKey::Signer(id, slot) => OwingItem::Signer(SignerItem::read(id, slot, item)?),
        StreamKey::Farewell(id) => OwingItem::Farewell(id, FarewellItem::read(item)?),
        StreamKey::SignIn(id) => OwingItem::SignIn(SignInItem::read(id, item)?),
        StreamKey::Letter(id) => OwingItem::Letter(id, LetterItem::read(item)?, decided(item)),
    };
    Ok(Owing { when, item })
}
