//! Forms whose mail is held: their stored shape, and the list of them.

use std::collections::HashMap;
use std::pin::pin;

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder as Query;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::ids::{NetworkCode, RulingId, SubmissionId};
use domain::mail::cohort::{NameShape, minute_of};
use domain::mail::domain::MailDomain;
use domain::mail::flood::{HeldGroup, Ruling, WhyHeld};
use futures::future::try_join_all;
use futures::stream::TryStreamExt as _;
use jiff::Timestamp;

use crate::dynamo::attributes::{EXPIRES_AT, MAIL_DOMAIN, NETWORK, RULING_ID, SHAPE, SK, WHY};
use crate::dynamo::errors::StoreError;
use crate::dynamo::item::{Item, corrupt, number, optional, put, put_expiry, text};
use crate::dynamo::keys::{Key, Keys, lanes, parse_held, sortable};
use crate::dynamo::reads::pages;
use crate::dynamo::tables::PledgesTable;
use crate::handles::Pledges;
use crate::role::ReadsFloods;

/// Items of the list that are read at once.
const PAGE: i32 = 200;

/// A submission whose mail is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The time since which it has waited.
    pub since: Timestamp,
    /// The id of the form.
    pub submission: SubmissionId,
    /// Its network.
    pub network: Option<NetworkCode>,
    /// Its mail domain, unless it is a great provider.
    pub mail_domain: Option<MailDomain>,
    /// The shape of the name.
    pub shape: Option<NameShape>,
    /// The reasons for which it waits.
    pub why: Vec<WhyHeld>,
    /// The ruling that discarded it, if one did.
    pub discarded_by: Option<RulingId>,
    pub(crate) expires_at: i64,
}

impl Held {
    /// Whether it belongs to the group.
    #[must_use]
    pub fn is_of(&self, group: &HeldGroup) -> bool {
        group.network.is_none_or(|code| self.network == Some(code))
            && group.mail_domain.as_ref().is_none_or(|domain| self.mail_domain.as_ref() == Some(domain))
            && group.shape.as_ref().is_none_or(|shape| self.shape.as_ref() == Some(shape))
            && group.minute.is_none_or(|minute| self.minute() == minute)
            && group.why.is_none_or(|why| self.why.contains(&why))
            && group.discarded_by == self.discarded_by
    }

    /// The minute since which it has waited.
    #[must_use]
    pub fn minute(&self) -> Timestamp {
        minute_of(self.since)
    }
}

impl<R: ReadsFloods> Pledges<R> {
    /// Lists all held forms, the oldest first.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn held(&self, now: Timestamp) -> Result<Vec<Held>, StoreError> {
        let mut all = self.held_between(None, now).await?;
        // DynamoDB deletes expired items late.
        all.retain(|held| held.expires_at > now.as_second());
        Ok(all)
    }
}

impl PledgesTable {
    /// Lists the forms that have been held since a time, the oldest first.
    pub(crate) async fn held_between(
        &self,
        since: Option<Timestamp>,
        until: Timestamp,
    ) -> Result<Vec<Held>, StoreError> {
        let whole_lane = async |lane| {
            let listed = self.listed(self.keys.held_partition(lane), (since, until));
            pages(listed).map_ok(|page| readable(&page)).try_concat().await
        };
        let mut all = try_join_all(lanes().map(whole_lane)).await?.concat();
        all.sort_by_key(|held| (held.since, held.submission));
        Ok(all)
    }

    /// Lists the forms that a ruling is still to settle, `limit` at most. They wait, or they were discarded and are to wait
    /// again.
    pub(crate) async fn held_under(&self, ruling: &Ruling, limit: usize) -> Result<Vec<Held>, StoreError> {
        let mut found = Vec::new();
        for lane in lanes() {
            let partition = match ruling.group.discarded_by {
                Some(_) => self.keys.discarded_partition(lane),
                None => self.keys.held_partition(lane),
            };
            let mut pages = pin!(pages(self.listed(partition, (None, ruling.until)).limit(PAGE)));
            while let Some(page) = pages.try_next().await? {
                found.extend(readable(&page).into_iter().filter(|held| held.is_of(&ruling.group)));
                if found.len() >= limit {
                    found.truncate(limit);
                    return Ok(found);
                }
            }
        }
        Ok(found)
    }

    /// Makes a query of the held or discarded forms between two moments.
    fn listed(&self, partition: String, (since, until): (Option<Timestamp>, Timestamp)) -> Query {
        let from = sortable(since.unwrap_or(Timestamp::UNIX_EPOCH));
        self.query_between(partition, (&from, &Keys::up_to(until)))
    }
}

/// Reads a page of the list. An entry that cannot be read is left out.
fn readable(page: &[Item]) -> Vec<Held> {
    page.iter().filter_map(|item| read_held(item).ok()).collect()
}

pub(crate) fn write_held(held: &Held, key: &Key, end: Timestamp) -> Item {
    let mut item = key.attributes();
    if let Some(network) = held.network {
        put(&mut item, NETWORK, network.to_string());
    }
    if let Some(domain) = &held.mail_domain {
        put(&mut item, MAIL_DOMAIN, domain.as_str());
    }
    if let Some(shape) = &held.shape {
        put(&mut item, SHAPE, shape.to_string());
    }
    put(&mut item, WHY, held.why.iter().map(|why| why.name()).collect::<Vec<_>>().join(" "));
    if let Some(ruling) = held.discarded_by {
        put(&mut item, RULING_ID, ruling.to_string());
    }
    put_expiry(&mut item, end);
    item
}

fn read_held(item: &HashMap<String, AttributeValue>) -> Result<Held, StoreError> {
    let (since, submission) = text(item, SK).and_then(parse_held).ok_or_else(|| corrupt(SK))?;
    Ok(Held {
        since,
        submission,
        network: optional(item, NETWORK)?,
        mail_domain: optional(item, MAIL_DOMAIN)?,
        shape: optional(item, SHAPE)?,
        why: text(item, WHY).unwrap_or_default().split(' ').filter_map(|why| why.parse().ok()).collect(),
        discarded_by: optional(item, RULING_ID)?,
        expires_at: number(item, EXPIRES_AT)?,
    })
}
