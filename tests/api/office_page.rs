//! `GET /{lang}/office/{code}`: the page for a Member's office, and its link.

use domain::locale::Locale;
use tests::{Answer, FIRST_ADMIN, OTTAWA_CENTRE, Office, Person, ROSEMONT, TestSite};

const ROOM: &str = "/organizer/en/offices";
/// The functions look for changes of the desk after five seconds.
const UNTIL_SEEN: i64 = 6;

/// Returns the path of a riding's page after the language, as the office knows it.
async fn link(office: &Office<'_>, riding: &str) -> String {
    let page = office.get(&format!("{ROOM}/{riding}")).await.expect(200).page();
    let link = page.all("a").find(|a| a.get("href").contains("/en/office/")).expect("a link");
    link.get("href").split_once("/en").expect("it is the English page").1.to_owned()
}

async fn made(site: &TestSite) -> Office<'_> {
    let office = site.sign_in(FIRST_ADMIN).await;
    office.post(&format!("{ROOM}/links"), &[]).await.expect(303);
    site.advance_clock(UNTIL_SEEN);
    office
}

fn is_private(answer: &Answer) {
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.header("x-robots-tag").contains("noindex"));
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("x-frame-options"), "DENY");
    assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"));
    assert!(answer.text.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(answer.headers.get("set-cookie").is_none() && !answer.text.contains("og:url"));
}

#[tokio::test]
async fn an_office_sees_its_number_with_its_hour_in_both_languages_and_nobody_else_finds_the_page() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    site.advance(0).await;
    let office = made(&site).await;
    let path = link(&office, OTTAWA_CENTRE.1).await;
    site.advance_days(7).await;
    site.pledge(&Person::new("Paul")).await;
    site.counter().await;
    for (lang, said) in [
        ("en", ["Ottawa Centre", "people have signed here", "Ottawa time", "A week earlier, the count stood at 1."]),
        ("fr", ["Ottawa-Centre", "personnes ont signé ici", "heure d’Ottawa", "le compte était de 1."]),
    ] {
        let answer = site.get(&format!("/{lang}{path}")).await.expect(200);
        is_private(&answer);
        for said in said {
            assert!(answer.text.contains(said), "{said} is not in {}", answer.text);
        }
        assert!(
            answer.text.contains("<span class=\"count-number\">2</span>") && answer.text.contains("info@ccrweb.ca")
        );
        for personal in ["Marie", "Paul", "example.org"] {
            assert!(!answer.text.contains(personal), "{personal}");
        }
        let page = answer.page();
        let other = if lang == "en" { "fr" } else { "en" };
        assert!(page.all("a").any(|a| a.get("href") == format!("/{other}{path}")));
    }
    let code = path.rsplit_once('/').unwrap().1;
    for public in ["/en", "/en/ridings", "/en/ridings/35079", "/en/partners", "/robots.txt", "/v1/tally/35079"] {
        assert!(!site.get(public).await.expect(200).text.contains(code), "{public}");
    }
    site.get(&format!("/en/office/{}", code.to_uppercase().replace('-', ""))).await.expect(200);
}

/// The page has what a Member's office needs to judge the number: the number, its line, how it is counted, and the checkpoint, which
/// is the last recount.
#[tokio::test]
async fn an_office_sees_the_line_of_its_number_how_it_is_counted_and_the_last_recount() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    site.advance(0).await;
    let office = made(&site).await;
    let path = link(&office, OTTAWA_CENTRE.1).await;
    site.advance_days(1).await;
    site.pledge(&Person::new("Paul")).await;
    site.pledge(&Person::new("Ana").living_at(ROSEMONT.0)).await;
    site.advance(6 * 60).await;
    site.counter().await;
    let texts = campaigns::CampaignFolder::find("time-to-lead").unwrap();
    let public = pages::Site::load(texts, site.url()).unwrap();
    for (locale, recount) in [
        (Locale::En, "every signer was counted one by one: 3. The counters said the same."),
        (
            Locale::Fr,
            "toutes les signatures ont été comptées une à une\u{202f}: 3. Les compteurs disaient la même chose.",
        ),
    ] {
        let page = site.get(&format!("/{locale}{path}")).await.expect(200).text;
        assert!(page.contains("<span class=\"count-number\">2</span>"), "{page}");
        let line = page.split_once("id=\"trend-title\"").expect("a line").1;
        assert!(line.contains("<svg") && line.contains("<path"), "{line}");
        let t = public.texts(locale);
        for key in [
            "trend-title",
            "integrity-how-title",
            "members-page-means",
            "integrity-how-mail",
            "integrity-how-once",
            "integrity-how-riding",
            "integrity-how-paper",
            "members-page-removed",
            "integrity-recount-title",
        ] {
            assert!(page.contains(&t.get(key)), "{key} is not in {page}");
        }
        assert!(page.contains(recount), "{recount} is not in {page}");
        assert!(page.contains(&format!("href=\"/{locale}/integrity\"")));
    }
}

