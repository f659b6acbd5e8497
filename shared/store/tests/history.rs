//! Snapshots: the tally at an hour, written once and read once.

use std::sync::Arc;

use domain::tally::hour::Hour;
use domain::tally::riding::Place;
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use store::{Freshness, History, StoreError};

use crate::database::Database;
use crate::people::{Form, NOW};
use wire::Fault;

impl Database {
    async fn keep_snapshot(&self, at: Timestamp) -> bool {
        let tally = self.tallies.read(Freshness::Strong).await.unwrap();
        self.tallies.keep_snapshot(at, &tally).await.unwrap()
    }

    fn history(&self) -> History {
        History::new(self.tallies.clone())
    }

    /// Returns the number of batch reads since the last call.
    fn batches(&self) -> usize {
        self.wire.take().into_iter().filter(|sent| sent.operation == "BatchGetItem").count()
    }
}

fn hours(count: i64) -> Vec<Hour> {
    (0..count).map(|n| Hour::of(NOW).plus(n)).collect()
}

fn later(hours: i64) -> Timestamp {
    NOW + SignedDuration::from_hours(hours)
}

fn totals(entries: &[store::HourEntry]) -> Vec<Option<i64>> {
    entries.iter().map(|(_, snapshot)| snapshot.as_ref().map(|snapshot| snapshot.tally.total())).collect()
}

#[tokio::test]
async fn the_first_snapshot_of_an_hour_stays() {
    let database = Database::start();
    database.sign(&Form::number(1)).await;
    assert!(database.keep_snapshot(NOW).await);
    database.sign(&Form::number(2).at("tremblay@example.org").brought_by("a-partner")).await;
    assert!(!database.keep_snapshot(NOW + SignedDuration::from_mins(5)).await, "the hour has one");
    assert!(database.keep_snapshot(later(1)).await);

    let entries = database.history().at(&hours(3), later(3)).await.unwrap();
    let found: Vec<_> = entries.into_iter().filter_map(|(_, snapshot)| snapshot).collect();
    assert_eq!(found.iter().map(|snapshot| snapshot.tally.total()).collect::<Vec<_>>(), [1, 2]);
    assert_eq!((found[0].taken_at, found[1].taken_at), (NOW, later(1)));
    let now = database.tallies.read(Freshness::Strong).await.unwrap();
    let places = |tally: &domain::tally::Tally| -> Vec<(Place, i64)> {
        tally.places().map(|(place, count)| (place, count.signers)).collect()
    };
    assert_eq!(places(&found[1].tally), places(&now));
    let by_partner = now.by_partner().into_iter().map(|(slug, signers)| (slug.to_string(), signers)).collect();
    assert_eq!(found[1].by_partner, by_partner);
    assert_eq!(found[1].by_partner["a-partner"], 1);
}

#[tokio::test]
async fn a_lost_reply_does_not_keep_a_second_one() {
    let database = Database::start();
    database.sign(&Form::number(1)).await;
    let tally = database.tallies.read(Freshness::Strong).await.unwrap();
    database.wire.break_next(1, "PutItem", Fault::LoseReply);
    // The client's own second try finds the first one's work.
    assert!(!database.tallies.keep_snapshot(NOW, &tally).await.unwrap());
    assert_eq!(totals(&database.history().at(&hours(1), NOW).await.unwrap()), [Some(1)]);
}

