//! `/organizer/{lang}/integrity`: made-up signers are found, taken out of the count, and counted again.

use serde_json::Value;
use tests::{Answer, FIRST_ADMIN, Fault, OTTAWA_CENTRE, Office, Outgoing, Person, SOURCE, TestSite};

const DESK: &str = "/organizer/en/integrity";
const PREVIEW: &str = "/organizer/en/integrity/preview";
/// Previews of one person, and look-ups, of an organizer in an hour.
const PER_HOUR: usize = 40;

async fn numbers(site: &TestSite) -> Value {
    site.advance_clock(3);
    site.get("/v1/integrity").await.expect(200).json()
}

async fn signed_by(site: &TestSite, names: &[&str]) {
    for name in names {
        let mut person = Person::new(name);
        person.email = person.email.replace('@', "@bots.").to_lowercase();
        site.pledge(&person).await;
    }
}

/// Presses the preview's button, and returns the address that it led to.
async fn apply(office: &Office<'_>, fields: &[(&str, &str)]) -> String {
    let mut all = fields.to_vec();
    all.extend([("cause", "automated"), ("reason", "forms came every second")]);
    office.post("/organizer/en/integrity/apply", &all).await.leads_to().to_owned()
}

#[tokio::test]
async fn nobody_tries_a_list_of_names_in_previews() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    office.post(PREVIEW, &[("postal_code", OTTAWA_CENTRE.0)]).await.expect(200);
    for n in 1..PER_HOUR {
        let last = format!("Tremblay{}", "e".repeat(n));
        site.advance_clock(1);
        office.post(PREVIEW, &[("first_name", "Marie"), ("last_name", &last)]).await.expect(200);
    }
    site.advance_clock(1);
    let marie = [("first_name", "Marie"), ("last_name", "Tremblay")];
    let refused = office.post(PREVIEW, &marie).await.expect(429);
    assert!(refused.text.contains("You have looked up as many people as one may in an hour."), "{}", refused.text);
    let found = [("email", "marie@example.org"), ("why", "they wrote to us")];
    office.post("/organizer/en/help/find", &found).await.expect(429);
    for crowd in [("partner", "ccr"), ("mail_domain", "example.org")] {
        office.post(PREVIEW, &[crowd]).await.expect(200);
    }
    site.advance(60).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    office.post(PREVIEW, &marie).await.expect(200);
}

fn domain_of(person: &Person) -> String {
    person.email.split_once('@').unwrap().1.to_owned()
}

#[tokio::test]
async fn those_who_are_meant_are_previewed_taken_out_of_the_count_and_counted_again() {
    let site = TestSite::start().await;
    let (marie, mut bot) = (Person::new("Marie").brought_by("ccr"), Person::new("Bot").brought_by("ccr"));
    bot.email = bot.email.replace('@', "@bots.");
    site.pledge(&marie).await;
    site.pledge(&bot).await;
    let before = site.tally().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let domain = domain_of(&bot);
    let meant = [("mail_domain", domain.as_str())];

    let preview = office.post(PREVIEW, &meant).await.expect(200);
    assert!(preview.text.contains("Signers affected: 1.") && preview.text.contains("Ottawa Centre"));
    assert!(!preview.text.contains(&bot.email), "nobody is named");
    assert_eq!(site.tally().await, before, "a preview changes nothing");

    let at = apply(&office, &meant).await;
    let page = office.get(&at).await.expect(200);
    assert!(page.text.contains("Removed.") && page.text.contains("Signers: 1."));
    assert_eq!((site.tally().await.total, site.tally().await.at(OTTAWA_CENTRE.1)), (1, 1));
    let told = numbers(&site).await;
    assert_eq!(
        (&told["counted"], &told["invalidated"], &told["causes"][0]["count"]),
        (&1.into(), &1.into(), &1.into())
    );

    let undone = office.post(&format!("{at}/undo"), &[("reason", "it was a choir")]).await;
    assert_eq!(undone.leads_to(), at);
    assert!(office.get(&at).await.expect(200).text.contains("Undone"));
    assert_eq!(site.tally().await, before);
    let again = office.post(&format!("{at}/undo"), &[("reason", "twice")]).await.expect(409);
    assert!(again.text.contains("Someone changed this"));

    let log = office.get("/organizer/en/log").await.expect(200).text;
    for said in [
        "removed signatures from the count",
        "forms came every second",
        "counted removed signatures again",
        "it was a choir",
    ] {
        assert!(log.contains(said), "{said}");
    }
    assert!(!log.contains(&bot.email) && !log.contains(&domain));
}

