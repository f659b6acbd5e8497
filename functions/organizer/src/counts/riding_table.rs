//! The dashboard's table of ridings, and the columns that it can be sorted by.

use std::cmp::Reverse;

use campaigns::Texts;
use domain::campaign::members::{Holder, Roster};
use domain::locale::Locale;
use pages::{
    ColumnHeader, ListColumn, ListView, Shading, StandingColumn, holder_text, nothing, party_name, riding_path,
    sort_key,
};

use crate::counts::board::{Board, RidingCounts};
use crate::counts::signed;
use crate::counts::week::report_path;

pub(crate) type View = ListView<Column>;

/// A column of the table: those of each list of ridings, and those that only organizers see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Standing(StandingColumn),
    Day,
    Week,
    Missing,
    Member,
    Party,
}

impl Default for Column {
    fn default() -> Self {
        Self::Standing(StandingColumn::default())
    }
}

impl ListColumn for Column {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Standing(StandingColumn::Name), "name"),
        (Self::Standing(StandingColumn::Province), "province"),
        (Self::Standing(StandingColumn::Count), "count"),
        (Self::Standing(StandingColumn::Share), "share"),
        (Self::Day, "day"),
        (Self::Week, "week"),
        (Self::Missing, "missing"),
        (Self::Member, "member"),
        (Self::Party, "party"),
    ];
    const SHADINGS: &'static [(Shading, &'static str)] = &[(Shading::Count, "count"), (Shading::Share, "share")];
    const ADDRESS: (&'static str, &'static str) = ("/organizer", "");
    const PAGE_ROWS: usize = 12;

    /// Growth begins with the greatest, names and missing signatures with the first.
    fn rises(self) -> bool {
        match self {
            Self::Standing(column) => column.rises(),
            Self::Day | Self::Week => false,
            Self::Missing | Self::Member | Self::Party => true,
        }
    }
}

impl Column {
    const fn is_number(self) -> bool {
        match self {
            Self::Standing(column) => matches!(column, StandingColumn::Count | StandingColumn::Share),
            Self::Day | Self::Week | Self::Missing => true,
            Self::Member | Self::Party => false,
        }
    }
}

/// A riding as the table shows it.
pub(crate) struct RidingRow {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) province: &'static str,
    pub(crate) count: String,
    pub(crate) share: String,
    pub(crate) day: String,
    pub(crate) week: String,
    pub(crate) missing: String,
    pub(crate) member: String,
    pub(crate) party: String,
    pub(crate) report: String,
}

/// The headers of the columns, and whether each column holds numbers.
pub(crate) fn headers(t: &Texts, view: &View) -> Vec<(ColumnHeader, bool)> {
    let header = |(column, name): &(Column, &str)| {
        let label = match column {
            Column::Standing(StandingColumn::Count) => t.get("office-signatures-same"),
            Column::Standing(_) | Column::Day | Column::Week | Column::Missing | Column::Member | Column::Party => {
                t.get(&format!("office-column-{name}"))
            }
        };
        (view.header(t.locale(), *column, label), column.is_number())
    };
    Column::ALL.iter().map(header).collect()
}

/// The rows that the view shows, in its order.
pub(crate) fn rows(t: &Texts, view: &View, board: &Board, roster: &Roster) -> Vec<RidingRow> {
    let locale = t.locale();
    let mut rows: Vec<_> = board.rows.iter().filter(|row| view.shows(&row.standing, roster)).collect();
    view.arrange(&mut rows, |row| row.standing.riding.name(locale), |rows, column| sort(rows, column, locale));
    rows.into_iter().map(|row| riding_row(t, row)).collect()
}

fn sort(rows: &mut [&RidingCounts], column: Column, locale: Locale) {
    match column {
        Column::Standing(column) => column.sort(rows, locale, |row| &row.standing),
        Column::Day => rows.sort_by_key(|row| Reverse(row.day)),
        Column::Week => rows.sort_by_key(|row| Reverse(row.week)),
        Column::Missing => rows.sort_by_key(|row| row.milestone().map_or(i64::MAX, |(_, missing)| missing)),
        Column::Member => {
            rows.sort_by_cached_key(|row| {
                row.member().map_or_else(String::new, |member| last_name_first(&member.name))
            });
        }
        Column::Party => {
            rows.sort_by_cached_key(|row| row.member().map_or_else(String::new, |member| member.party.clone()));
        }
    }
}

/// The key that sorts Members by their last names.
fn last_name_first(name: &str) -> String {
    let (first, last) = name.rsplit_once(' ').unwrap_or(("", name));
    sort_key(&format!("{last} {first}"))
}

/// Names the Member, or says that the seat is vacant.
fn holder_name(t: &Texts, holder: &Holder) -> String {
    match holder {
        Holder::Member(member) => member.name.clone(),
        Holder::Vacant { .. } => holder_text(t, holder).unwrap_or_default(),
        Holder::Unknown => t.get("office-no-member"),
    }
}

fn riding_row(t: &Texts, row: &RidingCounts) -> RidingRow {
    let (standing, riding) = (&row.standing, row.standing.riding);
    let missing = row
        .milestone()
        .map(|(next, missing)| t.with("office-missing", [("missing", missing.into()), ("milestone", next.into())]));
    RidingRow {
        href: riding_path(t.locale(), riding.code),
        name: riding.shown(t.locale()).to_owned(),
        province: riding.province.abbreviation(),
        count: t.number(standing.count),
        share: t.telling_share(standing.share()).unwrap_or_else(nothing),
        day: signed(t, row.day),
        week: signed(t, row.week),
        missing: missing.unwrap_or_default(),
        member: holder_name(t, &row.holder),
        party: row.member().map_or_else(String::new, |member| party_name(t, &member.party)),
        report: report_path(t, row),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_is_an_address_and_every_address_a_view() {
        for query in ["", "sort=name", "sort=week&order=asc", "map=hexagons&colour=share&province=ON&q=Ottawa"] {
            let view = View::parse(query);
            assert_eq!(View::parse(view.path().trim_start_matches('?')), view, "{query}");
        }
        assert_eq!(View::parse("sort=nonsense&province=XX&order=up&colour=rank"), View::default());
        assert_eq!(View::default().path(), "");
        assert_eq!(View::default().href(Locale::Fr), "/organizer/fr");
    }

    #[test]
    fn members_are_sorted_by_their_last_names() {
        assert!(last_name_first("Zoë Abel") < last_name_first("Anna Zimmer"));
    }
}
