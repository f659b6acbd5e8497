//! Submissions: how they are kept and read.

use domain::ids::{LinkCode, SignInId};
use domain::keys::token::Claims;
use domain::locale::Locale;
use domain::mail::correspondence::{Correspondent, LetterLimits};
use domain::mail::digest::{DigestId, DigestNumbers};
use domain::mail::email::EmailAddress;
use domain::mail::flood::HourLimits;
use domain::mail::letter::{Addressee, LetterId, LetterText};
use domain::pledge::{ConfirmedBy, Household};
use jiff::SignedDuration;
use store::{
    Again, Allowance, Confirming, LetterAdmission, LetterOutcome, MailClass, MailStop, OwedDigest, OwedLetter, SignIn,
    StoreError, stored_attributes,
};
use wire::Fault;

use crate::LINK;
use crate::database::Database;
use crate::paper::row;
use crate::people::{Form, abroad, living_at, person_key, signer_id, submission_id};

#[tokio::test]
async fn submit_is_one_request_of_one_write_unit_and_one_of_the_index_whoever_signs() {
    let database = Database::start();
    database.sign(&Form::number(1)).await;
    database.submit(&Form::number(2)).await;
    drop(database.wire.take());
    let (new, pending, counted) = (Form::number(3).at("new@example.org"), Form::number(4).by("Jean"), Form::number(5));
    let mut shapes = Vec::new();
    for form in [new, pending, counted] {
        database.submit(&form).await;
        let sent = database.wire.take();
        let [put] = sent.as_slice() else { panic!("{sent:?}") };
        assert_eq!((put.operation.as_str(), put.units), ("PutItem", 2.0));
        let mut names: Vec<String> = put.body.as_object().unwrap().keys().cloned().collect();
        names.sort();
        shapes.push(names);
    }
    assert!(
        shapes.iter().all(|names| *names == ["Item", "TableName"]),
        "no condition, nothing to tell apart: {shapes:?}"
    );
}

#[tokio::test]
async fn a_submission_comes_back_as_it_was_sent() {
    let database = Database::start();
    for form in [
        Form::number(1),
        Form::number(2).of(abroad()).brought_by("river-town").saying("One.\nTwo."),
        Form::number(3).saying(&"é".repeat(1000)),
    ] {
        database.submit(&form).await;
        let stored = database.pledges.submission(submission_id(form.number)).await.unwrap();
        assert_eq!(stored, Some(form.submission()));
        let read = database.pledges.read(&form.claims(), crate::NOW).await.unwrap();
        assert_eq!(read, (vec![form.submission()], Household::default()));
    }
    assert_eq!(database.pledges.submission(submission_id(9)).await, Ok(None));
}

#[tokio::test]
async fn a_lost_reply_to_submit_leaves_one_submission() {
    let database = Database::start();
    database.wire.break_next(1, "PutItem", Fault::LoseReply);
    database.submit(&Form::number(1)).await;
    assert_eq!(database.wire.take_faults(), 1);
    assert_eq!(database.items("Pledges", "S#").len(), 1);
}

#[tokio::test]
async fn a_deleted_submission_is_gone_and_may_be_deleted_again() {
    let database = Database::start();
    database.submit(&Form::number(1)).await;
    for _ in 0..2 {
        database.pledges.delete_submission(submission_id(1)).await.unwrap();
        assert_eq!(database.pledges.submission(submission_id(1)).await, Ok(None));
    }
}

#[tokio::test]
async fn a_batch_read_that_leaves_a_key_is_finished() {
    let database = Database::start();
    let signer = database.sign(&Form::number(1)).await;
    database.wire.break_next(2, "BatchGetItem", Fault::LeaveOne);
    let (forms, household) = database.pledges.read(&signer.claims(), crate::NOW).await.unwrap();
    assert_eq!(database.wire.take_faults(), 2);
    assert_eq!((forms.len(), household.first), (1, Some(signer)));
}

