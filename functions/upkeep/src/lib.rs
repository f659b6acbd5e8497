//! The work of the clock: the hour's snapshot, unfinished work of organizers, recounts, and the erasing of everybody at the end.
//!
//! It runs every five minutes, and each run does the work that is due. If a run fails or is late, the next one does its work.
//! The first run of an hour keeps that hour's snapshot. An hour without a run never gets one, since its counts are not known
//! any more. That run alone begins a recount, so that one that fails is not begun again before the next hour: it reads
//! everybody, which costs money. Its role reaches signers, because it recounts them, finishes work on them and erases them.
//!
//! It may change a count only to finish what an organizer began, never to repair one. It must never show or log anything of a
//! person. Start reading at [`Upkeep::run`].

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use campaigns::CampaignFolder;
use domain::campaign::Campaign;
use domain::campaign::partner::PARTNER_ASK_DAYS;
use domain::office::invalidation::Stage;
use domain::tally::hour::Hour;
use domain::time::earlier;
use jiff::{SignedDuration, Timestamp};
use store::{Freshness, Live, Office, Pledges, StoreError, Tables, Tallies, role};
use web::{Clock, Environment};

/// The hours between two recounts of every signer.
pub const RECOUNT_HOURS: i64 = 6;
/// The number of parts in which the table is read at once.
const SEGMENTS: i32 = 4;
/// The longest time for unfinished work, or forgetting, in one run; the next one goes on. A run has five minutes.
const WORK: Duration = Duration::from_mins(2);

/// Does the work that is due by the clock.
#[derive(Debug)]
pub struct Upkeep {
    campaign: Live<Campaign>,
    tallies: Tallies<role::Upkeep>,
    pledges: Pledges<role::Upkeep>,
    office: Office<role::Upkeep>,
    clock: Clock,
    /// The last hour that is known to have its snapshot.
    kept: Mutex<Option<Hour>>,
}

impl Upkeep {
    /// Reads the settings and opens the store.
    ///
    /// # Errors
    /// Fails when a setting is missing or wrong.
    pub fn start(environment: &Environment, clock: Clock, connection: store::Connection) -> anyhow::Result<Self> {
        let folder = CampaignFolder::find(environment.required("CAMPAIGN")?)?;
        let slug = folder.campaign()?.slug;
        let shards = environment.tally_shards()?;
        let table = |name| environment.required(name).map(str::to_owned);
        let tables = Tables { pledges: table("PLEDGES_TABLE")?, tally: table("TALLY_TABLE")? };
        let office = Office::new(connection.clone(), table("OFFICE_TABLE")?, slug.clone());
        let campaign = Live::new(&office, move |published| anyhow::Ok(folder.now(published)?.campaign().clone()))?;
        Ok(Self {
            tallies: Tallies::new(connection.clone(), tables.tally.clone(), slug.clone(), shards),
            office,
            pledges: Pledges::new(connection, tables, slug, shards),
            campaign,
            clock,
            kept: Mutex::default(),
        })
    }

    /// Does all work that is due. One failed part does not keep the rest from being done.
    ///
    /// # Errors
    /// Fails when the store fails; the next run does the rest.
    pub async fn run(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let kept = self.keep_snapshot(now).await;
        let is_first = matches!(kept, Ok(true));
        let finished = self.finish().await;
        let looked = match self.campaign.catch_up().await {
            Ok(()) if now >= self.campaign.now().forgets_at() => self.forget().await,
            Ok(()) => self.look_over(now, is_first).await,
            // The desk may have moved the end of the campaign, so nobody is erased by an older date.
            Err(error) => self.look_over(now, is_first).await.and(Err(error)),
        };
        kept.map(|_| ()).and(finished).and(looked)
    }

    /// Keeps this hour's snapshot, unless it has one. Returns whether it was kept by this run.
    async fn keep_snapshot(&self, now: Timestamp) -> Result<bool, StoreError> {
        let hour = Hour::of(now);
        if *self.kept.lock().unwrap_or_else(PoisonError::into_inner) == Some(hour) {
            return Ok(false);
        }
        if let Some(shard) = self.tallies.shard_beyond().await? {
            let wanted = u16::from(shard.number()) + 1;
            // The alarm looks for the first words. No hour is kept for good with people missing in it.
            tracing::error!(
                "the tally is wrong: people are counted in shard {shard} and not shown; TALLY_SHARDS must be at least {wanted}",
                shard = shard.number()
            );
            return Err(StoreError::Corrupt);
        }
        let tally = self.tallies.read(Freshness::Strong).await?;
        let is_first = self.tallies.keep_snapshot(now, &tally).await?;
        if is_first {
            tracing::info!(%hour, total = tally.total(), "kept the hour's snapshot");
            self.tallies.keep_partners(hour, &tally).await?;
        }
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(hour);
        Ok(is_first)
    }

