//! Each mail reaches its person once, even if the stream delivers again or the mail provider fails.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod desk;
mod digests;
mod flood;
mod letters;
mod metrics;

use desk::{Desk, Form, SITE_URL, Ses, Smtp, farewell_key, form, form_key};
use domain::ids::NetworkCode;
use jiff::{SignedDuration, Timestamp};
use metrics::Metrics;
use store::{MailClass, StreamKey, When};

fn link(mail: &serde_json::Value) -> &str {
    mail["links"][0].as_str().unwrap()
}

#[tokio::test]
async fn a_record_that_comes_again_makes_the_same_mail_and_is_charged_once() {
    let desk = Desk::start().await;
    let marie = form(1, "Marie");
    desk.submit(marie).await;
    assert_eq!(desk.deliver_form(marie).await, None);
    let first = desk.mail("confirm", marie).unwrap();
    assert!(link(&first).starts_with(&format!("{SITE_URL}/en/confirm?token=")));
    assert_eq!(desk.deliver_form(marie).await, None);
    assert_eq!(desk.mail("confirm", marie).unwrap(), first);
    assert_eq!((desk.mails().len(), desk.charged()), (1, 1));
}

#[tokio::test]
async fn what_was_erased_meanwhile_is_never_mailed() {
    let desk = Desk::start().await;
    let (gone, expired) = (form(1, "Marie"), form(2, "Paul"));
    desk.submit(gone).await;
    desk.submit(expired).await;
    desk.pledges.delete_submission(gone.id()).await.unwrap();
    desk.pass(14 * 24 * 60);
    assert_eq!(desk.deliver(&[form_key(gone), form_key(expired), farewell_key(gone)]).await, None);
    assert!(desk.mails().is_empty());
}

/// Invariant 9: the limit holds for everybody who asks. A form without a mail of its own stays: each link of the mailbox
/// leads to the newest form.
#[tokio::test]
async fn a_mailbox_gets_four_asks_and_what_comes_after_waits_behind_their_links() {
    let desk = Desk::start().await;
    for number in 1..=6 {
        let marie = form(number, "Marie");
        desk.submit(marie).await;
        assert_eq!(desk.deliver_form(marie).await, None);
        desk.pass(11);
    }
    assert_eq!((desk.mails().len(), desk.charged()), (4, 4));
    let forms = desk.pledges.forms_of(desk.owner(form(1, "Marie")).mailbox, desk.clock.now()).await.unwrap();
    let newest: Vec<_> = forms.iter().map(|form| form.id).collect();
    assert_eq!(newest, (1..=6).rev().map(|number| form(number, "Marie").id()).collect::<Vec<_>>());
}

/// A1: made-up names and tags take nothing from the owner of a mailbox. After four such forms, the owner's own form is
/// mailed.
#[tokio::test]
async fn forms_of_other_spellings_keep_no_mail_from_a_mailbox() {
    let desk = Desk::start().await;
    let spellings = ["roy+a@example.org", "roy+b@example.org", "roy+c@example.org", "roy+d@example.org"];
    for (number, email) in (1..).zip(spellings) {
        let strangers = Form { email, ..form(number, "Mallory") };
        desk.submit(strangers).await;
        assert_eq!(desk.deliver_form(strangers).await, None);
    }
    let own = form(9, "Marie");
    desk.submit(own).await;
    assert_eq!(desk.deliver_form(own).await, None);
    assert!(desk.mail("confirm", own).is_some());
}

/// Invariant 9: a couple at one table gets two mails, ten minutes apart; one person who sends twice gets one, and keeps both
/// forms.
#[tokio::test]
async fn a_second_person_waits_and_a_second_form_is_behind_the_first_ones_link() {
    let desk = Desk::start().await;
    let (marie, jean, again) = (form(1, "Marie"), form(2, "Jean"), form(3, "MARIE"));
    for form in [marie, again, jean] {
        desk.submit(form).await;
    }
    assert_eq!(desk.deliver(&[marie, again, jean].map(form_key)).await, None);
    assert_eq!((desk.mails().len(), desk.owed(MailClass::First)), (1, 1), "only Jean's waits");
    assert!(desk.pledges.submission(again.id()).await.unwrap().is_some());
    desk.pass(9);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(desk.mails().len(), 1);
    desk.pass(1);
    desk.mailer.send_due().await.unwrap();
    assert!(desk.mail("confirm", jean).is_some() && desk.mail("confirm", again).is_none());
    assert_eq!(desk.owed(MailClass::First), 0);
}

/// The mail has the code beside the link for as long as the code works.
#[tokio::test]
async fn a_confirm_mail_has_a_code_for_a_quarter_of_an_hour() {
    let desk = Desk::start().await;
    let (prompt, late) = (form(1, "Marie"), Form { email: "late@example.org", ..form(2, "Jean") });
    desk.submit(prompt).await;
    desk.submit(late).await;
    desk.deliver_form(prompt).await;
    desk.pass(15);
    desk.mailer.send_due().await.unwrap();
    let lines = |form| {
        let mail = desk.mail("confirm", form).unwrap();
        let text = mail["text"].as_str().unwrap().to_owned();
        text.lines().filter(|line| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit())).count()
    };
    assert_eq!((lines(prompt), lines(late)), (1, 0));
}

/// Somebody who asked us not to write gets no mail until they take that back. No form is kept in their name.
#[tokio::test]
async fn a_mailbox_that_refused_mail_gets_none_until_it_takes_that_back() {
    let desk = Desk::start().await;
    let (first, second) = (form(1, "Marie"), form(2, "Jean"));
    let mailbox = desk.owner(first).mailbox;
    desk.pledges.stop_mail(mailbox, store::MailStop::Refused, desk.clock.now()).await.unwrap();
    desk.submit(first).await;
    desk.deliver_form(first).await;
    desk.pass(60 * 24 * 40);
    assert!(desk.mails().is_empty() && desk.items("S#").is_empty());
    desk.pledges.accept_mail(mailbox, desk.clock.now()).await.unwrap();
    desk.submit(second).await;
    desk.deliver_form(second).await;
    assert!(desk.mail("confirm", second).is_some());
}

