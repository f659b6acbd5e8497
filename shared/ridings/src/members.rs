//! The table of the Members of Parliament that is built in. The campaign's desk publishes newer ones, so that only the
//! campaign as it is now may read it.

use domain::campaign::members::{Gender, Holder, Member, Roster};
use domain::mail::email::EmailAddress;
use domain::tally::riding::RidingCode;

use crate::table;

pub(crate) const TABLE: &str = include_str!("../data/members.tsv");

/// Reads a line: riding, name, party, address, the roster's date, and the gender if the roster says it.
fn read(line: &str) -> (RidingCode, Member) {
    let mut columns = line.split('\t');
    let mut column = || columns.next().unwrap_or_default();
    let riding = column().parse().expect("the builder checked every code, and a test reads them all");
    let (name, party, email, as_of) = (column(), column(), column(), column());
    // The builder's sources have "2025-06 roster", or a kind of source without a date.
    let as_of = as_of.split(' ').next().filter(|month| month.starts_with(|c: char| c.is_ascii_digit()));
    let member = Member {
        name: name.to_owned(),
        party: party.to_owned(),
        email: EmailAddress::parse(email).ok(),
        email_source: String::new(),
        email_since: None,
        gender: gender(column()),
        as_of: as_of.unwrap_or_default().to_owned(),
        since: None,
        answer: None,
        replaced: Vec::new(),
    };
    (riding, member)
}

fn gender(letter: &str) -> Option<Gender> {
    match letter {
        "F" => Some(Gender::Woman),
        "M" => Some(Gender::Man),
        _ => None,
    }
}

/// Reads the Members as they were when the tables were built.
#[must_use]
pub fn first_roster() -> Roster {
    let mut roster: Roster = table::all().iter().map(|riding| (riding.code, Holder::Unknown)).collect();
    for (riding, member) in TABLE.lines().map(read) {
        roster.seat(riding, Holder::Member(member));
    }
    roster
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gender_is_read_where_the_roster_has_one_and_never_guessed() {
        for (line, gender) in [
            ("35079\tA Person\tParty\ta@example.org\t2025-06 roster\tF", Some(Gender::Woman)),
            ("35079\tA Person\tParty\t\t2025-06 roster\tM", Some(Gender::Man)),
            ("35079\tMarie Person\tParty\t\t2025-06 roster\t", None),
            ("35079\tMarie Person\tParty\t\tsecondary source", None),
        ] {
            let (_, member) = read(line);
            assert_eq!(member.gender, gender, "{line}");
            assert_eq!(member.as_of, if line.contains("2025") { "2025-06" } else { "" });
        }
    }

    #[test]
    fn every_riding_has_a_seat_in_the_roster() {
        let roster = first_roster();
        assert_eq!(roster.seats().count(), 343);
        assert_eq!(roster.members().count(), TABLE.lines().count());
    }
}
