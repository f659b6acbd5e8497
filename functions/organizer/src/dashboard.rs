//! The dashboard: how many, how fast, where. Every view of it is an address.

use std::cmp::Reverse;

use askama::Template;
use campaigns::Texts;
use domain::locale::Locale;
use domain::mail::provider::MailProvider;
use domain::office::integrity::{Conversion, IntegrityReport, Survey};
use domain::office::organizer::Role;
use domain::tally::riding::Province;
use http::Uri;
use pages::{Drawing, Frame, Measure, Pencil, Shades, Step, Trend, party_name, riding_path, sort_key};
use ridings::province_name;

use crate::board::{Board, Row};
use crate::desk::Desk;
use crate::nav::{Nav, Room};
use crate::visit::{Answer, Visit, answer};

/// Points of the line that shows how the count grew.
const TREND_POINTS: u16 = 120;
/// Ridings near a milestone that are named.
const NEAR: usize = 8;
/// No riding's name or member's is longer.
const SEARCH_MAX_CHARS: usize = 100;

/// What the table is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Column {
    Name,
    Province,
    #[default]
    Count,
    Share,
    Day,
    Week,
    Missing,
    Member,
    Party,
}

impl Column {
    const ALL: [(Self, &str); 9] = [
        (Self::Name, "name"),
        (Self::Province, "province"),
        (Self::Count, "count"),
        (Self::Share, "share"),
        (Self::Day, "day"),
        (Self::Week, "week"),
        (Self::Missing, "missing"),
        (Self::Member, "member"),
        (Self::Party, "party"),
    ];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(column, _)| *column == self).map_or("", |(_, name)| name)
    }

    const fn is_number(self) -> bool {
        matches!(self, Self::Count | Self::Share | Self::Day | Self::Week | Self::Missing)
    }

    /// Counts begin with the most, names and what is missing with the first.
    const fn rises(self) -> bool {
        !matches!(self, Self::Count | Self::Share | Self::Day | Self::Week)
    }
}

/// What is asked to be seen. Whatever an address has wrong is passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct View {
    sort: Column,
    turned: bool,
    province: Option<Province>,
    search: String,
    hexagons: bool,
    by_share: bool,
}

impl View {
    fn parse(query: &str) -> Self {
        let mut view = Self::default();
        let mut order = None;
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "sort" => {
                    let known = Column::ALL.iter().find(|(_, known)| *known == value);
                    view.sort = known.map(|(column, _)| *column).unwrap_or_default();
                }
                "order" => order = Some(value == "asc"),
                "province" => view.province = value.parse().ok(),
                "q" => view.search = value.trim().chars().take(SEARCH_MAX_CHARS).collect(),
                "map" => view.hexagons = value == "hexagons",
                "colour" => view.by_share = value == "share",
                _ => {}
            }
        }
        view.turned = order.is_some_and(|rising| rising != view.sort.rises());
        view
    }

    /// What differs from the plain view, as names and values.
    fn pairs(&self) -> Vec<(&'static str, &str)> {
        let mut pairs = Vec::new();
        if self.hexagons {
            pairs.push(("map", "hexagons"));
        }
        if self.by_share {
            pairs.push(("colour", "share"));
        }
        if self.sort != Column::default() {
            pairs.push(("sort", self.sort.name()));
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

    /// What the filter's form keeps of the view beside its own fields.
    fn kept(&self) -> Vec<(&'static str, &str)> {
        self.pairs().into_iter().filter(|(name, _)| !matches!(*name, "province" | "q")).collect()
    }

    fn path(&self) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs()).finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }

    fn href(&self, locale: Locale) -> String {
        format!("/organizer/{locale}{}", self.path())
    }

    fn shows(&self, locale: Locale, row: &Row) -> bool {
        let riding = row.standing.riding;
        let member = row.member().map_or("", |member| member.name);
        let within = self.province.is_none_or(|province| riding.province == province);
        let wanted = sort_key(&self.search);
        within && [riding.name(locale), member].iter().any(|text| sort_key(text).contains(&wanted))
    }

    fn sorted<'a>(&self, locale: Locale, board: &'a Board) -> Vec<&'a Row> {
        let mut rows: Vec<_> = board.rows.iter().filter(|row| self.shows(locale, row)).collect();
        let name = |row: &&Row| sort_key(row.standing.riding.name(locale));
        rows.sort_by_cached_key(name);
        let missing = |row: &Row| row.milestone().map_or(i64::MAX, |(_, missing)| missing);
        let member = |row: &Row| row.member().map_or_else(String::new, |member| last_name_first(member.name));
        let party = |row: &Row| row.member().map_or("", |member| member.party);
        // Sorting is stable, so that equal ones stay in the order of their names.
        match self.sort {
            Column::Name => {}
            Column::Province => {
                rows.sort_by_cached_key(|row| sort_key(province_name(row.standing.riding.province, locale)));
            }
            Column::Count => rows.sort_by_key(|row| Reverse(row.standing.count)),
            Column::Share => rows.sort_by(|one, other| other.standing.share().total_cmp(&one.standing.share())),
            Column::Day => rows.sort_by_key(|row| Reverse(row.day)),
            Column::Week => rows.sort_by_key(|row| Reverse(row.week)),
            Column::Missing => rows.sort_by_key(|row| missing(row)),
            Column::Member => rows.sort_by_cached_key(|row| member(row)),
            Column::Party => rows.sort_by_key(|row| party(row)),
        }
        if self.turned {
            rows.reverse();
        }
        rows
    }
}

