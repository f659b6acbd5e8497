//! Partners: an organization asks, an admin decides at the desk, and the partner sees what it brings, and no person.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use domain::tally::day::Day;
use http::Method;
use http::header::SET_COOKIE;
use jiff::SignedDuration;
use serde_json::json;
use store::ENDED_CONTACTS_MAX;
use tests::{Answer, FIRST_ADMIN, Fault, Home, Office, Outgoing, Person, ROSEMONT, SOURCE, TestSite};

const ASKING: &str = "ana@river.example.org";

/// The form of an organization that asks.
fn asks(email: &str) -> [(&'static str, String); 5] {
    [
        ("name_en", "River Town Welcome".to_owned()),
        ("name_fr", "Accueil Ville-Rivière".to_owned()),
        ("website", "https://www.river.example.org".to_owned()),
        ("email", email.to_owned()),
        ("listed", "yes".to_owned()),
    ]
}

fn borrowed<'a>(fields: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// Asks in an organization's name, and confirms the mailbox.
async fn ask_and_confirm(site: &TestSite, email: &str) {
    site.keep_private([email.to_owned()]);
    let asked = site.post_from_our_pages("/partner/en/ask", &borrowed(&asks(email))).await;
    assert_eq!(asked.leads_to(), "/partner/en/ask-sent");
    let mail = site.open_mails_to(email).await.pop().expect("a link came");
    assert_eq!(mail.kind(), "partner_ask");
    assert!(!mail.text().contains("River"), "the mail repeats nothing that a stranger may have typed");
    let shown = site.get(mail.path()).await.expect(200).text;
    assert!(shown.contains("River Town Welcome") && shown.contains("Accueil Ville-Rivière"));
    let confirmed = site.post_from_our_pages("/partner/en/asked", &[("token", &mail.token())]).await;
    assert_eq!(confirmed.leads_to(), "/partner/en/ask-received");
    let again = site.post_from_our_pages("/partner/en/asked", &[("token", &mail.token())]).await.expect(410);
    assert!(again.text.contains("its 96 hours are over") && again.text.contains("href=\"/partner/en/ask\""));
}

/// Returns the fields of a form on a page, with others in their place.
fn filled<'a>(form: &'a [(String, String)], others: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.retain(|(name, _)| !others.iter().any(|(other, _)| other == name));
    fields.extend(others);
    fields
}

/// Adds a partner at the desk, and returns the answer.
async fn add(office: &Office<'_>, name: &str, slug: &str) -> Answer {
    let form = office.get("/organizer/en/partners/add").await.expect(200).page().form("/partners/add");
    let french = format!("{name} en français");
    let others = [("name_en", name), ("name_fr", &french), ("website", "https://example.org"), ("slug", slug)];
    office.post("/organizer/en/partners/add", &filled(&form, &[&others[..], &[("listed", "yes")]].concat())).await
}

async fn set_state(office: &Office<'_>, slug: &str, state: &str) -> Answer {
    let page = format!("/organizer/en/partners/{slug}");
    let form = office.get(&page).await.expect(200).page().form("/state");
    let fields = filled(&form, &[("state", state), ("reason", "they asked for it")]);
    office.post(&format!("{page}/state"), &fields).await
}

