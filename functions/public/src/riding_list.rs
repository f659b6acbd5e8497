//! `GET /{lang}/ridings`: the number of signers by riding, as a map and as a table. Every view is an address.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use campaigns::Texts;
use domain::locale::Locale;
use domain::tally::Tally;
use domain::tally::hour::Hour;
use domain::tally::riding::{Place, Province};
use house::counted_page;
use http::{HeaderMap, Uri};
use jiff::Timestamp;
use pages::{
    AnswerText, ColumnHeader, Drawing, Frame, Inset, ListColumn, ListView, Map, MessagePage, Paging, Pencil,
    ProvinceRow, RequestFailure, Shades, StandingColumn, Step, Trend, ViewLink, book_path, nothing, rendered,
    riding_path,
};
use ridings::{Standing, Standings, province_name};
use web::Lang;

use crate::context::Context;

type View = ListView<StandingColumn>;

fn shown<'a>(site: &pages::Site, view: &View, standings: &'a Standings, locale: Locale) -> Vec<&'a Standing> {
    let is_shown = |standing: &&Standing| view.shows(standing, site.roster());
    let mut shown: Vec<_> = standings.all().iter().filter(is_shown).collect();
    view.arrange(
        &mut shown,
        |standing| standing.riding.name(locale),
        |shown, column| column.sort(shown, locale, |standing| standing),
    );
    shown
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
    map_links: [Vec<ViewLink>; 2],
    legend: Vec<Step>,
    provinces: Vec<ProvinceRow>,
    sums: Sums,
    /// Whether anywhere enough have signed for a share of the electors to say something.
    has_shares: bool,
    columns: Vec<ColumnHeader>,
    rows: Vec<Row>,
    paging: Paging,
    found: String,
    /// Links to the ridings whose Member answered.
    answers: Vec<ViewLink>,
    /// The newest book of these ridings: its name and its address.
    book: Option<(String, String)>,
    everything: String,
    /// The campaign's growth, once there are snapshots.
    trend: Option<Trend>,
}

/// The parts and the whole; it adds up, and the page shows that it does.
struct Sums {
    ridings: String,
    abroad: String,
    total: String,
}

struct Row {
    href: String,
    name: &'static str,
    /// Whether nobody holds the seat until a by-election.
    is_vacant: bool,
    /// The Member and their answer, in the list of those who answered.
    answer: Option<String>,
    province: &'static str,
    count: String,
    share: String,
    rank: Option<usize>,
}

/// Answers `GET /{lang}/ridings`.
pub(crate) async fn show(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let view = View::parse(uri.query().unwrap_or_default());
    let now = context.clock.now();
    match context.snapshot(now).await {
        Some(snapshot) => {
            let province = view.province;
            let of_view =
                |tally: &Tally| province.map_or_else(|| tally.total(), |province| tally.in_province(province));
            let trend = context.trend(context.site.texts(locale), Hour::of(now), now, of_view).await;
            let mut page = page(&context.site, locale, view, &snapshot.tally, snapshot.changed_at, trend);
            let t = context.site.texts(locale);
            let place =
                province.map_or_else(|| t.get("ridings-everywhere"), |one| province_name(one, locale).to_owned());
            page.book = context.newest_day(now).await.map(|(day, _)| {
                (t.with("riding-book", [("province", place.into())]), book_path(locale, province, day))
            });
            counted_page(&headers, rendered(&page), Some(&snapshot), now)
        }
        None => no_counts(&context, locale, &view.path()),
    }
}

