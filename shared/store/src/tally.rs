//! Counters: how they are stored, summed, kept by the hour and checked.

pub(crate) mod cache;
pub(crate) mod counter;
pub(crate) mod history;
pub(crate) mod recount;
pub(crate) mod signer_counts;
pub(crate) mod snapshot;
pub(crate) mod sums;