/// Lets a contact ask for a link and press its button, and returns the cookie.
async fn sign_in_partner(site: &TestSite, email: &str) -> String {
    let asked = site.post_from_our_pages("/partner/en/sign-in", &[("email", email)]).await;
    assert_eq!(asked.leads_to(), "/partner/en/check-your-mail");
    let mails = site.open_mails_to(email).await;
    let mail = mails.into_iter().find(|mail| mail.kind() == "partner_sign_in").expect("a link came");
    let opened = site.post_from_our_pages("/partner/en/open", &[("token", &mail.token())]).await;
    assert_eq!(opened.leads_to(), "/partner/en");
    site.post_from_our_pages("/partner/en/open", &[("token", &mail.token())]).await.expect(410);
    let cookie = opened.headers[SET_COOKIE].to_str().unwrap().to_owned();
    assert!(cookie.contains("Path=/partner;") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    let cookie = cookie.split(';').next().unwrap().to_owned();
    site.keep_private(cookie.split_once('=').map(|(_, token)| token.to_owned()));
    cookie
}

async fn with_cookie(site: &TestSite, path: &str, cookie: &str) -> Answer {
    site.send(Outgoing::new(Method::GET, path).header("cookie", cookie)).await
}

/// Whether the site shows a partner's number to everybody.
async fn is_public(site: &TestSite, slug: &str) -> bool {
    site.advance_clock(6);
    site.get(&format!("/v1/counter?partner={slug}")).await.expect(200).json()["partner"]["slug"] == slug
}

/// Returns a partner's exact number of this moment, which the office alone sees.
async fn credited(site: &TestSite, office: &Office<'_>, slug: &str) -> i64 {
    site.advance_clock(6);
    let told = office.get("/v1/organizer/tally.json").await.expect(200).json();
    told["partners"][slug].as_i64().unwrap_or_default()
}

#[tokio::test]
async fn an_organization_that_asks_and_is_accepted_is_credited_and_sees_its_number() {
    let site = TestSite::start().await;
    ask_and_confirm(&site, ASKING).await;
    assert!(!is_public(&site, "river-town-welcome").await, "it is no partner before an admin says so");
    let office = site.sign_in(FIRST_ADMIN).await;
    let list = office.get("/organizer/en/partners").await.expect(200);
    assert!(list.text.contains("River Town Welcome") && list.text.contains(ASKING));
    let look = office.post("/organizer/en/partners/ask", &[("email", ASKING)]).await.expect(200);
    assert!(look.text.contains("at the organization’s own domain"));
    let form = look.page().form("/accept");
    let accepted = office.post("/organizer/en/partners/accept", &filled(&form, &[])).await;
    assert_eq!(accepted.leads_to(), "/organizer/en/partners/river-town-welcome?saved=1");
    let welcome = site.open_mails_to(ASKING).await.pop().expect("they are told");
    assert_eq!(welcome.kind(), "partner_welcome");
    assert!(welcome.links()[0].ends_with("/partner/en/sign-in"), "it lets nobody in by itself");
    assert_eq!(site.tables().items_of("Office", "P#").await.len(), 1, "the ask became a contact");

    site.advance_clock(6);
    let marie = Person::new("Marie").brought_by("river-town-welcome");
    site.pledge(&marie).await;
    assert_eq!(credited(&site, &office, "river-town-welcome").await, 1);
    assert!(is_public(&site, "river-town-welcome").await);
    let public = site.get("/en/partners").await.expect(200).text;
    assert!(public.contains("River Town Welcome") && public.contains("www.river.example.org"));

    let cookie = sign_in_partner(&site, ASKING).await;
    for (lang, none) in [("en", "have not been counted yet"), ("fr", "n’ont pas encore été comptées")] {
        let page = with_cookie(&site, &format!("/partner/{lang}"), &cookie).await.expect(200).text;
        assert!(page.contains(none), "{page}");
    }
    site.advance(1).await;
    for (lang, few) in [("en", "Fewer than 5 signatures"), ("fr", "Moins de 5 signatures")] {
        let page = with_cookie(&site, &format!("/partner/{lang}"), &cookie).await.expect(200);
        assert!(page.text.contains(few) && !page.text.contains("class=\"number\">1<"), "{}", page.text);
        assert!(page.text.contains("partner=river-town-welcome"));
        assert!(!page.text.contains(&marie.first_name) && !page.text.contains("Ottawa Centre"), "nobody is recognized");
        assert_eq!(page.header("cache-control"), "no-store");
    }
    for name in ["Paul", "Ana", "Lise", "Omar"] {
        site.pledge(&Person::new(name).brought_by("river-town-welcome")).await;
    }
    site.pledge(&Person::new("Noah").living_at(ROSEMONT.0).brought_by("river-town-welcome")).await;
    site.advance_days(1).await;
    let cookie = sign_in_partner(&site, ASKING).await;
    let page = with_cookie(&site, "/partner/en", &cookie).await.expect(200);
    assert!(page.text.contains("<strong class=\"number\">6</strong> signatures came through you"), "{}", page.text);
    let page = page.page();
    let rows: Vec<_> = page.all("th").map(|head| head.text.clone()).collect();
    assert!(rows.iter().any(|row| row.contains(", 20")), "a day is written in words: {rows:?}");
    assert!(!rows.iter().any(|row| row.parse::<Day>().is_ok()), "no day is written for programs: {rows:?}");
    let ridings = with_cookie(&site, "/partner/en/ridings.csv", &cookie).await.expect(200);
    for row in ["35079,Ottawa Centre,5\r\n", "\"Ridings with fewer than 5, together\",1"] {
        assert!(ridings.text.contains(row), "{}", ridings.text);
    }
    site.advance(2).await;
    let page = with_cookie(&site, "/partner/en", &cookie).await.expect(200).text;
    for said in ["November 23, 2026 (today, until the last count)", "Days begin and end in Ottawa"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let page = with_cookie(&site, "/partner/fr", &cookie).await.expect(200).text;
    assert!(page.contains("23 novembre 2026 (aujourd’hui, jusqu’au dernier compte)"), "{page}");
    let days = with_cookie(&site, "/partner/fr/days.csv", &cookie).await.expect(200).text;
    assert!(days.contains("2026-11-23;") && days.contains(";moins de 5;\r\n"), "{days}");
}

/// Signs in for a partner that has this contact.
async fn name_contact(site: &TestSite, office: &Office<'_>, slug: &str, email: &str) {
    site.keep_private([email.to_owned()]);
    office.post(&format!("/organizer/en/partners/{slug}/contacts"), &[("email", email)]).await.expect(303);
    site.open_mails_to(email).await;
}

/// Returns everything that shows the number of a partner: its page and files, the public list and the counter.
async fn shown_of_ccr(site: &TestSite, cookie: &str) -> Vec<String> {
    let mut shown = Vec::new();
    for path in ["/partner/en", "/partner/fr", "/partner/en/ridings.csv", "/partner/en/days.csv"] {
        shown.push(with_cookie(site, path, cookie).await.expect(200).text);
    }
    for lang in ["en", "fr"] {
        let page = site.get(&format!("/{lang}/partners")).await.expect(200).text;
        shown.push(page.split_once("id=\"listed\"").unwrap().1.to_owned());
    }
    let mut counter = site.get("/v1/counter?partner=ccr").await.expect(200).json()["partner"].clone();
    let hour = counter.as_object_mut().unwrap().remove("as_of").expect("the time of the count");
    assert!(site.now().duration_since(hour.as_str().unwrap().parse().unwrap()) < SignedDuration::from_hours(1));
    shown.push(counter.to_string());
    shown
}

/// Leaves paragraphs out, which say when a number was counted.
fn without_times(shown: &[String]) -> Vec<String> {
    let after_paragraph = |part: &str| part.split_once("</p>").map_or("", |(_, rest)| rest).to_owned();
    let of = |text: &String| {
        let mut parts = text.split("<p");
        let first = parts.next().unwrap().to_owned();
        first + &parts.map(after_paragraph).collect::<String>()
    };
    shown.iter().map(of).collect()
}

/// The words for a number below five, by the place of the answer that has them.
const FEW: [(usize, &str); 5] = [
    (0, "Fewer than 5 signatures have come through you."),
    (1, "Moins de 5 signatures sont passées par vous."),
    (4, "<td class=\"number\">fewer than 5</td>"),
    (5, "<td class=\"number\">moins de 5</td>"),
    (6, "\"count\":null,\"fewer_than\":5,"),
];
/// The same for a number that is shown.
const MANY: [(usize, &str); 6] = [
    (0, "<strong class=\"number\">#</strong> signatures came through you"),
    (1, "<strong class=\"number\">#</strong> signatures sont passées par vous"),
    (2, "35079,Ottawa Centre,#\r\n"),
    (4, "<td class=\"number\">#</td>"),
    (5, "<td class=\"number\">#</td>"),
    (6, "\"count\":#,"),
];

/// A partner may mail one member its link, and watch its numbers.
#[tokio::test]
async fn nobody_sees_from_a_partners_number_who_signed_just_now() {
    let site = TestSite::start().await;
    let email = "one@partner.example.org";
    name_contact(&site, &site.sign_in(FIRST_ADMIN).await, "ccr", email).await;
    let past_the_hour = site.now().as_second() / 60 % 60;
    site.advance(65 - past_the_hour).await;
    let mut cookie = sign_in_partner(&site, email).await;
    let none = shown_of_ccr(&site, &cookie).await;
    for (signed, name) in (1..).zip(["Marie", "Paul", "Ana", "Lise", "Omar", "Noah"]) {
        let before = shown_of_ccr(&site, &cookie).await;
        site.pledge(&Person::new(name).brought_by("ccr")).await;
        site.advance(11).await;
        assert_eq!(shown_of_ccr(&site, &cookie).await, before, "{name} has just signed");
        site.advance(49).await;
        cookie = sign_in_partner(&site, email).await;
        let shown = shown_of_ccr(&site, &cookie).await;
        let words = if signed < 5 {
            assert_eq!(without_times(&shown), without_times(&none), "{signed} cannot be distinguished from none");
            &FEW[..]
        } else {
            &MANY[..]
        };
        for (place, words) in words {
            let words = words.replace('#', &signed.to_string());
            assert!(shown[*place].contains(&words), "{words} is not in {}", shown[*place]);
        }
    }
}

/// Signs, and confirms by the code.
async fn pledge_by_code(site: &TestSite, person: &Person) {
    let sent = site.try_sign_page(person).await.expect(303);
    let draft = sent.leads_to().split_once("draft=").unwrap().1.to_owned();
    let asked = site.open_mail(person).await;
    let by_code = [("draft", draft.as_str()), ("code", asked.code().unwrap())];
    site.send(Outgoing::form("/en/check-your-mail", &by_code)).await.expect(303);
    site.open_mail(person).await;
}

#[tokio::test]
async fn a_partner_sees_how_many_confirmed_by_the_link_and_by_the_code() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let email = "one@partner.example.org";
    name_contact(&site, &office, "ccr", email).await;
    for name in ["Marie", "Paul", "Ana"] {
        site.pledge(&Person::new(name).brought_by("ccr")).await;
    }
    pledge_by_code(&site, &Person::new("Lise").brought_by("ccr")).await;
    site.advance(1).await;
    let cookie = sign_in_partner(&site, email).await;
    for (lang, said) in [("en", "shown from 5 signatures on"), ("fr", "montrées à partir de 5 signatures")] {
        let page = with_cookie(&site, &format!("/partner/{lang}"), &cookie).await.expect(200).text;
        assert!(page.contains(said) && !page.contains("75.0%") && !page.contains("75,0"), "{page}");
    }
    pledge_by_code(&site, &Person::new("Omar").brought_by("ccr")).await;
    site.advance(6 * 60).await;
    let cookie = sign_in_partner(&site, email).await;
    for (lang, ways) in [
        ("en", ["3 people confirmed by the link in the email (60.0%).", "2 people confirmed by the code (40.0%)."]),
        (
            "fr",
            [
                "3 personnes ont confirmé par le lien du courriel (60,0\u{202f}%).",
                "2 personnes ont confirmé par le code (40,0\u{202f}%).",
            ],
        ),
    ] {
        let page = with_cookie(&site, &format!("/partner/{lang}"), &cookie).await.expect(200).text;
        for way in ways {
            assert!(page.contains(way), "{way} is not in {page}");
        }
    }
    // The office says of its own shares that they are of the last recount.
    let office = site.sign_in(FIRST_ADMIN).await;
    for (lang, said) in [
        ("en", "These numbers come from the last recount and may have changed since."),
        ("fr", "Ces chiffres viennent du dernier recomptage et ont pu changer depuis."),
    ] {
        let dashboard = office.get(&format!("/organizer/{lang}")).await.expect(200).text;
        assert!(dashboard.matches(said).count() >= 2, "{dashboard}");
    }
}

#[tokio::test]
async fn a_partners_session_opens_nothing_else_and_nothing_else_opens_a_partners_page() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    add(&office, "Hill Town", "hill-town").await.expect(303);
    for (slug, email) in [("ccr", "one@partner.example.org"), ("hill-town", "two@partner.example.org")] {
        site.keep_private([email.to_owned()]);
        let added = office.post(&format!("/organizer/en/partners/{slug}/contacts"), &[("email", email)]).await;
        added.expect(303);
        assert_eq!(site.open_mails_to(email).await.pop().unwrap().kind(), "partner_welcome");
    }
    let cookie = sign_in_partner(&site, "one@partner.example.org").await;
    let forged = cookie.replace("__Secure-partner", "__Host-office");
    for path in ["/organizer/en", "/organizer/en/partners", "/organizer/en/partners/hill-town/page"] {
        for cookie in [&cookie, &forged] {
            assert_eq!(with_cookie(&site, path, cookie).await.leads_to(), "/organizer/en/sign-in", "{path}");
        }
    }
    with_cookie(&site, "/v1/organizer/tally.csv", &forged).await.expect(401);
    // Its own page is all that it opens: no address names another partner's.
    let page = with_cookie(&site, "/partner/en?partner=hill-town", &cookie).await.expect(200).text;
    assert!(page.contains("Canadian Council for Refugees") && !page.contains("hill-town"));
    // An organizer's session is no partner's, under either name.
    let as_partner = office.cookie().replace("__Host-office", "__Secure-partner");
    for cookie in [&office.cookie(), &as_partner, &String::from("__Secure-partner=x.y.z")] {
        assert_eq!(with_cookie(&site, "/partner/en", cookie).await.leads_to(), "/partner/en/sign-in");
    }
    // An admin looks on purpose, at an address of the office.
    let preview = office.get("/organizer/en/partners/ccr/page").await.expect(200).text;
    assert!(preview.contains("as the partner sees it"));
    // A partner's link is no organizer's, and an organizer's no partner's.
    site.advance(3).await;
    let token = site.sign_in_token(FIRST_ADMIN).await;
    site.post_from_our_pages("/partner/en/open", &[("token", &token)]).await.expect(410);
    // Nobody of another site can use the session, or have it taken away.
    let foreign = Outgoing::form("/partner/en/sign-out", &[]).header("origin", "https://evil.example");
    site.send(foreign.header("cookie", &cookie)).await.expect(403);

    let fields = [("email", "one@partner.example.org")];
    office.post("/organizer/en/partners/ccr/contacts/remove", &fields).await.expect(303);
    assert!(with_cookie(&site, "/partner/en", &cookie).await.leads_to().starts_with("/partner/en/sign-in"));
    let cookie = sign_in_partner(&site, "two@partner.example.org").await;
    with_cookie(&site, "/partner/en", &cookie).await.expect(200);
    set_state(&office, "hill-town", "paused").await.expect(303);
    site.advance_clock(6);
    assert_eq!(with_cookie(&site, "/partner/en", &cookie).await.leads_to(), "/partner/en/sign-in?over=1");
    set_state(&office, "hill-town", "ended").await.expect(303);
    assert_eq!(site.tables().items_of("Office", "P#").await.len(), 0, "its contact is erased");
}

