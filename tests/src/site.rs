//! The site under test: verbs of what people do, and checks when the test is over.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use campaigns::CampaignFolder;
use domain::campaign::Campaign;
use domain::tally::ShardCount;
use http::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use jiff::{SignedDuration, Timestamp};
use ledger::Ledger;
use local::{Between, Data, Options, Site};
use serde_json::{Value, json};
use store::{Connection, Pledges, Recount, role};
use tokio::runtime::Runtime;
use web::{Clock, Entropy, Environment};

use crate::answer::{Answer, Browser, Outgoing};
use crate::edge::TestEdge;
use crate::html::token_in;
use crate::mail::Mail;
use crate::person::{Home, Person};
use crate::tables::{Item, Tables};
use crate::{PATIENCE, log};
use wire::Wire;

/// The campaign that the tests sign.
pub const CAMPAIGN: &str = "time-to-lead";

/// The settings of a site that is started.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The folder of the data; in memory without one.
    pub data: Option<PathBuf>,
    /// The site's first time.
    pub starts_at: Timestamp,
    pub parameters: BTreeMap<String, String>,
}

impl Default for Setup {
    /// Sets a site in memory, at noon on the campaign's sixty-second day.
    fn default() -> Self {
        let starts_at = days_after(campaign().opens_at, 62);
        Self { data: None, starts_at, parameters: BTreeMap::new() }
    }
}

impl Setup {
    /// Sets a site in a folder. A database on disk expires by the system's clock, so the site's own is set near the
    /// campaign's end: ahead of the system's for as long as the campaign lasts.
    #[must_use]
    pub fn on_disk(data: &Path) -> Self {
        let starts_at = days_after(campaign().closes_at, -20);
        Self { data: Some(data.to_owned()), starts_at, parameters: BTreeMap::new() }
    }
}

/// Reads the campaign's own file.
///
/// # Panics
/// Panics when it cannot be read.
#[must_use]
pub fn campaign() -> Campaign {
    let folder = CampaignFolder::find(CAMPAIGN).expect("the campaign has a folder");
    folder.campaign().expect("the campaign's file is good")
}

fn days_after(start: Timestamp, days: i64) -> Timestamp {
    start.saturating_add(SignedDuration::from_hours(24 * days)).expect("a test's span fits")
}

/// The answer to a confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// The status `confirmed` or `already_counted`.
    pub status: String,
    /// The riding's code; `None` for those abroad.
    pub riding: Option<String>,
    /// The number of people counted there, this person among them.
    pub riding_count: i64,
    /// The number of people counted everywhere, this person among them.
    pub total: i64,
    /// The link to one's own pledge.
    pub manage_url: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// The number of all counted people.
    pub total: i64,
    /// The number of signers that the campaign aims at.
    pub goal: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicTally {
    /// The number of all counted people.
    pub total: i64,
    /// The number of people counted abroad.
    pub abroad: i64,
    /// The numbers of the ridings, by code; ridings without anyone are left out.
    pub ridings: BTreeMap<String, i64>,
}

/// A running site that checks itself. When it is dropped, the test fails if
///
/// - anything personal that the test used is in the logs,
/// - a mail was left unread, unless the test said [`TestSite::leave_mail`],
/// - the public tally differs from a recount of the signers, or its total from the sum of its parts.
///
/// It has a runtime of its own, so that these checks need no `await` and cannot be forgotten.
pub struct TestSite {
    site: Option<Site>,
    runtime: Option<Runtime>,
    clock: Clock,
    wire: Wire,
    browser: Browser,
    edge: Option<TestEdge>,
    private: Mutex<BTreeSet<String>>,
    opened: Mutex<BTreeSet<String>>,
    may_leave_mail: AtomicBool,
    networks: AtomicU32,
    shards: ShardCount,
    logged_before: usize,
}

impl TestSite {
    /// Starts a site in memory, with nobody in it, while the campaign is open.
    pub async fn start() -> Self {
        Self::open(Setup::default()).await
    }

    /// Starts a site that keeps its data in a folder.
    pub async fn on_disk(data: &Path) -> Self {
        Self::open(Setup::on_disk(data)).await
    }

