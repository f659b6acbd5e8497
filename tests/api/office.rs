//! `/organizer/...`: how organizers come in, and their rights there.

use http::Method;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::json;
use tests::{FIRST_ADMIN, Outgoing, Person, TestSite};

const ROOMS: [&str; 7] = [
    "/organizer/en",
    "/organizer/fr/downloads",
    "/organizer/en/supporters",
    "/organizer/en/team",
    "/organizer/en/log",
    "/organizer/en/switches",
    "/organizer/fr/team?saved=1",
];
const FILES: [&str; 4] =
    ["/v1/organizer/tally.csv", "/v1/organizer/tally.xlsx", "/v1/organizer/tally.json", "/v1/organizer/tally.geojson"];
const SUPPORTERS: &str = "/v1/organizer/supporters.csv";
const REASON: [(&str, &str); 1] = [("reason", "test")];

#[tokio::test]
async fn an_organizer_comes_in_by_a_mailed_link_that_works_once() {
    let site = TestSite::start().await;
    assert_eq!(site.get("/organizer").await.leads_to(), "/organizer/en");
    let token = site.sign_in_token(FIRST_ADMIN).await;
    // A mail scanner opens the link: nothing is used up, however often.
    for _ in 0..3 {
        let page = site.get(&format!("/organizer/en/open?token={token}")).await.expect(200);
        assert!(!page.headers.contains_key("set-cookie"));
        assert_eq!(page.page().form("/organizer/en/open"), [("token".to_owned(), token.clone())]);
    }
    let came_in = site.post_from_our_pages("/organizer/fr/open", &[("token", &token)]).await;
    assert_eq!(came_in.leads_to(), "/organizer/fr");
    let cookie = came_in.header("set-cookie");
    assert!(["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"].iter().all(|part| cookie.contains(part)));
    let replayed = site.post_from_our_pages("/organizer/en/open", &[("token", &token)]).await.expect(410);
    assert!(replayed.text.contains("used already"));
    assert!(!replayed.headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn of_64_who_use_one_link_at_once_one_comes_in() {
    let site = TestSite::start().await;
    let token = site.sign_in_token(FIRST_ADMIN).await;
    let fields = [("token", token.as_str())];
    let answers =
        futures::future::join_all((0..64).map(|_| site.post_from_our_pages("/organizer/en/open", &fields))).await;
    let came_in = answers.iter().filter(|answer| answer.headers.contains_key("set-cookie")).count();
    assert_eq!(came_in, 1);
}

/// Invariant 19
#[tokio::test]
async fn nobody_learns_who_is_an_organizer() {
    let site = TestSite::start().await;
    let ask = async |email: &str| {
        let mut answer = site.post_from_our_pages("/organizer/fr/sign-in", &[("email", email)]).await.expect(303);
        answer.headers.remove("date");
        (answer.headers, answer.text)
    };
    let (known, unknown) = (ask(FIRST_ADMIN).await, ask("nobody@example.org").await);
    assert_eq!(known, unknown);
    assert_eq!(site.open_mails_to("nobody@example.org").await.len(), 0);
    let mails = site.open_mails_to(FIRST_ADMIN).await;
    assert_eq!((mails.len(), mails[0].kind(), mails[0].locale()), (1, "sign_in", "fr"));
    assert!(site.tables().items_of("Pledges", "I#").await.len() == 1, "what no mail follows from is forgotten");
    let wrong = site.post_from_our_pages("/organizer/en/sign-in", &[("email", "no address")]).await.expect(422);
    assert!(wrong.text.contains("name@example.org") && wrong.text.contains("no address"), "what was typed stays");
}

#[tokio::test]
async fn an_address_is_the_same_mailbox_however_it_is_cased() {
    let site = TestSite::start().await;
    site.sign_in("Organizer@Example.ORG").await.get("/organizer/en").await.expect(200);
}

#[tokio::test]
async fn a_link_is_dead_after_15_minutes() {
    let site = TestSite::start().await;
    let token = site.sign_in_token(FIRST_ADMIN).await;
    site.advance(14).await;
    site.get(&format!("/organizer/en/open?token={token}")).await.expect(200);
    site.advance(1).await;
    site.get(&format!("/organizer/en/open?token={token}")).await.expect(410);
    site.post_from_our_pages("/organizer/en/open", &[("token", &token)]).await.expect(410);
}

/// The number of mailed links is tested in `office_door.rs`.
#[tokio::test]
async fn twenty_links_in_ten_minutes_are_asked_for_by_one_network() {
    let site = TestSite::start().await;
    let ask = || {
        let form = Outgoing::form("/organizer/en/sign-in", &[("email", "x@example.org")]);
        site.send(form.header("origin", site.url()).header(tests::SOURCE, "192.0.2.7"))
    };
    for _ in 0..20 {
        ask().await.expect(303);
    }
    assert!(ask().await.expect(429).headers.contains_key("retry-after"));
    site.advance(10).await;
    ask().await.expect(303);
}

#[tokio::test]
async fn without_a_session_every_room_leads_to_the_door_and_every_file_is_refused() {
    let site = TestSite::start().await;
    for room in ROOMS {
        assert!(site.get(room).await.leads_to().ends_with("/sign-in"), "{room}");
    }
    for file in FILES {
        let answer = site.get(file).await.expect(401);
        assert_eq!(
            (answer.problem().as_str(), answer.header("www-authenticate")),
            ("not_signed_in", "Bearer realm=\"organizer\"")
        );
    }
    let refused = site.post_from_our_pages(SUPPORTERS, &REASON).await.expect(401);
    assert_eq!(refused.problem(), "not_signed_in");
    for form in ["team", "team/role", "team/remove", "supporters", "sign-out"] {
        let answer = site.post_from_our_pages(&format!("/organizer/en/{form}"), &[("email", "x@example.org")]).await;
        assert_eq!(answer.leads_to(), "/organizer/en/sign-in");
    }
}

/// Invariant 6
#[tokio::test]
async fn an_address_that_cannot_be_read_is_told_in_its_own_language() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    for (lang, words) in [("en", tests::UNREADABLE[0]), ("fr", tests::UNREADABLE[1])] {
        for path in ["/log?before=nonsense", "/sign-in?over=1&over=2", "/open?token=a&token=b", "/held/%FF"] {
            let answer = office.get(&format!("/organizer/{lang}{path}")).await.expect(400);
            assert_eq!(answer.page().language(), lang, "{path}");
            assert!(answer.text.contains(words), "{path}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn nothing_of_the_office_is_kept_by_anybody() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    for path in ROOMS.iter().chain(&FILES) {
        let answer = office.get(path).await.expect(200);
        assert_eq!((answer.header("cache-control"), answer.header("referrer-policy")), ("no-store", "same-origin"));
    }
    let answer = office.post(SUPPORTERS, &REASON).await.expect(200);
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_forged_session_is_refused() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let token = office.token();
    let claims = json!({
        "aud": "time-to-lead/session", "sub": FIRST_ADMIN, "sid": "AQEBAQEBAQEBAQEBAQEBAQ", "role": "admin",
        "began": site.now().as_millisecond(), "exp": site.now().as_second() + 3600,
    });
    let parts: Vec<_> = token.split('.').collect();
    let forge = |algorithm, secret: &[u8]| {
        let header = Header { kid: Some("k1".to_owned()), ..Header::new(algorithm) };
        jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(secret)).unwrap()
    };
    let unsigned = "eyJhbGciOiJub25lIiwia2lkIjoiazEiLCJ0eXAiOiJKV1QifQ"; // {"alg":"none","kid":"k1","typ":"JWT"}
    let link = site.sign_in_token(FIRST_ADMIN).await;
    for forged in [
        forge(Algorithm::HS256, b""),
        forge(Algorithm::HS256, b"k1"),
        forge(Algorithm::HS512, b"secret"),
        format!("{unsigned}.{}.", parts[1]),
        format!("{unsigned}.{}.{}", parts[1], parts[2]),
        format!("{}.{}.{}", parts[0], parts[1], &parts[2][1..]),
        link,
        "x".repeat(5000),
    ] {
        let bearer = Outgoing::get(FILES[2]).header("authorization", &format!("Bearer {forged}"));
        assert_eq!(site.send(bearer).await.expect(401).problem(), "not_signed_in");
        let cookie = Outgoing::get("/organizer/en").header("cookie", &format!("__Host-office={forged}"));
        assert_eq!(site.send(cookie).await.leads_to(), "/organizer/en/sign-in");
    }
    let bearer = Outgoing::get(FILES[2]).header("authorization", &format!("Bearer {token}"));
    site.send(bearer).await.expect(200);
}

#[tokio::test]
async fn a_supporters_link_opens_nothing_here_and_an_organizers_none_of_theirs() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Marie")).await;
    let bearer = Outgoing::get(FILES[2]).header("authorization", &format!("Bearer {}", thanks.token()));
    site.send(bearer).await.expect(401);
    let office = site.sign_in(FIRST_ADMIN).await;
    site.get(&format!("/en/my-pledge?token={}", office.token())).await.expect(400);
    site.try_withdraw(&office.token()).await.expect(400);
}

#[tokio::test]
async fn another_site_can_have_nothing_done() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let token = site.sign_in_token(FIRST_ADMIN).await;
    for origin in [None, Some("null"), Some("https://evil.example"), Some("http://127.0.0.1:1")] {
        for (path, fields) in [
            ("/organizer/en/team", [("email", "evil@example.com"), ("role", "admin")]),
            ("/organizer/en/supporters", [("reason", "theirs"), ("part", "1")]),
            (SUPPORTERS, [("reason", "theirs"), ("part", "1")]),
            ("/organizer/en/sign-out", [("a", "b"), ("c", "d")]),
            ("/organizer/en/open", [("token", &token), ("c", "d")]),
            ("/organizer/en/sign-in", [("email", FIRST_ADMIN), ("c", "d")]),
        ] {
            let mut form = Outgoing::form(path, &fields);
            if let Some(origin) = origin {
                form = form.header("origin", origin);
            }
            let refused = office.send(form).await.expect(403);
            assert!(refused.text.contains("our own pages"), "{path} from {origin:?}");
        }
    }
    office.get("/organizer/en").await.expect(200);
    assert_eq!(site.tables().items_of("Office", "O#").await.len(), 1);
}

