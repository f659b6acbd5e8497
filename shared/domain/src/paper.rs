//! Signatures on paper.

pub mod bearers;
pub mod sheet;
