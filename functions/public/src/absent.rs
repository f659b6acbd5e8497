//! What is not there, in the site's own look, and what other sites may read.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::locale::Locale;
use http::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW,
};
use http::header::{ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode, Uri};
use pages::MessagePage;
use web::{NO_STORE, Problem, preferred_language};

use crate::Desk;
use crate::counts::by_language;

/// Whatever no route takes.
pub(crate) async fn not_found(State(desk): State<Arc<Desk>>, uri: Uri, headers: HeaderMap) -> Response {
    no_such_page(&desk, &uri, &headers)
}

/// A route that exists, asked in a way it does not take.
pub(crate) async fn method_not_allowed(State(desk): State<Arc<Desk>>, uri: Uri, headers: HeaderMap) -> Response {
    told(&desk, &uri, &headers, StatusCode::METHOD_NOT_ALLOWED)
}

/// An address of the interface that takes a POST, asked in another way.
pub(crate) async fn only_post(State(desk): State<Arc<Desk>>, uri: Uri, headers: HeaderMap) -> Response {
    let mut response = told(&desk, &uri, &headers, StatusCode::METHOD_NOT_ALLOWED);
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
    response
}

/// There is no such page.
pub(crate) fn no_such_page(desk: &Desk, uri: &Uri, headers: &HeaderMap) -> Response {
    told(desk, uri, headers, StatusCode::NOT_FOUND)
}

/// A query or a path that cannot be read was refused in plain English on its way in: says it as everything else is said.
pub(crate) async fn told_in_our_words(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let response = next.run(request).await;
    let is_problem = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json");
    if response.status() == StatusCode::BAD_REQUEST && !is_problem {
        return told(&desk, &uri, &headers, StatusCode::BAD_REQUEST);
    }
    response
}

fn told(desk: &Desk, uri: &Uri, headers: &HeaderMap, status: StatusCode) -> Response {
    let first = uri.path().split('/').nth(1).unwrap_or_default();
    let locale: Locale = first.parse().unwrap_or_else(|_| preferred_language(headers));
    let texts = desk.site.texts(locale);
    let (code, sentence) = match status {
        StatusCode::METHOD_NOT_ALLOWED => ("method_not_allowed", texts.get("error-method-not-allowed")),
        StatusCode::BAD_REQUEST => ("address_unreadable", texts.get("error-address-unreadable")),
        _ => ("not_found", texts.get("error-not-found")),
    };
    if matches!(first, "v1" | "oembed") || wants_json(headers) {
        return by_language(Problem::new(status, code, sentence).into_response());
    }
    let mut page = MessagePage::new(&desk.site, locale, sentence);
    if status == StatusCode::NOT_FOUND {
        page = page.says(texts.get("not-found-body"));
    }
    let page = page.leads_to(texts.get("back-to-campaign"), format!("/{locale}"));
    by_language((status, [(CACHE_CONTROL, NO_STORE)], page).into_response())
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

/// `OPTIONS` on a public number: a browser asks before it sends headers of its own.
pub(crate) async fn preflight() -> Response {
    let headers = [
        (ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD")),
        (ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("accept, accept-language, if-none-match")),
        (ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400")),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}
