//! One running site: its parts start in the order in which they need each other, and stop in the reverse.

use std::collections::BTreeMap;
use std::fmt;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use axum::Router;
use indicatif::ProgressBar;
use store::Connection;
use tokio::sync::{Notify, oneshot};
use tokio::task::{JoinHandle, JoinSet};
use web::{Clock, Entropy};

use crate::database::{Database, Place};
use crate::demo::{self, Demonstration};
use crate::deployment::{Deployment, TEMPLATE, secret_names};
use crate::feedback::feedback;
use crate::folder::Folder;
use crate::functions::Functions;
use crate::gateway::{Gateway, Origin, handle};
use crate::mailbox::{Mail, Mailbox, files, pages};
use crate::proxy::Proxies;
use crate::routes::Routes;
use crate::schedules::{self, Task};
use crate::secrets::Secrets;
use crate::server::{Limits, listen, serve};
use crate::stream::{Feed, Position, Readers};
use crate::template::{Document, Function, Package, Template, Values, find};

/// The place of a site's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// Memory: the data goes with the site.
    Memory,
    /// A folder, which one site at a time may use.
    Folder(PathBuf),
}

/// Wraps the HTTP client that leads to the database for the store.
#[derive(Clone)]
pub struct Between(Arc<dyn Fn(SharedHttpClient) -> SharedHttpClient + Send + Sync>);

impl Between {
    /// Makes a wrapper from a function of the client.
    pub fn new(client: impl Fn(SharedHttpClient) -> SharedHttpClient + Send + Sync + 'static) -> Self {
        Self(Arc::new(client))
    }
}

impl fmt::Debug for Between {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Between")
    }
}

/// The options of a site. `Options::default()` is a site in memory on any free port.
#[derive(Clone, Debug)]
pub struct Options {
    pub data: Data,
    /// The port on 127.0.0.1; 0 takes any that is free. A deployment has an address of its own.
    pub port: u16,
    /// The settings of a site that runs for real. Without them the site is a trial on this machine, whose mails go to a
    /// mailbox.
    pub deployment: Option<Deployment>,
    /// The limits on the arrival of requests, and on connections.
    pub limits: Limits,
    /// The time, for the functions and, in memory, for the database's expiry. A data folder's database expires by the
    /// system's.
    pub clock: Clock,
    /// Randomness, for the functions and the secrets.
    pub entropy: Entropy,
    /// Whether a request may name its sender with `x-local-source-ip`. For tests alone.
    pub trust_source_header: bool,
    /// A layer between the store and the database: tests inject faults there, benchmarks count.
    pub between: Option<Between>,
    /// Values for the template's parameters, over its defaults and the local site's own values.
    pub parameters: BTreeMap<String, String>,
    /// The template. Without one a trial reads `template.yaml` of the project, and a deployment the one it was built
    /// with.
    pub template: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            data: Data::Memory,
            port: 0,
            deployment: None,
            limits: Limits::default(),
            clock: Clock::system(),
            entropy: Entropy::system(),
            trust_source_header: false,
            between: None,
            parameters: BTreeMap::new(),
            template: None,
        }
    }
}

/// Returns the default data folder: `.local` beside the template.
///
/// # Errors
/// Fails when there is no template in the working directory or above it.
pub fn default_data_folder() -> anyhow::Result<PathBuf> {
    Ok(find(&std::env::current_dir()?)?.with_file_name(".local"))
}

/// A running site. Dropped without [`Site::stop`] it ends as if it were killed, and loses nothing either.
pub struct Site {
    url: String,
    database: Arc<Database>,
    feeds: Vec<Feed>,
    scheduled: Vec<Task>,
    mailbox: Arc<Mailbox>,
    gateway: Arc<Gateway>,
    timers: JoinSet<()>,
    stop_server: oneshot::Sender<()>,
    server: JoinHandle<()>,
    made_secrets: Vec<String>,
    folder: Folder,
}

/// The database's file in a data folder.
pub(crate) const DATABASE: &str = "dynamodb.sqlite";
/// The file in a data folder with the fingerprints of the keys that cannot change.
pub(crate) const KEYS: &str = "keys.json";
/// The ending of a data folder's file with the position up to which a stream was delivered.
pub(crate) const POSITION: &str = "position";

/// The rate at which a folder "sends": as much as the template allows.
const MAILS_PER_SECOND: &str = "1000";

