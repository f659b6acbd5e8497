//! A campaign of its own over the embedded database, without a mailer.

use domain::consent::Consents;
use domain::email::EmailAddress;
use domain::identity::{IdentityKey, SignerId, SubmissionId};
use domain::locale::Locale;
use domain::person_name::PersonName;
use domain::pledge::{Draft, Submission};
use domain::residence::{FoundBy, Residence};
use domain::secret::Secret;
use domain::tally::{ShardCount, Tally};
use jiff::Timestamp;
use serde_json::json;
use store::{Connection, Freshness, Pledges, Tables, Tallies};
use tests::{TestSite, Wire};

/// The store of a campaign, with a wire to break.
pub(crate) struct World {
    pub(crate) pledges: Pledges,
    pub(crate) wire: Wire,
    tallies: Tallies,
    identity: IdentityKey,
    slug: String,
}

const PLEDGES: &str = "model-people";
const TALLY: &str = "model-counts";

/// Makes the tables that the worlds of a site share; each world has its own keys in them.
pub(crate) async fn make_tables(site: &TestSite) {
    for name in [PLEDGES, TALLY] {
        let key = |name: &str, kind: &str| json!({ "AttributeName": name, "KeyType": kind });
        let text = |name: &str| json!({ "AttributeName": name, "AttributeType": "S" });
        let table = json!({
            "TableName": name, "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [key("pk", "HASH"), key("sk", "RANGE")],
            "AttributeDefinitions": [text("pk"), text("sk")],
        });
        site.tables().call("CreateTable", table).await;
    }
}

impl World {
    pub(crate) fn new(site: &TestSite, number: u32) -> Self {
        let wire = Wire::default();
        let connection = Connection::to(site.tables().endpoint()).with_http_client(wire.http_client());
        let slug = format!("model-{number}");
        let campaign: domain::campaign::CampaignSlug = slug.parse().unwrap();
        let shards = ShardCount::new(3).unwrap();
        let tables = Tables { pledges: PLEDGES.to_owned(), tally: TALLY.to_owned() };
        Self {
            pledges: Pledges::new(connection.clone(), tables, campaign.clone(), shards),
            tallies: Tallies::new(connection, TALLY.to_owned(), campaign, shards),
            wire,
            identity: IdentityKey::new(&Secret::new("i".repeat(32))).unwrap(),
            slug,
        }
    }

    pub(crate) fn signer(&self, address: &str) -> SignerId {
        let email = EmailAddress::parse(address).unwrap();
        self.identity.signer_id(&self.slug.parse().unwrap(), &email.canonical())
    }

    pub(crate) async fn tally(&self) -> Tally {
        self.tallies.read(Freshness::Strong).await.unwrap().compact()
    }

    /// How many signers are stored, and how many counted by the counters' own items.
    pub(crate) async fn recount(&self, site: &TestSite) -> (usize, i64) {
        let mine = |kind: &str| format!("{kind}#{}#", self.slug);
        let signers = site.tables().items_of(PLEDGES, &mine("P")).await.len();
        let counters = site.tables().items_of(TALLY, &mine("N")).await;
        let counted = counters.iter().map(|item| item["v"]["N"].as_str().unwrap().parse::<i64>().unwrap()).sum();
        (signers, counted)
    }
}

pub(crate) fn person(name: &str) -> PersonName {
    PersonName::parse(name, "Tremblay").unwrap()
}

pub(crate) fn canada(postal_code: &str, riding: &str) -> Residence {
    Residence::Canada {
        postal_code: postal_code.parse().unwrap(),
        riding: riding.parse().unwrap(),
        found_by: FoundBy::PostalCode,
    }
}

pub(crate) fn submission(number: u64, name: &str, address: &str, residence: Residence, at: Timestamp) -> Submission {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&number.to_be_bytes());
    let draft = Draft {
        name: person(name),
        email: EmailAddress::parse(address).unwrap(),
        residence,
        consents: Consents::default(),
        comment: None,
        locale: Locale::En,
        partner: None,
    };
    Submission { id: SubmissionId::from_random(id), draft, submitted_at: at, network: None }
}