#[tokio::test]
async fn a_paused_partners_links_work_and_credit_nobody() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    add(&office, "Hill Town", "hill-town").await.expect(303);
    site.advance_clock(6);
    site.pledge(&Person::new("Marie").brought_by("hill-town")).await;
    assert!(is_public(&site, "hill-town").await);
    let late = Person::new("Late").brought_by("hill-town");
    site.sign(&late).await;

    set_state(&office, "hill-town", "paused").await.expect(303);
    site.advance_clock(6);
    let page = site.get("/en?partner=hill-town").await.expect(200).text;
    assert!(!page.contains("name=\"partner\""), "the old link works and names nobody");
    site.pledge(&Person::new("Ana").brought_by("hill-town")).await;
    assert!(!is_public(&site, "hill-town").await, "its number is not public while it is paused");
    let told = office.get("/v1/organizer/tally.json").await.expect(200).json();
    assert_eq!(told["partners"], json!({ "hill-town": 1 }), "the count so far stays");
    assert!(office.get("/organizer/en").await.expect(200).text.contains("Hill Town"), "under its name");
    // A form of the time before the pause keeps its credit.
    let mail = site.open_mail(&late).await;
    site.confirm(&mail).await;
    site.open_mail(&late).await;
    set_state(&office, "hill-town", "active").await.expect(303);
    assert!(is_public(&site, "hill-town").await);
    assert_eq!(credited(&site, &office, "hill-town").await, 2);

    set_state(&office, "hill-town", "ended").await.expect(303);
    let taken = add(&office, "Another Hill", "hill-town").await.expect(422);
    assert!(taken.text.contains("Another partner has this name in links, or had it"));
    let log = office.get("/organizer/en/log").await.expect(200).text;
    for deed in ["added a partner", "paused a partner", "resumed a partner", "ended a partnership"] {
        assert!(log.contains(deed), "{deed}");
    }
    assert!(log.contains("<a href=\"/organizer/en/partners/hill-town\">Hill Town</a>"), "{log}");
    assert!(log.contains("they asked for it") && !log.contains("(hill-town)"));
}

#[tokio::test]
async fn a_withdrawal_takes_the_credit_of_a_partner_that_ended_away_once() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    add(&office, "Hill Town", "hill-town").await.expect(303);
    site.advance_clock(6);
    let marie = Person::new("Marie").brought_by("hill-town");
    let thanks = site.pledge(&marie).await;
    site.pledge(&Person::new("Ana").brought_by("hill-town")).await;
    set_state(&office, "hill-town", "ended").await.expect(303);
    site.advance_clock(6);
    let told = async || office.get("/v1/organizer/tally.json").await.expect(200).json()["partners"].clone();
    site.move_to(&thanks, &Home::Abroad("FR".to_owned())).await;
    assert_eq!(told().await, json!({ "hill-town": 2 }), "a move takes the credit along");
    for _ in 0..2 {
        site.withdraw(&thanks).await;
    }
    site.open_mail(&marie).await;
    site.advance_clock(6);
    assert_eq!(told().await, json!({ "hill-town": 1 }));
    set_state(&office, "hill-town", "active").await.expect(303);
    assert!(is_public(&site, "hill-town").await);
}

/// Strangers can use up mails, and not the way to being counted.
#[tokio::test]
async fn strangers_who_ask_in_somebodys_name_keep_nobody_from_signing() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.keep_private(marie.private_values());
    for _ in 0..6 {
        let asked = site.post_from_our_pages("/partner/en/ask", &borrowed(&asks(&marie.email))).await;
        assert_eq!(asked.leads_to(), "/partner/en/ask-sent");
        site.advance(11).await;
    }
    let mails = site.open_mails(&marie).await;
    assert!(mails.iter().all(|mail| mail.kind() == "partner_ask") && mails.len() == 3, "{}", mails.len());
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    site.confirm(&asked).await;
    assert_eq!(site.open_mail(&marie).await.kind(), "confirmed");
}

#[tokio::test]
async fn a_change_is_refused_with_its_reason_and_nothing_is_half_applied() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    for (name, slug, sentence) in [
        ("Hill", "ccr", "Another partner has this name in links"),
        ("Hill", "paper", "This word means something else"),
        ("Hill", "Hill Town", "Enter up to 40 small letters"),
        ("Canadian council for refugees", "hill", "Another partner has this name."),
        ("See evil.com", "hill", "without a web address"),
        ("<script>alert(1)</script>", "hill", "without signs such as"),
        ("\u{421}anadian Council", "hill", "mixes letters that look alike"),
    ] {
        let answer = add(&office, name, slug).await.expect(422);
        assert!(answer.text.contains(sentence), "{name} {slug}");
        assert!(!answer.text.contains("<script>alert"));
    }
    assert_eq!(site.tables().items_of("Office", "C#").await.len(), 0, "nothing was published");
    // Of two forms that were open at once, the second is read against what the first has published.
    let form = office.get("/organizer/en/partners/add").await.expect(200).page().form("/partners/add");
    add(&office, "Hill Town", "hill-town").await.expect(303);
    let others = [("name_en", "Hill Town"), ("name_fr", "Val"), ("website", "https://example.org"), ("slug", "dale")];
    let taken = office.post("/organizer/en/partners/add", &filled(&form, &others)).await.expect(422);
    assert!(taken.text.contains("Another partner has this name.") && taken.text.contains("value=\"Val\""));
    let others = [("name_en", "Dale"), ("name_fr", "Val"), ("website", "https://example.org"), ("slug", "dale")];
    office.post("/organizer/en/partners/add", &filled(&form, &others)).await.expect(303);
    let list = office.get("/organizer/en/partners").await.expect(200).text;
    assert!(list.contains(">Hill Town</a>") && list.contains(">Dale</a>"), "{list}");
    office.get("/organizer/en/partners/nobody").await.expect(404);
}

/// Nobody learns who has asked or is a partner.
#[tokio::test]
async fn everybody_who_asks_gets_the_same_answer() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    site.keep_private(["known@partner.example.org", "stranger@partner.example.org"].map(str::to_owned));
    office.post("/organizer/en/partners/ccr/contacts", &[("email", "known@partner.example.org")]).await.expect(303);
    site.open_mails_to("known@partner.example.org").await;
    for path in ["/partner/en/sign-in", "/partner/en/ask"] {
        let mut answers = Vec::new();
        for email in ["known@partner.example.org", "stranger@partner.example.org"] {
            let answer = site.post_from_our_pages(path, &borrowed(&asks(email))).await;
            let mut headers: Vec<_> = answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
            headers.retain(|header| !header.starts_with("date") && !header.contains("request-id"));
            headers.sort();
            answers.push((answer.status, headers, answer.text));
        }
        assert_eq!(answers[0], answers[1], "{path}");
    }
    site.advance(11).await;
    let kinds = async |email: &str| -> BTreeSet<String> {
        site.open_mails_to(email).await.iter().map(|mail| mail.kind().to_owned()).collect()
    };
    assert_eq!(kinds("known@partner.example.org").await, ["partner_ask", "partner_sign_in"].map(str::to_owned).into());
    assert_eq!(kinds("stranger@partner.example.org").await, ["partner_ask".to_owned()].into());
    let foreign = Outgoing::form("/partner/en/ask", &borrowed(&asks(ASKING))).header("origin", "https://evil.example");
    site.send(foreign).await.expect(403);
    let empty = site.post_from_our_pages("/partner/en/ask", &[]).await.expect(422).text;
    for said in ["Enter the name in English.", "Enter the name in French."] {
        assert!(empty.contains(said), "a summary says which of the two names is missing: {said}");
    }
    for field in ["name_en", "name_fr", "website", "email"] {
        let mut fields = asks(ASKING);
        for (name, value) in &mut fields {
            if *name == field {
                value.clear();
            }
        }
        let answer = site.post_from_our_pages("/partner/fr/ask", &borrowed(&fields)).await.expect(422);
        assert!(answer.text.contains(&format!("href=\"#field-{field}\"")), "{field}");
    }
}

/// Somebody who asks ten thousand times in other organizations' names fills neither mailboxes nor the desk.
#[tokio::test]
async fn asks_are_mailed_within_an_hours_limit_and_seen_only_when_they_are_confirmed() {
    let site = TestSite::start().await;
    site.leave_mail();
    let ask = async |number: usize, network: &str| {
        let email = format!("ask{number}@partner.example.org");
        site.keep_private([email.clone()]);
        let form = Outgoing::form("/partner/en/ask", &borrowed(&asks(&email))).header("origin", site.url());
        site.send(form.header(SOURCE, network)).await
    };
    for number in 0..21 {
        let answer = ask(number, "192.0.2.7").await;
        assert_eq!(answer.status, if number < 20 { 303 } else { 429 }, "{number}");
    }
    site.settle().await;
    let mailed = async |from: usize, to: usize| {
        let mut mails = 0;
        for number in from..to {
            mails += site.open_mails_to(&format!("ask{number}@partner.example.org")).await.len();
        }
        mails
    };
    assert_eq!(mailed(0, 20).await, store::PARTNER_ASKS_PER_NETWORK as usize, "one network");
    for number in 100..170 {
        ask(number, &format!("203.0.{number}.7")).await.expect(303);
    }
    assert_eq!(mailed(100, 170).await, (store::PARTNER_ASKS_PER_HOUR - store::PARTNER_ASKS_PER_NETWORK) as usize);
    // There is extra room for addresses at an organization's own domain. One domain does not take all of it.
    for number in 200..206 {
        let email = format!("ask{number}@river.example.org");
        site.keep_private([email.clone()]);
        let form = Outgoing::form("/partner/en/ask", &borrowed(&asks(&email))).header("origin", site.url());
        site.send(form.header(SOURCE, &format!("198.51.{number}.7"))).await.expect(303);
    }
    site.settle().await;
    let mut at_home = 0;
    for number in 200..206 {
        at_home += site.open_mails_to(&format!("ask{number}@river.example.org")).await.len();
    }
    assert_eq!(at_home, store::PARTNER_ASKS_PER_DOMAIN as usize);
    let office = site.sign_in(FIRST_ADMIN).await;
    assert!(!office.get("/organizer/en/partners").await.expect(200).text.contains("River Town"), "none is confirmed");
    assert_eq!(site.tables().items_of("Office", "P#").await.len(), 0);
    // The others wait for the next hour, and a day later nothing of them is kept.
    site.advance(61).await;
    assert!(mailed(100, 170).await > 0);
}

