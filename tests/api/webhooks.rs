//! Webhooks: receivers are programs of their own, which check each message with a library in another language.

use domain::campaign::edition::{Edition, Facts, Sentences};
use domain::campaign::published::Part;
use domain::mail::email::EmailAddress;
use domain::office::audit::{Action, Entry};
use domain::webhooks::recipient::RECIPIENTS_MAX;
use serde_json::{Value, json};
use store::{Change, Connection, Office as Desk, Publishing, role};
use tests::{
    FIRST_ADMIN, Item, OTTAWA_CENTRE, Office, Outgoing, Person, ROSEMONT, Receiver, Tag, TestSite, campaign, eventually,
};
use wire::Fault;

const ROOM: &str = "/organizer/en/webhooks";

/// Lets minutes pass for the site and the receiver's own clock, and does the work that is due.
async fn advance(site: &TestSite, receiver: &Receiver, minutes: i64) {
    receiver.set(json!({ "now": site.now().as_second() + minutes * 60 })).await;
    site.advance(minutes).await;
}

/// Lets minutes pass with the work of each, as the schedule does it.
async fn pass(site: &TestSite, receiver: &Receiver, minutes: i64, step: i64) {
    for _ in 0..minutes / step {
        advance(site, receiver, step).await;
    }
}

fn all_verified(seen: &[Value]) -> bool {
    let is_verified = |message: &Value| message["verified"] == true && message["verified_publicly"] == true;
    !seen.is_empty() && seen.iter().all(|message| is_verified(message) && message["path"] == "/hook")
}

/// The sentence about one recipient that does not get its messages.
const IN_TROUBLE: &str = "One connected tool does not get all its messages.";

/// Returns the dashboard's list of what waits for a decision.
async fn waits(office: &Office<'_>) -> String {
    let page = office.get("/organizer/en").await.expect(200).text;
    let (_, rest) = page.split_once("Waiting for a decision").expect("the list");
    rest.split_once("</section>").expect("its end").0.to_owned()
}

/// Sends a test from the recipient's page.
async fn send_test(office: &Office<'_>, page: &str) {
    office.post(&format!("{page}/test"), &[]).await.expect(303);
}

#[tokio::test]
async fn each_hour_reaches_a_recipient_whose_own_library_believes_it() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    office.add_recipient(&site, &receiver, &["hours"]).await;
    pass(&site, &receiver, 120, 30).await;

    let seen = receiver.seen().await;
    assert!(all_verified(&seen), "{seen:?}");
    assert_eq!(receiver.types().await, ["tally.hourly"; 3], "each hour once");
    let last = &seen[2];
    assert_eq!(last["signatures"], 2, "v1 and v1a");
    assert!(last["id"].as_str().unwrap().starts_with("msg_"));
    let data = &last["body"]["data"];
    assert_eq!((&data["total"], &data["abroad"], &data["provinces"]["ON"]), (&json!(1), &json!(0), &json!(1)));
    assert_eq!(data["ridings"], json!({ OTTAWA_CENTRE.1: 1 }));
    assert!(!seen.iter().any(|message| message.to_string().contains("Marie")), "numbers alone");
}

#[tokio::test]
async fn a_message_that_is_refused_comes_again_under_the_same_name_until_it_is_taken() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["hours"]).await;
    advance(&site, &receiver, 1).await;
    let before = receiver.seen().await.len();

    receiver.set(json!({ "status": 500 })).await;
    send_test(&office, &page).await;
    for minutes in [1, 1, 6] {
        receiver.set(json!({ "status": 500, "now": site.now().as_second() + minutes * 60 })).await;
        site.advance(minutes).await;
    }
    assert!(office.get(&page).await.text.contains("It refused (500). 3 tries."));
    receiver.set(json!({ "status": 200 })).await;
    advance(&site, &receiver, 37).await;
    let seen = receiver.seen().await.split_off(before);
    let tests: Vec<_> = seen.iter().filter(|message| message["body"]["type"] == "webhook.test").collect();
    assert_eq!(tests.len(), 4);
    assert!(tests.iter().all(|test| test["id"] == tests[0]["id"] && test["body"] == tests[0]["body"]));
    assert_ne!(tests[0]["timestamp"], tests[3]["timestamp"], "the time of the try");
    assert!(all_verified(&seen));
    assert!(office.get(&page).await.text.contains("Received (200). 4 tries."));
}

#[tokio::test]
async fn a_recipient_that_asks_for_a_pause_gets_it_for_all_its_messages() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["integrity"]).await;
    receiver.set(json!({ "status": 429, "headers": { "retry-after": "3600" } })).await;
    send_test(&office, &page).await;
    site.advance_clock(1);
    send_test(&office, &page).await;
    site.advance(1).await;
    assert_eq!(receiver.seen().await.len(), 1, "the second message waits too");
    assert!(waits(&office).await.contains(IN_TROUBLE));
    assert!(office.get(ROOM).await.expect(200).text.contains("Not answering at the moment. Messages wait."));
    pass(&site, &receiver, 56, 8).await;
    assert_eq!(receiver.seen().await.len(), 1);
    receiver.set(json!({ "status": 200 })).await;
    advance(&site, &receiver, 20).await;
    assert_eq!(receiver.seen().await.len(), 3);
}

#[tokio::test]
async fn a_recipient_that_is_gone_is_switched_off_and_gets_its_messages_when_it_is_back() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["integrity"]).await;
    receiver.set(json!({ "status": 410 })).await;
    send_test(&office, &page).await;
    site.advance(1).await;
    pass(&site, &receiver, 40, 10).await;
    assert_eq!(receiver.seen().await.len(), 1, "410 is obeyed at once");
    assert!(office.get(&page).await.text.contains("it wants no more messages (410)"));
    assert!(waits(&office).await.contains("<a href=\"/organizer/en/webhooks\">"), "it waits for a decision");

    office.post(&format!("{page}/resume"), &[]).await.expect(303);
    receiver.set(json!({ "status": 200 })).await;
    advance(&site, &receiver, 1).await;
    let seen = receiver.seen().await;
    assert_eq!((seen.len(), &seen[0]["id"]), (2, &seen[1]["id"]));
}

