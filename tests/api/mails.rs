//! Mails: their content, their number, and their recipients

use std::collections::BTreeMap;

use domain::locale::Locale;
use tests::{FIRST_ADMIN, Mail, OTTAWA_CENTRE, Outgoing, Person, Setup, TestSite, campaign};

const TWO_DAYS: i64 = 48 * 60;
/// The address of an organization that asks to become a partner.
const ASKING: &str = "ana@river.example.org";

fn kinds(mails: &[Mail]) -> Vec<&str> {
    mails.iter().map(Mail::kind).collect()
}

/// The requests that one mail of the stream makes of the database by itself, in the order of the alphabet. The first read of the
/// items, the bounces and the pace are left out: a whole batch of mails shares them.
async fn requests_of_one_mail(site: &TestSite) -> Vec<String> {
    drop(site.wire().take());
    site.resume_mail();
    site.settle().await;
    let sent = site.wire().take();
    // The pace is shared. Recipients of webhooks, their messages and the sentence that names them are the ledger's.
    let others = ["E#time-to-lead", "H#time-to-lead", "D#time-to-lead", "\"C#time-to-lead\""];
    let of_the_mail = sent.iter().filter(|sent| {
        let body = sent.body.to_string();
        !others.iter().any(|other| body.contains(other))
    });
    let mut operations: Vec<_> = of_the_mail.skip(1).map(|sent| sent.operation.clone()).collect();
    operations.sort();
    site.pause_mail();
    operations
}

/// The mails that a pledge causes take three round trips each: a read, what has to be written before the mail, and what has to be
/// written after it. Two writes that do not depend on each other are on their way at the same time.
#[tokio::test]
async fn each_ordinary_mail_takes_three_round_trips() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.pause_mail();
    site.sign(&marie).await;
    let two_at_once = ["BatchGetItem", "PutItem", "TransactWriteItems", "UpdateItem"];
    assert_eq!(requests_of_one_mail(&site).await, two_at_once, "the first mail");
    let asked = site.open_mail(&marie).await;

    site.confirm(&asked).await;
    assert_eq!(requests_of_one_mail(&site).await, two_at_once, "thanks");
    let thanks = site.open_mail(&marie).await;

    site.try_withdraw(&thanks.token()).await.expect(200);
    assert_eq!(requests_of_one_mail(&site).await, ["DeleteItem", "GetItem", "PutItem"], "a goodbye");
    assert_eq!(site.open_mail(&marie).await.kind(), "withdrawn");

    site.keep_private([FIRST_ADMIN.to_owned()]);
    site.post_from_our_pages("/organizer/en/sign-in", &[("email", FIRST_ADMIN)]).await;
    // The organizer whom the deployment names is put once more, in case nobody has signed in before.
    assert_eq!(requests_of_one_mail(&site).await, ["GetItem", "PutItem", "UpdateItem", "UpdateItem"], "a sign-in");
    assert_eq!(site.open_mails_to(FIRST_ADMIN).await.len(), 1);
}

/// A pledge costs these units from the form to the thanks, when each mail goes by itself.
#[tokio::test]
async fn a_pledge_costs_as_many_write_units_as_the_guide_explains() {
    let site = TestSite::start().await;
    // A dot says nothing at Gmail, so that an address with one is one of many spellings.
    let addresses = [("gmail.com", "", 27.0), ("gmail.com", ".", 29.0), ("example.org", ".", 35.0)];
    for (domain, dot, expected) in addresses {
        let mut person = Person::new("Marie");
        let (local, _) = person.email.split_once('@').expect("an address");
        person.email = format!("{}@{domain}", local.replace('.', dot));
        drop(site.wire().take());
        site.pledge(&person).await;
        site.settle().await;
        let is_write = |sent: &&wire::Sent| !matches!(sent.operation.as_str(), "GetItem" | "BatchGetItem" | "Query");
        let units: f64 = site.wire().take().iter().filter(is_write).map(|sent| sent.units).sum();
        assert!((units - expected).abs() < 0.1, "{}: {units}", person.email);
    }
}

