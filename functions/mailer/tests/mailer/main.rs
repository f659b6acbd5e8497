//! Who gets which mail, once, whatever the stream delivers again and whatever the mail provider does.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod desk;
mod flood;

use desk::{Desk, Form, SITE_URL, Smtp, farewell_key, form, form_key};

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

/// Invariant 9: whoever asks.
#[tokio::test]
async fn an_address_gets_four_asks_and_what_comes_after_is_deleted_unsent() {
    let desk = Desk::start().await;
    for number in 1..=6 {
        let marie = form(number, "Marie");
        desk.submit(marie).await;
        assert_eq!(desk.deliver_form(marie).await, None);
        desk.pass(11);
    }
    assert_eq!((desk.mails().len(), desk.charged()), (4, 4));
    assert_eq!(desk.items("S#").len(), 4);
}

/// Invariant 9: a couple at one table gets two mails, ten minutes apart; one person who sends twice gets one.
#[tokio::test]
async fn a_second_person_waits_and_a_second_form_is_dropped() {
    let desk = Desk::start().await;
    let (marie, jean, again) = (form(1, "Marie"), form(2, "Jean"), form(3, "MARIE"));
    for form in [marie, jean, again] {
        desk.submit(form).await;
    }
    assert_eq!(desk.deliver(&[marie, jean, again].map(form_key)).await, None);
    assert_eq!(desk.mails().len(), 1);
    assert!(desk.pledges.submission(again.id()).await.unwrap().is_none(), "she has a link");
    desk.pass(9);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(desk.mails().len(), 1);
    desk.pass(1);
    desk.mailer.send_due().await.unwrap();
    assert!(desk.mail("confirm", jean).is_some());
    assert!(desk.items("D#").is_empty());
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

/// Invariant 4: the mail alone tells, and in the words of the pledge that is counted.
#[tokio::test]
async fn whoever_signs_at_a_taken_address_the_counted_person_is_told() {
    let desk = Desk::start().await;
    let marie = form(1, "Marie");
    desk.submit(marie).await;
    desk.deliver_form(marie).await;
    desk.confirm(marie).await;
    desk.deliver(&[desk.signer_key(marie)]).await;
    let thanks = desk.mail("confirmed", marie).unwrap();
    let strangers = Form { postal_code: "H2G 1A1", ..form(2, "Mallory") };
    for asking in [strangers, form(3, "Marie")] {
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

/// When nothing can be sent, the first record says so and those after it are left for the next time.
#[tokio::test]
async fn a_provider_that_is_away_stops_the_batch_at_its_first_record() {
    let desk = Desk::start().await;
    let (marie, paul) = (form(1, "Marie"), Form { email: "paul@example.org", ..form(2, "Paul") });
    desk.submit(marie).await;
    desk.submit(paul).await;
    let gone = form_key(form(9, "Nobody"));
    let records = [gone, form_key(marie), form_key(paul)];
    desk.break_folder();
    assert_eq!(desk.deliver(&records).await, Some(1));
    desk.mend_folder();
    assert_eq!(desk.deliver(&records[1..]).await, None);
    assert_eq!(desk.mails().len(), 2);
}

/// Invariant 9, from the other side: tries are not mails. The thank-you has the only link to withdraw with.
#[tokio::test]
async fn an_outage_does_not_use_up_the_mails_of_an_address() {
    let desk = Desk::start().await;
    let marie = form(1, "Marie");
    desk.submit(marie).await;
    desk.deliver_form(marie).await;
    let claims = desk.confirm(marie).await;
    desk.break_folder();
    for _ in 0..8 {
        assert_eq!(desk.deliver(&[desk.signer_key(marie)]).await, Some(0));
    }
    assert_eq!((desk.charged(), desk.items("S#").len()), (2, 1));
    desk.mend_folder();
    assert_eq!(desk.deliver(&[desk.signer_key(marie)]).await, None);
    assert!(desk.mail("confirmed", marie).is_some());

    desk.pledges.withdraw(&claims, desk.clock.now(), 0).await.unwrap();
    desk.break_folder();
    for _ in 0..8 {
        assert_eq!(desk.deliver(&[farewell_key(marie)]).await, Some(0));
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

/// A server that asks one recipient's mail to come back later (greylisting) holds up nobody else.
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

    desk.pass(1);
    desk.mailer.send_due().await.unwrap();
    assert_eq!((server.taken().len(), desk.items("D#").len()), (1, 1), "it waits once more");
    server.answer("roy@example.org", "250 fine");
    desk.pass(1);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(server.taken(), ["paul@example.org", "roy@example.org"]);
    assert!(desk.items("D#").is_empty());

    desk.confirm(marie).await;
    server.answer("roy@example.org", "452 4.2.2 mailbox full");
    assert_eq!(desk.deliver(&[desk.signer_key(marie)]).await, None);
    assert_eq!(desk.items("S#").len(), 2, "the thanks are still owed");
    server.answer("roy@example.org", "250 fine");
    desk.pass(10);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(server.taken().len(), 3);
    assert_eq!((desk.items("S#").len(), desk.items("D#").len()), (1, 0));
}

#[tokio::test]
async fn a_form_that_cannot_be_read_holds_up_none_that_are_due() {
    let desk = Desk::start().await;
    let (broken, jean) = (form(1, "Marie"), form(2, "Jean"));
    desk.submit(jean).await;
    desk.corrupt(broken);
    for form in [broken, jean] {
        desk.pledges.defer(form.id(), desk.clock.now()).await.unwrap();
        desk.pass(1);
    }
    desk.mailer.send_due().await.unwrap_err();
    assert!(desk.mail("confirm", jean).is_some());
    assert_eq!(desk.items("D#").len(), 1, "the operator can see it");
}
