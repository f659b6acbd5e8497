//! `POST /v1/pledges`

use axum::body::Body;
use futures::future::join_all;
use http::header::DATE;
use http_body_util::BodyExt as _;
use serde_json::json;
use tests::{Answer, OTTAWA_CENTRE, Outgoing, Person, ROSEMONT, SOURCE, Setup, TestSite, campaign};
use tower::ServiceExt as _;

/// Invariants 1 and 2
#[tokio::test]
async fn someone_signs_confirms_and_is_counted_in_their_riding() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    assert_eq!((asked.kind(), asked.locale()), ("confirm", "en"));
    assert_eq!(site.tally().await.total, 0, "a form counts nobody");

    let confirmed = site.confirm(&asked).await;
    assert_eq!((confirmed.status.as_str(), confirmed.riding.as_deref()), ("confirmed", Some(OTTAWA_CENTRE.1)));
    assert_eq!((confirmed.riding_count, confirmed.total), (1, 1));
    let thanks = site.open_mail(&marie).await;
    assert_eq!((thanks.kind(), thanks.link()), ("confirmed", confirmed.manage_url.as_str()));
    let tally = site.tally().await;
    assert_eq!((tally.total, tally.at(OTTAWA_CENTRE.1)), (1, 1));
    assert_eq!(site.counter().await.total, 1);
}

/// Invariant 6
#[tokio::test]
async fn someone_who_signs_in_french_is_written_to_in_french() {
    let site = TestSite::start().await;
    let emilie = Person::new("Émilie").in_french().living_at(ROSEMONT.0);
    site.sign(&emilie).await;
    let asked = site.open_mail(&emilie).await;
    assert_eq!(asked.locale(), "fr");
    assert!(asked.path().starts_with("/fr/confirm?token="), "{}", asked.path());
    assert!(asked.html().contains("lang=\"fr"));
    let confirmed = site.confirm(&asked).await;
    assert_eq!(confirmed.riding.as_deref(), Some(ROSEMONT.1));
    assert_eq!(site.open_mail(&emilie).await.locale(), "fr");
}

/// Invariant 4: a stranger sees the same answer for a new, a pending and a counted address.
#[tokio::test]
async fn the_answer_is_the_same_to_the_byte_whoever_signs() {
    let site = TestSite::start().await;
    let (new, pending, counted) = (Person::new("Anne"), Person::new("Paul"), Person::new("Lise"));
    site.sign(&pending).await;
    site.pledge(&counted).await;
    site.settle().await;
    let mut answers = Vec::new();
    for person in [&new, &pending, &counted] {
        let Answer { status, mut headers, text, .. } = site.try_sign(person).await;
        headers.remove(DATE);
        answers.push((status, headers, text));
    }
    assert_eq!(answers[0].0, 202);
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
    site.leave_mail();
}

/// Invariant 4: the work is the same for a new, a pending and a counted address: one write of one unit, nothing read.
/// The switches, which are everybody's, were read before and are kept for some seconds.
#[tokio::test]
async fn signing_is_one_write_of_one_unit_and_one_of_the_index_whoever_signs() {
    let site = TestSite::start().await;
    let (new, pending, counted) = (Person::new("Anne"), Person::new("Paul"), Person::new("Lise"));
    site.sign(&pending).await;
    site.pledge(&counted).await;
    let (sign, wire) = site.another_sign_function().await;
    for person in [&new, &pending, &counted] {
        site.keep_private(person.private_values());
        drop(wire.take());
        let request = Outgoing::json("/v1/pledges", &person.json()).into_request("").map(Body::new);
        let answer = sign.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), 202);
        let written = wire.take();
        assert_eq!(written.len(), 1, "{written:?}");
        assert_eq!((written[0].operation.as_str(), written[0].units), ("PutItem", 2.0));
        assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), "{\"status\":\"check_your_mail\"}");
    }
    site.leave_mail();
}

