//! `/organizer/{lang}/second-factor` and `/organizer/{lang}/code`: a proof that only the organizer holds, beside the
//! link.

use http::Method;
use tests::{Answer, Authenticator, FIRST_ADMIN, Outgoing, TestSite};

const ROOM: &str = "/organizer/en/second-factor";
const OFF: &str = "/organizer/en/second-factor/off";
const CODE: &str = "/organizer/en/code";

/// Returns the text between two others.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}

/// Presses the button of a mailed link for an organizer with a second factor, and returns the halfway token.
async fn knock(site: &TestSite, email: &str) -> String {
    let link = site.sign_in_token(email).await;
    let asked = site.post_from_our_pages("/organizer/en/open", &[("token", &link)]).await.expect(200);
    assert!(!asked.headers.contains_key("set-cookie"), "a link alone lets nobody in");
    let token = asked.page().form("/organizer/en/code").into_iter().find(|(name, _)| name == "token").unwrap().1;
    site.keep_private([token.clone()]);
    token
}

async fn type_in(site: &TestSite, token: &str, code: &str) -> Answer {
    let answer = site.post_from_our_pages(CODE, &[("token", token), ("code", code)]).await;
    assert_eq!(answer.headers.contains_key("set-cookie"), answer.status == 303, "who is let in has a session");
    answer
}

/// Makes a code that the app does not show, now or half a minute around.
fn wrong(site: &TestSite, app: &Authenticator, number: u32) -> String {
    let near: Vec<_> =
        [-30, 0, 30].map(|by| app.shows(site.now() + jiff::SignedDuration::from_secs(by))).into_iter().collect();
    (number..number + 4).map(|number| format!("{number:06}")).find(|code| !near.contains(code)).unwrap()
}

#[tokio::test]
async fn with_a_second_factor_a_mailed_link_alone_lets_nobody_in() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let factor = office.switch_on_factor().await;
    assert_eq!(factor.recovery.len(), 10);
    assert!(office.get(ROOM).await.expect(200).text.contains("10 recovery codes are left"));
    let token = knock(&site, FIRST_ADMIN).await;
    for code in ["", "12345", "abcdef", &wrong(&site, &factor.app, 0)] {
        let again = type_in(&site, &token, code).await.expect(422);
        assert!(again.page().id("field-code").has("aria-invalid") && !again.text.contains("value=\"12345\""));
    }
    let code = factor.app.shows(site.now());
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    let came_in = type_in(&site, &token, &spaced).await;
    assert_eq!(came_in.leads_to(), "/organizer/en");
    let cookie = came_in.header("set-cookie").split(';').next().unwrap().to_owned();
    site.keep_private(cookie.split_once('=').map(|(_, token)| token.to_owned()));
    site.send(Outgoing::get("/organizer/en").header("cookie", &cookie)).await.expect(200);
}

#[tokio::test]
async fn it_is_switched_on_by_a_code_of_the_device_and_by_nothing_else() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let (app, sealed) = office.offered_factor().await;
    let (_, other) = office.offered_factor().await;
    for code in ["", "no code", &wrong(&site, &app, 0), "abcd-efgh-ijkl-mnop"] {
        let again = office.post(ROOM, &[("secret", &sealed), ("code", code)]).await.expect(422);
        let shown = between(&again.text, r#"id="factor-secret">"#, "</code>").unwrap();
        assert_eq!(Authenticator::knowing(shown).shows(site.now()), app.shows(site.now()), "the secret stays");
    }
    office.post(ROOM, &[("secret", &other), ("code", &app.shows(site.now()))]).await.expect(422);
    for forged in ["", "k1AAAA.AAAA", &sealed[..sealed.len() - 3]] {
        office.post(ROOM, &[("secret", forged), ("code", &app.shows(site.now()))]).await.expect(409);
    }
    // Nobody's secret but their own, however it was come by.
    office.post("/organizer/en/team", &[("email", "ana@example.org"), ("role", "viewer")]).await.expect(303);
    site.open_mails_to("ana@example.org").await;
    let ana = site.sign_in("ana@example.org").await;
    ana.post(ROOM, &[("secret", &sealed), ("code", &app.shows(site.now()))]).await.expect(409);
    site.sign_in(FIRST_ADMIN).await;
    // A double click switches it on once, and the codes of that once are the ones that count.
    let code = app.shows(site.now());
    let fields = [("secret", sealed.as_str()), ("code", code.as_str())];
    let answers = futures::future::join_all((0..8).map(|_| office.post(ROOM, &fields))).await;
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409, 409, 409, 409, 409, 409]);
}