    /// Starts a site in a folder with an edge in front, through which everything is sent from then on. `edge` is the
    /// template's parameter.
    ///
    /// # Panics
    /// Panics when it does not start.
    pub async fn behind_an_edge(data: &Path, edge: &str, parameters: &[(&str, &str)]) -> Self {
        let mut setup = Setup::on_disk(data);
        let parameters = parameters.iter().copied().chain([("Edge", edge)]);
        setup.parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let mut site = Self::open(setup).await;
        let secrets = std::fs::read(data.join("secrets.json")).expect("the site made its secrets");
        let secrets: BTreeMap<String, String> = serde_json::from_slice(&secrets).expect("names and values");
        let key = secrets.into_iter().find(|(name, _)| name.starts_with("EdgeKey")).expect("the edge has a secret").1;
        site.edge = Some(TestEdge::before(site.url(), key, site.clock.clone()));
        site
    }

    /// Starts a site with settings of one's own.
    ///
    /// # Panics
    /// Panics when it does not start.
    pub async fn open(setup: Setup) -> Self {
        static SEED: AtomicU64 = AtomicU64::new(1);
        let logged_before = log::listen();
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_name("site").enable_all().build();
        let runtime = runtime.expect("a runtime can be built");
        let (clock, wire) = (Clock::manual(setup.starts_at), Wire::default());
        let shards = setup.parameters.get("TallyShards").map_or(16, |count| count.parse().expect("a number"));
        let shards = ShardCount::new(shards).expect("a number of shards");
        let options = Options {
            data: setup.data.map_or(Data::Memory, Data::Folder),
            clock: clock.clone(),
            entropy: Entropy::seeded(SEED.fetch_add(1 << 32, Ordering::Relaxed)),
            trust_source_header: true,
            between: Some(Between::new({
                let wire = wire.clone();
                move |onward| wire.over(onward)
            })),
            parameters: setup.parameters,
            ..Options::default()
        };
        let started = runtime.spawn(Site::start(options)).await.expect("starting does not panic");
        let site = started.unwrap_or_else(|error| panic!("the site does not start: {error:#}"));
        Self {
            browser: Browser::of(site.url()),
            edge: None,
            site: Some(site),
            runtime: Some(runtime),
            clock,
            wire,
            private: Mutex::default(),
            opened: Mutex::default(),
            may_leave_mail: AtomicBool::new(false),
            networks: AtomicU32::new(0),
            shards,
            logged_before,
        }
    }

    // ---- Verbs of people
    // -----------------------------------------------------------------------------------------------

    /// Signs for somebody through the API, who is asked to look for a mail.
    pub async fn sign(&self, person: &Person) {
        let answer = self.try_sign(person).await.expect(202);
        assert_eq!(answer.json(), json!({ "status": "check_your_mail" }));
    }

    /// Signs for somebody through the API, with any answer.
    pub async fn try_sign(&self, person: &Person) -> Answer {
        self.keep_private(person.private_values());
        self.send(Outgoing::json("/v1/pledges", &person.json())).await
    }

    /// Signs for somebody with the form, without scripts, with any answer.
    pub async fn try_sign_page(&self, person: &Person) -> Answer {
        self.keep_private(person.private_values());
        self.send(Outgoing::form(&format!("/{}/pledges", person.locale), &person.fields())).await
    }

    /// Opens somebody's one mail that is not opened yet.
    ///
    /// # Panics
    /// Panics when there is none, or more than one.
    pub async fn open_mail(&self, person: &Person) -> Mail {
        let mut mails = self.open_mails(person).await;
        let mail = mails.pop().unwrap_or_else(|| panic!("{} has no unread mail", person.first_name));
        let others: Vec<_> = mails.iter().map(Mail::kind).collect();
        assert!(others.is_empty(), "beside a mail of kind {} there are {others:?}", mail.kind());
        mail
    }

    /// Opens every mail of somebody that is not opened yet.
    pub async fn open_mails(&self, person: &Person) -> Vec<Mail> {
        self.open_mails_to(&person.email).await
    }

