//! The reader of a list of paper signatures: it separates the rows that can be counted from the lines with faults.
//!
//! Every line that holds something is read, or named with its fault, or listed as standing above the people.

use std::collections::HashMap;

use domain::ids::PersonId;
use domain::paper::sheet::PaperRow;
use domain::person::identity::PersonKey;
use domain::person::name::{NameError, PersonName};
use domain::person::postal_code::{PostalCode, PostalCodeError};
use domain::person::residence::{FoundBy, Residence};
use domain::tally::riding::RidingCode;
use domain::typed_text;
use ridings::{Lookup, look_up};

use super::columns::{Layout, Places, is_postal_code};
use super::limits::SheetError;
use super::lines::{self, Row};
use super::riding_names::RidingNames;
use super::source::Source;

/// A question shows this many lines.
const SAMPLE_LINES: usize = 6;
/// A question shows no more columns.
const SAMPLE_COLUMNS: usize = 30;

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
    /// A quotation mark has no partner.
    LoneQuote,
    /// The same person stands on this earlier line.
    SameAsLine(u64),
}

/// The result of reading a list.
#[derive(Debug)]
pub(crate) enum Reading {
    Read(Sheet),
    Asks(Question),
}

/// The content of a list.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// The rows that can be counted, each with the number of its line.
    pub(crate) rows: Vec<(u64, PaperRow)>,
    /// The faults, each with the number of its line.
    pub(crate) faults: Vec<(u64, LineFault)>,
    /// The lines above the header, or above the line that was chosen as the first, if they hold something.
    pub(crate) above: Vec<u64>,
}

/// The first lines of a list whose columns were not found by their headers.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Question {
    /// The lines with their numbers and cells.
    pub(crate) sample: Vec<(u64, Vec<String>)>,
    /// The number of columns.
    pub(crate) width: usize,
    /// The answer that seems right.
    pub(crate) guess: Choice,
}

/// The columns as an organizer chose them, and the first line with a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) places: Places,
    pub(crate) begins: u64,
}

impl Sheet {
    /// Reads a list whose columns have headers, or asks for its columns.
    pub(crate) fn read(source: &Source, person_key: &PersonKey) -> Result<Reading, SheetError> {
        let lines = source.lines();
        let layout = Layout::of(&lines);
        if !layout.is_sure {
            return Question::of(&lines, &layout).map(Reading::Asks);
        }
        let (header, begin) = layout.header.unwrap_or_default();
        Self::of(&lines, &layout, layout.places, (header, begin), person_key).map(Reading::Read)
    }

    /// Reads a list as an organizer chose.
    pub(crate) fn read_as(source: &Source, choice: Choice, person_key: &PersonKey) -> Result<Self, SheetError> {
        let lines = source.lines();
        let begin = usize::try_from(choice.begins.saturating_sub(1)).unwrap_or(usize::MAX).min(lines.len());
        Self::of(&lines, &Layout::of(&lines), choice.places, (begin, begin), person_key)
    }

    fn of(
        lines: &[&str],
        layout: &Layout,
        places: Places,
        (above, begin): (usize, usize),
        person_key: &PersonKey,
    ) -> Result<Self, SheetError> {
        let reader = Reader { person_key, places, ridings: RidingNames::new() };
        let above = rows(lines, layout, 0, above).filter(|row| !row.is_empty());
        let mut sheet = Self { above: above.map(|row| row.line).collect(), ..Self::default() };
        let mut seen: HashMap<PersonId, u64> = HashMap::new();
        for row in rows(lines, layout, begin, lines.len()).filter(|row| !row.is_empty()) {
            match reader.row(&row) {
                Err(_) if row.has_lone_quote => sheet.faults.push((row.line, LineFault::LoneQuote)),
                Err(fault) => sheet.faults.push((row.line, fault)),
                Ok(read) => {
                    if let Some(first) = seen.get(&read.id) {
                        sheet.faults.push((row.line, LineFault::SameAsLine(*first)));
                    } else {
                        seen.insert(read.id, row.line);
                        sheet.rows.push((row.line, read));
                    }
                }
            }
        }
        if sheet.rows.is_empty() && sheet.faults.is_empty() { Err(SheetError::Empty) } else { Ok(sheet) }
    }
}

/// The rows from one line to another, without Excel's own line.
fn rows(lines: &[&str], layout: &Layout, from: usize, to: usize) -> impl Iterator<Item = Row> {
    let mut at = from;
    std::iter::from_fn(move || {
        if layout.own_line == Some(at) {
            at += 1;
        }
        (at < to).then(|| {
            let row = lines::row(&lines[..to], at, layout.mark, layout.width);
            at += row.lines;
            row
        })
    })
}

