//! `/organizer/{lang}/offices` and `/press`: weekly digests to Members' offices, and press notes.

use tests::{FIRST_ADMIN, OTTAWA_CENTRE, Office, Outgoing, Page, Person, ROSEMONT, TestSite};

use crate::campaign_members::post_seat;

const ROOM: &str = "/organizer/en/offices";

fn member(riding: &str) -> String {
    let roster = ridings::first_roster();
    roster.member(riding.parse().unwrap()).and_then(|member| member.email.clone()).expect("an address").to_string()
}

/// Starts a site whose counts of a week ago are kept, and in which two ridings have grown since.
async fn after_a_week() -> TestSite {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    site.advance(0).await;
    site.advance_days(7).await;
    site.pledge(&Person::new("Paul")).await;
    site.pledge(&Person::new("Lou").living_at(ROSEMONT.0)).await;
    site
}

async fn sent(site: &TestSite, riding: &str) -> usize {
    site.open_mails_to(&member(riding)).await.len()
}

#[tokio::test]
async fn the_digest_that_was_previewed_is_sent_once_in_both_languages_and_says_how_to_stop() {
    let site = after_a_week().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let room = office.get(ROOM).await.expect(200).text;
    assert!(room.contains("2 offices can be written to.") && room.contains("Ottawa Centre"), "{room}");
    office.post(&format!("{ROOM}/links"), &[]).await.expect(303);
    let preview = office.get(&format!("{ROOM}/{}", OTTAWA_CENTRE.1)).await.expect(200).text;
    office.post(&format!("{ROOM}/send"), &[]).await.expect(303);
    assert!(office.get(ROOM).await.expect(200).text.contains("2 emails are on their way"));
    site.advance(1).await;
    let mails = site.open_mails_to(&member(OTTAWA_CENTRE.1)).await;
    let [mail] = &mails[..] else { panic!("{} mails", mails.len()) };
    assert_eq!((mail.kind(), mail.reply_to()), ("digest", Some("info@ccrweb.ca")));
    let plain = mail.text().replace('\u{202f}', " ");
    for said in [
        "2 people in Ottawa Centre have signed",
        "A week earlier, the count stood at 1.",
        "2 personnes ont signé",
        "Canadian Council for Refugees",
        "6839 Drolet Street",
        "6839, rue Drolet",
        "answer with the word “stop”",
        "répondez par le mot",
        "/en/office/",
        "/fr/office/",
    ] {
        assert!(plain.contains(said), "{said} is not in {plain}");
    }
    for personal in ["Marie", "Paul", "Lou", "example.org"] {
        assert!(!plain.contains(personal), "{personal}");
    }
    assert!(mail.subject().contains("Ottawa Centre") && mail.subject().contains("Ottawa-Centre"));
    // The mail says the same as the preview.
    for shown in ["2 people in Ottawa Centre have signed", "A week earlier, the count stood at 1."] {
        assert!(preview.contains(shown), "{shown}");
    }
    let french = site.open_mails_to(&member(ROSEMONT.1)).await;
    assert_eq!(french[0].locale(), "fr");
    assert!(french[0].text().starts_with("À l’équipe parlementaire"));
    site.advance(1).await;
    let room = office.get(ROOM).await.expect(200).text;
    assert!(room.contains("Sent") && !room.contains("on their way") && !room.contains("Send this week"), "{room}");
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("sent the weekly emails to Members’ offices"));
    assert!(log.contains("2 emails, week of November 23, 2026") && !log.contains("2026-W"), "{log}");
    let log = office.get("/organizer/fr/log").await.expect(200).text;
    assert!(log.contains("2 courriels, semaine du 23 novembre 2026"), "{log}");
}