/// The few mails of a domain are extra room. A stranger who uses them up keeps nobody there from theirs.
#[tokio::test]
async fn beyond_the_few_of_its_domain_an_organization_counts_among_all_others() {
    let site = TestSite::start().await;
    site.leave_mail();
    let ask = async |number: u32, network: &str| {
        let email = format!("ask{number}@river.example.org");
        site.keep_private([email.clone()]);
        let form = Outgoing::form("/partner/en/ask", &borrowed(&asks(&email))).header("origin", site.url());
        site.send(form.header(SOURCE, network)).await.expect(303);
        site.settle().await;
        site.open_mails_to(&email).await.len()
    };
    for number in 0..store::PARTNER_ASKS_PER_DOMAIN {
        assert_eq!(ask(number, "192.0.2.7").await, 1);
    }
    assert_eq!(ask(100, "203.0.113.7").await, 1, "the organization's own request");
}

#[tokio::test]
async fn an_ask_in_anothers_name_is_seen_for_what_it_is_and_refused_without_a_trace() {
    let site = TestSite::start().await;
    let stranger = "eve@mail.example.net";
    ask_and_confirm(&site, stranger).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let week = office.get("/organizer/en").await.expect(200).text;
    assert!(week.contains("One organization asks to become a partner."), "what waits is on the first page");
    let look = office.post("/organizer/fr/partners/ask", &[("email", stranger)]).await.expect(200);
    assert!(look.text.contains("n’appartient pas au domaine de l’organisme"));
    office.post("/organizer/en/partners/refuse", &[("email", stranger)]).await.expect(303);
    assert_eq!(site.tables().items_of("Office", "P#").await.len(), 0);
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("River Town Welcome") && !log.contains(stranger), "the log names nobody who asked");
    office.post("/organizer/en/partners/accept", &[("email", stranger), ("from", "0")]).await.expect(409);
}

async fn upload(office: &Office<'_>, site: &TestSite, list: impl AsRef<[u8]>) -> Answer {
    let form = Outgoing::upload("/organizer/en/partners/import", &[], ("file", list.as_ref()));
    office.send(form.header("origin", site.url())).await
}

async fn send_form(
    office: &Office<'_>,
    site: &TestSite,
    page: &Answer,
    action: &str,
    others: &[(&str, &str)],
) -> Answer {
    let form = page.page().form(action);
    let path = format!("/organizer/en/partners{action}");
    let form = Outgoing::upload(&path, &filled(&form, others), ("file", b""));
    office.send(form.header("origin", site.url())).await
}

#[tokio::test]
async fn a_list_is_published_whole_or_not_at_all() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let bad = "Name in English,Nom en français,Slug\nHill,Colline,hill\nDale,Val,ccr\nSee evil.com,x,\n";
    let page = upload(&office, &site, bad).await.expect(200);
    assert!(page.text.contains("2 lines to correct") && !page.text.contains("Publish"));
    assert!(page.text.contains("Enter the name without a web address."));
    assert_eq!(site.tables().items_of("Office", "C#").await.len(), 0);

    let unknown = "Name in English;Nom en français;Telephone\nHill;Colline;555\n";
    let page = upload(&office, &site, unknown).await.expect(200);
    assert!(page.text.contains("Telephone") && page.text.contains("Which column is which?"));
    let chosen = [("column_name_en", "0"), ("column_name_fr", "1")];
    let preview = send_form(&office, &site, &page, "/import", &chosen).await.expect(200);
    assert!(preview.text.contains("1 partner added") && preview.text.contains("Publish 1 change"), "{}", preview.text);
    assert!(preview.text.contains("Nothing is published yet."));
    let change = "Name in English,Nom en français,Web address\nCanadian Council for Refugees,CCR,ccrweb.ca\n";
    let change = upload(&office, &site, change).await.expect(200).text;
    assert!(change.contains("Changes: Name in French"), "a preview says what a line changes: {change}");
    let applied = send_form(&office, &site, &preview, "/import/apply", &[]).await;
    assert_eq!(applied.leads_to(), "/organizer/en/partners?saved=1");
    site.advance_clock(6);
    assert!(site.get("/en?partner=hill").await.expect(200).text.contains("value=\"hill\""));
    let again = send_form(&office, &site, &preview, "/import/apply", &[]).await;
    assert_eq!(again.leads_to(), applied.leads_to(), "nothing is left to do");
    for (list, sentence) in [
        ("a,b\nc,d\n", "No line names the columns"),
        ("Name,Nom\n", "There is no line below"),
        ("", "Choose the file with the list."),
    ] {
        let answer = upload(&office, &site, list).await.expect(422);
        assert!(answer.text.contains(sentence), "{list}: {}", answer.text);
    }
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("imported a list of partners") && log.contains(">1 added, 0 changed<"), "{log}");
}

/// A contact is written to once, however often the list is imported.
#[tokio::test]
async fn contacts_of_a_list_are_added_with_it_and_each_is_written_to_once() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let (ana, leo, known) = ("ana@river.example.org", "leo@hill.example.org", "known@partner.example.org");
    site.keep_private([ana, leo, known].map(str::to_owned));
    office.post("/organizer/en/partners/ccr/contacts", &[("email", known)]).await.expect(303);
    assert_eq!(site.open_mails_to(known).await.len(), 1);
    let wrong = "Name in English,Contact email\nRiver,nobody\n";
    let wrong = upload(&office, &site, wrong).await.expect(200).text;
    assert!(wrong.contains("1 line to correct") && !wrong.contains("Publish"), "{wrong}");

    let first = format!("Name in English,Contact email\nRiver,{ana}\nHill,\n");
    let preview = upload(&office, &site, &first).await.expect(200);
    assert!(preview.text.contains("also adds one contact and sends them an email"), "{}", preview.text);
    assert_eq!(site.tables().items_of("Office", "P#").await.len(), 1, "a preview adds nobody");
    send_form(&office, &site, &preview, "/import/apply", &[]).await.expect(303);
    let mails = site.open_mails_to(ana).await;
    assert_eq!(mails.iter().map(tests::Mail::kind).collect::<Vec<_>>(), ["partner_welcome"]);
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("added a contact of a partner") && log.contains("/partners/river\">River</a>"), "{log}");
    let same = upload(&office, &site, &first).await.expect(200).text;
    assert!(same.contains("2 lines change nothing") && !same.contains("/import/apply"), "{same}");

    // The list goes on: who is missing is added, and a contact of another partner is named.
    let second = format!("Nom en anglais;Courriel de la personne-ressource\nRiver;{ana}\nHill;{leo}\nDale;{known}\n");
    let preview = upload(&office, &site, &second).await.expect(200);
    for said in ["1 contact is not added", "known@partner.example.org: This person is a contact", "adds one contact"] {
        assert!(preview.text.contains(said), "{said}: {}", preview.text);
    }
    send_form(&office, &site, &preview, "/import/apply", &[]).await.expect(303);
    let preview = upload(&office, &site, "Name,Contact\nDale,zoe@dale.example.org\n").await.expect(200);
    assert!(preview.text.contains("Add one contact</button>"), "{}", preview.text);
    let kinds = async |email: &str| site.open_mails_to(email).await.len();
    assert_eq!((kinds(ana).await, kinds(leo).await, kinds(known).await), (0, 1, 0));
    let cookie = sign_in_partner(&site, leo).await;
    assert!(with_cookie(&site, "/partner/en", &cookie).await.expect(200).text.contains("partner=hill"));

    // If the partners change while contacts are added, the list says what is left.
    let third = "Name,Contact\nDale,zoe@dale.example.org\nMoor,max@moor.example.org\n";
    site.keep_private(["zoe@dale.example.org", "max@moor.example.org"].map(str::to_owned));
    let preview = upload(&office, &site, third).await.expect(200);
    set_state(&office, "hill", "paused").await.expect(303);
    let overtaken = send_form(&office, &site, &preview, "/import/apply", &[]).await.expect(409);
    assert!(overtaken.text.contains("Someone else changed partners in the meantime"), "{}", overtaken.text);
    send_form(&office, &site, &overtaken, "/import/apply", &[]).await.expect(303);
    assert_eq!((kinds("zoe@dale.example.org").await, kinds("max@moor.example.org").await), (1, 1));
}

#[tokio::test]
async fn an_import_that_stops_between_two_contacts_is_finished_by_importing_the_same_list_again() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let emails = ["ana@river.example.org", "leo@hill.example.org"];
    site.keep_private(emails.map(str::to_owned));
    let list = format!("Name,Contact\nRiver,{}\nHill,{}\n", emails[0], emails[1]);
    let preview = upload(&office, &site, &list).await.expect(200);
    // The publication, the first contact and the second one are a transaction each.
    let mut published = site.wire().hold_next("TransactWriteItems");
    let mut first = site.wire().hold_next("TransactWriteItems");
    let breaking = async {
        published.arrived().await;
        published.release();
        first.arrived().await;
        first.release();
        let mut second = site.wire().hold_next("TransactWriteItems");
        second.arrived().await;
        site.wire().break_all("TransactWriteItems", Fault::NeverArrives);
        second.release();
    };
    let (broken, ()) = tokio::join!(send_form(&office, &site, &preview, "/import/apply", &[]), breaking);
    broken.expect(503);
    assert_eq!(site.wire().take_faults(), 1);
    site.wire().heal();
    assert_eq!(site.tables().items_of("Office", "P#").await.len(), 1);
    let preview = upload(&office, &site, &list).await.expect(200);
    assert!(preview.text.contains("2 lines change nothing") && preview.text.contains("adds one contact"));
    send_form(&office, &site, &preview, "/import/apply", &[]).await.expect(303);
    for email in emails {
        assert_eq!(site.open_mails_to(email).await.len(), 1, "{email}");
    }
}

