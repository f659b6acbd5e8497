//! One running site: its parts, started in the order they need each other and stopped in the reverse.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use axum::Router;
use axum::serve::ListenerExt as _;
use indicatif::ProgressBar;
use mailer::Mailer;
use store::Connection;
use tokio::net::TcpListener;
use tokio::sync::{Notify, oneshot};
use tokio::task::{JoinHandle, JoinSet};
use web::{Clock, Entropy};

use crate::database::{Database, Place};
use crate::demo::{self, Demonstration};
use crate::feedback::feedback;
use crate::folder::Folder;
use crate::functions::Functions;
use crate::gateway::{Gateway, handle};
use crate::mailbox::{Mail, Mailbox, pages};
use crate::routes::Routes;
use crate::schedules::{self, Task};
use crate::secrets::Secrets;
use crate::stream::{Feed, Position};
use crate::template::{Document, Template, Values, find};

/// Where a site keeps its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// Nowhere: it goes with the site.
    Memory,
    /// In a folder, which one site at a time may use.
    Folder(PathBuf),
}

/// Makes an HTTP client for the store of the one that leads to the database.
#[derive(Clone)]
pub struct Between(Arc<dyn Fn(SharedHttpClient) -> SharedHttpClient + Send + Sync>);

impl Between {
    /// A client that passes requests on to the one it is given.
    pub fn new(client: impl Fn(SharedHttpClient) -> SharedHttpClient + Send + Sync + 'static) -> Self {
        Self(Arc::new(client))
    }
}

impl fmt::Debug for Between {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Between")
    }
}

/// How to start a site. `Options::default()` is a site in memory on any free port.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the data is kept.
    pub data: Data,
    /// The port on 127.0.0.1; 0 takes any that is free.
    pub port: u16,
    /// The time, for the functions and, in memory, for the database's expiry. A data folder's database expires by the system's.
    pub clock: Clock,
    /// Randomness, for the functions and the secrets.
    pub entropy: Entropy,
    /// Whether a request may say where it comes from with `x-local-source-ip`. For tests alone.
    pub trust_source_header: bool,
    /// What stands between the store and the database: tests inject faults there, benchmarks count.
    pub between: Option<Between>,
    /// Values for the template's parameters, over its defaults and what the local site fills in.
    pub parameters: BTreeMap<String, String>,
    /// The template; without one, `template.yaml` of the project.
    pub template: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            data: Data::Memory,
            port: 0,
            clock: Clock::system(),
            entropy: Entropy::system(),
            trust_source_header: false,
            between: None,
            parameters: BTreeMap::new(),
            template: None,
        }
    }
}

/// Where data is kept when nobody says where: `.local` beside the template.
///
/// # Errors
/// When there is no template in the working directory or above it.
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
    server: JoinHandle<std::io::Result<()>>,
    folder: Folder,
}

/// The rate at which a folder "sends": as much as the template allows.
const MAILS_PER_SECOND: &str = "1000";

impl Site {
    /// Starts everything and returns when it answers.
    ///
    /// # Errors
    /// When the port or the data folder is taken, the template cannot be read, or a function refuses to start. Each says what to do.
    pub async fn start(options: Options) -> anyhow::Result<Self> {
        let folder = match &options.data {
            Data::Memory => Folder::temporary()?,
            Data::Folder(path) => Folder::take(path)?,
        };
        let in_memory = options.data == Data::Memory;
        let listener = listen(options.port).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let mailbox = Arc::new(Mailbox::open(folder.join("mail")).context("cannot make the mailbox")?);

        let mut secrets = if in_memory {
            Secrets::in_memory(options.entropy.clone())
        } else {
            Secrets::open(folder.join("secrets.json"), options.entropy.clone())?
        };
        let template = read_template(&options, &url, &mailbox, &mut secrets)?;

        let place =
            if in_memory { Place::Memory(options.clock.clone()) } else { Place::File(folder.join("dynamodb.sqlite")) };
        let tables = template.tables.clone();
        let database = Arc::new(tokio::task::spawn_blocking(move || Database::start(place, &tables)).await??);
        let client = database.http_client();
        let client = options.between.map_or_else(|| client.clone(), |between| between.0(client.clone()));
        let connection = Connection::to(database.url()).with_http_client(client);
        // On the heap: all functions' beginnings together are more than one future should hold.
        let functions = Functions::start(&template, &options.clock, &options.entropy, &connection);
        let functions = Box::pin(functions).await?;

        let feeds = feed_streams(&template, &database, &functions, (!in_memory).then_some(&folder));
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
        let gateway = Gateway::new(Routes::new(routes.collect())?, functions.http, options.clock, written)
            .trusting_source_header(options.trust_source_header);
        let gateway = Arc::new(gateway);
        let (stop_server, stopped) = oneshot::channel();
        let server = serve(listener, Arc::clone(&gateway), Arc::clone(&mailbox), functions.mailer, stopped);
        Ok(Self { url, database, feeds, scheduled, mailbox, gateway, timers, stop_server, server, folder })
    }

    /// The site's address, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The embedded database's endpoint, for [`store::Connection::to`].
    #[must_use]
    pub fn database_url(&self) -> &str {
        self.database.url()
    }