/// Items outlive their expiry for hours in DynamoDB: a form whose link is dead is no reason to drop a new one.
#[tokio::test]
async fn an_expired_form_gives_nobody_a_link() {
    let desk = Desk::start().await;
    let (old, jean, new) = (form(1, "Marie"), form(2, "Jean"), form(3, "Marie"));
    desk.submit(old).await;
    desk.deliver_form(old).await;
    desk.pass(14 * 24 * 60);
    desk.submit(jean).await;
    desk.deliver_form(jean).await;
    desk.submit(new).await;
    desk.deliver_form(new).await;
    desk.pass(10);
    desk.mailer.send_due().await.unwrap();
    assert!(desk.mail("confirm", new).is_some());
}

#[tokio::test]
async fn thanks_come_once_and_take_the_form_with_them() {
    let desk = Desk::start().await;
    let marie = form(1, "Marie");
    desk.submit(marie).await;
    desk.deliver_form(marie).await;
    desk.confirm(marie).await;
    let counted = desk.signer_key(marie);
    assert_eq!(desk.deliver(&[counted.clone(), form_key(marie), counted]).await, None);
    let thanks = desk.mail("confirmed", marie).unwrap();
    assert!(link(&thanks).starts_with(&format!("{SITE_URL}/en/my-pledge?token=")));
    assert!(thanks["text"].as_str().unwrap().contains("Ottawa Centre"));
    assert_eq!((desk.mails().len(), desk.charged(), desk.items("S#").len()), (2, 2, 0));
}

