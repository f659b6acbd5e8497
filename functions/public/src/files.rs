//! Stylesheet, script, typeface, icon, and the note to robots.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use http::{HeaderMap, HeaderValue, Uri};
use web::{IMMUTABLE, tagged};

use crate::Desk;
use crate::absent::no_such_page;

/// Files without a hash in their name: kept for a day.
const ONE_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");
/// Pages behind a token say themselves that they are not to be listed; the API is not for reading.
const ROBOTS: &str = "User-agent: *\nDisallow: /v1/\n";

/// `GET /assets/{file}`
pub(crate) async fn asset(
    State(desk): State<Arc<Desk>>,
    Path(file): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    match pages::assets::find(&file) {
        Some(asset) => tagged(&headers, asset.content_type, IMMUTABLE, asset.bytes.to_vec()),
        None => no_such_page(&desk, &uri, &headers),
    }
}

/// `GET /favicon.ico`, for what does not read the page's own link to it.
pub(crate) async fn icon(headers: HeaderMap) -> Response {
    let icon = pages::assets::icon().rsplit('/').next().and_then(pages::assets::find);
    let icon = icon.expect("a path that pages gives is one that it finds");
    tagged(&headers, icon.content_type, ONE_DAY, icon.bytes.to_vec())
}

/// `GET /robots.txt`
pub(crate) async fn robots(headers: HeaderMap) -> Response {
    tagged(&headers, "text/plain; charset=utf-8", ONE_DAY, ROBOTS.into())
}
