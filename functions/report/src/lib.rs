//! The counts on paper and in pictures: a one-pager for each riding, the lobby book, pictures beside shared links. And
//! blank sheets to sign by hand.
//!
//! Organizers print the counts of the moment; the documents of a day are for everybody.
//!
//! It must never reach a person's data. Its role reads the tally and what the campaign's desk has published, and no code here
//! knows the name of the table Pledges. It is a function of its own because typesetting is heavy: nobody who signs waits for it, and no
//! other package carries its weight. Start reading at [`app`]; `figures` puts the content together, `sheets/` has the
//! look, and `press` sets the content into the sheets.

mod asked;
mod context;
mod document;
mod failure;
mod figures;
mod guard;
mod map;
mod of_day;
mod outline;
mod pictures;
mod press;
mod prints;
mod share;
mod sign_up_sheet;
mod trend;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::keys::ticket::TicketKeys;
use http::{HeaderMap, Uri};
use pages::RequestFailure;
use web::{AddressError, Clock, Edge, Environment, language_of};

use crate::context::{Context, House, Tools, open};
use crate::guard::Guard;

pub use asked::{Paper, Subject};
pub use document::{DOCUMENT_MAX_BYTES, interface};
pub use figures::Numbers;
pub use press::PressError;

/// Returns the function's routes, ready to serve. Nothing is read beforehand: an organizer who asks for a document can
/// wait a moment.
///
/// # Errors
/// Fails when a setting is missing or wrong.
pub fn app(environment: &Environment, clock: Clock, connection: store::Connection) -> anyhow::Result<Router> {
    let guarded = |slug| Ok(Guard::Tickets(TicketKeys::parse(slug, &environment.secret("REPORT_KEYS")?)?));
    Ok(routes(open(environment, clock, connection, guarded)?, Edge::of(environment)?))
}

fn routes(house: House, edge: Edge) -> Router {
    let routes = Router::new()
        .route("/v1/report.pdf", get(document::show))
        .route("/{lang}/share.png", get(share::of_campaign))
        .route("/{lang}/sign-up-sheet.pdf", get(sign_up_sheet::show))
        .route("/{lang}/ridings/{code}/share.png", get(share::of_riding))
        .route("/{lang}/ridings/{code}/{day}/one-pager.pdf", get(of_day::one_pager))
        .route("/{lang}/ridings/{code}/{day}/book.pdf", get(of_day::book))
        .layer(middleware::from_fn_with_state(house.clone(), tell))
        .layer(middleware::from_fn_with_state(house.clone(), house::keep_up::<Tools>))
        .with_state(house);
    web::secure(routes, edge)
}

/// Puts the fault of an address into words. A program that wants a picture shows no text; a person who opens the address
/// reads it.
async fn tell(State(context): State<Arc<Context>>, request: Request, next: Next) -> Response {
    let told = |error: AddressError, uri: &Uri, headers: &HeaderMap| {
        RequestFailure::from(error).row().problem(context.texts(language_of(uri, headers))).into_response()
    };
    web::tell(request, next, told).await
}
