//! The map's five shades: the counts of each, and the legend.

use campaigns::Texts;
use ridings::{Standing, Standings};

/// The number of the darkest (on dark pages the lightest) shade; 0 is paper.
const STEPS: usize = 5;
/// The last rank of each shade, the best first.
const RANKS: [usize; STEPS] = [10, 50, 100, 200, 343];
/// The fineness of shares: thousandths of a percent, as the tables show them.
const SHARE_UNIT: f64 = 1e5;

/// The number of a riding that the map's shades stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shading {
    /// The number of signers.
    #[default]
    Count,
    /// The number of signers as a part of the electors.
    Share,
    /// The place among all ridings.
    Rank,
}

/// The shades' lower ends, rising; round numbers near the fifths of the ridings where anybody signed.
#[derive(Clone, Debug)]
pub struct Shades {
    shading: Shading,
    lows: Vec<i64>,
}

/// A step of the legend.
#[derive(Debug, PartialEq, Eq)]
pub struct Step {
    /// The shade, from 0 for paper to 5.
    pub shade: usize,
    /// The range in words, such as "60 to 119".
    pub label: String,
}

impl Shades {
    /// Chooses the shades that separate these counts best.
    #[must_use]
    pub fn of(shading: Shading, standings: &Standings) -> Self {
        let mut values: Vec<_> = standings
            .all()
            .iter()
            .filter(|standing| standing.count > 0)
            .map(|standing| value(shading, standing))
            .collect();
        values.sort_unstable();
        let mut lows: Vec<i64> = Vec::new();
        if shading != Shading::Rank && !values.is_empty() {
            lows.push(i64::from(shading == Shading::Count));
            for fifth in 1..STEPS {
                let low = round_down(values[values.len() * fifth / STEPS]);
                if lows.last().is_some_and(|last| low > *last.max(&values[0])) {
                    lows.push(low);
                }
            }
            // While most counts are small and equal, the fifths fall together. Then the shades separate the few large
            // ones.
            let (least, most) = (values[0], values[values.len() - 1]);
            while lows.len() < STEPS {
                let Some(next) = lows.last().map(|last| round_down(last * 2)) else { break };
                if next <= least || next > most {
                    break;
                }
                lows.push(next);
            }
        }
        Self { shading, lows }
    }

    /// Returns the shade: 0 where nobody signed, else 1 to 5.
    #[must_use]
    pub fn shade(&self, standing: &Standing) -> usize {
        if standing.count <= 0 {
            return 0;
        }
        if self.shading == Shading::Rank {
            let rank = standing.rank.unwrap_or(usize::MAX);
            return STEPS - RANKS.iter().position(|last| rank <= *last).unwrap_or(STEPS - 1);
        }
        let value = value(self.shading, standing);
        let step = self.lows.iter().rposition(|low| value >= *low).unwrap_or(0);
        self.spread(step)
    }

    /// Spreads fewer steps than shades over all shades.
    const fn spread(&self, step: usize) -> usize {
        if self.lows.len() < 2 { 3 } else { 1 + step * (STEPS - 1) / (self.lows.len() - 1) }
    }

    /// Lists the legend, from nobody to the most.
    #[must_use]
    pub fn steps(&self, t: &Texts) -> Vec<Step> {
        let mut steps = vec![Step { shade: 0, label: t.get("map-step-none") }];
        if self.shading == Shading::Rank {
            let firsts = std::iter::once(1).chain(RANKS.iter().map(|last| last + 1));
            let labels: Vec<_> =
                firsts.zip(RANKS).map(|(first, last)| range(t, &first.to_string(), &last.to_string())).collect();
            steps.extend(labels.into_iter().enumerate().rev().map(|(i, label)| Step { shade: STEPS - i, label }));
            return steps;
        }
        for (i, low) in self.lows.iter().enumerate() {
            let next = self.lows.get(i + 1).copied();
            let label = match (self.shading, next) {
                (Shading::Share, Some(next)) if i == 0 => {
                    t.with("map-step-under", [("high", self.end(t, next).into())])
                }
                (Shading::Share, Some(next)) => range(t, &self.end(t, *low), &self.end(t, next)),
                (Shading::Count | Shading::Rank, Some(next)) if next == low + 1 => self.end(t, *low),
                (Shading::Count | Shading::Rank, Some(next)) => range(t, &self.end(t, *low), &self.end(t, next - 1)),
                (Shading::Share, None) if i == 0 => t.get("map-step-some"),
                (Shading::Count | Shading::Share | Shading::Rank, None) => {
                    t.with("map-step-last", [("low", self.end(t, *low).into())])
                }
            };
            steps.push(Step { shade: self.spread(i), label });
        }
        steps
    }

    fn end(&self, t: &Texts, number: i64) -> String {
        #[expect(clippy::cast_precision_loss, reason = "at most 100,000")]
        let share = number as f64 / SHARE_UNIT;
        if self.shading == Shading::Share { t.share(share) } else { t.number(number) }
    }
}

