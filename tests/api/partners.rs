//! `GET /{lang}/partners`: code that other sites can paste.

use tests::{Person, TestSite};

/// Lists the texts between a tag's quotes that begin with the site's address.
fn addresses(site: &TestSite, code: &str) -> Vec<String> {
    let code = code.replace("&amp;", "&").replace("&#38;", "&").replace("&#34;", "\"").replace("&#39;", "'");
    let code = code.replace("&amp;", "&");
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | ')' | ';');
    let parts = code.split(site.url()).skip(1).map(|rest| rest.split(ends).next().unwrap().to_owned());
    parts.filter(|path| path.starts_with('/')).collect()
}

#[tokio::test]
async fn every_address_on_the_partners_page_answers() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    for lang in ["en", "fr"] {
        let page = site.get(&format!("/{lang}/partners?partner=ccr&theme=dark&riding=35079")).await.expect(200);
        let mut found = addresses(&site, &page.text);
        found.sort();
        found.dedup();
        assert!(found.len() >= 10, "{found:?}");
        for path in found {
            let answer = site.get(&path).await;
            assert_eq!(answer.status, 200, "{path}");
        }
    }
}

#[tokio::test]
async fn the_partners_page_is_kept_by_caches_and_shows_frames_of_ours_alone() {
    let site = TestSite::start().await;
    let page = site.get("/en/partners").await.expect(200);
    assert!(page.headers.contains_key("etag") && page.header("cache-control").contains("stale-if-error"));
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'; frame-src 'self'"));
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert!(!site.get("/en").await.header("content-security-policy").contains("frame-src"), "no other page has frames");
    site.get("/de/partners").await.expect(404);
}

#[tokio::test]
async fn a_partners_link_leads_back_with_the_partner_named() {
    let site = TestSite::start().await;
    let page = site.get("/fr/partners?partner=ccr").await.expect(200).text;
    assert!(page.contains(&format!("{}/fr?partner=ccr", site.url())));
    assert!(!site.get("/fr/partners?partner=nobody").await.expect(200).text.contains("nobody"));
}
