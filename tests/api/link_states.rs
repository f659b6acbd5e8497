//! Links that no longer work: each page explains the state, and offers one next step

use tests::{Answer, Outgoing, Person, ROSEMONT, Setup, TestSite, campaign};

/// Returns the heading, and the target of the one button.
#[track_caller]
fn told(answer: &Answer) -> (String, String) {
    assert_eq!(answer.header("cache-control"), "no-store");
    let page = answer.page();
    let mut buttons = page.all("a").filter(|a| a.get("class").contains("button"));
    let next = buttons.next().expect("there is something to do next").get("href").to_owned();
    assert!(buttons.next().is_none(), "one thing, not several");
    (page.first("h1").text.clone(), next)
}

fn told_of(heading: &str, next: &str) -> (String, String) {
    (heading.to_owned(), next.to_owned())
}

#[tokio::test]
async fn an_expired_link_leads_to_the_form_and_after_the_campaign_to_the_numbers() {
    let day = jiff::SignedDuration::from_hours(24);
    for (starts_at, next) in [(Setup::default().starts_at, "/en"), (campaign().closes_at - day, "/en/ridings")] {
        let site = TestSite::open(Setup { starts_at, ..Setup::default() }).await;
        let marie = Person::new("Marie");
        site.sign(&marie).await;
        let mail = site.open_mail(&marie).await;
        site.advance(14 * 24 * 60).await;
        assert_eq!(told(&site.get(mail.path()).await.expect(410)), told_of("This link has expired", next));
        let pressed = site.send(Outgoing::form("/en/confirm", &[("token", &mail.token())])).await.expect(410);
        assert_eq!(told(&pressed), told_of("This link has expired", next));
    }
}

#[tokio::test]
async fn a_cut_or_forged_link_leads_to_the_form() {
    let site = TestSite::start().await;
    for (path, status) in [("/en/confirm?token=x", 400), ("/en/confirm", 422), ("/en/thank-you", 422)] {
        let answer = site.get(path).await.expect(status);
        assert_eq!(told(&answer), told_of("This link is not complete", "/en#sign"), "{path}");
    }
    let french = told(&site.get("/fr/confirm?token=x").await.expect(400));
    assert_eq!(french, told_of("Ce lien n’est pas complet", "/fr#sign"));
}

/// Invariant 6
#[tokio::test]
async fn an_address_that_cannot_be_read_is_told_in_its_own_language_or_the_browsers() {
    let site = TestSite::start().await;
    let (english, french) = (tests::UNREADABLE[0], tests::UNREADABLE[1]);
    let twice = "?token=a&token=b";
    for page in
        ["/confirm", "/thank-you", "/my-pledge", "/my-pledge/download", "/not-me", "/digest/stop", "/updates/stop"]
    {
        for (lang, words) in [("/en", english), ("/fr", french)] {
            let answer = site.get(&format!("{lang}{page}{twice}")).await.expect(400);
            assert_eq!(told(&answer), told_of(words, lang), "{lang}{page}");
        }
    }
    let answer = site.send(Outgoing::form(&format!("/fr/updates/stop{twice}"), &[])).await.expect(400);
    assert_eq!(told(&answer), told_of(french, "/fr"));
    let answer = site.get("/fr/check-your-mail?draft=a&draft=b").await.expect(400);
    assert_eq!(told(&answer), told_of(french, "/fr"));
    for (path, status, words) in [("/%FF/confirm", 400, french), ("/de/confirm", 404, "Cette page n’existe pas")] {
        let answer = site.send(Outgoing::get(path).header("accept-language", "fr-CA")).await.expect(status);
        assert_eq!(told(&answer), told_of(words, "/fr"), "{path}");
    }
}

#[tokio::test]
async fn a_withdrawn_pledges_link_leads_to_the_form_and_a_replaced_ones_says_that_one_is_counted() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let first = site.open_mail(&marie).await;
    site.confirm(&first).await;
    let thanks = site.open_mail(&marie).await;
    site.withdraw(&thanks).await;
    let answer = site.get(first.path()).await.expect(410);
    assert_eq!(told(&answer), told_of("There is no pledge behind this link", "/en"));
    let answer = site.get(thanks.path()).await.expect(410);
    assert_eq!(told(&answer), told_of("There is no pledge behind this link", "/en"));
    site.open_mail(&marie).await;

    site.advance(12).await;
    site.sign(&marie).await;
    let second = site.open_mail(&marie).await;
    site.confirm(&second).await;
    let replaced = told_of("This link has given way to a newer one", "/en/ridings");
    assert_eq!(told(&site.get(first.path()).await.expect(410)), replaced);
    let pressed = site.send(Outgoing::form("/en/confirm", &[("token", &first.token())])).await.expect(410);
    assert_eq!(told(&pressed), replaced);
    assert_eq!(
        site.try_confirm(&first.token()).await.expect(410).problem(),
        "pledge_gone",
        "programs are told as before"
    );
    site.leave_mail();
}

#[tokio::test]
async fn whoever_is_counted_already_is_shown_their_riding_and_how_to_change_it() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let first = site.open_mail(&marie).await;
    site.advance(12).await;
    site.sign(&marie).await;
    let second = site.open_mail(&marie).await;
    site.confirm(&first).await;
    site.open_mail(&marie).await;
    // The first link counted the newest form of the mailbox; the other form is the same person's.
    assert!(!site.get(second.path()).await.leads_to().ends_with("&again=1"));
    let shown = site.get(first.path()).await;
    let page = site.get(shown.leads_to()).await.expect(200);
    assert!(page.text.contains("You were already counted") && page.text.contains("Ottawa Centre"));
    let change =
        page.page().all("a").find(|a| a.get("href").ends_with("#change-riding")).unwrap().get("href").to_owned();
    let path = change.strip_prefix(site.url()).unwrap().trim_end_matches("#change-riding");
    assert!(site.get(path).await.expect(200).page().find("change-riding").is_some());
    assert_eq!(site.tally().await.total, 1);
}

#[tokio::test]
async fn a_third_person_is_sent_to_an_address_of_their_own() {
    let site = TestSite::start().await;
    let (marie, jean) = (Person::new("Marie"), Person::new("Jean").living_at(ROSEMONT.0));
    let jean = jean.at_the_address_of(&marie);
    site.sign(&jean).await;
    let mail = site.open_mail(&jean).await;
    site.advance(12).await;
    site.sign(&marie).await;
    let own = site.open_mail(&marie).await;
    site.confirm(&own).await;
    let page = site.get(mail.path()).await.expect(200).text;
    assert!(page.contains(&marie.last_name) && page.contains("Are you the same person?"), "{page}");
    let fields = [("token", mail.token()), ("who", "another".to_owned())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let answer = site.send(Outgoing::form("/en/confirm", &fields)).await.expect(409);
    assert_eq!(told(&answer), told_of("Someone else has signed with this address", "/en"));
    site.leave_mail();
}

#[tokio::test]
async fn after_the_campaign_the_form_says_so_and_leads_to_the_numbers() {
    let site = TestSite::open(Setup { starts_at: campaign().closes_at, ..Setup::default() }).await;
    let answer = site.try_sign_page(&Person::new("Marie")).await.expect(403);
    assert_eq!(told(&answer), told_of("The campaign is over", "/en/ridings"));
    assert!(answer.text.contains("Signing ended on September 21, 2027"), "{}", answer.text);
}
