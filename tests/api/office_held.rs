//! `/organizer/{lang}/held`: mail that a flood would have caused is looked at, released or discarded.

use std::collections::BTreeMap;

use http::Method;
use tests::{Answer, FIRST_ADMIN, Office, Outgoing, Person, SOURCE, Setup, TestSite};

const ROOM: &str = "/organizer/en/held";
/// Mails that a network may cause in an hour on these sites.
const PER_NETWORK: usize = 4;
const PER_DOMAIN: usize = 3;

async fn site() -> TestSite {
    let parameters = [("MailsPerNetwork", PER_NETWORK), ("MailsPerMailDomain", PER_DOMAIN)];
    let parameters: BTreeMap<_, _> =
        parameters.into_iter().map(|(name, limit)| (name.to_owned(), limit.to_string())).collect();
    TestSite::open(Setup { parameters, ..Setup::default() }).await
}

fn bot() -> Person {
    let mut person = Person::new("Bot");
    person.email = person.email.replace("@example.org", "@bots.example");
    person
}

fn at_gmail() -> Person {
    let mut person = Person::new("Marie");
    person.email = person.email.replace("@example.org", "@gmail.com");
    person
}

/// Makes a student of a university with a mail domain of its own.
fn student() -> Person {
    let mut person = Person::new("Student");
    person.email = person.email.replace("@example.org", "@campus.example");
    person
}

/// Sends somebody's form from an address on the internet.
async fn sign_from(site: &TestSite, person: &Person, source: &str) {
    site.keep_private(person.private_values());
    site.send(Outgoing::json("/v1/pledges", &person.json()).header(SOURCE, source)).await.expect(202);
}

/// Lets that many people sign, each from a network of their own.
async fn flood(site: &TestSite, people: usize) -> Vec<Person> {
    let bots: Vec<_> = (0..people).map(|_| bot()).collect();
    for bot in &bots {
        site.sign(bot).await;
        site.settle().await;
    }
    bots
}

async fn mailed(site: &TestSite, people: &[Person]) -> usize {
    let mut mails = 0;
    for person in people {
        mails += site.open_mails(person).await.len();
    }
    mails
}

/// Opens the first group of the room.
async fn look(office: &Office<'_>) -> Answer {
    let fields = office.get(ROOM).await.expect(200).page().form("/held/group");
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    office.post(&format!("{ROOM}/group"), &fields).await.expect(200)
}

/// Returns the fields that the button of a group's page would send.
fn deed(page: &Answer, verdict: &str, reason: &str) -> Vec<(String, String)> {
    let mut fields = page.page().form("/held/rule");
    fields.retain(|(name, _)| name != "verdict" && name != "reason");
    fields.push(("verdict".to_owned(), verdict.to_owned()));
    fields.push(("reason".to_owned(), reason.to_owned()));
    fields
}

async fn press(office: &Office<'_>, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    office.post(&format!("{ROOM}/rule"), &fields).await
}

/// Invariant 16
#[tokio::test]
async fn a_flood_is_held_beyond_its_hour_and_released_by_an_organizer_who_says_why() {
    let site = site().await;
    let bots = flood(&site, 8).await;
    let marie = at_gmail();
    site.pledge(&marie).await;
    assert_eq!(mailed(&site, &bots).await, PER_DOMAIN);

    let office = site.sign_in(FIRST_ADMIN).await;
    assert!(
        office.get("/organizer/en").await.expect(200).text.contains("5 forms are held and waiting for your decision")
    );
    let room = office.get(ROOM).await.expect(200);
    assert!(room.text.contains("Forms whose email is held: 5.") && room.text.contains("bots.example"));
    assert!(room.text.contains("Forms in its last hour: 8."));
    assert!(bots.iter().all(|bot| !room.text.contains(&bot.email)), "nobody is named");
    let page = look(&office).await;
    assert!(page.text.contains("Send (5)") && page.text.contains("Until then you can undo this"));
    assert!(press(&office, &deed(&page, "release", "")).await.expect(422).text.contains("Say why."));
    let at = press(&office, &deed(&page, "release", "a choir")).await.leads_to().to_owned();
    assert!(office.get(&at).await.expect(200).text.contains("Being released."));
    assert_eq!(mailed(&site, &bots).await, 0, "the mailer's schedule sends them");
    site.advance(1).await;
    assert_eq!(mailed(&site, &bots).await, 5);
    let done = office.get(&at).await.expect(200).text;
    assert!(done.contains("Released.") && done.contains("Forms so far: 5."));
    assert!(office.get(ROOM).await.expect(200).text.contains("Nothing is held."));
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("released held email") && log.contains("a choir") && !log.contains("bots.example"));
}