#[tokio::test]
async fn the_digests_that_no_mail_carries_are_printed_from_one_page_a_sheet_each() {
    let site = after_a_week().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let path = format!("{ROOM}/print");
    let none = office.get(&path).await.expect(200);
    assert!(
        none.page().all("article").count() == 0 && none.text.contains("There is nothing to print"),
        "{}",
        none.text
    );
    assert!(!office.get(ROOM).await.expect(200).text.contains("/offices/print"));
    // One office wants no mail, and the other one's Member publishes no address.
    let no_more = [("to", OTTAWA_CENTRE.1), ("mark", "no-more"), ("reason", "they called")];
    office.post("/organizer/en/letters/mark", &no_more).await.expect(303);
    let elected = [("seat", "member"), ("name", "Lou Nouveau"), ("party", "Independent")];
    let preview = post_seat(&office, "holder", ROSEMONT.1, &elected).await.expect(200).page();
    let fields = preview.form("/members/publish");
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    office.post("/organizer/en/members/publish", &fields).await.expect(303);
    site.advance_clock(6);
    let room = office.get(ROOM).await.expect(200).text;
    assert!(room.contains("Email does not reach 2 offices") && room.contains("/organizer/en/offices/print"), "{room}");
    let page = office.get(&path).await.expect(200).page();
    let sheets: Vec<_> = page.all("article").map(|sheet| sheet.text.as_str()).collect();
    assert_eq!(sheets.len(), 2);
    let ottawa = sheets.iter().find(|sheet| sheet.contains("2 people in Ottawa Centre")).expect("a sheet");
    assert!(
        ottawa.contains("À l’équipe parlementaire") && ottawa.contains("To the office of"),
        "both languages: {ottawa}"
    );
    assert!(!ottawa.contains("email"), "paper speaks of no mail: {ottawa}");
    let rosemont = sheets.iter().find(|sheet| sheet.contains("Lou Nouveau")).expect("a sheet");
    assert!(rosemont.starts_with("À l’équipe parlementaire"), "{rosemont}");
    // Nobody sits in a vacant seat to read a sheet.
    let vacant = [("seat", "vacant")];
    let preview = post_seat(&office, "holder", ROSEMONT.1, &vacant).await.expect(200).page();
    let fields = preview.form("/members/publish");
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    office.post("/organizer/en/members/publish", &fields).await.expect(303);
    site.advance_clock(6);
    assert_eq!(office.get("/organizer/fr/offices/print").await.expect(200).page().all("article").count(), 1);
}

#[tokio::test]
async fn an_office_stops_the_weekly_mails_by_its_own_link_and_may_have_them_again() {
    let site = after_a_week().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    office.post(&format!("{ROOM}/send"), &[]).await.expect(303);
    site.advance(1).await;
    let mail = site.open_mails_to(&member(OTTAWA_CENTRE.1)).await.pop().expect("a digest");
    let path = mail.stop_digests_path().expect("each digest has it").to_owned();
    let page = site.get(&path).await.expect(200).page();
    assert!(page.all("button").any(|button| button.text == "Stop the weekly emails"), "looking stops nothing");
    let token = path.split_once("token=").unwrap().1;
    let stop = Outgoing::form("/en/digest/stop", &[("token", token)]);
    assert!(site.send(stop).await.expect(200).text.contains("The weekly emails are stopped"));
    sent(&site, ROSEMONT.1).await;
    let next_week = async || {
        site.advance_days(7).await;
        site.pledge(&Person::new("Ana")).await;
        site.pledge(&Person::new("Max").living_at(ROSEMONT.0)).await;
        let office = site.sign_in(FIRST_ADMIN).await;
        office.post(&format!("{ROOM}/send"), &[]).await.expect(303);
        site.advance(1).await;
        [sent(&site, OTTAWA_CENTRE.1).await, sent(&site, ROSEMONT.1).await]
    };
    assert_eq!(next_week().await, [0, 1]);
    let room = site.sign_in(FIRST_ADMIN).await.get(ROOM).await.expect(200).text;
    assert!(room.contains("Not sent: no address, or not wanted") && room.contains("/offices/print"), "{room}");
    let again = site.get(&path).await.expect(200).page();
    assert!(again.all("button").any(|button| button.text == "Send them again"));
    site.send(Outgoing::form("/fr/digest/stop", &[("token", token), ("again", "1")])).await.expect(200);
    site.send(Outgoing::form("/fr/digest/stop", &[("token", "x")])).await.expect(400);
}