/// A person who is named at the desk is owed their mail with the same write.
#[tokio::test]
async fn nobody_is_added_without_the_mail_that_tells_them() {
    let site = TestSite::start().await;
    let emails = [ASKING, "leo@ccr.example.org", "zoe@hill.example.org", "ida@example.org"];
    site.keep_private(emails.map(str::to_owned));
    ask_and_confirm(&site, ASKING).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let look = office.post("/organizer/en/partners/ask", &[("email", ASKING)]).await.expect(200);
    let accept = look.page().form("/accept");
    site.pause_mail();
    site.wire().break_all("PutItem", Fault::NeverArrives);
    office.post("/organizer/en/partners/accept", &filled(&accept, &[])).await.expect(303);
    office.post("/organizer/en/partners/ccr/contacts", &[("email", emails[1])]).await.expect(303);
    let list = format!("Name,Contact\nHill,{}\n", emails[2]);
    import(&office, &site, &list).await.expect(303);
    office.post("/organizer/en/team", &[("email", emails[3]), ("role", "viewer")]).await.expect(303);
    site.wire().call_off();
    assert_eq!(site.wire().take_faults(), 0, "nothing is written apart");
    site.resume_mail();
    site.settle().await;
    for email in emails {
        assert_eq!(site.open_mails_to(email).await.len(), 1, "{email}");
    }
}

/// Returns what the page of a partner says after the button that writes to a contact again.
async fn write_again(office: &Office<'_>, slug: &str, email: &str) -> Answer {
    office.post(&format!("/organizer/en/partners/{slug}/contacts/again"), &[("email", email)]).await
}

#[tokio::test]
async fn a_contact_is_written_to_in_their_language_and_again_when_an_admin_asks() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let (zoe, page) = ("zoe@ccr.example.org", "/organizer/en/partners/ccr");
    site.keep_private([zoe.to_owned()]);
    let add_contact =
        async |email: &str| office.post(&format!("{page}/contacts"), &[("email", email), ("lang", "fr")]).await;
    let empty = office.get(page).await.expect(200).text;
    assert!(empty.contains("<option value=\"en\" selected") && empty.contains("name=\"lang\""), "{empty}");
    let wrong = add_contact("zoe").await.expect(422).text;
    assert!(wrong.contains("<option value=\"fr\" selected"), "{wrong}");
    add_contact(zoe).await.expect(303);
    let welcomes = async || {
        let mails = site.open_mails_to(zoe).await;
        assert!(mails.iter().all(|mail| mail.kind() == "partner_welcome" && mail.links()[0].contains("/partner/fr/")));
        mails.len()
    };
    assert_eq!(welcomes().await, 1);

    let soon = write_again(&office, "ccr", zoe).await.expect(422).text;
    assert!(
        soon.contains("two emails are at least 10 minutes apart") && soon.contains("id=\"field-contacts\""),
        "{soon}"
    );
    site.advance(10).await;
    let sent = write_again(&office, "ccr", zoe).await;
    assert_eq!(sent.leads_to(), "/organizer/en/partners/ccr?sent=1");
    assert!(office.get(sent.leads_to()).await.expect(200).text.contains("The email is on its way again."));
    assert_eq!(welcomes().await, 1);
    write_again(&office, "ccr", zoe).await.expect(422);
    site.advance(10).await;
    write_again(&office, "ccr", zoe).await.expect(303);
    assert_eq!(welcomes().await, 1);
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert_eq!(log.matches("emailed a contact of a partner again").count(), 2, "{log}");

    // A contact of another partner, somebody who is none, and a partner that is paused.
    add(&office, "Hill Town", "hill-town").await.expect(303);
    site.advance(10).await;
    write_again(&office, "hill-town", zoe).await.expect(409);
    write_again(&office, "ccr", "nobody@ccr.example.org").await.expect(409);
    set_state(&office, "ccr", "paused").await.expect(303);
    write_again(&office, "ccr", zoe).await.expect(409);
    assert!(!office.get(page).await.expect(200).text.contains("/contacts/again"));
    site.advance(3).await;
    assert_eq!(welcomes().await, 0);
}

/// Nobody is said to be written to whom another admin removes at this moment.
#[tokio::test]
async fn a_contact_who_is_removed_meanwhile_is_not_said_to_be_written_to() {
    let site = TestSite::start().await;
    site.leave_mail();
    let office = site.sign_in(FIRST_ADMIN).await;
    let zoe = "zoe@ccr.example.org";
    site.keep_private([zoe.to_owned()]);
    office.post("/organizer/en/partners/ccr/contacts", &[("email", zoe), ("lang", "fr")]).await.expect(303);
    site.advance_clock(11 * 60);
    let mut held = site.wire().hold_next("TransactWriteItems");
    let removing = async {
        held.arrived().await;
        office.post("/organizer/en/partners/ccr/contacts/remove", &[("email", zoe)]).await.expect(303);
        held.release();
    };
    let (pressed, ()) = tokio::join!(write_again(&office, "ccr", zoe), removing);
    pressed.expect(409);
}

#[tokio::test]
async fn a_list_names_the_language_of_each_contact() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let emails = ["ana@river.example.org", "leo@hill.example.org", "zoe@dale.example.org"];
    site.keep_private(emails.map(str::to_owned));
    let list = |language: &str| {
        let [ana, leo, zoe] = emails;
        format!("Name,Contact,Language\nRiver,{ana},{language}\nHill,{leo},\nDale,{zoe},FR\n")
    };
    let wrong = upload(&office, &site, list("de")).await.expect(200).text;
    assert!(wrong.contains("Enter en or fr in the column of the language."), "{wrong}");
    import(&office, &site, &list("français")).await.expect(303);
    for (email, lang) in emails.into_iter().zip(["fr", "en", "fr"]) {
        let mails = site.open_mails_to(email).await;
        assert!(mails.len() == 1 && mails[0].links()[0].contains(&format!("/partner/{lang}/")), "{email}");
    }
}

#[tokio::test]
async fn an_excel_file_of_partners_is_read_as_a_list() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let rows = [
        ["Liste des partenaires", "", ""],
        ["Nom en français", "Name in English", "Adresse Web"],
        ["Accueil Ville-Rivière", "River Town Welcome", "river.example.org"],
        ["Colline", "Hill", "https://hill.example.org/a"],
    ];
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, row) in (0..).zip(rows) {
        sheet.write_row(at, 0, row).unwrap();
    }
    let preview = upload(&office, &site, book.save_to_buffer().unwrap()).await.expect(200);
    assert!(
        preview.text.contains("2 partners added") && preview.text.contains("Publish 2 changes"),
        "{}",
        preview.text
    );
    send_form(&office, &site, &preview, "/import/apply", &[]).await.expect(303);
    site.advance_clock(6);
    let public = site.get("/fr/partners").await.expect(200).text;
    assert!(!public.contains("Colline"), "no column said that they want to be listed");
    assert!(site.get("/en?partner=river-town-welcome").await.expect(200).text.contains("value=\"river-town-welcome\""));
}

/// Sends a partner's form, with some fields changed, to an address below its page.
async fn send_partner(office: &Office<'_>, form: &[(String, String)], others: &[(&str, &str)], action: &str) -> Answer {
    office.post(&format!("/organizer/en/partners/ccr/{action}"), &filled(form, others)).await
}

#[tokio::test]
async fn the_second_of_two_editors_of_a_partner_is_shown_what_the_first_changed() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let form = async |action: &str| office.get("/organizer/en/partners/ccr").await.expect(200).page().form(action);
    let value = |page: &Answer, name: &str| {
        let form = page.page().form("/ccr/change");
        form.into_iter().find(|(known, _)| known == name).map(|(_, value)| value).unwrap_or_default()
    };
    let now = async |name: &str| value(&office.get("/organizer/en/partners/ccr").await.expect(200), name);
    // Another partner, or another field of this one, keeps no form from being saved.
    let (mine, theirs) = (form("/ccr/change").await, form("/ccr/change").await);
    add(&office, "Hill Town", "hill-town").await.expect(303);
    send_partner(&office, &theirs, &[("website", "https://river.org")], "change").await.expect(303);
    send_partner(&office, &mine, &[("name_fr", "Conseil Rivière")], "change").await.expect(303);
    assert_eq!((now("website").await, now("name_fr").await), ("https://river.org".into(), "Conseil Rivière".into()));

    // In the same field, the second sees what the first wrote, and what they typed themselves.
    let (mine, theirs) = (form("/ccr/change").await, form("/ccr/change").await);
    let typed = [("name_en", "River Council"), ("website", "https://council.org")];
    send_partner(&office, &theirs, &typed, "change").await.expect(303);
    let shown = send_partner(&office, &mine, &[("name_en", "River Assembly")], "change").await.expect(409);
    for said in [
        "Someone else published a change",
        "<dt>Name in English</dt>",
        ">Canadian Council for Refugees</del>",
        ">River Council</ins>",
    ] {
        assert!(shown.text.contains(said), "{said}: {}", shown.text);
    }
    assert_eq!(now("name_en").await, "River Council", "nothing is saved");
    assert_eq!(value(&shown, "name_en"), "River Assembly");
    assert_eq!(value(&shown, "website"), "https://council.org", "what they left alone is as it is now");
    send_partner(&office, &shown.page().form("/ccr/change"), &[], "change").await.expect(303);
    assert_eq!((now("name_en").await, now("website").await), ("River Assembly".into(), "https://council.org".into()));

    // A form that comes back for a mistake takes nobody's change away afterwards.
    let (mine, theirs) = (form("/ccr/change").await, form("/ccr/change").await);
    send_partner(&office, &theirs, &[("website", "https://third.org")], "change").await.expect(303);
    let wrong = send_partner(&office, &mine, &[("name_en", "<b>")], "change").await.expect(422);
    send_partner(&office, &wrong.page().form("/ccr/change"), &[("name_en", "River")], "change").await.expect(303);
    assert_eq!((now("name_en").await, now("website").await), ("River".into(), "https://third.org".into()));

    let (mine, theirs) = (form("/ccr/state").await, form("/ccr/state").await);
    let paused = [("state", "paused"), ("reason", "they asked for it")];
    send_partner(&office, &theirs, &paused, "state").await.expect(303);
    let shown =
        send_partner(&office, &mine, &[("state", "ended"), ("reason", "it is over")], "state").await.expect(409);
    assert!(shown.text.contains("<dt>State</dt>") && shown.text.contains("value=\"it is over\""), "{}", shown.text);
    assert!(office.get("/organizer/en/partners/ccr").await.expect(200).text.contains(">Paused<"));
    send_partner(&office, &shown.page().form("/ccr/state"), &[("state", "ended")], "state").await.expect(303);
    send_partner(&office, &[], &[("from", "99"), ("state", "active"), ("reason", "x")], "state").await.expect(404);

    // An organization is accepted although another partner came in between.
    ask_and_confirm(&site, ASKING).await;
    let look = office.post("/organizer/en/partners/ask", &[("email", ASKING)]).await.expect(200);
    add(&office, "Dale", "dale").await.expect(303);
    let accepted = office.post("/organizer/en/partners/accept", &filled(&look.page().form("/accept"), &[])).await;
    accepted.expect(303);
    site.leave_mail();
}