/// A roster is read by last names.
fn last_name_first(name: &str) -> String {
    let (first, last) = name.rsplit_once(' ').unwrap_or(("", name));
    sort_key(&format!("{last} {first}"))
}

#[derive(Template)]
#[template(path = "dashboard.html")]
struct DashboardPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    view: View,
    as_of: String,
    /// That forms wait for somebody to decide, for those who may.
    held: Option<String>,
    letters: Option<String>,
    tiles: Vec<Tile>,
    map: String,
    legend: Vec<Step>,
    switches: Vec<Switch>,
    trend: Option<String>,
    columns: Vec<Header>,
    rows: Vec<Line>,
    found: String,
    provinces: Vec<ProvinceLine>,
    partners: Vec<(String, String, String)>,
    near: Vec<NearLine>,
    /// Provider, confirmed, waiting, the part that confirmed.
    providers: Vec<[String; 4]>,
    /// Language, signers, the part of all.
    languages: Vec<[String; 3]>,
    /// As of when these are; empty before the first recount.
    surveyed: String,
    everything: String,
}

/// One of the large numbers at the top.
struct Tile {
    label: String,
    number: String,
    note: String,
}

struct Switch {
    href: String,
    label: String,
    current: bool,
}

struct Header {
    href: String,
    label: String,
    number: bool,
    sorted: Option<&'static str>,
}

struct Line {
    href: String,
    name: String,
    province: &'static str,
    count: String,
    share: String,
    day: String,
    week: String,
    missing: String,
    member: String,
    party: String,
    report: String,
}

struct ProvinceLine {
    code: &'static str,
    name: &'static str,
    href: String,
    count: String,
    share: String,
    current: bool,
}

struct NearLine {
    href: String,
    name: String,
    sentence: String,
}

/// `GET /organizer/{lang}`
pub(crate) async fn show(visit: Visit, uri: Uri) -> Answer {
    let (desk, now) = (&visit.desk, visit.caller.now);
    let view = View::parse(uri.query().unwrap_or_default());
    let board = Board::now(desk, now, false).await?;
    let line = desk.history.line(TREND_POINTS, now).await?;
    let mut points: Vec<_> = line
        .iter()
        .map(|(hour, snapshot)| match snapshot {
            Some(snapshot) => (snapshot.taken_at, Some(snapshot.tally.total())),
            None => (hour.start(), None),
        })
        .collect();
    points.push((board.as_of, Some(board.total)));
    let report = desk.tallies.last_report().await?;
    let mut page = page(&visit, view, &board, &points, report.as_ref());
    if visit.caller.organizer.role >= Role::Moderator {
        let held = i64::try_from(desk.pledges.held(now).await?.len()).unwrap_or(i64::MAX);
        page.held = (held > 0).then(|| visit.texts().with("office-held-waits", [("count", held.into())]));
        let letters = i64::try_from(desk.pledges.held_letters(now).await?.len()).unwrap_or(i64::MAX);
        let said = || visit.texts().with("office-letters-dashboard", [("count", letters.into())]);
        page.letters = (letters > 0).then(said);
    }
    Ok(answer(&page.frame, &page))
}

