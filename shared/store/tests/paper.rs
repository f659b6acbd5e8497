//! Signatures on paper: each counts exactly while nobody online bears its name at its postal code.

use std::sync::atomic::AtomicI64;

use domain::ids::ImportId;
use domain::mail::email::EmailAddress;
use domain::office::invalidation::Stage;
use domain::paper::sheet::{PaperImport, PaperRow};
use domain::person::residence::Residence;
use domain::tally::riding::Place;
use domain::tally::{Count, Tally};
use store::{Confirmed, Freshness, Renamed, StoreError};
use tokio::task::JoinHandle;
use wire::{Fault, Paused};

use crate::database::Database;
use crate::follow_link;
use crate::people::{Form, NOW, abroad, days, living_at, named, person_key};

const FAULTS: [Fault; 4] = [Fault::LoseReply, Fault::NeverArrives, Fault::TransactionConflict, Fault::Throttle];

/// A line of a sheet.
pub(crate) fn row(first: &str, residence: Residence) -> PaperRow {
    let name = named(first);
    PaperRow { id: person_key().of(&name, &residence).unwrap(), name, residence }
}

/// Anne Roy of Ottawa Centre, as she signs online too.
fn annes() -> PaperRow {
    row("Anne", living_at("K1A 0A6", 35079))
}

/// One of many people on one sheet.
fn somebody(n: u32) -> PaperRow {
    let digits: String = n.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect();
    row(&format!("P{digits}"), living_at("K1A 0A6", 35070 + n % 5))
}

pub(crate) fn import(id: u8) -> PaperImport {
    PaperImport {
        id: ImportId::from_random([id; 16]),
        partner: Some("river-town".parse().unwrap()),
        note: "the market".to_owned(),
        by: EmailAddress::parse("organizer@example.org").unwrap(),
        at: NOW,
        stage: Some(Stage::Applying),
        rows: 40,
        unread: 2,
        unread_lines: "2, 4".to_owned(),
        signers: 0,
    }
}

impl Database {
    pub(crate) async fn read_sheet(&self, id: u8, rows: &[PaperRow]) {
        self.pledges.keep_sheet(import(id).id, rows, NOW).await.unwrap();
    }

    async fn count(&self, id: u8) -> Result<i64, StoreError> {
        self.pledges.count_paper(&import(id), &AtomicI64::new(0)).await
    }

    /// Reads a sheet, counts it, and returns how many of its signatures count.
    pub(crate) async fn count_sheet(&self, id: u8, rows: &[PaperRow]) -> i64 {
        self.read_sheet(id, rows).await;
        self.count(id).await.unwrap()
    }

    async fn tally(&self) -> Tally {
        self.tallies.read(Freshness::Strong).await.unwrap()
    }

    async fn sum(&self) -> Count {
        self.tally().await.sum()
    }
}

#[tokio::test]
async fn paper_is_counted_once_however_often_it_comes_and_taken_back_as_it_was() {
    let database = Database::start();
    database.sign(&Form::number(1)).await;
    let before = database.tally().await;
    let rows: Vec<_> = (0..40).map(somebody).collect();
    assert_eq!(database.count_sheet(1, &rows).await, 40);
    assert_eq!(database.exact_total().await, 41);
    let sum = database.sum().await;
    assert_eq!((sum.signers, sum.paper, sum.by_partner[&"river-town".parse().unwrap()]), (41, 40, 40));
    assert!(!database.pledges.has_sheet(import(1).id).await.unwrap(), "what is counted is not kept twice");
    assert_eq!(database.count_sheet(2, &rows).await, 0, "the same file again brings nobody");
    database.pledges.take_paper_back(import(2).id).await.unwrap();
    assert_eq!(database.exact_total().await, 41);
    database.pledges.take_paper_back(import(1).id).await.unwrap();
    assert_eq!(database.tally().await, before);
    assert_eq!((database.items("Pledges", "Q#").len(), database.items("Pledges", "M#").len()), (0, 1));
    assert_eq!(database.count_sheet(2, &rows).await, 40, "after that the file counts again");
}

