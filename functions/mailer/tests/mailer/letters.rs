//! Letters on their way to Members of Parliament.

use domain::campaign::members::{Holder, Member, Roster};
use domain::campaign::published::Part;
use domain::ids::RulingId;
use domain::keys::token::Claims;
use domain::locale::Locale;
use domain::mail::correspondence::{
    Correspondent, HELD_LETTER_DAYS, KeptMark, LetterGroup, LetterRuling, Mark, MarkId, Pause, Way,
};
use domain::mail::email::EmailAddress;
use domain::mail::flood::Verdict;
use domain::mail::letter::{Addressee, LetterId, LetterText};
use domain::office::audit::{Action, Entry};
use domain::pledge::Slot;
use store::{
    CAMPAIGN_MAX_AGE, Change, LETTER_DAYS, LetterOutcome, LetterState, MailClass, MailStop, OwedLetter, Publishing,
    StreamKey,
};

use crate::desk::{Desk, Form, Smtp, form, form_key};
use crate::{bounced, complained};

/// A riding whose Member of Parliament has an email address.
const RIDING: u32 = 35079;

fn roster() -> Roster {
    ridings::first_roster()
}

fn member() -> String {
    roster().member(RIDING.try_into().unwrap()).unwrap().email.clone().unwrap().to_string()
}

/// Counts a signer and queues their letter. The stream's record of it is not delivered yet.
async fn letter(desk: &Desk, form: Form) -> (LetterId, (String, &'static str)) {
    desk.submit(form).await;
    let claims: Claims = desk.confirm(form).await;
    // These tests leave out the mails to the signer.
    for key in [StreamKey::Submission(form.id()), StreamKey::Signer(claims.signer, Slot::First)] {
        desk.pledges.look_again(&key, None).await.unwrap();
    }
    let letter = OwedLetter {
        text: LetterText::parse("Please lead.").unwrap(),
        postal_code: None,
        locale: Locale::En,
        riding: RIDING.try_into().unwrap(),
        asked_at: desk.clock.now(),
    };
    let queued = desk.pledges.owe_letter(&claims, Addressee::Member, &letter, 0).await.unwrap();
    assert_eq!(queued, LetterOutcome::Asked(letter.asked_at));
    let id = LetterId { signer: claims.signer, submission: claims.submission, addressee: Addressee::Member };
    let items = desk.items("T#");
    let item = items.iter().find(|item| item["pk"]["S"].as_str().unwrap().ends_with(&id.signer.to_string())).unwrap();
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

/// All members share one mail server. While it takes nothing, supporters' own mails go on, and a letter is not tried for
/// ever.
#[tokio::test]
async fn a_letter_that_is_not_taken_waits_apart_and_is_given_up_after_days() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    let (id, key) = letter(&desk, form(1, "Marie")).await;
    server.answer(&member(), "451 4.7.1 come back later");
    let paul = Form { email: "paul@example.org", ..form(2, "Paul") };
    desk.submit(paul).await;
    assert_eq!(desk.deliver(&[key, form_key(paul)]).await, None);
    assert_eq!(server.taken(), ["paul@example.org"]);
    assert_eq!(desk.owed(MailClass::Letter), 1);

    desk.pass(1);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(desk.owed(MailClass::Letter), 1, "it is not due yet");
    for _ in 0..40 {
        desk.pass(6 * 60);
        desk.mailer.send_due().await.unwrap();
        assert!(desk.owed(MailClass::Letter) <= 1, "it waits once");
    }
    const { assert!(40 * 6 > 24 * LETTER_DAYS) };
    assert_eq!(desk.pledges.letter_state(&id).await, Ok(Some(LetterState::Refused)));
    assert!(desk.owed(MailClass::Letter) == 0 && desk.items("T#")[0].get("letter").is_none());
    assert!(server.taken().iter().all(|to| to == "paul@example.org"), "the member's server took none");
}

#[tokio::test]
async fn a_postponed_letter_is_sent_once_the_server_takes_it() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    let (id, key) = letter(&desk, form(1, "Marie")).await;
    server.answer(&member(), "451 4.7.1 come back later");
    assert_eq!(desk.deliver(&[key]).await, None);
    server.answer(&member(), "250 fine");
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
    server.answer(&member(), "550 5.1.1 no such user");
    assert_eq!(desk.deliver(&[key]).await, None);
    assert_eq!(desk.pledges.letter_state(&id).await, Ok(Some(LetterState::Refused)));
}