/// The recipient is switched off, and the ledger's own answer from the database is lost.
#[tokio::test]
async fn a_recipient_that_is_gone_is_off_though_the_reply_of_the_database_was_lost() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["integrity"]).await;
    // This round notes that the recipient's people were compared. The next one writes the recipient for another reason alone.
    advance(&site, &receiver, 1).await;
    receiver.set(json!({ "status": 410 })).await;
    send_test(&office, &page).await;
    site.settle().await;
    drop(site.wire().take());
    site.wire().break_next(1, "UpdateItem", Fault::LoseReply);
    site.advance(1).await;
    let office_table = site.tables().named("Office").await;
    let sent = site.wire().take();
    let writes = sent.iter().filter(|sent| sent.operation == "UpdateItem" && sent.table == office_table);
    assert!(
        writes.clone().all(|sent| sent.body.to_string().contains("gone")) && writes.count() == 2,
        "it was tried again"
    );
    assert!(office.get(&page).await.text.contains("it wants no more messages (410)"));
    receiver.set(json!({ "status": 200 })).await;
    advance(&site, &receiver, 30).await;
    assert_eq!(receiver.seen().await.len(), 1);
}

#[tokio::test]
async fn a_redirection_is_never_followed() {
    let site = TestSite::start().await;
    let (receiver, elsewhere) = (Receiver::start().await, Receiver::start().await);
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["integrity"]).await;
    let location = format!("{}/hook", elsewhere.url());
    receiver.set(json!({ "status": 307, "headers": { "location": location } })).await;
    send_test(&office, &page).await;
    site.advance(1).await;
    assert_eq!((receiver.seen().await.len(), elsewhere.seen().await.len()), (1, 0));
    assert!(office.get(&page).await.text.contains("another address (307)"));
}

#[tokio::test]
async fn a_recipient_that_was_away_for_thirty_hours_misses_no_hour() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["hours"]).await;
    advance(&site, &receiver, 1).await;
    assert_eq!(receiver.types().await.len(), 1);
    let secret = rotated_secret(&site, &office, &page).await;
    let keys = json!({ "secret": secret, "public": office.public_key(&page).await });
    let come_back = receiver.go_away().await;
    for _ in 0..30 * 4 {
        site.advance(15).await;
    }
    let receiver = come_back().await;
    receiver.set(keys).await;
    pass(&site, &receiver, 32 * 60, 30).await;
    let seen = receiver.seen().await;
    assert!(all_verified(&seen));
    let mut hours: Vec<_> = seen.iter().map(|message| message["body"]["data"]["hour"].as_str().unwrap()).collect();
    hours.sort_unstable();
    assert!(hours.len() >= 61, "{}", hours.len());
    assert!(hours.is_sorted_by(|one, next| one < next), "each hour once: {hours:?}");
    site.leave_mail();
}

/// Makes new keys and returns the new secret.
async fn rotated_secret(site: &TestSite, office: &Office<'_>, page: &str) -> String {
    let shown = office.post(&format!("{page}/rotate"), &[]).await.expect(200);
    let secret = shown.text.split_once(r#"id="hook-secret">"#).unwrap().1.split_once('<').unwrap().0.to_owned();
    site.keep_private([secret.clone()]);
    secret
}

#[tokio::test]
async fn two_ledgers_at_once_send_a_message_once() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["integrity"]).await;
    send_test(&office, &page).await;
    let (one, two) = (site.another_ledger().await, site.another_ledger().await);
    receiver.set(json!({ "waits": true })).await;
    let first = tokio::spawn(async move { one.run().await });
    eventually("the first ledger sends", || async { (!receiver.seen().await.is_empty()).then_some(()) }).await;
    two.run().await.unwrap();
    assert_eq!(receiver.seen().await.len(), 1, "one round at a time");
    // The first ledger is so slow that its round counts as broken off.
    site.advance_clock(115);
    two.run().await.unwrap();
    assert_eq!(receiver.seen().await.len(), 1, "its message is its own for two minutes");
    receiver.set(json!({ "waits": false, "now": site.now().as_second() })).await;
    first.await.unwrap().unwrap();
    site.advance(10).await;
    assert_eq!(receiver.seen().await.len(), 1);
    assert!(office.get(&page).await.text.contains("Received (200). First try."));
}

#[tokio::test]
async fn a_consent_is_passed_on_after_confirmation_and_taken_back_by_name() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["consents"]).await;
    let marie = Person::new("Marie").in_french().wanting_updates();
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    site.pledge(&Person::new("Paul")).await;
    advance(&site, &receiver, 1).await;
    assert_eq!(receiver.types().await, Vec::<String>::new(), "a form is nobody's, and Paul wants no news");

    site.confirm_as(&asked, &marie).await;
    let thanks = site.open_mail(&marie).await;
    advance(&site, &receiver, 1).await;
    advance(&site, &receiver, 1).await;
    let seen = receiver.seen().await;
    assert!(all_verified(&seen) && seen.len() == 1, "{}", seen.len());
    let given = &seen[0]["body"];
    assert_eq!((&given["type"], &given["data"]["email"]), (&json!("consent.given"), &json!(marie.email)));
    assert_eq!((&given["data"]["first_name"], &given["data"]["language"]), (&json!(marie.first_name), &json!("fr")));
    assert_eq!(given["data"]["consent"]["wording"], campaign().consent_wording);
    assert!(given["data"].get("postal_code").is_none());

    site.withdraw(&thanks).await;
    site.open_mail(&marie).await;
    advance(&site, &receiver, 1).await;
    let seen = receiver.seen().await;
    assert_eq!(receiver.types().await, ["consent.given", "consent.withdrawn"]);
    let withdrawn = &seen[1]["body"]["data"];
    assert_eq!((&withdrawn["id"], &withdrawn["email"]), (&given["data"]["id"], &json!(marie.email)));
    assert!(all_verified(&seen));
    let kept = site.tables().items_of("Office", "D#").await;
    assert!(!format!("{kept:?}").contains(&marie.email), "nothing is kept of her");
    assert!(office.get(&page).await.text.contains("Someone no longer agrees to news"));
}

