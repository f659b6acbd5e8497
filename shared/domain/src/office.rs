//! The office: who works there, what they decide, and the log of it.

pub mod audit;
pub mod integrity;
pub mod invalidation;
pub mod organizer;
pub mod second_factor;
pub mod sign_in_mails;
