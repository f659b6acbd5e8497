//! The failures of this function, and the one table that says how each is answered. Programs get a problem, people a page.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::keys::token::TokenError;
use domain::locale::Locale;
use http::{HeaderMap, StatusCode, Uri};
use jiff::Timestamp;
use pages::{Embedding, FailureRow, MessagePage, RequestFailure};
use web::{framable, language_of};

use crate::context::Context;
use crate::embedding::embedding_of;

/// A handler's answer. [`answer_failures`] makes a failure readable for the caller.
pub(crate) type Answer = Result<Response, Failure>;

/// A link that a page offers: the key of its words, and its path after the language.
type Offer = (&'static str, &'static str);

const BACK_TO_CAMPAIGN: Offer = ("back-to-campaign", "");
const SIGN_AGAIN: Offer = ("sign-again", "");
const SEE_RIDINGS: Offer = ("layout-ridings", "/ridings");

/// The reason why a request was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    Request(RequestFailure),
    CampaignNotOpen,
    CampaignClosed,
    /// The form is closed for now, and is to be opened again at that moment, if one was given.
    FormClosed(Option<Timestamp>),
    TokenMissing,
    /// The token is not ours, or has another purpose.
    LinkInvalid,
    LinkExpired,
    /// The pledge was withdrawn, or was not confirmed in time.
    PledgeGone,
    /// The pledge is gone, and a newer one of the same address is counted.
    PledgeReplaced,
    /// The address already stands for as many people as it may.
    AddressTaken,
    /// Somebody is counted at the address, and the request does not say whether that is the same person.
    WhoIsIt,
    /// The pledge was proven by another spelling of the address, and only that spelling leads to it.
    OtherSpelling,
    /// The form that "check your mail" kept is not ours, or has expired.
    DraftExpired,
    /// The form was confirmed by its code, so the page that kept it can do nothing more with it.
    DraftSpent,
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
    fn row(self) -> FailureRow {
        let (status, code) = match self {
            Self::Request(failure) => return failure.row(),
            Self::CampaignNotOpen => (StatusCode::FORBIDDEN, "campaign_not_open"),
            Self::CampaignClosed => (StatusCode::FORBIDDEN, "campaign_closed"),
            Self::FormClosed(_) => (StatusCode::FORBIDDEN, "form_closed"),
            Self::TokenMissing => (StatusCode::UNPROCESSABLE_ENTITY, "token_missing"),
            Self::LinkInvalid => (StatusCode::BAD_REQUEST, "link_invalid"),
            Self::LinkExpired => (StatusCode::GONE, "link_expired"),
            Self::PledgeGone | Self::PledgeReplaced => (StatusCode::GONE, "pledge_gone"),
            Self::DraftExpired => (StatusCode::GONE, "draft_expired"),
            Self::DraftSpent => (StatusCode::GONE, "draft_spent"),
            Self::AddressTaken => (StatusCode::CONFLICT, "address_taken"),
            Self::WhoIsIt => (StatusCode::CONFLICT, "who_is_it"),
            Self::OtherSpelling => (StatusCode::CONFLICT, "other_spelling"),
        };
        FailureRow::new(status, code)
    }

    /// The failure as problem details.
    pub(crate) fn problem(self, context: &Context, locale: Locale) -> Response {
        self.row().problem(context.texts(locale)).into_response()
    }

    /// The failure as a page in the site's look: what happened, and the one thing to do next.
    fn page(self, context: &Context, locale: Locale) -> Response {
        let (page, (label, path)) = self.message(context, locale);
        self.row().page(page.leads_to(context.texts(locale).get(label), format!("/{locale}{path}")))
    }

    /// The failure as a page in the frame where the form is.
    pub(crate) fn embedded_page(self, context: &Context, embedding: &Embedding) -> Response {
        let back = context.texts(embedding.locale).get("back-to-form");
        let (page, _) = self.message(context, embedding.locale);
        framable(self.row().page(page.leads_to(back, embedding.form_path()).embedded(embedding.theme)))
    }

    /// The words of the failure's page, and the link that it offers on the campaign's own site.
    fn message(self, context: &Context, locale: Locale) -> (MessagePage<'_>, Offer) {
        let texts = context.texts(locale);
        let page = |title: &str| MessagePage::new(&context.site, locale, texts.get(title));
        let sentence = self.row().sentence(texts);
        match self {
            Self::Request(RequestFailure::Address(_)) => {
                (MessagePage::new(&context.site, locale, sentence), BACK_TO_CAMPAIGN)
            }
            Self::LinkExpired if context.is_over() => {
                let page = page("failed-expired-title").says(texts.get("failed-expired-over"));
                (page.says(Self::closing_day(context, locale)), SEE_RIDINGS)
            }
            Self::LinkExpired => {
                let page = page("failed-expired-title").says(texts.get("failed-expired-body"));
                (page.says(texts.get("failed-expired-next")), SIGN_AGAIN)
            }
            Self::PledgeGone => {
                (page("failed-gone-title").says(sentence).says(texts.get("failed-gone-next")), SIGN_AGAIN)
            }
            Self::PledgeReplaced => {
                let page = page("failed-replaced-title").says(texts.get("failed-replaced-body"));
                (page.says(texts.get("failed-replaced-next")), SEE_RIDINGS)
            }
            Self::LinkInvalid | Self::TokenMissing => {
                let contact = context.site.campaign().organization.contact_email.as_str();
                let page = page("failed-link-title").says(sentence).says(texts.get("failed-link-next"));
                let page = page.says(texts.with("link-problem-lost", [("contact", contact.into())]));
                (page, ("link-problem-sign", "#sign"))
            }
            Self::AddressTaken => {
                (page("failed-address-taken-title").says(sentence), ("failed-address-taken-next", ""))
            }
            Self::WhoIsIt | Self::OtherSpelling => {
                (page("failed-other-spelling-title").says(sentence), BACK_TO_CAMPAIGN)
            }
            Self::CampaignClosed => {
                (page("failed-closed-title").says(sentence).says(Self::closing_day(context, locale)), SEE_RIDINGS)
            }
            Self::DraftExpired | Self::DraftSpent => (page("link-problem-title").says(sentence), SIGN_AGAIN),
            Self::FormClosed(Some(at)) => {
                let says = texts.with("form-closed-until", [("day", texts.day(at).into())]);
                (page("link-problem-title").says(says), BACK_TO_CAMPAIGN)
            }
            Self::Request(_) | Self::CampaignNotOpen | Self::FormClosed(None) => {
                (page("link-problem-title").says(sentence), BACK_TO_CAMPAIGN)
            }
        }
    }

    /// The sentence that says when the campaign ended, and that its numbers stay.
    fn closing_day(context: &Context, locale: Locale) -> String {
        let texts = context.texts(locale);
        texts.with("failed-closed-on", [("day", texts.day(context.site.campaign().last_day()).into())])
    }

    /// The failure as the caller reads it: programs ask under `/v1/`, people elsewhere.
    fn answer(self, context: &Context, uri: &Uri, headers: &HeaderMap) -> Response {
        let locale = language_of(uri, headers);
        if uri.path().starts_with("/v1/") {
            return self.problem(context, locale);
        }
        match embedding_of(context, locale, uri) {
            Some(embedding) => self.embedded_page(context, &embedding),
            None => self.page(context, locale),
        }
    }
}

/// Answers the failures of all handlers.
pub(crate) async fn answer_failures(State(context): State<Arc<Context>>, request: Request, next: Next) -> Response {
    web::tell(request, next, |failure: Failure, uri, headers| failure.answer(&context, uri, headers)).await
}
