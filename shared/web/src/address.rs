//! The parts of a request's address, and the ways in which it can lead nowhere.

use std::str::FromStr;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::response::{IntoResponse, Response};
use domain::locale::Locale;
use http::StatusCode;
use http::request::Parts;

/// The reason why an address leads nowhere. As an answer it has a status and no words; [`tell`](crate::tell) finds
/// them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// Its path or its query cannot be read.
    Unreadable,
    /// There is no such page.
    NotFound,
    /// The page takes another method.
    MethodNotAllowed,
}

impl AddressError {
    pub(crate) const ALL: [Self; 3] = [Self::Unreadable, Self::NotFound, Self::MethodNotAllowed];

    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "address_unreadable",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
        }
    }
}

impl IntoResponse for AddressError {
    fn into_response(self) -> Response {
        self.status().into_response()
    }
}

/// Reads the part of an address that its route calls `{name}`.
///
/// # Errors
/// Fails when the part cannot be read, or names nothing.
pub async fn address_part<T: FromStr>(
    parts: &mut Parts,
    state: &(impl Send + Sync),
    name: &str,
) -> Result<T, AddressError> {
    let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| AddressError::Unreadable)?;
    let found = params.iter().find(|(param, _)| *param == name);
    found.and_then(|(_, text)| text.parse().ok()).ok_or(AddressError::NotFound)
}

/// The language in a page's address, where its route says `{lang}`.
#[derive(Clone, Copy, Debug)]
pub struct Lang(pub Locale);

impl<S: Send + Sync> FromRequestParts<S> for Lang {
    type Rejection = AddressError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AddressError> {
        address_part(parts, state, "lang").await.map(Self)
    }
}
