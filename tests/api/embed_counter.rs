//! `GET /embed/counter.js`, `/embed/counter`, `/embed/counter.svg`: the count in other sites' pages.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use tests::{Answer, Fault, OTTAWA_CENTRE, Outgoing, Person, ROSEMONT, TestSite, campaign};

const PUBLIC: &str = "public, max-age=2, s-maxage=2, stale-while-revalidate=2, stale-if-error=86400";

/// Asks as a browser of another site does.
async fn from_elsewhere(site: &TestSite, path: &str) -> Answer {
    site.send(Outgoing::get(path).header("origin", "https://partner.example")).await
}

/// Checks that any site may show an answer in a frame, and that nothing else is loosened.
#[track_caller]
fn may_be_framed(answer: &Answer) {
    let policy = answer.header("content-security-policy");
    assert!(policy.ends_with("; frame-ancestors *") && policy.contains("default-src 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(!answer.headers.contains_key("x-frame-options"), "it would refuse what the policy allows");
}

#[tokio::test]
async fn the_script_is_small_and_any_site_may_load_it() {
    let site = TestSite::start().await;
    for path in ["/embed/counter.js", "/embed/form.js"] {
        let script = from_elsewhere(&site, path).await.expect(200);
        assert!(script.header("content-type").starts_with("text/javascript"), "{path}");
        assert_eq!(script.header("cache-control"), PUBLIC);
        assert_eq!(script.header("access-control-allow-origin"), "*");
        assert_eq!(script.header("cross-origin-resource-policy"), "cross-origin");
        let mut zipped = GzEncoder::new(Vec::new(), Compression::new(6));
        zipped.write_all(script.text.as_bytes()).unwrap();
        assert!(zipped.finish().unwrap().len() < 5 * 1024, "{path}");
        let held = Outgoing::get(path).header("if-none-match", script.header("etag"));
        assert_eq!(site.send(held).await.expect(304).text, "");
    }
}

/// A frame in a sandbox has no origin of its own. Its browser asks for scripts and typeface as another site would.
#[tokio::test]
async fn all_that_a_framed_page_loads_may_be_loaded_from_a_sandbox() {
    let site = TestSite::start().await;
    for page in ["/embed/counter?lang=fr", "/embed/form", "/fr/check-your-mail?embed=1"] {
        let answer = from_elsewhere(&site, page).await.expect(200);
        may_be_framed(&answer);
        let page = answer.page();
        let files = page.all("script").map(|script| script.get("src").to_owned());
        let files: Vec<_> = files.chain(page.all("link").map(|link| link.get("href").to_owned())).collect();
        // The stylesheet names the typeface.
        let style = site.get(files.iter().find(|path| path.contains(".css")).unwrap()).await.expect(200).text;
        let font = style.split('"').find(|text| text.contains(".woff2")).unwrap().to_owned();
        assert!(files.len() >= 4, "two scripts, a stylesheet, an icon: {files:?}");
        let numbers = page.find("counter").map(|counter| counter.get("data-url").to_owned());
        for path in files.into_iter().chain(numbers).chain([font]) {
            let file = site.send(Outgoing::get(&path).header("origin", "null")).await.expect(200);
            assert_eq!(file.header("access-control-allow-origin"), "*", "{path}");
            if path.starts_with("/assets/") {
                assert_eq!(file.header("cross-origin-resource-policy"), "cross-origin", "{path}");
            }
            let varies = file.headers.get_all("vary").iter().any(|vary| vary.to_str().unwrap().contains("origin"));
            assert!(!varies, "{path}: one copy in a cache is for everybody");
            let known = Outgoing::get(&path).header("origin", "null").header("if-none-match", file.header("etag"));
            assert_eq!(site.send(known).await.expect(304).header("access-control-allow-origin"), "*", "{path}");
        }
    }
}

/// Frame, image and script say in the same words which goal is reached and which is next.
#[tokio::test]
async fn one_sentence_says_the_goal_in_all_embeds() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    site.counter().await;
    for lang in ["en", "fr"] {
        let frame = site.get(&format!("/embed/counter?lang={lang}")).await.expect(200).page();
        let said = frame.all("p").find(|p| p.get("class") == "goal").unwrap().text.clone();
        let image = site.get(&format!("/embed/counter.svg?lang={lang}")).await.expect(200).text;
        let said = if lang == "fr" { said.replace(" :", "\u{202f}:").replace("1 000", "1\u{202f}000") } else { said };
        assert!(image.contains(&format!(">{said}</text>")), "{said}: {image}");
        let script = site.get("/embed/counter.js").await.expect(200).text;
        assert!(script.contains(&said.replace("1,000", "{goal}").replace("1\u{202f}000", "{goal}")), "{said}");
        assert!(script.contains("{reached}"), "{script}");
    }
}

/// Invariant 6
#[tokio::test]
async fn the_script_speaks_both_languages_as_the_pages_do() {
    let site = TestSite::start().await;
    let script = site.get("/embed/counter.js").await.expect(200).text;
    let line = script.lines().find(|line| line.starts_with("const TEXTS = ")).unwrap();
    let json = line.trim_start_matches("const TEXTS = ").trim_end_matches(';');
    let texts: serde_json::Value = serde_json::from_str(json).unwrap();
    let page = site.get("/fr").await.expect(200);
    assert_eq!(texts["fr"]["title"], page.page().first("h1").text);
    assert!(page.text.contains(texts["fr"]["zero"].as_str().unwrap()), "nobody has signed yet");
    assert_eq!(
        (&texts["fr"]["one"], &texts["fr"]["other"]),
        (&"personne a signé".into(), &"personnes ont signé".into())
    );
    assert_eq!(
        (&texts["en"]["one"], &texts["en"]["other"]),
        (&"person has signed".into(), &"people have signed".into())
    );
    let (english, french) = (texts["en"].as_object().unwrap(), texts["fr"].as_object().unwrap());
    assert!(english.keys().eq(french.keys()));
    for (key, text) in english {
        assert_ne!(text, &french[key], "{key}");
        assert!(!text.to_string().contains('<'), "{key}: nothing that could end a script");
    }
    assert!(texts["fr"]["goal"].as_str().unwrap().contains("\u{202f}: {goal}"), "French typography");
}

/// Invariant 7: the number is in the page that a frame shows, without scripts.
#[tokio::test]
async fn the_frame_shows_the_number_without_scripts() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    site.pledge(&Person::new("Émilie").living_at(ROSEMONT.0)).await;
    site.counter().await;
    for (query, lang, label) in [("", "en", "people have signed"), ("?lang=fr", "fr", "personnes ont signé")] {
        let answer = from_elsewhere(&site, &format!("/embed/counter{query}")).await.expect(200);
        may_be_framed(&answer);
        assert_eq!(answer.header("cache-control"), PUBLIC);
        assert!(answer.header("etag").starts_with('"'));
        let page = answer.page();
        assert_eq!(page.language(), lang);
        let number = page.all("span").find(|span| span.has("data-count")).unwrap();
        assert_eq!((number.text.as_str(), number.get("data-count")), ("2", "2"));
        assert!(answer.text.contains(label));
        assert_eq!(page.first("progress").get("max"), campaign().goal_at(1).to_string());
        assert!(
            page.all("header").next().is_none() && page.all("footer").next().is_none(),
            "the site around it has its own"
        );
        let call = page.all("a").find(|a| a.get("href") == format!("/{lang}")).unwrap();
        assert_eq!(
            (call.get("target"), call.get("rel")),
            ("_blank", "noopener"),
            "the frame is too small for the page"
        );
    }
}