fn range(t: &Texts, low: &str, high: &str) -> String {
    t.with("map-step-range", [("low", low.into()), ("high", high.into())])
}

fn value(shading: Shading, standing: &Standing) -> i64 {
    match shading {
        Shading::Count => standing.count,
        #[expect(clippy::cast_possible_truncation, reason = "a share is at most a few hundred thousand of its unit")]
        Shading::Share => (standing.share() * SHARE_UNIT).floor() as i64,
        Shading::Rank => 0,
    }
}

/// Returns the round number at or below: 1, 2, 3, … 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, …
fn round_down(number: i64) -> i64 {
    let mut unit = 1;
    while number / unit >= 100 {
        unit *= 10;
    }
    let leading = number / unit;
    let round = [80, 60, 50, 40, 30, 25, 20, 15, 12, 10].into_iter().find(|round| *round <= leading);
    round.unwrap_or(leading) * unit
}

#[cfg(test)]
mod tests {
    use campaigns::CampaignFolder;
    use domain::locale::Locale;
    use domain::tally::Tally;

    use super::*;

    fn tally_of(counts: &[i64]) -> Tally {
        let mut tally = Tally::default();
        for (riding, count) in ridings::all().iter().zip(counts) {
            tally.add(riding.code.into(), *count);
        }
        tally
    }

    fn site() -> pages::Site {
        pages::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap()
    }

    fn legend(shading: Shading, counts: &[i64]) -> Vec<(usize, String)> {
        let shades = Shades::of(shading, &Standings::of(&tally_of(counts)));
        shades.steps(site().texts(Locale::En)).into_iter().map(|step| (step.shade, step.label)).collect()
    }

    fn shown(shading: Shading, counts: &[i64]) -> Vec<usize> {
        let standings = Standings::of(&tally_of(counts));
        let shades = Shades::of(shading, &standings);
        standings.all()[..counts.len()].iter().map(|standing| shades.shade(standing)).collect()
    }

    #[test]
    fn thresholds_are_round_and_say_all_that_is_shown() {
        let counts: Vec<i64> = (1..=343).collect();
        let labels: Vec<_> = legend(Shading::Count, &counts).into_iter().map(|(_, label)| label).collect();
        assert_eq!(labels, ["none yet", "1 to 59", "60 to 119", "120 to 199", "200 to 249", "250 or more"]);
        assert_eq!(shown(Shading::Count, &[0, 59, 60, 200, 250]).len(), 5);
        let shades = shown(Shading::Count, &counts);
        assert_eq!((shades[0], shades[58], shades[59], shades[342]), (1, 1, 2, 5));
    }

    #[test]
    fn few_different_counts_make_few_steps() {
        assert_eq!(legend(Shading::Count, &[]), [(0, "none yet".to_owned())]);
        assert_eq!(legend(Shading::Count, &[1, 1, 1])[1..], [(3, "1 or more".to_owned())]);
        assert_eq!(legend(Shading::Count, &[1, 1, 2, 2])[1..], [(1, "1".to_owned()), (5, "2 or more".to_owned())]);
        assert_eq!(shown(Shading::Count, &[1, 1, 2, 2, 0]), [1, 1, 5, 5, 0]);
        let many_ones = legend(Shading::Count, &[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 6]);
        let labels: Vec<_> = many_ones.into_iter().map(|(_, label)| label).collect();
        assert_eq!(labels, ["none yet", "1", "2 to 3", "4 or more"], "the large ones are told apart");
    }

    #[test]
    fn every_measure_leaves_a_riding_without_signers_as_paper() {
        for shading in [Shading::Count, Shading::Share, Shading::Rank] {
            assert_eq!(shown(shading, &[0, 3])[0], 0);
            assert!(shown(shading, &[0, 3])[1] > 0);
        }
    }

    #[test]
    fn ranks_have_fixed_steps_with_the_best_strongest() {
        assert_eq!(legend(Shading::Rank, &[1])[5], (5, "1 to 10".to_owned()));
        let counts: Vec<i64> = (1..=343).rev().collect();
        let shades = shown(Shading::Rank, &counts);
        assert_eq!((shades[9], shades[10], shades[342]), (5, 4, 1));
    }

    #[test]
    fn shares_are_written_as_percentages_in_both_languages() {
        let counts: Vec<i64> = (1..=343).collect();
        let shades = Shades::of(Shading::Share, &Standings::of(&tally_of(&counts)));
        let french: Vec<_> = shades.steps(site().texts(Locale::Fr)).into_iter().map(|step| step.label).collect();
        assert_eq!(french.len(), 6);
        assert!(french[2].contains("0,0") && french[2].contains("\u{202f}%"), "{french:?}");
    }

    #[test]
    fn round_numbers_are_at_or_below() {
        let rounded = [1, 9, 11, 13, 99, 101, 149, 255, 999].map(round_down);
        assert_eq!(rounded, [1, 9, 10, 12, 80, 100, 120, 250, 800]);
    }
}
