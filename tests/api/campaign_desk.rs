//! The campaign's desk: a coordinator changes the campaign alone, with a preview and an undo, and every function follows.

use campaigns::CampaignFolder;
use domain::campaign::published::Published;
use domain::campaign::wording::Wording;
use http::Method;
use jiff::SignedDuration;
use serde_json::{Value, json};
use tests::{Answer, CAMPAIGN, FIRST_ADMIN, Office, Outgoing, Person, TestSite};
use wire::Fault;

const DESK: &str = "/organizer/en/campaign";
/// Public pages show a change after this time.
const SECONDS: i64 = 10;

type Fields = Vec<(String, String)>;

/// The form of a room as it stands, with some fields typed.
async fn form(office: &Office<'_>, room: &str, typed: &[(&str, &str)]) -> Fields {
    let page = office.get(&format!("{DESK}/{room}")).await.expect(200);
    over(read(&page, room), typed)
}

/// The fields of a room's form. Texts of several lines are read as they came, line by line.
fn read(page: &Answer, room: &str) -> Fields {
    let mut fields = page.page().form(&format!("/campaign/{room}"));
    for (name, value) in &mut fields {
        let rest = page.text.split_once(&format!("<textarea id=\"field-{name}\""));
        if let Some((text, _)) = rest.and_then(|(_, rest)| rest.split_once(">\n")?.1.split_once("</textarea>")) {
            *value = plain(text);
        }
    }
    fields
}

