//! The keys, tables and texts that every handler needs.

use std::sync::{Mutex, PoisonError};

use axum::http::Extensions;
use domain::ids::{LinkCode, NetworkCode, SubmissionId};
use domain::keys::sealed_draft::SentDraft;
use domain::keys::token::{Claims, Purpose, TokenKeys};
use domain::locale::Locale;
use domain::person::identity::PersonKey;
use domain::pledge::code::Code;
use domain::pledge::{Draft, Signer, Submission};
use jiff::{SignedDuration, Timestamp};
use store::{Pledges, SignerCounts, StoreError, SwitchCache, Tables, Tallies, role};
use web::{Clock, Entropy, Environment, Metric, Network, RateLimit, metric, source_address};

/// Submissions that one network may send in ten minutes, unless the settings say otherwise.
const SUBMISSIONS_PER_NETWORK: usize = 120;
/// After this long, the function reads again how slow mails are.
const BEHIND_BELIEVED: SignedDuration = SignedDuration::from_secs(30);

/// The function's state.
pub(crate) type House = house::House<Tools>;
/// The tools and the site that one request uses.
pub(crate) type Context = house::Context<Tools>;

pub(crate) struct Tools {
    pub(crate) pledges: Pledges<role::Sign>,
    pub(crate) counts: SignerCounts,
    pub(crate) switches: SwitchCache,
    pub(crate) entropy: Entropy,
    /// The key that hashes a name and a postal code, by which a signature on paper is found.
    pub(crate) person_key: PersonKey,
    clock: Clock,
    tokens: TokenKeys,
    /// The keys of the links that stop news. The office makes such links too, so they have keys of their own.
    updates: TokenKeys,
    rate_limit: RateLimit,
    /// The last reading of how slow mails are: its time, and since when the oldest mail waits.
    behind: Mutex<Option<(Timestamp, Option<Timestamp>)>>,
}

/// Opens the tables and reads the keys.
pub(crate) fn open(
    environment: &Environment,
    clock: Clock,
    entropy: Entropy,
    connection: store::Connection,
) -> anyhow::Result<House> {
    let (slug, _, site) = house::open::<role::Sign>(environment, &connection, ["", ""])?;
    let shards = environment.tally_shards()?;
    let pledges = environment.required("PLEDGES_TABLE")?.to_owned();
    let tally = environment.required("TALLY_TABLE")?.to_owned();
    let tallies = Tallies::<role::Sign>::new(connection.clone(), tally.clone(), slug.clone(), shards);
    let tools = Tools {
        pledges: Pledges::new(connection, Tables { pledges, tally }, slug.clone(), shards),
        switches: SwitchCache::new(tallies.clone()),
        counts: SignerCounts::new(tallies),
        person_key: PersonKey::new(slug.clone(), &environment.secret("PERSON_KEY")?)?,
        tokens: TokenKeys::parse(slug.clone(), &environment.secret("TOKEN_KEYS")?)?,
        updates: TokenKeys::parse(slug, &environment.secret("UPDATES_KEYS")?)?,
        rate_limit: RateLimit::new(environment.number("SUBMISSIONS_PER_NETWORK", SUBMISSIONS_PER_NETWORK)?),
        behind: Mutex::default(),
        clock,
        entropy,
    };
    Ok(House::new(site, tools))
}

impl house::Tools for Tools {
    fn clock(&self) -> &Clock {
        &self.clock
    }

    async fn look_around(&self, now: Timestamp) {
        self.switches.recent(now).await;
    }
}

