//! Withdrawing a pledge, and the receipt for it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::keys::token::Purpose;
use http::header::CACHE_CONTROL;
use jiff::Timestamp;
use pages::MessagePage;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Lang, Metric, NO_STORE, ProblemDetails, Query, metric};

use crate::context::Context;
use crate::failure::{Answer, Failure};
use crate::form::FormFields;
use crate::json::{Member, read_json};
use crate::link::{private_page, verify};

/// A link's token.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TokenRequest {
    /// The text after `token=` in the mailed link.
    #[schema(value_type = String)]
    pub(crate) token: Member<String>,
}

/// Nobody is counted by that link any more.
#[derive(Serialize, ToSchema)]
pub(crate) struct WithdrawAnswer {
    status: WithdrawStatus,
}

/// It is done, now or before.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum WithdrawStatus {
    Withdrawn,
}

/// `POST /{lang}/my-pledge/withdraw`: withdraws, then redirects to the receipt.
pub(crate) async fn withdraw_by_form(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    fields: FormFields,
) -> Answer {
    withdraw(&context, &fields.get("token")).await?;
    Ok(Redirect::to(&format!("/{locale}/withdrawn?at={}", context.now().as_second())).into_response())
}

/// Withdraws a pledge: it is erased, and no longer counted
///
/// The name and the address go once the last mail has left, backups forget it after 14 days, and marks that name nobody stay
/// longer; the privacy page says which. A second time finds nothing left, and is answered the same. A signature on paper under the same name and postal code counts
/// again.
#[utoipa::path(
    post, path = "/v1/pledges/withdraw", tag = "pledges", request_body = TokenRequest,
    responses(
        (status = 200, description = "The pledge is erased", body = WithdrawAnswer),
        (status = 400, description = "The body is not a JSON object, or the token is not ours", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 413, description = "The body is longer than 16 KB", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 415, description = "The body is not JSON", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 410, description = "The link has expired", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "There is no token", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "Try again; see Retry-After", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn withdraw_by_json(State(context): State<Arc<Context>>, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let request: TokenRequest = read_json(&parts.headers, body).await?;
    let Member::Sent(token) = request.token else { return Err(Failure::TokenMissing) };
    withdraw(&context, &token).await?;
    let answer = WithdrawAnswer { status: WithdrawStatus::Withdrawn };
    Ok(([(CACHE_CONTROL, NO_STORE)], Json(answer)).into_response())
}

/// Withdraws the pledge of a link. A second time finds nothing left, and succeeds too.
async fn withdraw(context: &Context, token: &str) -> Result<(), Failure> {
    let claims = verify(context, Purpose::Manage, token)?;
    if context.pledges.withdraw(&claims, context.now(), context.entropy.number()).await? {
        metric::put(&[(Metric::Withdrawals, 1.0)]);
    }
    Ok(())
}

/// The query of the receipt: the second of the withdrawal, which is all that is left of the pledge.
#[derive(Deserialize)]
pub(crate) struct Receipt {
    #[serde(default)]
    at: Option<String>,
}

/// `GET /{lang}/withdrawn?at=`: a receipt that names nobody.
pub(crate) async fn show_receipt(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Query(receipt): Query<Receipt>,
) -> Response {
    let texts = context.texts(locale);
    let second = receipt.at.and_then(|at| at.parse().ok());
    let at = second.and_then(|second| Timestamp::from_second(second).ok());
    // A time before the campaign or in the future was made up.
    let at = at.filter(|at| (context.site.campaign().opens_at..=context.now()).contains(at));
    let path = at.map_or_else(|| "/withdrawn".to_owned(), |at| format!("/withdrawn?at={}", at.as_second()));
    let mut page = MessagePage::new(&context.site, locale, texts.get("withdrawn-title"))
        .at(&path)
        .says(texts.get("withdrawn-body"));
    if let Some(at) = at {
        let when = [("day", texts.day(at).into()), ("time", texts.time(at).into())];
        page = page.says(texts.with("withdrawn-receipt", when));
    }
    let contact = context.site.campaign().organization.contact_email.as_str();
    let page = page
        .says(texts.get("withdrawn-stays"))
        .says(texts.with("withdrawn-elsewhere", [("contact", contact.into())]))
        .says(texts.with("privacy-choices-paper", [("contact", contact.into())]));
    private_page(&page.says(texts.get("withdrawn-again")).leads_to(texts.get("back-to-campaign"), format!("/{locale}")))
}
