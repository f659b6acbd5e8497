//! A flood cannot become mail: what exceeds an hour's limit is held, and goes out or is erased as an organizer decides.

use domain::ids::{NetworkCode, RulingId};
use domain::mail::email::EmailAddress;
use domain::mail::flood::{HeldGroup, Ruling, Verdict};
use domain::office::audit::{Action, Entry};
use domain::office::invalidation::Stage;
use store::MailClass;

use crate::desk::{Desk, Form, form, form_key};

/// The mails of a mail domain in an hour, as the settings limit them.
const PER_DOMAIN: usize = 6;
/// The mails of a network in an hour, as the settings limit them.
const PER_NETWORK: usize = 8;

fn address(number: u8, domain: &str) -> &'static str {
    Box::leak(format!("p{number}@{domain}").into_boxed_str())
}

/// The form of a bot. All bots share one mail domain, and none has a network.
fn bot(number: u8) -> Form {
    Form { email: address(number, "bots.example"), ..form(number, "Bot") }
}

/// The form of a neighbour. All neighbours share one network, and a great mail provider.
fn neighbour(number: u8) -> Form {
    let network = Some(NetworkCode::from_bytes([9; 16]));
    Form { email: address(number, "gmail.com"), network, ..form(number, "Anne") }
}

fn of_bots() -> HeldGroup {
    HeldGroup::at_domain("bots.example".parse().unwrap())
}

impl Desk {
    async fn arrive(&self, forms: &[Form]) {
        for form in forms {
            self.submit(*form).await;
        }
        let keys: Vec<_> = forms.iter().map(|form| form_key(*form)).collect();
        assert_eq!(self.deliver(&keys).await, None);
    }

    fn mailed(&self, forms: &[Form]) -> usize {
        forms.iter().filter(|form| self.mail("confirm", **form).is_some()).count()
    }

    async fn rule(&self, group: HeldGroup, verdict: Verdict) -> RulingId {
        let id = RulingId::from_random([verdict as u8 + 1; 16]);
        let now = self.clock.now();
        let by = EmailAddress::parse("ana@example.org").unwrap();
        let action = Action::HeldReleased;
        let entry = Entry { at: now, by: by.clone(), action, about: id.to_string(), reason: "a choir".to_owned() };
        let stage = Stage::Applying;
        let reason = entry.reason.clone();
        let ruling = Ruling { id, group, until: now, verdict, reason, by, at: now, stage, forms: 0 };
        self.office.open_ruling(&ruling, &entry).await.unwrap();
        id
    }

    async fn stands(&self, id: RulingId) -> (Stage, i64) {
        let ruling = self.office.ruling(id).await.unwrap().unwrap();
        (ruling.stage, ruling.forms)
    }
}

#[tokio::test]
async fn a_flood_at_one_domain_is_mailed_up_to_the_limit_while_ordinary_people_get_their_mail() {
    let desk = Desk::start().await;
    let bots: Vec<_> = (1..=20).map(bot).collect();
    let people: Vec<_> = (101..=120).map(|number| Form { network: None, ..neighbour(number) }).collect();
    let arriving: Vec<_> = bots.iter().zip(&people).flat_map(|(bot, person)| [*bot, *person]).collect();
    desk.arrive(&arriving).await;
    assert_eq!((desk.mailed(&bots), desk.mailed(&people)), (PER_DOMAIN, 20));
    assert_eq!(desk.items("X#").len(), 20 - PER_DOMAIN);
    // The stream delivers everything again.
    let keys: Vec<_> = arriving.iter().map(|form| form_key(*form)).collect();
    assert_eq!(desk.deliver(&keys).await, None);
    assert_eq!(desk.mails().len(), PER_DOMAIN + 20);
    desk.pass(60);
    let late = bot(30);
    desk.arrive(&[late]).await;
    assert_eq!(desk.mailed(&[late]), 1, "a new hour");
    assert_eq!(desk.mailed(&bots), PER_DOMAIN, "which releases nothing by itself");
}

#[tokio::test]
async fn a_flood_of_one_network_is_mailed_up_to_the_limit() {
    let desk = Desk::start().await;
    let forms: Vec<_> = (1..=20).map(neighbour).collect();
    desk.arrive(&forms).await;
    assert_eq!(desk.mailed(&forms), PER_NETWORK);
    let elsewhere = Form { network: Some(NetworkCode::from_bytes([1; 16])), ..neighbour(21) };
    desk.arrive(&[elsewhere]).await;
    assert_eq!(desk.mailed(&[elsewhere]), 1);
}

