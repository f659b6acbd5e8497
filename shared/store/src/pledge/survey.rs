//! The survey of all signers, and the report of a recount.
//!
//! Reports are kept with the counts, since they hold nothing personal.

use domain::mail::provider::MailProvider;
use domain::office::integrity::{IntegrityReport, Survey};
use domain::pledge::SUBMISSION_DAYS;
use domain::tally::Measure;
use domain::time::earlier;
use futures::stream::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::attributes::{EXPIRES_AT, LOCALE, PROVIDER};
use crate::dynamo::errors::StoreError;
use crate::dynamo::item::{corrupt, number, parsed, put, text};
use crate::dynamo::reads::first;
use crate::handles::{Pledges, Tallies};
use crate::pledge::signers::read_signer;
use crate::role::{KeepsReports, ListsEverybody, ReadsReports};
use crate::tally::recount::Recount;

/// The report, as JSON.
const REPORT: &str = "report";

impl<R: ListsEverybody> Pledges<R> {
    /// Counts unconfirmed forms and recent signers by mail provider, and all signers by language.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn survey(&self, now: Timestamp) -> Result<Survey, StoreError> {
        let mut survey = Survey::default();
        let mut submissions = std::pin::pin!(self.pages(&self.keys.submissions_prefix()));
        while let Some(page) = submissions.try_next().await? {
            for item in &page {
                // DynamoDB deletes expired items late. The mailer deletes the submission of a person who confirmed, within
                // seconds.
                if number::<i64>(item, EXPIRES_AT)? > now.as_second() {
                    let name = text(item, PROVIDER);
                    let provider = MailProvider::ALL.into_iter().find(|provider| Some(provider.name()) == name);
                    let provider = provider.ok_or_else(|| corrupt(PROVIDER))?;
                    survey.by_provider.entry(provider).or_default().pending += 1;
                }
            }
        }
        let since = earlier(now, SignedDuration::from_hours(24 * SUBMISSION_DAYS));
        let mut signers = std::pin::pin!(self.pages(&self.keys.signers_prefix()));
        while let Some(page) = signers.try_next().await? {
            for item in &page {
                *survey.by_locale.entry(parsed(item, LOCALE)?).or_default() += 1;
                let signer = read_signer(item)?;
                if signer.submitted_at >= since {
                    let provider = MailProvider::of_domain(signer.draft.email.domain());
                    survey.by_provider.entry(provider).or_default().confirmed += 1;
                }
            }
        }
        Ok(survey)
    }
}

impl Recount {
    /// Makes the report that is kept of the recount.
    #[must_use]
    pub fn report(&self, at: Timestamp, survey: Survey) -> IntegrityReport {
        let (counted, stored) = (self.counted.sum(), self.stored.sum());
        let mut wrong: Vec<_> = self.drift.iter().map(|drift| (drift.shard, drift.place)).collect();
        wrong.dedup();
        let n = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        IntegrityReport {
            at,
            counted: counted.signers,
            stored: stored.signers,
            paper: counted.measures().get(&Measure::Paper).copied().unwrap_or_default(),
            withdrawn: stored.withdrawn,
            invalidated: counted.invalidated,
            wrong_counters: n(wrong.len()),
            unsettled_counters: n(self.unsettled),
            wrong_persons: n(self.wrong_persons),
            partners: self.partners.clone(),
            survey,
        }
    }
}

impl<R: KeepsReports> Tallies<R> {
    /// Keeps the report of a recount.
    ///
    /// # Errors
    /// Fails when the database fails. Keeping it again is safe.
    pub async fn keep_report(&self, report: &IntegrityReport) -> Result<(), StoreError> {
        let mut item = self.keys.recount(report.at).attributes();
        put(&mut item, REPORT, serde_json::to_string(report).expect("a report is plain data"));
        self.put_now(item).await
    }
}

impl<R: ReadsReports> Tallies<R> {
    /// Reads the report of the last recount; `None` before the first.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn last_report(&self) -> Result<Option<IntegrityReport>, StoreError> {
        let items = first(self.query_of(self.keys.recounts_partition()).scan_index_forward(false), 1).await?;
        let report = items.first().and_then(|item| text(item, REPORT));
        report.map(|report| serde_json::from_str(report).map_err(|_| corrupt(REPORT))).transpose()
    }
}
