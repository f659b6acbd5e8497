//! Whatever a few people do, in whatever order and over whatever wire: the tally is what a simple model says.

use std::collections::BTreeMap;

use domain::residence::Residence;
use domain::riding::Place;
use proptest::prelude::*;
use store::{Confirmed, StoreError};

use crate::database::Database;
use crate::people::{Form, NOW, abroad, living_at};
use wire::Fault;

const EMAILS: [&str; 2] = ["roy@example.org", "lee@example.org"];
const NAMES: [&str; 3] = ["Anne", "Jean", "Luc"];

#[derive(Clone, Debug)]
enum Step {
    /// Somebody at an address fills in a form.
    Submit {
        email: usize,
        name: usize,
        home: usize,
    },
    /// Somebody uses the confirm link of the n-th form.
    Confirm(usize),
    Move(usize, usize),
    Withdraw(usize),
    /// The next transaction meets with this.
    Break(Fault),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..EMAILS.len(), 0..NAMES.len(), 0..4_usize).prop_map(|(email, name, home)| Step::Submit { email, name, home }),
        4 => (0..12_usize).prop_map(Step::Confirm),
        2 => (0..12_usize, 0..4_usize).prop_map(|(form, home)| Step::Move(form, home)),
        2 => (0..12_usize).prop_map(Step::Withdraw),
        1 => prop_oneof![Just(Fault::LoseReply), Just(Fault::NeverArrives), Just(Fault::TransactionConflict)].prop_map(Step::Break),
    ];
    proptest::collection::vec(step, 1..40)
}

fn home(index: usize) -> Residence {
    match index {
        0 => living_at("K1A 0A6", 35079),
        1 => living_at("K1A 0A7", 35079),
        2 => living_at("V5K 0A1", 59035),
        _ => abroad(),
    }
}

/// Who is counted, in the plainest words: per address at most two, in order, each with the form they confirmed.
#[derive(Default)]
struct Model {
    forms: Vec<Form>,
    alive: Vec<bool>,
    counted: BTreeMap<String, Vec<(usize, Residence)>>,
}

impl Model {
    fn is_counted(&self, index: usize) -> bool {
        self.counted.get(&self.forms[index].email).is_some_and(|members| members.iter().any(|(form, _)| *form == index))
    }

    /// Whether confirming a form counts somebody new.
    fn confirm(&mut self, index: usize) -> bool {
        let form = &self.forms[index];
        let members = self.counted.entry(form.email.clone()).or_default();
        let known = members.iter().any(|(other, _)| self.forms[*other].first == form.first);
        let room = match members.as_slice() {
            [] => true,
            [(_, first)] => first.postal_code().is_some() && first.postal_code() == form.residence.postal_code(),
            _ => false,
        };
        let counts = self.alive[index] && !known && room;
        if counts {
            members.push((index, form.residence.clone()));
        }
        counts
    }

    fn withdraw(&mut self, index: usize) {
        if self.is_counted(index) {
            self.alive[index] = false;
            self.counted.get_mut(&self.forms[index].email).unwrap().retain(|(form, _)| *form != index);
        }
    }

    fn move_to(&mut self, index: usize, residence: &Residence) {
        for (form, home) in self.counted.values_mut().flatten() {
            if *form == index {
                *home = residence.clone();
            }
        }
    }

    fn places(&self) -> BTreeMap<Place, i64> {
        let mut places = BTreeMap::new();
        for (_, residence) in self.counted.values().flatten() {
            *places.entry(residence.place()).or_default() += 1;
        }
        places
    }
}

async fn follow(steps: Vec<Step>) {
    let database = Database::start();
    let mut model = Model::default();
    for (seed, step) in (0..).zip(steps) {
        match step {
            Step::Submit { email, name, home: residence } => {
                let number = u128::try_from(model.forms.len()).unwrap();
                let form = Form::number(number).at(EMAILS[email]).by(NAMES[name]).of(home(residence));
                database.submit(&form).await;
                model.forms.push(form);
                model.alive.push(true);
            }
            Step::Confirm(index) if index < model.forms.len() => {
                let was = model.is_counted(index);
                let counts = model.confirm(index);
                let answer = database.pledges.confirm(&model.forms[index].claims(), NOW, seed).await.unwrap();
                match answer {
                    Confirmed::Counted(_) => assert!(counts),
                    Confirmed::Repeated(_) => assert!(was || counts, "only a lost reply repeats the first time"),
                    Confirmed::SamePerson(_) | Confirmed::AddressTaken => assert!(!was && !counts),
                    Confirmed::Gone => assert!(!was && !model.alive[index]),
                }
            }
            Step::Move(index, residence) if index < model.forms.len() => {
                let moved = database.pledges.move_to(&model.forms[index].claims(), home(residence), seed).await;
                assert_eq!(moved.map(|moved| moved.is_some()), Ok::<_, StoreError>(model.is_counted(index)));
                model.move_to(index, &home(residence));
            }
            Step::Withdraw(index) if index < model.forms.len() => {
                let there = database.pledges.withdraw(&model.forms[index].claims(), NOW, seed).await;
                assert_eq!(there, Ok(model.is_counted(index)));
                model.withdraw(index);
            }
            Step::Break(fault) => {
                // One at a time: more in a row than there are tries would rightly be told to the caller.
                database.wire.heal();
                database.wire.break_next(1, "TransactWriteItems", fault);
            }
            Step::Confirm(_) | Step::Move(..) | Step::Withdraw(_) => {}
        }
    }
    database.exact_total().await;
    let recount = database.pledges.recount(1).await.unwrap();
    let signers = recount.stored.places().map(|(place, count)| (place, count.signers));
    let stored: BTreeMap<Place, i64> = signers.filter(|(_, signers)| *signers != 0).collect();
    assert_eq!(stored, model.places());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    /// Invariants 1 and 2.
    #[test]
    fn the_tally_is_what_the_model_says(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(follow(steps));
    }
}
