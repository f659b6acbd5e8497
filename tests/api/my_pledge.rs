//! `/{lang}/my-pledge`: see, download, move, change consents

use serde_json::{Value, json};
use tests::{Home, Mail, OTTAWA_CENTRE, Outgoing, Person, ROSEMONT, TestSite};

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
    for answer in futures::future::join_all(moves).await {
        assert!(matches!(answer.status.as_u16(), 303 | 503), "{}", answer.status);
    }
    assert_eq!(site.tally().await.total, 1);
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

/// Invariant 3
#[tokio::test]
async fn looking_changes_nothing() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Marie")).await;
    let before = site.tables().items("Pledges").await;
    for path in ["my-pledge", "my-pledge/download", "my-pledge/withdraw", "my-pledge/riding", "my-pledge/consents"] {
        for lang in ["en", "fr"] {
            site.get(&format!("/{lang}/{path}?token={}&updates=on&country=PT", thanks.token())).await;
        }
    }
    assert_eq!(site.tables().items("Pledges").await, before);
    assert_eq!(site.tally().await.total, 1);
}