#[tokio::test]
async fn a_code_works_once_and_for_half_a_minute_more_or_less() {
    let site = TestSite::start().await;
    let factor = site.sign_in(FIRST_ADMIN).await.switch_on_factor().await;
    let token = knock(&site, FIRST_ADMIN).await;
    let code = factor.app.shows(site.now());
    type_in(&site, &token, &code).await.expect(303);
    assert!(type_in(&site, &token, &code).await.expect(422).text.contains("used already"));
    let earlier = factor.app.shows(site.now() - jiff::SignedDuration::from_secs(30));
    type_in(&site, &token, &earlier).await.expect(422);
    site.advance_clock(60);
    let late = factor.app.shows(site.now() - jiff::SignedDuration::from_secs(30));
    type_in(&site, &token, &late).await.expect(303);
    site.advance_clock(120);
    let too_late = factor.app.shows(site.now() - jiff::SignedDuration::from_secs(60));
    type_in(&site, &token, &too_late).await.expect(422);
}

#[tokio::test]
async fn of_64_who_type_one_code_at_once_one_comes_in() {
    let site = TestSite::start().await;
    let factor = site.sign_in(FIRST_ADMIN).await.switch_on_factor().await;
    let token = knock(&site, FIRST_ADMIN).await;
    let code = factor.app.shows(site.now());
    let answers = futures::future::join_all((0..64).map(|_| type_in(&site, &token, &code))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 303).count(), 1);
}

/// Invariant 19
#[tokio::test]
async fn five_codes_may_be_tried_in_a_quarter_of_an_hour_however_fast() {
    let site = TestSite::start().await;
    let factor = site.sign_in(FIRST_ADMIN).await.switch_on_factor().await;
    let token = knock(&site, FIRST_ADMIN).await;
    let guesses: Vec<_> = (0..64).map(|number| wrong(&site, &factor.app, 1000 * number)).collect();
    let answers = futures::future::join_all(guesses.iter().map(|code| type_in(&site, &token, code))).await;
    let looked_at = answers.iter().filter(|answer| answer.status == 422).count();
    let refused = answers.iter().filter(|answer| answer.status == 429).count();
    assert_eq!((looked_at, looked_at + refused), (5, 64));
    // The right one is not looked at any more, nor is a recovery code; another link does not help.
    let another = knock(&site, FIRST_ADMIN).await;
    for code in [&factor.app.shows(site.now()), &factor.recovery[0]] {
        let answer = type_in(&site, &another, code).await.expect(429);
        // The mails between took milliseconds.
        assert!(["899", "900"].contains(&answer.header("retry-after")));
        assert!(answer.text.contains("15 minutes"), "{}", answer.text);
    }
    site.advance_clock(899);
    let last = knock(&site, FIRST_ADMIN).await;
    assert!(type_in(&site, &last, &factor.app.shows(site.now())).await.expect(429).text.contains("one minute"));
    site.advance_clock(1);
    type_in(&site, &last, &factor.app.shows(site.now())).await.expect(303);
    // A sign-in begins the count of tries from zero.
    for number in 0..5 {
        type_in(&site, &last, &wrong(&site, &factor.app, number)).await.expect(422);
    }
    type_in(&site, &last, &wrong(&site, &factor.app, 9)).await.expect(429);
}

