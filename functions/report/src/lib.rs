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
mod document;
mod door;
mod failure;
mod figures;
mod map;
mod of_day;
mod outline;
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
use domain::locale::Locale;
use domain::slug::CampaignSlug;
use http::{HeaderMap, Uri};
use pages::RequestFailure;
use store::{Freshness, History, Snapshot, Tallies, TallyCache, role};
use web::{AddressError, Clock, Edge, Environment, Problem, language_of};

use crate::door::Door;

pub use asked::{Paper, Subject};
pub use document::{DOCUMENT_MAX_BYTES, interface};
pub use figures::Numbers;
pub use press::PressError;

/// The function's state.
type House = house::House<Tools>;
/// The tools and the site that one request uses.
type Desk = house::Desk<Tools>;

/// The resources that every handler needs.
struct Tools {
    tally: TallyCache,
    history: History,
    clock: Clock,
    door: Door,
    pictures: share::Pictures,
    prints: prints::Prints,
}

/// Opens the tables, behind a door that may need the campaign's name.
fn open(
    environment: &Environment,
    clock: Clock,
    connection: store::Connection,
    door: impl FnOnce(CampaignSlug) -> anyhow::Result<Door>,
) -> anyhow::Result<House> {
    let (slug, _, site) = house::open::<role::Report>(environment, &connection, ["", ""])?;
    let door = door(slug.clone())?;
    let shards = environment.tally_shards()?;
    let table = environment.required("TALLY_TABLE")?.to_owned();
    let tallies = Tallies::<role::Report>::new(connection, table, slug, shards);
    let history = History::new(tallies.clone());
    let tally = TallyCache::new(tallies, Freshness::Eventual);
    let (pictures, prints) = (share::Pictures::default(), prints::Prints::default());
    Ok(House::new(site, Tools { tally, history, clock, door, pictures, prints }))
}

impl house::Tools for Tools {
    fn clock(&self) -> &Clock {
        &self.clock
    }
}

/// Returns the counts now, or the last ones known. Without any, the problem names the seconds to wait. The cache logged
/// why.
async fn snapshot(desk: &Desk, locale: Locale) -> Result<Arc<Snapshot>, Problem> {
    desk.tally.recent(desk.now()).await.map_err(|_| unavailable(desk, locale))
}

fn unavailable(desk: &Desk, locale: Locale) -> Problem {
    RequestFailure::Unavailable.row().problem(desk.texts(locale))
}

/// Returns the function's routes, ready to serve. Nothing is read beforehand: an organizer who asks for a document can
/// wait a moment.
///
/// # Errors
/// Fails when a setting is missing or wrong.
pub fn app(environment: &Environment, clock: Clock, connection: store::Connection) -> anyhow::Result<Router> {
    let guarded = |slug| Ok(Door::Guarded(TicketKeys::parse(slug, &environment.secret("REPORT_KEYS")?)?));
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

/// Puts the fault of an address into words. A program that wants a picture shows none of them; a person who opens the
/// address reads them.
async fn tell(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let told = |error: AddressError, uri: &Uri, headers: &HeaderMap| {
        RequestFailure::from(error).row().problem(desk.texts(language_of(uri, headers))).into_response()
    };
    web::tell(request, next, told).await
}
