//! The dashboard: what this week brought and what waits, then the counts, how they grow, and where. Every view of it has
//! an address, and works without scripts.

use std::cmp::Reverse;

use askama::Template;
use campaigns::Texts;
use domain::locale::Locale;
use domain::mail::provider::MailProvider;
use domain::office::integrity::{Conversion, IntegrityReport, Survey};
use domain::office::organizer::Role;
use domain::slug::PartnerSlug;
use http::Uri;
use pages::{Chart, ColumnHeader, Paging, Pencil, ProvinceRow, Shades, Step, ViewLink};

use crate::context::Context;
use crate::counts::board::Board;
use crate::counts::riding_table::{self, RidingRow, View};
use crate::counts::signed;
use crate::counts::waiting::{AllWaiting, waiting};
use crate::counts::week::{Before, Week};
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

/// The growth of the count is drawn through this many points.
const TREND_POINTS: u16 = 120;
/// The rows of a page of the partners' table.
const PARTNER_ROWS: usize = 20;

#[derive(Template)]
#[template(path = "counts/dashboard.html")]
struct DashboardPage<'a> {
    frame: OfficeFrame<'a>,
    view: View,
    as_of: String,
    week: Week,
    /// The things that wait for a decision. Only moderators and admins see them.
    waiting: Option<AllWaiting>,
    tiles: Vec<Tile>,
    /// Exact numbers that are seldom needed.
    more: Vec<Tile>,
    /// Numbers of the last recount, which may have changed since.
    estimates: Vec<Tile>,
    map: String,
    /// Whether the map was turned or shaded, and so is open.
    map_is_open: bool,
    legend: Vec<Step>,
    map_links: [Vec<ViewLink>; 1],
    chart: Option<Chart>,
    columns: Vec<(ColumnHeader, bool)>,
    rows: Vec<RidingRow>,
    paging: Paging,
    found: String,
    provinces: Vec<ProvinceRow>,
    /// Name, signers, and their part of all signers.
    partners: Vec<(String, String, String)>,
    partner_paging: Paging,
    /// Whether a page of the partners' table was asked for, and so the table is open.
    partners_are_open: bool,
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

/// `GET /organizer/{lang}`
pub(crate) async fn show(visit: Visit, uri: Uri) -> Answer {
    let (context, now) = (&visit.context, visit.caller.now);
    let view = View::parse(uri.query().unwrap_or_default());
    let board = Board::now(context, now, false).await?;
    let line = context.history.line(TREND_POINTS, now).await?;
    let mut points: Vec<_> = line
        .iter()
        .map(|(hour, snapshot)| match snapshot {
            Some(snapshot) => (snapshot.taken_at, Some(snapshot.tally.total())),
            None => (hour.start(), None),
        })
        .collect();
    points.push((board.as_of, Some(board.total)));
    let report = context.tallies.last_report().await?;
    let before = Before::read(context, now).await?;
    let partners_before = partner_pages_before(uri.query().unwrap_or_default());
    let mut page = page(&visit, (view, partners_before), (&board, &before), &points, report.as_ref());
    if visit.caller.organizer.role >= Role::Moderator {
        page.waiting = Some(waiting(&visit, report.as_ref()).await);
    }
    Ok(answer(&page.frame, &page))
}

/// The page of the partners' table that an address asks for; `None` if it asks for none.
fn partner_pages_before(query: &str) -> Option<usize> {
    let (_, page) = web::pairs_once(query).into_iter().find(|(name, _)| name == "partners")?;
    Some(page.parse::<usize>().ok()?.saturating_sub(1))
}

