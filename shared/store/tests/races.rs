//! Two changes meet: one was decided, then the other happens, then the first is written.

use std::sync::atomic::AtomicI64;

use domain::ids::InvalidationId;
use domain::mail::email::EmailAddress;
use domain::office::invalidation::{Conditions, Invalidation, Stage};
use domain::pledge::consent::Consents;
use domain::pledge::{Household, Slot, Who};
use domain::tally::cause::Cause;
use store::{Confirmed, Renamed, StoreError};
use tokio::task::JoinHandle;

use crate::database::Database;
use crate::follow_link;
use crate::people::{Form, NOW, abroad, living_at, named, person_key};
use wire::Paused;

/// Starts a confirmation whose transaction is held.
async fn confirming(database: &Database, form: &Form) -> (JoinHandle<Result<Confirmed, StoreError>>, Paused) {
    let (pledges, form) = (database.pledges.clone(), form.clone());
    let mut held = database.wire.hold_next("TransactWriteItems");
    let task = tokio::spawn(async move { follow_link(&pledges, &form, Some(Who::Another), NOW, 1).await });
    held.arrived().await;
    (task, held)
}

/// Starts a withdrawal whose transaction is held.
async fn withdrawing(database: &Database, form: &Form) -> (JoinHandle<Result<bool, StoreError>>, Paused) {
    let (pledges, claims) = (database.pledges.clone(), form.claims());
    let mut held = database.wire.hold_next("TransactWriteItems");
    let task = tokio::spawn(async move { pledges.withdraw(&claims, NOW, 1).await });
    held.arrived().await;
    (task, held)
}

async fn household(database: &Database) -> Household {
    database.pledges.household(Form::number(1).signer()).await.unwrap()
}

fn couple() -> (Form, Form) {
    (Form::number(1), Form::number(2).by("Jean"))
}

#[tokio::test]
async fn the_same_person_confirms_another_submission_first() {
    let database = Database::start();
    let (one, other) = (Form::number(1), Form::number(2));
    database.submit(&one).await;
    let (task, held) = confirming(&database, &one).await;
    let signer = database.sign(&other).await;
    held.release();
    assert_eq!(task.await.unwrap(), Ok(Confirmed::SamePerson(signer)));
    assert_eq!(database.exact_total().await, 1);
}

/// People who share an address live together when they confirm. One may move at the same moment: both stay counted, each
/// where they live.
#[tokio::test]
async fn the_second_confirms_while_the_first_moves_away() {
    let database = Database::start();
    let (anne, jean) = couple();
    database.sign(&anne).await;
    database.submit(&jean).await;
    let (task, held) = confirming(&database, &jean).await;
    let elsewhere = living_at("K1A 0A7", 35079);
    database.pledges.move_to(&anne.claims(), elsewhere, &person_key(), 1).await.unwrap().unwrap();
    held.release();
    assert!(matches!(task.await.unwrap(), Ok(Confirmed::Counted(signer)) if signer.slot == Slot::Second));
    assert_eq!(database.exact_total().await, 2);
}

#[tokio::test]
async fn the_second_confirms_while_the_first_withdraws_and_is_alone() {
    let database = Database::start();
    let (anne, jean) = couple();
    database.sign(&anne).await;
    database.submit(&jean).await;
    let (task, held) = confirming(&database, &jean).await;
    assert!(database.withdraw(&anne).await);
    held.release();
    assert!(matches!(task.await.unwrap(), Ok(Confirmed::Counted(signer)) if signer.slot == Slot::Second));
    assert_eq!(household(&database).await.first, None);
    let again = Form::number(3).by("Jean");
    database.submit(&again).await;
    assert!(matches!(database.confirm_as(&again, Who::Another).await, Ok(Confirmed::SamePerson(_))));
    assert_eq!(database.exact_total().await, 1);
}

