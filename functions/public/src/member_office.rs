//! `GET /{lang}/office/{code}`: a riding's number for its Member's own office, at a link that nobody can guess.
//!
//! Its checkpoint is the last recount: all signers counted one by one, compared with the counters, at a time that the page names.
//!
//! The page names nobody. It stands on no list and in no search engine, and nobody keeps a copy on the way. A code that was
//! replaced, and one that never was, are answered alike.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use domain::locale::Locale;
use domain::tally::hour::Hour;
use domain::tally::riding::Place;
use http::header::CACHE_CONTROL;
use http::{HeaderValue, StatusCode};
use pages::{Frame, MessagePage, Trend, holder_text, rendered, riding_facts, riding_path};
use ridings::{Riding, Standings, province_name};
use web::{Lang, NO_STORE};

use crate::context::Context;
use crate::integrity::recount_text;
use crate::riding_list::no_counts;

/// The hours that the page looks back on.
const WEEK_HOURS: i64 = 7 * 24;

#[derive(Template)]
#[template(path = "member_office.html")]
struct MemberOfficePage<'a> {
    frame: Frame<'a>,
    province: &'static str,
    count: String,
    label: String,
    updated: String,
    /// The sentence about the growth in a week; `None` where nothing was kept to compare with.
    week: Option<String>,
    facts: Vec<(String, String)>,
    trend: Option<Trend>,
    recount: String,
    contact: String,
    postal_address: String,
    /// The public page of the riding.
    public: String,
}

/// Answers `GET /{lang}/office/{code}`.
pub(crate) async fn show(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Path((_, code)): Path<(String, String)>,
) -> Response {
    let found = code.parse().ok().and_then(|code| context.site.offices().riding_of(code)).and_then(ridings::get);
    let answer = match found {
        Some(riding) => page(&context, locale, riding, &code).await,
        None => replaced(&context, locale),
    };
    private(answer)
}

/// Keeps an answer out of search engines and caches.
fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, NO_STORE);
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow, noarchive"));
    response
}

/// Answers a code that leads nowhere, whether it ever did or not.
fn replaced(context: &Context, locale: Locale) -> Response {
    let t = context.site.texts(locale);
    let contact = context.site.campaign().organization.contact_email.as_str();
    let page = MessagePage::new(&context.site, locale, t.get("members-page-replaced"))
        .says(t.with("members-page-replaced-says", [("contact", contact.into())]))
        .leads_to(t.get("back-to-campaign"), format!("/{locale}"));
    (StatusCode::NOT_FOUND, page).into_response()
}

async fn page(context: &Context, locale: Locale, riding: &'static Riding, code: &str) -> Response {
    let now = context.clock.now();
    let path = format!("/office/{code}");
    let (Some(snapshot), Ok(report)) = (context.snapshot(now).await, context.reports.last(now).await) else {
        return no_counts(context, locale, &path);
    };
    let t = context.site.texts(locale);
    let place = Place::Riding(riding.code);
    let standings = Standings::of(&snapshot.tally);
    let standing = standings.get(riding.code).expect("every riding stands somewhere");
    let before = context.history.near(Hour::of(now).plus(-WEEK_HOURS), now).await.ok().flatten();
    let before = before.map(|kept| kept.tally.at(place));
    let mut facts = riding_facts(t, &standings, standing);
    let holder = context.site.roster().holder(riding.code);
    facts.extend(holder_text(t, holder).map(|holder| (t.get("riding-member"), holder)));
    let organization = &context.site.campaign().organization;
    let page = MemberOfficePage {
        frame: Frame::new(&context.site, locale, riding.shown(locale).to_owned(), &path).noindex(),
        province: province_name(riding.province, locale),
        count: t.number(standing.count),
        label: t.with("riding-count-label", [("count", standing.count.into())]),
        updated: t.with(
            "members-page-as-of",
            [("day", t.day(snapshot.read_at).into()), ("time", t.time(snapshot.read_at).into())],
        ),
        week: before.map(|before| t.with("members-page-week", [("before", before.into())])),
        facts,
        trend: context.trend(context.site.texts(locale), Hour::of(now), now, |tally| tally.at(place)).await,
        recount: recount_text(t, report.as_ref()),
        contact: organization.contact_email.clone(),
        postal_address: organization.postal_address(locale).to_owned(),
        public: riding_path(locale, riding.code),
    };
    Html(rendered(&page)).into_response()
}
