//! `GET /{lang}/thank-you`: the riding's rank, and one next step at a time

use tests::{Person, ROSEMONT, TestSite};

/// Signs and confirms for somebody, and returns the path of the page that thanks them.
async fn thanked(site: &TestSite, person: &Person) -> String {
    site.sign(person).await;
    let asked = site.open_mail(person).await;
    site.confirm(&asked).await;
    site.open_mail(person).await;
    asked.path().replace("/confirm?", "/thank-you?")
}

#[tokio::test]
async fn it_tells_rank_and_what_would_move_the_riding_up_and_stays_true() {
    let site = TestSite::start().await;
    for name in ["Lise", "Luc"] {
        site.pledge(&Person::new(name).living_at(ROSEMONT.0)).await;
    }
    let path = thanked(&site, &Person::new("Marie")).await;
    let page = site.get(&path).await.expect(200).text;
    for said in ["You are the first to sign in Ottawa Centre", "3 people have signed", "2 of 343", "1 of 122"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(page.contains("2 more people, and Ottawa Centre passes Rosemont\u{2060}—La Petite-Patrie."), "{page}");

    thanked(&site, &Person::new("Paul")).await;
    site.advance_clock(3);
    let page = site.get(&path).await.expect(200).text;
    assert!(page.contains("You are one of 2 in Ottawa Centre") && page.contains("tied with 1 other"), "{page}");
    assert!(page.contains("No riding has more yet. One more person, and it leads alone."));

    let french = thanked(&site, &Person::new("Zoé").in_french()).await;
    let page = site.get(&french).await.expect(200).text;
    assert!(page.contains("Vous êtes 3 à avoir signé dans Ottawa-Centre") && page.contains("1 sur 343"), "{page}");
    assert!(page.contains("Plus que dans toute autre circonscription."));
}

#[tokio::test]
async fn those_abroad_have_no_rank_and_every_step_but_a_riding() {
    let site = TestSite::start().await;
    let path = thanked(&site, &Person::new("Ana").abroad("PT")).await;
    let answer = site.get(&path).await.expect(200);
    assert!(!answer.text.contains("of 343") && answer.text.contains("first Canadian abroad"));
    let page = answer.page();
    assert!(page.all("a").any(|a| a.get("href") == "/en/letter?from=abroad"));
    assert!(page.all("a").any(|a| a.get("href").starts_with("/en/poster?via=")));
    assert!(page.all("a").any(|a| a.text.starts_with(&format!("{}/en?via=", site.url()))));
}

#[tokio::test]
async fn sharing_comes_first_and_open_then_the_letter_then_the_poster_and_one_button_is_the_main_one() {
    let site = TestSite::start().await;
    let path = thanked(&site, &Person::new("Marie").brought_by("ccr")).await;
    let page = site.get(&path).await.expect(200).page();
    let headings: Vec<_> = page.all("h2").chain(page.all("h3")).map(|heading| heading.text.as_str()).collect();
    let expected = ["Invite someone", "What you can do next", "Write to your Member of Parliament", "Hang up a poster"];
    assert_eq!(headings, expected);
    let folded: Vec<_> = page.all("details").map(|part| (part.get("class"), part.has("open"))).collect();
    assert_eq!(folded, [("aside more", false), ("step", true), ("step", false)]);
    let main: Vec<_> = page.all("a").chain(page.all("button")).filter(|tag| tag.get("class") == "button").collect();
    assert_eq!(main.iter().map(|tag| tag.text.as_str()).collect::<Vec<_>>(), ["Read the letter"]);
    let letter = page.all("a").find(|a| a.get("href").starts_with("/en/letter/35079?token=")).unwrap();
    let manage = page.all("a").find(|a| a.get("href").contains("/my-pledge?token=")).unwrap();
    assert_eq!(letter.get("href").split("token=").last(), manage.get("href").split("token=").last());
    let poster = page.all("a").find(|a| a.get("href").starts_with("/en/poster")).unwrap().get("href").to_owned();
    assert!(poster.starts_with("/en/poster?riding=35079&partner=ccr&via="), "{poster}");
    site.get(&poster).await.expect(200);
}

#[tokio::test]
async fn ones_own_link_says_which_riding_and_never_who() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie").brought_by("ccr");
    let path = thanked(&site, &marie).await;
    let page = site.get(&path).await.expect(200).page();
    let own = page.all("a").find(|a| a.get("class") == "share").unwrap().get("href").to_owned();
    let (address, code) = own.split_once("&via=").unwrap();
    assert_eq!((address, code.len()), (format!("{}/en?riding=35079&partner=ccr", site.url()).as_str(), 12));
    let places: Vec<_> = page.all("a").filter(|a| a.get("rel") == "noopener noreferrer").cloned().collect();
    let names: Vec<_> = places.iter().map(|place| place.text.as_str()).collect();
    assert_eq!(names, ["Text message", "WhatsApp", "Email", "Facebook", "X", "Bluesky"]);
    for place in &places {
        let href = place.get("href");
        assert!(["https://", "mailto:?", "sms:?&body="].iter().any(|start| href.starts_with(start)), "{href}");
        assert!(href.contains(&format!("riding%3D35079%26partner%3Dccr%26via%3D{code}")), "{href}");
        for private in ["token", &marie.last_name, "example.org", "K2P"] {
            assert!(!href.contains(private), "{href}");
        }
    }
    site.counter().await;
    let invited = site.get("/en?riding=35079&partner=ccr").await.expect(200);
    assert!(invited.text.contains("Someone in Ottawa Centre invites you: 1 person has signed there."));
    assert!(invited.header("cache-control").starts_with("public, max-age=2"));
    assert!(invited.page().form("/en/pledges").contains(&("partner".to_owned(), "ccr".to_owned())));
    assert!(invited.text.contains("href=\"/fr?partner=ccr&#38;riding=35079\""), "the language switch keeps it");
    let unknown = site.get("/en?riding=99999").await.expect(200);
    assert!(!unknown.text.contains("invites you") && !unknown.text.contains("99999"));
}

/// Our own page makes the link to a server that only its user knows, without scripts and with `form-action 'self'`.
#[tokio::test]
async fn somebody_shares_at_their_own_server_of_mastodon() {
    let site = TestSite::start().await;
    let path = thanked(&site, &Person::new("Marie")).await;
    let page = site.get(&format!("{path}&server=https%3A%2F%2FMastodon.Quebec%2F%40marie")).await.expect(200).page();
    let link = page.all("a").find(|a| a.text == "Share on mastodon.quebec").unwrap();
    assert!(link.get("href").starts_with("https://mastodon.quebec/share?text="), "{link:?}");
    assert!(!link.get("href").contains("token"));
    let wrong = site.get(&format!("{path}&server=no%20server")).await.expect(200).page();
    assert_eq!(wrong.id("field-server").get("value"), "no server");
    assert_eq!(wrong.id("field-server").get("aria-invalid"), "true");
    assert!(!wrong.id("error-server").text.is_empty());
    assert!(wrong.first("details").has("open"), "the part that somebody is at stays open");
}
