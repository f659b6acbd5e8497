//! Prints the product's promises beside the measured figures. `cargo run --release -p bench`
#![expect(clippy::print_stdout, reason = "a command-line program prints its table")]
#![expect(clippy::cast_precision_loss, reason = "figures to be read, far below 2^53")]

mod capacity;
mod cost;
mod load;
mod office;
mod packages;
mod paper;
mod report;
mod timing;
mod viral;

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use bench::fraud::{self, Size};
use bench::http::Http;
use clap::{Parser, ValueEnum};
use domain::person::postal_code::{AREAS, PostalCode, UNITS_PER_AREA};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use indicatif::ProgressBar;
use mimalloc::MiMalloc;
use web::Clock;
use wire::{Sent, Wire};

use crate::load::OPEN;
use crate::report::{Limit, Report};

/// The allocator of the program whose site is measured: `infra/local`.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The longest time of a lookup.
const LOOKUP_MAX_NS: f64 = 100.0;
const EMBEDDED_MAX_BYTES: f64 = 400_000.0;
/// The views of the counter while the store's reads are counted.
const VIEWS: usize = 100_000;
/// The number of viewers who ask at once.
const VIEWERS: usize = 64;

/// The midnight in which the simulated days begin.
const FRAUD_BEGINS: &str = "2026-11-23T05:00:00Z";
/// The number of real people.
const HONEST: usize = 10_000;
/// The number of forms of each attack.
const OF_EACH_ATTACK: usize = 300;

/// Answers of each class whose times are compared.
const SAMPLES: usize = 300;

/// Forms of a viral day. The mail provider takes half as many mails in 24 hours.
const VIRAL_FORMS: usize = 100_000;
/// Forms of a viral day in a first look.
const VIRAL_FORMS_QUICK: usize = 2_000;

/// Signers whom the office's figures are about.
const SIGNERS: u64 = 100_000;
/// Such signers in a first look.
const SIGNERS_QUICK: u64 = 5_000;

/// Measures the product's promises and prints them beside the limits.
#[derive(Parser)]
struct Arguments {
    /// Take fewer requests and people, for a first look.
    #[arg(long)]
    quick: bool,
    /// Measure only this part; may be repeated. Without it, all parts are measured.
    #[arg(long, value_enum, value_name = "PART")]
    only: Vec<Part>,
    /// Fail when a limit on time is broken too, not only one on counts and sizes.
    #[arg(long)]
    strict: bool,
    /// Keep the measurement behind the capacity table in a file, as measured of a commit.
    #[arg(long, num_args = 2, value_names = ["FILE", "COMMIT"])]
    keep: Vec<String>,
    /// Print JSON instead of the table.
    #[arg(long)]
    json: bool,
}

/// A part of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Reports and share pictures.
    Paper,
    /// Lookup, round trips and write units, views, submit and confirm under load.
    Site,
    /// The needs of one pledge, and the published limit that is met first.
    Capacity,
    /// Submit and confirm on file as more and more are counted already.
    Growth,
    /// The differences between answers' times that could reveal who has signed.
    Timing,
    /// The waiting times of organizers, over many signers.
    Office,
    /// Made-up people among real ones: those who are held, and those whom the office shows first.
    Fraud,
    /// A day of more forms than the mail provider takes mails.
    Viral,
    /// The cost of a month in Canada, by the number of signers.
    Cost,
    /// The packaged binaries: building them takes a processor minute or two each.
    Packages,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let wanted = |part| arguments.only.is_empty() || arguments.only.contains(&part);
    let mut report = Report::default();
    if wanted(Part::Paper) {
        paper::measure(&mut report, OPEN.parse()?)?;
    }
    if wanted(Part::Site) {
        store_and_site(&mut report, arguments.quick).await?;
    }
    if wanted(Part::Growth) {
        let (signers, people) = if arguments.quick { (SIGNERS_QUICK, 500) } else { (SIGNERS, 2_000) };
        load::growth(&mut report, usize::try_from(signers)?, people).await?;
    }
    if wanted(Part::Timing) {
        timing::measure(&mut report, OPEN.parse()?, if arguments.quick { 30 } else { SAMPLES }).await?;
    }
    if wanted(Part::Office) {
        let signers = if arguments.quick { SIGNERS_QUICK } else { SIGNERS };
        office::measure(&mut report, OPEN.parse()?, signers).await?;
    }
    if wanted(Part::Capacity) {
        let keep = match arguments.keep.as_slice() {
            [file, commit] => Some((Path::new(file), commit.as_str())),
            _ => None,
        };
        println!("{}", capacity::table(OPEN.parse()?, keep).await?);
    }
    let frauds = if wanted(Part::Fraud) { fraud(arguments.quick).await? } else { Vec::new() };
    if wanted(Part::Viral) {
        let forms = if arguments.quick { VIRAL_FORMS_QUICK } else { VIRAL_FORMS };
        // On the heap: the mailer's beginning is more than one future should hold.
        Box::pin(viral::measure(&mut report, OPEN.parse()?, forms)).await?;
    }
    if wanted(Part::Cost) {
        println!("{}\n", cost::table(&mut report).await?);
    }
    let packaged = if wanted(Part::Packages) { packages::measure(&mut report).await } else { Ok(()) };
    if !report.is_empty() {
        println!("{}", if arguments.json { report.json() } else { report.table() });
    }
    // The measurements are printed even if this failed.
    packaged?;
    if !frauds.is_empty() {
        anyhow::bail!("a goal is missed: {}", frauds.join("; "));
    }
    if report.is_broken(arguments.strict) {
        anyhow::bail!("a limit is broken");
    }
    Ok(())
}

