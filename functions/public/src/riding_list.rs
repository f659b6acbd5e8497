//! `GET /{lang}/ridings`: the number of signers by riding, as a map and as a table. Every view is an address.

use std::cmp::Reverse;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use campaigns::Texts;
use domain::locale::Locale;
use domain::tally::Tally;
use domain::tally::riding::{Place, Province};
use http::header::{CACHE_CONTROL, RETRY_AFTER};
use http::{HeaderMap, StatusCode, Uri};
use jiff::Timestamp;
use pages::{Drawing, Frame, Inset, Map, Measure, MessagePage, Pencil, Shades, Step, Trend, riding_path, sort_key};
use ridings::{Standing, Standings, province_name, share};
use web::{Lang, NO_STORE};

use crate::Desk;
use crate::counts::counted;
use crate::front::HTML;

/// The longest search, in characters. No riding's or member's name is longer.
const SEARCH_MAX_CHARS: usize = 100;

/// The column that the table is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Column {
    Name,
    Province,
    #[default]
    Count,
    Share,
    Rank,
}

/// The view that an address asks for. Faulty parts of an address are passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct View {
    drawing: Drawing,
    colour: Measure,
    sort: Column,
    /// Whether the order is turned round from the column's own.
    turned: bool,
    province: Option<Province>,
    search: String,
}

impl Column {
    const ALL: [(Self, &str); 5] = [
        (Self::Name, "name"),
        (Self::Province, "province"),
        (Self::Count, "count"),
        (Self::Share, "share"),
        (Self::Rank, "rank"),
    ];

    /// Whether the column's own order rises. Numbers begin with the most, names and ranks with the first.
    const fn rises(self) -> bool {
        matches!(self, Self::Name | Self::Province | Self::Rank)
    }
}

const DRAWINGS: [(Drawing, &str); 2] = [(Drawing::Outlines, "outlines"), (Drawing::Hexagons, "hexagons")];
const MEASURES: [(Measure, &str); 3] = [(Measure::Count, "count"), (Measure::Share, "share"), (Measure::Rank, "rank")];

fn named<T: Copy>(all: &[(T, &str)], name: &str) -> Option<T> {
    all.iter().find(|(_, known)| *known == name).map(|(value, _)| *value)
}

fn name_of<T: PartialEq>(all: &[(T, &'static str)], value: &T) -> &'static str {
    all.iter().find(|(known, _)| known == value).map_or("", |(_, name)| name)
}

impl View {
    fn parse(query: &str) -> Self {
        let mut view = Self::default();
        let mut order = None;
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "map" => view.drawing = named(&DRAWINGS, &value).unwrap_or_default(),
                "colour" => view.colour = named(&MEASURES, &value).unwrap_or_default(),
                "sort" => view.sort = named(&Column::ALL, &value).unwrap_or_default(),
                "order" => order = named(&[(true, "asc"), (false, "desc")], &value),
                "province" => view.province = value.parse().ok(),
                "q" => view.search = value.trim().chars().take(SEARCH_MAX_CHARS).collect(),
                _ => {}
            }
        }
        view.turned = order.is_some_and(|rising| rising != view.sort.rises());
        view
    }

    /// Lists the differences from the plain view, as names and values.
    fn pairs(&self) -> Vec<(&'static str, &str)> {
        let plain = Self::default();
        let mut pairs = Vec::new();
        if self.drawing != plain.drawing {
            pairs.push(("map", name_of(&DRAWINGS, &self.drawing)));
        }
        if self.colour != plain.colour {
            pairs.push(("colour", name_of(&MEASURES, &self.colour)));
        }
        if self.sort != plain.sort {
            pairs.push(("sort", name_of(&Column::ALL, &self.sort)));
        }
        if self.turned {
            pairs.push(("order", if self.sort.rises() { "desc" } else { "asc" }));
        }
        pairs.extend(self.province.map(|province| ("province", province.abbreviation())));
        if !self.search.is_empty() {
            pairs.push(("q", &self.search));
        }
        pairs
    }

    /// Lists the parts of the view that the search form keeps: all except those that it asks for itself.
    fn kept(&self) -> Vec<(&'static str, &str)> {
        self.pairs().into_iter().filter(|(name, _)| !matches!(*name, "province" | "q")).collect()
    }

    /// Returns the view's address after the language.
    fn path(&self) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs()).finish();
        if query.is_empty() { "/ridings".to_owned() } else { format!("/ridings?{query}") }
    }

    fn shows(&self, standing: &Standing) -> bool {
        self.province.is_none_or(|province| standing.riding.province == province)
            && search_text(standing).contains(&sort_key(&self.search))
    }

    fn sort(&self, standings: &mut [&Standing], locale: Locale) {
        standings.sort_by_cached_key(|standing| sort_key(standing.riding.name(locale)));
        match self.sort {
            Column::Name => {}
            Column::Province => standings.sort_by_key(|standing| standing.riding.province),
            Column::Count | Column::Rank => standings.sort_by_key(|standing| Reverse(standing.count)),
            Column::Share => standings.sort_by(|a, b| b.share().total_cmp(&a.share())),
        }
        if self.turned {
            standings.reverse();
        }
    }
}

