//! Signatures on paper: a file is read line by line, reported on, counted, and can be taken back.

pub(crate) mod columns;
pub(crate) mod encoding;
pub(crate) mod imports;
pub(crate) mod lines;
pub(crate) mod sheet;
pub(crate) mod source;
mod workbook;