/// Prints the fates of made-up and real people, and returns the missed goals.
async fn fraud(quick: bool) -> anyhow::Result<Vec<String>> {
    let size =
        if quick { Size { honest: 2_000, attack: 150 } } else { Size { honest: HONEST, attack: OF_EACH_ATTACK } };
    let fates = Box::pin(fraud::simulate(size, FRAUD_BEGINS.parse()?, 1)).await?;
    println!("{}", fraud::table(&fates));
    Ok(fraud::missed(&fates))
}

/// Measures the requests to the store, and the speed of answers.
async fn store_and_site(report: &mut Report, quick: bool) -> anyhow::Result<()> {
    lookup(report);
    write_units(report).await?;
    views(report, if quick { VIEWS / 10 } else { VIEWS }).await?;
    let people = if quick { 100 } else { 1000 };
    for (store, on_disk) in [("memory", false), ("file", true)] {
        for connections in [1, 16, 64] {
            load::measure(report, store, on_disk, connections, people).await?;
        }
    }
    Ok(())
}

/// Looks up every code that could be issued, once, in an order that no cache likes.
fn lookup(report: &mut Report) {
    let all = AREAS * UNITS_PER_AREA;
    let codes: Vec<PostalCode> = (0..all)
        .map(|n| n * 7_919 % all)
        .filter_map(|n| PostalCode::from_indices(n / UNITS_PER_AREA, n % UNITS_PER_AREA))
        .collect();
    black_box(ridings::look_up(codes[0]));
    let started = Instant::now();
    for code in &codes {
        black_box(ridings::look_up(*black_box(code)));
    }
    let each = started.elapsed().as_nanos() as f64 / codes.len() as f64;
    report.time("riding lookup, mean", each, "ns", Limit::Below(LOOKUP_MAX_NS));
    report.count("riding tables, embedded", ridings::EMBEDDED_BYTES as f64, "bytes", Limit::Below(EMBEDDED_MAX_BYTES));
}

/// Measures round trips and capacity units of each operation, as DynamoDB counts them.
async fn write_units(report: &mut Report) -> anyhow::Result<()> {
    let wire = Wire::default();
    let site = load::Load::start(None, Some(&wire), Clock::manual(OPEN.parse()?)).await?;
    let writes = |calls: &[Sent], operation: &str| {
        let of: Vec<f64> = calls.iter().filter(|call| call.operation == operation).map(|call| call.units).collect();
        (of.len(), of.iter().sum::<f64>())
    };
    drop(wire.take());
    site.submit(1).await?;
    let calls = wire.take();
    // The mailer reads and charges as soon as the stream tells it; the submission's own call is the first.
    let submit = calls.iter().filter(|call| call.operation == "PutItem").collect::<Vec<_>>();
    report.count("submit, round trips", submit.len() as f64, "", Limit::Exactly(1.0));
    // One of the table, and one of the index of what is owed.
    report.count("submit, write units", submit.iter().map(|call| call.units).sum(), "", Limit::Exactly(2.0));
    for (name, number, limit) in [("confirm", 1, 7.0), ("confirm, second person at an address", 2, 7.0)] {
        let token = if number == 1 { site.token(1).await? } else { site.second_person_token().await? };
        site.settle().await?;
        drop(wire.take());
        site.confirm(&token).await?;
        let (transactions, units) = writes(&wire.take(), "TransactWriteItems");
        report.count(&format!("{name}, transactions"), transactions as f64, "", Limit::Exactly(1.0));
        report.count(&format!("{name}, write units"), units, "", Limit::Exactly(limit));
    }
    site.stop().await
}

/// Measures views: the store is read once in two seconds for any number of viewers.
async fn views(report: &mut Report, views: usize) -> anyhow::Result<()> {
    let wire = Wire::default();
    let site = load::Load::start(None, Some(&wire), Clock::system()).await?;
    let (http, url) = (Http::default(), format!("{}/v1/counter", site.url()));
    drop(wire.take());
    let bar = ProgressBar::new(views as u64).with_message("views");
    let started = Instant::now();
    let viewed = stream::iter(0..views).map(|_| async {
        http.get(&url).await?;
        bar.inc(1);
        anyhow::Ok(())
    });
    viewed.buffer_unordered(VIEWERS).try_collect::<()>().await?;
    bar.finish_and_clear();
    let spans = started.elapsed().as_secs() / 2 + 1;
    let reads = wire.take().iter().filter(|call| call.operation == "Query").count();
    // A read of the tally is a query of each of 16 shards.
    report.count(
        &format!("tally reads for {views} views in {spans} spans of 2 s"),
        reads as f64 / 16.0,
        "",
        Limit::AtMost(spans as f64),
    );
    site.stop().await
}
