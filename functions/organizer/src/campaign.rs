//! The campaign's desk: what its coordinators change without a developer.

pub(crate) mod export;
pub(crate) mod members;
pub(crate) mod proposal;
