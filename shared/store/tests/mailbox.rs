//! Tests the limits of the mail that a mailbox gets, each from both sides.

use domain::ids::MailboxId;
use domain::mail::limits::{BUDGET_DAYS, FORM_MAILS_MAX, MAIL_SPACING, MAILBOX_DAYS, MAILS_MAX};
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use store::role::Everything;
use store::{
    Charge, FORMS_MAX, FormMail, LeadsTo, MailClass, MailStop, Notice, Pledges, SPELLINGS_PER_DAY, STREAM_TIME,
    StoreError, StreamKey, When,
};
use wire::Fault;

use crate::database::Database;
use crate::people::{Form, NOW, days, mailbox_id, minutes, named, owner_of, submission_id};

const INSTANT: SignedDuration = SignedDuration::from_nanos(1);
const SECOND: SignedDuration = SignedDuration::from_secs(1);
/// Ten people who send forms for one mailbox, one after the other.
const NAMES: [&str; 10] = ["Ada", "Ben", "Cleo", "Dan", "Eve", "Fay", "Guy", "Hal", "Ida", "Jan"];

fn mailbox() -> MailboxId {
    mailbox_id("roy@example.org")
}

/// Makes a form whose sender follows from its number.
fn form(number: u128) -> Form {
    Form::number(number).by(NAMES[usize::try_from(number).unwrap() % NAMES.len()])
}

impl Database {
    /// The mailer asks whether the mail about a form may go. The form was sent a moment before.
    pub(crate) async fn ask_about(&self, form: &Form, now: Timestamp) -> Charge {
        self.ask_if(form, now, false).await
    }

    pub(crate) async fn ask_as_spelling(&self, form: &Form, now: Timestamp) -> Charge {
        self.ask_if(form, now, true).await
    }

    async fn ask_if(&self, form: &Form, now: Timestamp, is_spelling: bool) -> Charge {
        try_ask(&self.pledges, form, now, is_spelling).await.unwrap()
    }

    async fn ask(&self, number: u128, now: Timestamp) -> Charge {
        self.ask_about(&form(number), now).await
    }

    async fn notice(&self, number: u128, now: Timestamp) -> bool {
        self.pledges.charge_notice(mailbox(), Notice::Thanks(submission_id(number)), now).await.unwrap()
    }

    /// The one mailbox item, as it is stored.
    fn stored(&self) -> serde_json::Value {
        let [item] = self.items("Pledges", "A#").try_into().unwrap();
        item
    }

    /// Returns the number of mails that the one mailbox is charged with.
    fn mails(&self) -> usize {
        self.stored()["sent"]["L"].as_array().map_or(0, Vec::len)
    }

    fn listed(&self) -> usize {
        self.stored()["forms"]["SS"].as_array().map_or(0, Vec::len)
    }
}

async fn try_ask(
    pledges: &store::Pledges<Everything>,
    form: &Form,
    now: Timestamp,
    is_spelling: bool,
) -> Result<Charge, StoreError> {
    let name = named(form.first);
    let (submission, owner) = (submission_id(form.number), form.owner());
    let ask = FormMail { submission, submitted_at: now, owner, name: &name, is_spelling, leads_to: LeadsTo::Forms };
    pledges.charge_form_mail(&ask, now).await
}

#[tokio::test]
async fn an_ask_waits_until_ten_minutes_after_the_last_mail() {
    let database = Database::start();
    assert_eq!(database.ask(1, NOW).await, Charge::Charged);
    let until = NOW + MAIL_SPACING;
    assert_eq!(MAIL_SPACING, minutes(10));
    assert_eq!(database.ask(2, until - INSTANT).await, Charge::Wait { until });
    assert_eq!(database.ask(2, until).await, Charge::Charged);
    assert_eq!(database.ask(3, until + minutes(9)).await, Charge::Wait { until: until + MAIL_SPACING });
}

#[tokio::test]
async fn an_ask_waits_after_a_notice_and_a_notice_never_waits() {
    let database = Database::start();
    database.ask(1, NOW).await;
    assert!(database.notice(1, NOW + minutes(1)).await);
    assert_eq!(database.ask(2, NOW + minutes(10)).await, Charge::Wait { until: NOW + minutes(11) });
}

