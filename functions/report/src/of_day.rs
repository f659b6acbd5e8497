//! `GET /{lang}/ridings/{code}/{day}/one-pager.pdf` and `book.pdf`: the documents of a day, for everybody.
//!
//! Their numbers are public and do not change any more, so caches keep the files. An address has a riding (or a province, or
//! `CA`) and a day that has a number; there is no other, and a query makes no difference.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::locale::Locale;
use domain::tally::day::Day;
use http::header::CONTENT_DISPOSITION;
use http::{HeaderMap, HeaderValue};
use pages::{COUNTRY, cited_day, hours_of};
use store::HourSnapshot;
use web::{AddressError, Lang, OF_AN_HOUR, Problem, tagged};

use crate::asked::{Asked, Paper, Subject};
use crate::desk::{Desk, unavailable};
use crate::document::{LINE_POINTS, disposition, file_name, print};
use crate::figures::Numbers;
use crate::prints::Busy;

/// A document that everybody may ask for.
#[derive(Clone, Copy, Debug)]
struct Edition {
    asked: Asked,
    day: Day,
}

/// The reason why a document is not given.
enum Refusal {
    NotFound,
    Busy,
    Failed(Problem),
}

impl From<Busy> for Refusal {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

/// Answers `GET /{lang}/ridings/{code}/{day}/one-pager.pdf`.
pub(crate) async fn one_pager(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    Path((_, code, day)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let subject = code.parse().ok().and_then(ridings::get).map(Subject::Riding);
    answer(&desk, locale, subject, &day, &headers).await
}

/// Answers `GET /{lang}/ridings/{code}/{day}/book.pdf`, of a province or of the country.
pub(crate) async fn book(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    Path((_, code, day)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let province = || code.parse().ok().map(Subject::Province);
    let subject = if code == COUNTRY { Some(Subject::Country) } else { province() };
    answer(&desk, locale, subject, &day, &headers).await
}

async fn answer(
    desk: &Arc<Desk>,
    locale: Locale,
    subject: Option<Subject>,
    day: &str,
    headers: &HeaderMap,
) -> Response {
    let Some((subject, day)) = subject.zip(cited_day(&desk.site, day, desk.clock.now())) else {
        return AddressError::NotFound.into_response();
    };
    let edition = Edition { asked: Asked { subject, locale, paper: Paper::default() }, day };
    // Equal documents are equal in this text.
    let address = format!("{:?}", (subject, locale, day, desk.site.versions()));
    match desk.prints.get(&address, printed(Arc::clone(desk), edition)).await {
        Ok(pdf) => {
            let mut response = tagged(headers, "application/pdf", OF_AN_HOUR, pdf.to_vec());
            let name = disposition("inline", &file_name(desk, edition.asked, day));
            response.headers_mut().insert(CONTENT_DISPOSITION, name);
            // Search engines list the riding's page, and not a document for each day.
            response.headers_mut().insert("x-robots-tag", HeaderValue::from_static("noindex"));
            response
        }
        Err(Refusal::NotFound) => AddressError::NotFound.into_response(),
        Err(Refusal::Busy) => unavailable(desk, locale).into_response(),
        Err(Refusal::Failed(problem)) => problem.into_response(),
    }
}

/// Prints the document with the first numbers that were kept in the day, and the line until then.
async fn printed(desk: Arc<Desk>, edition: Edition) -> Result<Vec<u8>, Refusal> {
    let (now, locale) = (desk.clock.now(), edition.asked.locale);
    let unavailable = |_| Refusal::Failed(unavailable(&desk, locale));
    let kept = desk.history.first_of(&[hours_of(edition.day)], now).await.map_err(unavailable)?;
    let kept: Arc<HourSnapshot> = kept.into_iter().next().flatten().ok_or(Refusal::NotFound)?;
    let hours = desk.history.line_to(LINE_POINTS, kept.hour, now).await.map_err(unavailable)?;
    let at_work = Arc::clone(&desk);
    let work = move || {
        let (tally, read_at, day) = (&kept.tally, kept.taken_at, Some(edition.day));
        let Asked { subject, locale, paper } = edition.asked;
        Numbers { site: &at_work.site, tally, read_at, hours: &hours, day }.pdf(subject, locale, paper)
    };
    print(&desk, locale, work).await.map_err(Refusal::Failed)
}
