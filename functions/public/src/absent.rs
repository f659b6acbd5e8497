//! Answers for addresses that lead nowhere, in the site's own look, and permission for other sites to read answers.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{ACCEPT, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN};
use http::header::{ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE};
use http::{HeaderMap, HeaderValue, StatusCode, Uri};
use pages::{MessagePage, RequestFailure};
use web::{AddressError, framable, language_of};

use crate::counts::by_language;
use crate::{Desk, embed};

/// Returns the same address without a slash at its end, which people and other sites add.
fn without_last_slash(uri: &Uri) -> Option<String> {
    let path = uri.path().strip_suffix('/').filter(|path| !path.is_empty() && !path.ends_with('/'))?;
    // Two slashes would begin an address of another site.
    let path = path.strip_prefix('/').filter(|path| !path.starts_with(['/', '\\']))?;
    Some(uri.query().map_or_else(|| format!("/{path}"), |query| format!("/{path}?{query}")))
}

/// Answers an address that leads nowhere with its fault.
pub(crate) async fn tell(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    web::tell(request, next, |error, uri, headers| told(&desk, error, uri, headers)).await
}

fn told(desk: &Desk, error: AddressError, uri: &Uri, headers: &HeaderMap) -> Response {
    if let Some(meant) = without_last_slash(uri).filter(|_| error == AddressError::NotFound) {
        let led = Redirect::permanent(&meant).into_response();
        return if embed::is_frame(uri.path()) { framable(led) } else { led };
    }
    if embed::is_frame(uri.path()) {
        return framable(embed::refusal(desk, error, uri));
    }
    let first = uri.path().split('/').nth(1).unwrap_or_default();
    // An embed is the same in every browser, and so is what it says when it is refused.
    let locale = if first == "embed" { language_of(uri, &HeaderMap::new()) } else { language_of(uri, headers) };
    let (texts, row) = (desk.texts(locale), RequestFailure::from(error).row());
    if matches!(first, "v1" | "oembed") || uri.path() == "/embed/counter.svg" || wants_json(headers) {
        return by_language(row.problem(texts).into_response());
    }
    let mut page = MessagePage::new(&desk.site, locale, row.sentence(texts));
    if error == AddressError::NotFound {
        page = page.says(texts.get("not-found-body"));
    }
    by_language(row.page(page.leads_to(texts.get("back-to-campaign"), format!("/{locale}"))))
}

/// Whether the caller names JSON and no HTML.
fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.contains("json") && !accept.contains("text/html")
}

/// Lets any site read an answer: public numbers, no cookies, nothing of the visitor's (Fetch standard, CORS).
pub(crate) async fn for_any_origin(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("age, etag, retry-after"));
    response
}

/// Answers `OPTIONS` on a public number: a browser asks before it sends headers of its own.
pub(crate) async fn preflight() -> Response {
    let headers = [
        (ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD")),
        (ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("accept, accept-language, if-none-match")),
        (ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400")),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}