#[tokio::test]
async fn what_is_discarded_is_never_mailed_and_can_be_undone_for_a_week() {
    let site = site().await;
    let bots = flood(&site, 6).await;
    assert_eq!(mailed(&site, &bots).await, PER_DOMAIN);
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = look(&office).await;
    let at = press(&office, &deed(&page, "discard", "made-up names")).await.leads_to().to_owned();
    site.advance(1).await;
    let discarded = office.get(&at).await.expect(200);
    assert!(discarded.text.contains("Discarded."));
    assert_eq!(mailed(&site, &bots).await, 0);
    assert!(office.get(ROOM).await.expect(200).text.contains("Nothing is held."));
    // Somebody who was discarded signs again, and is asked.
    let again = Person { email: bots[5].email.clone(), ..Person::new("Bot") };
    site.advance(60).await;
    site.sign(&again).await;
    assert_eq!(site.open_mail(&again).await.kind(), "confirm");

    // An hour later the office asks for a new sign-in.
    let office = site.sign_in(FIRST_ADMIN).await;
    let ruling = discarded.page().form("/undo").into_iter().find(|(name, _)| name == "ruling").expect("an id").1;
    let undo = async |reason: &str| {
        office.post(&format!("{at}/undo"), &[("ruling", ruling.as_str()), ("reason", reason)]).await
    };
    assert!(undo("").await.expect(422).text.contains("Say why."));
    let undone = undo("they were real").await.leads_to().to_owned();
    assert_eq!(undo("they were real").await.leads_to(), undone, "a double click");
    site.advance(1).await;
    assert!(office.get(&undone).await.expect(200).text.contains("Waiting again."));
    let page = look(&office).await;
    press(&office, &deed(&page, "release", "a choir")).await.expect(303);
    site.advance(11).await;
    assert_eq!(mailed(&site, &bots[3..5]).await, 2);
    site.leave_mail();
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("discarded held email") && log.contains("undid a discard") && log.contains("they were real"));
}

/// Moderators once could only release or discard the whole.
#[tokio::test]
async fn a_group_is_narrowed_by_network_name_pattern_and_minute_and_a_part_of_it_ruled_on() {
    let site = site().await;
    flood(&site, PER_DOMAIN).await;
    site.leave_mail();
    for (first_name, source) in
        [("mona77", "203.0.113.7"), ("mona78", "203.0.113.7"), ("Mona", "203.0.113.7"), ("Mona", "198.51.100.7")]
    {
        let person = Person { first_name: first_name.to_owned(), ..bot() };
        sign_from(&site, &person, source).await;
        site.settle().await;
    }
    let office = site.sign_in(FIRST_ADMIN).await;
    let choose = async |page: &Answer, wanted: &str| -> Answer {
        let group =
            page.text.split("name=\"group\" value=\"").skip(1).map(|rest| rest.split('"').next().expect("a value"));
        let groups: Vec<_> = group.filter(|group| group.contains(wanted)).collect();
        office.post(&format!("{ROOM}/group"), &[("group", groups.first().expect("such a part"))]).await.expect(200)
    };
    let room = office.get(ROOM).await.expect(200);
    let network = choose(&room, "network:").await;
    assert!(network.text.contains("Send (3)"), "the larger network first");
    let shape = choose(&network, "shape:a99").await;
    assert!(shape.text.contains("Send (2)") && shape.text.contains("Names like a99"));
    let minute = choose(&shape, "minute:").await;
    press(&office, &deed(&minute, "discard", "made-up names")).await.expect(303);
    site.advance(1).await;
    assert!(office.get(ROOM).await.expect(200).text.contains("Forms whose email is held: 2."));
    site.leave_mail();
}

#[tokio::test]
async fn one_networks_flood_is_shown_by_a_code_and_never_by_an_address() {
    let site = site().await;
    let people: Vec<_> = (0..7).map(|_| at_gmail()).collect();
    for (person, last) in people.iter().zip(1..) {
        let from = Outgoing::json("/v1/pledges", &person.json()).header(SOURCE, &format!("198.51.100.{last}"));
        site.keep_private([person.email.clone()]);
        site.send(from).await.expect(202);
        site.settle().await;
    }
    assert_eq!(mailed(&site, &people).await, PER_NETWORK);
    let office = site.sign_in(FIRST_ADMIN).await;
    let room = office.get("/organizer/fr/held").await.expect(200);
    assert!(room.text.contains("Réseau ") && room.text.contains("Retenus\u{202f}: 3."));
    for item in site.tables().items("Pledges").await {
        let text = serde_json::to_string(&item).expect("an item is plain data");
        assert!(!text.contains("198.51"), "no address is stored: {text}");
    }
    assert!(!room.text.contains("198.51"));
}