#[tokio::test]
async fn every_error_is_told_at_once_in_the_language_of_the_signer() {
    let site = TestSite::start().await;
    let wrong = |locale: &str| {
        json!({
            "first_name": "7", "last_name": "www.example.com", "email": "marie@", "postal_code": "K1F 0A6", "comment": "é".repeat(1001),
            "locale": locale, "consents": { "updates": "yes" },
        })
    };
    let english = site.send(Outgoing::json("/v1/pledges", &wrong("en"))).await.expect(422);
    assert_eq!(english.problem(), "invalid_form");
    let english = english.json();
    let mut codes: Vec<_> = english["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["field"].as_str().unwrap(), e["code"].as_str().unwrap()))
        .collect();
    codes.sort_unstable();
    let expected = [
        ("comment", "comment_too_long"),
        ("consents.updates", "field_type"),
        ("email", "email_malformed"),
        ("first_name", "name_character"),
        ("last_name", "name_link"),
        ("postal_code", "postal_code_unused_letter"),
    ];
    assert_eq!(codes, expected);

    let french = site.send(Outgoing::json("/v1/pledges", &wrong("fr"))).await.expect(422).json();
    assert_ne!(english["title"], french["title"]);
    let pairs = english["errors"].as_array().unwrap().iter().zip(french["errors"].as_array().unwrap());
    for (one, other) in pairs {
        assert_eq!((&one["field"], &one["code"]), (&other["field"], &other["code"]));
        assert_ne!(one["message"], other["message"], "{one}");
        assert!(one["message"].as_str().is_some_and(|message| message.len() > 10), "{one}");
    }
}

#[tokio::test]
async fn without_a_locale_the_browser_chooses_the_language_of_errors() {
    let site = TestSite::start().await;
    let empty = Outgoing::json("/v1/pledges", &json!({}));
    let french = site.send(empty.clone().header("accept-language", "fr-CA, en;q=0.5")).await.expect(422).json();
    let english = site.send(empty.header("accept-language", "de, en")).await.expect(422).json();
    assert_ne!(french["title"], english["title"]);
    let unknown = site.send(Outgoing::json("/v1/pledges", &json!({ "locale": "de" }))).await.expect(422).json();
    assert_eq!(unknown["errors"][0]["code"], "locale_unknown");
}

#[tokio::test]
async fn a_body_of_sixteen_kilobytes_is_read_and_one_byte_more_is_not() {
    let site = TestSite::start().await;
    let padded = |bytes: usize| {
        let body = format!("{{{}}}", " ".repeat(bytes - 2));
        Outgoing::json("/v1/pledges", &json!({})).body(body)
    };
    assert_eq!(site.send(padded(16 * 1024)).await.expect(422).problem(), "invalid_form");
    assert_eq!(site.send(padded(16 * 1024 + 1)).await.expect(413).problem(), "body_too_large");
    assert_eq!(site.send(padded(1024 * 1024)).await.expect(413).problem(), "body_too_large");
}

#[tokio::test]
async fn what_is_not_a_json_object_is_refused() {
    let site = TestSite::start().await;
    for body in ["", "{", "[]", "\"x\"", "null", "{\"first_name\": \"\u{0}", "\u{feff}{}"] {
        let request = Outgoing::json("/v1/pledges", &json!({})).body(body);
        assert_eq!(site.send(request).await.expect(400).problem(), "not_json", "{body:?}");
    }
    let broken_text = Outgoing::json("/v1/pledges", &json!({})).body(b"{\"first_name\": \"\xff\"}".as_slice());
    assert_eq!(site.send(broken_text).await.expect(400).problem(), "not_json");
}

#[tokio::test]
async fn another_media_type_is_refused() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    for content_type in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json-seq"]
    {
        let request = Outgoing::json("/v1/pledges", &marie.json()).header("content-type", content_type);
        assert_eq!(site.send(request).await.expect(415).problem(), "unsupported_media_type", "{content_type}");
    }
}

#[tokio::test]
async fn a_code_on_a_boundary_asks_for_the_riding_and_counts_in_the_one_chosen() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie").living_at("K1A 0A6");
    let asked = site.try_sign(&marie).await.expect(422);
    assert_eq!(asked.problem(), "riding_ambiguous");
    let choices = asked.json()["ridings"].as_array().unwrap().clone();
    let codes: Vec<_> = choices.iter().map(|riding| riding["code"].as_str().unwrap()).collect();
    assert_eq!(codes[0], OTTAWA_CENTRE.1, "the likeliest first");
    assert!(codes.len() > 1 && codes.contains(&"35081"), "{codes:?}");
    assert!(choices.iter().all(|riding| riding["name"]["en"].is_string() && riding["name"]["fr"].is_string()));

    site.pledge(&marie.choosing("35081")).await;
    assert_eq!(site.tally().await.at("35081"), 1);
}