#[tokio::test]
async fn an_hour_that_was_missed_stays_empty() {
    let database = Database::start();
    database.keep_snapshot(NOW).await;
    database.sign(&Form::number(1)).await;
    database.keep_snapshot(later(3)).await;
    let entries = database.history().at(&hours(5), later(4)).await.unwrap();
    assert_eq!(totals(&entries), [Some(0), None, None, Some(1), None]);
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_that_have_passed_are_read_once_whoever_asks() {
    let database = Database::start();
    for hour in 0..3 {
        database.keep_snapshot(later(hour)).await;
    }
    let history = Arc::new(database.history());
    drop(database.wire.take());
    let asked = join_all((0..200).map(|_| {
        let history = Arc::clone(&history);
        tokio::spawn(async move { history.at(&hours(3), later(5)).await.unwrap() })
    }))
    .await;
    assert!(asked.into_iter().all(|entries| totals(&entries.unwrap()) == [Some(0); 3]));
    assert_eq!(database.batches(), 1);
    // More hours than one request takes: two requests, for what is not known yet.
    history.at(&hours(150), later(400)).await.unwrap();
    assert_eq!(database.batches(), 2);
    history.at(&hours(150), later(500)).await.unwrap();
    assert_eq!(database.batches(), 0, "hours long gone get no snapshot any more");
    history.at(&hours(150), NOW - SignedDuration::from_hours(1)).await.unwrap();
    assert_eq!(database.batches(), 0, "nor do hours to come");
}

#[tokio::test]
async fn a_late_snapshot_is_seen_within_a_minute() {
    let database = Database::start();
    let history = database.history();
    assert_eq!(totals(&history.at(&hours(1), NOW).await.unwrap()), [None]);
    database.keep_snapshot(NOW + SignedDuration::from_mins(7)).await;
    assert_eq!(totals(&history.at(&hours(1), NOW + SignedDuration::from_secs(59)).await.unwrap()), [None]);
    assert_eq!(totals(&history.at(&hours(1), NOW + SignedDuration::from_secs(60)).await.unwrap()), [Some(0)]);
}

#[tokio::test]
async fn the_newest_snapshot_of_two_days_is_found_and_shown_while_the_database_is_away() {
    let database = Database::start();
    let history = database.history();
    let newest = async |now| history.latest(now).await.map(|found| found.map(|found| found.hour.since(Hour::of(NOW))));
    assert_eq!(newest(later(2)).await.unwrap(), None);
    for hour in [0, 3, 4] {
        database.keep_snapshot(later(hour)).await;
    }
    assert_eq!(newest(later(4)).await.unwrap(), Some(4));
    drop(database.wire.take());
    assert_eq!(newest(later(4) + SignedDuration::from_mins(50)).await.unwrap(), Some(4));
    assert_eq!(database.batches(), 0, "an hour's is read once");
    assert_eq!(newest(later(51)).await.unwrap(), Some(4));
    assert_eq!(newest(later(52)).await.unwrap(), None);
    database.wire.break_all("BatchGetItem", Fault::NeverArrives);
    assert_eq!(newest(later(200)).await.unwrap(), Some(4), "the newest that is known");
    assert!(database.history().latest(later(200)).await.is_err());
}

#[tokio::test]
async fn the_places_of_a_partner_are_those_of_the_hour_that_was_kept_last() {
    let database = Database::start();
    let partner = "a-partner".parse().unwrap();
    database.sign(&Form::number(1).brought_by("a-partner")).await;
    database.sign(&Form::number(2).at("tremblay@example.org").brought_by("b-partner")).await;
    let hour = Hour::of(NOW);
    let keep = async |hour| {
        let tally = database.tallies.read(Freshness::Strong).await.unwrap();
        database.tallies.keep_partners(hour, &tally).await.unwrap();
        tally
    };
    let read = async |hour| database.tallies.partner_places(&partner, hour).await.unwrap();
    assert_eq!(read(hour).await, None);
    let place = keep(hour).await.places().next().unwrap().0;
    assert_eq!(read(hour).await, Some(vec![(place, 1)]));
    database.sign(&Form::number(3).at("lavoie@example.org").brought_by("a-partner")).await;
    assert_eq!(read(hour).await, Some(vec![(place, 1)]), "not what was counted since");
    keep(hour.plus(1)).await;
    assert_eq!((read(hour).await, read(hour.plus(1)).await), (None, Some(vec![(place, 2)])));
    // Beside the snapshots, and not among them.
    assert_eq!(database.history().first(later(5)).await.unwrap(), None);
}

#[tokio::test]
async fn a_line_is_drawn_from_the_first_snapshot_to_now_through_few_points() {
    let database = Database::start();
    let history = database.history();
    assert_eq!(history.line(5, NOW).await.unwrap(), []);
    for hour in 0..=20 {
        database.keep_snapshot(later(hour)).await;
    }
    let line = history.line(5, later(20)).await.unwrap();
    let at: Vec<_> = line.iter().map(|(hour, _)| hour.since(Hour::of(NOW))).collect();
    assert_eq!(at.first(), Some(&0));
    assert_eq!(at.last(), Some(&20));
    assert!(at.len() <= 6 && at.is_sorted(), "{at:?}");
    assert!(line.iter().all(|(_, snapshot)| snapshot.is_some()));
    // While there are few hours, each is a point.
    assert_eq!(history.line(60, later(20)).await.unwrap().len(), 21);
    drop(database.wire.take());
    history.line(60, later(20)).await.unwrap();
    assert!(database.wire.take().is_empty(), "what is known is not read again");
}

#[tokio::test]
async fn a_days_number_is_the_first_that_was_kept_in_it_and_stays_so() {
    let database = Database::start();
    let history = database.history();
    let day = |first: i64| (first..first + 24).map(|n| Hour::of(NOW).plus(n)).collect::<Vec<_>>();
    let firsts = async |now| {
        let found = history.first_of(&[day(0), day(24), Vec::new(), day(48)], now).await.unwrap();
        found
            .into_iter()
            .map(|one| one.map(|one| (one.hour.since(Hour::of(NOW)), one.tally.total())))
            .collect::<Vec<_>>()
    };
    assert_eq!(firsts(NOW).await, [None, None, None, None]);
    // Of the first day all hours are kept, of the second one from its sixth hour on, of the third none.
    database.sign(&Form::number(1)).await;
    database.keep_snapshot(later(0)).await;
    database.sign(&Form::number(2).at("tremblay@example.org")).await;
    for hour in [1, 2, 30, 31] {
        database.keep_snapshot(later(hour)).await;
    }
    let expected = [Some((0, 1)), Some((30, 2)), None, None];
    assert_eq!(firsts(later(40)).await, expected);
    database.sign(&Form::number(3).at("gagnon@example.org")).await;
    database.keep_snapshot(later(41)).await;
    assert_eq!(firsts(later(400)).await, expected);
    // A day whose first hour was kept costs one read of one item.
    let fresh = database.history();
    drop(database.wire.take());
    fresh.first_of(&[day(0)], later(400)).await.unwrap();
    assert_eq!(database.batches(), 1);
    // The line to an hour is the same whenever it is drawn.
    let line = fresh.line_to(5, day(0)[2], later(40)).await.unwrap();
    assert_eq!(fresh.line_to(5, day(0)[2], later(400)).await.unwrap(), line);
    assert_eq!(totals(&line), [Some(1), Some(2), Some(2)]);
}

#[tokio::test]
async fn when_the_store_fails_what_is_known_is_still_told() {
    let database = Database::start();
    database.keep_snapshot(NOW).await;
    let history = database.history();
    history.at(&hours(1), later(1)).await.unwrap();
    database.wire.break_all("BatchGetItem", Fault::NeverArrives);
    assert_eq!(totals(&history.at(&hours(1), later(2)).await.unwrap()), [Some(0)]);
    assert_eq!(history.at(&hours(2), later(2)).await, Err(StoreError::Unavailable));
}
