//! The text by which a riding is found.

use domain::campaign::members::Roster;
use ridings::Standing;

use crate::home::sort_key;

/// The text that a search looks in: both names of the riding, its code and its Member, with a space between them.
#[must_use]
pub fn search_text(standing: &Standing, roster: &Roster) -> String {
    let riding = standing.riding;
    let member = roster.member(riding.code).map_or("", |member| member.name.as_str());
    [riding.name.en, riding.name.fr, &riding.code.to_string(), member].map(sort_key).join(" ")
}
