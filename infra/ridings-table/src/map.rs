//! The drawing: outlines, neighbours, bounds and hexagons.
//!
//! The input is a topology in EPSG:3347 metres: each boundary is there once, as an arc. The drawing is in whole units of
//! [`UNIT_METRES`], from the north-west corner, with y downwards as SVG has it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Context as _, anyhow, bail, ensure};
use domain::tally::riding::RidingCode;
use serde::Deserialize;

use crate::file::File;

/// The metres of a unit: finer than the input's own grid, so that downtown ridings keep their shape.
const UNIT_METRES: f64 = 150.0;

/// The parts of a degree in which boundaries are written.
const DEGREE: f64 = 10_000.0;

/// A point of the drawing.
type Point = (i64, i64);
/// A closed line without its repeated last point.
type Ring = Vec<Point>;

/// The parts of `TopoJSON` that the input uses.
#[derive(Deserialize)]
pub(crate) struct Topology {
    arcs: Vec<Vec<[i64; 2]>>,
    transform: Transform,
    objects: Objects,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Objects {
    ridings: Shapes,
}

#[derive(Deserialize)]
struct Shapes {
    geometries: Vec<Shape>,
}

#[derive(Deserialize)]
struct Shape {
    properties: Properties,
    #[serde(flatten)]
    arcs: Arcs,
}

#[derive(Deserialize)]
struct Properties {
    code: String,
}

/// Indices of arcs, for each ring; a negative one is the complement of an arc to follow backwards.
#[derive(Deserialize)]
#[serde(tag = "type", content = "arcs")]
enum Arcs {
    Polygon(Vec<Vec<i64>>),
    MultiPolygon(Vec<Vec<Vec<i64>>>),
}

/// The place of a riding in the cartogram.
pub(crate) struct HexagonRow {
    pub(crate) code: RidingCode,
    pub(crate) col: u8,
    pub(crate) row: u8,
}

/// One riding's part of the drawing.
struct Drawn {
    rings: Vec<Ring>,
    arcs: BTreeSet<usize>,
}

impl Shape {
    fn polygons(&self) -> Vec<&[Vec<i64>]> {
        match &self.arcs {
            Arcs::Polygon(rings) => vec![rings],
            Arcs::MultiPolygon(polygons) => polygons.iter().map(Vec::as_slice).collect(),
        }
    }

    fn rings(&self) -> Vec<&[i64]> {
        match &self.arcs {
            Arcs::Polygon(rings) => rings.iter().map(Vec::as_slice).collect(),
            Arcs::MultiPolygon(polygons) => polygons.iter().flatten().map(Vec::as_slice).collect(),
        }
    }
}

impl Topology {
    pub(crate) fn read(bytes: &[u8], codes: &[RidingCode]) -> anyhow::Result<Self> {
        let topology: Self = serde_json::from_slice(bytes)?;
        let mut drawn = topology.objects.ridings.geometries.iter().map(|shape| shape.properties.code.parse());
        let drawn: BTreeSet<RidingCode> = drawn.by_ref().collect::<Result<_, _>>()?;
        ensure!(drawn.iter().eq(codes), "the shapes are not those of the ridings");
        Ok(topology)
    }

    /// Writes shapes, neighbours and bounds.
    pub(crate) fn files(&self) -> anyhow::Result<[File; 3]> {
        let drawn = self.drawn()?;
        let lines = |text: String, name| File { name, bytes: text.into_bytes(), rows: drawn.len() };
        Ok([
            lines(outlines(&drawn), "outlines.svg"),
            lines(neighbours(&drawn), "neighbours.tsv"),
            lines(bounds(&drawn)?, "bounds.tsv"),
        ])
    }