#[tokio::test]
async fn paper_that_was_broken_off_goes_on_where_it_was() {
    let database = Database::start();
    let rows: Vec<_> = (0..120).map(somebody).collect();
    database.read_sheet(1, &rows).await;
    database.wire.break_next(1, "DeleteItem", Fault::NeverArrives);
    for fault in FAULTS {
        database.wire.break_next(3, "TransactWriteItems", fault);
    }
    let mut held = database.wire.hold_next("TransactWriteItems");
    let pledges = database.pledges.clone();
    let first = tokio::spawn(async move { pledges.count_paper(&import(1), &AtomicI64::new(0)).await });
    held.arrived().await;
    first.abort();
    drop(held);
    let mut tries = 0;
    while database.count(1).await.is_err() {
        tries += 1;
        assert!(tries < 20, "each pass gets further");
    }
    assert_eq!(database.exact_total().await, 120);
    assert!(database.wire.take_faults() >= 6);
}

/// A3: it makes no difference who comes first, nor how long a sheet lies between being read and counted.
#[tokio::test]
async fn somebody_who_signs_on_paper_and_online_counts_once_in_every_order() {
    for order in 0..3 {
        let database = Database::start();
        let form = Form::number(1);
        if order == 0 {
            database.sign(&form).await;
        }
        database.read_sheet(1, &[annes()]).await;
        if order == 1 {
            database.sign(&form).await;
        }
        let counted = database.count(1).await.unwrap();
        assert_eq!(counted, i64::from(order == 2));
        if order == 2 {
            database.sign(&form).await;
        }
        let sum = database.sum().await;
        assert_eq!((sum.signers, sum.paper, sum.by_partner.values().sum::<i64>()), (1, 0, 0), "order {order}");
        assert_eq!(database.exact_total().await, 1);
        assert_eq!(database.items("Pledges", "Q#").len(), 1, "the paper is kept");
    }
}

/// A4: a stranger who signs in the name of somebody on paper, and withdraws, does not erase the paper.
#[tokio::test]
async fn a_withdrawal_lets_the_paper_count_again_whatever_fails() {
    for riding in [35079, 35075] {
        for fault in FAULTS {
            let database = Database::start();
            database.count_sheet(1, &[row("Anne", living_at("K1A 0A6", riding))]).await;
            let before = database.tally().await;
            let form = Form::number(1).brought_by("hill-town");
            database.submit(&form).await;
            database.wire.break_next(1, "TransactWriteItems", fault);
            let answer = database.confirm(&form).await.unwrap();
            assert!(matches!(answer, Confirmed::Counted(_) | Confirmed::Repeated(_)), "{answer:?}");
            assert_eq!((database.sum().await.signers, database.sum().await.paper), (1, 0));
            database.exact_total().await;
            database.wire.break_next(1, "TransactWriteItems", fault);
            assert!(database.withdraw(&form).await);
            let after = database.tally().await;
            let places = |tally: &Tally| -> Vec<(Place, i64, i64)> {
                let of = |(place, count): (Place, &Count)| (place, count.signers, count.paper);
                tally.places().map(of).filter(|(_, signers, _)| *signers > 0).collect()
            };
            assert_eq!(places(&after), places(&before));
            assert_eq!(after.sum().withdrawn, 1);
            assert_eq!((database.exact_total().await, database.wire.take_faults()), (1, 2));
        }
    }
}

#[tokio::test]
async fn two_mailboxes_under_one_name_are_two_people_and_the_paper_waits_for_both() {
    let database = Database::start();
    let (one, other) = (Form::number(1), Form::number(2).at("other@example.org"));
    database.count_sheet(1, &[annes()]).await;
    for (form, total) in [(&one, 1), (&other, 2)] {
        database.sign(form).await;
        assert_eq!((database.exact_total().await, database.sum().await.paper), (total, 0));
    }
    for (form, paper) in [(&one, 0), (&other, 1)] {
        assert!(database.withdraw(form).await);
        assert_eq!((database.exact_total().await, database.sum().await.paper), (1, paper));
    }
}