#[tokio::test]
async fn what_is_released_is_mailed_once_each_and_can_be_confirmed() {
    let desk = Desk::start().await;
    let bots: Vec<_> = (1..=10).map(bot).collect();
    desk.arrive(&bots).await;
    let id = desk.rule(of_bots(), Verdict::Release).await;
    for _ in 0..3 {
        desk.mailer.send_due().await.unwrap();
    }
    assert_eq!((desk.mailed(&bots), desk.mails().len()), (10, 10));
    assert_eq!(desk.stands(id).await, (Stage::Applied, 4));
    assert!(desk.items("X#").is_empty() && desk.owed(MailClass::First) == 0);
    desk.confirm(bots[9]).await;
    desk.deliver(&[desk.signer_key(bots[9])]).await;
    assert!(desk.mail("confirmed", bots[9]).is_some());
}

/// Invariant 9 holds for released mails too.
#[tokio::test]
async fn what_is_released_counts_against_its_address_as_any_mail_does() {
    let desk = Desk::start().await;
    let roy = |number| Form { email: "roy@bots.example", ..form(number, "Marie") };
    desk.arrive(&(1..=6).map(bot).collect::<Vec<_>>()).await;
    let forms: Vec<_> = (11..=20).map(roy).collect();
    desk.arrive(&forms).await;
    assert_eq!(desk.items("X#").len(), 10, "nobody's form is dropped because of other forms");
    desk.rule(of_bots(), Verdict::Release).await;
    for _ in 0..60 {
        desk.mailer.send_due().await.unwrap();
        desk.pass(1);
    }
    assert_eq!(desk.mailed(&forms), 1, "the same person, whose link leads to all of them");
    assert!(desk.owed(MailClass::First) == 0);
}

#[tokio::test]
async fn what_is_discarded_is_never_mailed_and_kept_for_a_week_alone() {
    let desk = Desk::start().await;
    let bots: Vec<_> = (1..=10).map(bot).collect();
    desk.arrive(&bots).await;
    let id = desk.rule(of_bots(), Verdict::Discard).await;
    desk.mailer.send_due().await.unwrap();
    assert_eq!(desk.stands(id).await, (Stage::Applied, 4));
    assert_eq!((desk.mailed(&bots), desk.items("S#").len()), (PER_DOMAIN, 10));
    let keys: Vec<_> = bots.iter().map(|form| form_key(*form)).collect();
    assert_eq!(desk.deliver(&keys).await, None);
    assert_eq!((desk.mailed(&bots), desk.items("X#").len()), (PER_DOMAIN, 4), "in case it is undone");
    // Only its six mailed addresses are still known.
    let waiting = desk.items("A#").into_iter().filter(|address| address.get("waiting").is_some());
    assert_eq!(waiting.count(), 0);
}

#[tokio::test]
async fn a_great_release_leaves_at_the_common_pace_and_keeps_no_other_mail_waiting() {
    let desk = Desk::start().await;
    let bots: Vec<_> = (1..=120).map(bot).collect();
    desk.arrive(&bots).await;
    let id = desk.rule(of_bots(), Verdict::Release).await;
    let marie = form(200, "Marie");
    desk.submit(marie).await;
    desk.pass(2);
    desk.mailer.send_due().await.unwrap();
    assert_eq!((desk.stands(id).await.1, desk.mailed(&bots)), (114, 120));
    assert!(desk.mail("confirm", marie).is_some());
    assert_eq!(desk.stands(id).await.0, Stage::Applied);
}

/// A campus whose mails wait: as some of its people confirm, the others' mails go out by themselves.
#[tokio::test]
async fn as_people_confirm_what_waited_for_them_goes_out_by_itself() {
    let desk = Desk::start().await;
    let bots: Vec<_> = (1..=10).map(bot).collect();
    desk.arrive(&bots).await;
    desk.mailer.send_due().await.unwrap();
    assert_eq!(desk.mailed(&bots), PER_DOMAIN, "nobody has confirmed");
    for form in &bots[..2] {
        desk.confirm(*form).await;
        desk.deliver(&[desk.signer_key(*form)]).await;
    }
    desk.mailer.send_due().await.unwrap();
    // Two are proven and four are out: there is room for eight.
    assert_eq!(desk.mailed(&bots), 10);
    assert!(desk.items("X#").is_empty() && desk.owed(MailClass::First) == 0);
}
