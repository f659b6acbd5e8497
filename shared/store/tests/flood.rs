//! What exceeds an hour's limit is held, exactly; and what organizers decide about it is done once.

use std::collections::BTreeSet;

use domain::audit::{Action, Entry};
use domain::email::EmailAddress;
use domain::flood::{HeldGroup, HourLimits, MailDomain, Ruling, Verdict};
use domain::hour::Hour;
use domain::identity::{IdentityKey, NetworkCode, RulingId};
use domain::invalidation::Stage;
use domain::secret::Secret;
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use store::{Admission, Charge, Confirmed, HourCount, MailStop, RateOf, Recipient};
use wire::Fault;

use crate::database::{CAMPAIGN, Database};
use crate::people::{Form, NOW, days, minutes, submission_id};

const LIMITS: HourLimits = HourLimits { network: 5, mail_domain: 3 };

fn recipient(form: &Form) -> Recipient {
    let key = IdentityKey::new(&Secret::new("k".repeat(32))).unwrap();
    let domain = MailDomain::counted_for(&EmailAddress::parse(&form.email).unwrap());
    let domain = domain.map(|domain| (key.domain_code(&CAMPAIGN.parse().unwrap(), &domain), domain));
    Recipient { owner: form.owner(), domain }
}

fn bot(number: u128) -> Form {
    Form::number(number).at(format!("p{number}@bots.example")).in_network(u8::try_from(number % 250).unwrap())
}

fn neighbour(number: u128) -> Form {
    Form::number(number).at(format!("p{number}@gmail.com")).in_network(251)
}

fn of_bots() -> HeldGroup {
    HeldGroup::MailDomain("bots.example".parse().unwrap())
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
        self.office.work_off_ruling(&self.pledges, &ruling, at_most, NOW).await
    }

    /// A moderator lets everything go that is held of a mail domain.
    pub(crate) async fn release_all(&self, domain: &str) {
        let ruling = ruling(200, HeldGroup::MailDomain(domain.parse().unwrap()), Verdict::Release);
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
    assert_eq!(database.counts(&form).await, [HourCount { seen: 1, mailed: 1 }; 2]);
    assert_eq!(database.items("Pledges", "R#").len(), 2, "one of the network, one of the domain");
}

#[tokio::test]
async fn a_lost_reply_counts_once() {
    let database = Database::start();
    for (number, limits) in [(1, LIMITS), (2, HourLimits { network: 0, ..LIMITS })] {
        database.wire.break_next(1, "TransactWriteItems", Fault::LoseReply);
        database.arrive(&neighbour(number), limits).await;
        assert_eq!(database.wire.take_faults(), 1);
    }
    assert_eq!(database.counts(&neighbour(1)).await, [HourCount { seen: 2, mailed: 1 }]);
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
    assert_eq!(database.counts(&bot(9)).await[1], HourCount { seen: 6, mailed: 3 });
    let next = Hour::of(NOW).plus(1).start();
    assert_eq!(database.admit_at(&bot(5), LIMITS, next).await, Admission::Held, "what was held stays so");
    database.submit(&bot(7)).await;
    assert_eq!(database.admit_at(&bot(7), LIMITS, next - SignedDuration::from_nanos(1)).await, Admission::Held);
    database.submit(&bot(8)).await;
    assert_eq!(database.admit_at(&bot(8), LIMITS, next).await, Admission::Passed);
}

#[tokio::test]
async fn a_network_has_a_limit_of_its_own_and_what_is_held_for_a_domain_takes_nothing_of_it() {
    let database = Database::start();
    let here = |number: u128| Form { email: format!("p{number}@bots.example"), ..neighbour(number) };
    for number in 1..=20 {
        database.arrive(&here(number), LIMITS).await;
    }
    // Three of twenty went through: two more may, of others in that house.
    assert_eq!(database.counts(&here(1)).await, [HourCount { seen: 20, mailed: 3 }; 2]);
    for number in 21..=22 {
        assert_eq!(database.arrive(&neighbour(number), LIMITS).await, Admission::Passed);
    }
    assert_eq!(database.arrive(&neighbour(23), LIMITS).await, Admission::Held);
    assert_eq!(database.arrive(&neighbour(24).in_network(9), LIMITS).await, Admission::Passed, "the house next door");
    let held = database.pledges.held(NOW).await.unwrap();
    let last = held.iter().find(|held| held.submission == submission_id(23)).unwrap();
    assert_eq!((last.network.is_some(), &last.mail_domain), (true, &None));
    let first = held.iter().find(|held| held.submission == submission_id(4)).unwrap();
    assert_eq!((first.network, first.is_of(&of_bots())), (None, true));
}

