//! `GET /{lang}/share.png` and `GET /{lang}/ridings/{code}/share.png`: the picture beside a shared link, with the
//! present count.
//!
//! Networks that show such pictures take PNG alone.
//!
//! Share pictures are this function's, because it has a whole processor and 29 seconds.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::locale::Locale;
use http::HeaderMap;
use ridings::Riding;
use web::{AddressError, Lang, PUBLIC_CACHE, tagged};

use crate::context::{Context, snapshot, unavailable};
use crate::figures::Numbers;

/// Answers `GET /{lang}/share.png`.
pub(crate) async fn of_campaign(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    headers: HeaderMap,
) -> Response {
    show(&context, locale, None, &headers).await
}

/// Answers `GET /{lang}/ridings/{code}/share.png`.
pub(crate) async fn of_riding(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match ridings::find(&code) {
        Some(riding) => show(&context, locale, Some(riding), &headers).await,
        None => AddressError::NotFound.into_response(),
    }
}

async fn show(context: &Context, locale: Locale, riding: Option<&'static Riding>, headers: &HeaderMap) -> Response {
    let snapshot = match snapshot(context, locale).await {
        Ok(snapshot) => snapshot,
        Err(problem) => return problem.into_response(),
    };
    let numbers =
        Numbers { site: &context.site, tally: &snapshot.tally, read_at: snapshot.read_at, hours: &[], day: None };
    match context.pictures.png(numbers.picture(riding, locale)).await {
        Ok(png) => tagged(headers, "image/png", PUBLIC_CACHE, png.to_vec()),
        Err(error) => {
            tracing::error!(%error, "a picture could not be drawn");
            unavailable(context, locale).into_response()
        }
    }
}