    /// Waits until the mailer has handled every stream record, those that it caused itself included.
    ///
    /// # Errors
    /// When that takes more than a minute: somebody keeps writing, or the mailer keeps failing.
    pub async fn settle(&self) -> anyhow::Result<()> {
        for feed in &self.feeds {
            feed.settle().await?;
        }
        Ok(())
    }

    /// Holds back the stream: what is written from now on waits, as behind a disabled event source mapping.
    pub fn pause_streams(&self) {
        self.feeds.iter().for_each(Feed::pause);
    }

    /// Delivers what the stream held back, and goes on.
    pub fn resume_streams(&self) {
        self.feeds.iter().for_each(Feed::resume);
    }

    /// Every mail that was "sent", newest first.
    #[must_use]
    pub fn mailbox(&self) -> Vec<Mail> {
        self.mailbox.list().iter().map(|mail| Mail::clone(mail)).collect()
    }

    /// Does what is scheduled now instead of at its next time: sends the mails that are due by the site's clock, keeps the
    /// hour's snapshot.
    ///
    /// # Errors
    /// When a function fails, as it would on AWS; what was not done stays due.
    pub async fn run_schedules(&self) -> anyhow::Result<()> {
        for task in &self.scheduled {
            task().await?;
        }
        Ok(())
    }

    /// Deletes what has expired now instead of within ten minutes; says how many items.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_expired(&self) -> anyhow::Result<usize> {
        self.database.sweep_expired().await
    }

    /// Lets as many made-up people as the progress bar is long sign and confirm, through the real code.
    ///
    /// # Errors
    /// When somebody made up is refused: then the demonstration is wrong, or the site is.
    pub async fn demonstrate(&self, progress: &ProgressBar) -> anyhow::Result<Demonstration> {
        let next = self.folder.join("demo-people");
        let done = demo::run(&self.gateway, self.mailbox.folder(), &next, progress).await;
        self.settle().await?;
        demo::remove_mails(self.mailbox.folder());
        done
    }

    /// Finishes the requests and the delivery at hand, and closes the database.
    ///
    /// # Errors
    /// When the database does not close in good order.
    pub async fn stop(self) -> anyhow::Result<()> {
        /// How long a request may still take; API Gateway would give it no more than this.
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

async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            bail!(
                "port {port} is taken, perhaps by another local site: stop that, or choose another with `--port 3001`, or any free one with `--port 0`"
            )
        }
        Err(error) => Err(error).with_context(|| format!("cannot listen on port {port}")),
    }
}

fn read_template(options: &Options, url: &str, mailbox: &Mailbox, secrets: &mut Secrets) -> anyhow::Result<Template> {
    let path = match &options.template {
        Some(path) => path.clone(),
        None => find(&std::env::current_dir()?)?,
    };
    let folder = mailbox.folder().to_str().context("the data folder's path must be UTF-8")?;
    let local = [
        ("SiteUrl", url.to_owned()),
        ("MailTransport", format!("folder:{folder}")),
        ("MailsPerSecond", MAILS_PER_SECOND.to_owned()),
    ];
    let values =
        Values { given: options.parameters.clone(), local: local.map(|(name, value)| (name.to_owned(), value)).into() };
    let template =
        Document::read(&path)?.resolve(&values, secrets).with_context(|| format!("in {}", path.display()))?;
    if !options.parameters.contains_key("MailTransport") {
        let elsewhere = template
            .functions
            .iter()
            .filter_map(|function| function.environment.get("MAIL_TRANSPORT"))
            .find(|transport| !transport.starts_with("folder:"));
        ensure!(
            elsewhere.is_none(),
            "the template no longer takes MailTransport as a parameter, so real mail would leave this machine"
        );
    }
    Ok(template)
}

/// Starts a feed for each stream that a function listens to; positions are kept in a folder, if there is one.
fn feed_streams(
    template: &Template,
    database: &Arc<Database>,
    functions: &Functions,
    folder: Option<&Folder>,
) -> Vec<Feed> {
    let mappings = template.functions.iter().flat_map(|function| function.streams.clone());
    mappings
        .map(|mapping| {
            let file = folder.map(|folder| folder.join(&format!("{}.position", mapping.table)));
            let position = file.map_or_else(Position::in_memory, Position::in_file);
            Feed::start(Arc::clone(database), mapping, functions.stream_consumer(), position)
        })
        .collect()
}

fn serve(
    listener: TcpListener,
    gateway: Arc<Gateway>,
    mailbox: Arc<Mailbox>,
    mailer: Arc<Mailer>,
    stopped: oneshot::Receiver<()>,
) -> JoinHandle<std::io::Result<()>> {
    let provider = feedback(Arc::clone(&mailbox), mailer);
    let app = Router::new().fallback(handle).with_state(gateway).merge(pages(mailbox)).merge(provider);
    // Without this, small answers wait for the other side's acknowledgement.
    let listener = listener.tap_io(|socket| drop(socket.set_nodelay(true)));
    let server = axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>());
    tokio::spawn(async move { server.with_graceful_shutdown(async { drop(stopped.await) }).await })
}
