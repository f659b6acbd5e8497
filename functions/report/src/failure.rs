//! The table of this function's own failures: status and code. The sentence of each has the key `error-` and the code.

use http::StatusCode;
use pages::FailureRow;

pub(crate) const INVALID_QUERY: FailureRow = FailureRow::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_query");
pub(crate) const NOT_SIGNED_IN: FailureRow = FailureRow::new(StatusCode::UNAUTHORIZED, "not_signed_in");
pub(crate) const REPORT_FAILED: FailureRow = FailureRow::new(StatusCode::INTERNAL_SERVER_ERROR, "report_failed");
