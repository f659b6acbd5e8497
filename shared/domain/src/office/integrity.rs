//! The results of a recount: numbers that anybody may see, and numbers for organizers. They hold nothing about one
//! person.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::locale::Locale;
use crate::mail::provider::MailProvider;
use crate::slug::PartnerSlug;
use crate::tally::cause::Cause;

/// Splits the forms of the last [`crate::pledge::SUBMISSION_DAYS`] into confirmed and unconfirmed ones. Unconfirmed
/// forms are gone after that time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversion {
    /// Forms that were confirmed.
    pub confirmed: i64,
    /// Forms that are not confirmed yet.
    pub pending: i64,
}

impl Conversion {
    /// Returns the confirmed part, from 0 to 1; `None` if there was no form.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^52")]
    pub fn rate(self) -> Option<f64> {
        let all = self.confirmed + self.pending;
        (all > 0).then(|| self.confirmed as f64 / all as f64)
    }
}

/// Numbers about all signers as a crowd.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// Conversion by mail provider.
    pub by_provider: BTreeMap<MailProvider, Conversion>,
    /// Signers online by the language in which they signed.
    pub by_locale: BTreeMap<Locale, i64>,
}

impl Survey {
    /// Adds up the conversion over all providers.
    #[must_use]
    pub fn conversion(&self) -> Conversion {
        self.by_provider.values().fold(Conversion::default(), |sum, one| Conversion {
            confirmed: sum.confirmed + one.confirmed,
            pending: sum.pending + one.pending,
        })
    }
}

/// A recount: the signers one by one, and how the counters compare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegrityReport {
    pub at: Timestamp,
    /// The number of signers, counted one by one.
    pub counted: i64,
    /// The sum that the counters showed.
    pub stored: i64,
    /// The number of counted signers who signed on paper.
    pub paper: i64,
    /// The number of people who withdrew.
    pub withdrawn: i64,
    /// The numbers of signers who are not counted, by cause.
    pub invalidated: BTreeMap<Cause, i64>,
    /// The number of counters that differed from the signers.
    pub wrong_counters: i64,
    /// The number of counters that could not be compared, since people were signing.
    pub unsettled_counters: i64,
    /// The number of persons whose item differs from the signers and the paper under their name.
    #[serde(default)]
    pub wrong_persons: i64,
    /// The ways in which the signers of each partner confirmed.
    #[serde(default)]
    pub partners: BTreeMap<PartnerSlug, Ways>,
    /// Further numbers about the signers as a crowd.
    pub survey: Survey,
}

/// The ways in which signers became counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ways {
    /// The number of signers who pressed the button behind the mailed link.
    pub link: i64,
    /// The number of signers who typed the mailed code.
    pub code: i64,
    /// The number of signers on paper.
    pub paper: i64,
}