/// One person who cannot be read keeps a recipient from hearing of no other one.
#[tokio::test]
async fn a_signer_who_cannot_be_read_keeps_nobody_else_from_being_passed_on() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    office.add_recipient(&site, &receiver, &["consents"]).await;
    site.pledge(&Person::new("Marie").wanting_updates()).await;
    advance(&site, &receiver, 1).await;
    assert_eq!(receiver.types().await, ["consent.given"]);
    let table = site.tables().named("Pledges").await;
    let mut signer = site.tables().items_of("Pledges", "P#").await.remove(0);
    signer["locale"]["S"] = "?".into();
    site.tables().call("PutItem", json!({ "TableName": table, "Item": signer })).await;
    // A recount fails beside such a signer, and an operator hears of it.
    let pass = async |minutes: i64, step: i64| {
        for _ in 0..minutes / step {
            receiver.set(json!({ "now": site.now().as_second() + step * 60 })).await;
            site.advance_clock(step * 60);
            drop(site.try_schedules().await);
            site.settle().await;
        }
    };
    site.pledge(&Person::new("Paul").wanting_updates()).await;
    pass(3, 1).await;
    assert_eq!(receiver.types().await, ["consent.given"; 2]);
    // A day later, each person whom the recipient heard of is compared with the signers.
    site.pledge(&Person::new("Ana").wanting_updates()).await;
    pass(25 * 60, 5 * 60).await;
    assert_eq!(receiver.types().await, ["consent.given"; 3]);
}

#[tokio::test]
async fn a_recipient_that_cannot_be_read_keeps_no_other_from_its_messages() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["consents"]).await;
    let item = json!({ "pk": { "S": format!("H#{}", campaign().slug) }, "sk": { "S": "?" } });
    let table = site.tables().named("Office").await;
    site.tables().call("PutItem", json!({ "TableName": table, "Item": item })).await;
    site.pledge(&Person::new("Marie").wanting_updates()).await;
    send_test(&office, &page).await;
    site.advance_clock(60);
    receiver.set(json!({ "now": site.now().as_second() })).await;
    site.try_schedules().await.expect_err("an operator hears of it");
    let mut types = receiver.types().await;
    types.sort();
    assert_eq!(types, ["consent.given", "webhook.test"]);
}

#[tokio::test]
async fn a_withdrawal_while_a_consent_waits_passes_on_nobody() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["consents"]).await;
    office.post(&format!("{page}/pause"), &[]).await.expect(303);
    let marie = Person::new("Marie").wanting_updates();
    let thanks = site.pledge(&marie).await;
    advance(&site, &receiver, 1).await;
    let waiting = site.tables().items_of("Office", "D#").await;
    assert!(!format!("{waiting:?}").contains(&marie.email), "what waits says nothing of her");
    assert!(office.get(&page).await.text.contains("Someone’s answer about news"));
    site.withdraw(&thanks).await;
    site.open_mail(&marie).await;
    office.post(&format!("{page}/resume"), &[]).await.expect(303);
    pass(&site, &receiver, 10, 5).await;
    assert_eq!(receiver.types().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_withdrawal_reaches_a_recipient_that_may_have_heard_and_is_forgotten_after_two_weeks() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["consents"]).await;
    receiver.set(json!({ "status": 500 })).await;
    let marie = Person::new("Marie").wanting_updates();
    let thanks = site.pledge(&marie).await;
    site.advance(1).await;
    site.withdraw(&thanks).await;
    site.open_mail(&marie).await;
    for _ in 0..20 {
        site.advance(12 * 60).await;
    }
    let types = receiver.types().await;
    assert_eq!((&types[0][..], &types[1][..]), ("consent.given", "consent.withdrawn"));
    assert!(types[1..].iter().all(|kind| kind == "consent.withdrawn"), "she is passed on no more: {types:?}");
    let text = site.sign_in(FIRST_ADMIN).await.get(&page).await.text;
    assert!(text.contains("It refused (500). 10 tries.") && text.contains("Send again"), "{text}");
    let kept = async || format!("{:?}", site.tables().items_of("Office", "D#").await).contains(&marie.email);
    assert!(kept().await, "it can be sent again");
    for _ in 0..10 {
        site.advance(12 * 60).await;
    }
    assert!(!kept().await, "14 days are over");
    site.leave_mail();
}

#[tokio::test]
async fn of_somebody_who_withdraws_nothing_is_kept_for_a_paused_recipient_after_two_weeks() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["consents"]).await;
    let marie = Person::new("Marie").wanting_updates();
    let thanks = site.pledge(&marie).await;
    advance(&site, &receiver, 1).await;
    assert_eq!(receiver.types().await, ["consent.given"]);
    office.post(&format!("{page}/pause"), &[]).await.expect(303);
    site.withdraw(&thanks).await;
    site.open_mail(&marie).await;
    let kept = async || format!("{:?}", site.tables().items_of("Office", "D#").await).contains(&marie.email);
    for _ in 0..26 {
        site.advance(12 * 60).await;
    }
    assert!(kept().await, "the recipient may come back and hear of it");
    for _ in 0..8 {
        site.advance(12 * 60).await;
    }
    assert!(!kept().await, "14 days are over");
    site.leave_mail();
}

#[tokio::test]
async fn a_message_that_failed_is_sent_again_from_the_office() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["integrity"]).await;
    receiver.set(json!({ "status": 400 })).await;
    send_test(&office, &page).await;
    for _ in 0..16 {
        site.advance(12 * 60).await;
    }
    assert_eq!(receiver.seen().await.len(), 10);
    let office = site.sign_in(FIRST_ADMIN).await;
    assert!(waits(&office).await.contains(IN_TROUBLE));
    assert!(office.get(ROOM).await.expect(200).text.contains("Some messages were not delivered."));
    let form = office.get(&page).await.page().form("/again");
    let fields: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    office.post(&format!("{page}/again"), &fields).await.expect(303);
    office.post(&format!("{page}/again"), &fields).await.expect(409);
    receiver.set(json!({ "status": 204 })).await;
    advance(&site, &receiver, 1).await;
    let seen = receiver.seen().await;
    assert_eq!((seen.len(), &seen[0]["id"], &seen[10]["verified"]), (11, &seen[10]["id"], &json!(true)));
    assert!(office.get(&page).await.text.contains("Received (204). First try."));
    assert!(!waits(&office).await.contains(IN_TROUBLE), "nothing is left to do");
    assert!(office.get("/organizer/en/log").await.text.contains("sent a failed message again to"));
    site.leave_mail();
}

