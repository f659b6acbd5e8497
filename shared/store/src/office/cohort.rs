//! Marks of cohorts show the desk which forms belong together. A mark is kept for a week after the form's mail went out.
//!
//! A mark holds only coarse values and keyed codes. It lies by the day on which its form was sent, so that a withdrawal
//! finds it.

use std::pin::pin;

use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::ids::SubmissionId;
use domain::mail::cohort::{COHORT_DAYS, CohortMark};
use domain::time::earlier;
use futures::stream::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::attributes::{DOMAIN_CODE, EXPIRES_AT, MINUTE, NETWORK, SHAPE, SK};
use crate::dynamo::errors::StoreError;
use crate::dynamo::item::{Item, number, optional, parsed, put, put_expiry};
use crate::dynamo::keys::sortable;
use crate::dynamo::reads::pages;
use crate::dynamo::tables::PledgesTable;
use crate::handles::Pledges;
use crate::role::ReadsFloods;

/// Marks that are read at once, few enough for a quick answer.
const PAGE: i32 = 1_000;

impl<R: ReadsFloods> Pledges<R> {
    /// Lists the marks of the last week, in no order.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn cohorts(&self, now: Timestamp) -> Result<Vec<CohortMark>, StoreError> {
        let mut marks = Vec::new();
        for days in 0..=COHORT_DAYS {
            let day = earlier(now, SignedDuration::from_hours(24 * days));
            let mut pages = pin!(pages(self.query_of(self.keys.cohort_partition(day)).limit(PAGE)));
            while let Some(page) = pages.try_next().await? {
                for item in &page {
                    // DynamoDB deletes expired items late.
                    if number::<i64>(item, EXPIRES_AT)? > now.as_second() {
                        marks.push(read_mark(item)?);
                    }
                }
            }
        }
        Ok(marks)
    }
}

impl PledgesTable {
    pub(crate) fn cohort_item(&self, mark: &CohortMark) -> Item {
        let mut item = self.keys.cohort(mark.minute, mark.submission).attributes();
        if let Some(network) = &mark.network {
            put(&mut item, NETWORK, network.to_string());
        }
        if let Some(domain) = &mark.mail_domain {
            put(&mut item, DOMAIN_CODE, domain.to_string());
        }
        put(&mut item, MINUTE, sortable(mark.minute));
        put(&mut item, SHAPE, mark.shape.to_string());
        put_expiry(&mut item, mark.expires_at());
        item
    }

    /// Deletes the mark of a form, as a withdrawal does.
    pub(crate) fn delete_cohort(&self, submission: SubmissionId, submitted_at: Timestamp) -> TransactWriteItem {
        self.delete(&self.keys.cohort(submitted_at, submission))
    }
}

fn read_mark(item: &Item) -> Result<CohortMark, StoreError> {
    Ok(CohortMark {
        submission: parsed(item, SK)?,
        network: optional(item, NETWORK)?,
        mail_domain: optional(item, DOMAIN_CODE)?,
        minute: parsed(item, MINUTE)?,
        shape: parsed(item, SHAPE)?,
    })
}