/// Takes the escapes out of a text.
fn plain(text: &str) -> String {
    [("&#60;", "<"), ("&#62;", ">"), ("&#39;", "'"), ("&#34;", "\""), ("&#38;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

fn over(mut fields: Fields, typed: &[(&str, &str)]) -> Fields {
    for (name, value) in typed {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

async fn send(office: &Office<'_>, path: &str, fields: &Fields, step: &str) -> Answer {
    let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<_> = fields.filter(|(name, _)| *name != "step").chain([("step", step)]).collect();
    office.post(&format!("{DESK}/{path}"), &fields).await
}

/// Changes a room by its preview, as a coordinator does.
pub(crate) async fn publish(office: &Office<'_>, room: &str, typed: &[(&str, &str)]) {
    let fields = form(office, room, typed).await;
    let preview = send(office, room, &fields, "preview").await.expect(200);
    assert!(preview.text.contains("This is a preview"), "{}", preview.text);
    let carried = preview.page().form(&format!("/campaign/{room}"));
    send(office, room, &carried, "publish").await.expect(303);
}

async fn undo(office: &Office<'_>, number: u32) {
    undo_from(office, "history", number).await;
}

/// Undoes a version by its button on a page of the history.
async fn undo_from(office: &Office<'_>, page: &str, number: u32) {
    let path = format!("history/{number}/undo");
    let fields = office.get(&format!("{DESK}/{page}")).await.expect(200).page().form(&format!("/{path}"));
    let preview = send(office, &path, &fields, "preview").await.expect(200);
    let carried = preview.page().form(&format!("/{path}"));
    send(office, &path, &carried, "publish").await.expect(303);
}

async fn versions(site: &TestSite) -> usize {
    site.tables().items_of("Office", "E#").await.len()
}

const LEDE: (&str, &str) = ("en-campaign-lede-0", "fr-campaign-lede-0");

/// Fields of a form, and the words that somebody types into them.
type Typed<'a> = &'a [(&'a str, &'a str)];

#[tokio::test]
async fn a_coordinator_changes_the_goal_and_a_sentence_and_takes_the_sentence_back() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let preview =
        send(&office, "goal", &form(&office, "goal", &[("goal", "30,000")]).await, "preview").await.expect(200);
    for shown in ["20,000", "30,000", "noindex", "srcdoc="] {
        assert!(preview.text.contains(shown), "{shown}");
    }
    site.advance_clock(SECONDS);
    assert_eq!((versions(&site).await, site.counter().await.goal), (0, 1_000), "a preview changes nothing");

    publish(&office, "goal", &[("goal", "30000"), ("goal_steps", "")]).await;
    publish(&office, "page", &[(LEDE.0, "A new first line: “you & me”."), (LEDE.1, "Une nouvelle ligne : « vous ».")])
        .await;
    site.advance_clock(SECONDS);
    assert_eq!(site.counter().await.goal, 30_000);
    assert!(site.get("/en").await.text.contains("A new first line: “you &#38; me”."));
    assert!(site.get("/fr").await.text.contains("Une nouvelle ligne\u{202f}: «\u{202f}vous\u{202f}»."));

    undo(&office, 2).await;
    site.advance_clock(SECONDS);
    assert!(site.get("/en").await.text.contains("Canada has opened its doors before."));
    assert_eq!(site.counter().await.goal, 30_000, "the other change stays");
    let history = office.get(&format!("{DESK}/history")).await.expect(200).text;
    for shown in ["Version 3", "Version 1", "A new first line", FIRST_ADMIN, "20,000", "30,000"] {
        assert!(history.contains(shown), "{shown}: {history}");
    }
    let log = office.get("/organizer/en/log").await.expect(200).text;
    for said in
        ["version 1: Goal 20,000 → 30,000", "version 2: 2 sentences", "version 3: 2 sentences", "undo of version 2"]
    {
        assert!(log.contains(said), "{said}: {log}");
    }
    assert!(log.contains("href=\"/organizer/en/campaign/history?before=3#version-2\""), "{log}");
    let log = office.get("/organizer/fr/log").await.expect(200).text.replace('\u{202f}', " ");
    for said in ["version 1 : Objectif", "20 000 → 30 000", "version 3 : 2 phrases ; annulation de la version 2"] {
        assert!(log.contains(said), "{said}: {log}");
    }
}

#[tokio::test]
async fn the_history_goes_back_to_the_first_version_and_an_old_one_is_undone() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    publish(&office, "goal", &[("goal", "30000"), ("goal_steps", "")]).await;
    for number in 2..=21 {
        let (english, french) = (format!("Words number {number}."), format!("Texte numéro {number}."));
        publish(&office, "page", &[("en-campaign-share-0", &english), ("fr-campaign-share-0", &french)]).await;
    }
    let newest = office.get(&format!("{DESK}/history")).await.expect(200).text;
    assert!(newest.contains("Version 21<") && newest.contains("Version 2<") && !newest.contains("Version 1<"));
    assert!(newest.contains("href=\"/organizer/en/campaign/history?before=2\""), "{newest}");
    let older = office.get(&format!("{DESK}/history?before=2")).await.expect(200).text;
    assert!(older.contains("Version 1<") && older.contains("20,000") && !older.contains("Version 2<"), "{older}");
    assert!(older.contains("href=\"/organizer/en/campaign/history\"") && !older.contains("Older versions"), "{older}");
    undo_from(&office, "history?before=2", 1).await;
    site.advance_clock(SECONDS);
    assert_eq!(site.counter().await.goal, 1_000);
    let gone = office.get(&format!("{DESK}/history?before=0")).await.expect(200).text;
    assert!(!gone.contains("/undo\""), "{gone}");
    office.get(&format!("{DESK}/history?before=x")).await.expect(400);
}

#[tokio::test]
async fn an_officials_change_is_shown_line_by_line_and_undone_without_the_other_lines() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let person = [("minister-name", "Lou Nouveau"), ("minister-email", "lou.nouveau@example.org")];
    publish(&office, "officials", &person).await;
    let address = [("minister-postal-en", "1 New Street\nOttawa"), ("minister-postal-fr", "1, rue Neuve\nOttawa")];
    publish(&office, "officials", &address).await;
    let history = office.get(&format!("{DESK}/history")).await.expect(200).text;
    for line in [
        "<dt>The minister: name</dt>",
        "<dt>The minister: email address</dt>",
        "<dt>The minister: postal address (English)</dt>",
        "<dt>The minister: postal address (French)</dt>",
        "Lou Nouveau</ins>",
    ] {
        assert_eq!(history.matches(line).count(), 1, "{line}: {history}");
    }
    assert!(!history.contains("<dt>The minister: office") && !history.contains("<dt>The minister</dt>"), "{history}");
    let french = office.get("/organizer/fr/campaign/history").await.expect(200).text.replace('\u{202f}', " ");
    assert!(french.contains("<dt>La ministre ou le ministre : adresse postale (en anglais)</dt>"), "{french}");
    let log = office.get("/organizer/fr/log").await.expect(200).text.replace('\u{202f}', " ");
    assert!(log.contains("version 1 : La ministre ou le ministre : nom, circonscription ou courriel"), "{log}");

    undo(&office, 1).await;
    let room = office.get(&format!("{DESK}/officials")).await.expect(200).text;
    assert!(!room.contains("Lou Nouveau") && !room.contains("lou.nouveau@example.org"), "{room}");
    assert!(room.contains("1 New Street") && room.contains("1, rue Neuve"), "the other change stays: {room}");
    let lopsided = form(&office, "officials", &[("minister-office-en", "The New Minister")]).await;
    let asked = send(&office, "officials", &lopsided, "preview").await.expect(422);
    assert!(asked.text.contains("Does the French need the same change?"), "{}", asked.text);
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_words_and_what_was_typed_is_kept() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    for name in ["Marie", "Paul"] {
        site.pledge(&Person::new(name)).await;
    }
    let (name, letter) = ("en-campaign-name-0", "x".repeat(1_500));
    let cases: [(&str, Typed<'_>, &str); 17] = [
        ("goal", &[("goal", "1"), ("goal_steps", "")], "2 people have signed already. The goal cannot be below that."),
        ("goal", &[("goal", "many")], "Write a whole number"),
        ("goal", &[("goal_steps", "5000\n1000")], "must be larger than the one before"),
        ("goal", &[("opens_day", "2026-10-01")], "People have signed already, so the opening stays"),
        ("goal", &[("closes_day", "2026-10-01")], "The end cannot lie in the past"),
        ("goal", &[("closes_day", "2026-09-01")], "The end must come after the opening"),
        ("goal", &[("closes_day", "2036-09-22")], "five years at most"),
        ("goal", &[("closes_day", "soon")], "Choose a day and a time"),
        ("page", &[(LEDE.0, "Hello [riding]")], "There is no [riding] in this sentence"),
        ("page", &[(LEDE.0, "<b>Hello</b>")], "looks like HTML"),
        ("page", &[(LEDE.0, "a\u{202e}b")], "no one can see"),
        ("page", &[(LEDE.0, "")], "Please fill this in"),
        (
            "page",
            &[(name, "A campaign whose name goes on and on, past the end of every line that is made for it")],
            "characters too long",
        ),
        ("consent", &[("en-campaign-consent-updates-0", "Yes.")], "[contact address] is missing"),
        ("organization", &[("website", "javascript:alert(1)")], "begins with https://"),
        ("officials", &[("minister-email", "nobody")], "does not look like an email address"),
        (
            "letter",
            &[("en-campaign-letter-asks-0", &letter), ("fr-campaign-letter-asks-0", &letter)],
            "too long for a link",
        ),
    ];
    for (room, typed, says) in cases {
        let fields = form(&office, room, typed).await;
        for step in ["preview", "publish"] {
            let refused = send(&office, room, &fields, step).await.expect(422);
            assert!(refused.text.contains(says), "{room} {typed:?}: {}", refused.text);
            let kept = read(&refused, room);
            for (name, value) in typed {
                let kept = kept.iter().find(|(known, _)| known == name).unwrap();
                assert_eq!(kept.1.trim(), *value, "{name}");
            }
        }
    }
    assert_eq!(versions(&site).await, 0, "nothing is half applied");
}

#[tokio::test]
async fn a_change_in_one_language_needs_a_tick_and_a_reason() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let fields = form(&office, "page", &[(LEDE.0, "Only in English.")]).await;
    let asked = send(&office, "page", &fields, "preview").await.expect(422);
    assert!(asked.text.contains("Does the French need the same change?"), "{}", asked.text);
    let ticked = over(fields.clone(), &[("other_stays", "yes")]);
    send(&office, "page", &ticked, "publish").await.expect(422);
    assert_eq!(versions(&site).await, 0);
    let explained = over(ticked, &[("because", "a typing error in English")]);
    send(&office, "page", &explained, "publish").await.expect(303);
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("1 sentence") && log.contains("a typing error in English"), "{log}");
    undo(&office, 1).await;
}

#[tokio::test]
async fn the_second_of_two_is_told_what_the_first_changed_and_keeps_what_they_typed() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let second = form(&office, "page", &[(LEDE.0, "The second’s line."), (LEDE.1, "La ligne de l’autre.")]).await;
    let share = ("en-campaign-share-0", "fr-campaign-share-0");
    publish(&office, "page", &[(share.0, "The first’s words."), (share.1, "Les mots d’abord.")]).await;
    for step in ["preview", "publish"] {
        let told = send(&office, "page", &second, step).await.expect(200);
        for shown in ["Someone else published a change", "The first’s words.", "The second’s line."] {
            assert!(told.text.contains(shown), "{shown}: {}", told.text);
        }
    }
    let told = send(&office, "page", &second, "publish").await;
    let again = read(&told, "page");
    send(&office, "page", &again, "publish").await.expect(303);
    // The button was pressed twice.
    send(&office, "page", &again, "publish").await.expect(303);
    assert_eq!(versions(&site).await, 2);
    site.advance_clock(SECONDS);
    assert!(site.get("/en").await.text.contains("The second’s line."));
    let room = office.get(&format!("{DESK}/page")).await.text;
    assert!(room.contains("The first’s words."), "both changes stand");
}

