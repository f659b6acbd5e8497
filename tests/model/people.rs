//! People act in an order that nobody foresaw, while the wire loses replies.

use std::sync::atomic::{AtomicU32, Ordering};

use domain::keys::token::Claims;
use domain::person::residence::Residence;
use domain::pledge::Submission;
use domain::tally::riding::Place;
use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, FileFailurePersistence, TestCaseError, TestRunner};
use store::Confirmed;
use tests::{Fault, OTTAWA_CENTRE, ROSEMONT, TestSite, campaign};
use tokio::runtime::Runtime;

use crate::world::{World, canada, make_tables, submission};

/// One act of a person. An index picks one of the forms that were sent so far.
#[derive(Clone, Debug)]
enum Deed {
    Submit { address: &'static str, name: &'static str, home: Home },
    Confirm(Index),
    Move(Index, Home),
    Withdraw(Index),
    Wait { days: i64 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    Ottawa,
    Rosemont,
    Abroad,
}

impl Home {
    fn residence(self) -> Residence {
        match self {
            Self::Ottawa => canada(OTTAWA_CENTRE.0, OTTAWA_CENTRE.1),
            Self::Rosemont => canada(ROSEMONT.0, ROSEMONT.1),
            Self::Abroad => Residence::Abroad { country: "PT".parse().unwrap() },
        }
    }
}

fn deeds() -> impl Strategy<Value = Vec<(Deed, Option<Fault>)>> {
    let home = || select(vec![Home::Ottawa, Home::Ottawa, Home::Rosemont, Home::Abroad]);
    let address = select(vec!["one@example.org", "two@example.org"]);
    let deed = prop_oneof![
        4 => (address, select(vec!["Marie", "Jean", "Luc"]), home()).prop_map(|(address, name, home)| Deed::Submit { address, name, home }),
        5 => any::<Index>().prop_map(Deed::Confirm),
        2 => (any::<Index>(), home()).prop_map(|(which, home)| Deed::Move(which, home)),
        2 => any::<Index>().prop_map(Deed::Withdraw),
        1 => (1..15_i64).prop_map(|days| Deed::Wait { days }),
    ];
    let fault =
        prop_oneof![4 => Just(None), 1 => Just(Some(Fault::LoseReply)), 1 => Just(Some(Fault::TransactionConflict))];
    vec((deed, fault), 1..40)
}

/// A form that was sent.
struct Sent {
    submission: Submission,
    address: &'static str,
    name: &'static str,
    home: Home,
    erased: bool,
}

/// A counted person: their form, their name, and their home now.
#[derive(Clone, Copy)]
struct Counted {
    form: usize,
    name: &'static str,
    home: Home,
}

/// The state that ought to be true.
#[derive(Default)]
struct Model {
    sent: Vec<Sent>,
    counted: Vec<(&'static str, Counted)>,
}

/// The result that confirming a form ought to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Counted,
    Repeated,
    SamePerson,
    AddressTaken,
    Gone,
}

impl Model {
    fn household(&self, address: &str) -> Vec<Counted> {
        self.counted.iter().filter(|(at, _)| *at == address).map(|(_, counted)| *counted).collect()
    }

    /// Decides as invariant 1 does.
    fn confirm(&mut self, form: usize, now: Timestamp) -> Expected {
        let sent = &self.sent[form];
        let household = self.household(sent.address);
        if household.iter().any(|counted| counted.form == form) {
            return Expected::Repeated;
        }
        if sent.erased || now >= sent.submission.submitted_at + SignedDuration::from_hours(14 * 24) {
            return Expected::Gone;
        }
        if household.iter().any(|counted| counted.name == sent.name) {
            return Expected::SamePerson;
        }
        let room = match household.as_slice() {
            [] => true,
            [one] => one.home == sent.home && sent.home != Home::Abroad,
            _ => false,
        };
        if !room {
            return Expected::AddressTaken;
        }
        let counted = Counted { form, name: sent.name, home: sent.home };
        self.counted.push((sent.address, counted));
        Expected::Counted
    }

    fn moves(&mut self, form: usize, home: Home) -> bool {
        let counted = self.counted.iter_mut().find(|(_, counted)| counted.form == form);
        counted.map(|(_, counted)| counted.home = home).is_some()
    }

    fn withdraw(&mut self, form: usize) {
        if self.counted.iter().any(|(_, counted)| counted.form == form) {
            self.sent[form].erased = true;
        }
        self.counted.retain(|(_, counted)| counted.form != form);
    }

