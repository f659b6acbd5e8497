//! Weekly digests on their way to the offices of Members of Parliament.

use domain::campaign::published::Part;
use domain::mail::correspondence::{Correspondent, Mark, MarkId};
use domain::mail::digest::{DigestId, DigestNumbers, DigestOutcome, DigestRun, RunStage};
use domain::mail::email::EmailAddress;
use domain::office::audit::{Action, Entry};
use store::{Change, MailClass, Publishing};

use crate::bounced;
use crate::desk::{Desk, Smtp};

/// Two ridings whose Members of Parliament have email addresses, and one whose Member has none.
const RIDINGS: [u32; 3] = [35079, 24065, 24018];

fn member(riding: u32) -> String {
    ridings::first_roster().member(riding.try_into().unwrap()).unwrap().email.clone().unwrap().to_string()
}

fn id(riding: u32) -> DigestId {
    DigestId { week: "2026-W48".parse().unwrap(), riding: riding.try_into().unwrap() }
}

fn entry(desk: &Desk, action: Action) -> Entry {
    let by = EmailAddress::parse("organizer@example.org").unwrap();
    Entry { at: desk.clock.now(), by, action, about: String::new(), reason: String::new() }
}

/// Has an organizer ask for the digests of the first ridings.
async fn ask(desk: &Desk, ridings: usize) -> bool {
    let numbers = DigestNumbers { before: 90, count: 1_237, milestone: Some(1_000) };
    let run = DigestRun {
        week: id(RIDINGS[0]).week,
        as_of: desk.clock.now(),
        by: EmailAddress::parse("organizer@example.org").unwrap(),
        stage: RunStage::Asked,
        ridings: RIDINGS[..ridings].iter().map(|riding| (id(*riding).riding, numbers)).collect(),
    };
    desk.office.ask_digests(&run, &entry(desk, Action::DigestsSent)).await.unwrap()
}

async fn outcomes(desk: &Desk) -> Vec<Option<DigestOutcome>> {
    desk.pledges.digests_of(id(RIDINGS[0]).week).await.unwrap().into_values().collect()
}

#[tokio::test]
async fn each_digest_leaves_once_and_the_decision_is_forgotten_when_all_have_left() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    assert!(ask(&desk, 3).await && !ask(&desk, 3).await, "this week's are being sent");
    for _ in 0..3 {
        desk.mailer.send_due().await.unwrap();
        desk.pass(1);
    }
    let mut taken = server.taken();
    taken.sort();
    let mut members = [member(RIDINGS[0]), member(RIDINGS[1])];
    members.sort_unstable();
    assert_eq!(taken, members);
    let sent = Some(DigestOutcome::Sent);
    assert_eq!(outcomes(&desk).await, [Some(DigestOutcome::NotSent), sent, sent], "an address is never guessed");
    assert_eq!((desk.office.digest_runs().await.unwrap().len(), desk.owed(MailClass::Letter)), (0, 0));
    // Another decision in the same week sends nothing again.
    assert!(ask(&desk, 2).await);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(server.taken().len(), 2);
    assert!(desk.items("A#").is_empty(), "no address is charged for it");
}

/// A mailer that has just started knows the Members of the campaign's folder alone, and no links to offices' pages.
#[tokio::test]
async fn while_nobody_can_read_what_a_digest_says_it_waits() {
    for part in [Part::Edition, Part::Members, Part::Offices] {
        let server = Smtp::start().await;
        let mut desk = Desk::with_smtp(&server).await;
        let published = entry(&desk, Action::EditionPublished);
        let change = Change { part, from: 0, content: "[".to_owned() };
        assert_eq!(desk.office.publish(&change, &published).await.unwrap(), Publishing::Done(1));
        desk.start_again().await;
        assert!(ask(&desk, 1).await);
        desk.mailer.send_due().await.unwrap();
        assert_eq!((server.taken().len(), desk.owed(MailClass::Letter)), (0, 1), "{part}");
    }
}

#[tokio::test]
async fn a_digest_that_is_not_taken_waits_and_can_still_be_taken_back() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    server.answer(&member(RIDINGS[0]), "451 4.7.1 come back later");
    ask(&desk, 2).await;
    desk.mailer.send_due().await.unwrap();
    assert_eq!((server.taken(), desk.owed(MailClass::Letter)), (vec![member(RIDINGS[1])], 1));
    let back = entry(&desk, Action::DigestsTakenBack);
    assert!(desk.office.take_back_digests(id(RIDINGS[0]).week, &back).await.unwrap());
    server.answer(&member(RIDINGS[0]), "250 fine");
    for _ in 0..2 {
        desk.pass(61);
        desk.mailer.send_due().await.unwrap();
    }
    assert_eq!(server.taken().len(), 1, "what was taken back is not sent");
    assert_eq!(outcomes(&desk).await, [Some(DigestOutcome::Sent)]);
    assert!(desk.office.digest_runs().await.unwrap().is_empty());
    assert!(!desk.office.take_back_digests(id(RIDINGS[0]).week, &back).await.unwrap());
}

#[tokio::test]
async fn a_bounce_is_noted_and_the_next_weeks_digest_is_not_sent() {
    let desk = Desk::start().await;
    ask(&desk, 1).await;
    desk.mailer.send_due().await.unwrap();
    assert_eq!(desk.mails().len(), 1);
    desk.told(&[bounced("Permanent", &member(RIDINGS[0]))]).await.unwrap();
    let to = Correspondent::Member(id(RIDINGS[0]).riding);
    assert!(desk.office.mark(MarkId { to, mark: Mark::Bounced }).await.unwrap().is_some());
    let week = "2026-W49".parse().unwrap();
    let numbers = DigestNumbers { before: 1, count: 2, milestone: None };
    let run = DigestRun {
        week,
        as_of: desk.clock.now(),
        by: EmailAddress::parse("organizer@example.org").unwrap(),
        stage: RunStage::Asked,
        ridings: [(id(RIDINGS[0]).riding, numbers)].into(),
    };
    desk.pass(1);
    assert!(desk.office.ask_digests(&run, &entry(&desk, Action::DigestsSent)).await.unwrap());
    desk.mailer.send_due().await.unwrap();
    assert_eq!(desk.mails().len(), 1);
    let outcomes = desk.pledges.digests_of(week).await.unwrap();
    assert_eq!(outcomes.into_values().collect::<Vec<_>>(), [Some(DigestOutcome::Refused)]);
}
