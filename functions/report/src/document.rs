//! `GET /v1/report.pdf`: the one-pager for a riding, or the lobby book for a province or the country.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::locale::Locale;
use domain::tally::day::Day;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Uri};
use pages::{RequestFailure, day_of};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use ridings::province_name;
use store::Snapshot;
use utoipa::OpenApi;
use web::{AddressError, Problem, ProblemDetails, language_of, preferred_language, tagged};

use crate::asked::{Asked, Query, Subject};
use crate::context::{Context, House, snapshot, unavailable};
use crate::failure::REPORT_FAILED;
use crate::figures::Numbers;
use crate::press::PressError;
use crate::prints::Refusal;

/// The largest document, in bytes. Lambda's answer has 6 MB (Lambda quotas, "invocation payload"), base64 makes four
/// bytes of three, and the headers need room.
pub const DOCUMENT_MAX_BYTES: usize = 4_400_000;
/// The points of a line: one every third of a millimetre would not show more.
pub(crate) const LINE_POINTS: u16 = 60;
/// An organizer's document, kept by nobody on its way.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-store");
/// The characters that a `filename*` cannot hold as they are (RFC 8187, section 3.2.1).
const BEYOND_ATTRIBUTE_CHARACTERS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// A report on paper
///
/// A riding's one-pager, or the lobby book of a province, or of the country when neither is named. For organizers: they ask
/// for `/v1/organizer/report.pdf` with the same query, signed in or with their token, and are led here with a ticket.
#[utoipa::path(
    get, path = "/v1/report.pdf", tag = "organizers", params(Query),
    responses(
        (status = 200, description = "The document, tagged for screen readers (PDF/UA-1)", content_type = "application/pdf", body = Vec<u8>),
        (status = 303, description = "The ticket has expired; the office gives another one"),
        (status = 400, description = "The query cannot be read", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 401, description = "There is no ticket", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "What is asked for does not exist; each wrong field is named", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 500, description = "The document could not be made", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "There are no counts for the moment", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(house): State<House>,
    query: Result<web::Query<Query>, AddressError>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    // A one-pager has the office's link as it is at this moment.
    if let Err(error) = house.campaign().catch_up().await {
        tracing::warn!(%error, "the campaign's desk could not be read");
    }
    let context = Arc::new(house.context());
    let texts = context.site.texts(preferred_language(&headers));
    if let Err(answer) = context.guard.admit(uri.query().unwrap_or_default(), context.clock.now(), texts) {
        return *answer;
    }
    let query =
        query.map_err(|error| RequestFailure::from(error).row().problem(context.texts(language_of(&uri, &headers))));
    made(&context, query, &headers).await.unwrap_or_else(IntoResponse::into_response)
}

async fn made(
    context: &Arc<Context>,
    query: Result<web::Query<Query>, Problem>,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let now = context.clock.now();
    let web::Query(query) = query?;
    let asked = query.parse(&context.site, headers)?;
    let snapshot = snapshot(context, asked.locale).await?;
    // Without its history the rest is still worth printing.
    let hours = context.history.line(LINE_POINTS, now).await.unwrap_or_default();
    let name = file_name(context, asked, day_of(snapshot.read_at));
    let at_work = Arc::clone(context);
    let work = move || {
        let Snapshot { tally, read_at, .. } = &*snapshot;
        let numbers = Numbers { site: &at_work.site, tally, read_at: *read_at, hours: &hours, day: None };
        numbers.pdf(asked.subject, asked.locale, asked.paper)
    };
    let pdf = print(context, asked.locale, work).await?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (CACHE_CONTROL, PRIVATE),
        (CONTENT_DISPOSITION, disposition("attachment", &name)),
    ];
    Ok((headers, pdf).into_response())
}

/// A document that everybody may ask for.
pub(crate) struct PublicDocument {
    /// The text in which equal documents are equal.
    pub(crate) address: String,
    pub(crate) file_name: String,
    /// The time for which caches keep it.
    pub(crate) cache: HeaderValue,
}