#[tokio::test]
async fn a_letter_of_somebody_who_withdrew_is_not_sent() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    let marie = form(1, "Marie");
    let (id, key) = letter(&desk, marie).await;
    server.answer(&member(), "451 4.7.1 come back later");
    assert_eq!(desk.deliver(std::slice::from_ref(&key)).await, None);
    let mailbox = desk.owner(marie).mailbox;
    let claims = Claims { signer: id.signer, mailbox, submission: id.submission, expires_at: desk.clock.now() };
    assert_eq!(desk.pledges.withdraw(&claims, desk.clock.now(), 0).await, Ok(true));
    assert!(desk.items("T#").is_empty());
    server.answer(&member(), "250 fine");
    desk.pass(60);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(desk.deliver(&[key]).await, None);
    assert!(!server.taken().iter().any(|to| *to == member()), "{:?}", server.taken());
    assert!(desk.items("T#").is_empty() && desk.owed(MailClass::Letter) == 0);
}

type Key = (String, &'static str);

fn for_member() -> Correspondent {
    Correspondent::Member(RIDING.try_into().unwrap())
}

fn organizer() -> EmailAddress {
    EmailAddress::parse("organizer@example.org").unwrap()
}

fn entry(desk: &Desk, action: Action) -> Entry {
    Entry { at: desk.clock.now(), by: organizer(), action, about: String::new(), reason: "because".to_owned() }
}

fn kept(mark: Mark, desk: &Desk) -> KeptMark {
    let id = MarkId { to: for_member(), mark };
    let (source, reason) = ("a letter".to_owned(), "they wrote".to_owned());
    KeptMark { id, at: desk.clock.now(), by: Some(organizer()), source, reason, goes_on: false }
}

async fn note(desk: &Desk, mark: Mark) -> MarkId {
    let kept = kept(mark, desk);
    let id = kept.id;
    assert!(desk.office.set_mark(&kept, &roster(), Some(&entry(desk, Action::CorrespondentMarked))).await.unwrap());
    id
}

async fn rule(desk: &Desk, group: LetterGroup, verdict: Verdict) {
    let ruling = LetterRuling { id: RulingId::from_random([3; 16]), group, until: desk.clock.now(), verdict };
    desk.office.open_letter_ruling(&ruling, &entry(desk, Action::LettersReleased)).await.unwrap();
}

async fn pause(desk: &Desk) {
    let pause = Pause { at: desk.clock.now(), by: organizer(), reason: "a flood".to_owned() };
    assert!(desk.office.pause_letters(&pause, &entry(desk, Action::LettersPaused)).await.unwrap());
}

async fn resume(desk: &Desk) {
    assert!(desk.office.resume_letters(&entry(desk, Action::LettersResumed)).await.unwrap());
}

async fn state(desk: &Desk, id: &LetterId) -> LetterState {
    desk.pledges.letter_state(id).await.unwrap().unwrap()
}

/// Queues letters of people at one domain, and delivers the record of each twice.
async fn crowd(desk: &Desk, numbers: std::ops::RangeInclusive<u8>, domain: &str) -> Vec<LetterId> {
    let mut letters = Vec::new();
    for number in numbers {
        let email: &'static str = format!("bot{number}@{domain}").leak();
        let (id, key): (LetterId, Key) = letter(desk, Form { email, ..form(number, "Bot") }).await;
        assert_eq!(desk.deliver(&[key.clone(), key]).await, None);
        letters.push(id);
    }
    letters
}

/// Attack A6, from both sides of each limit.
#[tokio::test]
async fn beyond_a_domains_day_and_a_members_hour_letters_wait_and_each_is_counted_once() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    let bots = crowd(&desk, 1..=4, "bots.example").await;
    assert_eq!((server.taken().len(), desk.items("Y#").len()), (2, 2), "of one domain to one Member in a day");
    crowd(&desk, 5..=7, "gmail.com").await;
    assert_eq!((server.taken().len(), desk.items("Y#").len()), (4, 3), "to one Member in an hour");
    for item in desk.items("Y#") {
        let text = item.to_string();
        assert!(!text.contains("bot1@") && !text.contains("Roy") && !text.contains("Please lead"), "{text}");
    }
    desk.pass(60);
    crowd(&desk, 8..=8, "gmail.com").await;
    assert_eq!(server.taken().len(), 5, "the next hour has room");
    crowd(&desk, 9..=9, "bots.example").await;
    assert_eq!(server.taken().len(), 5, "the day has not");
    assert_eq!(state(&desk, &bots[3]).await, LetterState::Held);
    assert!(desk.items("T#").iter().any(|item| item.get("letter").is_some()), "what waits is kept");
}

