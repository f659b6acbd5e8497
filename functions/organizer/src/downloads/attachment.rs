//! A file as the answer to a download.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

/// The media type of CSV files. Media types have no case (RFC 9110, section 8.3.1).
///
/// Lambda's adapter decodes a type with `text` in lower case as a text, and drops the byte order mark at its beginning.
pub(crate) const CSV: &str = "Text/csv; charset=utf-8; header=present";

/// The byte order mark. Without it Excel takes a file for Windows-1252 and shows accents broken.
pub(crate) const BOM: &[u8] = "\u{feff}".as_bytes();

/// Answers with a file to save. Its name holds only letters, digits and hyphens, which every browser keeps as they are.
pub(crate) fn attachment(name: &str, content_type: &'static str, content: impl Into<Body>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let disposition = HeaderValue::from_str(&disposition).expect("letters, digits and hyphens");
    let headers = [(CONTENT_TYPE, HeaderValue::from_static(content_type)), (CONTENT_DISPOSITION, disposition)];
    (headers, content.into()).into_response()
}
