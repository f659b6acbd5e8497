//! Help for one supporter, who is found by address, or on paper by name and postal code. Each step has its entry in the log.
//!
//! A look-up is counted for its organizer and hour, and gives a case. Every later page and act belongs to a case, so nobody
//! browses for addresses. No address and no name stands in a URL or in the log: the log has a code.

pub(crate) mod act;
pub(crate) mod acts;
pub(crate) mod case;
pub(crate) mod look_up;
pub(crate) mod on_paper;
pub(crate) mod person;