#[tokio::test]
async fn what_an_organizer_releases_goes_whatever_the_limits_and_what_they_discard_is_erased() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    let bots = crowd(&desk, 1..=4, "bots.example").await;
    rule(&desk, LetterGroup::MailDomain("bots.example".parse().unwrap()), Verdict::Release).await;
    desk.mailer.send_due().await.unwrap();
    desk.pass(1);
    desk.mailer.send_due().await.unwrap();
    assert_eq!((server.taken().len(), desk.items("Y#").len(), desk.owed(MailClass::Letter)), (4, 0, 0));
    assert_eq!(state(&desk, &bots[3]).await, LetterState::Sent);
    assert!(desk.office.letter_rulings().await.unwrap().is_empty());

    let more = crowd(&desk, 5..=6, "bots.example").await;
    rule(&desk, LetterGroup::To(for_member()), Verdict::Discard).await;
    desk.mailer.send_due().await.unwrap();
    assert_eq!((server.taken().len(), desk.items("Y#").len()), (4, 0));
    assert_eq!(state(&desk, &more[0]).await, LetterState::NotSent);
    assert!(desk.items("T#").iter().all(|item| item.get("letter").is_none()), "no text is left");
    let counts = desk.pledges.letter_counts(10).await.unwrap();
    assert_eq!((counts.sent, counts.waiting), (4, 0));
}

#[tokio::test]
async fn a_pause_stops_every_letter_at_once_and_they_go_on_by_themselves_within_the_limits() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    let (id, key) = letter(&desk, form(1, "Marie")).await;
    server.answer(&member(), "451 4.7.1 come back later");
    assert_eq!(desk.deliver(&[key]).await, None);
    pause(&desk).await;
    server.answer(&member(), "250 fine");
    crowd(&desk, 2..=4, "bots.example").await;
    rule(&desk, LetterGroup::To(for_member()), Verdict::Release).await;
    desk.pass(10 * 24 * 60);
    desk.mailer.send_due().await.unwrap();
    assert_eq!((server.taken().len(), state(&desk, &id).await), (0, LetterState::Held));
    assert_eq!(desk.office.letter_rulings().await.unwrap().len(), 1, "a release waits for the end of the pause");
    desk.office.close_letter_ruling(RulingId::from_random([3; 16])).await.unwrap();
    resume(&desk).await;
    desk.mailer.send_due().await.unwrap();
    desk.mailer.send_due().await.unwrap();
    assert_eq!((server.taken().len(), desk.items("Y#").len()), (3, 1), "Marie, and two of the bots");
}

#[tokio::test]
async fn a_member_who_answered_is_not_written_to_unless_an_organizer_says_so() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    note(&desk, Mark::Answered).await;
    let (id, key) = letter(&desk, form(1, "Marie")).await;
    assert_eq!(desk.deliver(&[key]).await, None);
    desk.mailer.send_due().await.unwrap();
    assert_eq!((server.taken().len(), state(&desk, &id).await), (0, LetterState::Held));
    let switched = entry(&desk, Action::AnswerSwitched);
    assert!(desk.office.switch_answer(for_member(), true, &switched).await.unwrap());
    desk.mailer.send_due().await.unwrap();
    assert_eq!((server.taken().len(), state(&desk, &id).await), (1, LetterState::Sent));
}

/// Publishes a roster with another holder of the seat, and lets the mailer take it up.
async fn publish(desk: &Desk, from: u32, holder: Holder) -> Roster {
    let roster = roster().with_holder(RIDING.try_into().unwrap(), holder, false, desk.clock.now());
    let content = serde_json::to_string(&roster).unwrap();
    let entry = Entry { about: from.to_string(), ..entry(desk, Action::MembersPublished) };
    let change = Change { part: Part::Members, from, content };
    assert_eq!(desk.office.publish(&change, &entry).await.unwrap(), Publishing::Done(from + 1));
    desk.pass(CAMPAIGN_MAX_AGE.as_mins() + 1);
    desk.mailer.send_due().await.unwrap();
    roster
}

fn elected(email: Option<&str>) -> Holder {
    let present = roster().member(RIDING.try_into().unwrap()).unwrap().clone();
    let email = email.map(|email| EmailAddress::parse(email).unwrap());
    Holder::Member(Member { name: "Lou Nouveau".to_owned(), email, ..present })
}

