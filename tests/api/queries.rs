//! Addresses as people and programs write them: a parameter twice, with tracking added, in both languages, in a frame.

use tests::{Answer, FIRST_ADMIN, OTTAWA_CENTRE, Outgoing, Person, TestSite};

/// The parameters that newsletters and networks add to links, some of them twice and with two values.
const TRACKING: &str = "utm_source=mail&utm_source=share&utm_medium=a&fbclid=1&fbclid=2&gclid=&mc_cid=x&mc_cid=y";

/// Writes each parameter of a path twice, then as an empty one, and adds tracking.
fn doubled(path: &str) -> String {
    let (place, query) = path.split_once('?').unwrap();
    let twice: Vec<_> = query.split('&').chain(query.split('&')).collect();
    let empty: Vec<_> = query.split('&').map(|pair| format!("{}=", pair.split('=').next().unwrap())).collect();
    format!("{place}?{}&{}&{TRACKING}", twice.join("&"), empty.join("&"))
}

/// Gives every parameter of a path a second value.
fn contradicted(path: &str) -> String {
    let query = path.split_once('?').unwrap().1;
    let other: Vec<_> = query.split('&').map(|pair| format!("{}=other", pair.split('=').next().unwrap())).collect();
    format!("{path}&{}", other.join("&"))
}

#[track_caller]
fn frames(answer: &Answer, path: &str) -> bool {
    let policy = answer.header("content-security-policy");
    let may = policy.ends_with("; frame-ancestors *");
    assert_eq!(may, !answer.headers.contains_key("x-frame-options"), "{path}: both headers agree");
    assert!(may || policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
    may
}

#[tokio::test]
async fn a_parameter_twice_with_one_value_is_read_once() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie").brought_by("ccr").wanting_updates();
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    let confirm = asked.path().to_owned();
    assert!(site.get(&doubled(&confirm)).await.expect(200).text.contains("Marie"));
    site.confirm(&asked).await;
    let thanks = site.open_mail(&marie).await;
    let token = thanks.token();
    let embedded = format!("{}/en", site.url().trim_end_matches('/')).replace(':', "%3A").replace('/', "%2F");
    let paths = [
        "/?partner=ccr&riding=35079".to_owned(),
        "/fr?partner=ccr&riding=35079".to_owned(),
        "/fr/poster?riding=35079&partner=ccr".to_owned(),
        "/en/partners?partner=ccr&theme=dark&riding=35079".to_owned(),
        "/fr/ridings?province=QC&sort=name&q=Laval".to_owned(),
        "/embed/counter?lang=fr&theme=dark&riding=35079&partner=ccr&compact=1".to_owned(),
        "/embed/counter.svg?lang=fr&theme=dark&riding=35079".to_owned(),
        "/embed/form?lang=fr&theme=dark&partner=ccr".to_owned(),
        format!("/oembed?url={embedded}&format=json&maxwidth=300&maxheight=200"),
        "/v1/counter?partner=ccr".to_owned(),
        "/v1/history?since=2026-11-23&riding=35079".to_owned(),
        "/v1/ridings?postal_code=K1R7S8".to_owned(),
        format!("/fr/letter/{}?letter=en", OTTAWA_CENTRE.1),
        format!("/fr/letter/{}?token={token}", OTTAWA_CENTRE.1),
        "/fr/check-your-mail?embed=1&theme=dark&partner=ccr".to_owned(),
        "/fr/withdrawn?at=1700000000".to_owned(),
        "/organizer/fr/sign-in?over=1".to_owned(),
        thanks.path().to_owned(),
        format!("/fr/my-pledge?token={token}"),
        format!("/fr/my-pledge/download?token={token}"),
        asked.not_me_path().unwrap().to_owned(),
    ];
    for path in &paths {
        let (plain, twice) = (site.get(path).await, site.get(&doubled(path)).await);
        assert_eq!(twice.status, plain.status, "{path}");
        assert!(!plain.status.is_client_error() && !plain.status.is_server_error(), "{path}: {}", plain.status);
        assert!(twice.text == plain.text, "{path} is answered differently");
        assert_eq!(frames(&twice, path), frames(&plain, path), "{path}");
    }
}

