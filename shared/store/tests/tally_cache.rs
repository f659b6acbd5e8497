//! The tally's cache: many readers, few reads.

use std::sync::Arc;

use futures::future::join_all;
use jiff::SignedDuration;
use store::{Freshness, StoreError, TALLY_MAX_AGE, TallyCache};

use crate::database::{Database, SHARDS};
use crate::people::{Form, NOW, neighbour};
use wire::Fault;

const INSTANT: SignedDuration = SignedDuration::from_nanos(1);

impl Database {
    fn cache(&self) -> Arc<TallyCache> {
        Arc::new(TallyCache::new(self.tallies.clone(), Freshness::Strong))
    }

    /// Returns the number of reads of the whole tally since the last call.
    fn reads(&self) -> usize {
        let queries = self.wire.take().into_iter().filter(|sent| sent.operation == "Query").count();
        assert_eq!(queries % usize::from(SHARDS), 0);
        queries / usize::from(SHARDS)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_callers_cause_one_read_in_two_seconds() {
    let database = Database::start();
    let cache = database.cache();
    database.sign(&Form::number(1)).await;
    drop(database.wire.take());
    for (after, reads) in [(SignedDuration::ZERO, 1), (TALLY_MAX_AGE - INSTANT, 0), (TALLY_MAX_AGE, 1)] {
        let answers = join_all((0..1000).map(|_| {
            let cache = Arc::clone(&cache);
            tokio::spawn(async move { cache.recent(NOW + after).await.unwrap().tally.total() })
        }))
        .await;
        assert!(answers.into_iter().all(|total| total.unwrap() == 1));
        assert_eq!(database.reads(), reads);
    }
    assert_eq!(TALLY_MAX_AGE, SignedDuration::from_secs(2));
}

#[tokio::test]
async fn a_snapshot_says_when_it_was_read_and_when_it_changed() {
    let database = Database::start();
    let cache = database.cache();
    let at = |seconds| NOW + SignedDuration::from_secs(seconds);
    let first = cache.recent(at(0)).await.unwrap();
    assert_eq!((first.read_at, first.changed_at), (at(0), at(0)));
    let same = cache.recent(at(5)).await.unwrap();
    assert_eq!((same.read_at, same.changed_at), (at(5), at(0)));
    database.sign(&Form::number(1)).await;
    let changed = cache.recent(at(10)).await.unwrap();
    assert_eq!((changed.tally.total(), changed.read_at, changed.changed_at), (1, at(10), at(10)));
}

#[tokio::test]
async fn a_failing_store_leaves_the_last_tally_and_is_asked_once_in_two_seconds() {
    let database = Database::start();
    let cache = database.cache();
    database.sign(&Form::number(1)).await;
    let last = cache.recent(NOW).await.unwrap();
    database.wire.break_all("Query", Fault::NeverArrives);
    let later = NOW + SignedDuration::from_hours(1);
    assert_eq!(cache.recent(later).await.unwrap(), last);
    assert!(database.wire.take_faults() > 0);
    assert_eq!(cache.recent(later + TALLY_MAX_AGE - INSTANT).await.unwrap(), last);
    assert_eq!(database.wire.take_faults(), 0, "it was not asked again");
    database.wire.heal();
    assert_eq!(cache.recent(later + TALLY_MAX_AGE).await.unwrap().read_at, later + TALLY_MAX_AGE);
}

#[tokio::test]
async fn without_any_tally_the_failure_is_told_and_not_retried_at_once() {
    let database = Database::start();
    let cache = database.cache();
    database.wire.break_all("Query", Fault::NeverArrives);
    assert_eq!(cache.recent(NOW).await, Err(StoreError::Unavailable));
    let _ = database.wire.take_faults();
    assert_eq!(cache.recent(NOW + INSTANT).await, Err(StoreError::Unavailable));
    assert_eq!(database.wire.take_faults(), 0);
    database.wire.heal();
    assert_eq!(cache.recent(NOW + TALLY_MAX_AGE).await.unwrap().tally.total(), 0);
}

/// "You are one of N" counts the one who reads it.
#[tokio::test(flavor = "multi_thread")]
async fn a_tally_read_after_a_transaction_has_it_in() {
    let database = Arc::new(Database::start());
    let cache = database.cache();
    let seen = join_all((0..32).map(|number| {
        let (database, cache) = (Arc::clone(&database), Arc::clone(&cache));
        tokio::spawn(async move {
            let form = Form::number(number).by(neighbour(number)).at(format!("p{number}@example.org"));
            database.sign(&form).await;
            let place = form.residence.place();
            cache.after(NOW).await.unwrap().tally.at(place)
        })
    }))
    .await;
    let mut seen: Vec<i64> = seen.into_iter().map(Result::unwrap).collect();
    seen.sort_unstable();
    // The n-th to commit sees at least n.
    assert!((1..).zip(&seen).all(|(at_least, total)| *total >= at_least), "{seen:?}");
    assert_eq!(database.exact_total().await, 32);
}

#[tokio::test]
async fn those_who_wait_share_one_read() {
    let database = Database::start();
    let cache = database.cache();
    // All hundred ask before the first read begins or while it runs, on one thread: theirs, and one more for the rest.
    let answers = join_all((0..100).map(|_| cache.after(NOW))).await;
    assert!(answers.into_iter().all(|answer| answer.is_ok()));
    assert!((1..=2).contains(&database.reads()));
    database.wire.break_all("Query", Fault::NeverArrives);
    let answers = join_all((0..100).map(|_| cache.after(NOW))).await;
    assert!(answers.into_iter().all(|answer| answer == Err(StoreError::Unavailable)));
    assert!(database.wire.take_faults() <= 2 * 3 * usize::from(SHARDS), "they share its failure too");
}

#[tokio::test]
async fn a_caller_who_gives_up_stops_no_other() {
    let database = Database::start();
    let cache = database.cache();
    let mut abandoned = Box::pin(cache.recent(NOW));
    assert!(futures::poll!(&mut abandoned).is_pending());
    let mut waiting = Box::pin(cache.recent(NOW));
    assert!(futures::poll!(&mut waiting).is_pending());
    drop(abandoned);
    assert_eq!(waiting.await.unwrap().tally.total(), 0);
}
