//! What is mailed, how often, and to whom

use tests::{Mail, Person, TestSite, campaign};

fn kinds(mails: &[Mail]) -> Vec<&str> {
    mails.iter().map(Mail::kind).collect()
}

/// Invariant 9: never two within ten minutes, whoever asks; what had to wait is sent when its time has come.
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

/// Invariant 9: whoever asks, and however long.
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

/// Invariant 9: what an address was charged for is what it got, and nobody is thanked again for another's sake.
#[tokio::test]
async fn a_couple_is_asked_and_thanked_once_each() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.pledge(&marie).await;
    site.advance(10).await;
    site.pledge(&Person::new("Jean").at_the_address_of(&marie)).await;
    site.settle().await;
    let addresses = site.tables().items_of("Pledges", "A#").await;
    let charged: Vec<_> = addresses.iter().map(|item| item["mails"]["N"].as_str()).collect();
    assert_eq!(charged, [Some("4")]);
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
    assert!(unwanted.text().contains(&campaign().organization.postal_address), "it says who writes");
    site.advance(10).await;
    site.pledge(&victim).await;
    assert_eq!(site.tally().await.total, 1);
}

/// Invariant 4: who is counted already is told so in the mail, and nowhere else.
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

/// Invariant 6, and Canada's anti-spam law: every mail in both languages says who writes, from where, and how to stop.
#[tokio::test]
async fn every_mail_says_who_writes_in_the_language_of_the_signer() {
    let site = TestSite::start().await;
    let organization = campaign().organization;
    let mut subjects = Vec::new();
    for person in [Person::new("Marie"), Person::new("Émilie").in_french()] {
        site.sign(&person).await;
        let asked = site.open_mail(&person).await;
        site.confirm(&asked).await;
        let thanks = site.open_mail(&person).await;
        site.advance(10).await;
        site.sign(&person).await;
        let already = site.open_mail(&person).await;
        site.withdraw(&thanks).await;
        let farewell = site.open_mail(&person).await;
        let mails = [asked, thanks, already, farewell];
        assert_eq!(kinds(&mails), ["confirm", "confirmed", "already_counted", "withdrawn"]);
        for mail in &mails {
            assert_eq!(mail.locale(), person.locale);
            assert!(mail.html().contains(&format!("lang=\"{}", person.locale)), "{}", mail.kind());
            assert!(
                mail.text().contains(&organization.postal_address) && mail.text().contains(&organization.contact_email),
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
    assert_eq!(names, ["aud", "exp", "jti", "sub"], "ids, never data");
}
