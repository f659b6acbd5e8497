//! `GET /v1/tally`, `GET /v1/tally/{code}`

use tests::{OTTAWA_CENTRE, Outgoing, Person, ROSEMONT, Setup, TestSite};

/// Invariant 2, and the promise that every riding is there, with or without anybody in it.
#[tokio::test]
async fn all_343_ridings_are_there_in_both_languages_and_add_up() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    site.pledge(&Person::new("Ana").abroad("PT")).await;
    site.tally().await;
    let tally = site.get("/v1/tally").await.expect(200).json();
    let ridings = tally["ridings"].as_array().unwrap();
    assert_eq!(ridings.len(), 343);
    assert!(ridings.iter().all(|riding| riding["name"]["en"].is_string() && riding["name"]["fr"].is_string()));
    let electors: i64 = ridings.iter().map(|riding| riding["electors"].as_i64().unwrap()).sum();
    assert_eq!(electors, 28_731_275);
    let count = |riding: &serde_json::Value| riding["count"].as_i64().unwrap();
    let provinces: i64 = tally["provinces"].as_array().unwrap().iter().map(count).sum();
    assert_eq!(tally["provinces"].as_array().unwrap().len(), 13);
    assert_eq!((ridings.iter().map(count).sum::<i64>(), provinces), (1, 1));
    assert_eq!((tally["total"].as_i64(), tally["abroad"].as_i64()), (Some(2), Some(1)));
}

#[tokio::test]
async fn one_riding_can_be_asked_for() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Émilie").living_at(ROSEMONT.0)).await;
    site.tally().await;
    let riding = site.get(&format!("/v1/tally/{}", ROSEMONT.1)).await.expect(200).json();
    assert_eq!((riding["code"].as_str(), riding["count"].as_i64()), (Some(ROSEMONT.1), Some(1)));
    let other = site.get(&format!("/v1/tally/{}", OTTAWA_CENTRE.1)).await.expect(200).json();
    assert_eq!(other["count"].as_i64(), Some(0));
    for code in ["99999", "35999", "abc", "35079x"] {
        assert_eq!(site.get(&format!("/v1/tally/{code}")).await.expect(404).problem(), "riding_not_found", "{code}");
    }
}

/// Invariant 8
#[tokio::test]
async fn public_reads_are_cacheable_tagged_and_open_to_every_site() {
    let site = TestSite::start().await;
    for path in ["/v1/tally", "/v1/tally/35079", "/v1/counter"] {
        let fresh = site.send(Outgoing::get(path).header("origin", "https://partner.example")).await.expect(200);
        let cache = "public, max-age=2, s-maxage=2, stale-while-revalidate=2, stale-if-error=86400";
        assert_eq!(fresh.header("cache-control"), cache, "{path}");
        assert_eq!(fresh.header("access-control-allow-origin"), "*");
        assert!(fresh.header("content-type").starts_with("application/json"));
        let tag = fresh.header("etag");
        assert!(tag.starts_with('"'), "a strong tag: {tag}");
        let known = site.send(Outgoing::get(path).header("if-none-match", tag)).await.expect(304);
        assert_eq!((known.text.as_str(), known.header("etag"), known.header("cache-control")), ("", tag, cache));
        site.send(Outgoing::get(path).header("if-none-match", "\"other\"")).await.expect(200);
    }
}

/// Cached for two seconds: at most so old, and one look at the tables for everybody meanwhile.
#[tokio::test]
async fn many_readers_are_one_read_and_see_what_is_two_seconds_old_at_most() {
    let site = TestSite::start().await;
    site.tally().await;
    drop(site.wire().take());
    let answers = futures::future::join_all((0..200).map(|_| site.get("/v1/tally"))).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    let read_again = site.wire().take().into_iter().filter(|taken| taken.table.ends_with("Tally"));
    assert_eq!(read_again.count(), 0, "nothing was read again within two seconds");
    site.pledge(&Person::new("Marie")).await;
    assert_eq!(site.tally().await.total, 1);
}

/// Invariant 2: an operator may spread the counters over more shards at any time, and nobody is lost or counted twice.
#[tokio::test]
async fn with_more_shards_than_before_everybody_is_still_counted() {
    let folder = tempfile::tempdir().unwrap();
    let site = TestSite::on_disk(folder.path()).await;
    let mut links = Vec::new();
    for _ in 0..6 {
        links.push(site.pledge(&Person::new("Marie")).await);
    }
    assert_eq!(site.tally().await.total, 6);
    drop(site);

    let mut more = Setup::on_disk(folder.path());
    more.parameters.insert("TallyShards".to_owned(), "40".to_owned());
    let site = TestSite::open(more).await;
    assert_eq!(site.tally().await.total, 6);
    site.withdraw(&links[0]).await;
    for _ in 0..6 {
        site.pledge(&Person::new("Paul")).await;
    }
    assert_eq!(site.tally().await.total, 11);
    // Mails from before the restart were opened then.
    site.leave_mail();
}
