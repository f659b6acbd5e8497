//! The parts that other sites put into their pages: the counter as script, frame and image, the form, and their
//! description for programs.

mod counter_image;
mod counter_page;
mod form_page;
pub(crate) mod oembed;
mod scripts;
mod wanted;

use axum::Router;
use axum::middleware;
use axum::response::Response;
use axum::routing::get;
use http::{HeaderMap, Uri};
use pages::{MessagePage, RequestFailure, Theme};
use web::{AddressError, first_value, language_of};

use crate::context::{Context, House};
use crate::cors;

/// Whether a path is that of a page for frames, with or without a slash at its end.
pub(crate) fn is_frame(path: &str) -> bool {
    matches!(path.trim_end_matches('/'), "/embed/counter" | "/embed/form")
}

/// Answers a request for a page in a frame that cannot be read: in the frame's own language and look.
pub(crate) fn refusal(context: &Context, error: AddressError, uri: &Uri) -> Response {
    let locale = language_of(uri, &HeaderMap::new());
    let (texts, row) = (context.texts(locale), RequestFailure::from(error).row());
    let page = MessagePage::new(&context.site, locale, row.sentence(texts))
        .leads_out_to(texts.get("back-to-campaign"), format!("/{locale}"))
        .embedded(Theme::named(&first_value(uri, "theme")));
    row.page(page)
}

/// Routes everything under `/embed`, and `/oembed`.
pub(crate) fn routes() -> Router<House> {
    let loaded = Router::new()
        .route("/embed/counter.js", get(scripts::counter))
        .route("/embed/form.js", get(scripts::form))
        .route("/embed/counter.svg", get(counter_image::show))
        .layer(middleware::map_response(async |response| web::loadable(response)));
    let read = loaded
        .route("/oembed", get(oembed::describe).options(cors::preflight))
        .layer(middleware::map_response(cors::for_any_origin));
    read.route("/embed/counter", get(counter_page::show)).route("/embed/form", get(form_page::show))
}
