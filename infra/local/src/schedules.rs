//! The template's schedules, which `EventBridge` would call at a fixed rate.

use std::sync::Arc;

use axum::Router;
use axum::response::IntoResponse as _;
use axum::routing::post;
use futures::future::BoxFuture;
use http::StatusCode;
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

/// Routes `POST /_local/schedules`, which does all scheduled work at once: the hour's snapshot is one of its parts.
pub(crate) fn door(tasks: Vec<Task>) -> Router {
    let run = move || {
        let tasks = tasks.clone();
        async move {
            for task in tasks {
                if let Err(error) = task().await {
                    tracing::warn!(error = format!("{error:#}"), "a scheduled task failed");
                    return StatusCode::INTERNAL_SERVER_ERROR.into_response();
                }
            }
            StatusCode::NO_CONTENT.into_response()
        }
    };
    Router::new().route("/_local/schedules", post(run))
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
