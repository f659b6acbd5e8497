//! Finds the published limit that is met first, and the confirmations a second at which that happens.
//!
//! The needs of one pledge are measured: each request of a person and each mail goes through the real code. The requests to
//! the tables are read on the wire between the store and the embedded database. The limits are in
//! `capacity/limits.toml`. Earlier results of the same measurement are kept in `capacity/before.json`, with the commit
//! that they were made of.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use bench::fraud::Chance;
use http::header::CACHE_CONTROL;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use web::Clock;
use wire::{Sent, Wire};

use crate::load::Load;

/// The rates of the table, in confirmations a second.
const RATES: [f64; 3] = [33.0, 333.0, 1000.0];
/// Views of an embedded counter in a day.
const VIEWS_A_DAY: f64 = 10_000_000.0;
/// Counter shards of the template.
const SHARDS: usize = 16;
/// The most items of a `BatchWriteItem`.
const BATCH: usize = 25;

const LIMITS: &str = include_str!("../capacity/limits.toml");
const BEFORE: &str = include_str!("../capacity/before.json");

/// The needs of one pledge, from the form to the thank-you mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Measured {
    /// The commit that was measured.
    commit: String,
    /// The steps in the order in which they happen.
    steps: Vec<Step>,
    /// Read units of the whole tally, which an instance of a function reads once in some seconds; 0 where each request
    /// reads its own.
    refresh_units: f64,
    refresh_seconds: f64,
    /// Seconds for which a cache in front answers for the counter by itself.
    counter_shared_seconds: f64,
    /// Seconds between two polls of one counter.
    counter_poll_seconds: f64,
}

/// One request of a person, or one mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Step {
    name: String,
    by: By,
    /// Requests to the database.
    requests: f64,
    /// Requests that wait for one another; the queries of the whole tally are sent at once.
    round_trips: f64,
    /// Units by table and kind, such as `Pledges read`.
    units: BTreeMap<String, f64>,
}

/// The party that works for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum By {
    Sign,
    Mailer,
}

#[derive(Deserialize)]
struct Limits {
    as_of: String,
    table: Units,
    partition: Units,
    functions: Functions,
    gateway: Gateway,
    mail: Mail,
    assumed: Assumed,
}

#[derive(Deserialize)]
struct Units {
    write_units: f64,
    read_units: f64,
}

#[derive(Deserialize)]
struct Functions {
    executions: Vec<f64>,
}

#[derive(Deserialize)]
struct Gateway {
    requests: f64,
    forms: f64,
}

#[derive(Deserialize)]
struct Mail {
    per_second: f64,
    per_day: f64,
}

#[derive(Deserialize)]
struct Assumed {
    round_trip_ms: f64,
    own_work_ms: f64,
    seconds_in_view: f64,
    peak: f64,
}

/// Measures, and returns the table. With a file and a commit, the measurement is kept there too.
pub(crate) async fn table(now: Timestamp, keep: Option<(&Path, &str)>) -> anyhow::Result<String> {
    let limits: Limits = toml::from_str(LIMITS).context("capacity/limits.toml")?;
    let now_measured = measure(now, keep.map_or("this one", |(_, commit)| commit)).await?;
    if let Some((file, _)) = keep {
        std::fs::write(file, format!("{}\n", serde_json::to_string_pretty(&now_measured)?))?;
    }
    let before: Measured = serde_json::from_str(BEFORE).context("capacity/before.json")?;
    let parts = [
        needs(&before, &now_measured),
        limits_met(&limits, &before, &now_measured),
        conflicts(&limits),
        views(&limits, &now_measured),
    ];
    Ok(parts.join("\n"))
}

// ---- Measuring ------------------------------------------------------------------------------------------------------