#[tokio::test]
async fn a_change_whose_reply_was_lost_is_there_when_it_is_sent_again() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let fields = form(&office, "goal", &[("goal", "30000")]).await;
    site.wire().break_next(1, "TransactWriteItems", Fault::LoseReply);
    send(&office, "goal", &fields, "publish").await.expect(503);
    send(&office, "goal", &fields, "publish").await.expect(303);
    assert_eq!(versions(&site).await, 1);
}

/// A colleague changed the same once more while somebody looked at the preview of an undo. Then nothing is undone.
#[tokio::test]
async fn an_undo_that_nothing_is_left_of_is_not_said_to_be_published() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    publish(&office, "goal", &[("goal", "30000")]).await;
    let undo = office.post(&format!("{DESK}/history/1/undo"), &[("from", "1")]).await.expect(200);
    publish(&office, "goal", &[("goal", "40000")]).await;
    let page = send(&office, "history/1/undo", &undo.page().form("/history/1/undo"), "publish").await.expect(422);
    assert!(page.text.contains("Goal"), "it names what stays: {}", page.text);
}

/// A button without scripts can be pressed twice, also at once.
#[tokio::test]
async fn a_second_press_of_publish_says_that_it_is_published() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let twice = async |path: &str, fields: &Fields| {
        let mut held = site.wire().hold_next("TransactWriteItems");
        let second = async {
            held.arrived().await;
            site.advance_clock(1);
            let second = send(&office, path, fields, "publish").await;
            held.release();
            second
        };
        let (first, second) = tokio::join!(send(&office, path, fields, "publish"), second);
        let later = send(&office, path, fields, "publish").await;
        for pressed in [first, second, later] {
            assert!(pressed.leads_to().starts_with("/organizer/en/campaign?published="), "{path}");
        }
    };
    twice("goal", &form(&office, "goal", &[("goal", "30000")]).await).await;
    let preview = office.post(&format!("{DESK}/history/1/undo"), &[("from", "1")]).await.expect(200);
    twice("history/1/undo", &preview.page().form("/history/1/undo")).await;
    let fields = office.get(&format!("{DESK}/goal")).await.page().form("/campaign/close");
    let preview = send(&office, "close", &fields, "preview").await.expect(200);
    twice("close", &preview.page().form("/campaign/close")).await;
    assert_eq!(versions(&site).await, 3, "each is published once");
}

