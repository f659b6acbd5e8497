//! Forms beyond an hour's limit are held, and each decision of organizers about them is carried out once.

use std::collections::{BTreeSet, HashSet};

use domain::ids::{NetworkCode, RulingId};
use domain::keys::secret::Secret;
use domain::mail::cohort::CohortMark;
use domain::mail::domain::MailDomain;
use domain::mail::email::EmailAddress;
use domain::mail::flood::{HeldGroup, HourLimits, Ruling, Verdict, WhyHeld};
use domain::office::audit::{Action, Entry};
use domain::office::invalidation::Stage;
use domain::person::identity::IdentityKey;
use domain::pledge::Submission;
use domain::tally::hour::Hour;
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use store::{
    Admission, Charge, Confirmed, FormOwner, HourCount, MailClass, MailStop, RateOf, SPELLINGS_PER_DAY, StreamKey,
    TRIES_MAX, When,
};
use wire::Fault;

use crate::database::{CAMPAIGN, Database};
use crate::people::{Form, NOW, days, minutes, owner_of, submission_id};

const LIMITS: HourLimits = HourLimits { pair: 100, network: 5, mail_domain: 3 };
const NOTHING: HourLimits = HourLimits { pair: 0, network: 0, mail_domain: 0 };

fn recipient(form: &Form) -> FormOwner {
    recipient_at(&form.email)
}

fn recipient_at(email: &str) -> FormOwner {
    let key = IdentityKey::new(&Secret::new("k".repeat(32))).unwrap();
    let domain = MailDomain::counted_for(&EmailAddress::parse(email).unwrap());
    let domain = domain.map(|domain| (key.domain_code(&CAMPAIGN.parse().unwrap(), &domain), domain));
    FormOwner { owner: owner_of(email), domain }
}

fn bot(number: u128) -> Form {
    Form::number(number).at(format!("p{number}@bots.example")).in_network(u8::try_from(number % 250).unwrap())
}

fn neighbour(number: u128) -> Form {
    Form::number(number).at(format!("p{number}@gmail.com")).in_network(251)
}

fn of_bots() -> HeldGroup {
    HeldGroup::at_domain("bots.example".parse().unwrap())
}

fn ruling(number: u8, group: HeldGroup, verdict: Verdict) -> Ruling {
    Ruling {
        id: RulingId::from_random([number; 16]),
        group,
        until: NOW,
        verdict,
        reason: "a choir".to_owned(),
        by: EmailAddress::parse("ana@example.org").unwrap(),
        at: NOW,
        stage: Stage::Applying,
        forms: 0,
    }
}

impl Database {
    pub(crate) async fn admit(&self, form: &Form, limits: HourLimits) -> Admission {
        self.admit_at(form, limits, NOW).await
    }

    async fn admit_at(&self, form: &Form, limits: HourLimits, now: Timestamp) -> Admission {
        self.pledges.admit(&form.submission(), &recipient(form), limits, now).await.unwrap()
    }

    async fn arrive(&self, form: &Form, limits: HourLimits) -> Admission {
        self.submit(form).await;
        self.admit(form, limits).await
    }

    /// Somebody sends a form at this time.
    async fn arrive_at(&self, form: &Form, at: Timestamp) -> Admission {
        let submission = Submission { submitted_at: at, ..form.submission() };
        self.pledges.submit(&submission).await.unwrap();
        self.pledges.admit(&submission, &recipient(form), LIMITS, at).await.unwrap()
    }

    async fn let_go(&self, limits: HourLimits, now: Timestamp) -> usize {
        let owner_of_form = |submission: &Submission| recipient_at(&submission.draft.email.to_string());
        self.pledges.let_go(limits, 100, owner_of_form, now).await.unwrap().forms
    }

    /// Notes that the person who got the mail confirmed the form. Their thanks come next.
    async fn prove(&self, form: &Form) -> bool {
        let owner_of_form = |submission: &Submission| recipient_at(&submission.draft.email.to_string());
        self.pledges.begin_thanks(submission_id(form.number), form.mailbox(), owner_of_form, NOW).await.unwrap()
    }

    async fn ask_at_once(&self, form: &Form, limits: HourLimits, now: Timestamp) -> bool {
        self.pledges.ask_at_once(&form.submission(), &recipient(form), limits, now).await.unwrap()
    }

    /// Lists the operations since the last call, in the order of the alphabet.
    fn operations(&self) -> Vec<String> {
        let mut operations: Vec<_> = self.wire.take().into_iter().map(|sent| sent.operation).collect();
        operations.sort();
        operations
    }

    /// Returns the number of mails that the form's mailbox was charged for.
    fn mails_of(&self, form: &Form) -> usize {
        let mailbox = format!("#{}", form.mailbox());
        let addresses = self.items("Pledges", "A#");
        let address = addresses.iter().find(|item| item["pk"]["S"].as_str().unwrap().ends_with(&mailbox)).unwrap();
        address["sent"]["L"].as_array().map_or(0, Vec::len)
    }