/// Two forms of one person, one decided for the second slot and one for the first: their name is in both transactions.
#[tokio::test]
async fn the_second_confirms_while_the_first_withdraws_and_the_second_takes_their_place() {
    let database = Database::start();
    let (anne, jean) = couple();
    database.sign(&anne).await;
    database.submit(&jean).await;
    let (task, held) = confirming(&database, &jean).await;
    assert!(database.withdraw(&anne).await);
    let signer = database.sign(&Form::number(3).by("Jean")).await;
    held.release();
    assert_eq!(task.await.unwrap(), Ok(Confirmed::SamePerson(signer)));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn the_second_confirms_while_the_first_takes_their_name() {
    let database = Database::start();
    let (anne, jean) = couple();
    database.sign(&anne).await;
    database.submit(&jean).await;
    let (task, held) = confirming(&database, &jean).await;
    let renamed = database.pledges.correct_name(&anne.claims(), &named("Jean"), &person_key()).await;
    assert_eq!(renamed, Ok(Renamed::Saved));
    held.release();
    assert!(matches!(task.await.unwrap(), Ok(Confirmed::SamePerson(_))));
    assert_eq!(database.exact_total().await, 1);
}

/// An address and a name are read one after the other: here both change between the two reads, so that the name is seen as it
/// is afterwards and the address as it was before.
#[tokio::test]
async fn whoever_comes_to_bear_a_name_between_two_reads_is_seen() {
    for renamed in [true, false] {
        let database = Database::start();
        let (anne, jean) = couple();
        database.sign(&anne).await;
        database.submit(&jean).await;
        let mut address = database.wire.hold_next("BatchGetItem");
        let mut name = database.wire.hold_next("BatchGetItem");
        let (pledges, form) = (database.pledges.clone(), jean.clone());
        let task = tokio::spawn(async move { follow_link(&pledges, &form, Some(Who::Another), NOW, 1).await });
        address.arrived().await;
        address.release();
        name.arrived().await;
        if renamed {
            let renamed = database.pledges.correct_name(&anne.claims(), &named("Jean"), &person_key()).await;
            assert_eq!(renamed, Ok(Renamed::Saved));
        } else {
            assert!(database.withdraw(&anne).await);
            database.sign(&Form::number(3).by("Jean")).await;
        }
        name.release();
        assert!(matches!(task.await.unwrap(), Ok(Confirmed::SamePerson(_))), "they count once");
        assert_eq!(database.exact_total().await, 1);
    }
}

#[tokio::test]
async fn the_first_takes_a_name_while_the_second_confirms_under_it() {
    let database = Database::start();
    let (anne, jean) = couple();
    database.sign(&anne).await;
    let (pledges, claims) = (database.pledges.clone(), anne.claims());
    let mut held = database.wire.hold_next("TransactWriteItems");
    let task = tokio::spawn(async move { pledges.correct_name(&claims, &named("Jean"), &person_key()).await });
    held.arrived().await;
    database.sign(&jean).await;
    held.release();
    assert_eq!(task.await.unwrap(), Ok(Renamed::NameTaken));
    assert_eq!(database.exact_total().await, 2);
}

#[tokio::test]
async fn the_first_withdraws_while_the_second_confirms_or_withdraws_or_moves() {
    for (change, left) in [(0, 1), (1, 0), (2, 1)] {
        let database = Database::start();
        let (anne, jean) = couple();
        database.sign(&anne).await;
        if change > 0 {
            database.sign(&jean).await;
        }
        let (task, held) = withdrawing(&database, &anne).await;
        match change {
            0 => drop(database.sign(&jean).await),
            1 => assert!(database.withdraw(&jean).await),
            _ => {
                database.pledges.set_consents(&jean.claims(), Consents::default()).await.unwrap().unwrap();
                database.pledges.move_to(&jean.claims(), abroad(), &person_key(), 1).await.unwrap().unwrap();
            }
        }
        held.release();
        assert_eq!(task.await.unwrap(), Ok(true));
        let around = household(&database).await;
        assert_eq!((around.first, around.second.is_some()), (None, left == 1));
        assert_eq!(database.exact_total().await, left);
    }
}

/// An invalidation that is done has taken out everybody it meant, even a person who moved meanwhile.
#[tokio::test]
async fn whoever_moves_while_they_are_invalidated_is_out_of_the_count() {
    let database = Database::start();
    let (anne, jean) = couple();
    database.sign(&anne).await;
    let signer = database.sign(&jean).await;
    let conditions = Conditions { submission: Some(signer.submission), ..Conditions::default() };
    let invalidation = Invalidation {
        id: InvalidationId::from_random([7; 16]),
        conditions,
        cause: Cause::Invented,
        reason: String::new(),
        by: EmailAddress::parse("organizer@example.org").unwrap(),
        at: NOW,
        stage: Stage::Applying,
        signers: 0,
    };
    let mut write = database.wire.hold_next("TransactWriteItems");
    let pledges = database.pledges.clone();
    let task = tokio::spawn(async move { pledges.invalidate(&invalidation, &AtomicI64::new(0)).await });
    write.arrived().await;
    database.pledges.move_to(&jean.claims(), living_at("V5K 0A1", 59035), &person_key(), 1).await.unwrap().unwrap();
    assert!(database.withdraw(&anne).await);
    write.release();
    assert_eq!(task.await.unwrap(), Ok(1));
    assert_eq!(database.exact_total().await, 0);
    assert_eq!(database.items("Pledges", "M#").len(), 0);
}

#[tokio::test]
async fn a_move_meets_a_withdrawal() {
    let database = Database::start();
    let form = Form::number(1);
    database.sign(&form).await;
    let (pledges, claims) = (database.pledges.clone(), form.claims());
    let mut held = database.wire.hold_next("TransactWriteItems");
    let task = tokio::spawn(async move { pledges.move_to(&claims, abroad(), &person_key(), 1).await });
    held.arrived().await;
    assert!(database.withdraw(&form).await);
    held.release();
    assert_eq!(task.await.unwrap(), Ok(None));
    assert_eq!(database.exact_total().await, 0);
}

#[tokio::test]
async fn a_withdrawal_meets_a_move() {
    let database = Database::start();
    let form = Form::number(1);
    database.sign(&form).await;
    let (task, held) = withdrawing(&database, &form).await;
    database.pledges.move_to(&form.claims(), abroad(), &person_key(), 1).await.unwrap().unwrap();
    held.release();
    assert_eq!(task.await.unwrap(), Ok(true));
    assert_eq!(database.exact_total().await, 0);
}

#[tokio::test]
async fn a_move_meets_another_move() {
    let database = Database::start();
    let form = Form::number(1).brought_by("river-town");
    database.sign(&form).await;
    let (pledges, claims) = (database.pledges.clone(), form.claims());
    let mut held = database.wire.hold_next("TransactWriteItems");
    let task = tokio::spawn(async move { pledges.move_to(&claims, abroad(), &person_key(), 1).await });
    held.arrived().await;
    database.pledges.move_to(&form.claims(), living_at("V5K 0A1", 59035), &person_key(), 2).await.unwrap().unwrap();
    held.release();
    assert_eq!(task.await.unwrap().unwrap().unwrap().draft.residence, abroad());
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn a_recount_says_nothing_of_counters_that_change_meanwhile() {
    let database = Database::start();
    database.sign(&Form::number(1).of(abroad())).await;
    let mut held = database.wire.hold_next("Scan");
    let pledges = database.pledges.clone();
    let task = tokio::spawn(async move { pledges.recount(1).await });
    held.arrived().await;
    database.sign(&Form::number(2).at("other@example.org")).await;
    held.release();
    let recount = task.await.unwrap().unwrap();
    assert_eq!((recount.drift, recount.unsettled), (Vec::new(), 1));
}
