//! `/organizer/{lang}/members`: a list of the House of Commons, a by-election, a vacancy and an answer are looked at, published,
//! shown everywhere and undone.

use domain::campaign::members::NAME_MAX_CHARS;
use domain::locale::Locale;
use tests::{Answer, FIRST_ADMIN, OTTAWA_CENTRE, Office, Outgoing, Person, TestSite, address_of_member};

const ROOM: &str = "/organizer/en/members";
const RIDING: &str = OTTAWA_CENTRE.1;
const HEADER: &str = "Honorific Title,First Name,Last Name,Constituency,Province / Territory,Political Affiliation,\
                      Start Date,End Date";

/// Lists the Members of the built-in table as the House of Commons exports them.
fn lines() -> Vec<(String, String)> {
    let roster = ridings::first_roster();
    let line = |riding: &ridings::Riding| {
        let member = roster.member(riding.code).unwrap();
        let (first, last) = member.name.split_once(' ').unwrap_or(("", &member.name));
        let name = riding.name(Locale::En);
        let line = format!(",{first},{last},\"{name}\",,{},2025-04-28 12:00:00 AM,", member.party);
        (riding.code.to_string(), line)
    };
    ridings::all().iter().map(line).collect()
}

fn csv(lines: &[(String, String)]) -> String {
    let lines: Vec<_> = lines.iter().map(|(_, line)| line.as_str()).collect();
    format!("{HEADER}\r\n{}\r\n", lines.join("\r\n"))
}

async fn upload(office: &Office<'_>, site: &TestSite, day: &str, file: &str) -> Answer {
    let form = Outgoing::upload(&format!("{ROOM}/upload"), &[("day", day)], ("file", file.as_bytes()));
    office.send(form.header("origin", site.url())).await
}

/// Presses the button of a preview, with these boxes ticked.
async fn publish(office: &Office<'_>, preview: &Answer, boxes: &[&str]) -> Answer {
    let fields = preview.page().form("/members/publish");
    let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<_> = fields.chain(boxes.iter().map(|name| (*name, "1"))).collect();
    office.post(&format!("{ROOM}/publish"), &fields).await
}

/// Sends a form of a seat's page, `holder` or `answer`, with these fields.
pub(crate) async fn post_seat(office: &Office<'_>, form: &str, riding: &str, fields: &[(&str, &str)]) -> Answer {
    let seat = office.get(&format!("{ROOM}/seat?riding={riding}")).await.expect(200).page();
    let from =
        seat.all("input").find(|input| input.get("name") == "from").expect("the version").get("value").to_owned();
    let fields = [&[("riding", riding), ("from", from.as_str())], fields].concat();
    office.post(&format!("{ROOM}/{form}"), &fields).await
}

async fn holder(office: &Office<'_>, fields: &[(&str, &str)]) -> Answer {
    post_seat(office, "holder", RIDING, fields).await
}

async fn answered(office: &Office<'_>, fields: &[(&str, &str)]) -> Answer {
    post_seat(office, "answer", RIDING, fields).await
}

/// A by-election in Ottawa Centre, with a published address.
const ELECTED: [(&str, &str); 5] = [
    ("seat", "member"),
    ("name", "Lou Nouveau"),
    ("party", "Independent"),
    ("email", "lou.nouveau@example.org"),
    ("email_source", "https://www.example.org/lou"),
];

/// Stands on the preview of an undo, and on no other.
const BACK: &str = "Someone who comes back has their address and their answer again.";

/// Records that by-election.
pub(crate) async fn elect(office: &Office<'_>) {
    let preview = holder(office, &ELECTED).await.expect(200);
    publish(office, &preview, &[]).await.expect(303);
}

/// The form comes filled with the seat as it is. Somebody who changes only the name names another person.
#[tokio::test]
async fn a_new_member_gets_no_letters_at_the_former_members_address() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let seat = office.get(&format!("{ROOM}/seat?riding={RIDING}")).await.expect(200);
    let form = seat.page().form("/members/holder");
    let typed = |name: &'static str, boxes: &[(&'static str, &'static str)]| {
        let filled = form.iter().map(|(field, value)| (field.clone(), value.clone()));
        let sets = |field: &str| ["name", "riding", "from"].contains(&field);
        let mut fields: Vec<_> = filled.filter(|(field, _)| !sets(field)).collect();
        fields.push(("name".to_owned(), name.to_owned()));
        fields.extend(boxes.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())));
        fields
    };
    for (name, boxes, keeps_address) in [("Lou Nouveau", &[][..], false), ("Lou Naqvi", &[("is_same", "1")][..], true)]
    {
        let fields = typed(name, boxes);
        let fields: Vec<_> = fields.iter().map(|(field, value)| (field.as_str(), value.as_str())).collect();
        let preview = holder(&office, &fields).await.expect(200).text;
        assert_eq!(preview.contains("No published address"), !keeps_address, "{name}");
    }
}