/// Writes messages that failed, a second apart, past the ledger.
async fn plant_failed(site: &TestSite, page: &str, numbers: std::ops::Range<u8>) {
    let table = site.tables().named("Office").await;
    let recipient = page.rsplit('/').next().unwrap();
    for number in numbers {
        let at = site.now() - jiff::SignedDuration::from_secs(i64::from(number) + 1);
        let at = format!("{at:.9}");
        let id = domain::ids::MessageId::from_random([number; 16]);
        let item = json!({ "pk": { "S": format!("D#{}#{recipient}", campaign().slug) },
            "sk": { "S": format!("failed#{at}#{id}") }, "kind": { "S": "webhook.test" }, "data": { "S": "{}" },
            "at": { "S": at }, "tries": { "N": "10" } });
        site.tables().call("PutItem", json!({ "TableName": table, "Item": item })).await;
    }
}

#[tokio::test]
async fn all_messages_that_failed_are_listed_and_sent_again_together() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["integrity"]).await;
    plant_failed(&site, &page, 0..60).await;
    let shown = office.get(&page).await.expect(200);
    let again = |text: &str| text.matches("Send again").count();
    assert_eq!(again(&shown.text), 50);
    assert!(!shown.text.contains("Newest messages"));
    let page_of = shown.page();
    let older =
        page_of.all("a").find(|link| link.get("href").contains("failed_before=")).unwrap().get("href").to_owned();
    let older = office.get(older.split('#').next().unwrap()).await.expect(200).text;
    assert_eq!(again(&older), 10);
    assert!(older.contains("Newest messages") && !older.contains("Older messages"));

    let press = async || {
        let to = office.post(&format!("{page}/again-all"), &[]).await.expect(303).leads_to().to_owned();
        let french = to.replace("/en/", "/fr/");
        (office.get(&to).await.expect(200).text, office.get(&french).await.expect(200).text)
    };
    let (english, french) = press().await;
    assert!(english.contains("49 messages are on their way again. 11 more messages failed"), "{english}");
    assert!(french.contains("49 messages sont de nouveau en route. 11 autres messages ont échoué"), "{french}");
    site.advance_clock(1);
    let (english, _) = press().await;
    assert!(english.contains("11 messages are on their way again.</p>"), "{english}");
    assert!(english.contains("No message has failed.") && !english.contains("Send all failed again"));
    site.advance_clock(1);
    let (english, _) = press().await;
    assert!(!english.contains("on their way again"), "there was nothing to send");
    let log = office.get("/organizer/en/log").await.text;
    assert_eq!(log.matches("sent failed messages again to").count(), 2, "two entries");
    assert!(log.contains(": 49 messages") && log.contains(": 11 messages"), "{log}");
    assert!(office.get(&page).await.text.contains("More messages wait after these."));

    advance(&site, &receiver, 1).await;
    let seen = receiver.seen().await;
    assert!(seen.len() == 60 && all_verified(&seen), "{}", seen.len());
}

/// A message that no program can read closes no page, and keeps no other from its recipient.
#[tokio::test]
async fn a_message_that_cannot_be_read_hides_no_other() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["integrity"]).await;
    let table = site.tables().named("Office").await;
    let partition = format!("D#{}#{}", campaign().slug, page.rsplit('/').next().unwrap());
    for sk in ["failed#2026-01-01T00:00:00.000000000Z#?", "owed#2026-01-01T00:00:00.000000000Z#?"] {
        let item = json!({ "pk": { "S": partition }, "sk": { "S": sk } });
        site.tables().call("PutItem", json!({ "TableName": table, "Item": item })).await;
    }
    let room = office.get(ROOM).await.expect(200).text;
    assert!(room.contains("Some messages were not delivered."));
    let shown = office.get(&page).await.expect(200).text;
    assert!(shown.contains("2 messages cannot be read and are missing here."), "{shown}");
    assert!(waits(&office).await.contains(IN_TROUBLE));
    send_test(&office, &page).await;
    site.advance_clock(60);
    receiver.set(json!({ "now": site.now().as_second() })).await;
    site.try_schedules().await.expect_err("an operator hears of it");
    assert_eq!(receiver.types().await, ["webhook.test"]);
}

/// A recipient that cannot be read is counted, and its address is taken.
#[tokio::test]
async fn a_recipient_that_cannot_be_read_is_not_added_twice() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let table = site.tables().named("Office").await;
    let plant = async |number: usize, more: &[(&str, &str)]| {
        let mut item = json!({ "pk": { "S": format!("H#{}", campaign().slug) }, "sk": { "S": format!("?{number}") } });
        for (name, value) in more {
            item[name] = json!({ "S": value });
        }
        site.tables().call("PutItem", json!({ "TableName": table, "Item": item })).await;
    };
    let address = "https://hooks.example.org/a";
    plant(0, &[("kind", "standard"), ("address", address)]).await;
    plant(1, &[("kind", "standard"), ("address", "https://hooks.example.org/b"), ("state", "removed")]).await;
    plant(2, &[]).await;
    let add = async |address: &str| {
        let fields = [("name_en", "A"), ("name_fr", "B"), ("hours", "on"), ("address", address)];
        office.post(ROOM, &fields).await
    };
    assert!(add(address).await.expect(422).text.contains("with this address already"));
    add("https://hooks.example.org/b").await.expect(200);
    for number in 3..RECIPIENTS_MAX {
        plant(number, &[]).await;
    }
    assert!(add("https://hooks.example.org/c").await.expect(422).text.contains("60 recipients already"));
}

/// A campaign has as many recipients as it may. Some of them hold a round's places for as long as they can.
#[tokio::test]
async fn slow_recipients_keep_no_other_from_its_turn() {
    let site = TestSite::start().await;
    let (slow, quick) = (Receiver::start().await, Receiver::start().await);
    let office = site.sign_in(FIRST_ADMIN).await;
    for number in 0..RECIPIENTS_MAX {
        let receiver = if number < 7 { &slow } else { &quick };
        let address = format!("{}/hook/{number}", receiver.url());
        let fields = [("name_en", "A"), ("name_fr", "B"), ("hours", "on"), ("address", &address)];
        office.post(ROOM, &fields).await.expect(200);
    }
    slow.set(json!({ "waits": true })).await;
    site.advance_clock(60);
    let others = async {
        eventually("each of the others has its message", || async {
            (quick.seen().await.len() == RECIPIENTS_MAX - 7).then_some(())
        })
        .await;
        let recipients = site.tables().items_of("Office", "H#").await;
        let hold = recipients.iter().all(|recipient| !recipient.contains_key("rests_until"));
        assert!(slow.seen().await.len() == 7 && hold, "the slow ones were asked too, and nobody gave them up");
        slow.set(json!({ "waits": false })).await;
    };
    let (round, ()) = tokio::join!(site.try_schedules(), others);
    round.unwrap();
    let mut paths: Vec<_> = quick.seen().await.iter().map(|message| message["path"].to_string()).collect();
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), RECIPIENTS_MAX - 7, "one message to each");
}

