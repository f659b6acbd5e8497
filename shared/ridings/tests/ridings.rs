//! Checks the content of the embedded tables, and that the lookup asks where they are not sure.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

use domain::locale::Locale;
use domain::person::postal_code::{AREAS, PostalCode, UNITS_PER_AREA};
use domain::tally::riding::Province;
use proptest::prelude::*;
use ridings::{
    EMBEDDED_BYTES, Lookup, all, bounds, bounds_of, first_roster, get, hexagon, in_province, look_up, may_choose,
    neighbours, outlines, province_name,
};

/// The largest size of all tables together.
const EMBEDDED_MAX_BYTES: usize = 400_000;

fn code(text: &str) -> PostalCode {
    text.parse().unwrap()
}

fn several(text: &str) -> Vec<String> {
    match look_up(code(text)) {
        Lookup::Several(several) => several.iter().map(|riding| riding.code.to_string()).collect(),
        other @ (Lookup::One(_) | Lookup::Unknown) => panic!("{text}: {other:?}"),
    }
}

#[test]
fn no_line_of_a_page_begins_with_the_dash_of_a_name_and_data_keep_the_name() {
    let mut dashes = 0;
    for riding in ridings::all() {
        for locale in Locale::ALL {
            let (name, shown) = (riding.name(locale), riding.shown(locale));
            assert_eq!(shown.replace('\u{2060}', ""), name);
            assert!(
                !name.contains('\u{2060}') && shown.split('—').rev().skip(1).all(|word| word.ends_with('\u{2060}'))
            );
            dashes += name.matches('—').count();
        }
    }
    assert!(dashes > 100, "{dashes}");
}

#[test]
fn all_343_ridings_are_there_in_both_languages() {
    assert_eq!(all().len(), 343);
    for riding in all() {
        assert!(!riding.name(Locale::En).is_empty() && !riding.name(Locale::Fr).is_empty());
        assert_eq!(riding.code.province(), riding.province);
        assert_eq!(get(riding.code), Some(riding));
    }
    assert_eq!(all().iter().map(|riding| u64::from(riding.population)).sum::<u64>(), 36_991_981);
    assert_eq!(all().iter().map(|riding| u64::from(riding.electors)).sum::<u64>(), 28_731_275);
    assert_eq!(Province::ALL.map(|province| in_province(province).count()).iter().sum::<usize>(), 343);
    assert_eq!(province_name(Province::Quebec, Locale::Fr), "Québec");
    let ottawa = get("35079".parse().unwrap()).unwrap();
    assert_eq!((ottawa.name(Locale::En), ottawa.name(Locale::Fr)), ("Ottawa Centre", "Ottawa-Centre"));
}

#[test]
fn a_code_inside_a_riding_is_in_one() {
    assert!(matches!(look_up(code("K1R 7S8")), Lookup::One(riding) if riding.code.to_string() == "35079"));
}

#[test]
fn a_code_near_a_boundary_names_the_likeliest_first() {
    assert_eq!(several("A0A 0B6"), ["10002", "10001", "10007", "10006"]);
}

#[test]
fn a_newer_code_of_a_known_area_is_asked_about_by_share() {
    assert_eq!(several("A0A 9Z9")[..3], ["10001", "10007", "10006"]);
}

#[test]
fn nothing_is_known_of_areas_first_issued_after_the_table() {
    for area in ["G0B 1A0", "S4K 1A0"] {
        assert_eq!(look_up(code(area)), Lookup::Unknown);
    }
}

#[test]
fn one_may_say_that_another_riding_of_the_province_is_theirs_but_not_one_across_the_country() {
    let riding = |text: &str| text.parse().unwrap();
    assert!(may_choose(code("K1R 7S8"), riding("35001")));
    assert!(!may_choose(code("K1R 7S8"), riding("59001")));
    assert!(!may_choose(code("K1R 7S8"), riding("35999")));
    // Both territories share the letter X.
    assert!(may_choose(code("X0A 0A0"), riding("61001")) && may_choose(code("X0A 0A0"), riding("62001")));
}

#[test]
fn members_have_a_name_and_never_a_guessed_address() {
    let roster = first_roster();
    let members: Vec<_> = roster.members().map(|(_, member)| member).collect();
    assert!(members.len() >= 330);
    assert!(members.iter().all(|member| !member.name.is_empty() && !member.party.is_empty()));
    assert!(members.iter().filter(|member| member.email.is_some()).count() >= 320);
}

#[test]
fn the_tables_stay_small_enough_to_embed() {
    const { assert!(EMBEDDED_BYTES < EMBEDDED_MAX_BYTES) };
}

