//! `/organizer/{lang}/help`: one supporter is found and helped, with a reason and an entry in the log.

use tests::{Answer, FIRST_ADMIN, OTTAWA_CENTRE, Office, Outgoing, Person, TestSite};

const ROOM: &str = "/organizer/en/help";
/// Look-ups of an organizer in an hour.
const PER_HOUR: usize = 40;

async fn find(office: &Office<'_>, email: &str) -> Answer {
    office.post(&format!("{ROOM}/find"), &[("email", email), ("why", "they wrote to us")]).await
}

/// The acts that a page offers about the person of that place in the page.
fn acts(page: &Answer) -> Vec<String> {
    let page = page.page();
    let buttons = page.all("button").filter(|button| button.get("name") == "act");
    buttons.map(|button| button.get("value").to_owned()).collect()
}

/// Opens the page of an act about the first person, and sends it with these fields.
async fn act(office: &Office<'_>, found: &Answer, act: &str, fields: &[(&str, &str)]) -> Answer {
    let pressed = press(office, found, act).await;
    send(office, &pressed, fields).await
}

async fn press(office: &Office<'_>, found: &Answer, act: &str) -> Answer {
    let mut fields = found.page().form("/help/act");
    fields.retain(|(name, _)| name != "act");
    fields.push(("act".to_owned(), act.to_owned()));
    post(office, "act", &fields).await.expect(200)
}

async fn send(office: &Office<'_>, pressed: &Answer, fields: &[(&str, &str)]) -> Answer {
    let mut form = pressed.page().form("/help/do");
    for (name, value) in fields {
        form.retain(|(known, _)| known != name);
        form.push(((*name).to_owned(), (*value).to_owned()));
    }
    post(office, "do", &form).await
}

async fn post(office: &Office<'_>, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    office.post(&format!("{ROOM}/{path}"), &fields).await
}

const WHY: (&str, &str) = ("reason", "asked by phone");

#[tokio::test]
async fn a_supporter_is_found_by_their_address_and_the_log_has_a_code() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie").saying("Let zqpeople in.").brought_by("ccr");
    site.pledge(&marie).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let found = find(&office, &marie.email.to_uppercase()).await.expect(200);
    for text in [marie.last_name.as_str(), "Ottawa Centre", "Counted.", "English"] {
        assert!(found.text.contains(text), "{text}");
    }
    for hidden in ["zqpeople", "Canadian Council for Refugees (", OTTAWA_CENTRE.0, marie.email.as_str()] {
        assert!(!found.text.contains(hidden), "no more than is needed: {hidden}");
    }
    assert!(found.text.contains("Emails in the last 14 days (link, thanks):"), "the confirmation and the thanks");
    let nobody = find(&office, "nobody@example.org").await.expect(200);
    assert!(nobody.text.contains("No pledge from this address is counted") && acts(&nobody).is_empty());
    for (email, why, says) in [(marie.email.as_str(), "", "Say why."), ("no address", "x", "name@example.org")] {
        let wrong = office.post(&format!("{ROOM}/find"), &[("email", email), ("why", why)]).await.expect(422);
        assert!(wrong.text.contains(says), "{says}");
    }
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert_eq!(log.matches("looked up a supporter").count(), 2);
    assert!(log.contains("they wrote to us") && !log.to_lowercase().contains(&marie.email.to_lowercase()));
    let code = found.text.split("Supporter ").nth(1).unwrap()[..9].to_owned();
    assert!(log.contains(&code), "{code} names her");
}

#[tokio::test]
async fn a_lost_link_is_sent_again_once_for_a_look_up_and_within_the_mailboxs_share() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie").in_french();
    site.pledge(&marie).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let early = find(&office, &marie.email).await.expect(200);
    assert!(!acts(&early).contains(&"link".to_owned()), "the thanks went a moment ago");
    assert!(early.text.contains("at least 10 minutes apart"), "{}", early.text);
    for sent in 1..=3 {
        site.advance(11).await;
        let found = find(&office, &marie.email).await.expect(200);
        let pressed = press(&office, &found, "link").await;
        assert!(send(&office, &pressed, &[]).await.expect(422).text.contains("Say why."));
        // A double click, and the button of an old page once the mail has left.
        for _ in 0..3 {
            assert!(send(&office, &pressed, &[WHY]).await.text.contains("The link is on its way."), "{sent}");
            site.settle().await;
        }
        site.advance(3).await;
        let mails = site.open_mails(&marie).await;
        assert_eq!((mails.len(), mails[0].kind(), mails[0].locale()), (1, "link_again", "fr"), "{sent}");
        site.get(mails[0].path()).await.expect(200);
    }
    site.advance(11).await;
    let spent = find(&office, &marie.email).await.expect(200);
    assert!(!acts(&spent).contains(&"link".to_owned()));
    assert!(spent.text.contains("has had its share of emails for 14 days"), "{}", spent.text);
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert_eq!(log.matches("had a link sent again").count(), 3, "{log}");
}