/// A source said how the former Member wants to be addressed, and nobody else.
#[tokio::test]
async fn a_new_member_is_not_addressed_as_the_former_one_was() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let woman = [&ELECTED[..], &[("gender", "woman")]].concat();
    let preview = holder(&office, &woman).await.expect(200);
    publish(&office, &preview, &[]).await.expect(303);
    let page = office.get(&format!("{ROOM}/seat?riding={RIDING}")).await.expect(200).page();
    let as_before = "as-before";
    assert!(page.all("option").any(|option| option.get("value") == as_before && option.has("selected")));
    let with_gender = |name, gender| {
        let rest = ELECTED.iter().filter(|(field, _)| *field != "name").copied();
        rest.chain([("name", name), ("gender", gender)]).collect::<Vec<_>>()
    };
    let after = async |fields: &[(&str, &str)]| {
        let preview = holder(&office, fields).await.expect(200).text;
        preview.rsplit_once("<dt>After").expect("the lines after").1.contains("Madame la Députée")
    };
    let mut other = with_gender("Ana Autre", as_before);
    assert!(!after(&other).await);
    other.retain(|(field, _)| *field != "email_source");
    other.push(("email_source", "https://www.example.org/ana"));
    assert!(!after(&other).await, "a source for an address says nothing of this");
    let same = [with_gender("Lou Nouvel", as_before), vec![("is_same", "1")]].concat();
    assert!(after(&same).await, "the same person under a corrected name");
    assert!(after(&with_gender("Ana Autre", "woman")).await, "chosen for her");
}

/// Lets every function take up what was published.
fn settle(site: &TestSite) {
    site.advance_clock(6);
}

#[tokio::test]
async fn a_by_election_is_looked_at_published_shown_everywhere_and_undone() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let former = ridings::first_roster().member(RIDING.parse().unwrap()).unwrap().name.clone();
    let preview = holder(&office, &ELECTED).await.expect(200);
    for said in [former.as_str(), "Lou Nouveau", "one new Member", "342 seats stay as they are."] {
        assert!(preview.text.contains(said), "{said}");
    }
    assert!(!preview.text.contains(BACK), "nobody comes back by an election");
    assert!(site.get(&format!("/en/ridings/{RIDING}")).await.expect(200).text.contains(&former), "nothing yet");
    publish(&office, &preview, &[]).await.expect(303);
    settle(&site);
    for (path, said) in [
        (format!("/en/ridings/{RIDING}"), "Lou Nouveau, Independent (as of November"),
        (format!("/fr/ridings/{RIDING}"), "Lou Nouveau, Indépendant·e ("),
        (format!("/en/letter/{RIDING}"), "Dear Lou Nouveau,"),
        ("/en/ridings?q=Nouveau".to_owned(), "Ottawa Centre"),
    ] {
        let text = site.get(&path).await.expect(200).text;
        assert!(text.contains(said) && !text.contains(&former), "{path}: {text}");
    }
    let thanks = site.pledge(&Person::new("Marie")).await;
    let sent = [("token", thanks.token()), ("text", "Please lead.".to_owned()), ("to", "member".to_owned())];
    let sent = sent.each_ref().map(|(name, value)| (*name, value.as_str()));
    site.send(Outgoing::form(&format!("/en/letter/{RIDING}/send"), &sent)).await.expect(200);
    site.settle().await;
    assert_eq!(site.open_mails_to("lou.nouveau@example.org").await.len(), 1, "the mailer has the new address");
    assert!(site.open_mails_to(&address_of_member(RIDING).unwrap()).await.is_empty());
    let file = office.get("/v1/organizer/tally.csv?lang=en").await.expect(200).text;
    assert!(file.contains("Lou Nouveau") && !file.contains(&former));
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("changed the Members of Parliament") && log.contains("Ottawa Centre: one new Member"));

    assert!(log.contains("<a href=\"/organizer/en/members\">Ottawa Centre: one new Member</a>"), "{log}");

    let undo = office.post(&format!("{ROOM}/restore"), &[("version", "0")]).await.expect(200);
    assert!(undo.text.contains("Lou Nouveau") && undo.text.contains(&former), "the undo is shown first");
    assert!(undo.text.contains(BACK), "{}", undo.text);
    publish(&office, &undo, &[]).await.expect(303);
    settle(&site);
    assert!(site.get(&format!("/en/ridings/{RIDING}")).await.expect(200).text.contains(&former));
    let room = office.get(ROOM).await.expect(200).text;
    assert!(room.contains("Restore version 1") && room.contains("The table that came with the software"));
}

