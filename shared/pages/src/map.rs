//! The map of ridings: outlines or hexagons, shaded, each leading to its riding's page.
//!
//! Maps refer to one file of outlines by `<use>`, which the security policy takes for an image. Firefox before 132 draws no outlines
//! there; hexagons and the table are complete everywhere.

use askama::Template;
use campaigns::Texts;
use domain::campaign::members::Roster;
use domain::locale::Locale;
use domain::tally::riding::{Province, RidingCode};
use ridings::{Bounds, Riding, Standing, Standings};

use crate::search::search_text;
use crate::shades::Shades;

/// A hexagon's width and the distance of two rows: whole numbers near to regular.
const HEXAGON: (i32, i32) = (52, 45);
/// Half the width of an inset: 21 km.
const INSET: i32 = 140;
/// The cities that are shown larger beside the whole country: the name's text, and the riding in the middle.
const CITIES: [(&str, &str); 4] =
    [("map-vancouver", "59038"), ("map-toronto", "35112"), ("map-ottawa", "35079"), ("map-montreal", "24053")];

/// The way in which ridings are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drawing {
    #[default]
    /// Each riding with its outline.
    Outlines,
    /// One hexagon each, so that small ones are seen too.
    Hexagons,
}

/// One `<svg>`, for eyes and pointers alone. A visitor who does not see it has the table beside it, so its links are no
/// tab stops.
#[derive(Debug, Template)]
#[template(path = "map.html")]
pub struct Map {
    /// The part of the plane that is shown.
    pub view: Bounds,
    /// The ridings, from the bottom up.
    pub shapes: Vec<Shape>,
    /// A ring around the subject when it is too small to be seen: its middle and radius.
    pub ring: Option<(i32, i32, i32)>,
    /// The texts on it: the provinces' letters amid their hexagons, which look like no place by themselves.
    labels: Vec<Label>,
    /// The file that the shapes' outlines refer to.
    outlines: &'static str,
}

/// A text on the map, and its middle.
#[derive(Debug)]
struct Label {
    x: i32,
    y: i32,
    text: &'static str,
}

/// One riding as it is drawn.
#[derive(Debug)]
pub struct Shape {
    pub code: RidingCode,
    pub href: String,
    /// Stylesheet classes.
    pub class: String,
    /// The title, such as "Ottawa Centre: 12".
    pub title: String,
    /// The text that a search on the page looks in, on the map that has every riding.
    pub search: Option<String>,
    /// The top left corner of its hexagon.
    pub hexagon: Option<(i32, i32)>,
}

/// A city on the whole country's map, drawn larger.
#[derive(Debug)]
pub struct Inset {
    pub name: String,
    pub map: Map,
}

/// The settings with which shapes are drawn.
pub struct Pencil<'a> {
    pub t: &'a Texts,
    /// The numbers that are shown.
    pub standings: &'a Standings,
    pub shades: &'a Shades,
    /// The Members, by whose names ridings are found.
    pub roster: &'a Roster,
    /// The province that stands out; ridings elsewhere step back.
    pub province: Option<Province>,
}

impl Pencil<'_> {
    fn shape(&self, standing: &Standing) -> Shape {
        let Riding { code, province, .. } = *standing.riding;
        let elsewhere = self.province.is_some_and(|chosen| chosen != province);
        Shape {
            code,
            href: riding_path(self.t.locale(), code),
            class: format!("s{}{}", self.shades.shade(standing), if elsewhere { " elsewhere" } else { "" }),
            title: title(self.t, standing),
            search: None,
            hexagon: None,
        }
    }

    /// Draws the country, or the province with its surroundings.
    #[must_use]
    pub fn map(&self, drawing: Drawing) -> Map {
        let shape = |standing| Shape { search: Some(search_text(standing, self.roster)), ..self.shape(standing) };
        let mut shapes: Vec<_> = self.standings.all().iter().map(shape).collect();
        let mut labels = Vec::new();
        let view = match drawing {
            Drawing::Outlines => ridings::bounds_of(self.province),
            Drawing::Hexagons => {
                for shape in &mut shapes {
                    shape.hexagon = ridings::hexagon(shape.code).map(corner);
                }
                labels = Province::ALL.iter().filter_map(|province| label(*province, &shapes)).collect();
                let within = |shape: &&Shape| self.province.is_none_or(|province| shape.code.province() == province);
                let cells = shapes.iter().filter(within).filter_map(|shape| shape.hexagon);
                let cells = cells.map(|(left, top)| Bounds { left, top: top - 15, width: HEXAGON.0, height: 60 });
                cells.reduce(Bounds::with).expect("every province has a riding")
            }
        };
        let view = view.padded(view.width.max(view.height) / 40);
        Map { view, shapes, ring: None, labels, outlines: pages::assets::outlines() }
    }

    /// Draws the cities, where many ridings are small.
    #[must_use]
    pub fn insets(&self) -> Vec<Inset> {
        let inset = |(name, code): (&str, &str)| {
            let middle = code.parse().ok().and_then(ridings::bounds)?;
            let view = around(middle, INSET);
            let near = self.standings.all().iter().filter(|standing| meets(standing.riding.code, view));
            let shapes = near.map(|standing| self.shape(standing)).collect();
            let map = Map { view, shapes, ring: None, labels: Vec::new(), outlines: pages::assets::outlines() };
            Some(Inset { name: self.t.get(name), map })
        };
        CITIES.into_iter().filter_map(inset).collect()
    }
}

