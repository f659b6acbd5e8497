//! Switches for a rush: on while their item is there, and as they were while the store is away.

use jiff::SignedDuration;
use serde_json::json;
use store::{SwitchCache, Switches};
use wire::Fault;

use crate::database::Database;
use crate::people::NOW;

fn later(seconds: i64) -> jiff::Timestamp {
    NOW + SignedDuration::from_secs(seconds)
}

#[tokio::test]
async fn switches_are_read_once_in_some_seconds_and_stay_while_the_store_is_away() {
    let database = Database::start();
    let switches = SwitchCache::new(database.tallies.clone());
    assert_eq!(switches.recent(NOW).await, Switches::default());
    database.plant("Tally", &json!({ "pk": { "S": "W#time-to-lead" }, "sk": { "S": "form" } }));
    assert_eq!(switches.recent(later(4)).await, Switches::default());
    let closed = Switches { form_closed: true, ..Switches::default() };
    assert_eq!(switches.recent(later(5)).await, closed);
    database.wire.break_all("BatchGetItem", Fault::Throttle);
    assert_eq!(switches.recent(later(11)).await, closed, "nothing opens or closes by itself");
    assert!(database.wire.faults_met() > 0);
}

#[tokio::test]
async fn reminders_are_paused_by_an_item_of_the_office() {
    let database = Database::start();
    assert!(!database.office.reminders_are_paused().await.unwrap());
    database.plant("Office", &json!({ "pk": { "S": "J#time-to-lead" }, "sk": { "S": "reminders" } }));
    assert!(database.office.reminders_are_paused().await.unwrap());
    assert_eq!(database.office.letters_pause().await.unwrap(), None, "letters go on");
}