#[tokio::test]
async fn a_new_member_gets_letters_at_the_published_address_and_marks_of_the_former_one_do_not_count() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    note(&desk, Mark::NoMore).await;
    desk.pass(1);
    let (late, key) = letter(&desk, form(1, "Marie")).await;
    desk.pass(1);
    let roster = publish(&desk, 0, elected(Some("lou.nouveau@example.org"))).await;
    assert_eq!(desk.deliver(&[key]).await, None);
    assert_eq!(state(&desk, &late).await, LetterState::NotSent, "it greets the former Member");
    assert_eq!(desk.office.way_to(for_member(), &roster).await, Ok(Way::Open));

    let (id, key) = letter(&desk, form(2, "Paul")).await;
    assert_eq!(desk.deliver(&[key]).await, None);
    // The pace of this minute may be used up: a later round goes on.
    desk.pass(5);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(state(&desk, &id).await, LetterState::Sent);
    let taken = server.taken();
    assert!(taken.iter().any(|to| to == "lou.nouveau@example.org") && !taken.contains(&member()), "{taken:?}");

    let kept = KeptMark { at: desk.clock.now(), ..kept(Mark::NoMore, &desk) };
    let marked = entry(&desk, Action::CorrespondentMarked);
    assert!(desk.office.set_mark(&kept, &roster, Some(&marked)).await.unwrap(), "the former Member's mark gives way");
    assert!(!desk.office.set_mark(&kept, &roster, None).await.unwrap());
    assert_eq!(desk.office.way_to(for_member(), &roster).await, Ok(Way::NotWanted));
}

/// A letter greets the Member to whom it was written, however long it waits for an organizer.
#[tokio::test]
async fn a_letter_that_was_held_before_a_by_election_is_not_sent_to_the_new_member() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    pause(&desk).await;
    let (id, key) = letter(&desk, form(1, "Marie")).await;
    assert_eq!(desk.deliver(&[key]).await, None);
    assert_eq!(state(&desk, &id).await, LetterState::Held);
    desk.pass(1);
    publish(&desk, 0, elected(Some("lou.nouveau@example.org"))).await;
    resume(&desk).await;
    for _ in 0..2 {
        desk.mailer.send_due().await.unwrap();
        desk.pass(5);
    }
    assert_eq!((server.taken().len(), state(&desk, &id).await), (0, LetterState::NotSent));
}

/// A mailer that has just started knows the Members of the campaign's folder alone.
#[tokio::test]
async fn while_nobody_can_read_who_the_members_are_letters_wait() {
    let server = Smtp::start().await;
    let mut desk = Desk::with_smtp(&server).await;
    let roster = publish(&desk, 0, elected(Some("lou.nouveau@example.org"))).await;
    desk.set_content(Part::Members, "[");
    desk.start_again().await;
    let (id, key) = letter(&desk, form(1, "Marie")).await;
    assert_eq!(desk.deliver(&[key]).await, None);
    desk.pass(3);
    desk.mailer.send_due().await.unwrap();
    assert_eq!((server.taken().len(), desk.owed(MailClass::Letter)), (0, 1), "the former Member gets nothing");

    desk.set_content(Part::Members, &serde_json::to_string(&roster).unwrap());
    desk.pass(3);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(server.taken(), ["lou.nouveau@example.org"]);
    assert_eq!(state(&desk, &id).await, LetterState::Sent);
}

/// The longer a letter waits for the desk, the less often it is tried. After a month nothing is kept of what it said.
#[tokio::test]
async fn a_letter_that_waits_for_the_desk_is_tried_ever_less_often_and_not_for_ever() {
    let server = Smtp::start().await;
    let mut desk = Desk::with_smtp(&server).await;
    publish(&desk, 0, elected(Some("lou.nouveau@example.org"))).await;
    desk.set_content(Part::Members, "[");
    desk.start_again().await;
    let (id, key) = letter(&desk, form(1, "Marie")).await;
    assert_eq!(desk.deliver(&[key]).await, None);
    let next_try = || -> jiff::Timestamp { desk.items("T#")[0]["owed_at"]["S"].as_str().unwrap().parse().unwrap() };
    let mut pauses = Vec::new();
    for minutes in [2, 60, 24 * 60, LETTER_DAYS * 24 * 60] {
        desk.pass(minutes);
        desk.mailer.send_due().await.unwrap();
        pauses.push(next_try().duration_since(desk.clock.now()).as_mins());
    }
    assert_eq!(pauses, [2, 62, 6 * 60, 6 * 60]);
    assert_eq!(state(&desk, &id).await, LetterState::Waiting, "no server refused it");
    desk.pass((HELD_LETTER_DAYS - LETTER_DAYS) * 24 * 60);
    desk.mailer.send_due().await.unwrap();
    assert_eq!((server.taken().len(), state(&desk, &id).await), (0, LetterState::NotSent));
    assert!(desk.items("T#")[0].get("letter").is_none(), "what it said is gone");
}

