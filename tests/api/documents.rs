//! `GET /{lang}/ridings/{code}/{day}` and the files beside it: the numbers of a day, at addresses that do not change.

use domain::tally::day::Day;
use jiff::{SignedDuration, Timestamp};
use tempfile::tempdir;
use tests::{FIRST_ADMIN, OTTAWA_CENTRE, Outgoing, Person, TestSite};

use crate::campaign_desk::publish;

fn day_of(time: Timestamp) -> Day {
    Day::of(time, &campaigns::ottawa())
}

/// Returns the day in Ottawa, as an address has it.
fn today(site: &TestSite) -> String {
    day_of(site.now()).to_string()
}

/// Lists the four addresses of a day.
fn addresses(day: &str) -> [String; 4] {
    let of_riding = format!("/en/ridings/{}/{day}", OTTAWA_CENTRE.1);
    let files = ["", "/one-pager.pdf", "/counts.csv"].map(|file| format!("{of_riding}{file}"));
    let [page, one_pager, table] = files;
    [page, one_pager, table, format!("/en/ridings/PE/{day}/book.pdf")]
}

/// Starts a site with one signer, and the hour's snapshot.
async fn with_a_snapshot() -> TestSite {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    site.advance(0).await;
    site
}

#[tokio::test]
async fn a_ridings_page_leads_to_its_documents_and_says_how_to_cite_it() {
    let site = with_a_snapshot().await;
    for (lang, name, number) in
        [("en", "Ottawa Centre", ": 1 signature as of "), ("fr", "Ottawa-Centre", ": 1 signature au ")]
    {
        let day = today(&site);
        let page = site.get(&format!("/{lang}/ridings/35079")).await.expect(200).page();
        let leads = |to: &str| page.all("a").any(|a| a.get("href") == to);
        let of_riding = format!("/{lang}/ridings/35079/{day}");
        for file in ["", "/one-pager.pdf", "/counts.csv"] {
            let address = format!("{of_riding}{file}");
            assert!(leads(&address), "{address}");
            site.get(&address).await.expect(200);
        }
        let book = format!("/{lang}/ridings/ON/{day}/book.pdf");
        assert!(leads(&book), "{book}");
        let cited = page.id("citation").text.replace('\u{202f}', "");
        assert!(cited.contains(name) && cited.contains(&number.replace('\u{202f}', "")), "{cited}");
        assert!(cited.ends_with(&format!(" {}{of_riding}", site.url())), "{cited}");
        let list = site.get(&format!("/{lang}/ridings")).await.expect(200).page();
        assert!(list.all("a").any(|a| a.get("href") == format!("/{lang}/ridings/CA/{day}/book.pdf")));
    }
}

/// Invariant 12: history cannot be rewritten.
#[tokio::test]
async fn an_address_of_a_day_says_the_same_whoever_signs_later() {
    let site = with_a_snapshot().await;
    let day = today(&site);
    let mut before = Vec::new();
    for address in addresses(&day) {
        before.push(site.get(&address).await.expect(200));
    }
    for hours in [1, 30, 24 * 9] {
        site.pledge(&Person::new("Paul")).await;
        site.advance(hours * 60).await;
        for (address, before) in addresses(&day).iter().zip(&before) {
            assert_eq!(site.get(address).await.expect(200).bytes, before.bytes, "{address} after {hours} hours");
        }
    }
    assert_eq!(site.tally().await.total, 4);
    // A site that starts again has nothing in memory, and prints the same.
    let [_, one_pager, table, _] = addresses(&today(&site));
    assert_ne!(site.get(&one_pager).await.expect(200).bytes, before[1].bytes, "another day, other numbers");
    let text = site.get(&table).await.expect(200).text;
    let rows: Vec<_> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(rows[0], "Day,Code,Riding,People who signed");
    assert_eq!(rows[1], format!("{day},35079,Ottawa Centre,1"));
    assert!(rows.len() > 10 && rows.last().unwrap().ends_with(",4"), "{rows:?}");
    assert!(rows.iter().any(|row| row.ends_with(',')), "a day without a number has none");
}

#[tokio::test]
async fn a_french_table_opens_in_a_french_excel() {
    let site = with_a_snapshot().await;
    let answer = site.get(&format!("/fr/ridings/35079/{}/counts.csv", today(&site))).await.expect(200);
    assert!(answer.bytes.starts_with(&[0xef, 0xbb, 0xbf]), "the mark that Excel looks for");
    let text = answer.text.trim_start_matches('\u{feff}').to_owned();
    assert!(text.starts_with("Jour;Code de circonscription;Circonscription;Signatures\r\n"), "{text}");
    assert!(text.contains(";35079;Ottawa-Centre;1\r\n"), "{text}");
}

