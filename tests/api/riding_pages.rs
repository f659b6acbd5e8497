//! `GET /{lang}/ridings`, `GET /{lang}/ridings/{code}`

use tests::{Fault, OTTAWA_CENTRE, Outgoing, Person, ROSEMONT, TestSite};

/// Starts a site with two signers in Rosemont, one in Ottawa Centre, one abroad.
async fn four_people() -> TestSite {
    let site = TestSite::start().await;
    for person in [
        Person::new("Marie").living_at(ROSEMONT.0),
        Person::new("Paul").living_at(ROSEMONT.0),
        Person::new("Ana"),
        Person::new("Lea").abroad("PT"),
    ] {
        site.pledge(&person).await;
    }
    assert_eq!(site.tally().await.total, 4);
    site
}

/// Lists the ridings of the table in its order: each link, and its count.
fn rows(html: &str) -> Vec<(String, i64)> {
    let read = |row: &str| {
        let between =
            |start: &str, end: &str| row.split_once(start)?.1.split_once(end).map(|(text, _)| text.to_owned());
        let code = between("/ridings/", "\"").unwrap();
        (code, between("class=\"c-count\">", "<").unwrap().parse().unwrap())
    };
    html.split("<tr role=\"row\"><th role=\"rowheader\"").skip(1).map(read).collect()
}

/// Invariants 2 and 7: without a script every riding is there, and the page's numbers are the interface's.
#[tokio::test]
async fn the_tables_pages_have_all_343_ridings_and_the_numbers_of_the_interface() {
    let site = four_people().await;
    let tally = site.get("/v1/tally").await.expect(200).json();
    for lang in ["en", "fr"] {
        let answer = site.get(&format!("/{lang}/ridings")).await.expect(200);
        let mut rows = rows(&answer.text);
        assert_eq!(rows.len(), 40);
        for page in 2..=9 {
            rows.extend(self::rows(&site.get(&format!("/{lang}/ridings?page={page}")).await.expect(200).text));
        }
        assert_eq!(rows.len(), 343);
        for riding in tally["ridings"].as_array().unwrap() {
            let count = rows.iter().find(|(code, _)| riding["code"] == code.as_str()).map(|(_, count)| *count);
            assert_eq!(count, riding["count"].as_i64(), "{}", riding["code"]);
        }
        let page = answer.page();
        let sum = |id: &str| page.id(id).text.parse::<i64>().unwrap();
        assert_eq!(rows.iter().map(|(_, count)| count).sum::<i64>(), sum("sum-ridings"));
        assert_eq!(sum("sum-ridings") + sum("sum-abroad"), sum("sum-total"));
        assert_eq!(
            (Some(sum("sum-total")), Some(sum("sum-abroad"))),
            (tally["total"].as_i64(), tally["abroad"].as_i64())
        );
        assert!(page.first("h1").text.starts_with("4 "), "{}", page.first("h1").text);
        assert_eq!(page.language(), lang);
    }
}

#[tokio::test]
async fn the_table_is_sorted_and_filtered_by_its_address() {
    let site = four_people().await;
    let shown = async |query: &str| rows(&site.get(&format!("/en/ridings{query}")).await.expect(200).text);
    let first = |rows: &[(String, i64)]| rows[0].0.clone();
    let all = shown("").await;
    assert_eq!(all[..2], [(ROSEMONT.1.to_owned(), 2), (OTTAWA_CENTRE.1.to_owned(), 1)]);
    assert_eq!(first(&shown("?sort=count&order=asc").await), shown("?page=9").await.last().unwrap().0);
    assert_eq!(shown("?page=9").await.len(), 343 - 8 * 40);
    assert_eq!(shown("?page=999").await, shown("?page=9").await, "the last page stands for those beyond it");
    assert_eq!(shown("?sort=rank").await, all);
    let by_name = shown("?sort=name").await;
    assert_eq!(first(&by_name), "59001", "Abbotsford");
    let quebec = [shown("?province=QC").await, shown("?province=QC&page=2").await].concat();
    assert!(quebec.len() == 78 && quebec.iter().all(|(code, _)| code.starts_with("24")));
    assert_eq!(shown("?q=ottawa%20CENTRE").await, [(OTTAWA_CENTRE.1.to_owned(), 1)]);
    assert_eq!(shown("?q=ottawa-centre&province=ON").await.len(), 1);
    let nothing = site.get("/fr/ridings?q=nulle-part").await.expect(200);
    assert!(rows(&nothing.text).is_empty());
    assert!(nothing.page().all("a").any(|a| a.get("href") == "/fr/ridings#table"), "there is a way back");
    // Faulty parts of an address are passed over.
    assert_eq!(shown("?sort=x&order=y&province=ZZ&map=globe&q=&q=").await, all);
}