    /// Opens every mail to an address that is not opened yet, the latest first.
    pub async fn open_mails_to(&self, address: &str) -> Vec<Mail> {
        self.settle().await;
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let mails = self.site().mailbox().into_iter().filter(|mail| mail.to.eq_ignore_ascii_case(address));
        let mails: Vec<_> = mails.filter(|mail| opened.insert(mail.id().to_owned())).map(Mail).collect();
        drop(opened);
        self.keep_private(mails.iter().flat_map(Mail::tokens));
        mails
    }

    /// Uses the link of a mail that asks for confirmation.
    pub async fn confirm(&self, mail: &Mail) -> Confirmed {
        self.confirm_saying(mail, json!({})).await
    }

    /// Uses the link as another person than anybody counted at the address.
    pub async fn confirm_as_another(&self, mail: &Mail) -> Confirmed {
        self.confirm_saying(mail, json!({ "who": "another" })).await
    }

    /// Uses the link and repeats consents and words, since a stranger may have sent the form.
    pub async fn confirm_as(&self, mail: &Mail, person: &Person) -> Confirmed {
        let said = json!({
            "who": "another", "consents": { "updates": person.updates }, "comment": person.comment,
        });
        self.confirm_saying(mail, said).await
    }

    async fn confirm_saying(&self, mail: &Mail, mut said: Value) -> Confirmed {
        said["token"] = json!(mail.token());
        let answer = self.send(Outgoing::json("/v1/pledges/confirm", &said)).await.expect(200).json();
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let confirmed = Confirmed {
            status: text(&answer["status"]),
            riding: answer["riding"]["code"].as_str().map(str::to_owned),
            riding_count: answer["riding_count"].as_i64().expect("a number"),
            total: answer["total"].as_i64().expect("a number"),
            manage_url: text(&answer["manage_url"]),
        };
        self.keep_private(token_in(&confirmed.manage_url));
        confirmed
    }

    /// Sends a token to be confirmed, with any answer.
    pub async fn try_confirm(&self, token: &str) -> Answer {
        self.send(Outgoing::json("/v1/pledges/confirm", &json!({ "token": token }))).await
    }

    /// Signs and confirms for somebody, and opens the mail that thanks them; its link manages their pledge.
    pub async fn pledge(&self, person: &Person) -> Mail {
        self.sign(person).await;
        let asked = self.open_mail(person).await;
        assert_eq!(self.confirm_as(&asked, person).await.status, "confirmed");
        let thanks = self.open_mail(person).await;
        assert_eq!(thanks.kind(), "confirmed");
        thanks
    }

    /// Moves somebody, with the link of the mail that thanked them.
    pub async fn move_to(&self, thanks: &Mail, home: &Home) {
        self.try_move(&thanks.token(), home).await.expect(303);
    }

    /// Moves somebody, with any answer.
    pub async fn try_move(&self, token: &str, home: &Home) -> Answer {
        let mut fields = vec![("token", token)];
        match home {
            Home::Canada { postal_code, riding } => {
                fields.push(("postal_code", postal_code));
                fields.extend(riding.iter().map(|riding| ("riding", riding.as_str())));
            }
            Home::Abroad(country) => fields.push(("country", country)),
        }
        self.send(Outgoing::form("/en/my-pledge/riding", &fields)).await
    }

    /// Withdraws somebody's pledge, with the link of the mail that thanked them.
    pub async fn withdraw(&self, thanks: &Mail) {
        let answer = self.try_withdraw(&thanks.token()).await.expect(200);
        assert_eq!(answer.json(), json!({ "status": "withdrawn" }));
    }

    /// Sends a token to withdraw, with any answer.
    pub async fn try_withdraw(&self, token: &str) -> Answer {
        self.send(Outgoing::json("/v1/pledges/withdraw", &json!({ "token": token }))).await
    }

    /// Reports a bounce (`bounced`) or a complaint (`complained`) about a mail, as the mail provider does.
    pub async fn provider_tells(&self, mail: &Mail, event: &str) {
        let told = format!("/_local/mailbox/{}/{event}", mail.0.id());
        let answer = self.browser.send(Outgoing::form(&told, &[])).await;
        assert!(answer.status.is_redirection(), "{}", answer.status);
    }

    // ---- The public's view
    // ---------------------------------------------------------------------------------------------

