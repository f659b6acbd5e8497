//! A request to a page of the office: the organizer who asks, the language, and the parts of an answer.

pub(crate) mod area;
pub(crate) mod caller;
pub(crate) mod form;
pub(crate) mod guide;
pub(crate) mod mailed_link;
pub(crate) mod nav;
pub(crate) mod packed;
pub(crate) mod upload;

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::{FromRef as _, FromRequestParts};
use axum::response::{Html, IntoResponse, Redirect, Response};
use campaigns::Texts;
use domain::locale::Locale;
use domain::tally::riding::Place;
use http::request::Parts;
use pages::{FieldMessage, Frame, rendered};
use store::StoreError;
use web::{AddressError, Lang, address_part};

use crate::context::{Context, House};
use crate::failure::Failure;
use crate::visit::caller::Caller;
use crate::visit::nav::{Nav, OfficeFrame, OfficePage};

/// The longest work of one request. The gateway gives up after 29 seconds.
pub(crate) const WORK_TIME: Duration = Duration::from_secs(20);

/// The answer of a handler. [`crate::failure::answer_failures`] turns a failure into a page or a problem, as the address asks for.
pub(crate) type Answer = Result<Response, Failure>;

/// A request of an organizer whom the guard let in.
pub(crate) struct Visit {
    pub(crate) context: Arc<Context>,
    pub(crate) locale: Locale,
    pub(crate) caller: Caller,
}

impl FromRequestParts<House> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Failure> {
        let Lang(locale) = Lang::from_request_parts(parts, house).await?;
        let caller = parts.extensions.get::<Caller>().cloned().expect("the guard let them through");
        Ok(Self { context: Arc::from_ref(house), locale, caller })
    }
}

impl Visit {
    pub(crate) fn texts(&self) -> &Texts {
        self.context.texts(self.locale)
    }

    /// Makes the frame of a page: its place in the navigation, the key of its title, and its address after the language.
    pub(crate) fn frame(&self, here: OfficePage, title: &str, path: &str) -> OfficeFrame<'_> {
        self.frame_titled(here, self.texts().get(title), path)
    }

    /// Makes the frame of a page whose title is a name, such as a mail domain.
    pub(crate) fn frame_titled(&self, here: OfficePage, title: String, path: &str) -> OfficeFrame<'_> {
        let frame = Frame::new(&self.context.site, self.locale, title, path).in_office();
        OfficeFrame { frame, nav: Nav::new(self.locale, &self.caller, here) }
    }

    /// Makes the message for a wrong field; `key` names its sentence.
    pub(crate) fn wrong(&self, field: &'static str, key: &'static str) -> FieldMessage {
        FieldMessage { field, code: key, message: self.texts().get(key) }
    }

    /// Says how many items of a list cannot be read, if there are any; `key` names the sentence.
    pub(crate) fn unread(&self, key: &str, unread: usize) -> Option<String> {
        (unread > 0).then(|| self.texts().with(key, [("count", unread.into())]))
    }

    /// Redirects (303) to another page, by the part of its address after the language.
    pub(crate) fn to(&self, path: &str) -> Response {
        Redirect::to(&format!("/organizer/{}{path}", self.locale)).into_response()
    }
}

/// Answers with a page: 422 when its frame has something to put right, 200 otherwise.
pub(crate) fn answer(frame: &Frame<'_>, page: &impl Template) -> Response {
    (frame.status(), Html(rendered(page))).into_response()
}

/// Works on something for as long as a request may take. Upkeep or the next press of the button does the rest.
pub(crate) async fn work_within_request<T>(what: &str, work: impl Future<Output = Result<T, StoreError>>) {
    match tokio::time::timeout(WORK_TIME, work).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::error!(%error, what, "the work was broken off"),
        Err(_) => tracing::info!(what, "the work goes on later"),
    }
}

/// The name of a place of the tally; of a riding that left the table, its code.
pub(crate) fn place_name(texts: &Texts, place: Place) -> String {
    match place {
        Place::Riding(code) => {
            ridings::get(code).map_or_else(|| code.to_string(), |riding| riding.shown(texts.locale()).to_owned())
        }
        Place::Abroad => texts.get("office-tile-abroad"),
    }
}

/// The id in a page's address.
pub(crate) struct Id<T>(pub(crate) T);

impl<S: Send + Sync, T: FromStr> FromRequestParts<S> for Id<T> {
    type Rejection = AddressError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AddressError> {
        address_part(parts, state, "id").await.map(Self)
    }
}
