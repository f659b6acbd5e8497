//! The cost of a month: units that are measured here, at the prices of `prices.toml`.
//!
//! One person signs through the local site, and every call to the database, every request and every byte is counted.
//! The fixed costs are counted in the templates.

use anyhow::{Context as _, ensure};
use http::header::{ACCEPT_ENCODING, CONTENT_LENGTH, LOCATION};
use http_body_util::Full;
use jiff::SignedDuration;
use serde::Deserialize;
use web::{Clock, Metric};
use wire::{Sent, Wire};

use crate::load::{Load, OPEN};
use crate::report::{Limit, Report};
use bench::http::Http;

const PRICES: &str = include_str!("../prices.toml");
const TEMPLATE: &str = include_str!("../../../template.yaml");
const WATCH: &str = include_str!("../../stack/watch.yaml");
const EDGE: &str = include_str!("../../stack/us-east-1.yaml");
/// The recounts of a month.
const RECOUNTS: f64 = 30.0 * 24.0 / upkeep::RECOUNT_HOURS as f64;
/// The times that a recount reads all pledges: for the counts, the forms and the signers. While people sign, a fourth time.
const SCANS_OF_A_RECOUNT: f64 = 3.0;
/// A strongly consistent read unit, in bytes.
const READ_UNIT: f64 = 4096.0;
/// The minutes of a month. The schedules call the mailer and the ledger in each of them, and upkeep in each fifth.
const MINUTES: f64 = 30.0 * 24.0 * 60.0;
const MILLION: f64 = 1e6;
const GB: f64 = 1e9;
/// Minutes without anybody, over which the schedules' reads are averaged.
const IDLE_MINUTES: u32 = 30;
/// Write units of one pledge whose mails go one at a time. The README of this crate says what each of them is for.
const WRITE_UNITS_MAX: f64 = 35.0;
/// The same with an address at a great provider, whose mail domain is not counted. Most people have one.
const WRITE_UNITS_AT_PROVIDER_MAX: f64 = 29.0;
/// Metrics of a mapping that counts its events, all of them. Lambda's page on event source mapping metrics lists them.
const MAPPING_METRICS: usize = 6;
/// The stream's records of one pledge: the form and the signer for the mailer; the signer, and the signer thanked, for the
/// ledger.
const RECORDS_PER_SIGNER: f64 = 4.0;

#[derive(Debug, Deserialize)]
struct Book {
    as_of: String,
    region: String,
    prices: Prices,
    assumed: Assumed,
}

#[derive(Debug, Deserialize)]
struct Prices {
    million_write_units: f64,
    million_read_units: f64,
    table_gb_month: f64,
    recovery_gb_month: f64,
    million_invocations: f64,
    gb_second: f64,
    million_gateway_requests: f64,
    thousand_mails: f64,
    gb_out: f64,
    million_edge_requests: f64,
    edge_gb_out: f64,
    log_gb: f64,
    metric_month: f64,
    alarm_metric_month: f64,
    secret_month: f64,
    firewall_month: f64,
    firewall_rule_month: f64,
    million_firewall_requests: f64,
}

#[derive(Debug, Deserialize)]
struct Assumed {
    function_milliseconds: f64,
    function_gb: f64,
    log_bytes_per_request: f64,
    stored_bytes_per_signer: f64,
    firewall_rules: f64,
    edge_seconds: f64,
}

/// The counted units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Measured {
    /// The units of one signer, from the form to the thanks.
    write_units: f64,
    /// Those of a signer with an address at a great provider.
    write_units_at_provider: f64,
    read_units: f64,
    mails: f64,
    requests: f64,
    bytes: f64,
    /// The bytes of one view of an embedded counter.
    view_bytes: f64,
    /// The read units of the schedules, in a minute without anybody.
    idle_read_units: f64,
}

/// The way of deployment: with or without the edge in front, and SES.
#[derive(Clone, Copy, Debug)]
struct Way {
    edge: bool,
    ses: bool,
}

