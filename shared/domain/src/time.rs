//! Times before and after another, by a span of fixed length.

use jiff::{SignedDuration, Timestamp};

/// Returns the time that is so much later, or the latest time that there is.
#[must_use]
pub fn later(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.saturating_add(by).expect("only days and longer units can fail")
}

/// Returns the time that is so much earlier, or the earliest time that there is.
#[must_use]
pub fn earlier(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.saturating_sub(by).expect("only days and longer units can fail")
}
