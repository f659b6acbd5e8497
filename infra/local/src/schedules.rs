//! The template's schedules: what `EventBridge` would call at a fixed rate.

use std::sync::Arc;

use mailer::Mailer;
use tokio::time::MissedTickBehavior;

use crate::database::Database;
use crate::template::Schedule;

/// How often expired items are deleted. DynamoDB takes hours; here a person may be watching.
const SWEEP: std::time::Duration = std::time::Duration::from_mins(1);

/// Calls the mailer at a schedule's rate, first one period from now.
pub(crate) async fn keep(schedule: Schedule, mailer: Arc<Mailer>) {
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + schedule.every, schedule.every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        ticks.tick().await;
        if let Err(error) = mailer.send_due().await {
            tracing::warn!(%error, "deferred mails wait for the schedule's next time");
        }
    }
}

/// Deletes what has expired, now and then.
pub(crate) async fn sweep(database: Arc<Database>) {
    let mut ticks = tokio::time::interval(SWEEP);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        ticks.tick().await;
        if let Err(error) = database.sweep_expired().await {
            tracing::warn!(error = format!("{error:#}"), "cannot delete what has expired");
        }
    }
}
