//! The keys, tables and texts that every handler needs.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{FromRef, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use campaigns::{CampaignFolder, Texts};
use domain::keys::token::{Claims, Purpose, TokenError, TokenKeys};
use domain::locale::Locale;
use domain::tally::riding::{Place, RidingCode};
use jiff::Timestamp;
use store::{Freshness, Live, Office, Pledges, Snapshot, Tables, Tallies, TallyCache, role};
use web::{Clock, Entropy, Environment};

/// The tools and the site that one request uses.
pub(crate) struct Desk {
    pub(crate) site: Arc<pages::Site>,
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
pub(crate) struct House {
    site: Arc<Live<pages::Site>>,
    tools: Arc<Tools>,
}

impl FromRef<House> for Arc<Desk> {
    fn from_ref(house: &House) -> Self {
        Self::new(Desk { site: house.site.now(), tools: Arc::clone(&house.tools) })
    }
}

pub(crate) struct Tools {
    pub(crate) pledges: Pledges<role::Letter>,
    /// Says whether letters may be sent, and to whom.
    pub(crate) office: Office<role::Letter>,
    pub(crate) entropy: Entropy,
    tally: TallyCache,
    tokens: TokenKeys,
    clock: Clock,
}

impl House {
    pub(crate) fn open(
        environment: &Environment,
        clock: Clock,
        entropy: Entropy,
        connection: store::Connection,
    ) -> anyhow::Result<Self> {
        let folder = CampaignFolder::find(environment.required("CAMPAIGN")?)?;
        let slug = folder.campaign()?.slug;
        let shards = environment.tally_shards()?;
        let pledges = environment.required("PLEDGES_TABLE")?.to_owned();
        let tally = environment.required("TALLY_TABLE")?.to_owned();
        let tallies = Tallies::<role::Letter>::new(connection.clone(), tally.clone(), slug.clone(), shards);
        let office = Office::<role::Letter>::new(
            connection.clone(),
            environment.required("OFFICE_TABLE")?.to_owned(),
            slug.clone(),
        );
        let site_url = environment.site_url()?.to_owned();
        let site = Live::new(&office, move |published| {
            anyhow::Ok(pages::Site::of(&folder.now(published)?, &site_url, ["", ""])?)
        })?;
        let tools = Tools {
            office,
            pledges: Pledges::new(connection, Tables { pledges, tally }, slug.clone(), shards),
            tally: TallyCache::new(tallies, Freshness::Eventual),
            tokens: TokenKeys::parse(slug, &environment.secret("TOKEN_KEYS")?)?,
            entropy,
            clock,
        };
        Ok(Self { site: Arc::new(site), tools: Arc::new(tools) })
    }

    /// Reads the tally and the campaign's newest edition together, unless both were read some seconds ago.
    pub(crate) async fn look_around(&self) {
        let now = self.tools.clock.now();
        // Without a tally the letter has no count.
        let _ = tokio::join!(self.site.refresh(now), self.tools.tally.recent(now));
    }
}

/// Serves a request with the campaign's newest edition.
pub(crate) async fn keep_up(State(house): State<House>, request: Request, next: Next) -> Response {
    house.look_around().await;
    next.run(request).await
}

impl Desk {
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn texts(&self, locale: Locale) -> &Texts {
        self.site.texts(locale)
    }

    /// Returns the counts of now, or the last known ones. It is `None` when the tally was never read.
    pub(crate) async fn snapshot(&self) -> Option<Arc<Snapshot>> {
        self.tally.recent(self.now()).await.ok()
    }

    /// Returns the count of a riding, if it is known.
    pub(crate) async fn count_in(&self, riding: RidingCode) -> Option<i64> {
        Some(self.snapshot().await?.tally.at(Place::Riding(riding)))
    }

    /// Reads the token of a link to one's own pledge.
    pub(crate) fn verify(&self, token: &str) -> Result<Claims, TokenError> {
        self.tokens.verify(Purpose::Manage, token, self.now())
    }
}