fn page<'a>(
    visit: &'a Visit,
    view: View,
    board: &Board,
    points: &[(jiff::Timestamp, Option<i64>)],
    report: Option<&IntegrityReport>,
) -> DashboardPage<'a> {
    let (desk, locale, t) = (&*visit.desk, visit.locale, visit.texts());
    let measure = if view.by_share { Measure::Share } else { Measure::Count };
    let shades = Shades::of(measure, &board.standings);
    let pencil = Pencil { t, standings: &board.standings, shades: &shades, province: view.province };
    let drawing = if view.hexagons { Drawing::Hexagons } else { Drawing::Outlines };
    let rows = view.sorted(locale, board);
    let found = t.with("office-found", [("count", i64::try_from(rows.len()).expect("at most 343").into())]);
    let partner = |slug: &domain::slug::PartnerSlug| {
        let partner = desk.site.campaign().partner(slug.as_str());
        partner.map_or(slug.as_str(), |partner| partner.name(locale)).to_owned()
    };
    let mut partners: Vec<_> = board.by_partner.iter().filter(|(_, count)| **count > 0).collect();
    partners.sort_by_key(|(_, count)| Reverse(**count));
    DashboardPage {
        frame: visit.frame("office-dashboard-title", &view.path()),
        nav: visit.nav(Room::Dashboard),
        held: None,
        letters: None,
        as_of: t.with("file-as-of", [("day", t.day(board.as_of).into()), ("time", t.time(board.as_of).into())]),
        tiles: tiles(desk, t, board, report),
        providers: report.map(|report| providers(t, &report.survey)).unwrap_or_default(),
        languages: report.map(|report| languages(t, &report.survey)).unwrap_or_default(),
        surveyed: report
            .map(|report| {
                t.with("office-surveyed", [("day", t.day(report.at).into()), ("time", t.time(report.at).into())])
            })
            .unwrap_or_default(),
        map: pencil.map(drawing).to_string(),
        legend: shades.steps(t),
        switches: switches(t, &view),
        trend: Trend::new(t, points).map(|trend| trend.to_string()),
        columns: Column::ALL.iter().map(|(column, _)| header(t, &view, *column)).collect(),
        rows: rows.into_iter().map(|row| line(t, row)).collect(),
        found,
        provinces: provinces(t, &view, board),
        partners: partners
            .into_iter()
            .map(|(slug, count)| (partner(slug), t.number(*count), t.share(ridings::share(*count, whole(board)))))
            .collect(),
        near: board.near_milestones(NEAR).into_iter().map(|near| near_line(t, near)).collect(),
        everything: View { province: None, search: String::new(), ..view.clone() }.href(locale),
        view,
    }
}

fn whole(board: &Board) -> u32 {
    u32::try_from(board.total).unwrap_or(u32::MAX)
}

/// Who keeps their mail, of those who sent a form in the last two weeks: where few confirm, mail may not arrive.
fn providers(t: &Texts, survey: &Survey) -> Vec<[String; 4]> {
    let line = |(provider, conversion): (&MailProvider, &Conversion)| {
        let rate = conversion.rate().map_or_else(|| "–".to_owned(), |rate| t.percent(rate));
        let name = t.get(&format!("office-provider-{}", provider.name()));
        [name, t.number(conversion.confirmed), t.number(conversion.pending), rate]
    };
    let mut all: Vec<_> = survey.by_provider.iter().collect();
    all.sort_by_key(|(_, conversion)| Reverse(conversion.confirmed + conversion.pending));
    all.into_iter().map(line).collect()
}

fn languages(t: &Texts, survey: &Survey) -> Vec<[String; 3]> {
    let all: i64 = survey.by_locale.values().sum();
    let share = |signers: i64| ridings::share(signers, u32::try_from(all).unwrap_or(u32::MAX));
    let line = |(locale, signers): (&Locale, &i64)| {
        let name = t.get(match locale {
            Locale::En => "office-language-en",
            Locale::Fr => "office-language-fr",
        });
        [name, t.number(*signers), t.percent(share(*signers))]
    };
    survey.by_locale.iter().map(line).collect()
}

fn tiles(desk: &Desk, t: &Texts, board: &Board, report: Option<&IntegrityReport>) -> Vec<Tile> {
    let goal = i64::try_from(desk.site.campaign().goal).unwrap_or(i64::MAX);
    let signed = |change: Option<i64>| change.map_or_else(|| "–".to_owned(), |change| signed(t, change));
    let some = board.rows.iter().filter(|row| row.standing.count > 0).count();
    let some = i64::try_from(some).expect("at most 343");
    let tile = |key: &str, number: String, note: String| Tile { label: t.get(key), number, note };
    let mut tiles = vec![
        tile("office-signatures-same", t.number(board.total), t.with("office-tile-goal", [("goal", goal.into())])),
        tile("office-tile-day", signed(board.day), t.get("office-tile-net")),
        tile("office-tile-week", signed(board.week), t.get("office-tile-net")),
        tile("office-tile-ridings", t.number(some), t.get("office-tile-of-343")),
        tile("office-tile-abroad", t.number(board.abroad), t.get("office-tile-in-no-riding")),
    ];
    if let Some(sum) = &board.sum {
        tiles.push(tile("office-tile-paper", t.number(sum.paper), t.get("office-tile-in-total")));
        let by_link = sum.signers - sum.paper - sum.by_code;
        let note = t.with("office-tile-by-link", [("count", by_link.into())]);
        tiles.push(tile("office-tile-by-code", t.number(sum.by_code), note));
        tiles.push(tile("integrity-withdrawn", t.number(sum.withdrawn), String::new()));
        let invalidated = sum.invalidated.values().sum();
        tiles.push(tile("integrity-invalidated", t.number(invalidated), String::new()));
    }
    if let Some(report) = report {
        let conversion = report.survey.conversion();
        let rate = conversion.rate().map_or_else(|| "–".to_owned(), |rate| t.percent(rate));
        tiles.push(tile("office-tile-pending", t.number(conversion.pending), t.get("office-tile-two-weeks")));
        tiles.push(tile("office-tile-conversion", rate, t.get("office-tile-two-weeks")));
    }
    tiles
}