/// Measures one pledge through the real code, with all counters that a whole country has.
async fn measure(now: Timestamp, commit: &str) -> anyhow::Result<Measured> {
    let wire = Wire::default();
    let load = Load::start(None, Some(&wire), Clock::manual(now)).await?;
    fill_counters(&load).await?;
    // Somebody signs before, so that an instance has done its first reads. The two have one name at one postal code,
    // which is the dearer case: confirming then reads the address once more.
    let first = pledge(&load, &wire, "first@example.org").await?;
    let steps = pledge(&load, &wire, "second@example.org").await?;
    let tally_reads = |steps: &[Step]| -> f64 { steps.iter().filter_map(|step| step.units.get("Tally read")).sum() };
    let refresh_units = tally_reads(&first) - tally_reads(&steps);
    let (head, _) = load.get(&format!("{}/v1/counter", load.url())).await?;
    let cached = head.headers.get(CACHE_CONTROL).context("the counter says how long it is good")?.to_str()?;
    let shared = cached.split("s-maxage=").nth(1).and_then(|rest| rest.split(',').next()).unwrap_or("0");
    let (_, script) = load.get(&format!("{}/embed/counter.js", load.url())).await?;
    let script = String::from_utf8(script.to_vec())?;
    let poll =
        script.split("POLL_MS = ").nth(1).and_then(|rest| rest.split(';').next()).context("the counter polls")?;
    let measured = Measured {
        commit: commit.to_owned(),
        steps,
        refresh_units,
        refresh_seconds: store::TALLY_MAX_AGE.as_secs_f64(),
        counter_shared_seconds: shared.trim().parse()?,
        counter_poll_seconds: poll.replace('_', "").parse::<f64>()? / 1000.0,
    };
    load.stop().await?;
    Ok(measured)
}

/// Signs with the form and confirms by the link's page, each step by itself.
async fn pledge(load: &Load, wire: &Wire, email: &str) -> anyhow::Result<Vec<Step>> {
    let mut steps = Vec::new();
    load.settle().await?;
    drop(wire.take());
    load.pause_mail();
    let fields = [("first_name", "Alex"), ("last_name", "Roy"), ("email", email), ("postal_code", "K1R 7S8")];
    let sent = load.post_form("/en/pledges", &fields).await?;
    let page = sent.headers.get(http::header::LOCATION).context("the form leads on")?.to_str()?.to_owned();
    steps.push(step("form", By::Sign, wire));
    load.get(&format!("{}{page}", load.url())).await?;
    steps.push(step("check your mail", By::Sign, wire));
    load.resume_mail();
    load.settle().await?;
    steps.push(step("first mail", By::Mailer, wire));
    let token = load.token_for(email).await?;
    drop(wire.take());
    load.pause_mail();
    load.get(&format!("{}/en/confirm?token={token}", load.url())).await?;
    steps.push(step("link", By::Sign, wire));
    let confirmed = load.post_form("/en/confirm", &[("token", &token)]).await?;
    let thanks = confirmed.headers.get(http::header::LOCATION).context("the button leads on")?.to_str()?.to_owned();
    steps.push(step("button", By::Sign, wire));
    let (head, page) = load.get(&format!("{}{thanks}", load.url())).await?;
    ensure!(head.status.is_success() && !page.is_empty(), "the thank-you page was answered with {}", head.status);
    steps.push(step("thank-you page", By::Sign, wire));
    load.resume_mail();
    load.settle().await?;
    steps.push(step("thank-you mail", By::Mailer, wire));
    Ok(steps)
}

/// Collects the requests over the wire since the last step.
fn step(name: &str, by: By, wire: &Wire) -> Step {
    let sent = wire.take();
    let of_tally = sent.iter().filter(|sent| sent.operation == "Query" && sent.table.ends_with("Tally")).count();
    let mut units = BTreeMap::new();
    for Sent { operation, by_table, .. } in &sent {
        let is_read = matches!(operation.as_str(), "GetItem" | "BatchGetItem" | "Query" | "Scan");
        for (table, taken) in by_table {
            let table = if table.ends_with("Tally") { "Tally" } else { "Pledges" };
            *units.entry(format!("{table} {}", if is_read { "read" } else { "write" })).or_default() += taken;
        }
    }
    let round_trips = (sent.len() - of_tally.saturating_sub(1)) as f64;
    Step { name: name.to_owned(), by, requests: sent.len() as f64, round_trips, units }
}

