//! Who the organizers are: admins invite, change roles, remove. Every change is in the log with it.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::audit::Action;
use domain::email::EmailAddress;
use domain::identity::SignInId;
use domain::locale::Locale;
use domain::organizer::{Organizer, Role};
use domain::session::SIGN_IN_MINUTES;
use http::{HeaderMap, Request, StatusCode, Uri};
use jiff::SignedDuration;
use pages::Frame;
use store::SignIn;

use crate::desk::Desk;
use crate::failure::Failure;
use crate::form::Form;
use crate::guard::Caller;
use crate::nav::{Nav, Room};

#[derive(Template)]
#[template(path = "team.html")]
struct TeamPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    members: Vec<Member>,
    email: &'a str,
    role: Role,
    error: Option<String>,
    saved: bool,
}

/// An organizer as the page shows them.
struct Member {
    email: String,
    role: Role,
    since: String,
    by: Option<String>,
    /// Oneself and whom the deployment names stay as they are, so that somebody always holds the keys.
    fixed: bool,
}

/// `GET /organizer/{lang}/team`
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Extension(caller): Extension<Caller>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Ok(locale) = lang.parse::<Locale>() else { return Failure::NotFound.told(&desk, &uri, &headers) };
    let saved = uri.query() == Some("saved=1");
    match page(&desk, locale, &caller, ("", Role::Viewer), None, saved).await {
        Ok(page) => page,
        Err(failure) => failure.told(&desk, &uri, &headers),
    }
}

async fn page(
    desk: &Desk,
    locale: Locale,
    caller: &Caller,
    (email, role): (&str, Role),
    error: Option<String>,
    saved: bool,
) -> Result<Response, Failure> {
    caller.must_be(Role::Admin)?;
    let texts = desk.texts(locale);
    let member = |organizer: Organizer| Member {
        fixed: is_fixed(desk, caller, &organizer.email),
        since: texts.day(organizer.invited_at),
        by: organizer.invited_by.map(|by| by.to_string()),
        role: organizer.role,
        email: organizer.email.to_string(),
    };
    let members = desk.office.organizers().await?.into_iter().map(member).collect();
    let mut frame = Frame::new(&desk.site, locale, texts.get("office-team-title"), "/team").in_office();
    if error.is_some() {
        frame = frame.with_errors();
    }
    let nav = Nav::new(locale, caller, Room::Team);
    let page = TeamPage { frame, nav, members, email, role, error, saved };
    Ok(Html(page.render().expect("templates render from memory")).into_response())
}

fn is_fixed(desk: &Desk, caller: &Caller, email: &EmailAddress) -> bool {
    email.is_same_mailbox(&caller.organizer.email) || email.is_same_mailbox(&desk.first_admin)
}

/// `POST /organizer/{lang}/team`: invites.
pub(crate) async fn invite(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Extension(caller): Extension<Caller>,
    request: Request<Body>,
) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let done = async {
        let locale = lang.parse::<Locale>().map_err(|_| Failure::NotFound)?;
        caller.must_be(Role::Admin)?;
        let form = Form::read(request).await?;
        let role: Role = form.get("role").parse().map_err(|_| Failure::NotFound)?;
        let again = async |key: &str| {
            let error = desk.texts(locale).get(key);
            let page = page(&desk, locale, &caller, (form.get("email"), role), Some(error), false).await?;
            Ok::<_, Failure>((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        };
        let Ok(email) = EmailAddress::parse(form.get("email")) else { return again("office-sign-in-malformed").await };
        let organizer = Organizer {
            email: email.clone(),
            role,
            locale,
            invited_by: Some(caller.organizer.email.clone()),
            invited_at: caller.now,
            signed_out_at: None,
            second_factor: None,
        };
        if !desk.office.invite(&organizer, &caller.did(Action::Invited, format!("{email}: {role}"))).await? {
            return again("office-team-there-already").await;
        }
        let id = SignInId::from_random(desk.entropy.sixteen_bytes());
        let expires_at = caller.now.saturating_add(SignedDuration::from_mins(SIGN_IN_MINUTES));
        let expires_at = expires_at.expect("a fixed span saturates");
        desk.pledges.ask_sign_in(&SignIn { id, email, locale, invitation: true, expires_at }).await?;
        Ok(saved(locale))
    };
    done.await.unwrap_or_else(|failure: Failure| failure.told(&desk, &uri, &headers))
}

/// `POST /organizer/{lang}/team/role`
pub(crate) async fn change_role(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Extension(caller): Extension<Caller>,
    request: Request<Body>,
) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let done = async {
        let (locale, form, email) = about_one(&desk, &lang, &caller, request).await?;
        let role = |name: &str| form.get(name).parse::<Role>().map_err(|_| Failure::NotFound);
        let (from, to) = (role("from")?, role("role")?);
        let entry = caller.did(Action::RoleChanged, format!("{email}: {from} → {to}"));
        if from != to && !desk.office.change_role(&email, from, to, &entry).await? {
            return Err(Failure::Changed);
        }
        Ok(saved(locale))
    };
    done.await.unwrap_or_else(|failure: Failure| failure.told(&desk, &uri, &headers))
}

/// `POST /organizer/{lang}/team/remove`
pub(crate) async fn remove(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Extension(caller): Extension<Caller>,
    request: Request<Body>,
) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let done = async {
        let (locale, _, email) = about_one(&desk, &lang, &caller, request).await?;
        // Gone already is as good.
        desk.office.remove(&email, &caller.did(Action::Removed, email.to_string())).await?;
        Ok(saved(locale))
    };
    done.await.unwrap_or_else(|failure: Failure| failure.told(&desk, &uri, &headers))
}

/// A form about one organizer, who is not fixed.
async fn about_one(
    desk: &Desk,
    lang: &str,
    caller: &Caller,
    request: Request<Body>,
) -> Result<(Locale, Form, EmailAddress), Failure> {
    let locale = lang.parse::<Locale>().map_err(|_| Failure::NotFound)?;
    caller.must_be(Role::Admin)?;
    let form = Form::read(request).await?;
    let email = EmailAddress::parse(form.get("email")).map_err(|_| Failure::NotFound)?;
    if is_fixed(desk, caller, &email) {
        return Err(Failure::Refused(access::Refusal::NotAllowed));
    }
    Ok((locale, form, email))
}

fn saved(locale: Locale) -> Response {
    Redirect::to(&format!("/organizer/{locale}/team?saved=1")).into_response()
}
