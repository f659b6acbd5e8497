//! Mail: which mail is owed and may go, and what organizers decide about held mail and letters.

pub(crate) mod again;
pub(crate) mod budget;
pub(crate) mod correspondence;
pub(crate) mod digests;
pub(crate) mod farewell;
pub(crate) mod flood;
pub(crate) mod held;
pub(crate) mod held_letters;
pub(crate) mod letters;
pub(crate) mod mailbox;
pub(crate) mod owed;
pub(crate) mod owing;
pub(crate) mod pace;
pub(crate) mod partner_asks;
pub(crate) mod rulings;
pub(crate) mod sign_in;
pub(crate) mod stops;
