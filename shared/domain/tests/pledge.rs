//! What a pledge goes through, and what it owes the tally.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

use std::collections::{BTreeMap, BTreeSet};

use domain::consent::Consents;
use domain::email::EmailAddress;
use domain::identity::{IdentityKey, InvalidationId, SignerId, SubmissionId};
use domain::invalidation::Cause;
use domain::locale::Locale;
use domain::person_name::PersonName;
use domain::pledge::{Confirmation, Draft, Household, Room, SUBMISSION_DAYS, Signer, Slot, Submission};
use domain::residence::{FoundBy, Residence};
use domain::riding::Place;
use domain::secret::Secret;
use domain::tally::{Count, Shard, ShardCount, TallyDelta};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn draft(first: &str, postal_code: &str) -> Draft {
    let residence = if postal_code.is_empty() {
        Residence::Abroad { country: "FR".parse().unwrap() }
    } else {
        let riding = "35079".parse().unwrap();
        Residence::Canada { postal_code: postal_code.parse().unwrap(), riding, found_by: FoundBy::PostalCode }
    };
    Draft {
        name: PersonName::parse(first, "Roy").unwrap(),
        email: EmailAddress::parse("roy@example.org").unwrap(),
        residence,
        consents: Consents::default(),
        comment: None,
        locale: Locale::Fr,
        partner: None,
    }
}

fn submission(id: u8, first: &str, postal_code: &str) -> Submission {
    Submission {
        id: SubmissionId::from_random([id; 16]),
        draft: draft(first, postal_code),
        submitted_at: NOW,
        network: None,
    }
}

fn signer_id() -> SignerId {
    let key = IdentityKey::new(&Secret::new("k".repeat(32))).unwrap();
    key.signer_id(&"c".parse().unwrap(), &EmailAddress::parse("roy@example.org").unwrap().canonical())
}

fn counted(submission: Submission, slot: Slot) -> Signer {
    let (signer, delta) = submission.confirm(signer_id(), slot, Shard::from_number(3), NOW);
    assert_eq!(delta.changes().len(), 1);
    signer
}

fn at_home(first: Option<Signer>, second: Option<Signer>) -> Household {
    Household { first, second }
}

#[test]
fn the_first_person_at_an_address_has_its_first_place() {
    let anne = submission(1, "Anne", "K1A 0A6");
    let decision = Household::default().confirmation(anne.id, Some(anne.clone()), NOW);
    assert_eq!(decision, Confirmation::Count(anne, Slot::First));
}

#[test]
fn a_second_click_finds_the_same_signer() {
    let anne = submission(1, "Anne", "K1A 0A6");
    let signer = counted(anne.clone(), Slot::First);
    let household = at_home(Some(signer.clone()), None);
    assert_eq!(household.confirmation(anne.id, Some(anne.clone()), NOW), Confirmation::Repeated(signer.clone()));
    // The mailer deletes the submission after the thank-you; the link still answers.
    assert_eq!(household.confirmation(anne.id, None, NOW), Confirmation::Repeated(signer));
}

#[test]
fn the_same_person_through_another_submission_is_already_counted() {
    let signer = counted(submission(1, "Anne", "K1A 0A6"), Slot::First);
    let again = submission(2, "ANNE", "V5K 0A1");
    let decision = at_home(Some(signer.clone()), None).confirmation(again.id, Some(again), NOW);
    assert_eq!(decision, Confirmation::SamePerson(signer));
}

#[test]
fn a_couple_shares_an_address_and_a_third_is_refused() {
    let anne = counted(submission(1, "Anne", "K1A 0A6"), Slot::First);
    let jean = submission(2, "Jean", "K1A 0A6");
    let household = at_home(Some(anne.clone()), None);
    assert_eq!(
        household.confirmation(jean.id, Some(jean.clone()), NOW),
        Confirmation::Count(jean.clone(), Slot::Second)
    );
    let full = at_home(Some(anne), Some(counted(jean, Slot::Second)));
    let third = submission(3, "Luc", "K1A 0A6");
    assert_eq!(full.confirmation(third.id, Some(third), NOW), Confirmation::AddressTaken);
}

#[test]
fn another_name_from_elsewhere_is_refused() {
    for (first, second) in [("K1A 0A6", "K1A 0A7"), ("K1A 0A6", ""), ("", "K1A 0A6"), ("", "")] {
        let household = at_home(Some(counted(submission(1, "Anne", first), Slot::First)), None);
        assert_eq!(household.room_for(&draft("Jean", second)), Room::None, "{first:?} {second:?}");
    }
}

