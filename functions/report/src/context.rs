//! The counts, keys and printed files that every handler needs.

use std::sync::Arc;

use domain::locale::Locale;
use domain::slug::CampaignSlug;
use pages::RequestFailure;
use store::{Freshness, History, Snapshot, Tallies, TallyCache, role};
use web::{Clock, Environment, Problem};

use crate::guard::Guard;
use crate::pictures::Pictures;
use crate::prints::Prints;

/// The function's state.
pub(crate) type House = house::House<Tools>;
/// The tools and the site that one request uses.
pub(crate) type Context = house::Context<Tools>;

/// The resources that every handler needs.
pub(crate) struct Tools {
    pub(crate) tally: TallyCache,
    pub(crate) history: History,
    pub(crate) clock: Clock,
    pub(crate) guard: Guard,
    pub(crate) pictures: Pictures,
    pub(crate) prints: Prints,
}

/// Opens the tables, behind a door that may need the campaign's name.
pub(crate) fn open(
    environment: &Environment,
    clock: Clock,
    connection: store::Connection,
    guard: impl FnOnce(CampaignSlug) -> anyhow::Result<Guard>,
) -> anyhow::Result<House> {
    let (slug, _, site) = house::open::<role::Report>(environment, &connection, ["", ""])?;
    let guard = guard(slug.clone())?;
    let shards = environment.tally_shards()?;
    let table = environment.required("TALLY_TABLE")?.to_owned();
    let tallies = Tallies::<role::Report>::new(connection, table, slug, shards);
    let history = History::new(tallies.clone());
    let tally = TallyCache::new(tallies, Freshness::Eventual);
    let (pictures, prints) = (Pictures::default(), Prints::default());
    Ok(House::new(site, Tools { tally, history, clock, guard, pictures, prints }))
}

impl house::Tools for Tools {
    fn clock(&self) -> &Clock {
        &self.clock
    }
}

/// Returns the counts now, or the last ones known. Without any, the problem names the seconds to wait. The cache logged
/// why.
pub(crate) async fn snapshot(context: &Context, locale: Locale) -> Result<Arc<Snapshot>, Problem> {
    context.tally.recent(context.now()).await.map_err(|_| unavailable(context, locale))
}

pub(crate) fn unavailable(context: &Context, locale: Locale) -> Problem {
    RequestFailure::Unavailable.row().problem(context.texts(locale))
}
