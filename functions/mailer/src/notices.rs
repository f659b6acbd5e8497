//! Notices that were charged to an address and are not sent yet.
//!
//! The store counts a notice each time it is asked to. A provider that is away for a few tries would use up all that an
//! address may get, and the thank-you, with the link to withdraw, would never come. So a notice whose sending failed is
//! remembered here and not charged again. A process that ends forgets, which errs on the quiet side.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use domain::identity::SubmissionId;
use mail::Kind;

/// The most that are remembered: a longer outage is not worth more memory.
const REMEMBERED_MAX: usize = 10_000;

/// Ids alone, of what is charged and unsent.
#[derive(Debug, Default)]
pub(crate) struct Charged(Mutex<HashSet<(Kind, SubmissionId)>>);

impl Charged {
    /// Whether it was charged before.
    pub(crate) fn has(&self, kind: Kind, id: SubmissionId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&(kind, id))
    }

    /// It was charged.
    pub(crate) fn remember(&self, kind: Kind, id: SubmissionId) {
        let mut charged = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if charged.len() >= REMEMBERED_MAX {
            charged.clear();
        }
        charged.insert((kind, id));
    }

    /// It was sent, or never will be.
    pub(crate) fn forget(&self, kind: Kind, id: SubmissionId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&(kind, id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: usize) -> SubmissionId {
        SubmissionId::from_random((number as u128).to_be_bytes())
    }

    #[test]
    fn a_notice_is_remembered_until_it_is_sent() {
        let charged = Charged::default();
        charged.remember(Kind::Confirmed, id(1));
        assert!(charged.has(Kind::Confirmed, id(1)));
        assert!(!charged.has(Kind::Withdrawn, id(1)) && !charged.has(Kind::Confirmed, id(2)));
        charged.forget(Kind::Confirmed, id(1));
        assert!(!charged.has(Kind::Confirmed, id(1)));
    }

    #[test]
    fn memory_is_bounded() {
        let charged = Charged::default();
        for number in 0..=REMEMBERED_MAX {
            charged.remember(Kind::Confirmed, id(number));
        }
        assert!(charged.has(Kind::Confirmed, id(REMEMBERED_MAX)) && !charged.has(Kind::Confirmed, id(0)));
    }
}
