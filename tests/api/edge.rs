//! The site behind its edge: the addresses that the cache serves, those that it never does, and the guard of the API.

use tempfile::tempdir;
use tests::{FIRST_ADMIN, OTTAWA_CENTRE, Origin, Outgoing, Person, SOURCE, TestSite};

use crate::campaign_desk::publish;
use crate::campaign_members::elect;

/// Addresses that must answer on a bad day.
const PUBLIC: [&str; 9] = [
    "/v1/counter",
    "/v1/tally",
    "/en",
    "/fr?partner=ccr",
    "/en/ridings",
    "/embed/counter?lang=fr",
    "/embed/counter.js",
    "/embed/counter.svg",
    "/embed/form",
];

#[tokio::test]
async fn ten_thousand_reads_of_the_counter_reach_the_functions_a_handful_of_times() {
    let folder = tempdir().unwrap();
    let site = TestSite::behind_an_edge(folder.path(), "yes", &[]).await;
    site.pledge(&Person::new("Marie")).await;
    site.advance_clock(3);
    // Ten seconds, in which ten thousand live counters ask once each.
    for reader in 0..10_000 {
        if reader % 1_000 == 0 {
            site.advance_clock(1);
        }
        let answer = site.get("/v1/counter").await.expect(200);
        assert_eq!(answer.json()["total"], 1);
    }
    let reached = site.edge().reached("GET /v1/counter");
    assert!((2..=6).contains(&reached), "{reached} requests");
    // The edge itself answers a reader who has the number already.
    let tag = site.get("/v1/counter").await.header("etag").to_owned();
    let known = site.send(Outgoing::get("/v1/counter").header("if-none-match", &tag)).await;
    assert_eq!((known.status.as_u16(), site.edge().reached("GET /v1/counter")), (304, reached));
}

#[tokio::test]
async fn a_new_signer_is_in_the_count_within_seconds() {
    let folder = tempdir().unwrap();
    let site = TestSite::behind_an_edge(folder.path(), "yes", &[]).await;
    assert_eq!(site.get("/v1/counter").await.expect(200).json()["total"], 0);
    site.pledge(&Person::new("Marie")).await;
    site.advance_clock(3);
    // The first reader after two seconds is shown what is there, and makes the edge ask. After four, nobody is any more.
    assert_eq!(site.get("/v1/counter").await.json()["total"], 0);
    assert_eq!(site.get("/v1/counter").await.json()["total"], 1);
}

/// Returns what the first reader of each address sees ten seconds after a change. Before that, the edge has kept an old
/// answer at the latest moment: the functions still have the former texts then.
async fn after_ten_seconds<const N: usize>(
    site: &TestSite,
    paths: [&str; N],
    change: impl Future<Output = ()>,
) -> [String; N] {
    site.advance_clock(60);
    for path in paths {
        site.get(path).await.expect(200);
    }
    change.await;
    site.advance_clock(4);
    for path in paths {
        site.get(path).await.expect(200);
    }
    site.advance_clock(6);
    let mut seen = [const { String::new() }; N];
    for (path, seen) in paths.iter().zip(&mut seen) {
        *seen = site.get(path).await.expect(200).text;
    }
    seen
}

#[tokio::test]
async fn what_the_desk_publishes_is_what_the_first_reader_sees_ten_seconds_later() {
    let folder = tempdir().unwrap();
    let site = TestSite::behind_an_edge(folder.path(), "yes", &[]).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let paths = [
        "/en",
        "/en?partner=ccr",
        "/en/ridings",
        "/en/ridings/35079",
        "/en/partners",
        "/en/privacy",
        "/en/letter",
        "/en/letter/35079",
        "/en/poster",
        "/embed/counter?lang=en",
        "/embed/form?lang=en",
        "/embed/counter.svg?lang=en",
        "/embed/counter.js",
        "/embed/form.js",
    ];
    let names = [("en-campaign-name-0", "A new name"), ("fr-campaign-name-0", "Un nouveau nom")];
    let seen = after_ten_seconds(&site, paths, publish(&office, "page", &names)).await;
    for (path, text) in paths.iter().zip(seen) {
        assert!(text.contains("A new name"), "{path}: {text}");
    }
    let paths = ["/v1/counter", "/en", "/embed/counter?lang=en"];
    let [counter, front, embed] =
        after_ten_seconds(&site, paths, publish(&office, "goal", &[("goal", "30000"), ("goal_steps", "")])).await;
    assert!(counter.contains("\"goal\":30000"), "{counter}");
    assert!(front.contains("30,000") && embed.contains("30,000"), "{embed}");
}

