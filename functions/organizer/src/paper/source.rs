//! The lines of a file or of a paste, as they are kept from one page to the next.

use serde::{Deserialize, Serialize};

use super::limits::{LINES_MAX, SheetError, TEXT_MAX_BYTES};
use super::workbook::OtherSheet;
use super::{encoding, workbook};
use crate::visit::packed::{pack, unpack};

/// A page carries this much at most. The form that comes back must pass the gateway, which takes six megabytes in base64.
const KEPT_MAX_BYTES: usize = 3_000_000;

/// A list as text, and the sheets of its workbook that are left out.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Source {
    /// The lines, each with a line feed between it and the next.
    text: String,
    pub(super) others: Vec<OtherSheet>,
}

impl Source {
    /// Opens a file or a paste, whichever of Excel's ways it was saved in.
    pub(crate) fn open(bytes: &[u8]) -> Result<Self, SheetError> {
        if workbook::is_packed(bytes) {
            let (text, others) = workbook::read(bytes)?;
            return Ok(Self { text, others });
        }
        if workbook::is_old_or_locked(bytes) {
            return Err(SheetError::OldOrLocked);
        }
        let text = encoding::read(bytes).ok_or(SheetError::Letters)?;
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        if text.trim().is_empty() {
            return Err(SheetError::Empty);
        }
        if text.matches('\n').count() > LINES_MAX {
            return Err(SheetError::TooLarge);
        }
        Ok(Self { text, others: Vec::new() })
    }

    pub(crate) fn lines(&self) -> Vec<&str> {
        self.text.trim_end_matches('\n').split('\n').collect()
    }

    /// Packs the list for a page's form; `None` if it is too large for one.
    pub(crate) fn keep(&self) -> Option<String> {
        let kept = pack(self);
        (kept.len() <= KEPT_MAX_BYTES).then_some(kept)
    }

    /// Reads the list that a page has kept; `None` if no page of ours sent it.
    pub(crate) fn unpack(packed: &str) -> Option<Self> {
        // Quotes and line ends take two bytes each in JSON.
        let most = 2 * u64::try_from(TEXT_MAX_BYTES).ok()?;
        let source: Self = unpack(packed, most)?;
        (source.text.matches('\n').count() <= LINES_MAX && !source.text.trim().is_empty()).then_some(source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_kept_as_it_is() {
        let mut source = Source::open("\u{feff}Pr\u{e9}nom;\"Nom\"\r\nZo\u{e9};Roy\r".as_bytes()).unwrap();
        assert_eq!(source.lines(), ["Pr\u{e9}nom;\"Nom\"", "Zo\u{e9};Roy"]);
        source.others.push(OtherSheet { name: "Feuil2".to_owned(), lines: 2 });
        assert_eq!(Source::unpack(&source.keep().unwrap()), Some(source));
        for made_up in ["", "x", "AAAA", "e30"] {
            assert_eq!(Source::unpack(made_up), None, "{made_up}");
        }
    }

    #[test]
    fn a_list_has_limits_from_both_sides() {
        let of = |lines: usize| Source::open("x\n".repeat(lines).as_bytes());
        assert!(of(LINES_MAX).is_ok());
        assert_eq!(of(LINES_MAX + 1), Err(SheetError::TooLarge));
        let kept = of(LINES_MAX).unwrap().keep().unwrap();
        assert!(Source::unpack(&kept).is_some());
        let bomb = Source { text: "x".repeat(3 * TEXT_MAX_BYTES), others: Vec::new() };
        assert_eq!(Source::unpack(&bomb.keep().unwrap()), None, "it unpacks to more than a list");
    }
}
