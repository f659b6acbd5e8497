//! Public answers on a bad line: compressed, tagged, and answered with "you have it" when the caller does.

use tests::{Outgoing, Person, TestSite};

const PATHS: [&str; 3] = ["/en", "/fr", "/v1/tally"];

#[tokio::test]
async fn what_is_public_is_compressed_for_whoever_can_unpack_it() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    for path in PATHS {
        let plain = site.get(path).await.expect(200);
        let packed = site.send(Outgoing::get(path).header("accept-encoding", "br, gzip")).await.expect(200);
        assert!(!plain.headers.contains_key("content-encoding"));
        assert_eq!(packed.header("content-encoding"), "gzip");
        assert!(packed.headers.get_all("vary").iter().any(|vary| vary.to_str().unwrap().contains("accept-encoding")));
        assert_eq!(packed.text, plain.text, "{path}");
        assert!(packed.bytes.len() * 2 < plain.bytes.len(), "{path}");
    }
}

/// RFC 9110, section 8.8.3: other bytes, another tag.
#[tokio::test]
async fn each_form_has_its_tag_and_is_answered_with_304() {
    let site = TestSite::start().await;
    for path in PATHS {
        let plain = site.get(path).await.header("etag").to_owned();
        let packed = site.send(Outgoing::get(path).header("accept-encoding", "gzip")).await.header("etag").to_owned();
        assert_ne!(plain, packed);
        assert!(plain.starts_with('"') && packed.starts_with('"'), "both are strong");
        for tag in [plain, packed] {
            let known = Outgoing::get(path).header("accept-encoding", "gzip").header("if-none-match", &tag);
            let known = site.send(known).await.expect(304);
            assert_eq!(known.header("etag"), tag);
            assert!(known.bytes.is_empty());
            assert!(known.header("cache-control").contains("stale-if-error=86400"));
        }
    }
}

/// The length of a compressed page that holds a token could reveal it.
#[tokio::test]
async fn a_page_with_a_token_is_never_compressed() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Marie")).await;
    let page = Outgoing::get(thanks.path()).header("accept-encoding", "gzip");
    let page = site.send(page).await.expect(200);
    assert!(!page.headers.contains_key("content-encoding"));
    assert!(page.text.contains(&thanks.token()));
}