#[tokio::test]
async fn a_member_who_said_yes_is_thanked_by_the_weekly_mail() {
    let site = after_a_week().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let riding = OTTAWA_CENTRE.1;
    let yes = [("stance", "all"), ("on", "2026-11-03"), ("source", "https://www.example.org/yes")];
    let preview = post_seat(&office, "answer", riding, &yes).await.expect(200).page();
    let fields = preview.form("/members/publish");
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    office.post("/organizer/en/members/publish", &fields).await.expect(303);
    site.advance_clock(6);
    let preview = office.get(&format!("{ROOM}/{riding}")).await.expect(200).text;
    office.post(&format!("{ROOM}/send"), &[]).await.expect(303);
    site.advance(1).await;
    let mails = site.open_mails_to(&member(riding)).await;
    for text in [preview.as_str(), mails[0].text()] {
        assert!(text.contains("has said yes to all of our asks") && text.contains("a dit oui à toutes nos demandes"));
        assert!(!text.contains("We ask the federal government"), "{text}");
    }
    let others = site.open_mails_to(&member(ROSEMONT.1)).await;
    assert!(others[0].text().contains("We ask the federal government to do three things:\n1. "));
}

#[tokio::test]
async fn a_riding_has_one_digest_in_a_week_whoever_clicks_and_however_often() {
    let site = after_a_week().await;
    let (one, two) = (site.sign_in(FIRST_ADMIN).await, site.sign_in(FIRST_ADMIN).await);
    let path = format!("{ROOM}/send");
    let (first, second, third) = tokio::join!(one.post(&path, &[]), two.post(&path, &[]), one.post(&path, &[]));
    for answer in [first, second, third] {
        answer.expect(303);
    }
    site.advance(1).await;
    site.advance(1).await;
    one.post(&path, &[]).await.expect(303);
    site.advance(1).await;
    assert_eq!((sent(&site, OTTAWA_CENTRE.1).await, sent(&site, ROSEMONT.1).await), (1, 1));
    let log = one.get("/organizer/en/log").await.expect(200).text;
    assert_eq!(log.matches("sent the weekly emails").count(), 1, "{log}");
    // Its number grew again, and still it had one this week.
    site.pledge(&Person::new("Zoe")).await;
    site.advance(0).await;
    one.post(&path, &[]).await.expect(303);
    site.advance(1).await;
    assert_eq!((sent(&site, OTTAWA_CENTRE.1).await, sent(&site, ROSEMONT.1).await), (0, 0));
    site.leave_mail();
}

#[tokio::test]
async fn what_has_not_left_can_be_taken_back_and_sent_later() {
    let site = after_a_week().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    office.post(&format!("{ROOM}/send"), &[]).await.expect(303);
    let take_back = office.get(ROOM).await.expect(200).page().form("/take-back");
    let fields: Vec<_> = take_back.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for _ in 0..2 {
        office.post(&format!("{ROOM}/take-back"), &fields).await.expect(303);
    }
    assert!(office.get(ROOM).await.expect(200).text.contains("are being taken back"));
    site.advance(1).await;
    assert_eq!(sent(&site, OTTAWA_CENTRE.1).await, 0);
    office.post(&format!("{ROOM}/send"), &[]).await.expect(303);
    site.advance(1).await;
    assert_eq!((sent(&site, OTTAWA_CENTRE.1).await, sent(&site, ROSEMONT.1).await), (1, 1));
    let late = office.post(&format!("{ROOM}/take-back"), &fields).await;
    assert!([303, 409].contains(&late.status.as_u16()));
    site.advance(1).await;
    office.post(&format!("{ROOM}/send"), &[]).await.expect(303);
    site.advance(1).await;
    assert_eq!(sent(&site, OTTAWA_CENTRE.1).await, 0, "what has left is not sent again");
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("took back weekly emails that had not left"));
}