    /// Writes each riding's boundary in degrees, as `GeoJSON` writes the coordinates of a `MultiPolygon`. For a
    /// topology in degrees.
    pub(crate) fn boundaries(&self) -> anyhow::Result<File> {
        let arcs = self.arcs_in_degrees();
        let mut lines = BTreeMap::new();
        for shape in &self.objects.ridings.geometries {
            let code = &shape.properties.code;
            let mut polygons = Vec::new();
            for polygon in shape.polygons() {
                let mut rings = Vec::new();
                for (place, indices) in polygon.iter().enumerate() {
                    let ring = close(indices, &arcs).with_context(|| format!("{code} has an arc that is not there"))?;
                    // RFC 7946, section 3.1.6: outer rings run counterclockwise, holes clockwise.
                    let is_hole = place > 0;
                    let ring = if (area(&ring) > 0) == is_hole { ring.into_iter().rev().collect() } else { ring };
                    let points: Vec<_> =
                        ring.iter().map(|(x, y)| format!("[{},{}]", degrees(*x), degrees(*y))).collect();
                    rings.push(format!("[{}]", points.join(",")));
                }
                polygons.push(format!("[{}]", rings.join(",")));
            }
            let code: RidingCode = code.parse()?;
            lines.insert(code, format!("{code}\t[{}]\n", polygons.join(",")));
        }
        let rows = lines.len();
        Ok(File { name: "boundaries.tsv", bytes: lines.into_values().collect::<String>().into_bytes(), rows })
    }

    /// Returns the arcs' points in ten-thousandths of a degree: eleven metres, finer than the input's own grid.
    fn arcs_in_degrees(&self) -> Vec<Vec<Point>> {
        let Transform { scale, translate } = &self.transform;
        #[expect(clippy::cast_possible_truncation, reason = "at most 180 degrees")]
        let whole = |degrees: f64| (degrees * DEGREE).round() as i64;
        let decoded = |arc: &Vec<[i64; 2]>| {
            let (mut x, mut y) = (0, 0);
            let mut points: Vec<Point> = Vec::new();
            for [right, up] in arc {
                (x, y) = (x + right, y + up);
                let point = (whole(at(x, scale[0], translate[0])), whole(at(y, scale[1], translate[1])));
                if points.last() != Some(&point) {
                    points.push(point);
                }
            }
            points
        };
        self.arcs.iter().map(decoded).collect()
    }

    fn drawn(&self) -> anyhow::Result<BTreeMap<RidingCode, Drawn>> {
        let arcs = self.arcs_in_units();
        let mut drawn = BTreeMap::new();
        for shape in &self.objects.ridings.geometries {
            let code = &shape.properties.code;
            let mut rings = Vec::new();
            let mut used = BTreeSet::new();
            for indices in shape.rings() {
                let mut ring = Ring::new();
                for index in indices {
                    let forward = *index >= 0;
                    let index = usize::try_from(if forward { *index } else { !index })?;
                    let arc = arcs.get(index).with_context(|| format!("{code}: there is no arc {index}"))?;
                    if forward {
                        ring.extend(arc);
                    } else {
                        ring.extend(arc.iter().rev());
                    }
                    used.insert(index);
                }
                rings.extend(tidy(&ring));
            }
            ensure!(!rings.is_empty(), "{code} has no shape that can be seen");
            drawn.insert(code.parse()?, Drawn { rings, arcs: used });
        }
        Ok(drawn)
    }