#[tokio::test]
async fn a_form_that_waits_gets_its_link_again_and_can_be_erased() {
    let site = TestSite::start().await;
    let paul = Person::new("Paul");
    site.sign(&paul).await;
    let first = site.open_mail(&paul).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    site.advance(11).await;
    let found = find(&office, &paul.email).await.expect(200);
    assert!(found.text.contains("is waiting to be confirmed") && !found.text.contains(&paul.last_name));
    assert_eq!(acts(&found), ["link-of-form", "erase-forms"]);
    assert!(act(&office, &found, "link-of-form", &[WHY]).await.expect(200).text.contains("is on its way"));
    // By the stream, as its mail comes at once: nobody waits for the minute's round.
    let again = site.open_mail(&paul).await;
    assert_eq!((again.kind(), again.token()), ("confirm", first.token()), "the same link, in a mail of its own");
    assert!(
        act(&office, &found, "link-of-form", &[WHY]).await.expect(200).text.contains("is on its way"),
        "a second press"
    );
    for _ in 0..2 {
        assert!(act(&office, &found, "erase-forms", &[WHY]).await.expect(200).text.contains("The forms are erased."));
    }
    assert!(site.try_confirm(&first.token()).await.status.is_client_error());
    let gone = find(&office, &paul.email).await.expect(200);
    assert!(gone.text.contains("no form is waiting"), "{}", gone.text);
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert_eq!(log.matches("withdrew and erased").count(), 1, "erasing twice is one entry");
}

#[tokio::test]
async fn a_name_a_home_and_a_language_are_corrected_as_on_ones_own_page() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.pledge(&marie).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let found = find(&office, &marie.email).await.expect(200);
    let new = Person::new("Maria");
    site.keep_private(new.private_values());
    let wrong = act(&office, &found, "name", &[("first_name", ""), ("last_name", ""), WHY]).await.expect(422);
    assert!(wrong.text.contains("Enter a first name"));
    let name = [("first_name", new.first_name.as_str()), ("last_name", new.last_name.as_str()), WHY];
    assert!(act(&office, &found, "name", &name).await.expect(200).text.contains(&new.last_name));
    let wrong = act(&office, &found, "home", &[("postal_code", "K1A"), WHY]).await.expect(422);
    assert_eq!(wrong.page().id("field-postal_code").get("aria-invalid"), "true");
    let asked = act(&office, &found, "home", &[("postal_code", "A0A 0B6"), WHY]).await.expect(422);
    assert!(asked.page().all("input").any(|input| input.get("name") == "riding"), "several ridings: {}", asked.text);
    assert!(
        act(&office, &found, "home", &[("postal_code", "H2G 1A1"), WHY]).await.expect(200).text.contains("Rosemont")
    );
    let tally = site.tally().await;
    assert_eq!((tally.at(OTTAWA_CENTRE.1), tally.total), (0, 1));
    assert!(act(&office, &found, "language", &[("language", "fr"), WHY]).await.expect(200).text.contains("French"));
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert_eq!(log.matches("corrected a supporter").count(), 3, "{log}");
}

#[tokio::test]
async fn a_bounce_is_lifted_and_a_complaint_is_not() {
    let site = TestSite::start().await;
    let (paul, lise) = (Person::new("Paul"), Person::new("Lise"));
    let office = site.sign_in(FIRST_ADMIN).await;
    for (person, event) in [(&paul, "bounced"), (&lise, "complained")] {
        site.sign(person).await;
        let mail = site.open_mail(person).await;
        site.provider_tells(&mail, event).await;
    }
    let bounced = find(&office, &paul.email).await.expect(200);
    assert!(bounced.text.contains("An email bounced on") && bounced.text.contains("unless you lift this"));
    for _ in 0..2 {
        assert!(
            act(&office, &bounced, "lift", &[WHY]).await.expect(200).text.contains("Emails can go to this address")
        );
    }
    let lifted = find(&office, &paul.email).await.expect(200);
    assert!(!lifted.text.contains("bounced") && !acts(&lifted).contains(&"lift".to_owned()));
    let complained = find(&office, &lise.email).await.expect(200);
    assert!(complained.text.contains("as spam") && !acts(&complained).contains(&"lift".to_owned()));
    let forced = act(&office, &complained, "lift", &[WHY]).await;
    assert!(!forced.text.contains("Emails can go to this address"), "{}", forced.text);
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert_eq!(log.matches("lifted a bounce").count(), 1, "{log}");
}