#[tokio::test]
async fn a_code_that_no_table_has_asks_for_a_riding_of_its_province_rather_than_refuse_a_person() {
    let site = TestSite::start().await;
    let nora = Person::new("Nora").living_at("G0B 1A0");
    let asked = site.try_sign(&nora).await.expect(422);
    assert_eq!(asked.problem(), "riding_ambiguous");
    let asked = asked.json();
    let choices = asked["ridings"].as_array().unwrap();
    assert_eq!(choices.len(), 78, "Québec has so many ridings");
    assert!(choices.iter().all(|riding| riding["province"] == "QC"));

    let elsewhere = site.try_sign(&nora.clone().choosing("59001")).await.expect(422).json();
    assert_eq!(elsewhere["errors"][0]["code"], "riding_elsewhere");
    site.pledge(&nora.choosing("24041")).await;
    assert_eq!(site.tally().await.at("24041"), 1);
}

#[tokio::test]
async fn a_letter_that_looks_like_a_digit_is_asked_about() {
    let site = TestSite::start().await;
    let asked = site.try_sign(&Person::new("Marie").living_at("K2P OA1")).await.expect(422).json();
    let error = &asked["errors"][0];
    assert_eq!((&error["field"], &error["code"]), (&json!("postal_code"), &json!("postal_code_did_you_mean")));
    assert!(error["message"].as_str().unwrap().contains("K2P 0A1"), "{error}");
}

#[tokio::test]
async fn a_citizen_abroad_is_counted_and_in_no_riding() {
    let site = TestSite::start().await;
    let ana = Person::new("Ana").abroad("PT");
    site.sign(&ana).await;
    let asked = site.open_mail(&ana).await;
    let confirmed = site.confirm(&asked).await;
    assert_eq!((confirmed.riding, confirmed.riding_count, confirmed.total), (None, 1, 1));
    site.open_mail(&ana).await;
    let tally = site.tally().await;
    assert_eq!((tally.abroad, tally.ridings.len()), (1, 0));
}

#[tokio::test]
async fn a_partner_is_credited_and_a_made_up_one_is_not() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie").brought_by("ccr")).await;
    site.pledge(&Person::new("Paul").brought_by("nobody-knows")).await;
    site.pledge(&Person::new("Anne").brought_by("Not a slug!")).await;
    let counters = site.tables().items_of("Tally", "N#").await;
    let credits: Vec<_> = counters.iter().flatten().filter(|(name, _)| name.starts_with("p:")).collect();
    let number = json!({ "N": "1" });
    assert_eq!(credits, [(&"p:ccr".to_owned(), &number)]);
    assert_eq!(site.tally().await.total, 3);
}

#[tokio::test]
async fn a_link_in_a_name_is_refused_and_never_mailed() {
    let site = TestSite::start().await;
    for name in [
        "evil.example",
        "http://x",
        "Win at www.evil",
        "a@b.example",
        "evil\u{34f}.com",
        "=HYPERLINK(1)",
        "Ma\u{202e}rie",
    ] {
        let mut marie = Person::new("Marie");
        marie.first_name = name.to_owned();
        site.try_sign(&marie).await.expect(422);
        assert!(site.open_mails(&marie).await.is_empty());
    }
}

#[tokio::test]
async fn names_of_every_people_are_taken_and_written_as_they_are() {
    let site = TestSite::start().await;
    for name in ["Sḵwx̱wú7mesh", "Zoë", "O’Brien", "李", "محمد", "Jean-François"] {
        let mut person = Person::new("x");
        person.first_name = name.to_owned();
        site.sign(&person).await;
        let mail = site.open_mail(&person).await;
        assert!(mail.text().contains(name), "{name}: {}", mail.text());
        site.confirm(&mail).await;
        site.open_mail(&person).await;
    }
    assert_eq!(site.tally().await.total, 6);
}

/// The limit of forms from one network, from both sides, by the sender's address as the gateway gives it. Ten invalid forms
/// cost as much as a valid one.
#[tokio::test]
async fn a_network_may_send_1200_invalid_forms_in_ten_minutes_and_no_header_helps_it_to_more() {
    let site = TestSite::start().await;
    let from = |address: &str| Outgoing::json("/v1/pledges", &json!({})).header(SOURCE, address);
    for _ in 0..600 {
        site.send(from("192.0.2.1")).await.expect(422);
        site.send(Outgoing::form("/en/pledges", &[]).header(SOURCE, "192.0.2.1")).await.expect(422);
    }
    let refused = site.send(from("192.0.2.1")).await.expect(429);
    assert_eq!(refused.problem(), "rate_limited");
    let seconds: i64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=601).contains(&seconds), "{seconds}");
    site.send(from("192.0.2.250")).await.expect(429);
    for claim in ["198.51.100.1", "198.51.100.1, 192.0.2.1", "::1"] {
        site.send(from("192.0.2.1").header("x-forwarded-for", claim)).await.expect(429);
        site.send(from("192.0.2.1").header("forwarded", &format!("for={claim}"))).await.expect(429);
    }
    let form = Outgoing::form("/fr/pledges", &[]).header(SOURCE, "192.0.2.1");
    let page = site.send(form).await.expect(429);
    assert_eq!(page.page().language(), "fr");
    assert!(page.headers.contains_key("retry-after"));

    site.send(from("192.0.3.1")).await.expect(422);
    site.advance(10).await;
    site.send(from("192.0.2.1")).await.expect(422);
}

