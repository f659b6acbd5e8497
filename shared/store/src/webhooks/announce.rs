//! Announcements: a thing that happened becomes one message to each recipient, in the transaction that marks it as announced.

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use domain::tally::hour::Hour;
use domain::webhooks::event::IntegrityChange;
use jiff::Timestamp;

use crate::dynamo::attributes::SK;
use crate::dynamo::errors::{StoreError, was_done};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, number, optional, parsed, put, put_number, text};
use crate::dynamo::keys::Key;
use crate::dynamo::tables::OfficeTable;
use crate::handles::Office;
use crate::role::Delivers;
use crate::webhooks::items::{CHANGE, Delivery, HOUR, SIGNERS};

const PROGRESS: &str = "progress";
const ROUND: &str = "round";
const MILESTONE: &str = "milestone#";
const NEWS: &str = "news#";
/// More milestones than all ridings can pass.
const MILESTONES_MAX: i32 = 10_000;
/// News that are announced in one round. The next one goes on.
const NEWS_MAX: i32 = 25;

/// A change of the count that is to be announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    pub change: IntegrityChange,
    /// The signers whom it concerns, or the counters that were repaired.
    pub number: i64,
    sk: String,
}

/// A thing that is announced once.
#[derive(Clone, Copy, Debug)]
pub enum Announced<'a> {
    /// An hour, after the one that was announced before.
    Hour {
        before: Option<Hour>,
        hour: Hour,
    },
    /// A riding's milestone.
    Milestone {
        riding: &'a str,
        step: i64,
    },
    News(&'a News),
}

impl<R: Delivers> Office<R> {
    /// Begins a round of deliveries, which ends at `until` at the latest; false while another round goes on.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn take_delivery_round(&self, until: Timestamp, now: Timestamp) -> Result<bool, StoreError> {
        self.take_lease(&self.announced(ROUND.to_owned()), until, now).await
    }

    /// Ends the round, so that another one can begin.
    ///
    /// # Errors
    /// Fails when the database fails. Another round can then begin when the time of this one is over.
    pub async fn end_delivery_round(&self) -> Result<(), StoreError> {
        self.delete_now(&self.announced(ROUND.to_owned())).await
    }

    /// Reads the last hour that was announced.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn hour_announced(&self) -> Result<Option<Hour>, StoreError> {
        let item = self.get(&self.announced(PROGRESS.to_owned())).await?;
        item.map_or(Ok(None), |item| optional(&item, HOUR))
    }

    /// Lists the milestones that were announced, each as a riding's code and the number.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn milestones_announced(&self) -> Result<Vec<(String, i64)>, StoreError> {
        let partition = self.keys.announced_partition();
        let items = self.between(&partition, (MILESTONE, "milestone$"), MILESTONES_MAX).await?;
        let read = |item: &Item| {
            let (riding, step) = text(item, SK)?.strip_prefix(MILESTONE)?.split_once('#')?;
            Some((riding.to_owned(), step.parse().ok()?))
        };
        items.iter().map(read).collect::<Option<_>>().ok_or(StoreError::Corrupt)
    }

    /// Lists changes of the count that are to be announced.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn news(&self) -> Result<Vec<News>, StoreError> {
        let items = self.between(&self.keys.announced_partition(), (NEWS, "news$"), NEWS_MAX).await?;
        let read = |item: &Item| {
            Ok(News { change: parsed(item, CHANGE)?, number: number(item, SIGNERS)?, sk: parsed(item, SK)? })
        };
        items.iter().map(read).collect()
    }

    /// Announces a thing by these messages; false when it was announced before.
    ///
    /// # Errors
    /// Fails when the database fails. Announcing again is safe.
    pub async fn announce(&self, thing: Announced<'_>, messages: &[Delivery]) -> Result<bool, StoreError> {
        let mark = match thing {
            Announced::Hour { before, hour } => self.put_progress(before, hour),
            Announced::Milestone { riding, step } => {
                self.put_new(self.announced(format!("{MILESTONE}{riding}#{step}")).attributes())
            }
            Announced::News(news) => self.delete_there(&self.announced(news.sk.clone())),
        };
        let messages = messages.iter().map(|message| self.put_delivery(message));
        was_done(self.transact(std::iter::once(mark).chain(messages).collect()).await)
    }
}

impl OfficeTable {
    fn announced(&self, sk: String) -> Key {
        Key { pk: self.keys.announced_partition(), sk }
    }

    fn put_progress(&self, before: Option<Hour>, hour: Hour) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = terms.is(HOUR, before.map(|hour| AttributeValue::S(hour.to_string())));
        let mut item = self.announced(PROGRESS.to_owned()).attributes();
        put(&mut item, HOUR, hour.to_string());
        self.put_if(item, condition, &terms)
    }

    /// Leaves the news that the count was changed. Written twice under one name, it is the same news.
    pub(crate) fn put_news(&self, name: &str, change: IntegrityChange, number: i64) -> TransactWriteItem {
        let mut item = self.announced(format!("{NEWS}{name}#{change}")).attributes();
        put(&mut item, CHANGE, change.name());
        put_number(&mut item, SIGNERS, number);
        self.put(item)
    }
}