impl Question {
    /// Asks for the columns of a list.
    pub(crate) fn about(source: &Source) -> Result<Self, SheetError> {
        let lines = source.lines();
        Self::of(&lines, &Layout::of(&lines))
    }

    fn of(lines: &[&str], layout: &Layout) -> Result<Self, SheetError> {
        let first = layout.header.map_or(0, |(header, _)| header);
        let sample: Vec<_> =
            rows(lines, layout, first, lines.len()).filter(|row| !row.is_empty()).take(SAMPLE_LINES).collect();
        if sample.is_empty() || layout.width < 2 {
            return Err(if sample.is_empty() { SheetError::Empty } else { SheetError::OneColumn });
        }
        let has_code = |row: &&Row| row.cells.iter().any(|cell| is_postal_code(cell));
        // A line with a postal code is a person's. The line above the first one is a header.
        let begins = sample.iter().find(has_code).or(sample.get(1)).map_or(1, |row| row.line);
        let guess = Choice { places: layout.places, begins };
        let cells = |row: Row| (row.line, row.cells.into_iter().take(SAMPLE_COLUMNS).collect());
        Ok(Self { sample: sample.into_iter().map(cells).collect(), width: layout.width.min(SAMPLE_COLUMNS), guess })
    }
}

/// The reader of rows.
struct Reader<'a> {
    person_key: &'a PersonKey,
    places: Places,
    ridings: RidingNames,
}

