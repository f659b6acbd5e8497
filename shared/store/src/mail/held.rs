//! Forms whose mail is held: their stored shape, and the list of them.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::ids::{NetworkCode, RulingId, SubmissionId};
use domain::mail::cohort::{NameShape, minute_of};
use domain::mail::domain::MailDomain;
use domain::mail::flood::{HeldGroup, Ruling, WhyHeld};
use futures::future::try_join_all;
use jiff::Timestamp;

use crate::dynamo::attributes::{EXPIRES_AT, MAIL_DOMAIN, NETWORK, PK, RULING_ID, SHAPE, SK, WHY};
use crate::dynamo::errors::{StoreError, of_request};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, corrupt, number, optional, put, put_expiry, text};
use crate::dynamo::keys::{Key, Keys, lanes, parse_held, sortable};
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
            let (mut all, mut from) = (Vec::new(), None);
            loop {
                let partition = self.keys.held_partition(lane);
                let (page, next) = self.listed_page(partition, (since, until), None, from).await?;
                all.extend(page);
                from = next;
                if from.is_none() {
                    return Ok::<_, StoreError>(all);
                }
            }
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
            let mut from = None;
            loop {
                let partition = match ruling.group.discarded_by {
                    Some(_) => self.keys.discarded_partition(lane),
                    None => self.keys.held_partition(lane),
                };
                let (page, next) = self.listed_page(partition, (None, ruling.until), Some(PAGE), from).await?;
                found.extend(page.into_iter().filter(|held| held.is_of(&ruling.group)));
                from = next;
                if found.len() >= limit {
                    found.truncate(limit);
                    return Ok(found);
                }
                if from.is_none() {
                    break;
                }
            }
        }
        Ok(found)
    }

    /// Reads a page of held or discarded forms between two moments. An entry that cannot be read is left out.
    async fn listed_page(
        &self,
        partition: String,
        (since, until): (Option<Timestamp>, Timestamp),
        limit: Option<i32>,
        from: Option<Item>,
    ) -> Result<(Vec<Held>, Option<Item>), StoreError> {
        let mut terms = Terms::default();
        let partition = terms.is(PK, Some(AttributeValue::S(partition)));
        let start = terms.value(AttributeValue::S(sortable(since.unwrap_or(Timestamp::UNIX_EPOCH))));
        let end = terms.value(AttributeValue::S(Keys::up_to(until)));
        let query = self
            .connection
            .client()
            .query()
            .table_name(&self.tables.pledges)
            .key_condition_expression(format!("{partition} AND {} BETWEEN {start} AND {end}", terms.name(SK)))
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values())
            .consistent_read(true)
            .set_limit(limit)
            .set_exclusive_start_key(from);
        let answer = query.send().await.map_err(|error| of_request(&error))?;
        let held = answer.items().iter().filter_map(|item| read_held(item).ok()).collect();
        Ok((held, answer.last_evaluated_key))
    }
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
