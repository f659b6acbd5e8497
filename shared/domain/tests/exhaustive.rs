//! Walks through every order of the deeds of two people of one name and one sheet. Crashes and lost replies are among
//! the steps.
//!
//! Each change reads, decides by the transitions of [`domain::paper::bearers`], and is one conditional transaction, as the store does
//! it. The model checker walks through all states that can be reached.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

use domain::ids::{ImportId, LinkCode, SubmissionId};
use domain::keys::secret::Secret;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::paper::bearers::Bearers;
use domain::paper::sheet::{PaperRow, PaperSigner};
use domain::person::identity::{IdentityKey, PersonKey};
use domain::person::name::PersonName;
use domain::person::residence::{FoundBy, Residence};
use domain::pledge::{ConfirmedBy, Draft, NewPlace, Owner, Slot, Submission};
use domain::tally::{Measure, Shard, TallyDelta};
use jiff::Timestamp;
use stateright::{Checker as _, Model, Property};

/// The place at which somebody is counted online: under the sheet's name and postal code, or abroad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Counted {
    Here,
    Abroad,
}

/// The bearers of the name, as the index has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Index {
    online: u8,
    paper: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Operation {
    Confirm,
    Withdraw,
    Move,
    CountSheet,
    UndoSheet,
}

/// An operation that has read its signer's place and then the name's bearers, and is not written yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Flight {
    operation: Operation,
    signer: Option<Counted>,
    index: Option<Index>,
}

