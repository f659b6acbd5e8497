//! `/{lang}/my-pledge`: see, download, correct, move, change consents; and `/{lang}/updates/stop`

use serde_json::{Value, json};
use tests::{Home, Mail, OTTAWA_CENTRE, Outgoing, Person, ROSEMONT, SOURCE, Setup, TestSite};

fn rosemont() -> Home {
    Home::Canada { postal_code: ROSEMONT.0.to_owned(), riding: None }
}

async fn downloaded(site: &TestSite, thanks: &Mail) -> Value {
    let answer = site.get(&format!("/en/my-pledge/download?token={}", thanks.token())).await.expect(200);
    assert!(answer.header("content-disposition").starts_with("attachment"));
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.json()
}

#[tokio::test]
async fn a_signer_sees_what_is_kept_of_them_in_their_language() {
    let site = TestSite::start().await;
    for (person, lang, riding) in
        [(Person::new("Marie"), "en", "Ottawa Centre"), (Person::new("Émilie").in_french(), "fr", "Ottawa-Centre")]
    {
        let thanks = site.pledge(&person).await;
        let page = site.get(thanks.path()).await.expect(200);
        assert_eq!(page.page().language(), lang);
        for shown in [&person.first_name, &person.last_name, &person.email, riding] {
            assert!(page.text.contains(shown), "{shown} is shown");
        }
        assert_eq!(page.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn a_signer_takes_everything_home_that_is_kept_of_them() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie").wanting_updates().brought_by("ccr").saying("Let zqpeople in.");
    let thanks = site.pledge(&marie).await;
    let kept = downloaded(&site, &thanks).await;
    assert_eq!(kept["first_name"], marie.first_name);
    assert_eq!(kept["last_name"], marie.last_name);
    assert_eq!(kept["email"], marie.email);
    assert_eq!(kept["postal_code"], OTTAWA_CENTRE.0);
    assert_eq!(kept["riding"]["code"], OTTAWA_CENTRE.1);
    assert_eq!(kept["comment"], "Let zqpeople in.");
    assert_eq!(kept["consents"]["updates"], true);
    assert_eq!(kept["consents"]["wording"], tests::campaign().consent_wording);
    assert_eq!(kept["partner"], "ccr");
    assert_eq!((&kept["mail"]["sent"], &kept["mail"]["stopped_for"]), (&json!(2), &Value::Null));
    let stored = site.tables().items_of("Pledges", "P#").await.pop().unwrap();
    let marks = &kept["marks"];
    assert!(stored["pk"]["S"].as_str().unwrap().ends_with(marks["address_code"].as_str().unwrap()));
    assert_eq!(
        (&marks["form"], &marks["counter"].to_string().into()),
        (&stored["submission"]["S"], &stored["shard"]["N"])
    );
    // The key of a signature on paper in that name. Somebody who takes names one after another would get the key of each.
    let person = stored["person"]["S"].as_str().unwrap();
    assert!(!kept.to_string().contains(person), "the download has the code of name and postal code");
}

#[tokio::test]
async fn the_page_shows_everything_that_is_kept_and_when_news_were_agreed_to() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie").wanting_updates().brought_by("ccr").saying("Let zqpeople in.");
    let thanks = site.pledge(&marie).await;
    let page = site.get(thanks.path()).await.expect(200).text;
    let wording = format!("(wording {})", tests::campaign().consent_wording);
    for shown in [
        OTTAWA_CENTRE.0,
        "found by your postal code",
        "Let zqpeople in.",
        "Canadian Council for Refugees",
        "English",
        "Yes, by email, since",
        &wording,
        "Form sent on",
        "Counted on",
        &format!("/en/letter/{}?token={}", OTTAWA_CENTRE.1, thanks.token()),
    ] {
        assert!(page.contains(shown), "{shown} is shown");
    }
    let abroad = Person::new("Paul").abroad("PT");
    let page = site.get(site.pledge(&abroad).await.path()).await.expect(200).text;
    assert!(page.contains("Portugal") && !page.contains("/en/letter/"), "abroad there is nobody to write to");
}

async fn correct_name(site: &TestSite, lang: &str, token: &str, first: &str, last: &str) -> tests::Answer {
    site.keep_private([first, last].map(str::to_owned));
    let fields = [("token", token), ("first_name", first), ("last_name", last)];
    site.send(Outgoing::form(&format!("/{lang}/my-pledge/name"), &fields)).await
}

#[tokio::test]
async fn a_misspelt_name_is_corrected_and_nobody_is_counted_anew() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let thanks = site.pledge(&marie).await;
    let answer = correct_name(&site, "en", &thanks.token(), " Zqmaría ", "Zqpérez").await;
    assert!(answer.leads_to().starts_with("/en/my-pledge?token="));
    let kept = downloaded(&site, &thanks).await;
    assert_eq!((&kept["first_name"], &kept["last_name"]), (&json!("Zqmaría"), &json!("Zqpérez")));
    assert_eq!(kept["postal_code"], OTTAWA_CENTRE.0);
    assert_eq!(site.tally().await.total, 1);
}

