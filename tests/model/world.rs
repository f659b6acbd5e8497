//! A campaign of its own over the embedded database, without a mailer.

use domain::ids::{LinkCode, SubmissionId};
use domain::keys::secret::Secret;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::person::identity::{IdentityKey, PersonKey};
use domain::person::name::PersonName;
use domain::person::residence::{FoundBy, Residence};
use domain::pledge::consent::Consents;
use domain::pledge::{ConfirmedBy, Draft, Owner, Submission, Who};
use domain::tally::{ShardCount, Tally};
use jiff::Timestamp;
use serde_json::json;
use store::{Confirmed, Confirming, Connection, Freshness, Pledges, StoreError, Tables, Tallies, role};
use tests::{TestSite, Wire};

/// The store of a campaign, with a wire to break.
pub(crate) struct World {
    pub(crate) pledges: Pledges<role::Everything>,
    pub(crate) wire: Wire,
    tallies: Tallies<role::Everything>,
    identity: IdentityKey,
    pub(crate) person_key: PersonKey,
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
        let campaign: domain::slug::CampaignSlug = slug.parse().unwrap();
        let shards = ShardCount::new(3).unwrap();
        let tables = Tables { pledges: PLEDGES.to_owned(), tally: TALLY.to_owned() };
        Self {
            pledges: Pledges::new(connection.clone(), tables, campaign.clone(), shards),
            person_key: PersonKey::new(campaign.clone(), &Secret::new("p".repeat(32))).unwrap(),
            tallies: Tallies::new(connection, TALLY.to_owned(), campaign, shards),
            wire,
            identity: IdentityKey::new(&Secret::new("i".repeat(32))).unwrap(),
            slug,
        }
    }

    pub(crate) fn owner(&self, address: &str) -> Owner {
        let (email, campaign) = (EmailAddress::parse(address).unwrap(), self.slug.parse().unwrap());
        Owner {
            signer: self.identity.signer_id(&campaign, &email.canonical()),
            mailbox: self.identity.mailbox_id(&campaign, &email),
        }
    }

    /// Confirms a form, as another person than anybody counted at the address.
    pub(crate) async fn confirm(
        &self,
        submission: &Submission,
        now: Timestamp,
        seed: u64,
    ) -> Result<Confirmed, StoreError> {
        let owner = self.owner(&submission.draft.email.to_string());
        let form = self.pledges.submission(submission.id).await?;
        let household = self.pledges.household(owner.signer).await?;
        let confirming = Confirming {
            claims: submission.claims(owner),
            form,
            submission: submission.id,
            who: Some(Who::Another),
            by: ConfirmedBy::Link,
            link: LinkCode::from_random([1; 9]),
        };
        self.pledges.confirm(confirming, household, &self.person_key, now, seed).await
    }

    pub(crate) async fn tally(&self) -> Tally {
        self.tallies.read(Freshness::Strong).await.unwrap().compact()
    }

    /// Returns the number of stored signers, and the number in the counters' own items.
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
    Submission::new(SubmissionId::from_random(id), draft, at, None)
}
