//! The office itself: its organizers, the log of their actions, and the switches for a rush.

pub(crate) mod guide;
pub(crate) mod log;
mod log_sentences;
pub(crate) mod switches;
pub(crate) mod team;