/// The minute's round finds a reminder. Of its requests, those that name the form, mailbox or address are the reminder's.
#[tokio::test]
async fn a_reminder_takes_three_round_trips() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    site.open_mail(&marie).await;
    let forms = site.tables().items_of("Pledges", "S#").await;
    let form = forms[0]["pk"]["S"].as_str().expect("a key").to_owned();
    let mailboxes = site.tables().items_of("Pledges", "A#").await;
    let mailbox = mailboxes[0]["pk"]["S"].as_str().expect("a key").to_owned();
    drop(site.wire().take());
    site.advance(TWO_DAYS).await;
    let calls = site.wire().take();
    let names = |sent: &&wire::Sent| {
        let body = sent.body.to_string();
        body.contains(&mailbox) || (body.contains(&form) && sent.operation == "UpdateItem")
    };
    let operations: Vec<_> = calls.iter().filter(names).map(|sent| sent.operation.as_str()).collect();
    assert_eq!(operations, ["BatchGetItem", "PutItem", "UpdateItem"]);
    assert_eq!(site.open_mail(&marie).await.kind(), "reminder");
}

/// Invariant 11: what is owed is sent. The stream keeps a record for 24 hours, so that after 30 hours without the mailer only
/// the table tells what is owed.
#[tokio::test]
async fn a_mailer_that_was_away_for_thirty_hours_finds_every_mail_afterwards() {
    let site = TestSite::start().await;
    let (ana, paul, zoe) = (Person::new("Ana"), Person::new("Paul"), Person::new("Zoe"));
    site.sign(&ana).await;
    let asked = site.open_mail(&ana).await;
    let (pauls, zoes) = (site.pledge(&paul).await.token(), site.pledge(&zoe).await.token());
    let office = site.sign_in(FIRST_ADMIN).await;
    site.pause_mail();
    let crowd: Vec<_> = (0..12).map(|number| Person::new(&format!("Marie{number}"))).collect();
    for person in &crowd {
        site.sign(person).await;
    }
    site.confirm(&asked).await;
    site.try_withdraw(&pauls).await.expect(200);
    let letter = [("token", zoes.as_str()), ("text", "Please lead."), ("to", "member")];
    site.send(Outgoing::form(&format!("/en/letter/{}/send", OTTAWA_CENTRE.1), &letter)).await.expect(200);
    let others = [("leo@ccr.example.org", "partner_welcome"), ("ida@example.org", "invited"), (ASKING, "partner_ask")];
    site.keep_private(others.map(|(email, _)| email.to_owned()));
    office.post("/organizer/en/partners/ccr/contacts", &[("email", others[0].0)]).await.expect(303);
    office.post("/organizer/en/team", &[("email", others[1].0), ("role", "viewer")]).await.expect(303);
    let website = ("website", "https://river.example.org");
    let asks = [("name_en", "River Town"), ("name_fr", "Ville-Rivière"), website, ("email", ASKING)];
    site.post_from_our_pages("/partner/en/ask", &asks).await.expect(303);

    site.advance_clock(30 * 3600);
    site.resume_mail();
    for person in crowd.iter().chain([&ana, &paul]) {
        assert!(site.open_mails(person).await.is_empty(), "the stream has forgotten them");
    }
    site.advance(0).await;
    let mut links = Vec::new();
    for person in &crowd {
        links.push(site.open_mail(person).await);
    }
    assert_eq!(kinds(&links), ["confirm"; 12]);
    assert_eq!(site.open_mail(&ana).await.kind(), "confirmed");
    assert_eq!(site.open_mail(&paul).await.kind(), "withdrawn");
    let member = tests::address_of_member(OTTAWA_CENTRE.1).expect("an address");
    assert_eq!(site.open_mails_to(&member).await.len(), 1);
    let mut asked_for_partner = None;
    for (email, kind) in others {
        let mut mails = site.open_mails_to(email).await;
        assert_eq!(kinds(&mails), [kind], "{email}");
        asked_for_partner = mails.pop();
    }
    let asked_for_partner = asked_for_partner.expect("the link of the organization");
    for _ in 0..3 {
        site.advance(30).await;
        for person in crowd.iter().chain([&ana, &paul]) {
            assert!(site.open_mails(person).await.is_empty(), "each mail comes once");
        }
    }
    assert_eq!(site.confirm(&links[0]).await.status, "confirmed");
    site.open_mail(&crowd[0]).await;
    site.advance_clock(64 * 3600);
    site.get(asked_for_partner.path()).await.expect(200);
    site.advance_clock(3600);
    site.get(asked_for_partner.path()).await.expect(410);
}