    /// Reads the public tally once the cache of two seconds is over.
    pub async fn tally(&self) -> PublicTally {
        self.clock.advance(SignedDuration::from_secs(3));
        let answer = self.send(Outgoing::get("/v1/tally")).await.expect(200);
        PublicTally::read(&answer.json())
    }

    /// Reads the public counter once the cache of two seconds is over.
    pub async fn counter(&self) -> Counter {
        self.clock.advance(SignedDuration::from_secs(3));
        let answer = self.send(Outgoing::get("/v1/counter")).await.expect(200).json();
        let number = |name: &str| answer[name].as_i64().expect("a number");
        Counter { total: number("total"), goal: number("goal") }
    }

    /// Opens a page or reads from the API.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Outgoing::get(path)).await
    }

    /// Sends a request, from a network of its own unless it names one.
    ///
    /// # Panics
    /// Panics when the answer breaks a rule of every answer.
    pub async fn send(&self, outgoing: Outgoing) -> Answer {
        let outgoing = if outgoing.has(SOURCE) { outgoing } else { outgoing.header(SOURCE, &self.network()) };
        let in_office =
            ["/organizer/", "/v1/organizer/", "/partner/"].iter().any(|rooms| outgoing.path().starts_with(rooms));
        let answer = match &self.edge {
            Some(edge) => edge.send(outgoing).await,
            None => self.browser.send(outgoing).await,
        };
        assert!(in_office || !answer.headers.contains_key(SET_COOKIE), "no answer outside the office sets a cookie");
        self.check(&answer);
        answer
    }

    /// Sends a request to the API's own address, past the edge.
    pub async fn send_past_the_edge(&self, outgoing: Outgoing) -> Answer {
        let answer = self.browser.send(outgoing).await;
        self.check(&answer);
        answer
    }

    /// Returns the edge in front.
    ///
    /// # Panics
    /// Panics when there is none.
    #[must_use]
    pub fn edge(&self) -> &TestEdge {
        self.edge.as_ref().expect("the site was started with an edge")
    }

    /// Returns an address in a network that this site has not seen yet.
    #[must_use]
    pub fn network(&self) -> String {
        let number = self.networks.fetch_add(1, Ordering::Relaxed);
        format!("10.{}.{}.7", number / 256 % 256, number % 256)
    }

    // ---- Time, faults and what is stored ----------------------------------------------------------------------------

    /// Lets time pass, then does the work that is due.
    pub async fn advance(&self, minutes: i64) {
        self.settle().await;
        self.clock.advance(SignedDuration::from_mins(minutes));
        self.site().run_schedules().await.expect("the schedules run");
        self.settle().await;
    }

    /// Does the scheduled work, and returns the failure of a function.
    ///
    /// # Errors
    /// Fails when a function fails.
    pub async fn try_schedules(&self) -> Result<(), String> {
        self.site().run_schedules().await.map_err(|error| format!("{error:#}"))
    }

    /// Lets seconds pass, and nothing else.
    pub fn advance_clock(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// Lets days pass, and lets the database sweep expired items.
    ///
    /// # Panics
    /// Panics when the sweep fails.
    pub async fn advance_days(&self, days: i64) {
        self.advance(days * 24 * 60).await;
        self.site().sweep_expired().await.expect("the database sweeps");
        self.settle().await;
    }

    /// Waits until every mail that is owed now is sent.
    ///
    /// # Panics
    /// Panics when that never comes about.
    pub async fn settle(&self) {
        self.site().settle().await.expect("the mailer comes to rest");
    }

    /// Keeps new records from the mailer, until [`Self::resume_mail`].
    pub fn pause_mail(&self) {
        self.site().pause_streams();
    }

    /// Gives the mailer the records that waited, and lets it go on.
    pub fn resume_mail(&self) {
        self.site().resume_streams();
    }

    /// Returns the site's time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Returns the site's address.
    #[must_use]
    pub fn url(&self) -> &str {
        self.site().url()
    }

    /// Returns the wire between the functions and the database.
    #[must_use]
    pub const fn wire(&self) -> &Wire {
        &self.wire
    }

    /// Returns the tables, past the store.
    #[must_use]
    pub fn tables(&self) -> Tables {
        Tables::at(self.site().database_url())
    }

    /// Starts another instance of the sign function over the same tables, as Lambda does when there is much to do. It
    /// has a wire of its own, so that its writes can be distinguished from the mailer's.
    ///
    /// # Panics
    /// Panics when it does not start.
    pub async fn another_sign_function(&self) -> (axum::Router, Wire) {
        let wire = Wire::default();
        let tables = self.tables();
        let settings = [
            ("CAMPAIGN", CAMPAIGN.to_owned()),
            ("SITE_URL", self.url().to_owned()),
            ("PLEDGES_TABLE", tables.named("Pledges").await),
            ("TALLY_TABLE", tables.named("Tally").await),
            ("OFFICE_TABLE", tables.named("Office").await),
            ("TOKEN_KEYS", "t".repeat(43)),
            ("UPDATES_KEYS", "u".repeat(43)),
            ("PERSON_KEY", "p".repeat(43)),
        ];
        let environment = Environment::from_pairs(settings.map(|(name, value)| (name.to_owned(), value)));
        let connection = Connection::to(self.site().database_url()).with_http_client(wire.http_client());
        let app = sign::app(&environment, self.clock.clone(), Entropy::seeded(7), connection).await;
        (app.expect("it starts as the first did"), wire)
    }

    /// Starts another instance of the ledger over the same tables, as Lambda does when two events come at once.
    ///
    /// # Panics
    /// Panics when it does not start.
    pub async fn another_ledger(&self) -> Ledger {
        let tables = self.tables();
        let settings = [
            ("CAMPAIGN", CAMPAIGN.to_owned()),
            ("PLEDGES_TABLE", tables.named("Pledges").await),
            ("TALLY_TABLE", tables.named("Tally").await),
            ("OFFICE_TABLE", tables.named("Office").await),
            ("IDENTITY_KEY", "i".repeat(43)),
            ("HOOKS_TO_LOOPBACK", "yes".to_owned()),
        ];
        let environment = Environment::from_pairs(settings.map(|(name, value)| (name.to_owned(), value)));
        let connection = Connection::to(self.site().database_url());
        Ledger::start(&environment, self.clock.clone(), Entropy::seeded(8), connection).expect("it starts")
    }

    /// Allows the test to end with mails unread.
    pub fn leave_mail(&self) {
        self.may_leave_mail.store(true, Ordering::Relaxed);
    }

    /// Notes texts that must never be seen in a log or an address.
    pub fn keep_private(&self, values: impl IntoIterator<Item = String>) {
        let mut private = self.private.lock().unwrap_or_else(PoisonError::into_inner);
        private.extend(values.into_iter().filter(|value| value.len() > 3));
    }

    fn site(&self) -> &Site {
        self.site.as_ref().expect("it runs until it is dropped")
    }

    // ---- Looking back -----------------------------------------------------------------------------------------------

    /// Checks the rules of every answer: the security headers, nobody's data in an address.
    fn check(&self, answer: &Answer) {
        let content_type = answer.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        // The gateway's own refusals are API Gateway's on AWS, and not ours.
        if content_type != "application/json" || answer.status.is_success() {
            for name in
                ["content-security-policy", "strict-transport-security", "x-content-type-options", "referrer-policy"]
            {
                assert!(answer.headers.contains_key(name), "an answer without {name}: {:?}", answer.headers);
            }
        }
        // The answer to HEAD has no body.
        if content_type.starts_with("text/html") && !answer.text.is_empty() {
            assert!(matches!(answer.page().language(), "en" | "fr"), "a page says its language");
        }
        let Some(address) = answer.headers.get(LOCATION).and_then(|value| value.to_str().ok()) else { return };
        let private = self.private.lock().unwrap_or_else(PoisonError::into_inner);
        let token = token_in(address).unwrap_or_default();
        let path = address.replace(&token, "").to_lowercase();
        let leaked = private.iter().find(|value| path.contains(&value.to_lowercase()));
        assert!(leaked.is_none(), "an address holds something personal: {address}");
    }

    /// Lists all faults in how the test left the site.
    async fn look_back(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        // A test of a fault that never happened proves nothing.
        let unmet = self.wire.unmet();
        if !unmet.is_empty() {
            wrong.push(format!("faults never happened: {}", unmet.join(", ")));
        }
        self.wire.heal();
        let settled = tokio::time::timeout(PATIENCE, self.site().settle()).await;
        if !matches!(settled, Ok(Ok(()))) {
            wrong.push("the mailer did not come to rest".to_owned());
        }
        wrong.extend(self.unread_mail());
        wrong.extend(self.wrong_tally().await);
        let private = self.private.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(line) = log::line_with(self.logged_before, private) {
            wrong.push(format!("something personal was logged: {line}"));
        }
        wrong
    }

    fn unread_mail(&self) -> Option<String> {
        if self.may_leave_mail.load(Ordering::Relaxed) {
            return None;
        }
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let unread: Vec<_> = self.site().mailbox().into_iter().filter(|mail| !opened.contains(mail.id())).collect();
        (!unread.is_empty()).then(|| {
            let kinds: Vec<_> = unread.iter().map(|mail| format!("{} to {}", mail.kind, mail.to)).collect();
            format!("mail was left unread: {}", kinds.join(", "))
        })
    }

    async fn wrong_tally(&self) -> Option<String> {
        let recount = self.recount().await;
        self.clock.advance(SignedDuration::from_secs(3));
        // The test's own connections may have ended with its runtime.
        let key = self.edge.as_ref().map_or("", TestEdge::key);
        let answer = Browser::of(self.url()).send(Outgoing::get("/v1/tally").header("x-origin-key", key)).await;
        if !answer.status.is_success() {
            return Some(format!("the tally cannot be read: {}", answer.status));
        }
        let public = PublicTally::read(&answer.json());
        let sum = public.abroad + public.ridings.values().sum::<i64>();
        if public.total != sum {
            return Some(format!("the tally's total is {}, the sum of its parts {sum}", public.total));
        }
        if self.now() >= campaign().forgets_at() {
            // Nobody is left to be counted; the counts stay.
            return None;
        }
        if public != recount {
            return Some(format!("the tally says {public:?}, a recount of the signers {recount:?}"));
        }
        let Recount { drift, wrong_persons, .. } = self.store_recount().await;
        let wrong = !drift.is_empty() || wrong_persons > 0;
        wrong.then(|| {
            format!("the store's own recount finds {wrong_persons} persons and these counters wrong: {drift:?}")
        })
    }

    /// Runs the store's own recount, which compares partners' credits and persons too.
    async fn store_recount(&self) -> Recount {
        let tables = self.tables();
        let names = store::Tables { pledges: tables.named("Pledges").await, tally: tables.named("Tally").await };
        let connection = Connection::to(tables.endpoint());
        let pledges = Pledges::<role::Everything>::new(connection, names, campaign().slug, self.shards);
        pledges.recount(2).await.expect("the store answers")
    }

    /// Counts the signers themselves, past the store and its counters.
    pub async fn recount(&self) -> PublicTally {
        let mut tally = PublicTally::default();
        let online = self.tables().items_of("Pledges", "P#").await;
        let on_paper = self.tables().items_of("Pledges", "Q#").await;
        let online: Vec<_> = online.into_iter().filter(|signer| !signer.contains_key("invalidation")).collect();
        // A signature on paper counts while nobody online bears its name at its postal code.
        let persons: BTreeSet<_> = online.iter().filter_map(|signer| signer.get("person")?["S"].as_str()).collect();
        let is_borne = |paper: &Item| {
            let key = paper["pk"]["S"].as_str().and_then(|pk| pk.rsplit('#').next());
            key.is_some_and(|person| persons.contains(person))
        };
        for signer in online.iter().chain(on_paper.iter().filter(|paper| !is_borne(paper))) {
            tally.total += 1;
            match signer.get("riding").and_then(|riding| riding["S"].as_str()) {
                Some("abroad") | None => tally.abroad += 1,
                Some(code) => *tally.ridings.entry(code.to_owned()).or_default() += 1,
            }
        }
        tally
    }
}

