//! Recipients of webhooks.

use std::collections::BTreeSet;

use serde_json::json;

use crate::database::Database;

/// A recipient's item, with the versions of the wording that name it if it has any.
fn plant(database: &Database, state: &str, wordings: Option<&str>) {
    let mut item = json!({ "pk": { "S": "H#time-to-lead" }, "sk": { "S": "AAAAAAAAAAAAAAAAAAAAAA" }, "kind": { "S": "standard" },
        "address": { "S": "https://hooks.example.org/" }, "subjects": { "S": "consents" }, "state": { "S": state },
        "by": { "S": "ana@example.org" }, "at": { "S": "2026-11-26T00:00:00Z" } });
    if let Some(wordings) = wordings {
        item["wordings"] = json!({ "S": wordings });
    }
    database.plant("Office", &item);
}

fn stored(database: &Database) -> String {
    database.items("Office", "H#")[0]["wordings"]["S"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn two_who_add_a_version_of_the_wording_at_once_lose_none() {
    let database = Database::start();
    plant(&database, "on", Some("1"));
    let seen = database.office.keyed_recipients().await.unwrap().items.remove(0).recipient;
    let add = async |version: &str| database.office.add_wording(&seen, version).await.unwrap();
    assert_eq!(add("2").await, BTreeSet::from(["1", "2"].map(str::to_owned)));
    // This one has read the recipient before the other one wrote.
    assert_eq!(add("3").await, BTreeSet::from(["1", "2", "3"].map(str::to_owned)));
    assert_eq!(add("2").await.len(), 3, "it is there already");
    assert_eq!(stored(&database), "1 2 3");

    plant(&database, "on", None);
    add("2").await;
    assert_eq!(stored(&database), "2");
    plant(&database, "removed", Some("1"));
    add("2").await;
    assert_eq!(stored(&database), "1", "one that is removed hears of nobody");
}