    async fn counts(&self, form: &Form) -> Vec<HourCount> {
        let network = form.network.map(RateOf::Network);
        let domain = recipient(form).domain.map(|(code, _)| RateOf::MailDomain(code));
        let asked: Vec<_> = network.into_iter().chain(domain).map(|of| (of, Hour::of(NOW))).collect();
        self.pledges.hour_counts(&asked).await.unwrap()
    }

    async fn open(&self, ruling: &Ruling) {
        let entry = Entry {
            at: ruling.at,
            by: ruling.by.clone(),
            action: Action::HeldReleased,
            about: ruling.id.to_string(),
            reason: ruling.reason.clone(),
        };
        self.office.open_ruling(ruling, &entry).await.unwrap();
    }

    async fn work_off(&self, ruling: &Ruling, at_most: usize) -> Result<usize, store::StoreError> {
        let ruling = self.office.ruling(ruling.id).await.unwrap().unwrap();
        let owner_of_form = |submission: &Submission| recipient_at(&submission.draft.email.to_string());
        self.office.work_off_ruling(&self.pledges, &ruling, at_most, owner_of_form, NOW).await
    }

    /// A moderator lets everything go that is held of a mail domain.
    pub(crate) async fn release_all(&self, domain: &str) {
        let ruling = ruling(200, HeldGroup::at_domain(domain.parse().unwrap()), Verdict::Release);
        self.open(&ruling).await;
        self.work_off(&ruling, 100).await.unwrap();
    }

    async fn stands(&self, ruling: &Ruling) -> (Stage, i64) {
        let ruling = self.office.ruling(ruling.id).await.unwrap().unwrap();
        (ruling.stage, ruling.forms)
    }
}

#[tokio::test]
async fn a_submission_is_counted_once_however_often_it_is_asked_about() {
    let database = Database::start();
    let form = bot(1);
    assert_eq!(database.arrive(&form, LIMITS).await, Admission::Passed);
    for _ in 0..5 {
        assert_eq!(database.admit_at(&form, LIMITS, NOW + minutes(90)).await, Admission::Passed);
    }
    assert_eq!(database.counts(&form).await, [HourCount { seen: 1, proven: 0, unproven: 1 }; 2]);
    assert_eq!(database.items("Pledges", "R#").len(), 3, "the network, the domain, and both");
}

#[tokio::test]
async fn a_lost_reply_counts_once() {
    let database = Database::start();
    for (number, limits) in [(1, LIMITS), (2, HourLimits { network: 0, ..LIMITS })] {
        database.wire.break_next(1, "TransactWriteItems", Fault::LoseReply);
        database.arrive(&neighbour(number), limits).await;
        assert_eq!(database.wire.take_faults(), 1);
    }
    assert_eq!(database.counts(&neighbour(1)).await, [HourCount { seen: 2, proven: 0, unproven: 1 }]);
    assert_eq!(database.items("Pledges", "X#").len(), 1);
}

#[tokio::test]
async fn a_domain_is_mailed_up_to_its_limit_and_what_follows_is_held_until_the_next_hour() {
    let database = Database::start();
    for number in 1..=3 {
        assert_eq!(database.arrive(&bot(number), LIMITS).await, Admission::Passed, "{number}");
    }
    for number in 4..=6 {
        assert_eq!(database.arrive(&bot(number), LIMITS).await, Admission::Held, "{number}");
    }
    assert_eq!(database.counts(&bot(9)).await[1], HourCount { seen: 6, proven: 0, unproven: 3 });
    let next = Hour::of(NOW).plus(1).start();
    assert_eq!(database.admit_at(&bot(5), LIMITS, next).await, Admission::Held, "what was held stays so");
    assert_eq!(database.let_go(LIMITS, next).await, 0, "a new hour makes room for nobody who waits");
    assert_eq!(database.arrive_at(&bot(7), next - SignedDuration::from_nanos(1)).await, Admission::Held);
    assert_eq!(database.arrive_at(&bot(8), next).await, Admission::Passed);
}

#[tokio::test]
async fn a_network_has_a_limit_of_its_own_and_what_is_held_for_a_domain_takes_nothing_of_it() {
    let database = Database::start();
    let here = |number: u128| Form { email: format!("p{number}@bots.example"), ..neighbour(number) };
    for number in 1..=20 {
        database.arrive(&here(number), LIMITS).await;
    }
    // Three of twenty went through: two more may, of others in that house.
    assert_eq!(database.counts(&here(1)).await, [HourCount { seen: 20, proven: 0, unproven: 3 }; 2]);
    for number in 21..=22 {
        assert_eq!(database.arrive(&neighbour(number), LIMITS).await, Admission::Passed);
    }
    assert_eq!(database.arrive(&neighbour(23), LIMITS).await, Admission::Held);
    assert_eq!(database.arrive(&neighbour(24).in_network(9), LIMITS).await, Admission::Passed, "the house next door");
    let held = database.pledges.held(NOW).await.unwrap();
    let last = held.iter().find(|held| held.submission == submission_id(23)).unwrap();
    assert_eq!(
        (last.network.is_some(), &last.mail_domain, last.why.as_slice()),
        (true, &None, &[WhyHeld::Network][..])
    );
    let first = held.iter().find(|held| held.submission == submission_id(4)).unwrap();
    assert_eq!((first.is_of(&of_bots()), first.why.as_slice()), (true, &[WhyHeld::MailDomain][..]));
}