/// Makes a counter in each shard for each riding and for abroad, as there are after some weeks.
async fn fill_counters(load: &Load) -> anyhow::Result<()> {
    let tables = load.database("ListTables", json!({})).await?;
    let mut names = tables["TableNames"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let tally = names.find(|name| name.ends_with("Tally")).context("there is a table of counts")?;
    let places = ridings::all().iter().map(|riding| riding.code.to_string()).chain(["abroad".to_owned()]);
    let places: Vec<String> = places.collect();
    for shard in 0..SHARDS {
        for places in places.chunks(BATCH) {
            let puts: Vec<Value> = places
                .iter()
                .map(|place| {
                    let key = format!("N#time-to-lead#{shard:02}");
                    let item = json!({ "pk": { "S": key }, "sk": { "S": place }, "v": { "N": "12" }, "c:code": { "N": "5" },
                        "p:ccr": { "N": "3" }, "w": { "N": "1" } });
                    json!({ "PutRequest": { "Item": item } })
                })
                .collect();
            load.database("BatchWriteItem", json!({ "RequestItems": { tally: puts } })).await?;
        }
    }
    Ok(())
}

// ---- Comparing ------------------------------------------------------------------------------------------------------

/// A limit, and the part of it that one confirmation a second takes.
struct Row {
    name: String,
    limit: f64,
    before: f64,
    now: f64,
    /// Whether people only wait, and nothing is refused.
    waits: bool,
}

impl Measured {
    fn units(&self, of: &str, by: By) -> f64 {
        self.steps.iter().filter(|step| step.by == by).filter_map(|step| step.units.get(of)).sum()
    }

    /// Returns the units that one confirmation a second takes of a limit. Mails leave at their own rate, however many
    /// people confirm. People have the rest of the limit.
    fn units_beside_mails(&self, of: &str, limit: f64, mail: &Mail) -> f64 {
        let mails = self.units(of, By::Mailer) * mail.per_second / self.mails().max(1.0);
        self.units(of, By::Sign) * limit / (limit - mails).max(1.0)
    }

    /// Returns the executions of sign at once.
    fn executions(&self, assumed: &Assumed) -> f64 {
        let of_sign = self.steps.iter().filter(|step| step.by == By::Sign);
        of_sign.map(|step| (step.round_trips * assumed.round_trip_ms + assumed.own_work_ms) / 1000.0).sum()
    }

    /// Returns the read units of the tally for each confirmation: its own, and each instance's share of reading the
    /// whole.
    fn tally_reads(&self, assumed: &Assumed) -> f64 {
        let refresh = self.executions(assumed) * self.refresh_units / self.refresh_seconds;
        self.units("Tally read", By::Sign) + refresh.max(0.0)
    }

    fn mails(&self) -> f64 {
        self.steps.iter().filter(|step| step.by == By::Mailer).count() as f64
    }

    fn requests(&self) -> f64 {
        self.steps.iter().filter(|step| step.by == By::Sign).count() as f64
    }
}

fn rows(limits: &Limits, before: &Measured, now: &Measured) -> Vec<Row> {
    let row = |name: &str, limit: f64, of: &dyn Fn(&Measured) -> f64, waits: bool| Row {
        name: name.to_owned(),
        limit,
        before: of(before),
        now: of(now),
        waits,
    };
    let units = |name: &str, limit: f64, units: &str| {
        row(name, limit, &|of| of.units_beside_mails(units, limit, &limits.mail), false)
    };
    let mut rows = vec![
        row("mails a second", limits.mail.per_second, &Measured::mails, true),
        row("mails of a day, spread over it", limits.mail.per_day / 86_400.0, &Measured::mails, true),
        row("forms at the gateway", limits.gateway.forms, &|_| 1.0, false),
        row("requests at the gateway", limits.gateway.requests, &Measured::requests, false),
        units("Pledges, write units", limits.table.write_units, "Pledges write"),
        units("Pledges, read units", limits.table.read_units, "Pledges read"),
        row("Tally, write units", limits.table.write_units, &|of| of.units("Tally write", By::Sign), false),
        row("Tally, read units", limits.table.read_units, &|of| of.tally_reads(&limits.assumed), false),
        row(
            "one counter shard, write units",
            limits.partition.write_units,
            &|of| of.units("Tally write", By::Sign) / SHARDS as f64,
            false,
        ),
        row(
            "one counter shard, read units",
            limits.partition.read_units,
            &|of| of.tally_reads(&limits.assumed) / SHARDS as f64,
            false,
        ),
    ];
    for executions in &limits.functions.executions {
        let name = format!("executions of sign, of {executions}");
        rows.push(row(&name, *executions, &|of| of.executions(&limits.assumed), false));
    }
    rows
}

/// Writes the needs of one pledge, before and now.
fn needs(before: &Measured, now: &Measured) -> String {
    let mut text = format!("What one pledge takes, measured (before: {}; now: {})\n\n", before.commit, now.commit);
    let _ = writeln!(
        text,
        "| {:<16} | {:>23} | {:>23} | {:>23} |",
        "step", "requests", "Pledges read/write", "Tally read/write"
    );
    let _ = writeln!(text, "|{:-<18}|{:->24}:|{:->24}:|{:->24}:|", "", "", "", "");
    for step in &now.steps {
        let was = before.steps.iter().find(|was| was.name == step.name);
        let change = |of: &dyn Fn(&Step) -> String| {
            was.map_or_else(
                || of(step),
                |was| if of(was) == of(step) { of(step) } else { format!("{} -> {}", of(was), of(step)) },
            )
        };
        let units = |of: &Step, table: &str| {
            let part = |kind: &str| of.units.get(&format!("{table} {kind}")).copied().unwrap_or_default();
            format!("{} / {}", figure(part("read")), figure(part("write")))
        };
        let _ = writeln!(
            text,
            "| {:<16} | {:>23} | {:>23} | {:>23} |",
            step.name,
            change(&|of| figure(of.requests)),
            change(&|of| units(of, "Pledges")),
            change(&|of| units(of, "Tally")),
        );
    }
    let _ = writeln!(
        text,
        "\nThe whole tally is {} read units, once in {} s for each instance of sign that works.",
        figure(now.refresh_units),
        figure(now.refresh_seconds)
    );
    text
}

/// Writes the limits, each with the confirmations a second that meet it. It names the limit that is met first at each rate.
fn limits_met(limits: &Limits, before: &Measured, now: &Measured) -> String {
    let mut text =
        format!("Limits of {} (capacity/limits.toml), in confirmations a second; a form for each\n\n", limits.as_of);
    let _ = writeln!(
        text,
        "| {:<30} | {:>7} | {:>10} | {:>10} | {:>7} | {:>7} | {:>7} |",
        "limit", "", "hit before", "hit now", "at 33", "at 333", "at 1000"
    );
    let _ = writeln!(text, "|{:-<32}|{:->9}|{:->12}|{:->12}|{:->9}|{:->9}|{:->9}|", "", "", "", "", "", "", "");
    let mut rows = rows(limits, before, now);
    rows.sort_by(|one, other| (one.limit / one.now).total_cmp(&(other.limit / other.now)));
    for row in &rows {
        let at = |rate: f64| format!("{:.0} %", 100.0 * rate * row.now / row.limit);
        let [low, high, most] = RATES.map(at);
        let (was, is) = (figure(row.limit / row.before), figure(row.limit / row.now));
        let _ = writeln!(
            text,
            "| {:<30} | {:>7} | {was:>10} | {is:>10} | {low:>7} | {high:>7} | {most:>7} |",
            row.name,
            figure(row.limit)
        );
    }
    text.push('\n');
    for rate in RATES {
        let first = |of: &dyn Fn(&Row) -> f64| {
            let refused = rows.iter().filter(|row| !row.waits && rate * of(row) > row.limit);
            let first = refused.max_by(|one, other| (of(one) / one.limit).total_cmp(&(of(other) / other.limit)));
            first.map_or("none".to_owned(), |row| row.name.clone())
        };
        let _ = writeln!(
            text,
            "At {rate} a second the first limit that refuses somebody is: before {}, now {}. Mails wait.",
            first(&|row| row.before),
            first(&|row| row.now)
        );
    }
    text
}

// ---- Counters that are busy ----------------------------------------------------------------------------------------

/// The result of a storm of confirmations at the counters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Storm {
    confirmations: u32,
    /// Confirmations whose first transaction met another one at its counter.
    met: u32,
    /// Confirmations that were answered "try again later".
    given_up: u32,
}

