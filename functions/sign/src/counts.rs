//! The counts a signer is shown: always with themselves in them.

use campaigns::Texts;
use domain::pledge::Signer;
use domain::riding::Place;
use domain::tally::Tally;
use ridings::Standings;

use crate::desk::Desk;
use crate::failure::Failure;

/// How many stand where a signer stands.
pub(crate) struct Counts {
    /// In the signer's riding, or abroad.
    pub(crate) here: i64,
    /// Everywhere.
    pub(crate) total: i64,
    place: Place,
    standings: Standings,
}

impl Counts {
    /// The counts as they are after the signer's own transaction.
    pub(crate) async fn with(desk: &Desk, signer: &Signer) -> Result<Self, Failure> {
        let snapshot = desk.tally.after(desk.now()).await?;
        Ok(Self::of(&snapshot.tally, signer))
    }

    fn of(tally: &Tally, signer: &Signer) -> Self {
        let place = signer.draft.residence.place();
        Self { here: tally.at(place), total: tally.total(), place, standings: Standings::of(tally) }
    }

    /// The riding's ranks: names and values. None for those abroad.
    pub(crate) fn ranks(&self, t: &Texts) -> Vec<(String, String)> {
        let Place::Riding(code) = self.place else { return Vec::new() };
        let Some(standing) = self.standings.get(code) else { return Vec::new() };
        let (Some(rank), Some(in_province)) = (standing.rank, standing.rank_in_province) else { return Vec::new() };
        let of = |rank: usize, all: usize| t.with("riding-rank-of", [("rank", rank.into()), ("all", all.into())]);
        let country = of(rank, ridings::all().len());
        let level = self.standings.level_with(standing);
        let tie = t.with("riding-rank-tie", [("rank", country.as_str().into()), ("others", level.into())]);
        let mut ranks = vec![(t.get("riding-rank-country"), if level > 0 { tie } else { country })];
        let all = ridings::in_province(standing.riding.province).count();
        if all > 1 {
            ranks.push((t.get("riding-rank-province"), of(in_province, all)));
        }
        ranks
    }

    /// What would move the riding up. Nothing for those abroad, and where an invalidated signer is the only one.
    pub(crate) fn next(&self, t: &Texts) -> Option<String> {
        let Place::Riding(code) = self.place else { return None };
        let standing = self.standings.get(code).filter(|standing| standing.count > 0)?;
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