#[tokio::test]
async fn a_name_that_cannot_be_is_told_beside_its_field_and_stays_typed() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Émilie").in_french()).await;
    let page = correct_name(&site, "fr", &thanks.token(), "zq.example.org", "<Roy>").await.expect(422).page();
    assert_eq!(page.id("field-first_name").get("value"), "zq.example.org");
    assert!(page.id("field-first_name").get("aria-describedby").contains("error-first_name"));
    assert!(page.id("error-first_name").text.contains("adresse Web"));
    assert!(page.id("error-last_name").text.contains("Servez-vous de lettres"));
    let page = correct_name(&site, "fr", &thanks.token(), " ", "").await.expect(422).page();
    assert!(page.id("error-first_name").text.contains("Entrez votre prénom, votre nom ou les deux"));
    assert_eq!(downloaded(&site, &thanks).await["first_name"], "Émilie");
}

/// Invariant 1: two people at one address have different names.
#[tokio::test]
async fn one_of_a_couple_cannot_take_the_others_name() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let thanks = site.pledge(&marie).await;
    site.advance(10).await;
    let jean = Person::new("Jean").at_the_address_of(&marie);
    site.pledge(&jean).await;
    let refused = correct_name(&site, "en", &thanks.token(), &jean.first_name.to_uppercase(), &jean.last_name).await;
    let page = refused.expect(422).page();
    assert!(page.id("error-first_name").text.contains("The other person at your address"));
    assert_eq!(downloaded(&site, &thanks).await["first_name"], marie.first_name);
    assert_eq!(site.tally().await.total, 2);
}

/// RFC 8058: no cookie, no Origin, the token in the address; and no redirect comes back.
#[tokio::test]
async fn a_mail_program_stops_the_news_by_one_click_and_the_pledge_stays() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Marie").wanting_updates()).await;
    let stop = thanks.stop_updates_path().expect("she agreed to news").to_owned();
    site.get(&stop).await.expect(200);
    assert_eq!(downloaded(&site, &thanks).await["consents"]["updates"], true, "looking stops nothing");
    for _ in 0..2 {
        let click = Outgoing::form(&stop, &[("List-Unsubscribe", "One-Click")]);
        let answer = site.send(click).await.expect(200);
        assert!(answer.text.contains("No more news"), "{}", answer.text);
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    assert_eq!(
        downloaded(&site, &thanks).await["consents"],
        json!({ "updates": false, "wording": null, "since": null })
    );
    let multipart = "--x\r\ncontent-disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    let click = Outgoing::new(http::Method::POST, &stop).header("content-type", "multipart/form-data; boundary=x");
    site.send(click.body(multipart)).await.expect(200);
    assert_eq!(site.tally().await.total, 1);
}

