//! The data of maps: outlines, hexagons and neighbours. It is for the functions that show maps; binaries that ask for
//! none of it do not carry it.

use std::sync::LazyLock;

use domain::tally::riding::{Province, RidingCode};

use crate::table;

const OUTLINES: &str = include_str!("../data/outlines.svg");
const HEXAGONS: &str = include_str!("../data/hexagons.tsv");
const NEIGHBOURS: &str = include_str!("../data/neighbours.tsv");
const BOUNDS: &str = include_str!("../data/bounds.tsv");
const BOUNDARIES: &str = include_str!("../data/boundaries.tsv");

const WELL_FORMED: &str = "the builder wrote every line, and a test reads them all";

/// Lists each riding's boundary, in the order of the codes: the coordinates of a `GeoJSON` `MultiPolygon` (RFC 7946),
/// as JSON.
pub fn boundaries() -> impl Iterator<Item = (RidingCode, &'static str)> {
    BOUNDARIES.lines().map(|line| {
        let (code, coordinates) = line.split_once('\t').expect(WELL_FORMED);
        (code.parse().expect(WELL_FORMED), coordinates)
    })
}

/// Returns a riding's outline as the data of an SVG path, in the drawing's units: `M`, `l` and `z`, whole numbers.
#[must_use]
pub fn outline(code: RidingCode) -> Option<&'static str> {
    let (_, from) = OUTLINES.split_once(&format!("<path id=\"{code}\""))?;
    let (_, from) = from.split_once(" d=\"")?;
    from.split('"').next()
}

/// A riding's place in the cartogram: hexagons stand on a point, odd rows are half a hexagon to the right, row 0 is on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hexagon {
    /// The column, counted from the left.
    pub col: i32,
    /// The row, counted from the top.
    pub row: i32,
}

/// A rectangle of the outlines' drawing: 150 m a unit, y downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The western edge.
    pub left: i32,
    /// The northern edge.
    pub top: i32,
    /// The extent from west to east.
    pub width: i32,
    /// The extent from north to south.
    pub height: i32,
}

impl Bounds {
    /// Returns the smallest rectangle around both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        let (left, top) = (self.left.min(other.left), self.top.min(other.top));
        let right = (self.left + self.width).max(other.left + other.width);
        let bottom = (self.top + self.height).max(other.top + other.height);
        Self { left, top, width: right - left, height: bottom - top }
    }

    /// Whether the two have a point in common.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.left <= other.left + other.width
            && other.left <= self.left + self.width
            && self.top <= other.top + other.height
            && other.top <= self.top + self.height
    }

    /// Returns the rectangle with a margin added on every side.
    #[must_use]
    pub const fn padded(self, by: i32) -> Self {
        Self { left: self.left - by, top: self.top - by, width: self.width + 2 * by, height: self.height + 2 * by }
    }
}

/// Returns the drawing: an SVG file with one `<path>` a riding, whose id is its code. It has no fill and no stroke of
/// its own.
#[must_use]
pub const fn outlines() -> &'static str {
    OUTLINES
}

/// Reads one line for each riding, in the order of the codes.
fn read<T>(text: &'static str, columns: impl Fn(&mut dyn Iterator<Item = &'static str>) -> T) -> Vec<(RidingCode, T)> {
    let line = |line: &'static str| {
        let mut cells = line.split('\t');
        let code = cells.next().and_then(|code| code.parse().ok()).expect(WELL_FORMED);
        (code, columns(&mut cells))
    };
    text.lines().map(line).collect()
}

fn number(cells: &mut dyn Iterator<Item = &'static str>) -> i32 {
    cells.next().and_then(|cell| cell.parse().ok()).expect(WELL_FORMED)
}

fn find<T>(rows: &[(RidingCode, T)], code: RidingCode) -> Option<&T> {
    rows.binary_search_by_key(&code, |(known, _)| *known).ok().map(|place| &rows[place].1)
}

#[must_use]
pub fn hexagon(code: RidingCode) -> Option<Hexagon> {
    static ALL: LazyLock<Vec<(RidingCode, Hexagon)>> =
        LazyLock::new(|| read(HEXAGONS, |cells| Hexagon { col: number(cells), row: number(cells) }));
    find(&ALL, code).copied()
}

/// Lists the ridings that share a boundary on land with it, in the order of the codes.
#[must_use]
pub fn neighbours(code: RidingCode) -> Vec<&'static table::Riding> {
    static ALL: LazyLock<Vec<(RidingCode, &str)>> =
        LazyLock::new(|| read(NEIGHBOURS, |cells| cells.next().unwrap_or_default()));
    let codes = find(&ALL, code).copied().unwrap_or_default();
    codes.split_whitespace().map(|code| code.parse().ok().and_then(table::get).expect(WELL_FORMED)).collect()
}

/// Returns the rectangle around a riding.
#[must_use]
pub fn bounds(code: RidingCode) -> Option<Bounds> {
    static ALL: LazyLock<Vec<(RidingCode, Bounds)>> = LazyLock::new(|| {
        read(BOUNDS, |cells| Bounds {
            left: number(cells),
            top: number(cells),
            width: number(cells),
            height: number(cells),
        })
    });
    find(&ALL, code).copied()
}

/// Returns the rectangle around a province's ridings, or around all of them.
#[must_use]
pub fn bounds_of(province: Option<Province>) -> Bounds {
    let within = table::all().iter().filter(|riding| province.is_none_or(|province| riding.province == province));
    within.filter_map(|riding| bounds(riding.code)).reduce(Bounds::with).expect("every province has a riding")
}
