//! The counts a signer is shown: always with themselves in them.

use domain::pledge::Signer;
use domain::tally::Tally;

use crate::desk::Desk;
use crate::failure::Failure;

/// How many stand where a signer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counts {
    /// In the signer's riding, or abroad.
    pub(crate) here: i64,
    /// Everywhere.
    pub(crate) total: i64,
}

impl Counts {
    /// The counts as they are after the signer's own transaction.
    pub(crate) async fn with(desk: &Desk, signer: &Signer) -> Result<Self, Failure> {
        let snapshot = desk.tally.after(desk.now()).await?;
        Ok(Self::of(&snapshot.tally, signer))
    }

    fn of(tally: &Tally, signer: &Signer) -> Self {
        Self { here: tally.at(signer.draft.residence.place()), total: tally.total() }
    }
}
