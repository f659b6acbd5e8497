//! `GET /v1/history`: the tally hour by hour.

use serde_json::Value;
use tests::{Fault, OTTAWA_CENTRE, Person, TestSite};

async fn hours(site: &TestSite, query: &str) -> Vec<Value> {
    site.get(&format!("/v1/history{query}")).await.expect(200).json()["hours"].as_array().unwrap().clone()
}

fn totals(hours: &[Value]) -> Vec<Option<i64>> {
    hours.iter().map(|hour| hour["total"].as_i64()).collect()
}

#[tokio::test]
async fn every_hour_is_kept_and_told() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    site.advance(0).await;
    for _ in 0..2 {
        site.pledge(&Person::new("Paul")).await;
        site.advance(60).await;
    }
    let told = hours(&site, "").await;
    assert_eq!(totals(&told[told.len() - 3..]), [Some(1), Some(2), Some(3)]);
    let last = told.last().unwrap();
    let time = |name: &str| last[name].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    assert!(time("taken_at") >= time("hour"));
    assert_eq!(last["abroad"], 0);

    let of_riding = hours(&site, &format!("?riding={}", OTTAWA_CENTRE.1)).await;
    assert_eq!(of_riding.last().unwrap()["count"], 3);
    assert_eq!(told.iter().filter(|hour| hour.get("count").is_some()).count(), 0);
}

/// A second run in an hour keeps nothing; an hour without a run is a gap, never a number that nobody read.
#[tokio::test]
async fn an_hour_that_was_missed_is_told_without_numbers() {
    let site = TestSite::start().await;
    site.advance(0).await;
    site.pledge(&Person::new("Marie")).await;
    site.advance(1).await;
    site.wire().break_all("Query", Fault::NeverArrives);
    site.advance_clock(60 * 60);
    assert!(site.try_schedules().await.is_err(), "the store is away");
    site.wire().heal();
    site.advance(60).await;
    let told = hours(&site, "").await;
    assert_eq!(totals(&told[told.len() - 3..]), [Some(0), None, Some(1)]);
    assert_eq!(told[told.len() - 2]["taken_at"], Value::Null);
}

#[tokio::test]
async fn no_hour_is_kept_while_people_are_counted_in_shards_that_are_not_read() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    site.advance(0).await;
    assert_eq!(totals(&hours(&site, "").await).last(), Some(&Some(1)));
    let tally = site.tables().named("Tally").await;
    let [counter] = &site.tables().items_of("Tally", "N#").await[..] else { panic!("one person has one counter") };
    // The site has fewer shards than a hundred, as after a deployment with too few.
    let mut beyond = counter.clone();
    let partition = counter["pk"]["S"].as_str().unwrap();
    beyond["pk"]["S"] = format!("{}#99", partition.rsplit_once('#').unwrap().0).into();
    let key = serde_json::json!({ "pk": beyond["pk"], "sk": beyond["sk"] });
    site.tables().call("PutItem", serde_json::json!({ "TableName": tally, "Item": beyond })).await;
    site.advance_clock(3600);
    assert!(site.try_schedules().await.is_err(), "upkeep refuses the hour");
    site.tables().call("DeleteItem", serde_json::json!({ "TableName": tally, "Key": key })).await;
    assert_eq!(totals(&hours(&site, "").await).last(), Some(&None), "an hour was kept");
}

#[tokio::test]
async fn hours_come_a_week_at_a_time_and_say_where_the_next_are() {
    let site = TestSite::start().await;
    let mut at = "/v1/history?since=2026-09-22&riding=35079".to_owned();
    let (mut count, mut pages) = (0, 0);
    loop {
        let answer = site.get(&at).await.expect(200).json();
        let hours = answer["hours"].as_array().unwrap();
        assert!(hours.len() <= 168);
        count += hours.len();
        pages += 1;
        match answer["next"].as_str() {
            Some(next) => next.clone_into(&mut at),
            None => break,
        }
    }
    assert!(pages > 1, "the campaign has been open for more than a week");
    let opened = tests::campaign().opens_at;
    let hours = usize::try_from(site.now().duration_since(opened).as_hours()).unwrap() + 1;
    assert_eq!(count, hours, "every hour once, none left out");
}

#[tokio::test]
async fn since_is_taken_with_its_offset_and_without_one_in_ottawas_time() {
    let site = TestSite::start().await;
    for (since, first) in [
        ("2026-10-01", "2026-10-01T04:00:00Z"),
        ("2026-10-01T08:30", "2026-10-01T12:00:00Z"),
        ("2026-10-01T08:30:00-04:00", "2026-10-01T12:00:00Z"),
        // A plus that was not escaped arrives as a space.
        ("2026-10-01T08:30:00+05:00", "2026-10-01T03:00:00Z"),
        ("2026-10-01T08:30:00%2B05:00", "2026-10-01T03:00:00Z"),
    ] {
        let answer = site.get(&format!("/v1/history?since={since}")).await.expect(200).json();
        assert_eq!(answer["hours"][0]["hour"], first, "{since}");
    }
}

#[tokio::test]
async fn a_query_that_makes_no_sense_is_told_so() {
    let site = TestSite::start().await;
    let wrong = site.get("/v1/history?since=yesterday").await.expect(422);
    assert_eq!(wrong.problem(), "since_malformed");
    assert_eq!(wrong.json()["errors"][0]["field"], "since");
    assert_eq!(site.get("/v1/history?riding=99999").await.expect(404).problem(), "riding_not_found");
    assert!(hours(&site, "?since=9000-01-01").await.is_empty(), "of hours to come nothing is known");
}

/// Invariant 8: hours that have passed are read once, however often they are asked for.
#[tokio::test]
async fn many_readers_of_the_history_cost_the_store_little() {
    let site = TestSite::start().await;
    site.advance(0).await;
    hours(&site, "").await;
    drop(site.wire().take());
    for _ in 0..50 {
        hours(&site, "").await;
    }
    assert!(site.wire().take().iter().all(|taken| taken.operation != "BatchGetItem"));
}

/// The pages draw it once there are two snapshots, from the first one on.
#[tokio::test]
async fn riding_pages_draw_how_the_count_grew() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    site.advance(0).await;
    let drawn = async |path: &str| site.get(path).await.expect(200).text.contains("class=\"trend\"");
    assert!(!drawn("/en/ridings").await, "one point is no line");
    site.pledge(&Person::new("Paul")).await;
    site.advance(60).await;
    site.advance_clock(61);
    for path in ["/en/ridings", "/fr/ridings?province=ON", "/en/ridings/35079"] {
        assert!(drawn(path).await, "{path}");
    }
    let page = site.get("/en/ridings/35079").await.text;
    assert!(page.contains("From 1 on"), "its label says what the line says");
    assert!(page.contains("application/json+oembed"), "a riding's counter can be embedded by its page's address");
}
