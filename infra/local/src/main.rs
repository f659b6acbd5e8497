//! `cargo run`: the whole product on this machine.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use local::{Data, Deployment, Options, Proxy, Site};
use mimalloc::MiMalloc;
use web::{Entropy, Environment};

/// Requests, the embedded database and its answers are many small allocations. They take a sixth of the processor's time
/// with the system's allocator.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The whole product on this machine: form, counts, mails and database, from template.yaml.
///
/// Without a command it is a trial. Data is kept in .local/ beside template.yaml, or where --data says, and survives
/// everything except its removal. The first line on standard output is the site's address. Nothing is sent: "mails" are
/// at /_local/mailbox.
///
/// `serve` runs the same site for real, behind a reverse proxy; infra/local/README.md is its guide.
#[derive(Parser, Debug)]
#[command(version, max_term_width = 100, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    trial: Trial,
}

#[derive(Args, Debug)]
struct Trial {
    /// The port on 127.0.0.1; 0 takes any that is free
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// The folder to keep data in; one site at a time may use it
    #[arg(long, value_name = "DIR", conflicts_with = "memory")]
    data: Option<PathBuf>,
    /// Keep nothing: all data goes when the site stops
    #[arg(long)]
    memory: bool,
    /// Let N made-up people sign and confirm first, through the real code
    ///
    /// Each run adds N more. They live at real postal codes all over Canada, some abroad; their mail goes to addresses
    /// under .example that do not exist. Their mails are taken out of the mailbox, so that it stays readable.
    #[arg(long, value_name = "N", default_value_t = 0)]
    demo: u64,
    /// Say nothing but the address
    #[arg(long)]
    quiet: bool,
    /// Give a parameter of template.yaml another value; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = name_and_value)]
    set: Vec<(String, String)>,
}

/// The end of the help of `serve`: the steps before the first start.
const AFTER_SERVE: &str = "\
Settings that must be there, in the file or with --set: SiteUrl, MailFrom, FirstAdmin.
Secrets that must be there, as a file in the folder: MailTransport, the address of your mail server, such as
smtps://user:password@mail.example.org:465.

The first start makes the other secrets. Keep a copy of them, apart from the copies of the data: IdentityKey and
PersonKey can never change, since with others everybody could sign a second time.

Example:
  serve --data /var/lib/time-to-lead --secrets /etc/time-to-lead/secrets \\
    --settings /etc/time-to-lead/settings.toml --proxied-by 127.0.0.1";