/// A3: somebody signs online with another postal code or name, and corrects it afterwards.
#[tokio::test]
async fn whoever_moves_or_is_renamed_into_their_paper_counts_once_and_out_of_it_twice() {
    for fault in FAULTS {
        let database = Database::start();
        database.count_sheet(1, &[annes()]).await;
        let form = Form::number(1).by("Ana").of(living_at("V5K 0A1", 59035));
        database.sign(&form).await;
        assert_eq!(database.exact_total().await, 2);
        let here = living_at("K1A 0A6", 35079);
        for (residence, name, total) in [
            (here.clone(), "Ana", 2),
            (here.clone(), "Anne", 1),
            (living_at("K1A 0A7", 35079), "Anne", 2),
            (here.clone(), "Anne", 1),
            (abroad(), "Anne", 2),
            (here.clone(), "Anne", 1),
            (here, "ANNE", 1),
            (abroad(), "ANNE", 2),
        ] {
            database.wire.break_next(1, "TransactWriteItems", fault);
            let moved = database.pledges.move_to(&form.claims(), residence, &person_key(), 1).await;
            assert!(moved.unwrap().is_some());
            database.wire.break_next(1, "TransactWriteItems", fault);
            let renamed = database.pledges.correct_name(&form.claims(), &named(name), &person_key()).await;
            assert_eq!(renamed, Ok(Renamed::Saved));
            // Where the home or the name stays, nothing is written.
            database.wire.call_off();
            assert_eq!((database.exact_total().await, database.sum().await.paper), (total, total - 1));
        }
        assert!(database.wire.take_faults() > 6);
    }
}

#[tokio::test]
async fn taking_a_sheet_back_leaves_whoever_signed_online() {
    let database = Database::start();
    let form = Form::number(1);
    database.sign(&form).await;
    let before = database.tally().await;
    assert_eq!(database.count_sheet(1, &[annes(), somebody(1)]).await, 1);
    assert_eq!(database.exact_total().await, 2);
    database.wire.break_next(1, "TransactWriteItems", Fault::LoseReply);
    database.pledges.take_paper_back(import(1).id).await.unwrap();
    assert_eq!((database.tally().await, database.exact_total().await), (before, 1));
    assert_eq!(database.items("Pledges", "Q#").len(), 0);
    assert!(database.withdraw(&form).await);
    assert_eq!((database.exact_total().await, database.items("Pledges", "M#").len()), (0, 0), "nobody is left");
}

/// A11: an organizer who looks at a sheet learns how many of its people signed online, and not who.
#[tokio::test]
async fn of_a_sheet_it_is_known_who_is_on_another_and_how_many_signed_online() {
    let database = Database::start();
    database.sign(&Form::number(1)).await;
    database.sign(&Form::number(2).by("Jean").at("jean@example.org")).await;
    let jeans = row("Jean", living_at("K1A 0A6", 35079));
    database.count_sheet(1, &[somebody(1), jeans.clone()]).await;
    let ids = [annes(), somebody(1), somebody(2), jeans.clone()].map(|row| row.id).into();
    let known = database.pledges.known_persons(&ids).await.unwrap();
    assert_eq!((known.on_paper, known.online), ([somebody(1).id, jeans.id].into(), 1));
    let many = (0..120).map(|n| somebody(n).id).collect();
    let known = database.pledges.known_persons(&many).await.unwrap();
    assert_eq!((known.on_paper.len(), known.online), (1, 0));
}

#[tokio::test]
async fn a_persons_item_says_a_number_and_an_import_and_nobodys_name() {
    let database = Database::start();
    database.sign(&Form::number(1)).await;
    database.count_sheet(1, &[annes()]).await;
    let persons = database.items("Pledges", "M#");
    let [person] = persons.as_slice() else { panic!("{persons:?}") };
    let text = person.to_string();
    for personal in ["Anne", "anne", "Roy", "roy", "K1A", "example"] {
        assert!(!text.contains(personal), "{text}");
    }
    assert_eq!(person["online"]["N"], "1");
    let mut names: Vec<_> = person.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["import", "online", "pk", "sk"]);
}

/// Starts something whose transaction is held.
async fn held<T: Send + 'static>(
    database: &Database,
    task: impl Future<Output = T> + Send + 'static,
) -> (JoinHandle<T>, Paused) {
    let mut held = database.wire.hold_next("TransactWriteItems");
    let task = tokio::spawn(task);
    held.arrived().await;
    (task, held)
}