#[tokio::test]
async fn what_is_held_is_listed_until_its_form_expires() {
    let database = Database::start();
    database.arrive(&bot(1), HourLimits { mail_domain: 0, ..LIMITS }).await;
    let end = bot(1).submission().expires_at();
    assert_eq!(database.pledges.held(end).await.unwrap().len(), 1);
    assert_eq!(database.pledges.held(end + SignedDuration::from_secs(1)).await.unwrap(), []);
    let hours = database.items("Pledges", "R#");
    assert_eq!(hours.len(), 3);
    let kept: i64 = hours[0]["expires_at"]["N"].as_str().unwrap().parse().unwrap();
    assert_eq!(kept, Hour::of(NOW).start().as_second() + 48 * 3600);
    assert_eq!(database.pledges.network_hours(NOW).await.unwrap().len(), 1);
    assert_eq!(database.pledges.network_hours(NOW + days(3)).await.unwrap(), []);
}

/// No link leads to a form that waits for a moderator, and a withdrawal erases it.
#[tokio::test]
async fn a_mailbox_lists_what_is_held_and_shows_it_to_nobody() {
    let database = Database::start();
    let to_roy = |number| Form::number(number).at("roy@bots.example");
    database.sign(&to_roy(1)).await;
    for number in 2..=8 {
        assert_eq!(database.arrive(&to_roy(number), NOTHING).await, Admission::Held, "{number}");
    }
    assert_eq!(database.counts(&to_roy(1)).await, [HourCount { seen: 7, proven: 0, unproven: 0 }]);
    let forms = database.pledges.forms_of(to_roy(1).mailbox(), NOW).await;
    assert_eq!(forms, Ok(Vec::new()), "none of them has a link");
    let other = to_roy(9).by("Jean");
    assert_eq!(database.arrive(&other, NOTHING).await, Admission::Held);
    assert_eq!(database.confirm_as(&other, domain::pledge::Who::Another).await, Ok(Confirmed::Gone));
    database.withdraw(&to_roy(1)).await;
    assert_eq!(database.items("Pledges", "S#").len(), 0);
    let ruling = ruling(1, of_bots(), Verdict::Release);
    database.open(&ruling).await;
    assert_eq!(database.work_off(&ruling, 20).await, Ok(0), "nobody is left to write to");
    assert_eq!((database.items("Pledges", "D#").len(), database.items("Pledges", "X#").len()), (0, 0));
}

/// An admitted form names its owner. The page that takes the code cannot find the owner from the address.
#[tokio::test]
async fn an_admitted_form_says_whose_it_is_and_a_released_one_that_somebody_looked_at_it() {
    let database = Database::start();
    let (passed, held) = (bot(1), bot(2));
    database.arrive(&passed, LIMITS).await;
    let form = async |form: &Form| database.pledges.submission(submission_id(form.number)).await.unwrap().unwrap();
    assert_eq!((form(&passed).await.owner, form(&passed).await.released), (Some(passed.owner()), false));
    database.arrive(&held, HourLimits { mail_domain: 0, ..LIMITS }).await;
    assert_eq!((form(&held).await.owner, form(&held).await.released), (Some(held.owner()), false));
    database.release_all("bots.example").await;
    assert_eq!((form(&held).await.owner, form(&held).await.released), (Some(held.owner()), true));
}

#[tokio::test]
async fn somebody_whose_form_is_held_may_sign_from_elsewhere_at_once() {
    let database = Database::start();
    let (held, again) = (neighbour(1).at("roy@gmail.com"), Form::number(2).at("roy@gmail.com").in_network(7));
    assert_eq!(database.arrive(&held, HourLimits { network: 0, ..LIMITS }).await, Admission::Held);
    assert_eq!(database.arrive(&again, LIMITS).await, Admission::Passed);
    assert_eq!(database.ask_about(&again, NOW).await, Charge::Charged);
}

#[tokio::test]
async fn a_released_group_is_owed_its_mails_once_each_and_the_rest_stays() {
    let database = Database::start();
    for number in 1..=5 {
        database.arrive(&bot(number), NOTHING).await;
    }
    database.arrive(&Form::number(6).at("a@cats.example"), NOTHING).await;
    database.submit(&bot(7)).await;
    database.admit_at(&bot(7), NOTHING, NOW + minutes(1)).await;
    let ruling = ruling(1, of_bots(), Verdict::Release);
    database.open(&ruling).await;
    database.open(&ruling).await;
    assert_eq!(database.office.rulings().await.unwrap().len(), 1, "a double click is one ruling");
    assert_eq!(database.items("Office", "L#").len(), 1);
    assert_eq!(database.work_off(&ruling, 2).await, Ok(2));
    assert_eq!(database.stands(&ruling).await, (Stage::Applying, 2));
    while database.stands(&ruling).await.0 == Stage::Applying {
        database.work_off(&ruling, 2).await.unwrap();
    }
    assert_eq!(database.stands(&ruling).await, (Stage::Applied, 5));
    assert_eq!(database.work_off(&ruling, 2).await, Ok(0));
    let owed = database.pledges.owed(MailClass::First, NOW, 100).await.unwrap().due;
    let owed: HashSet<_> = owed.iter().map(|owed| owed.key).collect();
    assert_eq!(owed, (1..=5).map(|number| StreamKey::Submission(submission_id(number))).collect());
    for number in 1..=5 {
        assert_eq!(database.admit(&bot(number), NOTHING).await, Admission::Passed, "its mail may go now");
    }
    let left: Vec<_> = database.pledges.held(NOW + minutes(1)).await.unwrap().iter().map(|h| h.submission).collect();
    assert_eq!(left, [submission_id(6), submission_id(7)], "others, and what came after the organizer looked");
}

