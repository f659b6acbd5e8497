//! Signers are taken out of the count for cause, and counted again.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::ids::InvalidationId;
use domain::mail::email::EmailAddress;
use domain::mail::flood::HourLimits;
use domain::office::audit::{Action, Entry};
use domain::office::invalidation::{Conditions, Invalidation, Stage};
use domain::person::name::PersonName;
use domain::pledge::Who;
use domain::tally::Tally;
use domain::tally::cause::Cause;
use serde_json::json;
use store::{Admission, Confirmed, Freshness, StoreError};
use wire::Fault;

use crate::database::Database;
use crate::paper::row;
use crate::people::{Form, NOW, abroad, living_at, minutes, person_key};

/// The most passes of an invalidation. Each pass that is broken off gets further than the one before.
const PASSES_MAX: usize = 50;
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

/// Invalidates as upkeep does. If a busy database does not answer in time, a later pass does the rest.
async fn invalidate(database: &Database) -> i64 {
    for _ in 0..PASSES_MAX {
        match database.pledges.invalidate(&of_domain("bots.example"), &AtomicI64::new(0)).await {
            Err(StoreError::Unavailable) => {}
            done => return done.unwrap(),
        }
    }
    panic!("all passes were broken off")
}

async fn restore(database: &Database) {
    for _ in 0..PASSES_MAX {
        match database.pledges.restore(ID).await {
            Err(StoreError::Unavailable) => {}
            done => return assert_eq!(done, Ok(0), "nobody is kept out"),
        }
    }
    panic!("all passes were broken off")
}

impl Database {
    pub(crate) async fn invalidate_domain(&self, domain: &str) {
        assert_eq!(self.pledges.invalidate(&of_domain(domain), &AtomicI64::new(0)).await, Ok(1));
    }
}

/// Makes a database with this many signers in several ridings and of two partners. Its counters match, and each tenth signer
/// is a program's.
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
        // The other signers are left out of the index of persons, since they would only make the test slow.
        signer.as_object_mut().unwrap().remove("person");
        if n % 10 == 0 {
            signer["person"] = json!({ "S": base64(&hash) });
            let person = format!("M#time-to-lead#{}", base64(&hash));
            database.plant("Pledges", &json!({ "pk": { "S": person }, "sk": { "S": "M" }, "online": { "N": "1" } }));
        }
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
    restore(&database).await;
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
    restore(&database).await;
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
    database.pledges.move_to(&anne.claims(), abroad(), &person_key(), 1).await.unwrap().unwrap();
    assert_eq!(database.exact_total().await, 0);
    assert!(database.withdraw(&anne).await);
    let sum = tally(&database).await.sum();
    assert_eq!((sum.signers, sum.withdrawn, sum.invalidated[&Cause::Automated]), (0, 1, 1));
    // Jean is alone at the address, in the second slot, and still out of the count.
    restore(&database).await;
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
    restore(&database).await;
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

/// An identity that is out of the count leaves a tombstone, until everybody at the address is counted again.
#[tokio::test]
async fn a_tombstone_stays_until_nobody_at_the_address_is_out_of_the_count() {
    let database = Database::start();
    let (anne, jean) = (Form::number(1).at("a@bots.example"), Form::number(2).by("Jean").at("a@bots.example"));
    database.sign(&anne).await;
    let second = database.sign(&jean).await;
    let marked = || database.has_tombstone(&anne);
    assert!(!marked());
    // Jean first, then the whole domain, which finds Anne.
    let other = InvalidationId::from_random([8; 16]);
    let conditions = Conditions { submission: Some(second.submission), ..Conditions::default() };
    let alone = Invalidation { id: other, conditions, ..of_domain("") };
    assert_eq!(database.pledges.invalidate(&alone, &AtomicI64::new(0)).await, Ok(1));
    assert!(marked());
    assert_eq!(invalidate(&database).await, 1);
    restore(&database).await;
    assert!(marked(), "Jean is out still");
    assert_eq!(database.exact_total().await, 1);
    database.wire.break_next(1, "TransactWriteItems", Fault::LoseReply);
    assert_eq!(database.pledges.restore(other).await, Ok(0));
    assert!(!marked());
    assert_eq!((database.wire.take_faults(), database.exact_total().await), (1, 2));
}

