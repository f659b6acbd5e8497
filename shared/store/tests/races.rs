//! Two changes meet: one was decided, then the other happens, then the first is written.

use std::sync::atomic::AtomicI64;

use domain::consent::Consents;
use domain::email::EmailAddress;
use domain::identity::InvalidationId;
use domain::invalidation::{Cause, Conditions, Invalidation, Stage};
use domain::pledge::{Household, Slot};
use store::{Confirmed, StoreError};
use tokio::task::JoinHandle;

use crate::database::Database;
use crate::people::{Form, NOW, abroad, living_at};
use wire::{Fault, Held};

/// Starts a confirmation whose transaction is held.
async fn confirming(database: &Database, form: &Form) -> (JoinHandle<Result<Confirmed, StoreError>>, Held) {
    let (pledges, claims) = (database.pledges.clone(), form.claims());
    let mut held = database.wire.hold_next("TransactWriteItems");
    let task = tokio::spawn(async move { pledges.confirm(&claims, NOW, 1).await });
    held.arrived().await;
    (task, held)
}

/// Starts a withdrawal whose transaction is held.
async fn withdrawing(database: &Database, form: &Form) -> (JoinHandle<Result<bool, StoreError>>, Held) {
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

#[tokio::test]
async fn the_second_confirms_while_the_first_moves_away() {
    let database = Database::start();
    let (anne, jean) = couple();
    database.sign(&anne).await;
    database.submit(&jean).await;
    let (task, held) = confirming(&database, &jean).await;
    // Another postal code in the same riding: no counter changes, the household rule does.
    database.pledges.move_to(&anne.claims(), living_at("K1A 0A7", 35079), 1).await.unwrap().unwrap();
    held.release();
    assert_eq!(task.await.unwrap(), Ok(Confirmed::AddressTaken));
    assert_eq!(database.exact_total().await, 1);
}

/// Nobody may stand in the second place alone: they could sign again in the first.
#[tokio::test]
async fn the_second_confirms_while_the_first_withdraws() {
    let database = Database::start();
    let (anne, jean) = couple();
    database.sign(&anne).await;
    database.submit(&jean).await;
    let (task, held) = confirming(&database, &jean).await;
    assert!(database.withdraw(&anne).await);
    held.release();
    assert!(matches!(task.await.unwrap(), Ok(Confirmed::Counted(signer)) if signer.slot == Slot::First));
    assert_eq!(household(&database).await.second, None);
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn the_first_withdraws_while_the_second_confirms() {
    let database = Database::start();
    let (anne, jean) = couple();
    database.sign(&anne).await;
    let (task, held) = withdrawing(&database, &anne).await;
    database.sign(&jean).await;
    held.release();
    assert_eq!(task.await.unwrap(), Ok(true));
    let left = household(&database).await;
    assert_eq!(left.second, None);
    assert_eq!(left.first.unwrap().submission, jean.claims().submission);
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn the_first_withdraws_while_the_second_does() {
    let database = Database::start();
    let (anne, jean) = couple();
    database.sign(&anne).await;
    database.sign(&jean).await;
    let (task, held) = withdrawing(&database, &anne).await;
    assert!(database.withdraw(&jean).await);
    held.release();
    assert_eq!(task.await.unwrap(), Ok(true));
    assert_eq!(household(&database).await, Household::default());
    assert_eq!(database.exact_total().await, 0);
}

#[tokio::test]
async fn who_moves_up_keeps_what_they_changed_meanwhile() {
    let database = Database::start();
    let (anne, jean) = couple();
    database.sign(&anne).await;
    database.sign(&jean).await;
    let (task, held) = withdrawing(&database, &anne).await;
    database.pledges.set_consents(&jean.claims(), Consents::default()).await.unwrap().unwrap();
    database.pledges.move_to(&jean.claims(), abroad(), 1).await.unwrap().unwrap();
    held.release();
    assert_eq!(task.await.unwrap(), Ok(true));
    let first = household(&database).await.first.unwrap();
    assert_eq!((first.draft.consents, first.draft.residence), (Consents::default(), abroad()));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn the_second_withdraws_while_moving_up() {
    let database = Database::start();
    let (anne, jean) = couple();
    database.sign(&anne).await;
    database.sign(&jean).await;
    let (task, held) = withdrawing(&database, &jean).await;
    assert!(database.withdraw(&anne).await);
    held.release();
    assert_eq!(task.await.unwrap(), Ok(true));
    assert_eq!(household(&database).await, Household::default());
    assert_eq!(database.exact_total().await, 0);
}

/// A batch is read item by item: here the second place is read after its holder moved up, the first before.
#[tokio::test]
async fn who_moves_up_between_two_reads_is_not_missed() {
    for confirms in [false, true] {
        let database = Database::start();
        let (anne, jean) = couple();
        database.sign(&anne).await;
        database.sign(&jean).await;
        database.pledges.delete_submission(jean.claims().submission).await.unwrap();
        database.wire.break_next(1, "BatchGetItem", Fault::LeaveOne);
        let mut first = database.wire.hold_next("BatchGetItem");
        let mut second = database.wire.hold_next("BatchGetItem");
        let (pledges, claims) = (database.pledges.clone(), jean.claims());
        let task = tokio::spawn(async move {
            if confirms {
                matches!(pledges.confirm(&claims, NOW, 1).await, Ok(Confirmed::Repeated(_)))
            } else {
                pledges.withdraw(&claims, NOW, 1).await.unwrap()
            }
        });
        first.arrived().await;
        first.release();
        second.arrived().await;
        assert!(database.withdraw(&anne).await);
        second.release();
        assert!(task.await.unwrap());
        assert_eq!(database.exact_total().await, i64::from(confirms));
    }
}

/// The same while they are taken out of the count: they must be out when it is said that all are.
#[tokio::test]
async fn who_moves_up_while_they_are_invalidated_is_out_of_the_count() {
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
    // They change, so that it has to look again; and move up between its two reads.
    let agreed = Consents::to_updates(true, "2");
    database.pledges.set_consents(&jean.claims(), agreed).await.unwrap().expect("they are there");
    database.wire.break_next(1, "BatchGetItem", Fault::LeaveOne);
    let mut first = database.wire.hold_next("BatchGetItem");
    let mut second = database.wire.hold_next("BatchGetItem");
    write.release();
    first.arrived().await;
    first.release();
    second.arrived().await;
    assert!(database.withdraw(&anne).await);
    second.release();
    assert_eq!(task.await.unwrap(), Ok(1));
    assert_eq!(database.exact_total().await, 0);
}

#[tokio::test]
async fn a_move_meets_a_withdrawal() {
    let database = Database::start();
    let form = Form::number(1);
    database.sign(&form).await;
    let (pledges, claims) = (database.pledges.clone(), form.claims());
    let mut held = database.wire.hold_next("TransactWriteItems");
    let task = tokio::spawn(async move { pledges.move_to(&claims, abroad(), 1).await });
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
    database.pledges.move_to(&form.claims(), abroad(), 1).await.unwrap().unwrap();
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
    let task = tokio::spawn(async move { pledges.move_to(&claims, abroad(), 1).await });
    held.arrived().await;
    database.pledges.move_to(&form.claims(), living_at("V5K 0A1", 59035), 2).await.unwrap().unwrap();
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
