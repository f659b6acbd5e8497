//! Integrity: patterns that look like fraud, the recount, and invalidations.

pub mod cohort;
pub(crate) mod conditions;
pub(crate) mod invalidations;
pub(crate) mod overview;
pub mod pattern;
pub mod suspicion;
