//! `GET /openapi.json`: the interface, as programs read it.
//!
//! A test makes the file from the code of this function, of `sign` and of `report`, and fails when the two differ.

use axum::response::Response;
use http::HeaderMap;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use web::{PUBLIC_CACHE, tagged};

const DOCUMENT: &str = include_str!("../openapi.json");

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Time to Lead",
        version = "1",
        description = "Counts per federal riding of a campaign's signatures, and pledges. Counts need no key, may be read from any origin, and may be kept for two seconds. Addresses under /v1 keep their meaning: members may be added, none is taken away.",
        license(name = "Contains information licensed under the Open Government Licence \u{2013} Canada. Postal code data \u{a9} GeoNames, CC BY 4.0", url = "https://open.canada.ca/en/open-government-licence-canada"),
    ),
    paths(
        crate::tally::counter,
        crate::tally::whole,
        crate::tally::of_riding,
        crate::history::hours,
        crate::integrity::numbers,
        crate::ridings_of::look_up,
        crate::embed::oembed::describe,
    ),
    tags(
        (name = "counts", description = "How many people have signed, and where"),
        (name = "ridings", description = "From a postal code to a federal riding"),
        (name = "pledges", description = "Signing, confirming and withdrawing"),
        (name = "embeds", description = "Putting the counter or the form into a page"),
    )
)]
struct Interface;

/// Describes this function's part of the interface.
#[must_use]
pub fn interface() -> Document {
    Interface::openapi()
}

/// Answers `GET /openapi.json`.
pub(crate) async fn show(headers: HeaderMap) -> Response {
    tagged(&headers, "application/json", PUBLIC_CACHE, DOCUMENT.into())
}
