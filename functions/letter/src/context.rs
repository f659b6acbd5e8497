//! The keys, tables and texts that every handler needs.

use std::sync::Arc;

use domain::keys::token::{Claims, Purpose, TokenError, TokenKeys};
use domain::tally::riding::{Place, RidingCode};
use jiff::Timestamp;
use store::{Freshness, Office, Pledges, Snapshot, Tables, Tallies, TallyCache, role};
use web::{Clock, Entropy, Environment};

/// The function's state.
pub(crate) type House = house::House<Tools>;
/// The tools and the site that one request uses.
pub(crate) type Context = house::Context<Tools>;

pub(crate) struct Tools {
    pub(crate) pledges: Pledges<role::Letter>,
    /// Says whether letters may be sent, and to whom.
    pub(crate) office: Office<role::Letter>,
    pub(crate) entropy: Entropy,
    tally: TallyCache,
    tokens: TokenKeys,
    clock: Clock,
}

/// Opens the tables and reads the keys.
pub(crate) fn open(
    environment: &Environment,
    clock: Clock,
    entropy: Entropy,
    connection: store::Connection,
) -> anyhow::Result<House> {
    let (slug, office, site) = house::open(environment, &connection, ["", ""])?;
    let shards = environment.tally_shards()?;
    let pledges = environment.required("PLEDGES_TABLE")?.to_owned();
    let tally = environment.required("TALLY_TABLE")?.to_owned();
    let tallies = Tallies::<role::Letter>::new(connection.clone(), tally.clone(), slug.clone(), shards);
    let tools = Tools {
        office,
        pledges: Pledges::new(connection, Tables { pledges, tally }, slug.clone(), shards),
        tally: TallyCache::new(tallies, Freshness::Eventual),
        tokens: TokenKeys::parse(slug, &environment.secret("TOKEN_KEYS")?)?,
        entropy,
        clock,
    };
    Ok(House::new(site, tools))
}

impl house::Tools for Tools {
    fn clock(&self) -> &Clock {
        &self.clock
    }

    async fn look_around(&self, now: Timestamp) {
        // Without a tally the letter has no count.
        let _ = self.tally.recent(now).await;
    }
}

impl Tools {
    /// Returns the counts of now, or the last known ones. It is `None` when the tally was never read.
    pub(crate) async fn snapshot(&self) -> Option<Arc<Snapshot>> {
        self.tally.recent(self.clock.now()).await.ok()
    }

    /// Returns the count of a riding, if it is known.
    pub(crate) async fn count_in(&self, riding: RidingCode) -> Option<i64> {
        Some(self.snapshot().await?.tally.at(Place::Riding(riding)))
    }

    /// Reads the token of a link to one's own pledge.
    pub(crate) fn verify(&self, token: &str) -> Result<Claims, TokenError> {
        self.tokens.verify(Purpose::Manage, token, self.clock.now())
    }
}
