//! `POST /v1/pledges/withdraw`, `POST /{lang}/my-pledge/withdraw`

use serde_json::json;
use tests::{OTTAWA_CENTRE, Outgoing, Person, TestSite};

/// Returns everything that the tables hold, as one text.
async fn everything(site: &TestSite) -> String {
    let tables = site.tables();
    let all = [tables.items("Pledges").await, tables.items("Tally").await, tables.items("Office").await];
    json!(all).to_string().to_lowercase()
}

#[track_caller]
fn assert_holds_nothing_of(stored: &str, person: &Person) {
    for value in person.private_values() {
        assert!(!stored.contains(&value.to_lowercase()), "{value} is still stored: {stored}");
    }
}

/// Invariant 5: a withdrawal erases at once.
#[tokio::test]
async fn who_withdraws_is_no_longer_counted_and_nothing_of_them_is_left() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie").wanting_updates().saying("Let zqpeople in.").brought_by("ccr");
    let thanks = site.pledge(&marie).await;
    site.advance(10).await;
    // A second form of the same person, still unconfirmed, goes as well.
    site.sign(&marie).await;
    site.open_mails(&marie).await;

    site.withdraw(&thanks).await;
    let farewell = site.open_mail(&marie).await;
    assert_eq!(farewell.kind(), "withdrawn");
    assert_eq!(site.tally().await.total, 0);
    assert_holds_nothing_of(&everything(&site).await, &marie);
    site.get(thanks.path()).await.expect(410);
}

/// Invariant 5: the tables of counts never hold anything of anybody, and a counted person's items name their place.
#[tokio::test]
async fn the_tally_holds_numbers_only() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie").saying("Let zqpeople in.");
    site.pledge(&marie).await;
    let tally = json!(site.tables().items("Tally").await).to_string().to_lowercase();
    assert_holds_nothing_of(&tally, &marie);
    let stored = everything(&site).await;
    assert!(stored.contains(&marie.email), "the look for it would find it");
}

#[tokio::test]
async fn withdrawing_twice_is_fine_and_tells_the_same() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let thanks = site.pledge(&marie).await;
    site.withdraw(&thanks).await;
    site.withdraw(&thanks).await;
    site.open_mail(&marie).await;
    site.withdraw(&thanks).await;
    assert_eq!(site.tally().await.total, 0);
}

/// Invariants 1 and 2: two hundred withdrawals at once take away one.
#[tokio::test]
async fn many_withdrawals_at_once_take_one_away() {
    let site = TestSite::start().await;
    let (marie, paul) = (Person::new("Marie"), Person::new("Paul"));
    site.pledge(&paul).await;
    let thanks = site.pledge(&marie).await;
    futures::future::join_all((0..200).map(|_| site.withdraw(&thanks))).await;
    site.open_mail(&marie).await;
    assert_eq!(site.tally().await.total, 1);
}

#[tokio::test]
async fn the_old_confirm_link_is_dead_after_a_withdrawal() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    site.confirm(&asked).await;
    let thanks = site.open_mail(&marie).await;
    site.withdraw(&thanks).await;
    assert_eq!(site.try_confirm(&asked.token()).await.expect(410).problem(), "pledge_gone");
    site.open_mail(&marie).await;
    assert_eq!(site.try_confirm(&asked.token()).await.expect(410).problem(), "pledge_gone");
    site.get(asked.path()).await.expect(410);
    assert_eq!(site.tally().await.total, 0);
}

/// Invariant 5: with somebody goes every form that their address still has open, and every link to one.
#[tokio::test]
async fn the_other_links_of_the_address_are_dead_as_well() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let first = site.open_mail(&marie).await;
    site.advance(10).await;
    site.sign(&marie).await;
    let second = site.open_mail(&marie).await;
    assert_eq!((first.kind(), second.kind()), ("confirm", "confirm"));
    site.confirm(&first).await;
    let thanks = site.open_mail(&marie).await;
    site.withdraw(&thanks).await;
    site.open_mail(&marie).await;
    for link in [first, second] {
        assert_eq!(site.try_confirm(&link.token()).await.expect(410).problem(), "pledge_gone");
    }
    assert_eq!(site.tally().await.total, 0);
    assert_holds_nothing_of(&everything(&site).await, &marie);
}

