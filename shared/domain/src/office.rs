//! The office: its organizers, their decisions, and the log of both.

pub mod audit;
pub mod integrity;
pub mod invalidation;
pub mod organizer;
pub mod second_factor;
pub mod sign_in_mails;