#[tokio::test]
async fn one_of_two_at_an_address_is_erased_and_the_other_stays() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let marc = Person::new("Marc").at_the_address_of(&marie);
    site.pledge(&marie).await;
    site.sign(&marc).await;
    site.advance(11).await;
    let asked = site.open_mails(&marc).await.pop().expect("a mail");
    site.confirm_as_another(&asked).await;
    site.open_mails(&marc).await;
    assert_eq!(site.tally().await.total, 2);
    let office = site.sign_in(FIRST_ADMIN).await;
    let found = find(&office, &marie.email).await.expect(200);
    assert!(found.text.contains(&marie.last_name) && found.text.contains(&marc.last_name));
    let pressed = press(&office, &found, "erase").await;
    assert!(pressed.text.contains(&marie.last_name) && !pressed.text.contains(&marc.last_name));
    for _ in 0..2 {
        assert!(send(&office, &pressed, &[WHY]).await.expect(200).text.contains("withdrawn and erased"));
    }
    site.settle().await;
    assert_eq!(site.open_mails(&marie).await.iter().filter(|mail| mail.kind() == "withdrawn").count(), 1);
    let left = find(&office, &marie.email).await.expect(200);
    assert!(!left.text.contains(&marie.last_name) && left.text.contains(&marc.last_name));
    assert_eq!(site.tally().await.total, 1);
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert_eq!(log.matches("withdrew and erased").count(), 1, "a double click is one entry: {log}");
}

/// Two at one identity, each with a spelling of their own.
#[tokio::test]
async fn each_of_two_gets_the_link_that_the_page_says_is_on_its_way() {
    let site = TestSite::start().await;
    let (mut marie, mut marc) = (Person::new("Marie"), Person::new("Marc"));
    let (name, domain) = marie.email.split_once('@').unwrap();
    marc.email = format!("{name}+marc@{domain}");
    marie.email = format!("{name}@{domain}");
    site.pledge(&marie).await;
    site.sign(&marc).await;
    let asked = site.open_mail(&marc).await;
    site.confirm_as_another(&asked).await;
    site.open_mails(&marc).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    site.advance(11).await;
    let found = find(&office, &marie.email).await.expect(200);
    let submissions = found
        .page()
        .all("input")
        .filter(|input| input.get("name") == "submission")
        .map(|input| input.get("value").to_owned())
        .collect::<std::collections::BTreeSet<_>>();
    let submissions: Vec<_> = submissions.into_iter().filter(|value| !value.is_empty()).collect();
    assert_eq!(submissions.len(), 2);
    for submission in &submissions {
        let mut fields = found.page().form("/help/act");
        fields.retain(|(name, _)| name != "act" && name != "submission");
        fields.extend([("act".to_owned(), "link".to_owned()), ("submission".to_owned(), submission.clone())]);
        let pressed = post(&office, "act", &fields).await.expect(200);
        assert!(send(&office, &pressed, &[WHY]).await.text.contains("The link is on its way."));
        site.advance_clock(1);
    }
    site.advance(1).await;
    for person in [&marie, &marc] {
        let kinds: Vec<_> = site.open_mails(person).await.iter().map(|mail| mail.kind().to_owned()).collect();
        assert_eq!(kinds, ["link_again"], "{}", person.first_name);
    }
}

#[tokio::test]
async fn look_ups_at_once_are_no_more_than_one_after_another() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let addresses: Vec<_> = (0..PER_HOUR + 24).map(|number| format!("n{number}@example.org")).collect();
    let found = futures::future::join_all(addresses.iter().map(|email| find(&office, email))).await;
    let found = found.iter().filter(|answer| answer.status == 200).count();
    assert!((1..=PER_HOUR).contains(&found), "{found}");
    let log = site.tables().items_of("Office", "L#").await;
    let looked_up = log.iter().filter(|entry| format!("{entry:?}").contains("looked_up")).count();
    assert_eq!(looked_up, found, "each is in the log");
}