#[tokio::test]
async fn the_news_stop_by_a_pages_button_in_either_language() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Émilie").in_french().wanting_updates()).await;
    let stop = thanks.stop_updates_path().expect("she agreed to news").to_owned();
    assert!(stop.starts_with("/fr/updates/stop?token="));
    let page = site.get(&stop).await.expect(200).text;
    assert!(page.contains("Je ne veux plus de nouvelles") && !page.contains("Émilie"), "it says nothing of anybody");
    let token = stop.split_once("token=").unwrap().1;
    let pressed = site.send(Outgoing::form("/fr/updates/stop", &[("token", token)])).await.expect(200);
    assert!(pressed.text.contains("Vous ne recevrez plus de nouvelles"));
    assert_eq!(downloaded(&site, &thanks).await["consents"]["updates"], false);
}

/// Invariant 15.
/// The sender of the news holds that link. It opens and does nothing else, and no other link does what it does.
#[tokio::test]
async fn a_link_that_stops_news_opens_no_pledge_and_no_other_link_stops_news() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie").wanting_updates();
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    site.confirm_as(&asked, &marie).await;
    let thanks = site.open_mail(&marie).await;
    let stop = thanks.stop_updates_path().expect("she agreed to news").split_once("token=").unwrap().1.to_owned();
    for path in ["/en/my-pledge", "/en/my-pledge/download", "/en/confirm", "/en/thank-you"] {
        site.get(&format!("{path}?token={stop}")).await.expect(400);
    }
    site.try_withdraw(&stop).await.expect(400);
    site.try_confirm(&stop).await.expect(400);
    for path in ["name", "riding", "consents", "withdraw"] {
        site.send(Outgoing::form(&format!("/en/my-pledge/{path}"), &[("token", &stop)])).await.expect(400);
    }
    for wrong in [asked.token(), thanks.token(), "x".to_owned()] {
        site.send(Outgoing::form(&format!("/en/updates/stop?token={wrong}"), &[])).await.expect(400);
        site.get(&format!("/en/updates/stop?token={wrong}")).await.expect(400);
    }
    site.send(Outgoing::form("/en/updates/stop", &[])).await.expect(422);
    assert_eq!(downloaded(&site, &thanks).await["consents"]["updates"], true);
}

#[tokio::test]
async fn who_withdrew_is_told_that_no_news_come() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie").wanting_updates();
    let thanks = site.pledge(&marie).await;
    let stop = thanks.stop_updates_path().expect("she agreed to news").to_owned();
    site.withdraw(&thanks).await;
    site.open_mail(&marie).await;
    site.send(Outgoing::form(&stop, &[("List-Unsubscribe", "One-Click")])).await.expect(200);
    assert_eq!(site.tally().await.total, 0);
}

#[tokio::test]
async fn who_lost_their_link_is_told_how_to_get_it_again() {
    let site = TestSite::start().await;
    let contact = tests::campaign().organization.contact_email;
    for (path, status, words) in [
        ("/en/my-pledge", 422, "Lost the link to your pledge?"),
        ("/fr/my-pledge?token=abc", 400, "Vous avez perdu le lien"),
    ] {
        let page = site.get(path).await.expect(status).text;
        assert!(page.contains(words) && page.contains(&contact) && page.contains("#sign"), "{page}");
    }
}

/// The counts of the ridings are final once the campaign is over; a person may leave them, but not change sides.
#[tokio::test]
async fn after_the_campaign_nobody_moves_to_another_riding_and_whoever_wants_still_withdraws() {
    let starts_at = tests::campaign().closes_at - jiff::SignedDuration::from_hours(1);
    let site = TestSite::open(Setup { starts_at, ..Setup::default() }).await;
    let marie = Person::new("Marie");
    let thanks = site.pledge(&marie).await;
    let moves = async || {
        let page = site.get(thanks.path()).await.expect(200).page();
        page.all("form").any(|form| form.get("action") == "/en/my-pledge/riding")
    };
    assert!(moves().await);
    site.move_to(&thanks, &rosemont()).await;
    site.advance(60).await;
    assert!(!moves().await);
    let home = Home::Canada { postal_code: OTTAWA_CENTRE.0.to_owned(), riding: None };
    let refused = site.try_move(&thanks.token(), &home).await.expect(403);
    assert_eq!(refused.page().first("h1").text, "The campaign is over");
    let tally = site.tally().await;
    assert_eq!((tally.total, tally.at(OTTAWA_CENTRE.1), tally.at(ROSEMONT.1)), (1, 0, 1));
    site.withdraw(&thanks).await;
    site.open_mail(&marie).await;
    assert_eq!(site.tally().await.total, 0);
}

