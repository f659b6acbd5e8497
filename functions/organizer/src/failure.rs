//! What can go wrong, and how it is told: as a problem to programs, as a page to people.

use std::sync::Arc;

use access::Refusal;
use access::issuers::IssuersError;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::keys::token::TokenError;
use domain::locale::Locale;
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, StatusCode, Uri};
use pages::MessagePage;
use store::StoreError;
use web::{
    AddressError, BODY_MAX_BYTES, BUSY_SECONDS, BodyError, Problem, WINDOW_MINUTES, language_of, preferred_language,
};

use crate::desk::Desk;

/// Why a request was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Whoever asks is not let through.
    Refused(Refusal),
    /// A sign-in link that is not ours, was used, or is too old.
    LinkDead,
    /// The campaign wants a second factor, and the organizer has none.
    FactorMissing,
    /// Too many codes were tried; the next may be in so many seconds.
    TooManyCodes(u32),
    /// The network asked for too many links; try again after so many seconds.
    RateLimited(u32),
    /// The body is longer than the limit.
    BodyTooLarge,
    /// The file is longer than the limit.
    FileTooLarge,
    /// The body is of another media type.
    UnsupportedMediaType,
    /// The body is no JSON object.
    NotJson,
    /// The address leads nowhere, or what a form names is not there.
    Address(AddressError),
    /// Somebody else was faster.
    Changed,
    /// The store or an issuer did not answer. The cause was logged.
    Unavailable,
}