#[tokio::test]
async fn what_is_held_is_listed_until_its_form_expires() {
    let database = Database::start();
    database.arrive(&bot(1), HourLimits { mail_domain: 0, ..LIMITS }).await;
    let end = bot(1).submission().expires_at();
    assert_eq!(database.pledges.held(end).await.unwrap().len(), 1);
    assert_eq!(database.pledges.held(end + SignedDuration::from_secs(1)).await.unwrap(), []);
    let hours = database.items("Pledges", "R#");
    let kept: i64 = hours[0]["expires_at"]["N"].as_str().unwrap().parse().unwrap();
    assert_eq!(kept, Hour::of(NOW).start().as_second() + 48 * 3600);
    assert_eq!(database.pledges.network_hours(NOW).await.unwrap().len(), 1);
    assert_eq!(database.pledges.network_hours(NOW + days(3)).await.unwrap(), []);
}

/// A form that waits for a moderator is nobody's link, and a withdrawal erases it.
#[tokio::test]
async fn a_mailbox_lists_what_is_held_and_shows_it_to_nobody() {
    let database = Database::start();
    let to_roy = |number| Form::number(number).at("roy@bots.example");
    database.sign(&to_roy(1)).await;
    let nothing = HourLimits { network: 0, mail_domain: 0 };
    for number in 2..=8 {
        assert_eq!(database.arrive(&to_roy(number), nothing).await, Admission::Held, "{number}");
    }
    assert_eq!(database.counts(&to_roy(1)).await, [HourCount { seen: 7, mailed: 0 }]);
    let forms = database.pledges.forms_of(to_roy(1).mailbox(), NOW).await;
    assert_eq!(forms, Ok(Vec::new()), "none of them has a link");
    let other = to_roy(9).by("Jean");
    assert_eq!(database.arrive(&other, nothing).await, Admission::Held);
    assert_eq!(database.confirm_as(&other, domain::pledge::Who::Another).await, Ok(Confirmed::Gone));
    database.withdraw(&to_roy(1)).await;
    assert_eq!(database.items("Pledges", "S#").len(), 0);
    let ruling = ruling(1, of_bots(), Verdict::Release);
    database.open(&ruling).await;
    assert_eq!(database.work_off(&ruling, 20).await, Ok(0), "nobody is left to write to");
    assert_eq!((database.items("Pledges", "D#").len(), database.items("Pledges", "X#").len()), (0, 0));
}

/// Whose a form is stands on it from then on: the page that takes the code cannot tell from the address.
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
async fn a_released_group_is_deferred_once_each_and_the_rest_stays() {
    let database = Database::start();
    let nothing = HourLimits { network: 0, mail_domain: 0 };
    for number in 1..=5 {
        database.arrive(&bot(number), nothing).await;
    }
    database.arrive(&Form::number(6).at("a@cats.example"), nothing).await;
    database.submit(&bot(7)).await;
    database.admit_at(&bot(7), nothing, NOW + minutes(1)).await;
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
    let due: BTreeSet<_> = database.pledges.due(NOW, 100).await.unwrap().iter().map(|due| due.submission).collect();
    assert_eq!(due, (1..=5).map(submission_id).collect());
    for number in 1..=5 {
        assert_eq!(database.admit(&bot(number), nothing).await, Admission::Passed, "its mail may go now");
    }
    let left: Vec<_> = database.pledges.held(NOW + minutes(1)).await.unwrap().iter().map(|h| h.submission).collect();
    assert_eq!(left, [submission_id(6), submission_id(7)], "others, and what came after the organizer looked");
}

