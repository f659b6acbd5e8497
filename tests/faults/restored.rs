//! The operator's command `restore`, run as OPERATIONS.md says, over a table that lost people.

use std::collections::BTreeSet;

use serde_json::json;
use tests::{CAMPAIGN, Item, Mail, Person, Tables, TestSite, built, printed};

const COPY: &str = "pledges-restored";

/// Makes a table of the same shape, with everything that the table of pledges holds now: a restore to this moment.
async fn restored_to_now(tables: &Tables) {
    let text = |name: &str| json!({ "AttributeName": name, "AttributeType": "S" });
    let key = |name: &str, kind: &str| json!({ "AttributeName": name, "KeyType": kind });
    let table = json!({
        "TableName": COPY, "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [text("pk"), text("sk")], "KeySchema": [key("pk", "HASH"), key("sk", "RANGE")],
    });
    let items = tables.items("Pledges").await;
    tables.call("CreateTable", table).await;
    for item in items {
        tables.call("PutItem", json!({ "TableName": COPY, "Item": item })).await;
    }
}

/// Deletes an item without the site, as an accident would.
async fn lose(tables: &Tables, item: &Item) {
    let key = json!({ "pk": item["pk"], "sk": item["sk"] });
    tables.call("DeleteItem", json!({ "TableName": tables.named("Pledges").await, "Key": key })).await;
}

/// Counts somebody, and returns the mail that thanks them and the item that was not there before.
async fn counted(site: &TestSite, person: &Person) -> (Mail, Item) {
    let before: BTreeSet<_> = signers(site).await.iter().map(|item| item["pk"].to_string()).collect();
    let thanks = site.pledge(person).await;
    let new = signers(site).await.into_iter().find(|item| !before.contains(&item["pk"].to_string()));
    (thanks, new.expect("a signer more"))
}

async fn signers(site: &TestSite) -> Vec<Item> {
    site.tables().items_of("Pledges", "P#").await
}

/// Runs the command, and returns its lines without the spaces in front of the numbers.
async fn restore(site: &TestSite, options: &[&str]) -> Vec<String> {
    let tables = site.tables();
    let (into, tally) = (tables.named("Pledges").await, tables.named("Tally").await);
    let arguments = ["--from", COPY, "--into", &into, "--tally", &tally];
    let environment = [
        ("AWS_ACCESS_KEY_ID", "local"),
        ("AWS_SECRET_ACCESS_KEY", "local"),
        ("AWS_REGION", "ca-central-1"),
        ("AWS_ENDPOINT_URL_DYNAMODB", tables.endpoint()),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let said = printed(&built("restore"), &[&arguments[..], options].concat(), &environment).await;
    said.lines().map(|line| line.trim().to_owned()).collect()
}

/// Invariant 2, and the worth of a restore: who was lost is back, who withdrew since is not, and nobody is mailed again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_puts_back_who_was_lost_and_nobody_who_withdrew_since() {
    let folder = tempfile::tempdir().unwrap();
    let site = TestSite::on_disk(folder.path()).await;
    let tables = site.tables();
    let leaving = Person::new("Luc");
    let (marie, lost) = counted(&site, &Person::new("Marie")).await;
    let (_, lost_too) = counted(&site, &Person::new("Paul")).await;
    let (nora, unsure) = counted(&site, &Person::new("Nora")).await;
    let (luc, _) = counted(&site, &leaving).await;
    restored_to_now(&tables).await;

    // One person withdraws and another signs. Then an accident takes three people, and the mailbox of one.
    site.withdraw(&luc).await;
    site.open_mail(&leaving).await;
    counted(&site, &Person::new("Ana")).await;
    let mailbox = format!("A#{CAMPAIGN}#{}", unsure["signer_mailbox"]["S"].as_str().expect("a signer has a mailbox"));
    let [mailbox] = tables.items_of("Pledges", &mailbox).await.try_into().expect("one mailbox");
    for item in [&lost, &lost_too, &unsure, &mailbox] {
        lose(&tables, item).await;
    }
    let persons = tables.items_of("Pledges", "M#").await;
    for person in &persons {
        lose(&tables, person).await;
    }
    site.settle().await;
    assert!(site.get(marie.path()).await.status.is_client_error());

    // Without `--apply` it says what it would do, and does nothing.
    let before = tables.items("Pledges").await;
    let said = restore(&site, &[]).await;
    let found = [
        "2 signers would be put back",
        "1 signers withdrew since, and stay erased",
        "1 signers of whom it is not known whether they withdrew: left away",
        "0 signatures on paper, mailboxes and marks would be put back",
        "1 people are counted, and the counters say 4",
    ];
    assert_eq!(said[..5], found, "{said:#?}");
    assert!(!said[5].starts_with("0 "), "{said:#?}");
    assert_eq!(tables.items("Pledges").await, before);

    let said = restore(&site, &["--apply"]).await;
    assert_eq!(said[0], "2 signers put back", "{said:#?}");
    assert_eq!(said[4], "3 people are counted, and the counters say 4", "{said:#?}");
    assert!(site.get(nora.path()).await.status.is_client_error());

    // The counters say that one is missing, so the campaign decides to have the unsure one back.
    let said = restore(&site, &["--apply", "--unsure-too"]).await;
    let done = [
        "1 signers put back",
        "1 signers withdrew since, and stay erased",
        "1 signers of whom it is not known whether they withdrew: among those",
        "1 signatures on paper, mailboxes and marks put back",
        "4 people are counted, and the counters say 4",
        "0 numbers of counters differ, 0 changed meanwhile",
        "0 names have a wrong item",
    ];
    assert_eq!(said, done);
    let said = restore(&site, &["--apply", "--unsure-too"]).await;
    assert_eq!(
        (said[0].as_str(), said[3].as_str()),
        ("0 signers put back", "0 signatures on paper, mailboxes and marks put back")
    );

    site.settle().await;
    assert_eq!(site.counter().await.total, 4);
    for mail in [&marie, &nora] {
        site.get(mail.path()).await.expect(200);
    }
    assert!(site.get(luc.path()).await.status.is_client_error(), "who withdrew stays erased");
    assert_eq!(tables.items_of("Pledges", "M#").await.len(), persons.len(), "each name has its item again");
    tables.call("DeleteTable", json!({ "TableName": COPY })).await;
}
