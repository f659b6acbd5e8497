//! Signers are taken out of the count for cause, and counted again.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::audit::{Action, Entry};
use domain::email::EmailAddress;
use domain::flood::HourLimits;
use domain::identity::{ImportId, InvalidationId, PersonId};
use domain::invalidation::{Cause, Conditions, Invalidation, Stage};
use domain::paper::{PaperImport, PaperRow};
use domain::person_name::PersonName;
use domain::tally::Tally;
use serde_json::json;
use store::{Admission, Confirmed, Freshness, Recipient, StoreError};
use wire::Fault;

use crate::database::Database;
use crate::people::{Form, NOW, abroad, days, living_at, minutes, submission_id};

const ID: InvalidationId = InvalidationId::from_random([9; 16]);

fn of_domain(domain: &str) -> Invalidation {
    Invalidation {
        id: ID,
        conditions: Conditions { mail_domain: Some(domain.to_owned()), ..Conditions::default() },
        cause: Cause::Automated,
        reason: "a program".to_owned(),
        by: EmailAddress::parse("organizer@example.org").unwrap(),
        at: NOW + minutes(1),
        stage: Stage::Applying,
        signers: 0,
    }
}

async fn tally(database: &Database) -> Tally {
    database.tallies.read(Freshness::Strong).await.unwrap()
}

/// As upkeep does it: on a busy machine the database may not answer in time, and then a later pass does what is left.
async fn invalidate(database: &Database) -> i64 {
    for _ in 0..5 {
        match database.pledges.invalidate(&of_domain("bots.example"), &AtomicI64::new(0)).await {
            Err(StoreError::Unavailable) => {}
            done => return done.unwrap(),
        }
    }
    panic!("five passes were broken off")
}

/// So many signers of ten ridings and two partners, in the database with counters to match; each tenth of them a program's.
async fn crowd(of: u32) -> Database {
    let database = Database::start();
    database.sign(&Form::number(0).at("one@example.org").brought_by("river-town")).await;
    let one = database.items("Pledges", "P#").remove(0);
    for n in 1..of {
        let mut signer = one.clone();
        let mut hash = [0; 32];
        hash[..4].copy_from_slice(&n.to_be_bytes());
        signer["pk"] = json!({ "S": format!("P#time-to-lead#{}", base64(&hash)) });
        let host = if n % 10 == 0 { "bots.example" } else { "example.org" };
        signer["email"] = json!({ "S": format!("p{n}@{host}") });
        signer["riding"] = json!({ "S": (35070 + n % 7).to_string() });
        signer["shard"] = json!({ "N": (n % 16).to_string() });
        signer["partner"] = json!({ "S": if n % 3 == 0 { "river-town" } else { "hill-town" } });
        database.plant("Pledges", &signer);
    }
    let recount = database.pledges.recount(1).await.unwrap();
    database.pledges.repair(&recount).await.unwrap();
    assert_eq!(database.exact_total().await, i64::from(of));
    database
}

/// URL-safe base64, as ids are written.
fn base64(hash: &[u8; 32]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: Vec<u8> = hash.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let digit = |bits: &[u8]| (0..6).fold(0, |sum, at| sum * 2 + usize::from(*bits.get(at).unwrap_or(&0)));
    bits.chunks(6).map(|bits| char::from(DIGITS[digit(bits)])).collect()
}

#[tokio::test]
async fn a_thousand_of_ten_thousand_invalidated_and_restored_leave_the_same_numbers() {
    let database = crowd(10_001).await;
    let before = tally(&database).await;
    assert_eq!(invalidate(&database).await, 1_000);
    let without = tally(&database).await;
    assert_eq!(database.exact_total().await, 9_001);
    assert_eq!(without.sum().invalidated, [(Cause::Automated, 1_000)].into());
    let lost = |partner: &str| {
        let partner = partner.parse().unwrap();
        before.by_partner()[&partner] - without.by_partner()[&partner]
    };
    assert_eq!((lost("river-town"), lost("hill-town")), (333, 667));
    assert_eq!(invalidate(&database).await, 1_000, "once more finds them out");
    assert_eq!(database.pledges.restore(ID).await, Ok(0));
    assert_eq!(tally(&database).await, before, "in every riding, of every partner");
    assert_eq!(database.exact_total().await, 10_001);
    assert_eq!(invalidate(&database).await, 0, "what was undone takes hold of nobody again");
}

