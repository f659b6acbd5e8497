//! The parts of the campaign that its desk publishes, and their history.
//!
//! One item names the current version of each part, so that a function learns with one small read whether anything changed.
//! Publishing is one transaction: the part, that item, the history, and the entry in the log.

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use domain::campaign::published::{Part, Published, Version};
use domain::mail::email::EmailAddress;
use domain::office::audit::Entry;
use jiff::Timestamp;

use crate::dynamo::attributes::SK;
use crate::dynamo::errors::{StoreError, was_done};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, corrupt, number, parsed, put, put_number, text};
use crate::dynamo::keys::sortable;
use crate::dynamo::reads::Freshness;
use crate::dynamo::tables::OfficeTable;
use crate::handles::Office;
use crate::office::items::{AT, BY, author};
use crate::role::{ReadsCampaign, RunsCampaign};

/// The number of a part's version.
pub(crate) const NUMBER: &str = "version";
/// A part's content, as JSON.
pub(crate) const CONTENT: &str = "content";
/// The most bytes of a part's content. An item of DynamoDB takes 400 KiB, names of attributes included.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html>
pub const CONTENT_MAX_BYTES: usize = 390 * 1024;

/// A version of a part that somebody wants to publish.
#[derive(Clone, Debug)]
pub struct Change {
    pub part: Part,
    /// The number of the version that it was made from.
    pub from: u32,
    /// The part's new content as JSON.
    pub content: String,
}

/// The outcome of a wish to publish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publishing {
    /// The change is published, with this number.
    Done(u32),
    /// Somebody else published another change first. This one is not kept.
    Overtaken,
    /// The content is longer than [`CONTENT_MAX_BYTES`].
    TooLong,
}

/// A version of a part in its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastVersion {
    pub version: Version,
    pub by: EmailAddress,
    pub at: Timestamp,
}

/// The parts as the desk has published them since they were read.
#[derive(Debug)]
pub(crate) struct SinceKnown {
    pub(crate) published: Published,
    /// The parts whose items cannot be read. They stand as they were known.
    pub(crate) unread: Vec<Part>,
}

impl OfficeTable {
    /// Reads what the desk has published, beyond what is known already. It returns `None` where nothing changed.
    pub(crate) async fn published_since(
        &self,
        known: &Published,
        freshness: Freshness,
    ) -> Result<Option<SinceKnown>, StoreError> {
        let index = self.index(freshness).await?;
        let number = |part: Part| index.get(part.name()).and_then(|value| value.as_n().ok()?.parse::<u32>().ok());
        let is_new = |part: &Part| number(*part).is_some_and(|number| number > known.number(*part));
        let parts: Vec<_> = Part::ALL.into_iter().filter(is_new).collect();
        if parts.is_empty() {
            return Ok(None);
        }
        let keys: Vec<_> = parts.iter().map(|part| self.keys.part(*part)).collect();
        let items = self.get_all_as(&keys, freshness).await?;
        let (mut published, mut unread) = (known.clone(), Vec::new());
        for (part, key) in parts.into_iter().zip(&keys) {
            match items.get(key).map(read_version) {
                // The item may be older than the index says: a later read finds it.
                Some(Ok(version)) if version.number > published.number(part) => published.put(part, version),
                Some(Ok(_)) | None => {}
                Some(Err(_)) => unread.push(part),
            }
        }
        Ok(Some(SinceKnown { published, unread }))
    }

    async fn index(&self, freshness: Freshness) -> Result<Item, StoreError> {
        Ok(self.get_as(&self.keys.campaign_index(), freshness).await?.unwrap_or_default())
    }
}

impl<R: ReadsCampaign> Office<R> {
    /// Reads everything that the desk has published.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn published(&self) -> Result<Published, StoreError> {
        match self.published_since(&Published::default(), Freshness::Strong).await? {
            Some(news) if !news.unread.is_empty() => Err(StoreError::Corrupt),
            news => Ok(news.map(|news| news.published).unwrap_or_default()),
        }
    }
}