/// Invariant 4: only a mail says that somebody is counted already. It speaks of the counted pledge, not of the new form.
#[tokio::test]
async fn whoever_signs_at_a_taken_address_the_counted_person_is_told() {
    let strangers = Form { postal_code: "H2G 1A1", ..form(2, "Mallory") };
    for asking in [strangers, form(2, "Marie")] {
        let desk = Desk::start().await;
        let marie = form(1, "Marie");
        desk.submit(marie).await;
        desk.deliver_form(marie).await;
        desk.confirm(marie).await;
        desk.deliver(&[desk.signer_key(marie)]).await;
        let thanks = desk.mail("confirmed", marie).unwrap();
        desk.pass(11);
        desk.submit(asking).await;
        assert_eq!(desk.deliver_form(asking).await, None);
        let told = desk.mail("already-counted", asking).unwrap();
        assert_eq!(link(&told), link(&thanks));
        let text = told["text"].as_str().unwrap();
        assert!(text.contains("Hello Marie,") && !text.contains("Mallory"), "{text}");
        assert!(desk.pledges.submission(asking.id()).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn who_withdrew_is_told_once_and_then_forgotten() {
    let desk = Desk::start().await;
    let marie = form(1, "Marie");
    desk.submit(marie).await;
    desk.deliver_form(marie).await;
    let claims = desk.confirm(marie).await;
    desk.deliver(&[desk.signer_key(marie)]).await;
    assert!(desk.pledges.withdraw(&claims, desk.clock.now(), 0).await.unwrap());
    assert_eq!(desk.deliver(&[farewell_key(marie), farewell_key(marie)]).await, None);
    assert_eq!(link(&desk.mail("withdrawn", marie).unwrap()), format!("{SITE_URL}/en"));
    assert_eq!((desk.charged(), desk.items("W#").len()), (3, 0));
}

/// No record waits in the stream while nothing can be sent. The minute's round sends owed mails once the provider is back.
#[tokio::test]
async fn what_a_provider_that_is_away_does_not_take_stays_owed() {
    let desk = Desk::start().await;
    let (marie, paul) = (form(1, "Marie"), Form { email: "paul@example.org", ..form(2, "Paul") });
    desk.submit(marie).await;
    desk.submit(paul).await;
    let gone = form_key(form(9, "Nobody"));
    let records = [gone, form_key(marie), form_key(paul)];
    desk.break_folder();
    assert_eq!(desk.deliver(&records).await, None);
    desk.pass(2);
    desk.mailer.send_due().await.unwrap_err();
    assert_eq!(desk.owed(MailClass::First), 2);
    desk.pass(30 * 60);
    desk.mend_folder();
    desk.mailer.send_due().await.unwrap();
    assert_eq!((desk.mails().len(), desk.owed(MailClass::First)), (2, 0));
}

/// Invariant 9, from the other side: a failed try is not counted as a mail. The thank-you has the only link to withdraw
/// with.
#[tokio::test]
async fn an_outage_does_not_use_up_the_mails_of_an_address() {
    let desk = Desk::start().await;
    let marie = form(1, "Marie");
    desk.submit(marie).await;
    desk.deliver_form(marie).await;
    let claims = desk.confirm(marie).await;
    desk.break_folder();
    for _ in 0..8 {
        assert_eq!(desk.deliver(&[desk.signer_key(marie)]).await, None);
    }
    assert_eq!((desk.charged(), desk.owed(MailClass::Thanks)), (2, 1));
    desk.mend_folder();
    assert_eq!(desk.deliver(&[desk.signer_key(marie)]).await, None);
    assert!(desk.mail("confirmed", marie).is_some());

    desk.pledges.withdraw(&claims, desk.clock.now(), 0).await.unwrap();
    desk.break_folder();
    for _ in 0..8 {
        assert_eq!(desk.deliver(&[farewell_key(marie)]).await, None);
    }
    desk.mend_folder();
    assert_eq!(desk.deliver(&[farewell_key(marie)]).await, None);
    assert!(desk.mail("withdrawn", marie).is_some());
    assert_eq!(desk.charged(), 3);
}

#[tokio::test]
async fn an_address_that_takes_no_mail_is_given_up_and_its_form_deleted() {
    let server = Smtp::start().await;
    server.answer("roy@example.org", "550 5.1.1 no such user");
    let desk = Desk::with_smtp(&server).await;
    let (marie, paul) = (form(1, "Marie"), Form { email: "paul@example.org", ..form(2, "Paul") });
    desk.submit(marie).await;
    desk.submit(paul).await;
    assert_eq!(desk.deliver(&[form_key(marie), form_key(paul)]).await, None);
    assert_eq!(server.taken(), ["paul@example.org"]);
    assert!(desk.pledges.submission(marie.id()).await.unwrap().is_none());
}

/// One recipient's server that takes mail only later (greylisting) delays nobody else's mail.
#[tokio::test]
async fn a_mail_that_is_not_taken_now_waits_apart() {
    let server = Smtp::start().await;
    server.answer("roy@example.org", "451 4.7.1 come back later");
    let desk = Desk::with_smtp(&server).await;
    let (marie, paul) = (form(1, "Marie"), Form { email: "paul@example.org", ..form(2, "Paul") });
    desk.submit(marie).await;
    desk.submit(paul).await;
    assert_eq!(desk.deliver(&[form_key(marie), form_key(paul)]).await, None);
    assert_eq!(server.taken(), ["paul@example.org"]);

    desk.pass(2);
    desk.mailer.send_due().await.unwrap();
    assert_eq!((server.taken().len(), desk.owed(MailClass::First)), (1, 1), "it waits once more");
    server.answer("roy@example.org", "250 fine");
    desk.pass(3);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(server.taken(), ["paul@example.org", "roy@example.org"]);
    assert_eq!(desk.owed(MailClass::First), 0);

    desk.confirm(marie).await;
    server.answer("roy@example.org", "452 4.2.2 mailbox full");
    assert_eq!(desk.deliver(&[desk.signer_key(marie)]).await, None);
    assert_eq!(desk.owed(MailClass::Thanks), 1, "the thanks are still owed");
    server.answer("roy@example.org", "250 fine");
    desk.pass(10);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(server.taken().len(), 3);
    assert_eq!((desk.items("S#").len(), desk.owed(MailClass::Thanks)), (1, 0));
}

#[tokio::test]
async fn a_form_that_cannot_be_read_holds_up_none_that_are_due() {
    let desk = Desk::start().await;
    let (broken, jean) = (form(1, "Marie"), form(2, "Jean"));
    desk.submit(broken).await;
    desk.corrupt(broken);
    desk.submit(jean).await;
    desk.pass(2);
    desk.mailer.send_due().await.unwrap();
    assert!(desk.mail("confirm", jean).is_some());
    assert_eq!(desk.items("S#").len(), 2, "the operator can see it");
}

/// A faulty release is rolled back, and its form can be read again: the next day, its first mail goes.
#[tokio::test]
async fn a_form_that_was_passed_over_gets_its_first_mail_when_it_can_be_read_again() {
    for by_the_stream in [true, false] {
        let desk = Desk::start().await;
        let metrics = Metrics::note();
        let marie = form(1, "Marie");
        desk.submit(marie).await;
        desk.corrupt(marie);
        if by_the_stream {
            desk.deliver_form(marie).await;
        } else {
            desk.pass(2);
            desk.mailer.send_due().await.unwrap();
        }
        assert_eq!((metrics.take("RecordsPassedOver"), desk.owed(MailClass::First)), (vec![1.0], 1));
        desk.repair(marie);
        for _ in 0..3 {
            desk.pass(24 * 60);
            desk.mailer.send_due().await.unwrap();
        }
        let kinds: Vec<_> = desk.mails().into_values().map(|mail| mail["kind"].clone()).collect();
        assert_eq!(kinds, ["confirm", "reminder"]);
    }
}

/// A reminder that was passed over stays a reminder.
#[tokio::test]
async fn a_form_whose_reminder_was_passed_over_is_reminded_once() {
    let desk = Desk::start().await;
    let marie = asked_two_days_ago(&desk).await;
    desk.corrupt(marie);
    desk.mailer.send_due().await.unwrap();
    desk.repair(marie);
    for _ in 0..3 {
        desk.pass(24 * 60);
        desk.mailer.send_due().await.unwrap();
    }
    let kinds: Vec<_> = desk.mails().into_values().map(|mail| mail["kind"].clone()).collect();
    assert_eq!(kinds, ["confirm", "reminder"]);
}

/// After a rollback, the index may list items that only the newer release knows.
#[tokio::test]
async fn an_entry_of_a_kind_that_nobody_knows_holds_up_none_that_are_due() {
    let desk = Desk::start().await;
    let metrics = Metrics::note();
    // They fill the front of each lane.
    for number in 0..200 {
        desk.put_unknown(number, MailClass::First);
    }
    let jean = form(2, "Jean");
    desk.submit(jean).await;
    desk.pass(2);
    desk.mailer.send_due().await.unwrap();
    assert!(desk.mail("confirm", jean).is_some());
    assert_eq!(metrics.take("RecordsPassedOver"), [200.0], "each once in a round");
    assert_eq!(desk.items("?#").len(), 200, "the newer release finds them again");
}

/// SES denies the identity of one recipient, as IAM can: the others get their mails, and the denied one is tried again.
#[tokio::test]
async fn a_recipient_that_ses_denies_holds_up_none_that_are_due() {
    let server = Ses::start().await;
    let desk = Desk::with_ses(&server).await;
    let denied = Form { email: "denied@example.org", ..form(1, "Zoé") };
    let others: Vec<_> = (2..=30).map(|number| Form { email: gmail(number), ..form(number, "Marie") }).collect();
    server.refuse(denied.email, "AccessDeniedException");
    desk.submit(denied).await;
    desk.pass(1);
    for form in &others {
        desk.submit(*form).await;
    }
    desk.pass(2);
    desk.mailer.send_due().await.unwrap();
    assert_eq!((server.taken().len(), desk.owed(MailClass::First)), (29, 1));
    server.refuse(denied.email, "MessageRejected");
    desk.mailer.send_due().await.unwrap();
    assert_eq!(desk.owed(MailClass::First), 1, "it is paused");
    desk.pass(4);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(desk.owed(MailClass::First), 0, "and given up once it is refused for good");
}

/// Very many refused recipients at the front keep others waiting for some minutes only. Too many refusals end a round.
#[tokio::test]
async fn many_recipients_that_ses_denies_hold_up_others_for_minutes_only() {
    let server = Ses::start().await;
    let desk = Desk::with_ses(&server).await;
    let forms: Vec<_> = (1..=100).map(|number| Form { email: gmail(number), ..form(number, "Marie") }).collect();
    for form in &forms[..96] {
        server.refuse(form.email, "AccessDeniedException");
        desk.submit(*form).await;
    }
    desk.pass(1);
    for form in &forms[96..] {
        desk.submit(*form).await;
    }
    let mut minutes = 0;
    while server.taken().len() < 4 {
        desk.pass(1);
        minutes += 1;
        assert!(minutes < 30, "{} of 4 were mailed", server.taken().len());
        desk.mailer.send_due().await.unwrap();
    }
    assert_eq!(desk.owed(MailClass::First), 96);
}

/// A mail that will never be taken says nothing against the provider, so no number of them ends a round.
#[tokio::test]
async fn recipients_that_never_take_mail_hold_up_nobody() {
    let server = Ses::start().await;
    let desk = Desk::with_ses(&server).await;
    let forms: Vec<_> = (1..=30).map(|number| Form { email: gmail(number), ..form(number, "Marie") }).collect();
    let (last, made_up) = forms.split_last().unwrap();
    for form in made_up {
        server.refuse(form.email, "MessageRejected");
        desk.submit(*form).await;
    }
    desk.pass(1);
    desk.submit(*last).await;
    desk.pass(2);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(server.taken(), [last.email]);
}

/// A provider that pauses the account ends the round, and no mail is put off for it.
#[tokio::test]
async fn while_ses_pauses_the_account_every_mail_stays_where_it_is() {
    let server = Ses::start().await;
    let desk = Desk::with_ses(&server).await;
    let forms: Vec<_> = (1..=20).map(|number| Form { email: gmail(number), ..form(number, "Marie") }).collect();
    for form in &forms {
        server.refuse(form.email, "SendingPausedException");
        desk.submit(*form).await;
    }
    desk.pass(2);
    desk.mailer.send_due().await.unwrap_err();
    assert_eq!(
        desk.items("S#").iter().filter(|item| item["owed_at"]["S"] == "2026-11-23T12:02:00.000000000Z").count(),
        20
    );
}

/// The day's quota is the account's: what others sent of it is gone, and `-1` is no limit.
#[tokio::test]
async fn the_accounts_quota_bounds_what_is_sent_in_a_day() {
    for (per_day, sent_by_others, expected) in [(50.0, 30.0, 20 * 85 / 100), (10_000.0, 30.0, 40), (-1.0, 30.0, 40)] {
        let server = Ses::start().await;
        server.grant(14.0, per_day, sent_by_others);
        let desk = Desk::with_ses(&server).await;
        for number in 1..=40 {
            desk.submit(Form { email: gmail(number), ..form(number, "Marie") }).await;
        }
        desk.pass(2);
        desk.mailer.send_due().await.unwrap();
        assert_eq!(server.taken().len(), expected, "of {per_day}");
    }
}

/// The account's rate is kept. While SES does not say what it grants, the settings' rate is.
#[tokio::test]
async fn the_accounts_rate_bounds_what_is_sent_in_a_second() {
    for (granted, expected) in [(Some(2.0), 20), (None, 3)] {
        let server = Ses::start().await;
        if let Some(rate) = granted {
            server.grant(rate, 50_000.0, 0.0);
        }
        let desk = Desk::with_ses(&server).await;
        for number in 1..=40 {
            desk.submit(Form { email: gmail(number), ..form(number, "Marie") }).await;
        }
        desk.pass(2);
        let began = desk.clock.now();
        desk.mailer.send_due().await.unwrap();
        assert_eq!(server.taken().len(), 40);
        let took = desk.clock.now().duration_since(began).as_millis();
        assert_eq!((took + 500) / 1_000, expected, "{took} ms");
    }
}

/// While the provider refuses, the age of the oldest mail says it, however often its next try is put off; and so does the page
/// that people look at after the form.
#[tokio::test]
async fn mails_that_are_refused_for_an_hour_are_seen_to_be_late() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    let (marie, paul, ana) = (
        Form { email: "marie@example.org", ..form(1, "Marie") },
        Form { email: "paul@example.org", ..form(2, "Paul") },
        Form { email: "ana@example.org", ..form(3, "Ana") },
    );
    let behind = async || {
        let since = desk.pledges.mail_pace().await.unwrap().behind;
        since.map(|since| desk.clock.now().duration_since(since).as_mins())
    };
    let metrics = Metrics::note();
    for form in [marie, paul] {
        server.answer(form.email, "451 4.7.1 come back later");
        desk.submit(form).await;
        assert_eq!(desk.deliver_form(form).await, None);
    }
    for minute in 1..=60 {
        desk.pass(1);
        desk.mailer.send_due().await.unwrap();
        assert_eq!((metrics.minutes("OldestMailOwedSeconds"), metrics.take("MailsOwed")), (vec![minute], vec![2.0]));
    }
    assert_eq!(behind().await, Some(60));
    // Another recipient's mail is taken: the refusals concern the others alone, and they stay late.
    desk.submit(ana).await;
    desk.deliver_form(ana).await;
    desk.pass(1);
    desk.mailer.send_due().await.unwrap();
    assert_eq!((metrics.minutes("OldestMailOwedSeconds"), behind().await), (vec![61], None));
    assert_eq!(metrics.take("MailsOwed"), [2.0]);
    // The refused mails go at last, and nothing is late any more.
    for form in [marie, paul] {
        server.answer(form.email, "250 fine");
    }
    desk.pass(6 * 60);
    desk.mailer.send_due().await.unwrap();
    assert_eq!((metrics.take("OldestMailOwedSeconds"), metrics.take("MailsOwed")), (vec![0.0], vec![0.0]));
    assert!(desk.items("S#").iter().all(|item| item.get("owed_since").is_none()), "it is forgotten");
}

/// A mail that waits for its ten minutes is not late, and neither is one that was passed over.
#[tokio::test]
async fn a_mail_that_waits_for_its_time_is_not_late() {
    let desk = Desk::start().await;
    let metrics = Metrics::note();
    let (marie, jean, broken) =
        (form(1, "Marie"), form(2, "Jean"), Form { email: "broken@example.org", ..form(3, "Zoé") });
    for form in [marie, jean, broken] {
        desk.submit(form).await;
    }
    desk.corrupt(broken);
    desk.deliver(&[marie, jean, broken].map(form_key)).await;
    desk.pass(9);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(
        (metrics.take("OldestMailOwedSeconds"), desk.pledges.mail_pace().await.unwrap().behind),
        (vec![0.0], None)
    );
}

/// Reminders wait for hours while organizers pause them, and that hides no other mail.
#[tokio::test]
async fn a_reminder_that_is_paused_is_late_for_nobody() {
    let desk = Desk::start().await;
    let marie = asked_two_days_ago(&desk).await;
    let metrics = Metrics::note();
    desk.pause_reminders();
    desk.pass(5 * 60);
    desk.mailer.send_due().await.unwrap();
    assert!(desk.mail("reminder", marie).is_none());
    assert_eq!((metrics.take("OldestMailOwedSeconds"), metrics.take("MailsOwed")), (vec![0.0], vec![0.0]));
}

/// A few bounces of a few mails are no storm: the breaker does not open, and the alarm stays quiet.
#[tokio::test]
async fn one_bounce_of_five_mails_is_measured_as_none() {
    let desk = Desk::start().await;
    for number in 1..=5 {
        let form = Form { email: gmail(number), ..form(number, "Marie") };
        desk.submit(form).await;
        desk.deliver_form(form).await;
    }
    desk.told(&[bounced("Permanent", gmail(1))]).await.unwrap();
    let metrics = Metrics::note();
    desk.mailer.send_due().await.unwrap();
    assert_eq!(metrics.take("MailBouncePercent"), [0.0]);
}

/// Mails to unproven recipients that wait while mails bounce are late, and the page says it.
#[tokio::test]
async fn mails_that_wait_because_others_bounce_are_seen_to_be_late() {
    let desk = Desk::start().await;
    for number in 0..20 {
        desk.told(&[bounced("Permanent", &format!("nobody{number}@gmail.com"))]).await.unwrap();
    }
    let metrics = Metrics::note();
    for number in 1..=40 {
        let form = Form { email: gmail(number), ..form(number, "Bot") };
        desk.submit(form).await;
        desk.deliver_form(form).await;
    }
    for _ in 0..20 {
        desk.pass(1);
        desk.mailer.send_due().await.unwrap();
    }
    assert_eq!(metrics.minutes("OldestMailOwedSeconds").last(), Some(&20));
    assert!(desk.pledges.mail_pace().await.unwrap().behind.is_some());
}

/// A viral day, a hundredth of its size: more forms than the provider takes mails in three days. Nothing is lost, no quota
/// is exceeded, and people who confirmed are thanked before others are reminded.
#[tokio::test]
async fn forms_beyond_the_days_quota_are_all_mailed_in_the_days_after() {
    const FORMS: u8 = 200;
    const PER_DAY: usize = 60;
    let desk = Desk::with_quota(u32::try_from(PER_DAY).unwrap()).await;
    let forms: Vec<_> = (1..=FORMS).map(|number| Form { email: gmail(number), ..form(number, "Marie") }).collect();
    for form in &forms {
        desk.submit(*form).await;
        desk.deliver_form(*form).await;
    }
    let confirms = || desk.mails().into_values().filter(|mail| mail["kind"] == "confirm").count();
    assert_eq!(confirms(), PER_DAY * 85 / 100, "the rest of the day is for thanks and organizers");
    desk.confirm(forms[0]).await;
    desk.deliver(&[desk.signer_key(forms[0])]).await;
    assert!(desk.mail("confirmed", forms[0]).is_some());
    let mut hours = 0;
    while confirms() < forms.len() {
        desk.pass(60);
        hours += 1;
        assert!(hours < 12 * 24, "{} of {FORMS} are mailed", confirms());
        desk.mailer.send_due().await.unwrap();
    }
    let mut sent: Vec<Timestamp> =
        desk.mails().into_values().map(|mail| mail["at"].as_str().unwrap().parse().unwrap()).collect();
    sent.sort();
    for day in sent.windows(PER_DAY + 1) {
        assert!(day[PER_DAY].duration_since(day[0]) > SignedDuration::from_hours(24), "more than a day's quota");
    }
}

fn gmail(number: u8) -> &'static str {
    format!("p{number}@gmail.com").leak()
}

/// Two senders share one sending rate.
#[tokio::test]
async fn mails_leave_no_faster_than_the_rate() {
    let desk = Desk::start().await;
    let forms: Vec<_> = (1..=40).map(|number| Form { email: gmail(number), ..form(number, "Marie") }).collect();
    for form in &forms {
        desk.submit(*form).await;
    }
    let began = desk.clock.now();
    let keys: Vec<_> = forms.iter().map(|form| form_key(*form)).collect();
    futures::future::join_all(keys.chunks(10).map(|keys| desk.deliver(keys))).await;
    assert_eq!(desk.mails().len(), 40);
    let took = desk.clock.now().duration_since(began);
    // The 40th mail's moment. Each of the four reservations begins at a whole millisecond.
    assert!(took >= SignedDuration::from_millis(39 * 1000 / 14 - 4), "{took:?}");
}

/// The dashboard shows each kind of mail by itself.
#[tokio::test]
async fn mails_are_measured_by_their_kind() {
    let desk = Desk::start().await;
    let metrics = Metrics::note();
    let (marie, paul) = (form(1, "Marie"), Form { email: "paul@example.org", ..form(2, "Paul") });
    for form in [marie, paul] {
        desk.submit(form).await;
        desk.deliver_form(form).await;
    }
    desk.confirm(marie).await;
    desk.deliver(&[desk.signer_key(marie)]).await;
    desk.pass(TWO_DAYS);
    desk.mailer.send_due().await.unwrap();
    let sent =
        ["First", "Thanks", "Reminder"].map(|kind| metrics.take(&format!("{kind}MailsSent")).iter().sum::<f64>());
    assert_eq!(
        (sent, metrics.take("SignInMailsSent"), metrics.take("LetterMailsSent")),
        ([2.0, 1.0, 1.0], vec![], vec![])
    );
}

/// The breaker: when made-up addresses bounce, unproven recipients wait and mails to proven ones go on.
#[tokio::test]
async fn while_mails_bounce_unproven_recipients_wait_and_proven_ones_go_on() {
    let desk = Desk::start().await;
    let network = |byte| Some(NetworkCode::from_bytes([byte; 16]));
    let proven = Form { network: network(1), email: gmail(1), ..form(1, "Marie") };
    desk.submit(proven).await;
    desk.deliver_form(proven).await;
    desk.confirm(proven).await;
    desk.deliver(&[desk.signer_key(proven)]).await;
    for number in 0..20 {
        desk.told(&[bounced("Permanent", &format!("nobody{number}@gmail.com"))]).await.unwrap();
    }
    let neighbour = Form { network: network(1), email: gmail(2), ..form(2, "Jean") };
    let others: Vec<_> =
        (3..=20).map(|number| Form { network: network(number), email: gmail(number), ..form(number, "Bot") }).collect();
    for form in others.iter().chain([&neighbour]) {
        desk.submit(*form).await;
        desk.deliver_form(*form).await;
    }
    let mailed = || others.iter().filter(|form| desk.mail("confirm", **form).is_some()).count();
    assert!(desk.mail("confirm", neighbour).is_some(), "somebody of that network confirmed");
    assert_eq!(mailed(), 0);
    desk.pass(11);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(mailed(), 10, "a few go all the same");
    desk.pass(2 * 60);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(mailed(), 18, "the bounces are over");
}

const TWO_DAYS: i64 = 48 * 60;

/// Asks Marie, and lets 48 hours pass. A minute before their end, no reminder is sent.
async fn asked_two_days_ago(desk: &Desk) -> Form {
    let marie = form(1, "Marie");
    desk.submit(marie).await;
    desk.deliver_form(marie).await;
    desk.pass(TWO_DAYS - 1);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(desk.mails().len(), 1, "it is too soon");
    desk.pass(1);
    marie
}

#[tokio::test]
async fn who_has_not_confirmed_in_two_days_is_reminded_once_with_the_same_link() {
    let desk = Desk::start().await;
    let marie = asked_two_days_ago(&desk).await;
    for _ in 0..3 {
        desk.mailer.send_due().await.unwrap();
        // The stream delivers the form again, which owes nothing any more.
        desk.deliver_form(marie).await;
        desk.pass(TWO_DAYS);
    }
    let (asked, reminded) = (desk.mail("confirm", marie).unwrap(), desk.mail("reminder", marie).unwrap());
    assert_eq!(link(&reminded), link(&asked));
    assert_eq!(reminded["at"], "2026-11-25T12:00:00Z");
    assert_eq!((desk.mails().len(), desk.charged()), (2, 2));
}

#[tokio::test]
async fn nobody_is_reminded_of_what_is_confirmed_erased_or_expired() {
    let desk = Desk::start().await;
    let marie = asked_two_days_ago(&desk).await;
    desk.confirm(marie).await;
    desk.mailer.send_due().await.unwrap();
    assert!(desk.mail("reminder", marie).is_none(), "she is counted, thanked or not");
    assert_eq!(desk.owed(MailClass::Reminder), 0);

    let (gone, late) =
        (Form { email: "gone@example.org", ..form(2, "Paul") }, Form { email: "late@example.org", ..form(3, "Ana") });
    for form in [gone, late] {
        desk.submit(form).await;
        desk.deliver_form(form).await;
    }
    desk.pledges.delete_submission(gone.id()).await.unwrap();
    desk.pass(14 * 24 * 60);
    desk.mailer.send_due().await.unwrap();
    assert!(desk.mail("reminder", gone).is_none() && desk.mail("reminder", late).is_none());
    assert_eq!(desk.owed(MailClass::Reminder), 0);
}

#[tokio::test]
async fn a_reminder_that_is_late_goes_out_until_a_day_before_the_form_ends() {
    for (minutes_before_the_end, goes) in [(24 * 60 + 1, true), (24 * 60, false)] {
        let desk = Desk::start().await;
        let marie = asked_two_days_ago(&desk).await;
        desk.pass(12 * 24 * 60 - minutes_before_the_end);
        desk.mailer.send_due().await.unwrap();
        assert_eq!(desk.mail("reminder", marie).is_some(), goes);
        assert_eq!(desk.owed(MailClass::Reminder), 0);
    }
}

#[tokio::test]
async fn who_signed_again_is_reminded_of_the_newer_form_alone() {
    let desk = Desk::start().await;
    let (first, newer) = (form(1, "Marie"), form(2, "Marie"));
    desk.submit(first).await;
    desk.deliver_form(first).await;
    desk.pass(60);
    desk.submit(newer).await;
    desk.deliver_form(newer).await;
    for _ in 0..2 {
        desk.pass(TWO_DAYS);
        desk.mailer.send_due().await.unwrap();
    }
    assert!(desk.mail("reminder", first).is_none());
    assert!(desk.mail("reminder", newer).is_some());
}

#[tokio::test]
async fn who_is_counted_by_another_form_is_not_reminded_of_the_first() {
    let desk = Desk::start().await;
    let (counted, first) = (form(2, "Marie"), asked_two_days_ago(&desk).await);
    desk.submit(counted).await;
    desk.confirm(counted).await;
    desk.deliver(&[desk.signer_key(counted)]).await;
    desk.mailer.send_due().await.unwrap();
    assert!(desk.mail("reminder", first).is_none());
}

/// The function dies after it sent a reminder and before it noted that. The test takes back what its first run
/// noted, so that it looks like this.
#[tokio::test]
async fn a_crash_between_sending_a_reminder_and_noting_it_sends_no_second() {
    let desk = Desk::start().await;
    let marie = asked_two_days_ago(&desk).await;
    desk.mailer.send_due().await.unwrap();
    let first = desk.mail("reminder", marie).unwrap();
    let owed = When { class: MailClass::Reminder, at: desk.clock.now() };
    desk.pledges.look_again(&StreamKey::Submission(marie.id()), Some(owed)).await.unwrap();
    desk.pass(15);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(desk.mail("reminder", marie), Some(first), "it would have a later date");
    assert_eq!((desk.charged(), desk.owed(MailClass::Reminder)), (2, 0));
}

#[tokio::test]
async fn however_many_run_at_once_one_reminder_leaves() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    let marie = form(1, "Marie");
    desk.submit(marie).await;
    desk.deliver_form(marie).await;
    desk.pass(TWO_DAYS);
    let runs = futures::future::join_all((0..8).map(|_| desk.mailer.send_due())).await;
    assert!(runs.iter().all(|run| matches!(run, Ok(()) | Err(mailer::MailerError::Store(_)))), "{runs:?}");
    assert_eq!(server.taken(), ["roy@example.org"; 2], "the first mail, and one reminder");
    assert_eq!((desk.charged(), desk.owed(MailClass::Reminder)), (2, 0));
}

