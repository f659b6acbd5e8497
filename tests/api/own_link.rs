//! `GET /{lang}?via=`: a signer's own link, and the number of people who signed through it

use serde_json::json;
use tests::{Mail, Outgoing, Person, TestSite};

/// The code in the own link that a signer's page shows.
async fn own_link(site: &TestSite, thanks: &Mail) -> String {
    let page = site.get(thanks.path()).await.expect(200).page();
    let link = page.all("a").find(|a| a.get("class") == "share").unwrap().get("href").to_owned();
    link.split_once("via=").unwrap().1.to_owned()
}

async fn says(site: &TestSite, thanks: &Mail, sentence: &str) -> bool {
    site.get(thanks.path()).await.expect(200).text.contains(sentence)
}

#[tokio::test]
async fn three_people_who_join_are_told_as_a_number_two_days_later_and_never_before() {
    let site = TestSite::start().await;
    let marie = site.pledge(&Person::new("Marie")).await;
    let code = own_link(&site, &marie).await;
    assert_eq!(code.len(), 12);
    // By the link in the mail, by JSON, and by the code, from the form of the page that the link opens.
    site.pledge(&Person::new("Paul").invited_by(&code)).await;
    let jean = Person::new("Jean").invited_by(&code);
    site.try_sign_page(&jean).await.expect(303);
    let asked = site.open_mail(&jean).await;
    let fields = site.get(asked.path()).await.expect(200).page().form("/en/confirm");
    assert!(fields.iter().any(|(name, _)| name == "via"), "{fields:?}");
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for _ in 0..2 {
        site.send(Outgoing::form("/en/confirm", &fields)).await.expect(303);
    }
    site.open_mail(&jean).await;
    let lise = Person::new("Lise").invited_by(&code);
    let sent = site.try_sign_page(&lise).await.expect(303);
    let draft = sent.leads_to().split_once("draft=").unwrap().1.to_owned();
    let asked = site.open_mail(&lise).await;
    let by_code = [("draft", draft.as_str()), ("code", asked.code().unwrap())];
    site.send(Outgoing::form("/en/check-your-mail", &by_code)).await.expect(303);
    site.open_mail(&lise).await;

    let none = "From 3 people on, you can read here how many signed through your link.";
    assert!(says(&site, &marie, none).await);
    site.advance_clock(24 * 60 * 60);
    assert!(says(&site, &marie, none).await, "not the next day");
    site.advance_clock(24 * 60 * 60);
    assert!(says(&site, &marie, "At least 3 people have signed through your link.").await);
    let french = site.get(&marie.path().replace("/en/", "/fr/")).await.expect(200);
    assert!(french.text.contains("Au moins 3 personnes ont signé grâce à votre lien."));
    let thanked = site.get(&asked.path().replace("/confirm?", "/thank-you?")).await.expect(200);
    assert!(thanked.text.contains(none), "Lise has a link of her own");
}

/// Somebody who sends their link to one or two people must not learn whether these signed.
#[tokio::test]
async fn two_people_who_join_are_not_told() {
    let site = TestSite::start().await;
    let marie = site.pledge(&Person::new("Marie")).await;
    let before = site.get(marie.path()).await.expect(200).text;
    let code = own_link(&site, &marie).await;
    for name in ["Paul", "Jean"] {
        site.pledge(&Person::new(name).invited_by(&code)).await;
    }
    site.advance_clock(3 * 24 * 60 * 60);
    assert_eq!(site.get(marie.path()).await.expect(200).text, before);
}

#[tokio::test]
async fn the_form_asks_whoever_comes_by_an_own_link_and_a_box_without_its_tick_counts_nobody() {
    let site = TestSite::start().await;
    let marie = site.pledge(&Person::new("Marie")).await;
    let code = own_link(&site, &marie).await;
    site.counter().await;
    let opened = site.get(&format!("/en?riding=35079&via={code}")).await.expect(200);
    assert!(opened.header("cache-control").starts_with("public, max-age=2"));
    let page = opened.page();
    let asked = page.id("field-via");
    assert_eq!((asked.get("type"), asked.get("value"), asked.has("checked")), ("checkbox", code.as_str(), true));
    assert!(opened.text.contains(&format!("href=\"/fr?via={code}&#38;riding=35079\"")), "the language switch keeps it");
    let led = site.get(&format!("/?via={code}")).await.expect(303);
    assert!(led.leads_to().ends_with(&format!("?via={code}")));
    for made_up in ["made up", "AAAAAAAAAAAAAAAA", "%3Cscript%3E"] {
        let page = site.get(&format!("/en?via={}", made_up.replace(' ', "+"))).await.expect(200);
        assert!(page.page().find("field-via").is_none() && !page.text.contains(made_up), "{made_up}");
    }

    let paul = Person::new("Paul").invited_by(&code);
    site.sign(&paul).await;
    let mail = site.open_mail(&paul).await;
    let fields = site.get(mail.path()).await.expect(200).page().form("/en/confirm");
    let unticked = fields.iter().filter(|(name, _)| name != "via");
    let unticked: Vec<_> = unticked.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    site.send(Outgoing::form("/en/confirm", &unticked)).await.expect(303);
    site.open_mail(&paul).await;
    assert_eq!(site.tables().items_of("Pledges", "U#").await.len(), 0, "looking counted nobody, and neither did he");

    let wrong = Person { email: "nowhere".to_owned(), ..Person::new("Ana").invited_by(&code) };
    let kept = site.try_sign_page(&wrong).await.expect(422).page();
    assert_eq!(kept.id("field-via").get("value"), code, "an error keeps it");
}

#[tokio::test]
async fn a_code_that_is_nobodys_credits_nobody_and_the_form_works() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Marie")).await;
    let code = own_link(&site, &thanks).await;
    site.pledge(&Person::new("Paul").invited_by(&code)).await;
    assert_eq!(site.tables().items_of("Pledges", "U#").await.len(), 1);
    site.withdraw(&thanks).await;
    site.leave_mail();
    assert_eq!(site.tables().items_of("Pledges", "U#").await.len(), 0, "a withdrawal erases it");
    for invited in [code.as_str(), "AAAAAAAAAAAA", "no code", ""] {
        site.pledge(&Person::new("Jean").invited_by(invited)).await;
    }
    assert_eq!(site.tally().await.total, 5);
    // Marie comes back, with a link of another code and nothing counted for it.
    let again = site.pledge(&Person::new("Marie")).await;
    assert_ne!(own_link(&site, &again).await, code);

    let wrong = json!({ "first_name": "Marie", "email": "marie@example.org", "country": "FR", "via": 3 });
    let answer = site.send(Outgoing::json("/v1/pledges", &wrong)).await.expect(422);
    assert!(answer.text.contains("\"via\""), "{}", answer.text);
}
