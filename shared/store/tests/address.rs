//! How much mail an address gets, from both sides of each limit.

use domain::identity::SignerId;
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use store::{
    ADDRESS_DAYS, ASK_SPACING, ASKS_MAX, Charge, Deferred, MAILS_MAX, MailStop, Notice, REMIND_AFTER, Reminder,
    StoreError,
};

use crate::database::Database;
use crate::people::{Form, NOW, days, minutes, signer_id, submission_id};
use wire::Fault;

const INSTANT: SignedDuration = SignedDuration::from_nanos(1);

fn address() -> SignerId {
    signer_id("roy@example.org")
}

impl Database {
    async fn ask(&self, number: u128, now: Timestamp) -> Charge {
        self.pledges.charge_ask(address(), submission_id(number), now).await.unwrap()
    }

    async fn notice(&self, number: u128, now: Timestamp) -> bool {
        self.pledges.charge_notice(address(), Notice::Thanks(submission_id(number)), now).await.unwrap()
    }

    fn mails(&self) -> u32 {
        self.items("Pledges", "A#")[0]["mails"]["N"].as_str().unwrap().parse().unwrap()
    }
}

#[tokio::test]
async fn an_ask_waits_until_ten_minutes_after_the_last_mail() {
    let database = Database::start();
    assert_eq!(database.ask(1, NOW).await, Charge::Charged);
    let until = NOW + ASK_SPACING;
    assert_eq!(ASK_SPACING, minutes(10));
    assert_eq!(database.ask(2, until - INSTANT).await, Charge::Wait { until });
    assert_eq!(database.ask(2, until).await, Charge::Charged);
    assert_eq!(database.ask(3, until + minutes(9)).await, Charge::Wait { until: until + ASK_SPACING });
}

#[tokio::test]
async fn an_ask_waits_after_a_notice_and_a_notice_never_waits() {
    let database = Database::start();
    database.ask(1, NOW).await;
    assert!(database.notice(1, NOW + minutes(1)).await);
    assert_eq!(database.ask(2, NOW + minutes(10)).await, Charge::Wait { until: NOW + minutes(11) });
}

/// While the mail provider is away a notice is tried again and again, and must still go in the end.
#[tokio::test]
async fn a_notice_is_counted_once_however_often_it_is_tried() {
    let database = Database::start();
    database.ask(1, NOW).await;
    for _ in 0..20 {
        assert!(database.notice(1, NOW).await);
    }
    assert_eq!(database.mails(), 2);
    let farewell = Notice::Farewell(submission_id(1));
    for _ in 0..20 {
        assert!(database.pledges.charge_notice(address(), farewell, NOW).await.unwrap());
    }
    assert_eq!(database.mails(), 3, "to part is another notice of the same pledge");
}

#[tokio::test]
async fn an_address_gets_four_asks_and_five_mails() {
    let database = Database::start();
    assert_eq!((ASKS_MAX, MAILS_MAX), (4, 5));
    let mut now = NOW;
    for number in 1..=4 {
        assert_eq!(database.ask(number, now).await, Charge::Charged);
        now += minutes(10);
    }
    assert_eq!(database.ask(5, now).await, Charge::Spent);
    assert!(database.notice(1, now).await);
    assert!(!database.notice(2, now).await);
    assert_eq!(database.ask(6, now + days(1)).await, Charge::Spent);
    assert_eq!(database.mails(), 5);
}

#[tokio::test]
async fn a_retried_ask_is_charged_once() {
    let database = Database::start();
    for later in [0, 1, 60] {
        assert_eq!(database.ask(1, NOW + minutes(later)).await, Charge::Charged);
    }
    assert_eq!(database.mails(), 1);
}

#[tokio::test]
async fn a_lost_reply_to_a_charge_charges_once() {
    let database = Database::start();
    database.wire.break_next(1, "PutItem", Fault::LoseReply);
    assert_eq!(database.ask(1, NOW).await, Charge::Charged);
    assert_eq!((database.wire.take_faults(), database.mails()), (1, 1));
}

