//! `GET /v1/counter`

use tests::{Person, TestSite, campaign};

#[tokio::test]
async fn the_counter_is_small_and_says_how_far_it_is_to_go() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    let counter = site.counter().await;
    assert_eq!((counter.total, counter.goal), (1, i64::try_from(campaign().goal_at(1)).unwrap()));
    let answer = site.get("/v1/counter").await.expect(200);
    assert!(answer.text.len() < 200, "it is asked for by every partner's page: {}", answer.text);
    let counter = answer.json();
    assert_eq!(counter["campaign"], "time-to-lead");
    assert!(counter["updated_at"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok());
}

/// Invariant 2: the counter, the tally and the page show one number.
#[tokio::test]
async fn counter_tally_and_page_tell_one_number() {
    let site = TestSite::start().await;
    for _ in 0..3 {
        site.pledge(&Person::new("Marie")).await;
    }
    assert_eq!((site.counter().await.total, site.tally().await.total), (3, 3));
    let page = site.get("/en").await.expect(200);
    assert!(page.text.contains('3'), "the page shows the count");
}