/// A withdrawal right after the confirmation, before the mailer came by, is no different.
#[tokio::test]
async fn a_withdrawal_in_the_same_breath_leaves_no_way_back() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    let confirmed = site.confirm(&asked).await;
    let (_, token) = confirmed.manage_url.split_once("token=").unwrap();
    site.try_withdraw(token).await.expect(200);
    assert_eq!(site.try_confirm(&asked.token()).await.expect(410).problem(), "pledge_gone");
    site.open_mails(&marie).await;
    assert_eq!(site.tally().await.total, 0);
    assert_holds_nothing_of(&everything(&site).await, &marie);
}

#[tokio::test]
async fn who_withdrew_may_sign_again_and_counts_again() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let thanks = site.pledge(&marie).await;
    site.withdraw(&thanks).await;
    site.open_mail(&marie).await;
    assert_eq!(site.tally().await.total, 0);
    site.advance(10).await;
    site.pledge(&marie).await;
    assert_eq!(site.tally().await.total, 1);
    // Five mails are the most of one address, and that was the fifth: leaving again is possible, only quieter.
    site.withdraw(&thanks).await;
    assert_eq!(site.tally().await.total, 1, "the old link was for the pledge that is gone");
}

#[tokio::test]
async fn the_page_withdraws_without_scripts() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie").in_french();
    let thanks = site.pledge(&marie).await;
    let form = site.get(thanks.path()).await.expect(200).page().form("/my-pledge/withdraw");
    let fields: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let gone = site.send(Outgoing::form("/fr/my-pledge/withdraw", &fields)).await;
    let receipt = gone.leads_to();
    assert_eq!(receipt, format!("/fr/withdrawn?at={}", site.now().as_second()));
    let page = site.get(receipt).await.expect(200);
    assert_eq!(page.page().language(), "fr");
    assert!(page.text.contains("Cette page vous sert de reçu"), "{}", page.text);
    for made_up in ["/fr/withdrawn", "/fr/withdrawn?at=x", "/fr/withdrawn?at=0", "/fr/withdrawn?at=99999999999"] {
        assert!(!site.get(made_up).await.expect(200).text.contains("sert de reçu"), "{made_up} is no receipt");
    }
    let link = site.get(thanks.path()).await.expect(410);
    assert!(link.text.contains("plus d’appui derrière ce lien"), "the link says that it is gone");
    assert!(site.tables().items_of("Pledges", "P#").await.is_empty(), "nothing is kept");
    assert_eq!(site.open_mail(&marie).await.locale(), "fr");
    assert_eq!(site.tally().await.total, 0);
}

/// Invariant 1: the second of a household stays counted and in charge when the first leaves, and makes room for one more.
#[tokio::test]
async fn when_the_first_of_a_household_leaves_the_second_stays() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let jean = Person::new("Jean").at_the_address_of(&marie);
    let first = site.pledge(&marie).await;
    site.advance(10).await;
    let second = site.pledge(&jean).await;
    site.withdraw(&first).await;
    site.open_mails(&marie).await;
    assert_eq!(site.tally().await.at(OTTAWA_CENTRE.1), 1);
    assert!(site.get(second.path()).await.expect(200).text.contains(&jean.last_name));
    let stored = everything(&site).await;
    assert!(!stored.contains(&marie.last_name.to_lowercase()), "nothing of the first is left");

    site.withdraw(&second).await;
    site.open_mails(&jean).await;
    assert_eq!(site.tally().await.total, 0);
}

#[tokio::test]
async fn only_a_whole_manage_token_withdraws() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let thanks = site.pledge(&marie).await;
    let token = thanks.token();
    for bad in [&token[1..], &token[..token.len() - 4], "x"] {
        assert_eq!(site.try_withdraw(bad).await.expect(400).problem(), "link_invalid");
    }
    assert_eq!(site.try_withdraw("").await.expect(422).problem(), "token_missing");
    assert_eq!(site.tally().await.total, 1);
}
