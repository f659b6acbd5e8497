//! The table of this function's own failures: status and code. The sentence of each has the key `error-` and the code.

use http::StatusCode;
use pages::FailureRow;

pub(crate) const OEMBED_FORMAT: FailureRow = FailureRow::new(StatusCode::NOT_IMPLEMENTED, "oembed_format");
pub(crate) const OEMBED_URL: FailureRow = FailureRow::new(StatusCode::NOT_FOUND, "oembed_url");
pub(crate) const POSTAL_CODE_NOT_FOUND: FailureRow = FailureRow::new(StatusCode::NOT_FOUND, "postal_code_not_found");
pub(crate) const RIDING_NOT_FOUND: FailureRow = FailureRow::new(StatusCode::NOT_FOUND, "riding_not_found");
pub(crate) const SINCE_MALFORMED: FailureRow = FailureRow::new(StatusCode::UNPROCESSABLE_ENTITY, "since_malformed");
