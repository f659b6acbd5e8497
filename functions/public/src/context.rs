//! The counts and switches that every handler needs.

use jiff::Timestamp;
use store::{Freshness, History, SwitchCache, Tallies, TallyCache, role};
use web::{Clock, Edge, Environment};

use crate::reports::Reports;

/// The name of a function, which AWS Lambda alone gives to it.
const LAMBDA: &str = "AWS_LAMBDA_FUNCTION_NAME";

/// The function's state.
pub(crate) type House = house::House<Tools>;
/// The tools and the site that one request uses.
pub(crate) type Context = house::Context<Tools>;

/// The resources that every handler needs.
pub(crate) struct Tools {
    pub(crate) tally: TallyCache,
    pub(crate) history: History,
    pub(crate) switches: SwitchCache,
    pub(crate) reports: Reports,
    pub(crate) clock: Clock,
    /// Whether visitors may come through an edge, which is not in Canada alone.
    pub(crate) has_edge: bool,
    /// Whether the function runs on AWS, and not on an organization's own machine.
    pub(crate) is_on_aws: bool,
}

/// Opens the table of counts.
pub(crate) fn open(
    environment: &Environment,
    clock: Clock,
    connection: store::Connection,
    edge: &Edge,
) -> anyhow::Result<House> {
    let (slug, _, site) = house::open::<role::Public>(environment, &connection, ["", ""])?;
    let shards = environment.tally_shards()?;
    let table = environment.required("TALLY_TABLE")?.to_owned();
    let tallies = Tallies::<role::Public>::new(connection, table, slug, shards);
    let tools = Tools {
        history: History::new(tallies.clone()),
        switches: SwitchCache::new(tallies.clone()),
        reports: Reports::new(tallies.clone()),
        tally: TallyCache::new(tallies, Freshness::Eventual),
        clock,
        has_edge: edge.is_there(),
        is_on_aws: environment.optional(LAMBDA).is_some(),
    };
    Ok(House::new(site, tools))
}

impl house::Tools for Tools {
    fn clock(&self) -> &Clock {
        &self.clock
    }

    async fn look_around(&self, now: Timestamp) {
        // Without a tally the pages stand without a count.
        let _ = tokio::join!(self.switches.recent(now), self.tally.recent(now));
    }
}
