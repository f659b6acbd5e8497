//! Draws the growth of a count: one line from zero with its two ends written out, and gaps for missing snapshots.

use std::fmt::Write as _;

use askama::Template;
use campaigns::Texts;
use jiff::Timestamp;

/// The size of a drawing.
#[derive(Clone, Copy, Debug)]
pub struct Canvas {
    pub width: i64,
    pub height: i64,
    /// Room for the line's own width.
    pub margin: i64,
    /// The length of a lone count's line. With round ends it is a dot.
    pub dot: i64,
}

/// The drawing of a page, which stretches it.
pub(crate) const OF_PAGE: Canvas = Canvas { width: 600, height: 160, margin: 6, dot: 0 };

/// The growth of a count as the paths of a drawing, and its two ends in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrendLine {
    pub line: String,
    /// The area below the line.
    pub area: String,
    /// The place of the last count.
    pub end_at: (i64, i64),
    /// The content of the line, as a sentence: the number and day of each end.
    pub label: String,
    /// The first and the last number.
    pub numbers: [String; 2],
    /// Their days.
    pub days: [String; 2],
}

impl TrendLine {
    /// Draws counts by time, in the order of time. A `None` is a snapshot that was not taken: there the line breaks.
    /// `top` makes the count at the upper edge of the greatest count.
    ///
    /// Returns `None` where the count has not changed yet: a line along the ground shows nothing.
    #[must_use]
    pub fn new(
        t: &Texts,
        points: &[(Timestamp, Option<i64>)],
        canvas: Canvas,
        top: impl FnOnce(i64) -> i64,
    ) -> Option<Self> {
        let counted = || points.iter().filter_map(|(at, count)| count.map(|count| (*at, count)));
        let (first, last) = (counted().next()?, counted().next_back()?);
        if counted().all(|(_, count)| count == first.1) {
            return None;
        }
        let top = top(counted().map(|(_, count)| count).max()?.max(1));
        let Canvas { width, height, margin, dot } = canvas;
        let span = (last.0.as_second() - first.0.as_second()).max(1);
        let base = height - margin;
        let place = |(at, count): (Timestamp, i64)| {
            let along = at.as_second() - first.0.as_second();
            (margin + (width - 2 * margin) * along / span, base - (height - 2 * margin) * count.max(0) / top)
        };
        let (mut line, mut area) = (String::new(), String::new());
        for run in points.split(|(_, count)| count.is_none()) {
            let run: Vec<_> = run.iter().filter_map(|(at, count)| count.map(|count| place((*at, count)))).collect();
            let Some((left, right)) = run.first().zip(run.last()) else { continue };
            let path = run.iter().map(|(x, y)| format!("{x} {y}")).collect::<Vec<_>>().join("L");
            let alone = if run.len() == 1 { format!("h{dot}") } else { String::new() };
            let _ = write!(line, "M{path}{alone}");
            let _ = write!(area, "M{} {base}L{path}L{} {base}z", left.0, right.0);
        }
        let [start, end] = [first, last].map(|(at, _)| t.day(at));
        let [from, on] = [("first", first.1.into()), ("start", start.as_str().into())];
        let label = t.with("trend-label", [from, on, ("last", last.1.into()), ("end", end.as_str().into())]);
        let numbers = [first, last].map(|(_, count)| t.number(count));
        Some(Self { line, area, end_at: place(last), label, numbers, days: [start, end] })
    }
}

/// A line chart. Put it into a page as `{{ trend|safe }}`.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "trend.html")]
pub struct Trend(TrendLine);

impl Trend {
    /// Draws counts by time, as [`TrendLine::new`] does.
    #[must_use]
    pub fn new(t: &Texts, points: &[(Timestamp, Option<i64>)]) -> Option<Self> {
        TrendLine::new(t, points, OF_PAGE, |most| most).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use campaigns::CampaignFolder;
    use domain::locale::Locale;

    use super::*;

    fn trend(locale: Locale, points: &[(&str, Option<i64>)]) -> Option<Trend> {
        let site = pages::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        let points: Vec<_> = points.iter().map(|(at, count)| (at.parse().unwrap(), *count)).collect();
        Trend::new(site.texts(locale), &points)
    }

    const NOVEMBER: [(&str, Option<i64>); 3] =
        [("2026-11-01T12:00:00Z", Some(12)), ("2026-11-12T12:00:00Z", Some(100)), ("2026-11-23T12:00:00Z", Some(340))];

    #[test]
    fn its_label_says_what_the_line_says_in_both_languages() {
        let english = trend(Locale::En, &NOVEMBER).unwrap().to_string();
        assert!(english.contains("role=\"img\""));
        assert!(english.contains("From 12 on November 1, 2026 to 340 on November 23, 2026"), "{english}");
        let french = trend(Locale::Fr, &NOVEMBER).unwrap().to_string();
        assert!(french.contains("De 12 le 1er novembre 2026 à 340 le 23 novembre 2026"), "{french}");
    }

    #[test]
    fn the_line_starts_at_the_left_and_its_most_is_at_the_top() {
        let line = trend(Locale::En, &NOVEMBER).unwrap().0.line;
        assert!(line.starts_with("M6 ") && line.ends_with("L594 6"), "{line}");
    }

    #[test]
    fn without_a_snapshot_the_line_breaks() {
        let mut points = NOVEMBER.to_vec();
        points.insert(2, ("2026-11-13T12:00:00Z", None));
        let broken = trend(Locale::En, &points).unwrap();
        assert_eq!(
            (broken.0.line.matches('M').count(), trend(Locale::En, &NOVEMBER).unwrap().0.line.matches('M').count()),
            (2, 1)
        );
        assert!(broken.0.line.ends_with("h0"), "a count alone is a dot: {}", broken.0.line);
        let outside = [("2026-10-01T12:00:00Z", None), NOVEMBER[0], NOVEMBER[2], ("2026-12-01T12:00:00Z", None)];
        assert!(trend(Locale::En, &outside).unwrap().0.line.starts_with("M6 "), "it begins with the first count");
    }

    #[test]
    fn while_the_count_stays_as_it_is_there_is_no_chart() {
        for count in [0, 7] {
            let days = ["2026-11-01T12:00:00Z", "2026-11-12T12:00:00Z", "2026-11-23T12:00:00Z"];
            assert_eq!(trend(Locale::En, &days.map(|day| (day, Some(count)))), None);
        }
        assert_eq!(trend(Locale::En, &NOVEMBER[..1]), None);
        assert_eq!(trend(Locale::En, &[]), None);
        assert_eq!(trend(Locale::En, &[("2026-11-01T12:00:00Z", None)]), None);
        let fallen = [("2026-11-01T12:00:00Z", Some(2)), ("2026-11-23T12:00:00Z", Some(0))];
        assert_eq!(trend(Locale::En, &fallen).unwrap().0.line, "M6 6L594 154", "zero lies on the ground");
    }
}
