//! Switches for a rush: they take effect within seconds, and what people hold already goes on working.

use serde_json::json;
use tests::{Outgoing, Person, TestSite};

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
            page.text.contains("1 person has signed") && page.text.contains("this page alone"),
            "{path}: {}",
            page.text
        );
        assert_eq!(page.header("cache-control"), site.get("/v1/counter").await.header("cache-control"));
    }
    assert!(site.get("/fr").await.text.contains("1 personne a signé"));
    assert_eq!(site.counter().await.total, 1);
    site.confirm(&asked).await;
    site.open_mail(&marie).await;
    switch(&site, "Tally", ("W#time-to-lead", "holding"), false).await;
    assert!(site.get("/en").await.text.contains("name=\"email\""));
}
