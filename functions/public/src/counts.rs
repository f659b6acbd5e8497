//! The last counts, their age, and the answer when there are none.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use domain::locale::Locale;
use http::HeaderValue;
use http::header::VARY;
use jiff::Timestamp;
use pages::RequestFailure;
use store::{HourSnapshot, Snapshot};

use crate::context::{Context, Tools};

impl Tools {
    /// Returns the counts now, or the last ones known. `None` only when there never were any; the cache logged why.
    pub(crate) async fn snapshot(&self, now: Timestamp) -> Option<Arc<Snapshot>> {
        self.tally.recent(now).await.ok()
    }

    /// Returns the last hour's counts, which partners' numbers are shown of, or the last ones known. `None` if there are none.
    pub(crate) async fn last_hour(&self, now: Timestamp) -> Option<Arc<HourSnapshot>> {
        self.history.latest(now).await.ok().flatten()
    }
}

/// Answers when there never was a number to give.
pub(crate) fn unavailable(context: &Context, locale: Locale) -> Response {
    by_language(RequestFailure::Unavailable.row().problem(context.texts(locale)).into_response())
}

/// Marks an answer whose words are in the language that was asked for.
pub(crate) fn by_language(mut response: Response) -> Response {
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept-language"));
    response
}

#[cfg(test)]
pub(crate) mod tests {
    use domain::tally::Tally;
    use domain::tally::riding::Place;

    /// Makes a tally with counts for the first ridings in the order of the codes.
    pub(crate) fn tally_of(counts: &[i64]) -> Tally {
        let mut tally = Tally::default();
        for (riding, count) in ridings::all().iter().zip(counts) {
            tally.add(Place::Riding(riding.code), *count);
        }
        tally
    }
}
