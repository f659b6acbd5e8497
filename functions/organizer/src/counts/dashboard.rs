//! The dashboard: the counts, how fast they grow, and where. Every view of it has an address.

use std::cmp::Reverse;

use askama::Template;
use campaigns::Texts;
use domain::locale::Locale;
use domain::mail::provider::MailProvider;
use domain::office::integrity::{Conversion, IntegrityReport, Survey};
use domain::office::organizer::Role;
use domain::slug::PartnerSlug;
use http::Uri;
use pages::{ColumnHeader, Paging, Pencil, ProvinceRow, Shades, Step, Trend, ViewLink, riding_path};

use crate::counts::board::{Board, RidingCounts};
use crate::counts::riding_table::{self, RidingRow, View};
use crate::counts::signed;
use crate::desk::Desk;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

/// The growth of the count is drawn through this many points.
const TREND_POINTS: u16 = 120;
/// No more ridings near a milestone are named.
const NEAR: usize = 8;
#[derive(Template)]
#[template(path = "counts/dashboard.html")]
struct DashboardPage<'a> {
    frame: OfficeFrame<'a>,
    view: View,
    as_of: String,
    /// Sentences to moderators about held forms and held letters.
    held: Option<String>,
    letters: Option<String>,
    tiles: Vec<Tile>,
    map: String,
    legend: Vec<Step>,
    map_links: [Vec<ViewLink>; 1],
    trend: Option<String>,
    columns: Vec<(ColumnHeader, bool)>,
    rows: Vec<RidingRow>,
    paging: Paging,
    found: String,
    provinces: Vec<ProvinceRow>,
    /// Name, signers, and their part of all signers.
    partners: Vec<(String, String, String)>,
    near: Vec<NearMilestone>,
    /// Mail provider, confirmed forms, waiting forms, and the part that confirmed.
    providers: Vec<[String; 4]>,
    /// Language, signers, and their part of all signers.
    languages: Vec<[String; 3]>,
    /// The time of the last recount, which made these two tables; empty before the first one.
    surveyed: String,
    everything: String,
}

/// One of the large numbers at the top.
struct Tile {
    label: String,
    number: String,
    note: String,
}

/// A riding that lacks a few signatures to its next milestone.
struct NearMilestone {
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
    let (desk, t) = (&*visit.desk, visit.texts());
    let shades = Shades::of(view.shading, &board.standings);
    let pencil = Pencil { t, standings: &board.standings, shades: &shades, province: view.province };
    let rows = riding_table::rows(t, &view, board);
    let found = t.with("office-found", [("count", i64::try_from(rows.len()).expect("at most 343").into())]);
    let (rows, paging) = view.paged(t, rows);
    let surveyed = |report: &IntegrityReport| {
        t.with("office-surveyed", [("day", t.day(report.at).into()), ("time", t.time(report.at).into())])
    };
    DashboardPage {
        frame: visit.frame(OfficePage::Dashboard, "office-dashboard-title", &view.path()),
        held: None,
        letters: None,
        as_of: t.with("file-as-of", [("day", t.day(board.as_of).into()), ("time", t.time(board.as_of).into())]),
        tiles: tiles(desk, t, board, report),
        providers: report.map(|report| providers(t, &report.survey)).unwrap_or_default(),
        languages: report.map(|report| languages(t, &report.survey)).unwrap_or_default(),
        surveyed: report.map(surveyed).unwrap_or_default(),
        map: pencil.map(view.drawing).to_string(),
        legend: shades.steps(t),
        map_links: [[view.drawings(t), view.shadings(t)].concat()],
        trend: Trend::new(t, points).map(|trend| trend.to_string()),
        columns: riding_table::headers(t, &view),
        found,
        rows,
        paging,
        provinces: provinces(t, &view, board),
        partners: partners(desk, t, board),
        near: board.near_milestones(NEAR).into_iter().map(|near| near_milestone(t, near)).collect(),
        everything: view.of_all().href(t.locale()),
        view,
    }
}

