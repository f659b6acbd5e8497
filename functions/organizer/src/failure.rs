//! The failures of the office, and the one table that says how each is answered. Programs get a problem, people a page.

use std::sync::Arc;

use access::Refusal;
use access::issuers::IssuersError;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::keys::token::TokenError;
use domain::locale::Locale;
use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, HeaderValue, StatusCode, Uri};
use pages::{FailureRow, MessagePage, RequestFailure};
use web::{AddressError, language_of, preferred_language};

use crate::context::Context;
use crate::visit::area::Area;

/// The reason why a request was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    Request(RequestFailure),
    /// The caller is not let in.
    Refused(Refusal),
    /// A sign-in link is not ours, was used, or is too old.
    LinkDead,
    /// A link that confirms an organization's request is not ours, was used, or is too old.
    AskLinkDead,
    /// The campaign wants a second factor, and the organizer has none.
    FactorMissing,
    /// Too many codes were tried. The next may be tried after so many seconds.
    TooManyCodes(u32),
    FileTooLarge,
    /// The organizer has looked up as many people in this hour as one may. The next may be looked up after so many seconds.
    TooManyLookUps(u32),
    /// The time of a look-up is over, or it was another organizer's.
    CaseOver,
    /// Somebody else changed the same thing first.
    Changed,
    /// The partners are more, or their names longer, than what is published at once.
    TooManyPartners,
}

house::meets_failures!(Failure);

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

impl From<IssuersError> for Failure {
    fn from(error: IssuersError) -> Self {
        match error {
            IssuersError::Refused(TokenError::Invalid) => Self::Refused(Refusal::NotSignedIn),
            IssuersError::Refused(TokenError::Expired) => Self::Refused(Refusal::SessionOver),
            // The issuer may answer in a minute, and then the token can be checked.
            IssuersError::Away => Self::Request(RequestFailure::Unavailable),
        }
    }
}

impl Failure {
    /// There is no such page, or no such organizer.
    pub(crate) const NOT_FOUND: Self = Self::Request(RequestFailure::Address(AddressError::NotFound));

    /// The table of failures: status, code and sentence.
    fn row(self) -> FailureRow {
        let office = |status, code| FailureRow::new(status, code).key_prefix("office-error-");
        match self {
            Self::Request(failure) => failure.row(),
            Self::Refused(Refusal::NotSignedIn) => office(StatusCode::UNAUTHORIZED, "not_signed_in"),
            Self::Refused(Refusal::SessionOver) => office(StatusCode::UNAUTHORIZED, "session_over"),
            Self::Refused(Refusal::ForeignOrigin) => office(StatusCode::FORBIDDEN, "foreign_origin"),
            Self::Refused(Refusal::NotAllowed) => office(StatusCode::FORBIDDEN, "not_allowed"),
            Self::LinkDead => office(StatusCode::GONE, "link_dead"),
            Self::AskLinkDead => office(StatusCode::GONE, "ask_link_dead"),
            Self::FactorMissing => office(StatusCode::FORBIDDEN, "second_factor_missing"),
            Self::TooManyCodes(seconds) => office(StatusCode::TOO_MANY_REQUESTS, "too_many_codes")
                .with("minutes", seconds.div_ceil(60).into())
                .retry_after(seconds),
            Self::TooManyLookUps(seconds) => office(StatusCode::TOO_MANY_REQUESTS, "too_many_look_ups")
                .with("minutes", seconds.div_ceil(60).into())
                .retry_after(seconds),
            Self::CaseOver => office(StatusCode::GONE, "case_over"),
            Self::FileTooLarge => office(StatusCode::PAYLOAD_TOO_LARGE, "file_too_large"),
            Self::Changed => office(StatusCode::CONFLICT, "changed_meanwhile"),
            Self::TooManyPartners => office(StatusCode::UNPROCESSABLE_ENTITY, "too_many_partners"),
        }
    }

    /// The failure as problem details.
    pub(crate) fn problem(self, context: &Context, locale: Locale) -> Response {
        let mut response = self.row().problem(context.texts(locale)).into_response();
        if response.status() == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"organizer\""));
        }
        response
    }

    /// The failure as a page in the site's look. Without a session, the visitor is led to the sign-in page.
    fn page(self, context: &Context, locale: Locale, area: Area, path: &str) -> Response {
        let (home, back) = (area.home(locale), area.pick("office-back", "partner-page-title"));
        let (label, href) = match self {
            Self::Refused(Refusal::NotSignedIn) => return Redirect::to(&format!("{home}/sign-in")).into_response(),
            Self::Refused(Refusal::SessionOver) => {
                return Redirect::to(&format!("{home}/sign-in?over=1")).into_response();
            }
            Self::FactorMissing => ("office-factor-set-up", format!("{home}/second-factor")),
            Self::CaseOver => ("office-look-up", format!("{home}/help")),
            Self::AskLinkDead => ("partner-ask-title", format!("/partner/{locale}/ask")),
            Self::Refused(Refusal::ForeignOrigin | Refusal::NotAllowed)
            | Self::Request(_)
            | Self::TooManyCodes(_)
            | Self::TooManyLookUps(_)
            | Self::LinkDead
            | Self::FileTooLarge
            | Self::TooManyPartners => (back, home),
            // The room in which the change was made shows what it is now.
            Self::Changed => {
                let room = path.split('/').nth(3).unwrap_or_default();
                if room.is_empty() { (back, home) } else { ("office-error-look-again", format!("{home}/{room}")) }
            }
        };
        let (texts, row) = (context.texts(locale), self.row());
        let page = MessagePage::new(&context.site, locale, texts.get("office-error-title"));
        row.page(area.holds(page, "").says(row.sentence(texts)).leads_to(texts.get(label), href))
    }

    /// The failure as the caller reads it: programs ask under `/v1/`, people elsewhere.
    fn answer(self, context: &Context, uri: &Uri, headers: &HeaderMap) -> Response {
        if uri.path().starts_with("/v1/") {
            self.problem(context, preferred_language(headers))
        } else {
            self.page(context, language_of(uri, headers), Area::of(uri), uri.path())
        }
    }
}

/// Answers the failures of all handlers.
pub(crate) async fn answer_failures(State(context): State<Arc<Context>>, request: Request, next: Next) -> Response {
    web::tell(request, next, |failure: Failure, uri, headers| failure.answer(&context, uri, headers)).await
}
