//! `/organizer/{lang}/letters`: letters are paused, looked at, released and discarded; Members of Parliament are noted.

use std::collections::BTreeMap;

use tests::{Answer, FIRST_ADMIN, Mail, OTTAWA_CENTRE, Office, Outgoing, Person, Setup, TestSite};

const ROOM: &str = "/organizer/en/letters";
const PER_DOMAIN: usize = 2;

async fn site() -> TestSite {
    let parameters = BTreeMap::from([("LettersPerMailDomain".to_owned(), PER_DOMAIN.to_string())]);
    TestSite::open(Setup { parameters, ..Setup::default() }).await
}

fn member() -> String {
    tests::address_of_member(OTTAWA_CENTRE.1).unwrap()
}

/// Signs up somebody, and has their letter sent.
async fn write(site: &TestSite) -> (Mail, Answer) {
    let thanks = site.pledge(&Person::new("Marie")).await;
    let answer = send(site, &thanks).await;
    site.settle().await;
    (thanks, answer)
}

async fn send(site: &TestSite, thanks: &Mail) -> Answer {
    let token = thanks.token();
    let fields = [("token", token.as_str()), ("text", "Please lead."), ("to", "member")];
    site.send(Outgoing::form(&format!("/en/letter/{}/send", OTTAWA_CENTRE.1), &fields)).await
}

async fn arrived(site: &TestSite) -> usize {
    site.open_mails_to(&member()).await.len()
}

/// Decides about the first group of the room.
async fn decide(office: &Office<'_>, verdict: &str, reason: &str) -> Answer {
    let fields = office.get(ROOM).await.expect(200).page().form("/letters/group");
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let page = office.post(&format!("{ROOM}/group"), &fields).await.expect(200).page();
    let mut fields = page.form("/letters/rule");
    fields.retain(|(name, _)| name != "verdict" && name != "reason");
    let mut fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend([("verdict", verdict), ("reason", reason)]);
    office.post(&format!("{ROOM}/rule"), &fields).await
}

#[tokio::test]
async fn letters_beyond_a_limit_are_shown_without_names_and_released_or_discarded_with_a_reason() {
    let site = site().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    assert!(office.get(ROOM).await.expect(200).text.contains("No letter is held."));
    let mut writers = Vec::new();
    for _ in 0..4 {
        writers.push(write(&site).await.0);
    }
    assert_eq!(arrived(&site).await, PER_DOMAIN);
    let room = office.get(ROOM).await.expect(200).text;
    assert!(room.contains("Letters: 2.") && room.contains("example.org") && room.contains("Ottawa Centre"));
    assert!(!room.contains("Please lead") && !room.contains("Marie"), "nobody is named and nothing is read");
    assert!(office.get("/organizer/en").await.expect(200).text.contains("2 letters are held"));
    assert!(decide(&office, "release", "").await.expect(422).text.contains("Say why."));
    decide(&office, "release", "a workplace").await.expect(303);
    assert!(office.get(ROOM).await.expect(200).text.contains("are being carried out"));
    site.advance(1).await;
    site.advance(1).await;
    assert_eq!(arrived(&site).await, 2);

    let (late, _) = write(&site).await;
    assert!(send(&site, &late).await.expect(200).text.contains("waits for the campaign to look at it"));
    decide(&office, "discard", "made-up names").await.expect(303);
    site.advance(1).await;
    assert_eq!(arrived(&site).await, 0);
    assert!(send(&site, &late).await.expect(200).text.contains("We did not send your letter"));
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("released held letters") && log.contains("a workplace"));
    assert!(log.contains("discarded held letters") && log.contains("made-up names"));
}

