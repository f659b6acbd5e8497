//! The bad days of the campaign's desk: what it published cannot be read, or many organizers publish at once.

use axum::body::Body;
use futures::future::join_all;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tests::{Answer, FIRST_ADMIN, Office, Outgoing, Person, TestSite, campaign};
use tower::ServiceExt as _;

/// Writes a version of a part as no desk of this release would.
async fn plant(site: &TestSite, part: &str, number: u32, content: Option<&str>) {
    let (tables, pk) = (site.tables(), json!({ "S": format!("C#{}", campaign().slug) }));
    let table = tables.named("Office").await;
    let mut item = json!({ "pk": pk, "sk": { "S": part }, "version": { "N": number.to_string() } });
    if let Some(content) = content {
        item["content"] = json!({ "S": content });
    }
    tables.call("PutItem", json!({ "TableName": table, "Item": item })).await;
    let update = json!({
        "TableName": table,
        "Key": { "pk": pk, "sk": { "S": "index" } },
        "UpdateExpression": "SET #part = :number",
        "ExpressionAttributeNames": { "#part": part },
        "ExpressionAttributeValues": { ":number": { "N": number.to_string() } },
    });
    tables.call("UpdateItem", update).await;
    site.advance_clock(6);
}

/// The form that adds a partner, as it stands now.
async fn adding(office: &Office<'_>, slug: &str) -> Vec<(String, String)> {
    let mut form = office.get("/organizer/en/partners/add").await.expect(200).page().form("/partners/add");
    let typed =
        [("name_en", slug), ("name_fr", slug), ("website", "https://example.org"), ("slug", slug), ("listed", "yes")];
    form.retain(|(name, _)| !typed.iter().any(|(typed, _)| typed == name));
    form.extend(typed.map(|(name, value)| (name.to_owned(), value.to_owned())));
    form
}

async fn add(office: &Office<'_>, form: &[(String, String)]) -> u16 {
    let fields: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    office.post("/organizer/en/partners/add", &fields).await.status.as_u16()
}

/// Signs at a function that has just started, and returns what it wrote about the partner.
async fn credited_by_a_new_function(site: &TestSite, partner: &str) -> Option<Value> {
    let (sign, _) = site.another_sign_function().await;
    let person = Person::new("Paul").brought_by(partner);
    site.keep_private(person.private_values());
    let request = Outgoing::json("/v1/pledges", &person.json()).into_request("").map(Body::new);
    let answer = sign.oneshot(request).await.unwrap();
    assert_eq!(answer.status(), 202);
    drop(answer.into_body().collect().await);
    let forms = site.tables().items_of("Pledges", "S#").await;
    let form = forms.into_iter().find(|form| form["unlisted"]["M"]["email"]["S"] == person.email.as_str()).unwrap();
    form["unlisted"]["M"].get("partner").cloned()
}

#[tokio::test]
async fn a_part_that_nobody_can_read_takes_nothing_else_with_it() {
    let site = TestSite::start().await;
    site.leave_mail();
    let office = site.sign_in(FIRST_ADMIN).await;
    assert_eq!(add(&office, &adding(&office, "hill-town").await).await, 303);
    site.advance_clock(6);
    let huge = format!("[{}", " ".repeat(380 * 1024));
    let broken =
        [Some("{\"facts\": 7"), Some("{}"), Some(huge.as_str()), Some("[{\"state\":\"of a newer release\"}]"), None];
    for (number, content) in (1..).zip(broken) {
        for part in ["edition", "members", "offices"] {
            plant(&site, part, number, content).await;
        }
        for path in
            ["/en", "/fr", "/en/partners", "/fr/ridings/35079", "/en/letter/35079", "/en/privacy", "/v1/counter"]
        {
            site.get(path).await.expect(200);
        }
        assert!(site.get("/en/partners").await.text.contains("hill-town"), "the partners stay");
        let credited = credited_by_a_new_function(&site, "hill-town").await;
        assert_eq!(credited, Some(json!({ "S": "hill-town" })), "{content:?}");
    }
    // The partners' room works on, and the rooms of what is broken say that they cannot.
    assert_eq!(add(&office, &adding(&office, "dale").await).await, 303);
    for room in ["campaign", "members", "offices"] {
        office.get(&format!("/organizer/en/{room}")).await.expect(503);
    }
    let marie = Person::new("Marie").brought_by("dale");
    site.advance_clock(6);
    site.pledge(&marie).await;
    assert_eq!(site.get("/v1/counter?partner=dale").await.json()["partner"]["slug"], "dale");
    let counters = site.tables().items_of("Tally", "N#").await;
    assert!(counters.iter().any(|counter| counter.get("p:dale").is_some_and(|signers| signers["N"] == "1")));
}

