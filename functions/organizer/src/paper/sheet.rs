//! The reader of a file of paper signatures: it separates the rows that can be counted from the lines with faults.

use std::collections::HashMap;

use domain::ids::PersonId;
use domain::paper::sheet::PaperRow;
use domain::person::folding::folded;
use domain::person::identity::PersonKey;
use domain::person::name::{NameError, PersonName};
use domain::person::postal_code::{PostalCode, PostalCodeError};
use domain::person::residence::{FoundBy, Residence};
use domain::tally::riding::RidingCode;
use domain::typed_text;
use ridings::{Lookup, look_up};

/// Each column with its headers: those of our template in both languages, and one for programs.
const COLUMNS: [(Column, [&str; 3]); 4] = [
    (Column::First, ["first name", "prénom", "first_name"]),
    (Column::Last, ["last name", "nom", "last_name"]),
    (Column::PostalCode, ["postal code", "code postal", "postal_code"]),
    (Column::Riding, ["riding code", "code de circonscription", "riding"]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Column {
    First,
    Last,
    PostalCode,
    Riding,
}

/// The fault of a file that cannot be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SheetError {
    /// The file has no line.
    Empty,
    /// The file is a workbook, not a CSV file.
    Workbook,
    /// The file is not text in UTF-8.
    NotUtf8,
    /// The first line lacks this header.
    NoColumn(&'static str),
}

/// The fault of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LineFault {
    NoName,
    BadName,
    NoPostalCode,
    BadPostalCode,
    /// Letters and digits that look alike were confused. This code may be meant.
    PostalCodeLike(PostalCode),
    /// The postal code is in several ridings, which are these, or in none that we know.
    WhichRiding(Vec<RidingCode>),
    NoSuchRiding,
    /// The riding is in another province than the postal code.
    RidingElsewhere,
    /// The same person stands on this earlier line.
    SameAsLine(u64),
}

/// The content of a file.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// The rows that can be counted, each with the number of its line.
    pub(crate) rows: Vec<(u64, PaperRow)>,
    /// The faults, each with the number of its line.
    pub(crate) faults: Vec<(u64, LineFault)>,
}

impl Sheet {
    /// Reads a file: comma or semicolon, with or without a mark of byte order, columns in any order.
    pub(crate) fn read(bytes: &[u8], people: &PersonKey) -> Result<Self, SheetError> {
        if bytes.starts_with(b"PK\x03\x04") {
            return Err(SheetError::Workbook);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| SheetError::NotUtf8)?;
        // The reader counts line feeds only, and would misnumber lines that end with a carriage return.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
        let header = text.lines().next().filter(|line| !line.trim().is_empty()).ok_or(SheetError::Empty)?;
        let delimiter = if header.matches(';').count() > header.matches(',').count() { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let headers: Vec<_> = reader.headers().map_err(|_| SheetError::Empty)?.iter().map(folded).collect();
        let mut places = HashMap::new();
        for (column, names) in COLUMNS {
            let place = headers.iter().position(|header| names.iter().any(|name| folded(name) == *header));
            if place.is_none() && column != Column::Riding {
                return Err(SheetError::NoColumn(names[0]));
            }
            places.extend(place.map(|place| (column, place)));
        }
        let mut sheet = Self::default();
        let mut lines: HashMap<PersonId, u64> = HashMap::new();
        for record in reader.records() {
            // The text is UTF-8 and lines may have any length, so no record fails.
            let Ok(record) = record else { return Err(SheetError::NotUtf8) };
            let line = record.position().map_or(0, csv::Position::line);
            let field = |column| places.get(&column).and_then(|place| record.get(*place)).unwrap_or_default();
            if record.iter().all(str::is_empty) {
                continue;
            }
            match read_row(field, people) {
                Err(fault) => sheet.faults.push((line, fault)),
                Ok(row) => {
                    if let Some(first) = lines.get(&row.id) {
                        sheet.faults.push((line, LineFault::SameAsLine(*first)));
                    } else {
                        lines.insert(row.id, line);
                        sheet.rows.push((line, row));
                    }
                }
            }
        }
        Ok(sheet)
    }
}

fn read_row<'a>(field: impl Fn(Column) -> &'a str, people: &PersonKey) -> Result<PaperRow, LineFault> {
    let name = PersonName::parse(field(Column::First), field(Column::Last)).map_err(|faults| match faults.first {
        Some(NameError::Missing) => LineFault::NoName,
        Some(NameError::TooLong | NameError::Link | NameError::Character) | None => LineFault::BadName,
    })?;
    let postal_code: PostalCode = field(Column::PostalCode).parse().map_err(|error| match error {
        PostalCodeError::Missing => LineFault::NoPostalCode,
        PostalCodeError::DidYouMean(code) => LineFault::PostalCodeLike(code),
        PostalCodeError::Malformed | PostalCodeError::UnusedLetter => LineFault::BadPostalCode,
    })?;
    let (riding, found_by) = riding(postal_code, field(Column::Riding))?;
    let id = people.at(&name, postal_code);
    Ok(PaperRow { id, name, residence: Residence::Canada { postal_code, riding, found_by } })
}

