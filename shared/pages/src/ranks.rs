//! A riding's share of its electors and its ranks, in words.

use campaigns::Texts;
use ridings::{Standing, Standings};

/// Lists a riding's rank in the country and in the province, as names and values. The only riding of a province has no
/// rank there. A riding without signatures has no rank.
#[must_use]
pub fn ranks(t: &Texts, standings: &Standings, standing: &Standing) -> Vec<(String, String)> {
    let (Some(rank), Some(rank_in_province)) = (standing.rank, standing.rank_in_province) else { return Vec::new() };
    let of = |rank: usize, all: usize| t.with("riding-rank-of", [("rank", rank.into()), ("all", all.into())]);
    let country = of(rank, ridings::all().len());
    let level = standings.level_with(standing);
    let tie = t.with("riding-rank-tie", [("rank", country.as_str().into()), ("others", level.into())]);
    let mut ranks = vec![(t.get("riding-rank-country"), if level > 0 { tie } else { country })];
    let all = ridings::in_province(standing.riding.province).count();
    if all > 1 {
        let province = standing.riding.province.abbreviation();
        ranks.push((t.with("riding-rank-province", [("province", province.into())]), of(rank_in_province, all)));
    }
    ranks
}

/// Lists the share of electors, where it says something, and the ranks, as names and values.
#[must_use]
pub fn riding_facts(t: &Texts, standings: &Standings, standing: &Standing) -> Vec<(String, String)> {
    let electors = t.number(standing.riding.electors.into());
    let share = t.telling_share(standing.share()).map(|share| {
        let share = [("share", share.into()), ("electors", electors.into())];
        (t.get("column-share"), t.with("riding-share", share))
    });
    share.into_iter().chain(ranks(t, standings, standing)).collect()
}