/// Every link of a mailbox leads to its newest form. So one waiting mail is enough for all forms that come meanwhile.
#[tokio::test]
async fn one_mail_waits_for_a_mailbox_however_many_forms_come_meanwhile() {
    let database = Database::start();
    database.ask(1, NOW).await;
    let until = NOW + MAIL_SPACING;
    assert_eq!(database.ask(2, NOW + minutes(1)).await, Charge::Wait { until });
    for number in 3..9 {
        assert_eq!(database.ask(number, NOW + minutes(2)).await, Charge::Covered);
    }
    // The record of this form comes again, perhaps because its waiting mail was not stored.
    assert_eq!(database.ask(2, NOW + minutes(3)).await, Charge::Wait { until });
    assert_eq!((database.mails(), database.listed()), (1, 8));
    assert_eq!(database.ask(2, until).await, Charge::Charged);
    assert_eq!((database.mails(), database.listed()), (2, 8));
    assert!(matches!(database.ask(9, until).await, Charge::Wait { .. }), "the next one waits for itself");
}

/// A waiting mail may never be sent, as when its form was discarded. The next form does not wait for it.
#[tokio::test]
async fn a_mail_that_waited_and_never_went_holds_up_no_other() {
    let database = Database::start();
    database.ask(1, NOW).await;
    assert!(matches!(database.ask(2, NOW + minutes(1)).await, Charge::Wait { .. }));
    assert_eq!(database.ask(3, NOW + MAIL_SPACING - INSTANT).await, Charge::Covered);
    assert_eq!(database.ask(4, NOW + MAIL_SPACING).await, Charge::Charged);
}

/// A second form of one person within ten minutes needs no second mail: the link that they have leads to it.
#[tokio::test]
async fn whoever_has_a_mail_and_sends_the_form_again_at_once_gets_no_second() {
    let database = Database::start();
    let (first, again, jean) = (Form::number(1), Form::number(2).by("ANNE"), Form::number(3).by("Jean"));
    for form in [&first, &again, &jean] {
        database.submit(form).await;
    }
    assert_eq!(database.ask_about(&first, NOW).await, Charge::Charged);
    assert_eq!(database.ask_about(&again, NOW + minutes(1)).await, Charge::Covered);
    assert_eq!(database.pledges.forms_of(mailbox(), NOW).await.unwrap().len(), 2, "it is kept and listed");
    assert!(matches!(database.ask_about(&jean, NOW + minutes(1)).await, Charge::Wait { .. }));
    // Later the same person gets another mail: the first may be lost.
    let later = Form::number(4);
    database.submit(&later).await;
    assert_eq!(database.ask_about(&later, NOW + MAIL_SPACING).await, Charge::Charged);
    // The mail of a form that is gone leads nowhere, so it cannot stand for another one.
    database.pledges.delete_submission(submission_id(4)).await.unwrap();
    database.pledges.delete_submission(submission_id(1)).await.unwrap();
    let last = Form::number(5);
    database.submit(&last).await;
    assert!(matches!(database.ask_about(&last, NOW + minutes(11)).await, Charge::Wait { .. }));
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
        assert!(database.pledges.charge_notice(mailbox(), farewell, NOW).await.unwrap());
    }
    assert_eq!(database.mails(), 3, "to part is another notice of the same pledge");
}

#[tokio::test]
async fn a_mailbox_gets_four_asks_and_five_mails() {
    let database = Database::start();
    assert_eq!((FORM_MAILS_MAX, MAILS_MAX), (4, 5));
    let mut now = NOW;
    for number in 1..=4 {
        assert_eq!(database.ask(number, now).await, Charge::Charged);
        now += minutes(10);
    }
    assert_eq!(database.ask(5, now).await, Charge::Spent);
    assert!(database.notice(1, now).await);
    assert!(!database.notice(2, now).await);
    assert_eq!(database.ask(6, now + days(1)).await, Charge::Spent);
    assert_eq!((database.mails(), database.listed()), (5, 6), "their forms are listed, and each link leads to them");
}

