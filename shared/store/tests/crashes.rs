//! A function may be stopped between any two requests: what is stored then is whole, and doing it again does the rest.

use std::sync::atomic::AtomicI64;

use domain::ids::InvalidationId;
use domain::mail::email::EmailAddress;
use domain::office::invalidation::{Conditions, Invalidation, Stage};
use domain::pledge::Who;
use domain::tally::cause::Cause;
use store::role::Everything;
use store::{Pledges, StoreError};

use crate::database::Database;
use crate::follow_link;
use crate::paper::{import, row};
use crate::people::{Form, NOW, living_at, minutes, named, person_key};

/// The work that is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    Confirm,
    ConfirmBesidePaper,
    ConfirmAsAnother,
    Move,
    Rename,
    Withdraw,
    Invalidate,
    Restore,
    CountSheet,
    UndoSheet,
}

const ALL: [Work; 10] = [
    Work::Confirm,
    Work::ConfirmBesidePaper,
    Work::ConfirmAsAnother,
    Work::Move,
    Work::Rename,
    Work::Withdraw,
    Work::Invalidate,
    Work::Restore,
    Work::CountSheet,
    Work::UndoSheet,
];

fn anne() -> Form {
    Form::number(1)
}

fn jean() -> Form {
    Form::number(2).by("Jean")
}

fn invalidation() -> Invalidation {
    Invalidation {
        id: InvalidationId::from_random([9; 16]),
        conditions: Conditions { mail_domain: Some("example.org".to_owned()), ..Conditions::default() },
        cause: Cause::Automated,
        reason: String::new(),
        by: EmailAddress::parse("organizer@example.org").unwrap(),
        at: NOW + minutes(1),
        stage: Stage::Applying,
        signers: 0,
    }
}

/// Prepares a database with a sheet and two forms. The sheet has Anne in another riding of her postal code, under her later
/// name and at her later home, and somebody else.
async fn prepare(database: &Database, work: Work) {
    let sheet = [
        row("Anne", living_at("K1A 0A6", 35075)),
        row("Zoé", living_at("K1A 0A6", 35075)),
        row("Anne", living_at("V5K 0A1", 59035)),
        row("Luc", living_at("V5K 0A1", 59035)),
    ];
    database.read_sheet(1, &sheet).await;
    if !matches!(work, Work::Confirm | Work::CountSheet) {
        database.pledges.count_paper(&import(1), &AtomicI64::new(0)).await.unwrap();
    }
    for form in [anne(), jean()] {
        database.submit(&form).await;
    }
    if !matches!(work, Work::Confirm | Work::ConfirmBesidePaper) {
        database.confirm(&anne()).await.unwrap();
    }
    if work == Work::Restore {
        perform(database.pledges.clone(), Work::Invalidate).await.unwrap();
    }
}

async fn perform(pledges: Pledges<Everything>, work: Work) -> Result<(), StoreError> {
    let claims = anne().claims();
    match work {
        Work::Confirm | Work::ConfirmBesidePaper => follow_link(&pledges, &anne(), None, NOW, 1).await.map(drop),
        Work::ConfirmAsAnother => follow_link(&pledges, &jean(), Some(Who::Another), NOW, 1).await.map(drop),
        Work::Move => pledges.move_to(&claims, living_at("V5K 0A1", 59035), &person_key(), 1).await.map(drop),
        Work::Rename => pledges.correct_name(&claims, &named("Zoé"), &person_key()).await.map(drop),
        Work::Withdraw => pledges.withdraw(&claims, NOW, 1).await.map(drop),
        Work::Invalidate => pledges.invalidate(&invalidation(), &AtomicI64::new(0)).await.map(drop),
        Work::Restore => pledges.restore(invalidation().id).await.map(drop),
        Work::CountSheet => pledges.count_paper(&import(1), &AtomicI64::new(0)).await.map(drop),
        Work::UndoSheet => pledges.take_paper_back(import(1).id).await,
    }
}

/// Does the work undisturbed. Returns how many are counted then, and the requests that it took.
async fn undisturbed(work: Work) -> (i64, Vec<&'static str>) {
    let database = Database::start();
    prepare(&database, work).await;
    drop(database.wire.take());
    perform(database.pledges.clone(), work).await.unwrap();
    let requests = database.wire.take().into_iter().map(|sent| &*sent.operation.leak()).collect();
    (database.exact_total().await, requests)
}

#[tokio::test]
async fn whatever_is_stopped_before_whichever_request_leaves_the_index_and_the_tally_exact() {
    for work in ALL {
        let (total, requests) = undisturbed(work).await;
        assert!(requests.contains(&"TransactWriteItems"), "{work:?}: {requests:?}");
        for (at, operation) in requests.iter().enumerate() {
            let database = Database::start();
            prepare(&database, work).await;
            let before = requests.iter().take(at).filter(|before| *before == operation).count();
            let mut gates: Vec<_> = (0..=before).map(|_| database.wire.hold_next(operation)).collect();
            let mut last = gates.pop().unwrap();
            let task = tokio::spawn(perform(database.pledges.clone(), work));
            for mut gate in gates {
                gate.arrived().await;
                gate.release();
            }
            last.arrived().await;
            task.abort();
            assert!(task.await.unwrap_err().is_cancelled());
            drop(last);
            database.exact_total().await;
            perform(database.pledges.clone(), work).await.unwrap();
            assert_eq!(database.exact_total().await, total, "{work:?}, stopped before request {at} of {requests:?}");
        }
    }
}