#[tokio::test]
async fn organizers_may_send_a_parameter_twice_too() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    for path in [
        "/organizer/fr/log?before=2026-11-30T00:00:00Z",
        "/organizer/en?province=ON&sort=count",
        "/v1/organizer/tally.json?province=ON&lang=fr",
        "/v1/organizer/tally.csv?province=ON&lang=fr",
    ] {
        assert_eq!(
            office.get(&doubled(path)).await.expect(200).text,
            office.get(path).await.expect(200).text,
            "{path}"
        );
    }
    let report = office.get(&doubled("/v1/organizer/report.pdf?riding=35079&lang=fr&paper=a4")).await.expect(303);
    assert_eq!(site.get(report.leads_to()).await.expect(200).header("content-type"), "application/pdf");
}

/// Two values for one thing are a question that nobody can answer: 400, in the page's language, in a frame where the page
/// may stand in one.
#[tokio::test]
async fn two_values_are_refused_in_the_pages_language_and_in_its_frame() {
    let site = TestSite::start().await;
    for (path, lang, framed) in [
        ("/embed/counter?lang=fr&theme=dark&partner=ccr&riding=35079", "fr", true),
        ("/embed/counter?theme=dark", "en", true),
        ("/embed/form?lang=fr&theme=dark&partner=ccr", "fr", true),
        ("/fr/check-your-mail?embed=1&theme=dark&partner=ccr", "fr", true),
        ("/en/check-your-mail?embed=1&theme=dark", "en", true),
        ("/fr/check-your-mail?theme=dark&partner=ccr", "fr", false),
        ("/fr?partner=ccr", "fr", false),
        ("/en/poster?riding=35079", "en", false),
        ("/fr/my-pledge?embed=1&token=a", "fr", false),
        ("/fr/confirm?embed=1&token=a", "fr", false),
    ] {
        let wrong = contradicted(path);
        for accepts in ["en", "fr"] {
            let answer = site.send(Outgoing::get(&wrong).header("accept-language", accepts)).await.expect(400);
            assert_eq!(answer.page().language(), lang, "{wrong}");
            assert_eq!(frames(&answer, &wrong), framed, "{wrong}");
            assert_eq!(answer.header("cache-control"), "no-store", "{wrong}");
            if framed {
                let page = answer.page();
                assert_eq!(page.first("html").get("data-theme"), "dark", "{wrong}");
                assert!(page.all("header").next().is_none() && page.all("footer").next().is_none(), "{wrong}");
                let leads = page.all("a").find(|a| a.get("href").starts_with('/')).unwrap();
                assert!(leads.get("target") == "_blank" || leads.get("href").starts_with("/embed/form"), "{wrong}");
            }
        }
    }
    let image = site.get("/embed/counter.svg?lang=fr&riding=35079&riding=35080").await.expect(400);
    assert_eq!(image.problem(), "address_unreadable");
    assert!(image.text.contains("adresse"), "{}", image.text);
}

/// Other answers of a frame's address are as framable as the page itself: another method, and a slash too many.
#[tokio::test]
async fn whatever_a_frames_address_answers_may_stand_in_the_frame() {
    let site = TestSite::start().await;
    for path in ["/embed/counter?lang=fr", "/embed/form?lang=fr&theme=dark"] {
        let refused = site.send(Outgoing::form(path, &[])).await.expect(405);
        assert!(frames(&refused, path), "{path}");
        assert_eq!(refused.page().language(), "fr");
        let (place, query) = path.split_once('?').unwrap();
        let led = site.get(&format!("{place}/?{query}")).await.expect(308);
        assert_eq!(led.header("location"), path);
        assert!(frames(&led, path), "{path}");
    }
    assert!(!frames(&site.get("/embed/nothing").await.expect(404), "nothing"));
}
