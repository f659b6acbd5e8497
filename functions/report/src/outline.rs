//! Ridings' outlines, reduced to what a small map shows: clipped to the map's frame and rounded to its grid.
//!
//! Points are rounded one by one, and none is left out because of its neighbours, so that two ridings still share their
//! boundary.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use domain::tally::riding::RidingCode;
use ridings::Bounds;

const WELL_FORMED: &str = "the builder wrote every outline, and a test reads them all";
/// The size in grid units below which islands are left out of the surroundings.
const SPECK: i32 = 4;

type Point = (i32, i32);
type Ring = Vec<Point>;
/// Tells on which side of an edge a point lies.
type Within = fn(Point, i32) -> bool;

static ALL: LazyLock<BTreeMap<RidingCode, Vec<Ring>>> = LazyLock::new(|| {
    let rings = |code| (code, parse(ridings::outline(code).expect(WELL_FORMED)));
    ridings::all().iter().map(|riding| rings(riding.code)).collect()
});

/// The detail in which a riding is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// The map's subject, with every point.
    Subject,
    /// The subject's surroundings, without specks.
    Surroundings,
}

/// The place of a rectangle of the country on a drawing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) view: Bounds,
    /// The drawing's longer side, in its own units: the grid that points are rounded to.
    pub(crate) size: i32,
}

impl Frame {
    fn extent(self) -> i32 {
        self.view.width.max(self.view.height).max(1)
    }

    pub(crate) fn width(self) -> i32 {
        self.scaled(self.view.width)
    }

    pub(crate) fn height(self) -> i32 {
        self.scaled(self.view.height)
    }

    /// Converts a length of the country to the drawing.
    pub(crate) fn scaled(self, length: i32) -> i32 {
        let scaled = i64::from(length) * i64::from(self.size) / i64::from(self.extent());
        i32::try_from(scaled).unwrap_or(i32::MAX)
    }

    pub(crate) fn place(self, (x, y): Point) -> Point {
        (self.scaled(x - self.view.left), self.scaled(y - self.view.top))
    }
}

/// Returns a riding as the data of an SVG path on that drawing; empty when nothing of it is seen.
pub(crate) fn path(code: RidingCode, frame: Frame, detail: Detail) -> String {
    let mut data = String::new();
    for ring in ALL.get(&code).into_iter().flatten() {
        let ring: Ring = clipped(ring, frame.view).into_iter().map(|point| frame.place(point)).collect();
        write(&mut data, &straightened(ring), detail);
    }
    data
}

fn write(data: &mut String, ring: &[Point], detail: Detail) {
    let side =
        |of: fn(&Point) -> i32| ring.iter().map(of).max().zip(ring.iter().map(of).min()).map_or(0, |(a, b)| a - b);
    if ring.len() < 3 || (detail == Detail::Surroundings && side(|p| p.0).max(side(|p| p.1)) < SPECK) {
        return;
    }
    for (n, (x, y)) in ring.iter().enumerate() {
        let _ = write!(data, "{}{x} {y}", if n == 0 { 'M' } else { 'L' });
    }
    data.push('z');
}

/// Drops points that repeat or lie on the line between their neighbours.
fn straightened(ring: Ring) -> Ring {
    let mut kept: Ring = Vec::with_capacity(ring.len());
    for point in ring {
        if kept.last() == Some(&point) {
            continue;
        }
        if let [.., a, b] = kept[..]
            && (b.0 - a.0) * (point.1 - b.1) == (b.1 - a.1) * (point.0 - b.0)
        {
            kept.pop();
        }
        kept.push(point);
    }
    kept
}

/// Clips a ring to a rectangle, one edge after the other (Sutherland and Hodgman, 1974).
fn clipped(ring: &[Point], view: Bounds) -> Ring {
    let (right, bottom) = (view.left + view.width, view.top + view.height);
    let mut ring: Ring = ring.to_vec();
    let edges: [(Within, i32, bool); 4] = [
        (|(x, _), edge| x >= edge, view.left, true),
        (|(x, _), edge| x <= edge, right, true),
        (|(_, y), edge| y >= edge, view.top, false),
        (|(_, y), edge| y <= edge, bottom, false),
    ];
    for (is_within, edge, upright) in edges {
        let mut kept = Vec::with_capacity(ring.len());
        let before = ring.iter().cycle().skip(ring.len().saturating_sub(1));
        for (&from, &to) in before.zip(&ring) {
            if is_within(from, edge) != is_within(to, edge) {
                kept.push(crossing(from, to, edge, upright));
            }
            if is_within(to, edge) {
                kept.push(to);
            }
        }
        ring = kept;
    }
    ring
}

/// Returns the point at which a line crosses an upright or a level edge.
fn crossing(from: Point, to: Point, edge: i32, upright: bool) -> Point {
    let at = |(a, b): Point, (c, d): Point| {
        let [a, b, c, d, edge] = [a, b, c, d, edge].map(i64::from);
        i32::try_from(b + (d - b) * (edge - a) / (c - a)).unwrap_or_default()
    };
    let turned = |(x, y): Point| (y, x);
    if upright { (edge, at(from, to)) } else { (at(turned(from), turned(to)), edge) }
}

/// Reads `M x y l dx dy … z`, which may go on with another `M`.
fn parse(data: &str) -> Vec<Ring> {
    let mut rings = Vec::new();
    for ring in data.split('M').skip(1) {
        let numbers = ring.trim_end_matches('z').replace('l', " ").replace('-', " -");
        let mut numbers = numbers.split_whitespace().map(|number| number.parse::<i32>().expect(WELL_FORMED));
        let (mut x, mut y) = (0, 0);
        let mut points = Vec::new();
        while let Some((dx, dy)) = numbers.next().zip(numbers.next()) {
            (x, y) = (x + dx, y + dy);
            points.push((x, y));
        }
        rings.push(points);
    }
    rings
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: Bounds = Bounds { left: 0, top: 0, width: 100, height: 100 };

    #[test]
    fn every_ridings_outline_lies_in_its_bounds() {
        for riding in ridings::all() {
            let bounds = ridings::bounds(riding.code).unwrap();
            let rings = &ALL[&riding.code];
            assert!(!rings.is_empty());
            for (x, y) in rings.iter().flatten() {
                assert!((bounds.left..=bounds.left + bounds.width).contains(x), "{}", riding.code);
                assert!((bounds.top..=bounds.top + bounds.height).contains(y), "{}", riding.code);
            }
        }
    }

    #[test]
    fn what_lies_outside_the_frame_is_cut_off() {
        let ring = [(-50, 50), (50, -50), (150, 50), (50, 150)];
        let clipped = clipped(&ring, SQUARE);
        assert!(clipped.iter().all(|(x, y)| (0..=100).contains(x) && (0..=100).contains(y)), "{clipped:?}");
        assert!(super::clipped(&[(200, 200), (300, 200), (300, 300)], SQUARE).is_empty());
    }

    #[test]
    fn points_on_a_line_and_twice_the_same_are_left_out() {
        assert_eq!(straightened(vec![(0, 0), (1, 0), (1, 0), (2, 0), (2, 2)]), [(0, 0), (2, 0), (2, 2)]);
    }

    #[test]
    fn a_speck_is_left_out_unless_it_is_what_is_shown() {
        let (mut with, mut without) = (String::new(), String::new());
        write(&mut with, &[(0, 0), (1, 0), (1, 1)], Detail::Subject);
        write(&mut without, &[(0, 0), (1, 0), (1, 1)], Detail::Surroundings);
        assert_eq!((with.as_str(), without.as_str()), ("M0 0L1 0L1 1z", ""));
    }
}
