//! Small maps as SVG: a riding among its neighbours, and its place in its province. The only texts in them are numbers.

use std::fmt::Write as _;

use domain::tally::riding::RidingCode;
use ridings::{Bounds, Riding};

use crate::outline::{Detail, Frame, path};

/// The drawings' longer sides in grid units: two or three of them are a point on paper. The book's size is mostly
/// theirs.
const CLOSE: i32 = 380;
const PROVINCE: i32 = 190;

const HERE: &str = "#0b6e69";
const AROUND: &str = "#efe8da";
const BOUNDARY: &str = "#b9b09c";
const LAND: &str = "#d9cfba";
const RING: &str = "#a4161a";

/// Draws the riding in the middle of a square, with the ridings around it.
pub(crate) fn close(riding: &Riding) -> String {
    let bounds = ridings::bounds(riding.code).expect("the builder drew every riding");
    let half = (bounds.width.max(bounds.height) * 7 / 10).max(20);
    let (x, y) = (bounds.left + bounds.width / 2, bounds.top + bounds.height / 2);
    let view = Bounds { left: x - half, top: y - half, width: 2 * half, height: 2 * half };
    let frame = Frame { view, size: CLOSE };
    let others = seen(view, |other| other.code != riding.code);
    let mut svg = begun(frame);
    let around: String = others.into_iter().map(|code| path(code, frame, Detail::Surroundings)).collect();
    let _ = write!(svg, "<path d=\"{around}\" fill=\"{AROUND}\" stroke=\"{BOUNDARY}\" stroke-width=\"1.5\"/>");
    let _ = write!(svg, "<path d=\"{}\" fill=\"{HERE}\"/></svg>", path(riding.code, frame, Detail::Subject));
    svg
}

/// Draws its place in its province, or in the country for a territory that is one riding.
pub(crate) fn within(riding: &Riding) -> String {
    let province = (!is_alone(riding)).then_some(riding.province);
    let whole = ridings::bounds_of(province);
    let frame = Frame { view: whole.padded(whole.width.max(whole.height) / 40), size: PROVINCE };
    let mut svg = begun(frame);
    let land = seen(whole, |other| province.is_none_or(|province| other.province == province));
    let land: String = land.into_iter().map(|code| path(code, frame, Detail::Surroundings)).collect();
    // The stroke closes the gaps that rounding leaves between ridings.
    let _ = write!(svg, "<path d=\"{land}\" fill=\"{LAND}\" stroke=\"{LAND}\" stroke-width=\"1.5\"/>");
    let _ = write!(svg, "<path d=\"{}\" fill=\"{HERE}\"/>", path(riding.code, frame, Detail::Subject));
    let bounds = ridings::bounds(riding.code).expect("the builder drew every riding");
    let size = frame.scaled(bounds.width.max(bounds.height));
    if size < PROVINCE / 12 {
        let (x, y) = frame.place((bounds.left + bounds.width / 2, bounds.top + bounds.height / 2));
        let radius = (size * 3 / 4).max(PROVINCE / 24);
        let _ = write!(
            svg,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"none\" stroke=\"{RING}\" stroke-width=\"3\"/>"
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Whether a riding is all of its territory.
pub(crate) fn is_alone(riding: &Riding) -> bool {
    ridings::in_province(riding.province).nth(1).is_none()
}

fn begun(frame: Frame) -> String {
    let (width, height) = (frame.width(), frame.height());
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">"
    )
}

fn seen(view: Bounds, is_wanted: impl Fn(&Riding) -> bool) -> Vec<RidingCode> {
    let meets = |riding: &&Riding| ridings::bounds(riding.code).is_some_and(|bounds| bounds.meets(view));
    ridings::all().iter().filter(meets).filter(|riding| is_wanted(riding)).map(|riding| riding.code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ridings_maps_are_small_and_show_it() {
        for riding in ridings::all() {
            for svg in [close(riding), within(riding)] {
                let is_seen = svg.contains(&format!("z\" fill=\"{HERE}\"")) || svg.contains("<circle");
                assert!(is_seen, "{} is not to be seen", riding.code);
                assert!(svg.len() < 50_000, "{}: {} bytes", riding.code, svg.len());
            }
        }
    }

    #[test]
    fn a_small_riding_has_a_ring_around_it_and_a_territory_lies_in_the_country() {
        let riding = |code: &str| ridings::find(code).unwrap();
        assert!(within(riding("35079")).contains("<circle"));
        assert!(!within(riding("10004")).contains("<circle"));
        assert!(is_alone(riding("62001")) && !is_alone(riding("11001")));
    }
}
