//! The template's schedules, which `EventBridge` would call at a fixed rate.

use std::sync::Arc;

use futures::future::BoxFuture;
use tokio::time::MissedTickBehavior;

use crate::database::Database;
use crate::template::Schedule;

/// The time between two sweeps of expired items. DynamoDB takes hours. Each time every item is looked at, and requests
/// wait meanwhile.
const SWEEP: std::time::Duration = std::time::Duration::from_mins(10);

/// The work of a function at its time.
pub(crate) type Task = Arc<dyn Fn() -> BoxFuture<'static, anyhow::Result<()>> + Send + Sync>;

/// Does a task at a schedule's rate, first one period from now.
pub(crate) async fn keep(schedule: Schedule, task: Task) {
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + schedule.every, schedule.every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        ticks.tick().await;
        if let Err(error) = task().await {
            tracing::warn!(error = format!("{error:#}"), "a scheduled task failed; it is done at its next time");
        }
    }
}

/// Deletes expired items, now and then.
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