impl<R: RunsCampaign> Office<R> {
    /// Publishes a part, with its entry in the log. Doing it again after a lost reply is safe.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn publish(&self, change: &Change, entry: &Entry) -> Result<Publishing, StoreError> {
        self.publish_with(change, entry, Vec::new()).await
    }

    /// Publishes a part together with other writes: all of them or none.
    pub(crate) async fn publish_with(
        &self,
        change: &Change,
        entry: &Entry,
        others: Vec<TransactWriteItem>,
    ) -> Result<Publishing, StoreError> {
        if change.content.len() > CONTENT_MAX_BYTES {
            return Ok(Publishing::TooLong);
        }
        let next = change.from + 1;
        let mut writes = self.publishing(change, entry);
        writes.push(self.log(entry));
        writes.extend(others);
        let sent = self.transact(writes).await;
        if was_done(sent)? {
            return Ok(Publishing::Done(next));
        }
        // Perhaps the change is this very one, whose reply was lost.
        let past = self.get(&self.keys.past_version(change.part, next)).await?;
        let is_ours = match &past {
            Some(item) => {
                let past = read_past(item)?;
                past.version.content == change.content && past.by == entry.by && past.at == entry.at
            }
            None => false,
        };
        Ok(if is_ours { Publishing::Done(next) } else { Publishing::Overtaken })
    }

    /// Lists versions of a part, the newest first. With `before`, it lists those with lower numbers.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn past_versions(
        &self,
        part: Part,
        before: Option<u32>,
        most: i32,
    ) -> Result<Vec<PastVersion>, StoreError> {
        let before = before.map(|number| self.keys.past_version(part, number).sk);
        let items = self.last(&self.keys.past_versions_partition(part), before, most).await?;
        items.iter().map(read_past).collect()
    }

    /// Reads one version of a part.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn past_version(&self, part: Part, number: u32) -> Result<Option<PastVersion>, StoreError> {
        let item = self.get(&self.keys.past_version(part, number)).await?;
        item.as_ref().map(read_past).transpose()
    }
}

impl OfficeTable {
    /// Lets a transaction go on only while a part has this version.
    pub(crate) fn while_current(&self, part: Part, number: u32) -> TransactWriteItem {
        let mut terms = Terms::default();
        let condition = is_current(part, number, &mut terms);
        self.check(&self.keys.campaign_index(), condition, &terms)
    }

    /// The writes of a change, without its entry in the log.
    fn publishing(&self, change: &Change, entry: &Entry) -> Vec<TransactWriteItem> {
        let next = change.from + 1;
        let mut part = self.keys.part(change.part).attributes();
        put_number(&mut part, NUMBER, i64::from(next));
        put(&mut part, CONTENT, change.content.as_str());
        let mut former = self.keys.past_version(change.part, next).attributes();
        put(&mut former, CONTENT, change.content.as_str());
        put(&mut former, BY, entry.by.to_string());
        put(&mut former, AT, sortable(entry.at));
        let mut terms = Terms::default();
        let condition = is_current(change.part, change.from, &mut terms);
        let set =
            format!("SET {} = {}", terms.name(change.part.name()), terms.value(AttributeValue::N(next.to_string())));
        vec![self.update(&self.keys.campaign_index(), set, condition, &terms), self.put(part), self.put_new(former)]
    }
}

/// The condition that a part has this version.
fn is_current(part: Part, number: u32, terms: &mut Terms) -> String {
    terms.is(part.name(), (number > 0).then(|| AttributeValue::N(number.to_string())))
}

fn read_version(item: &Item) -> Result<Version, StoreError> {
    let content = text(item, CONTENT).ok_or_else(|| corrupt(CONTENT))?.to_owned();
    Ok(Version { number: number(item, NUMBER)?, content })
}

fn read_past(item: &Item) -> Result<PastVersion, StoreError> {
    let number = text(item, SK).and_then(|number| number.parse().ok()).ok_or_else(|| corrupt(SK))?;
    let content = text(item, CONTENT).ok_or_else(|| corrupt(CONTENT))?.to_owned();
    Ok(PastVersion { version: Version { number, content }, by: author(item)?, at: parsed(item, AT)? })
}
