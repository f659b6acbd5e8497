//! The ridings of a postal code, and those that somebody there may choose.

use domain::person::postal_code::PostalCode;
use domain::tally::riding::RidingCode;

use crate::table::Riding;
use crate::{postal, table};

/// The table's answer about a postal code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    One(&'static Riding),
    /// The code may be in any of these: it lies near a boundary, or is newer than the table.
    Several(Several),
    /// Nothing is known of the code's area.
    Unknown,
}

/// Two or more ridings, the likeliest first; or the one riding of a newer code's area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Several(postal::Indices);

impl Several {
    pub fn iter(self) -> impl Iterator<Item = &'static Riding> {
        self.0.iter().map(table::at)
    }

    #[must_use]
    pub fn to_vec(self) -> Vec<&'static Riding> {
        self.iter().collect()
    }
}

/// Finds the riding of a postal code: one where the table is sure; several near a boundary, or for an unknown code in a
/// known area; unknown otherwise.
#[must_use]
pub fn look_up(code: PostalCode) -> Lookup {
    match postal::find(code) {
        postal::Found::Code(indices) => match indices.only() {
            Some(index) => Lookup::One(table::at(index)),
            None => Lookup::Several(Several(indices)),
        },
        postal::Found::Area(indices) => Lookup::Several(Several(indices)),
        postal::Found::Nothing => Lookup::Unknown,
    }
}

/// Whether somebody at that postal code may choose this riding: any in the provinces of the code's first letter, and
/// any that the table offers (some codes lie across a provincial boundary).
#[must_use]
pub fn may_choose(code: PostalCode, riding: RidingCode) -> bool {
    let Some(chosen) = table::get(riding) else { return false };
    let offered = match look_up(code) {
        Lookup::One(one) => one == chosen,
        Lookup::Several(several) => several.iter().any(|one| one == chosen),
        Lookup::Unknown => false,
    };
    offered || code.provinces().any(|province| province == chosen.province)
}

/// Lists the ridings to choose from for a postal code: those of the table, or else all of its provinces.
pub(crate) fn choices(code: PostalCode) -> Vec<&'static Riding> {
    match look_up(code) {
        Lookup::One(riding) => vec![riding],
        Lookup::Several(several) => several.to_vec(),
        Lookup::Unknown => code.provinces().flat_map(table::in_province).collect(),
    }
}
