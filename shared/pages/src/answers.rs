//! Pages as answers.

use askama::Template;
use axum::response::{Html, IntoResponse as _, Response};
use http::header::CACHE_CONTROL;
use http::{HeaderMap, StatusCode};
use web::{NO_STORE, PUBLIC_CACHE, tagged};

/// The type of the content of a page.
pub const HTML: &str = "text/html; charset=utf-8";

/// Writes a page, or an image, as text.
#[must_use]
pub fn rendered(page: &impl Template) -> String {
    page.render().expect("templates render from memory")
}

/// Answers with a page for everybody, which caches may keep for some seconds.
#[must_use]
pub fn public(request: &HeaderMap, page: &impl Template) -> Response {
    tagged(request, HTML, PUBLIC_CACHE, rendered(page).into_bytes())
}

/// Answers with a page for one reader, which no cache may keep.
#[must_use]
pub fn private(status: StatusCode, page: &impl Template) -> Response {
    (status, [(CACHE_CONTROL, NO_STORE)], Html(rendered(page))).into_response()
}
