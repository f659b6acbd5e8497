//! Mail: addresses, letters, and the limits that keep mail from being used against people.

pub mod cohort;
pub mod correspondence;
pub mod digest;
pub mod domain;
pub mod email;
pub mod flood;
pub mod inbox;
pub mod letter;
pub mod limits;
pub mod official;
pub mod provider;
