//! Recount and repair.

use domain::mail::provider::MailProvider;
use domain::office::integrity::Conversion;
use domain::tally::riding::Place;
use domain::tally::{Measure, Shard};
use futures::TryStreamExt as _;
use serde_json::json;
use store::{Drift, Freshness, LISTED, Part};

use crate::database::Database;
use crate::paper::row;
use crate::people::{Form, NOW, abroad, days, living_at};

async fn signed_by_five() -> (Database, Shard) {
    let database = Database::start();
    let mut shard = None;
    for number in 0..5 {
        let form = Form::number(number).at(format!("p{number}@example.org"));
        let form = if number == 4 { form.of(abroad()) } else { form.brought_by("river-town") };
        let signer = database.sign(&form).await;
        if number == 0 {
            shard = Some(signer.shard);
        }
    }
    (database, shard.unwrap())
}

fn ottawa_centre() -> Place {
    Place::Riding("35079".parse().unwrap())
}

#[tokio::test]
async fn a_recount_of_undisturbed_counters_finds_no_drift_in_any_number_of_segments() {
    let (database, _) = signed_by_five().await;
    for segments in [1, 2, 7] {
        let recount = database.pledges.recount(segments).await.unwrap();
        assert_eq!((recount.drift, recount.unsettled), (Vec::new(), 0));
        assert_eq!((recount.counted.total(), recount.counted.at(Place::Abroad)), (5, 1));
        assert_eq!(recount.counted, recount.stored);
    }
}

#[tokio::test]
async fn a_recount_asks_for_nothing_personal() {
    let (database, _) = signed_by_five().await;
    drop(database.wire.take());
    database.pledges.recount(2).await.unwrap();
    let scans: Vec<_> = database.wire.take().into_iter().filter(|sent| sent.operation == "Scan").collect();
    assert_eq!(scans.len(), 2);
    for scan in scans {
        let names = scan.body["ExpressionAttributeNames"].as_object().unwrap();
        let projected = scan.body["ProjectionExpression"].as_str().unwrap().split(", ");
        let mut projected: Vec<_> = projected.map(|alias| names[alias].as_str().unwrap()).collect();
        projected.sort_unstable();
        assert_eq!(
            projected,
            ["cause", "confirmed_by", "import", "online", "partner", "person", "pk", "riding", "shard"],
            "a person is a keyed hash"
        );
    }
}

#[tokio::test]
async fn recount_finds_a_planted_drift_and_repair_mends_it() {
    let (database, shard) = signed_by_five().await;
    let before = database.pledges.recount(2).await.unwrap();
    let pk = format!("N#time-to-lead#{:02}", shard.number());
    database.plant("Tally", &json!({ "pk": { "S": pk }, "sk": { "S": "35079" }, "v": { "N": "9" } }));
    let empty =
        (0..16).map(|n| format!("N#time-to-lead#{n:02}")).find(|pk| database.items("Tally", pk).is_empty()).unwrap();
    database.plant("Tally", &json!({ "pk": { "S": empty }, "sk": { "S": "abroad" }, "v": { "N": "3" } }));
    let recount = database.pledges.recount(2).await.unwrap();
    assert_eq!(recount.counted, before.counted);
    let at_shard: Vec<&Drift> = recount.drift.iter().filter(|drift| drift.shard == shard).collect();
    let [all, partner] = at_shard.as_slice() else { panic!("{:?}", recount.drift) };
    assert_eq!((all.place, all.measure.clone(), all.stored), (ottawa_centre(), Measure::Signers, 9));
    assert_eq!((partner.measure.clone(), partner.stored), (Measure::Brought("river-town".parse().unwrap()), 0));
    assert!(all.counted >= 1 && partner.counted == all.counted);
    assert_eq!(recount.drift.len(), 3);
    assert_eq!(database.pledges.repair(&recount).await, Ok(2));
    assert_eq!(database.exact_total().await, 5);
    assert_eq!(database.tallies.read(Freshness::Strong).await.unwrap(), before.counted);
}

#[tokio::test]
async fn a_lost_counter_is_made_anew() {
    let (database, shard) = signed_by_five().await;
    let pk = format!("N#time-to-lead#{:02}", shard.number());
    let delete = json!({ "TableName": "Tally", "Key": { "pk": { "S": pk }, "sk": { "S": "35079" } } });
    database.engine.delete_item(serde_json::from_value(delete).unwrap()).unwrap();
    let recount = database.pledges.recount(1).await.unwrap();
    assert_eq!(database.pledges.repair(&recount).await, Ok(1));
    assert_eq!(database.exact_total().await, 5);
}

#[tokio::test]
async fn a_repair_leaves_alone_what_changed_since_the_recount() {
    let (database, shard) = signed_by_five().await;
    let pk = format!("N#time-to-lead#{:02}", shard.number());
    let counter = |v: &str| json!({ "pk": { "S": pk }, "sk": { "S": "35079" }, "v": { "N": v } });
    database.plant("Tally", &counter("9"));
    let recount = database.pledges.recount(1).await.unwrap();
    database.plant("Tally", &counter("10"));
    assert_eq!(database.pledges.repair(&recount).await, Ok(0));
    let still = database.pledges.recount(1).await.unwrap();
    assert!(
        still.drift.iter().any(|drift| drift.measure == Measure::Signers && drift.stored == 10),
        "{:?}",
        still.drift
    );
}

