//! Signatures on paper, and the people who bear a name at a postal code. `sheet.rs` counts a sheet; `office/work.rs` calls it for
//! an import, as long as a request or a run of upkeep lasts.

pub(crate) mod bearers;
pub(crate) mod sheet;