#[test]
fn every_riding_can_be_drawn() {
    let drawn: Vec<_> = outlines().split("<path id=\"").skip(1).collect();
    assert_eq!(drawn.len(), 343);
    let whole = bounds_of(None);
    let mut cells = std::collections::HashSet::new();
    for (riding, path) in all().iter().zip(drawn) {
        assert!(path.starts_with(&format!("{}\"", riding.code)), "{}", riding.code);
        assert!(!path.contains("fill") && !path.contains("stroke=") && !path.contains('.'), "{}", riding.code);
        let bounds = bounds(riding.code).unwrap();
        assert!(bounds.width > 0 && bounds.height > 0 && bounds.with(whole) == whole, "{}", riding.code);
        assert!(cells.insert(hexagon(riding.code).unwrap()), "{}", riding.code);
    }
    assert!((whole.left, whole.top) == (0, 0));
    assert!(bounds_of(Some(Province::PrinceEdwardIsland)).width < whole.width / 20);
    assert!(outlines().len() < 150_000);
}

/// Lists the six hexagons around one, as columns and rows: odd rows are half a hexagon to the right.
fn hexagons_around((col, row): (i32, i32)) -> [(i32, i32); 6] {
    let right = col + (row & 1);
    [(col - 1, row), (col + 1, row), (right - 1, row - 1), (right, row - 1), (right - 1, row + 1), (right, row + 1)]
}

#[test]
fn the_cartogram_has_no_holes_and_no_province_is_torn() {
    let cell = |riding: &ridings::Riding| hexagon(riding.code).map(|cell| (cell.col, cell.row)).unwrap();
    let taken: std::collections::HashSet<_> = all().iter().map(cell).collect();
    let reach = |from: (i32, i32), may: &dyn Fn((i32, i32)) -> bool| {
        let (mut seen, mut next) = (std::collections::HashSet::new(), vec![from]);
        while let Some(cell) = next.pop() {
            if may(cell) && seen.insert(cell) {
                next.extend(hexagons_around(cell));
            }
        }
        seen
    };
    for province in Province::ALL {
        let own: std::collections::HashSet<_> = in_province(province).map(cell).collect();
        let from = *own.iter().min().unwrap();
        assert_eq!(reach(from, &|cell| own.contains(&cell)).len(), own.len(), "{province} lies apart");
        // Within a row, a province's hexagons stand side by side.
        for row in own.iter().map(|cell| cell.1).collect::<std::collections::HashSet<_>>() {
            let cols: Vec<_> = own.iter().filter(|cell| cell.1 == row).map(|cell| cell.0).collect();
            let span = cols.iter().max().unwrap() - cols.iter().min().unwrap() + 1;
            assert_eq!(usize::try_from(span).unwrap(), cols.len(), "{province} has a gap in row {row}");
        }
    }
    let sea = reach((-1, -1), &|(col, row)| {
        !taken.contains(&(col, row)) && (-1..=40).contains(&col) && (-1..=40).contains(&row)
    });
    let empty = (-1..=40).flat_map(|row| (-1..=40).map(move |col| (col, row))).filter(|cell| !taken.contains(cell));
    assert_eq!(empty.filter(|cell| !sea.contains(cell)).collect::<Vec<_>>(), [], "holes");
}

#[test]
fn neighbours_are_so_on_both_sides() {
    let names = |code: &str| neighbours(code.parse().unwrap()).iter().map(|r| r.name(Locale::En)).collect::<Vec<_>>();
    let ottawa = names("35079");
    assert!(ottawa.contains(&"Ottawa South") && ottawa.contains(&"Hull—Aylmer"), "{ottawa:?}");
    for riding in all() {
        for other in neighbours(riding.code) {
            assert_ne!(other, riding);
            assert!(neighbours(other.code).contains(&riding), "{} and {}", riding.code, other.code);
        }
    }
    // Its islands are Prince Edward Island's own: no riding of another province borders one of them.
    let island = in_province(Province::PrinceEdwardIsland).flat_map(|riding| neighbours(riding.code));
    assert!(island.into_iter().all(|other| other.province == Province::PrinceEdwardIsland));
    assert!(all().iter().all(|riding| !neighbours(riding.code).is_empty()), "every riding borders another");
}

proptest! {
    #[test]
    fn any_code_has_an_answer_that_can_be_chosen(area in 0..AREAS, unit in 0..UNITS_PER_AREA) {
        let code = PostalCode::from_indices(area, unit).unwrap();
        match look_up(code) {
            Lookup::One(riding) => prop_assert!(may_choose(code, riding.code)),
            Lookup::Several(several) => {
                let mut ridings = several.to_vec();
                prop_assert!(!ridings.is_empty());
                prop_assert!(ridings.iter().all(|riding| may_choose(code, riding.code)));
                let count = ridings.len();
                ridings.sort_by_key(|riding| riding.code);
                ridings.dedup();
                prop_assert_eq!(ridings.len(), count);
            }
            Lookup::Unknown => {}
        }
    }
}