/// Nobody tries many names, to learn by the count which of them signed on paper.
#[tokio::test]
async fn five_changes_of_name_and_home_go_through_in_a_day() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let thanks = site.pledge(&marie).await;
    let names = ["Zqanne", "Zqbrigitte", "Zqclaire", "Zqdenise"];
    for name in names {
        correct_name(&site, "en", &thanks.token(), name, "Zqroy").await.expect(303);
    }
    // The same once more changes nothing, and is not counted.
    correct_name(&site, "en", &thanks.token(), "Zqdenise", "Zqroy").await.expect(303);
    site.move_to(&thanks, &rosemont()).await;
    let refused = correct_name(&site, "fr", &thanks.token(), "Zqelise", "Zqroy").await.expect(422);
    let contact = tests::campaign().organization.contact_email;
    let said = format!("votre domicile 5 fois aujourd’hui. Réessayez demain, ou écrivez à {contact}");
    assert!(refused.text.contains(&said), "{}", refused.text);
    let home = Home::Canada { postal_code: OTTAWA_CENTRE.0.to_owned(), riding: None };
    let refused = site.try_move(&thanks.token(), &home).await.expect(422);
    let said = format!("your home 5 times today. Try again tomorrow, or write to {contact}");
    assert!(refused.text.contains(&said), "{}", refused.text);
    assert_eq!(site.tally().await.at(ROSEMONT.1), 1);
    site.advance_days(1).await;
    correct_name(&site, "en", &thanks.token(), "Zqelise", "Zqroy").await.expect(303);
    // The sentence on the page about privacy says two days.
    let counted = async || site.tables().items_of("Pledges", "K#time-to-lead#corrections:").await.len();
    assert!(counted().await > 0);
    site.advance(1).await;
    site.advance_days(2).await;
    assert_eq!(counted().await, 0);
}

#[tokio::test]
async fn changes_of_a_pledge_and_forms_use_up_one_share_of_a_network() {
    let parameters = [("SubmissionsPerNetwork".to_owned(), "1".to_owned())].into();
    let site = TestSite::open(Setup { parameters, ..Setup::default() }).await;
    let marie = Person::new("Marie");
    let token = site.pledge(&marie).await.token();
    site.keep_private(["Zqanne", "Zqroy"].map(str::to_owned));
    let name = [("token", token.as_str()), ("first_name", "Zqanne"), ("last_name", "Zqroy")];
    let renames = |from: &str| Outgoing::form("/en/my-pledge/name", &name).header(SOURCE, from);
    let home = [("token", token.as_str()), ("postal_code", ROSEMONT.0)];
    let moves = |from: &str| Outgoing::form("/en/my-pledge/riding", &home).header(SOURCE, from);
    site.send(renames("198.51.100.7")).await.expect(303);
    site.send(moves("198.51.100.8")).await.expect(429);
    site.send(moves("203.0.113.7")).await.expect(303);
    site.send(renames("203.0.113.8")).await.expect(429);
    let form = Outgoing::json("/v1/pledges", &marie.json()).header(SOURCE, "203.0.113.9");
    site.send(form).await.expect(429);
}

