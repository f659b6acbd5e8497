//! The counts on paper and in pictures: a one-pager for each riding, the lobby book, pictures beside shared links. And
//! blank sheets to sign by hand.
//!
//! Organizers print the counts of the moment; the documents of a day are for everybody.
//!
//! It must never reach a person's data: its role can read the tally table and nothing else, and no code here knows the
//! other table's name. It is a function of its own because typesetting is heavy: nobody who signs waits for it, and no
//! other package carries its weight. Start reading at [`app`]; `figures` puts the content together, `sheets/` has the
//! look, and `press` sets the content into the sheets.

mod asked;
mod document;
mod door;
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

use std::ops::Deref;
use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRef, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use campaigns::CampaignFolder;
use domain::keys::ticket::TicketKeys;
use domain::locale::Locale;
use http::{HeaderMap, StatusCode, Uri};
use jiff::Timestamp;
use store::{Freshness, History, Live, Office, Snapshot, Tallies, TallyCache, role};
use web::{AddressError, BUSY_SECONDS, Clock, Edge, Environment, Problem, language_of};

use crate::door::Door;

pub use asked::{Paper, Subject};
pub use document::{DOCUMENT_MAX_BYTES, interface};
pub use figures::Numbers;
pub use press::PressError;

/// The tools and the site that one request uses.
struct Desk {
    site: Arc<pages::Site>,
    tools: Arc<Tools>,
}

impl Deref for Desk {
    type Target = Tools;

    fn deref(&self) -> &Tools {
        &self.tools
    }
}

/// The function's state. Each request gets a [`Desk`] with the campaign's newest edition.
#[derive(Clone)]
struct House {
    site: Arc<Live<pages::Site>>,
    tools: Arc<Tools>,
}

impl FromRef<House> for Arc<Desk> {
    fn from_ref(house: &House) -> Self {
        Self::new(Desk { site: house.site.now(), tools: Arc::clone(&house.tools) })
    }
}

/// The resources that every handler needs.
struct Tools {
    tally: TallyCache,
    history: History,
    clock: Clock,
    door: Door,
    pictures: share::Pictures,
    prints: prints::Prints,
}

impl House {
    fn new(environment: &Environment, clock: Clock, connection: store::Connection, door: Door) -> anyhow::Result<Self> {
        let folder = CampaignFolder::find(environment.required("CAMPAIGN")?)?;
        let slug = folder.campaign()?.slug;
        let office = Office::<role::Report>::new(
            connection.clone(),
            environment.required("OFFICE_TABLE")?.to_owned(),
            slug.clone(),
        );
        let site_url = environment.site_url()?.to_owned();
        let site = Live::new(&office, move |published| {
            anyhow::Ok(pages::Site::of(&folder.now(published)?, &site_url, ["", ""])?)
        })?;
        let shards = environment.tally_shards()?;
        let table = environment.required("TALLY_TABLE")?.to_owned();
        let tallies = Tallies::<role::Report>::new(connection, table, slug, shards);
        let history = History::new(tallies.clone());
        let tally = TallyCache::new(tallies, Freshness::Eventual);
        let tools = Tools {
            tally,
            history,
            clock,
            door,
            pictures: share::Pictures::default(),
            prints: prints::Prints::default(),
        };
        Ok(Self { site: Arc::new(site), tools: Arc::new(tools) })
    }
}

/// Serves a request with the campaign's newest edition.
async fn keep_up(State(house): State<House>, request: Request, next: Next) -> Response {
    house.site.refresh(house.tools.clock.now()).await;
    next.run(request).await
}

impl Desk {
    /// Returns the counts now, or the last ones known. Without any, the problem names the seconds to wait. The cache
    /// logged why.
    async fn snapshot(&self, now: Timestamp, locale: Locale) -> Result<Arc<Snapshot>, Problem> {
        self.tally.recent(now).await.map_err(|_| self.unavailable(locale))
    }

    fn unavailable(&self, locale: Locale) -> Problem {
        let title = self.site.texts(locale).get("error-unavailable");
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", title).retry_after(BUSY_SECONDS)
    }
}

/// Returns the function's routes, ready to serve. Nothing is read beforehand: an organizer who asks for a document can
/// wait a moment.
///
/// # Errors
/// Fails when a setting is missing or wrong.
pub fn app(environment: &Environment, clock: Clock, connection: store::Connection) -> anyhow::Result<Router> {
    let campaign = CampaignFolder::find(environment.required("CAMPAIGN")?)?.campaign()?.slug;
    let door = Door::Guarded(TicketKeys::parse(campaign, &environment.secret("REPORT_KEYS")?)?);
    Ok(routes(House::new(environment, clock, connection, door)?, Edge::of(environment)?))
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
        .layer(middleware::from_fn_with_state(house.clone(), keep_up))
        .with_state(house);
    web::secure(routes, edge)
}

/// Puts the fault of an address into words. A program that wants a picture shows none of them; a person who opens the
/// address reads them.
async fn tell(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let told = |error: AddressError, uri: &Uri, headers: &HeaderMap| {
        let title = desk.site.texts(language_of(uri, headers)).get(error.text_key());
        Problem::new(error.status(), error.code(), title).into_response()
    };
    web::tell(request, next, told).await
}