#[tokio::test]
async fn the_frame_can_be_of_one_riding_in_a_look_of_its_own_and_for_a_partner() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Émilie").living_at(ROSEMONT.0)).await;
    site.counter().await;
    let path = format!("/embed/counter?lang=fr&theme=dark&riding={}&partner=ccr&compact=1", ROSEMONT.1);
    let answer = site.get(&path).await.expect(200);
    may_be_framed(&answer);
    assert!(answer.text.contains("personne a signé dans Rosemont\u{2060}—La Petite-Patrie"), "{}", answer.text);
    let page = answer.page();
    assert_eq!(page.first("html").get("data-theme"), "dark");
    assert_eq!(page.id("counter").get("data-url"), format!("/v1/tally/{}", ROSEMONT.1));
    assert!(page.all("progress").next().is_none(), "the goal is everybody's");
    assert!(page.all("a").any(|a| a.get("href") == "/fr?partner=ccr"));
    assert!(answer.text.contains("class=\"embedded-counter compact\""));

    let elsewhere = site.get(&format!("/embed/counter?riding={}", OTTAWA_CENTRE.1)).await.expect(200);
    assert!(elsewhere.text.contains("Be the first to sign in Ottawa Centre"));
}

#[tokio::test]
async fn what_an_address_says_wrongly_harms_nobody() {
    let site = TestSite::start().await;
    let odd = "/embed/counter?lang=de&theme=%22%3E%3Cscript%3E&partner=%22%3E%3Cscript%3E&compact=%22";
    let answer = site.get(odd).await.expect(200);
    assert!(!answer.text.contains("<script>") && !answer.text.contains("\"&#62;"));
    let page = answer.page();
    assert_eq!((page.language(), page.first("html").get("data-theme")), ("en", "auto"));
    for riding in ["99999", "abc", "%3Cscript%3E"] {
        let answer = site.get(&format!("/embed/counter?lang=fr&riding={riding}")).await.expect(404);
        may_be_framed(&answer);
        assert_eq!((answer.page().language(), answer.header("cache-control")), ("fr", "no-store"));
        let image = site.get(&format!("/embed/counter.svg?riding={riding}")).await.expect(404);
        assert_eq!(image.problem(), "riding_not_found");
    }
}

