//! The tables, the key and the campaign's words that every step needs.

use campaigns::{CampaignFolder, named_in_consent};
use domain::campaign::Campaign;
use domain::ids::MessageId;
use domain::locale::Locale;
use domain::person::identity::IdentityKey;
use domain::slug::CampaignSlug;
use domain::tally::ShardCount;
use domain::webhooks::address::Loopback;
use jiff::Timestamp;
use store::{Live, Office, Pledges, Tables, Tallies, role};
use web::{Clock, Entropy, Environment};

/// Delivers webhooks.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) slug: CampaignSlug,
    pub(crate) wording: Live<Wording>,
    pub(crate) pledges: Pledges<role::Ledger>,
    pub(crate) office: Office<role::Ledger>,
    pub(crate) tallies: Tallies<role::Ledger>,
    /// Finds a signer by the address that an interface names.
    pub(crate) identity: IdentityKey,
    pub(crate) loopback: Loopback,
    pub(crate) clock: Clock,
    pub(crate) entropy: Entropy,
}

/// The campaign, and the organizations that its consent names now.
#[derive(Debug)]
pub(crate) struct Wording {
    pub(crate) campaign: Campaign,
    /// The organizations by their names in English and French.
    pub(crate) named: Vec<[String; 2]>,
}

impl Ledger {
    /// Reads the settings and opens the store.
    ///
    /// # Errors
    /// Fails when a setting is missing or wrong.
    pub fn start(
        environment: &Environment,
        clock: Clock,
        entropy: Entropy,
        connection: store::Connection,
    ) -> anyhow::Result<Self> {
        let folder = CampaignFolder::find(environment.required("CAMPAIGN")?)?;
        let table = |name| environment.required(name).map(str::to_owned);
        // It counts nobody, so it is given one shard.
        let (slug, shards) = (folder.campaign()?.slug, ShardCount::new(1)?);
        let tables = Tables { pledges: table("PLEDGES_TABLE")?, tally: table("TALLY_TABLE")? };
        let tallies = Tallies::new(connection.clone(), tables.tally.clone(), slug.clone(), shards);
        let office = Office::<role::Ledger>::new(connection.clone(), table("OFFICE_TABLE")?, slug.clone());
        Ok(Self {
            wording: Live::new(&office, move |published| {
                let now = folder.now(published)?;
                let [en, fr] = [now.texts(Locale::En, &[])?, now.texts(Locale::Fr, &[])?];
                let named = named_in_consent(now.campaign(), [&en, &fr]);
                anyhow::Ok(Wording { campaign: now.campaign().clone(), named })
            })?,
            tallies,
            office,
            pledges: Pledges::new(connection, tables, slug.clone(), shards),
            slug,
            identity: IdentityKey::new(&environment.secret("IDENTITY_KEY")?)?,
            loopback: environment.hooks_to_loopback()?,
            clock,
            entropy,
        })
    }

    /// Draws the id of a message.
    pub(crate) fn mint_message_id(&self) -> MessageId {
        MessageId::from_random(self.entropy.sixteen_bytes())
    }

    /// Whether the campaign has erased its signers, or is about to.
    pub(crate) fn is_forgotten(&self, now: Timestamp) -> bool {
        now >= self.wording.now().campaign.forgets_at()
    }
}