/// While mails are slow, the page that people look at mentions it. It is the same for everybody.
#[tokio::test]
async fn the_page_says_how_slow_mails_are() {
    let one_a_day = BTreeMap::from([("MailsPerDay".to_owned(), "1".to_owned())]);
    let site = TestSite::open(Setup { parameters: one_a_day, ..Setup::default() }).await;
    let (marie, paul) = (Person::new("Marie"), Person::new("Paul"));
    let page = async |lang: &str| site.get(&format!("/{lang}/check-your-mail")).await.expect(200).text;
    assert!(!page("en").await.contains("slow today"));
    for person in [&marie, &paul] {
        site.sign(person).await;
    }
    site.leave_mail();
    site.advance(8).await;
    assert!(page("en").await.contains("about 6 minutes ago"), "two minutes are the stream's");
    let told = site.get(site.try_sign_page(&Person::new("Ana")).await.leads_to()).await.expect(200).text;
    assert!(told.contains("name=\"code\""), "a code comes in time: {told}");
    site.advance(3 * 60).await;
    assert!(page("en").await.contains("about 3 hours ago"));
    assert!(page("fr").await.contains("environ 3 heures"));
    let told = site.get(site.try_sign_page(&Person::new("Zoé")).await.leads_to()).await.expect(200).text;
    assert!(
        told.contains("press the button in it") && !told.contains("name=\"code\""),
        "a code would come too late: {told}"
    );
    for _ in 0..14 * 24 {
        site.advance(60).await;
    }
    assert!(!page("en").await.contains("slow today"));
}

/// Invariant 9: never two within ten minutes, whoever asks; a mail that had to wait is sent when its time has come.
#[tokio::test]
async fn a_second_mail_waits_until_ten_minutes_have_passed() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    site.open_mail(&marie).await;
    site.advance(3).await;
    let mut jean = Person::new("Jean").at_the_address_of(&marie);
    jean.email = jean.email.to_uppercase();
    site.sign(&jean).await;
    for _ in 0..6 {
        site.advance(1).await;
        assert!(site.open_mails(&jean).await.is_empty(), "it waits");
    }
    site.advance(1).await;
    assert_eq!(site.open_mail(&jean).await.kind(), "confirm");
}

/// Invariant 9: who sends the form twice in a row has a link already, and needs no second mail for it.
#[tokio::test]
async fn who_sends_the_form_twice_in_a_row_has_one_link_that_works() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    site.advance(30).await;
    assert!(site.open_mails(&marie).await.is_empty());
    assert_eq!(site.confirm(&asked).await.total, 1);
    site.open_mail(&marie).await;
}

