//! The deployed binaries: how large they are, and how soon they ask for work.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, ensure};
use bench::runtime_api::RuntimeApi;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use tokio::process::Command;
use tokio::time::Instant;

use crate::report::{Limit, Report};

const FUNCTIONS: [&str; 7] = ["sign", "public", "letter", "organizer", "report", "mailer", "upkeep"];
/// The functions that supporters wait for.
const HOT: [&str; 2] = ["sign", "public"];
/// The package of a hot function, as deployed.
const ZIPPED_MAX_MB: f64 = 4.5;
/// From starting the process to its first request for work.
const FIRST_POLL_MAX_MS: f64 = 15.0;
/// Starts of each binary.
const STARTS: usize = 21;

pub(crate) async fn measure(report: &mut Report) -> anyhow::Result<()> {
    eprintln!("building the packages (a processor minute or two each)");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut build = Command::new(env!("CARGO"));
    build.current_dir(&root).args(["build", "--locked", "--profile", "deploy"]);
    for function in FUNCTIONS {
        build.args(["-p", function]);
    }
    ensure!(build.status().await?.success(), "the packages could not be built");
    let site = local::Site::start(local::Options::default()).await?;
    for function in FUNCTIONS {
        let binary = root.join("target/deploy").join(function);
        let limit = if HOT.contains(&function) { Limit::Below(ZIPPED_MAX_MB) } else { Limit::None };
        report.count(&format!("{function}, zipped"), zipped_mb(&binary)?, "MB", limit);
        let mut starts = Vec::new();
        for _ in 0..STARTS {
            starts.push(start_ms(&binary, site.database_url()).await?);
        }
        starts.sort_by(f64::total_cmp);
        let limit = if HOT.contains(&function) { Limit::Below(FIRST_POLL_MAX_MS) } else { Limit::None };
        report.time(&format!("{function}, start to first poll, median"), starts[STARTS / 2], "ms", limit);
        report.time(&format!("{function}, start to first poll, slowest"), starts[STARTS - 1], "ms", Limit::None);
    }
    site.stop().await
}

/// The size of the binary as a zip keeps it; a zip's own frame adds some hundred bytes.
fn zipped_mb(binary: &Path) -> anyhow::Result<f64> {
    let bytes = std::fs::read(binary).with_context(|| format!("{} was not built", binary.display()))?;
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&bytes)?;
    Ok(encoder.finish()?.len() as f64 / 1_000_000.0)
}

async fn start_ms(binary: &PathBuf, database: &str) -> anyhow::Result<f64> {
    let api = RuntimeApi::start().await;
    let secret = "0123456789abcdef0123456789abcdef";
    let mut child = Command::new(binary);
    child.env_clear().envs(api.environment()).stderr(Stdio::null()).kill_on_drop(true);
    for (name, value) in [
        ("AWS_ENDPOINT_URL_DYNAMODB", database),
        ("CAMPAIGN", "time-to-lead"),
        ("SITE_URL", "https://pledge.example.org"),
        ("PLEDGES_TABLE", "Pledges"),
        ("TALLY_TABLE", "Tally"),
        ("OFFICE_TABLE", "Office"),
        ("FIRST_ADMIN", "organizer@example.org"),
        ("SESSION_KEYS", secret),
        ("REPORT_KEYS", secret),
        ("IDENTITY_KEY", secret),
        ("PERSON_KEY", secret),
        ("TOKEN_KEYS", secret),
        ("UPDATES_KEYS", secret),
        ("MAIL_TRANSPORT", "ses"),
        ("MAIL_FROM", "pledge@example.org"),
        ("MAIL_CONFIGURATION_SET", "time-to-lead"),
    ] {
        child.env(name, value);
    }
    let started = Instant::now();
    let mut child = child.spawn()?;
    let polled = tokio::select! {
        polled = api.first_poll() => polled,
        status = child.wait() => anyhow::bail!("the function ended with {}", status?),
    };
    Ok(polled.duration_since(started).as_secs_f64() * 1000.0)
}
