//! Answers for addresses that lead nowhere, in the site's own look.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::ACCEPT;
use http::{HeaderMap, Uri};
use pages::{MessagePage, RequestFailure};
use web::{AddressError, framable, language_of};

use crate::context::Context;
use crate::counts::by_language;
use crate::embed;

/// Returns the same address without a slash at its end, which people and other sites add.
fn without_last_slash(uri: &Uri) -> Option<String> {
    let path = uri.path().strip_suffix('/').filter(|path| !path.is_empty() && !path.ends_with('/'))?;
    // Two slashes would begin an address of another site.
    let path = path.strip_prefix('/').filter(|path| !path.starts_with(['/', '\\']))?;
    Some(uri.query().map_or_else(|| format!("/{path}"), |query| format!("/{path}?{query}")))
}

/// Answers an address that leads nowhere with its fault.
pub(crate) async fn tell(State(context): State<Arc<Context>>, request: Request, next: Next) -> Response {
    web::tell(request, next, |error, uri, headers| answer_fault(&context, error, uri, headers)).await
}

fn answer_fault(context: &Context, error: AddressError, uri: &Uri, headers: &HeaderMap) -> Response {
    if let Some(meant) = without_last_slash(uri).filter(|_| error == AddressError::NotFound) {
        let led = Redirect::permanent(&meant).into_response();
        return if embed::is_frame(uri.path()) { framable(led) } else { led };
    }
    if embed::is_frame(uri.path()) {
        return framable(embed::refusal(context, error, uri));
    }
    let first = uri.path().split('/').nth(1).unwrap_or_default();
    // An embed is the same in every browser, and so is what it says when it is refused.
    let locale = if first == "embed" { language_of(uri, &HeaderMap::new()) } else { language_of(uri, headers) };
    let (texts, row) = (context.texts(locale), RequestFailure::from(error).row());
    if matches!(first, "v1" | "oembed") || uri.path() == "/embed/counter.svg" || wants_json(headers) {
        return by_language(row.problem(texts).into_response());
    }
    let mut page = MessagePage::new(&context.site, locale, row.sentence(texts));
    if error == AddressError::NotFound {
        page = page.says(texts.get("not-found-body"));
    }
    by_language(row.page(page.leads_to(texts.get("back-to-campaign"), format!("/{locale}"))))
}

/// Whether the caller names JSON and no HTML.
fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.contains("json") && !accept.contains("text/html")
}
