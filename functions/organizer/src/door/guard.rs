//! The guard: every page and download behind the door passes here.
//!
//! A browser's cookie counts only for requests that change nothing or come from our own pages, which browsers say in `Origin` and
//! `Sec-Fetch-Site`. The office's pages allow that by `Referrer-Policy: same-origin`.
//!
//! A token of an issuer must be signed by RS256, ES256 or `EdDSA` with a key that it names and the issuer publishes, be for our
//! audience, and have `exp`, `iat`, `email` and `email_verified: true`. It works until its issuer said, for eight hours from `iat` at most,
//! and never becomes a cookie. Its `iat` counts as the beginning of a session, so signing out ends it too. It is not asked for a
//! second factor, which is the issuer's own affair.

use std::sync::Arc;

use access::{Refusal, Way, bearer};
use axum::Router;
use axum::extract::{Extension, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use domain::keys::session::Session;
use domain::mail::email::EmailAddress;
use domain::office::organizer::{Organizer, Role};
use http::header::{CACHE_CONTROL, REFERRER_POLICY, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Method};
use jiff::Timestamp;
use store::StoreError;
use web::NO_STORE;

use crate::context::{Context, House};
use crate::failure::Failure;
use crate::visit::caller::Caller;

/// Lets a request through with its [`Caller`], and renews the session in the browser's cookie.
pub(crate) async fn let_through(State(context): State<Arc<Context>>, mut request: Request, next: Next) -> Response {
    let (caller, renewed) = match caller(&context, request.method(), request.headers()).await {
        Ok(found) => found,
        Err(failure) => return failure.into_response(),
    };
    request.extensions_mut().insert(caller);
    let mut response = next.run(request).await;
    // A page that ends the session sets its own cookie, which must stay.
    if let Some(session) = renewed
        && !response.headers().contains_key(SET_COOKIE)
    {
        response.headers_mut().insert(SET_COOKIE, context.access.cookie(&session));
    }
    response
}

/// Finds the organizer by a bearer token or the session, and the renewed session if one is due.
async fn caller(context: &Context, method: &Method, headers: &HeaderMap) -> Result<(Caller, Option<Session>), Failure> {
    let now = context.now();
    let vouched = match bearer(headers) {
        Some(token) => context.issuers.vouched(token, now).await?,
        None => None,
    };
    let (email, began_at, session) = if let Some(vouched) = vouched {
        // An issuer's token never becomes a session of ours, because it must end when its issuer says.
        (vouched.email, vouched.began_at, None)
    } else {
        let (session, way) = context.access.session(method, headers, now)?;
        (session.organizer.clone(), session.began_at, Some(session).filter(|_| way == Way::Cookie))
    };
    // A removal or a sign-out elsewhere ends the session at once, so the organizer is read with every request.
    let organizer = organizer_at(context, &email, now).await?.ok_or(Refusal::NotSignedIn)?;
    if !organizer.honours(began_at) {
        return Err(Refusal::SessionOver.into());
    }
    let renewed = session.and_then(|session| session.renewed(organizer.role, now));
    Ok((Caller::new(organizer, now, context.site.campaign()), renewed))
}

/// Reads the organizer with that mailbox, and stores the first admin when they prove their address for the first time.
///
/// The mailer stores the first admin too, before it mails a link. With an issuer's token they may come without a link.
async fn organizer_at(
    context: &Context,
    email: &EmailAddress,
    now: Timestamp,
) -> Result<Option<Organizer>, StoreError> {
    let found = context.office.organizer(email).await?;
    if found.is_some() || !email.is_same_mailbox(&context.first_admin) {
        return Ok(found);
    }
    context.office.ensure(&Organizer::first(context.first_admin.clone(), now)).await?;
    context.office.organizer(email).await
}

/// Restricts routes to organizers with at least this role.
pub(crate) fn only(needed: Role, routes: Router<House>) -> Router<House> {
    routes.route_layer(middleware::from_fn(
        move |Extension(caller): Extension<Caller>, request, next: Next| async move {
            match caller.must_be(needed) {
                Ok(()) => next.run(request).await,
                Err(failure) => failure.into_response(),
            }
        },
    ))
}

/// Forbids caches to keep an answer of the office, and browsers to tell other sites its address.
///
/// Browsers still tell our own site where a form was sent from: so a form of ours is known from one of another site.
pub(crate) async fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, NO_STORE);
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}