/// Answers with a document that everybody may ask for, printed now or before.
pub(crate) async fn answer_public(
    context: &Context,
    locale: Locale,
    headers: &HeaderMap,
    document: PublicDocument,
    printed: impl Future<Output = Result<Vec<u8>, Refusal>> + Send + 'static,
) -> Response {
    match context.prints.get(&document.address, printed).await {
        Ok(pdf) => {
            let mut response = tagged(headers, "application/pdf", document.cache, pdf.to_vec());
            response.headers_mut().insert(CONTENT_DISPOSITION, disposition("inline", &document.file_name));
            // Search engines list the page that leads to it, and not each document.
            response.headers_mut().insert("x-robots-tag", HeaderValue::from_static("noindex"));
            response
        }
        Err(Refusal::NotFound) => AddressError::NotFound.into_response(),
        Err(Refusal::Busy) => unavailable(context, locale).into_response(),
        Err(Refusal::Failed(problem)) => problem.into_response(),
    }
}

/// Prints a document beside the other requests, and refuses one that no answer can hold.
pub(crate) async fn print(
    context: &Context,
    locale: Locale,
    work: impl FnOnce() -> Result<Vec<u8>, PressError> + Send + 'static,
) -> Result<Vec<u8>, Problem> {
    let pdf = tokio::task::spawn_blocking(work).await.expect("printing does not panic");
    let pdf = pdf.map_err(|error| failed(context, locale, &error.to_string()))?;
    if pdf.len() > DOCUMENT_MAX_BYTES {
        return Err(failed(context, locale, &format!("{} bytes are too many", pdf.len())));
    }
    Ok(pdf)
}

#[derive(OpenApi)]
#[openapi(paths(show), tags((name = "organizers", description = "For those who run the campaign")))]
struct Interface;

/// Describes this function's part of the interface.
#[must_use]
pub fn interface() -> utoipa::openapi::OpenApi {
    Interface::openapi()
}

fn failed(context: &Context, locale: Locale, cause: &str) -> Problem {
    tracing::error!(cause, "a report could not be made");
    REPORT_FAILED.problem(context.texts(locale))
}

/// Names the file by campaign, kind, place and day: `time-to-lead one-pager 35079 Ottawa Centre 2026-11-23.pdf`.
pub(crate) fn file_name(context: &Context, asked: Asked, day: Day) -> String {
    let texts = context.site.texts(asked.locale);
    let campaign = context.site.campaign().slug.as_str();
    match asked.subject {
        Subject::Riding(riding) => {
            let (kind, name) = (texts.get("report-file"), riding.name(asked.locale));
            format!("{campaign} {kind} {} {name} {day}.pdf", riding.code)
        }
        Subject::Province(province) => {
            let (kind, name) = (texts.get("report-file-book"), province_name(province, asked.locale));
            format!("{campaign} {kind} {name} {day}.pdf")
        }
        Subject::Country => format!("{campaign} {} {day}.pdf", texts.get("report-file-book")),
    }
}

/// Writes the name twice (RFC 6266, section 4.3): in ASCII for programs that know no other, and as it is.
fn disposition(kind: &str, name: &str) -> HeaderValue {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-._".contains(c) { c } else { unaccented(c) }).collect();
    let whole = utf8_percent_encode(name, BEYOND_ATTRIBUTE_CHARACTERS);
    HeaderValue::from_str(&format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{whole}"))
        .expect("letters, digits and percent signs are header characters")
}

/// Returns the letter without its accent, as far as names of Canada have them; a hyphen for anything else.
const fn unaccented(c: char) -> char {
    match c {
        'à' | 'â' => 'a',
        'À' | 'Â' => 'A',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'È' | 'É' | 'Ê' => 'E',
        'î' | 'ï' => 'i',
        'Î' => 'I',
        'ô' => 'o',
        'ù' | 'û' => 'u',
        _ => '-',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_told_in_ascii_and_as_it_is() {
        let told = disposition("attachment", "fiche 24001 Montréal—Île 2026-11-23.pdf");
        assert_eq!(
            told,
            "attachment; filename=\"fiche-24001-Montreal-Ile-2026-11-23.pdf\"; \
             filename*=UTF-8''fiche%2024001%20Montr%C3%A9al%E2%80%94%C3%8Ele%202026-11-23.pdf"
        );
    }
}
