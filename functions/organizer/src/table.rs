//! The tally as a table: what every file of it holds, column by column, with its headers in either language.
//!
//! A cell knows what it is, so that a spreadsheet gets numbers as numbers and a text file gets them plain.

use campaigns::Texts;
use domain::slug::PartnerSlug;
use domain::tally::riding::Province;
use pages::{party_name, sort_key};
use ridings::{province_name, share};

use crate::board::{Board, Row};

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Text(String),
    Number(i64),
    /// A part of one, shown in percent.
    Share(f64),
    /// Nothing is known.
    Empty,
}

/// A table with one line of headers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    pub(crate) headers: Vec<String>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl Cell {
    /// For a text file: numbers without grouping and with a point, so that every program reads the same.
    pub(crate) fn plain(&self) -> String {
        match self {
            Self::Text(text) => defused(text),
            Self::Number(number) => number.to_string(),
            Self::Share(share) => format!("{share:.6}"),
            Self::Empty => String::new(),
        }
    }
}

/// A spreadsheet reads a text that begins like this as a formula, which could then read the sheet or call out: an apostrophe
/// before it makes it a text again (OWASP, CSV injection).
pub(crate) fn defused(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}") } else { text.to_owned() }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }
}

/// The columns before the partners'.
const COLUMNS: [&str; 14] = [
    "file-code",
    "file-riding",
    "file-province-code",
    "file-province",
    "office-signatures-same",
    "file-electors",
    "file-share",
    "file-rank",
    "file-rank-in-province",
    "file-day",
    "file-week",
    "file-member",
    "file-party",
    "file-paper",
];

/// The place of the count among the columns.
pub(crate) const SIGNATURES: usize = 4;
/// And of the riding's name.
pub(crate) const RIDING: usize = 1;

/// Every riding of the board, then those abroad unless it is of one province: the counts add up to the total.
pub(crate) fn of_ridings(t: &Texts, board: &Board, partners: &[PartnerSlug], whole: bool) -> Table {
    // A snapshot keeps partners' counts for the whole campaign alone.
    let partners = if board.rows.iter().all(|row| row.by_partner.is_some()) { partners } else { &[] };
    let mut headers: Vec<_> = COLUMNS.map(|key| t.get(key)).into();
    headers.extend(partners.iter().map(|slug| t.with("file-partner", [("partner", slug.as_str().into())])));
    let mut rows: Vec<_> = board.rows.iter().map(|row| cells(t, row, partners)).collect();
    if whole {
        let mut abroad = vec![Cell::Empty; headers.len()];
        abroad[0] = Cell::Text("abroad".to_owned());
        abroad[RIDING] = Cell::Text(t.get("file-abroad"));
        abroad[SIGNATURES] = Cell::Number(board.abroad);
        rows.push(abroad);
    }
    Table { headers, rows }
}

fn cells(t: &Texts, row: &Row, partners: &[PartnerSlug]) -> Vec<Cell> {
    let (standing, riding) = (&row.standing, row.standing.riding);
    let text = |text: &str| Cell::Text(text.to_owned());
    let rank = |rank: Option<usize>| Cell::from(rank.map(|rank| i64::try_from(rank).expect("at most 343")));
    let member = row.member();
    let mut cells = vec![
        Cell::Text(riding.code.to_string()),
        text(riding.name(t.locale())),
        text(riding.province.abbreviation()),
        text(province_name(riding.province, t.locale())),
        Cell::Number(standing.count),
        Cell::Number(riding.electors.into()),
        Cell::Share(standing.share()),
        rank(standing.rank),
        rank(standing.rank_in_province),
        row.day.into(),
        row.week.into(),
        member.map_or(Cell::Empty, |member| text(member.name)),
        member.map_or(Cell::Empty, |member| text(&party_name(t, member.party))),
        row.paper.into(),
    ];
    let brought = |slug: &PartnerSlug| row.by_partner.as_ref().and_then(|all| all.get(slug)).copied().unwrap_or(0);
    cells.extend(partners.iter().map(|slug| Cell::Number(brought(slug))));
    cells
}

/// Every province, by name.
pub(crate) fn of_provinces(t: &Texts, board: &Board) -> Table {
    let headers = ["file-province-code", "file-province", "office-signatures-same", "file-electors", "file-share"];
    let mut provinces = board.provinces();
    let name = |province: Province| province_name(province, t.locale());
    provinces.sort_by_key(|row| sort_key(name(row.province)));
    let row = |row: &crate::board::ProvinceRow| {
        vec![
            Cell::Text(row.province.abbreviation().to_owned()),
            Cell::Text(name(row.province).to_owned()),
            Cell::Number(row.count),
            Cell::Number(row.electors.into()),
            Cell::Share(share(row.count, row.electors)),
        ]
    };
    Table { headers: headers.map(|key| t.get(key)).into(), rows: provinces.iter().map(row).collect() }
}

/// The table as CSV for Excel: UTF-8 with the mark that says so, commas, CRLF (RFC 4180).
pub(crate) fn csv(table: &Table) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BOM.to_vec());
    writer.write_record(&table.headers).expect("a record in memory");
    for row in &table.rows {
        writer.write_record(row.iter().map(Cell::plain)).expect("a record in memory");
    }
    writer.into_inner().expect("memory takes it all")
}

/// A CSV file. Media types have no case (RFC 9110, section 8.3.1), and this one is written so because what Lambda's adapter
/// knows to be text, by `text` in lower case, it decodes, and drops the mark at its beginning.
pub(crate) const CSV: &str = "Text/csv; charset=utf-8; header=present";

/// Without it Excel takes a file for Windows-1252 and shows accents broken.
pub(crate) const BOM: &[u8] = "\u{feff}".as_bytes();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_a_spreadsheet_would_run_is_made_a_text() {
        for (typed, kept) in [("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx")] {
            assert_eq!(defused(typed), kept);
        }
        assert_eq!(Cell::Number(-1).plain(), "-1", "a number is a number");
        assert_eq!(defused("Ottawa = Centre"), "Ottawa = Centre");
    }

    #[test]
    fn a_csv_has_the_mark_that_excel_looks_for() {
        let table = Table { headers: vec!["Nom".into()], rows: vec![vec![Cell::Text("Québec, \"la\"".into())]] };
        assert_eq!(String::from_utf8(csv(&table)).unwrap(), "\u{feff}Nom\r\n\"Québec, \"\"la\"\"\"\r\n");
    }
}