impl Reader<'_> {
    fn row(&self, row: &Row) -> Result<PaperRow, LineFault> {
        let field = |place: Option<usize>| place.map_or("", |place| row.cell(place));
        let (mut first, mut last) = (field(self.places.first), field(self.places.last));
        if self.places.first.is_none()
            && let Some((before, after)) = last.split_once(',')
        {
            // A whole name is often written with the last name first: "Roy, Anne".
            (first, last) = (after, before);
        }
        let name = PersonName::parse(first, last).map_err(|faults| match faults.first {
            Some(NameError::Missing) => LineFault::NoName,
            Some(NameError::TooLong | NameError::Link | NameError::Character) | None => LineFault::BadName,
        })?;
        let postal_code: PostalCode = field(self.places.postal_code).parse().map_err(|error| match error {
            PostalCodeError::Missing => LineFault::NoPostalCode,
            PostalCodeError::DidYouMean(code) => LineFault::PostalCodeLike(code),
            PostalCodeError::Malformed | PostalCodeError::UnusedLetter => LineFault::BadPostalCode,
        })?;
        let (riding, found_by) = self.riding(postal_code, field(self.places.riding))?;
        let id = self.person_key.at(&name, postal_code);
        Ok(PaperRow { id, name, residence: Residence::Canada { postal_code, riding, found_by } })
    }

    /// Finds the riding of a row: the one that is written, or else the one of the postal code.
    fn riding(&self, postal_code: PostalCode, written: &str) -> Result<(RidingCode, FoundBy), LineFault> {
        let written = typed_text::trim(written);
        if !written.is_empty() {
            let by_name = || self.ridings.find(written);
            let code = written.parse().ok().or_else(by_name).ok_or(LineFault::NoSuchRiding)?;
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
}

#[cfg(test)]
mod tests {
    use domain::keys::secret::Secret;

    use super::*;

    fn read(text: &str) -> Result<Reading, SheetError> {
        Sheet::read(&Source::open(text.as_bytes())?, &person_key())
    }

    fn sheet(text: &str) -> Sheet {
        match read(text) {
            Ok(Reading::Read(sheet)) => sheet,
            other => panic!("{text}: {other:?}"),
        }
    }

    fn person_key() -> PersonKey {
        PersonKey::new("c".parse().unwrap(), &Secret::new("k".repeat(32))).unwrap()
    }

    #[test]
    fn both_languages_and_both_marks_are_read() {
        let en = sheet("First name,Last name,Postal code,Riding code\r\nAnne,Roy,K2P 0A1,\r\n");
        let fr = sheet("\u{feff}Nom;Pre\u{301}nom;CODE POSTAL\nRoy;Anne;k2p0a1\n");
        let whole = sheet("Full name\tPostal code\nAnne Roy\tK2P 0A1");
        let last_first = sheet("Full name\tPostal code\nRoy, Anne\tK2P 0A1");
        assert_eq!((en.rows.len(), en.faults.len()), (1, 0));
        assert_eq!(en.rows[0], fr.rows[0], "the same person in the same line");
        for other in [whole, last_first] {
            assert_eq!((other.rows[0].0, other.rows[0].1.id), (2, en.rows[0].1.id), "the same person, at any line end");
        }
    }

    #[test]
    fn a_file_that_is_none_says_what_is_missing() {
        for (text, error) in [
            ("", SheetError::Empty),
            ("\n ;;\n", SheetError::Empty),
            ("First name,Last name,Postal code\n,,\n", SheetError::Empty),
            ("Anne\nJean\n", SheetError::OneColumn),
        ] {
            assert_eq!(read(text).unwrap_err(), error, "{text}");
        }
    }

    #[test]
    fn a_list_without_known_headers_asks_with_its_first_lines() {
        let asks = |text: &str| match read(text) {
            Ok(Reading::Asks(question)) => question,
            other => panic!("{text}: {other:?}"),
        };
        let without = asks("sep=;\n\nAnne;Roy;K2P 0A1\nJean;Roy;K2P 0A1");
        assert_eq!(without.sample[0], (3, ["Anne", "Roy", "K2P 0A1"].map(str::to_owned).to_vec()));
        assert_eq!((without.width, without.guess.begins, without.guess.places.postal_code), (3, 3, Some(2)));
        let unknown = asks("Naam,Plaats\nAnne Roy,K2P 0A1\n");
        assert_eq!(unknown.guess.begins, 2);
        let half = asks("Nom,Code postal\nAnne Roy,K2P 0A1\n");
        assert_eq!((half.guess.begins, half.guess.places.last, half.guess.places.first), (2, Some(0), None));
        let source = Source::open(b"sep=;\n\nAnne;Roy;K2P 0A1\nJean;Roy;K2P 0A1").unwrap();
        let places = Places { first: Some(0), last: Some(1), postal_code: Some(2), riding: None };
        let read = |begins| Sheet::read_as(&source, Choice { places, begins }, &person_key());
        assert_eq!(read(3).unwrap().rows.len(), 2);
        assert_eq!(read(4).unwrap().above, [3], "a line that was left out is named");
        assert_eq!(read(9).unwrap_err(), SheetError::Empty);
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
             Suharto,,K2P 0A1\n\
             \"Bo\" Jean,\"Roy,K2P 0A2,\n\
             Zo\u{e9},Roy,K2P 0A1,ottawa centre\n"
        );
        let sheet = sheet(&text);
        let of = |line: u64| sheet.faults.iter().find(|(at, _)| *at == line).map(|(_, fault)| fault.clone());
        assert_eq!(of(3), Some(LineFault::NoName));
        assert_eq!(of(4), Some(LineFault::BadName));
        assert_eq!(of(5), Some(LineFault::NoPostalCode));
        assert_eq!(of(6), Some(LineFault::PostalCodeLike("K2P 0A1".parse().unwrap())));
        assert_eq!(of(7), Some(LineFault::BadPostalCode));
        assert_eq!(of(8), Some(LineFault::SameAsLine(2)));
        assert!(matches!(of(10), Some(LineFault::WhichRiding(some)) if !some.is_empty()));
        assert_eq!((of(11), of(12)), (Some(LineFault::NoSuchRiding), Some(LineFault::RidingElsewhere)));
        assert_eq!(of(16), Some(LineFault::LoneQuote));
        assert_eq!(
            (sheet.rows.len(), sheet.faults.len()),
            (4, 10),
            "a line may go on in quotes, one name is a name, and a riding has a name"
        );
    }

    /// Every line of a made-up file is read, or named, or stands above the header.
    #[test]
    fn no_line_is_lost_whatever_the_quotation_marks_do() {
        let pieces = ["Anne", "\"Roy", "Roy\"", "\"Bo\" Jean", "\"\"", "\"a,b\"", "Zo\u{e9}"];
        for first in pieces {
            for last in pieces {
                for next in pieces {
                    let text = format!(
                        "First name,Last name,Postal code\n{first},{last},K2P 0A1\n{next},{last},K2P 0A1\nJean,{first},K2P 0A1\n"
                    );
                    let sheet = sheet(&text);
                    let lines =
                        sheet.rows.iter().map(|(line, _)| *line).chain(sheet.faults.iter().map(|(line, _)| *line));
                    let mut lines: Vec<_> = lines.collect();
                    lines.sort_unstable();
                    assert_eq!(lines, [2, 3, 4], "{text}");
                }
            }
        }
    }
}
