//! Signers are shown counts that include themselves, for few reads.

use std::sync::Arc;

use domain::pledge::Signer;
use domain::tally::riding::Place;
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use store::{SignerCount, SignerCounts, StoreError, TALLY_MAX_AGE};

use crate::database::{Database, SHARDS};
use crate::people::{Form, NOW, abroad, neighbour};
use wire::Fault;

fn numbered(number: u128) -> Form {
    Form::number(number).by(neighbour(number)).at(format!("p{number}@example.org"))
}

/// Returns the counts that an instance of a function shows to a signer.
async fn shown(instance: &SignerCounts, signer: &Signer, now: Timestamp) -> SignerCount {
    instance.with(signer.shard, signer.draft.residence.place(), now).await.unwrap()
}

impl Database {
    fn instance(&self) -> SignerCounts {
        SignerCounts::new(self.tallies.clone())
    }

    /// Returns the read units and the number of requests since the last call.
    fn read_units(&self) -> (f64, usize) {
        let sent = self.wire.take();
        (sent.iter().map(|request| request.units).sum(), sent.len())
    }
}

#[tokio::test]
async fn an_instance_that_read_the_tally_before_counts_the_signer_for_one_read_unit() {
    let database = Database::start();
    let instance = database.instance();
    for number in 0..20 {
        database.sign(&numbered(number)).await;
    }
    assert_eq!(instance.recent_total(NOW).await, Ok(20));
    // Another instance counts somebody.
    let signer = database.sign(&numbered(20)).await;
    drop(database.wire.take());
    assert_eq!(shown(&instance, &signer, NOW).await, SignerCount { here: 21, total: 21 });
    assert_eq!(database.read_units(), (1.0, 1));
    // A second time it is shown the same.
    assert_eq!(shown(&instance, &signer, NOW).await, SignerCount { here: 21, total: 21 });
}

#[tokio::test]
async fn an_instance_that_knows_nothing_reads_everything_once() {
    let database = Database::start();
    let instance = database.instance();
    let signer = database.sign(&numbered(1)).await;
    drop(database.wire.take());
    assert_eq!(shown(&instance, &signer, NOW).await, SignerCount { here: 1, total: 1 });
    assert_eq!(database.read_units().1, usize::from(SHARDS) + 1);
    assert_eq!(shown(&instance, &signer, NOW + TALLY_MAX_AGE - SignedDuration::from_nanos(1)).await.total, 1);
    assert_eq!(database.read_units().1, 1);
    assert_eq!(shown(&instance, &signer, NOW + TALLY_MAX_AGE).await.total, 1);
    assert_eq!(database.read_units().1, usize::from(SHARDS) + 1);
}

#[tokio::test]
async fn whoever_was_shown_their_count_is_in_what_the_next_one_is_shown() {
    let database = Database::start();
    let instance = database.instance();
    for number in 0..40 {
        let form = if number % 4 == 0 { numbered(number).of(abroad()) } else { numbered(number) };
        let signer = database.sign(&form).await;
        let (all, there) = (i64::try_from(number).unwrap() + 1, i64::try_from(number / 4).unwrap() + 1);
        let here = if number % 4 == 0 { there } else { all - there };
        assert_eq!(shown(&instance, &signer, NOW).await, SignerCount { here, total: all });
        let tally = instance.tally_with(signer.shard, signer.draft.residence.place(), NOW).await.unwrap();
        assert_eq!((tally.total(), tally.at(Place::Abroad)), (all, there));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_ask_at_once_are_each_shown_themselves() {
    let database = Arc::new(Database::start());
    let instance = Arc::new(database.instance());
    let seen = join_all((0..32).map(|number| {
        let (database, instance) = (Arc::clone(&database), Arc::clone(&instance));
        tokio::spawn(async move {
            let signer = database.sign(&numbered(number)).await;
            // Each asks at another moment, so that the whole tally is read in between.
            shown(&instance, &signer, NOW + TALLY_MAX_AGE * i32::try_from(number).unwrap()).await.total
        })
    }))
    .await;
    let seen: Vec<i64> = seen.into_iter().map(Result::unwrap).collect();
    assert!(seen.iter().all(|total| (1..=32).contains(total)), "{seen:?}");
    let last = database.sign(&numbered(32)).await;
    assert_eq!(shown(&instance, &last, NOW + SignedDuration::from_hours(1)).await.total, 33);
}

#[tokio::test]
async fn those_who_left_are_missing_from_the_next_whole_tally() {
    let database = Database::start();
    let instance = database.instance();
    let leaves = numbered(1);
    let (first, stays) = (database.sign(&leaves).await, database.sign(&numbered(2)).await);
    for signer in [&first, &stays] {
        shown(&instance, signer, NOW).await;
    }
    assert!(database.withdraw(&leaves).await);
    assert_eq!(shown(&instance, &stays, NOW + TALLY_MAX_AGE).await, SignerCount { here: 1, total: 1 });
}

#[tokio::test]
async fn a_store_that_fails_is_told_where_the_signer_would_be_missing() {
    let database = Database::start();
    let instance = database.instance();
    let signer = database.sign(&numbered(1)).await;
    shown(&instance, &signer, NOW).await;
    database.wire.break_all("GetItem", Fault::NeverArrives);
    let place = signer.draft.residence.place();
    assert_eq!(instance.with(signer.shard, place, NOW).await, Err(StoreError::Unavailable));
    database.wire.heal();
    // The signer gets an answer even if the whole tally cannot be read.
    database.wire.break_all("Query", Fault::NeverArrives);
    let later = NOW + SignedDuration::from_hours(1);
    assert_eq!(shown(&instance, &signer, later).await, SignerCount { here: 1, total: 1 });
    assert!(database.wire.faults_met() > 0);
}
