//! A file of paper signatures, read: what can be counted, and what is wrong with which line.

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

/// What a column is for, with the headers by which it is known: those of our own template, in both languages, and the
/// machine's names.
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

/// Why the file as a whole cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SheetError {
    /// There is no line.
    Empty,
    /// It is a workbook, not a CSV file.
    Workbook,
    /// It is not text in UTF-8.
    NotUtf8,
    /// The first line has no such header.
    NoColumn(&'static str),
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    NoName,
    BadName,
    NoPostalCode,
    BadPostalCode,
    /// Look-alikes were confused; this may be meant.
    PostalCodeLike(PostalCode),
    /// The code is in several ridings, or in none that we know; these are likely.
    WhichRiding(Vec<RidingCode>),
    NoSuchRiding,
    /// The riding is in another province than the code.
    RidingElsewhere,
    /// The same person as on that line.
    SameAsLine(u64),
}

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// Each with its line.
    pub(crate) rows: Vec<(u64, PaperRow)>,
    pub(crate) problems: Vec<(u64, Problem)>,
}

impl Sheet {
    /// Reads a file: comma or semicolon, with or without a mark of byte order, columns in any order.
    pub(crate) fn read(bytes: &[u8], people: &PersonKey) -> Result<Self, SheetError> {
        if bytes.starts_with(b"PK\x03\x04") {
            return Err(SheetError::Workbook);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| SheetError::NotUtf8)?;
        // The reader counts lines by their feeds: of a return and a feed it would tell one line too few.
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
            // The reader was made of text, and takes lines of any length: nothing is left to fail.
            let Ok(record) = record else { return Err(SheetError::NotUtf8) };
            let line = record.position().map_or(0, csv::Position::line);
            let field = |column| places.get(&column).and_then(|place| record.get(*place)).unwrap_or_default();
            if record.iter().all(str::is_empty) {
                continue;
            }
            match read_row(field, people) {
                Err(problem) => sheet.problems.push((line, problem)),
                Ok(row) => {
                    if let Some(first) = lines.get(&row.id) {
                        sheet.problems.push((line, Problem::SameAsLine(*first)));
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

fn read_row<'a>(field: impl Fn(Column) -> &'a str, people: &PersonKey) -> Result<PaperRow, Problem> {
    let name = PersonName::parse(field(Column::First), field(Column::Last)).map_err(|faults| match faults.first {
        Some(NameError::Missing) => Problem::NoName,
        Some(NameError::TooLong | NameError::Link | NameError::Character) | None => Problem::BadName,
    })?;
    let postal_code: PostalCode = field(Column::PostalCode).parse().map_err(|error| match error {
        PostalCodeError::Missing => Problem::NoPostalCode,
        PostalCodeError::DidYouMean(code) => Problem::PostalCodeLike(code),
        PostalCodeError::Malformed | PostalCodeError::UnusedLetter => Problem::BadPostalCode,
    })?;
    let (riding, found_by) = riding(postal_code, field(Column::Riding))?;
    let id = people.at(&name, postal_code);
    Ok(PaperRow { id, name, residence: Residence::Canada { postal_code, riding, found_by } })
}

/// Where they are counted: what the sheet says, or what the table knows.
fn riding(postal_code: PostalCode, written: &str) -> Result<(RidingCode, FoundBy), Problem> {
    let written = typed_text::trim(written);
    if !written.is_empty() {
        let code: RidingCode = written.parse().map_err(|_| Problem::NoSuchRiding)?;
        return match ridings::get(code) {
            None => Err(Problem::NoSuchRiding),
            Some(_) if !ridings::may_choose(postal_code, code) => Err(Problem::RidingElsewhere),
            Some(riding) => Ok((riding.code, FoundBy::Supporter)),
        };
    }
    match look_up(postal_code) {
        Lookup::One(riding) => Ok((riding.code, FoundBy::PostalCode)),
        Lookup::Several(several) => Err(Problem::WhichRiding(several.iter().map(|riding| riding.code).collect())),
        Lookup::Unknown => Err(Problem::WhichRiding(Vec::new())),
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
        assert_eq!((en.rows.len(), en.problems.len()), (1, 0));
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
        let of = |line: u64| sheet.problems.iter().find(|(at, _)| *at == line).map(|(_, problem)| problem.clone());
        assert_eq!(of(3), Some(Problem::NoName));
        assert_eq!(of(4), Some(Problem::BadName));
        assert_eq!(of(5), Some(Problem::NoPostalCode));
        assert_eq!(of(6), Some(Problem::PostalCodeLike("K2P 0A1".parse().unwrap())));
        assert_eq!(of(7), Some(Problem::BadPostalCode));
        assert_eq!(of(8), Some(Problem::SameAsLine(2)));
        assert!(matches!(of(10), Some(Problem::WhichRiding(some)) if !some.is_empty()));
        assert_eq!((of(11), of(12)), (Some(Problem::NoSuchRiding), Some(Problem::RidingElsewhere)));
        assert_eq!(
            (sheet.rows.len(), sheet.problems.len()),
            (3, 9),
            "a line may go on in quotes, and one name is a name"
        );
    }
}