/// A person who is out of the count and withdraws leaves a key and nothing else. It serves to recognize them.
#[tokio::test]
async fn a_tombstone_outlives_a_withdrawal_and_is_a_key_and_nothing_else() {
    let database = Database::start();
    let anne = Form::number(1).at("a@bots.example");
    database.sign(&anne).await;
    assert_eq!(invalidate(&database).await, 1);
    assert!(database.withdraw(&anne).await);
    assert_eq!(database.items("Pledges", "P#").len(), 0);
    let stones = database.items("Pledges", "Z#");
    let [stone] = stones.as_slice() else { panic!("{stones:?}") };
    let names: Vec<_> = stone.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["pk", "sk"]);
    assert!(!stone.to_string().contains("bots"), "{stone}");
    assert!(database.has_tombstone(&anne));
    assert!(!database.has_tombstone(&Form::number(2)));
}

/// An invalidated person makes no room at their address for themselves under a second name.
#[tokio::test]
async fn beside_an_invalidated_person_only_a_released_form_is_counted() {
    let database = Database::start();
    let bot = |number, first| Form::number(number).by(first).at("a@bots.example");
    database.sign(&bot(1, "Anne")).await;
    assert_eq!(invalidate(&database).await, 1);
    let (plain, released) = (bot(2, "Jean"), bot(3, "Luc"));
    database.submit(&plain).await;
    assert!(matches!(database.confirm(&plain).await, Ok(Confirmed::WhoIsIt(_))));
    assert_eq!(database.confirm_as(&plain, Who::Another).await, Ok(Confirmed::AddressTaken));
    assert_eq!(database.exact_total().await, 0);
    database.submit(&released).await;
    assert_eq!(database.admit(&released, HourLimits { pair: 9, network: 9, mail_domain: 0 }).await, Admission::Held);
    assert_eq!(database.confirm_as(&released, Who::Another).await, Ok(Confirmed::Gone), "it waits for a moderator");
    database.release_all("bots.example").await;
    assert!(matches!(database.confirm_as(&released, Who::Another).await, Ok(Confirmed::Counted(_))));
    assert_eq!(database.exact_total().await, 1);
}

/// While a person is out of the count, their signature on paper counts; it stops when they are counted again.
#[tokio::test]
async fn paper_counts_while_its_person_online_does_not() {
    let database = Database::start();
    let anne = Form::number(1).at("a@bots.example");
    database.sign(&anne).await;
    assert_eq!(database.count_sheet(1, &[row("Anne", living_at("K1A 0A6", 35079))]).await, 0);
    for fault in [Fault::LoseReply, Fault::NeverArrives, Fault::TransactionConflict, Fault::Throttle] {
        let id = InvalidationId::from_random([fault as u8 + 20; 16]);
        let invalidation = Invalidation { id, ..of_domain("bots.example") };
        database.wire.break_next(1, "TransactWriteItems", fault);
        assert_eq!(database.pledges.invalidate(&invalidation, &AtomicI64::new(0)).await, Ok(1));
        let sum = tally(&database).await.sum();
        assert_eq!((sum.signers, sum.paper, sum.invalidated[&Cause::Automated]), (1, 1, 1));
        database.wire.break_next(1, "TransactWriteItems", fault);
        assert_eq!(database.pledges.restore(id).await, Ok(0));
        let sum = tally(&database).await.sum();
        assert_eq!((sum.signers, sum.paper, sum.invalidated.values().sum::<i64>()), (1, 0, 0));
        assert_eq!((database.exact_total().await, database.wire.take_faults()), (1, 2));
    }
}