#[tokio::test]
async fn a_session_ends_after_an_hour_without_a_page_and_after_eight_in_any_case() {
    let site = TestSite::start().await;
    let idle = site.sign_in(FIRST_ADMIN).await;
    site.advance_clock(59 * 60);
    idle.get("/organizer/en").await.expect(200);
    site.advance_clock(59 * 60);
    idle.get("/organizer/en").await.expect(200);
    site.advance_clock(60 * 60);
    assert_eq!(idle.get("/organizer/en").await.leads_to(), "/organizer/en/sign-in?over=1");
    assert!(site.get("/organizer/en/sign-in?over=1").await.expect(200).text.contains("Your session is over"));
    let busy = site.sign_in(FIRST_ADMIN).await;
    for _ in 0..15 {
        site.advance_clock(30 * 60);
        busy.get("/organizer/en/log").await.expect(200);
    }
    site.advance_clock(30 * 60);
    busy.get("/organizer/en").await.expect(303);
    assert_eq!(busy.get(FILES[0]).await.expect(401).problem(), "session_over");
}

#[tokio::test]
async fn signing_out_ends_every_session_of_the_organizer() {
    let site = TestSite::start().await;
    let (phone, desk) = (site.sign_in(FIRST_ADMIN).await, site.sign_in(FIRST_ADMIN).await);
    let stolen = desk.token();
    site.advance_clock(1);
    let out = phone.post("/organizer/en/sign-out", &[]).await;
    assert_eq!(out.leads_to(), "/organizer/en/sign-in");
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    desk.get("/organizer/en").await.expect(303);
    site.send(Outgoing::get(FILES[0]).header("authorization", &format!("Bearer {stolen}"))).await.expect(401);
    site.advance_clock(1);
    site.sign_in(FIRST_ADMIN).await.get("/organizer/en").await.expect(200);
}