#[tokio::test]
async fn a_by_election_is_undone_alone_and_an_answer_that_came_later_for_another_riding_stays() {
    const OTHER: &str = "10001";
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let former = ridings::first_roster().member(RIDING.parse().unwrap()).unwrap().name.clone();
    elect(&office).await;
    settle(&site);
    let answer = [("stance", "all"), ("on", "2026-11-03"), ("source", "https://www.example.org/yes")];
    let preview = post_seat(&office, "answer", OTHER, &answer).await.expect(200);
    publish(&office, &preview, &[]).await.expect(303);
    settle(&site);
    let room = office.get(ROOM).await.expect(200).page();
    let said: Vec<_> = room.all("dt").map(|what| what.text.as_str()).collect();
    assert!(said.ends_with(&["Avalon", "Ottawa Centre"]), "{said:?}");
    assert!(room.all("del").any(|before| before.text.contains(&former)));
    let after: Vec<_> = room.all("ins").map(|after| after.text.as_str()).collect();
    assert!(
        after[0].contains("said yes to all of our asks") && after[1].contains("Lou Nouveau, Independent"),
        "{after:?}"
    );

    let undo = async |version: &str| office.post(&format!("{ROOM}/undo"), &[("version", version)]).await;
    let preview = undo("1").await.expect(200);
    for said in ["one new Member", "342 seats stay as they are.", BACK] {
        assert!(preview.text.contains(said), "{said}: {}", preview.text);
    }
    publish(&office, &preview, &[]).await.expect(303);
    settle(&site);
    assert!(site.get(&format!("/en/ridings/{RIDING}")).await.expect(200).text.contains(&former));
    let page = site.get(&format!("/en/ridings/{OTHER}")).await.expect(200).text;
    assert!(page.contains("they said yes to all of our asks"), "{page}");
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("undid a change of the Members of Parliament"), "{log}");

    let again = undo("1").await.expect(200);
    assert!(again.text.contains("This change is undone already."), "{}", again.text);
    assert!(again.page().all("button").all(|button| button.text != "Publish"));
    elect(&office).await;
    settle(&site);
    let late = undo("1").await.expect(200);
    assert!(late.text.contains("these seats have changed again since (Ottawa Centre)"), "{}", late.text);
    for version in ["0", "9"] {
        undo(version).await.expect(404);
    }
}

/// A by-election that was entered by mistake leaves nothing behind.
#[tokio::test]
async fn a_request_for_no_more_letters_goes_with_the_member_who_made_it() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let no_more = [("to", RIDING), ("mark", "no-more"), ("reason", "they called")];
    let page = format!("letters/marks/{RIDING}:no-more");
    let is_marked = async || office.get("/organizer/en/letters").await.expect(200).text.contains(&page);
    let restore = async |version: &str| {
        site.advance_clock(60);
        let preview = office.post(&format!("{ROOM}/restore"), &[("version", version)]).await.expect(200);
        publish(&office, &preview, &[]).await.expect(303);
        settle(&site);
    };
    site.advance_clock(60);
    elect(&office).await;
    settle(&site);
    office.post("/organizer/en/letters/mark", &no_more).await.expect(303);
    assert!(is_marked().await);
    restore("0").await;
    assert!(!is_marked().await, "the Member who is back asked for nothing");
    office.post("/organizer/en/letters/mark", &no_more).await.expect(303);
    assert!(is_marked().await, "what they ask for now counts");
    restore("1").await;
    assert!(!is_marked().await);
    restore("0").await;
    assert!(is_marked().await, "and stays theirs");
}

