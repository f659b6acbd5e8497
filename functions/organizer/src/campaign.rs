//! The campaign's desk. Admins change the campaign's facts and sentences here, the Members of Parliament and the partners, with a
//! preview, a history and an undo.
//!
//! Each section holds what is changed together. A form carries the number of the version that it was made from, and a preview
//! carries the form on. `change.rs` decides whether an edition may follow another, and publishes it with its entry in the log.
//! Members are in `seat.rs` and the files that begin with `members`, partners in `asks.rs` and the files with `partner` in their name.

pub(crate) mod asks;
pub(crate) mod change;
pub(crate) mod current;
pub(crate) mod dates;
pub(crate) mod export;
pub(crate) mod form_pause;
pub(crate) mod history;
mod letter;
mod mail_text;
pub(crate) mod members;
mod members_proposal;
mod model;
pub(crate) mod partner_history;
pub(crate) mod partner_list;
mod partner_plan;
pub(crate) mod partners;
mod preview;
pub(crate) mod published_partners;
pub(crate) mod seat;
pub(crate) mod section;
pub(crate) mod summary;
mod typed;
mod versions;
mod words;
