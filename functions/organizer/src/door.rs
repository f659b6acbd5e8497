//! The door: a mailed link that works once lets an organizer in, or leads one with a second factor to `code.rs`.
//!
//! Whoever asks is answered the same, organizer or not: one write, one page. What differs is the mail.

use std::sync::Arc;

use access::{Refusal, no_cookie};
use askama::Template;
use axum::body::Body;
use axum::extract::{Extension, Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::audit::{Action, Entry};
use domain::email::{EmailAddress, EmailError};
use domain::identity::{SessionId, SignInId};
use domain::locale::Locale;
use domain::organizer::Organizer;
use domain::session::{Halfway, SIGN_IN_MINUTES, Session};
use http::header::SET_COOKIE;
use http::{HeaderMap, Request, StatusCode, Uri};
use jiff::{SignedDuration, Timestamp};
use pages::{Frame, MessagePage};
use serde::Deserialize;
use store::SignIn;
use web::{Network, preferred_language, source_address};

use crate::code;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::form::Form;
use crate::guard::Caller;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage<'a> {
    frame: Frame<'a>,
    email: &'a str,
    error: Option<String>,
    /// Whether a session has just ended.
    over: bool,
}

#[derive(Template)]
#[template(path = "open.html")]
struct OpenPage<'a> {
    frame: Frame<'a>,
    token: &'a str,
}

/// The query of the door.
#[derive(Deserialize)]
pub(crate) struct Door {
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
    Path(lang): Path<String>,
    Query(door): Query<Door>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Ok(locale) = lang.parse::<Locale>() else { return Failure::NotFound.told(&desk, &uri, &headers) };
    sign_in_page(&desk, locale, "", None, door.over.is_some())
}

/// `POST /organizer/{lang}/sign-in`
pub(crate) async fn ask(State(desk): State<Arc<Desk>>, Path(lang): Path<String>, request: Request<Body>) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let asked = async {
        let locale = lang.parse::<Locale>().map_err(|_| Failure::NotFound)?;
        ask_in(&desk, locale, request).await
    };
    asked.await.unwrap_or_else(|failure: Failure| failure.told(&desk, &uri, &headers))
}

