//! The deployed binaries: the time until they ask for work. `tests/run packages` has the limits of their size.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::ensure;
use bench::runtime_api::RuntimeApi;
use tokio::process::Command;
use tokio::time::Instant;

use crate::report::{Limit, Report};

const FUNCTIONS: [&str; 8] = ["sign", "public", "letter", "organizer", "report", "mailer", "upkeep", "ledger"];
/// The functions that supporters wait for.
const HOT: [&str; 2] = ["sign", "public"];
/// The longest time from starting the process to its first request for work.
const FIRST_POLL_MAX_MS: f64 = 15.0;
/// The number of starts of each binary.
const STARTS: usize = 21;

pub(crate) async fn measure(report: &mut Report) -> anyhow::Result<()> {
    eprintln!("building the packages as they are deployed (half an hour the first time)");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut build = Command::new("bash");
    build.current_dir(&root).args(["tests/run", "packages"]).stdout(Stdio::null());
    ensure!(build.status().await?.success(), "the packages could not be built, or one outgrew its limit");
    let site = local::Site::start(local::Options::default()).await?;
    for function in FUNCTIONS {
        let binary = root.join(".aws-sam/build").join(resource(function)).join("bootstrap");
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

/// Returns the template's name of a function: its name with a capital letter.
fn resource(function: &str) -> String {
    let (first, rest) = function.split_at(1);
    first.to_uppercase() + rest
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