#[tokio::test]
async fn an_office_that_asked_not_to_be_written_to_gets_nothing_and_a_pause_holds_all() {
    let site = after_a_week().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let mark = [("to", OTTAWA_CENTRE.1), ("mark", "no-more"), ("reason", "they asked us")];
    office.post("/organizer/en/letters/mark", &mark).await.expect(303);
    let room = office.get(ROOM).await.expect(200).text;
    assert!(room.contains("Wants no more email") && room.contains("One office can be written to."), "{room}");
    office.post("/organizer/en/letters/pause", &[("deed", "pause"), ("reason", "a flood")]).await.expect(303);
    assert!(office.get(ROOM).await.expect(200).text.contains("All letters are paused, and so are these emails."));
    office.post(&format!("{ROOM}/send"), &[]).await.expect(409);
    office.post("/organizer/en/letters/pause", &[("deed", "resume"), ("reason", "over")]).await.expect(303);
    office.post(&format!("{ROOM}/send"), &[]).await.expect(303);
    // They ask after the button was pressed, and before the mail has left.
    let late = [("to", ROSEMONT.1), ("mark", "no-more"), ("reason", "they called")];
    office.post("/organizer/en/letters/mark", &late).await.expect(303);
    site.advance(1).await;
    assert_eq!((sent(&site, OTTAWA_CENTRE.1).await, sent(&site, ROSEMONT.1).await), (0, 0));
    assert!(office.get(ROOM).await.expect(200).text.contains("Not sent: no address, or not wanted"));
}

#[tokio::test]
async fn without_a_count_of_a_week_ago_nothing_can_be_sent() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let room = office.get(ROOM).await.expect(200).text;
    assert!(room.contains("once there are counts from a week ago") && !room.contains("Send them now"));
    office.post(&format!("{ROOM}/send"), &[]).await.expect(303);
    site.advance(1).await;
    assert_eq!(sent(&site, OTTAWA_CENTRE.1).await, 0);
}

/// Counts so many people of Ottawa Centre on paper.
async fn count_on_paper(site: &TestSite, office: &Office<'_>, people: usize) {
    let line = |n: usize| {
        let [a, b] = [n / 26, n % 26].map(|letter| char::from(b'a' + u8::try_from(letter).unwrap()));
        format!("Ana{a}{b},Roy,{}", OTTAWA_CENTRE.0)
    };
    let lines: Vec<_> =
        std::iter::once("First name,Last name,Postal code".to_owned()).chain((0..people).map(line)).collect();
    let csv = lines.join("\r\n");
    let form = Outgoing::upload("/organizer/en/paper", &[("note", "the market")], ("file", csv.as_bytes()));
    let read = office.send(form.header("origin", site.url())).await.expect(200).page();
    let form = read.all("form").find(|form| form.get("action").ends_with("/count")).expect("a button");
    office.post(form.get("action"), &[]).await.expect(303);
    site.advance_clock(3);
}

/// A person who cannot read a message turns it to the other language, and stays in the same place.
#[tokio::test]
async fn a_message_that_something_failed_stays_in_its_place_in_both_languages() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let missing = office.get("/organizer/en/nowhere").await.expect(404);
    let dead = site.get("/partner/en/asked?token=abc").await.expect(410);
    let page = site.get("/en/office/00000-00000-00000-00000").await.expect(404);
    for (answer, switch) in [(missing, "/organizer/fr"), (dead, "/partner/fr"), (page, "/fr")] {
        let page = answer.page();
        assert!(page.all("a").any(|a| a.get("class") == "language" && a.get("href") == switch), "{switch}");
        let brand = page.all("a").find(|a| a.get("class") == "brand").unwrap();
        assert_eq!(brand.get("href"), "/en", "{switch}: the masthead leads to the campaign");
    }
}