/// The header in which a test says where a request comes from.
pub const SOURCE: &str = "x-local-source-ip";

impl PublicTally {
    /// Reads the answer of `GET /v1/tally`.
    ///
    /// # Panics
    /// Panics when a count is missing.
    #[must_use]
    pub fn read(answer: &Value) -> Self {
        let number = |value: &Value| value.as_i64().expect("a count is a number");
        let ridings = answer["ridings"].as_array().expect("all ridings are listed");
        let counts = ridings
            .iter()
            .map(|riding| (riding["code"].as_str().expect("a code").to_owned(), number(&riding["count"])));
        Self {
            total: number(&answer["total"]),
            abroad: number(&answer["abroad"]),
            ridings: counts.filter(|(_, count)| *count != 0).collect(),
        }
    }

    /// Returns the number of one riding.
    #[must_use]
    pub fn at(&self, riding: &str) -> i64 {
        self.ridings.get(riding).copied().unwrap_or_default()
    }
}

impl Drop for TestSite {
    fn drop(&mut self) {
        let Some(runtime) = self.runtime.take() else { return };
        // A test that failed already has shown its fault; the rest would only drown it.
        let look = !std::thread::panicking();
        let this = &mut *self;
        let looking = std::thread::scope(|scope| {
            let looking = scope.spawn(move || {
                let wrong = runtime.block_on(async {
                    let mut wrong = if look { this.look_back().await } else { Vec::new() };
                    let site = this.site.take().expect("it runs until it is dropped");
                    if look && let Err(error) = site.stop().await {
                        wrong.push(format!("the site did not stop well: {error:#}"));
                    }
                    wrong
                });
                runtime.shutdown_background();
                wrong
            });
            looking.join()
        });
        if look {
            let wrong = looking.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            assert!(wrong.is_empty(), "the test is over, and:\n- {}", wrong.join("\n- "));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    /// Returns the complaint of a site that is dropped.
    fn complaint(site: TestSite) -> String {
        let panic = catch_unwind(AssertUnwindSafe(|| drop(site))).expect_err("the site complains");
        panic.downcast_ref::<String>().cloned().expect("it says what of")
    }

    #[tokio::test]
    async fn a_site_that_nothing_is_wrong_with_does_not_complain() {
        let site = TestSite::start().await;
        site.pledge(&Person::new("Marie")).await;
        drop(site);
    }

    #[tokio::test]
    async fn a_logged_address_fails_the_test() {
        let site = TestSite::start().await;
        let marie = Person::new("Marie");
        site.sign(&marie).await;
        site.open_mail(&marie).await;
        tracing::debug!(target: "sign", to = marie.email.to_uppercase(), "a line that should not be");
        let complaint = complaint(site);
        assert!(complaint.contains("personal") && complaint.contains("a line that should not be"), "{complaint}");
    }

    #[tokio::test]
    async fn a_logged_token_fails_the_test() {
        let site = TestSite::start().await;
        let marie = Person::new("Marie");
        site.sign(&marie).await;
        let mail = site.open_mail(&marie).await;
        tracing::info!(target: "elsewhere", path = mail.path(), "a line that should not be");
        assert!(complaint(site).contains("personal"));
    }

    #[tokio::test]
    async fn an_unread_mail_fails_the_test_unless_it_was_left_on_purpose() {
        let site = TestSite::start().await;
        let marie = Person::new("Marie");
        site.sign(&marie).await;
        let complaint = complaint(site);
        assert!(complaint.contains("unread: confirm to marie"), "{complaint}");

        let site = TestSite::start().await;
        site.sign(&marie).await;
        site.leave_mail();
        drop(site);
    }

    #[tokio::test]
    async fn a_wrong_tally_fails_the_test() {
        let site = TestSite::start().await;
        site.pledge(&Person::new("Marie")).await;
        let counter = site.tables().items_of("Tally", "N#").await.pop().expect("someone is counted");
        let key = json!({ "pk": counter["pk"], "sk": counter["sk"] });
        let tables = site.tables();
        let update = json!({
            "TableName": tables.named("Tally").await, "Key": key, "UpdateExpression": "ADD v :one",
            "ExpressionAttributeValues": { ":one": { "N": "1" } },
        });
        tables.call("UpdateItem", update).await;
        let complaint = complaint(site);
        assert!(complaint.contains("a recount of the signers"), "{complaint}");
    }
}