/// Invariant 9 holds for every sender and for any time.
#[tokio::test]
async fn an_address_that_is_signed_again_and_again_gets_at_most_five_mails() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let mut received = Vec::new();
    for _ in 0..12 {
        site.sign(&marie).await;
        received.extend(site.open_mails(&marie).await);
        site.advance(11).await;
        received.extend(site.open_mails(&marie).await);
    }
    assert_eq!(kinds(&received), ["confirm"; 4], "one is left for the thanks");
    site.confirm(received.last().unwrap()).await;
    assert_eq!(site.open_mail(&marie).await.kind(), "confirmed");
    for _ in 0..3 {
        site.advance(11).await;
        site.sign(&marie).await;
        assert!(site.open_mails(&marie).await.is_empty(), "that was the fifth");
    }
    assert_eq!(site.tally().await.total, 1);
}

/// Invariant 9: an address is charged for the mails that it got, and nobody is thanked again for another's sake.
#[tokio::test]
async fn a_couple_is_asked_and_thanked_once_each() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.pledge(&marie).await;
    site.advance(10).await;
    site.pledge(&Person::new("Jean").at_the_address_of(&marie)).await;
    site.settle().await;
    let addresses = site.tables().items_of("Pledges", "A#").await;
    let charged: Vec<_> = addresses.iter().filter_map(|item| item["sent"]["L"].as_array()).map(Vec::len).collect();
    assert_eq!(charged, [4]);
}

/// Invariant 9: the mails go to one address; another's are not used up by it.
#[tokio::test]
async fn someone_signs_with_anothers_address_and_the_other_is_not_harmed() {
    let site = TestSite::start().await;
    let victim = Person::new("Marie");
    let stranger = Person::new("Mallory").at_the_address_of(&victim);
    site.sign(&stranger).await;
    let unwanted = site.open_mail(&victim).await;
    assert_eq!(site.tally().await.total, 0, "nobody clicked, nobody is counted");
    assert!(unwanted.text().contains(campaign().organization.postal_address(Locale::En)), "it says who writes");
    site.advance(10).await;
    site.pledge(&victim).await;
    assert_eq!(site.tally().await.total, 1);
}

/// Invariant 4: somebody who is counted already learns it from the mail, and nowhere else.
#[tokio::test]
async fn who_is_counted_already_gets_a_link_to_their_pledge_instead() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.pledge(&marie).await;
    site.advance(10).await;
    site.sign(&marie).await;
    let mail = site.open_mail(&marie).await;
    assert_eq!(mail.kind(), "already_counted");
    assert!(site.get(mail.path()).await.expect(200).text.contains(&marie.last_name));
    assert_eq!(site.tally().await.total, 1);
}

/// Invariant 6, and Canada's anti-spam law: every mail, in both languages, names its sender, their address, and the way
/// to stop.
#[tokio::test]
async fn every_mail_says_who_writes_in_the_language_of_the_signer() {
    let site = TestSite::start().await;
    let organization = campaign().organization;
    let mut subjects = Vec::new();
    for person in [Person::new("Marie"), Person::new("Émilie").in_french()] {
        let address = organization.postal_address(person.locale.parse().unwrap());
        site.sign(&person).await;
        let asked = site.open_mail(&person).await;
        site.advance(TWO_DAYS).await;
        let reminded = site.open_mail(&person).await;
        site.confirm(&asked).await;
        let thanks = site.open_mail(&person).await;
        // The mailbox has had three mails by now, and the last ask is left to another person's form.
        site.advance_days(14).await;
        site.sign(&person).await;
        let already = site.open_mail(&person).await;
        site.withdraw(&thanks).await;
        let farewell = site.open_mail(&person).await;
        let mails = [asked, reminded, thanks, already, farewell];
        assert_eq!(kinds(&mails), ["confirm", "reminder", "confirmed", "already_counted", "withdrawn"]);
        for mail in &mails {
            assert_eq!(mail.locale(), person.locale);
            assert!(mail.html().contains(&format!("lang=\"{}", person.locale)), "{}", mail.kind());
            assert!(
                mail.text().contains(address) && mail.text().contains(&organization.contact_email),
                "{}",
                mail.kind()
            );
            assert!(!mail.text().contains("{$") && !mail.html().contains("{$"), "{}", mail.kind());
            let own = mail.links().iter().filter(|link| link.contains("/en") || link.contains("/fr"));
            for link in own.filter(|link| link.starts_with(site.url())) {
                assert!(link.contains(&format!("/{}", person.locale)), "{}: {link}", mail.kind());
            }
        }
        subjects.push(mails.map(|mail| mail.subject().to_owned()));
    }
    for (english, french) in subjects[0].iter().zip(&subjects[1]) {
        assert_ne!(english, french);
    }
}