/// A reminder that was certainly not sent is sent later, by only one of two rounds.
#[tokio::test]
async fn a_reminder_that_no_provider_takes_waits_and_is_charged_once() {
    let desk = Desk::start().await;
    let marie = asked_two_days_ago(&desk).await;
    desk.break_folder();
    for _ in 0..4 {
        desk.mailer.send_due().await.unwrap_err();
        assert_eq!(desk.owed(MailClass::Reminder), 1);
        desk.pass(60);
    }
    desk.mend_folder();
    let both = futures::future::join_all((0..2).map(|_| desk.mailer.send_due())).await;
    assert_eq!(both, [Ok(()), Ok(())]);
    assert!(desk.mail("reminder", marie).is_some());
    assert_eq!((desk.charged(), desk.owed(MailClass::Reminder)), (2, 0));
}

fn ses_event(kind: &str, body: &serde_json::Value) -> String {
    let name = kind.to_lowercase();
    serde_json::json!({ "eventType": kind, name: body, "mail": { "messageId": "x" } }).to_string()
}

pub(crate) fn bounced(kind: &str, address: &str) -> String {
    ses_event("Bounce", &serde_json::json!({ "bounceType": kind, "bouncedRecipients": [{ "emailAddress": address }] }))
}

pub(crate) fn complained(address: &str, about: &str) -> String {
    let recipients = serde_json::json!([{ "emailAddress": address }]);
    let body = serde_json::json!({ "complainedRecipients": recipients, "complaintFeedbackType": about });
    ses_event("Complaint", &body)
}

