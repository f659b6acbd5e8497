//! The office's own part of signing in: a mailed link lets an organizer in, or leads to `code.rs` if they have a second factor.
//!
//! The pages before it, and the request for the link, are in `visit/mailed_link.rs`.

use access::no_cookie;
use axum::response::{IntoResponse, Redirect, Response};
use domain::keys::session::Halfway;
use domain::office::audit::Action;
use http::HeaderMap;
use http::header::SET_COOKIE;
use web::preferred_language;

use crate::door::code::ask_for_code;
use crate::door::session::{signed_in_entry, start_session};
use crate::failure::Failure;
use crate::visit::form::OurForm;
use crate::visit::mailed_link::Entrance;
use crate::visit::{Answer, Visit};

/// `GET /organizer`: 303 to the visitor's language.
pub(crate) async fn choose_language(headers: HeaderMap) -> Response {
    Redirect::to(&format!("/organizer/{}", preferred_language(&headers))).into_response()
}

/// `POST /organizer/{lang}/open`: uses the link, and begins the session or asks for the second factor.
pub(crate) async fn open(entrance: Entrance, OurForm(form, network): OurForm) -> Answer {
    let (context, now) = (&entrance.context, entrance.context.now());
    let (id, email) = entrance.request(form.get("token")).await?;
    let organizer = context.office.organizer(&email).await?.ok_or(Failure::LinkDead)?;
    let mails = context.office.sign_in_mails(&organizer.email).await?;
    if let Some(left) = context.left_of(&mails, network, now) {
        context.office.change_sign_in_mails(&organizer.email, &mails, &left).await?;
    }
    entrance.use_up(id).await?;
    if organizer.second_factor.is_some() {
        return Ok(ask_for_code(context, entrance.locale, &Halfway { organizer: organizer.email, since: now }));
    }
    context.office.record(&signed_in_entry(&organizer, now)).await?;
    Ok(start_session(context, entrance.locale, organizer, now))
}

/// `POST /organizer/{lang}/sign-out`: ends every session of the organizer, on every machine.
pub(crate) async fn sign_out(visit: Visit) -> Answer {
    let caller = &visit.caller;
    visit.context.office.sign_out(&caller.organizer.email, caller.now, &caller.did(Action::SignedOut, "")).await?;
    Ok(([(SET_COOKIE, no_cookie())], visit.to("/sign-in")).into_response())
}