#[tokio::test]
async fn a_recovery_code_lets_in_once_and_the_log_says_so() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let factor = office.switch_on_factor().await;
    for (used, code) in factor.recovery.iter().enumerate() {
        site.advance_clock(900);
        let token = knock(&site, FIRST_ADMIN).await;
        type_in(&site, &token, &code.to_uppercase().replace('-', " ")).await.expect(303);
        assert!(type_in(&site, &token, code).await.expect(422).text.contains("used already"), "the {used}th again");
        if used % 4 == 3 {
            // No more than five links an hour are mailed.
            site.advance_clock(3600);
        }
    }
    let office = {
        site.advance_clock(900);
        let token = knock(&site, FIRST_ADMIN).await;
        let came_in = type_in(&site, &token, &factor.app.shows(site.now())).await.expect(303);
        came_in.header("set-cookie").split(';').next().unwrap().to_owned()
    };
    let get = async |path: &str| site.send(Outgoing::get(path).header("cookie", &office)).await.expect(200).text;
    assert!(get(ROOM).await.contains("No recovery code is left"));
    let log = get("/organizer/en/log").await;
    assert_eq!(log.matches(">used a recovery code<").count(), 10);
    assert_eq!(log.matches("switched a second factor on").count(), 1);
    assert_eq!(log.matches(">signed in<").count(), 12);
    assert!(get("/organizer/fr/log").await.contains("a utilisé un code de secours"));
}

#[tokio::test]
async fn switching_off_takes_a_code_and_then_a_link_is_enough() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let factor = office.switch_on_factor().await;
    for code in ["", "123", &wrong(&site, &factor.app, 0), "abcd-efgh-ijkl-mnop"] {
        office.post(OFF, &[("code", code)]).await.expect(422);
    }
    let off = office.post(OFF, &[("code", &factor.app.shows(site.now()))]).await;
    assert_eq!(off.leads_to(), "/organizer/en/second-factor?off=1");
    assert!(office.get("/organizer/en/second-factor?off=1").await.expect(200).text.contains("is off"));
    office.post(OFF, &[("code", &factor.app.shows(site.now()))]).await.expect(409);
    site.sign_in(FIRST_ADMIN).await.get("/organizer/en").await.expect(200);
    // Another time there is another secret, and other recovery codes.
    let another = office.switch_on_factor().await;
    let token = knock(&site, FIRST_ADMIN).await;
    type_in(&site, &token, &factor.app.shows(site.now())).await.expect(422);
    type_in(&site, &token, &factor.recovery[0]).await.expect(422);
    type_in(&site, &token, &another.recovery[0]).await.expect(303);
    let off = office.post(OFF, &[("code", &another.recovery[1])]).await;
    assert_eq!(off.leads_to(), "/organizer/en/second-factor?off=1");
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert_eq!(log.matches("switched a second factor off").count(), 2);
}

#[tokio::test]
async fn halfway_in_is_not_in() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let factor = office.switch_on_factor().await;
    let token = knock(&site, FIRST_ADMIN).await;
    let file = "/v1/organizer/tally.json";
    site.send(Outgoing::get(file).header("authorization", &format!("Bearer {token}"))).await.expect(401);
    let cookie = Outgoing::get("/organizer/en").header("cookie", &format!("__Host-office={token}"));
    assert_eq!(site.send(cookie).await.leads_to(), "/organizer/en/sign-in");
    site.post_from_our_pages("/organizer/en/open", &[("token", &token)]).await.expect(410);
    // Nor is a link or a session a way past the first step.
    let link = site.sign_in_token(FIRST_ADMIN).await;
    for other in [&link, &office.token(), ""] {
        type_in(&site, other, &factor.app.shows(site.now())).await.expect(410);
    }
    for origin in [None, Some("https://evil.example")] {
        let mut form = Outgoing::form(CODE, &[("token", &token), ("code", &factor.app.shows(site.now()))]);
        if let Some(origin) = origin {
            form = form.header("origin", origin);
        }
        site.send(form).await.expect(403);
    }
    assert_eq!(site.send(Outgoing::new(Method::GET, CODE)).await.status, 405);
    site.advance_clock(599);
    type_in(&site, &token, &wrong(&site, &factor.app, 0)).await.expect(422);
    site.advance_clock(1);
    type_in(&site, &token, &factor.app.shows(site.now())).await.expect(410);
    // Signing out everywhere ends this too.
    let token = knock(&site, FIRST_ADMIN).await;
    site.advance_clock(1);
    office.post("/organizer/en/sign-out", &[]).await.expect(303);
    type_in(&site, &token, &factor.app.shows(site.now())).await.expect(410);
}

