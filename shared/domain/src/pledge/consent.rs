//! What a supporter agreed to, beyond being counted.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Express consents (Canada's anti-spam law: asked for unticked, each by itself, with the wording kept).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consents {
    /// News of the campaign by e-mail: the version of the wording the supporter ticked, or nothing.
    pub updates: Option<String>,
    /// When they ticked it, if that was after they sent the form.
    pub updates_at: Option<Timestamp>,
}

impl Consents {
    /// Consent to news under the given version of the wording, when ticked.
    #[must_use]
    pub fn to_updates(ticked: bool, wording: &str) -> Self {
        Self { updates: ticked.then(|| wording.to_owned()), updates_at: None }
    }

    /// The same, said later than with the form.
    #[must_use]
    pub fn said_at(mut self, now: Timestamp) -> Self {
        self.updates_at = self.updates.as_ref().map(|_| now);
        self
    }
}