async fn ask_in(desk: &Desk, locale: Locale, request: Request<Body>) -> Result<Response, Failure> {
    // Another site must not be able to have our organizers mailed.
    if !desk.access.is_ours(request.headers()) {
        return Err(Refusal::ForeignOrigin.into());
    }
    let network = Network::of(source_address(request.extensions()));
    let form = Form::read(request).await?;
    let email = match EmailAddress::parse(form.get("email")) {
        Ok(email) => email,
        Err(error) => {
            let key = match error {
                EmailError::Missing => "office-sign-in-missing",
                EmailError::Malformed | EmailError::TooLong => "office-sign-in-malformed",
            };
            let error = desk.texts(locale).get(key);
            let page = sign_in_page(desk, locale, form.get("email"), Some(error), false);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let now = desk.now();
    desk.rate_limit.admit(network, now).map_err(Failure::RateLimited)?;
    let id = SignInId::from_random(desk.entropy.sixteen_bytes());
    let expires_at = now.saturating_add(SignedDuration::from_mins(SIGN_IN_MINUTES)).expect("a fixed span saturates");
    desk.pledges.ask_sign_in(&SignIn { id, email, locale, invitation: false, expires_at }).await?;
    Ok(Redirect::to(&format!("/organizer/{locale}/check-your-mail")).into_response())
}

/// `GET /organizer/{lang}/check-your-mail`
pub(crate) async fn check_your_mail(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Ok(locale) = lang.parse::<Locale>() else { return Failure::NotFound.told(&desk, &uri, &headers) };
    let texts = desk.texts(locale);
    MessagePage::new(&desk.site, locale, texts.get("office-mail-title"))
        .in_office("/check-your-mail")
        .says(texts.get("office-mail-body"))
        .says(texts.get("office-mail-nothing"))
        .leads_to(texts.get("office-mail-again"), format!("/organizer/{locale}/sign-in"))
        .into_response()
}

/// `GET /organizer/{lang}/open?token=`: a page with one button, since mail scanners open links.
pub(crate) async fn knock(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Query(door): Query<Door>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Ok(locale) = lang.parse::<Locale>() else { return Failure::NotFound.told(&desk, &uri, &headers) };
    if let Err(error) = desk.access.keys().verify_sign_in(&door.token, desk.now()) {
        return Failure::from(error).page(&desk, locale);
    }
    let frame = Frame::new(&desk.site, locale, desk.texts(locale).get("office-open-title"), "/sign-in").in_office();
    Html(OpenPage { frame, token: &door.token }.render().expect("templates render from memory")).into_response()
}

/// `POST /organizer/{lang}/open`
pub(crate) async fn open(State(desk): State<Arc<Desk>>, Path(lang): Path<String>, request: Request<Body>) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let opened = async {
        let locale = lang.parse::<Locale>().map_err(|_| Failure::NotFound)?;
        open_in(&desk, locale, request).await
    };
    opened.await.unwrap_or_else(|failure: Failure| failure.told(&desk, &uri, &headers))
}

async fn open_in(desk: &Desk, locale: Locale, request: Request<Body>) -> Result<Response, Failure> {
    // Nor must it be able to have somebody signed in as somebody else.
    if !desk.access.is_ours(request.headers()) {
        return Err(Refusal::ForeignOrigin.into());
    }
    let form = Form::read(request).await?;
    let now = desk.now();
    let id = desk.access.keys().verify_sign_in(form.get("token"), now)?;
    let asked = desk.pledges.sign_in(id, now).await?.filter(|asked| !asked.invitation).ok_or(Failure::LinkDead)?;
    let organizer = desk.office.organizer(&asked.email).await?.ok_or(Failure::LinkDead)?;
    if !desk.pledges.use_sign_in(id).await? {
        return Err(Failure::LinkDead);
    }
    if organizer.second_factor.is_some() {
        return Ok(code::ask(desk, locale, &Halfway { organizer: organizer.email, since: now }));
    }
    desk.office.record(&came_in(&organizer, now)).await?;
    Ok(begin(desk, locale, organizer, now))
}

/// The line of the log for one who comes in.
pub(crate) fn came_in(organizer: &Organizer, now: Timestamp) -> Entry {
    let by = organizer.email.clone();
    Entry { at: now, by, action: Action::SignedIn, about: String::new(), reason: String::new() }
}

/// Lets one in, whose line is in the log.
pub(crate) fn begin(desk: &Desk, locale: Locale, organizer: Organizer, now: Timestamp) -> Response {
    let id = SessionId::from_random(desk.entropy.sixteen_bytes());
    let session = Session::begin(id, organizer.email, organizer.role, now);
    let home = Redirect::to(&format!("/organizer/{locale}"));
    ([(SET_COOKIE, desk.access.cookie(&session))], home).into_response()
}

/// `POST /organizer/{lang}/sign-out`: ends every session of the organizer, on this machine and all others.
pub(crate) async fn sign_out(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Extension(caller): Extension<Caller>,
) -> Response {
    let locale = lang.parse::<Locale>().unwrap_or_default();
    let entry = caller.did(Action::SignedOut, "");
    match desk.office.sign_out(&caller.organizer.email, caller.now, &entry).await {
        Ok(_) => {
            let door = Redirect::to(&format!("/organizer/{locale}/sign-in"));
            ([(SET_COOKIE, no_cookie())], door).into_response()
        }
        Err(error) => Failure::from(error).page(&desk, locale),
    }
}

fn sign_in_page(desk: &Desk, locale: Locale, email: &str, error: Option<String>, over: bool) -> Response {
    let title = desk.texts(locale).get("office-sign-in-title");
    let mut frame = Frame::new(&desk.site, locale, title, "/sign-in").in_office();
    if error.is_some() {
        frame = frame.with_errors();
    }
    Html(SignInPage { frame, email, error, over }.render().expect("templates render from memory")).into_response()
}
