//! A partner's own page: its numbers, and its links, code, poster and letter ready to use.

use askama::Template;
use axum::response::{IntoResponse, Response};
use campaigns::Texts;
use domain::campaign::partner::Partner;
use domain::locale::Locale;
use domain::tally::day::Day;
use domain::tally::hour::Hour;
use domain::tally::riding::Place;
use http::Uri;
use pages::{Frame, Paging, Paste, Snippet, Theme, day_of};
use web::CSV;

use crate::context::Context;
use crate::downloads::attachment::{attachment, csv_writer, defused, hour_for_name};
use crate::partner::door::PartnerVisit;
use crate::partner::numbers::{Numbers, OfDay};
use crate::visit::{Answer, answer, place_name};

/// The rows of a page of each table.
const ROWS: usize = 20;

#[derive(Template)]
#[template(path = "partner/page.html")]
struct PartnerPage<'a> {
    frame: Frame<'a>,
    name: String,
    /// The number in the language's writing; `None` where it is not shown.
    total: Option<String>,
    /// The words behind the number, or in its place.
    brought: String,
    as_of: String,
    /// The sentence about the next count.
    next: Option<String>,
    ridings: Vec<(String, String)>,
    ridings_paging: Paging,
    /// The signers of ridings with few, together; `None` if there are none.
    others: Option<String>,
    /// The sentence in the place of the table of ridings; `None` if there is a table.
    no_ridings: Option<String>,
    days: Vec<[String; 3]>,
    days_paging: Paging,
    /// The ways of confirming as sentences, and their moment.
    ways: Option<(Vec<String>, String)>,
    link: String,
    poster: String,
    /// The address of the page with all embeds, on which the partner is chosen.
    all_code: String,
    letter: String,
    snippets: Vec<Snippet>,
    /// The address of the downloads; `None` on the office's view of the page.
    downloads: Option<String>,
    /// The way back to the office, on its view of the page.
    office: Option<String>,
}

/// The pages of the two tables that an address asks for, counted from zero.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pages {
    ridings: usize,
    days: usize,
}

impl Pages {
    pub(crate) fn of(uri: &Uri) -> Self {
        let page = |wanted: &str| {
            let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
            let value = pairs.into_iter().find(|(name, _)| name == wanted).and_then(|(_, value)| value.parse().ok());
            value.map_or(0, |page: usize| page.saturating_sub(1))
        };
        Self { ridings: page("ridings"), days: page("days") }
    }
}

/// The place in which the page is shown.
pub(crate) struct Shown<'a> {
    pub(crate) frame: Frame<'a>,
    /// The page's own address.
    pub(crate) home: String,
    /// The way back to the office, if the office looks at the page.
    pub(crate) office: Option<String>,
}

/// Answers with a partner's page.
pub(crate) fn render(
    context: &Context,
    shown: Shown<'_>,
    partner: &Partner,
    numbers: &Numbers,
    pages: Pages,
) -> Response {
    let Shown { frame, home, office } = shown;
    let (t, locale) = (frame.t, frame.locale);
    let slug = partner.slug.as_str();
    let paste = Paste {
        t,
        site: context.site.url(""),
        name: t.get("campaign-name"),
        locale,
        partner: Some(slug.to_owned()),
        theme: Theme::Auto,
        riding: None,
    };
    let ridings = ridings(t, numbers);
    let (ridings, ridings_paging) = Paging::of(t, "paging-shown", ridings, (pages.ridings, ROWS), |before| {
        format!("{home}?ridings={}#ridings", before + 1)
    });
    let days = days(t, numbers);
    let (days, days_paging) =
        Paging::of(t, "paging-shown", days, (pages.days, ROWS), |before| format!("{home}?days={}#days", before + 1));
    let link = paste.link();
    let name = partner.name(locale).to_owned();
    let page = PartnerPage {
        total: numbers.total.map(|total| t.number(total)),
        brought: brought(t, numbers),
        as_of: numbers
            .as_of
            .map_or_else(|| t.get("partner-as-of-none"), |at| t.with("partner-as-of", [("time", t.moment(at).into())])),
        next: numbers.as_of.map(|at| {
            let next = Hour::of(at).plus(1).start();
            t.with("partner-next", [("next", t.time(next).into())])
        }),
        ridings,
        ridings_paging,
        others: others(numbers).map(|others| t.number(others)),
        no_ridings: numbers
            .by_place
            .is_none()
            .then(|| t.get(if numbers.total.is_some() { "partner-ridings-next" } else { "partner-ridings-lede" })),
        days,
        days_paging,
        ways: numbers.ways.map(|(ways, at)| {
            let all = ways.link + ways.code + ways.paper;
            let share = |part: i64| t.percent(ridings::share(part, u32::try_from(all).unwrap_or(u32::MAX)));
            let sentence =
                |key: &str, count: i64| t.with(key, [("count", count.into()), ("share", share(count).into())]);
            let parts =
                [("partner-by-link", ways.link), ("partner-by-code", ways.code), ("partner-by-paper", ways.paper)];
            (parts.map(|(key, count)| sentence(key, count)).into(), t.moment(at))
        }),
        poster: format!("/{locale}/poster?partner={slug}"),
        all_code: format!("/{locale}/partners?partner={slug}"),
        letter: t.with("partner-letter", [("name", name.as_str().into()), ("link", link.as_str().into())]),
        snippets: paste.snippets().into_iter().filter(|snippet| snippet.id != "link").collect(),
        downloads: office.is_none().then_some(home),
        name,
        link,
        frame,
        office,
    };
    answer(&page.frame, &page)
}

