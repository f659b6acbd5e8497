//! The federal ridings and the postal codes in them, in memory: no network, no database.
//!
//! The tables under `data/` are built by `infra/ridings-table`, which documents their sources. This crate must never
//! guess: for a code that the table does not have, it offers the likely ridings as a question. Start reading at
//! [`look_up`].

mod home;
mod lookup;
mod map;
mod members;
mod postal;
mod standing;
mod table;

pub use home::{HomeFault, home};
pub use lookup::{Lookup, Several, look_up, may_choose};
pub use map::{Bounds, Hexagon, boundaries, bounds, bounds_of, hexagon, neighbours, outline, outlines};
pub use members::first_roster;
pub use standing::{Ahead, NextRank, Standing, Standings, share};
pub use table::{Name, Riding, all, find, get, in_province, province_name};

use domain::locale::Locale;
use domain::person::residence::Residence;

/// The size of the tables that the lookup needs, in bytes. The maps' tables are not among them.
pub const EMBEDDED_BYTES: usize =
    postal::TABLE.len() + table::RIDINGS.len() + table::PROVINCES.len() + members::TABLE.len();

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
