//! `POST /{lang}/pledges`: the form, as a browser without scripts sends it.

use tests::{OTTAWA_CENTRE, Outgoing, Page, Person, ROSEMONT, TestSite};

/// Fills in a form as the page gave it: its hidden fields are kept.
fn filled_in<'a>(given: &'a [(String, String)], person: &'a Person) -> Vec<(&'a str, &'a str)> {
    let own = person.fields();
    let kept = given.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mut fields: Vec<_> = kept.filter(|(name, _)| own.iter().all(|(known, _)| known != name)).collect();
    fields.extend(own);
    fields
}

/// Returns a screen reader's words for a faulty field, which must be marked as faulty.
#[track_caller]
fn error_beside(page: &Page, field: &str) -> String {
    let input = page.id(&format!("field-{field}"));
    assert_eq!(input.get("aria-invalid"), "true", "{field} is marked as wrong");
    let error = format!("error-{field}");
    assert!(input.get("aria-describedby").split_whitespace().any(|id| id == error), "{field} names its error");
    page.id(&error).text.clone()
}

/// Invariant 7
#[tokio::test]
async fn someone_signs_and_confirms_without_scripts() {
    let site = TestSite::start().await;
    for (person, lang) in
        [(Person::new("Marie"), "en"), (Person::new("Émilie").in_french().living_at(ROSEMONT.0), "fr")]
    {
        site.keep_private(person.private_values());
        let form = site.get(&format!("/{lang}")).await.expect(200).page().form(&format!("/{lang}/pledges"));
        let sent = site.send(Outgoing::form(&format!("/{lang}/pledges"), &filled_in(&form, &person))).await;
        assert!(sent.leads_to().starts_with(&format!("/{lang}/check-your-mail?draft=")));
        assert_eq!(site.get(sent.leads_to()).await.expect(200).page().language(), lang);

        let mail = site.open_mail(&person).await;
        let question = site.get(mail.path()).await.expect(200);
        assert!(question.text.contains(&person.first_name), "it says who is about to be counted");
        let button = question.page().form(&format!("/{lang}/confirm"));
        let fields: Vec<_> = button.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let counted = site.send(Outgoing::form(&format!("/{lang}/confirm"), &fields)).await;
        assert!(counted.leads_to().starts_with(&format!("/{lang}/thank-you?token=")));
        let thanks = site.get(counted.leads_to()).await.expect(200);
        assert!(thanks.text.contains(&person.first_name) && thanks.page().language() == lang);
        site.open_mail(&person).await;
    }
    let tally = site.tally().await;
    assert_eq!((tally.at(OTTAWA_CENTRE.1), tally.at(ROSEMONT.1)), (1, 1));
}

#[tokio::test]
async fn every_error_stands_beside_its_field_and_what_was_typed_is_kept() {
    let site = TestSite::start().await;
    let fields = [
        ("first_name", "<Marie>"),
        ("last_name", "www.example.com"),
        ("email", "marie & co@"),
        ("postal_code", "\"K1F\" <0A6>"),
        ("comment", "Welcome <them> & \"soon\""),
        ("updates", "on"),
        ("partner", "ccr"),
    ];
    let mut told = Vec::new();
    for lang in ["en", "fr"] {
        let answer = site.send(Outgoing::form(&format!("/{lang}/pledges"), &fields)).await.expect(422);
        assert!(answer.header("content-type").starts_with("text/html"));
        assert_eq!(answer.header("cache-control"), "no-store");
        let page = answer.page();
        assert_eq!(page.language(), lang);
        for (name, value) in &fields[..4] {
            assert_eq!(page.id(&format!("field-{name}")).get("value"), *value);
        }
        assert_eq!(page.id("field-comment").text, "Welcome <them> & \"soon\"");
        let again = page.form("/pledges");
        assert!(again.contains(&("partner".to_owned(), "ccr".to_owned())), "{again:?}");
        assert!(again.iter().any(|(name, _)| name == "updates"), "a ticked box stays ticked");
        told.push(["first_name", "last_name", "email", "postal_code"].map(|field| error_beside(&page, field)));
    }
    for (english, french) in told[0].iter().zip(&told[1]) {
        assert!(english.len() > 10 && french.len() > 10 && english != french, "{english} / {french}");
    }
}

#[tokio::test]
async fn news_are_not_ticked_beforehand() {
    let site = TestSite::start().await;
    for lang in ["en", "fr"] {
        let page = site.get(&format!("/{lang}")).await.expect(200).page();
        let boxes: Vec<_> = page.all("input").filter(|input| input.get("type") == "checkbox").collect();
        assert!(
            !boxes.is_empty() && boxes.iter().all(|input| !input.has("checked")),
            "express consent is asked for unticked"
        );
    }
}

#[tokio::test]
async fn a_code_on_a_boundary_offers_its_ridings_and_takes_the_one_chosen() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie").living_at("K1A 0A6");
    let asked = site.try_sign_page(&marie).await.expect(422);
    for code in ["35079", "35081", "24028"] {
        assert!(asked.text.contains(&format!("value=\"{code}\"")), "{code} is offered");
    }
    let page = asked.page();
    assert_eq!(page.id("field-email").get("value"), marie.email);
    let chosen = marie.choosing("24028");
    let sent = site.send(Outgoing::form("/en/pledges", &filled_in(&page.form("/pledges"), &chosen))).await;
    assert!(sent.leads_to().starts_with("/en/check-your-mail?draft="));
    let mail = site.open_mail(&chosen).await;
    assert_eq!(site.confirm(&mail).await.riding.as_deref(), Some("24028"));
    site.open_mail(&chosen).await;
}

#[tokio::test]
async fn a_form_of_sixteen_kilobytes_is_read_and_one_byte_more_is_not() {
    let site = TestSite::start().await;
    let padded = |bytes: usize| {
        let body = format!("padding={}", "x".repeat(bytes - "padding=".len()));
        Outgoing::form("/fr/pledges", &[]).body(body)
    };
    assert_eq!(site.send(padded(16 * 1024)).await.expect(422).page().language(), "fr");
    assert_eq!(site.send(padded(16 * 1024 + 1)).await.expect(413).page().language(), "fr");
}

#[tokio::test]
async fn a_form_of_another_media_type_is_refused_with_a_page() {
    let site = TestSite::start().await;
    let request = Outgoing::form("/en/pledges", &[]).header("content-type", "text/plain");
    let answer = site.send(request).await.expect(415);
    assert_eq!(answer.page().language(), "en");
}

/// Invariant 4: one form, sent for an address that is new, then asked, then counted.
#[tokio::test]
async fn the_form_leads_to_the_same_page_whoever_signs() {
    let site = TestSite::start().await;
    let anne = Person::new("Anne");
    let mut answers = Vec::new();
    for state in ["new", "pending", "counted"] {
        if state == "counted" {
            let mail = site.open_mail(&anne).await;
            site.confirm(&mail).await;
        }
        let mut answer = site.try_sign_page(&anne).await;
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

#[tokio::test]
async fn a_language_that_is_not_spoken_here_is_not_found() {
    let site = TestSite::start().await;
    site.try_sign(&Person::new("Marie")).await.expect(202);
    site.send(Outgoing::form("/de/pledges", &[])).await.expect(404);
    site.leave_mail();
}
