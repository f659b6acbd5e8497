//! Draws the growth of a count as an SVG: one line from zero, which breaks where no snapshot was taken.

use campaigns::Texts;
use jiff::Timestamp;
use pages::{Canvas, TrendLine};
use serde::Serialize;

const CANVAS: Canvas = Canvas { width: 1000, height: 120, margin: 8, dot: 1 };

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
    /// Draws counts by time, as [`TrendLine::new`] does.
    pub(crate) fn new(t: &Texts, points: &[(Timestamp, Option<i64>)]) -> Option<Self> {
        let drawn = TrendLine::new(t, points, CANVAS, |most| most)?;
        let TrendLine { line, area, end_at: (end_x, end_y), label, numbers: [first, last], days: [start, end] } = drawn;
        let Canvas { width, height, margin, .. } = CANVAS;
        let base = height - margin;
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\
             <path d=\"M0 {base}H{width}\" stroke=\"#b9b09c\" stroke-width=\"2\"/>\
             <path d=\"{area}\" fill=\"#dcebe8\"/>\
             <path d=\"{line}\" fill=\"none\" stroke=\"#0b6e69\" stroke-width=\"5\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>\
             <circle cx=\"{end_x}\" cy=\"{end_y}\" r=\"8\" fill=\"#a4161a\"/></svg>"
        );
        Some(Self { svg, label, first, last, start, end })
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