/// A change with its sign.
fn signed(t: &Texts, change: i64) -> String {
    match change {
        1.. => format!("+{}", t.number(change)),
        0 => "0".to_owned(),
        ..0 => format!("−{}", t.number(-change)),
    }
}

fn switches(t: &Texts, view: &View) -> Vec<Switch> {
    let views = [
        ("map-outlines", View { hexagons: false, ..view.clone() }),
        ("map-hexagons", View { hexagons: true, ..view.clone() }),
        ("colour-count", View { by_share: false, ..view.clone() }),
        ("colour-share", View { by_share: true, ..view.clone() }),
    ];
    let switch =
        |(key, to): (&str, View)| Switch { href: to.href(t.locale()), label: t.get(key), current: to == *view };
    views.into_iter().map(switch).collect()
}

fn header(t: &Texts, view: &View, column: Column) -> Header {
    let sorted = view.sort == column;
    let to = View { sort: column, turned: sorted && !view.turned, ..view.clone() };
    let rising = column.rises() != view.turned;
    Header {
        href: format!("{}#table", to.href(t.locale())),
        label: if column == Column::Count {
            t.get("office-signatures-same")
        } else {
            t.get(&format!("office-column-{}", column.name()))
        },
        number: column.is_number(),
        sorted: sorted.then_some(if rising { "ascending" } else { "descending" }),
    }
}

fn line(t: &Texts, row: &Row) -> Line {
    let (standing, riding) = (&row.standing, row.standing.riding);
    let change = |change: Option<i64>| change.map_or_else(|| "–".to_owned(), |change| signed(t, change));
    let missing = row
        .milestone()
        .map(|(next, missing)| t.with("office-missing", [("missing", missing.into()), ("milestone", next.into())]));
    Line {
        href: riding_path(t.locale(), riding.code),
        name: riding.name(t.locale()).to_owned(),
        province: riding.province.abbreviation(),
        count: t.number(standing.count),
        share: t.share(standing.share()),
        day: change(row.day),
        week: change(row.week),
        missing: missing.unwrap_or_default(),
        member: row.member().map_or_else(|| t.get("office-no-member"), |member| member.name.to_owned()),
        party: row.member().map_or_else(String::new, |member| party_name(t, member.party)),
        report: format!("/v1/organizer/report.pdf?riding={}&lang={}", riding.code, t.locale()),
    }
}

fn provinces(t: &Texts, view: &View, board: &Board) -> Vec<ProvinceLine> {
    let mut lines: Vec<_> = board.provinces();
    lines.sort_by_key(|row| Reverse(row.count));
    let line = |row: &crate::board::ProvinceRow| ProvinceLine {
        code: row.province.abbreviation(),
        name: province_name(row.province, t.locale()),
        href: View { province: Some(row.province), ..view.clone() }.href(t.locale()),
        count: t.number(row.count),
        share: t.share(row.share()),
        current: view.province == Some(row.province),
    };
    lines.iter().map(line).collect()
}

fn near_line(t: &Texts, (row, milestone, missing): (&Row, i64, i64)) -> NearLine {
    let riding = row.standing.riding;
    NearLine {
        href: riding_path(t.locale(), riding.code),
        name: riding.name(t.locale()).to_owned(),
        sentence: t.with("office-missing", [("missing", missing.into()), ("milestone", milestone.into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_is_an_address_and_every_address_a_view() {
        for query in ["", "sort=name", "sort=week&order=asc", "map=hexagons&colour=share&province=ON&q=Ottawa"] {
            let view = View::parse(query);
            assert_eq!(View::parse(view.path().trim_start_matches('?')), view, "{query}");
        }
        assert_eq!(View::parse("sort=nonsense&province=XX&order=up"), View::default());
        assert_eq!(View::default().path(), "");
    }

    #[test]
    fn members_are_sorted_by_their_last_names() {
        assert!(last_name_first("Zoë Abel") < last_name_first("Anna Zimmer"));
    }
}