#[tokio::test]
async fn a_discarded_group_is_kept_for_a_week_and_nothing_of_it_is_mailed() {
    let database = Database::start();
    for number in 1..=3 {
        database.arrive(&bot(number), NOTHING).await;
    }
    let ruling = ruling(1, of_bots(), Verdict::Discard);
    database.open(&ruling).await;
    database.work_off(&ruling, 10).await.unwrap();
    assert_eq!(database.stands(&ruling).await, (Stage::Applied, 3));
    assert_eq!((database.pledges.held(NOW).await.unwrap(), database.items("Pledges", "D#").len()), (Vec::new(), 0));
    let week = (NOW + days(7)).as_second() + 1;
    for kind in ["S#", "X#"] {
        let items = database.items("Pledges", kind);
        let ends: Vec<i64> =
            items.iter().map(|item| item["expires_at"]["N"].as_str().unwrap().parse().unwrap()).collect();
        assert_eq!(ends, [week; 3], "{kind}");
    }
    let forms = database.pledges.forms_of(bot(1).mailbox(), NOW).await;
    assert_eq!(forms, Ok(Vec::new()));
    assert_eq!(database.admit(&bot(1), LIMITS).await, Admission::Dropped, "a late record finds nothing");
}

/// Mail to a mailbox may stop before or after its form is held. It stays stopped, and hinders no ruling.
#[tokio::test]
async fn a_mailbox_whose_mail_was_stopped_keeps_no_flood_from_being_ruled_on() {
    let database = Database::start();
    database.pledges.stop_mail(bot(1).mailbox(), MailStop::Complained, NOW).await.unwrap();
    for number in 1..=3 {
        assert_eq!(database.arrive(&bot(number), NOTHING).await, Admission::Held);
    }
    database.pledges.stop_mail(bot(2).mailbox(), MailStop::Complained, NOW).await.unwrap();
    let ruling = ruling(1, of_bots(), Verdict::Discard);
    database.open(&ruling).await;
    assert_eq!(database.work_off(&ruling, 10).await, Ok(3));
    assert_eq!(database.stands(&ruling).await, (Stage::Applied, 3));
    for number in 1..=2 {
        let record = database.pledges.mail_record(bot(number).mailbox(), NOW + days(300)).await.unwrap().unwrap();
        assert_eq!(record.stopped.map(|(stopped, _)| stopped), Some(MailStop::Complained));
        let stopped = |item: &&serde_json::Value| item.get("stopped").is_some();
        assert_eq!(database.items("Pledges", "A#").iter().filter(stopped).count(), 2);
    }
}

#[tokio::test]
async fn a_ruling_that_is_broken_off_anywhere_goes_on_and_counts_each_form_once() {
    for verdict in [Verdict::Release, Verdict::Discard] {
        let database = Database::start();
        for number in 1..=3 {
            database.arrive(&bot(number), NOTHING).await;
        }
        let ruling = ruling(1, of_bots(), verdict);
        database.open(&ruling).await;
        // So often that the work breaks off each time: twice at a form, then after it and at the end.
        let times = usize::try_from(TRIES_MAX).unwrap();
        for (times, fault) in [(3, Fault::NeverArrives), (times, Fault::Throttle), (2, Fault::LoseReply)] {
            database.wire.break_next(times, "TransactWriteItems", fault);
            assert!(database.work_off(&ruling, 10).await.is_err(), "{fault:?}");
        }
        while database.stands(&ruling).await.0 == Stage::Applying {
            database.work_off(&ruling, 10).await.unwrap();
        }
        assert_eq!(database.stands(&ruling).await, (Stage::Applied, 3));
        let (waiting, discarded) = if verdict == Verdict::Release { (3, 0) } else { (0, 3) };
        let owed = database.pledges.owed(MailClass::First, NOW, 10).await.unwrap().due;
        assert_eq!(owed.len(), waiting);
        assert_eq!(database.items("Pledges", "X#").len(), discarded);
    }
}

