//! The context of a request: the handles, keys and settings that every handler works with.

use std::sync::Arc;

use access::Access;
use access::issuers::Issuers;
use campaigns::CampaignFolder;
use domain::ids::NetworkCode;
use domain::keys::ticket::TicketKeys;
use domain::keys::token::TokenKeys;
use domain::mail::email::EmailAddress;
use domain::office::sign_in_mails::SignInMails;
use domain::person::identity::{IdentityKey, PersonKey};
use domain::webhooks::address::Loopback;
use jiff::Timestamp;
use store::{Freshness, History, Office, Pledges, Snapshot, StoreError, Tables, Tallies, TallyCache, role};
use web::{Clock, Entropy, Environment, Network, RateLimit};

const EN: &str = include_str!("../texts/en.ftl");
const FR: &str = include_str!("../texts/fr.ftl");

/// One network may ask for this many links in ten minutes: enough for an office, too few to try a list of addresses.
const REQUESTS_PER_NETWORK: usize = 20;

/// The function's state.
pub(crate) type House = house::House<Tools>;
/// The tools and the site that one request uses.
pub(crate) type Context = house::Context<Tools>;

pub(crate) struct Tools {
    /// The campaign's first edition, which is built in.
    pub(crate) folder: CampaignFolder,
    pub(crate) access: Access,
    pub(crate) issuers: Issuers,
    pub(crate) office: Office<role::Organizer>,
    pub(crate) pledges: Pledges<role::Organizer>,
    pub(crate) tallies: Tallies<role::Organizer>,
    pub(crate) history: History,
    /// The key of addresses, by which a supporter is looked up.
    pub(crate) identity: IdentityKey,
    /// The key that hashes a name and a postal code, by which a line of paper is compared with signers.
    pub(crate) person_key: PersonKey,
    /// The keys of the links that stop news. They make no link of a pledge.
    pub(crate) updates: TokenKeys,
    /// The keys of the tickets that `report` prints for.
    pub(crate) tickets: TicketKeys,
    pub(crate) entropy: Entropy,
    pub(crate) rate_limit: RateLimit,
    /// The rule for webhooks to this very machine.
    pub(crate) loopback: Loopback,
    /// The organizer whom the deployment names.
    pub(crate) first_admin: EmailAddress,
    tally: TallyCache,
    clock: Clock,
}

/// Opens the tables and reads the keys.
pub(crate) fn open(
    environment: &Environment,
    clock: Clock,
    entropy: Entropy,
    connection: store::Connection,
) -> anyhow::Result<House> {
    let (slug, office, site) = house::open(environment, &connection, [EN, FR])?;
    let shards = environment.tally_shards()?;
    let table = |name| environment.required(name).map(str::to_owned);
    let (pledges, tally) = (table("PLEDGES_TABLE")?, table("TALLY_TABLE")?);
    let tallies = Tallies::<role::Organizer>::new(connection.clone(), tally.clone(), slug.clone(), shards);
    let tools = Tools {
        folder: CampaignFolder::find(slug.as_str())?,
        access: Access::open(environment, slug.clone())?,
        issuers: Issuers::open(environment)?,
        office,
        tickets: TicketKeys::parse(slug.clone(), &environment.secret("REPORT_KEYS")?)?,
        updates: TokenKeys::parse(slug.clone(), &environment.secret("UPDATES_KEYS")?)?,
        person_key: PersonKey::new(slug.clone(), &environment.secret("PERSON_KEY")?)?,
        pledges: Pledges::new(connection, Tables { pledges, tally }, slug, shards),
        history: History::new(tallies.clone()),
        tallies: tallies.clone(),
        identity: IdentityKey::new(&environment.secret("IDENTITY_KEY")?)?,
        // A download must agree with the counters to the last signer.
        tally: TallyCache::new(tallies, Freshness::Strong),
        rate_limit: RateLimit::new(REQUESTS_PER_NETWORK),
        loopback: environment.hooks_to_loopback()?,
        first_admin: EmailAddress::parse(environment.required("FIRST_ADMIN")?)?,
        clock,
        entropy,
    };
    Ok(House::new(site, tools))
}

/// Opens the connection to the database before a visitor waits for it.
pub(crate) async fn warm_up(house: &House) {
    let context = house.context();
    let _ = tokio::join!(house.look_around(), context.tally.recent(context.now()));
}

