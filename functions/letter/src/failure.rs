//! What can go wrong, and how it is told.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::locale::Locale;
use domain::token::TokenError;
use http::header::{CACHE_CONTROL, RETRY_AFTER};
use http::{StatusCode, Uri};
use pages::MessagePage;
use store::StoreError;
use web::{BodyError, NO_STORE};

use crate::desk::Desk;

/// When to try again after the store was busy.
const BUSY_SECONDS: u32 = 5;

/// Why a request was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The form holds more than a letter can.
    BodyTooLarge,
    /// The body is no form.
    UnsupportedMediaType,
    /// Nobody is addressed so.
    AddresseeUnknown,
    /// The token is not ours, or for something else.
    LinkInvalid,
    /// The token's time is over.
    LinkExpired,
    /// The pledge was withdrawn.
    PledgeGone,
    /// The store did not answer. The cause was logged.
    Unavailable,
}

impl From<BodyError> for Failure {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge => Self::BodyTooLarge,
            BodyError::UnsupportedMediaType | BodyError::Unreadable => Self::UnsupportedMediaType,
        }
    }
}

impl From<TokenError> for Failure {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Invalid => Self::LinkInvalid,
            TokenError::Expired => Self::LinkExpired,
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Self::Unavailable
    }
}

impl Failure {
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::AddresseeUnknown => StatusCode::UNPROCESSABLE_ENTITY,
            Self::LinkInvalid => StatusCode::BAD_REQUEST,
            Self::LinkExpired | Self::PledgeGone => StatusCode::GONE,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    pub(crate) fn sentence(self, desk: &Desk, locale: Locale) -> String {
        let texts = desk.texts(locale);
        match self {
            Self::BodyTooLarge => texts.get("error-letter-body-too-large"),
            Self::UnsupportedMediaType => texts.get("error-unsupported-media-type"),
            Self::AddresseeUnknown => texts.get("error-letter-addressee-unknown"),
            Self::LinkInvalid => texts.get("error-link-invalid"),
            Self::LinkExpired => texts.get("error-link-expired"),
            Self::PledgeGone => texts.get("error-pledge-gone"),
            Self::Unavailable => texts.get("error-unavailable"),
        }
    }

    /// As a page in the site's look.
    pub(crate) fn page(self, desk: &Desk, locale: Locale) -> Response {
        let texts = desk.texts(locale);
        let page = MessagePage::new(&desk.site, locale, texts.get("link-problem-title"))
            .says(self.sentence(desk, locale))
            .leads_to(texts.get("back-to-campaign"), format!("/{locale}"));
        self.told((self.status(), page).into_response())
    }

    /// Nobody keeps an answer that tells of a failure, and a busy store says when to ask again.
    pub(crate) fn told(self, mut response: Response) -> Response {
        response.headers_mut().insert(CACHE_CONTROL, NO_STORE);
        if self == Self::Unavailable {
            response.headers_mut().insert(RETRY_AFTER, BUSY_SECONDS.into());
        }
        response
    }
}

/// The gateway sends only this function's routes; what else arrives has a language or page that does not exist.
pub(crate) async fn no_such_page(State(desk): State<Arc<Desk>>, uri: Uri) -> Response {
    let locale = uri.path().split('/').nth(1).and_then(|segment| segment.parse().ok()).unwrap_or_default();
    not_found(&desk, locale)
}

/// There is no such page, or no such riding.
pub(crate) fn not_found(desk: &Desk, locale: Locale) -> Response {
    let texts = desk.texts(locale);
    let page = MessagePage::new(&desk.site, locale, texts.get("error-not-found"))
        .leads_to(texts.get("back-to-campaign"), format!("/{locale}"));
    (StatusCode::NOT_FOUND, [(CACHE_CONTROL, NO_STORE)], page).into_response()
}
