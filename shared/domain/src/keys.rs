//! Secrets, and the links, codes, tickets, sessions and drafts that are signed or sealed with them.

pub mod issued;
mod keyring;
pub mod sealed_draft;
pub mod secret;
pub mod session;
pub mod ticket;
pub mod token;