#[tokio::test]
async fn a_replaced_link_an_unknown_one_and_a_malformed_one_are_answered_alike() {
    let site = TestSite::start().await;
    let office = made(&site).await;
    let (old, other) = (link(&office, OTTAWA_CENTRE.1).await, link(&office, ROSEMONT.1).await);
    let one = [("riding", OTTAWA_CENTRE.1), ("reason", "it was forwarded")];
    let replace = format!("{ROOM}/replace");
    assert!(
        office
            .post(&replace, &[("riding", OTTAWA_CENTRE.1), ("reason", "")])
            .await
            .expect(422)
            .text
            .contains("Say why.")
    );
    office.post(&replace, &one).await.expect(303);
    site.advance_clock(UNTIL_SEEN);
    let new = link(&office, OTTAWA_CENTRE.1).await;
    site.get(&format!("/en{new}")).await.expect(200);
    site.get(&format!("/en{other}")).await.expect(200);
    let unknown = "/office/00000-00000-00000-00000".to_owned();
    for lang in ["en", "fr"] {
        let mut answers = Vec::new();
        for path in [&old, &unknown, &"/office/35079".to_owned()] {
            let answer = site.get(&format!("/{lang}{path}")).await.expect(404);
            is_private(&answer);
            answers.push(answer.text);
        }
        assert!(answers.iter().all(|text| *text == answers[0]), "they differ");
        assert!(answers[0].contains("info@ccrweb.ca"));
        assert!(answers[0].contains(if lang == "en" {
            "This link leads nowhere"
        } else {
            "Ce lien ne mène nulle part"
        }));
    }
    office.post(&replace, &[("reason", "the list leaked")]).await.expect(303);
    site.advance_clock(UNTIL_SEEN);
    for path in [&new, &other] {
        site.get(&format!("/en{path}")).await.expect(404);
    }
    site.get(&format!("/en{}", link(&office, ROSEMONT.1).await)).await.expect(200);
    let log = office.get("/organizer/en/log").await.expect(200).text;
    for said in [
        "made the links",
        "replaced links to pages",
        "Ottawa Centre",
        "all ridings",
        "it was forwarded",
        "the list leaked",
    ] {
        assert!(log.contains(said), "{said}");
    }
    assert!(!log.contains(old.rsplit_once('/').unwrap().1) && !log.contains(">35079<"), "the log has no code");
}

#[tokio::test]
async fn two_organizers_who_make_links_at_once_have_the_same_ones() {
    let site = TestSite::start().await;
    let (one, two) = (site.sign_in(FIRST_ADMIN).await, site.sign_in(FIRST_ADMIN).await);
    let path = format!("{ROOM}/links");
    let (first, second) = tokio::join!(one.post(&path, &[]), two.post(&path, &[]));
    first.expect(303);
    second.expect(303);
    let made = link(&one, OTTAWA_CENTRE.1).await;
    one.post(&path, &[]).await.expect(303);
    assert_eq!(link(&two, OTTAWA_CENTRE.1).await, made);
    let log = one.get("/organizer/en/log").await.expect(200).text;
    assert_eq!(log.matches("made the links").count(), 1);
}

#[tokio::test]
async fn the_paper_for_the_office_bears_its_link_and_a_public_one_does_not() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    site.advance(0).await;
    let text =
        |pdf: &[u8]| lopdf::Document::load_mem(pdf).unwrap().extract_text(&[1]).unwrap().replace(['\n', ' '], "");
    let office = site.sign_in(FIRST_ADMIN).await;
    let print = async |office: &Office<'_>| {
        let to = office.get("/v1/organizer/report.pdf?riding=35079&lang=en").await.expect(303).leads_to().to_owned();
        text(&site.get(&to).await.expect(200).bytes)
    };
    assert!(!print(&office).await.contains("/en/office/"), "there is no link yet");
    office.post(&format!("{ROOM}/links"), &[]).await.expect(303);
    let path = link(&office, OTTAWA_CENTRE.1).await;
    let printed = print(&office).await;
    assert!(printed.contains(&format!("/en{path}")), "{path} is not in {printed}");
    let day = domain::tally::day::Day::of(site.now(), &campaigns::ottawa());
    let public = site.get(&format!("/en/ridings/35079/{day}/one-pager.pdf")).await.expect(200);
    assert!(!text(&public.bytes).contains("/office/"));
}

#[tokio::test]
async fn only_admins_replace_links_and_only_moderators_make_them() {
    let site = TestSite::start().await;
    let admin = site.sign_in(FIRST_ADMIN).await;
    admin.post("/organizer/en/team", &[("email", "viewer@example.org"), ("role", "viewer")]).await.expect(303);
    admin.post("/organizer/en/team", &[("email", "mod@example.org"), ("role", "moderator")]).await.expect(303);
    for email in ["viewer@example.org", "mod@example.org"] {
        site.open_mails_to(email).await;
    }
    let (viewer, moderator) = (site.sign_in("viewer@example.org").await, site.sign_in("mod@example.org").await);
    for path in ["/links", "/send", "/take-back", "/replace"] {
        viewer.post(&format!("{ROOM}{path}"), &[]).await.expect(403);
    }
    moderator.post(&format!("{ROOM}/replace"), &[("reason", "x")]).await.expect(403);
    moderator.post(&format!("{ROOM}/links"), &[]).await.expect(303);
    viewer.get(ROOM).await.expect(200);
    viewer.get("/organizer/fr/offices/35079").await.expect(200);
    viewer.get(&format!("{ROOM}/99999")).await.expect(404);
    admin.post(&format!("{ROOM}/replace"), &[("riding", "99999"), ("reason", "x")]).await.expect(404);
}
