//! The page on which a visitor finds their riding, and with it the letter to write.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::locale::Locale;
use domain::person::postal_code::PostalCode;
use domain::tally::riding::Province;
use http::HeaderMap;
use http::header::CACHE_CONTROL;
use pages::{FieldMessage, Frame, postal_code_message, private, public, sort_key};
use ridings::{Lookup, Riding, province_name};
use web::{Lang, MediaType, NO_STORE, last_value, read_body};

use crate::compose::LetterQuery;
use crate::context::Context;
use crate::failure::Answer;
use crate::typed::ABROAD;

#[derive(Template)]
#[template(path = "find.html")]
struct FindPage<'a> {
    frame: Frame<'a>,
    postal_code: String,
    /// Whether the visitor lives outside Canada, and so chooses a riding.
    is_abroad: bool,
    /// Ridings that the postal code may be in.
    several: Vec<&'static Riding>,
    provinces: Vec<(&'static str, Vec<&'static Riding>)>,
}

impl<'a> FindPage<'a> {
    fn new(context: &'a Context, locale: Locale, is_abroad: bool) -> Self {
        let path = if is_abroad { "/letter?from=abroad" } else { "/letter" };
        let frame = Frame::new(&context.site, locale, context.texts(locale).get("letter-find-title"), path);
        let group = |province: Province| {
            let mut ridings: Vec<_> = ridings::in_province(province).collect();
            ridings.sort_by_cached_key(|riding| sort_key(riding.name(locale)));
            (province_name(province, locale), ridings)
        };
        let provinces = Province::ALL.into_iter().map(group).collect();
        Self { frame, postal_code: String::new(), is_abroad, several: Vec::new(), provinces }
    }

    fn with_error(mut self, wrong: Option<FieldMessage>) -> Response {
        self.frame = self.frame.with_errors(wrong.into_iter().collect());
        private(self.frame.status(), &self)
    }
}

/// `GET /{lang}/letter`
pub(crate) async fn show_search(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Query(asked): Query<LetterQuery>,
    headers: HeaderMap,
) -> Response {
    public(&headers, &FindPage::new(&context, locale, asked.from == ABROAD))
}

/// `POST /{lang}/letter`: redirects to the riding's letter. A POST keeps the postal code out of addresses, and none is stored.
pub(crate) async fn redirect_to_riding(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    request: Request,
) -> Answer {
    let (parts, body) = request.into_parts();
    let body = read_body(MediaType::Form, &parts.headers, body).await?;
    let (postal_code, is_abroad) = (last_value(&body, "postal_code"), last_value(&body, "from") == ABROAD);
    if let Some(riding) = ridings::find(last_value(&body, "riding").trim()) {
        return Ok(redirect_to_letter(locale, riding, is_abroad));
    }
    let mut page = FindPage { postal_code: postal_code.clone(), ..FindPage::new(&context, locale, is_abroad) };
    let t = context.texts(locale);
    Ok(match postal_code.parse::<PostalCode>().map(ridings::look_up) {
        Ok(Lookup::One(riding)) => redirect_to_letter(locale, riding, is_abroad),
        Ok(Lookup::Several(several)) => {
            page.several = several.to_vec();
            page.with_error(None)
        }
        Ok(Lookup::Unknown) => {
            let message = t.get("letter-find-unknown");
            page.with_error(Some(FieldMessage { field: "riding", code: "riding_ambiguous", message }))
        }
        Err(problem) => page.with_error(Some(postal_code_message(t, problem))),
    })
}

fn redirect_to_letter(locale: Locale, riding: &Riding, is_abroad: bool) -> Response {
    let from = if is_abroad { "?from=abroad" } else { "" };
    let path = format!("/{locale}/letter/{}{from}", riding.code);
    ([(CACHE_CONTROL, NO_STORE)], Redirect::to(&path)).into_response()
}