impl Site {
    /// Starts everything and returns when it answers.
    ///
    /// # Errors
    /// Fails when the port or the data folder is taken, the template cannot be read, or a function refuses to start.
    /// Each error advises what to do.
    pub async fn start(options: Options) -> anyhow::Result<Self> {
        let folder = match &options.data {
            Data::Memory => Folder::temporary()?,
            Data::Folder(path) => Folder::take(path)?,
        };
        let in_memory = options.data == Data::Memory;
        let trial = (Ipv4Addr::LOCALHOST, options.port).into();
        let listener = listen(options.deployment.as_ref().map_or(trial, |deployment| deployment.listen)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let mailbox = Arc::new(Mailbox::in_folder(folder.join("mail")));
        let (template, made_secrets) = read_template(&options, &url, &folder, mail_folder(&mailbox)?)?;

        let place = if in_memory { Place::Memory(options.clock.clone()) } else { Place::File(folder.join(DATABASE)) };
        let tables = template.tables.clone();
        let database = Arc::new(tokio::task::spawn_blocking(move || Database::start(place, &tables)).await??);
        let client = database.http_client();
        let client = options.between.map_or_else(|| client.clone(), |between| between.0(client.clone()));
        let connection = Connection::to(database.url()).with_http_client(client);
        // On the heap: all functions' beginnings together are more than one future should hold.
        let functions = Functions::start(&template, &options.clock, &options.entropy, &connection);
        let functions = Box::pin(functions).await?;

        // A file's records are dated by the system's clock.
        let dates = if in_memory { options.clock.clone() } else { Clock::system() };
        let feeds = feed_streams(&template, &database, &functions, (!in_memory).then_some(&folder), &dates);
        let written = feeds.first().map_or_else(|| Arc::new(Notify::new()), Feed::wake);

        let mut timers = JoinSet::new();
        let mut scheduled = Vec::new();
        for function in template.functions.iter().filter(|function| !function.schedules.is_empty()) {
            let task = functions.scheduled(function.package);
            for schedule in &function.schedules {
                timers.spawn(schedules::keep(*schedule, Arc::clone(&task)));
            }
            scheduled.push(task);
        }
        timers.spawn(schedules::sweep(Arc::clone(&database)));

        let routes = template
            .functions
            .iter()
            .flat_map(|function| function.routes.iter().map(|route| (route.clone(), function.package)));
        let proxies = options.deployment.as_ref().map(|deployment| deployment.proxies.clone()).unwrap_or_default();
        let origin =
            if options.trust_source_header { Origin::Claimed } else { Origin::Connection(Proxies::new(proxies)) };
        let gateway = Gateway::new(Routes::new(routes.collect())?, functions.http, options.clock, written);
        let gateway = Arc::new(gateway.with_origin(origin));
        let mut app = Router::new().fallback(handle).with_state(Arc::clone(&gateway));
        if options.deployment.is_none() {
            app = app.merge(schedules::door(scheduled.clone()));
        }
        if options.deployment.is_none_or(|deployment| deployment.mailbox) {
            app = app.merge(pages(Arc::clone(&mailbox))).merge(feedback(Arc::clone(&mailbox), functions.mailer));
        }
        let (stop_server, stopped) = oneshot::channel();
        let server = serve(listener, app, options.limits, stopped);
        Ok(Self {
            url,
            database,
            feeds,
            scheduled,
            mailbox,
            gateway,
            timers,
            stop_server,
            server,
            made_secrets,
            folder,
        })
    }

    /// Returns the site's address, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the names of the secrets that were made at this start: the first start makes them all.
    #[must_use]
    pub fn made_secrets(&self) -> &[String] {
        &self.made_secrets
    }

    /// Returns the embedded database's endpoint, for [`store::Connection::to`].
    #[must_use]
    pub fn database_url(&self) -> &str {
        self.database.url()
    }

    /// Waits until the mailer has handled every stream record, those that it caused itself included.
    ///
    /// # Errors
    /// Fails when that takes more than a minute: somebody keeps writing, or the mailer keeps failing.
    pub async fn settle(&self) -> anyhow::Result<()> {
        for feed in &self.feeds {
            feed.settle().await?;
        }
        Ok(())
    }

    /// Holds back the stream: new records wait, as behind a disabled event source mapping.
    pub fn pause_streams(&self) {
        self.feeds.iter().for_each(Feed::pause);
    }

    /// Delivers the records that were held back, and goes on.
    pub fn resume_streams(&self) {
        self.feeds.iter().for_each(Feed::resume);
    }

    /// Lists every mail that was "sent", newest first.
    #[must_use]
    pub fn mailbox(&self) -> Vec<Mail> {
        self.mailbox.list().iter().map(|mail| Mail::clone(mail)).collect()
    }

    /// Counts the mails that were "sent", without reading them.
    #[must_use]
    pub fn mails_sent(&self) -> usize {
        files(self.mailbox.folder()).len()
    }

    /// Does the scheduled work now instead of at its next time: sends the mails that are due by the site's clock, keeps
    /// the hour's snapshot.
    ///
    /// # Errors
    /// Fails when a function fails, as it would on AWS; unfinished work stays due.
    pub async fn run_schedules(&self) -> anyhow::Result<()> {
        // AWS calls each by itself: one that fails keeps no other from its work.
        let mut outcome = Ok(());
        for task in &self.scheduled {
            outcome = outcome.and(task().await);
        }
        outcome
    }

    /// Deletes expired items now instead of within ten minutes, and returns their number.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn sweep_expired(&self) -> anyhow::Result<usize> {
        self.database.sweep_expired().await
    }