#[tokio::test]
async fn a_vacancy_is_said_everywhere_in_both_languages_and_the_letter_goes_to_the_prime_minister() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let wrong = holder(&office, &[("seat", "vacant"), ("since", "2999-01-01")]).await.expect(422).page();
    assert!(wrong.find("error-since").is_some());
    let preview = holder(&office, &[("seat", "vacant"), ("since", "2026-10-01")]).await.expect(200);
    publish(&office, &preview, &[]).await.expect(303);
    settle(&site);
    let [en, fr] = ["vacant since October 1, 2026", "vacant depuis le 1er octobre 2026"];
    for (path, said) in [
        (format!("/en/ridings/{RIDING}"), en),
        (format!("/fr/ridings/{RIDING}"), fr),
        ("/en/ridings?q=ottawa+centre".to_owned(), "(vacant seat)"),
        ("/fr/ridings?q=ottawa+centre".to_owned(), "(siège vacant)"),
        (format!("/en/letter/{RIDING}"), en),
        (format!("/fr/letter/{RIDING}"), fr),
    ] {
        let text = site.get(&path).await.expect(200).text;
        assert!(text.contains(said), "{path}: {text}");
    }
    for (lang, said) in [("en", en), ("fr", fr)] {
        let room = office.get(&format!("/organizer/{lang}/members")).await.expect(200).text;
        let table = office.get(&format!("/organizer/{lang}?q=ottawa+centre")).await.expect(200).text;
        let file = office.get(&format!("/v1/organizer/tally.csv?lang={lang}")).await.expect(200).text;
        assert!([room, table, file].iter().all(|text| text.contains(said)), "{lang}");
    }
    let json = office.get("/v1/organizer/tally.json").await.expect(200).json();
    let riding = json["ridings"].as_array().unwrap().iter().find(|one| one["code"] == RIDING).unwrap();
    assert_eq!((riding["vacant"].as_bool(), riding["member"].is_null()), (Some(true), true));

    let page = site.get(&format!("/en/letter/{RIDING}")).await.expect(200).page();
    assert!(page.find("field-text").is_none() && page.id("field-comment").text.starts_with("Dear Prime Minister,"));
    let mut fields = page.form(&format!("/letter/{RIDING}"));
    fields.retain(|(name, _)| name != "name" && name != "write");
    let mut fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("name", "Zoé Roy"));
    let review = site.send(Outgoing::form(&format!("/en/letter/{RIDING}"), &fields)).await.expect(200).page();
    let titles: Vec<_> = review.all("h2").map(|title| title.text.as_str()).collect();
    assert!(
        titles.contains(&"To the Prime Minister") && !titles.iter().any(|title| title.contains("MP")),
        "{titles:?}"
    );
    let paper = site.send(Outgoing::form(&format!("/en/letter/{RIDING}/print"), &fields)).await.expect(200).page();
    assert_eq!(paper.all("article").count(), 1, "no sheet for the Member and none for the minister");
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    site.confirm(&asked).await;
    let thanks = site.open_mail(&marie).await;
    let thanked = site.get(&asked.path().replace("/confirm?", "/thank-you?")).await.expect(200).text;
    assert!(thanked.contains("Your riding’s seat is vacant."));
    let sent = [("token", thanks.token()), ("text", "Please lead.".to_owned()), ("to", "member".to_owned())];
    let sent = sent.each_ref().map(|(name, value)| (*name, value.as_str()));
    site.send(Outgoing::form(&format!("/en/letter/{RIDING}/send"), &sent)).await.expect(422);
}