/// Invariant 6: no English is left on any French mail, and no French on any English one.
#[tokio::test]
async fn no_word_of_the_other_language_is_left_on_a_mail() {
    let site = TestSite::start().await;
    let mut texts = Vec::new();
    for person in [Person::new("Marie").wanting_updates(), Person::new("Émilie").in_french().wanting_updates()] {
        site.sign(&person).await;
        let mut mails = site.open_mails(&person).await;
        site.advance(TWO_DAYS).await;
        mails.extend(site.open_mails(&person).await);
        site.confirm_as(&mails[0], &person).await;
        let thanks = site.open_mail(&person).await;
        site.advance_days(14).await;
        site.sign(&person).await;
        mails.extend(site.open_mails(&person).await);
        site.withdraw(&thanks).await;
        mails.extend(site.open_mails(&person).await);
        mails.push(thanks);
        assert_eq!(mails.len(), 5);
        let text: Vec<_> = mails.iter().map(|mail| format!("{} {}", mail.subject(), mail.text())).collect();
        let text = text.join(" ").to_lowercase();
        texts.push(text.split_whitespace().filter(|word| !word.contains("://")).collect::<Vec<_>>().join(" "));
    }
    let words = |text: &str| -> std::collections::BTreeSet<String> {
        text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 2).map(str::to_owned).collect()
    };
    let [english, french] = [words(&texts[0]), words(&texts[1])];
    for word in ["the", "you", "your", "and", "this", "with", "pledge", "thank", "hello", "counted", "stop"] {
        assert!(english.contains(word) && !french.contains(word), "{word} on a French mail");
    }
    for word in ["vous", "votre", "cette", "est", "les", "une", "appui", "merci", "bonjour", "compte"] {
        assert!(french.contains(word) && !english.contains(word), "{word} on an English mail");
    }
}

/// Invariant 9: one reminder, two days after the first mail, with the same link, and never for who confirmed.
#[tokio::test]
async fn who_has_not_confirmed_after_two_days_is_reminded_once() {
    let site = TestSite::start().await;
    let (marie, paul) = (Person::new("Marie").in_french(), Person::new("Paul"));
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    site.pledge(&paul).await;
    site.advance(TWO_DAYS - 1).await;
    assert!(site.open_mails(&marie).await.is_empty(), "not before");
    site.advance(1).await;
    let reminded = site.open_mail(&marie).await;
    assert_eq!((reminded.kind(), reminded.link()), ("reminder", asked.link()));
    for _ in 0..3 {
        site.advance(TWO_DAYS).await;
        assert!(site.open_mails(&marie).await.is_empty(), "once");
    }
    assert_eq!(site.confirm(&reminded).await.total, 2);
    site.open_mail(&marie).await;
    let owed = site.tables().items("Pledges").await.into_iter().filter(|item| item.contains_key("owed_at"));
    assert_eq!(owed.count(), 0, "nothing is owed any more");
}

/// Invariant 9: a reminder is one of the five, and thanks are never crowded out.
#[tokio::test]
async fn an_address_that_had_its_asks_is_not_reminded() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    for _ in 0..4 {
        site.sign(&marie).await;
        assert_eq!(site.open_mail(&marie).await.kind(), "confirm");
        site.advance(11).await;
    }
    site.advance(TWO_DAYS).await;
    assert!(site.open_mails(&marie).await.is_empty());
}