impl Tools {
    /// Says how long first mails wait, if that is long. It is the same for everybody, and is read once in half a minute.
    pub(crate) async fn mails_behind(&self) -> Option<SignedDuration> {
        let now = self.clock.now();
        let seen = *self.behind.lock().unwrap_or_else(PoisonError::into_inner);
        let behind = match seen {
            Some((at, behind)) if now.duration_since(at) < BEHIND_BELIEVED => behind,
            _ => {
                // If the store fails, the page says nothing of it: it only waits for a mail.
                let behind = self.pledges.mail_pace().await.ok()?.behind;
                *self.behind.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, behind));
                behind
            }
        };
        behind.map(|since| now.duration_since(since))
    }

    /// Reads a link's token, which must have that purpose.
    pub(crate) fn verify(&self, purpose: Purpose, token: &str) -> Result<Claims, domain::keys::token::TokenError> {
        let keys = match purpose {
            Purpose::Confirm | Purpose::Manage | Purpose::Mailbox => &self.tokens,
            Purpose::StopUpdates => &self.updates,
        };
        keys.verify(purpose, token, self.clock.now())
    }

    /// Stores a form and returns it. It writes without a condition and reads nothing, so that nobody can
    /// tell a new address from a known one.
    pub(crate) async fn submit(
        &self,
        draft: Draft,
        via: Option<LinkCode>,
        network: NetworkCode,
    ) -> Result<Submission, StoreError> {
        let id = SubmissionId::from_random(self.entropy.sixteen_bytes());
        let form = Submission::new(id, draft, self.clock.now(), Some(network)).via(via);
        self.pledges.submit(&form).await?;
        metric::put(&[(Metric::FormsTaken, 1.0)]);
        Ok(form)
    }

    /// Draws the code of a new signer's own link.
    pub(crate) fn draw_link(&self) -> LinkCode {
        LinkCode::from_random(*self.entropy.sixteen_bytes().first_chunk().expect("sixteen bytes hold nine"))
    }

    /// Seals a form that was just sent into the text that its page's address holds.
    pub(crate) fn seal_draft(&self, form: &Submission) -> String {
        self.tokens.seal_draft(form, self.entropy.sixteen_bytes())
    }

    /// The code in the mail about a submission.
    pub(crate) fn code(&self, submission: SubmissionId) -> Code {
        self.tokens.code(submission)
    }

    /// Opens the text of a sealed form. It returns `None` when the text is not ours, or has expired.
    pub(crate) fn open_draft(&self, sealed: &str) -> Option<SentDraft> {
        self.tokens.open_draft(sealed, self.clock.now())
    }

    /// The path to the page where a signer sees, moves and withdraws their pledge.
    pub(crate) fn manage_path(&self, signer: &Signer) -> String {
        let token = self.tokens.mint(Purpose::Manage, signer.claims());
        format!("/{}/my-pledge?token={}", signer.draft.locale, token.expose())
    }

    /// The path to the letter that a signer can write to their Member of Parliament. A signer abroad chooses a riding first.
    pub(crate) fn letter_path(&self, locale: Locale, signer: &Signer) -> String {
        let Some(code) = signer.draft.residence.place().riding() else {
            return format!("/{locale}/letter?from=abroad");
        };
        let token = self.tokens.mint(Purpose::Manage, signer.claims());
        format!("/{locale}/letter/{code}?token={}", token.expose())
    }

    /// The path to a signer's thank-you page, for the reader of a confirm link to their address.
    pub(crate) fn thank_you_path(&self, locale: Locale, signer: &Signer, reader: &Claims) -> String {
        let claims = Claims { submission: signer.submission, ..*reader };
        format!("/{locale}/thank-you?token={}", self.tokens.mint(Purpose::Confirm, claims).expose())
    }

    /// Checks that a network has something left of its share. The error is the seconds after which to try again.
    pub(crate) fn admit(&self, extensions: &Extensions) -> Result<(), u32> {
        self.rate_limit.check(Network::of(source_address(extensions)), self.clock.now())
    }

    /// Counts a form against its network's share; an invalid one costs little.
    pub(crate) fn charge(&self, extensions: &Extensions, is_valid: bool) {
        let network = Network::of(source_address(extensions));
        if is_valid {
            self.rate_limit.charge(network, self.clock.now());
        } else {
            self.rate_limit.charge_invalid(network, self.clock.now());
        }
    }

    /// The code by which the mailer counts a submission's network. The address itself is never kept.
    pub(crate) fn network_code(&self, extensions: &Extensions) -> NetworkCode {
        self.tokens.network_code(&Network::of(source_address(extensions)).octets())
    }
}
