//! Confirm: one person counts once, whatever happens.

use domain::riding::Place;
use futures::future::join_all;
use store::{Confirmed, Freshness, StoreError, TRIES_MAX};

use crate::database::Database;
use crate::people::{Form, NOW, abroad, days, living_at, submission_id};
use wire::Fault;

fn ottawa_centre() -> Place {
    Place::Riding("35079".parse().unwrap())
}

#[tokio::test]
async fn a_confirmed_pledge_counts_one_in_its_riding() {
    let database = Database::start();
    let form = Form::number(1).brought_by("river-town");
    let signer = database.sign(&form).await;
    assert_eq!(signer.draft, form.submission().draft);
    let tally = database.tallies.read(Freshness::Strong).await.unwrap();
    assert_eq!((tally.total(), tally.at(ottawa_centre())), (1, 1));
    assert_eq!(tally.by_partner(), [("river-town".parse().unwrap(), 1)].into());
    assert!(database.pledges.submission(submission_id(1)).await.unwrap().is_some(), "the mailer owes a thank-you");
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn a_second_click_counts_once() {
    let database = Database::start();
    let form = Form::number(1);
    let signer = database.sign(&form).await;
    assert_eq!(database.confirm(&form).await, Ok(Confirmed::Repeated(signer.clone())));
    database.pledges.delete_submission(submission_id(1)).await.unwrap();
    assert_eq!(
        database.confirm(&form).await,
        Ok(Confirmed::Repeated(signer)),
        "the link answers after the thank-you too"
    );
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_double_clicks_count_once() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    let answers = join_all((0..200).map(|seed| {
        let (pledges, claims) = (database.pledges.clone(), form.claims());
        tokio::spawn(async move { pledges.confirm(&claims, NOW, seed).await.unwrap() })
    }))
    .await;
    let counted = answers.iter().filter(|answer| matches!(answer, Ok(Confirmed::Counted(_)))).count();
    let repeated = answers.iter().filter(|answer| matches!(answer, Ok(Confirmed::Repeated(_)))).count();
    assert_eq!((counted, repeated), (1, 199));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_submissions_of_one_person_count_once() {
    let database = Database::start();
    let forms: Vec<Form> = (0..64).map(|number| Form::number(number).at(format!("Roy+{number}@example.org"))).collect();
    for form in &forms {
        database.submit(form).await;
    }
    let answers = join_all(forms.iter().map(|form| {
        let (pledges, claims) = (database.pledges.clone(), form.claims());
        tokio::spawn(async move { pledges.confirm(&claims, NOW, 7).await.unwrap() })
    }))
    .await;
    let counted = answers.iter().filter(|answer| matches!(answer, Ok(Confirmed::Counted(_)))).count();
    let same = answers.iter().filter(|answer| matches!(answer, Ok(Confirmed::SamePerson(_)))).count();
    assert_eq!((counted, same), (1, 63));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_people_at_once_count_sixty_four() {
    let database = Database::start();
    let forms: Vec<Form> = (0..64).map(|number| Form::number(number).at(format!("p{number}@example.org"))).collect();
    for form in &forms {
        database.submit(form).await;
    }
    join_all(forms.iter().map(|form| {
        let (pledges, claims, seed) = (database.pledges.clone(), form.claims(), u64::try_from(form.number).unwrap());
        tokio::spawn(
            async move { assert!(matches!(pledges.confirm(&claims, NOW, seed).await, Ok(Confirmed::Counted(_)))) },
        )
    }))
    .await
    .into_iter()
    .for_each(Result::unwrap);
    assert_eq!(database.exact_total().await, 64);
    assert!(database.items("Tally", "N#").len() > 8, "they spread over the shards");
}

#[tokio::test]
async fn a_couple_shares_an_address() {
    let database = Database::start();
    let (anne, jean) = (Form::number(1), Form::number(2).by("Jean"));
    let first = database.sign(&anne).await;
    let second = database.sign(&jean).await;
    let household = database.pledges.household(anne.signer()).await.unwrap();
    assert_eq!((household.first, household.second), (Some(first), Some(second)));
    assert_eq!(database.exact_total().await, 2);
}

#[tokio::test]
async fn a_third_is_refused() {
    let database = Database::start();
    database.sign(&Form::number(1)).await;
    database.sign(&Form::number(2).by("Jean")).await;
    let third = Form::number(3).by("Luc");
    database.submit(&third).await;
    assert_eq!(database.confirm(&third).await, Ok(Confirmed::AddressTaken));
    assert_eq!(database.exact_total().await, 2);
}

#[tokio::test]
async fn another_name_from_elsewhere_is_refused() {
    let database = Database::start();
    database.sign(&Form::number(1)).await;
    for (number, residence) in [(2, living_at("K1A 0A7", 35079)), (3, abroad())] {
        let form = Form::number(number).by("Jean").of(residence);
        database.submit(&form).await;
        assert_eq!(database.confirm(&form).await, Ok(Confirmed::AddressTaken));
    }
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_ten_at_one_address_who_confirm_at_once_two_are_counted() {
    const NAMES: [&str; 10] = ["Ada", "Ben", "Cléo", "Dan", "Eve", "Fay", "Guy", "Hal", "Ida", "Jan"];
    let database = Database::start();
    let forms: Vec<Form> = (0..).zip(NAMES).map(|(number, name)| Form::number(number).by(name)).collect();
    for form in &forms {
        database.submit(form).await;
    }
    let answers = join_all(forms.iter().map(|form| {
        let (pledges, claims) = (database.pledges.clone(), form.claims());
        tokio::spawn(async move { pledges.confirm(&claims, NOW, 3).await.unwrap() })
    }))
    .await;
    let counted = answers.iter().filter(|answer| matches!(answer, Ok(Confirmed::Counted(_)))).count();
    let refused = answers.iter().filter(|answer| matches!(answer, Ok(Confirmed::AddressTaken))).count();
    assert_eq!((counted, refused), (2, 8));
    assert_eq!(database.exact_total().await, 2);
}

#[tokio::test]
async fn an_expired_or_unknown_submission_is_gone() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    let late = NOW + days(14);
    assert_eq!(database.pledges.confirm(&form.claims(), late, 1).await, Ok(Confirmed::Gone));
    assert_eq!(database.confirm(&Form::number(2)).await, Ok(Confirmed::Gone));
    assert_eq!(database.exact_total().await, 0);
}

#[tokio::test]
async fn a_lost_reply_to_confirm_is_answered_again() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    database.wire.break_next(1, "TransactWriteItems", Fault::LoseReply);
    let answer = database.confirm(&form).await.unwrap();
    assert!(matches!(answer, Confirmed::Repeated(_)), "{answer:?}");
    assert_eq!(database.wire.take_faults(), 1);
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn a_confirm_that_never_arrives_is_sent_again() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    database.wire.break_next(2, "TransactWriteItems", Fault::NeverArrives);
    assert!(matches!(database.confirm(&form).await, Ok(Confirmed::Counted(_))));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn without_any_answer_the_caller_hears_so_and_the_link_still_works() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    database.wire.break_next(usize::MAX, "TransactWriteItems", Fault::NeverArrives);
    assert_eq!(database.confirm(&form).await, Err(StoreError::Unavailable));
    database.wire.heal();
    assert_eq!(database.exact_total().await, 0);
    assert!(matches!(database.confirm(&form).await, Ok(Confirmed::Counted(_))));
}

#[tokio::test]
async fn conflicts_are_given_up_after_eight_tries_and_the_link_still_works() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    database.wire.break_next(usize::MAX, "TransactWriteItems", Fault::TransactionConflict);
    assert_eq!(database.confirm(&form).await, Err(StoreError::Conflict));
    assert_eq!(database.wire.take_faults(), usize::try_from(TRIES_MAX).unwrap());
    assert_eq!(TRIES_MAX, 8);
    database.wire.heal();
    assert_eq!(database.exact_total().await, 0);
    assert!(matches!(database.confirm(&form).await, Ok(Confirmed::Counted(_))));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn a_conflict_is_tried_again_at_another_counter() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    database.wire.break_next(7, "TransactWriteItems", Fault::TransactionConflict);
    assert!(matches!(database.confirm(&form).await, Ok(Confirmed::Counted(_))));
    assert_eq!(database.wire.take_faults(), 7);
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn a_throttled_confirm_is_tried_again_and_then_says_so() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    database.wire.break_next(3, "TransactWriteItems", Fault::Throttle);
    assert!(matches!(database.confirm(&form).await, Ok(Confirmed::Counted(_))));
    let other = Form::number(2).at("other@example.org");
    database.submit(&other).await;
    database.wire.break_next(usize::MAX, "TransactWriteItems", Fault::Throttle);
    assert_eq!(database.confirm(&other).await, Err(StoreError::Throttled));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn confirm_is_one_transaction_of_four_write_units_and_six_in_a_household() {
    let database = Database::start();
    for (form, units) in [(Form::number(1), 4.0), (Form::number(2).by("Jean"), 6.0)] {
        database.submit(&form).await;
        drop(database.wire.take());
        database.confirm(&form).await.unwrap();
        let sent = database.wire.take();
        let [read, write] = sent.as_slice() else { panic!("{sent:?}") };
        assert_eq!((read.operation.as_str(), write.operation.as_str()), ("BatchGetItem", "TransactWriteItems"));
        assert!((write.units - units).abs() < f64::EPSILON, "{} write units", write.units);
        assert_eq!(read.body["RequestItems"]["Pledges"]["ConsistentRead"], true);
        assert_eq!(read.body["RequestItems"]["Pledges"]["Keys"].as_array().unwrap().len(), 3);
        assert!(write.body.get("ClientRequestToken").is_none(), "exactness rests on conditions alone");
    }
}
