//! A link that was mailed to somebody: its query, its token, and the pages that only its reader may see.

use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::keys::token::{Claims, Purpose};
use domain::locale::Locale;
use domain::pledge::Signer;
use http::StatusCode;
use http::header::CACHE_CONTROL;
use serde::Deserialize;
use web::NO_STORE;

use crate::context::Context;
use crate::failure::{Answer, Failure};

/// The query of a page that a mailed link opens.
#[derive(Deserialize)]
pub(crate) struct Link {
    #[serde(default)]
    pub(crate) token: String,
    /// Set when the person was counted before this link was used.
    #[serde(default)]
    pub(crate) again: Option<String>,
    /// The id of the form to show, if the mailbox has several.
    #[serde(default)]
    pub(crate) form: Option<String>,
    /// Set after a change was saved.
    #[serde(default)]
    pub(crate) saved: Option<String>,
    /// The server of Mastodon on which to share, as it was typed.
    #[serde(default)]
    pub(crate) server: Option<String>,
}

/// Reads a link's token, which must have that purpose.
pub(crate) fn verify(context: &Context, purpose: Purpose, token: &str) -> Result<Claims, Failure> {
    if token.is_empty() {
        return Err(Failure::TokenMissing);
    }
    Ok(context.verify(purpose, token)?)
}

/// Finds the signer whose pledge a manage link opens.
pub(crate) async fn find_signer(context: &Context, token: &str) -> Result<(Claims, Signer), Failure> {
    let claims = verify(context, Purpose::Manage, token)?;
    let household = context.pledges.household(claims.signer).await?;
    let signer = household.member(claims.submission).cloned().ok_or(Failure::PledgeGone)?;
    Ok((claims, signer))
}

/// A page that only the link's reader should see, and that no cache may keep.
pub(crate) fn private_page(page: &impl Template) -> Response {
    pages::private(StatusCode::OK, page)
}

/// Redirects to the thank-you page of a signer whose own mailbox the link proves. The suffix ends the page's query.
pub(crate) fn redirect_to_thank_you(
    context: &Context,
    locale: Locale,
    signer: &Signer,
    reader: &Claims,
    suffix: &str,
) -> Answer {
    if signer.mailbox != reader.mailbox {
        return Err(Failure::OtherSpelling);
    }
    let path = context.thank_you_path(locale, signer, reader);
    Ok(([(CACHE_CONTROL, NO_STORE)], Redirect::to(&format!("{path}{suffix}"))).into_response())
}