#[tokio::test]
async fn texts_that_together_are_too_long_to_keep_are_refused_with_words() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let mut edition = CampaignFolder::find(CAMPAIGN).unwrap().now(&Published::default()).unwrap().edition();
    let long = Wording { version: "1".to_owned(), en: "x".repeat(389 * 1024), fr: String::new() };
    edition.facts.wordings.push(long);
    let key = |part: &str| json!({ "pk": { "S": format!("C#{CAMPAIGN}") }, "sk": { "S": part } });
    let (mut index, mut part) = (key("index"), key("edition"));
    index["edition"] = json!({ "N": "1" });
    part["version"] = json!({ "N": "1" });
    part["content"] = json!({ "S": serde_json::to_string(&edition).unwrap() });
    for item in [part, index] {
        site.tables().call("PutItem", json!({ "TableName": "Office", "Item": item })).await;
    }
    let story = "é".repeat(1_000);
    let typed = [("en-campaign-story-0", story.as_str()), ("fr-campaign-story-0", story.as_str())];
    let fields = form(&office, "page", &typed).await;
    let refused = send(&office, "page", &fields, "publish").await.expect(422);
    assert!(refused.text.contains("too long to keep"), "{}", refused.text);
    assert_eq!(read(&refused, "page").iter().filter(|(_, value)| *value == story).count(), 2);
}

#[tokio::test]
async fn a_campaign_closes_now_and_opens_again_and_its_end_never_moves_back() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let marie = Person::new("Marie");
    site.pledge(&marie).await;
    let fields = office.get(&format!("{DESK}/goal")).await.page().form("/campaign/close");
    let preview = send(&office, "close", &fields, "preview").await.expect(200);
    assert!(preview.text.contains("People’s names will be erased on May 2"), "{}", preview.text);
    send(&office, "close", &preview.page().form("/campaign/close"), "publish").await.expect(303);
    site.advance_clock(SECONDS);
    let refused = site.try_sign(&Person::new("Paul")).await.expect(403);
    assert_eq!(refused.problem(), "campaign_closed");
    assert!(!site.get("/en").await.text.contains("name=\"email\""));
    assert!(office.get(DESK).await.text.contains("The campaign ended on"));

    // Further back would bring the day nearer on which everybody is erased.
    let earlier = form(&office, "goal", &[("closes_day", "2026-10-01"), ("closes_hour", "00:00")]).await;
    send(&office, "goal", &earlier, "publish").await.expect(422);
    site.advance_days(30).await;
    let yesterday = (site.now() - SignedDuration::from_hours(30)).to_string();
    let office = site.sign_in(FIRST_ADMIN).await;
    let passed = form(&office, "goal", &[("closes_day", &yesterday[..10])]).await;
    send(&office, "goal", &passed, "publish").await.expect(422);
    assert_eq!(site.tally().await.total, 1);
    publish(&office, "goal", &[("closes_day", "2027-06-30"), ("closes_hour", "20:00")]).await;
    site.advance_clock(SECONDS);
    site.pledge(&Person::new("Lise")).await;
    assert_eq!(site.tally().await.total, 2);
}