/// An ordinary form takes one read and one transaction before its mail. Any other form is left to the slower way.
#[tokio::test]
async fn an_ordinary_form_is_counted_and_charged_in_one_read_and_one_transaction() {
    let database = Database::start();
    let limits = HourLimits { pair: 2, network: 100, mail_domain: 100 };
    let here = |number: u128| bot(number).in_network(9);
    let at_once = async |form: &Form, now| database.ask_at_once(form, limits, now).await;
    database.submit(&here(1)).await;
    drop(database.wire.take());
    assert!(at_once(&here(1), NOW).await);
    // The mark of the cohort is put while the transaction is on its way.
    assert_eq!(database.operations(), ["BatchGetItem", "PutItem", "TransactWriteItems"]);
    // The slower way finds that all of it is done, and does nothing more.
    assert_eq!(database.admit(&here(1), limits).await, Admission::Passed);
    assert_eq!(database.ask_about(&here(1), NOW).await, Charge::Charged);
    assert_eq!(database.counts(&here(1)).await, [HourCount { seen: 1, proven: 0, unproven: 1 }; 2]);

    // The form is asked about again, since its mail was not sent. It is counted once.
    assert!(at_once(&here(1), NOW).await);
    assert_eq!(database.counts(&here(1)).await, [HourCount { seen: 1, proven: 0, unproven: 1 }; 2]);

    // None of these is ordinary: a mailbox that had a mail a minute ago, a full network, an address that is counted.
    let second = Form::number(20).at("p1@bots.example").by("Jean").in_network(10);
    database.submit(&second).await;
    assert!(!at_once(&second, NOW + minutes(1)).await);
    for number in 2..=3 {
        database.submit(&here(number)).await;
    }
    assert!(at_once(&here(2), NOW).await && !at_once(&here(3), NOW).await);
    let signer = Form::number(30).at("counted@cats.example");
    database.sign(&signer).await;
    let again = Form::number(31).at("counted@cats.example");
    database.submit(&again).await;
    assert!(!at_once(&again, NOW + days(1)).await);
    assert_eq!(database.counts(&here(1)).await, [HourCount { seen: 2, proven: 0, unproven: 2 }; 2]);
}

/// Nothing is written to the form before its mail is sent. Its mailbox shows that it was counted.
#[tokio::test]
async fn a_form_that_was_asked_at_once_is_counted_once_whatever_is_lost() {
    for (operation, fault) in [
        ("TransactWriteItems", Fault::LoseReply),
        ("TransactWriteItems", Fault::NeverArrives),
        ("PutItem", Fault::LoseReply),
        ("PutItem", Fault::NeverArrives),
    ] {
        let database = Database::start();
        database.submit(&bot(1)).await;
        // More often than the client itself tries again.
        database.wire.break_next(5, operation, fault);
        let _ = database.pledges.ask_at_once(&bot(1).submission(), &recipient(&bot(1)), LIMITS, NOW).await;
        assert!(database.wire.take_faults() > 0);
        database.wire.heal();
        assert!(database.ask_at_once(&bot(1), LIMITS, NOW).await, "{operation} {fault:?}");
        let owner = bot(1).owner();
        let when = When { class: MailClass::Reminder, at: NOW + days(2) };
        database.pledges.note_form_mail(submission_id(1), owner, when).await.unwrap();
        assert_eq!(database.admit(&bot(1), NOTHING).await, Admission::Passed);
        let form = database.pledges.submission(submission_id(1)).await.unwrap().unwrap();
        assert_eq!(form.owner, Some(owner));
        assert_eq!(database.counts(&bot(1)).await, [HourCount { seen: 1, proven: 0, unproven: 1 }; 2]);
        assert_eq!(
            (database.items("Pledges", "C#").len(), database.mails_of(&bot(1))),
            (1, 1),
            "{operation} {fault:?}"
        );
    }
}

/// Many spellings of one identity share the day's mails on the quick way too.
#[tokio::test]
async fn spellings_that_are_asked_at_once_share_the_mails_of_a_day() {
    let database = Database::start();
    let most = u128::from(SPELLINGS_PER_DAY);
    for number in 1..=most + 1 {
        let form = Form::number(number).at(format!("roy+{number}@gmail.com")).in_network(u8::try_from(number).unwrap());
        database.submit(&form).await;
        assert_eq!(database.ask_at_once(&form, LIMITS, NOW).await, number <= most, "{number}");
        // A form that is asked about again is counted once.
        assert_eq!(database.ask_at_once(&form, LIMITS, NOW).await, number <= most, "{number}");
    }
}

/// A mailbox whose owner stopped all mail between two tries is not written to.
#[tokio::test]
async fn a_form_whose_mailbox_was_stopped_before_its_mail_was_sent_is_not_asked() {
    let database = Database::start();
    database.submit(&bot(1)).await;
    assert!(database.ask_at_once(&bot(1), LIMITS, NOW).await);
    database.pledges.stop_mail(bot(1).mailbox(), MailStop::Refused, NOW).await.unwrap();
    assert!(!database.ask_at_once(&bot(1), LIMITS, NOW).await);
    assert_eq!(database.ask_about(&bot(1), NOW).await, Charge::Stopped);
}

