//! Draws the growth of a count: one line from zero with its two ends written out, and gaps for missing snapshots.

use askama::Template;
use campaigns::Texts;
use jiff::Timestamp;

/// The drawing's size; the page stretches it.
const WIDTH: i64 = 600;
const HEIGHT: i64 = 160;
/// Room for the line's own width.
const MARGIN: i64 = 6;

/// A line chart. Put it into a page as `{{ trend|safe }}`.
///
/// Its label is a sentence with the ends of the line: the number and day of each.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "trend.html")]
pub struct Trend {
    label: String,
    line: String,
    area: String,
    first: String,
    last: String,
    start: String,
    end: String,
}

impl Trend {
    /// Draws counts by time, in the order of time. A `None` is a snapshot that was not taken: there the line breaks.
    /// Returns `None` where the count has not changed yet: a line along the ground shows nothing.
    #[must_use]
    pub fn new(t: &Texts, points: &[(Timestamp, Option<i64>)]) -> Option<Self> {
        let counted = || points.iter().filter_map(|(at, count)| count.map(|count| (*at, count)));
        let (first, last) = (counted().next()?, counted().next_back()?);
        if counted().all(|(_, count)| count == first.1) {
            return None;
        }
        let most = counted().map(|(_, count)| count).max()?.max(1);
        let Lines { line, area } = lines(points, (first.0, last.0), most);
        let (start, end) = (t.day(first.0), t.day(last.0));
        let [from, on] = [("first", first.1.into()), ("start", start.as_str().into())];
        let label = t.with("trend-label", [from, on, ("last", last.1.into()), ("end", end.as_str().into())]);
        Some(Self { label, line, area, first: t.number(first.1), last: t.number(last.1), start, end })
    }
}

/// The paths of a line and of the area below it.
pub(crate) struct Lines {
    pub(crate) line: String,
    pub(crate) area: String,
}

/// Draws the paths between two moments. `top` is the count at the upper edge.
pub(crate) fn lines(points: &[(Timestamp, Option<i64>)], (from, to): (Timestamp, Timestamp), top: i64) -> Lines {
    let span = (to.as_second() - from.as_second()).max(1);
    let place = |at: Timestamp, count: i64| {
        let along = at.as_second() - from.as_second();
        let height = HEIGHT - 2 * MARGIN;
        (MARGIN + (WIDTH - 2 * MARGIN) * along / span, HEIGHT - MARGIN - height * count.max(0) / top)
    };
    let (mut line, mut area) = (Vec::new(), Vec::new());
    for run in points.split(|(_, count)| count.is_none()) {
        let run: Vec<_> = run.iter().filter_map(|(at, count)| count.map(|count| place(*at, count))).collect();
        let Some((left, right)) = run.first().zip(run.last()) else { continue };
        let path: Vec<_> = run.iter().map(|(x, y)| format!("{x} {y}")).collect();
        // A line of no length is a dot, thanks to its round ends.
        line.push(format!("M{}{}", path.join("L"), if run.len() == 1 { "h0" } else { "" }));
        let base = HEIGHT - MARGIN;
        area.push(format!("M{} {base}L{}L{} {base}z", left.0, path.join("L"), right.0));
    }
    Lines { line: line.concat(), area: area.concat() }
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
        let line = trend(Locale::En, &NOVEMBER).unwrap().line;
        assert!(line.starts_with("M6 ") && line.ends_with("L594 6"), "{line}");
    }

    #[test]
    fn without_a_snapshot_the_line_breaks() {
        let mut points = NOVEMBER.to_vec();
        points.insert(2, ("2026-11-13T12:00:00Z", None));
        let broken = trend(Locale::En, &points).unwrap();
        assert_eq!(
            (broken.line.matches('M').count(), trend(Locale::En, &NOVEMBER).unwrap().line.matches('M').count()),
            (2, 1)
        );
        assert!(broken.line.ends_with("h0"), "a count alone is a dot: {}", broken.line);
        let outside = [("2026-10-01T12:00:00Z", None), NOVEMBER[0], NOVEMBER[2], ("2026-12-01T12:00:00Z", None)];
        assert!(trend(Locale::En, &outside).unwrap().line.starts_with("M6 "), "it begins with the first count");
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
        assert_eq!(trend(Locale::En, &fallen).unwrap().line, "M6 6L594 154", "zero lies on the ground");
    }
}