/// Asks that lead to no form leave the last ask to one. The fifth mail may be an ask where nobody else can count.
#[tokio::test]
async fn the_last_mails_are_kept_for_a_form_and_its_thanks_where_some_may_follow() {
    let database = Database::start();
    let name = named("Eve");
    let asks = [
        (1, LeadsTo::Pledge, Charge::Charged),
        (2, LeadsTo::Pledge, Charge::Charged),
        (3, LeadsTo::Pledge, Charge::Charged),
        (4, LeadsTo::Pledge, Charge::Spent),
        (5, LeadsTo::Forms, Charge::Charged),
        (6, LeadsTo::Forms, Charge::Spent),
        (7, LeadsTo::PledgeAlone, Charge::Charged),
        (8, LeadsTo::PledgeAlone, Charge::Spent),
    ];
    for (number, leads_to, charge) in asks {
        let (submission, owner) = (submission_id(number), form(number).owner());
        let now = NOW + minutes(10) * i32::try_from(number).unwrap();
        let ask = FormMail { submission, submitted_at: now, owner, name: &name, is_spelling: false, leads_to };
        assert_eq!(database.pledges.charge_form_mail(&ask, now).await, Ok(charge), "{number}");
    }
    assert_eq!(database.mails(), 5);
}

/// A1: budgets renew, mail by mail, so that no stranger locks anybody out for longer than a link lives.
#[tokio::test]
async fn each_mail_is_forgotten_fourteen_days_after_it_went() {
    let database = Database::start();
    assert_eq!(BUDGET_DAYS, 14);
    for number in 1..=4 {
        database.ask(number, NOW + days(i64::try_from(number).unwrap())).await;
    }
    assert!(database.notice(1, NOW + days(4)).await);
    let first = NOW + days(1) + days(BUDGET_DAYS);
    assert_eq!(database.ask(5, first - INSTANT).await, Charge::Spent);
    // The first has left the budget: four are remembered, and one more ask would take the place of thanks.
    assert_eq!(database.ask(6, first).await, Charge::Spent);
    assert!(database.notice(2, first).await);
    assert!(!database.notice(3, first).await, "four from before, and this one");
    let second = NOW + days(2) + days(BUDGET_DAYS);
    assert_eq!(database.ask(7, second - INSTANT).await, Charge::Spent);
    let third = NOW + days(3) + days(BUDGET_DAYS);
    assert_eq!(database.ask(8, third - INSTANT).await, Charge::Spent);
    assert_eq!(database.ask(9, third).await, Charge::Charged, "three are remembered");
    assert_eq!(database.mails(), 4);
}

#[tokio::test]
async fn a_retried_ask_is_charged_once() {
    let database = Database::start();
    for later in [0, 1, 60] {
        assert_eq!(database.ask_about(&form(1), NOW + minutes(later)).await, Charge::Charged);
    }
    assert_eq!(database.mails(), 1);
}

#[tokio::test]
async fn a_lost_reply_to_a_charge_charges_once() {
    let database = Database::start();
    database.wire.break_next(1, "PutItem", Fault::LoseReply);
    assert_eq!(database.ask(1, NOW).await, Charge::Charged);
    assert_eq!((database.wire.take_faults(), database.mails()), (1, 1));
    database.wire.break_next(1, "PutItem", Fault::LoseReply);
    assert!(matches!(database.ask(2, NOW + minutes(1)).await, Charge::Wait { .. }));
    database.wire.break_next(1, "PutItem", Fault::LoseReply);
    assert!(database.notice(1, NOW + minutes(1)).await);
    assert_eq!((database.wire.take_faults(), database.mails(), database.listed()), (2, 2, 2));
}

/// A1: nobody's budget is used up, and nobody's mailbox stopped, by another spelling of their address.
#[tokio::test]
async fn each_spelling_of_an_address_has_a_budget_of_its_own() {
    let database = Database::start();
    for number in 1..=4 {
        let later = NOW + minutes(10) * i32::try_from(number).unwrap();
        assert_eq!(database.ask_if(&form(number).at("roy+x@example.org"), later, true).await, Charge::Charged);
    }
    let now = NOW + minutes(60);
    let fifth = form(5).at("roy+x@example.org");
    assert_eq!(database.ask_if(&fifth, now, true).await, Charge::Spent);
    database.pledges.stop_mail(mailbox_id("roy+x@example.org"), MailStop::Bounced, now).await.unwrap();
    assert_eq!(database.ask_about(&form(6), now).await, Charge::Charged, "the plain one is another mailbox");
    assert_eq!(database.ask_about(&form(7).at("ROY@Example.ORG"), now + minutes(10)).await, Charge::Charged);
    assert_eq!(database.items("Pledges", "A#").len(), 2, "and one mailbox however it is cased");
}

