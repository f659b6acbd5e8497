//! The consents of a supporter, beyond being counted.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Express consents (Canada's anti-spam law: asked for unticked, each by itself, with the wording kept).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consents {
    /// The version of the wording under which the supporter agreed to news by e-mail; `None` without consent.
    pub updates: Option<String>,
    /// The time at which they agreed, if that was after they sent the form.
    pub updates_at: Option<Timestamp>,
}

impl Consents {
    /// Makes the consent to news under the given version of the wording, when ticked.
    #[must_use]
    pub fn to_updates(ticked: bool, wording: &str) -> Self {
        Self { updates: ticked.then(|| wording.to_owned()), updates_at: None }
    }

    /// Returns the same consents, given later than with the form.
    #[must_use]
    pub fn said_at(mut self, now: Timestamp) -> Self {
        self.updates_at = self.updates.as_ref().map(|_| now);
        self
    }
}
