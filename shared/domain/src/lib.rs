//! What the campaign is about: who a person is, what a pledge goes through, what is counted.
//!
//! Pure: no async, no I/O, no clock, no randomness. Time and random bytes come in as parameters. It must never print,
//! log or put into an error what a supporter typed.
//!
//! Start reading at [`pledge`], the states and transitions; [`email`] and [`identity`] say what "one person" means,
//! [`tally`] what a count is, [`token`] what a link in a mail may do.

mod address_in_name;
pub mod audit;
pub mod bearers;
pub mod campaign;
pub mod code;
pub mod comment;
pub mod consent;
pub mod correspondence;
pub mod country;
pub mod email;
pub mod flood;
pub mod folding;
mod greeting;
pub mod hour;
pub mod identity;
pub mod integrity;
pub mod invalidation;
pub mod issued;
mod keyring;
pub mod letter;
pub mod locale;
pub mod mail_domain;
pub mod mail_provider;
pub mod official;
pub mod organizer;
pub mod paper;
pub mod person_name;
pub mod pledge;
pub mod postal_code;
pub mod residence;
pub mod riding;
pub mod sealed_draft;
pub mod second_factor;
pub mod secret;
pub mod session;
pub mod sign_in_mails;
pub mod tally;
pub mod ticket;
pub mod token;
pub mod typed_text;
pub mod web_address;