/// The number of the office, beside two people: each does one thing at a time.
const OFFICE: usize = 2;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct World {
    signers: [Option<Counted>; 2],
    index: Index,
    /// Whether the sheet's line is still there to count.
    sheet: bool,
    tally: i8,
    flights: [Option<Flight>; 3],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Step {
    /// Somebody begins, and reads where their signer is counted.
    Begin(usize, Operation),
    /// They read who bears the name.
    Read(usize),
    /// The transaction is sent and answered.
    Write(usize),
    /// It is sent, and the answer is lost: they read again.
    WriteUnheard(usize),
    /// They are stopped, or their transaction never arrives.
    Crash(usize),
    /// The line of a counted sheet is forgotten.
    ForgetSheet,
}

/// The transitions of the domain with what each owes the tally, by the state before.
struct Transitions {
    confirm: i8,
    withdraw: i8,
    moves: i8,
    join: [[(Index, i8); 2]; 3],
    leave: [[(Index, i8); 2]; 3],
    count_sheet: [(Index, i8); 3],
    undo_sheet: [(Index, i8); 3],
}

struct Campaign {
    transitions: Transitions,
    /// The operation whose condition on the index is left out.
    unconditional: Option<Operation>,
}

fn signers(delta: &TallyDelta) -> i8 {
    let changes = delta.changes().iter().flat_map(|change| &change.by);
    changes.filter(|(measure, _)| *measure == Measure::Signers).map(|(_, by)| by).sum()
}

fn name() -> PersonName {
    PersonName::parse("Anne", "Roy").unwrap()
}

fn here() -> Residence {
    let (postal_code, riding) = ("K1A 0A6".parse().unwrap(), "35079".parse().unwrap());
    Residence::Canada { postal_code, riding, found_by: FoundBy::PostalCode }
}

fn paper() -> PaperSigner {
    let key = PersonKey::new("c".parse().unwrap(), &Secret::new("p".repeat(32))).unwrap();
    let row = PaperRow { id: key.of(&name(), &here()).unwrap(), name: name(), residence: here() };
    PaperSigner { row, partner: None, import: ImportId::from_random([4; 16]), shard: Shard::from_number(3) }
}

impl Transitions {
    fn of_the_domain() -> Self {
        let bearers = |online: usize, on_paper: bool| Bearers {
            online: u32::try_from(online).unwrap(),
            paper: on_paper.then(paper),
        };
        let seen = |(after, delta): (Bearers, TallyDelta)| {
            let index = Index { online: u8::try_from(after.online).unwrap(), paper: after.paper.is_some() };
            (index, signers(&delta))
        };
        let both = |online, change: fn(Bearers) -> (Bearers, TallyDelta)| {
            [false, true].map(|on_paper| seen(change(bearers(online, on_paper))))
        };
        let key = IdentityKey::new(&Secret::new("k".repeat(32))).unwrap();
        let email = EmailAddress::parse("roy@example.org").unwrap();
        let campaign = "c".parse().unwrap();
        let owner =
            Owner { signer: key.signer_id(&campaign, &email.canonical()), mailbox: key.mailbox_id(&campaign, &email) };
        let draft = Draft {
            name: name(),
            email,
            residence: here(),
            consents: domain::pledge::consent::Consents::default(),
            comment: None,
            locale: Locale::Fr,
            partner: None,
        };
        let form = Submission::new(SubmissionId::from_random([1; 16]), draft, Timestamp::UNIX_EPOCH, None);
        let place = NewPlace {
            owner,
            person: None,
            slot: Slot::First,
            shard: Shard::from_number(5),
            link: LinkCode::from_random([1; 9]),
        };
        let (signer, confirm) = form.confirm(place, ConfirmedBy::Link, Timestamp::UNIX_EPOCH);
        let (_, moves) = signer.clone().move_to(Residence::Abroad { country: "FR".parse().unwrap() }, None);
        Self {
            confirm: signers(&confirm),
            withdraw: signers(&signer.withdraw()),
            moves: signers(&moves),
            join: [0, 1, 2].map(|online| both(online, Bearers::join)),
            leave: [0, 1, 2].map(|online| both(online, Bearers::leave)),
            count_sheet: [0, 1, 2].map(|online| seen(bearers(online, false).sign_on_paper(paper()))),
            undo_sheet: [0, 1, 2].map(|online| seen(bearers(online, true).lose_paper())),
        }
    }
}

impl Campaign {
    fn new(unconditional: Option<Operation>) -> Self {
        Self { transitions: Transitions::of_the_domain(), unconditional }
    }

    /// Returns what an operation that has read everything writes: the signer's place, the index, and the tally's
    /// change.
    fn decide(&self, flight: Flight, index: Index) -> (Option<Counted>, Index, i8) {
        let Transitions { confirm, withdraw, moves, join, leave, count_sheet, undo_sheet } = &self.transitions;
        let online = usize::from(index.online);
        let (joined, left) = (join[online][usize::from(index.paper)], leave[online][usize::from(index.paper)]);
        match (flight.operation, flight.signer) {
            (Operation::Confirm, _) => (Some(Counted::Here), joined.0, confirm + joined.1),
            (Operation::Withdraw, Some(Counted::Here)) => (None, left.0, withdraw + left.1),
            (Operation::Withdraw, _) => (None, index, *withdraw),
            (Operation::Move, Some(Counted::Here)) => (Some(Counted::Abroad), left.0, moves + left.1),
            (Operation::Move, _) => (Some(Counted::Here), joined.0, moves + joined.1),
            (Operation::CountSheet, signer) => (signer, count_sheet[online].0, count_sheet[online].1),
            (Operation::UndoSheet, signer) => (signer, undo_sheet[online].0, undo_sheet[online].1),
        }
    }

    /// Whether the transaction leaves the index alone, as that of somebody abroad does.
    fn spares_index(flight: Flight) -> bool {
        flight.operation == Operation::Withdraw && flight.signer == Some(Counted::Abroad)
    }

    /// Writes the whole transaction if everything is still as it was read, or nothing.
    fn write(&self, world: &mut World, who: usize, flight: Flight, read: Index) -> bool {
        let there = |who: usize| world.signers.get(who).copied().flatten();
        let same_signer = who == OFFICE || there(who) == flight.signer;
        let unconditional = self.unconditional == Some(flight.operation) || Self::spares_index(flight);
        let same_index = unconditional || world.index == read;
        let sheet = flight.operation != Operation::CountSheet || world.sheet;
        if !(same_signer && same_index && sheet) {
            return false;
        }
        let (signer, index, owed) = self.decide(flight, read);
        if who != OFFICE {
            world.signers[who] = signer;
        }
        if !Self::spares_index(flight) {
            world.index = index;
        }
        world.tally += owed;
        true
    }

    /// Reads the place at which the signer is counted. An operation that is done already, or has nothing to do, is
    /// over.
    fn begin(world: &World, who: usize, operation: Operation) -> Option<Flight> {
        let signer = world.signers.get(who).copied().flatten();
        let goes_on = match operation {
            Operation::Confirm => signer.is_none(),
            Operation::Withdraw | Operation::Move => signer.is_some(),
            Operation::CountSheet => world.sheet,
            Operation::UndoSheet => world.index.paper,
        };
        goes_on.then_some(Flight { operation, signer, index: None })
    }
}

impl Model for Campaign {
    type State = World;
    type Action = Step;

    fn init_states(&self) -> Vec<World> {
        let index = Index { online: 0, paper: false };
        vec![World { signers: [None; 2], index, sheet: true, tally: 0, flights: [None; 3] }]
    }

    fn actions(&self, world: &World, steps: &mut Vec<Step>) {
        for who in 0..=OFFICE {
            match world.flights[who] {
                None if who == OFFICE => {
                    steps.extend([Operation::CountSheet, Operation::UndoSheet].map(|what| Step::Begin(who, what)));
                }
                None => {
                    let all = [Operation::Confirm, Operation::Withdraw, Operation::Move];
                    steps.extend(all.map(|what| Step::Begin(who, what)));
                }
                Some(Flight { index: None, .. }) => steps.extend([Step::Read(who), Step::Crash(who)]),
                Some(_) => steps.extend([Step::Write(who), Step::WriteUnheard(who), Step::Crash(who)]),
            }
        }
        if world.sheet && world.index.paper {
            steps.push(Step::ForgetSheet);
        }
    }

    fn next_state(&self, before: &World, step: Step) -> Option<World> {
        let mut world = before.clone();
        match step {
            Step::Begin(who, operation) => world.flights[who] = Self::begin(before, who, operation),
            Step::Crash(who) => world.flights[who] = None,
            Step::ForgetSheet => world.sheet = false,
            Step::Read(who) => {
                let flight = world.flights[who].as_mut()?;
                flight.index = Some(before.index);
                // A sheet's line that is counted already, or taken back already, is left alone.
                let done = match flight.operation {
                    Operation::CountSheet => before.index.paper,
                    Operation::UndoSheet => !before.index.paper,
                    Operation::Confirm | Operation::Withdraw | Operation::Move => false,
                };
                if done {
                    world.flights[who] = None;
                }
            }
            Step::Write(who) | Step::WriteUnheard(who) => {
                let flight = before.flights[who]?;
                let done = self.write(&mut world, who, flight, flight.index?);
                // An operation that is refused or hears nothing looks again, and may find that it is done.
                let over = done && step == Step::Write(who);
                world.flights[who] = if over { None } else { Self::begin(&world, who, flight.operation) };
            }
        }
        (world != *before).then_some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        fn here(world: &World) -> i8 {
            world.signers.iter().flatten().filter(|counted| **counted == Counted::Here).map(|_| 1).sum()
        }
        fn distinct(world: &World) -> i8 {
            let online = world.signers.iter().flatten().map(|_| 1).sum::<i8>();
            online + i8::from(world.index.paper && here(world) == 0)
        }
        fn is_quiet(world: &World) -> bool {
            world.flights.iter().all(Option::is_none)
        }
        vec![
            Property::always("the tally is the number of distinct people", |_, world: &World| {
                !is_quiet(world) || world.tally == distinct(world)
            }),
            Property::always("the index says who is here", |_, world: &World| {
                i8::try_from(world.index.online) == Ok(here(world))
            }),
            Property::always("the tally is never negative", |_, world: &World| world.tally >= 0),
            Property::sometimes("paper waits behind two people", |_, world: &World| {
                is_quiet(world) && world.index == Index { online: 2, paper: true } && world.tally == 2
            }),
            Property::sometimes("paper counts beside two people abroad", |_, world: &World| {
                is_quiet(world) && world.index == Index { online: 0, paper: true } && world.tally == 3
            }),
        ]
    }

    /// Bounds a model that is broken on purpose, which would go on for ever.
    fn within_boundary(&self, world: &World) -> bool {
        world.tally.abs() <= 4 && world.index.online <= 2
    }
}

#[test]
fn in_whatever_order_two_people_and_a_sheet_come_and_go_each_counts_once() {
    let checker = Campaign::new(None).checker().threads(2).spawn_bfs().join();
    checker.assert_properties();
    assert!(checker.unique_state_count() > 10_000, "{} states are too few", checker.unique_state_count());
}

/// The conditions are what keeps it exact: without any one of them the checker finds an order that counts wrongly.
#[test]
fn without_its_condition_on_the_index_each_operation_counts_wrongly() {
    let all = [Operation::Confirm, Operation::Withdraw, Operation::Move, Operation::CountSheet, Operation::UndoSheet];
    for operation in all {
        let checker = Campaign::new(Some(operation)).checker().threads(2).spawn_bfs().join();
        let wrong = checker.discoveries();
        let exact = ["the tally is the number of distinct people", "the index says who is here"];
        assert!(exact.iter().any(|property| wrong.contains_key(property)), "{operation:?}: {:?}", wrong.keys());
    }
}
