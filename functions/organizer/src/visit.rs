//! A request to a page of the office: who asks, in which language, and what its answers are made of.

use std::str::FromStr;
use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::response::{Html, IntoResponse, Redirect, Response};
use campaigns::Texts;
use domain::locale::Locale;
use http::request::Parts;
use pages::{FieldMessage, Frame};
use web::{AddressError, Lang, address_part};

use crate::desk::Desk;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::nav::{Nav, Room};

/// A handler's answer. [`crate::failure::answer_failures`] makes a failure readable for the caller.
pub(crate) type Answer = Result<Response, Failure>;

/// An organizer's request to a page, behind the door.
pub(crate) struct Visit {
    pub(crate) desk: Arc<Desk>,
    pub(crate) locale: Locale,
    pub(crate) caller: Caller,
}

impl FromRequestParts<Arc<Desk>> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Self, Failure> {
        let Lang(locale) = Lang::from_request_parts(parts, desk).await?;
        let caller = parts.extensions.get::<Caller>().cloned().expect("the guard let them through");
        Ok(Self { desk: Arc::clone(desk), locale, caller })
    }
}

impl Visit {
    pub(crate) fn texts(&self) -> &Texts {
        self.desk.texts(self.locale)
    }

    /// The frame of a page: the key of its title, and what follows the language in its address.
    pub(crate) fn frame(&self, title: &str, path: &str) -> Frame<'_> {
        self.frame_titled(self.texts().get(title), path)
    }

    /// The same with a title that is no sentence of ours.
    pub(crate) fn frame_titled(&self, title: String, path: &str) -> Frame<'_> {
        Frame::new(&self.desk.site, self.locale, title, path).in_office()
    }

    pub(crate) fn nav(&self, here: Room) -> Nav {
        Nav::new(self.locale, &self.caller, here)
    }

    /// What is wrong with a field, by the key of what to do.
    pub(crate) fn wrong(&self, field: &'static str, key: &'static str) -> FieldMessage {
        FieldMessage { field, code: key, message: self.texts().get(key) }
    }

    /// 303 to another page: what follows the language in its address.
    pub(crate) fn to(&self, path: &str) -> Response {
        Redirect::to(&format!("/organizer/{}{path}", self.locale)).into_response()
    }
}

/// A page as the answer: 422 when its frame says that something must be put right.
pub(crate) fn answer(frame: &Frame<'_>, page: &impl Template) -> Response {
    (frame.status(), Html(page.render().expect("templates render from memory"))).into_response()
}

/// The id in a page's address.
pub(crate) struct Id<T>(pub(crate) T);

impl<S: Send + Sync, T: FromStr> FromRequestParts<S> for Id<T> {
    type Rejection = AddressError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AddressError> {
        address_part(parts, state, "id").await.map(Self)
    }
}