#[tokio::test]
async fn a_dead_database_is_unavailable_and_a_busy_one_throttled() {
    let database = Database::start();
    database.wire.break_all("GetItem", Fault::NeverArrives);
    assert_eq!(database.pledges.submission(submission_id(1)).await, Err(StoreError::Unavailable));
    database.wire.break_all("BatchGetItem", Fault::Throttle);
    assert_eq!(database.pledges.household(signer_id("roy@example.org")).await, Err(StoreError::Throttled));
    database.pledges.warm_up().await;
}

/// Leaves a letter that waits, and one that is held.
async fn leave_letters(database: &Database, form: &Form) {
    let claims = Claims { expires_at: crate::NOW, ..form.claims() };
    let text = LetterText::parse("Please lead.").unwrap();
    let letter = OwedLetter {
        text,
        postal_code: Some("K1A 0A6".parse().unwrap()),
        locale: Locale::Fr,
        riding: 35079.try_into().unwrap(),
        asked_at: crate::NOW,
    };
    let queued = database.pledges.owe_letter(&claims, Addressee::Member, &letter, 1).await;
    assert_eq!(queued, Ok(LetterOutcome::Asked(letter.asked_at)));
    let id = LetterId { signer: claims.signer, submission: claims.submission, addressee: Addressee::Member };
    let to = Correspondent::Member(letter.riding);
    let sender = Some(("AAAAAAAAAAAAAAAAAAAAAA".parse().unwrap(), "bots.example".parse().unwrap()));
    let none = LetterLimits { member: 0, mail_domain: 0, hour: 0 };
    let held = database.pledges.admit_letter(&id, to, &sender, none, crate::NOW).await;
    assert_eq!(held, Ok(LetterAdmission::Waits));
}

/// The kinds of items that the table Office holds.
const OF_OFFICE: [&str; 17] = [
    "organizer",
    "entry",
    "invalidation",
    "import",
    "ruling",
    "mark",
    "pause",
    "letter-ruling",
    "partner-ask",
    "contact",
    "digest-run",
    "campaign",
    "past-version",
    "recipient",
    "delivery",
    "heard",
    "announced",
];

/// An organizer has somebody mailed their link again, and a digest sent.
async fn leave_what_the_office_asks_for(database: &Database, form: &Form) {
    let again = Again::new(submission_id(99), form.owner(), form.submission().id, crate::NOW);
    let entry = crate::campaign::entry("organizer@example.org");
    database.office.send_again(&database.pledges, &again, crate::NOW, &entry).await.unwrap();
    let digest = OwedDigest {
        numbers: DigestNumbers { before: 1, count: 30, milestone: Some(25) },
        as_of: crate::NOW,
        asked_at: crate::NOW,
    };
    let id = DigestId { week: "2026-W48".parse().unwrap(), riding: 35079.try_into().unwrap() };
    database.pledges.owe_digest(id, &digest).await.unwrap();
}