#[tokio::test]
async fn what_a_member_answered_stands_on_the_ridings_page_with_its_source_and_the_next_one_does_not_inherit_it() {
    let site = TestSite::start().await;
    let admin = site.sign_in(FIRST_ADMIN).await;
    admin.post("/organizer/en/team", &[("email", "moderator@example.org"), ("role", "moderator")]).await.expect(303);
    site.open_mails_to("moderator@example.org").await;
    let office = site.sign_in("moderator@example.org").await;
    let empty = answered(&office, &[]).await.expect(422).page();
    assert!(["stance", "on", "source"].iter().all(|field| empty.find(&format!("error-{field}")).is_some()));
    let yes = [
        ("stance", "all"),
        ("on", "2026-11-03"),
        ("source", "https://www.example.org/declaration"),
        ("quote", "Oui, <b>nous</b> le ferons."),
        ("quote_locale", "fr"),
        ("letters_go_on", "1"),
    ];
    let mut wrong = yes;
    wrong[2].1 = "javascript:alert(1)";
    assert!(answered(&office, &wrong).await.expect(422).page().find("error-source").is_some());
    let preview = answered(&office, &yes).await.expect(200);
    assert!(preview.text.contains("one answer"));
    publish(&office, &preview, &[]).await.expect(303);
    settle(&site);
    for (lang, said, language) in [
        ("en", "On November 3, 2026, they said yes to all of our asks.", "(in French)"),
        ("fr", "Le 3 novembre 2026, cette personne a dit oui à toutes nos demandes.", ""),
    ] {
        let answer = site.get(&format!("/{lang}/ridings/{RIDING}")).await.expect(200);
        assert!(answer.text.contains(said) && answer.text.contains(language), "{}", answer.text);
        assert!(!answer.text.contains("<b>nous"), "a quotation is text");
        let page = answer.page();
        assert!(page.all("span").any(|span| span.get("lang") == "fr-CA" && span.text.contains("le ferons")));
        let source = page.all("a").find(|a| a.get("href") == "https://www.example.org/declaration").unwrap();
        assert!(source.text.contains("example.org") && source.get("rel").contains("nofollow"));
        let letter = site.get(&format!("/{lang}/letter/{RIDING}")).await.expect(200).page();
        let thanks = if lang == "en" { "Thank you for saying yes" } else { "Merci d’avoir dit oui" };
        assert!(letter.id("field-text").text.contains(thanks));
    }
    let no = [("stance", "no"), ("on", "2026-11-04"), ("source", "https://www.example.org/no")];
    let preview = answered(&office, &no).await.expect(200);
    publish(&office, &preview, &[]).await.expect(303);
    settle(&site);
    let thanks = site.pledge(&Person::new("Marie")).await;
    let sent = [("token", thanks.token()), ("text", "Please lead.".to_owned()), ("to", "member".to_owned())];
    let sent = sent.each_ref().map(|(name, value)| (*name, value.as_str()));
    let refused = site.send(Outgoing::form(&format!("/en/letter/{RIDING}/send"), &sent)).await.expect(409);
    assert!(refused.text.contains("they have answered"), "the answer ended letters, at one place");

    elect(&admin).await;
    settle(&site);
    let page = site.get(&format!("/en/ridings/{RIDING}")).await.expect(200).text;
    assert!(page.contains("Lou Nouveau") && !page.contains("id=\"answer\""));
    site.send(Outgoing::form(&format!("/en/letter/{RIDING}/send"), &sent)).await.expect(200);
    site.settle().await;
    assert_eq!(site.open_mails_to("lou.nouveau@example.org").await.len(), 1);
    let taken_back = answered(&admin, &[("stance", "none")]).await.expect(200);
    assert!(taken_back.page().all("button").all(|button| button.text != "Publish"), "there is nothing to take back");
}

#[tokio::test]
async fn everybody_finds_the_members_who_answered_and_those_who_said_yes_in_a_list_and_as_data() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let riding = async |code: &str| site.get(&format!("/v1/tally/{code}")).await.expect(200).json();
    assert!(site.get("/en/ridings").await.expect(200).page().find("answers").is_none(), "nobody has answered");
    assert!(riding(RIDING).await.get("answer").is_none());
    for (code, stance) in [(RIDING, "all"), ("10001", "no")] {
        let source = "https://www.example.org/declaration";
        let answer = [("stance", stance), ("on", "2026-11-03"), ("source", source)];
        let preview = post_seat(&office, "answer", code, &answer).await.expect(200);
        publish(&office, &preview, &[]).await.expect(303);
        settle(&site);
    }
    let rows = async |path: &str| {
        let page = site.get(path).await.expect(200).page();
        page.all("th").filter(|cell| cell.get("scope") == "row").map(|row| row.text.clone()).collect::<Vec<_>>()
    };
    let has = |rows: &[String], name: &str| rows.iter().any(|row| row.starts_with(name));
    for (lang, links, says) in [
        (
            "en",
            ["2 Members of Parliament have answered", "1 said yes to all of our asks"],
            "said yes to all of our asks",
        ),
        (
            "fr",
            ["2 personnes élues ont répondu", "1 a dit oui à toutes nos demandes"],
            "a dit oui à toutes nos demandes",
        ),
    ] {
        let list = site.get(&format!("/{lang}/ridings")).await.expect(200).page();
        let shown: Vec<_> =
            list.all("a").filter(|a| a.get("href").contains("?answer=")).map(|a| a.text.as_str()).collect();
        assert_eq!(shown, links);
        let yes = rows(&format!("/{lang}/ridings?answer=yes")).await;
        assert!(has(&yes, "Ottawa") && !has(&yes, "Avalon"), "{yes:?}");
        assert!(yes.iter().any(|row| row.contains(says)), "{yes:?}");
    }
    let answered = rows("/en/ridings?answer=answered").await;
    assert!(has(&answered, "Ottawa Centre") && has(&answered, "Avalon"), "{answered:?}");
    let answer = riding(RIDING).await["answer"].clone();
    let member = ridings::first_roster().member(RIDING.parse().unwrap()).unwrap().name.clone();
    let said = serde_json::json!({
        "member": member, "stance": "all", "on": "2026-11-03", "source": "https://www.example.org/declaration",
    });
    assert_eq!(answer, said);
    assert_eq!(riding("10001").await["answer"]["stance"], "no");
}

