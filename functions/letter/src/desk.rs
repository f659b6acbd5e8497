//! The keys, tables and texts that every handler needs.

use std::sync::Arc;

use campaigns::{CampaignFolder, Texts};
use domain::keys::token::{Claims, Purpose, TokenError, TokenKeys};
use domain::locale::Locale;
use domain::tally::riding::{Place, RidingCode};
use jiff::Timestamp;
use store::{Freshness, Office, Pledges, Snapshot, Tables, Tallies, TallyCache, role};
use web::{Clock, Entropy, Environment};

pub(crate) struct Desk {
    pub(crate) site: pages::Site,
    pub(crate) pledges: Pledges<role::Letter>,
    /// Says whether letters may be sent, and to whom.
    pub(crate) office: Office<role::Letter>,
    pub(crate) entropy: Entropy,
    tally: TallyCache,
    tokens: TokenKeys,
    clock: Clock,
}

impl Desk {
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
        let office = Office::new(connection.clone(), environment.required("OFFICE_TABLE")?.to_owned(), slug.clone());
        Ok(Self {
            office,
            site: pages::Site::load(folder, environment.site_url()?)?,
            pledges: Pledges::new(connection, Tables { pledges, tally }, slug.clone(), shards),
            tally: TallyCache::new(tallies, Freshness::Eventual),
            tokens: TokenKeys::parse(slug, &environment.secret("TOKEN_KEYS")?)?,
            entropy,
            clock,
        })
    }

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