/// A recount checks the index of persons as well: items without a signer, missing items and wrong numbers.
#[tokio::test]
async fn a_recount_finds_persons_that_say_something_else_than_the_signers_and_the_paper() {
    let (database, _) = signed_by_five().await;
    let sheet = [row("Zoé", living_at("K1A 0A6", 35079)), row("Anne", living_at("K1A 0A6", 35079))];
    assert_eq!(database.count_sheet(1, &sheet).await, 1);
    assert_eq!(database.exact_total().await, 6);
    let wrong = async || database.pledges.recount(2).await.unwrap().wrong_persons;
    assert_eq!(wrong().await, 0);
    let persons = database.items("Pledges", "M#");
    assert_eq!(persons.len(), 2);
    let annes = persons.iter().find(|person| person["online"]["N"] == "4").unwrap();
    let mut other = annes.clone();
    other["online"] = json!({ "N": "3" });
    database.plant("Pledges", &other);
    assert_eq!(wrong().await, 1, "a number");
    let mut alone = annes.clone();
    alone.as_object_mut().unwrap().remove("import");
    database.plant("Pledges", &alone);
    assert_eq!(wrong().await, 1, "paper that nobody knows");
    database.plant("Pledges", annes);
    assert_eq!(wrong().await, 0);
    let mut nobody = annes.clone();
    nobody["pk"] = json!({ "S": "M#time-to-lead#AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" });
    database.plant("Pledges", &nobody);
    let key = json!({ "pk": annes["pk"], "sk": annes["sk"] });
    let delete = json!({ "TableName": "Pledges", "Key": key });
    database.engine.delete_item(serde_json::from_value(delete).unwrap()).unwrap();
    assert_eq!(wrong().await, 2, "one that nobody bears, and one that is gone");
}

#[tokio::test]
async fn another_campaigns_signers_are_not_counted() {
    let (database, _) = signed_by_five().await;
    let mut signer = database.items("Pledges", "P#")[0].clone();
    signer["pk"] = json!({ "S": "P#time-to-lead-2#AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" });
    database.plant("Pledges", &signer);
    assert_eq!(database.exact_total().await, 5);
}

/// IAM lets no function list more than [`LISTED`] names, and only when the request says that it wants no others.
#[tokio::test]
async fn whatever_lists_the_table_asks_for_nothing_of_a_form() {
    let (database, _) = signed_by_five().await;
    database.submit(&Form::number(9).at("waits@gmail.com")).await;
    drop(database.wire.take());
    let pledges = &database.pledges;
    assert_eq!(pledges.signers().try_concat().await.unwrap().len(), 5);
    pledges.paper_signers().try_concat().await.unwrap();
    pledges.survey(NOW).await.unwrap();
    pledges.recount(1).await.unwrap();
    pledges.network_hours(NOW).await.unwrap();
    pledges.consenting(Part { index: 0, of: 1 }, None).await.unwrap();
    pledges.forget_everybody().await.unwrap();
    let mut scans = 0;
    for scan in database.wire.take().into_iter().filter(|sent| sent.operation == "Scan") {
        assert_eq!(scan.body["Select"], "SPECIFIC_ATTRIBUTES");
        assert!(scan.body["ProjectionExpression"].is_string());
        let names = scan.body["ExpressionAttributeNames"].as_object().unwrap();
        let unlisted: Vec<_> = names.values().filter(|name| !LISTED.contains(&name.as_str().unwrap())).collect();
        assert!(unlisted.is_empty(), "{unlisted:?}");
        scans += 1;
    }
    assert!(scans >= 10, "{scans}");
}

#[tokio::test]
async fn a_recount_goes_on_from_page_to_page() {
    let (database, shard) = signed_by_five().await;
    let mut signer = database.items("Pledges", "P#").remove(0);
    signer["comment"] = json!({ "S": "é".repeat(1000) });
    signer["shard"] = json!({ "N": shard.number().to_string() });
    signer["riding"] = json!({ "S": "59035" });
    signer.as_object_mut().unwrap().remove("person");
    // DynamoDB ends a page at one megabyte.
    for number in 0..700 {
        signer["pk"] = json!({ "S": format!("P#time-to-lead#{number}") });
        database.plant("Pledges", &signer);
    }
    let recount = database.pledges.recount(1).await.unwrap();
    assert!(database.wire.take().iter().filter(|sent| sent.operation == "Scan").count() > 1);
    assert_eq!(recount.counted.at(Place::Riding("59035".parse().unwrap())), 700);
}

#[tokio::test]
async fn a_report_says_what_a_recount_found_and_who_the_crowd_is() {
    let (database, _) = signed_by_five().await;
    database.submit(&Form::number(9).at("waits@gmail.com")).await;
    let gone = Form::number(10).at("gone@gmail.com");
    database.sign(&gone).await;
    database.withdraw(&gone).await;
    assert_eq!(database.tallies.last_report().await, Ok(None));
    let survey = database.pledges.survey(NOW).await.unwrap();
    assert_eq!(survey.by_provider[&MailProvider::Google], Conversion { confirmed: 0, pending: 1 });
    let late = database.pledges.survey(NOW + days(15)).await.unwrap();
    assert!(!late.by_provider.contains_key(&MailProvider::Google), "who did not confirm in time is nobody");
    let report = database.pledges.recount(2).await.unwrap().report(NOW, survey);
    assert_eq!((report.counted, report.stored, report.withdrawn), (5, 5, 1));
    assert_eq!((report.wrong_counters, report.unsettled_counters), (0, 0));
    assert_eq!(report.survey.by_locale.values().sum::<i64>(), 5);
    database.tallies.keep_report(&report).await.unwrap();
    let later = domain::office::integrity::IntegrityReport { at: NOW + days(1), ..report };
    database.tallies.keep_report(&later).await.unwrap();
    assert_eq!(database.tallies.last_report().await, Ok(Some(later)));
}