/// The rows of the table of partners. The file of partners has all.
const PARTNERS: usize = 20;

/// The partners who brought signers, the most first: name, signers, and their part of all signers.
fn partners(desk: &Desk, t: &Texts, board: &Board) -> Vec<(String, String, String)> {
    let name = |slug: &PartnerSlug| {
        let partner = desk.site.campaign().known_partner(slug.as_str());
        partner.map_or(slug.as_str(), |partner| partner.name(t.locale())).to_owned()
    };
    let mut partners: Vec<_> = board.by_partner.iter().filter(|(_, count)| **count > 0).collect();
    partners.sort_by_key(|(_, count)| Reverse(**count));
    partners
        .into_iter()
        .take(PARTNERS)
        .map(|(slug, count)| (name(slug), t.number(*count), t.share(ridings::share(*count, whole(board)))))
        .collect()
}

fn whole(board: &Board) -> u32 {
    u32::try_from(board.total).unwrap_or(u32::MAX)
}

/// The forms of the last two weeks by mail provider. Where few people confirm, mail may not arrive.
fn providers(t: &Texts, survey: &Survey) -> Vec<[String; 4]> {
    let row = |(provider, conversion): (&MailProvider, &Conversion)| {
        let rate = conversion.rate().map_or_else(|| "–".to_owned(), |rate| t.percent(rate));
        let name = t.get(&format!("office-provider-{}", provider.name()));
        [name, t.number(conversion.confirmed), t.number(conversion.pending), rate]
    };
    let mut all: Vec<_> = survey.by_provider.iter().collect();
    all.sort_by_key(|(_, conversion)| Reverse(conversion.confirmed + conversion.pending));
    all.into_iter().map(row).collect()
}

fn languages(t: &Texts, survey: &Survey) -> Vec<[String; 3]> {
    let all: i64 = survey.by_locale.values().sum();
    let share = |signers: i64| ridings::share(signers, u32::try_from(all).unwrap_or(u32::MAX));
    let row = |(locale, signers): (&Locale, &i64)| {
        let name = t.get(match locale {
            Locale::En => "office-language-en",
            Locale::Fr => "office-language-fr",
        });
        [name, t.number(*signers), t.percent(share(*signers))]
    };
    survey.by_locale.iter().map(row).collect()
}

fn tiles(desk: &Desk, t: &Texts, board: &Board, report: Option<&IntegrityReport>) -> Vec<Tile> {
    let goal = i64::try_from(desk.site.campaign().goal).unwrap_or(i64::MAX);
    let some = board.rows.iter().filter(|row| row.standing.count > 0).count();
    let some = i64::try_from(some).expect("at most 343");
    let tile = |key: &str, number: String, note: String| Tile { label: t.get(key), number, note };
    let mut tiles = vec![
        tile("office-signatures-same", t.number(board.total), t.with("office-tile-goal", [("goal", goal.into())])),
        tile("office-tile-day", signed(t, board.day), t.get("office-tile-net")),
        tile("office-tile-week", signed(t, board.week), t.get("office-tile-net")),
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

/// Every province, the most signers first.
fn provinces(t: &Texts, view: &View, board: &Board) -> Vec<ProvinceRow> {
    let mut provinces = board.provinces();
    provinces.sort_by_key(|sum| Reverse(sum.count));
    provinces.iter().map(|sum| view.province_row(t, sum.province, sum.count, sum.electors)).collect()
}

fn near_milestone(t: &Texts, (row, milestone, missing): (&RidingCounts, i64, i64)) -> NearMilestone {
    let riding = row.standing.riding;
    NearMilestone {
        href: riding_path(t.locale(), riding.code),
        name: riding.shown(t.locale()).to_owned(),
        sentence: t.with("office-missing", [("missing", missing.into()), ("milestone", milestone.into())]),
    }
}