#[tokio::test]
async fn an_admin_invites_and_each_role_may_do_what_it_says() {
    let site = TestSite::start().await;
    let admin = site.sign_in(FIRST_ADMIN).await;
    for role in ["viewer", "exporter", "moderator", "admin"] {
        let email = format!("{role}@example.org");
        admin.post("/organizer/fr/team", &[("email", &email), ("role", role)]).await.expect(303);
        let mails = site.open_mails_to(&email).await;
        assert_eq!((mails.len(), mails[0].kind(), mails[0].locale()), (1, "invited", "fr"));
        assert!(mails[0].links()[0].ends_with("/organizer/fr/sign-in"), "an invitation lets nobody in by itself");
        let office = site.sign_in(&email).await;
        office.get("/organizer/en").await.expect(200);
        office.get(FILES[0]).await.expect(200);
        let may_export = role != "viewer";
        office.post(SUPPORTERS, &REASON).await.expect(if may_export { 200 } else { 403 });
        office.get("/organizer/en/supporters").await.expect(if may_export { 200 } else { 403 });
        let is_admin = role == "admin";
        for room in ["team", "log", "switches"] {
            office.get(&format!("/organizer/en/{room}")).await.expect(if is_admin { 200 } else { 403 });
        }
        if !is_admin {
            let invited = [("email", "friend@example.org"), ("role", "admin")];
            office.post("/organizer/en/team", &invited).await.expect(403);
            office.post("/organizer/en/team/remove", &[("email", "viewer@example.org")]).await.expect(403);
            let itself = [("email", email.as_str()), ("from", role), ("role", "admin")];
            office.post("/organizer/en/team/role", &itself).await.expect(403);
        }
    }
    let again = [("email", "VIEWER@example.org"), ("role", "admin")];
    assert!(admin.post("/organizer/en/team", &again).await.expect(422).text.contains("already"));
    admin.post("/organizer/en/team", &[("email", "no"), ("role", "viewer")]).await.expect(422);
}