/// A colleague made the person a contact of another partner meanwhile.
#[tokio::test]
async fn a_list_whose_contact_cannot_be_added_any_more_is_not_said_to_be_saved() {
    let site = TestSite::start().await;
    let leo = "leo@hill.example.org";
    site.keep_private([leo.to_owned()]);
    site.leave_mail();
    let office = site.sign_in(FIRST_ADMIN).await;
    let [with_leo, alone] = [format!("Name,Contact\nDale,{leo}\n"), "Name\nDale\n".to_owned()];
    let preview = upload(&office, &site, &with_leo).await.expect(200);
    let other = upload(&office, &site, &alone).await.expect(200);
    send_form(&office, &site, &other, "/import/apply", &[]).await.expect(303);
    office.post("/organizer/en/partners/ccr/contacts", &[("email", leo)]).await.expect(303);
    send_form(&office, &site, &preview, "/import/apply", &[]).await.expect(409);
}

/// A button without scripts can be pressed twice. Nobody else is named for what the first press did, and nothing failed.
#[tokio::test]
async fn the_second_press_of_a_button_about_partners_is_answered_like_the_first() {
    let site = TestSite::start().await;
    let (zoe, leo) = ("zoe@ccr.example.org", "leo@hill.example.org");
    site.keep_private([ASKING, "ben@river.example", zoe, leo].map(str::to_owned));
    site.leave_mail();
    ask_and_confirm(&site, ASKING).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let twice = async |path: &str, fields: &[(&str, &str)]| {
        let path = format!("/organizer/en/{path}");
        let first = office.post(&path, fields).await;
        assert_eq!(office.post(&path, fields).await.leads_to(), first.leads_to(), "{path}");
    };
    let look = office.post("/organizer/en/partners/ask", &[("email", ASKING)]).await.expect(200);
    twice("partners/accept", &filled(&look.page().form("/accept"), &[])).await;
    ask_and_confirm(&site, "ben@river.example").await;
    twice("partners/refuse", &[("email", "ben@river.example")]).await;
    let hill = [("name_en", "Hill Town"), ("name_fr", "Val-Colline"), ("website", "https://example.org")];
    twice("partners/add", &[&hill[..], &[("slug", "hill-town"), ("listed", "yes")]].concat()).await;
    let page = "/organizer/en/partners/hill-town";
    for state in ["paused", "active"] {
        let form = office.get(page).await.expect(200).page().form("/state");
        let fields = [("state", state), ("reason", "they asked for it")];
        twice("partners/hill-town/state", &filled(&form, &fields)).await;
    }
    let form = office.get(page).await.expect(200).page().form("/change");
    twice("partners/hill-town/change", &filled(&form, &[("name_en", "Hill City")])).await;
    twice("partners/hill-town/contacts", &[("email", zoe)]).await;
    twice("partners/hill-town/contacts/remove", &[("email", zoe)]).await;
    let preview = upload(&office, &site, &format!("Name,Contact\nDale,{leo}\n")).await.expect(200);
    for _ in 0..2 {
        let done = send_form(&office, &site, &preview, "/import/apply", &[]).await;
        assert_eq!(done.leads_to(), "/organizer/en/partners?saved=1");
    }
    let preview = preview_undo(&office, 5).await.expect(200);
    for _ in 0..2 {
        assert_eq!(publish_undo(&office, 5, &preview).await.leads_to(), "/organizer/en/partners?saved=1");
    }
    let ana = "ana@example.org";
    twice("team", &[("email", ana), ("role", "viewer")]).await;
    twice("team/role", &[("email", ana), ("from", "viewer"), ("role", "exporter")]).await;
    twice("team/remove", &[("email", ana)]).await;
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert_eq!(site.tables().items_of("Office", "E#").await.len(), 7, "each is published once: {log}");
}

/// A contact who is added while the partnership ends sees nothing of it, and is erased with the others.
#[tokio::test]
async fn a_contact_who_is_added_while_the_partnership_ends_does_not_outlive_it() {
    let site = TestSite::start().await;
    site.leave_mail();
    let office = site.sign_in(FIRST_ADMIN).await;
    add(&office, "Hill Town", "hill-town").await.expect(303);
    site.keep_private(["late@partner.example.org".to_owned()]);
    let contacts = "/organizer/en/partners/hill-town/contacts";
    let late = [("email", "late@partner.example.org")];
    // The end has read the contacts, and is not published yet.
    let form = office.get("/organizer/en/partners/hill-town").await.expect(200).page().form("/state");
    let mut held = site.wire().hold_next("TransactWriteItems");
    let ended = filled(&form, &[("state", "ended"), ("reason", "it is over")]);
    let ending = office.post("/organizer/en/partners/hill-town/state", &ended);
    let adding = async {
        held.arrived().await;
        office.post(contacts, &late).await.expect(303);
        held.release();
    };
    let (ended, ()) = tokio::join!(ending, adding);
    ended.expect(303);
    assert_eq!(site.tables().items_of("Office", "P#").await.len(), 0, "it is erased");

    // The other way round: the partnership was active when the contact was looked at.
    set_state(&office, "hill-town", "active").await.expect(303);
    let mut held = site.wire().hold_next("TransactWriteItems");
    let adding = office.post(contacts, &late);
    let ending = async {
        held.arrived().await;
        set_state(&office, "hill-town", "ended").await.expect(303);
        held.release();
    };
    let (added, ()) = tokio::join!(adding, ending);
    let added = added.expect(422);
    assert!(added.text.contains("only an active one may have new ones"), "{}", added.text);
    assert_eq!(site.tables().items_of("Office", "P#").await.len(), 0);
}

/// A catch-all domain can ask under any number of names, and its owner can put any name before it.
#[tokio::test]
async fn many_asks_are_paged_and_those_of_a_mail_domain_are_refused_together() {
    let site = TestSite::start().await;
    site.leave_mail();
    ask_and_confirm(&site, "eve@catch.example").await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let tables = site.tables();
    let (table, item) = (tables.named("Office").await, tables.items_of("Office", "P#").await.remove(0));
    let plant = async |email: String| {
        site.keep_private([email.clone()]);
        let written = serde_json::to_string(&item).unwrap().replace("eve@catch.example", &email);
        let item: serde_json::Value = serde_json::from_str(&written).unwrap();
        tables.call("PutItem", json!({ "TableName": table, "Item": item })).await;
    };
    for number in 0..23 {
        let below = if number % 2 == 0 { String::new() } else { format!("box{number}.") };
        plant(format!("eve{number}@{below}catch.example")).await;
    }
    plant(ASKING.to_owned()).await;
    let first = office.get("/organizer/en/partners").await.expect(200).text;
    assert!(
        first.contains("1 to 20 of 25") && first.contains("href=\"/organizer/en/partners?asks=2#asks\""),
        "{first}"
    );
    let second = office.get("/organizer/en/partners?asks=2").await.expect(200).text;
    assert!(second.contains("21 to 25 of 25"), "{second}");
    let both = format!("{first}{second}");
    assert!(both.contains(ASKING) && both.contains("eve22@catch.example"), "each ask is on a page");

    let alone = office.post("/organizer/en/partners/ask", &[("email", ASKING)]).await.expect(200);
    assert!(!alone.text.contains("/refuse/domain"), "one ask is refused by itself");
    let look = office.post("/organizer/en/partners/ask", &[("email", "eve7@box7.catch.example")]).await.expect(200);
    assert!(look.text.contains("24 requests come from addresses at this email domain."), "{}", look.text);
    let path = "/organizer/en/partners/refuse/domain";
    let press = async |page: &Answer, step: &[(&str, &str)]| {
        office.post(path, &filled(&page.page().form("/refuse/domain"), step)).await
    };
    let preview = press(&look, &[]).await.expect(200);
    let said = "You are about to decline 24 requests from addresses at catch.example.";
    assert!(preview.text.contains(said) && preview.text.contains("River Town Welcome"), "{}", preview.text);
    assert_eq!(tables.items_of("Office", "P#").await.len(), 25, "a preview refuses nobody");
    // One more came since: it is shown first.
    plant("eve99@catch.example".to_owned()).await;
    let preview = press(&preview, &[("step", "refuse")]).await.expect(200);
    assert!(preview.text.contains("25 requests from addresses"), "{}", preview.text);
    // A colleague declines the one that the form names: the others are not said to be declined.
    office.post("/organizer/en/partners/refuse", &[("email", "eve7@box7.catch.example")]).await.expect(303);
    press(&preview, &[("step", "refuse")]).await.expect(409);
    plant("eve7@box7.catch.example".to_owned()).await;
    let done = press(&preview, &[("step", "refuse")]).await;
    assert_eq!(done.leads_to(), "/organizer/en/partners?saved=1");
    assert_eq!(tables.items_of("Office", "P#").await.len(), 1);
    assert!(office.get("/organizer/en/partners").await.expect(200).text.contains(ASKING));
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("refused all requests from an email domain") && log.contains("catch.example: 25 requests"));
    assert!(!log.contains("@catch.example") && !log.contains("box7"), "the log names nobody who asked");
    press(&preview, &[("step", "refuse")]).await.expect(303);
    press(&preview, &[]).await.expect(409);
}