#[tokio::test]
async fn nothing_goes_to_a_vacant_seat_or_to_a_new_member_without_a_published_address() {
    for (holder, end) in [(Holder::Vacant { since: None }, LetterState::NotSent), (elected(None), LetterState::Refused)]
    {
        let server = Smtp::start().await;
        let desk = Desk::with_smtp(&server).await;
        publish(&desk, 0, holder).await;
        let (id, key) = letter(&desk, form(1, "Marie")).await;
        assert_eq!(desk.deliver(&[key]).await, None);
        assert_eq!((server.taken().len(), state(&desk, &id).await), (0, end));
    }
}

#[tokio::test]
async fn a_member_who_wants_no_more_or_cannot_be_reached_gets_no_letter() {
    for (mark, end) in [
        (Mark::NoMore, LetterState::NotSent),
        (Mark::Complained, LetterState::NotSent),
        (Mark::Bounced, LetterState::Refused),
    ] {
        let server = Smtp::start().await;
        let desk = Desk::with_smtp(&server).await;
        note(&desk, mark).await;
        let (id, key) = letter(&desk, form(1, "Marie")).await;
        assert_eq!(desk.deliver(&[key]).await, None);
        assert_eq!((server.taken().len(), state(&desk, &id).await), (0, end), "{mark:?}");
        assert!(desk.items("T#")[0].get("letter").is_none());
    }
}

#[tokio::test]
async fn a_bounce_or_a_complaint_of_a_member_is_noted_and_stops_letters() {
    for (event, way) in [
        (bounced("Permanent", &member().to_uppercase()), Way::NoMailbox),
        (complained(&member(), "abuse"), Way::NotWanted),
        (bounced("Transient", &member()), Way::Open),
        (complained("somebody@example.org", "abuse"), Way::Open),
    ] {
        let desk = Desk::start().await;
        desk.told(&[event.clone(), event]).await.unwrap();
        assert_eq!(desk.office.way_to(for_member(), &roster()).await, Ok(way));
    }
}

#[tokio::test]
async fn a_signer_whose_address_bounced_or_who_complained_has_no_letter_sent() {
    for why in [MailStop::Bounced, MailStop::Complained] {
        let server = Smtp::start().await;
        let desk = Desk::with_smtp(&server).await;
        let (id, key) = letter(&desk, form(1, "Marie")).await;
        let mailbox = desk.owner(form(1, "Marie")).mailbox;
        desk.pledges.stop_mail(mailbox, why, desk.clock.now()).await.unwrap();
        assert_eq!(desk.deliver(&[key]).await, None);
        assert_eq!((server.taken().len(), state(&desk, &id).await), (0, LetterState::NotSent), "{why:?}");
    }
}

#[tokio::test]
async fn a_name_that_reads_as_a_web_address_waits_for_a_look() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    let (id, key) = letter(&desk, form(1, "Pay Dot Com")).await;
    assert_eq!(desk.deliver(&[key]).await, None);
    assert_eq!((server.taken().len(), state(&desk, &id).await), (0, LetterState::Held));
    rule(&desk, LetterGroup::To(for_member()), Verdict::Release).await;
    desk.mailer.send_due().await.unwrap();
    assert_eq!(server.taken().len(), 1);
}

#[tokio::test]
async fn a_letter_that_nobody_looks_at_for_a_month_is_erased_and_not_sent() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    let bots = crowd(&desk, 1..=3, "bots.example").await;
    desk.pass(HELD_LETTER_DAYS * 24 * 60 - 1);
    desk.mailer.send_due().await.unwrap();
    assert_eq!(state(&desk, &bots[2]).await, LetterState::Held);
    desk.pass(1);
    desk.mailer.send_due().await.unwrap();
    assert_eq!((server.taken().len(), state(&desk, &bots[2]).await), (2, LetterState::NotSent));
    assert!(desk.items("Y#").is_empty() && desk.items("T#").iter().all(|item| item.get("letter").is_none()));
}

#[tokio::test]
async fn a_held_letter_of_somebody_who_withdrew_is_only_taken_off_the_list() {
    let server = Smtp::start().await;
    let desk = Desk::with_smtp(&server).await;
    let bots = crowd(&desk, 1..=3, "bots.example").await;
    let household = desk.pledges.household(bots[2].signer).await.unwrap();
    let claims = household.member(bots[2].submission).unwrap().claims();
    assert_eq!(desk.pledges.withdraw(&claims, desk.clock.now(), 0).await, Ok(true));
    rule(&desk, LetterGroup::To(for_member()), Verdict::Release).await;
    desk.mailer.send_due().await.unwrap();
    assert_eq!((server.taken().len(), desk.items("Y#").len(), desk.owed(MailClass::Letter)), (2, 0, 0));
}