/// Returns the text that a search looks in: both names, the code, the Member. Names are apart, so that no two make a
/// third.
fn search_text(standing: &Standing) -> String {
    let riding = standing.riding;
    let member = ridings::member(riding.code).map_or("", |member| member.name);
    [riding.name.en, riding.name.fr, &riding.code.to_string(), member].map(sort_key).join(" ")
}

#[derive(Template)]
#[template(path = "ridings.html")]
struct RidingsPage<'a> {
    frame: Frame<'a>,
    /// The number of signers, in the country or in the chosen province.
    heading: String,
    /// The numbers in ridings and abroad, and the time of the last change.
    lede: String,
    updated: Timestamp,
    updated_text: String,
    view: View,
    map: Map,
    insets: Vec<Inset>,
    drawings: Vec<Choice>,
    colours: Vec<Choice>,
    legend: Vec<Step>,
    provinces: Vec<ProvinceRow>,
    sums: Sums,
    columns: Vec<Header>,
    rows: Vec<Row>,
    found: String,
    /// The script's sentence for when nothing is left.
    none_found: String,
    everything: String,
    /// The campaign's growth, once there are snapshots.
    trend: Option<Trend>,
}

/// A link among several, one of which is the present view.
struct Choice {
    label: String,
    href: String,
    current: bool,
}

struct ProvinceRow {
    code: &'static str,
    name: &'static str,
    href: String,
    count: String,
    share: String,
    current: bool,
}

/// The parts and the whole. They add up, and the page shows it.
struct Sums {
    ridings: String,
    abroad: String,
    total: String,
}

struct Header {
    label: String,
    href: String,
    class: &'static str,
    /// The value of `aria-sort`, on the column that sorts.
    sorted: Option<&'static str>,
}

struct Row {
    href: String,
    name: &'static str,
    search: String,
    province: &'static str,
    count: String,
    share: String,
    rank: Option<usize>,
}

/// Answers `GET /{lang}/ridings`.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, Lang(locale): Lang, uri: Uri, headers: HeaderMap) -> Response {
    let view = View::parse(uri.query().unwrap_or_default());
    let now = desk.clock.now();
    match desk.snapshot(now).await {
        Some(snapshot) => {
            let province = view.province;
            let of_view =
                |tally: &Tally| province.map_or_else(|| tally.total(), |province| tally.in_province(province));
            let trend = desk.trend(locale, now, of_view).await;
            let page = page(&desk.site, locale, view, &snapshot.tally, snapshot.changed_at, trend);
            let html = page.render().expect("templates render from memory");
            counted(&headers, HTML, html.into_bytes(), &snapshot, now)
        }
        None => no_counts(&desk, locale, &view.path()),
    }
}

/// Answers while there never was a number, with a page that shows none.
pub(crate) fn no_counts(desk: &Desk, locale: Locale, path: &str) -> Response {
    let t = desk.site.texts(locale);
    let page = MessagePage::new(&desk.site, locale, t.get("ridings-no-counts")).at(path);
    let page = page.says(t.get("error-unavailable")).leads_to(t.get("back-to-campaign"), format!("/{locale}"));
    (StatusCode::SERVICE_UNAVAILABLE, [(CACHE_CONTROL, NO_STORE)], [(RETRY_AFTER, "5")], page).into_response()
}

/// Puts the time of the last change into words.
pub(crate) fn updated_text(t: &Texts, at: Timestamp) -> String {
    t.with("ridings-updated", [("day", t.day(at).into()), ("time", t.time(at).into())])
}

