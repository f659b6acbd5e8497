//! Stylesheet, script, typeface, icon, and the note to robots.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue};
use web::{AddressError, IMMUTABLE, loadable, tagged};

use crate::context::Context;

/// The caching of files without a hash in their name: a day.
const ONE_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");
/// The note to robots. Pages behind a token exclude themselves from lists; the API is not for reading.
const ROBOTS: &str = "User-agent: *\nDisallow: /v1/\n";

/// Answers `GET /assets/{file}`. Any site may load it: a frame in a sandbox has no origin of its own, and its browser asks
/// for our scripts as if for another site.
pub(crate) async fn asset(
    State(context): State<Arc<Context>>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    match context.site.asset(&file) {
        Some(asset) => loadable(tagged(&headers, asset.content_type, IMMUTABLE, asset.bytes.to_vec())),
        None => AddressError::NotFound.into_response(),
    }
}

/// Answers `GET /favicon.ico`, for programs that do not read the page's own link to it.
pub(crate) async fn icon(headers: HeaderMap) -> Response {
    let icon = pages::assets::icon().rsplit('/').next().and_then(pages::assets::find);
    let icon = icon.expect("a path that pages gives is one that it finds");
    tagged(&headers, icon.content_type, ONE_DAY, icon.bytes.to_vec())
}

/// Answers `GET /robots.txt`.
pub(crate) async fn robots(headers: HeaderMap) -> Response {
    tagged(&headers, "text/plain; charset=utf-8", ONE_DAY, ROBOTS.into())
}
