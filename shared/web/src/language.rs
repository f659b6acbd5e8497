//! Chooses the language of an answer.

use domain::locale::Locale;
use http::header::ACCEPT_LANGUAGE;
use http::{HeaderMap, Uri};

use crate::query::first_value;

/// Returns the language that the caller prefers.
#[must_use]
pub fn preferred_language(headers: &HeaderMap) -> Locale {
    headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map(Locale::preferred).unwrap_or_default()
}

/// Returns the language of an answer about an address: the address's own, in its path or its query, or else the
/// caller's.
#[must_use]
pub fn language_of(uri: &Uri, headers: &HeaderMap) -> Locale {
    // `/fr/...`, or `/organizer/fr/...`.
    let named = uri.path().split('/').skip(1).take(2).find_map(|segment| segment.parse().ok());
    named.or_else(|| first_value(uri, "lang").parse().ok()).unwrap_or_else(|| preferred_language(headers))
}
