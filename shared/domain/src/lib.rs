//! The rules of the campaign: who counts as one person, how a pledge changes, and how the tally changes with it.
//!
//! Pure: no async, no I/O, no clock, no randomness. Time and random bytes come in as parameters. It must never print,
//! log or put into an error any text that a supporter typed.
//!
//! Start reading at [`pledge`], the states and transitions. [`mail::email`] and [`person::identity`] decide when two
//! forms come from one person. [`tally`] defines counts, and [`keys::token`] the rights of a link in a mail. Folders of the
//! same names in `store`, `sign` and `organizer` hold what belongs to the same wing.

pub mod campaign;
pub mod ids;
pub mod keys;
pub mod locale;
pub mod mail;
pub mod office;
pub mod paper;
pub mod person;
pub mod pledge;
pub mod slug;
pub mod tally;
pub mod time;
pub mod typed_text;
pub mod web_address;
pub mod webhooks;