#[tokio::test]
async fn a_press_note_starts_at_twenty_five_and_offers_a_place_with_enough_below() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    count_on_paper(&site, &office, 24).await;
    for of in ["35079", "ON", ""] {
        let page = office.get(&format!("/organizer/en/press?of={of}")).await.expect(200).text;
        assert!(page.contains("fewer than 25 signatures") && !page.contains("id=\"note-en\""), "{of}: {page}");
    }
    let offers = |page: &Page| page.all("a").filter(|a| a.get("href").contains("/press?of=")).count();
    let page = office.get("/organizer/en/press?of=35079").await.expect(200).page();
    assert_eq!(offers(&page), 0, "no larger place has enough either");
    site.pledge(&Person::new("Zoe")).await;
    site.advance_clock(3);
    for (of, larger, name) in [("35080", "ON", "Ontario"), ("60001", "", "Canada")] {
        let page = office.get(&format!("/organizer/en/press?of={of}")).await.expect(200).page();
        assert_eq!(offers(&page), 1, "{of}");
        let href = format!("/organizer/en/press?of={larger}");
        assert!(page.all("a").any(|a| a.get("href") == href && a.text.contains(name)), "{of} leads to {name}");
    }
    for (of, place, lieu) in
        [("35079", "Ottawa Centre", "Ottawa-Centre"), ("ON", "Ontario", "Ontario"), ("", "Canada", "Canada")]
    {
        let page = office.get(&format!("/organizer/en/press?of={of}")).await.expect(200).page();
        let (english, french) = (page.id("note-en").text.clone(), page.id("note-fr").text.clone());
        for said in [place, "25 people", "Ottawa time", "[One or two sentences]", "info@ccrweb.ca", "not an official"] {
            assert!(english.contains(said), "{of}: {said} is not in {english}");
        }
        for said in [lieu, "25 personnes", "heure d’Ottawa", "[Une ou deux phrases]", "info@ccrweb.ca"] {
            assert!(french.contains(said), "{of}: {said} is not in {french}");
        }
        assert!(english.contains(site.url()) && !english.contains("Zoe"));
    }
    site.leave_mail();
}

/// The mailer was away over the end of a week. The offices get one mail, and the organizer may still take it back.
/// The office that asked for no more mail keeps its sheet of paper, although another office's mail of last week waits.
#[tokio::test]
async fn a_digest_of_last_week_that_has_its_outcome_keeps_this_weeks_from_no_sheet() {
    let site = after_a_week().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    office.post(&format!("{ROOM}/send"), &[]).await.expect(303);
    office.post("/organizer/en/letters/pause", &[("deed", "pause"), ("reason", "a test")]).await.expect(303);
    let no_more = [("to", OTTAWA_CENTRE.1), ("mark", "no-more"), ("reason", "they called")];
    office.post("/organizer/en/letters/mark", &no_more).await.expect(303);
    site.advance(1).await;
    site.advance_days(7).await;
    site.pledge(&Person::new("Ana")).await;
    site.pledge(&Person::new("Zoé").living_at(ROSEMONT.0)).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let room = office.get(ROOM).await.expect(200).text;
    assert!(room.contains("One email is on its way") && room.contains("Email does not reach one office"), "{room}");
    let page = office.get(&format!("{ROOM}/print")).await.expect(200).page();
    let sheets: Vec<_> = page.all("article").map(|sheet| sheet.text.as_str()).collect();
    assert!(sheets.len() == 1 && sheets[0].contains("Ottawa Centre"), "{sheets:?}");
}

#[tokio::test]
async fn digests_of_last_week_that_still_wait_are_shown_and_come_before_this_weeks() {
    let site = after_a_week().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    office.post(&format!("{ROOM}/send"), &[]).await.expect(303);
    office.post("/organizer/en/letters/pause", &[("deed", "pause"), ("reason", "a test")]).await.expect(303);
    site.advance(1).await;
    site.advance_days(7).await;
    site.pledge(&Person::new("Ana")).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    office.post("/organizer/en/letters/pause", &[("deed", "resume"), ("reason", "a test")]).await.expect(303);
    let room = office.get(ROOM).await.expect(200);
    assert!(room.text.contains("2 emails are on their way") && !room.text.contains("/offices/send"), "{}", room.text);
    office.post(&format!("{ROOM}/send"), &[]).await.expect(409);
    let form = room.page().form("/offices/take-back");
    let fields: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    office.post(&format!("{ROOM}/take-back"), &fields).await.expect(303);
    site.advance(1).await;
    assert_eq!([sent(&site, OTTAWA_CENTRE.1).await, sent(&site, ROSEMONT.1).await], [0, 0]);
    site.sign_in(FIRST_ADMIN).await.post(&format!("{ROOM}/send"), &[]).await.expect(303);
    site.advance(1).await;
    assert_eq!([sent(&site, OTTAWA_CENTRE.1).await, sent(&site, ROSEMONT.1).await], [1, 1], "one mail each");
}