/// Anybody can invent tags. So all spellings of one identity share the asks of a day, and the plain one has its own.
#[tokio::test]
async fn the_spellings_of_an_identity_share_a_days_budget_and_the_plain_one_is_outside_of_it() {
    let database = Database::start();
    let tagged = |number: u128| form(number).at(format!("roy+{number}@example.org"));
    assert_eq!(SPELLINGS_PER_DAY, 20);
    for number in 1..=20 {
        assert_eq!(database.ask_if(&tagged(number), NOW, true).await, Charge::Charged, "{number}");
    }
    assert_eq!(database.ask_if(&tagged(20), NOW, true).await, Charge::Charged, "its record comes again");
    assert_eq!(database.ask_if(&tagged(21), NOW, true).await, Charge::Spent);
    let forms = database.pledges.forms_of(tagged(21).mailbox(), NOW).await.unwrap();
    assert_eq!(forms.len(), 0, "it was never stored");
    let mailboxes = database.items("Pledges", "A#").into_iter().filter(|item| item.get("sent").is_none());
    assert_eq!(
        mailboxes.filter(|item| item["forms"]["SS"].as_array().unwrap().len() == 1).count(),
        1,
        "but it is listed"
    );
    assert_eq!(database.ask_about(&form(22), NOW).await, Charge::Charged, "the plain one");
    assert_eq!(database.ask_if(&form(23).at("lee+1@example.org"), NOW, true).await, Charge::Charged, "somebody else");
    let day = "2026-11-19";
    let counters = database.items("Pledges", "R#");
    assert!(counters.iter().all(|counter| counter["sk"]["S"].as_str().unwrap() <= day), "{counters:?}");
    assert_eq!(database.ask_if(&tagged(24), NOW + days(1), true).await, Charge::Charged, "the next day");
    let text = serde_json::to_string(&counters).unwrap();
    assert!(!text.contains("roy") && !text.contains("example"), "{text}");
}

#[tokio::test]
async fn a_spelling_is_counted_once_however_often_its_mailbox_changes_meanwhile() {
    let database = Database::start();
    let tagged = form(1).at("roy+1@example.org");
    database.wire.break_next(3, "PutItem", Fault::SingleConflict);
    assert_eq!(database.ask_if(&tagged, NOW, true).await, Charge::Charged);
    assert_eq!(database.wire.take_faults(), 3);
    let counters = database.items("Pledges", "R#");
    let [counter] = counters.as_slice() else { panic!("{counters:?}") };
    assert_eq!(counter["mailed"]["N"], "1");
}

#[tokio::test]
async fn a_mailbox_is_forgotten_thirty_days_after_its_last_change_swept_or_not() {
    let database = Database::start();
    database.pledges.stop_mail(mailbox(), MailStop::Bounced, NOW).await.unwrap();
    let end = NOW + days(MAILBOX_DAYS);
    assert_eq!(database.ask(1, end - SECOND).await, Charge::Stopped);
    let stored = database.stored()["expires_at"]["N"].as_str().unwrap().parse::<i64>().unwrap();
    assert_eq!(stored, end.as_second(), "what changes nothing keeps nothing longer");
    assert_eq!(database.ask(2, end).await, Charge::Charged, "a bounce is forgotten after thirty days");
    assert_eq!((database.mails(), database.listed()), (1, 1));
    let later = end + days(MAILBOX_DAYS);
    assert_eq!(database.items("Pledges", "A#").len(), 1, "it was not swept");
    assert_eq!(database.pledges.mail_record(mailbox(), later).await, Ok(None));
    assert_eq!(database.ask(3, later).await, Charge::Charged);
    assert_eq!((database.mails(), database.listed()), (1, 1));
}

