//! The changes that a pledge goes through, and what each owes the tally.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{InvalidationId, LinkCode, SubmissionId};
use domain::keys::secret::Secret;
use domain::keys::token::Claims;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::person::identity::{IdentityKey, PersonKey};
use domain::person::name::PersonName;
use domain::person::residence::{FoundBy, Residence};
use domain::pledge::consent::Consents;
use domain::pledge::{
    Confirmation, ConfirmedBy, Draft, Household, NewPlace, Owner, SUBMISSION_DAYS, Signer, Slot, SlotFor, Submission,
    Who,
};
use domain::tally::cause::Cause;
use domain::tally::riding::Place;
use domain::tally::{Count, SHARDS_MAX, Shard, ShardCount, TallyDelta};
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
    Submission::new(SubmissionId::from_random([id; 16]), draft(first, postal_code), NOW, None)
}

fn owner() -> Owner {
    let (key, campaign) = (IdentityKey::new(&Secret::new("k".repeat(32))).unwrap(), "c".parse().unwrap());
    let email = EmailAddress::parse("roy@example.org").unwrap();
    Owner { signer: key.signer_id(&campaign, &email.canonical()), mailbox: key.mailbox_id(&campaign, &email) }
}

fn person_key() -> PersonKey {
    PersonKey::new("c".parse().unwrap(), &Secret::new("p".repeat(32))).unwrap()
}

fn placed(submission: Submission, slot: Slot, shard: Shard, by: ConfirmedBy) -> (Signer, TallyDelta) {
    let person = person_key().of(&submission.draft.name, &submission.draft.residence);
    submission.confirm(NewPlace { owner: owner(), person, slot, shard, link: LinkCode::from_random([1; 9]) }, by, NOW)
}

fn counted(submission: Submission, slot: Slot) -> Signer {
    let (signer, delta) = placed(submission, slot, Shard::from_number(3), ConfirmedBy::Link);
    assert_eq!(delta.changes().len(), 1);
    signer
}

fn at_home(first: Option<Signer>, second: Option<Signer>) -> Household {
    Household { first, second }
}

/// Returns the two households in which this signer is alone, one for each slot.
fn alone(signer: &Signer) -> [Household; 2] {
    let second = Signer { slot: Slot::Second, ..signer.clone() };
    [at_home(Some(signer.clone()), None), at_home(None, Some(second))]
}

const WHO: [Option<Who>; 3] = [None, Some(Who::Same), Some(Who::Another)];

#[test]
fn the_first_person_at_an_address_has_its_first_place_whatever_they_say() {
    let anne = submission(1, "Anne", "K1A 0A6");
    for who in WHO {
        let decision = Household::default().confirmation(anne.id, Some(anne.clone()), who, NOW);
        assert_eq!(decision, Confirmation::Count(anne.clone(), Slot::First));
    }
}

#[test]
fn a_second_click_finds_the_same_signer_in_either_place() {
    let anne = submission(1, "Anne", "K1A 0A6");
    for household in alone(&counted(anne.clone(), Slot::First)) {
        let signer = household.members().next().unwrap().clone();
        for who in WHO {
            let repeated = Confirmation::Repeated(signer.clone());
            assert_eq!(household.confirmation(anne.id, Some(anne.clone()), who, NOW), repeated);
            // The mailer deletes the submission after the thank-you; the link still answers.
            assert_eq!(household.confirmation(anne.id, None, who, NOW), repeated);
        }
    }
}

#[test]
fn the_same_person_through_another_submission_is_already_counted_whatever_they_say() {
    let again = submission(2, "ANNE", "V5K 0A1");
    for household in alone(&counted(submission(1, "Anne", "K1A 0A6"), Slot::First)) {
        let signer = household.members().next().unwrap().clone();
        for who in WHO {
            let decision = household.confirmation(again.id, Some(again.clone()), who, NOW);
            assert_eq!(decision, Confirmation::SamePerson(signer.clone()));
        }
    }
}

#[test]
fn the_two_at_an_address_need_different_names() {
    let anne = counted(submission(1, "Anne", "K1A 0A6"), Slot::First);
    let jean = counted(submission(2, "Jean", "K1A 0A6"), Slot::Second);
    let household = at_home(Some(anne.clone()), Some(jean.clone()));
    let name = |first| PersonName::parse(first, "Roy").unwrap();
    for (signer, first, may) in
        [(&anne, "ANNE", true), (&anne, "Luc", true), (&anne, "Jean", false), (&jean, "Anne", false)]
    {
        assert_eq!(household.may_be_called(signer.submission, &name(first)), may, "{first}");
    }
}