#[tokio::test]
async fn a_withdrawal_that_the_stream_lost_is_found_within_a_day() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    office.add_recipient(&site, &receiver, &["consents"]).await;
    site.pledge(&Person::new("Marie").wanting_updates()).await;
    advance(&site, &receiver, 1).await;
    // The database forgets the record of this change before anybody reads it: here it is made past the stream's reader.
    site.pause_mail();
    let signer = site.tables().items_of("Pledges", "P#").await.remove(0);
    let key = json!({ "pk": signer["pk"], "sk": signer["sk"] });
    let update = json!({ "TableName": "Pledges", "Key": key, "UpdateExpression": "REMOVE updates" });
    site.tables().call("UpdateItem", update).await;
    site.advance_clock(25 * 3600);
    receiver.set(json!({ "now": site.now().as_second() })).await;
    site.try_schedules().await.unwrap();
    assert_eq!(receiver.types().await, ["consent.given", "consent.withdrawn"]);
    site.resume_mail();
}

#[tokio::test]
async fn a_recipient_whom_the_sentence_names_no_more_hears_of_nobody_new() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    office.add_recipient(&site, &receiver, &["consents"]).await;
    let marie = Person::new("Marie").wanting_updates();
    let thanks = site.pledge(&marie).await;
    advance(&site, &receiver, 1).await;

    let facts = Facts { consent_wording: "2".to_owned(), ..Facts::of(&campaign()) };
    let sentence = |text: &str| [("campaign-consent-updates".to_owned(), text.to_owned())].into();
    let sentences = Sentences { en: sentence("Yes, { $contact } may write."), fr: sentence("Oui, { $contact }.") };
    let content = serde_json::to_string(&Edition { facts, sentences }).unwrap();
    let by = EmailAddress::parse(FIRST_ADMIN).unwrap();
    let entry =
        Entry { at: site.now(), by, action: Action::EditionPublished, about: String::new(), reason: String::new() };
    let connection = Connection::to(site.tables().endpoint());
    let desk = Desk::<role::Everything>::new(connection, site.tables().named("Office").await, campaign().slug);
    let published = desk.publish(&Change { part: Part::Edition, from: 0, content }, &entry).await.unwrap();
    assert_eq!(published, Publishing::Done(1));
    site.advance_clock(6);

    site.pledge(&Person::new("Paul").wanting_updates()).await;
    advance(&site, &receiver, 1).await;
    assert_eq!(receiver.types().await, ["consent.given"], "Paul agreed to a sentence that names nobody");
    site.withdraw(&thanks).await;
    site.open_mail(&marie).await;
    advance(&site, &receiver, 1).await;
    assert_eq!(receiver.types().await, ["consent.given", "consent.withdrawn"]);
    let fields = [
        ("name_en", "Canadian Council for Refugees"),
        ("name_fr", "Conseil canadien pour les réfugiés"),
        ("address", "https://hooks.example.org/"),
        ("consents", "on"),
    ];
    assert!(office.post(ROOM, &fields).await.expect(422).text.contains("People did not agree"));
}

/// Adds a partner whom the sentence beside the checkbox for news then names alone.
async fn name_hill_town(office: &Office<'_>) {
    let sentences = [
        ("en-campaign-consent-updates-0", "Yes, Hill Town may write to me. To stop: [contact address]."),
        ("fr-campaign-consent-updates-0", "Oui, Ville-Colline peut m’écrire. Pour arrêter : [adresse de contact]."),
    ];
    let partner = [
        ("name_en", "Hill Town"),
        ("name_fr", "Ville-Colline"),
        ("slug", "hill-town"),
        ("website", "https://example.org"),
        ("from", "0"),
    ];
    office.post("/organizer/en/partners/add", &partner).await.expect(303);
    let page = office.get("/organizer/en/campaign/consent").await.expect(200);
    let form = page.page().form("/campaign/consent");
    let form = form.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let form: Vec<_> = form.filter(|(name, _)| !sentences.iter().any(|(typed, _)| typed == name)).collect();
    let change = |step| [&form[..], &sentences, &[("step", step)]].concat();
    let preview = office.post("/organizer/en/campaign/consent", &change("preview")).await.expect(200).text;
    for said in [
        "The sentence now names Hill Town. An organization that is newly named hears only of people who agree from now on.",
        "The sentence no longer names Canadian Council for Refugees.",
    ] {
        assert!(preview.contains(said), "{said}: {preview}");
    }
    office.post("/organizer/en/campaign/consent", &change("publish")).await.expect(303);
}

#[tokio::test]
async fn somebody_who_agreed_before_the_sentence_named_a_recipient_is_not_passed_on() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let marie = Person::new("Marie").wanting_updates();
    let thanks = site.pledge(&marie).await;
    name_hill_town(&office).await;
    site.advance_clock(6);
    let room = office.get(ROOM).await.expect(200).text;
    assert!(room.contains("People who agreed before are not passed on."), "{room}");
    office.add_recipient_named(["Hill Town", "Ville-Colline"], &site, &receiver, &["consents"]).await;
    let moved = [("token", &*thanks.token()), ("postal_code", ROSEMONT.0), ("riding", ROSEMONT.1)];
    site.send(Outgoing::form("/en/my-pledge/riding", &moved)).await.expect(303);
    advance(&site, &receiver, 1).await;
    assert_eq!(receiver.types().await, Vec::<String>::new(), "Marie agreed to a sentence that does not name it");
    site.pledge(&Person::new("Paul").wanting_updates()).await;
    advance(&site, &receiver, 1).await;
    assert_eq!(receiver.types().await, ["consent.given"], "Paul agreed to the new one");
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains(">Hill Town, http"), "{log}");
    // The partner is renamed, and the recipient keeps the name that people agreed to: it hears of nobody new, and the office says so.
    assert!(!office.get("/organizer/en").await.expect(200).text.contains(IN_TROUBLE));
    let partner = office.get("/organizer/en/partners/hill-town").await.expect(200).page().form("/hill-town/change");
    let renamed = partner
        .iter()
        .map(|(name, value)| (name.as_str(), if name == "name_fr" { "Ville-Colline-Nord" } else { value }));
    office.post("/organizer/en/partners/hill-town/change", &renamed.collect::<Vec<_>>()).await.expect(303);
    site.advance_clock(6);
    let room = office.get(ROOM).await.expect(200).text;
    assert!(room.contains("does not name it by these names"), "{room}");
    assert!(waits(&office).await.contains(IN_TROUBLE));
}