/// Puts an item into the office's table that no release of ours wrote.
async fn put(site: &TestSite, pk: &str, sk: &str, (name, value): (&str, &str)) {
    let (tables, pk) = (site.tables(), format!("{pk}{}", campaign().slug));
    let item = json!({ "pk": { "S": pk }, "sk": { "S": sk }, name: { "S": value } });
    tables.call("PutItem", json!({ "TableName": tables.named("Office").await, "Item": item })).await;
}

#[tokio::test]
async fn one_request_contact_recipient_or_work_that_nobody_can_read_closes_no_page() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    assert_eq!(add(&office, &adding(&office, "dale").await).await, 303);
    let room = async |room: &str| office.get(&format!("/organizer/en{room}")).await.expect(200).text;
    let whole = room("").await;
    assert!(whole.contains("Nothing is waiting for you.") && !whole.contains("cannot be read"), "{whole}");
    assert!(!room("/partners").await.contains("cannot be read") && !room("/webhooks").await.contains("cannot be read"));

    for (pk, sk, attribute, page, said) in [
        ("V#", "?", ("stage", "?"), "", "Something here cannot be read"),
        ("P#", "ask:ana@example.org", ("organization", "{}"), "/partners", "One request or contact cannot be read"),
        ("P#", "contact:lou@example.org", ("partner", "dale"), "/partners", "2 requests or contacts cannot be read"),
        ("H#", "?", ("kind", "of a newer release"), "/webhooks", "One recipient cannot be read."),
    ] {
        put(&site, pk, sk, attribute).await;
        let text = room(page).await;
        assert!(text.contains(said), "{sk}: {text}");
        let dashboard = room("").await;
        assert!(dashboard.contains("Something here cannot be read") && !dashboard.contains("Nothing is waiting"));
    }
    assert!(room("/partners/dale").await.contains("dale"));
    // Such a contact goes with the partnership, as every other one does.
    let form = office.get("/organizer/en/partners/dale").await.page().form("/state");
    let fields = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).filter(|(name, _)| *name == "from");
    let fields: Vec<_> = fields.chain([("state", "ended"), ("reason", "it is over")]).collect();
    office.post("/organizer/en/partners/dale/state", &fields).await.expect(303);
    assert!(room("/partners").await.contains("One request or contact cannot be read"), "the request stays");
}

/// The mailer has not heard of the partner yet, and what it need not know cannot be read.
#[tokio::test]
async fn a_new_partners_contact_is_written_to_while_another_part_cannot_be_read() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    plant(&site, "members", 1, Some("[")).await;
    site.pledge(&Person::new("Marie")).await;
    assert_eq!(add(&office, &adding(&office, "hill-town").await).await, 303);
    let email = "zoe@hill.example.org";
    site.keep_private([email.to_owned()]);
    office.post("/organizer/en/partners/hill-town/contacts", &[("email", email)]).await.expect(303);
    assert_eq!(site.open_mails_to(email).await.len(), 1);
}

#[tokio::test]
async fn an_older_version_than_the_known_one_is_passed_over() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    for slug in ["hill-town", "dale"] {
        assert_eq!(add(&office, &adding(&office, slug).await).await, 303);
    }
    site.advance_clock(6);
    let both = async || {
        let public = site.get("/en/partners").await.expect(200).text;
        public.contains("hill-town") && public.contains("dale")
    };
    assert!(both().await);
    plant(&site, "partners", 1, Some("[]")).await;
    assert!(both().await);
    assert_eq!(add(&office, &adding(&office, "moor").await).await, 409, "nothing is written over what was lost");
}

#[tokio::test]
async fn of_sixteen_who_publish_at_once_none_takes_anothers_partner_away_and_none_has_to_type_again() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let form = adding(&office, "x").await;
    let with = |slug: String| {
        let named = |(name, value): (String, String)| (name, if value == "x" { slug.clone() } else { value });
        form.clone().into_iter().map(named).collect::<Vec<_>>()
    };
    let mut forms: Vec<_> = (0..16).map(|number| with(format!("town-{number}"))).collect();
    while !forms.is_empty() {
        let send = async |form: &Vec<(String, String)>| {
            let fields: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            office.post("/organizer/en/partners/add", &fields).await
        };
        let answers = join_all(forms.iter().map(send)).await;
        let before = forms.len();
        forms = answers.into_iter().filter(|answer| answer.status != 303).map(still_typed).collect();
        assert!(forms.len() < before, "somebody gets through");
    }
    assert_eq!(site.tables().items_of("Office", "E#").await.len(), 16);
    site.advance_clock(6);
    let list = office.get("/organizer/en/partners?q=town").await.expect(200).text;
    assert_eq!(list.matches(">town-").count(), 16, "{list}");
}

/// Returns the form that came back as it was typed.
fn still_typed(answer: Answer) -> Vec<(String, String)> {
    let page = answer.expect(409);
    assert!(page.text.contains("Press the button again."), "{}", page.text);
    page.page().form("/partners/add")
}