/// Lets people of that many ridings, as many in each, confirm at a rate. A transaction has its counter to itself for a
/// while. A confirmation that comes then tries another shard after a pause, as the store does.
fn storm(rate: f64, ridings: usize, held: Duration, seed: u64) -> Storm {
    const CONFIRMATIONS: u32 = 100_000;
    let mut random = Chance::seeded(seed);
    let mut storm = Storm { confirmations: CONFIRMATIONS, ..Storm::default() };
    let mut free_at = vec![Duration::ZERO; SHARDS * ridings];
    // The confirmations to come, and the number of tries of each.
    let mut coming = BinaryHeap::new();
    let mut at = Duration::ZERO;
    for _ in 0..CONFIRMATIONS {
        at += Duration::from_secs_f64(-(1.0 - random.fraction()).ln() / rate);
        coming.push(Reverse((at, 0_u32)));
    }
    while let Some(Reverse((at, failed))) = coming.pop() {
        // A further try takes another shard; that it is of the same riding makes no difference to these figures.
        let counter = random.below(free_at.len());
        if at >= free_at[counter] {
            free_at[counter] = at + held;
            continue;
        }
        storm.met += u32::from(failed == 0);
        if failed + 1 == store::TRIES_MAX {
            storm.given_up += 1;
            continue;
        }
        let pause = store::pause_below(failed + 1).mul_f64(random.fraction());
        coming.push(Reverse((at + pause, failed + 1)));
    }
    storm
}

