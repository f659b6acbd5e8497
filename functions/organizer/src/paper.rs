//! Signatures on paper: a file is read line by line, reported on, counted, and can be taken back.

mod columns;
mod encoding;
pub(crate) mod imports;
mod lines;
pub(crate) mod sheet;
mod source;
mod workbook;