/// Invariant 17
#[tokio::test]
async fn what_was_broken_off_goes_on_by_itself_and_the_tally_is_exact_at_every_moment() {
    let site = TestSite::start().await;
    let names: Vec<_> = (0..12).map(|n| format!("P{n}")).collect();
    for name in &names {
        site.pledge(&Person::new(name)).await;
    }
    let office = site.sign_in(FIRST_ADMIN).await;
    // The connection dies after the work was written down.
    site.wire().break_all("Scan", Fault::NeverArrives);
    let at = apply(&office, &[("place", OTTAWA_CENTRE.1)]).await;
    site.wire().heal();
    let page = office.get(&at).await.expect(200).text;
    assert!(page.contains("Being removed.") && page.contains("<progress"));
    assert_eq!(site.tally().await, site.recount().await);
    site.advance(5).await;
    assert!(office.get(&at).await.expect(200).text.contains("Signers: 12."));
    assert_eq!(site.tally().await.total, 0);
}

#[tokio::test]
async fn one_who_is_not_counted_is_told_so_and_may_withdraw() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Marie")).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    apply(&office, &[("place", OTTAWA_CENTRE.1)]).await;
    let pledge = site.get(&format!("/en/my-pledge?token={}", thanks.token())).await.expect(200);
    assert!(pledge.text.contains("not counted at present"));
    site.withdraw(&thanks).await;
    site.leave_mail();
    let told = numbers(&site).await;
    assert_eq!((&told["counted"], &told["withdrawn"], &told["invalidated"]), (&0.into(), &1.into(), &0.into()));
}

#[tokio::test]
async fn who_is_not_counted_is_in_no_list_of_supporters() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie").wanting_updates()).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let supporters = "/v1/organizer/supporters.csv";
    let rows = async || office.post(supporters, &[("reason", "test")]).await.expect(200).text.lines().count();
    assert_eq!(rows().await, 2);
    apply(&office, &[("place", OTTAWA_CENTRE.1)]).await;
    assert_eq!(rows().await, 1);
}

#[tokio::test]
async fn conditions_that_mean_nothing_are_explained_and_kept() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let preview = async |fields: &[(&str, &str)]| -> Answer { office.post(PREVIEW, fields).await };
    for (fields, said) in [
        (vec![], "Fill in at least one condition."),
        (vec![("mail_domain", "nonsense")], "A domain is written like"),
        (vec![("postal_code", "12345")], "A postal code is written like"),
        (vec![("place", "99999")], "There is no riding with that code."),
        (vec![("from", "yesterday")], "A time is written like"),
    ] {
        let answer = preview(&fields).await.expect(422);
        assert!(answer.text.contains(said), "{said}");
        let typed = fields.iter().filter(|(name, _)| *name != "place");
        assert!(typed.into_iter().all(|(_, value)| answer.text.contains(value)), "what was typed stays");
    }
    let nobody = preview(&[("mail_domain", "nobody.example")]).await.expect(200);
    assert!(nobody.text.contains("No signature matches."));
    let meant = [("place", OTTAWA_CENTRE.1)];
    let without_cause = office.post("/organizer/en/integrity/apply", &meant).await.expect(422);
    assert!(without_cause.text.contains("Choose a reason."));
    let long = "x".repeat(501);
    let too_long = [("place", OTTAWA_CENTRE.1), ("cause", "invented"), ("reason", &long)];
    let too_long = office.post("/organizer/en/integrity/apply", &too_long).await.expect(422);
    assert!(too_long.text.contains("at most 500 characters"));
    assert!(office.get(DESK).await.expect(200).text.contains("Nothing has been removed."));
}

