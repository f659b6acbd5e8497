//! The folder that a workbook is packed in. A small one can be made to fill the memory of whoever reads it, so it is looked
//! through before anything is read from it.

use std::collections::HashSet;
use std::io::{Cursor, Read as _, Write as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::limits::SheetError;

/// The largest size of everything in a workbook, unpacked. A hundred thousand signatures take a third of it.
pub(super) const UNPACKED_MAX_BYTES: u64 = 32_000_000;
/// A workbook of one table has about fifteen files in it.
const FILES_MAX: usize = 1_000;
/// A workbook says how many texts it has, and its reader takes memory for them. The number has this many digits at most.
const COUNT_MAX_DIGITS: usize = 7;

/// Unpacks a workbook within limits, and packs it again without the parts that no list needs. The sizes that are written
/// in it may lie.
pub(super) fn checked(bytes: &[u8]) -> Result<Vec<u8>, SheetError> {
    let mut packed = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if packed.len() > FILES_MAX {
        return Err(SheetError::NoWorkbook);
    }
    let mut again = ZipWriter::new(Cursor::new(Vec::new()));
    let plainly = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let (mut left, mut named, mut part) = (UNPACKED_MAX_BYTES, Named::default(), Vec::new());
    for at in 0..packed.len() {
        let file = packed.by_index(at).map_err(broken)?;
        let name = file.name().map_err(broken)?.into_owned();
        part.clear();
        let unpacked = file.take(left + 1).read_to_end(&mut part).map_err(broken)?;
        left = left.checked_sub(u64::try_from(unpacked).map_err(broken)?).ok_or(SheetError::TooLarge)?;
        if is_needed(&name) {
            named.check(&part)?;
            again.start_file(name, plainly).map_err(broken)?;
            again.write_all(&part).map_err(broken)?;
        }
    }
    Ok(again.finish().map_err(broken)?.into_inner())
}

fn broken<E>(_: E) -> SheetError {
    SheetError::NoWorkbook
}

/// Whether the reader may see a part. It copies a font for each style that names it, and a stranger's XML may hold anything.
fn is_needed(name: &str) -> bool {
    let name = name.replace('\\', "/").to_ascii_lowercase();
    !name.ends_with('/') && !name.ends_with("styles.xml") && !name.starts_with("customxml/")
}

/// The names that a workbook gives once each. One that it gives twice has the reader do the same work again.
#[derive(Default)]
struct Named {
    /// The sheets, by their relationships.
    sheets: HashSet<String>,
    /// The files of the sheets.
    files: HashSet<String>,
}

impl Named {
    /// Looks through one part of the workbook.
    fn check(&mut self, part: &[u8]) -> Result<(), SheetError> {
        let (mut xml, mut buffer) = (Reader::from_reader(part), Vec::new());
        xml.config_mut().check_end_names = false;
        // The workbook's reader stops at the same fault as this one. A picture is no XML at all.
        while let Ok(event) = xml.read_event_into(&mut buffer) {
            if event == Event::Eof {
                break;
            }
            if let Event::Start(tag) | Event::Empty(tag) = &event
                && self.is_fair(tag) != Some(true)
            {
                return Err(SheetError::NoWorkbook);
            }
            buffer.clear();
        }
        Ok(())
    }

    /// Tells whether a tag asks for as much work as it looks; `None` if it is broken.
    fn is_fair(&mut self, tag: &BytesStart<'_>) -> Option<bool> {
        Some(match tag.local_name().as_ref() {
            "sst" => values(tag, "uniqueCount")?.iter().all(|count| count.len() <= COUNT_MAX_DIGITS),
            "sheet" => {
                let mut ids = values(tag, "id")?;
                if ids.is_empty() {
                    ids.push(String::new());
                }
                ids.into_iter().all(|id| self.sheets.insert(id)) && self.sheets.len() <= FILES_MAX
            }
            "Relationship" if values(tag, "Type")?.iter().any(|kind| kind.ends_with("sheet")) => {
                values(tag, "Target")?.into_iter().all(|file| self.files.insert(file.to_ascii_lowercase()))
            }
            _ => true,
        })
    }
}

/// Reads an attribute whatever its namespace; `None` if the tag is broken.
fn values(tag: &BytesStart<'_>, name: &str) -> Option<Vec<String>> {
    let mut values = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.ok()?;
        if attribute.key.as_ref().trim_ascii().rsplit(':').next() == Some(name) {
            values.push(attribute.value.into_owned());
        }
    }
    Some(values)
}
