//! The federal ridings and the postal codes in them, in memory: no network, no database.
//!
//! The tables under `data/` are built by `infra/ridings-table`, which documents their sources. This crate must never
//! guess: for a code that the table does not have, it offers the likely ridings as a question. Start reading at
//! [`look_up`].

mod map;
mod members;
mod postal;
mod standing;
mod table;

pub use map::{Bounds, Hexagon, boundaries, bounds, bounds_of, hexagon, neighbours, outline, outlines};
pub use members::first_roster;
pub use standing::{Ahead, NextRank, Standing, Standings, share};
pub use table::{Name, Riding, all, get, in_province, province_name};

use domain::locale::Locale;
use domain::person::postal_code::PostalCode;
use domain::person::residence::Residence;
use domain::tally::riding::RidingCode;

/// The size of the tables that the lookup needs, in bytes. The maps' tables are not among them.
pub const EMBEDDED_BYTES: usize =
    postal::TABLE.len() + table::RIDINGS.len() + table::PROVINCES.len() + members::TABLE.len();

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
    let Some(chosen) = get(riding) else { return false };
    let offered = match look_up(code) {
        Lookup::One(one) => one == chosen,
        Lookup::Several(several) => several.iter().any(|one| one == chosen),
        Lookup::Unknown => false,
    };
    offered || code.provinces().any(|province| province == chosen.province)
}

/// Returns the name of the riding where somebody lives, as pages show it; `None` for those abroad.
#[must_use]
pub fn name_of(residence: &Residence, locale: Locale) -> Option<&'static str> {
    Some(get(residence.place().riding()?)?.shown(locale))
}

/// Names the sources that the product must credit wherever it shows these data.
#[must_use]
pub const fn attribution(locale: Locale) -> &'static str {
    match locale {
        Locale::En => {
            "Contains information licensed under the Open Government Licence – Canada. Coastlines: Natural Earth. Postal code data © GeoNames, CC BY 4.0."
        }
        Locale::Fr => {
            "Contient de l’information visée par la Licence du gouvernement ouvert – Canada. Traits de côte\u{202f}: Natural Earth. Données des codes postaux © GeoNames, CC BY 4.0."
        }
    }
}