/// Answers while there never was a number, with a page that shows none.
pub(crate) fn no_counts(context: &Context, locale: Locale, path: &str) -> Response {
    let t = context.site.texts(locale);
    let page = MessagePage::new(&context.site, locale, t.get("ridings-no-counts")).at(path);
    let row = RequestFailure::Unavailable.row();
    row.page(page.says(row.sentence(t)).leads_to(t.get("back-to-campaign"), format!("/{locale}")))
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
    let shades = Shades::of(view.shading, &standings);
    let pencil = Pencil { t, standings: &standings, shades: &shades, roster: site.roster(), province: view.province };
    let map = pencil.map(view.drawing);
    let is_whole = view.drawing == Drawing::Outlines && view.province.is_none();
    let shown = shown(site, &view, &standings, locale);
    let found = t.with("ridings-found", [("count", shown.len().into())]);
    let (shown, paging) = view.paged(t, shown);
    let no_search = View { search: String::new(), ..view.clone() };
    let provinces = Province::ALL.map(|province| {
        let electors = ridings::in_province(province).map(|riding| riding.electors).sum();
        no_search.province_row(t, province, tally.in_province(province), electors)
    });
    let header =
        |(column, name): &(StandingColumn, &str)| view.header(locale, *column, t.get(&format!("column-{name}")));
    let has_shares = standings.all().iter().any(|standing| t.telling_share(standing.share()).is_some());
    let is_shown = |column| has_shares || column != StandingColumn::Share;
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
        map_links: [view.drawings(t), view.shadings(t)],
        legend: shades.steps(t),
        provinces: provinces.into(),
        sums: Sums { ridings: t.number(in_ridings), abroad: t.number(abroad), total: t.number(tally.total()) },
        columns: StandingColumn::ALL.iter().filter(|(column, _)| is_shown(*column)).map(header).collect(),
        has_shares,
        paging,
        found,
        answers: view.answers(t, site.roster()),
        book: None,
        rows: shown.into_iter().map(|standing| row(site, locale, standing, view.answer.is_some())).collect(),
        everything: view.of_all().href(locale),
        view,
        trend,
    }
}

fn row(site: &pages::Site, locale: Locale, standing: &Standing, says_answer: bool) -> Row {
    let t = site.texts(locale);
    let holder = site.roster().holder(standing.riding.code);
    let answer = AnswerText::of(t, holder).filter(|_| says_answer).zip(holder.member());
    Row {
        href: riding_path(t.locale(), standing.riding.code),
        name: standing.riding.shown(t.locale()),
        is_vacant: holder.is_vacant(),
        answer: answer.map(|(answer, member)| format!("{}. {}", member.name, answer.says)),
        province: province_name(standing.riding.province, t.locale()),
        count: t.number(standing.count),
        share: t.telling_share(standing.share()).unwrap_or_else(nothing),
        rank: standing.rank,
    }
}

#[cfg(test)]
mod tests {
    use campaigns::CampaignFolder;
    use domain::tally::riding::RidingCode;

    use super::*;

    fn shown(query: &str, tally: &Tally) -> Vec<&'static str> {
        let standings = Standings::of(tally);
        let site = pages::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        let shown = super::shown(&site, &View::parse(query), &standings, Locale::En).into_iter();
        shown.map(|standing| standing.riding.name.en).collect()
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
        for query in [
            "",
            "map=hexagons&colour=share&sort=name&order=desc&province=ON&q=ottawa+sud",
            "sort=rank",
            "order=asc",
            "province=ON&answer=yes",
            "answer=answered",
            "page=7",
        ] {
            let view = View::parse(query);
            assert_eq!(view.path().trim_start_matches("/ridings").trim_start_matches('?'), query);
            assert_eq!(View::parse(&view.path()[8..].replace('?', "")), view);
        }
        assert_eq!(
            View::parse("map=globe&colour=red&sort=&order=up&province=ZZ&answer=maybe&x=1&q=+&page=0"),
            View::default()
        );
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
        assert_eq!(shown("sort=province", &tally())[342], "Yukon", "by the provinces' names");
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
    fn shares_stand_where_one_says_something() {
        assert!(html(Locale::En, "", &tally()).contains("class=\"c-share\">"), "40 of Rosemont’s electors");
        let mut few = Tally::default();
        few.add("35079".parse::<RidingCode>().unwrap().into(), 3);
        let html = html(Locale::En, "", &few);
        assert!(
            !html.contains("class=\"c-share\"") && !html.contains("0.00"),
            "three of a hundred thousand say nothing"
        );
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
