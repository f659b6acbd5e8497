//! The reader of an Excel workbook: it turns each sheet into a text with tabs, which is read like any other list.
//!
//! A workbook is a packed folder, so a small one can unpack to more than the function's memory. `package.rs` looks
//! through it before anything is read from it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetType, Xlsx};
use serde::{Deserialize, Serialize};

use super::columns::Layout;
use super::limits::{LINES_MAX, SheetError, TEXT_MAX_BYTES};
use super::package;

/// A cell further to the right is no part of a list.
const COLUMNS_MAX: u32 = 200;

/// Whether bytes begin as a workbook or another packed folder does.
pub(super) fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Whether bytes begin as a workbook of Excel 2003 does, or one with a password.
pub(super) fn is_old_or_locked(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// A sheet of a workbook that is not read, and the number of its lines that hold something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OtherSheet {
    pub(crate) name: String,
    pub(crate) lines: usize,
}

/// Reads the sheet with the list: the first one with the headers, or else the first one that holds anything. Names the
/// others that hold something.
pub(super) fn read(bytes: &[u8]) -> Result<(String, Vec<OtherSheet>), SheetError> {
    let packed = package::checked(bytes)?;
    let mut book = Xlsx::new(Cursor::new(packed.as_slice())).map_err(|_| SheetError::NoWorkbook)?;
    let all = book.sheets_metadata();
    // The reader finds a sheet by its name. Of two with one name, it would read the first one twice.
    if all.iter().map(|sheet| &sheet.name).collect::<HashSet<_>>().len() < all.len() {
        return Err(SheetError::NoWorkbook);
    }
    let lists = all.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names: Vec<_> = lists.map(|sheet| sheet.name.clone()).collect();
    let mut sheets = Vec::new();
    let mut room = TEXT_MAX_BYTES;
    for name in names {
        let text = sheet(&mut book, &name, &mut room)?;
        if !text.is_empty() {
            sheets.push((name, text));
        }
    }
    let has_header = |(_, text): &(String, String)| Layout::of(&text.split('\n').collect::<Vec<_>>()).is_sure;
    if sheets.is_empty() {
        return Err(SheetError::Empty);
    }
    let (_, text) = sheets.remove(sheets.iter().position(has_header).unwrap_or(0));
    let lines = |text: &str| text.split('\n').filter(|line| !line.trim().is_empty()).count();
    let others = sheets.iter().map(|(name, text)| OtherSheet { name: name.clone(), lines: lines(text) });
    Ok((text, others.collect()))
}

/// Writes a sheet as text: a tab between cells, and each row in the line of its number. Takes the text of each cell off the
/// room that is left, also of one that only holds blanks: a workbook holds a text once, however many cells repeat it.
fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, room: &mut usize) -> Result<String, SheetError> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| SheetError::NoWorkbook)?;
    let (mut text, mut row, mut column) = (String::new(), 0, 0);
    while let Some(cell) = cells.next_cell().map_err(|_| SheetError::NoWorkbook)? {
        let (at, place) = cell.get_position();
        // A broken workbook may have its cells in any order.
        if place >= COLUMNS_MAX || (at, place) < (row, column) {
            continue;
        }
        let value = shown(cell.get_value());
        take(room, value.len())?;
        if value.trim().is_empty() {
            continue;
        }
        if at >= u32::try_from(LINES_MAX).expect("a small constant") {
            return Err(SheetError::TooLarge);
        }
        let before = text.len();
        while row < at {
            text.push('\n');
            (row, column) = (row + 1, 0);
        }
        while column < place {
            text.push('\t');
            column += 1;
        }
        take(room, text.len() - before)?;
        text.push_str(&value.replace(['\t', '\r', '\n'], " "));
    }
    Ok(text)
}

/// Takes bytes off the room that is left.
fn take(room: &mut usize, bytes: usize) -> Result<(), SheetError> {
    *room = room.checked_sub(bytes).ok_or(SheetError::TooLarge)?;
    Ok(())
}

