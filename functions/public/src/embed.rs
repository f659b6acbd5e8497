//! The parts that other sites put into their pages: the counter as script, frame and image, the form, and their
//! description for programs.

mod counter_image;
mod counter_page;
mod form_page;
pub(crate) mod oembed;
mod scripts;

use axum::Router;
use axum::middleware;
use axum::response::Response;
use axum::routing::get;
use domain::locale::Locale;
use domain::tally::riding::Place;
use http::{HeaderMap, Uri};
use pages::{Counter, MessagePage, RequestFailure, Theme};
use ridings::Riding;
use serde::Deserialize;
use store::Snapshot;
use web::{AddressError, first_value, language_of};

use crate::{Desk, House, cors};

/// The query of an embed's address. Every part is optional.
#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    lang: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    riding: String,
    #[serde(default)]
    partner: String,
    compact: Option<String>,
}

/// The embed names a riding that does not exist.
struct NoSuchRiding;

impl Wanted {
    /// Returns the language: English unless French is asked for. A cache must give everybody the same, in every
    /// browser.
    fn locale(&self) -> Locale {
        self.lang.parse().unwrap_or_default()
    }

    fn theme(&self) -> Theme {
        Theme::named(&self.theme)
    }

    /// Returns the riding, if one is named.
    fn riding(&self) -> Result<Option<&'static Riding>, NoSuchRiding> {
        if self.riding.is_empty() {
            return Ok(None);
        }
        self.riding.parse().ok().and_then(ridings::get).map(Some).ok_or(NoSuchRiding)
    }

    /// Returns the partner's slug if there is such a partner.
    fn partner(&self, desk: &Desk) -> Option<String> {
        desk.site.campaign().partner(&self.partner).map(|partner| partner.slug.to_string())
    }

    /// Whether the compact form is asked for. `?compact` and `?compact=1` ask for it, as one writes a flag; `=0` and
    /// `=false` do not.
    fn compact(&self) -> bool {
        self.compact.as_deref().is_some_and(|value| !matches!(value, "0" | "false"))
    }
}

/// Puts the asked count into words.
fn counter(desk: &Desk, locale: Locale, riding: Option<&Riding>, snapshot: &Snapshot) -> Counter {
    match riding {
        Some(riding) => {
            let count = snapshot.tally.at(Place::Riding(riding.code));
            Counter::of_riding(&desk.site, locale, riding, count)
        }
        None => Counter::of_campaign(&desk.site, locale, snapshot.tally.total()),
    }
}

/// Whether a path is that of a page for frames, with or without a slash at its end.
pub(crate) fn is_frame(path: &str) -> bool {
    matches!(path.trim_end_matches('/'), "/embed/counter" | "/embed/form")
}

/// Answers a request for a page in a frame that cannot be read: in the frame's own language and look.
pub(crate) fn refusal(desk: &Desk, error: AddressError, uri: &Uri) -> Response {
    let locale = language_of(uri, &HeaderMap::new());
    let (texts, row) = (desk.texts(locale), RequestFailure::from(error).row());
    let page = MessagePage::new(&desk.site, locale, row.sentence(texts))
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
