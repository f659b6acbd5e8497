//! Holds the code to PRIVACY.md, which lists the kept data with reason, time and erasure.
//!
//! One table for each kind of item, under a heading that begins with the kind's name:
//!
//! ```text
//! ## submission
//! | attribute | why | kept for | erased by |
//! |---|---|---|---|
//! | `email` | to send the link | 14 days | ... |
//! ```

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use store::stored_attributes;
use tests::{FIRST_ADMIN, Item, OTTAWA_CENTRE, Office, Outgoing, Person, Receiver, Setup, TestSite, project_root};

/// First mails to one domain in an hour, so that a small flood is one.
const MAILS_PER_MAIL_DOMAIN: usize = 20;

/// Each kind of item with its rows: the attribute and its cells.
type Promises = BTreeMap<String, BTreeMap<String, Vec<String>>>;

fn promises() -> Promises {
    let text = std::fs::read_to_string(project_root().join("PRIVACY.md")).expect("the project has a PRIVACY.md");
    let mut promises = Promises::new();
    let mut kind = String::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix('#') {
            let heading = heading.trim_start_matches('#').trim().trim_start_matches('`').to_lowercase();
            heading.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default().clone_into(&mut kind);
        } else if line.starts_with("| `") {
            let mut cells = line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned());
            let attribute = cells.next().expect("a row has a cell").trim_matches('`').to_owned();
            promises.entry(kind.clone()).or_default().insert(attribute, cells.collect());
        }
    }
    promises
}

/// Invariant 5
#[test]
fn privacy_md_names_every_stored_attribute_and_no_other() {
    let tables = promises();
    for (kind, stored) in stored_attributes() {
        let promised = tables.get(kind).unwrap_or_else(|| panic!("PRIVACY.md has no table under a heading \"{kind}\""));
        let promised: BTreeSet<_> = promised.keys().map(String::as_str).collect();
        let stored: BTreeSet<_> = stored.iter().copied().collect();
        let missing: Vec<_> = stored.difference(&promised).collect();
        let invented: Vec<_> = promised.difference(&stored).collect();
        assert!(
            missing.is_empty() && invented.is_empty(),
            "{kind}: PRIVACY.md lacks {missing:?} and has {invented:?} too many"
        );
    }
}

/// Invariant 5
#[test]
fn privacy_md_says_of_every_attribute_why_how_long_and_what_erases_it() {
    for (kind, rows) in promises() {
        for (attribute, said) in rows {
            let whole = said.len() >= 3 && said.iter().all(|cell| !cell.is_empty());
            assert!(whole, "{kind}, {attribute}: why, how long and what erases it belong there: {said:?}");
        }
    }
}

fn kind_of(item: &Item) -> Option<&'static str> {
    let pk = item["pk"]["S"].as_str()?;
    Some(match pk.split('#').next()? {
        "R" if pk.contains("#spellings:") => "spellings",
        // The partition of all imports ends with the campaign.
        "M" if pk.split('#').count() > 2 => "person",
        // So does the partition of the campaign's desk.
        "C" if pk.split('#').count() == 2 => "campaign",
        "E" if pk.split('#').count() > 2 => "past-version",
        "U" => "link",
        "Z" => "tombstone",
        "K" if item["sk"]["S"] == "K" => "code",
        "K" if pk.contains("#corrections:") => "corrections",
        "S" => "submission",
        "P" if item["sk"]["S"].as_str().is_some_and(|sk| sk.starts_with("ask:")) => "partner-ask",
        "P" if item["sk"]["S"].as_str().is_some_and(|sk| sk.starts_with("contact:")) => "contact",
        "P" => "signer",
        "A" => "mailbox",
        "W" => "farewell",
        "E" => "pace",
        "I" => "sign-in",
        "T" => "letter",
        "O" => "organizer",
        "L" => "entry",
        "R" => "rate",
        "C" => "cohort",
        "X" => "held",
        "Y" => "held-letter",
        "K" => "mark",
        "J" => "pause",
        "F" => "letter-ruling",
        "G" if item["sk"]["S"] == "G" => "again",
        "G" => "ruling",
        "Q" => "paper",
        // The partition of all decisions ends with the campaign.
        "N" if pk.split('#').count() > 2 => "digest",
        "N" => "digest-run",
        "B" => "sheet",
        "V" => "invalidation",
        "H" => "recipient",
        "D" if item["sk"]["S"].as_str()?.starts_with("person#") => "heard",
        "D" if pk.split('#').count() > 2 => "delivery",
        "D" => "announced",
        "M" => "import",
        _ => return None,
    })
}

