//! The lines of a text, and the cells of each. A quotation mark without its partner takes in no other line.

use domain::person::postal_code::PostalCode;

use super::limits::CELLS_MAX;

/// A cell in quotation marks goes over this many lines at most.
const QUOTED_LINES_MAX: usize = 10;

/// A row of the list: one line, or several lines if a cell in quotation marks goes over their ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// The number of its first line, counted from one.
    pub(crate) line: u64,
    /// The number of lines that it takes.
    pub(crate) lines: usize,
    pub(crate) cells: Vec<String>,
    /// Whether a cell begins with a quotation mark that has no partner.
    pub(crate) has_lone_quote: bool,
}

impl Row {
    pub(crate) fn is_empty(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }

    pub(crate) fn cell(&self, place: usize) -> &str {
        self.cells.get(place).map_or("", String::as_str)
    }
}

/// The state of a row's quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Quotes {
    Closed,
    /// A cell has a text behind its closing mark, so its marks are a part of the text.
    Inside,
    /// A cell's mark is still open at the end.
    Open,
}

/// Reads the row that begins in a line, which counts from zero. `width` is the number of the list's columns.
pub(crate) fn row(lines: &[&str], at: usize, mark: char, width: usize) -> Row {
    let line = u64::try_from(at).expect("a line's number") + 1;
    let (cells, quotes) = split(lines[at], mark);
    let alone = Row { line, lines: 1, cells, has_lone_quote: quotes == Quotes::Open };
    if quotes != Quotes::Open {
        return alone;
    }
    let mut text = lines[at].to_owned();
    for next in lines.iter().take(at + QUOTED_LINES_MAX).skip(at + 1) {
        text.push('\n');
        text.push_str(next);
        match split(&text, mark) {
            (cells, Quotes::Closed) if is_one_row(&cells, mark, width) => {
                let lines = text.matches('\n').count() + 1;
                return Row { line, lines, cells, has_lone_quote: false };
            }
            (_, Quotes::Closed | Quotes::Inside) => return alone,
            (_, Quotes::Open) => {}
        }
    }
    alone
}

/// Whether lines that quotation marks join can be one row. Otherwise two lone marks have taken in the lines between them.
fn is_one_row(cells: &[String], mark: char, width: usize) -> bool {
    let is_code = |text: &str| text.parse::<PostalCode>().is_ok();
    // A person has one postal code, and not in a cell with other lines in it.
    let (long, short): (Vec<_>, Vec<_>) = cells.iter().partition(|cell| cell.contains('\n'));
    let hides_a_code = long.iter().any(|cell| cell.split(['\n', mark]).any(is_code));
    let hides_a_row = long.iter().flat_map(|cell| cell.split('\n').skip(1)).any(|line| line.split(mark).count() > 2);
    let codes = short.iter().filter(|cell| is_code(cell)).count();
    cells.len() <= width && !hides_a_code && !hides_a_row && codes < 2
}

/// Splits a text into cells at the mark between columns, outside quotation marks (RFC 4180, section 2).
fn split(text: &str, mark: char) -> (Vec<String>, Quotes) {
    if !text.contains('"') {
        return (text.split(mark).take(CELLS_MAX).map(|cell| cell.trim().to_owned()).collect(), Quotes::Closed);
    }
    let (mut cells, mut quotes, mut rest) = (Vec::new(), Quotes::Closed, text);
    loop {
        let (cell, after) = match quoted(rest, mark) {
            Ok(found) => found,
            Err(found) => {
                quotes = quotes.max(found);
                let end = rest.find(mark).unwrap_or(rest.len());
                (rest[..end].trim().to_owned(), &rest[end..])
            }
        };
        cells.push(cell);
        match after.strip_prefix(mark) {
            Some(after) if cells.len() < CELLS_MAX => rest = after,
            _ => return (cells, quotes),
        }
    }
}

/// Takes a cell in quotation marks off the beginning. Otherwise tells the state in which the cell leaves the marks.
fn quoted(text: &str, mark: char) -> Result<(String, &str), Quotes> {
    let is_blank = |c: char| c.is_whitespace() && c != mark && c != '\n';
    let Some(inside) = text.trim_start_matches(is_blank).strip_prefix('"') else { return Err(Quotes::Closed) };
    let (mut cell, mut rest) = (String::new(), inside);
    loop {
        let Some((before, after)) = rest.split_once('"') else { return Err(Quotes::Open) };
        cell.push_str(before);
        if let Some(after) = after.strip_prefix('"') {
            cell.push('"');
            rest = after;
            continue;
        }
        let after = after.trim_start_matches(is_blank);
        if after.is_empty() || after.starts_with(mark) {
            return Ok((cell.trim().to_owned(), after));
        }
        return Err(Quotes::Inside);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> (Vec<String>, bool, usize) {
        let lines: Vec<_> = text.split('\n').collect();
        let row = row(&lines, 0, ',', 3);
        (row.cells, row.has_lone_quote, row.lines)
    }

    #[test]
    fn cells_are_split_as_excel_joins_them() {
        for (text, expected) in [
            ("a,b,c", vec!["a", "b", "c"]),
            (" a , b,", vec!["a", "b", ""]),
            ("\"a,b\",\"c \"\"d\"\"\"", vec!["a,b", "c \"d\""]),
            (" \"a\" ,b", vec!["a", "b"]),
            ("\"\",b", vec!["", "b"]),
            ("\"Bo\" Jean,b", vec!["\"Bo\" Jean", "b"]),
            ("a\"b\",c", vec!["a\"b\"", "c"]),
            ("", vec![""]),
        ] {
            assert_eq!(cells(text), (expected.into_iter().map(str::to_owned).collect(), false, 1), "{text}");
        }
    }

    #[test]
    fn a_row_ends_after_so_many_cells() {
        for text in [",".repeat(CELLS_MAX + 5), format!("\"a\"{}", ",".repeat(CELLS_MAX + 5))] {
            assert_eq!(cells(&text).0.len(), CELLS_MAX);
        }
    }

    #[test]
    fn a_cell_goes_over_lines_only_if_no_row_is_lost() {
        assert_eq!(cells("\"Jean\nPaul\",Roy"), (vec!["Jean\nPaul".into(), "Roy".into()], false, 2));
        assert_eq!(cells("\"Jean\nPaul\",Roy,K1A 0A6").2, 2);
        assert_eq!(cells("a,\"12, rue X\nOttawa, Ontario\",c").2, 2, "an address");
        for lone in [
            "\"Roy,b,c\nd,e,f",
            "\"Roy,b,c\nd,e,f\",g,h",
            "a,K1A 0A6,\"Roy\nAnne\",K1A 0A6",
            "a,\"Roy\nAnne,Roy,\nZo\u{e9}\",K1A 0A6",
            "a,\"Roy\nAnne,K1A 0A6\nZo\u{e9}\",b",
            "a,\"Roy\nAnne,\"Roy\",b",
            "a,\"Roy",
            "\"Bo\" Jean,\"Roy,b",
            "a,\"Roy\n\n\n\n\n\n\n\n\n\nb\",c",
        ] {
            let (cells, has_lone_quote, lines) = cells(lone);
            assert_eq!((has_lone_quote, lines), (true, 1), "{lone}: {cells:?}");
        }
    }
}
