//! Switches for a rush: they take effect within seconds, and links that people hold keep working.

use serde_json::json;
use tests::{FIRST_ADMIN, Outgoing, Person, TestSite};

const ROOM: &str = "/organizer/en/switches";

/// Puts a switch on or off, as `infra/stack/switch` does.
async fn switch(site: &TestSite, table: &str, key: (&str, &str), is_on: bool) {
    let key = json!({ "pk": { "S": key.0 }, "sk": { "S": key.1 } });
    if is_on {
        site.tables().call("PutItem", json!({ "TableName": table, "Item": key })).await;
    } else {
        site.tables().call("DeleteItem", json!({ "TableName": table, "Key": key })).await;
    }
    site.advance_clock(6);
}

#[tokio::test]
async fn a_closed_form_takes_nobody_new_and_counts_who_has_a_link() {
    let site = TestSite::start().await;
    let (marie, paul) = (Person::new("Marie"), Person::new("Paul"));
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    switch(&site, "Tally", ("W#time-to-lead", "form"), true).await;

    for (lang, says) in
        [("en", "The form is closed for the moment."), ("fr", "Le formulaire est fermé pour le moment.")]
    {
        for path in [format!("/{lang}"), format!("/embed/form?lang={lang}")] {
            let page = site.get(&path).await;
            assert_eq!(page.status, 200);
            assert!(page.text.contains(says) && !page.text.contains("name=\"email\""), "{path}: {}", page.text);
        }
        let form = [("first_name", "Paul"), ("last_name", "Roy"), ("email", "paul@example.org")];
        let sent = site.send(Outgoing::form(&format!("/{lang}/pledges"), &form)).await;
        assert_eq!(sent.status, 403);
        assert!(sent.text.contains(says), "{}", sent.text);
    }
    let sent = site.send(Outgoing::json("/v1/pledges", &paul.json())).await;
    assert_eq!(sent.status, 403);
    assert_eq!(sent.problem(), "form_closed");

    site.confirm(&asked).await;
    site.open_mail(&marie).await;
    assert_eq!(site.tally().await.total, 1);
    switch(&site, "Tally", ("W#time-to-lead", "form"), false).await;
    site.sign(&paul).await;
    site.open_mail(&paul).await;
}

#[tokio::test]
async fn the_holding_page_has_the_count_and_leaves_numbers_and_links_alone() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    let zoe = Person::new("Zoé");
    site.sign(&zoe).await;
    site.confirm(&site.open_mail(&zoe).await).await;
    site.open_mail(&zoe).await;
    switch(&site, "Tally", ("W#time-to-lead", "holding"), true).await;

    for path in ["/en", "/en/ridings", "/en/privacy"] {
        let page = site.get(path).await;
        assert_eq!(page.status, 200);
        assert!(
            page.text.contains("person has signed") && page.text.contains("the only page we show"),
            "{path}: {}",
            page.text
        );
        for other in ["/ridings", "/privacy"] {
            assert!(!page.text.contains(&format!("href=\"/en{other}\"")), "{path}: {other} would only lead here again");
        }
        assert_eq!(page.header("cache-control"), site.get("/v1/counter").await.header("cache-control"));
    }
    assert!(site.get("/fr").await.text.contains("personne a signé"));
    assert_eq!(site.counter().await.total, 1);
    site.confirm(&asked).await;
    site.open_mail(&marie).await;
    switch(&site, "Tally", ("W#time-to-lead", "holding"), false).await;
    assert!(site.get("/en").await.text.contains("name=\"email\""));
}

#[tokio::test]
async fn reminders_wait_while_they_are_paused_and_go_out_when_they_are_resumed() {
    const REMINDERS: (&str, &str) = ("J#time-to-lead", "reminders");
    let site = TestSite::start().await;
    let (marie, paul) = (Person::new("Marie"), Person::new("Paul"));
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    switch(&site, "Office", REMINDERS, true).await;
    // It was due after two days.
    for _ in 0..4 {
        site.advance(24 * 60).await;
    }
    assert!(site.open_mails(&marie).await.is_empty(), "the quota is for first mails");
    site.sign(&paul).await;
    let first = site.open_mail(&paul).await;
    assert_eq!(first.kind(), "confirm");
    site.confirm(&first).await;
    site.open_mail(&paul).await;

    switch(&site, "Office", REMINDERS, false).await;
    site.advance(1).await;
    let reminder = site.open_mail(&marie).await;
    assert_eq!((reminder.kind(), reminder.token()), ("reminder", asked.token()));
}

#[tokio::test]
async fn an_admin_switches_with_a_reason_that_the_log_keeps() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let turn = async |name: &str, on: &str, reason: &str| {
        office.post(ROOM, &[("switch", name), ("on", on), ("reason", reason)]).await
    };
    assert!(turn("form-closed", "true", "").await.expect(422).text.contains("Close the form"));
    assert_eq!(site.tables().items_of("Tally", "W#").await.len(), 0, "without a reason nothing changes");
    for name in ["form-closed", "holding-page", "reminders-paused"] {
        turn(name, "true", "a march on the hill").await.expect(303);
    }
    let room = office.get(ROOM).await.expect(200).text;
    for stands in ["The form is closed.", "The holding page is up.", "Reminders are paused."] {
        assert!(room.contains(stands), "{stands}: {room}");
    }
    let items = [site.tables().items_of("Tally", "W#").await, site.tables().items_of("Office", "J#").await].concat();
    let keys: Vec<_> = items.iter().map(|item| item["sk"]["S"].as_str().unwrap()).collect();
    assert_eq!(keys, ["form", "holding", "reminders"], "what infra/stack/switch writes");
    site.advance_clock(6);
    assert!(site.get("/en").await.text.contains("the only page we show"));

    turn("holding-page", "false", "calm again").await.expect(303);
    turn("form-closed", "false", "calm again").await.expect(303);
    site.advance_clock(6);
    assert!(site.get("/en").await.text.contains("name=\"email\""));
    let log = office.get("/organizer/en/log").await.expect(200).text;
    for did in ["closed the form", "opened the form again", "paused reminders", "a march on the hill", "calm again"] {
        assert!(log.contains(did), "{did}: {log}");
    }
    turn("lights", "true", "x").await.expect(404);
}
