//! What is done by the clock: the tally is kept for the record every hour.
//!
//! It runs every few minutes, and the first run of an hour keeps that hour's snapshot: a run that fails or comes late is
//! made good by the next one, and says with the snapshot when the counters were read. An hour in which none came has no
//! snapshot, and never gets one: what the counters said then is not known any more. Readers see the gap.
//!
//! It must never reach a person's data, and never change a count. Start reading at [`Upkeep::run`].

use std::sync::{Mutex, PoisonError};

use campaigns::CampaignFolder;
use domain::hour::Hour;
use store::{Freshness, StoreError, Tallies};
use web::{Clock, Environment};

/// Keeps the tally's snapshots.
#[derive(Debug)]
pub struct Upkeep {
    tallies: Tallies,
    clock: Clock,
    /// The last hour that is known to have its snapshot.
    kept: Mutex<Option<Hour>>,
}

impl Upkeep {
    /// Reads the settings.
    ///
    /// # Errors
    /// When a setting is missing or wrong.
    pub fn start(environment: &Environment, clock: Clock, connection: store::Connection) -> anyhow::Result<Self> {
        let campaign = CampaignFolder::find(environment.required("CAMPAIGN")?)?.campaign()?;
        let shards = environment.tally_shards()?;
        let table = environment.required("TALLY_TABLE")?.to_owned();
        let tallies = Tallies::new(connection, table, campaign.slug, shards);
        Ok(Self { tallies, clock, kept: Mutex::default() })
    }

    /// Keeps this hour's snapshot, unless it has one.
    ///
    /// # Errors
    /// When the store fails; the next run does it.
    pub async fn run(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let hour = Hour::of(now);
        if *self.kept.lock().unwrap_or_else(PoisonError::into_inner) == Some(hour) {
            return Ok(());
        }
        let tally = self.tallies.read(Freshness::Strong).await?;
        if self.tallies.keep_snapshot(now, &tally).await? {
            tracing::info!(%hour, total = tally.total(), "kept the hour's snapshot");
        }
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(hour);
        Ok(())
    }
}