    /// Finishes an organizer's work that stopped halfway: after a crash, or because it was too much for one request.
    async fn finish(&self) -> Result<(), StoreError> {
        let work = async {
            let invalidations = self.finish_invalidations().await;
            invalidations.and(self.finish_imports().await)
        };
        // Longer work goes on with the next run.
        tokio::time::timeout(WORK, work).await.unwrap_or(Ok(()))
    }

    /// Finishes invalidations. One that fails keeps no other from being finished.
    async fn finish_invalidations(&self) -> Result<(), StoreError> {
        let mut outcome = Ok(());
        for invalidation in self.office.invalidations().await? {
            if invalidation.stage.end().is_some() {
                match self.office.work_off(&self.pledges, invalidation).await {
                    Ok(done) => tracing::info!(stage = %done.stage, signers = done.signers, "finished an invalidation"),
                    Err(error) => outcome = Err(error),
                }
            }
        }
        outcome
    }

    /// Finishes imports of paper. One that fails keeps no other from being finished.
    async fn finish_imports(&self) -> Result<(), StoreError> {
        let mut outcome = Ok(());
        for import in self.office.imports().await? {
            if import.stage.and_then(Stage::end).is_some() {
                match self.office.work_off_import(&self.pledges, import).await {
                    Ok(done) => tracing::info!(signers = done.signers, "finished an import of paper"),
                    Err(error) => outcome = Err(error),
                }
            }
        }
        outcome
    }

    /// Erases old asks and recounts the signers, if the last recount was [`RECOUNT_HOURS`] ago. Only the first run of an hour
    /// recounts, so that a recount that fails is not tried again at once.
    async fn look_over(&self, now: Timestamp, is_first: bool) -> Result<(), StoreError> {
        // By the hour, since the schedule does not come at the same second of each.
        let is_due = |last: Timestamp| Hour::of(now).since(Hour::of(last)) >= RECOUNT_HOURS;
        if self.tallies.last_report().await?.is_some_and(|report| !is_due(report.at)) {
            return Ok(());
        }
        self.erase_old_asks(now).await?;
        if is_first { self.recount(now).await } else { Ok(()) }
    }

    /// Erases what organizations asked so long ago that nobody will decide on it.
    async fn erase_old_asks(&self, now: Timestamp) -> Result<(), StoreError> {
        let asked = earlier(now, SignedDuration::from_hours(24 * PARTNER_ASK_DAYS));
        let forgotten = self.office.forget_asks(asked).await?;
        if forgotten > 0 {
            tracing::info!(asks = forgotten, "erased what organizations asked and nobody decided");
        }
        Ok(())
    }

    /// Counts every signer, and logs an error when the counters differ.
    async fn recount(&self, now: Timestamp) -> Result<(), StoreError> {
        let recount = self.pledges.recount(SEGMENTS).await?;
        let report = recount.report(now, self.pledges.survey(now).await?);
        self.tallies.keep_report(&report).await?;
        if report.wrong_counters == 0 && report.wrong_persons == 0 {
            tracing::info!(counted = report.counted, unsettled = report.unsettled_counters, "the tally was recounted");
        } else {
            // The alarm looks for this sentence.
            tracing::error!(counters = report.wrong_counters, persons = report.wrong_persons, "the tally is wrong");
        }
        Ok(())
    }

    /// Erases everybody, some months after the campaign. The counts stay, and nobody is counted again.
    async fn forget(&self) -> Result<(), StoreError> {
        // Longer work goes on with the next run.
        let Ok(forgotten) = tokio::time::timeout(WORK, self.pledges.forget_everybody()).await else { return Ok(()) };
        let items = forgotten?;
        if items > 0 {
            tracing::info!(items, "erased the campaign's personal data");
        }
        self.office.forget_partner_people().await?;
        self.office.forget_supporters().await
    }
}
