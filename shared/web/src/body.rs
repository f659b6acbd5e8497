//! Reads request bodies of the expected type, up to a limit.

use axum::body::{Body, Bytes};
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

/// The longest body that a form or the API takes, in bytes: sixteen times a full form.
pub const BODY_MAX_BYTES: usize = 16 * 1024;

/// The reason why a body was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// The body is longer than its limit: 413.
    #[error("the body is longer than its limit")]
    TooLarge,
    /// The body is of another media type: 415.
    #[error("the body is of another media type")]
    UnsupportedMediaType,
    /// The connection ended early.
    #[error("the body could not be read")]
    Unreadable,
}

/// A media type that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
}

impl MediaType {
    const fn essence(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
        }
    }
}

/// Reads a whole body of at most [`BODY_MAX_BYTES`].
///
/// # Errors
/// Fails when it is of another media type, too long or cut off.
pub async fn read_body(expected: MediaType, headers: &HeaderMap, body: Body) -> Result<Bytes, BodyError> {
    read_body_up_to(BODY_MAX_BYTES, expected, headers, body).await
}

/// Reads a whole body of at most `max_bytes`, for the few forms that hold more than others.
///
/// # Errors
/// Fails when it is of another media type, too long or cut off.
pub async fn read_body_up_to(
    max_bytes: usize,
    expected: MediaType,
    headers: &HeaderMap,
    body: Body,
) -> Result<Bytes, BodyError> {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case(expected.essence()) {
        return Err(BodyError::UnsupportedMediaType);
    }
    match Limited::new(body, max_bytes).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(BodyError::TooLarge),
        Err(_) => Err(BodyError::Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    async fn read(content_type: &'static str, bytes: usize) -> Result<usize, BodyError> {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(content_type))]);
        read_body(MediaType::Json, &headers, Body::from(vec![b' '; bytes])).await.map(|body| body.len())
    }

    #[tokio::test]
    async fn the_limit_holds_from_both_sides() {
        assert_eq!(read("application/json", BODY_MAX_BYTES).await, Ok(BODY_MAX_BYTES));
        assert_eq!(read("application/json", BODY_MAX_BYTES + 1).await, Err(BodyError::TooLarge));
    }

    #[tokio::test]
    async fn another_media_type_is_not_guessed_at() {
        assert_eq!(read("Application/JSON; charset=utf-8", 1).await, Ok(1));
        assert_eq!(read("text/plain", 1).await, Err(BodyError::UnsupportedMediaType));
        assert_eq!(read("application/json-seq", 1).await, Err(BodyError::UnsupportedMediaType));
    }
}
