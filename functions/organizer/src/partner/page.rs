//! A partner's own page: its numbers, and its links, code, poster and letter ready to use.

use askama::Template;
use axum::response::{IntoResponse, Response};
use campaigns::Texts;
use domain::campaign::partner::Partner;
use domain::locale::Locale;
use domain::tally::day::Day;
use http::Uri;
use pages::{Frame, Paging, Paste, Snippet, Theme, day_of};

use crate::desk::Desk;
use crate::downloads::attachment::{CSV, attachment, csv_writer, defused, hour_for_name};
use crate::partner::door::PartnerVisit;
use crate::partner::numbers::Numbers;
use crate::visit::{Answer, answer, place_name};

/// The rows of a page of each table.
const ROWS: usize = 20;

#[derive(Template)]
#[template(path = "partner/page.html")]
struct PartnerPage<'a> {
    frame: Frame<'a>,
    name: String,
    /// The number in the language's writing, with its moment.
    total: String,
    /// The words behind the number.
    brought: String,
    as_of: String,
    ridings: Vec<(String, String)>,
    ridings_paging: Paging,
    /// The signers of ridings with few, together; `None` if there are none.
    others: Option<String>,
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
pub(crate) fn render(desk: &Desk, shown: Shown<'_>, partner: &Partner, numbers: &Numbers, pages: Pages) -> Response {
    let Shown { frame, home, office } = shown;
    let (t, locale) = (frame.t, frame.locale);
    let slug = partner.slug.as_str();
    let paste = Paste {
        t,
        site: desk.site.url(""),
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
    let days = days(t, numbers, day_of(numbers.as_of));
    let (days, days_paging) =
        Paging::of(t, "paging-shown", days, (pages.days, ROWS), |before| format!("{home}?days={}#days", before + 1));
    let link = paste.link();
    let name = partner.name(locale).to_owned();
    let page = PartnerPage {
        total: t.number(numbers.total),
        brought: t.with("partner-brought", [("count", numbers.total.into())]),
        as_of: t.moment(numbers.as_of),
        ridings,
        ridings_paging,
        others: (numbers.by_place.others > 0).then(|| t.number(numbers.by_place.others)),
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

fn ridings(t: &Texts, numbers: &Numbers) -> Vec<(String, String)> {
    numbers.by_place.shown.iter().map(|(place, count)| (place_name(t, *place), t.number(*count))).collect()
}

fn days(t: &Texts, numbers: &Numbers, today: Day) -> Vec<[String; 3]> {
    let growth = |growth: i64| if growth > 0 { format!("+{}", t.number(growth)) } else { t.number(growth) };
    let day = |day: Day| {
        let date = t.date(day.date());
        if day == today { t.with("partner-day-today", [("day", date.into())]) } else { date }
    };
    numbers.days.iter().map(|of| [day(of.day), t.number(of.number), growth(of.growth)]).collect()
}

/// `GET /partner/{lang}?ridings=&days=`
pub(crate) async fn show(visit: PartnerVisit, uri: Uri) -> Answer {
    let numbers = Numbers::read(&visit.desk, &visit.partner.slug, visit.now).await?;
    let locale = visit.locale;
    let title = visit.desk.texts(locale).get("partner-page-title");
    let frame = Frame::new(&visit.desk.site, locale, title, "").of_partner();
    let shown = Shown { frame, home: format!("/partner/{locale}"), office: None };
    let page = render(&visit.desk, shown, &visit.partner, &numbers, Pages::of(&uri));
    Ok(visit.renew(page))
}

/// `GET /partner/{lang}/ridings.csv`
pub(crate) async fn ridings_file(visit: PartnerVisit) -> Answer {
    let numbers = Numbers::read(&visit.desk, &visit.partner.slug, visit.now).await?;
    let t = visit.desk.texts(visit.locale);
    let mut rows: Vec<_> = numbers
        .by_place
        .shown
        .iter()
        .map(|(place, count)| [place.to_string(), defused(&place_name(t, *place)), count.to_string()])
        .collect();
    if numbers.by_place.others > 0 {
        rows.push([String::new(), t.get("partner-ridings-few"), numbers.by_place.others.to_string()]);
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
    let numbers = Numbers::read(&visit.desk, &visit.partner.slug, visit.now).await?;
    let row = |of: &crate::partner::numbers::OfDay| [of.day.to_string(), of.number.to_string(), of.growth.to_string()];
    let rows = numbers.days.iter().map(row).collect();
    let name = match visit.locale {
        Locale::En => "signatures-by-day",
        Locale::Fr => "signatures-par-jour",
    };
    Ok(file(&visit, name, ["partner-day", "partner-day-number", "partner-day-growth"], rows, &numbers))
}

fn file(visit: &PartnerVisit, name: &str, headers: [&str; 3], rows: Vec<[String; 3]>, numbers: &Numbers) -> Response {
    let t = visit.desk.texts(visit.locale);
    let mut csv = csv_writer(visit.locale);
    csv.write_record(headers.map(|key| t.get(key))).expect("a record in memory");
    for row in rows {
        csv.write_record(row).expect("a record in memory");
    }
    let name = format!("{name}-{}.csv", hour_for_name(visit.locale, numbers.as_of));
    visit.renew(attachment(&name, CSV, csv.into_inner().expect("memory takes it all")).into_response())
}