#[tokio::test]
async fn paper_that_comes_while_its_person_confirms_counts_once() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    let (pledges, confirming) = (database.pledges.clone(), form.clone());
    let (task, held) = held(&database, async move { follow_link(&pledges, &confirming, None, NOW, 1).await }).await;
    assert_eq!(database.count_sheet(1, &[annes()]).await, 1);
    held.release();
    assert!(matches!(task.await.unwrap(), Ok(Confirmed::Counted(_))));
    assert_eq!((database.exact_total().await, database.sum().await.paper), (1, 0));
}

#[tokio::test]
async fn paper_that_goes_while_its_person_confirms_is_taken_off_once() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    assert_eq!(database.count_sheet(1, &[annes()]).await, 1);
    let (pledges, confirming) = (database.pledges.clone(), form.clone());
    let (task, held) = held(&database, async move { follow_link(&pledges, &confirming, None, NOW, 1).await }).await;
    database.pledges.take_paper_back(import(1).id).await.unwrap();
    held.release();
    assert!(matches!(task.await.unwrap(), Ok(Confirmed::Counted(_))));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn somebody_who_confirms_while_their_paper_comes_or_goes_counts_once() {
    for goes in [false, true] {
        let database = Database::start();
        let form = Form::number(1);
        database.read_sheet(1, &[annes()]).await;
        if goes {
            assert_eq!(database.count(1).await, Ok(1));
        }
        let pledges = database.pledges.clone();
        let (task, held) = held(&database, async move {
            if goes {
                pledges.take_paper_back(import(1).id).await.map(|()| 0)
            } else {
                pledges.count_paper(&import(1), &AtomicI64::new(0)).await
            }
        })
        .await;
        database.sign(&form).await;
        held.release();
        assert_eq!(task.await.unwrap(), Ok(0));
        assert_eq!((database.exact_total().await, database.sum().await.paper), (1, 0));
        assert!(database.withdraw(&form).await);
        assert_eq!(database.exact_total().await, i64::from(!goes));
    }
}

#[tokio::test]
async fn the_last_of_two_namesakes_who_leave_at_once_lets_the_paper_count() {
    let database = Database::start();
    let (one, other) = (Form::number(1), Form::number(2).at("other@example.org"));
    database.sign(&one).await;
    database.sign(&other).await;
    database.count_sheet(1, &[annes()]).await;
    let (pledges, claims) = (database.pledges.clone(), one.claims());
    let (task, held) = held(&database, async move { pledges.withdraw(&claims, NOW, 1).await }).await;
    assert!(database.withdraw(&other).await);
    held.release();
    assert_eq!(task.await.unwrap(), Ok(true));
    assert_eq!((database.exact_total().await, database.sum().await.paper), (1, 1));
}

#[tokio::test]
async fn a_line_that_comes_late_after_its_import_was_taken_back_counts_nobody() {
    let database = Database::start();
    database.read_sheet(1, &[annes()]).await;
    let pledges = database.pledges.clone();
    let (late, held) = held(&database, async move { pledges.count_paper(&import(1), &AtomicI64::new(0)).await }).await;
    assert_eq!(database.count(1).await, Ok(1));
    database.pledges.take_paper_back(import(1).id).await.unwrap();
    held.release();
    assert_eq!(late.await.unwrap(), Ok(0));
    assert_eq!(database.exact_total().await, 0);
}

/// A line that another sheet brought meanwhile belongs to that sheet.
#[tokio::test]
async fn a_line_that_two_sheets_bring_at_once_is_of_one_of_them() {
    let database = Database::start();
    database.read_sheet(1, &[annes()]).await;
    let pledges = database.pledges.clone();
    let (late, held) = held(&database, async move { pledges.count_paper(&import(1), &AtomicI64::new(0)).await }).await;
    assert_eq!(database.count_sheet(2, &[annes()]).await, 1);
    held.release();
    assert_eq!(late.await.unwrap(), Ok(0));
    database.pledges.take_paper_back(import(1).id).await.unwrap();
    assert_eq!(database.exact_total().await, 1, "what the other brought stays");
}

#[tokio::test]
async fn what_was_read_of_a_file_is_forgotten_unless_it_is_counted() {
    let database = Database::start();
    database.read_sheet(1, &[annes()]).await;
    let sheet = database.items("Pledges", "B#").remove(0);
    let until = sheet["expires_at"]["N"].as_str().unwrap().parse::<i64>().unwrap();
    assert_eq!(until, (NOW + days(7)).as_second() + 1);
}