/// Thanks take one read before their mail, and two writes at the same time. The proof counts once, whether the form says that
/// its mail was sent or its mailbox does.
#[tokio::test]
async fn the_proof_of_a_person_and_their_thanks_are_counted_in_one_read_and_once() {
    for noted in [true, false] {
        for fault in [None, Some(("TransactWriteItems", Fault::LoseReply)), Some(("PutItem", Fault::LoseReply))] {
            let database = Database::start();
            database.submit(&bot(1)).await;
            assert!(database.ask_at_once(&bot(1), LIMITS, NOW).await);
            if noted {
                let when = When { class: MailClass::Reminder, at: NOW + days(2) };
                database.pledges.note_form_mail(submission_id(1), bot(1).owner(), when).await.unwrap();
            }
            drop(database.wire.take());
            if let Some((operation, fault)) = fault {
                database.wire.break_next(1, operation, fault);
            }
            assert!(database.prove(&bot(1)).await);
            let operations = database.operations();
            if fault.is_none() {
                assert_eq!(operations, ["BatchGetItem", "PutItem", "TransactWriteItems"]);
            }
            assert!(database.prove(&bot(1)).await, "asked again, since the mail was not sent");
            assert_eq!(database.counts(&bot(1)).await, [HourCount { seen: 1, proven: 1, unproven: 0 }; 2]);
            assert_eq!((database.items("Pledges", "S#").len(), database.mails_of(&bot(1))), (0, 2));
        }
    }
}

/// However many come at once, the limit holds for the quick way too.
#[tokio::test]
async fn of_sixty_four_that_ask_at_once_no_more_than_the_limit_are_charged() {
    let database = Database::start();
    let forms: Vec<_> = (1..=64).map(|number| bot(number).in_network(3)).collect();
    for form in &forms {
        database.submit(form).await;
    }
    let asked = forms.iter().cloned().map(|form| {
        let (pledges, recipient) = (database.pledges.clone(), recipient(&form));
        tokio::spawn(async move { pledges.ask_at_once(&form.submission(), &recipient, LIMITS, NOW).await.unwrap() })
    });
    let charged = join_all(asked).await.into_iter().filter(|asked| *asked.as_ref().unwrap()).count();
    assert!((1..=3).contains(&charged), "{charged}");
    let counts = database.counts(&forms[0]).await;
    assert!(counts.iter().all(|count| count.unproven as usize == charged), "{counts:?}");
}

