//! Letters on their way to Members of Parliament.

use domain::letter::{Addressee, LetterId, LetterText};
use domain::locale::Locale;
use domain::token::Claims;
use store::{LETTER_DAYS, LetterState, Queued, QueuedLetter};

use crate::desk::{Desk, Form, Smtp, form, form_key};

/// Whose member has an address, and whose has none.
const RIDING: u32 = 35079;

fn member() -> &'static str {
    ridings::member(RIDING.try_into().unwrap()).unwrap().email.unwrap()
}

/// Somebody is counted and has their letter sent; the stream's record of it is not delivered yet.
async fn letter(desk: &Desk, form: Form) -> (LetterId, (String, &'static str)) {
    desk.submit(form).await;
    let claims: Claims = desk.confirm(form).await;
    let letter = QueuedLetter {
        text: LetterText::parse("Please lead.\n\nMarie").unwrap(),
        locale: Locale::En,
        riding: RIDING.try_into().unwrap(),
        asked_at: desk.clock.now(),
    };
    let queued = desk.pledges.queue_letter(&claims, Addressee::Member, &letter, 0).await.unwrap();
    assert_eq!(queued, Queued::There(LetterState::Waiting));
    let id = LetterId { signer: claims.signer, submission: claims.submission, addressee: Addressee::Member };
    let [item] = desk.items("T#").try_into().unwrap();
    let text = |name: &str| item[name]["S"].as_str().unwrap().to_owned();
    (id, (text("pk"), text("sk").leak()))
}

#[tokio::test]
async fn a_record_that_comes_again_sends_no_second_letter() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    let (id, key) = letter(&desk, form(1, "Marie")).await;
    for _ in 0..3 {
        assert_eq!(desk.deliver(std::slice::from_ref(&key)).await, None);
    }
    assert_eq!(server.taken(), [member()]);
    assert_eq!(desk.pledges.letter_state(&id).await, Ok(Some(LetterState::Sent)));
    assert!(desk.items("T#")[0].get("letter").is_none(), "what it said is gone");
    assert!(desk.items("A#").is_empty(), "no address is charged for it");
}

/// All members share one mail server: its bad hour holds up nobody's own mail, and a letter is not tried for ever.
#[tokio::test]
async fn a_letter_that_is_not_taken_waits_apart_and_is_given_up_after_days() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    let (id, key) = letter(&desk, form(1, "Marie")).await;
    server.answer(member(), "451 4.7.1 come back later");
    let paul = Form { email: "paul@example.org", ..form(2, "Paul") };
    desk.submit(paul).await;
    assert_eq!(desk.deliver(&[key, form_key(paul)]).await, None);
    assert_eq!(server.taken(), ["paul@example.org"]);
    assert_eq!(desk.items("U#").len(), 1);

    desk.pass(1);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(desk.items("U#").len(), 1, "it is not due yet");
    for _ in 0..40 {
        desk.pass(6 * 60);
        desk.mailer.send_due().await.unwrap();
        assert!(desk.items("U#").len() <= 1, "it waits once");
    }
    const { assert!(40 * 6 > 24 * LETTER_DAYS) };
    assert_eq!(desk.pledges.letter_state(&id).await, Ok(Some(LetterState::Refused)));
    assert!(desk.items("U#").is_empty() && desk.items("T#")[0].get("letter").is_none());
    assert!(server.taken().iter().all(|to| to == "paul@example.org"), "the member's server took none");
}

#[tokio::test]
async fn a_postponed_letter_is_sent_once_the_server_takes_it() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    let (id, key) = letter(&desk, form(1, "Marie")).await;
    server.answer(member(), "451 4.7.1 come back later");
    assert_eq!(desk.deliver(&[key]).await, None);
    server.answer(member(), "250 fine");
    desk.pass(3);
    desk.mailer.send_due().await.unwrap();
    desk.pass(24 * 60);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(server.taken(), [member()]);
    assert_eq!(desk.pledges.letter_state(&id).await, Ok(Some(LetterState::Sent)));
}

#[tokio::test]
async fn an_address_that_takes_no_mail_is_told_to_the_letters_writer() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    let (id, key) = letter(&desk, form(1, "Marie")).await;
    server.answer(member(), "550 5.1.1 no such user");
    assert_eq!(desk.deliver(&[key]).await, None);
    assert_eq!(desk.pledges.letter_state(&id).await, Ok(Some(LetterState::Refused)));
}

#[tokio::test]
async fn a_letter_of_somebody_who_withdrew_is_not_sent() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    let marie = form(1, "Marie");
    let (id, key) = letter(&desk, marie).await;
    server.answer(member(), "451 4.7.1 come back later");
    assert_eq!(desk.deliver(std::slice::from_ref(&key)).await, None);
    let mailbox = desk.owner(marie).mailbox;
    let claims = Claims { signer: id.signer, mailbox, submission: id.submission, expires_at: desk.clock.now() };
    assert_eq!(desk.pledges.withdraw(&claims, desk.clock.now(), 0).await, Ok(true));
    assert!(desk.items("T#").is_empty());
    server.answer(member(), "250 fine");
    desk.pass(60);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(desk.deliver(&[key]).await, None);
    assert!(server.taken().is_empty() && desk.items("T#").is_empty() && desk.items("U#").is_empty());
}
