//! The tally as a table, which every file of it shows: the columns, and their headers in both languages.
//!
//! A cell knows its type. So a spreadsheet gets numbers as numbers, and a text file gets them without grouping.

use campaigns::Texts;
use domain::campaign::members::Holder;
use domain::campaign::partner::Partner;
use domain::locale::Locale;
use domain::slug::PartnerSlug;
use domain::tally::riding::Province;
use pages::{holder_text, party_name, sort_key};
use ridings::{province_name, share};

use crate::campaign::published_partners::state_key;
use crate::counts::board::{Board, ProvinceCounts, RidingCounts};
use crate::downloads::attachment::{csv_writer, defused};

/// The content of a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Text(String),
    Number(i64),
    /// A part of one, which is shown in percent.
    Share(f64),
    /// The value is not known.
    Empty,
}

/// A table with one line of headers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    pub(crate) headers: Vec<String>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl Cell {
    /// Writes the cell for a CSV file: numbers have no grouping, and the decimal mark that Excel takes in the language.
    fn plain(&self, locale: Locale) -> String {
        match self {
            Self::Text(text) => defused(text),
            Self::Number(number) => number.to_string(),
            Self::Share(share) => match locale {
                Locale::En => format!("{share:.6}"),
                Locale::Fr => format!("{share:.6}").replace('.', ","),
            },
            Self::Empty => String::new(),
        }
    }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }
}

/// The keys of the headers before those of the partners.
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
/// The place of the riding's name among the columns.
pub(crate) const RIDING: usize = 1;

/// Makes the table of ridings. The table of the whole country ends with the signers abroad, so that it adds up to the total.
pub(crate) fn of_ridings(t: &Texts, board: &Board, partners: &[PartnerSlug], whole: bool) -> Table {
    // A snapshot keeps the partners' counts only for the whole campaign.
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

/// Names the Member, or says that the seat is vacant.
fn seat(t: &Texts, holder: &Holder) -> Cell {
    match holder {
        Holder::Member(member) => Cell::Text(member.name.clone()),
        Holder::Vacant { .. } | Holder::Unknown => holder_text(t, holder).map_or(Cell::Empty, Cell::Text),
    }
}

fn cells(t: &Texts, row: &RidingCounts, partners: &[PartnerSlug]) -> Vec<Cell> {
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
        seat(t, &row.holder),
        member.map_or(Cell::Empty, |member| text(&party_name(t, &member.party))),
        row.paper.into(),
    ];
    let brought = |slug: &PartnerSlug| row.by_partner.as_ref().and_then(|all| all.get(slug)).copied().unwrap_or(0);
    cells.extend(partners.iter().map(|slug| Cell::Number(brought(slug))));
    cells
}

/// Makes the table of provinces, in the order of their names.
pub(crate) fn of_provinces(t: &Texts, board: &Board) -> Table {
    let headers = ["file-province-code", "file-province", "office-signatures-same", "file-electors", "file-share"];
    let mut provinces = board.provinces();
    let name = |province: Province| province_name(province, t.locale());
    provinces.sort_by_key(|row| sort_key(name(row.province)));
    let row = |row: &ProvinceCounts| {
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

/// Makes the table of partners, by name, each with its number.
pub(crate) fn of_partners(t: &Texts, board: &Board, partners: &[Partner]) -> Table {
    let headers = ["office-partners-slug", "office-partner", "office-partners-state", "office-signatures-same"];
    let mut partners: Vec<_> = partners.iter().collect();
    partners.sort_by_cached_key(|partner| sort_key(partner.name(t.locale())));
    let row = |partner: &&Partner| {
        vec![
            Cell::Text(partner.slug.to_string()),
            Cell::Text(partner.name(t.locale()).to_owned()),
            Cell::Text(t.get(state_key(partner.state))),
            Cell::Number(board.by_partner.get(&partner.slug).copied().unwrap_or_default()),
        ]
    };
    Table { headers: headers.map(|key| t.get(key)).into(), rows: partners.iter().map(row).collect() }
}

/// Writes the table as CSV for Excel in a language.
pub(crate) fn csv(table: &Table, locale: Locale) -> Vec<u8> {
    let mut writer = csv_writer(locale);
    writer.write_record(&table.headers).expect("a record in memory");
    for row in &table.rows {
        writer.write_record(row.iter().map(|cell| cell.plain(locale))).expect("a record in memory");
    }
    writer.into_inner().expect("memory takes it all")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_a_spreadsheet_would_run_is_made_a_text() {
        for (typed, kept) in [("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx")] {
            assert_eq!(defused(typed), kept);
        }
        assert_eq!(Cell::Number(-1).plain(Locale::En), "-1", "a number is a number");
        assert_eq!(defused("Ottawa = Centre"), "Ottawa = Centre");
    }

    #[test]
    fn a_csv_is_as_excel_in_its_language_reads_it() {
        let row = vec![Cell::Text("Québec, \"la\"".into()), Cell::Number(12_345), Cell::Share(0.25)];
        let table = Table { headers: ["Nom", "N", "%"].map(str::to_owned).to_vec(), rows: vec![row] };
        for (locale, text) in [
            (Locale::En, "\u{feff}Nom,N,%\r\n\"Québec, \"\"la\"\"\",12345,0.250000\r\n"),
            (Locale::Fr, "\u{feff}Nom;N;%\r\n\"Québec, \"\"la\"\"\";12345;0,250000\r\n"),
        ] {
            assert_eq!(String::from_utf8(csv(&table, locale)).unwrap(), text);
        }
    }
}