#[tokio::test]
async fn a_campaign_that_has_not_opened_cannot_close_now_and_the_page_says_why() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let close = office.get(&format!("{DESK}/goal")).await.page().form("/campaign/close");
    publish(&office, "goal", &[("opens_day", "2027-01-10"), ("opens_hour", "00:00")]).await;
    let page = send(&office, "close", &close, "preview").await.expect(422).page();
    assert!(page.find("error-closes_day").is_some(), "the end would lie before the opening");
}

#[tokio::test]
async fn a_paused_form_says_when_it_opens_again() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let pause = async |day: &str| {
        office.post(&format!("{DESK}/pause"), &[("on", "true"), ("reopens_on", day), ("reason", "a rush")]).await
    };
    assert!(pause("2026-10-01").await.expect(422).text.contains("Choose a day after today"));
    let without = [("on", "true"), ("reopens_on", "2026-12-24")];
    let without = office.post(&format!("{DESK}/pause"), &without).await.expect(422).page();
    assert!(without.find("error-reason").is_some(), "a pause has a reason");
    assert_eq!(without.id("field-reopens_on").get("value"), "2026-12-24", "the day stays typed");
    let page = office.get(&format!("{DESK}/pause")).await.expect(200);
    assert!(page.text.contains("Links and codes that were emailed still count people"));
    pause("2026-12-24").await.expect(303);
    site.advance_clock(SECONDS);
    for (path, says) in [
        ("/en", "We plan to open it again on December 24, 2026."),
        ("/fr", "Nous prévoyons de le rouvrir le 24 décembre 2026."),
        ("/embed/form?lang=en", "We plan to open it again on December 24, 2026."),
    ] {
        let page = site.get(path).await.text;
        assert!(page.contains(says) && !page.contains("name=\"email\""), "{path}: {page}");
    }
    let form = [("first_name", "Paul"), ("last_name", "Roy"), ("email", "paul@example.org")];
    let sent = site.send(Outgoing::form("/en/pledges", &form)).await.expect(403);
    assert!(sent.text.contains("We plan to open it again on December 24, 2026."), "{}", sent.text);
    assert!(office.get(DESK).await.text.contains("plan to open it again on December 24, 2026"));
    let without = office.post(&format!("{DESK}/pause"), &[("on", "false")]).await.expect(422).page();
    assert!(without.find("error-reason").is_some(), "the end of a pause has a reason, too");
    let over = [("on", "false"), ("reason", "the rush is over")];
    office.post(&format!("{DESK}/pause"), &over).await.expect(303);
    site.advance_clock(SECONDS);
    assert!(site.get("/en").await.text.contains("name=\"email\""));
    office.post(&format!("{DESK}/pause"), &over).await.expect(303);
    let log = office.get("/organizer/en/log").await.text;
    assert_eq!(log.matches("ended the pause of the form").count(), 1, "the second press ends nothing");
    pause("").await.expect(303);
    site.advance_clock(SECONDS);
    assert!(site.get("/en").await.text.contains("The form is closed for the moment."));
    let log = office.get("/organizer/en/log").await.text;
    for said in [
        "paused the form",
        "reopening planned on December 24, 2026",
        "ended the pause of the form",
        "a rush",
        "the rush is over",
    ] {
        assert!(log.contains(said), "{said}: {log}");
    }
    assert!(!log.contains("2026-12-24<"), "{log}");
}

const SWITCHES: &str = "/organizer/en/switches";
const PLANNED: &str = "We plan to open it again on December 24, 2026.";