/// Invariant 5: the stored attributes of a person are those that PRIVACY.md is compared with.
#[tokio::test]
async fn no_attribute_is_stored_that_is_not_listed() {
    let database = Database::start();
    let form = Form::number(1).brought_by("river-town").saying("Yes.");
    database.submit(&form).await;
    database.ask_about(&form, crate::NOW).await;
    database.ask_about(&Form::number(2).by("Jean"), crate::NOW).await;
    let tagged = Form::number(7).at("roy+x@example.org");
    database.ask_as_spelling(&tagged, crate::NOW).await;
    let allowance = Allowance { per_second: 14, per_day: None };
    database.pledges.reserve_mails(MailClass::First, 1, allowance, crate::NOW).await.unwrap();
    database.pledges.note_behind(Some(crate::NOW)).await.unwrap();
    assert_eq!(database.pledges.take_round(crate::NOW + SignedDuration::from_mins(1), crate::NOW).await, Ok(true));
    database.pledges.count_bounce(crate::NOW).await.unwrap();
    let later = crate::NOW + SignedDuration::from_hours(48);
    let (_, seen) = database.pledges.household_and_mailbox(form.owner()).await.unwrap();
    database.pledges.charge_reminder(form.mailbox(), submission_id(1), seen, later).await.unwrap();
    database.pledges.stop_mail(form.mailbox(), MailStop::Bounced, later).await.unwrap();
    database.pledges.count_code_try(submission_id(1), crate::NOW).await.unwrap();
    assert_eq!(database.pledges.count_correction(submission_id(1), crate::NOW).await, Ok(true));
    database.pledges.spend_form(submission_id(1), form.owner(), crate::NOW).await.unwrap();
    let (claims, shown) = (form.claims(), Some(form.submission().via(Some(LinkCode::from_random([2; 9])))));
    let confirming =
        Confirming { claims, form: shown, submission: claims.submission, who: None, by: ConfirmedBy::Code, link: LINK };
    database.pledges.confirm(confirming, Household::default(), &person_key(), crate::NOW, 1).await.unwrap();
    let out = Form::number(8).at("out@bots.example");
    database.sign(&out).await;
    database.invalidate_domain("bots.example").await;
    let held = Form::number(4).at("a@bots.example").in_network(1);
    database.submit(&held).await;
    database.admit(&held, HourLimits { pair: 0, network: 0, mail_domain: 0 }).await;
    let passed = Form::number(9).at("a@cats.example").in_network(2);
    database.submit(&passed).await;
    database.admit(&passed, HourLimits { pair: 9, network: 9, mail_domain: 9 }).await;
    leave_letters(&database, &form).await;
    let gone = Form::number(3).at("gone@example.org");
    database.sign(&gone).await;
    database.withdraw(&gone).await;
    let asked = SignIn {
        id: SignInId::from_random([1; 16]),
        email: EmailAddress::parse("organizer@example.org").unwrap(),
        locale: Locale::En,
        network: None,
        wants: store::Wants::Invitation,
        expires_at: crate::NOW,
    };
    database.pledges.ask_sign_in(&asked, crate::NOW).await.unwrap();
    leave_what_the_office_asks_for(&database, &form).await;
    database.count_sheet(1, &[row("Paul", living_at("K1A 0A6", 35079))]).await;
    database.read_sheet(2, &[row("Paul", living_at("K1A 0A7", 35079))]).await;
    let code = format!("K#time-to-lead#{}", submission_id(1));
    let kinds = [
        ("submission", "S#"),
        ("signer", "P#"),
        ("mailbox", "A#"),
        ("person", "M#"),
        ("link", "U#"),
        ("tombstone", "Z#"),
        ("code", code.as_str()),
        ("corrections", "K#time-to-lead#corrections:"),
        ("spellings", "R#time-to-lead#spellings:"),
        ("farewell", "W#"),
        ("pace", "E#"),
        ("sign-in", "I#"),
        ("paper", "Q#"),
        ("sheet", "B#"),
        ("rate", "R#time-to-lead#domain:"),
        ("rate", "R#time-to-lead#network:"),
        ("rate", "R#time-to-lead#pair:"),
        ("rate", "R#time-to-lead#letters"),
        ("held-letter", "Y#"),
        ("cohort", "C#"),
        ("held", "X#"),
        ("letter", "T#"),
        ("again", "G#"),
        ("digest", "N#"),
    ];
    let mut seen = 0;
    for (kind, listed) in stored_attributes().into_iter().filter(|(kind, _)| !OF_OFFICE.contains(kind)) {
        let prefixes = kinds.iter().filter(|(name, _)| *name == kind);
        let items: Vec<_> = prefixes.flat_map(|(_, prefix)| database.items("Pledges", prefix)).collect();
        assert!(!items.is_empty(), "{kind}");
        seen += items.len();
        let names = items.iter().flat_map(|item| item.as_object().unwrap().keys());
        for name in names {
            let name = name.split_once(':').map_or(name.as_str(), |(kind, _)| kind);
            assert!(listed.contains(&name), "{kind} has {name}");
        }
    }
    assert_eq!(seen, database.items("Pledges", "").len(), "there is no other kind of item");
    for item in database.items("Tally", "") {
        assert!(item.as_object().unwrap().keys().all(|name| {
            ["pk", "sk", "v", "w", "c:paper", "c:code"].contains(&name.as_str())
                || name.starts_with("p:")
                || name.starts_with("x:")
        }));
    }
}
