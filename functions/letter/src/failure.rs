//! The failures of this function, and the one table that says how each is answered.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::keys::token::TokenError;
use domain::locale::Locale;
use http::StatusCode;
use pages::{FailureRow, MessagePage, RequestFailure};
use web::language_of;

use crate::context::Context;

/// A handler's answer. [`answer_failures`] puts a failure into the language of the page that was asked for.
pub(crate) type Answer = Result<Response, Failure>;

/// The reason why a request was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    Request(RequestFailure),
    /// The token is not ours, or has another purpose.
    LinkInvalid,
    LinkExpired,
    /// The pledge was withdrawn.
    PledgeGone,
}

house::meets_failures!(Failure);

impl From<TokenError> for Failure {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Invalid => Self::LinkInvalid,
            TokenError::Expired => Self::LinkExpired,
        }
    }
}

impl Failure {
    /// The table of failures: status, code and sentence.
    pub(crate) fn row(self) -> FailureRow {
        match self {
            // A letter's form may be longer than others, so the sentence names no limit.
            Self::Request(RequestFailure::BodyTooLarge) => {
                FailureRow::new(StatusCode::PAYLOAD_TOO_LARGE, "letter_body_too_large")
            }
            Self::Request(failure) => failure.row(),
            Self::LinkInvalid => FailureRow::new(StatusCode::BAD_REQUEST, "link_invalid"),
            Self::LinkExpired => FailureRow::new(StatusCode::GONE, "link_expired"),
            Self::PledgeGone => FailureRow::new(StatusCode::GONE, "pledge_gone"),
        }
    }

    /// The failure as a page in the site's look.
    fn page(self, context: &Context, locale: Locale) -> Response {
        let (texts, row) = (context.texts(locale), self.row());
        let page = |title: String| MessagePage::new(&context.site, locale, title);
        let message = match self {
            Self::Request(RequestFailure::Address(_)) => page(row.sentence(texts)),
            Self::Request(_) | Self::LinkInvalid | Self::LinkExpired | Self::PledgeGone => {
                page(texts.get("link-problem-title")).says(row.sentence(texts))
            }
        };
        row.page(message.leads_to(texts.get("back-to-campaign"), format!("/{locale}")))
    }
}

/// Answers the failures of all handlers with a page.
pub(crate) async fn answer_failures(State(context): State<Arc<Context>>, request: Request, next: Next) -> Response {
    web::tell(request, next, |failure: Failure, uri, headers| failure.page(&context, language_of(uri, headers))).await
}