#[tokio::test]
async fn a_pause_and_a_by_election_are_what_the_first_reader_sees_ten_seconds_later() {
    let folder = tempdir().unwrap();
    let site = TestSite::behind_an_edge(folder.path(), "yes", &[]).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let paths = ["/en/ridings/35079", "/en/letter/35079"];
    for text in after_ten_seconds(&site, paths, elect(&office)).await {
        assert!(text.contains("Lou Nouveau"), "{text}");
    }
    for (on, is_open) in [("true", false), ("false", true)] {
        let pause = async {
            office
                .post("/organizer/en/campaign/pause", &[("on", on), ("reopens_on", ""), ("reason", "a test")])
                .await
                .expect(303);
        };
        for text in after_ten_seconds(&site, ["/en", "/embed/form?lang=en"], pause).await {
            assert_eq!(text.contains("name=\"email\""), is_open, "{text}");
        }
    }
}

#[tokio::test]
async fn while_the_api_is_away_the_counter_the_pages_and_the_embeds_still_answer() {
    for away in [Origin::Away, Origin::Fails(503), Origin::Fails(500)] {
        let folder = tempdir().unwrap();
        let site = TestSite::behind_an_edge(folder.path(), "yes", &[]).await;
        site.pledge(&Person::new("Marie")).await;
        site.advance_clock(3);
        let mut before = Vec::new();
        for path in PUBLIC {
            before.push(site.get(path).await.expect(200).text);
        }
        site.edge().set_origin(away);
        site.advance_clock(23 * 3_600);
        for (path, before) in PUBLIC.iter().zip(&before) {
            let answer = site.get(path).await.expect(200);
            assert_eq!(&answer.text, before, "{path} {away:?}");
            assert!(answer.header("age").parse::<i64>().unwrap() >= 23 * 3_600);
        }
        // A page that nobody had opened before, or that nobody may keep, is our own error page.
        for path in ["/fr/privacy", "/en/my-pledge?token=x", "/organizer"] {
            let answer = site.get(path).await;
            assert!(answer.status.is_server_error());
            assert!(answer.text.contains("try again") && answer.text.contains("réessayer"), "{path} {away:?}");
        }
        let form = site.send(Outgoing::form("/en/pledges", &[])).await;
        assert!(form.status.is_server_error() && form.text.contains("réessayer"));
        // An answer serves for a day at most.
        site.advance_clock(2 * 3_600);
        assert!(site.get("/en").await.status.is_server_error());
        site.edge().set_origin(Origin::Site);
        site.advance_clock(6);
        site.get("/en").await.expect(200);
    }
}

#[tokio::test]
async fn an_error_is_remembered_for_five_seconds_and_a_refusal_not_at_all() {
    let folder = tempdir().unwrap();
    let site = TestSite::behind_an_edge(folder.path(), "yes", &[]).await;
    site.edge().set_origin(Origin::Fails(503));
    for _ in 0..100 {
        assert_eq!(site.get("/fr").await.status, 503);
    }
    assert_eq!(site.edge().reached("GET /fr"), 1);
    site.edge().set_origin(Origin::Site);
    site.advance_clock(5);
    site.get("/fr").await.expect(200);
    for language in ["en", "fr"] {
        let nowhere = site.send(Outgoing::get("/nowhere").header("accept-language", language)).await.expect(404);
        assert_eq!(nowhere.page().language(), language);
    }
}

#[tokio::test]
async fn everybody_gets_their_own_language() {
    let folder = tempdir().unwrap();
    let site = TestSite::behind_an_edge(folder.path(), "yes", &[]).await;
    for _ in 0..2 {
        for (language, door) in [("fr-CA,fr;q=0.9", "/fr"), ("en", "/en")] {
            let answer = site.send(Outgoing::get("/").header("accept-language", language)).await;
            assert_eq!(answer.leads_to(), door);
            let form = site.send(Outgoing::get(door).header("accept-language", "en")).await.expect(200);
            assert_eq!(form.page().language(), &door[1..]);
            let embed = site.get(&format!("/embed/form?lang={}", &door[1..])).await.expect(200);
            assert_eq!(embed.page().language(), &door[1..]);
        }
    }
    assert_eq!((site.edge().reached("GET /en"), site.edge().reached("GET /embed/form")), (1, 2));
}