fn page<'a>(
    visit: &'a Visit,
    (view, partners_before): (View, Option<usize>),
    (board, before): (&Board, &Before),
    points: &[(jiff::Timestamp, Option<i64>)],
    report: Option<&IntegrityReport>,
) -> DashboardPage<'a> {
    let (context, t) = (&*visit.context, visit.texts());
    let shades = Shades::of(view.shading, &board.standings);
    let pencil = Pencil {
        t,
        standings: &board.standings,
        shades: &shades,
        roster: visit.context.site.roster(),
        province: view.province,
    };
    let rows = riding_table::rows(t, &view, board, visit.context.site.roster());
    let found = t.with("office-found", [("count", i64::try_from(rows.len()).expect("at most 343").into())]);
    let (rows, paging) = view.paged(t, rows);
    let home = format!("/organizer/{}", t.locale());
    let at = (partners_before.unwrap_or_default(), PARTNER_ROWS);
    let partner_page = |n: usize| format!("{home}?partners={}#partners", n + 1);
    let (partners, partner_paging) =
        Paging::of(t, "office-partners-shown", partners(context, t, board), at, partner_page);
    let surveyed = |report: &IntegrityReport| {
        t.with("office-surveyed", [("day", t.day(report.at).into()), ("time", t.time(report.at).into())])
    };
    let plain = View::default();
    DashboardPage {
        frame: visit.frame(OfficePage::Dashboard, "office-dashboard-title", &view.path()),
        waiting: None,
        week: Week::of(t, board, before),
        as_of: t.with("file-as-of", [("day", t.day(board.as_of).into()), ("time", t.time(board.as_of).into())]),
        tiles: tiles(context, t, board),
        more: more(t, board),
        estimates: report.map(|report| estimates(t, report)).unwrap_or_default(),
        providers: report.map(|report| providers(t, &report.survey)).unwrap_or_default(),
        languages: report.map(|report| languages(t, &report.survey)).unwrap_or_default(),
        surveyed: report.map(surveyed).unwrap_or_default(),
        map: pencil.map(view.drawing).to_string(),
        map_is_open: (view.drawing, view.shading) != (plain.drawing, plain.shading),
        legend: shades.steps(t),
        map_links: [[view.drawings(t), view.shadings(t)].concat()],
        chart: Chart::new(t, points),
        columns: riding_table::headers(t, &view),
        found,
        rows,
        paging,
        provinces: provinces(t, &view, board),
        partners,
        partner_paging,
        partners_are_open: partners_before.is_some(),
        everything: view.of_all().href(t.locale()),
        view,
    }
}

/// The partners who brought signers, the most first: name, signers, and their part of all signers.
fn partners(context: &Context, t: &Texts, board: &Board) -> Vec<(String, String, String)> {
    let name = |slug: &PartnerSlug| {
        let partner = context.site.campaign().known_partner(slug.as_str());
        partner.map_or(slug.as_str(), |partner| partner.name(t.locale())).to_owned()
    };
    let mut partners: Vec<_> = board.by_partner.iter().filter(|(_, count)| **count > 0).collect();
    partners.sort_by_key(|(_, count)| Reverse(**count));
    partners
        .into_iter()
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

fn tile(t: &Texts, key: &str, number: String, note: String) -> Tile {
    Tile { label: t.get(key), number, note }
}

fn tiles(context: &Context, t: &Texts, board: &Board) -> Vec<Tile> {
    let goal = i64::try_from(context.site.campaign().goal).unwrap_or(i64::MAX);
    let some = board.rows.iter().filter(|row| row.standing.count > 0).count();
    let some = i64::try_from(some).expect("at most 343");
    let goal = t.with("office-tile-goal", [("goal", goal.into())]);
    vec![
        tile(t, "office-signatures-same", t.number(board.total), goal),
        tile(t, "office-tile-day", signed(t, board.day), t.get("office-tile-net")),
        tile(t, "office-tile-week", signed(t, board.week), t.get("office-tile-net")),
        tile(t, "office-tile-ridings", t.number(some), t.get("office-tile-of-343")),
    ]
}

/// Numbers of the counters, which are exact.
fn more(t: &Texts, board: &Board) -> Vec<Tile> {
    let abroad = tile(t, "office-tile-abroad", t.number(board.abroad), t.get("office-tile-in-no-riding"));
    let Some(sum) = &board.sum else { return vec![abroad] };
    let by_link = t.with("office-tile-by-link", [("count", (sum.signers - sum.paper - sum.by_code).into())]);
    let invalidated = sum.invalidated.values().sum();
    vec![
        abroad,
        tile(t, "office-tile-paper", t.number(sum.paper), t.get("office-tile-in-total")),
        tile(t, "office-tile-by-code", t.number(sum.by_code), by_link),
        tile(t, "integrity-withdrawn", t.number(sum.withdrawn), String::new()),
        tile(t, "integrity-invalidated", t.number(invalidated), String::new()),
    ]
}

/// Numbers of the last recount. Forms come and go without a counter, so between two recounts nobody knows them exactly.
fn estimates(t: &Texts, report: &IntegrityReport) -> Vec<Tile> {
    let conversion = report.survey.conversion();
    let rate = conversion.rate().map_or_else(|| "–".to_owned(), |rate| t.percent(rate));
    vec![
        tile(t, "office-tile-pending", t.number(conversion.pending), t.get("office-tile-two-weeks")),
        tile(t, "office-tile-conversion", rate, t.get("office-tile-two-weeks")),
    ]
}

/// Lists the provinces, the most signers first.
fn provinces(t: &Texts, view: &View, board: &Board) -> Vec<ProvinceRow> {
    let mut provinces = board.provinces();
    provinces.sort_by_key(|sum| Reverse(sum.count));
    provinces.iter().map(|sum| view.province_row(t, sum.province, sum.count, sum.electors)).collect()
}