/// A form may be held for its network and for its domain. The first ruling settles it.
#[tokio::test]
async fn two_rulings_on_the_same_forms_settle_each_once() {
    let database = Database::start();
    let forms: Vec<_> = (1..=4).map(|number| bot(number).in_network(77)).collect();
    for form in &forms {
        database.arrive(form, NOTHING).await;
    }
    let network = HeldGroup::of_network(NetworkCode::from_bytes([77; 16]));
    let (release, discard) = (ruling(1, network, Verdict::Release), ruling(2, of_bots(), Verdict::Discard));
    database.open(&release).await;
    database.open(&discard).await;
    for _ in 0..3 {
        database.work_off(&release, 1).await.unwrap();
        database.work_off(&discard, 1).await.unwrap();
    }
    let ((one, released), (other, discarded)) = (database.stands(&release).await, database.stands(&discard).await);
    assert_eq!((one, other, released, discarded), (Stage::Applied, Stage::Applied, 2, 2));
    let owed = database.pledges.owed(MailClass::First, NOW, 10).await.unwrap().due;
    assert_eq!((owed.len(), database.items("Pledges", "X#").len()), (2, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_sixty_four_at_once_no_more_than_the_limit_pass() {
    let database = Database::start();
    let forms: Vec<_> = (1..=64).map(|number| bot(number).in_network(3)).collect();
    for form in &forms {
        database.submit(form).await;
    }
    // Each form comes twice, since a stream may deliver a record again.
    let asked = forms.iter().chain(&forms).cloned().map(|form| {
        let (pledges, recipient) = (database.pledges.clone(), recipient(&form));
        tokio::spawn(async move {
            loop {
                // A call that lost too many races is made again.
                if let Ok(admission) = pledges.admit(&form.submission(), &recipient, LIMITS, NOW).await {
                    return (form.number, admission);
                }
            }
        })
    });
    let answers = join_all(asked).await.into_iter().map(Result::unwrap);
    let passed: BTreeSet<_> =
        answers.filter(|(_, admission)| *admission == Admission::Passed).map(|(n, _)| n).collect();
    assert_eq!(passed.len(), 3);
    assert_eq!(database.counts(&forms[0]).await, [HourCount { seen: 64, proven: 0, unproven: 3 }; 2]);
    assert_eq!(database.items("Pledges", "X#").len(), 61);
}

/// Attack A2: a flood at a university holds itself, and a student elsewhere is not held for it.
#[tokio::test]
async fn a_flood_from_one_network_waits_alone() {
    let database = Database::start();
    let limits = HourLimits { pair: 3, network: 100, mail_domain: 5 };
    let flood = |number: u128| bot(number).in_network(9);
    for number in 1..=8 {
        let admission = if number <= 3 { Admission::Passed } else { Admission::Held };
        assert_eq!(database.arrive(&flood(number), limits).await, admission, "{number}");
    }
    assert_eq!(database.arrive(&bot(20).in_network(1), limits).await, Admission::Passed, "a student at home");
    assert_eq!(database.arrive(&neighbour(21).in_network(9), limits).await, Admission::Passed, "their neighbour");
    let held = database.pledges.held(NOW).await.unwrap();
    assert!(held.iter().all(|held| held.why == [WhyHeld::Pair]) && held.len() == 5);
}

#[tokio::test]
async fn at_a_domain_full_of_unconfirmed_mails_only_unproven_networks_wait() {
    let database = Database::start();
    let limits = HourLimits { pair: 10, network: 100, mail_domain: 4 };
    for number in 1..=3 {
        assert_eq!(database.arrive(&bot(number).in_network(1), limits).await, Admission::Passed);
    }
    database.prove(&bot(1).in_network(1)).await;
    // Two are out, one is proven: there is room for five.
    for number in 4..=6 {
        let form = bot(number).in_network(u8::try_from(number).unwrap());
        assert_eq!(database.arrive(&form, limits).await, Admission::Passed, "{number}");
    }
    assert_eq!(database.arrive(&bot(7).in_network(7), limits).await, Admission::Held, "an unproven network");
    assert_eq!(database.arrive(&bot(8).in_network(1), limits).await, Admission::Passed, "one that has proven somebody");
}

/// Each confirmation makes room for exactly one more mail beside its own, tested from both sides.
#[tokio::test]
async fn whoever_confirms_lets_go_what_waited_for_it() {
    let database = Database::start();
    let limits = HourLimits { pair: 2, network: 100, mail_domain: 100 };
    let here = |number: u128| bot(number).in_network(9);
    for number in 1..=6 {
        database.arrive(&here(number), limits).await;
    }
    assert_eq!((database.let_go(limits, NOW).await, database.items("Pledges", "X#").len()), (0, 4));
    database.prove(&here(1)).await;
    database.prove(&here(1)).await;
    // One proven and one out: there is room for three.
    assert_eq!((database.let_go(limits, NOW).await, database.items("Pledges", "X#").len()), (2, 2));
    let owed = database.pledges.owed(MailClass::First, NOW, 10).await.unwrap().due;
    let owed: HashSet<_> = owed.iter().map(|owed| owed.key).collect();
    assert_eq!(owed, [3, 4].map(|number| StreamKey::Submission(submission_id(number))).into(), "the oldest first");
    assert_eq!(database.admit(&here(3), limits).await, Admission::Passed);
    let counts = database.counts(&here(1)).await;
    assert_eq!(counts, [HourCount { seen: 6, proven: 1, unproven: 3 }; 2]);
    assert_eq!(database.let_go(limits, NOW + minutes(61)).await, 0, "later a person decides");
}

/// A held form that cannot be read waits on, and keeps no other one from being let go.
#[tokio::test]
async fn a_held_form_that_cannot_be_read_is_left_behind_alone() {
    let database = Database::start();
    let limits = HourLimits { pair: 2, network: 100, mail_domain: 100 };
    let here = |number: u128| bot(number).in_network(9);
    for number in 1..=4 {
        database.arrive(&here(number), limits).await;
    }
    let third = format!("#{}", submission_id(3));
    let mut item = database
        .items("Pledges", "S#")
        .into_iter()
        .find(|item| item["pk"]["S"].as_str().unwrap().ends_with(&third))
        .unwrap();
    item["unlisted"]["M"]["locale"]["S"] = "?".into();
    database.plant("Pledges", &item);
    // So does an entry of the list.
    let mut entry = database.items("Pledges", "X#").remove(0);
    entry["sk"]["S"] = format!("{}?", entry["sk"]["S"].as_str().unwrap()).into();
    database.plant("Pledges", &entry);
    database.prove(&here(1)).await;
    let owner_of_form = |submission: &Submission| recipient_at(&submission.draft.email.to_string());
    let let_go = database.pledges.let_go(limits, 100, owner_of_form, NOW).await.unwrap();
    assert_eq!((let_go.forms, let_go.unreadable), (1, 1));
    let owed = database.pledges.owed(MailClass::First, NOW, 10).await.unwrap().due;
    assert_eq!(owed.iter().map(|owed| owed.key).collect::<Vec<_>>(), [StreamKey::Submission(submission_id(4))]);
}

/// Attack A10: the desk looks first at an address that was taken out of the count.
#[tokio::test]
async fn an_address_that_was_taken_out_and_comes_back_waits_for_a_person() {
    let database = Database::start();
    let roy = neighbour(1);
    let before = Form { number: 2, ..roy.clone() };
    database.sign(&before).await;
    database.invalidate_domain("gmail.com").await;
    assert!(database.withdraw(&before).await);
    assert_eq!(database.arrive(&roy, LIMITS).await, Admission::Held);
    assert_eq!(database.pledges.held(NOW).await.unwrap()[0].why, [WhyHeld::CameBack]);
    assert_eq!(database.let_go(LIMITS, NOW).await, 0, "nobody else's proof lets it go");
}

#[tokio::test]
async fn a_discard_is_undone_and_whoever_was_discarded_may_sign_again() {
    let database = Database::start();
    for number in 1..=3 {
        database.arrive(&bot(number), NOTHING).await;
    }
    let discard = ruling(1, of_bots(), Verdict::Discard);
    database.open(&discard).await;
    database.work_off(&discard, 10).await.unwrap();
    let again = Form { email: bot(1).email, ..Form::number(9) };
    assert_eq!(database.arrive(&again, LIMITS).await, Admission::Passed, "a new form is judged afresh");
    let group = HeldGroup { discarded_by: Some(discard.id), ..HeldGroup::default() };
    let undo = ruling(2, group, Verdict::Restore);
    database.open(&undo).await;
    for fault in [Fault::LoseReply, Fault::NeverArrives] {
        database.wire.break_next(1, "TransactWriteItems", fault);
        let _ = database.work_off(&undo, 1).await;
    }
    while database.stands(&undo).await.0 == Stage::Applying {
        database.work_off(&undo, 10).await.unwrap();
    }
    assert_eq!(database.stands(&undo).await, (Stage::Applied, 3));
    assert_eq!(database.pledges.held(NOW).await.unwrap().len(), 3);
    let release = ruling(3, of_bots(), Verdict::Release);
    database.open(&release).await;
    assert_eq!(database.work_off(&release, 10).await, Ok(3));
}

#[tokio::test]
async fn a_part_of_a_group_is_ruled_on_and_the_rest_waits() {
    let database = Database::start();
    for number in 1..=6 {
        let first = if number % 2 == 0 { "Mona" } else { "mona99" };
        database.arrive(&bot(number).by(first).in_network(u8::from(number > 3)), NOTHING).await;
    }
    let held = database.pledges.held(NOW).await.unwrap();
    let odd = held.iter().find(|held| held.submission == submission_id(1)).unwrap();
    let part = HeldGroup { network: odd.network, shape: odd.shape.clone(), minute: Some(odd.minute()), ..of_bots() };
    let discard = ruling(1, part, Verdict::Discard);
    database.open(&discard).await;
    assert_eq!(database.work_off(&discard, 10).await, Ok(2));
    let left: BTreeSet<_> = database.pledges.held(NOW).await.unwrap().iter().map(|held| held.submission).collect();
    assert_eq!(left, [2, 4, 5, 6].map(submission_id).into());
}

#[tokio::test]
async fn a_form_that_passes_leaves_a_mark_for_a_week_and_a_withdrawal_takes_it_along() {
    let database = Database::start();
    let form = bot(1);
    database.arrive(&form, LIMITS).await;
    let marks = database.pledges.cohorts(NOW).await.unwrap();
    assert_eq!(marks, [CohortMark::of(&form.submission(), recipient(&form).domain.map(|(code, _)| code))]);
    let text = database.items("Pledges", "C#")[0].to_string();
    assert!(!text.contains("Roy") && !text.contains("bots") && !text.contains(&form.network.unwrap().to_string()));
    let end = marks[0].expires_at();
    assert_eq!(database.pledges.cohorts(end - SignedDuration::from_secs(1)).await.unwrap().len(), 1);
    assert_eq!(database.pledges.cohorts(end).await, Ok(Vec::new()), "though it is not swept yet");
    database.confirm(&form).await.unwrap();
    database.withdraw(&form).await;
    assert_eq!(database.items("Pledges", "C#").len(), 0);
}

/// Somebody's form, by which it is counted, and how often its record comes.
fn arrivals() -> impl Strategy<Value = Vec<(u8, usize, u32)>> {
    let domains = 0..4_usize;
    prop::collection::vec((1..4_u8, domains, 0..3_u32), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_in_whatever_order_no_hour_mails_more_than_its_limits(arrivals in arrivals()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let database = Database::start();
            let domains = ["bots.example", "x.bots.example", "cats.example", "gmail.com"];
            let mut passed = Vec::new();
            for ((network, domain, again), number) in arrivals.iter().zip(1..) {
                let form = Form::number(number).at(format!("p{number}@{}", domains[*domain])).in_network(*network);
                let first = database.arrive(&form, LIMITS).await;
                for _ in 0..*again {
                    assert_eq!(database.admit(&form, LIMITS).await, first);
                }
                if first == Admission::Passed {
                    passed.push((*network, *domain));
                } else {
                    // No form is held that there was room for.
                    let of_network = passed.iter().filter(|(n, _)| n == network).count();
                    let of_domain = passed.iter().filter(|(_, d)| d / 2 == domain / 2 && *d != 3 && (*d < 2) == (*domain < 2)).count();
                    assert!(of_network >= 5 || (*domain != 3 && of_domain >= 3), "{of_network} {of_domain}");
                }
            }
            for network in 1..4 {
                assert!(passed.iter().filter(|(n, _)| *n == network).count() <= 5);
            }
            assert!(passed.iter().filter(|(_, domain)| *domain < 2).count() <= 3);
            assert!(passed.iter().filter(|(_, domain)| *domain == 2).count() <= 3);
            let seen: u32 = database.pledges.network_hours(NOW).await.unwrap().iter().map(|hour| hour.count.seen).sum();
            assert_eq!(usize::try_from(seen).unwrap(), arrivals.len());
        });
    }
}
