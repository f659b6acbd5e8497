//! `GET /embed/form`, and `sign`'s answers inside the frame.

use tests::{Answer, OTTAWA_CENTRE, Outgoing, Person, Setup, TestSite, campaign};

#[track_caller]
fn may_be_framed(answer: &Answer) {
    let policy = answer.header("content-security-policy");
    assert!(policy.ends_with("; frame-ancestors *") && !policy.contains("unsafe"), "{policy}");
    assert!(!answer.headers.contains_key("x-frame-options"), "it would refuse what the policy allows");
}

#[track_caller]
fn may_not_be_framed(answer: &Answer) {
    let policy = answer.header("content-security-policy");
    assert!(policy.ends_with("; frame-ancestors 'none'"), "{policy}");
    assert_eq!(answer.header("x-frame-options"), "DENY");
}

/// Fills in the embedded form as a browser does: its hidden fields and the person's own.
async fn fields_of(site: &TestSite, path: &str, person: &Person) -> Vec<(String, String)> {
    let given = site.get(path).await.expect(200).page().form("/pledges");
    let own = person.fields();
    let hidden = given.into_iter().filter(|(name, _)| own.iter().all(|(known, _)| known != name));
    let typed = own.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    hidden.chain(typed).collect()
}

async fn post(site: &TestSite, lang: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    site.send(Outgoing::form(&format!("/{lang}/pledges"), &fields)).await
}

#[tokio::test]
async fn the_form_can_stand_in_any_sites_page() {
    let site = TestSite::start().await;
    for lang in ["en", "fr"] {
        let answer = site.get(&format!("/embed/form?lang={lang}&theme=light")).await.expect(200);
        may_be_framed(&answer);
        assert!(answer.header("cache-control").contains("stale-if-error"));
        let page = answer.page();
        assert_eq!((page.language(), page.first("html").get("data-theme")), (lang, "light"));
        assert!(page.all("header").next().is_none() && page.all("footer").next().is_none());
        assert!(page.find("counter").is_some() && page.all("h1").count() == 1);
        let privacy = page.all("a").find(|a| a.get("href") == format!("/{lang}/privacy")).unwrap();
        assert_eq!((privacy.get("target"), privacy.get("rel")), ("_blank", "noopener"));
        for (name, value) in [("embed", "1"), ("theme", "light")] {
            assert!(page.form(&format!("/{lang}/pledges")).contains(&(name.to_owned(), value.to_owned())), "{name}");
        }
        assert!(
            page.all("a").all(|a| a.get("target") == "_blank" || a.get("href").starts_with('#')),
            "nothing leaves the frame in the frame"
        );
        for script in page.all("script") {
            assert!(script.get("src").starts_with("/assets/"));
            site.get(script.get("src")).await.expect(200);
        }
    }
}

/// The whole way, without scripts: signed in a frame, confirmed by mail, counted for the partner on whose page it was.
#[tokio::test]
async fn who_signs_in_a_partners_page_is_counted_once_and_for_that_partner() {
    let site = TestSite::start().await;
    let (marie, emilie) = (Person::new("Marie"), Person::new("Émilie").in_french());
    site.pledge(&Person::new("Paul")).await;
    for (person, lang) in [(&marie, "en"), (&emilie, "fr")] {
        site.keep_private(person.private_values());
        let fields = fields_of(&site, &format!("/embed/form?lang={lang}&partner=ccr&theme=dark"), person).await;
        assert!(fields.contains(&("partner".to_owned(), "ccr".to_owned())), "{fields:?}");
        let sent = post(&site, lang, &fields).await;
        let told = format!("/{lang}/check-your-mail?embed=1&theme=dark&partner=ccr&draft=");
        assert!(sent.leads_to().starts_with(&told), "{}", sent.leads_to());
        may_be_framed(&sent);
        let told = site.get(sent.leads_to()).await.expect(200);
        may_be_framed(&told);
        let page = told.page();
        assert_eq!((page.language(), page.first("html").get("data-theme")), (lang, "dark"));
        let again = format!("/embed/form?lang={lang}&theme=dark&partner=ccr");
        assert!(
            page.form("/pledges").iter().any(|(name, _)| name == "draft"),
            "one can ask again without leaving the frame"
        );
        let forgotten = site.get(&format!("/{lang}/check-your-mail?embed=1&theme=dark&partner=ccr")).await.expect(200);
        assert!(forgotten.page().all("a").all(|a| a.get("href") == again), "or sign again");
        let mail = site.open_mail(person).await;
        site.confirm(&mail).await;
        // A second click, as mail programs do it.
        site.confirm(&mail).await;
        site.open_mail(person).await;
    }
    let credited: Vec<_> = site.tables().items_of("Tally", "N#").await;
    let sum = |name: &str| -> i64 {
        let numbers = credited.iter().filter_map(|counter| counter.get(name)?["N"].as_str()?.parse::<i64>().ok());
        numbers.sum()
    };
    assert_eq!((sum("v"), sum("p:ccr")), (3, 2), "{credited:?}");
    assert_eq!(site.tally().await.at(OTTAWA_CENTRE.1), 3);
}

#[tokio::test]
async fn an_unknown_partner_is_credited_with_nothing() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.keep_private(marie.private_values());
    let mut fields = fields_of(&site, "/embed/form?partner=nobody", &marie).await;
    assert!(!fields.iter().any(|(name, _)| name == "partner"));
    fields.push(("partner".to_owned(), "nobody&x=".to_owned()));
    let sent = post(&site, "en", &fields).await;
    assert!(sent.leads_to().starts_with("/en/check-your-mail?embed=1&theme=auto&draft="), "{}", sent.leads_to());
    let mail = site.open_mail(&marie).await;
    site.confirm(&mail).await;
    site.open_mail(&marie).await;
    let counters = site.tables().items_of("Tally", "N#").await;
    assert!(counters.iter().all(|counter| counter.keys().all(|name| !name.starts_with("p:"))), "{counters:?}");
}

