//! `GET /`, `/{lang}`, and rules for every page

use tests::{Outgoing, Person, TestSite};

/// Pages that anybody may open, by the part of the address after the language.
const PAGES: [&str; 8] =
    ["", "/privacy", "/ridings", "/ridings/35079", "/check-your-mail", "/withdrawn", "/letter", "/letter/35079"];

/// Invariant 6
#[tokio::test]
async fn every_page_is_there_in_both_languages_and_leads_to_the_other() {
    let site = TestSite::start().await;
    for path in PAGES {
        let [english, french] = [("en", "fr"), ("fr", "en")].map(|(lang, other)| {
            let site = &site;
            async move {
                let answer = site.get(&format!("/{lang}{path}")).await.expect(200);
                let page = answer.page();
                assert_eq!(page.language(), lang, "{path}");
                let there = format!("/{other}{path}");
                let link = page.all("a").find(|a| a.get("href").ends_with(&there) && a.get("lang").starts_with(other));
                assert!(link.is_some(), "/{lang}{path} leads to {there} and says in which language that is");
                (page.first("title").text.clone(), answer.text)
            }
        });
        let (english, french) = (english.await, french.await);
        assert!(!english.0.is_empty() && english.0 != french.0, "{path}: the title is in its language");
        for (text, lang) in [(&english.1, "en"), (&french.1, "fr")] {
            assert!(!text.contains("{$") && !text.contains("{ $"), "/{lang}{path} has a text that was not filled in");
        }
    }
}

#[tokio::test]
async fn the_first_page_is_in_the_language_of_the_browser() {
    let site = TestSite::start().await;
    for (accepts, page) in [
        ("fr-CA,fr;q=0.9,en;q=0.8", "/fr"),
        ("en-GB", "/en"),
        ("de", "/en"),
        ("en;q=0.1, fr;q=0.9", "/fr"),
        ("", "/en"),
    ] {
        let answer = site.send(Outgoing::get("/").header("accept-language", accepts)).await.expect(303);
        assert_eq!(answer.leads_to(), page, "{accepts}");
        assert!(
            answer.header("vary").to_lowercase().contains("accept-language"),
            "a cache must not give one to the other"
        );
    }
}

#[tokio::test]
async fn what_is_not_there_is_told_in_the_look_of_the_site() {
    let site = TestSite::start().await;
    let campaign = site.get("/en").await.expect(200).page();
    let stylesheet =
        campaign.all("link").find(|link| link.get("rel") == "stylesheet").expect("the page has a stylesheet").clone();
    for (path, lang) in [
        ("/en/nowhere", "en"),
        ("/fr/nulle-part", "fr"),
        ("/fr/my-pledge/nowhere", "fr"),
        ("/nowhere", "en"),
        ("/de", "en"),
    ] {
        let page = site.get(path).await.expect(404).page();
        assert_eq!(page.language(), lang, "{path}");
        assert!(page.all("link").any(|link| link.attributes == stylesheet.attributes), "{path} has the site's look");
        assert!(page.all("a").any(|a| a.get("href").ends_with(&format!("/{lang}"))), "{path} leads back");
    }
    assert_eq!(site.get("/v1/nothing").await.expect(404).problem(), "not_found");
}

#[tokio::test]
async fn a_slash_too_many_leads_to_the_address_without_it_and_never_elsewhere() {
    let site = TestSite::start().await;
    for (path, meant) in [("/fr/", "/fr"), ("/en/ridings/35079/?x=1", "/en/ridings/35079?x=1")] {
        assert_eq!(site.get(path).await.expect(308).header("location"), meant);
    }
    for path in ["//evil.example/", "/fr//"] {
        site.get(path).await.expect(404);
    }
}

/// Invariant 8: the files of pages are kept for ever under a name that changes with them.
#[tokio::test]
async fn stylesheet_and_script_are_there_and_kept_for_ever() {
    let site = TestSite::start().await;
    let page = site.get("/fr").await.expect(200).page();
    let links = page.all("link").filter(|link| link.get("href").starts_with("/assets/")).map(|link| link.get("href"));
    let scripts = page.all("script").filter(|script| script.has("src")).map(|script| script.get("src"));
    let assets: Vec<_> = links.chain(scripts).collect();
    assert!(assets.len() >= 2, "{assets:?}");
    for path in assets {
        let asset = site.get(path).await.expect(200);
        assert_eq!(asset.header("cache-control"), "public, max-age=31536000, immutable", "{path}");
    }
    site.get("/assets/none.css").await.expect(404);
    assert!(site.get("/robots.txt").await.expect(200).header("content-type").starts_with("text/plain"));
}

/// Invariant 7: no page needs code that its own security policy would refuse.
#[tokio::test]
async fn no_page_has_inline_scripts_or_styles_or_anything_from_elsewhere() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let thanks = site.pledge(&marie).await;
    let mut paths: Vec<_> = ["en", "fr"].iter().flat_map(|lang| PAGES.map(|path| format!("/{lang}{path}"))).collect();
    paths.push(thanks.path().to_owned());
    for path in paths {
        let answer = site.get(&path).await.expect(200);
        let policy = answer.header("content-security-policy").to_owned();
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
        let page = answer.page();
        assert!(page.all("script").any(|script| script.get("src").starts_with("/assets/")), "{path}: its script");
        for script in page.all("script") {
            let holds_data = script.get("type") == "application/json" || script.get("type") == "application/ld+json";
            assert!(script.get("src").starts_with("/assets/") || holds_data, "{path}: {script:?}");
        }
        assert_eq!(page.all("style").count(), 0, "{path}");
        for image in page.all("img") {
            assert!(image.get("src").starts_with('/') || image.get("src").starts_with("data:"), "{path}: {image:?}");
            assert!(image.has("alt"), "{path}: {image:?}");
        }
        assert!(!answer.text.contains(" style=\"") && !answer.text.contains(" onclick="), "{path}");
    }
}

#[tokio::test]
async fn the_campaign_page_credits_a_partner_it_knows() {
    let site = TestSite::start().await;
    let known = site.get("/en?partner=ccr").await.expect(200).page().form("/en/pledges");
    assert!(known.contains(&("partner".to_owned(), "ccr".to_owned())), "{known:?}");
    let unknown = site.get("/en?partner=%3Cscript%3E").await.expect(200);
    assert!(
        !unknown.text.contains("<script>alert") && !unknown.text.contains("value=\"&#60;script"),
        "it is not shown"
    );
    assert!(!unknown.page().form("/en/pledges").iter().any(|(name, value)| name == "partner" && !value.is_empty()));
}

/// Pages that hold a token are nobody's to keep or list.
#[tokio::test]
async fn private_pages_are_neither_kept_nor_listed() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    let mut pages = vec![site.get(asked.path()).await.expect(200)];
    site.confirm(&asked).await;
    let thanks = site.open_mail(&marie).await;
    pages.push(site.get(&asked.path().replace("/confirm?", "/thank-you?")).await.expect(200));
    pages.push(site.get(thanks.path()).await.expect(200));
    for answer in pages {
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        let page = answer.page();
        let robots = page.all("meta").find(|meta| meta.get("name") == "robots").expect("it speaks to search engines");
        assert!(robots.get("content").contains("noindex"));
    }
}
