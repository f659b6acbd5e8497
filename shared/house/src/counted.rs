//! Answers that are made of counts.

use axum::response::Response;
use http::HeaderMap;
use http::header::AGE;
use jiff::Timestamp;
use store::{Snapshot, TALLY_MAX_AGE};
use web::{PUBLIC_CACHE, tagged};

/// Answers with content that is made of counts, if there are any. If they are older than they should be, caches learn their
/// age (RFC 9111, section 5.1).
#[must_use]
pub fn counted(
    request: &HeaderMap,
    content_type: &'static str,
    content: Vec<u8>,
    snapshot: Option<&Snapshot>,
    now: Timestamp,
) -> Response {
    let mut response = tagged(request, content_type, PUBLIC_CACHE, content);
    let age = snapshot.map(|snapshot| now.duration_since(snapshot.read_at)).filter(|age| *age > TALLY_MAX_AGE);
    if let Some(age) = age {
        response.headers_mut().insert(AGE, age.as_secs().into());
    }
    response
}

/// Answers with a page that is made of counts, if there are any.
#[must_use]
pub fn counted_page(request: &HeaderMap, html: String, snapshot: Option<&Snapshot>, now: Timestamp) -> Response {
    counted(request, pages::HTML, html.into_bytes(), snapshot, now)
}

#[cfg(test)]
mod tests {
    use domain::tally::Tally;
    use http::StatusCode;
    use http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn read_at(second: i64) -> Snapshot {
        Snapshot { tally: Tally::default(), read_at: at(second), changed_at: at(0) }
    }

    fn ask(request: &HeaderMap, snapshot: &Snapshot, now: i64) -> Response {
        counted(request, "application/json", b"{}".to_vec(), Some(snapshot), at(now))
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
