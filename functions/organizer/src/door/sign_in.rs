//! Sign-in: a mailed link works once and lets an organizer in, or leads to `code.rs` if they have a second factor.
//!
//! Every request is answered the same, with one write and one page; only an organizer gets a mail. The module
//! [`domain::office::sign_in_mails`] decides which requests are mailed a link, so that nobody can keep an organizer out or
//! flood their mailbox.

use std::sync::Arc;

use access::{Refusal, no_cookie};
use askama::Template;
use axum::extract::{FromRequest as _, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::ids::SignInId;
use domain::keys::session::{Halfway, LinkOf};
use domain::locale::Locale;
use domain::mail::email::{EmailAddress, EmailError};
use domain::office::audit::Action;
use http::header::SET_COOKIE;
use http::{Extensions, HeaderMap};
use pages::{FieldMessage, Frame, MessagePage, RequestFailure};
use serde::Deserialize;
use store::{SignIn, Wants};
use web::{Lang, Network, Query, preferred_language, source_address};

use crate::desk::Desk;
use crate::door::code::ask_for_code;
use crate::door::session::{signed_in_entry, start_session};
use crate::failure::Failure;
use crate::visit::form::Form;
use crate::visit::{Answer, Visit, answer};

#[derive(Template)]
#[template(path = "door/sign_in.html")]
struct SignInPage<'a> {
    frame: Frame<'a>,
    email: &'a str,
    /// Whether a session has just ended.
    over: bool,
}

#[derive(Template)]
#[template(path = "door/open.html")]
struct OpenPage<'a> {
    frame: Frame<'a>,
    token: &'a str,
}

/// The query of the pages of sign-in.
#[derive(Deserialize)]
pub(crate) struct SignInQuery {
    /// There when a session has just ended.
    #[serde(default)]
    over: Option<String>,
    #[serde(default)]
    token: String,
}

/// `GET /organizer`: 303 to the visitor's language.
pub(crate) async fn choose_language(headers: HeaderMap) -> Response {
    Redirect::to(&format!("/organizer/{}", preferred_language(&headers))).into_response()
}

/// `GET /organizer/{lang}/sign-in`
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    Query(query): Query<SignInQuery>,
) -> Response {
    sign_in_page(&desk, locale, "", None, query.over.is_some())
}

/// `POST /organizer/{lang}/sign-in`: asks for a link by mail.
pub(crate) async fn request_link(State(desk): State<Arc<Desk>>, Lang(locale): Lang, request: Request) -> Answer {
    // Another site must not be able to have our organizers mailed.
    if !desk.access.is_ours(request.headers()) {
        return Err(Refusal::ForeignOrigin.into());
    }
    let network = Network::of(source_address(request.extensions()));
    let form = Form::from_request(request, &()).await?;
    let email = match EmailAddress::parse(form.get("email")) {
        Ok(email) => email,
        Err(error) => {
            let key = match error {
                EmailError::Missing => "office-sign-in-missing",
                EmailError::Malformed | EmailError::TooLong => "office-sign-in-malformed",
            };
            return Ok(sign_in_page(&desk, locale, form.get("email"), Some(key), false));
        }
    };
    let now = desk.now();
    desk.rate_limit.admit(network, now).map_err(RequestFailure::RateLimited)?;
    let id = SignInId::from_random(desk.entropy.sixteen_bytes());
    let network = Some(desk.network_code(network));
    let asked = SignIn { network, ..SignIn::new(id, email, locale, Wants::Office, now) };
    desk.pledges.ask_sign_in(&asked, now).await?;
    Ok(Redirect::to(&format!("/organizer/{locale}/check-your-mail")).into_response())
}

/// `GET /organizer/{lang}/check-your-mail`
pub(crate) async fn check_your_mail(State(desk): State<Arc<Desk>>, Lang(locale): Lang) -> Response {
    let texts = desk.texts(locale);
    MessagePage::new(&desk.site, locale, texts.get("office-mail-title"))
        .in_office("/check-your-mail")
        .says(texts.get("office-mail-body"))
        .says(texts.get("office-mail-nothing"))
        .leads_to(texts.get("office-mail-again"), format!("/organizer/{locale}/sign-in"))
        .into_response()
}

/// `GET /organizer/{lang}/open?token=`: shows a page with one button, because mail scanners open links.
pub(crate) async fn show_button(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    Query(query): Query<SignInQuery>,
) -> Answer {
    desk.access.keys().verify_link(LinkOf::Office, &query.token, desk.now())?;
    let frame = Frame::new(&desk.site, locale, desk.texts(locale).get("office-open-title"), "/sign-in").in_office();
    let page = OpenPage { frame, token: &query.token };
    Ok(answer(&page.frame, &page))
}

/// `POST /organizer/{lang}/open`: uses the link, and begins the session or asks for the second factor.
pub(crate) async fn open(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    extensions: Extensions,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    // Another site must not be able to sign a visitor in as somebody else.
    if !desk.access.is_ours(&headers) {
        return Err(Refusal::ForeignOrigin.into());
    }
    let now = desk.now();
    let id = desk.access.keys().verify_link(LinkOf::Office, form.get("token"), now)?;
    let asked =
        desk.pledges.sign_in(id, now).await?.filter(|asked| asked.wants == Wants::Office).ok_or(Failure::LinkDead)?;
    let organizer = desk.office.organizer(&asked.email).await?.ok_or(Failure::LinkDead)?;
    desk.forget_mails_for(&organizer.email, Network::of(source_address(&extensions)), now).await?;
    if !desk.pledges.use_sign_in(id).await? {
        return Err(Failure::LinkDead);
    }
    if organizer.second_factor.is_some() {
        return Ok(ask_for_code(&desk, locale, &Halfway { organizer: organizer.email, since: now }));
    }
    desk.office.record(&signed_in_entry(&organizer, now)).await?;
    Ok(start_session(&desk, locale, organizer, now))
}

/// `POST /organizer/{lang}/sign-out`: ends every session of the organizer, on every machine.
pub(crate) async fn sign_out(visit: Visit) -> Answer {
    let caller = &visit.caller;
    visit.desk.office.sign_out(&caller.organizer.email, caller.now, &caller.did(Action::SignedOut, "")).await?;
    Ok(([(SET_COOKIE, no_cookie())], visit.to("/sign-in")).into_response())
}

fn sign_in_page(desk: &Desk, locale: Locale, email: &str, wrong: Option<&'static str>, over: bool) -> Response {
    let texts = desk.texts(locale);
    let error = wrong.map(|key| FieldMessage { field: "email", code: key, message: texts.get(key) });
    let frame = Frame::new(&desk.site, locale, texts.get("office-sign-in-title"), "/sign-in").in_office();
    let page = SignInPage { frame: frame.with_errors(error.into_iter().collect()), email, over };
    answer(&page.frame, &page)
}