#[tokio::test]
async fn every_partner_who_brought_somebody_is_on_a_page_of_the_dashboard_and_the_room_sorts_them() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    import(&office, &site, &list_of(21, |number| format!("Organization {}", ('A'..='U').nth(number).unwrap())))
        .await
        .expect(303);
    site.advance_clock(6);
    for letter in 'a'..='u' {
        site.pledge(&Person::new("Zoe").brought_by(&format!("organization-{letter}"))).await;
    }
    site.pledge(&Person::new("Marie").brought_by("organization-u")).await;
    site.advance_clock(6);
    let first = office.get("/organizer/en").await.expect(200).text;
    assert!(first.contains("Partners 1 to 20 of 21") && first.contains("?partners=2#partners"), "{first}");
    assert!(first.contains(">Organization U</th>") && !first.contains(">Organization T</th>"));
    let second = office.get("/organizer/en?partners=2").await.expect(200).text;
    assert!(second.contains(">Organization T</th>") && second.contains("Partners 21 to 21 of 21"), "{second}");

    let place = |list: &str, name: &str| list.find(&format!(">{name}</a>")).expect("it is there");
    let by_name = office.get("/organizer/en/partners?sort=name").await.expect(200).text;
    assert!(place(&by_name, "Organization T") < place(&by_name, "Organization U"));
    let count = "/organizer/en/partners?sort=count#table";
    assert!(by_name.contains(&format!("<a href=\"{count}\">Signatures</a>")), "{by_name}");
    let by_count = office.get("/organizer/en/partners?sort=count").await.expect(200).text;
    assert!(place(&by_count, "Organization U") < place(&by_count, "Organization A"), "the most first");
    assert!(
        by_count.contains("aria-sort=\"descending\"><a href=\"/organizer/en/partners?sort=count&#38;order=asc#table\"")
    );
    let turned = office.get("/organizer/en/partners?sort=count&order=asc&q=organization").await.expect(200).text;
    assert!(turned.contains("aria-sort=\"ascending\"") && turned.contains("name=\"sort\" value=\"count\""), "{turned}");
    assert!(place(&turned, "Organization A") < place(&turned, "Organization U"));
}

fn list_of(partners: usize, name: impl Fn(usize) -> String) -> String {
    let rows = (0..partners).map(|number| format!("{},,https://org{number}.example.org,yes\n", name(number)));
    format!("Name in English,Name in French,Web address,Listed\n{}", rows.collect::<Vec<_>>().concat())
}

async fn import(office: &Office<'_>, site: &TestSite, list: &str) -> Answer {
    let preview = upload(office, site, list).await.expect(200);
    assert!(preview.text.contains("Publish"), "the list can be published");
    send_form(office, site, &preview, "/import/apply", &[]).await
}

#[tokio::test]
async fn five_hundred_partners_stay_within_the_limits_of_pages_and_files() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    site.pledge(&Person::new("Zoe").brought_by("ccr")).await;
    site.advance_clock(6);
    let before = site.get("/en").await.expect(200).bytes.len();
    let tally_before = site.get("/v1/tally").await.expect(200).bytes.len();
    let too_many = upload(&office, &site, &list_of(501, |number| format!("Organization number {number}"))).await;
    assert!(too_many.expect(422).text.contains("A list has 500 partners at most"));
    import(&office, &site, &list_of(500, |number| format!("Organization number {number}"))).await.expect(303);
    site.advance_clock(6);
    // The campaign page and the tallies do not grow with the partners.
    let [page, tally] = [site.get("/en").await.expect(200), site.get("/v1/tally").await.expect(200)];
    let grown = (page.bytes.len().saturating_sub(before), tally.bytes.len().saturating_sub(tally_before));
    assert!(grown.0 < 2_000 && grown.1 < 2_000, "{grown:?}");
    site.pledge(&Person::new("Marie").brought_by("organization-number-499")).await;
    site.pledge(&Person::new("Ana").brought_by("organization-number-0")).await;
    assert_eq!(credited(&site, &office, "organization-number-499").await, 1);
    let public = site.get("/en/partners?page=3").await.expect(200);
    assert!(public.text.contains("41 to 60 of 501") && public.bytes.len() < 150_000, "{}", public.bytes.len());
    let list = office.get("/organizer/en/partners?q=number+49").await.expect(200);
    assert!(list.text.contains("organization-number-49\"") && list.bytes.len() < 40_000, "{}", list.bytes.len());
    assert!(office.get("/organizer/en/partners?page=9").await.expect(200).text.contains("321 to 360 of 501"));
    assert!(office.get("/organizer/en").await.expect(200).text.contains("Organization number 499"));

    let csv = office.get("/v1/organizer/tally.csv?lang=en").await.expect(200).text;
    assert_eq!(csv.lines().next().unwrap().split(',').count(), 14, "no column for each of so many");
    let csv = office.get("/v1/organizer/partners.csv?lang=fr").await.expect(200).text;
    assert_eq!(csv.lines().count(), 502);
    assert!(csv.contains("organization-number-499;Organization number 499;Actif;1\r\n"));
    let book = office.get("/v1/organizer/tally.xlsx?lang=en").await.expect(200).bytes;
    assert!(book.len() < 1_000_000, "{}", book.len());
    let sheet = Xlsx::new(Cursor::new(book)).unwrap().worksheet_range("Partners").unwrap();
    assert_eq!(sheet.height(), 502);
    let told = office.get("/v1/organizer/tally.json").await.expect(200).json();
    assert_eq!(told["partners"].as_object().unwrap().len(), 3, "those who brought somebody");
    // A counter holds the partners of its own signers alone.
    let counters = site.tables().items_of("Tally", "N#").await;
    let largest = counters.iter().map(|item| serde_json::to_string(item).unwrap().len()).max().unwrap();
    assert!(largest < 400, "{largest}");
}

/// The names of 1,000 partners fit, unless they are all as long as a name may be. Then nothing is published.
#[tokio::test]
async fn a_thousand_partners_are_the_most_and_what_is_too_long_is_refused_whole() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let long = |from: usize| move |number: usize| format!("{} {}", "\u{e9}".repeat(94), from + number);
    import(&office, &site, &list_of(500, long(1_000))).await.expect(303);
    let refused = import(&office, &site, &list_of(499, long(2_000))).await.expect(422);
    assert!(refused.text.contains("There are too many partners, or their names are too long"));
    import(&office, &site, &list_of(499, |number| format!("Org {number}"))).await.expect(303);
    let full = upload(&office, &site, &list_of(1, |_| "One more".to_owned())).await.expect(200);
    assert!(full.text.contains("A campaign names 1,000 partners at most"));
    assert!(add(&office, "One more", "one-more").await.expect(422).text.contains("1,000 partners at most"));
}

const HISTORY: &str = "/organizer/en/partners/history";

/// Shows what the undo of a version would do.
async fn preview_undo(office: &Office<'_>, version: u32) -> Answer {
    let history = office.get(&format!("{HISTORY}?before={}", version + 1)).await.expect(200).page();
    let fields = history.form(&format!("/history/{version}/undo"));
    office.post(&format!("{HISTORY}/{version}/undo"), &filled(&fields, &[])).await
}

/// Presses the preview's button.
async fn publish_undo(office: &Office<'_>, version: u32, preview: &Answer) -> Answer {
    let fields = preview.page().form(&format!("/history/{version}/undo"));
    office.post(&format!("{HISTORY}/{version}/undo"), &filled(&fields, &[("step", "publish")])).await
}

#[tokio::test]
async fn one_change_of_a_partner_is_undone_after_a_preview_and_later_changes_stay() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    assert!(office.get(HISTORY).await.expect(200).text.contains("Nothing has been changed yet."));
    let change = async |others: &[(&str, &str)]| {
        let form = office.get("/organizer/en/partners/ccr").await.expect(200).page().form("/ccr/change");
        let changed = office.post("/organizer/en/partners/ccr/change", &filled(&form, others)).await;
        assert_eq!(changed.leads_to(), "/organizer/en/partners/ccr?saved=1");
    };
    change(&[("name_en", "River Council"), ("name_fr", "Conseil Rivière"), ("website", "https://river.org")]).await;
    change(&[("name_fr", "Conseil de la rivière")]).await;
    set_state(&office, "ccr", "paused").await.expect(303);

    let history = office.get(HISTORY).await.expect(200).text;
    for shown in ["Version 3", "Version 1", "River Council: Name in French", "River Council</ins>", FIRST_ADMIN] {
        assert!(history.contains(shown), "{shown}: {history}");
    }
    let preview = preview_undo(&office, 1).await.expect(200);
    let stays = "<li>Canadian Council for Refugees: Name in French</li>";
    for shown in ["This is a preview", "Canadian Council for Refugees</ins>", "These stay as they are now", stays] {
        assert!(preview.text.contains(shown), "{shown}: {}", preview.text);
    }
    let list = office.get("/organizer/en/partners").await.expect(200).text;
    assert!(list.contains(">River Council</a>"), "a preview changes nothing: {list}");

    assert_eq!(publish_undo(&office, 1, &preview).await.leads_to(), "/organizer/en/partners?saved=1");
    let page = office.get("/organizer/en/partners/ccr").await.expect(200);
    let form = page.page().form("/ccr/change");
    let field = |name: &str| form.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    assert_eq!(field("name_en"), Some("Canadian Council for Refugees"));
    assert_eq!(field("name_fr"), Some("Conseil de la rivière"), "a later change stays");
    assert!(page.text.contains(">Paused<"), "and so does a pause");
    let again = preview_undo(&office, 1).await.expect(422).text;
    assert!(again.contains("Nothing was undone"), "{again}");
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("undid a change of the partners"), "{log}");
    assert!(
        log.contains("<a href=\"/organizer/en/partners/history?before=5#version-4\">version 4: undo of version 1"),
        "{log}"
    );

    // The undo is a change like any other, and is undone the same way. One that somebody overtook is shown once more.
    let preview = preview_undo(&office, 4).await.expect(200);
    set_state(&office, "ccr", "active").await.expect(303);
    let shown = publish_undo(&office, 4, &preview).await.expect(200);
    assert!(shown.text.contains("This is a preview"), "{}", shown.text);
    publish_undo(&office, 4, &shown).await.expect(303);
    let page = office.get("/organizer/en/partners/ccr").await.expect(200).text;
    assert!(page.contains("River Council") && page.contains(">Active<"));
}