#[tokio::test]
async fn nothing_of_a_person_is_ever_in_the_cache() {
    let folder = tempdir().unwrap();
    let site = TestSite::behind_an_edge(folder.path(), "yes", &[]).await;
    let (marie, paul) = (Person::new("Marie"), Person::new("Paul"));
    let thanks = site.pledge(&marie).await;
    site.sign(&paul).await;
    let link = site.open_mail(&paul).await;
    assert_eq!(site.edge().reached("POST /v1/pledges"), 3, "two forms and a confirmation, each sent on");
    let confirmed = format!("/en/thank-you?token={}", thanks.token());
    let letter = format!("/en/letter/{}?token={}", OTTAWA_CENTRE.1, thanks.token());
    for path in [link.path(), thanks.path(), &confirmed, &letter] {
        for times in 1..=2 {
            site.get(path).await;
            assert_eq!(site.edge().reached(&format!("GET {path}")), times, "{path}");
        }
    }
    site.get("/v1/ridings?postal_code=K1P1A4").await.expect(200);

    let office = site.sign_in(FIRST_ADMIN).await;
    for times in 1..=2 {
        let page = office.get("/organizer/en/team").await.expect(200);
        assert!(page.text.contains(FIRST_ADMIN));
        assert_eq!(site.edge().reached("GET /organizer/en/team"), times);
    }
    assert_ne!(site.get("/organizer/en/team").await.status, 200, "without the cookie there is nothing to see");
    let bearer = format!("Bearer {}", office.token());
    let program = Outgoing::get("/v1/organizer/tally.csv").header("authorization", &bearer);
    site.send(program).await.expect(200);
    site.send(Outgoing::get("/v1/organizer/tally.csv")).await.expect(401);

    for path in PUBLIC {
        site.get(path).await.expect(200);
    }
    let kept = site.edge().kept();
    assert!(kept.len() >= PUBLIC.len());
    let secrets = [thanks.token(), link.token(), office.token(), marie.email, FIRST_ADMIN.to_owned()];
    for (asked, answer) in kept {
        assert!(!answer.headers.contains_key("set-cookie"), "{asked}");
        let private = secrets.iter().find(|secret| asked.contains(*secret) || answer.text.contains(*secret));
        assert!(private.is_none() && !asked.contains("postal_code"), "{asked}");
    }
}

/// Invariant 24
#[tokio::test]
async fn whoever_comes_past_the_edge_is_refused_by_every_function() {
    let folder = tempdir().unwrap();
    let site = TestSite::behind_an_edge(folder.path(), "yes", &[]).await;
    for path in ["/en/confirm?token=x", "/v1/counter", "/en/letter", "/v1/report.pdf", "/organizer", "/nowhere"] {
        let forged =
            [("x-origin-key", "0123456789abcdef0123456789abcdef"), ("cloudfront-viewer-address", "192.0.2.9:1")];
        for headers in [&forged[..], &[]] {
            let asked = headers.iter().fold(Outgoing::get(path), |asked, (name, value)| asked.header(name, value));
            let refused = site.send_past_the_edge(asked).await.expect(403);
            assert_eq!(refused.problem(), "not_through_the_edge", "{path}");
        }
        assert_ne!(site.get(path).await.status, 403, "{path}");
    }
}

/// Invariant 24.
/// Behind the edge all requests come from one address, as the gateway sees it.
#[tokio::test]
async fn each_viewer_has_their_own_share_and_nobody_chooses_whose() {
    let folder = tempdir().unwrap();
    let site = TestSite::behind_an_edge(folder.path(), "yes", &[("SubmissionsPerNetwork", "1")]).await;
    site.leave_mail();
    let form = |from: &str| {
        let person = Person::new("Marie");
        site.keep_private(person.private_values());
        Outgoing::json("/v1/pledges", &person.json()).header(SOURCE, from)
    };
    site.send(form("198.51.100.7")).await.expect(202);
    site.send(form("198.51.100.8")).await.expect(429);
    site.send(form("203.0.113.7")).await.expect(202);
    site.send(form("2001:db8::1")).await.expect(202);
    site.send(form("2001:db8::ffff:2")).await.expect(429);
    for (name, value) in [("cloudfront-viewer-address", "10.1.1.1:1"), ("x-forwarded-for", "10.1.1.1")] {
        site.send(form("198.51.100.9").header(name, value)).await.expect(429);
    }
}

#[tokio::test]
async fn beside_the_edge_the_api_answers_too_and_believes_nobody_about_their_address() {
    let folder = tempdir().unwrap();
    let site = TestSite::behind_an_edge(folder.path(), "beside", &[("SubmissionsPerNetwork", "1")]).await;
    site.leave_mail();
    let form = |name: &str, value: &str| {
        let person = Person::new("Marie");
        site.keep_private(person.private_values());
        Outgoing::json("/v1/pledges", &person.json()).header(SOURCE, "198.51.100.7").header(name, value)
    };
    site.send_past_the_edge(form("accept", "application/json")).await.expect(202);
    for (name, value) in
        [("cloudfront-viewer-address", "10.1.1.1:1"), ("x-origin-key", "guessed"), ("x-forwarded-for", "10.1.1.1")]
    {
        site.send_past_the_edge(form(name, value)).await.expect(429);
    }
    site.send(form("accept", "application/json").header(SOURCE, "203.0.113.7")).await.expect(202);
}
