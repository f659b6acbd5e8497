//! A file as the answer to a download.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use campaigns::ottawa;
use domain::locale::Locale;
use http::HeaderValue;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use jiff::Timestamp;
use web::BOM;

/// The mark between the columns of a CSV file. Excel takes a comma in English and a semicolon in French.
pub(crate) const fn column_mark(locale: Locale) -> u8 {
    match locale {
        Locale::En => b',',
        Locale::Fr => b';',
    }
}

/// Makes a writer of a CSV file that Excel opens in a language: with a byte order mark and CRLF (RFC 4180).
pub(crate) fn csv_writer(locale: Locale) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().delimiter(column_mark(locale)).terminator(csv::Terminator::CRLF).from_writer(BOM.to_vec())
}

/// Writes an hour in Ottawa for a file's name, such as `2026-11-23-09h-EST`. Of two equal hours each has its own name.
pub(crate) fn hour_for_name(locale: Locale, at: Timestamp) -> String {
    let ottawa = ottawa();
    let zone = match (locale, ottawa.to_offset_info(at).dst().is_dst()) {
        (Locale::En, false) => "EST",
        (Locale::En, true) => "EDT",
        (Locale::Fr, false) => "HNE",
        (Locale::Fr, true) => "HAE",
    };
    format!("{}-{zone}", ottawa.to_datetime(at).strftime("%Y-%m-%d-%Hh"))
}

/// Answers with a file to save. Its name holds only letters, digits and hyphens, which every browser keeps as they are.
pub(crate) fn attachment(name: &str, content_type: &'static str, content: impl Into<Body>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let disposition = HeaderValue::from_str(&disposition).expect("letters, digits and hyphens");
    let headers = [(CONTENT_TYPE, HeaderValue::from_static(content_type)), (CONTENT_DISPOSITION, disposition)];
    (headers, content.into()).into_response()
}

/// Writes a text so that no spreadsheet reads it as a formula, which could read the sheet or call out.
///
/// An apostrophe before the first sign makes it a text (OWASP, CSV injection).
pub(crate) fn defused(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_hour_has_its_own_name_in_ottawas_time() {
        for (at, en, fr) in [
            ("2026-11-23T14:59:00Z", "2026-11-23-09h-EST", "2026-11-23-09h-HNE"),
            ("2026-07-01T02:00:00Z", "2026-06-30-22h-EDT", "2026-06-30-22h-HAE"),
            ("2026-11-01T05:00:00Z", "2026-11-01-01h-EDT", "2026-11-01-01h-HAE"),
            ("2026-11-01T06:00:00Z", "2026-11-01-01h-EST", "2026-11-01-01h-HNE"),
        ] {
            let at = at.parse().unwrap();
            assert_eq!((hour_for_name(Locale::En, at), hour_for_name(Locale::Fr, at)), (en.into(), fr.into()));
        }
    }
}