/// Nobody is counted a second time at an address without having been asked who they are.
#[test]
fn another_name_at_a_counted_address_is_asked_who_it_is() {
    let jean = submission(2, "Jean", "K1A 0A6");
    for (household, free) in
        alone(&counted(submission(1, "Anne", "K1A 0A6"), Slot::First)).into_iter().zip([Slot::Second, Slot::First])
    {
        let anne = household.members().next().unwrap().clone();
        let say = |who| household.confirmation(jean.id, Some(jean.clone()), who, NOW);
        assert_eq!(say(None), Confirmation::WhoIsIt(jean.clone()));
        assert_eq!(say(Some(Who::Same)), Confirmation::SamePerson(anne));
        assert_eq!(say(Some(Who::Another)), Confirmation::Count(jean.clone(), free));
    }
}

/// The question comes before the answer "taken": a person who signs again under another spelling of their name learns
/// that they are counted.
#[test]
fn whoever_has_no_room_is_asked_first_and_refused_only_as_another() {
    let anne = counted(submission(1, "Anne", "K1A 0A6"), Slot::First);
    let jean = counted(submission(2, "Jean", "K1A 0A6"), Slot::Second);
    let full = at_home(Some(anne.clone()), Some(jean));
    let third = submission(3, "Luc", "K1A 0A6");
    let elsewhere = submission(4, "Luc", "K1A 0A7");
    for (household, form) in [(full, third), (at_home(Some(anne.clone()), None), elsewhere)] {
        let say = |who| household.confirmation(form.id, Some(form.clone()), who, NOW);
        assert_eq!(say(None), Confirmation::WhoIsIt(form.clone()));
        assert_eq!(say(Some(Who::Same)), Confirmation::SamePerson(anne.clone()));
        assert_eq!(say(Some(Who::Another)), Confirmation::AddressTaken);
    }
}

/// A form's link leads to the pledge of the one who has the form's mailbox, and not to the other's.
#[test]
fn who_signs_again_under_another_spelling_of_their_name_is_led_to_their_own_pledge() {
    let other = EmailAddress::parse("roy+jean@example.org").unwrap();
    let (key, campaign) = (IdentityKey::new(&Secret::new("k".repeat(32))).unwrap(), "c".parse().unwrap());
    let mailbox = key.mailbox_id(&campaign, &other);
    let anne = counted(submission(1, "Anne", "K1A 0A6"), Slot::First);
    let jean = Signer { mailbox, ..counted(submission(2, "Jean", "K1A 0A6"), Slot::Second) };
    let household = at_home(Some(anne.clone()), Some(jean.clone()));
    for (mailbox, theirs) in [(mailbox, jean), (anne.mailbox, anne)] {
        let owner = Some(Owner { mailbox, ..owner() });
        let form = Submission { owner, ..submission(3, "Luc", "K1A 0A6") };
        let decision = household.confirmation(form.id, Some(form.clone()), Some(Who::Same), NOW);
        assert_eq!(decision, Confirmation::SamePerson(theirs));
    }
}

#[test]
fn another_name_from_elsewhere_finds_no_room_beside_either_place() {
    for (first, second) in [("K1A 0A6", "K1A 0A7"), ("K1A 0A6", ""), ("", "K1A 0A6"), ("", "")] {
        for household in alone(&counted(submission(1, "Anne", first), Slot::First)) {
            assert_eq!(household.slot_for(&submission(2, "Jean", second)), SlotFor::None, "{first:?} {second:?}");
        }
    }
    for (household, free) in
        alone(&counted(submission(1, "Anne", "K1A 0A6"), Slot::First)).into_iter().zip([Slot::Second, Slot::First])
    {
        assert_eq!(household.slot_for(&submission(2, "Jean", "K1A 0A6")), SlotFor::In(free));
    }
}