#[tokio::test]
async fn what_is_stored_of_it_lets_nobody_in() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let page = office.get(ROOM).await.expect(200).text;
    let typed = between(&page, r#"id="factor-secret">"#, "</code>").unwrap().replace(' ', "");
    let sealed = between(&page, r#"name="secret" value=""#, "\"").unwrap().to_owned();
    let app = Authenticator::knowing(&typed);
    let page = office.post(ROOM, &[("secret", &sealed), ("code", &app.shows(site.now()))]).await.expect(200).text;
    let codes: Vec<_> = page.split(r#"<li><code class="typed">"#).skip(1).map(|rest| &rest[..19]).collect();
    assert_eq!(codes.len(), 10);
    site.keep_private([typed.clone(), sealed]);
    site.keep_private(codes.iter().map(|code| (*code).to_owned()));
    let stored = serde_json::to_string(&site.tables().items("Office").await).unwrap().to_lowercase();
    assert!(!stored.contains(&typed.to_lowercase()), "the secret is sealed");
    for code in codes {
        assert!(!stored.contains(code) && !stored.contains(&code.replace('-', "")), "recovery codes are hashed");
    }
    // Nor is any of it shown again, to anybody.
    for room in [ROOM, "/organizer/en/team", "/organizer/en/log"] {
        let page = office.get(room).await.expect(200).text;
        assert!(!page.contains(&typed) && !page.contains("factor-secret") && !page.contains("typed-codes"), "{room}");
    }
}

#[tokio::test]
async fn whoever_lost_everything_is_removed_and_invited_again() {
    let site = TestSite::start().await;
    let admin = site.sign_in(FIRST_ADMIN).await;
    let (email, invited) = ("ana@example.org", [("email", "ana@example.org"), ("role", "viewer")]);
    admin.post("/organizer/en/team", &invited).await.expect(303);
    site.open_mails_to(email).await;
    site.sign_in(email).await.switch_on_factor().await;
    knock(&site, email).await;
    site.advance_clock(1);
    admin.post("/organizer/en/team/remove", &[("email", email)]).await.expect(303);
    admin.post("/organizer/en/team", &invited).await.expect(303);
    site.open_mails_to(email).await;
    site.sign_in(email).await.get("/organizer/en").await.expect(200);
}

#[tokio::test]
async fn it_is_explained_in_both_languages_without_anything_inline() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    for (lang, words) in [("en", "every half minute"), ("fr", "toutes les trente secondes")] {
        let page = office.get(&format!("/organizer/{lang}/second-factor")).await.expect(200);
        assert!(page.text.contains(words) && page.page().language() == lang);
        assert!(!page.text.contains("style=") && !page.text.contains("<style") && !page.text.contains("src=\"data:"));
        assert!(!page.page().first("svg").get("aria-label").is_empty());
        assert!(page.text.contains("href=\"otpauth://totp/"));
        let current = page.page().all("a").find(|a| a.get("aria-current") == "page").unwrap().get("href").to_owned();
        assert_eq!(current, format!("/organizer/{lang}/second-factor"));
    }
    assert!(site.get(ROOM).await.leads_to().ends_with("/sign-in"), "it is an organizer's own");
}