fn page<'a>(
    site: &'a pages::Site,
    locale: Locale,
    view: View,
    tally: &Tally,
    updated: Timestamp,
    trend: Option<Trend>,
) -> RidingsPage<'a> {
    let t = site.texts(locale);
    let standings = Standings::of(tally);
    let shades = Shades::of(view.colour, &standings);
    let pencil = Pencil { t, standings: &standings, shades: &shades, province: view.province };
    let map = pencil.map(view.drawing);
    let is_whole = view.drawing == Drawing::Outlines && view.province.is_none();
    let mut shown: Vec<_> = standings.all().iter().filter(|standing| view.shows(standing)).collect();
    view.sort(&mut shown, locale);
    let abroad = tally.at(Place::Abroad);
    let in_ridings = tally.total() - abroad;
    let (title, heading) = match view.province {
        Some(province) => {
            let name = province_name(province, locale);
            let arguments = [("province", name.into()), ("count", tally.in_province(province).into())];
            (
                t.with("ridings-title-province", [("province", name.into())]),
                t.with("ridings-heading-province", arguments),
            )
        }
        None => (t.get("layout-ridings"), t.with("ridings-heading", [("count", tally.total().into())])),
    };
    RidingsPage {
        frame: Frame::new(site, locale, title, &view.path()).pictured(),
        heading,
        lede: t.with("ridings-lede", [("ridings", in_ridings.into()), ("abroad", abroad.into())]),
        updated,
        updated_text: updated_text(t, updated),
        map,
        insets: if is_whole { pencil.insets() } else { Vec::new() },
        drawings: DRAWINGS
            .map(|(drawing, name)| choice(t, "map", name, &View { drawing, ..view.clone() }, &view))
            .into(),
        colours: MEASURES
            .map(|(colour, name)| choice(t, "colour", name, &View { colour, ..view.clone() }, &view))
            .into(),
        legend: shades.steps(t),
        provinces: Province::ALL.map(|province| province_row(t, tally, province, &view)).into(),
        sums: Sums { ridings: t.number(in_ridings), abroad: t.number(abroad), total: t.number(tally.total()) },
        columns: Column::ALL.map(|(column, name)| header(t, column, name, &view)).into(),
        found: t.with("ridings-found", [("count", shown.len().into())]),
        none_found: t.with("ridings-found", [("count", 0.into())]),
        rows: shown.into_iter().map(|standing| row(t, standing)).collect(),
        everything: format!("/{locale}{}", View { province: None, search: String::new(), ..view.clone() }.path()),
        view,
        trend,
    }
}

fn choice(t: &Texts, group: &str, name: &str, there: &View, here: &View) -> Choice {
    let href = format!("/{}{}#map", t.locale(), there.path());
    Choice { label: t.get(&format!("{group}-{name}")), href, current: there == here }
}

fn province_row(t: &Texts, tally: &Tally, province: Province, view: &View) -> ProvinceRow {
    let there = View { province: Some(province), search: String::new(), ..view.clone() };
    let count = tally.in_province(province);
    let electors = ridings::in_province(province).map(|riding| riding.electors).sum();
    ProvinceRow {
        code: province.abbreviation(),
        name: province_name(province, t.locale()),
        href: format!("/{}{}", t.locale(), there.path()),
        count: t.number(count),
        share: t.share(share(count, electors)),
        current: view.province == Some(province),
    }
}

fn header(t: &Texts, column: Column, name: &'static str, view: &View) -> Header {
    let is_sorted = column == view.sort;
    let there = View { sort: column, turned: is_sorted && !view.turned, ..view.clone() };
    let sorted = is_sorted.then_some(if column.rises() == view.turned { "descending" } else { "ascending" });
    let href = format!("/{}{}#table", t.locale(), there.path());
    Header { label: t.get(&format!("column-{name}")), href, class: name, sorted }
}

fn row(t: &Texts, standing: &Standing) -> Row {
    Row {
        href: riding_path(t.locale(), standing.riding.code),
        name: standing.riding.name(t.locale()),
        search: search_text(standing),
        province: province_name(standing.riding.province, t.locale()),
        count: t.number(standing.count),
        share: t.share(standing.share()),
        rank: standing.rank,
    }
}

#[cfg(test)]
mod tests {
    use campaigns::CampaignFolder;
    use domain::tally::riding::RidingCode;

    use super::*;

