//! `cargo run`: the whole product on this machine.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser;
use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use local::{Data, Options, Site};
use web::Environment;

/// The whole product on this machine: form, counts, mails and database, from template.yaml.
///
/// Data is kept in .local/ beside template.yaml, or where --data says, and survives everything but its removal. The first
/// line on standard output is the site's address. Nothing is sent: "mails" are at /_local/mailbox.
#[derive(Parser, Debug)]
#[command(version, max_term_width = 100)]
struct Arguments {
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

fn name_and_value(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("NAME=VALUE is needed, such as TallyShards=32")?;
    Ok((name.to_owned(), value.to_owned()))
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let environment = Environment::from_process();
    // The functions' own information is for an operator's log; whoever sits at this terminal wants warnings.
    let level = environment.optional("RUST_LOG").unwrap_or("warn").to_owned();
    web::log::start(&Environment::from_pairs([("RUST_LOG".to_owned(), level)]));
    let end = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start")
        .and_then(|runtime| runtime.block_on(run(arguments)));
    match end {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            remark(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let mut signals = Signals::listen()?;
    let data = match (arguments.memory, arguments.data) {
        (true, _) => Data::Memory,
        (false, Some(folder)) => Data::Folder(folder),
        (false, None) => Data::Folder(local::default_data_folder()?),
    };
    let parameters: BTreeMap<_, _> = arguments.set.into_iter().collect();
    let site = Site::start(Options { data, port: arguments.port, parameters, ..Options::default() }).await?;
    say(&if arguments.quiet { format!("{}\n", site.url()) } else { greeting(site.url()) });
    let demonstrating = async {
        if arguments.demo > 0 {
            demonstrate(&site, arguments.demo, arguments.quiet).await?;
        }
        std::future::pending::<anyhow::Result<()>>().await
    };
    let end = tokio::select! {
        end = demonstrating => end,
        () = signals.received() => Ok(()),
    };
    if !arguments.quiet {
        remark("Stopping.");
    }
    site.stop().await?;
    end
}

/// The address alone on the first line, for programs; the doors below it, for people.
fn greeting(url: &str) -> String {
    format!(
        "{url}\n\n  Sign       {url}/en\n  Signer     {url}/fr\n  Mailbox    {url}/_local/mailbox\n  Office     {url}/organizer (as organizer@example.org)\n  All doors  {url}/_local/\n\nCtrl-C stops it.\n"
    )
}

/// To standard output, at once. Whoever read the first line may have closed it since, and the site goes on.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    drop(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

/// To standard error, which may be closed too.
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

/// What asks this program to stop: Ctrl-C and SIGTERM.
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

    async fn received(&mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = self.terminate.recv() => {}
        }
        #[cfg(not(unix))]
        drop(tokio::signal::ctrl_c().await);
    }
}