#[tokio::test]
async fn a_new_role_or_a_removal_holds_at_once() {
    let site = TestSite::start().await;
    let admin = site.sign_in(FIRST_ADMIN).await;
    let email = "ana@example.org";
    admin.post("/organizer/en/team", &[("email", email), ("role", "exporter")]).await.expect(303);
    site.open_mails_to(email).await;
    let ana = site.sign_in(email).await;
    ana.post(SUPPORTERS, &REASON).await.expect(200);
    let demoted = [("email", email), ("from", "exporter"), ("role", "viewer")];
    admin.post("/organizer/en/team/role", &demoted).await.expect(303);
    ana.post(SUPPORTERS, &REASON).await.expect(403);
    ana.get(FILES[0]).await.expect(200);
    admin.post("/organizer/en/team/role", &demoted).await.expect(303);
    let promoted = [("email", email), ("from", "exporter"), ("role", "admin")];
    assert!(admin.post("/organizer/en/team/role", &promoted).await.expect(409).text.contains("just now"));
    admin.post("/organizer/en/team/remove", &[("email", email)]).await.expect(303);
    assert_eq!(ana.get("/organizer/en").await.leads_to(), "/organizer/en/sign-in");
    site.post_from_our_pages("/organizer/en/sign-in", &[("email", email)]).await.expect(303);
    assert_eq!(site.open_mails_to(email).await.len(), 0, "who was removed is mailed no link");
}

#[tokio::test]
async fn somebody_always_holds_the_keys() {
    let site = TestSite::start().await;
    let first = site.sign_in(FIRST_ADMIN).await;
    first.post("/organizer/en/team", &[("email", "second@example.org"), ("role", "admin")]).await.expect(303);
    site.open_mails_to("second@example.org").await;
    let second = site.sign_in("second@example.org").await;
    for (who, whom) in [(&first, FIRST_ADMIN), (&second, FIRST_ADMIN), (&second, "Second@example.org")] {
        who.post("/organizer/en/team/remove", &[("email", whom)]).await.expect(403);
        let demoted = [("email", whom), ("from", "admin"), ("role", "viewer")];
        who.post("/organizer/en/team/role", &demoted).await.expect(403);
    }
}

