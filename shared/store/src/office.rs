//! The office: organizers, their log, and what they do to signers.

pub(crate) mod cohort;
pub(crate) mod help;
pub(crate) mod invalidate;
pub(crate) mod items;
pub(crate) mod organizers;
pub(crate) mod second_factor;
pub(crate) mod switches;
pub(crate) mod work;