/// A ledger that has just started knows the sentence of the campaign's folder alone.
#[tokio::test]
async fn a_consent_is_not_lost_while_nobody_can_read_whom_the_sentence_names() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    name_hill_town(&office).await;
    site.advance_clock(6);
    office.add_recipient_named(["Hill Town", "Ville-Colline"], &site, &receiver, &["consents"]).await;
    site.get("/en").await.expect(200);
    let marie = Person::new("Marie").wanting_updates();
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    // From here on, the ledger of this test alone hears of Marie.
    site.pause_mail();
    site.leave_mail();
    site.confirm_as(&asked, &marie).await;
    let keys = &site.tables().items_of("Pledges", "P#").await[0];
    let keys = json!({ "pk": keys["pk"], "sk": keys["sk"] });
    let batch = || {
        let change = json!({ "Keys": keys, "SequenceNumber": "1", "SizeBytes": 1, "StreamViewType": "KEYS_ONLY",
            "ApproximateCreationDateTime": 0 });
        let record = json!({ "eventID": "1", "eventName": "MODIFY", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
            "awsRegion": "ca-central-1", "dynamodb": change });
        serde_json::from_value(json!({ "Records": [record] })).unwrap()
    };
    let table = site.tables().named("Office").await;
    let put = async |item: &Item| site.tables().call("PutItem", json!({ "TableName": table, "Item": item })).await;
    let parts = site.tables().items_of("Office", "C#").await;
    for part in ["edition", "partners"] {
        let readable = parts.iter().find(|item| item["sk"]["S"] == part).expect("it is published");
        let mut broken = readable.clone();
        broken["content"]["S"] = "[".into();
        put(&broken).await;
        let ledger = site.another_ledger().await;
        let failed = ledger.answer(batch()).await.unwrap();
        assert_eq!(failed["batchItemFailures"][0]["itemIdentifier"], "1", "{part}: {failed}");
        put(readable).await;
    }
    let ledger = site.another_ledger().await;
    let taken = ledger.answer(batch()).await.unwrap();
    assert_eq!(taken["batchItemFailures"], json!([]));
    receiver.set(json!({ "now": site.now().as_second() })).await;
    ledger.run().await.unwrap();
    assert_eq!(receiver.types().await, ["consent.given"]);
    site.resume_mail();
}

/// The ledger has done no round since the sentence changed.
#[tokio::test]
async fn somebody_who_agrees_to_a_sentence_of_a_moment_ago_is_passed_on() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    office.add_recipient(&site, &receiver, &["consents"]).await;
    advance(&site, &receiver, 1).await;
    let desk = "/organizer/en/campaign/organization";
    let form = office.get(desk).await.expect(200).page().form("/campaign/organization");
    let rest =
        form.iter().map(|(name, value)| (name.as_str(), value.as_str())).filter(|(name, _)| *name != "contact_email");
    let changed = rest.chain([("contact_email", "elsewhere@ccrweb.ca"), ("step", "publish")]);
    office.post(desk, &changed.collect::<Vec<_>>()).await.expect(303);
    site.advance_clock(6);
    site.pledge(&Person::new("Paul").wanting_updates()).await;
    advance(&site, &receiver, 1).await;
    assert_eq!(receiver.types().await, ["consent.given"]);
}

#[tokio::test]
async fn action_network_hears_of_consents_and_takes_them_back() {
    let site = TestSite::start().await;
    let network = Receiver::action_network().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let set_time = async |minutes: i64| {
        let now = site.now().as_second() + minutes * 60;
        let now = jiff::Timestamp::from_second(now).unwrap();
        network.post("/_set", &json!({ "now": now.to_string() })).await;
    };
    let page = add_action_network(&office, &network).await;
    let (marie, zoe) = (Person::new("Marie").wanting_updates(), Person::new("Zoé").in_french().wanting_updates());
    site.pledge(&marie).await;
    let thanks = site.pledge(&zoe).await;
    set_time(1).await;
    site.advance(1).await;
    let person = async |email: &str| {
        let people = network.list("/_people").await;
        people.into_iter().find(|person| person["email_addresses"][0]["address"] == email).unwrap()
    };
    let subscribed = person(&zoe.email).await;
    assert_eq!(subscribed["email_addresses"][0]["status"], "subscribed");
    assert_eq!((&subscribed["given_name"], &subscribed["languages_spoken"]), (&json!(zoe.first_name), &json!(["fr"])));

    site.withdraw(&thanks).await;
    site.open_mail(&zoe).await;
    site.advance(1).await;
    assert_eq!(person(&zoe.email).await["email_addresses"][0]["status"], "unsubscribed");

    set_time(30).await;
    network.post("/_fill", &json!({ "people": 1, "modified_date": "2026-99-99" })).await;
    network.post("/_leave", &json!({ "email": marie.email })).await;
    site.advance(45).await;
    let signers = site.tables().items_of("Pledges", "P#").await;
    assert_eq!(signers.len(), 1);
    assert!(!signers[0].contains_key("updates"), "her consent is taken back here, and she stays counted");
    let log = office.get(&page).await.text;
    assert_eq!(log.matches("Someone no longer agrees to news").count(), 1, "Action Network knows of Marie already");
    assert!(!log.contains("an-api-key"));

    office.post(&format!("{page}/test"), &[]).await.expect(303);
    site.advance(1).await;
    assert!(office.get(&page).await.text.contains("A test"));

    // A page that cannot be read tells nothing about people who left. Messages go on.
    network.post("/_set", &json!({ "spoilt": true })).await;
    let omar = Person::new("Omar").wanting_updates();
    site.pledge(&omar).await;
    site.advance(30).await;
    assert_eq!(person(&omar.email).await["email_addresses"][0]["status"], "subscribed");
}

