//! `GET /{lang}/ridings/{code}/{day}/one-pager.pdf` and `book.pdf`: the documents of a day, for everybody.
//!
//! Their numbers are public and do not change any more, so caches keep the files. An address has a riding (or a province, or
//! `CA`) and a day that has a number; there is no other, and a query makes no difference.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::locale::Locale;
use domain::tally::day::Day;
use http::HeaderMap;
use pages::{COUNTRY, cited_day, hours_of};
use store::HourSnapshot;
use web::{AddressError, Lang, OF_AN_HOUR};

use crate::asked::{Asked, Paper, Subject};
use crate::context::{Context, unavailable};
use crate::document::{LINE_POINTS, PublicDocument, answer_public, file_name, print};
use crate::figures::Numbers;
use crate::prints::Refusal;

/// Answers `GET /{lang}/ridings/{code}/{day}/one-pager.pdf`.
pub(crate) async fn one_pager(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Path((_, code, day)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let subject = ridings::find(&code).map(Subject::Riding);
    answer(&context, locale, subject, &day, &headers).await
}

/// Answers `GET /{lang}/ridings/{code}/{day}/book.pdf`, of a province or of the country.
pub(crate) async fn book(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Path((_, code, day)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let province = || code.parse().ok().map(Subject::Province);
    let subject = if code == COUNTRY { Some(Subject::Country) } else { province() };
    answer(&context, locale, subject, &day, &headers).await
}

async fn answer(
    context: &Arc<Context>,
    locale: Locale,
    subject: Option<Subject>,
    day: &str,
    headers: &HeaderMap,
) -> Response {
    let Some((subject, day)) = subject.zip(cited_day(&context.site, day, context.clock.now())) else {
        return AddressError::NotFound.into_response();
    };
    let asked = Asked { subject, locale, paper: Paper::default() };
    let document = PublicDocument {
        address: format!("{:?}", (subject, locale, day, context.site.versions())),
        file_name: file_name(context, asked, day),
        cache: OF_AN_HOUR,
    };
    answer_public(context, locale, headers, document, printed(Arc::clone(context), asked, day)).await
}

/// Prints the document with the first numbers that were kept in the day, and the line until then.
async fn printed(context: Arc<Context>, asked: Asked, day: Day) -> Result<Vec<u8>, Refusal> {
    let (now, locale) = (context.clock.now(), asked.locale);
    let unavailable = |_| Refusal::Failed(unavailable(&context, locale));
    let kept = context.history.first_of(&[hours_of(day)], now).await.map_err(unavailable)?;
    let kept: Arc<HourSnapshot> = kept.into_iter().next().flatten().ok_or(Refusal::NotFound)?;
    let hours = context.history.line_to(LINE_POINTS, kept.hour, now).await.map_err(unavailable)?;
    let at_work = Arc::clone(&context);
    let work = move || {
        let (tally, read_at) = (&kept.tally, kept.taken_at);
        let numbers = Numbers { site: &at_work.site, tally, read_at, hours: &hours, day: Some(day) };
        numbers.pdf(asked.subject, asked.locale, asked.paper)
    };
    print(&context, locale, work).await.map_err(Refusal::Failed)
}