impl Desk {
    /// Calls the function with messages of the queue.
    pub(crate) async fn told(&self, messages: &[String]) -> Result<serde_json::Value, mailer::MailerError> {
        let record = |(at, body): (usize, &String)| serde_json::json!({ "eventSource": "aws:sqs", "messageId": at.to_string(), "body": body });
        let records: Vec<_> = messages.iter().enumerate().map(record).collect();
        let event = serde_json::from_value(serde_json::json!({ "Records": records })).unwrap();
        self.mailer.answer(event).await
    }
}

#[tokio::test]
async fn a_form_that_cannot_be_read_keeps_no_other_one_waiting() {
    let desk = Desk::start().await;
    let (damaged, marie) = (form(1, "Zoé"), form(2, "Marie"));
    desk.submit(damaged).await;
    desk.corrupt(damaged);
    desk.submit(marie).await;
    assert_eq!(desk.deliver(&[form_key(damaged), form_key(marie)]).await, None, "nothing would come of trying again");
    assert!(desk.mail("confirm", marie).is_some());
    assert_eq!(desk.items("S#").len(), 2, "it stays for the operator to see");
}

/// A bounce of a tagged address does not stop mail to the plain one. Some servers know no tags, so anybody could stop
/// another person's mail with a made-up tag.
#[tokio::test]
async fn a_tag_that_bounced_says_nothing_of_the_address_without_it() {
    let desk = Desk::start().await;
    asked_two_days_ago(&desk).await;
    desk.told(&[bounced("Permanent", "roy+zz@example.org")]).await.unwrap();
    desk.mailer.send_due().await.unwrap();
    assert_eq!(desk.mails().len(), 2, "the reminder goes out");
    desk.told(&[complained("roy+zz@example.org", "abuse")]).await.unwrap();
    let again = form(2, "Marie");
    desk.submit(again).await;
    desk.deliver_form(again).await;
    assert_eq!(desk.mails().len(), 2, "whoever complains did read it");
}