#[tokio::test]
async fn an_import_is_undone_whole_keeps_what_came_since_and_can_be_imported_again() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    import(&office, &site, &list_of(30, |number| format!("Organization number {number}"))).await.expect(303);
    site.advance_clock(6);
    site.pledge(&Person::new("Marie").brought_by("organization-number-7")).await;
    add(&office, "Hill Town", "hill-town").await.expect(303);
    for (slug, email) in
        [("organization-number-7", "one@partner.example.org"), ("hill-town", "two@partner.example.org")]
    {
        site.keep_private([email.to_owned()]);
        office.post(&format!("/organizer/en/partners/{slug}/contacts"), &[("email", email)]).await.expect(303);
        site.open_mails_to(email).await;
    }
    let cookie = sign_in_partner(&site, "one@partner.example.org").await;

    let history = office.get(HISTORY).await.expect(200).text;
    assert!(history.contains("10 more changes"), "a long change is not shown whole: {history}");
    let preview = preview_undo(&office, 1).await.expect(200);
    for shown in ["Organization number 29: State", "One contact sees the page", "its partnership ends"] {
        assert!(preview.text.contains(shown), "{shown}: {}", preview.text);
    }
    assert!(!preview.text.contains("partner.example.org"), "no address on a page that does not need it");
    publish_undo(&office, 1, &preview).await.expect(303);
    site.advance_clock(6);
    assert!(!site.get("/en?partner=organization-number-7").await.expect(200).text.contains("name=\"partner\""));
    assert!(site.get("/en?partner=hill-town").await.expect(200).text.contains("value=\"hill-town\""), "added since");
    assert!(with_cookie(&site, "/partner/en", &cookie).await.leads_to().starts_with("/partner/en/sign-in"));
    assert_eq!(site.tables().items_of("Office", "P#").await.len(), 1, "the contact of the other partner stays");
    let told = office.get("/v1/organizer/tally.json").await.expect(200).json();
    assert_eq!(told["partners"], json!({ "organization-number-7": 1 }), "a signature keeps its credit");
    assert!(add(&office, "Other", "organization-number-7").await.expect(422).text.contains("or had it"));

    // The list is corrected and imported again. It takes the same partners up, and the credit goes on.
    let preview =
        upload(&office, &site, &list_of(30, |number| format!("ORGANIZATION number {number}"))).await.expect(200);
    assert!(preview.text.contains("30 partnerships that ended are taken up again"), "{}", preview.text);
    send_form(&office, &site, &preview, "/import/apply", &[]).await.expect(303);
    site.advance_clock(6);
    site.pledge(&Person::new("Ana").brought_by("organization-number-7")).await;
    assert_eq!(credited(&site, &office, "organization-number-7").await, 2);
    // Of a partnership that ended by mistake, the contacts have to be added again.
    set_state(&office, "hill-town", "ended").await.expect(303);
    let preview = preview_undo(&office, 5).await.expect(200);
    assert!(preview.text.contains("Add them again on the partner’s page."), "{}", preview.text);
    publish_undo(&office, 5, &preview).await.expect(303);
    assert!(office.get("/organizer/en/partners/hill-town").await.expect(200).text.contains(">Active<"));
}

/// The contacts of partnerships that end are erased in one transaction, which has its limit.
#[tokio::test]
async fn an_undo_that_would_erase_too_many_contacts_at_once_is_refused_whole() {
    let site = TestSite::start().await;
    site.leave_mail();
    let office = site.sign_in(FIRST_ADMIN).await;
    import(&office, &site, &list_of(10, |number| format!("Organization number {number}"))).await.expect(303);
    let add_contact = async |number: usize| {
        let email = format!("contact{number}@partner.example.org");
        site.keep_private([email.clone()]);
        let path = format!("/organizer/en/partners/organization-number-{}/contacts", number / 10);
        // Two entries of the log differ in their times.
        site.advance_clock(1);
        office.post(&path, &[("email", &email)]).await.expect(303);
    };
    for number in 0..ENDED_CONTACTS_MAX {
        add_contact(number).await;
    }
    let allowed = preview_undo(&office, 1).await.expect(200);
    add_contact(ENDED_CONTACTS_MAX).await;
    let refused = publish_undo(&office, 1, &allowed).await.expect(422);
    assert!(refused.text.contains("More than 90 contacts would be erased at once."), "{}", refused.text);
    assert_eq!(site.tables().items_of("Office", "P#").await.len(), ENDED_CONTACTS_MAX + 1);
    let (last, path) = (format!("contact{ENDED_CONTACTS_MAX}@partner.example.org"), "organization-number-9");
    office.post(&format!("/organizer/en/partners/{path}/contacts/remove"), &[("email", &last)]).await.expect(303);
    publish_undo(&office, 1, &allowed).await.expect(303);
    assert_eq!(site.tables().items_of("Office", "P#").await.len(), 0);
}

#[tokio::test]
async fn the_history_of_partners_is_for_admins_and_goes_back_to_the_first_version() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    for number in 0..12 {
        add(&office, &format!("Org {number}"), "").await.expect(303);
    }
    let newest = office.get(HISTORY).await.expect(200).text;
    assert!(newest.contains("Version 12") && newest.contains("Version 3") && !newest.contains(">Version 2<"));
    let older = office.get(&format!("{HISTORY}?before=3")).await.expect(200).text;
    assert!(older.contains(">Version 1<") && !older.contains(">Version 3<"), "{older}");
    assert!(older.contains(&format!("href=\"{HISTORY}\"")), "{older}");
    for version in ["0", "13", "99"] {
        office.post(&format!("{HISTORY}/{version}/undo"), &[("from", "12")]).await.expect(404);
    }
    office.get(&format!("{HISTORY}?before=x")).await.expect(400);
    office.post("/organizer/en/team", &[("email", "moderator@example.org"), ("role", "moderator")]).await.expect(303);
    site.leave_mail();
    site.advance_clock(180);
    let moderator = site.sign_in("moderator@example.org").await;
    moderator.get(HISTORY).await.expect(403);
    let undo = format!("{HISTORY}/1/undo");
    moderator.post(&undo, &[("from", "12"), ("step", "publish")]).await.expect(403);
    let foreign =
        Outgoing::form(&undo, &[("from", "12"), ("step", "publish")]).header("origin", "https://evil.example");
    office.send(foreign).await.expect(403);
    assert!(office.get("/organizer/en/partners/org-0").await.expect(200).text.contains(">Active<"));
}

/// Each counter keeps the number of each partner whose signers it counts.
/// Measured: the units of the transaction that counts somebody, and of the reads of the whole tally, for so many partners in
/// each counter of the riding. The first are those of no partner.
const CROWDED: [(usize, f64, f64); 4] = [(0, 7.0, 8.0), (30, 7.0, 8.0), (100, 11.0, 8.0), (300, 21.0, 16.0)];

#[tokio::test]
async fn a_riding_in_which_hundreds_of_partners_meet_costs_what_the_counters_description_says() {
    let site = TestSite::start().await;
    let table = site.tables().named("Tally").await;
    for (partners, confirming, reading) in CROWDED {
        for shard in 0..16 {
            let key = json!({ "pk": { "S": format!("N#time-to-lead#{shard:02}") }, "sk": { "S": "35079" } });
            let names: serde_json::Map<_, _> = (0..partners)
                .map(|number| (format!("#{number}"), json!(format!("p:organization-number-{number}"))))
                .collect();
            let sets: Vec<_> = names.keys().map(|name| format!("{name} = :zero")).collect();
            if sets.is_empty() {
                continue;
            }
            // Zeros are planted, so that the count stays right. A partner's number is one byte longer at most.
            let update = json!({
                "TableName": table, "Key": key, "UpdateExpression": format!("SET {}", sets.join(", ")),
                "ExpressionAttributeNames": names, "ExpressionAttributeValues": { ":zero": { "N": "0" } },
            });
            site.tables().call("UpdateItem", update).await;
        }
        let marie = Person::new("Marie").brought_by("ccr");
        site.sign(&marie).await;
        let asked = site.open_mail(&marie).await;
        site.pause_mail();
        site.advance_clock(6);
        drop(site.wire().take());
        site.confirm(&asked).await;
        let written = site.wire().take().into_iter().filter(|taken| taken.operation == "TransactWriteItems");
        assert_eq!(written.map(|taken| taken.units).collect::<Vec<_>>(), [confirming], "{partners}");
        site.resume_mail();
        site.open_mail(&marie).await;
        site.advance_clock(6);
        drop(site.wire().take());
        site.get("/v1/counter").await.expect(200);
        let reads: f64 =
            site.wire().take().iter().filter(|taken| taken.operation == "Query").map(|taken| taken.units).sum();
        assert!((reads - reading).abs() < 0.1, "{partners}: {reads}");
    }
}