/// A form that lacks its cause shows the same numbers again. They can tell whether a certain person signed.
#[tokio::test]
async fn every_look_at_a_preview_is_in_the_log() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.pledge(&marie).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let one = [("first_name", marie.first_name.as_str()), ("last_name", marie.last_name.as_str())];
    for (path, without, looks) in [("preview", "", 1), ("apply", "cause", 2), ("apply", "reason", 3)] {
        site.advance_clock(1);
        let mut fields = one.to_vec();
        fields.extend([("cause", "invented"), ("reason", "x")].into_iter().filter(|(name, _)| *name != without));
        let shown = office.post(&format!("{DESK}/{path}"), &fields).await;
        assert!(shown.text.contains("Signers affected: 1."), "{path} {without}: {}", shown.text);
        let log = office.get("/organizer/en/log").await.expect(200).text;
        assert_eq!(log.matches("examined signers</td>").count(), looks, "{path} without {without}");
    }
}

#[tokio::test]
async fn patterns_are_shown_without_names() {
    let site = TestSite::start().await;
    let (one, mut other) = (Person::new("Marie"), Person::new("Marie"));
    other.first_name.clone_from(&one.first_name);
    other.last_name.clone_from(&one.last_name);
    site.pledge(&one).await;
    site.advance_clock(1);
    site.pledge(&other).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.post("/organizer/fr/integrity/examine", &[]).await.expect(200);
    assert!(page.text.contains("Une personne, plusieurs fois") && page.text.contains("K2P •••"));
    let fields = page.page().form("/integrity/preview");
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let preview = office.post(PREVIEW, &fields).await.expect(200);
    assert!(preview.text.contains("Signers affected: 1."), "one of them counts");
    assert!(office.get("/organizer/en/log").await.expect(200).text.contains("examined signers"));
}

#[tokio::test]
async fn only_moderators_come_to_the_desk_and_only_admins_repair() {
    let site = TestSite::start().await;
    let admin = site.sign_in(FIRST_ADMIN).await;
    for (email, role) in [("exporter@example.org", "exporter"), ("moderator@example.org", "moderator")] {
        admin.post("/organizer/en/team", &[("email", email), ("role", role)]).await.expect(303);
        site.open_mails_to(email).await;
    }
    let (exporter, moderator) =
        (site.sign_in("exporter@example.org").await, site.sign_in("moderator@example.org").await);
    exporter.get(DESK).await.expect(403);
    exporter.get("/organizer/en/paper").await.expect(403);
    for path in ["preview", "apply", "examine", "recount", "repair", "AAAAAAAAAAAAAAAAAAAAAA/undo"] {
        exporter.post(&format!("{DESK}/{path}"), &[("place", "35079")]).await.expect(403);
    }
    moderator.get(DESK).await.expect(200);
    moderator.post(&format!("{DESK}/repair"), &[("reason", "x")]).await.expect(403);
    moderator.get(&format!("{DESK}/AAAAAAAAAAAAAAAAAAAAAA")).await.expect(404);
    moderator.get(&format!("{DESK}/nonsense")).await.expect(404);
}

#[tokio::test]
async fn a_wrong_counter_is_found_told_and_set_right_only_by_an_admin_with_a_reason() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    let counter = site.tables().items_of("Tally", "N#").await.remove(0);
    let mut wrong = counter.clone();
    wrong.insert("v".to_owned(), serde_json::json!({ "N": "5" }));
    let table = site.tables().named("Tally").await;
    site.tables().call("PutItem", serde_json::json!({ "TableName": table, "Item": wrong })).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    assert_eq!(office.post(&format!("{DESK}/recount"), &[]).await.leads_to(), format!("{DESK}?counted=1"));
    site.advance_clock(60);
    let told = numbers(&site).await;
    assert_eq!((&told["recount"]["counted"], &told["recount"]["difference"]), (&1.into(), &Value::from(-4)));
    assert!(office.get(DESK).await.expect(200).text.contains("Counters that disagree: 1"));
    assert!(office.post(&format!("{DESK}/repair"), &[]).await.expect(422).text.contains("Say why."));
    assert_eq!(site.tally().await.total, 5, "nothing repairs itself");
    office.post(&format!("{DESK}/repair"), &[("reason", "planted by a test")]).await.expect(303);
    site.advance_clock(60);
    assert_eq!(site.tally().await.total, 1);
    assert_eq!(numbers(&site).await["recount"]["difference"], 0);
}

