//! Signatures on paper. Start reading at `Bearers::sign_on_paper` in [`bearers`], which decides whether one counts.

pub mod bearers;
pub mod sheet;
