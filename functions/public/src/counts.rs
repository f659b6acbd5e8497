//! The last counts, their age, and the answer when there are none.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use domain::locale::Locale;
use http::header::{AGE, VARY};
use http::{HeaderMap, HeaderValue};
use jiff::Timestamp;
use pages::RequestFailure;
use store::{HourSnapshot, Snapshot, TALLY_MAX_AGE};
use web::{PUBLIC_CACHE, tagged};

use crate::desk::{Desk, Tools};

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

/// Answers with content that is made of counts. If the counts are older than they should be, caches learn their age
/// (RFC 9111, section 5.1).
pub(crate) fn counted(
    request: &HeaderMap,
    content_type: &'static str,
    content: Vec<u8>,
    snapshot: &Snapshot,
    now: Timestamp,
) -> Response {
    let mut response = tagged(request, content_type, PUBLIC_CACHE, content);
    let age = now.duration_since(snapshot.read_at);
    if age > TALLY_MAX_AGE {
        response.headers_mut().insert(AGE, age.as_secs().into());
    }
    response
}

/// Answers when there never was a number to give.
pub(crate) fn unavailable(desk: &Desk, locale: Locale) -> Response {
    by_language(RequestFailure::Unavailable.row().problem(desk.texts(locale)).into_response())
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
    use http::StatusCode;
    use http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};

    use super::*;

    /// Makes a tally with counts for the first ridings in the order of the codes.
    pub(crate) fn tally_of(counts: &[i64]) -> Tally {
        let mut tally = Tally::default();
        for (riding, count) in ridings::all().iter().zip(counts) {
            tally.add(Place::Riding(riding.code), *count);
        }
        tally
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn read_at(second: i64) -> Snapshot {
        Snapshot { tally: Tally::default(), read_at: at(second), changed_at: at(0) }
    }

    fn ask(request: &HeaderMap, snapshot: &Snapshot, now: i64) -> Response {
        counted(request, "application/json", b"{}".to_vec(), snapshot, at(now))
    }

    #[test]
    fn stale_counts_say_how_old_they_are() {
        assert!(ask(&HeaderMap::new(), &read_at(10), 12).headers().get(AGE).is_none());
        assert_eq!(ask(&HeaderMap::new(), &read_at(10), 73).headers()[AGE], "63");
    }

    #[test]
    fn a_cache_that_has_the_counts_is_told_so_while_nothing_changes() {
        let first = ask(&HeaderMap::new(), &read_at(10), 10);
        assert_eq!(
            first.headers()[CACHE_CONTROL],
            "public, max-age=2, s-maxage=2, stale-while-revalidate=2, stale-if-error=86400"
        );
        let held = HeaderMap::from_iter([(IF_NONE_MATCH, first.headers()[ETAG].clone())]);
        assert_eq!(ask(&held, &read_at(40), 40).status(), StatusCode::NOT_MODIFIED);
    }
}
