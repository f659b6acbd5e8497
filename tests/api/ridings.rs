//! `GET /v1/ridings?postal_code=`

use tests::{OTTAWA_CENTRE, Outgoing, TestSite};

#[tokio::test]
async fn a_postal_code_has_one_riding_several_or_none_that_is_known() {
    let site = TestSite::start().await;
    let one = site.get("/v1/ridings?postal_code=k2p%200a1").await.expect(200).json();
    assert_eq!((one["match"].as_str(), one["ridings"][0]["code"].as_str()), (Some("one"), Some(OTTAWA_CENTRE.1)));
    assert_eq!(one["ridings"][0]["name"]["fr"], "Ottawa-Centre");
    assert_eq!(one["ridings"][0]["province"], "ON");

    let several = site.get("/v1/ridings?postal_code=K1A0A6").await.expect(200).json();
    assert_eq!(several["match"], "several");
    assert!(several["ridings"].as_array().unwrap().len() > 1);

    let unknown = site.get("/v1/ridings?postal_code=G0B1A0").await.expect(404);
    assert_eq!(unknown.problem(), "postal_code_not_found");
}

#[tokio::test]
async fn what_is_no_postal_code_is_told_as_in_the_form() {
    let site = TestSite::start().await;
    for (typed, code) in [
        ("", "postal_code_missing"),
        ("90210", "postal_code_malformed"),
        ("K2P%20OA1", "postal_code_did_you_mean"),
        ("K1F0A6", "postal_code_unused_letter"),
    ] {
        let answer = site.get(&format!("/v1/ridings?postal_code={typed}")).await.expect(422);
        let answer = answer.json();
        let told = answer["errors"][0]["code"].as_str().or(answer["code"].as_str());
        assert_eq!(told, Some(code), "{typed}: {answer}");
    }
}

/// Invariant 5: a postal code in a query is personal. So nobody on the way may keep the answer, and no tag reveals the
/// question to somebody with access to the browser's cache.
#[tokio::test]
async fn a_looked_up_postal_code_is_kept_nowhere() {
    let site = TestSite::start().await;
    site.keep_private(["H2S 0A2".to_owned(), "H2S0A2".to_owned()]);
    for (typed, status) in [("H2S0A2", 200), ("K1A0A6", 200), ("G0B1A0", 404), ("K2P0OA", 422), ("", 422)] {
        for accepted in ["identity", "gzip"] {
            let asked = Outgoing::get(&format!("/v1/ridings?postal_code={typed}")).header("accept-encoding", accepted);
            let answer = site.send(asked.header("if-none-match", "*")).await.expect(status);
            assert!(!answer.text.contains("H2S"), "{}", answer.text);
            assert_eq!(answer.header("cache-control"), "no-store", "{typed}");
            for header in ["etag", "last-modified", "age", "expires", "content-encoding"] {
                assert!(!answer.headers.contains_key(header), "{typed}: {header}");
            }
        }
    }
}

/// Invariant 5: a postal code is posted. It stands in no address, and nothing keeps the answer.
#[tokio::test]
async fn the_finder_on_the_ridings_page_takes_a_postal_code_without_scripts() {
    let site = TestSite::start().await;
    site.keep_private(["H2S 0A2".to_owned(), "H2S0A2".to_owned()]);
    site.counter().await;
    for lang in ["en", "fr"] {
        let path = format!("/{lang}/ridings");
        let page = site.get(&path).await.expect(200).page();
        let form = page.all("form").find(|form| form.get("method") == "post").unwrap();
        assert_eq!(form.get("action"), path);
        assert_eq!(page.id("find-postal-code").get("name"), "postal_code");
        let find = async |typed: &str| site.send(Outgoing::form(&path, &[("postal_code", typed)])).await;
        let one = find("k2p 0a1").await.expect(303);
        assert_eq!(one.leads_to(), format!("/{lang}/ridings/{}", OTTAWA_CENTRE.1));
        let several = find("K1A0A6").await.expect(200);
        let links = several.page();
        let ridings = links.all("a").filter(|a| a.get("href").starts_with(&format!("{path}/"))).count();
        assert!(ridings > 1 && links.language() == lang);
        assert_eq!(links.id("field-postal_code").get("value"), "K1A0A6");
        for (typed, said) in [
            ("", ["Enter your postal code", "Entrez votre code postal"]),
            ("K2P OA1", ["K2P 0A1", "K2P 0A1"]),
            ("90210", ["K1A 0A6", "K1A 0A6"]),
            ("G0B 1A0", ["may be new", "peut-être nouveau"]),
        ] {
            let wrong = find(typed).await.expect(422);
            let said = said[usize::from(lang == "fr")];
            assert!(wrong.text.contains(said), "{typed}: {}", wrong.text);
            assert_eq!(wrong.page().id("field-postal_code").get("aria-invalid"), "true");
        }
        for answer in [one, several, find("H2S 0A2").await, find("<b>").await] {
            assert_eq!(answer.header("cache-control"), "no-store");
            assert!(!answer.text.contains("<b>"));
        }
        let not_a_form = Outgoing::json(&path, &serde_json::json!({ "postal_code": "K2P 0A1" }));
        site.send(not_a_form).await.expect(415);
    }
}
