//! `/v1/integrity` and its page: the counted and uncounted numbers, and the end of the campaign.

use serde_json::Value;
use tests::{Fault, OTTAWA_CENTRE, Office, Outgoing, Page, Person, Setup, TestSite, campaign};

#[tokio::test]
async fn everybody_can_see_what_counts_and_what_the_last_recount_found() {
    let site = TestSite::start().await;
    site.advance_clock(60);
    let first = site.get("/v1/integrity").await.expect(200);
    assert_eq!(first.header("access-control-allow-origin"), "*");
    let thanks = site.pledge(&Person::new("Marie")).await;
    site.pledge(&Person::new("Paul")).await;
    site.withdraw(&thanks).await;
    site.leave_mail();
    site.advance(6 * 60).await;
    let told = site.get("/v1/integrity").await.expect(200).json();
    let number = |name: &str| told[name].as_i64().unwrap();
    assert_eq!((number("counted"), number("withdrawn"), number("invalidated"), number("paper")), (1, 1, 0, 0));
    assert_eq!(told["causes"].as_array().unwrap().len(), 5);
    let recount = &told["recount"];
    assert_eq!((&recount["counted"], &recount["difference"]), (&1.into(), &0.into()));
    for (lang, said) in [("en", "The counters said the same."), ("fr", "Les compteurs disaient la même chose.")] {
        let page = site.get(&format!("/{lang}/integrity")).await.expect(200);
        assert!(page.text.contains(said) && page.header("cache-control").starts_with("public"));
    }
}

#[tokio::test]
async fn a_recount_is_made_every_six_hours() {
    let site = TestSite::start().await;
    let at = async || -> Value {
        site.advance_clock(60);
        site.get("/v1/integrity").await.expect(200).json()["recount"]["at"].clone()
    };
    site.advance(1).await;
    let first = at().await;
    assert!(first.is_string());
    site.advance(5 * 60).await;
    assert_eq!(at().await, first);
    site.advance(60).await;
    assert_ne!(at().await, first);
}

/// It reads everybody, so one that fails each time would cost much if each run of five minutes began it.
#[tokio::test]
async fn a_recount_that_fails_waits_for_the_next_hour() {
    let site = TestSite::start().await;
    let recount = async || -> Value { site.get("/v1/integrity").await.expect(200).json()["recount"].clone() };
    site.wire().break_all("Scan", Fault::NeverArrives);
    site.advance_clock(60);
    assert!(site.try_schedules().await.is_err(), "everybody is read by scans");
    site.wire().heal();
    site.advance(5).await;
    site.advance_clock(60);
    assert!(recount().await.is_null(), "it was begun again");
    site.advance(60).await;
    site.advance_clock(60);
    assert!(recount().await["at"].is_string());
}

/// Reads a sheet of one signature, and returns its page.
async fn read_on_paper(site: &TestSite, office: &Office<'_>, first_name: &str) -> Page {
    let csv = format!("First name,Last name,Postal code\r\n{first_name},Roy,{}\r\n", OTTAWA_CENTRE.0);
    let form = Outgoing::upload("/organizer/en/paper", &[("note", "the market")], ("file", csv.as_bytes()));
    office.send(form.header("origin", site.url())).await.expect(200).page()
}

async fn count_on_paper(site: &TestSite, office: &Office<'_>, first_name: &str) {
    let read = read_on_paper(site, office, first_name).await;
    let form = read.all("form").find(|form| form.get("action").ends_with("/count")).expect("a button that counts");
    office.post(form.get("action"), &[]).await.expect(303);
}

/// After the end a pledge still takes the place of a signature on paper. The page names corrected names among what changes the
/// number, and the number of paper does not fall at that moment.
#[tokio::test]
async fn a_name_that_is_corrected_to_that_on_paper_after_the_end_lowers_the_count_as_the_page_says() {
    let starts_at = campaign().closes_at - jiff::SignedDuration::from_hours(1);
    let site = TestSite::open(Setup { starts_at, ..Setup::default() }).await;
    let office = site.sign_in(tests::FIRST_ADMIN).await;
    count_on_paper(&site, &office, "Zoe").await;
    let thanks = site.pledge(&Person::new("Marie")).await;
    let says = async |en: &str, fr: &str| {
        for (lang, said) in [("en", en), ("fr", fr)] {
            let text = site.get(&format!("/{lang}/integrity")).await.expect(200).text;
            assert!(text.contains(said), "{said}: {text}");
        }
    };
    says("by those who withdraw, and by corrected names.", "par les retraits et par les noms corrigés.").await;
    site.advance(7 * 60).await;
    let numbers = async || {
        site.advance_clock(61);
        let told = site.get("/v1/integrity").await.expect(200).json();
        (told["counted"].as_i64(), told["paper"].as_i64())
    };
    assert_eq!(numbers().await, (Some(2), Some(1)));
    let token = thanks.token();
    let corrected = [("token", token.as_str()), ("first_name", "Zoe"), ("last_name", "Roy")];
    site.send(Outgoing::form("/en/my-pledge/name", &corrected)).await.expect(303);
    assert_eq!(numbers().await, (Some(1), Some(1)));
    says("by those who withdrew, and by corrected names.", "par les retraits et par les noms corrigés.").await;
}

#[tokio::test]
async fn six_months_after_the_campaign_everybody_is_forgotten_and_the_counts_stay() {
    let site = TestSite::start().await;
    let token = site.pledge(&Person::new("Marie").wanting_updates()).await.token();
    let letter = [("token", token.as_str()), ("text", "Please lead."), ("name", "Marie"), ("to", "member")];
    site.send(Outgoing::form("/en/letter/35079/send", &letter)).await.expect(200);
    let office = site.sign_in(tests::FIRST_ADMIN).await;
    count_on_paper(&site, &office, "Lou").await;
    site.leave_mail();
    let minutes = campaign().forgets_at().duration_since(site.now()).as_mins();
    site.advance(minutes - 1).await;
    let late = site.try_sign(&Person::new("Late")).await.expect(403);
    assert!(late.text.contains("campaign_closed"));

    // Somebody is at work in the last minute: their work goes as well.
    let office = site.sign_in(tests::FIRST_ADMIN).await;
    read_on_paper(&site, &office, "Max").await;
    site.post_from_our_pages("/organizer/en/sign-in", &[("email", tests::FIRST_ADMIN)]).await.expect(303);
    site.settle().await;
    site.leave_mail();
    for kind in ["P#", "T#", "Q#", "B#", "I#"] {
        assert_eq!(site.tables().items_of("Pledges", kind).await.len(), 1, "not a minute before: {kind}");
    }
    site.advance(2).await;
    for kind in ["P#", "S#", "A#", "W#", "Q#", "B#", "T#", "I#"] {
        assert_eq!(site.tables().items_of("Pledges", kind).await.len(), 0, "{kind}");
    }
    let total = site.tally().await.total;
    assert_eq!(total, 2, "Marie, and Lou on paper");
    site.advance(24 * 60).await;
    assert_eq!(site.tally().await.total, total, "nobody counts anew");
    let page = site.get("/en/integrity").await.expect(200);
    assert!(page.text.contains("The form closed on"));
    let office = site.sign_in(tests::FIRST_ADMIN).await;
    office.post("/organizer/en/integrity/repair", &[("reason", "x")]).await.expect(422);
    assert_eq!(site.tally().await.total, total, "nor does a repair");
}