#[tokio::test]
async fn a_list_of_the_house_of_commons_is_shown_first_and_published_whole() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let same = upload(&office, &site, "2026-11-20", &csv(&lines())).await.expect(200);
    assert!(same.text.contains("343 seats stay as they are."), "{}", same.text);
    let mut changed = lines();
    // A by-election, a corrected name, a new party, and a vacancy since a day.
    for (code, line) in &mut changed {
        match code.as_str() {
            RIDING => *line = "Ms.,Lou,Nouveau,Ottawa–Centre,Ontario,NDP,2026-11-10 12:00:00 AM,".to_owned(),
            "10001" => *line = ",P.,Connors,avalon,,Liberal,,".to_owned(),
            "10002" => *line = line.replace("Liberal", "Independent"),
            "10003" => *line = format!("{line}2026-10-01 12:00:00 AM"),
            _ => {}
        }
    }
    let preview = upload(&office, &site, "2026-11-20", &csv(&changed)).await.expect(200);
    for said in
        ["2 new Members, one vacancy, one correction", "339 seats stay as they are.", "Lou Nouveau", "P. Connors"]
    {
        assert!(preview.text.contains(said), "{said}: {}", preview.text);
    }
    let fields = preview.page().form("/members/publish");
    publish(&office, &preview, &["same-10001"]).await.expect(303);
    settle(&site);
    let page = async |code: &str| site.get(&format!("/en/ridings/{code}")).await.expect(200).text;
    assert!(page(RIDING).await.contains("Lou Nouveau, NDP (as of November 20, 2026)"));
    assert!(page("10003").await.contains("vacant since October 1, 2026"));
    assert!(page("10002").await.contains("Independent"));
    let letter = async |code: &str| office.get(&format!("{ROOM}/seat?riding={code}")).await.expect(200).page();
    assert_eq!(letter("10001").await.id("field-email").get("value"), address_of_member("10001").unwrap());
    assert_eq!(letter(RIDING).await.id("field-email").get("value"), "", "a new Member has no address yet");
    assert!(site.get(&format!("/fr/letter/{RIDING}")).await.expect(200).text.contains("Madame la Députée,"));
    let log = office.get("/organizer/fr/log").await.expect(200).text;
    assert!(log.contains("1 personne nouvellement élue, 1 siège vacant, 2 rectifications"), "{log}");
    let older = upload(&office, &site, "2026-11-19", &csv(&lines())).await.expect(422);
    assert!(older.text.contains("as of November 20, 2026 already"));

    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    office.post(&format!("{ROOM}/publish"), &fields).await.expect(409);
    let pressed_again = [&fields[..], &[("same-10001", "1")]].concat();
    office.post(&format!("{ROOM}/publish"), &pressed_again).await.expect(303);
    let vacant = holder(&office, &[("seat", "vacant")]).await.expect(200);
    publish(&office, &vacant, &[]).await.expect(303);
    let late = office.post(&format!("{ROOM}/publish"), &fields).await.expect(409);
    assert!(late.text.contains("Somebody else published a change in the meantime: 2 vacancies"), "{}", late.text);
}