fn brought(t: &Texts, numbers: &Numbers) -> String {
    match (numbers.total, numbers.as_of) {
        (Some(total), _) => t.with("partner-brought", [("count", total.into())]),
        (None, Some(_)) => t.get("partner-brought-few"),
        (None, None) => t.get("partner-brought-none"),
    }
}

fn ridings(t: &Texts, numbers: &Numbers) -> Vec<(String, String)> {
    shown(numbers).iter().map(|(place, count)| (place_name(t, *place), t.number(*count))).collect()
}

fn shown(numbers: &Numbers) -> &[(Place, i64)] {
    numbers.by_place.as_ref().map_or(&[], |by_place| &by_place.shown)
}

fn others(numbers: &Numbers) -> Option<i64> {
    numbers.by_place.as_ref().map(|by_place| by_place.others).filter(|others| *others > 0)
}

fn days(t: &Texts, numbers: &Numbers) -> Vec<[String; 3]> {
    let growth = |growth: i64| if growth > 0 { format!("+{}", t.number(growth)) } else { t.number(growth) };
    let today = numbers.as_of.map(day_of);
    let day = |day: Day| {
        let date = t.date(day.date());
        if Some(day) == today { t.with("partner-day-today", [("day", date.into())]) } else { date }
    };
    let number = |of: &OfDay| of.number.map_or_else(|| t.get("partner-few"), |number| t.number(number));
    let row = |of: &OfDay| [day(of.day), number(of), of.growth.map_or_else(|| "–".to_owned(), growth)];
    numbers.days.iter().map(row).collect()
}

/// `GET /partner/{lang}?ridings=&days=`
pub(crate) async fn show(visit: PartnerVisit, uri: Uri) -> Answer {
    let numbers = Numbers::read(&visit.context, &visit.partner.slug, visit.now).await?;
    let locale = visit.locale;
    let title = visit.context.texts(locale).get("partner-page-title");
    let frame = Frame::new(&visit.context.site, locale, title, "").of_partner();
    let shown = Shown { frame, home: format!("/partner/{locale}"), office: None };
    let page = render(&visit.context, shown, &visit.partner, &numbers, Pages::of(&uri));
    Ok(visit.renew(page))
}

/// `GET /partner/{lang}/ridings.csv`
pub(crate) async fn ridings_file(visit: PartnerVisit) -> Answer {
    let numbers = Numbers::read(&visit.context, &visit.partner.slug, visit.now).await?;
    let t = visit.context.texts(visit.locale);
    let row = |(place, count): &(Place, i64)| [place.to_string(), defused(&place_name(t, *place)), count.to_string()];
    let mut rows: Vec<_> = shown(&numbers).iter().map(row).collect();
    if let Some(others) = others(&numbers) {
        rows.push([String::new(), t.get("partner-ridings-few"), others.to_string()]);
    }
    let headers = ["file-code", "file-riding", "office-signatures-same"];
    let name = match visit.locale {
        Locale::En => "signatures-by-riding",
        Locale::Fr => "signatures-par-circonscription",
    };
    Ok(file(&visit, name, headers, rows, &numbers))
}

/// `GET /partner/{lang}/days.csv`
pub(crate) async fn days_file(visit: PartnerVisit) -> Answer {
    let numbers = Numbers::read(&visit.context, &visit.partner.slug, visit.now).await?;
    let few = visit.context.texts(visit.locale).get("partner-few");
    let row = |of: &OfDay| {
        let number = of.number.map_or_else(|| few.clone(), |number| number.to_string());
        [of.day.to_string(), number, of.growth.map(|growth| growth.to_string()).unwrap_or_default()]
    };
    let rows = numbers.days.iter().map(row).collect();
    let name = match visit.locale {
        Locale::En => "signatures-by-day",
        Locale::Fr => "signatures-par-jour",
    };
    Ok(file(&visit, name, ["partner-day", "partner-day-number", "partner-day-growth"], rows, &numbers))
}

fn file(visit: &PartnerVisit, name: &str, headers: [&str; 3], rows: Vec<[String; 3]>, numbers: &Numbers) -> Response {
    let t = visit.context.texts(visit.locale);
    let mut csv = csv_writer(visit.locale);
    csv.write_record(headers.map(|key| t.get(key))).expect("a record in memory");
    for row in rows {
        csv.write_record(row).expect("a record in memory");
    }
    let name = format!("{name}-{}.csv", hour_for_name(visit.locale, numbers.as_of.unwrap_or(visit.now)));
    visit.renew(attachment(&name, CSV, csv.into_inner().expect("memory takes it all")).into_response())
}
