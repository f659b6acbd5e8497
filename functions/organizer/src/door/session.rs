//! The beginning of a session, once the mailed link and any second factor are proven.

use axum::response::{IntoResponse, Redirect, Response};
use domain::ids::SessionId;
use domain::keys::session::Session;
use domain::locale::Locale;
use domain::office::audit::{Action, Entry};
use domain::office::organizer::Organizer;
use http::header::SET_COOKIE;
use jiff::Timestamp;

use crate::context::Context;

/// Makes the entry of a sign-in. It must be in the log before [`start_session`].
pub(crate) fn signed_in_entry(organizer: &Organizer, now: Timestamp) -> Entry {
    let by = organizer.email.clone();
    Entry { at: now, by, action: Action::SignedIn, about: String::new(), reason: String::new() }
}

/// Gives the browser a session and redirects it to the dashboard.
pub(crate) fn start_session(context: &Context, locale: Locale, organizer: Organizer, now: Timestamp) -> Response {
    let id = SessionId::from_random(context.entropy.sixteen_bytes());
    let session = Session::begin(id, organizer.email, organizer.role, now);
    let home = Redirect::to(&format!("/organizer/{locale}"));
    ([(SET_COOKIE, context.access.cookie(&session))], home).into_response()
}