#[test]
fn a_submission_is_gone_from_its_fourteenth_day_on() {
    let anne = submission(1, "Anne", "K1A 0A6");
    let end = NOW + SignedDuration::from_hours(24 * SUBMISSION_DAYS);
    let just_before = end - SignedDuration::from_millis(1);
    let at = |now| Household::default().confirmation(anne.id, Some(anne.clone()), now);
    assert_eq!(at(just_before), Confirmation::Count(anne.clone(), Slot::First));
    assert_eq!(at(end), Confirmation::Gone);
}

#[test]
fn a_token_confirms_its_own_submission_and_no_other() {
    let anne = submission(1, "Anne", "K1A 0A6");
    let other = SubmissionId::from_random([9; 16]);
    assert_eq!(Household::default().confirmation(other, Some(anne), NOW), Confirmation::Gone);
    assert_eq!(Household::default().confirmation(other, None, NOW), Confirmation::Gone);
}

/// What a person may go through: moving to a riding or abroad, being taken out of the count, being counted again.
#[derive(Clone, Copy, Debug)]
enum Step {
    Move(Option<u32>),
    Invalidate(u8, Cause),
    Restore(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let riding = prop_oneof![Just(None), (1_u32..6).prop_map(|n| Some(35_000 + n))];
    let step = prop_oneof![
        riding.prop_map(Step::Move),
        (0_u8..3, 0_usize..5).prop_map(|(id, cause)| Step::Invalidate(id, Cause::ALL[cause])),
        (0_u8..3).prop_map(Step::Restore),
    ];
    proptest::collection::vec(step, 0..16)
}

fn residence(code: Option<u32>) -> Residence {
    match code {
        None => Residence::Abroad { country: "FR".parse().unwrap() },
        Some(number) => Residence::Canada {
            postal_code: "K1A 0A6".parse().unwrap(),
            riding: number.try_into().unwrap(),
            found_by: FoundBy::Supporter,
        },
    }
}

fn apply(tally: &mut BTreeMap<Place, Count>, delta: &TallyDelta) {
    for change in delta.changes() {
        for (measure, by) in &change.by {
            tally.entry(change.place).or_default().add(measure, i64::from(*by));
        }
    }
}

proptest! {
    /// Invariant 2, in the small: whatever a person goes through, they are counted once, where they are, unless something
    /// stands against them; and once they are gone, nothing is left but that somebody withdrew.
    #[test]
    fn a_persons_deltas_always_add_up_to_one_at_their_place(steps in steps(), random in any::<u64>()) {
        let shard = ShardCount::new(16).unwrap().pick(random);
        let (mut signer, delta) = submission(1, "Anne", "K1A 0A6").confirm(signer_id(), Slot::First, shard, NOW);
        signer.draft.partner = None;
        let mut tally = BTreeMap::new();
        apply(&mut tally, &delta);
        let id = |n| InvalidationId::from_random([n; 16]);
        for step in steps {
            let changed = match step {
                Step::Move(code) => Some(signer.clone().move_to(residence(code))),
                Step::Invalidate(n, cause) => signer.invalidate(id(n), cause),
                Step::Restore(n) => signer.restore(id(n)),
            };
            let Some((changed, delta)) = changed else { continue };
            let counters: BTreeSet<_> = delta.changes().iter().map(|change| (change.shard, change.place)).collect();
            prop_assert_eq!(counters.len(), delta.changes().len(), "each counter at most once");
            apply(&mut tally, &delta);
            signer = changed;
            let here = &tally[&signer.draft.residence.place()];
            match signer.invalidated {
                None => prop_assert_eq!((here.signers, here.measures().len()), (1, 1)),
                Some(against) => {
                    prop_assert_eq!((here.invalidated[&against.cause], here.measures().len()), (1, 1));
                }
            }
            let everywhere: usize = tally.values().map(|count| count.measures().len()).sum();
            prop_assert_eq!(everywhere, 1);
        }
        let place = signer.draft.residence.place();
        apply(&mut tally, &signer.withdraw());
        let left: Vec<_> = tally.into_iter().filter(|(_, count)| !count.measures().is_empty()).collect();
        let gone = Count { withdrawn: 1, ..Count::default() };
        prop_assert_eq!(left.iter().map(|(at, count)| (*at, count.measures())).collect::<Vec<_>>(), [(place, gone.measures())]);
    }
}
