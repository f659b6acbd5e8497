//! `POST /{lang}/ridings`: finds the riding of a postal code.
//!
//! A postal code says nearly where somebody lives. So it is posted, and stands in no address and no log; nothing keeps it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::locale::Locale;
use domain::person::postal_code::PostalCode;
use http::header::CACHE_CONTROL;
use pages::{FieldMessage, Frame, MessagePage, RequestFailure, postal_code_message, private, riding_path};
use ridings::{Lookup, Riding};
use web::{Lang, MediaType, NO_STORE, last_value, read_body};

use crate::context::Context;

#[derive(Template)]
#[template(path = "riding_finder.html")]
struct FinderPage<'a> {
    frame: Frame<'a>,
    postal_code: &'a str,
    /// The sentence above the ridings.
    lede: String,
    /// The ridings in which the postal code may lie, likeliest first.
    several: Vec<&'static Riding>,
}

/// Redirects to the page of the postal code's riding. If it may lie in several ridings, the answer lists them.
pub(crate) async fn find(State(context): State<Arc<Context>>, Lang(locale): Lang, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let t = context.site.texts(locale);
    let body = match read_body(MediaType::Form, &parts.headers, body).await {
        Ok(body) => body,
        Err(error) => {
            let row = RequestFailure::from(error).row();
            let page = MessagePage::new(&context.site, locale, row.sentence(t));
            return row.page(page.leads_to(t.get("layout-ridings"), format!("/{locale}/ridings")));
        }
    };
    answer(&context.site, locale, &last_value(&body, "postal_code"))
}

fn answer(site: &pages::Site, locale: Locale, typed: &str) -> Response {
    let t = site.texts(locale);
    let frame = Frame::new(site, locale, t.get("finder-title"), "/ridings").noindex();
    let page = FinderPage { frame, postal_code: typed, lede: t.get("finder-lede"), several: Vec::new() };
    let answer = match typed.parse::<PostalCode>().map(ridings::look_up) {
        Ok(Lookup::One(riding)) => return to_riding(locale, riding),
        Ok(Lookup::Several(several)) => FinderPage { several: several.to_vec(), lede: t.get("finder-several"), ..page },
        Ok(Lookup::Unknown) => {
            let message = t.get("finder-unknown");
            page.with_error(FieldMessage { field: "postal_code", code: "postal_code_not_found", message })
        }
        Err(problem) => page.with_error(postal_code_message(t, problem)),
    };
    private(answer.frame.status(), &answer)
}

fn to_riding(locale: Locale, riding: &Riding) -> Response {
    ([(CACHE_CONTROL, NO_STORE)], Redirect::to(&riding_path(locale, riding.code))).into_response()
}

impl FinderPage<'_> {
    fn with_error(mut self, wrong: FieldMessage) -> Self {
        self.frame = self.frame.with_errors(vec![wrong]);
        self
    }
}
