//! Confirm a pledge: a page on GET, the count on POST.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{FromRequest, Query, Request, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::locale::Locale;
use domain::pledge::{Confirmation, Household, Signer};
use domain::riding::RidingCode;
use domain::token::{Claims, Purpose};
use http::header::CACHE_CONTROL;
use pages::Frame;
use serde::Deserialize;
use serde_json::Value;
use store::Confirmed;
use web::{Lang, NO_STORE, ProblemDetails};

use crate::counts::Counts;
use crate::desk::Desk;
use crate::failure::{Answer, Failure};
use crate::form::FormFields;
use crate::interface::{ConfirmAnswer, ConfirmStatus, RidingAnswer, TokenRequest};
use crate::share::Share;
use crate::submit::read_object;

/// A link's query.
#[derive(Deserialize)]
pub(crate) struct Link {
    #[serde(default)]
    pub(crate) token: String,
    /// Set when the person had been counted before.
    #[serde(default)]
    again: Option<String>,
    /// Set after a change was saved.
    #[serde(default)]
    pub(crate) saved: Option<String>,
    /// The server of Mastodon where someone wants to share.
    #[serde(default)]
    server: Option<String>,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmPage<'a> {
    frame: Frame<'a>,
    token: &'a str,
    /// Where the person will be counted.
    lede: String,
}

#[derive(Template)]
#[template(path = "thank_you.html")]
struct ThankYouPage<'a> {
    frame: Frame<'a>,
    /// "You are one of N", where they are counted.
    lede: String,
    /// And everywhere.
    total: String,
    /// The page of their riding's count.
    riding: Option<RidingCode>,
    /// The riding's ranks, names and values.
    ranks: Vec<(String, String)>,
    /// What would move it up.
    next: Option<String>,
    again: bool,
    token: &'a str,
    letter_body: String,
    letter_url: String,
    share: Share,
    manage_url: String,
}

impl ThankYouPage<'_> {
    /// The server of Mastodon to share at, with its address.
    fn server(&self) -> Option<&(String, String)> {
        self.share.server.as_ref()?.found.as_ref()
    }

    fn server_is_wrong(&self) -> bool {
        self.share.server.is_some() && self.server().is_none()
    }
}

/// `GET /{lang}/confirm?token=`: shows what will be counted. Mail scanners open links, so it changes nothing.
pub(crate) async fn ask(State(desk): State<Arc<Desk>>, Lang(locale): Lang, Query(link): Query<Link>) -> Answer {
    let token = link.token.as_str();
    let claims = verify(&desk, Purpose::Confirm, token)?;
    let (submission, household) = desk.pledges.read(claims.signer, claims.submission).await?;
    match household.confirmation(claims.submission, submission, desk.now()) {
        Confirmation::Count(submission, _) => {
            let texts = desk.texts(locale);
            let title = texts.with("confirm-title", [("name", submission.draft.name.called().into())]);
            let path = format!("/confirm?token={token}");
            let frame = Frame::new(&desk.site, locale, title, &path).noindex();
            let lede = match ridings::name_of(&submission.draft.residence, locale) {
                Some(riding) => texts.with("confirm-body", [("riding", riding.into())]),
                None => texts.get("confirm-body-abroad"),
            };
            Ok(private_page(&ConfirmPage { frame, token, lede }))
        }
        Confirmation::Repeated(signer) => Ok(to_thank_you(&desk, locale, &signer, &claims, "")),
        Confirmation::SamePerson(signer) => Ok(to_thank_you(&desk, locale, &signer, &claims, "&again=1")),
        Confirmation::AddressTaken => Err(Failure::AddressTaken),
        Confirmation::Gone => Err(gone(&household)),
    }
}

/// What became of a submission that is there no more, as its page tells it: behind a newer one, or withdrawn.
fn gone(household: &Household) -> Failure {
    if household.members().next().is_some() { Failure::PledgeReplaced } else { Failure::PledgeGone }
}

/// `POST /{lang}/confirm`: counts, then shows the thank-you page.
pub(crate) async fn by_form(State(desk): State<Arc<Desk>>, Lang(locale): Lang, fields: FormFields) -> Answer {
    let claims = verify(&desk, Purpose::Confirm, &fields.get("token"))?;
    let (signer, status) = match confirm(&desk, &claims).await {
        Err(Failure::PledgeGone) => return Err(gone(&desk.pledges.household(claims.signer).await?)),
        confirmed => confirmed?,
    };
    let again = if status == Status::AlreadyCounted { "&again=1" } else { "" };
    Ok(to_thank_you(&desk, locale, &signer, &claims, again))
}

