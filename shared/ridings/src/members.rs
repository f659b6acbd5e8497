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
}

static ALL: LazyLock<Vec<MemberOfParliament>> = LazyLock::new(|| {
    let read = |line: &'static str| {
        let mut columns = line.split('\t');
        let mut column = || columns.next().unwrap_or_default();
        let riding = column().parse().expect("the builder checked every code, and a test reads them all");
        let (name, party, email, as_of) = (column(), column(), column(), column());
        MemberOfParliament { riding, name, party, email: Some(email).filter(|email| !email.is_empty()), as_of }
    };
    TABLE.lines().map(read).collect()
});

/// Returns the member for a riding; `None` when the seat is vacant or not known.
#[must_use]
pub fn member(riding: RidingCode) -> Option<&'static MemberOfParliament> {
    ALL.iter().find(|member| member.riding == riding)
}
