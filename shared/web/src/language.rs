//! Chooses the language of an answer.

use domain::locale::Locale;
use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

/// Returns the language that the caller prefers.
#[must_use]
pub fn preferred_language(headers: &HeaderMap) -> Locale {
    headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map(Locale::preferred).unwrap_or_default()
}
