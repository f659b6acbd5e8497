//! Signatures on paper: a file is read line by line, reported on, counted, and can be taken back.

mod columns;
pub(crate) mod encoding;
pub(crate) mod imports;
mod lines;
pub(crate) mod sheet;
mod source;
mod workbook;