/// Invariant 2
#[tokio::test]
async fn who_moves_is_counted_where_they_live_now_and_nowhere_else() {
    let site = TestSite::start().await;
    let stays = Person::new("Paul");
    site.pledge(&stays).await;
    let marie = Person::new("Marie").brought_by("ccr");
    let thanks = site.pledge(&marie).await;
    site.move_to(&thanks, &rosemont()).await;
    let tally = site.tally().await;
    assert_eq!((tally.total, tally.at(OTTAWA_CENTRE.1), tally.at(ROSEMONT.1)), (2, 1, 1));
    assert_eq!(downloaded(&site, &thanks).await["postal_code"], ROSEMONT.0);

    site.move_to(&thanks, &rosemont()).await;
    site.move_to(&thanks, &Home::Abroad("PT".to_owned())).await;
    let tally = site.tally().await;
    assert_eq!((tally.total, tally.abroad, tally.at(ROSEMONT.1)), (2, 1, 0));
    assert_eq!(downloaded(&site, &thanks).await["postal_code"], Value::Null);
    site.move_to(&thanks, &rosemont()).await;
    assert_eq!(site.tally().await.at(ROSEMONT.1), 1);
    let counters = site.tables().items_of("Tally", "N#").await;
    let credit: i64 = counters.iter().filter_map(|item| item.get("p:ccr")?["N"].as_str()?.parse::<i64>().ok()).sum();
    assert_eq!(credit, 1, "the partner's credit moved along");
}

/// Invariant 2: twenty changes of one person at once end in one place.
#[tokio::test]
async fn moves_at_the_same_time_leave_one_person_in_one_place() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Marie")).await;
    let token = thanks.token();
    let homes = [
        rosemont(),
        Home::Abroad("PT".to_owned()),
        Home::Canada { postal_code: OTTAWA_CENTRE.0.to_owned(), riding: None },
    ];
    let moves = (0..20).map(|number| site.try_move(&token, &homes[number % homes.len()]));
    let answers = futures::future::join_all(moves).await;
    let made = answers.iter().filter(|answer| answer.status == 303).count();
    let busy = answers.iter().filter(|answer| answer.status == 503).count();
    assert!(made >= 1, "none of twenty moves was made");
    let often = answers.iter().filter(|answer| answer.status == 422).count();
    assert_eq!(made + busy + often, 20, "a move is made, asked to come again, or one of too many");
    assert_eq!(site.tally().await.total, 1);
    site.advance_days(1).await;
    site.move_to(&thanks, &rosemont()).await;
    let tally = site.tally().await;
    assert_eq!((tally.total, tally.at(ROSEMONT.1)), (1, 1));
}

#[tokio::test]
async fn a_move_to_an_unclear_place_is_asked_about_beside_the_field() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Marie")).await;
    let unclear = Home::Canada { postal_code: "K1A 0A6".to_owned(), riding: None };
    let asked = site.try_move(&thanks.token(), &unclear).await.expect(422);
    assert!(asked.text.contains("value=\"35081\""), "the ridings are offered");
    let page = site
        .try_move(&thanks.token(), &Home::Canada { postal_code: "K2P OA1".to_owned(), riding: None })
        .await
        .expect(422)
        .page();
    let input = page.id("field-postal_code");
    assert_eq!(input.get("value"), "K2P OA1");
    assert!(input.get("aria-describedby").contains("error-postal_code"));
    assert!(page.id("error-postal_code").text.contains("K2P 0A1"));
    assert_eq!(site.tally().await.at(OTTAWA_CENTRE.1), 1);
}

#[tokio::test]
async fn consent_to_news_is_given_and_taken_back() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Marie")).await;
    assert_eq!(
        downloaded(&site, &thanks).await["consents"],
        json!({ "updates": false, "wording": null, "since": null })
    );
    let token = thanks.token();
    let tick = Outgoing::form("/en/my-pledge/consents", &[("token", &token), ("updates", "on")]);
    assert!(site.send(tick).await.leads_to().starts_with("/en/my-pledge?token="));
    assert_eq!(downloaded(&site, &thanks).await["consents"]["updates"], true);
    site.send(Outgoing::form("/en/my-pledge/consents", &[("token", &token)])).await.expect(303);
    assert_eq!(downloaded(&site, &thanks).await["consents"]["updates"], false);
}