/// A1: a form is listed whatever the others are. Beyond fifty, the oldest that nobody was mailed about is left out.
#[tokio::test]
async fn a_mailbox_lists_fifty_forms_and_never_loses_one_that_was_mailed() {
    let database = Database::start();
    assert_eq!(FORMS_MAX, 50);
    for number in 1..=50 {
        let form = form(number);
        database.submit(&form).await;
        database.ask_about(&form, NOW + SignedDuration::from_millis(i64::try_from(number).unwrap())).await;
    }
    assert_eq!((database.mails(), database.listed()), (1, 50));
    let id = |number| submission_id(number).to_string();
    let lists = |number| database.stored()["forms"].to_string().contains(&id(number));
    assert!(lists(1) && lists(2));
    for number in 51..=53 {
        database.submit(&form(number)).await;
        database.ask(number, NOW + minutes(1) + SignedDuration::from_millis(i64::try_from(number).unwrap())).await;
    }
    assert_eq!(database.listed(), 50);
    assert!(lists(1) && !lists(2) && !lists(3) && !lists(4) && lists(5) && lists(53));
    let forms = database.pledges.forms_of(mailbox(), NOW).await.unwrap();
    let newest: Vec<_> = forms.iter().map(|form| form.id).collect();
    assert_eq!(newest, (44..=53).rev().map(submission_id).collect::<Vec<_>>(), "ten of them are shown, newest first");
    assert!(database.pledges.submission(submission_id(2)).await.unwrap().is_some(), "and its own link still works");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_asks_at_once_one_is_charged() {
    let database = Database::start();
    let answers = join_all((0..20).map(|number| {
        let pledges = database.pledges.clone();
        tokio::spawn(async move { try_ask(&pledges, &form(number), NOW, false).await })
    }))
    .await;
    let charged = answers.iter().filter(|charge| matches!(charge, Ok(Ok(Charge::Charged)))).count();
    let decided = answers.iter().filter(|charge| !matches!(charge, Ok(Err(StoreError::Conflict)))).count();
    assert_eq!((charged, database.mails(), database.listed()), (1, 1, decided));
    assert!(decided >= 4, "those who lost the race were told to come again: {answers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_forty_spellings_at_once_no_more_than_the_days_share_are_charged() {
    let database = Database::start();
    let answers = join_all((0..40).map(|number| {
        let pledges = database.pledges.clone();
        let form = form(number).at(format!("roy+{number}@example.org"));
        tokio::spawn(async move { try_ask(&pledges, &form, NOW, true).await.unwrap() })
    }))
    .await;
    let charged = answers.iter().filter(|charge| matches!(charge, Ok(Charge::Charged))).count();
    let spent = answers.iter().filter(|charge| matches!(charge, Ok(Charge::Spent))).count();
    assert_eq!((charged, spent), (20, 20));
}

#[tokio::test]
async fn a_charge_that_meets_a_transaction_is_tried_again() {
    let database = Database::start();
    database.wire.break_next(2, "PutItem", Fault::SingleConflict);
    assert_eq!(database.ask(1, NOW).await, Charge::Charged);
    assert_eq!((database.wire.take_faults(), database.mails()), (2, 1));
}

#[tokio::test]
async fn the_forms_of_a_mailbox_are_those_listed_that_can_be_confirmed_newest_first() {
    let database = Database::start();
    assert_eq!(database.pledges.forms_of(mailbox(), NOW).await, Ok(Vec::new()));
    for number in 1..=3 {
        let form = Form::number(number);
        database.submit(&form).await;
        database.ask_about(&form, NOW + minutes(i64::try_from(number).unwrap())).await;
    }
    database.submit(&Form::number(4)).await;
    database.pledges.delete_submission(submission_id(2)).await.unwrap();
    let live = async |now| database.pledges.forms_of(mailbox(), now).await.unwrap();
    assert_eq!(live(NOW).await, [Form::number(3).submission(), Form::number(1).submission()]);
    assert_eq!(live(NOW + days(14) - INSTANT).await.len(), 2);
    assert_eq!(live(NOW + days(14)).await, [], "they are swept late");
    assert_eq!(database.pledges.forms_of(mailbox_id("roy+x@example.org"), NOW).await, Ok(Vec::new()));
}

/// Any link of a mailbox shows its newest form. The form that the link was made for is shown whether it is listed or not.
#[tokio::test]
async fn a_link_leads_to_the_newest_form_of_its_mailbox_and_to_its_own() {
    let database = Database::start();
    let own = Form::number(1);
    database.submit(&own).await;
    let shown = async |form: &Form| {
        let (forms, _) = database.pledges.read(&form.claims(), NOW).await.unwrap();
        forms.into_iter().map(|form| form.id).collect::<Vec<_>>()
    };
    assert_eq!(shown(&own).await, [submission_id(1)]);
    for number in 2..=13 {
        let form = form(number);
        database.submit(&form).await;
        database.ask_about(&form, NOW + minutes(i64::try_from(number).unwrap())).await;
    }
    let newest: Vec<_> = (4..=13).rev().chain([1]).map(submission_id).collect();
    assert_eq!(shown(&own).await, newest);
    let tagged = Form::number(20).at("roy+x@example.org");
    database.submit(&tagged).await;
    assert_eq!(shown(&tagged).await, [submission_id(20)], "another mailbox is shown none of them");
    assert_eq!(shown(&Form::number(21).at("roy+x@example.org")).await, [], "and of a form that is gone, nothing");
}

#[tokio::test]
async fn whoever_says_that_it_was_not_them_erases_every_form_of_their_mailbox() {
    let database = Database::start();
    let other = Form::number(9).at("other@example.org");
    for form in [&Form::number(1), &form(2), &form(3), &other] {
        database.submit(form).await;
        database.ask_about(form, NOW).await;
    }
    for _ in 0..2 {
        database.pledges.erase_forms(mailbox()).await.unwrap();
        assert_eq!(database.pledges.forms_of(mailbox(), NOW).await, Ok(Vec::new()));
    }
    assert_eq!(database.items("Pledges", "S#").len(), 1);
    assert_eq!(database.pledges.erase_forms(mailbox_id("nobody@example.org")).await, Ok(()));
}

#[tokio::test]
async fn a_mailbox_item_holds_no_personal_data() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    database.ask_about(&form, NOW).await;
    database.notice(1, NOW).await;
    database.ask(2, NOW + minutes(1)).await;
    database.pledges.stop_mail(mailbox(), MailStop::Refused, NOW).await.unwrap();
    let text = database.stored().to_string().to_lowercase();
    for personal in ["roy", "example", "anne", "k1a"] {
        assert!(!text.contains(personal), "{text}");
    }
}

/// Every form is owed a mail from the moment it is stored, whoever brings it; and nothing else is in the index.
#[tokio::test]
async fn what_is_owed_comes_due_in_its_order_until_it_is_settled() {
    let database = Database::start();
    for number in 1..=3 {
        database.submit(&Form::number(number)).await;
    }
    let key = |number| StreamKey::Submission(submission_id(number));
    let look = async |number, class, later| {
        let when = When { class, at: NOW + minutes(later) };
        database.pledges.look_again(&key(number), Some(when)).await.unwrap();
    };
    let owed = async |class, at, at_most| {
        let owed = database.pledges.owed(class, at, at_most).await.unwrap();
        owed.due.into_iter().map(|owed| owed.key).collect::<Vec<_>>()
    };
    assert_eq!(owed(MailClass::First, NOW + STREAM_TIME - INSTANT, 10).await, []);
    assert_eq!(owed(MailClass::First, NOW + STREAM_TIME, 10).await.len(), 3);
    for (number, later) in [(3, 30), (1, 10), (2, 20), (1, 10)] {
        look(number, MailClass::First, later).await;
    }
    assert_eq!(owed(MailClass::First, NOW + minutes(10) - INSTANT, 10).await, []);
    assert_eq!(owed(MailClass::First, NOW + minutes(10), 10).await, [key(1)]);
    assert_eq!(owed(MailClass::First, NOW + minutes(60), 2).await, [key(1), key(2)]);
    look(2, MailClass::Reminder, 5).await;
    for _ in 0..2 {
        database.pledges.look_again(&key(1), None).await.unwrap();
    }
    assert_eq!(owed(MailClass::First, NOW + minutes(60), 10).await, [key(3)]);
    assert_eq!(owed(MailClass::Reminder, NOW + minutes(60), 10).await, [key(2)]);
    // A form that is erased is owed nothing, and nothing brings it back.
    database.pledges.delete_submission(submission_id(3)).await.unwrap();
    look(3, MailClass::First, 1).await;
    assert_eq!(owed(MailClass::First, NOW + minutes(60), 10).await, []);
    assert_eq!(database.pledges.submission(submission_id(3)).await, Ok(None));
}

async fn remind(pledges: &Pledges<Everything>, number: u128, now: Timestamp) -> Result<Charge, StoreError> {
    let (_, seen) = pledges.household_and_mailbox(owner_of("roy@example.org")).await?;
    pledges.charge_reminder(mailbox(), submission_id(number), seen, now).await
}

impl Database {
    async fn remind(&self, number: u128, now: Timestamp) -> Charge {
        remind(&self.pledges, number, now).await.unwrap()
    }
}

#[tokio::test]
async fn a_submission_is_reminded_once_whoever_asks_again() {
    let database = Database::start();
    database.ask(1, NOW).await;
    let later = NOW + days(2);
    assert_eq!(days(2), SignedDuration::from_hours(48));
    assert_eq!(database.remind(1, later).await, Charge::Charged);
    for again in [later, later + minutes(11), later + days(5)] {
        assert_eq!(database.remind(1, again).await, Charge::Spent);
    }
    assert_eq!(database.mails(), 2);
}

#[tokio::test]
async fn a_reminder_waits_until_ten_minutes_after_the_last_mail() {
    let database = Database::start();
    database.ask(1, NOW).await;
    let until = NOW + MAIL_SPACING;
    assert_eq!(database.remind(1, until - INSTANT).await, Charge::Wait { until });
    assert_eq!(database.remind(1, until).await, Charge::Charged);
    assert_eq!(database.mails(), 2);
}

/// Only a form that somebody was mailed about can be forgotten by them.
#[tokio::test]
async fn a_form_that_no_mail_was_sent_for_is_not_reminded() {
    let database = Database::start();
    assert_eq!(database.remind(1, NOW).await, Charge::Spent);
    database.ask(1, NOW).await;
    database.ask(2, NOW + minutes(1)).await;
    database.ask(3, NOW + minutes(2)).await;
    for number in [2, 3] {
        assert_eq!(database.remind(number, NOW + days(2)).await, Charge::Spent);
    }
    assert_eq!(database.remind(1, NOW + days(MAILBOX_DAYS)).await, Charge::Spent, "the first mail is forgotten");
    assert_eq!(database.mails(), 1);
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
    assert_eq!(u32::try_from(database.mails()), Ok(MAILS_MAX));
}

#[tokio::test]
async fn a_reminder_takes_no_place_of_a_first_mail_that_waits() {
    let database = Database::start();
    for number in 1..=2 {
        database.ask(number, NOW + minutes(10) * i32::try_from(number).unwrap()).await;
    }
    assert!(matches!(database.ask(3, NOW + minutes(21)).await, Charge::Wait { .. }));
    assert_eq!(database.remind(1, NOW + minutes(29)).await, Charge::Spent, "two, one that waits, and two thanks");
    assert_eq!(database.mails(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_who_would_remind_at_once_one_does() {
    let database = Database::start();
    database.ask(1, NOW).await;
    let answers = join_all((0..20).map(|_| {
        let pledges = database.pledges.clone();
        tokio::spawn(async move { remind(&pledges, 1, NOW + days(2)).await })
    }))
    .await;
    let charged = answers.iter().filter(|charge| matches!(charge, Ok(Ok(Charge::Charged)))).count();
    assert_eq!((charged, database.mails()), (1, 2));
}

/// A reminder that was certainly not sent may be tried again. In the end it is counted once.
#[tokio::test]
async fn the_charge_of_a_reminder_that_was_not_sent_is_taken_back() {
    let database = Database::start();
    database.ask(1, NOW).await;
    let at = NOW + days(2);
    for _ in 0..3 {
        assert_eq!(database.remind(1, at).await, Charge::Charged);
        assert_eq!(database.remind(1, at).await, Charge::Spent);
        database.pledges.uncharge_reminder(mailbox(), submission_id(1), at).await.unwrap();
    }
    assert_eq!(database.mails(), 1);
    assert_eq!(database.remind(1, at).await, Charge::Charged);
    assert_eq!(database.mails(), 2);
}

/// A bounce is forgotten, since the mailbox may exist by then. A complaint and a refusal are somebody's word, and stay.
#[tokio::test]
async fn a_bounce_is_forgotten_after_thirty_days_and_what_somebody_said_never_is() {
    for (why, lasts) in [(MailStop::Bounced, false), (MailStop::Complained, true), (MailStop::Refused, true)] {
        let database = Database::start();
        database.ask(1, NOW).await;
        let from = NOW + minutes(1);
        database.pledges.stop_mail(mailbox(), why, from).await.unwrap();
        assert_eq!(database.stored().get("expires_at").is_none(), lasts, "whether it is swept");
        let farewell = Notice::Farewell(submission_id(1));
        let end = from + days(MAILBOX_DAYS);
        for now in [from, NOW + minutes(30), NOW + days(2), end - SECOND] {
            assert_eq!(database.ask(1, now).await, Charge::Stopped, "not even the one that was charged");
            assert_eq!(database.ask(2, now).await, Charge::Stopped);
            assert_eq!(database.remind(1, now).await, Charge::Spent);
            assert!(!database.notice(1, now).await);
            assert!(!database.pledges.charge_notice(mailbox(), farewell, now).await.unwrap());
        }
        let record = database.pledges.mail_record(mailbox(), NOW + days(2)).await.unwrap().unwrap();
        assert_eq!(record.stopped, Some((why, from)));
        let item = database.stored();
        assert_eq!(item.get("expires_at").is_none(), lasts, "whether it is swept: {item}");
        let expected = if lasts { Charge::Stopped } else { Charge::Charged };
        for (number, now) in [(3, end), (4, end + days(400))] {
            assert_eq!(database.ask(number, now).await, expected, "{why:?}");
        }
        let other = Form::number(9).at("other@example.org");
        assert_eq!(database.ask_about(&other, NOW).await, Charge::Charged);
    }
}

#[tokio::test]
async fn who_was_thanked_and_complains_is_not_thanked_again() {
    let database = Database::start();
    assert!(database.notice(1, NOW).await);
    database.pledges.stop_mail(mailbox(), MailStop::Complained, NOW).await.unwrap();
    assert!(!database.notice(1, NOW).await);
}

/// A bounce weighs less than what somebody said. Of two things that somebody said, a complaint weighs more.
#[tokio::test]
async fn a_bounce_replaces_nothing_and_a_complaint_replaces_all() {
    use MailStop::{Bounced, Complained, Refused};
    for (first, then, stays) in [
        (Bounced, Bounced, (Bounced, 1)),
        (Bounced, Refused, (Refused, 2)),
        (Bounced, Complained, (Complained, 2)),
        (Refused, Bounced, (Refused, 1)),
        (Refused, Refused, (Refused, 1)),
        (Refused, Complained, (Complained, 2)),
        (Complained, Bounced, (Complained, 1)),
        (Complained, Refused, (Complained, 1)),
        (Complained, Complained, (Complained, 1)),
    ] {
        let database = Database::start();
        for (why, later) in [(first, 1), (then, 2)] {
            database.pledges.stop_mail(mailbox(), why, NOW + minutes(later)).await.unwrap();
        }
        let known = database.pledges.mail_record(mailbox(), NOW + days(20)).await.unwrap().unwrap();
        let (why, since) = stays;
        assert_eq!((known.mails, known.stopped), (0, Some((why, NOW + minutes(since)))), "{first:?} {then:?}");
    }
}

/// A person who refused our mail can take that back from their mailbox. They can take back neither a bounce nor a complaint.
#[tokio::test]
async fn a_refusal_is_taken_back_by_its_mailbox_and_nothing_else_is() {
    for (why, after) in [
        (MailStop::Refused, Charge::Charged),
        (MailStop::Bounced, Charge::Stopped),
        (MailStop::Complained, Charge::Stopped),
    ] {
        let database = Database::start();
        database.pledges.accept_mail(mailbox(), NOW).await.unwrap();
        assert_eq!(database.items("Pledges", "A#").len(), 0, "there is nothing to take back");
        database.pledges.stop_mail(mailbox(), why, NOW).await.unwrap();
        if why == MailStop::Refused {
            database.wire.break_next(1, "PutItem", Fault::LoseReply);
        }
        for _ in 0..2 {
            database.pledges.accept_mail(mailbox(), NOW + days(1)).await.unwrap();
        }
        assert_eq!(database.ask(1, NOW + days(1)).await, after, "{why:?}");
        if why == MailStop::Refused {
            assert!(database.stored().get("expires_at").is_some(), "it is forgotten as any other is");
        }
    }
}

#[tokio::test]
async fn a_lost_reply_to_a_stop_stops_once() {
    let database = Database::start();
    database.wire.break_next(1, "PutItem", Fault::LoseReply);
    database.pledges.stop_mail(mailbox(), MailStop::Bounced, NOW).await.unwrap();
    assert_eq!(database.wire.take_faults(), 1);
    assert_eq!(database.ask(1, NOW).await, Charge::Stopped);
}
