//! `POST /organizer/{lang}/sign-in` under attack: nobody keeps an organizer out, and nobody floods their mailbox.

use serde_json::Value;
use tests::{Answer, FIRST_ADMIN, Mail, Outgoing, SOURCE, TestSite};

const STRANGER: &str = "192.0.2.7";
const OFFICE: &str = "198.51.100.7";

fn request() -> Outgoing {
    Outgoing::form("/organizer/en/sign-in", &[("email", FIRST_ADMIN)])
}

async fn ask(site: &TestSite, network: &str) -> Answer {
    site.send(request().header("origin", site.url()).header(SOURCE, network)).await.expect(303)
}

/// Returns the mails with a link that a request causes.
async fn mails_for(site: &TestSite, network: &str) -> Vec<Mail> {
    ask(site, network).await;
    site.open_mails_to(FIRST_ADMIN).await
}

async fn comes_in(site: &TestSite, token: &str, network: &str) -> Answer {
    let form = Outgoing::form("/organizer/en/open", &[("token", token)]);
    site.send(form.header("origin", site.url()).header(SOURCE, network)).await
}

/// Invariant 19.
/// Eight requests of a stranger used up the five links that an organizer had in an hour.
#[tokio::test]
async fn eight_requests_of_a_stranger_leave_the_office_open() {
    let site = TestSite::start().await;
    site.keep_private([FIRST_ADMIN.to_owned()]);
    for _ in 0..8 {
        ask(&site, STRANGER).await;
    }
    let caused = site.open_mails_to(FIRST_ADMIN).await;
    assert_eq!(caused.len(), 1, "the others come within two minutes of a link that works");
    let mails = mails_for(&site, OFFICE).await;
    assert_eq!(mails.len(), 1, "a network that has not asked yet is mailed at once");
    assert_eq!(comes_in(&site, &mails[0].token(), OFFICE).await.leads_to(), "/organizer/en");
}

#[tokio::test]
async fn a_flood_from_many_networks_leaves_a_link_that_works_in_the_mailbox() {
    let site = TestSite::start().await;
    site.keep_private([FIRST_ADMIN.to_owned()]);
    let mut mails = Vec::new();
    for number in 0..30 {
        mails.extend(mails_for(&site, &format!("203.0.{number}.7")).await);
    }
    assert_eq!(mails.len(), 12, "the ceiling of an hour");
    assert_eq!(mails_for(&site, OFFICE).await.len(), 0, "the mailbox has a link that works");
    let latest = mails.last().expect("mails came").token();
    assert!(comes_in(&site, &latest, OFFICE).await.headers.contains_key("set-cookie"));
    // The link is used up and the ceiling reached: after two minutes there is another one.
    site.advance(2).await;
    let mails = mails_for(&site, OFFICE).await;
    assert_eq!(mails.len(), 1);
    assert!(comes_in(&site, &mails[0].token(), OFFICE).await.headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn a_link_that_stands_is_mailed_again_and_still_works_once() {
    let site = TestSite::start().await;
    site.keep_private([FIRST_ADMIN.to_owned()]);
    let first = mails_for(&site, OFFICE).await;
    assert_eq!(mails_for(&site, OFFICE).await.len(), 0, "the same network waits for two minutes");
    site.advance(2).await;
    let again = mails_for(&site, OFFICE).await;
    assert_eq!((first.len(), again.len()), (1, 1));
    assert_eq!(first[0].token(), again[0].token(), "it is the same link");
    assert_eq!(site.tables().items_of("Pledges", "I#").await.len(), 1, "and one request stands behind it");
    comes_in(&site, &first[0].token(), OFFICE).await.expect(303);
    comes_in(&site, &again[0].token(), OFFICE).await.expect(410);
}

#[tokio::test]
async fn a_network_has_five_mails_an_hour_and_a_followed_link_gives_them_back() {
    let site = TestSite::start().await;
    site.keep_private([FIRST_ADMIN.to_owned()]);
    let mut token = String::new();
    for _ in 0..5 {
        let mails = mails_for(&site, OFFICE).await;
        assert_eq!(mails.len(), 1);
        token = mails[0].token();
        site.advance(2).await;
    }
    assert_eq!(mails_for(&site, OFFICE).await.len(), 0, "the share of this network is used up, and a link stands");
    assert_eq!(mails_for(&site, "203.0.113.7").await.len(), 1, "another network has its own");
    comes_in(&site, &token, OFFICE).await.expect(303);
    assert_eq!(mails_for(&site, OFFICE).await.len(), 1, "the share is whole again");
}

#[tokio::test]
async fn whoever_shares_a_network_with_an_attacker_waits_for_no_hour() {
    let site = TestSite::start().await;
    site.keep_private([FIRST_ADMIN.to_owned()]);
    let mut mails = Vec::new();
    for _ in 0..30 {
        mails.extend(mails_for(&site, STRANGER).await);
        let token = mails.last().expect("the first request is answered").token();
        let page = Outgoing::get(&format!("/organizer/en/open?token={token}"));
        site.send(page).await.expect(200);
        site.advance(2).await;
    }
    assert!(mails.len() <= 10, "{} mails came in an hour", mails.len());
}

#[tokio::test]
async fn a_request_that_no_page_of_ours_sent_is_refused_before_anything_is_counted() {
    let site = TestSite::start().await;
    site.keep_private([FIRST_ADMIN.to_owned()]);
    let ours = site.url().to_owned();
    let from = |headers: &[(&str, &str)]| {
        let request = request().header(SOURCE, STRANGER);
        headers.iter().fold(request, |request, (name, value)| request.header(name, value))
    };
    for headers in [
        &[][..],
        &[("origin", "null")],
        &[("origin", "https://evil.example")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "none")],
        &[("origin", &ours), ("sec-fetch-site", "cross-site")],
        &[("origin", &ours), ("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")],
    ] {
        // More often than the network may ask at all.
        for _ in 0..3 {
            site.send(from(headers)).await.expect(403);
        }
    }
    assert_eq!(site.tables().items_of("Pledges", "I#").await.len(), 0, "nothing was written");
    assert_eq!(site.open_mails_to(FIRST_ADMIN).await.len(), 0);
    // Twenty of these would be too many, had the refused ones been counted.
    site.send(from(&[("sec-fetch-site", "same-origin")])).await.expect(303);
    site.send(from(&[("origin", &ours), ("sec-fetch-site", "same-origin")])).await.expect(303);
    assert_eq!(site.open_mails_to(FIRST_ADMIN).await.len(), 1);
}

#[tokio::test]
async fn what_is_kept_of_a_network_is_a_code() {
    let site = TestSite::start().await;
    site.keep_private([FIRST_ADMIN.to_owned()]);
    site.pause_mail();
    ask(&site, STRANGER).await;
    let asked = site.tables().items_of("Pledges", "I#").await;
    assert_eq!(asked.len(), 1);
    let code = asked[0]["network"]["S"].as_str().expect("a code of the network").to_owned();
    site.resume_mail();
    let token = site.open_mails_to(FIRST_ADMIN).await[0].token();
    let kept = async || Value::from(site.tables().items_of("Office", "O#").await.remove(0)).to_string();
    assert!(kept().await.contains(&code), "an organizer's mails are counted by it");
    assert!(!kept().await.contains("192.0.2"));
    comes_in(&site, &token, STRANGER).await.expect(303);
    assert!(!kept().await.contains(&code), "who came in is counted no longer");
}