/// Invariant 12
#[tokio::test]
async fn the_log_says_who_did_what_about_whom_and_why() {
    let site = TestSite::start().await;
    let admin = site.sign_in(FIRST_ADMIN).await;
    site.advance_clock(60);
    admin.post("/organizer/en/team", &[("email", "ana@example.org"), ("role", "viewer")]).await.expect(303);
    site.open_mails_to("ana@example.org").await;
    site.advance_clock(60);
    let promoted = [("email", "ana@example.org"), ("from", "viewer"), ("role", "exporter")];
    admin.post("/organizer/en/team/role", &promoted).await.expect(303);
    site.advance_clock(60);
    admin
        .post("/organizer/en/supporters", &[("reason", "newsletter"), ("part", "1"), ("parts", "1")])
        .await
        .expect(200);
    site.advance_clock(60);
    admin.post("/organizer/en/team/remove", &[("email", "ana@example.org")]).await.expect(303);
    let log = admin.get("/organizer/en/log").await.expect(200).text;
    let at = |text: &str| log.find(text).unwrap_or_else(|| panic!("{text} is not in {log}"));
    assert!(at("removed an organizer") < at("newsletter"));
    assert!(at("newsletter") < at("ana@example.org: Viewer → Exporter"));
    assert!(at("ana@example.org: Viewer → Exporter") < at("ana@example.org: Viewer<"));
    assert!(at("ana@example.org: Viewer<") < at(">signed in</td>"));
    for method in [Method::DELETE, Method::PUT, Method::POST] {
        let answer = admin.send(Outgoing::new(method, "/organizer/en/log").header("origin", site.url())).await;
        assert_eq!(answer.status, 405);
    }
}

#[tokio::test]
async fn the_log_is_filtered_by_action_and_by_organizer_and_comes_in_pages() {
    let site = TestSite::start().await;
    let admin = site.sign_in(FIRST_ADMIN).await;
    for n in 0..60 {
        site.advance_clock(1);
        let (role, email) = (if n % 2 == 0 { "viewer" } else { "exporter" }, format!("p{n}@example.org"));
        admin.post("/organizer/en/team", &[("email", &email), ("role", role)]).await.expect(303);
    }
    site.leave_mail();
    let rows = |page: &str| page.matches("<time datetime=").count();
    let newest = admin.get("/organizer/en/log").await.expect(200);
    assert_eq!(rows(&newest.text), 50);
    let page = newest.page();
    let older = page.all("a").find(|link| link.get("href").contains("before=")).expect("a link to older entries");
    let older = admin.get(older.get("href")).await.expect(200).text;
    assert_eq!(rows(&older), 11, "ten invitations and the sign-in");
    let signed_in = admin.get("/organizer/fr/log?action=signed_in").await.expect(200).text;
    assert_eq!(rows(&signed_in), 1);
    let mine = page.all("option").find(|option| option.get("value").len() == 9).expect("an organizer");
    let of_one = admin.get(&format!("/organizer/en/log?by={}&action=signed_in", mine.get("value"))).await;
    assert!(!of_one.expect(200).text.contains("p0@example.org</td>"));
    let none = admin.get("/organizer/en/log?action=removed").await.expect(200).text;
    assert!(none.contains("No entry matches."));
    assert!(!newest.text.contains("by=organizer"), "no address of a person is in an address of a page");
}

#[tokio::test]
async fn what_is_not_there_is_said_in_the_offices_own_words() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    for path in ["/organizer/fr/nulle-part", "/organizer/de", "/organizer/en/team/nobody"] {
        let answer = office.get(path).await;
        assert!(matches!(answer.status.as_u16(), 404 | 405), "{path}");
        assert!(answer.page().language().len() == 2);
    }
    assert_eq!(office.get("/v1/organizer/tally.pdf").await.expect(404).problem(), "not_found");
}