#[tokio::test]
async fn both_maps_lead_to_every_riding_and_their_outlines_are_there() {
    let site = four_people().await;
    for (map, drawn) in [("outlines", "<use href=\""), ("hexagons", "<path d=\"M")] {
        let answer = site.get(&format!("/en/ridings?map={map}&colour=share")).await.expect(200);
        let main = answer.text.split("<svg class=\"map\"").nth(1).unwrap().split("</svg>").next().unwrap();
        assert_eq!(main.matches(drawn).count(), 343, "{map}");
        assert_eq!(main.matches("tabindex=\"-1\"").count(), 343, "{map}");
        assert!(main.contains("Ottawa Centre: 1<"));
    }
    let answer = site.get("/fr/ridings").await.expect(200);
    let path = answer.text.split("<use href=\"").nth(1).unwrap().split('#').next().unwrap();
    let outlines = site.get(path).await.expect(200);
    assert_eq!(outlines.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(outlines.header("content-type"), "image/svg+xml");
    assert!(answer.header("content-security-policy").contains("img-src 'self'"), "the drawing may be used");
}

#[tokio::test]
async fn a_ridings_page_says_its_number_and_who_is_next_to_it() {
    let site = four_people().await;
    for (lang, name) in [("en", "Ottawa Centre"), ("fr", "Ottawa-Centre")] {
        let answer = site.get(&format!("/{lang}/ridings/35079")).await.expect(200);
        let page = answer.page();
        assert_eq!(page.first("h1").text, name);
        let number = page.all("span").find(|span| span.get("class") == "count-number").unwrap();
        assert_eq!(number.text, "1");
        assert!(page.all("a").any(|a| a.get("href") == format!("/{lang}/ridings/24028")), "Hull—Aylmer");
        assert!(page.all("a").any(|a| a.get("href") == "/v1/tally/35079"));
        assert!(page.all("a").any(|a| a.get("href") == format!("/{lang}#sign")));
        let canonical = page.all("link").find(|link| link.get("rel") == "canonical").unwrap();
        assert!(canonical.get("href").ends_with(&format!("/{lang}/ridings/35079")));
    }
}

#[tokio::test]
async fn where_there_is_no_riding_there_is_no_page() {
    let site = TestSite::start().await;
    for path in ["/en/ridings/99999", "/fr/ridings/35999", "/en/ridings/abc", "/de/ridings", "/de/ridings/35079"] {
        let page = site.get(path).await.expect(404).page();
        assert!(page.all("link").any(|link| link.get("rel") == "stylesheet"), "{path} has the site's look");
    }
}

/// Invariant 8
#[tokio::test]
async fn the_pages_are_kept_by_caches_and_not_sent_twice() {
    let site = four_people().await;
    for path in ["/en/ridings", "/fr/ridings?province=QC&sort=name", "/en/ridings/35079"] {
        let fresh = site.get(path).await.expect(200);
        assert!(fresh.header("cache-control").contains("stale-if-error"));
        assert!(!fresh.headers.contains_key("set-cookie"));
        let known = site.send(Outgoing::get(path).header("if-none-match", fresh.header("etag"))).await.expect(304);
        assert_eq!(known.text, "");
    }
}

/// Invariant 8: the last numbers known, and never a zero that is not true.
#[tokio::test]
async fn when_the_store_is_away_the_last_numbers_stay() {
    let site = four_people().await;
    site.wire().break_all("Query", Fault::NeverArrives);
    site.advance_clock(60);
    let list = site.get("/en/ridings").await.expect(200);
    assert_eq!(list.page().id("sum-total").text, "4");
    assert!(list.headers.contains_key("age"), "and the answer says that they are old");
    let riding = site.get(&format!("/en/ridings/{}", ROSEMONT.1)).await.expect(200).page();
    assert!(riding.all("span").any(|span| span.get("class") == "count-number" && span.text == "2"));
}

#[tokio::test]
async fn the_ways_to_the_ridings_are_marked() {
    let site = TestSite::start().await;
    let leads = |page: &tests::Page, to: &str| page.all("a").filter(|a| a.get("href") == to).count();
    let campaign = site.get("/fr").await.expect(200).page();
    assert_eq!(leads(&campaign, "/fr/ridings"), 2, "under the counter and at the foot");
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    site.confirm(&asked).await;
    site.open_mail(&marie).await;
    let thanks = site.get(&asked.path().replace("/confirm?", "/thank-you?")).await.expect(200).page();
    assert_eq!(leads(&thanks, &format!("/en/ridings/{}", OTTAWA_CENTRE.1)), 1);
}