/// Invariant 5: unconfirmed for 14 days: gone, reminder and all.
#[tokio::test]
async fn a_form_that_nobody_confirms_is_gone_after_fourteen_days() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    site.open_mail(&marie).await;
    site.advance(TWO_DAYS + 1).await;
    let reminded = site.open_mail(&marie).await;
    site.advance_days(11).await;
    assert_eq!(site.tables().items_of("Pledges", "S#").await.len(), 1);
    site.advance_days(1).await;
    let left = serde_json::json!(site.tables().items("Pledges").await).to_string();
    assert!(!left.contains(&marie.last_name) && !left.contains(&marie.email), "nothing of her is left");
    assert!(site.tables().items_of("Pledges", "S#").await.is_empty());
    site.get(reminded.path()).await.expect(410);
    assert_eq!(site.tally().await.total, 0);
}

/// Mailed links work for their fourteen days after the form closed, so a reminder of one does too.
#[tokio::test]
async fn who_signed_on_the_last_day_is_reminded_and_counted() {
    let setup = tests::Setup {
        starts_at: campaign().closes_at.saturating_add(jiff::SignedDuration::from_hours(-1)).unwrap(),
        ..tests::Setup::default()
    };
    let site = TestSite::open(setup).await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    site.open_mail(&marie).await;
    site.advance(TWO_DAYS).await;
    let reminded = site.open_mail(&marie).await;
    assert_eq!(site.confirm(&reminded).await.total, 1);
    site.open_mail(&marie).await;
}

/// Nobody writes any more to somebody who complained, or has no mailbox; and their pledge's page shows it.
#[tokio::test]
async fn after_a_complaint_no_mail_and_no_news_go_there_and_the_pledge_stays() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie").wanting_updates();
    let thanks = site.pledge(&marie).await;
    site.provider_tells(&thanks, "complained").await;
    let page = site.get(thanks.path()).await.expect(200).text;
    assert!(page.contains("No message goes to your address any more"), "{page}");
    let kept = site.get(&format!("/en/my-pledge/download?token={}", thanks.token())).await.expect(200).json();
    assert_eq!((&kept["consents"]["updates"], &kept["mail"]["stopped_for"]), (&false.into(), &"complained".into()));
    for _ in 0..3 {
        site.advance(11).await;
        site.sign(&marie).await;
    }
    site.withdraw(&thanks).await;
    site.advance(TWO_DAYS).await;
    assert!(site.open_mails(&marie).await.is_empty(), "neither asks nor a reminder nor a farewell");
    assert_eq!(site.tally().await.total, 0, "the link withdrew all the same");
    let left = serde_json::json!(site.tables().items("Pledges").await).to_string();
    assert!(!left.contains(&marie.email) && !left.contains(&marie.last_name), "{left}");
}

#[tokio::test]
async fn an_address_that_bounced_is_not_asked_again_and_another_is() {
    let site = TestSite::start().await;
    let (marie, paul) = (Person::new("Marie"), Person::new("Paul"));
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    site.provider_tells(&asked, "bounced").await;
    site.advance(TWO_DAYS).await;
    site.sign(&marie).await;
    site.sign(&paul).await;
    assert!(site.open_mails(&marie).await.is_empty());
    site.open_mail(&paul).await;
}

/// Invariant 5: the links of mails hold a token and nothing else of anybody.
#[tokio::test]
async fn links_hold_nothing_personal() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let mail = site.open_mail(&marie).await;
    for link in mail.links() {
        let link = link.to_lowercase();
        for value in marie.private_values() {
            assert!(!link.contains(&value.to_lowercase()), "{link}");
        }
    }
    let payload = mail.token();
    let payload = payload.split('.').nth(1).expect("a JWT has three parts");
    let claims = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, payload).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
    let names: Vec<_> = claims.as_object().unwrap().keys().collect();
    assert_eq!(names, ["aud", "exp", "jti", "mbx", "sub"], "ids, never data");
}
