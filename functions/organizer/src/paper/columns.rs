//! The columns of a list, found by their headers in both languages.

use domain::person::folding;
use domain::person::postal_code::PostalCode;

use super::lines::{self, Row};

/// A header is looked for in this many lines. A title and empty lines may stand above it.
pub(crate) const HEADER_LINES: usize = 30;
/// The mark between columns is guessed from this many lines if there is no header.
const GUESS_LINES: usize = 100;
/// The marks between columns, the surest first: hardly a name or a title has a tab.
pub(crate) const MARKS: [char; 3] = ['\t', ';', ','];

/// A column that the reader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    First,
    Last,
    /// First and last name together.
    Whole,
    PostalCode,
    Riding,
}

impl Column {
    const ALL: [Self; 5] = [Self::First, Self::Last, Self::Whole, Self::PostalCode, Self::Riding];

    /// The headers of the column, folded and without signs: those of our template first.
    const fn headers(self) -> &'static [&'static str] {
        match self {
            Self::First => &[
                "first name",
                "prenom",
                "prenoms",
                "prenom s",
                "first",
                "firstname",
                "first names",
                "given name",
                "given names",
                "given name s",
                "forename",
            ],
            Self::Last => &[
                "last name",
                "nom",
                "nom de famille",
                "noms",
                "last",
                "lastname",
                "last names",
                "family name",
                "surname",
                "nom famille",
            ],
            Self::Whole => &[
                "full name",
                "nom complet",
                "name",
                "names",
                "fullname",
                "first and last name",
                "name first and last",
                "prenom et nom",
                "nom et prenom",
                "prenom nom",
                "nom prenom",
            ],
            Self::PostalCode => &[
                "postal code",
                "code postal",
                "postalcode",
                "codepostal",
                "postcode",
                "post code",
                "postal",
                "zip",
                "zip code",
                "cp",
                "c p",
            ],
            Self::Riding => &[
                "riding code",
                "code de circonscription",
                "riding",
                "circonscription",
                "code circonscription",
                "code de la circonscription",
                "federal riding",
                "federal riding code",
                "circonscription federale",
                "electoral district",
                "federal electoral district",
                "fed code",
            ],
        }
    }

    /// Finds the column that a header names, in one language or in both.
    fn named(header: &str) -> Option<Self> {
        let of = |header: &str| {
            let words = folding::words(header).join(" ");
            Self::ALL.into_iter().find(|column| column.headers().contains(&words.as_str()))
        };
        of(header).or_else(|| header.split(['/', '|', '(', ')', '\n']).find_map(of))
    }
}

/// The places of the columns in a row, counted from zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Places {
    pub(crate) first: Option<usize>,
    /// The last name, or the whole name if there is no column for the first name.
    pub(crate) last: Option<usize>,
    pub(crate) postal_code: Option<usize>,
    pub(crate) riding: Option<usize>,
}

impl Places {
    fn all(&self) -> [Option<usize>; 4] {
        [self.first, self.last, self.postal_code, self.riding]
    }

    fn known(&self) -> usize {
        self.all().into_iter().flatten().count()
    }
}

/// The layout of a list: the mark between its columns, its header, and the columns that were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) mark: char,
    /// The number of columns.
    pub(super) width: usize,
    /// The lines of the header, counted from zero: its first one, and the first one behind it.
    pub(super) header: Option<(usize, usize)>,
    pub(super) places: Places,
    /// Whether the header leaves no doubt.
    pub(super) is_sure: bool,
    /// The line in which Excel says what stands between columns.
    pub(super) own_line: Option<usize>,
}

impl Layout {
    /// Finds the layout of a list by its header, or as far as it goes without one.
    pub(super) fn of(lines: &[&str]) -> Self {
        let own = own_line(lines);
        let marks = own.map_or(MARKS.to_vec(), |(_, mark)| vec![mark]);
        let own_line = own.map(|(at, _)| at);
        let first = own_line.map_or(0, |at| at + 1);
        let mut best: Option<Self> = None;
        for mark in marks.iter().copied() {
            for at in first..lines.len().min(first + HEADER_LINES) {
                let row = lines::row(lines, at, mark, usize::MAX);
                let (places, is_sure) = places_of(&row);
                let header = Some((at, at + row.lines));
                let layout = Self { mark, width: row.cells.len(), header, places, is_sure, own_line };
                if places.known() > 1 && best.as_ref().is_none_or(|best| layout.places.known() > best.places.known()) {
                    best = Some(layout);
                }
            }
        }
        best.unwrap_or_else(|| Self::guessed(lines, &marks, own_line))
    }

    /// Guesses the mark between columns by the lines that it splits, and the postal codes by their looks.
    fn guessed(lines: &[&str], marks: &[char], own_line: Option<usize>) -> Self {
        let some: Vec<_> = (0..lines.len())
            .filter(|at| Some(*at) != own_line && !lines[*at].trim().is_empty())
            .take(GUESS_LINES)
            .collect();
        let split = |mark: char| some.iter().map(move |at| lines::row(lines, *at, mark, usize::MAX));
        let splits = |mark: &char| split(*mark).filter(|row| row.cells.len() > 1).count();
        // Of two marks that split as many lines, the first is taken.
        let mark = marks.iter().copied().rev().max_by_key(splits).unwrap_or(',');
        let rows: Vec<_> = split(mark).collect();
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(1);
        let codes = |place: &usize| rows.iter().filter(|row| is_postal_code(row.cell(*place))).count();
        let postal_code = (0..width).rev().max_by_key(codes).filter(|place| codes(place) > 0);
        let places = Places { postal_code, ..Places::default() };
        Self { mark, width, header: None, places, is_sure: false, own_line }
    }
}