#[tokio::test]
async fn broken_off_in_the_middle_it_is_exact_and_goes_on() {
    let database = crowd(2_001).await;
    let before = tally(&database).await;
    let invalidation = of_domain("bots.example");
    let so_far = AtomicI64::new(0);
    let pass = database.pledges.invalidate(&invalidation, &so_far);
    let enough = async {
        while so_far.load(Ordering::Relaxed) < 50 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        biased;
        () = enough => {}
        done = pass => panic!("nobody stopped it: {done:?}"),
    }
    let out = tally(&database).await.sum().invalidated[&Cause::Automated];
    assert!((50..200).contains(&out), "{out} of 200 are out");
    assert_eq!(database.exact_total().await, 2_001 - out);
    assert_eq!(invalidate(&database).await, 200);
    assert_eq!(database.pledges.restore(ID).await, Ok(0));
    assert_eq!(tally(&database).await, before);
}

#[tokio::test]
async fn replies_that_are_lost_and_counters_that_are_busy_change_nothing() {
    let database = crowd(301).await;
    for fault in [Fault::LoseReply, Fault::TransactionConflict] {
        database.wire.break_next(20, "TransactWriteItems", fault);
    }
    assert_eq!(invalidate(&database).await, 30);
    assert!(database.wire.take_faults() >= 30);
    assert_eq!(database.exact_total().await, 271);
}

#[tokio::test]
async fn two_at_once_take_out_each_signer_once() {
    let database = crowd(401).await;
    let (one, other) = tokio::join!(invalidate(&database), invalidate(&database));
    assert_eq!((one, other, database.exact_total().await), (40, 40, 361));
}