#[tokio::test]
async fn a_form_that_the_switch_closes_and_opens_again_keeps_its_pause_and_the_planned_day() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let pause = async |on: &str, day: &str| {
        let fields = [("on", on), ("reopens_on", day), ("reason", "a rush")];
        office.post(&format!("{DESK}/pause"), &fields).await.expect(303);
        site.advance_clock(SECONDS);
    };
    let switch = async |on: &str| {
        office.post(SWITCHES, &[("switch", "form-closed"), ("on", on), ("reason", "a rush")]).await.expect(303);
        site.advance_clock(SECONDS);
    };
    pause("true", "2026-12-24").await;
    let room = office.get(SWITCHES).await.expect(200).text;
    assert!(room.contains("The form is paused at the campaign’s desk."), "{room}");
    switch("true").await;
    assert!(site.get("/en").await.text.contains(PLANNED), "the switch takes nothing from the pause");
    publish(&office, "goal", &[("goal", "30000"), ("goal_steps", "")]).await;
    site.advance_clock(SECONDS);
    assert!(site.get("/en").await.text.contains(PLANNED), "an edition opens nothing");
    switch("false").await;
    assert!(site.get("/en").await.text.contains(PLANNED), "the pause goes on");
    // The other way round: the end of the pause does not undo what the switch is for.
    switch("true").await;
    pause("false", "").await;
    let page = site.get("/en").await.text;
    assert!(page.contains("The form is closed for the moment.") && !page.contains("name=\"email\""), "{page}");
    let desk = office.get(DESK).await.expect(200).text;
    assert!(desk.contains("The switch for a rush has closed the form.") && desk.contains(SWITCHES), "{desk}");
    switch("false").await;
    assert!(site.get("/en").await.text.contains("name=\"email\""));
}

#[tokio::test]
async fn a_pause_names_no_day_that_has_passed_or_lies_beyond_the_end() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let pause = async |day: &str| {
        office.post(&format!("{DESK}/pause"), &[("on", "true"), ("reopens_on", day), ("reason", "a rush")]).await
    };
    let refused = pause("2031-01-01").await.expect(422);
    assert!(refused.text.contains("The campaign ends before that day."), "{}", refused.text);
    pause("2026-12-24").await.expect(303);
    let again = office.get(&format!("{DESK}/pause")).await.expect(200).text;
    assert!(again.contains("value=\"2026-12-24\""), "the day can be changed: {again}");
    pause("2027-01-10").await.expect(303);
    site.advance_clock(SECONDS);
    assert!(site.get("/en").await.text.contains("We plan to open it again on January 10, 2027."));
    // The end moves before the planned day.
    publish(&office, "goal", &[("closes_day", "2027-01-05"), ("closes_hour", "20:00")]).await;
    site.advance_clock(SECONDS);
    let form = [("first_name", "Paul"), ("last_name", "Roy"), ("email", "paul@example.org")];
    for page in [site.get("/en").await.text, site.send(Outgoing::form("/en/pledges", &form)).await.expect(403).text] {
        assert!(page.contains("The form is closed for the moment.") && !page.contains("January 10"), "{page}");
    }
    let desk = office.get(DESK).await.expect(200).text;
    assert!(desk.contains("January 10, 2027, is over, or after the end"), "{desk}");
    publish(&office, "goal", &[("closes_day", "2027-09-22"), ("closes_hour", "20:00")]).await;
    site.advance_days(60).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    assert!(site.get("/en").await.text.contains("The form is closed for the moment."));
    let desk = office.get(DESK).await.expect(200).text;
    assert!(desk.contains("January 10, 2027, is over, or after the end"), "{desk}");
    assert!(!desk.contains("The page says that you plan"), "{desk}");
}

/// The version of the consent that is kept of the only signer.
async fn agreed_to(site: &TestSite) -> Value {
    site.tables().items_of("Pledges", "P#").await.pop().unwrap()["updates"]["S"].clone()
}

#[tokio::test]
async fn a_consent_is_kept_with_the_sentence_that_the_page_showed() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let thanks = site.pledge(&Person::new("Marie")).await;
    let my_pledge = site.get(thanks.path()).await.page().form("/my-pledge/consents");
    let shown = my_pledge.iter().find(|(name, _)| name == "wording").unwrap().1.clone();
    assert_eq!(shown, tests::campaign().consent_wording);
    let sentences = [
        ("en-campaign-consent-updates-0", "Yes, send me news. To stop, write to [contact address]."),
        ("fr-campaign-consent-updates-0", "Oui, écrivez-moi. Pour arrêter : [adresse de contact]."),
    ];
    publish(&office, "consent", &sentences).await;
    site.advance_clock(SECONDS);
    let day = "2026-11-22";
    assert!(site.now().to_string().starts_with("2026-11-23T04:00"), "late in the evening in Ottawa");
    let agree = async |wording: &str| {
        let fields = [("token", &*thanks.token()), ("updates", "yes"), ("wording", wording)];
        site.send(Outgoing::form("/en/my-pledge/consents", &fields)).await.expect(303);
        agreed_to(&site).await
    };
    assert_eq!(agree(&shown).await, *shown, "a page from before");
    assert_eq!(agree("made up").await, day);
    assert_eq!(agree(day).await, day);
    let page = site.get("/en").await;
    assert!(page.text.contains("Yes, send me news. To stop, write to info@ccrweb.ca."));
    assert!(page.text.contains(&format!("name=\"wording\" value=\"{day}\"")));
    agree(&shown).await;
    let fields = [("reason", "newsletter"), ("part", "1"), ("parts", "1")];
    let file = office.post("/organizer/en/supporters", &fields).await.expect(200).text;
    assert!(file.contains(&format!("{shown}: Yes, the Canadian Council for Refugees may send me news")), "{file}");
    undo(&office, 1).await;
    site.advance_clock(SECONDS);
    assert!(site.get("/en").await.text.contains(&format!("name=\"wording\" value=\"{day}.2\"")));
}

