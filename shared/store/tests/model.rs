//! Random lives of people, of sheets and of invalidations, with faults in between: the numbers are what a plain model says.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicI64;

use domain::ids::InvalidationId;
use domain::mail::email::EmailAddress;
use domain::office::invalidation::{Conditions, Invalidation, Stage};
use domain::person::postal_code::PostalCode;
use domain::person::residence::Residence;
use domain::pledge::{Slot, Who};
use domain::tally::cause::Cause;
use domain::tally::riding::Place;
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use store::{Confirmed, Renamed};

use crate::database::Database;
use crate::follow_link;
use crate::paper::{import, row};
use crate::people::{Form, NOW, abroad, days, living_at, named, person_key};
use wire::Fault;

/// Few addresses, names and homes, so that people online and on paper meet all the time. The first two addresses are one
/// identity.
const EMAILS: [&str; 3] = ["roy@example.org", "roy+x@example.org", "lee@example.org"];
const NAMES: [&str; 3] = ["Anne", "Jean", "Luc"];
const HOMES: usize = 4;
/// The faults that a request may meet. It is tried again after each.
const FAULTS: [(&str, Fault); 6] = [
    ("TransactWriteItems", Fault::LoseReply),
    ("TransactWriteItems", Fault::NeverArrives),
    ("TransactWriteItems", Fault::TransactionConflict),
    ("TransactWriteItems", Fault::Throttle),
    ("BatchGetItem", Fault::LeaveOne),
    ("DeleteItem", Fault::LoseReply),
];

