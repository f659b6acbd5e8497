//! Signatures on paper: a file is read line by line, reported on, counted, and can be taken back.

pub(crate) mod imports;
pub(crate) mod sheet;