/// Has a file of people with this first name checked, and returns the address that counts it.
async fn check_sheet(office: &Office<'_>, site: &TestSite, names: &[&str]) -> String {
    let header = "First name,Last name,Postal code\r\n".to_owned();
    let csv = names.iter().fold(header, |csv, name| csv + &format!("{name},Zqroy,{}\r\n", OTTAWA_CENTRE.0));
    let form = Outgoing::upload("/organizer/en/paper", &[("partner", "ccr"), ("note", "x")], ("file", csv.as_bytes()));
    let read = office.send(form.header("origin", site.url())).await.expect(200).page();
    let form = read.all("form").find(|form| form.get("action").ends_with("/count")).expect("a button");
    form.get("action").to_owned()
}

#[tokio::test]
async fn one_line_of_paper_is_erased_and_the_rest_of_its_file_counts() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let code = OTTAWA_CENTRE.0;
    let count = check_sheet(&office, &site, &["Lou", "Max"]).await;
    let count_later = check_sheet(&office, &site, &["Lou", "Ada"]).await;
    office.post(&count, &[]).await.expect(303);
    assert_eq!(site.tally().await.total, 2);
    let line = [("first_name", "LOU"), ("last_name", "Zqroy"), ("postal_code", code), ("why", "asked")];
    let found = office.post(&format!("{ROOM}/paper"), &line).await.expect(200);
    assert!(found.text.contains("Counted.") && found.text.contains("Ottawa Centre") && !found.text.contains("Zqroy"));
    assert!(found.text.contains("also on a file that is not counted yet, count that file first"));
    office.post(&count_later, &[]).await.expect(303);
    assert_eq!(site.tally().await.total, 3);
    let fields = found.page().form("/help/paper/erase");
    assert!(post(&office, "paper/erase", &fields).await.expect(422).text.contains("Say why."));
    let fields: Vec<_> = fields.into_iter().filter(|(name, _)| name != "reason").collect();
    let fields = [fields, vec![(WHY.0.to_owned(), WHY.1.to_owned())]].concat();
    for _ in 0..2 {
        assert!(post(&office, "paper/erase", &fields).await.expect(200).text.contains("The line is erased."));
    }
    assert_eq!(site.tally().await.total, 2);
    let gone = office.post(&format!("{ROOM}/paper"), &line).await.expect(200);
    assert!(gone.text.contains("No signature on paper"));
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert_eq!(log.matches("erased a signature on paper").count(), 1, "{log}");
    assert!(!log.contains("Zqroy"));
}

#[tokio::test]
async fn nobody_browses_for_addresses() {
    let site = TestSite::start().await;
    let admin = site.sign_in(FIRST_ADMIN).await;
    for role in ["viewer", "exporter", "moderator"] {
        let email = format!("{role}@example.org");
        admin.post("/organizer/en/team", &[("email", &email), ("role", role)]).await.expect(303);
        site.open_mails_to(&email).await;
    }
    for role in ["viewer", "exporter"] {
        let office = site.sign_in(&format!("{role}@example.org")).await;
        office.get(ROOM).await.expect(403);
        for path in ["find", "person", "act", "do", "paper", "paper/erase"] {
            office.post(&format!("{ROOM}/{path}"), &[("email", "x@example.org"), ("why", "x")]).await.expect(403);
        }
    }
    let marie = Person::new("Marie");
    site.pledge(&marie).await;
    let moderator = site.sign_in("moderator@example.org").await;
    let found = find(&moderator, &marie.email).await.expect(200);
    // Somebody else's look-up helps nobody, and neither does none.
    assert!(post(&admin, "act", &found.page().form("/help/act")).await.expect(410).text.contains("Look them up again"));
    admin
        .post(&format!("{ROOM}/do"), &[("act", "erase"), ("submission", "AAAAAAAAAAAAAAAAAAAAAA"), WHY])
        .await
        .expect(410);
    let (asked, refused): (Vec<_>, Vec<_>) = {
        let mut statuses = Vec::new();
        for n in 1..PER_HOUR + 3 {
            statuses.push(find(&moderator, &format!("n{n}@example.org")).await.status.as_u16());
        }
        statuses.into_iter().partition(|status| *status == 200)
    };
    assert_eq!((asked.len(), refused), (PER_HOUR - 1, vec![429; 3]));
    find(&admin, &marie.email).await.expect(200);
    site.advance(60).await;
    let moderator = site.sign_in("moderator@example.org").await;
    let found = find(&moderator, &marie.email).await.expect(200);
    site.advance_clock(31 * 60);
    assert_eq!(press_status(&moderator, &found).await, 410, "half an hour later");
}

async fn press_status(office: &Office<'_>, found: &Answer) -> u16 {
    let mut fields = found.page().form("/help/act");
    fields.push(("act".to_owned(), "erase".to_owned()));
    post(office, "act", &fields).await.status.as_u16()
}
