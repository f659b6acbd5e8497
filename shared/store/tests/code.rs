//! The code beside the link: its tries, and the reads for a person who typed it.

use domain::mail::flood::HourLimits;
use domain::pledge::code::CODE_TRIES_MAX;
use futures::future::join_all;
use store::{Admission, Charge};
use wire::Fault;

use crate::database::Database;
use crate::people::{Form, NOW, submission_id};

const ROOM: HourLimits = HourLimits { pair: 9, network: 9, mail_domain: 9 };

impl Database {
    async fn tries(&self, number: u128) -> bool {
        self.pledges.count_code_try(submission_id(number), NOW).await.unwrap().is_allowed
    }

    /// Somebody sends a form, and the mailer mails them the code.
    async fn mailed(&self, form: &Form) {
        self.submit(form).await;
        assert_eq!(self.admit(form, ROOM).await, Admission::Passed);
        assert_eq!(self.ask_about(form, NOW).await, Charge::Charged);
    }
}

#[tokio::test]
async fn a_code_is_tried_five_times_and_each_form_has_its_own_tries() {
    let database = Database::start();
    assert_eq!(CODE_TRIES_MAX, 5);
    for _ in 0..5 {
        assert!(database.tries(1).await);
    }
    for _ in 0..3 {
        assert!(!database.tries(1).await);
    }
    assert!(database.tries(2).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_tries_at_once_five_are_looked_at() {
    let database = Database::start();
    let tries = join_all((0..20).map(|_| {
        let pledges = database.pledges.clone();
        tokio::spawn(async move { pledges.count_code_try(submission_id(1), NOW).await.unwrap().is_allowed })
    }))
    .await;
    assert_eq!(tries.into_iter().filter(|counted| *counted.as_ref().unwrap()).count(), 5);
}

/// A try whose answer was lost counts: nobody gets a sixth.
#[tokio::test]
async fn lost_replies_give_nobody_more_tries() {
    let database = Database::start();
    database.wire.break_next(2, "UpdateItem", Fault::LoseReply);
    let mut looked_at = 0;
    for _ in 0..8 {
        looked_at += u32::from(database.tries(1).await);
    }
    assert_eq!(database.wire.take_faults(), 2);
    assert!(looked_at <= CODE_TRIES_MAX, "{looked_at}");
}

#[tokio::test]
async fn a_code_is_read_for_a_mailed_form_alone() {
    let database = Database::start();
    let (mailed, unmailed, held) =
        (Form::number(1), Form::number(2).at("other@example.org"), Form::number(3).at("a@bots.example"));
    database.mailed(&mailed).await;
    database.submit(&unmailed).await;
    assert_eq!(database.admit(&unmailed, ROOM).await, Admission::Passed);
    database.submit(&held).await;
    assert_eq!(database.admit(&held, HourLimits { mail_domain: 0, ..ROOM }).await, Admission::Held);
    let found = database.pledges.read_for_code(submission_id(1), None).await.unwrap();
    let (form, owner) = found.mailed.unwrap();
    assert_eq!((form.draft, owner), (mailed.submission().draft, mailed.owner()));
    for number in [2, 3, 4] {
        assert!(
            database.pledges.read_for_code(submission_id(number), None).await.unwrap().mailed.is_none(),
            "{number}"
        );
    }
    let signer = database.sign(&Form::number(5).by("Jean")).await;
    let found = database.pledges.read_for_code(submission_id(1), None).await.unwrap();
    assert_eq!(found.household.first, Some(signer));
}

/// Neither the requests nor their sizes tell whether a form is known, mailed or counted.
#[tokio::test]
async fn the_same_is_asked_whatever_is_known_of_a_form() {
    let database = Database::start();
    let (mailed, counted) = (Form::number(1), Form::number(2).at("other@example.org"));
    database.mailed(&mailed).await;
    database.mailed(&counted).await;
    database.confirm(&counted).await.unwrap();
    database.submit(&Form::number(3).at("third@example.org")).await;
    for number in 1..=4 {
        drop(database.wire.take());
        database.pledges.read_for_code(submission_id(number), None).await.unwrap();
        let sent = database.wire.take();
        let [own, around] = sent.as_slice() else { panic!("{sent:?}") };
        assert_eq!((own.operation.as_str(), around.operation.as_str()), ("GetItem", "BatchGetItem"));
        assert_eq!(around.body["RequestItems"]["Pledges"]["Keys"].as_array().unwrap().len(), 4, "{number}");
    }
}

#[tokio::test]
async fn a_form_is_spent_once_its_code_was_used_and_stays_so() {
    let database = Database::start();
    let is_spent = async |number| database.pledges.is_spent(submission_id(number)).await.unwrap();
    assert!(database.tries(1).await);
    assert!(!is_spent(1).await);
    database.wire.break_next(1, "UpdateItem", Fault::LoseReply);
    for _ in 0..2 {
        database.pledges.spend_form(submission_id(1), Form::number(1).owner(), NOW).await.unwrap();
    }
    assert!(database.tries(1).await);
    assert_eq!((is_spent(1).await, is_spent(2).await), (true, false));
    let items = database.items("Pledges", "K#");
    let [item] = items.as_slice() else { panic!("{items:?}") };
    let text = item.to_string();
    assert!(!text.contains("roy") && !text.contains("example"), "{text}");
    let mut names: Vec<_> = item.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["expires_at", "mailbox", "pk", "signer", "sk", "spent", "tries"], "numbers and keyed hashes");
}
