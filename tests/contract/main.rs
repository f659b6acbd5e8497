//! The code's promises about itself: its dependencies, its stored data, its interface and its words.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod architecture;
mod guide;
mod guides_for_people;
mod interface;
mod names;
mod plain_words;
mod privacy;
mod reading;
mod sentences;
mod workflows;
