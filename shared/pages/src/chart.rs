//! Draws the growth of a count with two axes: numbers at the side, and days below. A table holds the same numbers.

use askama::Template;
use campaigns::Texts;
use jiff::{SignedDuration, Timestamp};

use crate::trend::{OF_PAGE, TrendLine};

/// The axis of numbers has this many steps.
const STEPS: i64 = 4;
/// The table has this many rows at most.
const ROWS_MAX: usize = 12;
/// Below this span, days would repeat along the axis.
const DAYS_APART: SignedDuration = SignedDuration::from_hours(4 * 24);

/// A line chart with axes. Put it into a page as `{{ chart|safe }}`.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "chart.html")]
pub struct Chart {
    drawn: TrendLine,
    /// The numbers of the axis, the greatest first.
    numbers: Vec<String>,
    /// The days of the axis, or the two moments at its ends.
    days: Vec<String>,
    /// Moments and counts, the latest first.
    rows: Vec<(String, String)>,
    /// The name of the table, and of its two columns.
    table: [String; 3],
}

impl Chart {
    /// Draws counts by time, in the order of time. A `None` is a snapshot that was not taken: there the line breaks.
    /// Returns `None` where the count has not changed yet.
    #[must_use]
    pub fn new(t: &Texts, points: &[(Timestamp, Option<i64>)]) -> Option<Self> {
        let counted: Vec<_> = points.iter().filter_map(|(at, count)| count.map(|count| (*at, count))).collect();
        let step = step_below(counted.iter().map(|(_, count)| *count).max()?);
        let drawn = TrendLine::new(t, points, OF_PAGE, |_| STEPS * step)?;
        let every = counted.len().div_ceil(ROWS_MAX);
        let rows = counted.iter().rev().step_by(every).map(|(at, count)| (t.moment(*at), t.number(*count)));
        Some(Self {
            drawn,
            numbers: (0..=STEPS).rev().map(|n| t.number(n * step)).collect(),
            days: days(t, counted.first()?.0, counted.last()?.0),
            rows: rows.collect(),
            table: ["chart-numbers", "chart-when", "column-count"].map(|key| t.get(key)),
        })
    }
}

/// The least step of 1, 2 or 5 times a power of ten with which the axis reaches a count.
fn step_below(most: i64) -> i64 {
    let steps = (0..17).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_i64.pow(power)));
    steps.into_iter().find(|step| STEPS * step >= most).unwrap_or(most)
}

/// The texts along the axis of time, evenly spaced.
fn days(t: &Texts, from: Timestamp, to: Timestamp) -> Vec<String> {
    let span = to.duration_since(from);
    if span < DAYS_APART {
        return vec![t.moment(from), t.moment(to)];
    }
    let part = |n: i32| from.saturating_add(span / 4 * n).expect("it lies between two times");
    (0..=4).map(|n| t.short_day(part(n))).collect()
}

#[cfg(test)]
mod tests {
    use campaigns::CampaignFolder;
    use domain::locale::Locale;

    use super::*;

    fn html(locale: Locale, points: &[(&str, Option<i64>)]) -> Option<String> {
        let site = crate::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        let points: Vec<_> = points.iter().map(|(at, count)| (at.parse().unwrap(), *count)).collect();
        Chart::new(site.texts(locale), &points).map(|chart| chart.to_string())
    }

    const NOVEMBER: [(&str, Option<i64>); 3] =
        [("2026-11-01T12:00:00Z", Some(12)), ("2026-11-12T12:00:00Z", Some(100)), ("2026-11-23T12:00:00Z", Some(340))];

    #[test]
    fn the_axes_have_round_numbers_and_days() {
        let english = html(Locale::En, &NOVEMBER).unwrap();
        for text in ["<li>400</li>", "<li>100</li>", "<li>0</li>", "<li>Nov.\u{a0}1</li>", "<li>Nov.\u{a0}12</li>"] {
            assert!(english.contains(text), "{text} in {english}");
        }
        let french = html(Locale::Fr, &NOVEMBER).unwrap();
        assert!(french.contains("<li>1er\u{a0}nov.</li>") && french.contains("<li>23\u{a0}nov.</li>"), "{french}");
    }

    #[test]
    fn the_line_stays_below_the_greatest_number() {
        let line = html(Locale::En, &NOVEMBER).unwrap();
        assert!(line.contains("L594 29\""), "340 of 400 is not at the upper edge: {line}");
    }

    #[test]
    fn the_same_numbers_stand_in_a_table_in_ottawas_time() {
        let english = html(Locale::En, &NOVEMBER).unwrap();
        assert!(english.contains("November 23, 2026, 7:00\u{a0}a.m.</th><td class=\"number\">340"), "{english}");
        let long: Vec<_> = (0..240).map(|n| (format!("2026-11-{:02}T{:02}:00:00Z", 1 + n / 24, n % 24), n)).collect();
        let long: Vec<_> = long.iter().map(|(at, n)| (at.as_str(), Some(*n))).collect();
        let rows = html(Locale::En, &long).unwrap().matches("scope=\"row\"").count();
        assert_eq!(rows, ROWS_MAX);
    }

    #[test]
    fn within_a_few_days_the_axis_has_the_two_ends() {
        let short = [("2026-11-01T12:00:00Z", Some(1)), ("2026-11-02T12:00:00Z", Some(3))];
        let english = html(Locale::En, &short).unwrap();
        assert!(
            english.contains("<li>November 1, 2026, 7:00\u{a0}a.m.</li>") && english.matches("<li>Nov").count() == 2
        );
    }

    #[test]
    fn an_axis_reaches_every_count() {
        for most in [1, 4, 5, 8, 9, 20, 21, 40, 41, 343, 100_000, 1_000_000_000] {
            let step = step_below(most);
            assert!(STEPS * step >= most && (most < 5 || STEPS * step < 3 * most), "{most}: {step}");
        }
    }

    #[test]
    fn while_the_count_stays_as_it_is_there_is_no_chart() {
        assert_eq!(html(Locale::En, &NOVEMBER[..1]), None);
        assert_eq!(html(Locale::En, &[]), None);
    }
}
