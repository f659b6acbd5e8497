//! A supporter's home as somebody typed it: a country, or a postal code and, where that does not decide it, a riding.

use domain::person::country::Country;
use domain::person::postal_code::{PostalCode, PostalCodeError};
use domain::person::residence::{FoundBy, Residence};
use domain::typed_text::trim;

use crate::lookup::{Lookup, choices, look_up, may_choose};
use crate::table::{Riding, find};

/// The fault of a typed home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HomeFault {
    CountryUnknown,
    PostalCode(PostalCodeError),
    /// The fault of the riding, as interfaces name it, and the ridings to choose from.
    Riding(&'static str, Vec<&'static Riding>),
}

/// Parses a home. The riding is the one of the postal code, or the one that was chosen.
///
/// # Errors
/// Fails when the country, the postal code or the riding is not one, or when the riding must be chosen.
pub fn home(postal_code: &str, country: &str, riding: &str) -> Result<Residence, HomeFault> {
    let country = trim(country);
    if !country.is_empty() && !country.eq_ignore_ascii_case("CA") {
        let country = country.parse::<Country>().map_err(|_| HomeFault::CountryUnknown)?;
        return Ok(Residence::Abroad { country });
    }
    let postal_code = postal_code.parse::<PostalCode>().map_err(HomeFault::PostalCode)?;
    let wrong = |fault| HomeFault::Riding(fault, choices(postal_code));
    let found = match look_up(postal_code) {
        Lookup::One(riding) => Some(riding),
        Lookup::Several(_) | Lookup::Unknown => None,
    };
    let chosen = match trim(riding) {
        "" => found.ok_or_else(|| wrong("riding_ambiguous"))?,
        typed => find(typed).ok_or_else(|| wrong("riding_unknown"))?,
    };
    if !may_choose(postal_code, chosen.code) {
        return Err(wrong("riding_elsewhere"));
    }
    let found_by = if found == Some(chosen) { FoundBy::PostalCode } else { FoundBy::Supporter };
    Ok(Residence::Canada { postal_code, riding: chosen.code, found_by })
}
