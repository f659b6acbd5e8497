//! `GET /{lang}/poster`

use tests::{Person, TestSite};

#[tokio::test]
async fn a_poster_has_a_code_for_the_link_and_anyone_may_keep_it() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    site.counter().await;
    for (path, link, said) in [
        ("/en/poster?riding=35079&partner=ccr", "/en?riding=35079&partner=ccr", "1 person has signed in Ottawa Centre"),
        ("/fr/poster?riding=35079", "/fr?riding=35079", "1 personne a signé dans Ottawa-Centre"),
        ("/en/poster?via=AAAAAAAAAAAA", "/en?via=AAAAAAAAAAAA", "1 person has signed"),
        ("/en/poster?via=no%20code", "/en", "1 person has signed"),
        ("/en/poster", "/en", "1 person has signed"),
        ("/en/poster?riding=99999&partner=nobody", "/en", "1 person has signed"),
    ] {
        let answer = site.get(path).await.expect(200);
        assert!(answer.header("cache-control").starts_with("public, max-age=2"), "{path}");
        assert!(answer.text.contains(said), "{path}: {}", answer.text);
        let page = answer.page();
        let read = format!("{}{link}", site.url().split_once("://").unwrap().1);
        assert!(page.all("svg").any(|svg| svg.get("aria-label").ends_with(&read)), "{path}");
        assert!(page.all("a").any(|a| a.text == read && a.get("href") == link), "{path}");
    }
    site.get("/de/poster").await.expect(404);
}