/// Reads the longest time that a cell names, such as "seconds; a day at most".
fn longest(said: &str) -> Option<SignedDuration> {
    let words: Vec<_> = said.split(|c: char| !c.is_alphanumeric()).collect();
    let times = words.windows(2).filter_map(|pair| {
        let number = match pair[0] {
            "a" => 1,
            "two" => 2,
            "three" => 3,
            "ten" => 10,
            digits => digits.parse().ok()?,
        };
        let hours = match pair[1] {
            "minutes" => return Some(SignedDuration::from_mins(number)),
            "hours" => 1,
            "day" | "days" => 24,
            "week" => 7 * 24,
            _ => return None,
        };
        Some(SignedDuration::from_hours(hours * number))
    });
    times.max()
}

/// Makes the data that only an organizer causes: a file of paper that is counted and one that waits, a signer taken
/// out, a flood ruled on.
async fn decide_everything(site: &TestSite, office: &Office<'_>) {
    for (name, counted) in [("Lou", true), ("Max", false)] {
        let code = OTTAWA_CENTRE.0;
        let csv = format!("First name,Last name,Postal code\r\n{name},Roy,{code}\r\nNobody,Roy,nowhere\r\n");
        let fields = [("partner", "ccr"), ("note", "the market")];
        let form = Outgoing::upload("/organizer/en/paper", &fields, ("file", csv.as_bytes()));
        let read = office.send(form.header("origin", site.url())).await.expect(200).page();
        if counted {
            let form = read.all("form").find(|form| form.get("action").ends_with("/count")).expect("a button");
            office.post(form.get("action"), &[]).await.expect(303);
        }
    }
    let conditions = [("place", OTTAWA_CENTRE.1), ("cause", "invented"), ("reason", "nobody lives there")];
    office.post("/organizer/en/integrity/apply", &conditions).await.expect(303);
    for _ in 0..=MAILS_PER_MAIL_DOMAIN {
        let mut bot = Person::new("Bot");
        bot.email = bot.email.replace("@example.org", "@bots.example");
        site.sign(&bot).await;
    }
    site.settle().await;
    site.leave_mail();
    let groups = office.get("/organizer/en/held").await.expect(200).page().form("/held/group");
    let group = groups.iter().find(|(name, _)| name == "group").expect("something is held").1.clone();
    let look =
        office.post("/organizer/en/held/group", &[("group", &group)]).await.expect(200).page().form("/held/rule");
    let mut fields: Vec<_> = look.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.retain(|(name, _)| *name != "reason");
    fields.push(("reason", "a choir"));
    office.post("/organizer/en/held/rule", &fields).await.expect(303);
}

/// Sends the digests of a week, and sees the decision, a digest on its way and one that was sent.
async fn send_a_digest(site: &TestSite, seen: &mut Vec<Item>) {
    site.advance(0).await;
    site.advance_days(7).await;
    for name in ["Ana", "Eva", "Ida", "Oda", "Una", "Ada", "Eda", "Ina", "Ola", "Ula"] {
        site.pledge(&Person::new(name)).await;
    }
    let office = site.sign_in(FIRST_ADMIN).await;
    office.post("/organizer/en/offices/send", &[]).await.expect(303);
    seen.extend(site.tables().items("Office").await);
    site.advance(1).await;
    seen.extend(site.tables().items("Pledges").await);
    let roster = ridings::first_roster();
    let member = roster.member(OTTAWA_CENTRE.1.parse().expect("a code")).and_then(|member| member.email.as_ref());
    let address = member.expect("an address").to_string();
    assert_eq!(site.open_mails_to(&address).await.len(), 1);
}