/// Returns a cell's text, as Excel shows it.
fn shown<'a>(value: &'a DataRef<'_>) -> Cow<'a, str> {
    match value {
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cow::Borrowed(text),
        DataRef::Int(number) => Cow::Owned(number.to_string()),
        DataRef::Float(number) => Cow::Owned(number.to_string()),
        DataRef::Bool(value) => Cow::Owned(value.to_string()),
        DataRef::DateTime(time) => Cow::Owned(time.to_string()),
        DataRef::Error(error) => Cow::Owned(error.to_string()),
        DataRef::Empty => Cow::Borrowed(""),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use rust_xlsxwriter::Workbook;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::package::UNPACKED_MAX_BYTES;
    use super::*;

    fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
        let mut book = Workbook::new();
        fill(&mut book);
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn each_row_is_in_the_line_of_its_number() {
        let bytes = book(|book| {
            let sheet = book.add_worksheet();
            sheet.write_string(2, 1, "a\nb\tc").unwrap();
            sheet.write_number(2, 3, 35079).unwrap();
            sheet.write_boolean(4, 0, true).unwrap();
            sheet.write_string(4, 500, "far away").unwrap();
        });
        assert_eq!(read(&bytes), Ok(("\n\n\ta b c\t\t35079\n\ntrue".to_owned(), Vec::new())));
    }

    #[test]
    fn a_packed_folder_of_another_kind_and_a_damaged_one_are_no_workbooks() {
        let bytes = book(|book| {
            book.add_worksheet().write_string(0, 0, "a").unwrap();
        });
        for end in (4..bytes.len()).step_by(7) {
            assert_eq!(read(&bytes[..end]), Err(SheetError::NoWorkbook), "{end}");
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            // Some bytes mean nothing. No damage may end the program.
            let _ = read(&damaged);
        }
        let empty = book(|book| {
            book.add_worksheet();
        });
        assert_eq!(read(&empty), Err(SheetError::Empty));
    }

    #[test]
    fn a_workbook_is_read_up_to_its_limits_and_not_beyond() {
        let lines = u32::try_from(LINES_MAX).unwrap();
        let at = |row| {
            book(|book| {
                book.add_worksheet().write_string(row, 0, "x").unwrap();
            })
        };
        assert!(read(&at(lines - 1)).is_ok());
        assert_eq!(read(&at(lines)), Err(SheetError::TooLarge), "a line too many");
        // Each cell repeats one text, which is in the workbook once.
        let repeated = |cells: u32| {
            book(|book| {
                let (sheet, text) = (book.add_worksheet(), "x".repeat(30_000));
                for row in 0..cells {
                    sheet.write_string(row, 0, &text).unwrap();
                }
            })
        };
        let most = u32::try_from(TEXT_MAX_BYTES / 30_001).unwrap();
        assert!(read(&repeated(most)).is_ok());
        assert_eq!(read(&repeated(most + 1)), Err(SheetError::TooLarge), "a text too large");
        let unpacks_to = |bytes: u64| {
            book(|book| {
                let sheet = book.add_worksheet();
                for row in 0..bytes / 32_000 {
                    let text = format!("{row:05}{}", " ".repeat(31_000));
                    sheet.write_string(u32::try_from(row).unwrap(), 0, &text).unwrap();
                }
            })
        };
        assert!(package::checked(&unpacks_to(UNPACKED_MAX_BYTES)).is_ok());
        let bomb = unpacks_to(UNPACKED_MAX_BYTES * 11 / 10);
        assert!(bomb.len() < 1_000_000, "{} bytes", bomb.len());
        assert_eq!(package::checked(&bomb), Err(SheetError::TooLarge));
    }

    /// Writes a workbook as a stranger can: any file, with any tags in it.
    fn made(shared: &str, sheets: &str, relationships: &str, files: &[(&str, &str)]) -> Vec<u8> {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let tag = |pair: &str| {
            let (id, file) = pair.split_once('=').unwrap();
            format!("<Relationship Id=\"{id}\" Type=\"{office}/worksheet\" Target=\"{file}\"/>")
        };
        let relationships = relationships.split_whitespace().map(tag).collect::<Vec<_>>().concat();
        let package = format!("<Relationship Id=\"a\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/>");
        let wrapped = |inside: &str| format!("<Relationships>{inside}</Relationships>");
        let mut all = vec![
            ("_rels/.rels", wrapped(&package)),
            ("xl/_rels/workbook.xml.rels", wrapped(&relationships)),
            ("xl/workbook.xml", format!("<workbook><sheets>{sheets}</sheets></workbook>")),
            ("xl/sharedStrings.xml", shared.to_owned()),
        ];
        all.extend(files.iter().map(|(name, text)| (*name, (*text).to_owned())));
        let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in all {
            packed.start_file(name, SimpleFileOptions::default()).unwrap();
            packed.write_all(text.as_bytes()).unwrap();
        }
        packed.finish().unwrap().into_inner()
    }

    const ONE_SHEET: (&str, &str) = ("<sheet name=\"A\" r:id=\"r1\"/>", "r1=worksheets/sheet1.xml");

    /// A sheet whose cells all show the first shared text.
    fn repeated(cells: usize) -> String {
        let cells = "<c t=\"s\"><v>0</v></c>".repeat(cells);
        format!("<worksheet><sheetData><row r=\"1\">{cells}</row></sheetData></worksheet>")
    }

    #[test]
    fn a_small_workbook_that_would_fill_the_memory_is_refused() {
        let sheet = repeated(1);
        let files = [("xl/worksheets/sheet1.xml", sheet.as_str())];
        let with = |tag: &str, (sheets, relationships): (&str, &str)| {
            let bytes = made(&format!("<sst {tag}><si><t>Ana</t></si></sst>"), sheets, relationships, &files);
            read(&bytes).map(|(text, _)| text)
        };
        assert_eq!(with("", ONE_SHEET), Ok("Ana".to_owned()));
        assert_eq!(with("uniqueCount=\"1\"", ONE_SHEET), Ok("Ana".to_owned()));
        // The reader asks for the memory of as many texts as the workbook claims, and ends the program if it gets none.
        for count in ["999999999999", "18446744073709551615", "000000000001"] {
            assert_eq!(with(&format!("uniqueCount=\"{count}\""), ONE_SHEET), Err(SheetError::NoWorkbook), "{count}");
        }
        // A font that every style names is copied for each of them.
        let styles = format!(
            "<styleSheet><fonts><font><name val=\"{}\"/></font></fonts><cellXfs>{}</cellXfs></styleSheet>",
            "x".repeat(100_000),
            "<xf fontId=\"0\"/>".repeat(200_000)
        );
        for name in ["xl/styles.xml", "xl\\STYLES.xml"] {
            let files = [files[0], (name, styles.as_str())];
            let bytes = made("<sst><si><t>Ana</t></si></sst>", ONE_SHEET.0, ONE_SHEET.1, &files);
            assert_eq!(read(&bytes).map(|(text, _)| text), Ok("Ana".to_owned()), "{name}");
        }
    }

    #[test]
    fn a_workbook_has_each_sheet_once() {
        let sheet = repeated(1);
        let files = [("xl/worksheets/sheet1.xml", sheet.as_str()), ("xl/worksheets/sheet2.xml", sheet.as_str())];
        let of = |sheets: &[(&str, &str)], relationships: &str| {
            let tag = |(name, id): &(&str, &str)| format!("<sheet name=\"{name}\" r:id=\"{id}\"/>");
            let sheets: String = sheets.iter().map(tag).collect();
            read(&made("<sst><si><t>Ana</t></si></sst>", &sheets, relationships, &files))
                .map(|(_, others)| others.len())
        };
        let files = "r1=worksheets/sheet1.xml r2=worksheets/sheet2.xml";
        assert_eq!(of(&[("A", "r1"), ("B", "r2")], files), Ok(1));
        let one_file = "r1=worksheets/sheet1.xml r2=worksheets/Sheet1.xml";
        for (sheets, relationships) in [
            ([("A", "r1"), ("B", "r1")], files),
            ([("A", "r1"), ("A", "r2")], files),
            ([("A", "r1"), ("B", "r2")], one_file),
        ] {
            assert_eq!(of(&sheets, relationships), Err(SheetError::NoWorkbook), "{sheets:?} {relationships}");
        }
    }

    #[test]
    fn a_text_that_many_cells_repeat_is_charged_for_each_of_them() {
        let with = |text: &str, cells: usize| {
            let sheet = repeated(cells);
            let files = [("xl/worksheets/sheet1.xml", sheet.as_str())];
            let shared = format!("<sst><si><t xml:space=\"preserve\">{text}</t></si></sst>");
            read(&made(&shared, ONE_SHEET.0, ONE_SHEET.1, &files)).map(|(text, _)| text)
        };
        let (blank, long) = (" ".repeat(1_000_000), "x".repeat(1_000_000));
        assert_eq!(with(&blank, 15), Err(SheetError::Empty));
        assert_eq!(with(&blank, 17), Err(SheetError::TooLarge), "a text of blanks");
        assert!(with(&long, 15).is_ok());
        assert_eq!(with(&long, 17), Err(SheetError::TooLarge));
        // Cells too far to the right are not read at all.
        assert_eq!(with("x", 1_000), Ok(["x"; 200].join("\t")));
    }
}