/// Adds the stand-in for Action Network, and returns the path of its page.
async fn add_action_network(office: &Office<'_>, network: &Receiver) -> String {
    let fields = [
        ("name_en", "Canadian Council for Refugees"),
        ("name_fr", "Conseil canadien pour les réfugiés"),
        ("kind", "action-network"),
        ("address", network.url()),
        ("api_key", "an-api-key"),
    ];
    office.post(ROOM, &fields).await.expect(303).leads_to().to_owned()
}

/// Lets a minute pass for the site and for Action Network's own clock.
async fn advance_network(site: &TestSite, network: &Receiver) {
    let now = jiff::Timestamp::from_second(site.now().as_second() + 60).unwrap();
    network.post("/_set", &json!({ "now": now.to_string() })).await;
    site.advance(1).await;
}

#[tokio::test]
async fn an_answer_of_action_network_that_cannot_be_read_is_seen_in_the_office_and_not_asked_for_each_minute() {
    let site = TestSite::start().await;
    let network = Receiver::action_network().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = add_action_network(&office, &network).await;
    let marie = Person::new("Marie").wanting_updates();
    site.pledge(&marie).await;
    advance_network(&site, &network).await;
    network.post("/_set", &json!({ "spoilt": true })).await;
    advance_network(&site, &network).await;
    network.post("/_leave", &json!({ "email": marie.email })).await;
    for _ in 0..17 {
        advance_network(&site, &network).await;
    }
    assert_eq!(network.list("/_asked").await.len(), 1, "not again within ten minutes");
    let said = "Action Network’s answers cannot be read";
    assert!(office.get(ROOM).await.expect(200).text.contains(said));
    assert!(office.get(&page).await.expect(200).text.contains(said));
    let french = office.get("/organizer/fr/webhooks").await.expect(200).text;
    assert!(french.contains("Les réponses d’Action Network sont illisibles"), "{french}");
    assert!(waits(&office).await.contains(IN_TROUBLE));

    network.post("/_set", &json!({ "spoilt": false })).await;
    for _ in 0..2 {
        advance_network(&site, &network).await;
    }
    assert!(!office.get(ROOM).await.expect(200).text.contains(said));
    assert!(!waits(&office).await.contains(IN_TROUBLE));
    assert!(!site.tables().items_of("Pledges", "P#").await[0].contains_key("updates"), "who left meanwhile is found");
}

#[tokio::test]
async fn who_left_action_network_at_a_time_that_cannot_be_read_is_passed_on_no_more() {
    let site = TestSite::start().await;
    let network = Receiver::action_network().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    add_action_network(&office, &network).await;
    let marie = Person::new("Marie").wanting_updates();
    site.pledge(&marie).await;
    advance_network(&site, &network).await;
    network.post("/_leave", &json!({ "email": marie.email, "modified_date": "2999-99-99" })).await;
    for _ in 0..10 {
        advance_network(&site, &network).await;
    }
    let signers = site.tables().items_of("Pledges", "P#").await;
    assert!(signers.len() == 1 && !signers[0].contains_key("updates"), "her consent is taken back");
}

/// More people changed over there than a round reads. Meanwhile somebody on a page that was read already unsubscribes.
#[tokio::test]
async fn who_leaves_action_network_between_two_rounds_of_a_question_is_found() {
    let site = TestSite::start().await;
    let network = Receiver::action_network().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let set_time = async |minutes: i64| {
        let now = jiff::Timestamp::from_second(site.now().as_second() + minutes * 60).unwrap();
        network.post("/_set", &json!({ "now": now.to_string() })).await;
    };
    let pass = async |minutes: i64| {
        set_time(minutes).await;
        site.advance(minutes).await;
    };
    add_action_network(&office, &network).await;
    let marie = Person::new("Marie").wanting_updates();
    site.pledge(&marie).await;
    pass(1).await;
    pass(1).await;
    network.post("/_fill", &json!({ "people": 520 })).await;
    pass(12).await;
    set_time(1).await;
    network.post("/_leave", &json!({ "email": marie.email })).await;
    // The next round comes late, and reads the rest.
    for minutes in [8, 11, 11] {
        pass(minutes).await;
    }
    let signers = site.tables().items_of("Pledges", "P#").await;
    assert!(signers.len() == 1 && !signers[0].contains_key("updates"), "her consent is taken back");
}

#[tokio::test]
async fn a_correction_of_the_count_is_news_with_numbers_alone() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    office.add_recipient(&site, &receiver, &["integrity"]).await;
    site.pledge(&Person::new("Marie")).await;
    let conditions = [("place", OTTAWA_CENTRE.1), ("cause", "invented"), ("reason", "nobody lives there")];
    let opened = office.post("/organizer/en/integrity/apply", &conditions).await.expect(303).leads_to().to_owned();
    advance(&site, &receiver, 1).await;
    office.post(&format!("{opened}/undo"), &[("reason", "a mistake")]).await.expect(303);
    office.post("/organizer/en/integrity/repair", &[("reason", "to be sure")]).await.expect(303);
    advance(&site, &receiver, 1).await;
    let seen = receiver.seen().await;
    assert!(all_verified(&seen));
    let mut data: Vec<_> = seen.iter().map(|message| message["body"]["data"].to_string()).collect();
    data.sort_unstable();
    assert_eq!(
        data,
        [
            r#"{"change":"removed","signers":1}"#,
            r#"{"change":"repaired","counters":0}"#,
            r#"{"change":"restored","signers":1}"#
        ]
    );
}

#[tokio::test]
async fn a_riding_passes_a_milestone_once() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    office.add_recipient(&site, &receiver, &["milestones"]).await;
    advance(&site, &receiver, 60).await;
    for (name, count) in [("Ada", 24), ("Bea", 2)] {
        for number in 0..count {
            site.pledge(&Person::new(&format!("{name}{}", letters(number)))).await;
        }
        advance(&site, &receiver, 60).await;
    }
    let seen = receiver.seen().await;
    assert_eq!(seen.len(), 1, "25 is passed by 26 signers");
    let data = &seen[0]["body"]["data"];
    assert_eq!((&data["milestone"], &data["signers"]), (&json!(25), &json!(26)));
    assert_eq!((&data["riding"]["code"], &data["riding"]["province"]), (&json!(OTTAWA_CENTRE.1), &json!("ON")));

    // A session lasts for an hour.
    let office = site.sign_in(FIRST_ADMIN).await;
    let conditions = [("place", OTTAWA_CENTRE.1), ("cause", "invented"), ("reason", "a test")];
    let opened = office.post("/organizer/en/integrity/apply", &conditions).await.expect(303).leads_to().to_owned();
    advance(&site, &receiver, 60).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    office.post(&format!("{opened}/undo"), &[("reason", "a mistake")]).await.expect(303);
    advance(&site, &receiver, 60).await;
    assert_eq!(receiver.seen().await.len(), 1, "a number that fell and rose again is no news");
    site.leave_mail();
}

