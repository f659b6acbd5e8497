//! The last recount's report, kept in memory for a minute.

use domain::office::integrity::IntegrityReport;
use jiff::{SignedDuration, Timestamp};
use store::{StoreError, Tallies, role};
use tokio::sync::Mutex;

/// The age up to which a report is served from memory. A new one is kept every few hours.
const REPORT_MAX_AGE: SignedDuration = SignedDuration::from_secs(60);

/// The last recount's report, as it was last read.
#[derive(Debug)]
pub(crate) struct Reports {
    tallies: Tallies<role::Public>,
    known: Mutex<Option<(Timestamp, Option<IntegrityReport>)>>,
}

impl Reports {
    pub(crate) fn new(tallies: Tallies<role::Public>) -> Self {
        Self { tallies, known: Mutex::default() }
    }

    /// Returns the last report, or the last one known when the store fails.
    pub(crate) async fn last(&self, now: Timestamp) -> Result<Option<IntegrityReport>, StoreError> {
        let mut known = self.known.lock().await;
        if let Some((read_at, report)) = &*known
            && now.duration_since(*read_at) < REPORT_MAX_AGE
        {
            return Ok(report.clone());
        }
        match (self.tallies.last_report().await, &*known) {
            (Ok(report), _) => {
                *known = Some((now, report.clone()));
                Ok(report)
            }
            (Err(_), Some((_, report))) => Ok(report.clone()),
            (Err(error), None) => Err(error),
        }
    }
}
