//! Webhooks: recipients, their addresses, the events, the signatures and the times of further tries.

pub mod address;
pub mod event;
pub mod outcome;
pub mod reach;
pub mod recipient;
pub mod retry;
pub mod signature;