const WAYS: [(&str, Way); 4] = [
    ("edge, SES", Way { edge: true, ses: true }),
    ("edge, no mail", Way { edge: true, ses: false }),
    ("no edge, SES", Way { edge: false, ses: true }),
    ("no edge, no mail", Way { edge: false, ses: false }),
];

/// Counts what one signer takes, and prints what a month costs.
pub(crate) async fn table(report: &mut Report) -> anyhow::Result<String> {
    let book: Book = toml::from_str(PRICES)?;
    let measured = measure().await?;
    let at_provider = measured.write_units_at_provider;
    report.count("one pledge, write units", measured.write_units, "", Limit::AtMost(WRITE_UNITS_MAX));
    report.count("at a great provider, write units", at_provider, "", Limit::AtMost(WRITE_UNITS_AT_PROVIDER_MAX));
    let mut lines = vec![
        format!(
            "One signer: {} write units, {} read units, {} mails, {} requests, {:.0} KB. A view of the counter: {:.1} KB.",
            measured.write_units,
            measured.read_units,
            measured.mails,
            measured.requests,
            measured.bytes / 1e3,
            measured.view_bytes / 1e3,
        ),
        format!("US dollars a month, {}, prices as of {}; check before relying on them.", book.region, book.as_of),
        String::new(),
    ];
    let row = |name: &str, cost: &dyn Fn(Way) -> f64| {
        let cells = WAYS.map(|(_, way)| format!(" {:>16.2} |", cost(way)));
        format!("| {name:<36} |{}", cells.concat())
    };
    let names = WAYS.map(|(name, _)| format!(" {name:>16} |"));
    lines.push(format!("| {:<36} |{}", "", names.concat()));
    lines.push(format!("|{:-<38}|{}", "", "-----------------:|".repeat(WAYS.len())));
    lines.push(row("whether anybody signs or not", &|way| book.fixed(&measured, way)));
    for (name, signers) in [("1,000 signers", 1e3), ("100,000 signers", 1e5), ("1,000,000 signers", 1e6)] {
        lines.push(row(&format!("and {name}"), &|way| book.signers(&measured, signers, way)));
    }
    lines.push(row("and 10,000,000 views of counters", &|way| book.views(&measured, 1e7, way)));
    lines.push(row("and a firewall, 10,000,000 requests", &|way| if way.edge { book.firewall(1e7) } else { 0.0 }));
    Ok(lines.join("\n"))
}

impl Book {
    /// Returns the cost of secrets, alarms, metrics and the schedules' calls.
    fn fixed(&self, measured: &Measured, way: Way) -> f64 {
        let prices = &self.prices;
        let of_mappings = MAPPING_METRICS * count(TEMPLATE, "MetricsConfig: { Metrics: [EventCount] }");
        let metrics = Metric::ALL.len() + count(WATCH, "Type: AWS::Logs::MetricFilter") + of_mappings;
        // The edge has a key and an alarm of its own.
        let secrets = count(TEMPLATE, "Type: AWS::SecretsManager::Secret") - usize::from(!way.edge);
        let templates: &[&str] = if way.edge { &[TEMPLATE, WATCH, EDGE] } else { &[TEMPLATE, WATCH] };
        // An alarm costs as much as the metrics that it looks at.
        let alarms: usize = templates.iter().map(|template| count(template, " Namespace: ")).sum();
        secrets as f64 * prices.secret_month
            + alarms as f64 * prices.alarm_metric_month
            + metrics as f64 * prices.metric_month
            + MINUTES * measured.idle_read_units / MILLION * prices.million_read_units
            + self.invocations(2.0 * MINUTES + MINUTES / 5.0)
    }

    fn signers(&self, measured: &Measured, signers: f64, way: Way) -> f64 {
        let prices = &self.prices;
        let bytes = signers * self.assumed.stored_bytes_per_signer;
        let (stored, recounted) = (bytes / GB, bytes / READ_UNIT * SCANS_OF_A_RECOUNT * RECOUNTS);
        signers * measured.write_units / MILLION * prices.million_write_units
            + (signers * measured.read_units + recounted) / MILLION * prices.million_read_units
            + stored * (prices.table_gb_month + prices.recovery_gb_month)
            + self.invocations(signers * RECORDS_PER_SIGNER)
            + self.requests(signers * measured.requests, signers * measured.requests, signers * measured.bytes, way)
            + if way.ses { signers * measured.mails / 1000.0 * prices.thousand_mails } else { 0.0 }
    }

