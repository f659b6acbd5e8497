//! The campaign's desk: a part is published whole and once, and every function takes it up.

use domain::campaign::published::{Part, Published};
use domain::mail::email::EmailAddress;
use domain::office::audit::{Action, Entry};
use jiff::{SignedDuration, Timestamp};
use store::{CAMPAIGN_MAX_AGE, CONTENT_MAX_BYTES, Change, Live, Publishing, StoreError};
use wire::Fault;

use crate::database::Database;
use crate::people::NOW;

fn change(part: Part, from: u32, content: &str) -> Change {
    Change { part, from, content: content.to_owned() }
}

pub(crate) fn entry(by: &str) -> Entry {
    let by = EmailAddress::parse(by).unwrap();
    Entry { at: NOW, by, action: Action::EditionPublished, about: "goal".to_owned(), reason: String::new() }
}

/// Publishes the next version of the edition.
async fn publish(database: &Database, from: u32, content: &str) {
    let at = NOW + SignedDuration::from_secs(from.into());
    let by = Entry { at, ..entry("organizer@example.org") };
    let published = database.office.publish(&change(Part::Edition, from, content), &by).await.unwrap();
    assert_eq!(published, Publishing::Done(from + 1));
}

/// Follows the text of a part; the text `broken` cannot be read.
fn follow(database: &Database) -> Live<String> {
    Live::new(&database.office, |published: &Published| {
        let content = published.content(Part::Edition).unwrap_or("the folder").to_owned();
        if content == "broken" { Err(StoreError::Corrupt) } else { Ok(content) }
    })
    .unwrap()
}

fn later(by: SignedDuration) -> Timestamp {
    NOW + by
}

#[tokio::test]
async fn a_change_is_published_with_its_history_and_its_entry_in_the_log() {
    let database = Database::start();
    assert_eq!(database.office.published().await.unwrap(), Published::default());
    for (from, content) in [(0, "one"), (1, "two")] {
        let by = format!("organizer{from}@example.org");
        let published = database.office.publish(&change(Part::Edition, from, content), &entry(&by)).await.unwrap();
        assert_eq!(published, Publishing::Done(from + 1));
    }
    let published = database.office.published().await.unwrap();
    assert_eq!((published.number(Part::Edition), published.content(Part::Edition)), (2, Some("two")));
    assert_eq!((published.number(Part::Partners), published.content(Part::Partners)), (0, None));
    let past = database.office.past_versions(Part::Edition, None, 10).await.unwrap();
    let told: Vec<_> = past.iter().map(|past| (past.version.content.as_str(), past.by.to_string())).collect();
    assert_eq!(told, [("two", "organizer1@example.org".to_owned()), ("one", "organizer0@example.org".to_owned())]);
    assert_eq!(database.office.past_version(Part::Edition, 1).await.unwrap().unwrap(), past[1]);
    assert_eq!(database.items("Office", "L#").len(), 2);
    assert!(!format!("{:?}", database.items("Office", "C#")).contains("example.org"), "nobody is named to everybody");
}

#[tokio::test]
async fn of_two_changes_at_once_one_is_kept_whole() {
    let database = Database::start();
    let changes = (0..8).map(|number| {
        let office = database.office.clone();
        async move {
            let by = entry(&format!("organizer{number}@example.org"));
            office.publish(&change(Part::Edition, 0, &format!("of {number}")), &by).await.unwrap()
        }
    });
    let outcomes = futures::future::join_all(changes).await;
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Publishing::Done(1)).count(), 1);
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Publishing::Overtaken).count(), 7);
    assert_eq!((database.items("Office", "E#").len(), database.items("Office", "L#").len()), (1, 1));
    let late = database.office.publish(&change(Part::Edition, 5, "from the future"), &entry("late@example.org")).await;
    assert_eq!(late.unwrap(), Publishing::Overtaken);
}

#[tokio::test]
async fn a_change_whose_reply_was_lost_is_published_once() {
    let database = Database::start();
    let (wish, by) = (change(Part::Partners, 0, "[]"), entry("organizer@example.org"));
    database.wire.break_next(1, "TransactWriteItems", Fault::LoseReply);
    assert!(database.office.publish(&wish, &by).await.is_err());
    assert_eq!(database.office.publish(&wish, &by).await.unwrap(), Publishing::Done(1));
    assert_eq!((database.items("Office", "E#").len(), database.items("Office", "L#").len()), (1, 1));
}

