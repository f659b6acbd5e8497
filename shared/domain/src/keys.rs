//! Secrets, and what is signed or sealed with them: links, codes, tickets, sessions, drafts.

pub mod issued;
mod keyring;
pub mod sealed_draft;
pub mod secret;
pub mod session;
pub mod ticket;
pub mod token;