#[tokio::test]
async fn a_consent_is_kept_with_the_contact_address_that_its_sentence_named() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    site.pledge(&Person::new("Marie").wanting_updates()).await;
    let before = tests::campaign().consent_wording;
    assert_eq!(agreed_to(&site).await, *before);
    let fields = form(&office, "organization", &[("contact_email", "elsewhere@ccrweb.ca")]).await;
    let preview = send(&office, "organization", &fields, "preview").await.expect(200);
    assert!(preview.text.contains("The consent gets a new version."), "{}", preview.text);
    let carried = preview.page().form("/campaign/organization");
    send(&office, "organization", &carried, "publish").await.expect(303);
    site.advance_clock(SECONDS);
    let page = site.get("/en").await.text;
    assert!(
        page.contains("by writing to elsewhere@ccrweb.ca") && page.contains("name=\"wording\" value=\"2026-11-22\"")
    );
    let fields = [("reason", "newsletter"), ("part", "1"), ("parts", "1")];
    let file = office.post("/organizer/en/supporters", &fields).await.expect(200).text;
    assert!(file.contains(&format!("{before}: Yes, ")) && file.contains("by writing to info@ccrweb.ca."), "{file}");
    assert!(!file.contains("elsewhere"), "{file}");
}

#[tokio::test]
async fn every_function_follows_within_ten_seconds() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let document = async || {
        let led = office.get("/v1/organizer/report.pdf?of=35079&lang=en").await.expect(303);
        site.get(led.leads_to()).await.expect(200).bytes
    };
    let before = (document().await, site.get("/en/share.png").await.expect(200).bytes);
    let names = [("en-campaign-name-0", "A new name"), ("fr-campaign-name-0", "Un nouveau nom")];
    publish(&office, "page", &names).await;
    let asks = [
        ("en-campaign-letter-asks-0", "Please do something new."),
        ("fr-campaign-letter-asks-0", "Faites du nouveau."),
    ];
    publish(&office, "letter", &asks).await;
    site.advance_clock(SECONDS);
    assert!(site.get("/en").await.text.contains("<h1>A new name</h1>"));
    assert!(site.get("/en/letter/35079").await.text.contains("Please do something new."));
    assert!(site.get("/fr/letter/35079").await.text.contains("Faites du nouveau."));
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let mail = site.open_mail(&marie).await;
    assert!(mail.text().contains("A new name"), "{}", mail.text());
    assert_ne!(document().await, before.0);
    assert_ne!(site.get("/en/share.png").await.expect(200).bytes, before.1);
}

#[tokio::test]
async fn the_preview_shows_the_mail_and_the_letter_as_they_are_sent() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let fields = form(&office, "goal", &[("goal", "30000")]).await;
    let preview = send(&office, "goal", &fields, "preview").await.expect(200).text;
    let texts = preview.split("<pre>").skip(1).map(|rest| plain(rest.split_once("</pre>").unwrap().0));
    let shown: Vec<_> = texts.collect();
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let mail = site.open_mail(&marie).await;
    // The links' tokens and the code are a mail's own.
    let without_tokens = |line: &str| match line.split_once("?token=") {
        Some((before, _)) => before.to_owned(),
        None if line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit()) => "code".to_owned(),
        None => line.trim_end().to_owned(),
    };
    let lines = |text: &str| text.trim().lines().map(without_tokens).collect::<Vec<_>>();
    assert_eq!(lines(&shown[0]), lines(mail.text()));
    let letter = site.get("/en/letter/10001").await.expect(200).text;
    let proposed = letter.split_once("<textarea id=\"field-text\"").unwrap().1.split_once(">\n").unwrap().1;
    let proposed = plain(proposed.split_once("</textarea>").unwrap().0);
    let paragraphs = |text: &str| text.split("\n\n").map(str::to_owned).collect::<Vec<_>>();
    let (shown, proposed) = (paragraphs(&shown[1]), paragraphs(&proposed));
    assert_eq!(shown.len(), proposed.len(), "{shown:?} {proposed:?}");
    // Beside the number of signers they are one text.
    assert_eq!((&shown[0], &shown[2..]), (&proposed[0], &proposed[2..]));
}

