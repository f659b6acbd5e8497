//! Counts the people who sign through an own link, by the day on which they were counted.
//!
//! The items say nothing of these people, and those say nothing of the link. So nobody can read here who came by whom, and
//! a withdrawal lowers no number. Somebody who withdraws and signs again by the same link counts for it again.
//!
//! A link's number is spread over parts, as the counters of a riding are, because a link may spread fast. A part is drawn
//! apart from the shard that counts the person: the same number on both would join them.
//!
//! Nobody knows here whether a code belongs to anybody. A made-up code, or one of a pledge that was withdrawn, counts into
//! an item that nobody reads, and that goes with the campaign.

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use domain::ids::LinkCode;
use domain::pledge::own_link::{day_of, is_shown};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::dynamo::attributes::DAY_PREFIX;
use crate::dynamo::errors::StoreError;
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, corrupt, number};
use crate::dynamo::tables::PledgesTable;
use crate::handles::Pledges;
use crate::role::ReadsLinks;

/// The parts over which a link's number is spread.
const PARTS: u64 = 16;

impl<R: ReadsLinks> Pledges<R> {
    /// Counts the people who signed through an own link until a day or two ago.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn signed_through(&self, link: LinkCode, now: Timestamp) -> Result<u64, StoreError> {
        let mut people = 0;
        for item in self.link_items(link).await? {
            for (name, day) in item.keys().filter_map(|name| Some((name, name.strip_prefix(DAY_PREFIX)?))) {
                let day: Date = day.parse().map_err(|_| corrupt(DAY_PREFIX))?;
                if is_shown(day, now) {
                    people += number::<u64>(&item, name)?;
                }
            }
        }
        Ok(people)
    }
}

impl PledgesTable {
    /// Reads what is counted for a link: sixteen small items at most.
    pub(crate) async fn link_items(&self, link: LinkCode) -> Result<Vec<Item>, StoreError> {
        self.partition(self.keys.link_partition(link)).await
    }

    /// Counts one person for a link, in the part that the number chooses.
    pub(crate) fn count_for_link(&self, link: LinkCode, now: Timestamp, drawn: u64) -> TransactWriteItem {
        let mut terms = Terms::default();
        let day = terms.name(&format!("{DAY_PREFIX}{}", day_of(now)));
        let one = terms.value(AttributeValue::N("1".to_owned()));
        let key = self.keys.link(link, drawn % PARTS);
        self.upsert(&key, format!("ADD {day} {one}"), &terms)
    }
}