#[tokio::test]
async fn a_discarded_group_leaves_nothing() {
    let database = Database::start();
    for number in 1..=3 {
        database.arrive(&bot(number), HourLimits { network: 0, mail_domain: 0 }).await;
    }
    let ruling = ruling(1, of_bots(), Verdict::Discard);
    database.open(&ruling).await;
    database.work_off(&ruling, 10).await.unwrap();
    assert_eq!(database.stands(&ruling).await, (Stage::Applied, 3));
    for kind in ["S#", "X#", "D#"] {
        assert_eq!(database.items("Pledges", kind).len(), 0, "{kind}");
    }
    let forms = database.pledges.forms_of(bot(1).mailbox(), NOW).await;
    assert_eq!(forms, Ok(Vec::new()));
    assert_eq!(database.admit(&bot(1), LIMITS).await, Admission::Dropped, "a late record finds nothing");
}

/// Before or after its form is held: a mailbox that bounced stays known as one, and is in no ruling's way.
#[tokio::test]
async fn a_mailbox_whose_mail_was_stopped_keeps_no_flood_from_being_ruled_on() {
    let database = Database::start();
    let nothing = HourLimits { network: 0, mail_domain: 0 };
    database.pledges.stop_mail(bot(1).mailbox(), MailStop::Complained, NOW).await.unwrap();
    for number in 1..=3 {
        assert_eq!(database.arrive(&bot(number), nothing).await, Admission::Held);
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
            database.arrive(&bot(number), HourLimits { network: 0, mail_domain: 0 }).await;
        }
        let ruling = ruling(1, of_bots(), verdict);
        database.open(&ruling).await;
        for fault in [Fault::NeverArrives, Fault::LoseReply, Fault::Throttle, Fault::NeverArrives] {
            database.wire.break_next(2, "TransactWriteItems", fault);
            let _ = database.work_off(&ruling, 10).await;
        }
        database.wire.heal();
        while database.stands(&ruling).await.0 == Stage::Applying {
            database.work_off(&ruling, 10).await.unwrap();
        }
        assert_eq!(database.stands(&ruling).await, (Stage::Applied, 3));
        let waiting = if verdict == Verdict::Release { 3 } else { 0 };
        assert_eq!(database.items("Pledges", "D#").len(), waiting);
        assert_eq!(database.items("Pledges", "S#").len(), waiting);
    }
}

/// A form may be held for its network and for its domain: who rules first has it.
#[tokio::test]
async fn two_rulings_on_the_same_forms_settle_each_once() {
    let database = Database::start();
    let forms: Vec<_> = (1..=4).map(|number| bot(number).in_network(77)).collect();
    for form in &forms {
        database.arrive(form, HourLimits { network: 0, mail_domain: 0 }).await;
    }
    let network = HeldGroup::Network(NetworkCode::from_bytes([77; 16]));
    let (release, discard) = (ruling(1, network, Verdict::Release), ruling(2, of_bots(), Verdict::Discard));
    database.open(&release).await;
    database.open(&discard).await;
    for _ in 0..3 {
        database.work_off(&release, 1).await.unwrap();
        database.work_off(&discard, 1).await.unwrap();
    }
    let ((one, released), (other, discarded)) = (database.stands(&release).await, database.stands(&discard).await);
    assert_eq!((one, other, released, discarded), (Stage::Applied, Stage::Applied, 2, 2));
    assert_eq!((database.items("Pledges", "D#").len(), database.items("Pledges", "S#").len()), (2, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_sixty_four_at_once_no_more_than_the_limit_pass() {
    let database = Database::start();
    let forms: Vec<_> = (1..=64).map(|number| bot(number).in_network(3)).collect();
    for form in &forms {
        database.submit(form).await;
    }
    // Each twice, as a stream delivers again what it is not sure of.
    let asked = forms.iter().chain(&forms).cloned().map(|form| {
        let (pledges, recipient) = (database.pledges.clone(), recipient(&form));
        tokio::spawn(async move {
            loop {
                // Who lost too many races is told to come again, and does.
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
    assert_eq!(database.counts(&forms[0]).await, [HourCount { seen: 64, mailed: 3 }; 2]);
    assert_eq!(database.items("Pledges", "X#").len(), 61);
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
                    // Nothing is held that there was room for.
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
