//! The counts a signer is shown: always with themselves in them.

use campaigns::Texts;
use domain::pledge::Signer;
use domain::tally::Tally;
use domain::tally::riding::Place;
use ridings::{Standing, Standings};
use store::{SignerCount, StoreError};

use crate::desk::Desk;

/// How many are counted where a signer is, and everywhere, the signer among them.
pub(crate) async fn count_of(desk: &Desk, signer: &Signer) -> Result<SignerCount, StoreError> {
    desk.counts.with(signer.shard, signer.draft.residence.place(), desk.now()).await
}

/// How many stand where a signer stands, and how their riding stands among the others.
pub(crate) struct Counts {
    /// In the signer's riding, or abroad.
    pub(crate) here: i64,
    /// Everywhere.
    pub(crate) total: i64,
    place: Place,
    standings: Standings,
}

impl Counts {
    /// The counts with the signer's own confirmation in them.
    pub(crate) async fn with(desk: &Desk, signer: &Signer) -> Result<Self, StoreError> {
        let place = signer.draft.residence.place();
        Ok(Self::of(&desk.counts.tally_with(signer.shard, place, desk.now()).await?, place))
    }

    fn of(tally: &Tally, place: Place) -> Self {
        Self { here: tally.at(place), total: tally.total(), place, standings: Standings::of(tally) }
    }

    fn standing(&self) -> Option<&Standing> {
        self.standings.get(self.place.riding()?)
    }

    /// The riding's ranks: names and values. None for those abroad.
    pub(crate) fn ranks(&self, t: &Texts) -> Vec<(String, String)> {
        let Some(standing) = self.standing() else { return Vec::new() };
        pages::ranks(t, &self.standings, standing, t.get("riding-rank-province"))
    }

    /// What would move the riding up. Nothing for those abroad, and where an invalidated signer is the only one.
    pub(crate) fn next(&self, t: &Texts) -> Option<String> {
        let standing = self.standing().filter(|standing| standing.count > 0)?;
        Some(match self.standings.ahead_of(standing) {
            Some(ahead) => {
                let [here, riding] = [standing.riding, ahead.riding].map(|riding| riding.name(t.locale()).into());
                t.with("thank-you-next", [("needed", ahead.needed.into()), ("here", here), ("riding", riding)])
            }
            None if self.standings.level_with(standing) > 0 => t.get("riding-next-tied"),
            None => t.get("riding-next-first"),
        })
    }
}
