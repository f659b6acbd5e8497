//! Members of Parliament: a table that is replaced when they change.

use std::sync::LazyLock;

use domain::tally::riding::RidingCode;

pub(crate) const TABLE: &str = include_str!("../data/members.tsv");

/// The holder of a riding's seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberOfParliament {
    pub riding: RidingCode,
    pub name: &'static str,
    pub party: &'static str,
    /// The published address. Without one, mail goes to the House of Commons, Ottawa K1A 0A6, and needs no stamp.
    pub email: Option<&'static str>,
    /// The date of the data, and the kind of source.
    pub as_of: &'static str,
    /// The gender that letters address, where the roster says so. It is never guessed from a name.
    pub gender: Option<Gender>,
}

/// The gender of a Member of Parliament, as the roster has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    Woman,
    Man,
}

impl Gender {
    /// Reads a roster's letter: `F` or `M`.
    fn read(letter: &str) -> Option<Self> {
        match letter {
            "F" => Some(Self::Woman),
            "M" => Some(Self::Man),
            _ => None,
        }
    }
}

static ALL: LazyLock<Vec<MemberOfParliament>> = LazyLock::new(|| TABLE.lines().map(read).collect());

fn read(line: &'static str) -> MemberOfParliament {
    let mut columns = line.split('\t');
    let mut column = || columns.next().unwrap_or_default();
    let riding = column().parse().expect("the builder checked every code, and a test reads them all");
    let (name, party, email, as_of) = (column(), column(), column(), column());
    let (email, gender) = (Some(email).filter(|email| !email.is_empty()), Gender::read(column()));
    MemberOfParliament { riding, name, party, email, as_of, gender }
}

/// Returns the member for a riding; `None` when the seat is vacant or not known.
#[must_use]
pub fn member(riding: RidingCode) -> Option<&'static MemberOfParliament> {
    ALL.iter().find(|member| member.riding == riding)
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
            ("35079\tMarie Person\tParty\t\t2025-06 roster", None),
        ] {
            assert_eq!(read(line).gender, gender, "{line}");
        }
    }
}
