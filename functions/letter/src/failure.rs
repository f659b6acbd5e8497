//! What can go wrong, and how it is told.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::keys::token::TokenError;
use domain::locale::Locale;
use http::StatusCode;
use http::header::{CACHE_CONTROL, RETRY_AFTER};
use pages::MessagePage;
use store::StoreError;
use web::{AddressError, BUSY_SECONDS, BodyError, NO_STORE, language_of};

use crate::desk::Desk;

/// What a handler answers. A failure is told by [`tell`], in the language of what was asked.
pub(crate) type Answer = Result<Response, Failure>;

/// Why a request was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The address leads nowhere.
    Address(AddressError),
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

impl From<AddressError> for Failure {
    fn from(error: AddressError) -> Self {
        Self::Address(error)
    }
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
            Self::Address(error) => error.status(),
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
            Self::Address(error) => texts.get(error.text_key()),
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
    fn page(self, desk: &Desk, locale: Locale) -> Response {
        let texts = desk.texts(locale);
        let page = |title: String| MessagePage::new(&desk.site, locale, title);
        let said = match self {
            Self::Address(_) => page(self.sentence(desk, locale)),
            Self::BodyTooLarge
            | Self::UnsupportedMediaType
            | Self::AddresseeUnknown
            | Self::LinkInvalid
            | Self::LinkExpired
            | Self::PledgeGone
            | Self::Unavailable => page(texts.get("link-problem-title")).says(self.sentence(desk, locale)),
        };
        let page = said.leads_to(texts.get("back-to-campaign"), format!("/{locale}"));
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

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        web::marked(self)
    }
}

/// Tells the failures of all handlers.
pub(crate) async fn tell(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    web::tell(request, next, |failure: Failure, uri, headers| failure.page(&desk, language_of(uri, headers))).await
}