#[tokio::test]
async fn there_is_no_document_of_a_day_to_come_of_one_before_the_campaign_or_of_nowhere() {
    let site = with_a_snapshot().await;
    let day = today(&site);
    let opened = day_of(tests::campaign().opens_at);
    let tomorrow = day_of(site.now() + SignedDuration::from_hours(24)).to_string();
    for day in [&tomorrow, "9999-12-31", &opened.before().to_string(), "2026-13-01", "2026-9-3", "today", "%FF"] {
        for address in addresses(day) {
            site.get(&address).await.expect(if day == "%FF" { 400 } else { 404 });
        }
    }
    // A day of the campaign that nobody kept: the first one, long before this site.
    for address in addresses(&opened.to_string()) {
        assert_eq!(site.get(&address).await.expect(404).header("cache-control"), "no-store", "{address}");
    }
    for path in ["99999", "ON", "CA", "abc"] {
        site.get(&format!("/en/ridings/{path}/{day}/one-pager.pdf")).await.expect(404);
        site.get(&format!("/en/ridings/{path}/{day}/counts.csv")).await.expect(404);
        site.get(&format!("/en/ridings/{path}/{day}")).await.expect(404);
    }
    for path in ["99999", "35079", "ZZ", "ca"] {
        site.get(&format!("/en/ridings/{path}/{day}/book.pdf")).await.expect(404);
    }
    for (file, status) in [("one-pager.docx", 404), ("one-pager", 404), ("book.PDF", 404), ("", 308)] {
        site.get(&format!("/en/ridings/35079/{day}/{file}")).await.expect(status);
    }
    site.get(&format!("/de/ridings/35079/{day}/one-pager.pdf")).await.expect(404);
}

/// Invariant 8.
#[tokio::test]
async fn the_edge_prints_a_document_once_whatever_is_added_to_its_address() {
    let folder = tempdir().unwrap();
    let site = TestSite::behind_an_edge(folder.path(), "yes", &[]).await;
    site.pledge(&Person::new("Marie")).await;
    site.advance(0).await;
    let [_, one_pager, table, book] = addresses(&today(&site));
    for path in [&one_pager, &book, &table] {
        let first = site.get(path).await.expect(200);
        assert!(!first.headers.contains_key("set-cookie"));
        for n in 0..50 {
            let asked = Outgoing::get(&format!("{path}?x={n}&lang=fr&ticket=1")).header("accept-language", "fr");
            assert_eq!(site.send(asked).await.expect(200).bytes, first.bytes);
        }
        let reached = site.edge().reached(&format!("GET {path}"));
        assert_eq!(reached, 1, "{path}");
        // The words of a document may change; a table has none.
        let minutes = if *path == table { 20 * 24 * 60 } else { 59 };
        site.advance_clock(minutes * 60);
        site.get(path).await.expect(200);
        assert_eq!(site.edge().reached(&format!("GET {path}")), 1, "{path} is kept for {minutes} minutes");
        let known = Outgoing::get(path).header("if-none-match", first.header("etag"));
        site.send(known).await.expect(304);
    }
}

#[tokio::test]
async fn a_public_one_pager_has_the_days_number_the_contact_and_the_address_that_keeps_it() {
    let site = with_a_snapshot().await;
    let day = today(&site);
    let answer = site.get(&format!("/fr/ridings/35079/{day}/one-pager.pdf")).await.expect(200);
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert!(answer.header("content-disposition").starts_with("inline; filename=\"time-to-lead-fiche-35079"));
    assert_eq!(answer.header("x-robots-tag"), "noindex");
    assert!(answer.header("cache-control").contains("s-maxage=3600"));
    assert!(answer.bytes.starts_with(b"%PDF-"));
}

#[tokio::test]
async fn a_document_of_a_day_has_the_words_of_the_newest_edition() {
    let site = with_a_snapshot().await;
    let address = format!("/en/ridings/35079/{}/one-pager.pdf", today(&site));
    let before = site.get(&address).await.expect(200).bytes;
    let office = site.sign_in(FIRST_ADMIN).await;
    let asks = [
        ("en-campaign-ask-sponsorship-title-0", "Something new"),
        ("fr-campaign-ask-sponsorship-title-0", "Du nouveau"),
    ];
    publish(&office, "asks", &asks).await;
    site.advance_clock(6);
    assert_ne!(site.get(&address).await.expect(200).bytes, before);
}