    fn at(&self, home: Home) -> i64 {
        i64::try_from(self.counted.iter().filter(|(_, counted)| counted.home == home).count()).unwrap()
    }
}

/// Does one act in the world and in the model, and compares.
async fn do_it(world: &World, model: &mut Model, deed: Deed, now: Timestamp, random: u64) -> Result<(), TestCaseError> {
    let pick = |index: &Index, model: &Model| (!model.sent.is_empty()).then(|| index.index(model.sent.len()));
    match deed {
        Deed::Submit { address, name, home } => {
            let number = u64::try_from(model.sent.len()).unwrap();
            let submission = submission(number, name, address, home.residence(), now);
            world.pledges.submit(&submission).await.unwrap();
            model.sent.push(Sent { submission, address, name, home, erased: false });
        }
        Deed::Confirm(index) => {
            let Some(form) = pick(&index, model) else { return Ok(()) };
            let sent = &model.sent[form];
            let _ = world.wire.take_faults();
            let came = match world.confirm(&sent.submission, now, random).await.unwrap() {
                Confirmed::Counted(_) => Expected::Counted,
                Confirmed::Repeated(_) => Expected::Repeated,
                Confirmed::SamePerson(_) => Expected::SamePerson,
                Confirmed::AddressTaken => Expected::AddressTaken,
                Confirmed::WhoIsIt(_) => panic!("everybody here says who they are"),
                Confirmed::Gone => Expected::Gone,
            };
            let expected = model.confirm(form, now);
            // With its reply lost the transaction is tried again, and finds itself done.
            let done = |outcome| matches!(outcome, Expected::Counted | Expected::Repeated);
            let was_broken = world.wire.take_faults() > 0;
            prop_assert!(
                came == expected || (was_broken && done(came) && done(expected)),
                "{came:?} instead of {expected:?}"
            );
        }
        Deed::Move(index, home) => {
            let Some(form) = pick(&index, model) else { return Ok(()) };
            let claims = managing(world, &model.sent[form], now);
            let moved = world.pledges.move_to(&claims, home.residence(), &world.person_key, random).await.unwrap();
            prop_assert_eq!(moved.is_some(), model.moves(form, home));
        }
        Deed::Withdraw(index) => {
            let Some(form) = pick(&index, model) else { return Ok(()) };
            let claims = managing(world, &model.sent[form], now);
            world.pledges.withdraw(&claims, now, random).await.unwrap();
            model.withdraw(form);
        }
        Deed::Wait { .. } => {}
    }
    Ok(())
}

fn managing(world: &World, sent: &Sent, now: Timestamp) -> Claims {
    Claims { expires_at: Claims::manage_end(now), ..sent.submission.claims(world.owner(sent.address)) }
}

async fn live_through(site: &TestSite, deeds: Vec<(Deed, Option<Fault>)>) -> Result<(), TestCaseError> {
    static WORLDS: AtomicU32 = AtomicU32::new(0);
    let world = World::new(site, WORLDS.fetch_add(1, Ordering::Relaxed));
    let mut model = Model::default();
    let mut now = campaign().opens_at;
    for (step, (deed, fault)) in deeds.into_iter().enumerate() {
        if let Deed::Wait { days } = deed {
            now += SignedDuration::from_hours(24 * days);
        }
        if let Some(fault) = fault {
            world.wire.break_next(1, "TransactWriteItems", fault);
        }
        do_it(&world, &mut model, deed, now, u64::try_from(step).unwrap().wrapping_mul(0x9e37_79b9_7f4a_7c15)).await?;
        world.wire.call_off();
        let tally = world.tally().await;
        let place = |home: Home| tally.at(home.residence().place());
        for home in [Home::Ottawa, Home::Rosemont, Home::Abroad] {
            prop_assert_eq!(place(home), model.at(home), "{:?}", home);
        }
        prop_assert_eq!(tally.total(), place(Home::Ottawa) + place(Home::Rosemont) + tally.at(Place::Abroad));
    }
    let (signers, counted) = world.recount(site).await;
    prop_assert_eq!((signers, counted), (model.counted.len(), i64::try_from(model.counted.len()).unwrap()));
    Ok(())
}

/// Invariants 1 and 2
#[test]
fn whatever_people_do_the_tally_is_who_ought_to_be_counted() {
    let runtime = Runtime::new().unwrap();
    let site = runtime.block_on(TestSite::start());
    runtime.block_on(make_tables(&site));
    let config = Config {
        cases: 48,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("proptest-regressions/people.txt"))),
        ..Config::default()
    };
    let lived = TestRunner::new(config).run(&deeds(), |deeds| runtime.block_on(live_through(&site, deeds)));
    lived.unwrap_or_else(|failure| panic!("{failure}"));
}