/// Has an organization ask to become a partner, and names a contact of another who is mailed a link.
async fn ask_to_be_partner(site: &TestSite, office: &Office<'_>) -> Vec<Item> {
    let (asks, contact) = ("ask@partner.example.org", "contact@partner.example.org");
    site.keep_private([asks, contact].map(str::to_owned));
    let website = "https://partner.example.org";
    let ask = [("name_en", "River Town"), ("name_fr", "Rivertown"), ("website", website), ("email", asks)];
    site.post_from_our_pages("/partner/en/ask", &ask).await.expect(303);
    let token = site.open_mails_to(asks).await.pop().expect("a link came").token();
    let waiting = site.tables().items("Pledges").await;
    site.post_from_our_pages("/partner/en/asked", &[("token", &token)]).await.expect(303);
    office.post("/organizer/en/partners/ccr/contacts", &[("email", contact)]).await.expect(303);
    site.post_from_our_pages("/partner/en/sign-in", &[("email", contact)]).await.expect(303);
    assert_eq!(site.open_mails_to(contact).await.len(), 2, "a welcome and a link");
    site.advance(10).await;
    office.post("/organizer/en/partners/ccr/contacts/again", &[("email", contact)]).await.expect(303);
    assert_eq!(site.open_mails_to(contact).await.len(), 1, "the welcome again");
    waiting
}

/// Makes a letter that waits during a pause, a decision about it that waits too, and a noted Member.
async fn hold_a_letter(site: &TestSite, office: &Office<'_>) {
    let thanks = site.pledge(&Person::new("Zoe")).await;
    site.pause_mail();
    let token = thanks.token();
    let letter = [("token", token.as_str()), ("text", "Please lead."), ("to", "member")];
    site.send(Outgoing::form(&format!("/en/letter/{}/send", OTTAWA_CENTRE.1), &letter)).await.expect(200);
    let room = "/organizer/en/letters";
    office.post(&format!("{room}/pause"), &[("deed", "pause"), ("reason", "a flood")]).await.expect(303);
    site.resume_mail();
    site.settle().await;
    let (group, until) = (format!("to:{}", OTTAWA_CENTRE.1), site.now().to_string());
    let ruling = [
        ("group", group.as_str()),
        ("until", until.as_str()),
        ("ruling", "AAAAAAAAAAAAAAAAAAAAAA"),
        ("verdict", "release"),
        ("reason", "a choir"),
    ];
    office.post(&format!("{room}/rule"), &ruling).await.expect(303);
    let mark = [("to", "prime-minister"), ("mark", "answered"), ("source", "a letter"), ("reason", "they wrote")];
    office.post(&format!("{room}/mark"), &mark).await.expect(303);
    let switch = format!("{room}/marks/prime-minister:answered/switch");
    office.post(&switch, &[("goes_on", "true"), ("reason", "a new question")]).await.expect(303);
}

/// Makes a recipient of webhooks with former keys, a message that it took, and somebody whom it heard of.
async fn pass_somebody_on(site: &TestSite, office: &Office<'_>) {
    let receiver = Receiver::start().await;
    let page = office.add_recipient(site, &receiver, &["hours", "consents"]).await;
    office.post(&format!("{page}/rotate"), &[]).await.expect(200);
    site.pledge(&Person::new("Sam").wanting_updates()).await;
    // The next hour has come, with a message of its own.
    for _ in 0..2 {
        site.advance(30).await;
        office.get("/organizer/en").await.expect(200);
    }
    let seen = receiver.seen().await;
    for kind in ["consent.given", "tally.hourly"] {
        assert!(seen.iter().any(|message| message["body"]["type"] == kind), "{kind}");
    }
}

