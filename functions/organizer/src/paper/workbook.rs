//! The reader of an Excel workbook: it turns each sheet into a text with tabs, which is read like any other list.
//!
//! A workbook is a packed folder, so a small one can unpack to more than the function's memory. It is unpacked once to
//! nowhere, within limits, before anything is read from it.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, SheetType, Xlsx};
use serde::{Deserialize, Serialize};
use zip::ZipArchive;

use super::columns::Layout;
use super::limits::{LINES_MAX, SheetError, TEXT_MAX_BYTES};

/// The largest size of everything in a workbook, unpacked. A hundred thousand signatures take a third of it.
const UNPACKED_MAX_BYTES: u64 = 32_000_000;
/// A workbook of one table has about fifteen files in it.
const FILES_MAX: usize = 1_000;
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
    unpack_to_nowhere(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| SheetError::NoWorkbook)?;
    let all = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names: Vec<_> = all.map(|sheet| sheet.name.clone()).collect();
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

/// Writes a sheet as text: a tab between cells, and each row in the line of its number.
fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, room: &mut usize) -> Result<String, SheetError> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| SheetError::NoWorkbook)?;
    let (mut text, mut row, mut column) = (String::new(), 0, 0);
    while let Some(cell) = cells.next_cell().map_err(|_| SheetError::NoWorkbook)? {
        let (at, place) = cell.get_position();
        let value = written(cell.get_value());
        // A broken workbook may have its cells in any order.
        if value.trim().is_empty() || place >= COLUMNS_MAX || (at, place) < (row, column) {
            continue;
        }
        if at >= u32::try_from(LINES_MAX).expect("a small constant") {
            return Err(SheetError::TooLarge);
        }
        while row < at {
            text.push('\n');
            (row, column) = (row + 1, 0);
        }
        while column < place {
            text.push('\t');
            column += 1;
        }
        text.push_str(&value);
        if text.len() > *room {
            return Err(SheetError::TooLarge);
        }
    }
    *room -= text.len();
    Ok(text)
}

/// Writes a cell in one line, as Excel shows it.
fn written(value: &DataRef<'_>) -> String {
    let text = match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(time) => time.to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    };
    text.replace(['\t', '\r', '\n'], " ")
}

/// Unpacks all files of a workbook without keeping them, to learn their sizes. The sizes that are written in it may lie.
fn unpack_to_nowhere(bytes: &[u8]) -> Result<(), SheetError> {
    let mut packed = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetError::NoWorkbook)?;
    if packed.len() > FILES_MAX {
        return Err(SheetError::NoWorkbook);
    }
    let mut left = UNPACKED_MAX_BYTES;
    for at in 0..packed.len() {
        let file = packed.by_index(at).map_err(|_| SheetError::NoWorkbook)?;
        let unpacked = std::io::copy(&mut file.take(left + 1), &mut std::io::sink());
        left = left.checked_sub(unpacked.map_err(|_| SheetError::NoWorkbook)?).ok_or(SheetError::TooLarge)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::Workbook;

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
        assert_eq!(unpack_to_nowhere(&unpacks_to(UNPACKED_MAX_BYTES)), Ok(()));
        let bomb = unpacks_to(UNPACKED_MAX_BYTES * 11 / 10);
        assert!(bomb.len() < 1_000_000, "{} bytes", bomb.len());
        assert_eq!(unpack_to_nowhere(&bomb), Err(SheetError::TooLarge));
    }
}