#[tokio::test]
async fn a_button_pressed_twice_and_two_organizers_at_once_decide_once() {
    let site = site().await;
    let bots = flood(&site, 7).await;
    assert_eq!(mailed(&site, &bots).await, PER_DOMAIN);
    let office = site.sign_in(FIRST_ADMIN).await;
    let (page, other) = (look(&office).await, look(&office).await);
    let fields = deed(&page, "release", "a choir");
    let at = press(&office, &fields).await.leads_to().to_owned();
    assert_eq!(press(&office, &fields).await.leads_to(), at);
    site.advance_clock(1);
    let late = press(&office, &deed(&other, "discard", "bots")).await.leads_to().to_owned();
    assert_ne!(late, at, "another organizer decided before the first was worked off");
    site.advance(1).await;
    assert_eq!(mailed(&site, &bots).await, 4, "the first has them all");
    assert!(office.get(&late).await.expect(200).text.contains("Forms so far: 0."));
    // A page that is open still has nothing to decide about.
    let stale = deed(&other, "discard", "bots").into_iter().map(|(name, value)| match name.as_str() {
        "ruling" => (name, "AAAAAAAAAAAAAAAAAAAAAA".to_owned()),
        _ => (name, value),
    });
    press(&office, &stale.collect::<Vec<_>>()).await.expect(409);
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert_eq!(log.matches("released held email").count(), 1);
}

#[tokio::test]
async fn only_moderators_decide_from_our_own_pages_and_what_is_no_group_is_not_there() {
    let site = site().await;
    let admin = site.sign_in(FIRST_ADMIN).await;
    for (email, role) in [("exporter@example.org", "exporter"), ("moderator@example.com", "moderator")] {
        admin.post("/organizer/en/team", &[("email", email), ("role", role)]).await.expect(303);
        site.open_mails_to(email).await;
    }
    let (exporter, moderator) =
        (site.sign_in("exporter@example.org").await, site.sign_in("moderator@example.com").await);
    exporter.get(ROOM).await.expect(403);
    exporter.get(&format!("{ROOM}/AAAAAAAAAAAAAAAAAAAAAA")).await.expect(403);
    for path in ["group", "rule"] {
        exporter.post(&format!("{ROOM}/{path}"), &[("group", "domain:bots.example")]).await.expect(403);
        moderator.post(&format!("{ROOM}/{path}"), &[("group", "nonsense")]).await.expect(404);
        let foreign = Outgoing::form(&format!("{ROOM}/{path}"), &[("group", "domain:bots.example")]);
        moderator.send(foreign.header("origin", "https://elsewhere.example")).await.expect(403);
    }
    moderator.get(ROOM).await.expect(200);
    moderator.post(&format!("{ROOM}/group"), &[("group", "domain:bots.example")]).await.expect(409);
    moderator.get(&format!("{ROOM}/AAAAAAAAAAAAAAAAAAAAAA")).await.expect(404);
    moderator.send(Outgoing::new(Method::GET, &format!("{ROOM}/nonsense"))).await.expect(404);
}

#[tokio::test]
async fn busy_networks_are_ranked_among_the_patterns() {
    let site = site().await;
    for (number, forms) in [(7, 25), (8, 21), (9, 19)] {
        for _ in 0..forms {
            let person = at_gmail();
            let from = Outgoing::json("/v1/pledges", &person.json()).header(SOURCE, &format!("203.0.{number}.5"));
            site.send(from).await.expect(202);
        }
    }
    site.settle().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.post("/organizer/en/integrity/examine", &[]).await.expect(200).text;
    let (busiest, next) = (page.find("25 forms").expect("it is shown"), page.find("21 forms").expect("it is shown"));
    assert!(busiest < next && !page.contains("19 forms") && !page.contains("203.0"));
    site.leave_mail();
}

/// Invariant 16.
/// A hundred forms an hour with made-up addresses from one network once held every student of that university.
#[tokio::test]
async fn a_flood_at_a_university_holds_itself_and_no_student() {
    let site = TestSite::start().await;
    let made_up: Vec<_> = (0..105).map(|_| student()).collect();
    for person in &made_up {
        sign_from(&site, person, "203.0.113.7").await;
    }
    site.settle().await;
    let real = student();
    sign_from(&site, &real, "198.51.100.7").await;
    let asked = site.open_mail(&real).await;
    assert_eq!(site.confirm(&asked).await.status, "confirmed");
    assert_eq!(site.open_mail(&real).await.kind(), "confirmed");
    let office = site.sign_in(FIRST_ADMIN).await;
    assert!(office.get(ROOM).await.expect(200).text.contains("campus.example"), "the rest of the flood waits");
    site.leave_mail();
}
