//! What holds when the wire fails, the database is busy, or the process is killed.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod killed;
mod wire;
