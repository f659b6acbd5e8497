//! The limits of a file that is uploaded, and the faults of one that cannot be read at all.

/// A file has this many lines at most.
pub(super) const LINES_MAX: usize = 250_000;
/// A row has this many cells at most. What is further to the right is no part of a list.
pub(super) const CELLS_MAX: usize = 1_000;
/// The largest text of a workbook. A file of text has four megabytes at most.
pub(super) const TEXT_MAX_BYTES: usize = 16_000_000;

/// The fault of a file that cannot be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SheetError {
    /// The file has no line, or none below its header.
    Empty,
    /// The file is packed like a workbook and is none that can be read.
    NoWorkbook,
    /// The workbook is of Excel 2003 or older, or has a password.
    OldOrLocked,
    /// The file is no text, or its letters could be others.
    Letters,
    OneColumn,
    /// The columns are unknown, and the list is too large to ask for them.
    Columns,
    /// The file is larger than what is read at once.
    TooLarge,
}