    /// Lets as many made-up people as the progress bar is long sign and confirm, through the real code.
    ///
    /// # Errors
    /// Fails when a made-up person is refused: then the demonstration is wrong, or the site is.
    pub async fn demonstrate(&self, progress: &ProgressBar) -> anyhow::Result<Demonstration> {
        let next = self.folder.join("demo-people");
        let done = demo::run(&self.gateway, self.mailbox.folder(), &next, progress).await;
        self.settle().await?;
        demo::remove_mails(self.mailbox.folder());
        // The hour's counts are kept at once, so that the demonstration has its documents.
        self.run_schedules().await?;
        done
    }

    /// Finishes the requests and the delivery at hand, and closes the database.
    ///
    /// # Errors
    /// Fails when the database does not close in good order.
    pub async fn stop(self) -> anyhow::Result<()> {
        /// The longest time that a request may still take; API Gateway would give it no more than this.
        const PATIENCE: Duration = Duration::from_secs(30);
        let Self { database, feeds, mut timers, stop_server, mut server, folder, .. } = self;
        drop(stop_server);
        if tokio::time::timeout(PATIENCE, &mut server).await.is_err() {
            server.abort();
        }
        timers.shutdown().await;
        for feed in feeds {
            feed.stop().await;
        }
        database.stop().await?;
        // The folder is free only now.
        drop(folder);
        Ok(())
    }
}

/// Reads the template with a value for each parameter, and makes the secrets that are missing. Returns their names too.
fn read_template(
    options: &Options,
    url: &str,
    folder: &Folder,
    mail_folder: &str,
) -> anyhow::Result<(Template, Vec<String>)> {
    let mut secrets = match (&options.deployment, &options.data) {
        (Some(deployment), _) => Secrets::in_folder(&deployment.secrets, options.entropy.clone()),
        (None, Data::Memory) => Secrets::in_memory(options.entropy.clone()),
        (None, Data::Folder(_)) => Secrets::open(folder.join("secrets.json"), options.entropy.clone())?,
    };
    let document = read_document(options)?;
    let values = match &options.deployment {
        Some(deployment) => deployment.values(&document, &options.parameters, &mut secrets, mail_folder)?,
        None => trial_values(options, url, mail_folder),
    };
    let people_have_signed = folder.join(DATABASE).exists();
    let made_secrets = secrets.make_missing(&secret_names(&document), people_have_signed)?;
    let template = document.resolve(&values, &mut secrets).context("in template.yaml")?;
    if options.deployment.is_none() && !options.parameters.contains_key("MailTransport") {
        check_mail_stays_here(&template)?;
    }
    secrets.check_unchanged(&folder.join(KEYS))?;
    Ok((template, made_secrets))
}

fn read_document(options: &Options) -> anyhow::Result<Document> {
    match (&options.template, &options.deployment) {
        (Some(path), _) => Document::read(path),
        (None, Some(_)) => Document::parse(TEMPLATE),
        (None, None) => Document::read(&find(&std::env::current_dir()?)?),
    }
}

fn mail_folder(mailbox: &Mailbox) -> anyhow::Result<&str> {
    mailbox.folder().to_str().context("the data folder's path must be UTF-8")
}

/// Returns a trial's values: its own address, and mails that stay in its folder, at the template's highest rate.
fn trial_values(options: &Options, url: &str, mail_folder: &str) -> Values {
    let local = [
        ("SiteUrl", url.to_owned()),
        ("MailTransport", format!("folder:{mail_folder}")),
        ("MailsPerSecond", MAILS_PER_SECOND.to_owned()),
        ("HooksToLoopback", "yes".to_owned()),
    ];
    Values { given: options.parameters.clone(), local: local.map(|(name, value)| (name.to_owned(), value)).into() }
}

fn check_mail_stays_here(template: &Template) -> anyhow::Result<()> {
    let transports = template.functions.iter().filter_map(|function| function.environment.get("MAIL_TRANSPORT"));
    ensure!(
        transports.clone().all(|transport| transport.starts_with("folder:")),
        "the template no longer takes MailTransport as a parameter, so real mail would leave this machine"
    );
    Ok(())
}

/// Starts a feed for each stream that a function listens to; positions are kept in a folder, if there is one.
fn feed_streams(
    template: &Template,
    database: &Arc<Database>,
    functions: &Functions,
    folder: Option<&Folder>,
    clock: &Clock,
) -> Vec<Feed> {
    let with_package = |function: &Function| {
        function.streams.clone().into_iter().map(|mapping| (function.package, mapping)).collect::<Vec<_>>()
    };
    let mappings = template.functions.iter().flat_map(with_package);
    // A record is forgotten when every reader of its table had it.
    let readers = Readers::default();
    mappings
        .map(|(package, mapping)| {
            let reader = if package == Package::Ledger { "-ledger" } else { "" };
            let name = format!("{}{reader}.{POSITION}", mapping.table);
            let file = folder.map(|folder| folder.join(&name));
            let position = file.map_or_else(Position::in_memory, Position::in_file);
            let consumer = functions.stream_consumer(package);
            Feed::start(Arc::clone(database), mapping, consumer, position, (clock.clone(), readers.join()))
        })
        .collect()
}
