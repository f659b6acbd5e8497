//! The campaign's desk: admins change facts and sentences of the campaign here, its Members and its partners, with a preview, a history and
//! an undo.
//!
//! Each room holds what is changed together. A form carries the number of the version that it was made from; a preview
//! carries the form on. `change.rs` decides whether an edition may follow another, and publishes it with its entry in the log.

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
mod model;
pub(crate) mod partner_history;
pub(crate) mod partner_list;
pub(crate) mod partner_roster;
pub(crate) mod partners;
mod preview;
pub(crate) mod proposal;
pub(crate) mod room;
pub(crate) mod summary;
mod typed;
mod words;
