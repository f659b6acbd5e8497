//! `GET /oembed?url=`: the answer for programs that turn a pasted address into an embedded page.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;
use tests::{Answer, OTTAWA_CENTRE, Page, TestSite};

async fn ask(site: &TestSite, path: &str, more: &str) -> Answer {
    let url = format!("{}{path}", site.url().trim_end_matches('/'));
    site.get(&format!("/oembed?url={}{more}", utf8_percent_encode(&url, NON_ALPHANUMERIC))).await
}

fn frame(answer: &Value) -> tests::Tag {
    Page::read(answer["html"].as_str().unwrap()).first("iframe").clone()
}

/// Follows a frame's address back into the site.
async fn open(site: &TestSite, frame: &tests::Tag) -> Answer {
    let path = frame.get("src").strip_prefix(site.url().trim_end_matches('/')).unwrap();
    site.get(path).await.expect(200)
}

#[tokio::test]
async fn a_campaign_page_becomes_a_counter_in_its_language() {
    let site = TestSite::start().await;
    for (path, lang, partner) in [
        ("/en", "en", false),
        ("/fr", "fr", false),
        ("/fr?partner=ccr", "fr", true),
        ("/en?partner=nobody", "en", false),
    ] {
        let answer = ask(&site, path, "&format=json").await.expect(200);
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert!(answer.header("content-type").starts_with("application/json"));
        let answer = answer.json();
        assert_eq!((&answer["version"], &answer["type"]), (&"1.0".into(), &"rich".into()));
        let page = site.get(path).await.expect(200).page();
        assert!(answer["title"].as_str().unwrap().starts_with(&page.first("h1").text), "{answer}");
        assert!(answer["provider_name"].is_string() && answer["cache_age"].as_u64().unwrap() > 0);
        assert_eq!(answer["provider_url"], format!("{}/", site.url().trim_end_matches('/')));
        let frame = frame(&answer);
        assert_eq!(frame.get("title"), answer["title"].as_str().unwrap());
        assert_eq!(frame.get("width"), answer["width"].to_string());
        assert_eq!(frame.get("height"), answer["height"].to_string());
        assert_eq!(frame.get("src").contains("partner=ccr"), partner);
        let shown = open(&site, &frame).await;
        assert_eq!(shown.page().language(), lang);
        assert!(shown.header("content-security-policy").contains("frame-ancestors *"));
    }
}

#[tokio::test]
async fn a_riding_page_becomes_that_ridings_counter_and_the_form_a_form() {
    let site = TestSite::start().await;
    let riding = ask(&site, &format!("/fr/ridings/{}", OTTAWA_CENTRE.1), "").await.expect(200).json();
    assert!(riding["title"].as_str().unwrap().contains("Ottawa-Centre"), "{riding}");
    assert!(open(&site, &frame(&riding)).await.text.contains("Ottawa-Centre"));
    let form = ask(&site, "/embed/form?lang=fr&partner=ccr&theme=dark", "").await.expect(200).json();
    let shown = open(&site, &frame(&form)).await.page();
    assert!(shown.form("/fr/pledges").contains(&("partner".to_owned(), "ccr".to_owned())));
    assert_eq!(shown.first("html").get("data-theme"), "dark");
}

#[tokio::test]
async fn it_is_never_larger_than_asked_for() {
    let site = TestSite::start().await;
    for path in ["/en", "/fr/ridings/35079", "/embed/form"] {
        let answer = ask(&site, path, "&maxwidth=320&maxheight=200").await.expect(200).json();
        assert!(answer["width"].as_u64().unwrap() <= 320 && answer["height"].as_u64().unwrap() <= 200, "{answer}");
        let full = ask(&site, path, "&maxwidth=many&maxheight=").await.expect(200).json();
        assert!(full["height"].as_u64().unwrap() > 200, "a size that is no number is none: {full}");
    }
    let low = ask(&site, "/en", "&maxheight=120").await.expect(200).json();
    assert!(frame(&low).get("src").contains("compact=1"), "the compact one fits");
}

#[tokio::test]
async fn nothing_else_is_embedded() {
    let site = TestSite::start().await;
    let own = site.url().trim_end_matches('/').to_owned();
    let host = own.split_once("://").unwrap().1;
    for path in
        ["/de", "/en/privacy", "/en/confirm?token=x", "/en/my-pledge?token=x", "/fr/ridings/99999", "/embed/counter.js"]
    {
        assert_eq!(ask(&site, path, "").await.expect(404).problem(), "oembed_url", "{path}");
    }
    let others = [
        "https://evil.example/en".to_owned(),
        format!("{own}.evil.example/en"),
        format!("ftp://{host}/en"),
        format!("http://user@{host}/en"),
        "en".to_owned(),
        String::new(),
    ];
    for url in others {
        let encoded = utf8_percent_encode(&url, NON_ALPHANUMERIC);
        let answer = site.get(&format!("/oembed?url={encoded}")).await.expect(404);
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert!(!answer.text.contains("evil"), "{}", answer.text);
    }
    site.get("/oembed").await.expect(404);
}

