//! What the code promises of itself: who may use whom, and what is kept of whom.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod architecture;
mod interface;
mod plain_words;
mod privacy;
mod reading;
