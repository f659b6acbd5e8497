//! Signatures on paper, and the people who bear a name at a postal code.

pub(crate) mod bearers;
pub(crate) mod sheet;