impl house::Tools for Tools {
    fn clock(&self) -> &Clock {
        &self.clock
    }
}

impl Tools {
    /// The code by which the mailer counts a network's requests for links. The network's address is never stored.
    pub(crate) fn network_code(&self, network: Network) -> NetworkCode {
        self.access.keys().network_code(&network.octets())
    }

    /// Returns the mails that still count once somebody in a network has the mailbox, if those are fewer.
    ///
    /// If a mail is sent before they are written, the write fails, and all of them stay counted.
    pub(crate) fn left_of(&self, mails: &SignInMails, network: Network, now: Timestamp) -> Option<SignInMails> {
        let left = mails.followed_from(self.network_code(network), now);
        (left != *mails).then_some(left)
    }

    /// Reads the tally, which may be two seconds old.
    pub(crate) async fn snapshot(&self, now: Timestamp) -> Result<Arc<Snapshot>, StoreError> {
        self.tally.recent(now).await
    }

    /// Reads the tally for this request.
    pub(crate) async fn counted(&self, now: Timestamp) -> Result<Arc<Snapshot>, StoreError> {
        self.tally.after(now).await
    }
}

/// The site of the campaign's folder, for tests of pages.
#[cfg(test)]
pub(crate) fn plain_site() -> pages::Site {
    let folder = CampaignFolder::find("time-to-lead").unwrap();
    let now = folder.now(&domain::campaign::published::Published::default()).unwrap();
    pages::Site::of(&now, "https://example.org", [EN, FR]).unwrap()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use domain::locale::Locale;
    use domain::office::audit::Action;
    use domain::office::organizer::Role;

    use super::*;

    /// Finds every text in quotes that begins as the office's keys do, in a folder and those below it.
    fn asked_keys(folder: &Path, keys: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                asked_keys(&path, keys);
                continue;
            }
            let source = std::fs::read_to_string(path).unwrap();
            let quoted = source.split('"').filter(|text| {
                let begins = ["office-", "file-", "sheet-", "role-", "colour-", "map-"];
                begins.iter().any(|begin| text.starts_with(begin))
                    && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
                    && !text.ends_with('-')
            });
            keys.extend(quoted.map(str::to_owned));
        }
    }

    #[test]
    fn both_languages_say_everything_that_a_page_or_file_asks_for() {
        let site = plain_site();
        let (en, fr) = (site.texts(Locale::En), site.texts(Locale::Fr));
        assert_eq!(en.gaps(fr), Vec::<String>::new());
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut keys = BTreeSet::new();
        asked_keys(&root.join("src"), &mut keys);
        asked_keys(&root.join("templates"), &mut keys);
        keys.extend(Action::ALL.iter().map(|action| format!("office-did-{}", action.name().replace('_', "-"))));
        keys.extend(Role::ALL.map(|role| format!("role-{role}-does")));
        assert!(keys.contains("office-sign-in-title") && keys.contains("file-code"), "the search finds what is there");
        // These are no keys: they name a part of a page.
        let parts = ["map-title", "role-email"];
        let missing: Vec<_> = keys.iter().filter(|key| !en.has(key) && !parts.contains(&key.as_str())).collect();
        assert_eq!(missing, Vec::<&String>::new());
        let campaigns = en.keys().into_iter();
        let campaigns = campaigns.filter(|key| key.starts_with("campaign-") && *key != "campaign-opens-on");
        let unnamed: Vec<_> = campaigns.filter(|key| !en.has(&format!("office-edition-{key}"))).collect();
        assert_eq!(unnamed, Vec::<&str>::new(), "the desk names every sentence");
        let own = |key: &&str| ["office-", "file-", "sheet-", "role-"].iter().any(|begin| key.starts_with(begin));
        let built = [
            "office-error-",
            "office-held-why-",
            "office-download-",
            "office-reason-",
            "office-column-",
            "office-part-",
            "office-pattern-",
            "office-stage-",
            "office-paper-",
            "office-provider-",
            "office-help-",
            "office-guide-",
            "office-about-",
            "office-edition-",
        ];
        let unused: Vec<_> = en
            .keys()
            .into_iter()
            .filter(own)
            .filter(|key| !keys.contains(*key) && !built.iter().any(|begin| key.starts_with(begin)))
            .collect();
        assert_eq!(unused, Vec::<&str>::new());
    }
}