/// The House of Commons may name a column in a way that we do not know. Nobody has to change the file for it.
#[tokio::test]
async fn a_list_with_columns_of_other_names_is_read_as_the_admin_says() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let mut changed = lines();
    changed[0].1.push_str("2026-10-01 12:00:00 AM");
    let list = csv(&changed).replace("End Date", "Fin du mandat").replace("Province / Territory", "Région");
    let page = upload(&office, &site, "2026-11-20", &list).await.expect(200);
    for said in ["We do not know these columns: Région, Fin du mandat.", "Day on which a Member left"] {
        assert!(page.text.contains(said), "{said}: {}", page.text);
    }
    let choose = async |choice: &[(&str, &str)]| {
        let fields = page.page().form("/members/upload");
        let mut fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.retain(|(name, _)| !choice.iter().any(|(chosen, _)| chosen == name));
        let form = Outgoing::upload(&format!("{ROOM}/upload"), &[fields, choice.to_vec()].concat(), ("file", b""));
        office.send(form.header("origin", site.url())).await
    };
    let without = choose(&[]).await.expect(200).text;
    assert!(without.contains("343 seats stay as they are."), "{without}");
    let preview = choose(&[("column_end", "7")]).await.expect(200);
    assert!(preview.text.contains("one vacancy"), "{}", preview.text);
    publish(&office, &preview, &[]).await.expect(303);
}

#[tokio::test]
async fn a_file_that_is_no_such_list_is_refused_in_words_and_nothing_changes() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let good = csv(&lines());
    let mut other = lines();
    for (at, (_, line)) in other.iter_mut().enumerate().take(60) {
        *line = format!(",Pat,Example,Former Riding {at},,Liberal,,");
    }
    let mut misspelt = lines();
    misspelt[0].1 = misspelt[0].1.replace("Avalon", "Avallon");
    for (file, said) in [
        (String::new(), "Choose the file"),
        ("hello".to_owned(), "This is not the list of Members."),
        (good.replace(",Political Affiliation", "").replace("End Date", "End Date,Person Id"), "is missing"),
        (csv(&other), "This is a list of another Parliament: it has only 283 of our 343 ridings."),
        (csv(&misspelt), "no riding that we know: 2 (Avallon)"),
        ("x".repeat(1_100_000), "longer than a list of Members"),
    ] {
        let refused = upload(&office, &site, "2026-11-20", &file).await.expect(422);
        assert!(refused.text.contains(said), "{said}: {}", refused.text);
        assert!(refused.page().find("error-file").is_some());
    }
    assert!(upload(&office, &site, "2999-01-01", &good).await.expect(422).page().find("error-day").is_some());
    assert!(site.tables().items_of("Office", "C#").await.is_empty(), "nothing was applied");
    for (field, value) in [
        ("name", ""),
        ("name", "a".repeat(NAME_MAX_CHARS + 1).as_str()),
        ("party", ""),
        ("email", "nonsense"),
        ("email_source", ""),
    ] {
        let mut fields = ELECTED.to_vec();
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let refused = holder(&office, &fields).await.expect(422).page();
        assert!(refused.find(&format!("error-{field}")).is_some(), "{field}: {value}");
    }
}

/// Invariant 25
#[tokio::test]
async fn moderators_note_answers_and_only_admins_change_who_holds_a_seat() {
    let site = TestSite::start().await;
    let admin = site.sign_in(FIRST_ADMIN).await;
    for role in ["moderator", "exporter"] {
        let email = format!("{role}@example.org");
        admin.post("/organizer/en/team", &[("email", &email), ("role", role)]).await.expect(303);
        site.open_mails_to(&email).await;
    }
    let exporter = site.sign_in("exporter@example.org").await;
    exporter.get(ROOM).await.expect(403);
    let moderator = site.sign_in("moderator@example.org").await;
    let room = moderator.get(ROOM).await.expect(200).text;
    assert!(["upload", "restore", "undo"].iter().all(|form| !room.contains(&format!("members/{form}"))));
    for path in ["/upload", "/holder", "/restore", "/undo"] {
        moderator.post(&format!("{ROOM}{path}"), &[]).await.expect(403);
    }
    let preview = holder(&admin, &ELECTED).await.expect(200);
    publish(&moderator, &preview, &[]).await.expect(403);
    moderator.post(&format!("{ROOM}/publish"), &[("kept", "nonsense")]).await.expect(404);
    moderator.get(&format!("{ROOM}/seat?riding=99999")).await.expect(400);
    admin.post(&format!("{ROOM}/restore"), &[("version", "9")]).await.expect(404);
}

