//! What a recount found: numbers that anybody may see, and those that organizers go by. Nothing of a person.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::locale::Locale;
use crate::mail::provider::MailProvider;
use crate::tally::cause::Cause;

/// How those who sent a form in the last [`crate::pledge::SUBMISSION_DAYS`] stand: forms that nobody confirmed are gone after that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversion {
    /// They confirmed.
    pub confirmed: i64,
    /// They did not, yet.
    pub pending: i64,
}

impl Conversion {
    /// The part that confirmed, of 1; `None` where nobody sent anything.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^52")]
    pub fn rate(self) -> Option<f64> {
        let all = self.confirmed + self.pending;
        (all > 0).then(|| self.confirmed as f64 / all as f64)
    }
}

/// What a look at everybody says of them as a crowd.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// By who keeps their mail.
    pub by_provider: BTreeMap<MailProvider, Conversion>,
    /// Signers online by the language they signed in.
    pub by_locale: BTreeMap<Locale, i64>,
}

impl Survey {
    /// Everybody together.
    #[must_use]
    pub fn conversion(&self) -> Conversion {
        self.by_provider.values().fold(Conversion::default(), |sum, one| Conversion {
            confirmed: sum.confirmed + one.confirmed,
            pending: sum.pending + one.pending,
        })
    }
}

/// A recount: what the signers are, and whether the counters say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegrityReport {
    /// When.
    pub at: Timestamp,
    /// Signers, counted one by one.
    pub counted: i64,
    /// What the counters said.
    pub stored: i64,
    /// Of the signers, those who signed on paper.
    pub paper: i64,
    /// Those who withdrew.
    pub withdrawn: i64,
    /// Those who are not counted, by cause.
    pub invalidated: BTreeMap<Cause, i64>,
    /// Counters that said something else than the signers.
    pub wrong_counters: i64,
    /// Counters of which nothing can be said, since people were signing.
    pub unsettled_counters: i64,
    /// Persons whose item differs from the signers and the paper under their name.
    #[serde(default)]
    pub wrong_persons: i64,
    /// What else was seen.
    pub survey: Survey,
}