fn conflicts(limits: &Limits) -> String {
    let held_ms = limits.assumed.round_trip_ms;
    let held = Duration::from_secs_f64(held_ms / 1000.0);
    let mut text =
        format!("Confirmations that meet another one at their counter, which each has for {} ms\n\n", figure(held_ms));
    let heads = ["a second", "in all ridings", "in one riding: met one", "told to come again"];
    let _ = writeln!(text, "| {:>8} | {:>16} | {:>24} | {:>24} |", heads[0], heads[1], heads[2], heads[3]);
    let _ = writeln!(text, "|{:->9}:|{:->17}:|{:->25}:|{:->25}:|", "", "", "", "");
    for rate in RATES {
        let [all, one] = [ridings::all().len(), 1].map(|ridings| storm(rate, ridings, held, 1));
        let share = |part: u32| format!("{:.2} %", 100.0 * f64::from(part) / f64::from(one.confirmations));
        let [all, met, given_up] = [all.met, one.met, one.given_up].map(share);
        let _ = writeln!(text, "| {rate:>8} | {all:>16} | {met:>24} | {given_up:>24} |");
    }
    text
}

// ---- Embedded counters ----------------------------------------------------------------------------------------------

/// Counts the requests of embedded counters that reach the gateway.
fn views(limits: &Limits, now: &Measured) -> String {
    let a_second = VIEWS_A_DAY / 86_400.0 * limits.assumed.peak;
    let polls = 1.0 + (limits.assumed.seconds_in_view / now.counter_poll_seconds).floor();
    let uncached = a_second * polls;
    format!(
        "Ten million embed views a day, {} a second in the busiest second: {} polls of the counter a second.\n\
         Without a cache in front they all reach the gateway: {:.0} % of its {} requests a second.\n\
         Behind a cache that keeps the answer for the {} s that it says, one in {} s for each cache does.\n",
        figure(a_second),
        figure(uncached),
        100.0 * uncached / limits.gateway.requests,
        figure(limits.gateway.requests),
        figure(now.counter_shared_seconds),
        figure(now.counter_shared_seconds),
    )
}