#[tokio::test]
async fn what_waits_keeps_its_place_among_the_asks_that_are_left() {
    let database = Database::start();
    database.ask(1, NOW).await;
    let waits = Charge::Wait { until: NOW + minutes(10) };
    for number in [2, 3, 4, 2] {
        assert_eq!(database.ask(number, NOW + minutes(1)).await, waits);
    }
    // However many more are typed in, no more than the rest can ever be sent, so no more are kept.
    for number in 5..20 {
        assert_eq!(database.ask(number, NOW + minutes(1)).await, Charge::Spent);
    }
    for (number, later) in [(2, 10), (3, 20), (4, 30)] {
        assert_eq!(database.ask(number, NOW + minutes(later)).await, Charge::Charged);
    }
    assert_eq!(database.mails(), 4);
}

#[tokio::test]
async fn an_address_is_forgotten_thirty_days_after_its_last_mail_swept_or_not() {
    let database = Database::start();
    let mut now = NOW;
    for number in 1..=4 {
        database.ask(number, now).await;
        now += minutes(10);
    }
    let end = now - minutes(10) + days(ADDRESS_DAYS);
    assert_eq!(database.ask(5, end - SignedDuration::from_secs(1)).await, Charge::Spent);
    assert_eq!(database.items("Pledges", "A#").len(), 1, "it was not swept");
    assert!(database.notice(1, end - SignedDuration::from_secs(2)).await, "the fifth");
    let end = end - SignedDuration::from_secs(2) + days(ADDRESS_DAYS);
    assert!(!database.notice(2, end - SignedDuration::from_secs(1)).await);
    assert!(database.notice(2, end).await);
    assert_eq!(database.mails(), 1);
    let end = end + days(ADDRESS_DAYS);
    assert_eq!(database.ask(5, end).await, Charge::Charged);
    assert_eq!(database.mails(), 1);
    let listed = database.items("Pledges", "A#")[0]["submissions"]["SS"].as_array().unwrap().len();
    assert_eq!(listed, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_asks_at_once_one_is_charged() {
    let database = Database::start();
    let answers = join_all((0..20).map(|number| {
        let pledges = database.pledges.clone();
        tokio::spawn(async move { pledges.charge_ask(address(), submission_id(number), NOW).await })
    }))
    .await;
    let charged = answers.iter().filter(|charge| matches!(charge, Ok(Ok(Charge::Charged)))).count();
    let decided = answers.iter().filter(|charge| !matches!(charge, Ok(Err(StoreError::Conflict)))).count();
    assert_eq!((charged, database.mails()), (1, 1));
    assert!(decided >= 4, "those who lost the race were told to come again: {answers:?}");
}

#[tokio::test]
async fn a_charge_that_meets_a_transaction_is_tried_again() {
    let database = Database::start();
    database.wire.break_next(2, "PutItem", Fault::SingleConflict);
    assert_eq!(database.ask(1, NOW).await, Charge::Charged);
    assert_eq!((database.wire.take_faults(), database.mails()), (2, 1));
}

#[tokio::test]
async fn live_submissions_are_those_listed_that_still_exist() {
    let database = Database::start();
    assert_eq!(database.pledges.live_submissions(address()).await, Ok(Vec::new()));
    for number in 1..=3 {
        database.submit(&Form::number(number)).await;
        database.ask(number, NOW).await;
    }
    database.submit(&Form::number(4)).await;
    database.pledges.delete_submission(submission_id(2)).await.unwrap();
    let live = database.pledges.live_submissions(address()).await.unwrap();
    assert_eq!(live, [Form::number(1).submission(), Form::number(3).submission()]);
}

#[tokio::test]
async fn an_address_item_holds_no_personal_data() {
    let database = Database::start();
    database.ask(1, NOW).await;
    let text = database.items("Pledges", "A#")[0].to_string();
    assert!(!text.contains("roy") && !text.contains("example"), "{text}");
}

#[tokio::test]
async fn deferred_mails_come_due_in_their_order_and_are_settled() {
    let database = Database::start();
    let defer = async |number, due| database.pledges.defer(submission_id(number), due).await.unwrap();
    for (number, later) in [(3, 30), (1, 10), (2, 20), (1, 10)] {
        defer(number, NOW + minutes(later)).await;
    }
    let deferred = |number, later| Deferred { due: NOW + minutes(later), submission: submission_id(number) };
    let due = async |later, limit| database.pledges.due(NOW + minutes(later), limit).await.unwrap();
    assert_eq!(database.pledges.due(NOW + minutes(10) - INSTANT, 10).await, Ok(Vec::new()));
    assert_eq!(due(10, 10).await, [deferred(1, 10)]);
    assert_eq!(due(60, 2).await, [deferred(1, 10), deferred(2, 20)]);
    for _ in 0..2 {
        database.pledges.settle_deferred(&deferred(1, 10)).await.unwrap();
    }
    assert_eq!(due(60, 10).await, [deferred(2, 20), deferred(3, 30)]);
}

impl Database {
    async fn remind(&self, number: u128, now: Timestamp) -> Charge {
        self.pledges.charge_reminder(address(), submission_id(number), now).await.unwrap()
    }
}

#[tokio::test]
async fn a_submission_is_reminded_once_whoever_asks_again() {
    let database = Database::start();
    database.ask(1, NOW).await;
    let later = NOW + REMIND_AFTER;
    assert_eq!(REMIND_AFTER, SignedDuration::from_hours(48));
    assert_eq!(database.remind(1, later).await, Charge::Charged);
    for again in [later, later + minutes(11), later + days(5)] {
        assert_eq!(database.remind(1, again).await, Charge::Spent);
    }
    assert_eq!(database.mails(), 2);
    assert_eq!(database.remind(2, later + minutes(10) - INSTANT).await, Charge::Wait { until: later + minutes(10) });
}

/// Invariant 9: a reminder never takes the place of thanks, which have the only link to withdraw with.
#[tokio::test]
async fn a_reminder_leaves_room_for_the_thanks_of_everybody_who_was_asked() {
    let database = Database::start();
    database.ask(1, NOW).await;
    database.ask(2, NOW + minutes(10)).await;
    let later = NOW + days(2);
    assert_eq!(database.remind(1, later).await, Charge::Charged, "two asks, one reminder, two thanks");
    assert_eq!(database.remind(2, later + minutes(10)).await, Charge::Spent, "that would be a sixth");
    assert!(database.notice(1, later).await && database.notice(2, later).await);
    assert_eq!(database.mails(), MAILS_MAX);
}

#[tokio::test]
async fn a_reminder_takes_no_place_of_a_first_mail_that_waits() {
    let database = Database::start();
    database.ask(1, NOW).await;
    for number in 2..=3 {
        assert!(matches!(database.ask(number, NOW + minutes(9)).await, Charge::Wait { .. }));
    }
    assert_eq!(database.remind(1, NOW + days(2)).await, Charge::Spent);
    assert_eq!(database.mails(), 1);
}

#[tokio::test]
async fn whose_first_mail_is_forgotten_is_not_reminded() {
    let database = Database::start();
    assert_eq!(database.remind(1, NOW).await, Charge::Spent);
    database.ask(1, NOW).await;
    assert_eq!(database.remind(1, NOW + days(ADDRESS_DAYS)).await, Charge::Spent);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_who_would_remind_at_once_one_does() {
    let database = Database::start();
    database.ask(1, NOW).await;
    let answers = join_all((0..20).map(|_| {
        let pledges = database.pledges.clone();
        tokio::spawn(async move { pledges.charge_reminder(address(), submission_id(1), NOW + days(2)).await })
    }))
    .await;
    let charged = answers.iter().filter(|charge| matches!(charge, Ok(Ok(Charge::Charged)))).count();
    assert_eq!((charged, database.mails()), (1, 2));
}

#[tokio::test]
async fn reminders_come_due_in_their_order_and_one_takes_each() {
    let database = Database::start();
    let reminder =
        |number, later, again| Reminder { due: NOW + minutes(later), submission: submission_id(number), again };
    for planned in [reminder(2, 20, true), reminder(1, 10, false), reminder(1, 10, false)] {
        database.pledges.plan_reminder(planned).await.unwrap();
    }
    let due = async |at| database.pledges.due_reminders(at, 10).await.unwrap();
    assert_eq!(due(NOW + minutes(10) - INSTANT).await, []);
    assert_eq!(due(NOW + minutes(20)).await, [reminder(1, 10, false), reminder(2, 20, true)]);
    assert_eq!(database.pledges.due(NOW + days(1), 10).await, Ok(Vec::new()), "no first mail waits");
    assert_eq!(database.pledges.take_reminder(&reminder(1, 10, false)).await, Ok(true));
    assert_eq!(database.pledges.take_reminder(&reminder(1, 10, false)).await, Ok(false));
    assert_eq!(due(NOW + minutes(20)).await, [reminder(2, 20, true)]);
    let text = database.items("Pledges", "E#")[0].to_string();
    assert!(!text.contains("roy") && !text.contains("example"), "{text}");
}

#[tokio::test]
async fn an_address_that_bounced_gets_no_mail_of_any_kind_however_long() {
    let database = Database::start();
    database.ask(1, NOW).await;
    database.pledges.stop_mail(address(), MailStop::Bounced, NOW + minutes(1)).await.unwrap();
    let farewell = Notice::Farewell(submission_id(1));
    for later in [minutes(2), minutes(30), days(2), days(ADDRESS_DAYS + 1), days(400)] {
        let now = NOW + later;
        assert_eq!(database.ask(1, now).await, Charge::Spent, "not even the one that was charged");
        assert_eq!(database.ask(2, now).await, Charge::Spent);
        assert_eq!(database.remind(1, now).await, Charge::Spent);
        assert!(!database.notice(1, now).await);
        assert!(!database.pledges.charge_notice(address(), farewell, now).await.unwrap());
    }
    let item = &database.items("Pledges", "A#")[0];
    assert!(item.get("expires_at").is_none(), "it is not swept: {item}");
    assert!(!item.to_string().contains("example"), "{item}");
    let other = signer_id("other@example.org");
    assert_eq!(database.pledges.charge_ask(other, submission_id(9), NOW).await, Ok(Charge::Charged));
}

#[tokio::test]
async fn who_was_thanked_and_bounces_is_not_thanked_again() {
    let database = Database::start();
    assert!(database.notice(1, NOW).await);
    database.pledges.stop_mail(address(), MailStop::Complained, NOW).await.unwrap();
    assert!(!database.notice(1, NOW).await);
}

#[tokio::test]
async fn the_first_reason_stays_unless_somebody_complains() {
    let database = Database::start();
    let stop = async |why, later| database.pledges.stop_mail(address(), why, NOW + minutes(later)).await.unwrap();
    let record = async || database.pledges.mail_record(address(), NOW + days(60)).await.unwrap().unwrap();
    stop(MailStop::Bounced, 1).await;
    stop(MailStop::Bounced, 2).await;
    let known = record().await;
    assert_eq!((known.mails, known.stopped), (0, Some((MailStop::Bounced, NOW + minutes(1)))));
    stop(MailStop::Complained, 3).await;
    stop(MailStop::Bounced, 4).await;
    assert_eq!(record().await.stopped, Some((MailStop::Complained, NOW + minutes(3))));
}

#[tokio::test]
async fn a_lost_reply_to_a_stop_stops_once() {
    let database = Database::start();
    database.wire.break_next(1, "PutItem", Fault::LoseReply);
    database.pledges.stop_mail(address(), MailStop::Bounced, NOW).await.unwrap();
    assert_eq!(database.wire.take_faults(), 1);
    assert_eq!(database.ask(1, NOW).await, Charge::Spent);
}