impl From<AddressError> for Failure {
    fn from(error: AddressError) -> Self {
        Self::Address(error)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<TokenError> for Failure {
    fn from(_: TokenError) -> Self {
        Self::LinkDead
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

impl From<IssuersError> for Failure {
    fn from(error: IssuersError) -> Self {
        match error {
            IssuersError::Refused(TokenError::Invalid) => Self::Refused(Refusal::NotSignedIn),
            IssuersError::Refused(TokenError::Expired) => Self::Refused(Refusal::SessionOver),
            // Whose token it is cannot be said now, and may be in a minute.
            IssuersError::Away => Self::Unavailable,
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
    /// There is no such page, or no such organizer.
    pub(crate) const NOT_FOUND: Self = Self::Address(AddressError::NotFound);

    const fn code(self) -> &'static str {
        match self {
            Self::Refused(Refusal::NotSignedIn) => "not_signed_in",
            Self::Refused(Refusal::SessionOver) => "session_over",
            Self::Refused(Refusal::ForeignOrigin) => "foreign_origin",
            Self::Refused(Refusal::NotAllowed) => "not_allowed",
            Self::LinkDead => "link_dead",
            Self::FactorMissing => "second_factor_missing",
            Self::TooManyCodes(_) => "too_many_codes",
            Self::RateLimited(_) => "rate_limited",
            Self::BodyTooLarge => "body_too_large",
            Self::FileTooLarge => "file_too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::NotJson => "not_json",
            Self::Address(error) => error.code(),
            Self::Changed => "changed_meanwhile",
            Self::Unavailable => "unavailable",
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::Refused(Refusal::NotSignedIn | Refusal::SessionOver) => StatusCode::UNAUTHORIZED,
            Self::Refused(Refusal::ForeignOrigin | Refusal::NotAllowed) | Self::FactorMissing => StatusCode::FORBIDDEN,
            Self::NotJson => StatusCode::BAD_REQUEST,
            Self::LinkDead => StatusCode::GONE,
            Self::RateLimited(_) | Self::TooManyCodes(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::BodyTooLarge | Self::FileTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Address(error) => error.status(),
            Self::Changed => StatusCode::CONFLICT,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    const fn retry_after_seconds(self) -> Option<u32> {
        match self {
            Self::RateLimited(seconds) | Self::TooManyCodes(seconds) => Some(seconds),
            Self::Unavailable => Some(BUSY_SECONDS),
            Self::Refused(_)
            | Self::FactorMissing
            | Self::LinkDead
            | Self::BodyTooLarge
            | Self::FileTooLarge
            | Self::UnsupportedMediaType
            | Self::NotJson
            | Self::Address(_)
            | Self::Changed => None,
        }
    }

    fn sentence(self, desk: &Desk, locale: Locale) -> String {
        let texts = desk.texts(locale);
        match self {
            Self::RateLimited(seconds) => {
                let minutes = i64::from(seconds.div_ceil(60)).min(WINDOW_MINUTES);
                texts.with("error-rate-limited", [("minutes", minutes.into())])
            }
            Self::TooManyCodes(seconds) => {
                texts.with("office-error-too-many-codes", [("minutes", i64::from(seconds.div_ceil(60)).into())])
            }
            Self::BodyTooLarge => {
                let kilobytes = i64::try_from(BODY_MAX_BYTES / 1024).expect("a small constant");
                texts.with("error-body-too-large", [("max", kilobytes.into())])
            }
            Self::UnsupportedMediaType => texts.get("error-unsupported-media-type"),
            Self::NotJson => texts.get("error-not-json"),
            Self::Address(error) => texts.get(error.text_key()),
            Self::Unavailable => texts.get("error-unavailable"),
            Self::Refused(_) | Self::FactorMissing | Self::LinkDead | Self::Changed | Self::FileTooLarge => {
                texts.get(&format!("office-error-{}", self.code().replace('_', "-")))
            }
        }
    }

    /// As problem details.
    pub(crate) fn problem(self, desk: &Desk, locale: Locale) -> Response {
        let problem = Problem::new(self.status(), self.code(), self.sentence(desk, locale));
        let mut response = match self.retry_after_seconds() {
            Some(seconds) => problem.retry_after(seconds).into_response(),
            None => problem.into_response(),
        };
        if self.status() == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"organizer\""));
        }
        response
    }

    /// As a page in the site's look; whoever is not signed in is shown the door.
    fn page(self, desk: &Desk, locale: Locale) -> Response {
        match self {
            Self::Refused(Refusal::NotSignedIn) => {
                return Redirect::to(&format!("/organizer/{locale}/sign-in")).into_response();
            }
            Self::Refused(Refusal::SessionOver) => {
                return Redirect::to(&format!("/organizer/{locale}/sign-in?over=1")).into_response();
            }
            Self::Refused(Refusal::ForeignOrigin | Refusal::NotAllowed)
            | Self::FactorMissing
            | Self::TooManyCodes(_)
            | Self::LinkDead
            | Self::RateLimited(_)
            | Self::BodyTooLarge
            | Self::FileTooLarge
            | Self::UnsupportedMediaType
            | Self::NotJson
            | Self::Address(_)
            | Self::Changed
            | Self::Unavailable => {}
        }
        let texts = desk.texts(locale);
        let home = format!("/organizer/{locale}");
        let (label, href) = match self {
            Self::FactorMissing => ("office-factor-set-up", format!("{home}/second-factor")),
            Self::Refused(_)
            | Self::TooManyCodes(_)
            | Self::LinkDead
            | Self::RateLimited(_)
            | Self::BodyTooLarge
            | Self::FileTooLarge
            | Self::UnsupportedMediaType
            | Self::NotJson
            | Self::Address(_)
            | Self::Changed
            | Self::Unavailable => ("office-back", home),
        };
        let page = MessagePage::new(&desk.site, locale, texts.get("office-error-title"))
            .says(self.sentence(desk, locale))
            .leads_to(texts.get(label), href);
        let mut response = (self.status(), page).into_response();
        if let Some(seconds) = self.retry_after_seconds() {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }

    /// As whoever asked there is told.
    fn told(self, desk: &Desk, uri: &Uri, headers: &HeaderMap) -> Response {
        if uri.path().starts_with("/v1/") {
            self.problem(desk, preferred_language(headers))
        } else {
            self.page(desk, language_of(uri, headers))
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        web::marked(self)
    }
}

/// Tells the failures of all handlers.
pub(crate) async fn tell(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    web::tell(request, next, |failure: Failure, uri, headers| failure.told(&desk, uri, headers)).await
}