/// Confirms a pledge: the person is counted, once however often this is sent
#[utoipa::path(
    post, path = "/v1/pledges/confirm", tag = "pledges", request_body = TokenRequest,
    responses(
        (status = 200, description = "They are counted, now or before", body = ConfirmAnswer),
        (status = 400, description = "The body is not a JSON object, or the token is not ours", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 413, description = "The body is longer than 16 KB", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 415, description = "The body is not JSON", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 409, description = "The address already stands for others", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 410, description = "The link has expired, or the pledge was withdrawn", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "There is no token", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "Try again; see Retry-After", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn by_json(State(desk): State<Arc<Desk>>, SentToken(token): SentToken) -> Answer {
    let claims = verify(&desk, Purpose::Confirm, &token)?;
    let (signer, status) = confirm(&desk, &claims).await?;
    let counts = Counts::with(&desk, &signer).await?;
    let answer = ConfirmAnswer {
        status: match status {
            Status::Confirmed => ConfirmStatus::Confirmed,
            Status::AlreadyCounted => ConfirmStatus::AlreadyCounted,
        },
        riding: RidingAnswer::of(&signer.draft.residence),
        riding_count: counts.here,
        total: counts.total,
        manage_url: desk.manage_url(&signer),
    };
    Ok(([(CACHE_CONTROL, NO_STORE)], Json(answer)).into_response())
}

/// `GET /{lang}/thank-you?token=`: "you are one of N".
pub(crate) async fn thank_you(State(desk): State<Arc<Desk>>, Lang(locale): Lang, Query(link): Query<Link>) -> Answer {
    let claims = verify(&desk, Purpose::Confirm, &link.token)?;
    let household = desk.pledges.household(claims.signer).await?;
    let signer = household.member(claims.submission).ok_or(Failure::PledgeGone)?;
    let counts = Counts::with(&desk, signer).await?;
    let texts = desk.texts(locale);
    let title = texts.with("thank-you-title", [("name", signer.draft.name.called().into())]);
    let here = counts.here.into();
    let lede = match ridings::name_of(&signer.draft.residence, locale) {
        Some(riding) => texts.with("thank-you-riding", [("count", here), ("riding", riding.into())]),
        None => texts.with("thank-you-abroad", [("count", here)]),
    };
    let path = format!("/thank-you?token={}", link.token);
    let frame = Frame::new(&desk.site, locale, title, &path).noindex();
    Ok(private_page(&ThankYouPage {
        frame,
        lede,
        riding: signer.draft.residence.place().riding(),
        total: texts.with("thank-you-total", [("total", counts.total.into())]),
        ranks: counts.ranks(texts),
        next: counts.next(texts),
        again: link.again.is_some(),
        token: &link.token,
        letter_body: letter_body(&desk, locale, signer),
        letter_url: desk.letter_path(locale, signer),
        share: Share::new(&desk, locale, signer, link.server.as_deref()),
        manage_url: desk.manage_url(signer),
    }))
}

/// Whom the letter goes to, by name where the roster has one.
fn letter_body(desk: &Desk, locale: Locale, signer: &Signer) -> String {
    let texts = desk.texts(locale);
    match signer.draft.residence.place().riding().map(ridings::member) {
        Some(Some(member)) => texts.with("thank-you-letter-body", [("member", member.name.into())]),
        Some(None) => texts.get("thank-you-letter-body-vacant"),
        None => texts.get("thank-you-letter-body-abroad"),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Confirmed,
    AlreadyCounted,
}

async fn confirm(desk: &Desk, claims: &Claims) -> Result<(Signer, Status), Failure> {
    match desk.pledges.confirm(claims, desk.now(), desk.entropy.number()).await? {
        Confirmed::Counted(signer) | Confirmed::Repeated(signer) => Ok((signer, Status::Confirmed)),
        Confirmed::SamePerson(signer) => Ok((signer, Status::AlreadyCounted)),
        Confirmed::AddressTaken => Err(Failure::AddressTaken),
        Confirmed::Gone => Err(Failure::PledgeGone),
    }
}

pub(crate) fn verify(desk: &Desk, purpose: Purpose, token: &str) -> Result<Claims, Failure> {
    if token.is_empty() {
        return Err(Failure::TokenMissing);
    }
    Ok(desk.verify(purpose, token)?)
}

/// A link's token, as programs send it.
pub(crate) struct SentToken(pub(crate) String);

impl<S: Send + Sync> FromRequest<S> for SentToken {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        let object = read_object(&parts.headers, body).await?;
        object.get("token").and_then(Value::as_str).map(|token| Self(token.to_owned())).ok_or(Failure::TokenMissing)
    }
}

/// A page that only this person should see or keep.
pub(crate) fn private_page(page: &impl Template) -> Response {
    let html = page.render().expect("templates render from memory");
    ([(CACHE_CONTROL, NO_STORE)], Html(html)).into_response()
}

fn to_thank_you(desk: &Desk, locale: Locale, signer: &Signer, held: &Claims, suffix: &str) -> Response {
    let path = desk.thank_you_path(locale, signer, held);
    ([(CACHE_CONTROL, NO_STORE)], Redirect::to(&format!("{path}{suffix}"))).into_response()
}
