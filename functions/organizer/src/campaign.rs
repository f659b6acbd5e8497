//! The campaign's desk: what its coordinators change without a developer.

pub(crate) mod export;
pub(crate) mod members;
pub(crate) mod proposal;
//! The campaign's desk: admins change facts and sentences of the campaign here, with a preview, a history and an undo.
//!
//! Each room holds what is changed together. A form carries the number of the version that it was made from; a preview
//! carries the form on. `change.rs` decides whether an edition may follow another, and publishes it with its entry in the log.

pub(crate) mod change;
pub(crate) mod current;
pub(crate) mod dates;
pub(crate) mod history;
mod letter;
mod mail_text;
mod model;
mod preview;
pub(crate) mod room;
mod typed;
mod words;
