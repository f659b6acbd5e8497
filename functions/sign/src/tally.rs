//! The counts that a signer sees. They always include the signer.

use campaigns::Texts;
use domain::pledge::Signer;
use domain::tally::Tally;
use domain::tally::riding::Place;
use ridings::{Standing, Standings};
use store::{SignerCount, StoreError};

use crate::context::Context;

/// Counts the people in the signer's riding, or abroad, and everywhere.
pub(crate) async fn count_of(context: &Context, signer: &Signer) -> Result<SignerCount, StoreError> {
    context.counts.with(signer.shard, signer.draft.residence.place(), context.now()).await
}

/// The counts of a signer's place and of everywhere, with the standing of their riding.
pub(crate) struct Counts {
    /// In the signer's riding, or abroad.
    pub(crate) here: i64,
    /// Everywhere.
    pub(crate) total: i64,
    place: Place,
    standings: Standings,
}

impl Counts {
    /// Reads the counts, with the signer's own confirmation in them.
    pub(crate) async fn with(context: &Context, signer: &Signer) -> Result<Self, StoreError> {
        let place = signer.draft.residence.place();
        Ok(Self::of(&context.counts.tally_with(signer.shard, place, context.now()).await?, place))
    }

    fn of(tally: &Tally, place: Place) -> Self {
        Self { here: tally.at(place), total: tally.total(), place, standings: Standings::of(tally) }
    }

    fn standing(&self) -> Option<&Standing> {
        self.standings.get(self.place.riding()?)
    }

    /// The riding's ranks, as names and values. There are none for a signer abroad.
    pub(crate) fn ranks(&self, t: &Texts) -> Vec<(String, String)> {
        let Some(standing) = self.standing() else { return Vec::new() };
        pages::ranks(t, &self.standings, standing)
    }

    /// The sentence that says what would move the riding up. It is `None` for a signer abroad, and in a riding without a count.
    pub(crate) fn next(&self, t: &Texts) -> Option<String> {
        let standing = self.standing().filter(|standing| standing.count > 0)?;
        Some(match self.standings.ahead_of(standing) {
            Some(ahead) => {
                let [here, riding] = [standing.riding, ahead.riding].map(|riding| riding.shown(t.locale()).into());
                t.with("thank-you-next", [("needed", ahead.needed.into()), ("here", here), ("riding", riding)])
            }
            None if self.standings.level_with(standing) > 0 => t.get("riding-next-tied"),
            None => t.get("riding-next-first"),
        })
    }
}