    fn shown(query: &str, tally: &Tally) -> Vec<&'static str> {
        let view = View::parse(query);
        let standings = Standings::of(tally);
        let mut shown: Vec<_> = standings.all().iter().filter(|standing| view.shows(standing)).collect();
        view.sort(&mut shown, Locale::En);
        shown.into_iter().map(|standing| standing.riding.name.en).collect()
    }

    fn tally() -> Tally {
        let mut tally = Tally::default();
        for (code, count) in [("35079", 12), ("24065", 40), ("61001", 3), ("35109", 12)] {
            tally.add(code.parse::<RidingCode>().unwrap().into(), count);
        }
        tally.add(Place::Abroad, 5);
        tally
    }

    fn html(locale: Locale, query: &str, tally: &Tally) -> String {
        let site = pages::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        page(&site, locale, View::parse(query), tally, "2026-11-23T19:05:00Z".parse().unwrap(), None).render().unwrap()
    }

    #[test]
    fn an_address_and_its_view_are_one() {
        for query in
            ["", "map=hexagons&colour=share&sort=name&order=desc&province=ON&q=ottawa+sud", "sort=rank", "order=asc"]
        {
            let view = View::parse(query);
            assert_eq!(view.path().trim_start_matches("/ridings").trim_start_matches('?'), query);
            assert_eq!(View::parse(&view.path()[8..].replace('?', "")), view);
        }
        assert_eq!(View::parse("map=globe&colour=red&sort=&order=up&province=ZZ&x=1&q=+"), View::default());
        assert_eq!(View::parse("sort=count&order=desc").path(), "/ridings", "what is so anyway is not said");
    }

    #[test]
    fn a_search_passes_over_accents_case_and_dashes_and_knows_both_languages() {
        let none = Tally::default();
        assert_eq!(shown("q=OTTAWA centre", &none), ["Ottawa Centre"]);
        assert_eq!(shown("q=ottawa-centre", &none), ["Ottawa Centre"]);
        assert_eq!(shown("q=montroyal", &none), ["Mount Royal"]);
        assert!(shown("q=cote-nord", &none).iter().any(|name| name.starts_with("Côte-Nord")));
        assert_eq!(shown("q=paul+connors", &none), ["Avalon"], "whose member is Paul Connors");
        assert_eq!(shown("q=35079", &none), ["Ottawa Centre"]);
        assert_eq!(shown("q=nowhere", &none), Vec::<&str>::new());
        assert_eq!(shown("q=centre&province=NB", &none).len(), 0);
        assert_eq!(shown("province=PE", &none).len(), 4);
    }

    #[test]
    fn the_most_come_first_and_equal_counts_by_name() {
        let all = shown("", &tally());
        assert_eq!(all.len(), 343);
        assert_eq!(all[1..4], ["Ottawa Centre", "Toronto Centre", "Northwest Territories"]);
        let mut turned = shown("order=asc", &tally());
        turned.reverse();
        assert_eq!(turned, all);
        assert_eq!(shown("sort=name", &tally())[0], "Abbotsford—South Langley");
        assert_eq!(shown("sort=share", &tally())[1], "Ottawa Centre".replace("Ottawa", "Toronto"));
        assert_eq!(shown("sort=province", &tally())[342], "Nunavut");
    }

    #[test]
    fn the_parts_add_up_to_the_whole_before_the_readers_eyes() {
        let html = html(Locale::En, "", &tally());
        assert!(html.contains("<h1>72 people have signed</h1>"));
        for sum in ["id=\"sum-ridings\">67<", "id=\"sum-abroad\">5<", "id=\"sum-total\">72<"] {
            assert!(html.contains(sum), "{sum}");
        }
    }

    #[test]
    fn when_nothing_is_found_the_page_says_so_and_leads_back() {
        let html = html(Locale::Fr, "q=nulle+part&map=hexagons", &tally());
        assert!(self::html(Locale::Fr, "", &tally()).contains("class=\"c-count\">"));
        assert!(!html.contains("class=\"c-count\">"));
        assert!(html.contains("href=\"/fr/ridings?map=hexagons#table\""));
        assert!(html.contains("Aucune circonscription"));
    }

    #[test]
    fn the_column_that_sorts_says_how() {
        let sorted = |query| {
            let html = html(Locale::En, query, &tally());
            assert_eq!(html.matches("aria-sort=").count(), 1);
            html.split("aria-sort=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        let orders = ["", "order=asc", "sort=name", "sort=name&order=desc", "sort=rank"].map(sorted);
        assert_eq!(orders, ["descending", "ascending", "ascending", "descending", "ascending"]);
    }

    /// Weighs a first visit to the page over the wire, compressed as browsers ask for it.
    #[test]
    fn the_page_and_all_it_needs_is_light() {
        use std::io::Write as _;

        use pages::assets::{font, map_script, outlines, script, stylesheet};
        let mut tally = Tally::default();
        for (i, riding) in (1..).zip(ridings::all()) {
            tally.add(riding.code.into(), i * 37 % 400);
        }
        let packed = |bytes: &[u8]| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap().len()
        };
        let assets = [outlines(), stylesheet(), script(), map_script(), font()];
        let assets =
            assets.map(|path| packed(pages::assets::find(path.strip_prefix("/assets/").unwrap()).unwrap().bytes));
        let page = packed(html(Locale::Fr, "", &tally).as_bytes());
        let sum = page + assets.iter().sum::<usize>();
        assert!(sum < 250_000, "{sum}: page {page}, assets {assets:?}");
        assert!(page < 60_000, "{page}");
    }

    #[test]
    fn what_was_searched_for_is_text_and_never_markup() {
        let html = html(Locale::En, "q=%22%3E%3Cscript%3Ealert(1)", &tally());
        assert!(!html.contains("<script>alert"));
        assert!(html.contains("value=\"&#34;&#62;&#60;script&#62;alert(1)\""), "the field keeps what was searched for");
    }
}