#[tokio::test]
async fn one_who_is_invalidated_may_move_and_withdraw_and_the_tally_stays_exact() {
    let database = Database::start();
    let (anne, jean) = (Form::number(1).at("a@bots.example"), Form::number(2).by("Jean").at("a@bots.example"));
    database.sign(&anne).await;
    database.sign(&jean).await;
    assert_eq!(invalidate(&database).await, 2);
    assert_eq!(database.exact_total().await, 0);
    database.pledges.move_to(&anne.claims(), abroad(), 1).await.unwrap().unwrap();
    assert_eq!(database.exact_total().await, 0);
    assert!(database.withdraw(&anne).await);
    let sum = tally(&database).await.sum();
    assert_eq!((sum.signers, sum.withdrawn, sum.invalidated[&Cause::Automated]), (0, 1, 1));
    // Jean moved up into the first place, and is still out of the count.
    assert_eq!(database.pledges.restore(ID).await, Ok(0));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn a_late_part_of_what_was_undone_takes_hold_of_nobody() {
    let database = Database::start();
    database.sign(&Form::number(1).at("a@bots.example")).await;
    let pledges = database.pledges.clone();
    let mut held = database.wire.hold_next("TransactWriteItems");
    let late = tokio::spawn(async move { pledges.invalidate(&of_domain("bots.example"), &AtomicI64::new(0)).await });
    held.arrived().await;
    assert_eq!(invalidate(&database).await, 1);
    assert_eq!(database.pledges.restore(ID).await, Ok(0));
    held.release();
    assert_eq!(late.await.unwrap(), Ok(0));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn only_those_are_meant_of_whom_all_conditions_hold() {
    let database = Database::start();
    let anne = database.sign(&Form::number(1).at("a@bots.example").brought_by("river-town")).await;
    let jean = database.sign(&Form::number(2).by("Jean").at("j@bots.example").of(living_at("V5K 0A1", 59030))).await;
    let means = |conditions: Conditions| {
        let invalidation = Invalidation { conditions, ..of_domain("") };
        (invalidation.means(&anne), invalidation.means(&jean))
    };
    let none = Conditions::default;
    assert_eq!(means(none()), (false, false), "nothing asked for is nobody");
    assert_eq!(means(Conditions { mail_domain: Some("BOTS.example".to_owned()), ..none() }), (true, true));
    assert_eq!(means(Conditions { postal_code: "V5K0A1".parse().ok(), ..none() }), (false, true));
    assert_eq!(means(Conditions { place: Some("35079".to_owned()), ..none() }), (true, false));
    assert_eq!(means(Conditions { partner: "river-town".parse().ok(), ..none() }), (true, false));
    assert_eq!(means(Conditions { submission: Some(jean.submission), ..none() }), (false, true));
    let name = |first: &str| PersonName::parse(first, "roy").unwrap();
    assert_eq!(means(Conditions { name: Some(name("ANNE")), ..none() }), (true, false));
    let from = jean.submitted_at;
    assert_eq!(means(Conditions { from: Some(from), until: Some(from + minutes(1)), ..none() }), (true, true));
    assert_eq!(means(Conditions { until: Some(from), ..none() }), (false, false));
    let both = Conditions { mail_domain: Some("bots.example".to_owned()), place: Some("35079".to_owned()), ..none() };
    assert_eq!(means(both), (true, false));
    let before = Invalidation { at: anne.confirmed_at - minutes(1), ..of_domain("bots.example") };
    assert!(!before.means(&anne), "who confirms later is not meant");
}

fn paper_row(n: u8) -> PaperRow {
    PaperRow {
        id: base64(&[n; 32]).parse::<PersonId>().unwrap(),
        name: PersonName::parse(&format!("P{n}"), "Roy").unwrap(),
        residence: living_at("K1A 0A6", 35070 + u32::from(n % 5)),
    }
}

fn import(id: u8) -> PaperImport {
    PaperImport {
        id: ImportId::from_random([id; 16]),
        partner: Some("river-town".parse().unwrap()),
        note: "the market".to_owned(),
        by: EmailAddress::parse("organizer@example.org").unwrap(),
        at: NOW,
        stage: Some(Stage::Applying),
        rows: 40,
        signers: 0,
    }
}

async fn count(database: &Database, import: &PaperImport, rows: &[PaperRow]) -> i64 {
    database.pledges.keep_sheet(import.id, rows, NOW).await.unwrap();
    database.pledges.count_paper(import, &AtomicI64::new(0)).await.unwrap()
}

#[tokio::test]
async fn paper_is_counted_once_however_often_it_comes_and_taken_back_as_it_was() {
    let database = Database::start();
    database.sign(&Form::number(1)).await;
    let before = tally(&database).await;
    let rows: Vec<_> = (0..40).map(paper_row).collect();
    assert_eq!(count(&database, &import(1), &rows).await, 40);
    assert_eq!(database.exact_total().await, 41);
    let sum = tally(&database).await.sum();
    assert_eq!((sum.signers, sum.paper, sum.by_partner[&"river-town".parse().unwrap()]), (41, 40, 40));
    assert!(!database.pledges.has_sheet(import(1).id).await.unwrap(), "what is counted is not kept twice");
    assert_eq!(count(&database, &import(2), &rows).await, 0, "the same file again brings nobody");
    database.pledges.take_paper_back(import(2).id).await.unwrap();
    assert_eq!(database.exact_total().await, 41);
    database.pledges.take_paper_back(import(1).id).await.unwrap();
    assert_eq!(tally(&database).await, before);
    assert_eq!(database.items("Pledges", "Q#").len(), 0);
    assert_eq!(count(&database, &import(2), &rows).await, 40, "after that the file counts again");
}

#[tokio::test]
async fn paper_that_was_broken_off_goes_on_where_it_was() {
    let database = Database::start();
    let rows: Vec<_> = (0..120).map(paper_row).collect();
    database.pledges.keep_sheet(import(1).id, &rows, NOW).await.unwrap();
    database.wire.break_next(1, "DeleteItem", Fault::NeverArrives);
    for fault in [Fault::LoseReply, Fault::TransactionConflict] {
        database.wire.break_next(3, "TransactWriteItems", fault);
    }
    let mut held = database.wire.hold_next("TransactWriteItems");
    let pledges = database.pledges.clone();
    let first = tokio::spawn(async move { pledges.count_paper(&import(1), &AtomicI64::new(0)).await });
    held.arrived().await;
    first.abort();
    drop(held);
    let mut tries = 0;
    while database.pledges.count_paper(&import(1), &AtomicI64::new(0)).await.is_err() {
        tries += 1;
        assert!(tries < 20, "each pass gets further");
    }
    assert_eq!(database.exact_total().await, 120);
    assert!(database.wire.take_faults() >= 6);
}

/// Somebody whose signature on paper is that row's sends the form, and the mailer sees it.
async fn sends_form(database: &Database, form: &Form, row: &PaperRow) {
    database.submit(form).await;
    let submission = database.pledges.submission(submission_id(form.number)).await.unwrap().unwrap();
    let recipient = Recipient { signer: form.signer(), domain: None, paper: Some(row.id), came_back: false };
    let limits = HourLimits { pair: 9, network: 9, mail_domain: 9 };
    assert_eq!(database.pledges.admit(&submission, &recipient, limits, NOW).await, Ok(Admission::Passed));
}

#[tokio::test]
async fn who_confirms_online_is_counted_in_place_of_their_paper_whatever_fails() {
    for fault in [Fault::LoseReply, Fault::NeverArrives, Fault::TransactionConflict] {
        let database = Database::start();
        // In one riding, and in another one.
        for n in 0..2 {
            let (row, form) = (paper_row(n), Form::number(u128::from(n) + 1).at(format!("p{n}@example.org")));
            sends_form(&database, &form, &row).await;
            assert_eq!(count(&database, &import(n), &[row]).await, 1);
            database.wire.break_next(1, "TransactWriteItems", fault);
            let answer = database.confirm(&form).await.unwrap();
            assert!(matches!(answer, Confirmed::Counted(_) | Confirmed::Repeated(_)), "{answer:?}");
            assert_eq!(database.exact_total().await, i64::from(n) + 1);
            database.pledges.take_paper_back(import(n).id).await.unwrap();
        }
        let sum = tally(&database).await.sum();
        assert_eq!((sum.signers, sum.paper, sum.by_partner.len(), sum.withdrawn), (2, 0, 0, 0));
        assert_eq!(database.items("Pledges", "Q#").len(), 0);
        assert_eq!(database.wire.take_faults(), 2);
    }
}

/// Taken back while somebody confirms: whichever comes first, they count once.
#[tokio::test]
async fn paper_that_goes_while_its_person_confirms_is_taken_off_once() {
    let database = Database::start();
    let (row, form) = (paper_row(1), Form::number(1));
    sends_form(&database, &form, &row).await;
    assert_eq!(count(&database, &import(1), &[row]).await, 1);
    let mut held = database.wire.hold_next("TransactWriteItems");
    let (pledges, claims) = (database.pledges.clone(), form.claims());
    let confirming = tokio::spawn(async move { pledges.confirm(&claims, NOW, 1).await });
    held.arrived().await;
    database.pledges.take_paper_back(import(1).id).await.unwrap();
    held.release();
    assert!(matches!(confirming.await.unwrap(), Ok(Confirmed::Counted(_))));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn once_done_an_invalidation_names_nobody() {
    let database = Database::start();
    let anne = database.sign(&Form::number(1)).await;
    let conditions = Conditions {
        name: Some(anne.draft.name.clone()),
        postal_code: anne.draft.residence.postal_code(),
        ..Conditions::default()
    };
    let invalidation = Invalidation { conditions, ..of_domain("") };
    let by = EmailAddress::parse("organizer@example.org").unwrap();
    let entry = Entry { at: NOW, by, action: Action::Invalidated, about: String::new(), reason: String::new() };
    database.office.open_invalidation(&invalidation, &entry).await.unwrap();
    assert!(database.items("Office", "V#")[0].to_string().contains(anne.draft.name.first()));
    let done = database.office.work_off(&database.pledges, invalidation).await.unwrap();
    assert_eq!((done.signers, database.exact_total().await), (1, 0));
    let kept = database.office.invalidation(ID).await.unwrap().unwrap();
    assert_eq!(kept.conditions, Conditions { redacted: true, ..Conditions::default() });
    assert_eq!(kept, done);
    let undone = Invalidation { stage: Stage::Undoing, ..kept };
    assert!(database.office.undo_invalidation(ID, &Entry { action: Action::Restored, ..entry }).await.unwrap());
    database.office.work_off(&database.pledges, undone).await.unwrap();
    assert_eq!(database.exact_total().await, 1, "undoing needs to know nobody's name");
}

#[tokio::test]
async fn a_line_that_comes_late_after_its_import_was_taken_back_counts_nobody() {
    let database = Database::start();
    database.pledges.keep_sheet(import(1).id, &[paper_row(1)], NOW).await.unwrap();
    let pledges = database.pledges.clone();
    let mut held = database.wire.hold_next("TransactWriteItems");
    let late = tokio::spawn(async move { pledges.count_paper(&import(1), &AtomicI64::new(0)).await });
    held.arrived().await;
    assert_eq!(database.pledges.count_paper(&import(1), &AtomicI64::new(0)).await, Ok(1));
    database.pledges.take_paper_back(import(1).id).await.unwrap();
    held.release();
    assert_eq!(late.await.unwrap(), Ok(0));
    assert_eq!(database.exact_total().await, 0);
}

#[tokio::test]
async fn what_was_read_of_a_file_is_forgotten_unless_it_is_counted() {
    let database = Database::start();
    database.pledges.keep_sheet(import(1).id, &[paper_row(1)], NOW).await.unwrap();
    let sheet = database.items("Pledges", "B#").remove(0);
    let until = sheet["expires_at"]["N"].as_str().unwrap().parse::<i64>().unwrap();
    assert_eq!(until, (NOW + days(7)).as_second() + 1);
}