#[tokio::test]
async fn a_network_may_send_120_valid_forms_in_ten_minutes() {
    let site = TestSite::start().await;
    let form = Outgoing::json("/v1/pledges", &Person::new("Marie").json());
    for _ in 0..120 {
        site.send(form.clone().header(SOURCE, "192.0.2.1")).await.expect(202);
    }
    site.send(form.clone().header(SOURCE, "192.0.2.1")).await.expect(429);
    site.send(form.header(SOURCE, "192.0.3.1")).await.expect(202);
    site.leave_mail();
}

/// Attack A2: 120 invalid forms made the next real form of their network wait for ten minutes.
#[tokio::test]
async fn after_120_invalid_forms_a_real_one_of_the_same_network_is_taken() {
    let site = TestSite::start().await;
    for _ in 0..60 {
        site.send(Outgoing::json("/v1/pledges", &json!({})).header(SOURCE, "192.0.2.1")).await.expect(422);
        site.send(Outgoing::form("/en/pledges", &[]).header(SOURCE, "192.0.2.1")).await.expect(422);
    }
    let marie = Person::new("Marie");
    site.send(Outgoing::json("/v1/pledges", &marie.json()).header(SOURCE, "192.0.2.1")).await.expect(202);
    site.open_mail(&marie).await;
}

#[tokio::test]
async fn the_form_is_closed_before_the_first_moment_and_from_the_last() {
    let campaign = campaign();
    let second = jiff::SignedDuration::from_secs(1);
    let moments = [
        (campaign.opens_at - second, 403, "campaign_not_open"),
        (campaign.closes_at, 403, "campaign_closed"),
        (campaign.opens_at, 422, "invalid_form"),
        (campaign.closes_at - second, 422, "invalid_form"),
    ];
    for (starts_at, status, code) in moments {
        let site = TestSite::open(Setup { starts_at, ..Setup::default() }).await;
        let answer = site.send(Outgoing::json("/v1/pledges", &json!({}))).await.expect(status);
        assert_eq!(answer.problem(), code);
    }
}

/// Links in mails are built from the configured address and never from a header.
#[tokio::test]
async fn no_host_header_gets_into_a_mail() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.keep_private(marie.private_values());
    let request = Outgoing::json("/v1/pledges", &marie.json())
        .header("host", "evil.example")
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "host=evil.example");
    site.send(request).await.expect(202);
    let mail = site.open_mail(&marie).await;
    assert!(mail.link().starts_with(&format!("{}/en/confirm?token=", site.url())), "{}", mail.link());
    assert!(!format!("{}{}", mail.text(), mail.html()).contains("evil.example"));
}

/// Invariant 1: one person, whatever they send and however the address is spelled.
#[tokio::test]
async fn the_same_person_from_64_submissions_counts_once() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let spellings: Vec<Person> = (0..64)
        .map(|number| {
            let mut again = marie.clone();
            let (local, domain) = marie.email.split_once('@').unwrap();
            again.email = match number % 4 {
                0 => marie.email.clone(),
                1 => format!("{}@{domain}", local.to_uppercase()),
                2 => format!("{local}+{number}@{domain}"),
                _ => format!("{local}@EXAMPLE.ORG"),
            };
            again
        })
        .collect();
    join_all(spellings.iter().map(|person| site.sign(person))).await;
    let mut asked = 0;
    for _ in 0..6 {
        for person in &spellings {
            for mail in site.open_mails(person).await {
                if mail.kind() == "confirm" {
                    asked += 1;
                    let answer = site.try_confirm(&mail.token()).await;
                    // Somebody who proves another spelling is counted already, and does not see that pledge.
                    let known = answer.status != 200 && answer.problem() == "other_spelling";
                    assert!(known || answer.status == 200, "{}", answer.text);
                }
            }
        }
        site.advance(10).await;
    }
    assert!(asked > 1, "{asked} of twenty spellings were asked");
    for person in &spellings {
        site.open_mails(person).await;
    }
    assert_eq!(site.tally().await.total, 1);
}
