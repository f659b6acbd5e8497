//! Outreach to Members of Parliament and the press: the weekly digest, the link to the page of each Member’s office, and press notes.

pub(crate) mod digests;
pub(crate) mod link_forms;
pub(crate) mod links;
pub(crate) mod offices;
pub(crate) mod press_note;