    /// Decodes the arcs' points from their differences.
    fn arcs_in_units(&self) -> Vec<Vec<Point>> {
        let Transform { scale, translate } = &self.transform;
        let metres: Vec<Vec<(f64, f64)>> = self
            .arcs
            .iter()
            .map(|arc| {
                let (mut x, mut y) = (0, 0);
                let place = |[dx, dy]: &[i64; 2]| {
                    (x, y) = (x + dx, y + dy);
                    (at(x, scale[0], translate[0]), at(y, scale[1], translate[1]))
                };
                arc.iter().map(place).collect()
            })
            .collect();
        let west = metres.iter().flatten().map(|point| point.0).fold(f64::INFINITY, f64::min);
        let north = metres.iter().flatten().map(|point| point.1).fold(f64::NEG_INFINITY, f64::max);
        let units = |(x, y): &(f64, f64)| (whole(x - west), whole(north - y));
        metres.iter().map(|arc| arc.iter().map(units).collect()).collect()
    }
}

#[expect(clippy::cast_precision_loss, reason = "the grid's numbers have five digits")]
fn at(grid: i64, scale: f64, translate: f64) -> f64 {
    grid as f64 * scale + translate
}

#[expect(clippy::cast_possible_truncation, reason = "Canada is 40,000 units wide")]
fn whole(metres: f64) -> i64 {
    (metres / UNIT_METRES).round() as i64
}

/// Drops repeated points and points on a straight line; `None` when less than a triangle is left.
fn tidy(ring: &[Point]) -> Option<Ring> {
    let mut kept = Ring::new();
    for point in ring {
        while let [.., a, b] = kept[..] {
            if !straight(a, b, *point) {
                break;
            }
            kept.pop();
        }
        if kept.last() != Some(point) {
            kept.push(*point);
        }
    }
    if kept.len() > 1 && kept.first() == kept.last() {
        kept.pop();
    }
    (kept.len() >= 3).then_some(kept)
}

fn straight(a: Point, b: Point, c: Point) -> bool {
    (b.0 - a.0) * (c.1 - b.1) == (b.1 - a.1) * (c.0 - b.0)
}

/// Joins arcs to a ring, whose last point is its first. Each arc begins at the end of the one before.
fn close(indices: &[i64], arcs: &[Vec<Point>]) -> Option<Vec<Point>> {
    let mut ring: Vec<Point> = Vec::new();
    for index in indices {
        let forward = *index >= 0;
        let arc = arcs.get(usize::try_from(if forward { *index } else { !index }).ok()?)?;
        let points: Vec<_> = if forward { arc.clone() } else { arc.iter().rev().copied().collect() };
        ring.extend(points.into_iter().skip(usize::from(!ring.is_empty())));
    }
    Some(ring)
}

/// Returns twice a closed ring's area; positive when it runs counterclockwise.
fn area(ring: &[Point]) -> i64 {
    ring.windows(2).map(|pair| pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1).sum()
}

/// Writes ten-thousandths of a degree as a number for JSON, without needless zeros.
fn degrees(parts: i64) -> String {
    let text = format!("{}{}.{:04}", if parts < 0 { "-" } else { "" }, parts.abs() / 10_000, parts.abs() % 10_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Writes one path a riding, for `<use href="…#35079">`. Fill and stroke come from the page; a line's width does not
/// grow with the map.
fn outlines(drawn: &BTreeMap<RidingCode, Drawn>) -> String {
    let mut text = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\"><defs>\n");
    for (code, riding) in drawn {
        write!(text, "<path id=\"{code}\" vector-effect=\"non-scaling-stroke\" d=\"").expect("a String takes any text");
        riding.rings.iter().for_each(|ring| draw(ring, &mut text));
        text.push_str("\"/>\n");
    }
    text + "</defs></svg>\n"
}

/// Writes absolute coordinates where a ring begins, and relative ones after that; a minus sign separates as well as a
/// space.
fn draw(ring: &[Point], text: &mut String) {
    let mut last = ring[0];
    write!(text, "M{} {}l", last.0, last.1).expect("a String takes any text");
    for (i, point) in ring[1..].iter().enumerate() {
        let step = (point.0 - last.0, point.1 - last.1);
        let space = |number: i64| if number < 0 { "" } else { " " };
        let before = if i == 0 { "" } else { space(step.0) };
        write!(text, "{before}{}{}{}", step.0, space(step.1), step.1).expect("a String takes any text");
        last = *point;
    }
    text.push('z');
}

/// Lists ridings that share an arc. A riding alone on its islands has none.
fn neighbours(drawn: &BTreeMap<RidingCode, Drawn>) -> String {
    let mut sides: BTreeMap<usize, BTreeSet<RidingCode>> = BTreeMap::new();
    for (code, riding) in drawn {
        for arc in &riding.arcs {
            sides.entry(*arc).or_default().insert(*code);
        }
    }
    let mut text = String::new();
    for (code, riding) in drawn {
        let beside: BTreeSet<_> =
            riding.arcs.iter().flat_map(|arc| &sides[arc]).filter(|other| *other != code).collect();
        let beside: Vec<_> = beside.iter().map(ToString::to_string).collect();
        writeln!(text, "{code}\t{}", beside.join(" ")).expect("a String takes any text");
    }
    text
}

/// Writes left, top, width and height.
fn bounds(drawn: &BTreeMap<RidingCode, Drawn>) -> anyhow::Result<String> {
    let mut text = String::new();
    for (code, riding) in drawn {
        let points = || riding.rings.iter().flatten();
        let spread = |of: fn(&Point) -> i64| points().map(of).min().zip(points().map(of).max());
        let (Some((left, right)), Some((top, bottom))) = (spread(|p| p.0), spread(|p| p.1)) else {
            bail!("{code} has no points");
        };
        writeln!(text, "{code}\t{left}\t{top}\t{}\t{}", right - left, bottom - top)?;
    }
    Ok(text)
}

pub(crate) fn hexagons(rows: &[HexagonRow], codes: &[RidingCode]) -> anyhow::Result<File> {
    let by_code: BTreeMap<_, _> = rows.iter().map(|row| (row.code, (row.col, row.row))).collect();
    ensure!(by_code.keys().eq(codes), "the hexagons are not those of the ridings");
    let cells: BTreeSet<_> = by_code.values().collect();
    if cells.len() < rows.len() {
        return Err(anyhow!("two ridings have one hexagon"));
    }
    for province in codes.iter().map(|code| code.province()).collect::<BTreeSet<_>>() {
        let own = by_code.iter().filter(|(code, _)| code.province() == province).map(|(_, cell)| wide(*cell)).collect();
        ensure!(reached(&own).len() == own.len(), "the hexagons of {province} lie apart");
    }
    let holes = holes(&by_code.values().map(|cell| wide(*cell)).collect());
    ensure!(holes.is_empty(), "the cartogram has holes, at column and row {holes:?}");
    let mut text = String::new();
    for (code, (col, row)) in &by_code {
        writeln!(text, "{code}\t{col}\t{row}").expect("a String takes any text");
    }
    Ok(File { name: "hexagons.tsv", bytes: text.into_bytes(), rows: rows.len() })
}

/// A column and a row of the cartogram.
type Cell = (i32, i32);

fn wide((col, row): (u8, u8)) -> Cell {
    (col.into(), row.into())
}

/// Lists the six cells around one: odd rows are half a hexagon to the right.
fn around((col, row): Cell) -> [Cell; 6] {
    let right = col + (row & 1);
    [(col - 1, row), (col + 1, row), (right - 1, row - 1), (right, row - 1), (right - 1, row + 1), (right, row + 1)]
}

/// Returns the cells that are reached from the first by going from one to the next.
fn reached(cells: &BTreeSet<Cell>) -> BTreeSet<Cell> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<_> = cells.first().copied().into_iter().collect();
    while let Some(cell) = next.pop() {
        if cells.contains(&cell) && reached.insert(cell) {
            next.extend(around(cell));
        }
    }
    reached
}

/// Lists the empty cells that hexagons surround: the sea is reached from the corner outside, a hole is not.
fn holes(cells: &BTreeSet<Cell>) -> Vec<Cell> {
    let spread = |of: fn(&Cell) -> i32| cells.iter().map(of).min().zip(cells.iter().map(of).max());
    let Some(((left, right), (top, bottom))) = spread(|cell| cell.0).zip(spread(|cell| cell.1)) else {
        return Vec::new();
    };
    let all = (top - 1..=bottom + 1).flat_map(|row| (left - 1..=right + 1).map(move |col| (col, row)));
    let empty: BTreeSet<_> = all.filter(|cell| !cells.contains(cell)).collect();
    empty.difference(&reached(&empty)).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two squares side by side, the second west of the first across arc 1, which it follows backwards.
    const SQUARES: &str = r#"{"type":"Topology","transform":{"scale":[150,150],"translate":[1000,2000]},
        "arcs":[[[10,0],[10,0],[0,5],[0,5],[-10,0]],[[10,10],[0,-10]],[[10,10],[-10,0],[0,-10],[10,0]]],
        "objects":{"ridings":{"type":"GeometryCollection","geometries":[
          {"type":"Polygon","properties":{"code":"35079"},"arcs":[[0,1]]},
          {"type":"MultiPolygon","properties":{"code":"24030"},"arcs":[[[2,-2]]]}]}}}"#;