#[tokio::test]
async fn double_clicks_and_two_organizers_at_once_take_out_each_signer_once() {
    let site = TestSite::start().await;
    signed_by(&site, &["A", "B", "C", "D"]).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let meant = [("place", OTTAWA_CENTRE.1)];
    let all = futures::future::join_all((0..4).map(|_| apply(&office, &meant))).await;
    assert_eq!(site.tally().await.total, 0);
    for at in &all {
        office.post(&format!("{at}/undo"), &[("reason", "all of it")]).await.expect(303);
    }
    assert_eq!(site.tally().await.total, 4);
}

/// Finds a postal code that leads to one riding, in each of some provinces.
fn codes() -> Vec<String> {
    let of = |letter: char| {
        let mut all = (1..10).flat_map(|n| ('A'..='Z').map(move |other| format!("{letter}{n}{other} 1A1")));
        let one = |text: &String| {
            let code = text.parse::<domain::person::postal_code::PostalCode>();
            code.is_ok_and(|code| matches!(ridings::look_up(code), ridings::Lookup::One(_)))
        };
        all.find(one)
    };
    "BGHKLMRTV".chars().filter_map(of).collect()
}

/// Lets that many made-up people sign and confirm, five from each network, at the domains in turn.
async fn made_up(site: &TestSite, people: usize, domains: &[String]) -> Vec<Person> {
    let codes = codes();
    let mut all = Vec::new();
    for number in 0..people {
        let mut person = Person::new("Mona").living_at(&codes[number % codes.len()]);
        person.email = person.email.replace("example.org", &domains[number % domains.len()]);
        site.keep_private(person.private_values());
        let source = format!("203.0.{}.5", 100 + number / 5);
        site.send(Outgoing::json("/v1/pledges", &person.json()).header(SOURCE, &source)).await.expect(202);
        let asked = site.open_mail(&person).await;
        site.confirm(&asked).await;
        site.open_mail(&person).await;
        all.push(person);
    }
    all
}

/// Attack A5: made-up people over many small domains were counted, and the office said "Nothing of that kind" in all its lists.
#[tokio::test]
async fn made_up_people_over_many_small_domains_are_one_group_of_the_first_list() {
    let site = TestSite::start().await;
    let domains: Vec<_> = (0..8).map(|n| format!("farm{n}.example")).collect();
    made_up(&site, 40, &domains).await;
    let beside = Person::new("Marie");
    site.pledge(&beside).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.post(&format!("{DESK}/examine"), &[]).await.expect(200);
    let first = page.text.find("<h3>").expect("a list");
    assert!(page.text[first..].starts_with("<h3>Unlikely groups</h3>"), "the first list");
    assert_eq!(page.text.matches("None found.").count(), page.text.matches("<h3>").count() - 1);
    let fields = page.page().form("/integrity/preview");
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let preview = office.post(&format!("{DESK}/preview"), &fields).await.expect(200);
    assert!(preview.text.contains("Signers affected: 40."), "exactly these, and nobody beside them");
    let at = apply(&office, &fields).await;
    assert!(office.get(&at).await.expect(200).text.contains("Signers: 40."));
    assert_eq!(site.tally().await.total, 1);
    for item in site.tables().items_of("Office", "V#").await {
        assert!(!item["conditions"]["S"].as_str().expect("a text").contains("submission"), "nobody is listed any more");
    }
}

/// Attack A5: any domain whose first label was outlook, hotmail, live or yahoo passed for a great provider.
#[tokio::test]
async fn a_domain_that_only_sounds_like_a_great_provider_is_looked_at_as_any_other() {
    let site = TestSite::start().await;
    made_up(&site, 15, &["live.pw".to_owned()]).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.post(&format!("{DESK}/examine"), &[]).await.expect(200);
    assert!(page.text.contains("live.pw"));
}
