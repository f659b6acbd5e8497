//! The promises that hold in any order of events and with any loss on the wire: the store against a model of it.
//!
//! The model is written from the invariants in ARCHITECTURE.md, not from the code. The store is the real one over the embedded database.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod crowd;
mod people;
mod world;
