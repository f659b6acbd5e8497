//! Draws the growth of a count as an SVG: one line from zero, which breaks where no snapshot was taken.

use std::fmt::Write as _;

use campaigns::Texts;
use jiff::Timestamp;
use serde::Serialize;

const WIDTH: i64 = 1000;
const HEIGHT: i64 = 120;
/// Room for the line's own width.
const MARGIN: i64 = 8;

/// The drawing, and its two ends in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Trend {
    svg: String,
    /// The content of the line, as a sentence.
    label: String,
    first: String,
    last: String,
    start: String,
    end: String,
}

impl Trend {
    /// Draws counts by time, in the order of time; a `None` is a snapshot that was not taken. Returns `None` while
    /// the count has not changed: a line along the ground shows nothing.
    pub(crate) fn new(t: &Texts, points: &[(Timestamp, Option<i64>)]) -> Option<Self> {
        let counted: Vec<_> = points.iter().filter_map(|(at, count)| count.map(|count| (*at, count))).collect();
        let [first, .., last] = counted[..] else { return None };
        if counted.iter().all(|(_, count)| *count == first.1) {
            return None;
        }
        let most = counted.iter().map(|(_, count)| *count).max()?.max(1);
        let span = (last.0.as_second() - first.0.as_second()).max(1);
        let place = |at: Timestamp, count: i64| {
            let along = at.as_second() - first.0.as_second();
            let (wide, high) = (WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN);
            (MARGIN + wide * along / span, HEIGHT - MARGIN - high * count.max(0) / most)
        };
        let (mut line, mut area) = (String::new(), String::new());
        let base = HEIGHT - MARGIN;
        for run in points.split(|(_, count)| count.is_none()) {
            let run: Vec<_> = run.iter().filter_map(|(at, count)| count.map(|count| place(*at, count))).collect();
            let Some((left, right)) = run.first().zip(run.last()) else { continue };
            let path = run.iter().map(|(x, y)| format!("{x} {y}")).collect::<Vec<_>>().join("L");
            // A line of no length is a dot, thanks to its round ends.
            let _ = write!(line, "M{path}{}", if run.len() == 1 { "h1" } else { "" });
            let _ = write!(area, "M{} {base}L{path}L{} {base}z", left.0, right.0);
        }
        let (end_x, end_y) = place(last.0, last.1);
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\">\
             <path d=\"M0 {base}H{WIDTH}\" stroke=\"#b9b09c\" stroke-width=\"2\"/>\
             <path d=\"{area}\" fill=\"#dcebe8\"/>\
             <path d=\"{line}\" fill=\"none\" stroke=\"#0b6e69\" stroke-width=\"5\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>\
             <circle cx=\"{end_x}\" cy=\"{end_y}\" r=\"8\" fill=\"#a4161a\"/></svg>"
        );
        let (start, end) = (t.day(first.0), t.day(last.0));
        let [from, on] = [("first", first.1.into()), ("start", start.as_str().into())];
        let label = t.with("trend-label", [from, on, ("last", last.1.into()), ("end", end.as_str().into())]);
        Some(Self { svg, label, first: t.number(first.1), last: t.number(last.1), start, end })
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
        assert_eq!(
            trend(Locale::En, &NOVEMBER).unwrap().label,
            "From 12 on November 1, 2026 to 340 on November 23, 2026"
        );
        assert_eq!(trend(Locale::Fr, &NOVEMBER).unwrap().label, "De 12 le 1er novembre 2026 à 340 le 23 novembre 2026");
    }

    #[test]
    fn without_a_snapshot_the_line_breaks_and_with_fewer_than_two_there_is_none() {
        let mut points = NOVEMBER.to_vec();
        points.insert(2, ("2026-11-13T12:00:00Z", None));
        assert!(trend(Locale::En, &points).unwrap().svg.contains("h1"), "a count alone is a dot");
        assert!(!trend(Locale::En, &NOVEMBER).unwrap().svg.contains("h1"));
        assert_eq!(trend(Locale::En, &NOVEMBER[..1]), None);
        assert_eq!(trend(Locale::En, &NOVEMBER.map(|(at, _)| (at, Some(0)))), None, "nothing has changed");
        assert_eq!(trend(Locale::En, &[]), None);
    }
}