#[tokio::test]
async fn an_address_that_bounced_gets_nothing_more_in_whatever_spelling() {
    let desk = Desk::start().await;
    let marie = asked_two_days_ago(&desk).await;
    desk.told(&[bounced("Permanent", "Roy@EXAMPLE.org")]).await.unwrap();
    desk.mailer.send_due().await.unwrap();
    let again = form(2, "Marie");
    desk.submit(again).await;
    desk.deliver_form(again).await;
    assert_eq!(desk.mails().len(), 1, "neither a reminder nor another link");
    assert!(desk.pledges.submission(again.id()).await.unwrap().is_none(), "nothing is kept that nobody can confirm");
    // The link that did arrive still counts; no thanks are sent for it.
    desk.confirm(marie).await;
    desk.deliver(&[desk.signer_key(marie)]).await;
    assert_eq!((desk.mails().len(), desk.items("S#").len()), (1, 0));
}

/// Invariant 11.
/// A form waits behind no mail that leads to no form, so it is mailed in its turn.
#[tokio::test]
async fn a_form_behind_the_mail_of_somebody_who_counts_is_mailed_all_the_same() {
    let desk = Desk::start().await;
    let marie = form(1, "Marie");
    desk.submit(marie).await;
    desk.deliver_form(marie).await;
    desk.confirm(marie).await;
    desk.deliver(&[desk.signer_key(marie)]).await;
    desk.pass(1);
    let (again, jean) = (form(2, "Marie"), form(3, "Jean"));
    for form in [again, jean] {
        desk.submit(form).await;
        desk.deliver_form(form).await;
    }
    for _ in 0..25 {
        desk.pass(1);
        desk.mailer.send_due().await.unwrap();
    }
    assert!(desk.mail("confirm", jean).is_some());
}