/// A person who was taken out of the count does not come back under a second name. A moderator may release their form.
#[test]
fn beside_an_invalidated_person_there_is_room_for_a_released_form_alone() {
    let anne = counted(submission(1, "Anne", "K1A 0A6"), Slot::First);
    let (out, _delta) = anne.invalidate(InvalidationId::from_random([1; 16]), Cause::Invented).unwrap();
    let jean = submission(2, "Jean", "K1A 0A6");
    let released = Submission { released: true, ..jean.clone() };
    for (household, free) in alone(&out).into_iter().zip([Slot::Second, Slot::First]) {
        let say = |form: &Submission, who| household.confirmation(form.id, Some(form.clone()), who, NOW);
        assert_eq!(say(&jean, Some(Who::Another)), Confirmation::AddressTaken);
        assert_eq!(say(&released, None), Confirmation::WhoIsIt(released.clone()));
        assert_eq!(say(&released, Some(Who::Another)), Confirmation::Count(released.clone(), free));
        let elsewhere = Submission { released: true, ..submission(3, "Jean", "K1A 0A7") };
        assert_eq!(say(&elsewhere, Some(Who::Another)), Confirmation::AddressTaken);
    }
}

#[test]
fn a_submission_is_gone_from_its_fourteenth_day_on() {
    let anne = submission(1, "Anne", "K1A 0A6");
    let end = NOW + SignedDuration::from_hours(24 * SUBMISSION_DAYS);
    let just_before = end - SignedDuration::from_millis(1);
    let at = |now| Household::default().confirmation(anne.id, Some(anne.clone()), None, now);
    assert_eq!(at(just_before), Confirmation::Count(anne.clone(), Slot::First));
    assert_eq!(at(end), Confirmation::Gone);
}

#[test]
fn a_token_confirms_its_own_submission_and_no_other() {
    let anne = submission(1, "Anne", "K1A 0A6");
    let other = SubmissionId::from_random([9; 16]);
    for who in WHO {
        assert_eq!(Household::default().confirmation(other, Some(anne.clone()), who, NOW), Confirmation::Gone);
        assert_eq!(Household::default().confirmation(other, None, who, NOW), Confirmation::Gone);
    }
}

#[test]
fn a_link_says_whose_and_which_mailbox_and_which_form() {
    let anne = submission(1, "Anne", "K1A 0A6");
    let claims = anne.claims(owner());
    assert_eq!((claims.signer, claims.mailbox, claims.submission), (owner().signer, owner().mailbox, anne.id));
    assert_eq!(claims.expires_at, anne.expires_at());
    let signer = counted(anne.clone(), Slot::Second);
    let manage = signer.claims();
    assert_eq!((manage.signer, manage.mailbox, manage.submission), (owner().signer, owner().mailbox, anne.id));
    // A counted person's link to confirm ends with the form, and their link to the pledge much later.
    assert_eq!(signer.confirm_claims().expires_at, anne.expires_at());
    assert_eq!(manage.expires_at, Claims::manage_end(NOW));
}

#[test]
fn the_shards_of_a_number_and_those_beyond_it_are_all_shards_once() {
    for count in [1, 16, SHARDS_MAX] {
        let count_of_shards = ShardCount::new(count).unwrap();
        let shards: Vec<_> = count_of_shards.shards().map(Shard::number).collect();
        let beyond: Vec<_> = count_of_shards.beyond().map(Shard::number).collect();
        assert_eq!((shards.len(), beyond.len()), (usize::from(count), usize::from(SHARDS_MAX - count)));
        assert!(shards.into_iter().chain(beyond).eq(0..SHARDS_MAX));
        let picked: BTreeSet<_> = (0..u64::from(count)).map(|random| count_of_shards.pick(random).number()).collect();
        assert!(picked.into_iter().eq(0..count), "each of them is picked");
    }
    assert!([0, SHARDS_MAX + 1].into_iter().all(|count| ShardCount::new(count).is_err()));
}

#[test]
fn nobody_is_taken_out_twice_or_again_by_what_was_undone_for_them() {
    let anne = counted(submission(1, "Anne", "K1A 0A6"), Slot::First);
    let [first, second] = [1, 2].map(|id| InvalidationId::from_random([id; 16]));
    let (out, _delta) = anne.invalidate(first, Cause::Invented).unwrap();
    assert_eq!(out.invalidate(second, Cause::Invented), None, "they are out of the count");
    assert_eq!(out.restore(second), None, "another one took them out");
    let (back, _delta) = out.restore(first).unwrap();
    assert_eq!((back.invalidated, back.restored_from), (None, Some(first)));
    assert_eq!(back.invalidate(first, Cause::Invented), None, "it was undone for them");
    assert!(back.invalidate(second, Cause::Invented).is_some());
}

