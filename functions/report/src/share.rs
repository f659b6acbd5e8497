//! `GET /{lang}/share.png` and `GET /{lang}/ridings/{code}/share.png`: the picture beside a shared link, with the
//! present count.
//!
//! Networks that show such pictures take PNG alone. Drawing one takes a processor for a moment, so the last ones are
//! kept, and equal requests get the same picture.
//!
//! Share pictures are this function's, because it has a whole processor and 29 seconds.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::locale::Locale;
use http::HeaderMap;
use ridings::Riding;
use web::{AddressError, Lang, PUBLIC_CACHE, tagged};

use crate::figures::{Numbers, Picture};
use crate::press::{self, PressError};
use crate::{Desk, snapshot, unavailable};

/// The number of pictures that are kept: about a megabyte.
const KEPT_MAX: usize = 32;

/// The pictures drawn last, each with its content.
#[derive(Debug, Default)]
pub(crate) struct Pictures(Mutex<VecDeque<(String, Arc<Vec<u8>>)>>);

impl Pictures {
    /// Returns the picture, drawn now or before.
    async fn png(&self, picture: Picture) -> Result<Arc<Vec<u8>>, PressError> {
        let said = serde_json::to_string(&picture).expect("texts and numbers");
        if let Some((_, png)) = self.kept().iter().find(|(known, _)| *known == said) {
            return Ok(Arc::clone(png));
        }
        let draw = move || press::picture(&picture);
        let png = tokio::task::spawn_blocking(draw).await.expect("drawing does not panic")?;
        let png = Arc::new(png);
        let mut kept = self.kept();
        kept.truncate(KEPT_MAX - 1);
        kept.push_front((said, Arc::clone(&png)));
        Ok(png)
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<(String, Arc<Vec<u8>>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers `GET /{lang}/share.png`.
pub(crate) async fn of_campaign(State(desk): State<Arc<Desk>>, Lang(locale): Lang, headers: HeaderMap) -> Response {
    show(&desk, locale, None, &headers).await
}

/// Answers `GET /{lang}/ridings/{code}/share.png`.
pub(crate) async fn of_riding(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match code.parse().ok().and_then(ridings::get) {
        Some(riding) => show(&desk, locale, Some(riding), &headers).await,
        None => AddressError::NotFound.into_response(),
    }
}

async fn show(desk: &Desk, locale: Locale, riding: Option<&'static Riding>, headers: &HeaderMap) -> Response {
    let snapshot = match snapshot(desk, locale).await {
        Ok(snapshot) => snapshot,
        Err(problem) => return problem.into_response(),
    };
    let numbers =
        Numbers { site: &desk.site, tally: &snapshot.tally, read_at: snapshot.read_at, hours: &[], day: None };
    match desk.pictures.png(numbers.picture(riding, locale)).await {
        Ok(png) => tagged(headers, "image/png", PUBLIC_CACHE, png.to_vec()),
        Err(error) => {
            tracing::error!(%error, "a picture could not be drawn");
            unavailable(desk, locale).into_response()
        }
    }
}