/// A14: of a couple at one address, a person who lost their link asks again and is mailed it.
#[tokio::test]
async fn of_a_couple_whoever_asks_again_is_sent_their_own_link() {
    let desk = Desk::start().await;
    let (marie, jean) = (form(1, "Marie"), form(2, "Jean"));
    for form in [marie, jean] {
        desk.submit(form).await;
        desk.deliver_form(form).await;
        desk.confirm(form).await;
        desk.deliver(&[desk.signer_key(form), desk.second_key(form)]).await;
        desk.pass(11);
    }
    assert_eq!(desk.charged(), 4);
    for (number, name, theirs) in [(3, "Jean", jean), (4, "Marie", marie)] {
        let again = form(number, name);
        desk.submit(again).await;
        desk.deliver_form(again).await;
        let told = desk.mail("already-counted", again);
        assert_eq!(told.is_some(), number == 3, "the fifth mail; a sixth waits until the first is forgotten");
        if let Some(told) = told {
            assert_eq!(link(&told), link(&desk.mail("confirmed", theirs).unwrap()));
        }
        desk.pass(11);
    }
    desk.pass(14 * 24 * 60);
    let later = form(5, "Marie");
    desk.submit(later).await;
    desk.deliver_form(later).await;
    assert_eq!(link(&desk.mail("already-counted", later).unwrap()), link(&desk.mail("confirmed", marie).unwrap()));
}