#[test]
fn whoever_agreed_to_news_did_so_when_they_ticked_it_or_else_when_they_signed() {
    let mut form = submission(1, "Anne", "K1A 0A6");
    assert_eq!(counted(form.clone(), Slot::First).agreed_to_updates_at(), None);
    form.draft.consents = Consents::to_updates(true, "1");
    let mut signer = counted(form, Slot::First);
    let later = NOW + SignedDuration::from_hours(1);
    signer.submitted_at = later;
    assert_eq!(signer.agreed_to_updates_at(), Some(later));
    signer.draft.consents.updates_at = Some(NOW);
    assert_eq!(signer.agreed_to_updates_at(), Some(NOW));
}

/// A signature on paper does not count beside its person online; while that person is out of the count, it does.
#[test]
fn whoever_is_counted_bears_their_name_at_their_postal_code() {
    let anne = counted(submission(1, "Anne", "K1A 0A6"), Slot::First);
    let here = person_key().at(&anne.draft.name, "K1A 0A6".parse().unwrap());
    assert_eq!(anne.bears(), Some(here));
    let id = InvalidationId::from_random([1; 16]);
    let (out, _delta) = anne.invalidate(id, Cause::Invented).unwrap();
    assert_eq!((out.bears(), out.person), (None, Some(here)));
    let (back, _delta) = out.restore(id).unwrap();
    assert_eq!(back.bears(), Some(here));
    let abroad = draft("Anne", "").residence;
    let (gone, _delta) = back.move_to(abroad.clone(), person_key().of(&anne.draft.name, &abroad));
    assert_eq!(gone.bears(), None, "nobody signs on paper abroad");
    let luc = PersonName::parse("Luc", "Roy").unwrap();
    let other = person_key().of(&luc, &anne.draft.residence);
    let renamed = anne.clone().rename(luc, other);
    assert_eq!((renamed.bears() == other, renamed.bears() == Some(here)), (true, false));
}

#[test]
fn somebody_who_used_the_code_is_counted_as_such_until_they_go() {
    let partner = "river-town".parse().unwrap();
    let mut form = submission(1, "Anne", "K1A 0A6");
    form.draft.partner = Some(partner);
    let mut tally = BTreeMap::new();
    let (signer, delta) = placed(form, Slot::First, Shard::from_number(3), ConfirmedBy::Code);
    apply(&mut tally, &delta);
    let here = signer.draft.residence.place();
    assert_eq!((tally[&here].signers, tally[&here].by_code, tally[&here].by_partner.len()), (1, 1, 1));
    let id = InvalidationId::from_random([1; 16]);
    let (out, delta) = signer.invalidate(id, Cause::Invented).unwrap();
    apply(&mut tally, &delta);
    assert_eq!((tally[&here].signers, tally[&here].by_code), (0, 0));
    let (back, delta) = out.restore(id).unwrap();
    apply(&mut tally, &delta);
    assert_eq!((tally[&here].signers, tally[&here].by_code), (1, 1));
    apply(&mut tally, &back.withdraw());
    assert_eq!(tally[&here].measures(), Count { withdrawn: 1, ..Count::default() }.measures());
}

/// A change that a person may go through: moving to a riding or abroad, being taken out of the count, being counted
/// again.
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
    /// Invariant 2, in the small: a person is counted once, where they are, through all changes, unless something
    /// stands against them. Once they are gone, nothing is left but that somebody withdrew.
    #[test]
    fn a_persons_deltas_always_add_up_to_one_at_their_place(steps in steps(), random in any::<u64>()) {
        let shard = ShardCount::new(16).unwrap().pick(random);
        let (mut signer, delta) = placed(submission(1, "Anne", "K1A 0A6"), Slot::First, shard, ConfirmedBy::Link);
        let mut tally = BTreeMap::new();
        apply(&mut tally, &delta);
        let id = |n| InvalidationId::from_random([n; 16]);
        for step in steps {
            let changed = match step {
                Step::Move(code) => {
                    let person = person_key().of(&signer.draft.name, &residence(code));
                    Some(signer.clone().move_to(residence(code), person))
                }
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
