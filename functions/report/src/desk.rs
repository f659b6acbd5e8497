//! The counts, keys and printed files that every handler needs.

use std::sync::Arc;

use domain::locale::Locale;
use domain::slug::CampaignSlug;
use pages::RequestFailure;
use store::{Freshness, History, Snapshot, Tallies, TallyCache, role};
use web::{Clock, Environment, Problem};

use crate::door::Door;
use crate::pictures::Pictures;
use crate::prints::Prints;

/// The function's state.
pub(crate) type House = house::House<Tools>;
/// The tools and the site that one request uses.
pub(crate) type Desk = house::Desk<Tools>;

/// The resources that every handler needs.
pub(crate) struct Tools {
    pub(crate) tally: TallyCache,
    pub(crate) history: History,
    pub(crate) clock: Clock,
    pub(crate) door: Door,
    pub(crate) pictures: Pictures,
    pub(crate) prints: Prints,
}

/// Opens the tables, behind a door that may need the campaign's name.
pub(crate) fn open(
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
    let (pictures, prints) = (Pictures::default(), Prints::default());
    Ok(House::new(site, Tools { tally, history, clock, door, pictures, prints }))
}

impl house::Tools for Tools {
    fn clock(&self) -> &Clock {
        &self.clock
    }
}

/// Returns the counts now, or the last ones known. Without any, the problem names the seconds to wait. The cache logged
/// why.
pub(crate) async fn snapshot(desk: &Desk, locale: Locale) -> Result<Arc<Snapshot>, Problem> {
    desk.tally.recent(desk.now()).await.map_err(|_| unavailable(desk, locale))
}

pub(crate) fn unavailable(desk: &Desk, locale: Locale) -> Problem {
    RequestFailure::Unavailable.row().problem(desk.texts(locale))
}