    fn code(text: &str) -> RidingCode {
        text.parse().unwrap()
    }

    #[test]
    fn shapes_are_drawn_from_the_north_west_and_know_their_neighbours() {
        let topology = Topology::read(SQUARES.as_bytes(), &[code("24030"), code("35079")]).unwrap();
        let [outlines, neighbours, bounds] =
            topology.files().unwrap().map(|file| String::from_utf8(file.bytes).unwrap());
        assert!(
            outlines.contains(r#"<path id="35079" vector-effect="non-scaling-stroke" d="M10 10l10 0 0-10-10 0z"/>"#),
            "{outlines}"
        );
        assert!(
            outlines.contains(r#"<path id="24030" vector-effect="non-scaling-stroke" d="M10 0l-10 0 0 10 10 0z"/>"#),
            "{outlines}"
        );
        assert_eq!(neighbours, "24030\t35079\n35079\t24030\n");
        assert_eq!(bounds, "24030\t0\t0\t10\t10\n35079\t10\t0\t10\t10\n");
    }

    #[test]
    fn shapes_of_other_ridings_are_refused() {
        assert!(Topology::read(SQUARES.as_bytes(), &[code("24030")]).is_err());
        assert!(Topology::read(SQUARES.as_bytes(), &[code("24030"), code("35080")]).is_err());
    }

    #[test]
    fn boundaries_run_counterclockwise_and_end_where_they_begin() {
        let square = |arc: &str| {
            let text = format!(
                r#"{{"transform":{{"scale":[0.5,0.5],"translate":[-75.25,45]}},"arcs":[{arc}],"objects":{{"ridings":{{"geometries":[
                    {{"type":"Polygon","properties":{{"code":"35079"}},"arcs":[[0]]}}]}}}}}}"#
            );
            let topology = Topology::read(text.as_bytes(), &[code("35079")]).unwrap();
            String::from_utf8(topology.boundaries().unwrap().bytes).unwrap()
        };
        let expected = "35079\t[[[[-75.25,45],[-74.75,45],[-74.75,45.5],[-75.25,45.5],[-75.25,45]]]]\n";
        assert_eq!(square("[[0,0],[1,0],[0,1],[-1,0],[0,-1]]"), expected);
        let turned = square("[[0,0],[0,1],[1,0],[0,-1],[-1,0]]");
        assert_eq!(turned, expected, "whichever way the arc was drawn");
        assert_eq!((degrees(-5), degrees(0), degrees(1_234_500)), ("-0.0005".into(), "0".into(), "123.45".into()));
    }

    #[test]
    fn a_ring_loses_what_cannot_be_seen() {
        assert_eq!(tidy(&[(0, 0), (1, 0), (2, 0), (2, 0), (2, 2), (0, 0)]), Some(vec![(0, 0), (2, 0), (2, 2)]));
        assert_eq!(tidy(&[(0, 0), (0, 0), (1, 1)]), None);
    }

    #[test]
    fn no_two_ridings_have_one_hexagon() {
        let row = |text, col| HexagonRow { code: code(text), col, row: 3 };
        let codes = [code("24030"), code("35079")];
        let file = hexagons(&[row("35079", 5), row("24030", 4)], &codes).unwrap();
        assert_eq!(file.bytes, b"24030\t4\t3\n35079\t5\t3\n");
        assert!(hexagons(&[row("35079", 5), row("24030", 5)], &codes).is_err());
        assert!(hexagons(&[row("35079", 5)], &codes).is_err());
    }

    #[test]
    fn a_province_is_in_one_piece_and_nothing_is_empty_within() {
        let built = |cells: &[Cell]| {
            let number = |n: i32| u8::try_from(n).unwrap();
            let codes: Vec<_> = (1..=cells.len()).map(|n| code(&format!("350{n:02}"))).collect();
            let row = |(code, cell): (&RidingCode, &Cell)| HexagonRow {
                code: *code,
                col: number(cell.0),
                row: number(cell.1),
            };
            hexagons(&codes.iter().zip(cells).map(row).collect::<Vec<_>>(), &codes)
        };
        let ring = around((5, 5));
        let fault = |cells: &[Cell]| built(cells).map(|_| ()).unwrap_err().to_string();
        assert!(fault(&ring).contains("holes, at column and row [(5, 5)]"), "{}", fault(&ring));
        assert!(fault(&[(0, 0), (2, 0)]).contains("lie apart"));
        assert!(built(&ring[..5]).is_ok(), "a bay is no hole");
        assert!(built(&[&ring[..], &[(5, 5)]].concat()).is_ok());
    }
}