    /// Returns the cost of views. Behind the edge all viewers together cause one request to us in a few seconds.
    fn views(&self, measured: &Measured, views: f64, way: Way) -> f64 {
        let origin = if way.edge { views.min(MINUTES * 60.0 / self.assumed.edge_seconds) } else { views };
        self.requests(views, origin, views * measured.view_bytes, way)
    }

    fn requests(&self, asked: f64, at_origin: f64, bytes: f64, way: Way) -> f64 {
        let prices = &self.prices;
        let out = if way.edge {
            asked / MILLION * prices.million_edge_requests + bytes / GB * prices.edge_gb_out
        } else {
            bytes / GB * prices.gb_out
        };
        let logs = at_origin * self.assumed.log_bytes_per_request / GB * prices.log_gb;
        out + at_origin / MILLION * prices.million_gateway_requests + self.invocations(at_origin) + logs
    }

    fn invocations(&self, calls: f64) -> f64 {
        let seconds = calls * self.assumed.function_milliseconds / 1000.0;
        calls / MILLION * self.prices.million_invocations + seconds * self.assumed.function_gb * self.prices.gb_second
    }

    fn firewall(&self, requests: f64) -> f64 {
        let prices = &self.prices;
        prices.firewall_month
            + self.assumed.firewall_rules * prices.firewall_rule_month
            + requests / MILLION * prices.million_firewall_requests
    }
}

fn count(text: &str, what: &str) -> usize {
    text.matches(what).count()
}

/// Lets a person read the page, sign, confirm by the link and read the thanks.
async fn measure() -> anyhow::Result<Measured> {
    let wire = Wire::default();
    let clock = Clock::manual(OPEN.parse()?);
    let load = Load::start(None, Some(&wire), clock).await?;
    load.settle().await?;
    drop(wire.take());
    for _ in 0..IDLE_MINUTES {
        load.advance(SignedDuration::from_mins(1));
        load.settle().await?;
    }
    let idle_read_units = units(&wire.take(), false) / f64::from(IDLE_MINUTES);

    let mut visit = Visit { load: &load, http: Http::default(), requests: 0.0, bytes: 0.0 };
    let page = visit.get("/en").await?;
    let mut assets: Vec<&str> = page.split('"').filter(|text| text.starts_with("/assets/")).collect();
    assets.sort_unstable();
    assets.dedup();
    for asset in assets {
        visit.get(asset).await?;
    }
    load.submit(1).await?;
    visit.get("/en/check-your-mail").await?;
    let token = load.token(1).await?;
    visit.get(&format!("/en/confirm?token={token}")).await?;
    let fields = [("token", token.as_str()), ("first_name", "Alex"), ("last_name", "Roy"), ("postal_code", "K1R 7S8")];
    let counted = load.post_form("/en/confirm", &fields).await?;
    let thanks = counted.headers.get(LOCATION).context("a confirmation leads to the thanks")?.to_str()?;
    visit.get(thanks).await?;
    // The form and the confirmation are requests too.
    let (requests, bytes) = (visit.requests + 2.0, visit.bytes);
    load.settle().await?;
    let calls = wire.take();
    let mails = load.mails();
    ensure!(mails == 2, "a signer gets a link and thanks, and {mails} mails were sent");
    let mut view = Visit { load: &load, http: Http::default(), requests: 0.0, bytes: 0.0 };
    view.get("/v1/counter").await?;
    let view_bytes = view.bytes;
    drop(wire.take());
    let email = "alex.roy@gmail.com";
    load.sign("Alex", "Roy", email).await?;
    let token = load.token_for(email).await?;
    load.confirm(&token).await?;
    load.settle().await?;
    let write_units_at_provider = units(&wire.take(), true);
    load.stop().await?;
    Ok(Measured {
        write_units: units(&calls, true),
        write_units_at_provider,
        read_units: units(&calls, false),
        mails: 2.0,
        requests,
        bytes,
        view_bytes,
        idle_read_units,
    })
}

