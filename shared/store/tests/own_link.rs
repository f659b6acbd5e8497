//! An own link counts people, and nobody can read there who came by it.

use domain::ids::LinkCode;
use domain::pledge::own_link::at_least;
use futures::future::join_all;
use store::{Confirmed, StoreError};

use crate::database::Database;
use crate::people::{Form, NOW, days, neighbour};
use crate::{LINK, follow_link};
use wire::Fault;

const OTHER: LinkCode = LinkCode::from_random([2; 9]);

/// A neighbour who came by a link.
fn came(number: u128, link: LinkCode) -> Form {
    Form::number(number).by(neighbour(number)).at(format!("n{number}@example.org")).came_by(link)
}

async fn counted_for(database: &Database, link: LinkCode) -> u64 {
    database.pledges.signed_through(link, NOW + days(2)).await.unwrap()
}

#[tokio::test]
async fn each_person_who_comes_by_a_link_and_confirms_counts_once_for_it_a_day_or_two_later() {
    let database = Database::start();
    for number in 1..=3 {
        database.sign(&came(number, LINK)).await;
        assert!(matches!(database.confirm(&came(number, LINK)).await, Ok(Confirmed::Repeated(_))));
    }
    database.sign(&came(4, OTHER)).await;
    database.sign(&Form::number(5)).await;
    database.submit(&came(6, LINK)).await;
    let again = came(7, LINK).by(neighbour(1)).at("n1@example.org");
    database.submit(&again).await;
    assert!(matches!(database.confirm(&again).await, Ok(Confirmed::SamePerson(_))));
    assert_eq!((counted_for(&database, LINK).await, counted_for(&database, OTHER).await), (3, 1));
    for late in [0, 1] {
        assert_eq!(database.pledges.signed_through(LINK, NOW + days(late)).await, Ok(0), "too early");
    }
    assert_eq!(database.exact_total().await, 5);
}

#[tokio::test]
async fn a_lost_reply_or_a_conflict_counts_once_for_the_link() {
    let database = Database::start();
    for (number, fault) in [(1, Fault::LoseReply), (2, Fault::Throttle)] {
        database.submit(&came(number, LINK)).await;
        database.wire.break_next(1, "TransactWriteItems", fault);
        assert!(database.confirm(&came(number, LINK)).await.is_ok());
        assert_eq!(counted_for(&database, LINK).await, u64::try_from(number).unwrap());
    }
    assert_eq!(database.wire.take_faults(), 2);
    assert_eq!(database.exact_total().await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_spreads_fast_counts_everybody() {
    let database = Database::start();
    let forms: Vec<_> = (1..=48).map(|number| came(number, LINK)).collect();
    for form in &forms {
        database.submit(form).await;
    }
    let confirmed = join_all(forms.iter().cloned().zip(1..).map(|(form, seed)| {
        let pledges = database.pledges.clone();
        tokio::spawn(async move { follow_link(&pledges, &form, None, NOW, seed).await })
    }))
    .await;
    assert!(confirmed.into_iter().all(|answer| matches!(answer, Ok(Ok(Confirmed::Counted(_))))));
    assert_eq!(counted_for(&database, LINK).await, 48);
    assert!(database.items("Pledges", "U#").len() > 4, "it is spread over several items");
}

/// Invariant 5: the table does not hold who came by whom, and a withdrawal tells the inviter nothing.
#[tokio::test]
async fn no_item_joins_a_signer_to_the_link_they_came_by() {
    let database = Database::start();
    let form = came(1, OTHER);
    let signer = database.sign(&form).await;
    database.pledges.delete_submission(form.claims().submission).await.unwrap();
    assert_eq!(signer.link, Some(LINK));
    let code = OTHER.to_string();
    let holding: Vec<_> =
        database.items("Pledges", "").into_iter().filter(|item| item.to_string().contains(&code)).collect();
    assert_eq!(holding.len(), 1, "the number alone");
    let mut held: Vec<_> = holding[0].as_object().unwrap().keys().map(String::as_str).collect();
    held.sort_unstable();
    assert_eq!(held, [format!("day:{}", &NOW.to_string()[..10]).as_str(), "pk", "sk"]);
    assert!(database.withdraw(&form).await);
    assert_eq!(counted_for(&database, OTHER).await, 1);
}

#[tokio::test]
async fn a_withdrawal_erases_what_ones_own_link_counted() {
    let database = Database::start();
    let inviter = Form::number(9);
    database.sign(&inviter).await;
    for number in 1..=5 {
        database.sign(&came(number, LINK)).await;
    }
    assert_eq!(at_least(counted_for(&database, LINK).await), Some(5));
    database.wire.break_next(1, "TransactWriteItems", Fault::LoseReply);
    assert!(database.withdraw(&inviter).await);
    assert_eq!(database.items("Pledges", "U#"), Vec::<serde_json::Value>::new());
    database.wire.break_all("Query", Fault::Throttle);
    assert_eq!(database.pledges.signed_through(LINK, NOW).await, Err(StoreError::Throttled));
}