fn figure(value: f64) -> String {
    if value >= 100.0 || (value - value.round()).abs() < 0.005 { format!("{value:.0}") } else { format!("{value:.2}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        toml::from_str(LIMITS).unwrap()
    }

    fn measured(tally_read: f64, refresh_units: f64) -> Measured {
        let units = BTreeMap::from([("Tally read".to_owned(), tally_read), ("Pledges write".to_owned(), 4.0)]);
        Measured {
            commit: "x".to_owned(),
            steps: vec![Step { name: "button".to_owned(), by: By::Sign, requests: 9.0, round_trips: 9.0, units }],
            refresh_units,
            refresh_seconds: 2.0,
            counter_shared_seconds: 2.0,
            counter_poll_seconds: 10.0,
        }
    }

    #[test]
    fn an_instance_reads_the_whole_tally_as_often_as_it_may_and_each_confirmation_pays_its_share() {
        // Nine round trips and its own work are 50 ms: one execution serves 20 confirmations a second.
        let one = measured(1.0, 80.0);
        assert!((one.executions(&limits().assumed) - 0.05).abs() < 1e-9);
        assert!((one.tally_reads(&limits().assumed) - (1.0 + 0.05 * 40.0)).abs() < 1e-9);
    }

    #[test]
    fn mails_take_units_at_their_own_rate_and_people_have_the_rest() {
        let mut one = measured(1.0, 0.0);
        let units = BTreeMap::from([("Pledges write".to_owned(), 100.0)]);
        one.steps.push(Step { name: "mail".to_owned(), by: By::Mailer, requests: 1.0, round_trips: 1.0, units });
        // 14 mails a second take 1,400 of 4,000 units. Of the others, each confirmation takes 4: 650 a second.
        let taken = one.units_beside_mails("Pledges write", 4_000.0, &Mail { per_second: 14.0, per_day: 50_000.0 });
        assert!((4_000.0 / taken - 650.0).abs() < 1e-9, "{taken}");
    }

    #[test]
    fn the_first_limit_that_refuses_is_named_for_each_rate() {
        let text = limits_met(&limits(), &measured(112.0, 0.0), &measured(1.0, 0.0));
        let line = |rate: &str| text.lines().find(|line| line.starts_with(&format!("At {rate} a second"))).unwrap();
        assert!(line("33").contains("before none, now none"), "{text}");
        assert!(line("333").contains("before Tally, read units, now executions of sign, of 10"), "{text}");
    }

    #[test]
    fn busy_counters_are_met_more_often_the_more_people_come() {
        let storms = RATES.map(|rate| storm(rate, 1, Duration::from_millis(5), 1));
        assert!(storms[0].met < storms[1].met && storms[1].met < storms[2].met, "{storms:?}");
        assert!(storms[1].given_up == 0 && storms[2].given_up < 100, "{storms:?}");
        assert!(storm(333.0, 343, Duration::from_millis(5), 1).met < storms[1].met / 100);
        // One shard for everybody would be too few.
        assert!(storm(1_000.0, 1, Duration::from_millis(80), 1).given_up > 0);
    }

    #[test]
    fn the_record_of_before_can_be_read() {
        let before: Measured = serde_json::from_str(BEFORE).unwrap();
        assert!(before.units("Tally read", By::Sign) >= 48.0, "each thank-you page read all shards");
    }
}