#[tokio::test]
async fn the_preview_shows_the_thanks_and_the_weekly_mail_with_example_numbers() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let fields = form(&office, "goal", &[("goal", "30000")]).await;
    let preview = send(&office, "goal", &fields, "preview").await.expect(200).text;
    let texts = preview.split("<pre>").skip(1).map(|rest| plain(rest.split_once("</pre>").unwrap().0));
    let shown: Vec<_> = texts.collect();
    assert_eq!(shown.len(), 12, "in each language a mail, three letters and two digests");
    let thanks = |text: &str| text.contains("Thank you for saying yes") && text.contains("Thank you for leading.");
    assert!(thanks(&shown[3]) && !thanks(&shown[1]), "{shown:?}");
    let said =
        ["108 people in Avalon", "at 92.", "passed 100 signatures", "/en/office/…", "someone on our team sees to it"];
    for digest in &shown[4..6] {
        assert!(said.iter().all(|said| digest.contains(said)), "{digest}");
    }
    assert!(shown[4].contains("We ask the federal government to do three things"), "{}", shown[4]);
    assert!(shown[5].contains("has said yes to all of our asks.") && !shown[5].contains("We ask"), "{}", shown[5]);
    assert!(shown[11].contains("a dit oui à toutes nos demandes."), "{}", shown[11]);
    assert!(preview.contains(", through It’s time to lead"), "the sender of a letter that is passed on");
}

#[tokio::test]
async fn the_desk_is_for_admins_and_takes_no_form_of_another_site() {
    let site = TestSite::start().await;
    let admin = site.sign_in(FIRST_ADMIN).await;
    let invited = [("email", "moderator@example.org"), ("role", "moderator")];
    admin.post("/organizer/en/team", &invited).await.expect(303);
    site.leave_mail();
    site.advance_clock(180);
    let moderator = site.sign_in("moderator@example.org").await;
    for path in ["", "/goal", "/history", "/pause"] {
        moderator.get(&format!("{DESK}{path}")).await.expect(403);
        site.get(&format!("{DESK}{path}")).await.expect(303);
    }
    for path in ["goal", "close", "pause", "history/1/undo"] {
        moderator
            .post(&format!("{DESK}/{path}"), &[("from", "0"), ("on", "true"), ("step", "publish")])
            .await
            .expect(403);
        let foreign =
            Outgoing::form(&format!("{DESK}/{path}"), &[("from", "0")]).header("origin", "https://evil.example");
        admin.send(foreign).await.expect(403);
    }
    for path in ["nothing", "history/9/undo", "history/0/undo"] {
        admin.post(&format!("{DESK}/{path}"), &[("from", "0")]).await.expect(404);
    }
    admin.post(&format!("{DESK}/goal"), &[("from", "7"), ("goal", "5")]).await.expect(404);
    admin.send(Outgoing::new(Method::GET, &format!("{DESK}/close"))).await.expect(405);
    assert_eq!(versions(&site).await, 0);
}

/// A function learns of changes with one read of half a unit in five seconds.
#[tokio::test]
async fn after_a_change_signing_confirming_and_counting_cost_what_they_cost_before() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    publish(&office, "goal", &[("goal", "30000")]).await;
    site.advance_clock(SECONDS);
    site.get("/v1/counter").await.expect(200);
    // Each function has taken up the change.
    site.pledge(&Person::new("Anne")).await;
    site.settle().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let mail = site.open_mail(&marie).await;
    site.settle().await;
    drop(site.wire().take());
    site.get("/v1/counter").await.expect(200);
    assert_eq!(site.wire().take().len(), 0, "a counter from the cache");
    site.confirm(&mail).await;
    site.settle().await;
    let calls = site.wire().take();
    let campaign = calls.iter().filter(|call| call.body.to_string().contains("C#time-to-lead")).count();
    assert_eq!(campaign, 0, "within five seconds nobody reads the desk again: {calls:?}");
    site.open_mail(&marie).await;
    site.advance_clock(SECONDS);
    drop(site.wire().take());
    site.get("/v1/counter").await.expect(200);
    let read: Vec<_> =
        site.wire().take().into_iter().filter(|call| call.body.to_string().contains("C#time-to-lead")).collect();
    assert_eq!(read.iter().map(|call| (call.operation.as_str(), call.units)).collect::<Vec<_>>(), [("GetItem", 0.5)]);
}