#[tokio::test]
async fn a_part_takes_its_most_bytes_and_no_more() {
    let database = Database::start();
    let by = entry("organizer@example.org");
    let wish = |bytes| change(Part::Members, 0, &"x".repeat(bytes));
    assert_eq!(database.office.publish(&wish(CONTENT_MAX_BYTES + 1), &by).await.unwrap(), Publishing::TooLong);
    assert_eq!(database.office.publish(&wish(CONTENT_MAX_BYTES), &by).await.unwrap(), Publishing::Done(1));
}

#[tokio::test]
async fn functions_take_up_a_change_after_some_seconds_and_keep_it_while_the_store_is_away() {
    let database = Database::start();
    let live = follow(&database);
    live.refresh(NOW).await;
    assert_eq!(*live.now(), "the folder");
    publish(&database, 0, "one").await;
    live.refresh(later(CAMPAIGN_MAX_AGE - SignedDuration::from_secs(1))).await;
    assert_eq!(*live.now(), "the folder");
    live.refresh(later(CAMPAIGN_MAX_AGE)).await;
    assert_eq!(*live.now(), "one");
    drop(database.wire.take());
    live.refresh(later(CAMPAIGN_MAX_AGE * 2)).await;
    assert_eq!(database.wire.take().len(), 1, "without a change, one small read");
    publish(&database, 1, "two").await;
    database.wire.break_all("GetItem", Fault::Throttle);
    live.refresh(later(CAMPAIGN_MAX_AGE * 3)).await;
    assert!(live.catch_up().await.is_err());
    assert_eq!(*live.now(), "one", "nothing goes back to the folder");
    database.wire.heal();
    live.catch_up().await.unwrap();
    assert_eq!(*live.now(), "two");
}

#[tokio::test]
async fn a_change_that_cannot_be_read_leaves_the_one_before() {
    let database = Database::start();
    let live = follow(&database);
    for (from, content) in [(0, "one"), (1, "broken")] {
        publish(&database, from, content).await;
        assert_eq!(live.catch_up().await.is_ok(), content == "one");
    }
    assert_eq!(*live.now(), "one");
    publish(&database, 2, "three").await;
    live.catch_up().await.unwrap();
    assert_eq!(*live.now(), "three");
}

/// Follows the texts of two parts; the text `broken` of either cannot be read.
fn follow_two(database: &Database) -> Live<String> {
    Live::new(&database.office, |published: &Published| {
        let parts = [Part::Edition, Part::Partners].map(|part| published.content(part).unwrap_or("the folder"));
        if parts.contains(&"broken") { Err(StoreError::Corrupt) } else { Ok(parts.join(", ")) }
    })
    .unwrap()
}

#[tokio::test]
async fn a_part_that_cannot_be_read_keeps_no_other_part_back() {
    let database = Database::start();
    let by = |seconds| Entry { at: NOW + SignedDuration::from_secs(seconds), ..entry("organizer@example.org") };
    let publish = async |part, from, content, seconds| {
        let published = database.office.publish(&change(part, from, content), &by(seconds)).await.unwrap();
        assert_eq!(published, Publishing::Done(from + 1));
    };
    publish(Part::Edition, 0, "broken", 1).await;
    publish(Part::Partners, 0, "partners", 2).await;
    let (live, later) = (follow_two(&database), follow_two(&database));
    live.refresh(NOW).await;
    assert_eq!(*live.now(), "the folder, partners");
    assert!(live.catch_up_on(Part::Partners).await.is_ok() && live.catch_up_on(Part::Edition).await.is_err());
    assert!(live.catch_up().await.is_err(), "somebody who needs all parts learns of it");
    publish(Part::Partners, 1, "other partners", 3).await;
    live.catch_up_on(Part::Partners).await.unwrap();
    assert_eq!(*live.now(), "the folder, other partners");
    // An item without its content, as if somebody had written it by hand.
    let mut item = database.items("Office", "C#").into_iter().find(|item| item["sk"]["S"] == "edition").unwrap();
    item.as_object_mut().unwrap().remove("content");
    database.plant("Office", &item);
    later.refresh(NOW).await;
    assert_eq!(*later.now(), "the folder, other partners");
    assert!(later.catch_up_on(Part::Edition).await.is_err() && database.office.published().await.is_err());
    publish(Part::Edition, 1, "edition", 4).await;
    for live in [live, later] {
        live.catch_up().await.unwrap();
        assert_eq!(*live.now(), "edition, other partners");
    }
}