/// One answer for everybody: caches do not ask which language a browser prefers.
#[tokio::test]
async fn an_embed_is_the_same_whatever_the_browser_prefers() {
    let site = TestSite::start().await;
    for path in ["/embed/counter", "/embed/counter.svg", "/embed/form"] {
        let french = site.send(Outgoing::get(path).header("accept-language", "fr")).await.expect(200);
        let english = site.send(Outgoing::get(path).header("accept-language", "en")).await.expect(200);
        assert_eq!((french.header("etag"), &french.text), (english.header("etag"), &english.text), "{path}");
    }
}

#[tokio::test]
async fn the_image_has_number_goal_and_words_for_those_who_cannot_see_it() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    site.counter().await;
    for (query, title, said, goal) in [
        ("", "It’s time to lead", "1 person has signed", "Our goal: 1,000"),
        ("?lang=fr", "Il est temps de donner l’exemple", "1 personne a signé", "Notre objectif\u{202f}: 1\u{202f}000"),
    ] {
        let image = from_elsewhere(&site, &format!("/embed/counter.svg{query}")).await.expect(200);
        assert!(image.header("content-type").starts_with("image/svg+xml"));
        assert_eq!(image.header("cache-control"), PUBLIC);
        assert!(image.header("etag").starts_with('"'));
        assert_eq!(image.header("cross-origin-resource-policy"), "cross-origin");
        assert!(image.text.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
        assert!(image.text.contains(&format!("<title id=\"title\">{title}</title>")), "{}", image.text);
        assert!(image.text.contains(&format!("<desc id=\"description\">{said}. {goal}</desc>")), "{}", image.text);
        assert!(image.text.contains(&format!(">{goal}</text>")));
        assert!(
            !image.text.contains("<style") && !image.text.contains(" style="),
            "the image's own policy refuses those"
        );
    }
    let riding = site.get(&format!("/embed/counter.svg?riding={}&theme=dark", OTTAWA_CENTRE.1)).await.expect(200);
    assert!(riding.text.contains(">Ottawa Centre</text>") && riding.text.contains("fill=\"#12161f\""));
}

/// Invariant 8: the store may be away; embeds go on with the last number and show its age.
#[tokio::test]
async fn embeds_outlive_the_store() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    site.counter().await;
    site.wire().break_all("Query", Fault::NeverArrives);
    site.advance_clock(90);
    for path in ["/embed/counter", "/embed/counter.svg", "/embed/form"] {
        let answer = site.get(path).await.expect(200);
        assert!(answer.text.contains(">1<"), "{path}");
        assert!(answer.header("age").parse::<u64>().unwrap() >= 90, "{path}");
    }
    assert!(site.wire().faults_met() > 0);
}

#[tokio::test]
async fn a_partner_can_ask_how_many_it_brought() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    site.pledge(&Person::new("Émilie").brought_by("ccr")).await;
    site.counter().await;
    let counter = async || site.get("/v1/counter?partner=ccr").await.expect(200).json();
    assert_eq!(
        (&counter().await["total"], &counter().await["partner"]),
        (&2.into(), &json!({ "slug": "ccr", "count": null })),
        "no hour is counted yet"
    );
    site.advance(61).await;
    let hour = site.now();
    let few = json!({ "slug": "ccr", "count": null, "fewer_than": 5, "as_of": hour.to_string() });
    assert_eq!(counter().await["partner"], few);
    for name in ["Paul", "Ana", "Lise", "Omar"] {
        site.pledge(&Person::new(name).brought_by("ccr")).await;
    }
    site.advance(61).await;
    let many = json!({ "slug": "ccr", "count": 5, "as_of": site.now().to_string() });
    assert_eq!(counter().await["partner"], many);
    for path in ["/v1/counter?partner=nobody", "/v1/counter"] {
        assert!(site.get(path).await.expect(200).json().get("partner").is_none(), "{path}");
    }
}
