//! `GET /{lang}/share.png`, `GET /{lang}/ridings/{code}/share.png`: the picture that networks show beside a shared
//! link.

use tests::{FIRST_ADMIN, Outgoing, Person, TestSite};

#[tokio::test]
async fn a_shared_link_has_a_picture_with_the_count() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    for (page, picture) in [
        ("/en", "/en/share.png"),
        ("/fr/ridings", "/fr/share.png"),
        ("/fr/ridings/35079", "/fr/ridings/35079/share.png"),
    ] {
        let html = site.get(page).await.expect(200).text;
        assert!(html.contains(&format!("<meta property=\"og:image\" content=\"{}{picture}\">", site.url())), "{page}");
        assert!(html.contains("<meta name=\"twitter:card\" content=\"summary_large_image\">"), "{page}");
        let answer = site.get(picture).await.expect(200);
        assert_eq!(answer.header("content-type"), "image/png");
        assert!(answer.header("cache-control").starts_with("public, max-age=2"));
        // PNG, section 11.2.2: width and height stand first in the header chunk.
        assert_eq!(answer.bytes[16..24], [0, 0, 4, 176, 0, 0, 2, 118]);
        let known = Outgoing::get(picture).header("if-none-match", answer.header("etag"));
        site.send(known).await.expect(304);
        site.pledge(&Person::new("Paul")).await;
        site.advance_clock(3);
        assert_ne!(site.get(picture).await.expect(200).bytes, answer.bytes, "it shows the new count");
    }
    for missing in ["/en/ridings/99999/share.png", "/de/share.png", "/en/ridings/share.png"] {
        site.get(missing).await.expect(404);
    }
    let unreadable = site.get("/fr/ridings/%FF/share.png").await.expect(400);
    assert_eq!(unreadable.json()["title"], tests::UNREADABLE[1]);
}

#[tokio::test]
async fn a_report_on_paper_is_for_organizers() {
    let site = TestSite::start().await;
    let answer = site.get("/v1/organizer/report.pdf?riding=35079").await.expect(401);
    assert!(answer.text.contains("not_signed_in"));
    site.get("/v1/report.pdf?riding=35079").await.expect(401);
    let office = site.sign_in(FIRST_ADMIN).await;
    let led = office.get("/v1/organizer/report.pdf?riding=35079&lang=fr&ticket=x").await.expect(303);
    let there = led.leads_to();
    assert!(there.starts_with("/v1/report.pdf?riding=35079&lang=fr&ticket=") && !there.contains("ticket=x&"));
    let printed = site.get(there).await.expect(200);
    assert_eq!(printed.headers["content-type"], "application/pdf");
    site.advance_clock(5 * 60);
    assert_eq!(site.get(there).await.expect(303).leads_to(), "/v1/organizer/report.pdf?riding=35079&lang=fr");
}
