//! What every handler needs at hand.

use std::sync::{Mutex, PoisonError};

use axum::http::Extensions;
use campaigns::{CampaignFolder, Texts};
use domain::ids::{NetworkCode, SubmissionId};
use domain::keys::sealed_draft::SentDraft;
use domain::keys::token::{Claims, Purpose, TokenKeys};
use domain::locale::Locale;
use domain::person::identity::PersonKey;
use domain::pledge::code::Code;
use domain::pledge::{Draft, Signer};
use jiff::{SignedDuration, Timestamp};
use store::{Pledges, SignerCounts, SwitchCache, Tables, Tallies, role};
use web::{Clock, Entropy, Environment, Network, RateLimit, source_address};

use crate::corrections::Corrections;
use crate::form::Faults;

/// Submissions that one network may send in ten minutes, unless the settings say otherwise.
const SUBMISSIONS_PER_NETWORK: usize = 120;
/// How long it is believed how slow mails are.
const BEHIND_BELIEVED: SignedDuration = SignedDuration::from_secs(30);

pub(crate) struct Desk {
    pub(crate) site: pages::Site,
    pub(crate) pledges: Pledges<role::Sign>,
    pub(crate) counts: SignerCounts,
    pub(crate) switches: SwitchCache,
    pub(crate) entropy: Entropy,
    /// The key of persons: by it a signature on paper is found that somebody's own takes the place of.
    pub(crate) people: PersonKey,
    clock: Clock,
    tokens: TokenKeys,
    /// The keys of the links that stop news: others than those of pledges, since the office can make them too.
    updates: TokenKeys,
    rate_limit: RateLimit,
    /// When it was read how slow mails are, and since when the oldest waits.
    behind: Mutex<Option<(Timestamp, Option<Timestamp>)>>,
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
        let pledges_table = environment.required("PLEDGES_TABLE")?.to_owned();
        let tally_table = environment.required("TALLY_TABLE")?.to_owned();
        let tallies = Tallies::<role::Sign>::new(connection.clone(), tally_table.clone(), slug.clone(), shards);
        Ok(Self {
            site: pages::Site::load(folder, environment.site_url()?)?,
            pledges: Pledges::new(
                connection,
                Tables { pledges: pledges_table, tally: tally_table },
                slug.clone(),
                shards,
            ),
            switches: SwitchCache::new(tallies.clone()),
            counts: SignerCounts::new(tallies),
            people: PersonKey::new(slug.clone(), &environment.secret("PERSON_KEY")?)?,
            tokens: TokenKeys::parse(slug.clone(), &environment.secret("TOKEN_KEYS")?)?,
            updates: TokenKeys::parse(slug, &environment.secret("UPDATES_KEYS")?)?,
            rate_limit: RateLimit::new(environment.number("SUBMISSIONS_PER_NETWORK", SUBMISSIONS_PER_NETWORK)?),
            behind: Mutex::default(),
            clock,
            entropy,
        })
    }

    pub(crate) async fn warm_up(&self) {
        self.pledges.warm_up().await;
        // Nobody's form waits for this first read.
        let _ = self.switches.recent(self.now()).await;
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// How long first mails wait, when that is long. It is the same for everybody, and read once in half a minute.
    pub(crate) async fn mails_behind(&self) -> Option<SignedDuration> {
        let now = self.now();
        let seen = *self.behind.lock().unwrap_or_else(PoisonError::into_inner);
        let behind = match seen {
            Some((at, behind)) if now.duration_since(at) < BEHIND_BELIEVED => behind,
            _ => {
                // Whoever waits for a mail is told nothing rather than shown a failure.
                let behind = self.pledges.mail_pace().await.ok()?.behind;
                *self.behind.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, behind));
                behind
            }
        };
        behind.map(|since| now.duration_since(since))
    }

    pub(crate) fn texts(&self, locale: Locale) -> &Texts {
        self.site.texts(locale)
    }

    /// Reads a link's token.
    pub(crate) fn verify(&self, purpose: Purpose, token: &str) -> Result<Claims, domain::keys::token::TokenError> {
        let keys = match purpose {
            Purpose::Confirm | Purpose::Manage | Purpose::Mailbox => &self.tokens,
            Purpose::StopUpdates => &self.updates,
        };
        keys.verify(purpose, token, self.now())
    }

    /// Seals a form that is sent now into the text that its page's address holds.
    pub(crate) fn seal_draft(&self, draft: &Draft, submission: SubmissionId) -> String {
        self.tokens.seal_draft(draft, submission, self.entropy.sixteen_bytes(), self.now())
    }

    /// The code in the mail about a submission.
    pub(crate) fn code(&self, submission: SubmissionId) -> Code {
        self.tokens.code(submission)
    }

    /// A form with the corrections of whoever confirms it.
    pub(crate) fn correct(&self, draft: &Draft, sent: &Corrections) -> Result<Draft, Faults> {
        sent.apply(draft, &self.site.campaign().consent_wording, self.now())
    }

    /// Opens such a text; nothing when it is not ours, or its time is over.
    pub(crate) fn open_draft(&self, sealed: &str) -> Option<SentDraft> {
        self.tokens.open_draft(sealed, self.now())
    }

    /// The address of the page where a signer sees, moves and withdraws their pledge.
    pub(crate) fn manage_url(&self, signer: &Signer) -> String {
        let token = self.tokens.mint(Purpose::Manage, signer.claims());
        self.site.url(&format!("/{}/my-pledge?token={}", signer.draft.locale, token.expose()))
    }

    /// A path to the letter that a signer can write to their Member of Parliament; for those abroad, to what they can do.
    pub(crate) fn letter_path(&self, locale: Locale, signer: &Signer) -> String {
        let Some(code) = signer.draft.residence.place().riding() else { return format!("/{locale}/letter") };
        let token = self.tokens.mint(Purpose::Manage, signer.claims());
        format!("/{locale}/letter/{code}?token={}", token.expose())
    }

    /// A path to the thank-you page of a signer, for whoever holds a confirm link to their address.
    pub(crate) fn thank_you_path(&self, locale: Locale, signer: &Signer, held: &Claims) -> String {
        let claims = Claims { submission: signer.submission, ..*held };
        format!("/{locale}/thank-you?token={}", self.tokens.mint(Purpose::Confirm, claims).expose())
    }

    /// Whether the campaign takes no pledges any more.
    pub(crate) fn is_over(&self) -> bool {
        self.now() >= self.site.campaign().closes_at
    }

    /// Checks that a network has something left of its share; the error says after how many seconds to try again.
    pub(crate) fn admit(&self, extensions: &Extensions) -> Result<(), u32> {
        self.rate_limit.check(Network::of(source_address(extensions)), self.now())
    }

    /// Counts a form against its network's share; an invalid one costs little.
    pub(crate) fn charge(&self, extensions: &Extensions, is_valid: bool) {
        let network = Network::of(source_address(extensions));
        if is_valid {
            self.rate_limit.charge(network, self.now());
        } else {
            self.rate_limit.charge_invalid(network, self.now());
        }
    }

    /// What the mailer counts a submission's network by. The address itself is never kept.
    pub(crate) fn network_code(&self, extensions: &Extensions) -> NetworkCode {
        self.tokens.network_code(&Network::of(source_address(extensions)).octets())
    }
}
