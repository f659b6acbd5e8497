//! What can go wrong, and how it is told: as a problem to machines, as a page to people.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::keys::token::TokenError;
use domain::locale::Locale;
use http::header::{CACHE_CONTROL, RETRY_AFTER};
use http::{HeaderMap, StatusCode, Uri};
use pages::{Embedding, MessagePage};
use store::StoreError;
use web::{AddressError, BODY_MAX_BYTES, BUSY_SECONDS, BodyError, NO_STORE, Problem, WINDOW_MINUTES};
use web::{framable, language_of};

use crate::desk::Desk;

/// What a handler answers. A failure is told by [`tell`], as whoever asked there is told.
pub(crate) type Answer = Result<Response, Failure>;

/// Why a request was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The address leads nowhere.
    Address(AddressError),
    /// The body is longer than the limit.
    BodyTooLarge,
    /// The body is of another media type.
    UnsupportedMediaType,
    /// The body is not a JSON object.
    NotJson,
    /// The network has used up its share; try again after so many seconds.
    RateLimited(u32),
    /// The campaign has not begun.
    CampaignNotOpen,
    /// The campaign is over.
    CampaignClosed,
    /// An operator closed the form for now.
    FormClosed,
    /// There is no token.
    TokenMissing,
    /// The token is not ours, or for something else.
    LinkInvalid,
    /// The token's time is over.
    LinkExpired,
    /// The pledge was withdrawn, or never confirmed in time.
    PledgeGone,
    /// The pledge is gone, and a newer one of the address is counted.
    PledgeReplaced,
    /// The address already stands for others.
    AddressTaken,
    /// Somebody is counted at the address, and it is not said whether that is them.
    WhoIsIt,
    /// The pledge was proven by another spelling of the address, which alone leads to it.
    OtherSpelling,
    /// The form that "check your mail" kept is not ours, or its time is over.
    DraftExpired,
    /// The form was confirmed by its code: the page that kept it does no more with it.
    DraftSpent,
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
            BodyError::UnsupportedMediaType => Self::UnsupportedMediaType,
            BodyError::Unreadable => Self::NotJson,
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
    const fn code(self) -> &'static str {
        match self {
            Self::Address(error) => error.code(),
            Self::BodyTooLarge => "body_too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::NotJson => "not_json",
            Self::RateLimited(_) => "rate_limited",
            Self::CampaignNotOpen => "campaign_not_open",
            Self::CampaignClosed => "campaign_closed",
            Self::FormClosed => "form_closed",
            Self::TokenMissing => "token_missing",
            Self::LinkInvalid => "link_invalid",
            Self::LinkExpired => "link_expired",
            Self::PledgeGone | Self::PledgeReplaced => "pledge_gone",
            Self::DraftExpired => "draft_expired",
            Self::DraftSpent => "draft_spent",
            Self::AddressTaken => "address_taken",
            Self::WhoIsIt => "who_is_it",
            Self::OtherSpelling => "other_spelling",
            Self::Unavailable => "unavailable",
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::Address(error) => error.status(),
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NotJson | Self::LinkInvalid => StatusCode::BAD_REQUEST,
            Self::RateLimited(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::CampaignNotOpen | Self::CampaignClosed | Self::FormClosed => StatusCode::FORBIDDEN,
            Self::TokenMissing => StatusCode::UNPROCESSABLE_ENTITY,
            Self::LinkExpired | Self::PledgeGone | Self::PledgeReplaced | Self::DraftExpired | Self::DraftSpent => {
                StatusCode::GONE
            }
            Self::AddressTaken | Self::WhoIsIt | Self::OtherSpelling => StatusCode::CONFLICT,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    const fn retry_after_seconds(self) -> Option<u32> {
        match self {
            Self::RateLimited(seconds) => Some(seconds),
            Self::Unavailable => Some(BUSY_SECONDS),
            Self::Address(_)
            | Self::BodyTooLarge
            | Self::UnsupportedMediaType
            | Self::NotJson
            | Self::CampaignNotOpen
            | Self::CampaignClosed
            | Self::FormClosed
            | Self::TokenMissing
            | Self::LinkInvalid
            | Self::LinkExpired
            | Self::PledgeGone
            | Self::PledgeReplaced
            | Self::DraftExpired
            | Self::DraftSpent
            | Self::WhoIsIt
            | Self::OtherSpelling
            | Self::AddressTaken => None,
        }
    }

    fn sentence(self, desk: &Desk, locale: Locale) -> String {
        let texts = desk.texts(locale);
        let key = format!("error-{}", self.code().replace('_', "-"));
        match self {
            Self::BodyTooLarge => {
                let kilobytes = i64::try_from(BODY_MAX_BYTES / 1024).expect("a small constant");
                texts.with(&key, [("max", kilobytes.into())])
            }
            Self::RateLimited(seconds) => {
                let minutes = i64::from(seconds.div_ceil(60)).min(WINDOW_MINUTES);
                texts.with(&key, [("minutes", minutes.into())])
            }
            Self::Address(_)
            | Self::UnsupportedMediaType
            | Self::NotJson
            | Self::CampaignNotOpen
            | Self::CampaignClosed
            | Self::FormClosed
            | Self::TokenMissing
            | Self::LinkInvalid
            | Self::LinkExpired
            | Self::PledgeGone
            | Self::PledgeReplaced
            | Self::DraftExpired
            | Self::DraftSpent
            | Self::WhoIsIt
            | Self::OtherSpelling
            | Self::AddressTaken
            | Self::Unavailable => texts.get(&key),
        }
    }

    /// As problem details.
    pub(crate) fn problem(self, desk: &Desk, locale: Locale) -> Response {
        let problem = Problem::new(self.status(), self.code(), self.sentence(desk, locale));
        match self.retry_after_seconds() {
            Some(seconds) => problem.retry_after(seconds).into_response(),
            None => problem.into_response(),
        }
    }

    /// As a page in the site's look: what happened, and the one thing to do next.
    fn page(self, desk: &Desk, locale: Locale) -> Response {
        let (label, path) = match self {
            Self::LinkExpired | Self::CampaignClosed if desk.is_over() => ("layout-ridings", "/ridings"),
            Self::PledgeReplaced => ("layout-ridings", "/ridings"),
            Self::LinkExpired | Self::PledgeGone | Self::DraftExpired | Self::DraftSpent => ("sign-again", ""),
            Self::TokenMissing | Self::LinkInvalid => ("link-problem-sign", "#sign"),
            Self::AddressTaken => ("failed-address-taken-next", ""),
            Self::Address(_)
            | Self::BodyTooLarge
            | Self::UnsupportedMediaType
            | Self::NotJson
            | Self::RateLimited(_)
            | Self::CampaignNotOpen
            | Self::CampaignClosed
            | Self::FormClosed
            | Self::WhoIsIt
            | Self::OtherSpelling
            | Self::Unavailable => ("back-to-campaign", ""),
        };
        let next = desk.texts(locale).get(label);
        self.answer(self.message(desk, locale).leads_to(next, format!("/{locale}{path}")))
    }

    /// As a page in the frame where the form is.
    pub(crate) fn embedded_page(self, desk: &Desk, embedding: &Embedding) -> Response {
        let back = desk.texts(embedding.locale).get("back-to-form");
        let page = self.message(desk, embedding.locale).leads_to(back, embedding.form_path());
        framable(self.answer(page.embedded(embedding.theme)))
    }

    fn message(self, desk: &Desk, locale: Locale) -> MessagePage<'_> {
        let texts = desk.texts(locale);
        let page = |title: &str| MessagePage::new(&desk.site, locale, texts.get(title));
        match self {
            Self::Address(_) => MessagePage::new(&desk.site, locale, self.sentence(desk, locale)),
            Self::LinkExpired if desk.is_over() => {
                page("failed-expired-title").says(texts.get("failed-expired-over")).says(Self::when_over(desk, locale))
            }
            Self::LinkExpired => page("failed-expired-title")
                .says(texts.get("failed-expired-body"))
                .says(texts.get("failed-expired-next")),
            Self::PledgeGone => {
                page("failed-gone-title").says(self.sentence(desk, locale)).says(texts.get("failed-gone-next"))
            }
            Self::PledgeReplaced => page("failed-replaced-title")
                .says(texts.get("failed-replaced-body"))
                .says(texts.get("failed-replaced-next")),
            Self::LinkInvalid | Self::TokenMissing => {
                let contact = desk.site.campaign().organization.contact_email.as_str();
                page("failed-link-title")
                    .says(self.sentence(desk, locale))
                    .says(texts.get("failed-link-next"))
                    .says(texts.with("link-problem-lost", [("contact", contact.into())]))
            }
            Self::AddressTaken => page("failed-address-taken-title").says(self.sentence(desk, locale)),
            Self::WhoIsIt | Self::OtherSpelling => {
                page("failed-other-spelling-title").says(self.sentence(desk, locale))
            }
            Self::CampaignClosed => {
                page("failed-closed-title").says(self.sentence(desk, locale)).says(Self::when_over(desk, locale))
            }
            Self::BodyTooLarge
            | Self::UnsupportedMediaType
            | Self::NotJson
            | Self::RateLimited(_)
            | Self::CampaignNotOpen
            | Self::FormClosed
            | Self::DraftExpired
            | Self::DraftSpent
            | Self::Unavailable => page("link-problem-title").says(self.sentence(desk, locale)),
        }
    }

    /// When the campaign ended, and that its numbers stay.
    fn when_over(desk: &Desk, locale: Locale) -> String {
        let texts = desk.texts(locale);
        texts.with("failed-closed-on", [("day", texts.day(desk.site.campaign().closes_at).into())])
    }

    fn answer(self, page: MessagePage<'_>) -> Response {
        let mut response = (self.status(), page).into_response();
        response.headers_mut().insert(CACHE_CONTROL, NO_STORE);
        if let Some(seconds) = self.retry_after_seconds() {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        web::marked(self)
    }
}

/// Tells the failures of all handlers: as a problem to machines, as a page to people.
pub(crate) async fn tell(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let told = |failure: Failure, uri: &Uri, headers: &HeaderMap| {
        let locale = language_of(uri, headers);
        if uri.path().starts_with("/v1/") { failure.problem(&desk, locale) } else { failure.page(&desk, locale) }
    };
    web::tell(request, next, told).await
}