/// Finds the riding of a row: the one that is written, or else the one of the postal code.
fn riding(postal_code: PostalCode, written: &str) -> Result<(RidingCode, FoundBy), LineFault> {
    let written = typed_text::trim(written);
    if !written.is_empty() {
        let code: RidingCode = written.parse().map_err(|_| LineFault::NoSuchRiding)?;
        return match ridings::get(code) {
            None => Err(LineFault::NoSuchRiding),
            Some(_) if !ridings::may_choose(postal_code, code) => Err(LineFault::RidingElsewhere),
            Some(riding) => Ok((riding.code, FoundBy::Supporter)),
        };
    }
    match look_up(postal_code) {
        Lookup::One(riding) => Ok((riding.code, FoundBy::PostalCode)),
        Lookup::Several(several) => Err(LineFault::WhichRiding(several.iter().map(|riding| riding.code).collect())),
        Lookup::Unknown => Err(LineFault::WhichRiding(Vec::new())),
    }
}

#[cfg(test)]
mod tests {
    use domain::keys::secret::Secret;

    use super::*;

    fn read(text: &str) -> Result<Sheet, SheetError> {
        Sheet::read(text.as_bytes(), &people())
    }

    fn people() -> PersonKey {
        PersonKey::new("c".parse().unwrap(), &Secret::new("k".repeat(32))).unwrap()
    }

    #[test]
    fn both_languages_and_both_marks_are_read() {
        let en = read("First name,Last name,Postal code,Riding code\r\nAnne,Roy,K2P 0A1,\r\n").unwrap();
        let fr = read("\u{feff}Nom;Pre\u{301}nom;CODE POSTAL\nRoy;Anne;k2p0a1\n").unwrap();
        assert_eq!((en.rows.len(), en.faults.len()), (1, 0));
        assert_eq!(en.rows[0], fr.rows[0], "the same person in the same line");
        assert_eq!((en.rows[0].0, fr.rows[0].0), (2, 2), "whatever ends a line");
    }

    #[test]
    fn a_file_that_is_none_says_what_is_missing() {
        assert_eq!(read("").unwrap_err(), SheetError::Empty);
        assert_eq!(read("First name,Last name\nA,B\n").unwrap_err(), SheetError::NoColumn("postal code"));
        let latin = Sheet::read(b"Pr\xe9nom;Nom;Code postal\n", &people());
        assert_eq!(latin.unwrap_err(), SheetError::NotUtf8);
    }

    #[test]
    fn each_wrong_line_is_named_and_the_others_are_read() {
        let several = (0..domain::person::postal_code::AREAS)
            .filter_map(|area| PostalCode::from_indices(area, 0))
            .find(|code| matches!(look_up(*code), Lookup::Several(_)))
            .unwrap();
        let text = format!(
            "first_name,last_name,postal_code,riding\n\
             Anne,Roy,K2P 0A1,\n\
             ,,K2P 0A1,\n\
             http://x.example,Roy,K2P 0A1,\n\
             Jean,Roy,,\n\
             Jean,Roy,K2P OA1,\n\
             Jean,Roy,12345,\n\
             ANNE,roy,k2p-0a1,\n\
             ,,,\n\
             Jean,Roy,{several},\n\
             Jean,Roy,K2P 0A1,99999\n\
             Jean,Roy,K2P 0A1,59001\n\
             \"Jean\nPaul\",Roy,K2P 0A1\n\
             Suharto,,K2P 0A1\n"
        );
        let sheet = read(&text).unwrap();
        let of = |line: u64| sheet.faults.iter().find(|(at, _)| *at == line).map(|(_, fault)| fault.clone());
        assert_eq!(of(3), Some(LineFault::NoName));
        assert_eq!(of(4), Some(LineFault::BadName));
        assert_eq!(of(5), Some(LineFault::NoPostalCode));
        assert_eq!(of(6), Some(LineFault::PostalCodeLike("K2P 0A1".parse().unwrap())));
        assert_eq!(of(7), Some(LineFault::BadPostalCode));
        assert_eq!(of(8), Some(LineFault::SameAsLine(2)));
        assert!(matches!(of(10), Some(LineFault::WhichRiding(some)) if !some.is_empty()));
        assert_eq!((of(11), of(12)), (Some(LineFault::NoSuchRiding), Some(LineFault::RidingElsewhere)));
        assert_eq!(
            (sheet.rows.len(), sheet.faults.len()),
            (3, 9),
            "a line may go on in quotes, and one name is a name"
        );
    }
}