/// An address as people paste it: with a slash at its end, a fragment, a host in capitals, the other scheme, tracking.
#[tokio::test]
async fn an_address_is_found_however_it_was_pasted() {
    let site = TestSite::start().await;
    let own = site.url().trim_end_matches('/').to_owned();
    let host = own.split_once("://").unwrap().1;
    let loud = host.to_uppercase();
    for (url, shown) in [
        (format!("{own}/fr/"), "/embed/counter?lang=fr"),
        (format!("{own}/fr//"), "/embed/counter?lang=fr"),
        (format!("{own}/fr#sign"), "/embed/counter?lang=fr"),
        (format!("{own}/fr/?utm_source=a&utm_source=b&fbclid=x#sign"), "/embed/counter?lang=fr"),
        (format!("{own}/fr/?partner=ccr&partner=ccr"), "/embed/counter?lang=fr&partner=ccr"),
        (format!("{own}/fr/ridings/{}/", OTTAWA_CENTRE.1), "/embed/counter?lang=fr&riding=35079"),
        (format!("{own}/fr/ridings/{}/?sort=name#map", OTTAWA_CENTRE.1), "/embed/counter?lang=fr&riding=35079"),
        (format!("{own}/embed/form/?lang=fr&partner=ccr"), "/embed/form?lang=fr&theme=auto&partner=ccr"),
        (
            format!("{own}/embed/counter?lang=fr&riding=35079&theme=dark"),
            "/embed/counter?lang=fr&riding=35079&theme=dark",
        ),
        (format!("{own}/embed/counter/?compact=1"), "/embed/counter?lang=en&compact=1"),
        (format!("HTTP://{loud}/fr"), "/embed/counter?lang=fr"),
        (format!("https://{host}/fr"), "/embed/counter?lang=fr"),
        (format!("{host}/fr"), "/embed/counter?lang=fr"),
        (format!("//{host}/fr"), "/embed/counter?lang=fr"),
        (format!(" {own}/fr\n"), "/embed/counter?lang=fr"),
        (own.clone(), "/embed/counter?lang=en"),
        (format!("{own}/"), "/embed/counter?lang=en"),
        (format!("{own}/?partner=ccr"), "/embed/counter?lang=en&partner=ccr"),
        (format!("{own}?partner=ccr"), "/embed/counter?lang=en&partner=ccr"),
        (format!("{own}#x"), "/embed/counter?lang=en"),
    ] {
        let encoded = utf8_percent_encode(&url, NON_ALPHANUMERIC);
        let answer = site.get(&format!("/oembed?url={encoded}")).await.expect(200).json();
        assert_eq!(frame(&answer).get("src"), format!("{own}{shown}"), "{url}");
    }
}

/// A host that strips frames, or hides them until its script has heard from them, shows the link.
#[tokio::test]
async fn a_host_that_takes_no_frame_gets_a_quotation_with_a_link() {
    let site = TestSite::start().await;
    let own = site.url().trim_end_matches('/').to_owned();
    for (path, lang, leads) in [
        ("/en?partner=ccr", "en", "/en?partner=ccr"),
        ("/fr", "fr", "/fr"),
        ("/fr/ridings/35079", "fr", "/fr/ridings/35079"),
        ("/embed/form?lang=fr&partner=ccr", "fr", "/fr?partner=ccr"),
    ] {
        let answer = ask(&site, path, "").await.expect(200).json();
        let html = answer["html"].as_str().unwrap();
        // WordPress looks for exactly this: a quotation first, and then a frame.
        assert!(html.starts_with("<blockquote class=\"wp-embedded-content\"><a href="), "{html}");
        assert!(html.contains("</a></blockquote><iframe ") && html.ends_with("</iframe>"), "{html}");
        let link = Page::read(html).first("a").clone();
        assert_eq!(link.get("href"), format!("{own}{leads}"));
        assert_eq!(link.text, answer["title"].as_str().unwrap().replace('\u{202f}', " "));
        assert!(link.text.contains(if lang == "fr" { "temps" } else { "time" }), "{html}");
        site.get(leads).await.expect(200);
    }
}

/// The standard's own answer to a format that is not spoken.
#[tokio::test]
async fn xml_is_not_spoken() {
    let site = TestSite::start().await;
    let answer = ask(&site, "/en", "&format=xml").await.expect(501);
    assert_eq!(answer.problem(), "oembed_format");
}

#[tokio::test]
async fn the_campaign_page_says_where_to_ask() {
    let site = TestSite::start().await;
    let discovery = |page: &Page| page.all("link").find(|link| link.get("type") == "application/json+oembed").cloned();
    for path in ["/en", "/fr", "/fr?partner=ccr"] {
        let page = site.get(path).await.expect(200).page();
        let link = discovery(&page).unwrap();
        assert_eq!((link.get("rel"), link.get("title")), ("alternate", page.first("h1").text.as_str()));
        let at = link.get("href").strip_prefix(site.url().trim_end_matches('/')).unwrap();
        assert!(percent_decode_str(at).decode_utf8().unwrap().ends_with(path), "{at}");
        site.get(at).await.expect(200);
    }
    for path in ["/en/privacy", "/en/check-your-mail", "/embed/form", "/embed/counter"] {
        assert_eq!(discovery(&site.get(path).await.expect(200).page()), None, "{path}");
    }
}