#[derive(Subcommand, Debug)]
enum Command {
    /// Run the site for real, behind a reverse proxy that speaks HTTPS
    ///
    /// Mails leave through an SMTP server, /_local/ does not exist, and the settings are checked as AWS checks them.
    #[command(after_long_help = AFTER_SERVE)]
    Serve(Serve),
    /// Copy the data of a site to a new folder, also while it runs
    ///
    /// The copy is a data folder itself: `serve --data` takes it. It holds people's names and addresses. The secrets are
    /// not in it; keep a copy of them in another place.
    Backup {
        /// The new folder
        #[arg(value_name = "DIR")]
        to: PathBuf,
        /// The site's data folder; .local/ beside template.yaml unless named
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Make the secrets that `serve` needs and a folder lacks, before the first start
    ///
    /// This is for a service that may read its secrets and not write them. An existing secret is never changed.
    MakeSecrets {
        /// The folder of secrets, one file for each
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

#[derive(Args, Debug)]
struct Serve {
    /// The folder to keep data in; one site at a time may use it
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The folder of secrets, one file for each; unless named, the one that systemd made for the service
    #[arg(long, value_name = "DIR")]
    secrets: Option<PathBuf>,
    /// A file of settings: parameters of template.yaml in TOML, a line for each
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Give a parameter of template.yaml a value, over the file's; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = name_and_value)]
    set: Vec<(String, String)>,
    /// The address to listen on
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// The reverse proxy: the address or the network that its requests come from; may be repeated
    ///
    /// The last entry of X-Forwarded-For is taken from it alone as the sender's address, by which forms are limited.
    #[arg(long, value_name = "ADDRESS[/BITS]", required = true)]
    proxied_by: Vec<Proxy>,
    /// For a rehearsal: send nothing, and show all mails at /_local/mailbox to everybody who reaches the site
    #[arg(long)]
    mailbox: bool,
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("NAME=VALUE is needed, such as TallyShards=32")?;
    Ok((name.to_owned(), value.to_owned()))
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let environment = Environment::from_process();
    // The functions' own information is for an operator's log; a person at a terminal wants warnings.
    let unless_set = if matches!(arguments.command, Some(Command::Serve(_))) { "info" } else { "warn" };
    let level = environment.optional("RUST_LOG").unwrap_or(unless_set).to_owned();
    web::log::start(&Environment::from_pairs([("RUST_LOG".to_owned(), level)]));
    let end = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start")
        .and_then(|runtime| runtime.block_on(run(arguments, &environment)));
    match end {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            remark(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments, environment: &Environment) -> anyhow::Result<()> {
    match arguments.command {
        None => run_trial(arguments.trial).await,
        Some(Command::Serve(serve)) => run_for_real(serve, environment).await,
        Some(Command::Backup { to, data }) => {
            let data = data.map_or_else(local::default_data_folder, Ok)?;
            local::back_up(&data, &to)?;
            remark(&format!(
                "Copied {} to {}, without the secrets: keep a copy of those in another place.",
                data.display(),
                to.display()
            ));
            Ok(())
        }
        Some(Command::MakeSecrets { folder }) => {
            let made = local::make_secrets(&folder, Entropy::system())?;
            remark(&made_secrets(&made, &folder.display().to_string()));
            Ok(())
        }
    }
}

async fn run_trial(trial: Trial) -> anyhow::Result<()> {
    let signals = Signals::listen()?;
    let data = match (trial.memory, trial.data) {
        (true, _) => Data::Memory,
        (false, Some(folder)) => Data::Folder(folder),
        (false, None) => Data::Folder(local::default_data_folder()?),
    };
    let parameters: BTreeMap<_, _> = trial.set.into_iter().collect();
    let site = Site::start(Options { data, port: trial.port, parameters, ..Options::default() }).await?;
    say(&if trial.quiet { format!("{}\n", site.url()) } else { greeting(site.url()) });
    let demonstrating = async {
        if trial.demo > 0 {
            demonstrate(&site, trial.demo, trial.quiet).await?;
        }
        std::future::pending::<anyhow::Result<()>>().await
    };
    let end = tokio::select! {
        end = demonstrating => end,
        () = signals.received() => Ok(()),
    };
    if !trial.quiet {
        remark("Stopping.");
    }
    site.stop().await?;
    end
}

async fn run_for_real(serve: Serve, environment: &Environment) -> anyhow::Result<()> {
    let signals = Signals::listen()?;
    let from_systemd = || environment.optional("CREDENTIALS_DIRECTORY").map(PathBuf::from);
    let secrets = serve.secrets.or_else(from_systemd).context("name the folder of secrets: --secrets DIR")?;
    let mut parameters = serve.settings.as_deref().map(local::read_settings).transpose()?.unwrap_or_default();
    parameters.extend(serve.set);
    let named = secrets.display().to_string();
    let deployment = Deployment { listen: serve.listen, proxies: serve.proxied_by, secrets, mailbox: serve.mailbox };
    let options =
        Options { data: Data::Folder(serve.data), deployment: Some(deployment), parameters, ..Options::default() };
    let site = Site::start(options).await?;
    say(&format!("{}\n", site.url()));
    if !site.made_secrets().is_empty() {
        remark(&made_secrets(site.made_secrets(), &named));
    }
    if serve.mailbox {
        remark("A rehearsal: no mail is sent, and everybody who reaches this site reads all mails at /_local/mailbox.");
    }
    signals.received().await;
    site.stop().await
}

/// Informs an operator about new secrets.
fn made_secrets(names: &[String], folder: &str) -> String {
    if names.is_empty() {
        return format!("Every secret is in {folder} already.");
    }
    format!(
        "Made in {folder}: {}. Copy them now to a safe place, apart from the copies of the data. Without them a copy of the data cannot be used; IdentityKey and PersonKey can never change, since with others everybody could sign a second time.",
        names.join(", ")
    )
}

/// Writes the greeting: the address alone on the first line, for programs, and the doors below it, for people.
fn greeting(url: &str) -> String {
    format!(
        "{url}\n\n  Sign       {url}/en\n  Signer     {url}/fr\n  Mailbox    {url}/_local/mailbox\n  Office     {url}/organizer (as organizer@example.org)\n  All doors  {url}/_local/\n\nCtrl-C stops it.\n"
    )
}

/// Writes to standard output, at once. A reader of the first line may have closed it since, and the site goes on.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    drop(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

/// Writes to standard error, which may be closed too.
fn remark(text: &str) {
    drop(writeln!(std::io::stderr(), "{text}"));
}

async fn demonstrate(site: &Site, people: u64, quiet: bool) -> anyhow::Result<()> {
    let progress = if quiet { ProgressBar::hidden() } else { ProgressBar::new(people) };
    progress.set_length(people);
    progress.set_style(ProgressStyle::with_template("{bar:40} {human_pos} of {human_len} people, {eta} left")?);
    let done = site.demonstrate(&progress).await?;
    progress.finish_and_clear();
    if !quiet {
        let (people, seconds) = (HumanCount(done.people), done.took.as_secs_f64());
        remark(&format!("{people} people signed and confirmed in {seconds:.1} s."));
    }
    Ok(())
}

/// The signals that stop this program: Ctrl-C and SIGTERM.
struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    fn listen() -> anyhow::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            terminate: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?,
        })
    }

    async fn received(mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = self.terminate.recv() => {}
        }
        #[cfg(not(unix))]
        drop(tokio::signal::ctrl_c().await);
    }
}
