//! Signatures on paper: people without an address, known by their name and where they live.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{ImportId, PersonId};
use crate::mail::email::EmailAddress;
use crate::office::invalidation::Stage;
use crate::person::name::PersonName;
use crate::person::residence::Residence;
use crate::slug::PartnerSlug;
use crate::tally::{CounterChange, Measure, Shard};

/// A readable line of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperRow {
    /// The keyed hash of name and postal code.
    pub id: PersonId,
    pub name: PersonName,
    /// The signer's home, in Canada.
    pub residence: Residence,
}

/// A signature on paper that was imported. It counts unless somebody online bears its name at its postal code
/// ([`crate::paper::bearers`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperSigner {
    /// The line of the sheet.
    pub row: PaperRow,
    /// The partner that collected the sheets.
    pub partner: Option<PartnerSlug>,
    /// The import that brought the signature.
    pub import: ImportId,
    /// The counter partition that counts it.
    pub shard: Shard,
}

impl PaperRow {
    /// Makes the signature that a line becomes when its file is counted.
    #[must_use]
    pub fn signed(self, import: &PaperImport, shard: Shard) -> PaperSigner {
        PaperSigner { row: self, partner: import.partner.clone(), import: import.id, shard }
    }
}

impl PaperSigner {
    /// Returns the tally change when the signature begins or ceases to count.
    pub(crate) fn change(&self, by: i8) -> CounterChange {
        let brought = self.partner.clone().map(|partner| (Measure::Brought(partner), by));
        let by = [(Measure::Signers, by), (Measure::Paper, by)].into_iter().chain(brought).collect();
        CounterChange { shard: self.shard, place: self.row.residence.place(), by }
    }
}

/// A file of paper signatures, before or after it is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperImport {
    pub id: ImportId,
    /// The partner that collected the sheets.
    pub partner: Option<PartnerSlug>,
    /// The source of the sheets, in the organizer's words.
    pub note: String,
    /// The organizer who imported it.
    pub by: EmailAddress,
    pub at: Timestamp,
    /// The progress of counting; `None` until an organizer asks for it.
    pub stage: Option<Stage>,
    /// The number of lines that can be counted.
    pub rows: i64,
    /// The number of lines that hold something and were not understood.
    pub unread: i64,
    /// The numbers of these lines, such as `2, 4–9`.
    pub unread_lines: String,
    /// The number of its signers in the count so far.
    pub signers: i64,
}