#[tokio::test]
async fn errors_are_told_in_the_frame_and_what_was_typed_is_kept() {
    let site = TestSite::start().await;
    let wrong = Person { email: "marie&co@".to_owned(), ..Person::new("Marie") };
    let fields = fields_of(&site, "/embed/form?lang=fr&partner=ccr&theme=dark", &wrong).await;
    let answer = post(&site, "fr", &fields).await.expect(422);
    may_be_framed(&answer);
    assert_eq!(answer.header("cache-control"), "no-store");
    let page = answer.page();
    assert!(page.all("header").next().is_none() && page.all("footer").next().is_none());
    assert_eq!((page.language(), page.first("html").get("data-theme")), ("fr", "dark"));
    assert_eq!(page.id("field-last_name").get("value"), wrong.last_name);
    assert_eq!(page.id("field-email").get("aria-invalid"), "true");
    assert!(!page.id("error-email").text.is_empty() && page.find("error-summary").is_some());
    let again = page.form("/fr/pledges");
    for (name, value) in [("embed", "1"), ("theme", "dark"), ("partner", "ccr")] {
        assert!(again.contains(&(name.to_owned(), value.to_owned())), "{again:?}");
    }
}

#[tokio::test]
async fn a_form_that_is_refused_says_so_in_the_frame() {
    let site = TestSite::open(Setup { starts_at: campaign().closes_at, ..Setup::default() }).await;
    let closed = site.get("/embed/form").await.expect(200);
    may_be_framed(&closed);
    assert!(!closed.text.contains("<form"));
    let answer = site.send(Outgoing::form("/en/pledges", &[("embed", "1"), ("partner", "ccr")])).await.expect(403);
    may_be_framed(&answer);
    assert!(answer.page().all("a").all(|a| a.get("href").starts_with("/embed/form?")));
    may_not_be_framed(&site.send(Outgoing::form("/en/pledges", &[])).await.expect(403));
}

/// Invariant 4
#[tokio::test]
async fn the_frame_is_answered_the_same_whoever_signs() {
    let site = TestSite::start().await;
    let anne = Person::new("Anne");
    site.keep_private(anne.private_values());
    let mut answers = Vec::new();
    for state in ["new", "pending", "counted"] {
        if state == "counted" {
            let mail = site.open_mail(&anne).await;
            site.confirm(&mail).await;
        }
        let fields = fields_of(&site, "/embed/form?partner=ccr", &anne).await;
        let mut answer = post(&site, "en", &fields).await;
        answer.headers.remove("date");
        // The sealed form is another text each time, whoever signs, and as long.
        let there = answer.leads_to_whatever_was_sealed();
        answer.headers.remove("location");
        answers.push((answer.status, there, answer.headers, answer.text));
        site.settle().await;
    }
    assert_eq!(answers[0].0, 303);
    assert!(answers.iter().all(|answer| answer == &answers[0]), "{answers:?}");
    site.leave_mail();
}

/// Invariant 23.
/// Clickjacking: one click on these pages counts, changes or withdraws somebody, so no site may lay them under a pointer.
#[tokio::test]
async fn what_a_mailed_link_opens_can_never_be_framed() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    let embedded = |path: &str| format!("{path}&embed=1&theme=dark&partner=ccr");
    for path in [asked.path().to_owned(), embedded(asked.path())] {
        may_not_be_framed(&site.get(&path).await.expect(200));
    }
    let token = asked.token();
    let fields = [("token", token.as_str()), ("embed", "1")];
    let counted = site.send(Outgoing::form("/en/confirm", &fields)).await.expect(303);
    may_not_be_framed(&counted);
    assert!(!counted.leads_to().contains("embed"));
    may_not_be_framed(&site.get(&embedded(counted.leads_to())).await.expect(200));
    let thanks = site.open_mail(&marie).await;
    for path in [thanks.path().to_owned(), embedded(thanks.path())] {
        may_not_be_framed(&site.get(&path).await.expect(200));
    }
    let token = thanks.token();
    let fields = [("token", token.as_str()), ("embed", "1"), ("postal_code", "")];
    may_not_be_framed(&site.send(Outgoing::form("/en/my-pledge/riding", &fields)).await.expect(422));
    may_not_be_framed(&site.send(Outgoing::form("/en/my-pledge/withdraw", &fields)).await.expect(303));
    may_not_be_framed(&site.get("/en/withdrawn?embed=1").await.expect(200));
    site.open_mail(&marie).await;
}

/// Invariant 23
#[tokio::test]
async fn an_ordinary_page_can_never_be_framed() {
    let site = TestSite::start().await;
    for path in [
        "/en",
        "/fr?embed=1",
        "/en?partner=ccr",
        "/en/privacy?embed=1",
        "/fr/check-your-mail",
        "/en/check-your-mail?theme=dark",
    ] {
        may_not_be_framed(&site.get(path).await.expect(200));
    }
    may_not_be_framed(&site.get("/").await.expect(303));
    may_not_be_framed(&site.get("/embed/nothing").await.expect(404));
    may_not_be_framed(&site.get("/v1/counter").await.expect(200));
    let wrong = Person { email: "marie".to_owned(), ..Person::new("Marie") };
    may_not_be_framed(&site.try_sign_page(&wrong).await.expect(422));
    let right = Person::new("Marie");
    may_not_be_framed(&site.try_sign_page(&right).await.expect(303));
    site.open_mail(&right).await;
}
