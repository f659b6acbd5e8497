//! Signatures on paper: a file is read line by line, reported on, counted, and can be taken back.
//!
//! Start reading at `imports.rs`, which reads a file. `counting.rs` has it counted by `store`'s `paper/sheet.rs`. `sheet.rs` turns
//! lines into people.

pub(crate) mod columns;
pub(crate) mod counting;
pub(crate) mod encoding;
pub(crate) mod imports;
pub(crate) mod limits;
pub(crate) mod lines;
mod package;
pub(crate) mod riding_names;
pub(crate) mod sheet;
pub(crate) mod source;
pub(crate) mod workbook;