fn letters(number: u32) -> String {
    char::from_u32('a' as u32 + number).unwrap().to_string()
}

#[tokio::test]
async fn keys_are_shown_once_and_replaced_ones_sign_for_a_day() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["integrity"]).await;
    assert!(!office.get(&page).await.text.contains("whsec_") && office.get(&page).await.text.contains("whpk_"));
    let new = rotated_secret(&site, &office, &page).await;
    send_test(&office, &page).await;
    advance(&site, &receiver, 1).await;
    receiver.set(json!({ "secret": new })).await;
    send_test(&office, &page).await;
    advance(&site, &receiver, 1).await;
    let seen = receiver.seen().await;
    assert!(all_verified(&seen), "the old secret and the new one are both good");
    assert_eq!((&seen[0]["signatures"], &seen[1]["signatures"]), (&json!(4), &json!(4)));
    advance(&site, &receiver, 24 * 60).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    send_test(&office, &page).await;
    advance(&site, &receiver, 1).await;
    assert_eq!(receiver.seen().await[2]["signatures"], 2);
    let log = office.get("/organizer/en/log").await.text;
    for said in ["added a recipient of webhooks", "replaced the keys of a recipient", "sent a test to a recipient"] {
        assert!(log.contains(said), "{said}");
    }
}

/// A page that was lost, or a button that was pressed twice, leaves the keys that the organization has.
#[tokio::test]
async fn keys_that_are_replaced_twice_in_a_day_still_sign_with_those_that_the_organization_has() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["integrity"]).await;
    rotated_secret(&site, &office, &page).await;
    site.advance_clock(1);
    let last = rotated_secret(&site, &office, &page).await;
    for secret in [None, Some(last)] {
        if let Some(secret) = secret {
            receiver.set(json!({ "secret": secret })).await;
        }
        send_test(&office, &page).await;
        advance(&site, &receiver, 1).await;
    }
    let seen = receiver.seen().await;
    assert!(seen.len() == 2 && all_verified(&seen));
    // A day later the first keys have gone, and those of now become the former ones again.
    advance(&site, &receiver, 24 * 60).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    rotated_secret(&site, &office, &page).await;
    send_test(&office, &page).await;
    advance(&site, &receiver, 1).await;
    assert_eq!(receiver.seen().await[2]["signatures"], 4);
}

#[tokio::test]
async fn what_is_wrong_in_the_form_is_said_all_at_once_in_both_languages() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let wrong = async |fields: &[(&str, &str)], says: &[&str]| {
        let page = office.post(ROOM, fields).await.expect(422);
        for said in says {
            assert!(page.text.contains(said), "{said}: {}", page.text);
        }
    };
    wrong(
        &[],
        &["Enter the organization’s name.", "Enter a whole web address", "Choose at least one thing that it receives."],
    )
    .await;
    let long = "x".repeat(121);
    let good = [("name_en", "A"), ("name_fr", "B"), ("hours", "on")];
    let with = |name: &'static str, value: &'static str| [good.to_vec(), vec![(name, value)]].concat();
    wrong(&[("name_en", &long)], &["Keep the name to 120 characters."]).await;
    wrong(&with("address", "https://10.1.2.3/"), &["belongs to a private network"]).await;
    wrong(&with("address", "http://hooks.example.org/"), &["must begin with https://"]).await;
    wrong(&with("address", "https://hooks.example.org:8443/"), &["Leave out the number after the colon"]).await;
    wrong(&with("address", "https://a:b@hooks.example.org/"), &["user name and password"]).await;
    wrong(&[good[0], good[1], ("address", "https://a.example/"), ("consents", "on")], &["People did not agree"]).await;
    wrong(&[good[0], good[1], ("kind", "action-network")], &["Enter the API key.", "People did not agree"]).await;
    let french = office.post("/organizer/fr/webhooks", &[]).await.expect(422).text;
    assert!(
        french.contains("Entrez le nom de l’organisme.")
            && french.contains("Choisissez au moins une chose à recevoir.")
    );
    assert_eq!(site.tables().items_of("Office", "H#").await.len(), 0, "nothing is half done");

    let longest = "x".repeat(120);
    for number in 0..RECIPIENTS_MAX {
        let address = format!("https://hooks.example.org/{number}");
        let fields = [("name_en", longest.as_str()), ("name_fr", "B"), ("hours", "on"), ("address", &address)];
        office.post(ROOM, &fields).await.expect(200);
    }
    wrong(&with("address", "https://hooks.example.org/0"), &["60 recipients already", "with this address already"])
        .await;
    let list = office.get(ROOM).await.page();
    let is_recipient = |link: &&Tag| link.get("href").contains("/webhooks/") && !link.get("href").ends_with("/recipes");
    let first = list.all("a").find(is_recipient).unwrap().get("href").to_owned();
    office.post(&format!("{first}/remove"), &[]).await.expect(303);
    office.get(&first).await.expect(404);
    office.post(ROOM, &with("address", "https://hooks.example.org/61")).await.expect(200);
    for id in ["nothing", "AAAAAAAAAAAAAAAAAAAAAA"] {
        office.get(&format!("{ROOM}/{id}")).await.expect(404);
    }
}

#[tokio::test]
async fn a_removed_recipient_leaves_nothing_behind() {
    let site = TestSite::start().await;
    let receiver = Receiver::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.add_recipient(&site, &receiver, &["consents", "hours"]).await;
    site.pledge(&Person::new("Marie").wanting_updates()).await;
    advance(&site, &receiver, 1).await;
    assert_eq!(receiver.types().await.len(), 2);
    office.post(&format!("{page}/remove"), &[]).await.expect(303);
    advance(&site, &receiver, 60).await;
    assert_eq!(receiver.types().await.len(), 2);
    assert!(site.tables().items_of("Office", "H#").await.is_empty());
    let left = site.tables().items_of("Office", "D#").await;
    assert!(left.iter().all(|item| item["pk"]["S"] == "D#time-to-lead"), "{left:?}");
}