/// A form is about the holder whom its page showed. What was noted of one Member never stands under the next one's name.
#[tokio::test]
async fn an_answer_for_a_member_who_has_left_meanwhile_is_never_the_next_ones() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let yes = [("stance", "all"), ("on", "2026-11-03"), ("source", "https://www.example.org/yes")];
    let stale = [&[("riding", RIDING), ("from", "0")], &yes[..]].concat();
    let preview = answered(&office, &yes).await.expect(200);
    elect(&office).await;
    let form = office.post(&format!("{ROOM}/answer"), &stale).await.expect(409);
    assert!(form.text.contains("Someone else published a change") && form.text.contains("Lou Nouveau"));
    assert!(!form.text.contains("https://www.example.org/yes"), "the answer of the former Member is not offered again");
    let page = publish(&office, &preview, &[]).await.expect(409);
    assert!(page.text.contains("Lou Nouveau") && page.text.contains("Yours was not published"), "{}", page.text);
    assert!(page.page().all("button").all(|button| button.text != "Publish"));
    settle(&site);
    assert!(!site.get(&format!("/en/ridings/{RIDING}")).await.expect(200).text.contains("id=\"answer\""));
}

/// A button without scripts can be pressed twice. What the first press published stands, and nobody else is named for it.
#[tokio::test]
async fn a_second_press_of_publish_says_that_it_is_published() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let twice = async |preview: Answer| {
        let preview = preview.expect(200);
        for _ in 0..2 {
            assert_eq!(publish(&office, &preview, &[]).await.leads_to(), "/organizer/en/members?saved=1");
            site.advance_clock(2);
        }
    };
    twice(holder(&office, &ELECTED).await).await;
    twice(answered(&office, &[("stance", "no"), ("on", "2026-11-03"), ("source", "https://example.org/no")]).await)
        .await;
    twice(holder(&office, &[("seat", "vacant"), ("since", "2026-11-04")]).await).await;
    for (deed, version) in [("undo", "3"), ("restore", "1")] {
        twice(office.post(&format!("{ROOM}/{deed}"), &[("version", version)]).await).await;
    }
    twice(upload(&office, &site, "2026-11-22", &csv(&lines())).await).await;
    assert_eq!(site.tables().items_of("Office", "E#").await.len(), 6, "each is published once");

    // Both presses arrive at once.
    let preview = holder(&office, &ELECTED).await.expect(200);
    let mut held = site.wire().hold_next("TransactWriteItems");
    let second = async {
        held.arrived().await;
        publish(&office, &preview, &[]).await.expect(303);
        held.release();
    };
    let (first, ()) = tokio::join!(publish(&office, &preview, &[]), second);
    assert_eq!(first.leads_to(), "/organizer/en/members?saved=1");
}

/// A colleague published the same name, and chose the contrary of whether it is the same person.
#[tokio::test]
async fn a_name_that_others_published_as_another_persons_is_not_said_to_be_saved() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let preview = async |boxes: &[(&str, &str)]| holder(&office, &[&ELECTED[..], boxes].concat()).await.expect(200);
    let (another, same) = (preview(&[]).await, preview(&[("is_same", "1")]).await);
    publish(&office, &same, &[]).await.expect(303);
    publish(&office, &another, &[]).await.expect(409);
}

/// Two tabs open one seat. The second to be sent does not take back what the first one added.
#[tokio::test]
async fn a_seats_form_that_is_older_than_the_seat_is_shown_again_with_what_changed() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    elect(&office).await;
    let corrected =
        [("riding", RIDING), ("from", "0"), ("seat", "member"), ("name", "Lou Nouveau"), ("party", "Greens")];
    let again = office.post(&format!("{ROOM}/holder"), &corrected).await.expect(409);
    assert!(again.text.contains("lou.nouveau@example.org"), "what the first tab added");
    let page = again.page();
    assert_eq!(page.id("field-party").get("value"), "Greens", "what was typed stays");
    let form = page.form("/members/holder");
    let fields: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    office.post(&format!("{ROOM}/holder"), &fields).await.expect(200);
    // A change of another seat keeps nobody up.
    let other = [("seat", "member"), ("name", "Ina Autre"), ("party", "Independent")];
    let elsewhere = post_seat(&office, "holder", "24065", &other).await.expect(200);
    publish(&office, &elsewhere, &[]).await.expect(303);
    office.post(&format!("{ROOM}/holder"), &fields).await.expect(200);
}
