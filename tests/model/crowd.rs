//! People who all act at once.

use domain::pledge::Submission;
use futures::future::join_all;
use store::Confirmed;
use tests::{Fault, OTTAWA_CENTRE, TestSite, campaign};

use crate::world::{World, canada, make_tables, submission};

async fn world(site: &TestSite) -> World {
    make_tables(site).await;
    World::new(site, 0)
}

async fn submit(world: &World, submissions: &[Submission]) {
    for result in join_all(submissions.iter().map(|submission| world.pledges.submit(submission))).await {
        result.unwrap();
    }
}

/// Confirms every form at once, each again while the counters are busy, and returns the newly counted.
async fn confirm_all(world: &World, submissions: &[Submission]) -> Vec<Confirmed> {
    let now = campaign().opens_at;
    let confirming = submissions.iter().zip(0_u64..).map(|(submission, number)| async move {
        for again in 0..50 {
            if let Ok(confirmed) = world.confirm(submission, now, number.wrapping_mul(31).wrapping_add(again)).await {
                return confirmed;
            }
        }
        panic!("the counters never had time");
    });
    join_all(confirming).await
}

fn newly(outcomes: &[Confirmed]) -> usize {
    outcomes.iter().filter(|outcome| matches!(outcome, Confirmed::Counted(_))).count()
}

/// Invariants 1 and 2
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_person_with_64_forms_confirmed_at_once_counts_once() {
    let site = TestSite::start().await;
    let world = world(&site).await;
    let home = canada(OTTAWA_CENTRE.0, OTTAWA_CENTRE.1);
    let submissions: Vec<_> = (0..64)
        .map(|number| submission(number, "Marie", "marie@example.org", home.clone(), campaign().opens_at))
        .collect();
    submit(&world, &submissions).await;
    let outcomes = confirm_all(&world, &submissions).await;
    assert_eq!(newly(&outcomes), 1);
    assert!(
        outcomes.iter().all(|outcome| matches!(
            outcome,
            Confirmed::Counted(_) | Confirmed::Repeated(_) | Confirmed::SamePerson(_)
        ))
    );
    assert_eq!(world.recount(&site).await, (1, 1));
}

/// Invariant 1: of many people at one address, two are counted, whoever comes first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_crowd_at_one_address_two_are_counted() {
    let site = TestSite::start().await;
    let world = world(&site).await;
    let home = canada(OTTAWA_CENTRE.0, OTTAWA_CENTRE.1);
    let names = ["Marie", "Jean", "Luc", "Anne", "Paul", "Lise", "Zoé", "Ana"];
    let submissions: Vec<_> = (0..32_u64)
        .zip(names.iter().cycle())
        .map(|(number, name)| submission(number, name, "home@example.org", home.clone(), campaign().opens_at))
        .collect();
    submit(&world, &submissions).await;
    let outcomes = confirm_all(&world, &submissions).await;
    assert_eq!(newly(&outcomes), 2);
    assert_eq!(world.recount(&site).await, (2, 2));
}

/// Invariant 2: a crowd of different people, with every eighth reply lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_with_lost_replies_is_counted_to_the_last() {
    let site = TestSite::start().await;
    let world = world(&site).await;
    let home = canada(OTTAWA_CENTRE.0, OTTAWA_CENTRE.1);
    let submissions: Vec<_> = (0..64)
        .map(|number| {
            submission(number, "Marie", &format!("marie.{number}@example.org"), home.clone(), campaign().opens_at)
        })
        .collect();
    submit(&world, &submissions).await;
    world.wire.break_next(8, "TransactWriteItems", Fault::LoseReply);
    world.wire.break_next(8, "TransactWriteItems", Fault::TransactionConflict);
    let outcomes = confirm_all(&world, &submissions).await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Confirmed::Counted(_) | Confirmed::Repeated(_))));
    assert_eq!(world.wire.faults_met(), 16);
    assert_eq!(world.recount(&site).await, (64, 64));
    assert_eq!(world.tally().await.total(), 64);
}