/// Invariant 5: the tables hold the attributes that the code lists, and items expire as promised.
#[tokio::test]
async fn the_tables_hold_no_attribute_that_is_not_listed_and_nothing_longer_than_is_said() {
    let parameters = BTreeMap::from([("MailsPerMailDomain".to_owned(), MAILS_PER_MAIL_DOMAIN.to_string())]);
    let site = TestSite::open(Setup { parameters, ..Setup::default() }).await;
    let marie = Person::new("Marie").wanting_updates().saying("Let zqpeople in.").brought_by("ccr");
    let ana = Person::new("Ana").abroad("PT").in_french().invited_by("AAAAAAAAAAAA");
    let thanks = site.pledge(&marie).await;
    site.pause_mail();
    let token = thanks.token();
    let postal_code = OTTAWA_CENTRE.0;
    let letter = [("token", token.as_str()), ("text", "Please lead."), ("postal_code", postal_code), ("to", "member")];
    site.send(Outgoing::form(&format!("/en/letter/{}/send", OTTAWA_CENTRE.1), &letter)).await.expect(200);
    let waiting = site.tables().items("Pledges").await;
    site.resume_mail();
    let member = tests::address_of_member(OTTAWA_CENTRE.1).expect("an address");
    assert_eq!(site.open_mails_to(&member).await.len(), 1);
    let leaving = site.pledge(&ana).await;
    let pending = Person::new("Paul");
    site.sign(&pending).await;
    site.sign(&Person::new("Lise").at_the_address_of(&pending)).await;
    site.open_mails(&pending).await;
    let mut tagged = Person::new("Tag");
    tagged.email = tagged.email.replace('@', "+x@");
    let sent = site.try_sign_page(&tagged).await;
    site.open_mails(&tagged).await;
    let draft = sent.leads_to().split_once("draft=").expect("the page holds the form").1.to_owned();
    let wrong = Outgoing::form("/en/check-your-mail", &[("draft", &draft), ("code", "x")]);
    site.send(wrong).await.expect(422);
    let corrected = [("token", token.as_str()), ("first_name", marie.first_name.as_str()), ("last_name", "Zqroy")];
    site.send(Outgoing::form("/en/my-pledge/name", &corrected)).await.expect(303);
    let mut seen = site.tables().items("Pledges").await;
    seen.extend(waiting);
    // The mailer deletes a farewell within moments.
    site.pause_mail();
    site.withdraw(&leaving).await;
    seen.extend(site.tables().items("Pledges").await);
    site.resume_mail();
    site.open_mails(&ana).await;

    send_a_digest(&site, &mut seen).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    office.post("/organizer/en/team", &[("email", "ana@example.org"), ("role", "viewer")]).await.expect(303);
    site.open_mails_to("ana@example.org").await;
    site.sign_in_token("ana@example.org").await;
    seen.extend(ask_to_be_partner(&site, &office).await);
    hold_a_letter(&site, &office).await;
    seen.extend(site.tables().items("Pledges").await);
    pass_somebody_on(&site, &office).await;
    decide_everything(&site, &office).await;
    seen.extend(site.tables().items("Pledges").await);
    // The second form of that mailbox has its mail after ten minutes.
    site.advance(11).await;
    site.advance(11).await;
    let wanted = [("email", pending.email.as_str()), ("why", "asked")];
    let found = office.post("/organizer/en/help/find", &wanted).await.expect(200).page();
    let case = found.form("/help/act").into_iter().find(|(name, _)| name == "case").expect("a case").1;
    let link = [("case", case.as_str()), ("submission", ""), ("act", "link-of-form"), ("reason", "asked")];
    office.post("/organizer/en/help/do", &link).await.expect(200);
    seen.extend(site.tables().items("Pledges").await);
    office.switch_on_factor().await;
    office.post("/organizer/en/second-factor/off", &[("code", "abcd-efgh-ijkl-mnop")]).await.expect(422);
    office.post("/organizer/en/sign-out", &[]).await.expect(303);
    seen.extend(site.tables().items("Office").await);
    let promises = promises();
    let mut kinds = BTreeSet::new();
    for item in &seen {
        let kind = kind_of(item).unwrap_or_else(|| panic!("an item of an unknown kind: {}", item["pk"]));
        let (_, listed) = stored_attributes().into_iter().find(|(name, _)| *name == kind).expect("the kind is listed");
        let inner = item.get("unlisted").and_then(|map| map["M"].as_object());
        for attribute in item.keys().chain(inner.into_iter().flat_map(|map| map.keys())) {
            let attribute = attribute.split_once(':').map_or(attribute.as_str(), |(kind, _)| kind);
            assert!(listed.contains(&attribute), "a {kind} holds {attribute}, which is not listed");
        }
        if let Some(expires_at) = item.get("expires_at") {
            let expires_at: i64 = expires_at["N"].as_str().and_then(|n| n.parse().ok()).expect("a second");
            let said = &promises[kind]["pk"][1];
            let kept = longest(said).unwrap_or_else(|| panic!("{kind}: how long is \"{said}\"?"));
            let end = site.now() + kept + SignedDuration::from_mins(1);
            assert!(expires_at <= end.as_second(), "a {kind} is kept for longer than \"{said}\"");
        }
        kinds.insert(kind);
    }
    let all: BTreeSet<_> = stored_attributes().into_iter().map(|(kind, _)| kind).collect();
    let unseen: Vec<_> = all.difference(&kinds).collect();
    assert!(unseen.is_empty(), "{unseen:?} were not seen");
}
