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

/// A readable line of a sheet: who signed, and where they are counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperRow {
    /// The keyed hash of name and postal code.
    pub id: PersonId,
    /// Who signed.
    pub name: PersonName,
    /// Where they live: in Canada.
    pub residence: Residence,
}

/// A signature on paper that was imported. It counts unless somebody online bears its name at its postal code
/// ([`crate::paper::bearers`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperSigner {
    /// What the sheet said.
    pub row: PaperRow,
    /// Who collected the sheets.
    pub partner: Option<PartnerSlug>,
    /// The import that brought them.
    pub import: ImportId,
    /// The counter partition that counts them.
    pub shard: Shard,
}

impl PaperRow {
    /// The signature that this line becomes when its file is counted.
    #[must_use]
    pub fn signed(self, import: &PaperImport, shard: Shard) -> PaperSigner {
        PaperSigner { row: self, partner: import.partner.clone(), import: import.id, shard }
    }
}

impl PaperSigner {
    /// The change of the tally when the signature begins or ceases to count.
    pub(crate) fn change(&self, by: i8) -> CounterChange {
        let brought = self.partner.clone().map(|partner| (Measure::Brought(partner), by));
        let by = [(Measure::Signers, by), (Measure::Paper, by)].into_iter().chain(brought).collect();
        CounterChange { shard: self.shard, place: self.row.residence.place(), by }
    }
}

/// A file of paper signatures: what is to be counted of it, or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperImport {
    /// Which.
    pub id: ImportId,
    /// Who collected the sheets.
    pub partner: Option<PartnerSlug>,
    /// Where they came from, in the organizer's words.
    pub note: String,
    /// Which organizer's.
    pub by: EmailAddress,
    /// When it was read.
    pub at: Timestamp,
    /// How far it is; `None` while nobody said that it shall count.
    pub stage: Option<Stage>,
    /// Lines that can be counted.
    pub rows: i64,
    /// How many signers it has in the count, as far as it is.
    pub signers: i64,
}