/// Sums the capacity units of calls that write, or of those that read.
fn units(calls: &[Sent], writes: bool) -> f64 {
    let is_write = |call: &&Sent| {
        matches!(call.operation.as_str(), "PutItem" | "UpdateItem" | "DeleteItem" | "TransactWriteItems") == writes
    };
    calls.iter().filter(is_write).map(|call| call.units).sum()
}

/// Somebody's requests, as a browser sends them.
struct Visit<'a> {
    load: &'a Load,
    http: Http,
    requests: f64,
    bytes: f64,
}

impl Visit<'_> {
    /// Gets a page, packed as it travels, and again plainly to read it.
    async fn get(&mut self, path: &str) -> anyhow::Result<String> {
        let address = format!("{}{path}", self.load.url());
        let packed = http::Request::get(&address).header(ACCEPT_ENCODING, "gzip").body(Full::default())?;
        let (head, bytes) = self.http.drain(packed).await?;
        ensure!(head.status.is_success(), "{path} was answered with {}", head.status);
        let headers: usize = head.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
        let length = head.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        self.bytes += (headers + length.unwrap_or(bytes)) as f64;
        self.requests += 1.0;
        let (_, body) = self.http.send(http::Request::get(&address).body(Full::default())?).await?;
        Ok(String::from_utf8_lossy(&body).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Measured = Measured {
        write_units: 10.0,
        write_units_at_provider: 10.0,
        read_units: 100.0,
        mails: 2.0,
        requests: 10.0,
        bytes: 1e5,
        view_bytes: 1e3,
        idle_read_units: 0.0,
    };

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 0.005, "{value} is not {expected}");
    }

    #[test]
    fn a_million_signers_cost_what_one_adds_up_to() {
        let book: Book = toml::from_str(PRICES).unwrap();
        let way = Way { edge: false, ses: false };
        // Writes 6.875, reads 13.75, 2.5 GB kept 1.2375, 4 and 10 million calls 0.2667 each, gateway 11.1, logs 3.85, bytes 9.
        // A recount reads 2.5 GB three times, 120 times a month: 219.7 million units.
        let recounts = 219.726_6 * 0.1375;
        near(book.signers(&ONE, 1e6, way), 6.875 + 13.75 + 1.2375 + 14.0 * 0.266_667 + 11.1 + 3.85 + 9.0 + recounts);
        near(book.signers(&ONE, 1e6, Way { ses: true, ..way }) - book.signers(&ONE, 1e6, way), 320.0);
    }

    #[test]
    fn the_edge_answers_nearly_all_views() {
        let book: Book = toml::from_str(PRICES).unwrap();
        let (with, without) = (Way { edge: true, ses: false }, Way { edge: false, ses: false });
        near(book.views(&ONE, 1e7, without), 11.1 + 2.666_68 + 3.85 + 0.9);
        // At most one view in two seconds reaches us: 1,296,000 in a month.
        near(book.views(&ONE, 1e7, with), 10.0 + 0.85 + 1.296 * (1.11 + 0.266_668 + 0.385));
    }

    #[test]
    fn what_is_paid_for_anyway_is_counted_in_the_templates() {
        let book: Book = toml::from_str(PRICES).unwrap();
        assert_eq!(count(TEMPLATE, "Type: AWS::SecretsManager::Secret"), 7);
        assert_eq!(count(TEMPLATE, "MetricsConfig: { Metrics: [EventCount] }"), 2);
        assert!(count(WATCH, " Namespace: ") > count(WATCH, "Type: AWS::CloudWatch::Alarm"));
        let of = |edge| book.fixed(&ONE, Way { edge, ses: false });
        assert!(of(false) > 6.0 * 0.40);
        // Its key, and the two metrics of its alarm.
        near(of(true) - of(false), 0.40 + 2.0 * 0.10);
    }
}