#[derive(Clone, Debug)]
enum Step {
    /// Somebody at an address fills in a form.
    Submit {
        email: usize,
        name: usize,
        home: usize,
    },
    /// Somebody uses the confirm link of the n-th form, and says who they are.
    Confirm(usize, usize),
    Move(usize, usize),
    Rename(usize, usize),
    Withdraw(usize),
    /// The signer of the n-th form is taken out of the count.
    Invalidate(usize),
    /// The n-th invalidation is undone.
    Restore(usize),
    /// A sheet is read, with these names at these homes.
    ReadSheet(Vec<(usize, usize)>),
    CountSheet(usize),
    UndoSheet(usize),
    Pass(i64),
    /// The n-th of the faults breaks the next request of its operation.
    Break(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (form, name, home, sheet) = (0..8_usize, 0..NAMES.len(), 0..HOMES, 0..3_usize);
    let rows = proptest::collection::vec((name.clone(), 0..HOMES - 1), 1..4);
    let step = prop_oneof![
        4 => (0..EMAILS.len(), name.clone(), home.clone())
            .prop_map(|(email, name, home)| Step::Submit { email, name, home }),
        6 => (form.clone(), 0..4_usize).prop_map(|(form, who)| Step::Confirm(form, who)),
        2 => (form.clone(), home).prop_map(|(form, home)| Step::Move(form, home)),
        2 => (form.clone(), name).prop_map(|(form, name)| Step::Rename(form, name)),
        2 => form.clone().prop_map(Step::Withdraw),
        2 => form.prop_map(Step::Invalidate),
        1 => (0..4_usize).prop_map(Step::Restore),
        2 => rows.prop_map(Step::ReadSheet),
        2 => sheet.clone().prop_map(Step::CountSheet),
        1 => sheet.prop_map(Step::UndoSheet),
        1 => (1..9_i64).prop_map(Step::Pass),
        3 => (0..FAULTS.len()).prop_map(Step::Break),
    ];
    proptest::collection::vec(step, 1..60)
}

/// Two homes of one postal code in two ridings, one elsewhere, one abroad.
fn home(index: usize) -> Residence {
    match index {
        0 => living_at("K1A 0A6", 35079),
        1 => living_at("K1A 0A6", 35075),
        2 => living_at("V5K 0A1", 59035),
        _ => abroad(),
    }
}

fn who(index: usize) -> Option<Who> {
    [None, Some(Who::Same), Some(Who::Another), Some(Who::Another)][index]
}

/// Somebody who confirmed.
#[derive(Clone, Debug)]
struct Member {
    form: usize,
    name: &'static str,
    home: Residence,
    invalidated: Option<usize>,
}

/// A name at a postal code.
type Person = (&'static str, PostalCode);

/// A plain model of the store, which says how many are counted.
struct Model {
    now: Timestamp,
    forms: Vec<(Form, Timestamp)>,
    erased: BTreeSet<usize>,
    /// The two slots of each identity.
    households: BTreeMap<bool, [Option<Member>; 2]>,
    tombstones: BTreeSet<bool>,
    invalidations: usize,
    sheets: Vec<Vec<(&'static str, Residence)>>,
    waiting: BTreeSet<usize>,
    /// The signature on paper of each person: the sheet that brought it, and the home where it counts.
    paper: BTreeMap<Person, (usize, Residence)>,
    withdrawn: Vec<Place>,
}

/// The expected outcome of confirming a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Counted(Slot),
    Repeated,
    SamePerson,
    WhoIsIt,
    AddressTaken,
    Gone,
}

impl Model {
    fn new() -> Self {
        Self {
            now: NOW,
            forms: Vec::new(),
            erased: BTreeSet::new(),
            households: BTreeMap::from([(true, [None, None]), (false, [None, None])]),
            tombstones: BTreeSet::new(),
            invalidations: 0,
            sheets: Vec::new(),
            waiting: BTreeSet::new(),
            paper: BTreeMap::new(),
            withdrawn: Vec::new(),
        }
    }

    /// Returns the identity of a form's address: true for the first two addresses, false for the third.
    fn identity(&self, form: usize) -> bool {
        self.forms[form].0.email.starts_with("roy")
    }

    fn around(&self, form: usize) -> impl Iterator<Item = &Member> {
        self.households[&self.identity(form)].iter().flatten()
    }

    fn member(&mut self, form: usize) -> Option<&mut Member> {
        self.households.values_mut().flatten().flatten().find(|member| member.form == form)
    }

    fn expected(&self, index: usize, who: Option<Who>) -> Expected {
        let (form, sent) = &self.forms[index];
        if self.around(index).any(|member| member.form == index) {
            return Expected::Repeated;
        }
        // After somebody at the address was taken out and withdrew, no form counts until a moderator has looked at it.
        let is_marked = self.tombstones.contains(&self.identity(index));
        let came_back = is_marked && self.around(index).all(|member| member.invalidated.is_none());
        if self.erased.contains(&index) || self.now >= *sent + days(14) || came_back {
            return Expected::Gone;
        }
        if self.around(index).any(|member| member.name == form.first) {
            return Expected::SamePerson;
        }
        let free = match &self.households[&self.identity(index)] {
            [None, None] => return Expected::Counted(Slot::First),
            [Some(_), Some(_)] => None,
            [Some(beside), None] => Some((beside, Slot::Second)),
            [None, Some(beside)] => Some((beside, Slot::First)),
        };
        let lives_there = |beside: &Member| {
            let postal_code = form.residence.postal_code();
            postal_code.is_some() && postal_code == beside.home.postal_code() && beside.invalidated.is_none()
        };
        match (who, free.filter(|(beside, _)| lives_there(beside))) {
            (None, _) => Expected::WhoIsIt,
            (Some(Who::Same), _) => Expected::SamePerson,
            (Some(Who::Another), Some((_, slot))) => Expected::Counted(slot),
            (Some(Who::Another), None) => Expected::AddressTaken,
        }
    }

    fn count(&mut self, index: usize, slot: Slot) {
        let form = &self.forms[index].0;
        let member = Member { form: index, name: form.first, home: form.residence.clone(), invalidated: None };
        let places = self.households.get_mut(&self.forms[index].0.email.starts_with("roy")).unwrap();
        places[usize::from(slot == Slot::Second)] = Some(member);
    }

    fn withdraw(&mut self, index: usize) -> bool {
        for place in self.households.values_mut().flatten() {
            if let Some(member) = place.take_if(|member| member.form == index) {
                self.withdrawn.push(member.home.place());
                self.erased.insert(index);
                return true;
            }
        }
        false
    }

    fn rename(&mut self, index: usize, name: &'static str) -> Renamed {
        let taken = self.around(index).any(|member| member.form != index && member.name == name);
        match self.member(index) {
            None => Renamed::Gone,
            Some(member) if member.name != name && taken => Renamed::NameTaken,
            Some(member) => {
                member.name = name;
                Renamed::Saved
            }
        }
    }

    /// A mark of the address stays while anybody there is out of the count.
    fn restore(&mut self, id: usize) {
        for (identity, places) in &mut self.households {
            for member in places.iter_mut().flatten().filter(|member| member.invalidated == Some(id)) {
                member.invalidated = None;
                self.tombstones.remove(identity);
            }
            if places.iter().flatten().any(|member| member.invalidated.is_some()) {
                self.tombstones.insert(*identity);
            }
        }
    }

    /// Whether somebody is counted online under a name.
    fn is_online(&self, person: Person) -> bool {
        let members = self.households.values().flatten().flatten().filter(|member| member.invalidated.is_none());
        members.into_iter().any(|member| Some(person) == member.home.postal_code().map(|at| (member.name, at)))
    }

    /// Returns the number of signatures of a sheet that count.
    fn counting(&self, sheet: usize) -> i64 {
        let of_sheet = self.paper.iter().filter(|(_, (brought_by, _))| *brought_by == sheet);
        i64::try_from(of_sheet.filter(|(person, _)| !self.is_online(**person)).count()).unwrap()
    }

    fn count_sheet(&mut self, sheet: usize) {
        if self.waiting.remove(&sheet) {
            for (name, residence) in &self.sheets[sheet] {
                let person = (*name, residence.postal_code().unwrap());
                self.paper.entry(person).or_insert_with(|| (sheet, residence.clone()));
            }
        }
    }

    /// By place: signers, those of them on paper, people who withdrew, people who are out of the count.
    fn numbers(&self) -> BTreeMap<Place, [i64; 4]> {
        let mut numbers = BTreeMap::<Place, [i64; 4]>::new();
        for member in self.households.values().flatten().flatten() {
            numbers.entry(member.home.place()).or_default()[if member.invalidated.is_some() { 3 } else { 0 }] += 1;
        }
        for (_, (_, residence)) in self.paper.iter().filter(|(person, _)| !self.is_online(**person)) {
            let of_place = numbers.entry(residence.place()).or_default();
            of_place[0] += 1;
            of_place[1] += 1;
        }
        for place in &self.withdrawn {
            numbers.entry(*place).or_default()[2] += 1;
        }
        numbers
    }
}

fn id(number: usize) -> u8 {
    u8::try_from(number).unwrap()
}

fn invalidation(number: usize, form: &Form, now: Timestamp) -> Invalidation {
    Invalidation {
        id: InvalidationId::from_random([id(number); 16]),
        conditions: Conditions { submission: Some(form.claims().submission), ..Conditions::default() },
        cause: Cause::Invented,
        reason: String::new(),
        by: EmailAddress::parse("organizer@example.org").unwrap(),
        at: now,
        stage: Stage::Applying,
        signers: 0,
    }
}

/// Does one step in both worlds, and compares the answers.
async fn take(database: &Database, model: &mut Model, step: Step, seed: u64) {
    let (pledges, now) = (&database.pledges, model.now);
    let form = |index: usize| model.forms[index].0.clone();
    match step {
        Step::Submit { email, name, home: residence } => {
            let number = u128::try_from(model.forms.len()).unwrap();
            let form = Form::number(number).at(EMAILS[email]).by(NAMES[name]).of(home(residence));
            let mut submission = form.submission();
            submission.submitted_at = now;
            pledges.submit(&submission).await.unwrap();
            model.forms.push((form, now));
        }
        Step::Confirm(index, says) if index < model.forms.len() => {
            let expected = model.expected(index, who(says));
            let answer = follow_link(pledges, &form(index), who(says), now, seed).await.unwrap();
            let agrees = match &answer {
                Confirmed::Counted(signer) => expected == Expected::Counted(signer.slot),
                // If the first reply was lost, the answer to the second try is that it was repeated.
                Confirmed::Repeated(signer) => {
                    expected == Expected::Repeated || expected == Expected::Counted(signer.slot)
                }
                Confirmed::SamePerson(_) => expected == Expected::SamePerson,
                Confirmed::WhoIsIt(_) => expected == Expected::WhoIsIt,
                Confirmed::AddressTaken => expected == Expected::AddressTaken,
                Confirmed::Gone => expected == Expected::Gone,
            };
            assert!(agrees, "{expected:?}, not {answer:?}");
            if let Expected::Counted(slot) = expected {
                model.count(index, slot);
            }
        }
        Step::Move(index, residence) if index < model.forms.len() => {
            let moved = pledges.move_to(&form(index).claims(), home(residence), &person_key(), seed).await.unwrap();
            let member = model.member(index);
            assert_eq!(moved.is_some(), member.is_some());
            if let Some(member) = member {
                member.home = home(residence);
            }
        }
        Step::Rename(index, name) if index < model.forms.len() => {
            let renamed = pledges.correct_name(&form(index).claims(), &named(NAMES[name]), &person_key()).await;
            assert_eq!(renamed, Ok(model.rename(index, NAMES[name])));
        }
        Step::Withdraw(index) if index < model.forms.len() => {
            let there = pledges.withdraw(&form(index).claims(), now, seed).await;
            assert_eq!(there, Ok(model.withdraw(index)));
        }
        Step::Invalidate(index) if index < model.forms.len() => {
            let number = model.invalidations;
            model.invalidations += 1;
            let identity = model.identity(index);
            let out = pledges.invalidate(&invalidation(number, &form(index), now), &AtomicI64::new(0)).await;
            let member = model.member(index).filter(|member| member.invalidated.is_none());
            assert_eq!(out, Ok(i64::from(member.is_some())));
            if let Some(member) = member {
                member.invalidated = Some(number);
                model.tombstones.insert(identity);
            }
        }
        Step::Restore(number) if number < model.invalidations => {
            assert_eq!(pledges.restore(InvalidationId::from_random([id(number); 16])).await, Ok(0));
            model.restore(number);
        }
        Step::ReadSheet(rows) => {
            let sheet = model.sheets.len();
            let rows: BTreeMap<Person, Residence> = rows
                .into_iter()
                .map(|(name, residence)| ((NAMES[name], home(residence).postal_code().unwrap()), home(residence)))
                .collect();
            let rows: Vec<_> = rows.into_iter().map(|((name, _), residence)| (name, residence)).collect();
            let lines: Vec<_> = rows.iter().map(|(name, residence)| row(name, residence.clone())).collect();
            database.read_sheet(id(sheet), &lines).await;
            model.sheets.push(rows);
            model.waiting.insert(sheet);
        }
        Step::CountSheet(sheet) if sheet < model.sheets.len() => {
            let counting = pledges.count_paper(&import(id(sheet)), &AtomicI64::new(0)).await;
            model.count_sheet(sheet);
            assert_eq!(counting, Ok(model.counting(sheet)));
        }
        Step::UndoSheet(sheet) if sheet < model.sheets.len() => {
            assert_eq!(pledges.take_paper_back(import(id(sheet)).id).await, Ok(()));
            model.paper.retain(|_, (brought_by, _)| *brought_by != sheet);
        }
        Step::Pass(passed) => model.now = now + days(passed),
        Step::Break(fault) => {
            // Only one fault is set at a time. With more faults in a row than tries, the caller would rightly get an error.
            database.wire.call_off();
            let (operation, fault) = FAULTS[fault];
            database.wire.break_next(1, operation, fault);
        }
        // There is no such form, invalidation or sheet yet.
        Step::Confirm(..)
        | Step::Move(..)
        | Step::Rename(..)
        | Step::Withdraw(_)
        | Step::Invalidate(_)
        | Step::Restore(_)
        | Step::CountSheet(_)
        | Step::UndoSheet(_) => {}
    }
}

async fn follow(steps: Vec<Step>) {
    let database = Database::start();
    let mut model = Model::new();
    for (seed, step) in (0..).zip(steps) {
        take(&database, &mut model, step, seed).await;
    }
    database.wire.call_off();
    database.exact_total().await;
    let stored = database.pledges.recount(1).await.unwrap().stored;
    let stored = stored.places().map(|(place, count)| {
        (place, [count.signers, count.paper, count.withdrawn, count.invalidated.values().sum::<i64>()])
    });
    let stored: BTreeMap<Place, [i64; 4]> = stored.filter(|(_, numbers)| *numbers != [0; 4]).collect();
    assert_eq!(stored, model.numbers());
    for (identity, email) in [(true, EMAILS[0]), (false, EMAILS[2])] {
        let marked = database.has_tombstone(&Form::number(0).at(email));
        assert_eq!(marked, model.tombstones.contains(&identity));
    }
    let (paper, waiting) = (database.items("Pledges", "Q#").len(), database.items("Pledges", "B#").len());
    assert_eq!((paper, waiting), (model.paper.len(), model.waiting.len()), "nothing of a sheet is lost");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("proptest-regressions/model.txt"))),
        ..ProptestConfig::default()
    })]

    /// Invariants 1 and 2.
    #[test]
    fn the_numbers_are_what_the_model_says(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(follow(steps));
    }
}