pub(super) fn is_postal_code(cell: &str) -> bool {
    cell.parse::<PostalCode>().is_ok()
}

/// Reads Excel's own line, such as `sep=;`, if it comes before all others.
fn own_line(lines: &[&str]) -> Option<(usize, char)> {
    let at = lines.iter().position(|line| !line.trim().is_empty())?;
    let line = lines[at].trim_start().trim_end_matches([' ', '\r']).trim_matches('"');
    let (name, mark) = line.split_at_checked("sep=".len())?;
    let mut mark = mark.chars();
    let one = mark.next().filter(|one| !one.is_alphanumeric() && *one != '"')?;
    (name.eq_ignore_ascii_case("sep=") && mark.next().is_none()).then_some((at, one))
}

/// Finds the columns that a row of headers names, and whether that leaves no doubt.
fn places_of(row: &Row) -> (Places, bool) {
    let (mut places, mut whole, mut is_double) = (Places::default(), None, false);
    for (at, cell) in row.cells.iter().enumerate() {
        let place = match Column::named(cell) {
            Some(Column::First) => &mut places.first,
            Some(Column::Last) => &mut places.last,
            Some(Column::Whole) => &mut whole,
            Some(Column::PostalCode) => &mut places.postal_code,
            Some(Column::Riding) => &mut places.riding,
            None => continue,
        };
        is_double |= place.is_some();
        place.get_or_insert(at);
    }
    let mut is_complete = places.first.is_some() && places.last.is_some();
    if let (Some(whole), None) = (whole, places.last) {
        // Beside a first name, a "name" is the last name.
        places.last = Some(whole);
        is_complete = true;
    }
    // A last name without a first name may be a whole name, or the first name's header may be one that nobody knows.
    let is_sure = is_complete && places.postal_code.is_some() && !is_double;
    (places, is_sure)
}

#[cfg(test)]
mod tests {
    use super::super::limits::CELLS_MAX;
    use super::*;

    fn layout(text: &str) -> Layout {
        Layout::of(&text.split('\n').collect::<Vec<_>>())
    }

    #[test]
    fn every_header_is_known_as_it_is_folded() {
        for column in Column::ALL {
            for header in column.headers() {
                assert_eq!(folding::words(header).join(" "), *header);
                assert_eq!(Column::named(&header.to_uppercase()), Some(column), "{header}");
            }
        }
        for (header, column) in [
            ("Pre\u{301}nom", Column::First),
            ("  CODE_POSTAL ", Column::PostalCode),
            ("Code-postal*", Column::PostalCode),
            ("Last name (Nom de famille)", Column::Last),
            ("Name / Nom", Column::Whole),
        ] {
            assert_eq!(Column::named(header), Some(column), "{header}");
        }
        for other in ["", "Email", "Courriel", "Nombre", "Code", "Postal address"] {
            assert_eq!(Column::named(other), None, "{other}");
        }
    }

    #[test]
    fn the_header_is_found_below_other_lines_and_with_any_mark() {
        for (text, mark, header) in [
            ("First name,Last name,Postal code\nA,B,C", ',', 0),
            ("Nom;Pr\u{e9}nom;CP\n", ';', 0),
            ("Nom, pr\u{e9}nom et code postal\n\n\nNom\tPr\u{e9}nom\tCP\n", '\t', 3),
            ("\nsep=|\nNom|Pr\u{e9}nom|CP", '|', 2),
            ("\"sep=;\"\nNom;Pr\u{e9}nom;CP", ';', 1),
            ("\"Petition\nNom;Pr\u{e9}nom;CP", ';', 1),
        ] {
            let layout = layout(text);
            assert_eq!(
                (layout.mark, layout.header, layout.is_sure),
                (mark, Some((header, header + 1)), true),
                "{text}"
            );
        }
    }

    /// The blank sheet that people sign by hand can be typed in with its own headers.
    #[test]
    fn the_headers_of_the_blank_sheet_are_known() {
        let site = pages::Site::load(campaigns::CampaignFolder::find("time-to-lead").unwrap(), "https://example.org");
        let site = site.unwrap();
        for locale in domain::locale::Locale::ALL {
            let t = site.texts(locale);
            let headers = ["first", "last", "postal-code"].map(|name| t.get(&format!("sign-up-sheet-{name}")));
            let known = headers.each_ref().map(|header| Column::named(header));
            assert_eq!(known, [Some(Column::First), Some(Column::Last), Some(Column::PostalCode)], "{headers:?}");
            assert!(layout(&format!("{}\nAna;Roy;K1A 0A6", headers.join(";"))).is_sure);
        }
    }

    #[test]
    fn columns_that_may_be_others_are_in_doubt() {
        for text in [
            "Nom;Code postal\nRoy;K1A 0A6",
            "First name;Last name;Code\nAnne;Roy;K1A 0A6",
            "First name;Last name;Postal code;Postal code\n",
            "Anne;Roy;K1A 0A6\n",
        ] {
            assert!(!layout(text).is_sure, "{text}");
        }
        let guessed = layout("Roy, Anne;K1A 0A6;x\nRoy, Jean;K1A 0A6;x");
        assert_eq!((guessed.mark, guessed.width, guessed.places.postal_code), (';', 3, Some(1)));
    }

    /// A stranger can send a list that is one line of commas. Each was a column, and all lines were split for each column.
    #[test]
    fn a_line_of_nothing_but_marks_has_no_more_columns_than_a_list() {
        assert_eq!(layout(&",".repeat(10 * CELLS_MAX)).width, CELLS_MAX);
    }
}