/// Draws a riding's place twice: close up among its neighbours, and within its province.
#[must_use]
pub fn locators(t: &Texts, standings: &Standings, riding: &Riding) -> [Map; 2] {
    let bounds = ridings::bounds(riding.code).expect("the builder drew every riding");
    let size = bounds.width.max(bounds.height);
    let province = ridings::bounds_of(Some(riding.province));
    let draw = |view: Bounds, ring, near: &dyn Fn(&Riding) -> bool| {
        let shown = standings.all().iter().filter(|standing| near(standing.riding));
        let shape = |standing: &Standing| Shape {
            code: standing.riding.code,
            href: riding_path(t.locale(), standing.riding.code),
            class: if standing.riding == riding { "here".to_owned() } else { "quiet".to_owned() },
            title: title(t, standing),
            search: None,
            hexagon: None,
        };
        // The shape that is drawn last lies on top.
        let (here, others): (Vec<_>, Vec<_>) = shown.partition(|standing| standing.riding == riding);
        let shapes = others.into_iter().chain(here).map(shape).collect();
        Map { view, shapes, ring, labels: Vec::new(), outlines: pages::assets::outlines() }
    };
    let close = around(bounds, size * 9 / 10);
    let extent = province.width.max(province.height);
    let ring = (size < extent / 8).then_some((
        bounds.left + bounds.width / 2,
        bounds.top + bounds.height / 2,
        (size * 3 / 4).max(extent / 30),
    ));
    [
        draw(close, None, &|other| meets(other.code, close)),
        draw(province.padded(extent / 20), ring, &|other| other.province == riding.province),
    ]
}

/// Places a province's letters on the hexagon nearest to the middle of its own: the middle itself may be a neighbour's.
fn label(province: Province, shapes: &[Shape]) -> Option<Label> {
    let cells: Vec<_> =
        shapes.iter().filter(|shape| shape.code.province() == province).filter_map(|shape| shape.hexagon).collect();
    let count = i32::try_from(cells.len()).ok().filter(|count| *count > 0)?;
    let middle = (cells.iter().map(|(x, _)| x).sum::<i32>() / count, cells.iter().map(|(_, y)| y).sum::<i32>() / count);
    let away = |cell: &&(i32, i32)| (cell.0 - middle.0).pow(2) + (cell.1 - middle.1).pow(2);
    let (left, top) = cells.iter().min_by_key(away)?;
    Some(Label { x: left + HEXAGON.0 / 2, y: top + 15, text: province.abbreviation() })
}

fn meets(code: RidingCode, view: Bounds) -> bool {
    ridings::bounds(code).is_some_and(|bounds| bounds.meets(view))
}

/// Returns a square around the middle of a rectangle.
const fn around(bounds: Bounds, half: i32) -> Bounds {
    let (x, y) = (bounds.left + bounds.width / 2, bounds.top + bounds.height / 2);
    Bounds { left: x - half, top: y - half, width: 2 * half, height: 2 * half }
}

const fn corner(hexagon: ridings::Hexagon) -> (i32, i32) {
    (hexagon.col * HEXAGON.0 + (hexagon.row & 1) * HEXAGON.0 / 2, hexagon.row * HEXAGON.1)
}

/// Returns the path of a riding's page.
#[must_use]
pub fn riding_path(locale: Locale, code: RidingCode) -> String {
    format!("/{locale}/ridings/{code}")
}

fn title(t: &Texts, standing: &Standing) -> String {
    let (riding, count) = (standing.riding.shown(t.locale()), t.number(standing.count));
    t.with("map-riding", [("riding", riding.into()), ("count", count.into())])
}

#[cfg(test)]
mod tests {
    use campaigns::CampaignFolder;
    use domain::tally::Tally;

    use super::*;
    use crate::shades::Shading;

    fn drawn(drawing: Drawing, province: Option<Province>) -> Map {
        let site = pages::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        let standings = Standings::of(&Tally::default());
        let shades = Shades::of(Shading::Count, &standings);
        Pencil { t: site.texts(Locale::En), standings: &standings, shades: &shades, roster: site.roster(), province }
            .map(drawing)
    }

    #[test]
    fn every_riding_is_drawn_once_in_either_way() {
        for drawing in [Drawing::Outlines, Drawing::Hexagons] {
            let html = drawn(drawing, None).to_string();
            assert_eq!(html.matches("<title>").count(), 343);
            assert_eq!(html.matches("tabindex=\"-1\"").count(), 343, "no link of the map is a tab stop");
        }
    }

    #[test]
    fn a_chosen_province_fills_the_view() {
        let (country, island) = (drawn(Drawing::Outlines, None).view, Some(Province::PrinceEdwardIsland));
        assert!(drawn(Drawing::Outlines, island).view.width * 10 < country.width);
        assert!(drawn(Drawing::Hexagons, island).view.width * 4 < drawn(Drawing::Hexagons, None).view.width);
        let others =
            drawn(Drawing::Outlines, island).shapes.iter().filter(|shape| shape.class.contains("elsewhere")).count();
        assert_eq!(others, 339);
    }

    #[test]
    fn each_city_is_where_its_name_says() {
        for (name, code) in CITIES {
            let riding = ridings::find(code).unwrap();
            let found = [
                ("map-vancouver", "Vancouver"),
                ("map-toronto", "University"),
                ("map-ottawa", "Ottawa"),
                ("map-montreal", "Outremont"),
            ];
            let (_, begins) = found.into_iter().find(|(key, _)| *key == name).unwrap();
            assert!(riding.name.en.starts_with(begins), "{}", riding.name.en);
        }
    }
}