#[tokio::test]
async fn a_pause_stops_all_letters_and_the_letter_page_says_so() {
    let site = site().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let form = office.get(&format!("{ROOM}/pause")).await.expect(200).text;
    assert!(form.contains("Pause all letters"));
    office.post(&format!("{ROOM}/pause"), &[("deed", "pause"), ("reason", "")]).await.expect(422);
    office.post(&format!("{ROOM}/pause"), &[("deed", "pause"), ("reason", "complaints")]).await.expect(303);
    let (thanks, refused) = write(&site).await;
    let refused = refused.expect(409);
    assert!(refused.text.contains("Sending through us is paused at the moment"));
    assert!(refused.page().all("a").any(|a| a.get("href").starts_with("mailto:")), "the other ways stay");
    assert!(office.get(ROOM).await.expect(200).text.contains("All letters are paused."));
    assert!(office.get("/organizer/fr/letters").await.expect(200).text.contains("Tous les envois sont suspendus."));
    office.post(&format!("{ROOM}/pause"), &[("deed", "resume"), ("reason", "settled")]).await.expect(303);
    send(&site, &thanks).await.expect(200);
    assert_eq!(arrived(&site).await, 1);
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("paused all letters") && log.contains("resumed letters") && log.contains("complaints"));
}

#[tokio::test]
async fn an_answer_of_the_prime_minister_is_noted_with_a_source_and_a_members_answer_elsewhere() {
    let site = site().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let path = format!("{ROOM}/mark");
    let empty = office.post(&path, &[]).await.expect(422).page();
    assert!(["to", "mark", "reason"].iter().all(|field| empty.find(&format!("error-{field}")).is_some()));
    let noted = |to: &'static str, source: &'static str| {
        [("to", to), ("mark", "answered"), ("source", source), ("reason", "they wrote")]
    };
    let elsewhere = office.post(&path, &noted(OTTAWA_CENTRE.1, "a letter")).await.expect(422);
    assert!(elsewhere.text.contains("Record a Member’s answer under “Members”"));
    let prime_minister = "prime-minister";
    assert!(office.post(&path, &noted(prime_minister, "")).await.expect(422).page().find("error-source").is_some());
    office.post(&path, &noted(prime_minister, "letter of November 20")).await.expect(303);
    let again = office.post(&path, &noted(prime_minister, "again")).await.expect(422);
    assert!(again.text.contains("This is already noted."));

    let kept = format!("{ROOM}/marks/{prime_minister}:answered");
    assert!(office.get(&kept).await.expect(200).text.contains("letter of November 20"));
    office.post(&format!("{kept}/switch"), &[("goes_on", "true"), ("reason", "")]).await.expect(422);
    office.post(&format!("{kept}/switch"), &[("goes_on", "true"), ("reason", "a new question")]).await.expect(303);
    assert!(office.get(&kept).await.expect(200).text.contains("name=\"goes_on\" value=\"false\""));
    office.post(&format!("{kept}/lift"), &[("reason", "a mistake")]).await.expect(303);
    office.get(&kept).await.expect(404);
    assert!(office.get(ROOM).await.expect(200).text.contains("Nothing has been noted yet."));
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("made a note about a Member") && log.contains("a new question") && log.contains("a mistake"));
}

#[tokio::test]
async fn only_moderators_come_into_the_room_and_what_is_no_group_or_mark_is_not_there() {
    let site = site().await;
    let admin = site.sign_in(FIRST_ADMIN).await;
    admin.post("/organizer/en/team", &[("email", "exporter@example.org"), ("role", "exporter")]).await.expect(303);
    site.open_mails_to("exporter@example.org").await;
    let exporter = site.sign_in("exporter@example.org").await;
    for path in ["", "/pause", "/mark", "/marks/35079:answered"] {
        exporter.get(&format!("{ROOM}{path}")).await.expect(403);
    }
    for path in ["/group", "/rule", "/pause", "/mark", "/marks/35079:answered/lift", "/marks/35079:answered/switch"] {
        exporter.post(&format!("{ROOM}{path}"), &[]).await.expect(403);
    }
    for group in ["nonsense", "to:x"] {
        admin.post(&format!("{ROOM}/group"), &[("group", group)]).await.expect(404);
    }
    admin.post(&format!("{ROOM}/group"), &[("group", "domain:bots.example")]).await.expect(409);
    admin.get(&format!("{ROOM}/marks/35079:answered")).await.expect(404);
    admin.get(&format!("{ROOM}/marks/nonsense")).await.expect(404);
}
