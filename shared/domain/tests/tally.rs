//! The counts of a campaign, added up from parts.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

use std::collections::BTreeMap;

use domain::tally::cause::Cause;
use domain::tally::riding::{Place, Province};
use domain::tally::{Count, Measure, Tally};

const OTTAWA: &str = "35079";
const VANCOUVER: &str = "59036";

fn riding(code: &str) -> Place {
    Place::Riding(code.parse().unwrap())
}

fn every_measure() -> [Measure; 6] {
    let partner = "river-town".parse().unwrap();
    [
        Measure::Signers,
        Measure::Brought(partner),
        Measure::Paper,
        Measure::ByCode,
        Measure::Withdrawn,
        Measure::Invalidated(Cause::Invented),
    ]
}

/// A count in which each number is another one.
fn full_count() -> Count {
    let mut count = Count::default();
    for (measure, by) in every_measure().iter().zip(1..) {
        count.add(measure, by);
    }
    count
}

#[test]
fn each_number_of_a_count_is_added_to_and_listed_by_itself() {
    let expected: BTreeMap<_, _> = every_measure().into_iter().zip(1..).collect();
    assert_eq!(full_count().measures(), expected);
    let mut twice = full_count();
    twice.absorb(&full_count());
    assert_eq!(twice.measures(), expected.into_iter().map(|(measure, by)| (measure, 2 * by)).collect());
    for (measure, by) in every_measure().iter().zip(1..) {
        twice.add(measure, -2 * by);
    }
    assert_eq!(twice.measures(), BTreeMap::new(), "what is 0 is not listed");
}

#[test]
fn parts_of_a_tally_add_up_by_place_by_province_and_in_all() {
    let (mut tally, mut part) = (Tally::default(), Tally::default());
    tally.add(riding(OTTAWA), 2);
    tally.add(riding(OTTAWA), 3);
    tally.add_count(riding(VANCOUVER), &full_count());
    part.add_count(riding(OTTAWA), &full_count());
    part.add(Place::Abroad, 7);
    tally.absorb(&part);
    assert_eq!([riding(OTTAWA), riding(VANCOUVER), Place::Abroad].map(|place| tally.at(place)), [6, 1, 7]);
    assert_eq!(tally.total(), 14);
    let provinces = [Province::Ontario, Province::BritishColumbia, Province::Quebec];
    assert_eq!(provinces.map(|province| tally.in_province(province)), [6, 1, 0], "nobody abroad is in a province");
    assert_eq!(tally.by_partner().into_values().collect::<Vec<_>>(), [4]);
    let sum = tally.sum();
    assert_eq!((sum.signers, sum.paper, sum.by_code, sum.withdrawn), (14, 6, 8, 10));
    assert_eq!(sum.invalidated, BTreeMap::from([(Cause::Invented, 12)]));
}

#[test]
fn places_that_count_nothing_are_neither_listed_nor_compared() {
    let (mut tally, mut nothing) = (Tally::default(), full_count());
    for (measure, by) in every_measure().iter().zip(1..) {
        nothing.add(measure, -by);
    }
    tally.add(riding(OTTAWA), 1);
    tally.add(riding(VANCOUVER), 0);
    tally.add_count(Place::Abroad, &nothing);
    assert_eq!(tally.places().map(|(place, count)| (place, count.signers)).collect::<Vec<_>>(), [(riding(OTTAWA), 1)]);
    let mut same = Tally::default();
    same.add(riding(OTTAWA), 1);
    assert_ne!(tally, same);
    assert_eq!(tally.compact(), same);
}