#[tokio::test]
async fn a_mailbox_that_is_full_for_a_day_is_written_to_again() {
    let desk = Desk::start().await;
    let marie = asked_two_days_ago(&desk).await;
    let retracted = complained("roy@example.org", "not-spam");
    desk.told(&[bounced("Transient", "roy@example.org"), bounced("Undetermined", "roy@example.org"), retracted])
        .await
        .unwrap();
    desk.mailer.send_due().await.unwrap();
    assert!(desk.mail("reminder", marie).is_some());
}

#[tokio::test]
async fn who_complains_gets_no_more_mail_and_no_news_and_stays_counted() {
    let desk = Desk::start().await;
    let marie = form(1, "Marie");
    desk.submit(marie).await;
    desk.deliver_form(marie).await;
    let claims = desk.confirm(marie).await;
    desk.pledges.set_consents(&claims, domain::pledge::consent::Consents::to_updates(true, "1")).await.unwrap();
    desk.told(&[complained("roy@example.org", "abuse")]).await.unwrap();
    let kept = desk.pledges.household(claims.signer).await.unwrap().first.unwrap();
    assert_eq!(kept.draft.consents, domain::pledge::consent::Consents::default());
    desk.deliver(&[desk.signer_key(marie)]).await;
    desk.pledges.withdraw(&claims, desk.clock.now(), 0).await.unwrap();
    desk.deliver(&[farewell_key(marie)]).await;
    assert_eq!((desk.mails().len(), desk.items("W#").len()), (1, 0), "not even a farewell, and nothing is kept of it");
}

#[tokio::test]
async fn a_message_that_cannot_be_read_keeps_no_other_from_being_taken() {
    let desk = Desk::start().await;
    asked_two_days_ago(&desk).await;
    let messages = [
        "Successfully validated SNS topic for Amazon SES event publishing.".to_owned(),
        "no event".to_owned(),
        ses_event("Open", &serde_json::json!({})),
        bounced("Permanent", "not an address"),
        bounced("Permanent", "roy@example.org"),
    ];
    let failed = desk.told(&messages).await.unwrap();
    let failed: Vec<_> =
        failed["batchItemFailures"].as_array().unwrap().iter().map(|failed| failed["itemIdentifier"].clone()).collect();
    assert_eq!(failed, ["1", "2", "3"], "the queue keeps them");
    desk.mailer.send_due().await.unwrap();
    assert_eq!(desk.mails().len(), 1, "the last of them was taken");
}

/// Lambda repeats a failed call. A repeated schedule would run at the same time as the next minute's.
#[tokio::test]
async fn a_schedule_that_comes_a_minute_late_is_left_to_the_next() {
    let desk = Desk::start().await;
    let marie = asked_two_days_ago(&desk).await;
    let minute = |time| {
        let event = serde_json::json!({ "detail-type": "Scheduled Event", "source": "aws.events", "time": time });
        serde_json::from_value::<mailer::Event>(event).unwrap()
    };
    desk.mailer.answer(minute("2026-11-25T11:59:00Z")).await.unwrap();
    assert!(desk.mail("reminder", marie).is_none());
    desk.mailer.answer(minute("2026-11-25T12:00:00Z")).await.unwrap();
    assert!(desk.mail("reminder", marie).is_some());
}
