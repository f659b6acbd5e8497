//! The office over many signers: organizers' waiting times, and an invalidation that is undone without loss.

use std::time::Instant;

use anyhow::{Context as _, ensure};
use bench::http::Http;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use http::{Request, StatusCode};
use http_body_util::Full;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::{SignedDuration, Timestamp};
use local::{Options, Site};
use serde_json::Value;
use web::Clock;

use crate::report::{Limit, Report};

/// The number of signers who are taken out of the count and counted again.
const INVALIDATED: u64 = 1_000;
const DASHBOARD_MAX_MS: f64 = 1_000.0;
const FILE_MAX_MS: f64 = 2_000.0;
const RECOUNT_MAX_MS: f64 = 30_000.0;
/// The largest growth of memory by a part of 5,000 signers, in this process with its database.
const FIRST_PART_MAX_MB: f64 = 32.0;
/// The largest further growth by all other parts.
const OTHER_PARTS_MAX_MB: f64 = 16.0;
/// The organizer whom the template names.
const ORGANIZER: &str = "organizer@example.org";
/// The largest number of presses of the button that goes on with unfinished work.
const PRESSES: usize = 20;

/// Fills a site with made-up people through the real code, and works in its office as an organizer does.
pub(crate) async fn measure(report: &mut Report, now: Timestamp, people: u64) -> anyhow::Result<()> {
    ensure!(people > INVALIDATED, "more than {INVALIDATED} people are needed");
    let clock = Clock::manual(now);
    let site = Site::start(Options { clock: clock.clone(), ..Options::default() }).await?;
    let started = Instant::now();
    demonstrate(&site, people - INVALIDATED).await?;
    clock.advance(SignedDuration::from_hours(1));
    let from = clock.now();
    demonstrate(&site, INVALIDATED).await?;
    report.time(&format!("{people} people sign and confirm"), started.elapsed().as_secs_f64(), "s", Limit::None);
    // The tally's cache is older than the last of them.
    clock.advance(SignedDuration::from_secs(3));
    let office = Office::sign_in(&site).await?;
    waiting(report, &office).await?;
    supporters(report, &office, people).await?;
    recount(report, &office, &clock).await?;
    invalidate(report, &office, &clock, from).await?;
    site.stop().await
}

async fn demonstrate(site: &Site, people: u64) -> anyhow::Result<()> {
    let bar = ProgressBar::new(people);
    bar.set_style(ProgressStyle::with_template("{bar:40} {human_pos} of {human_len} people, {eta} left")?);
    site.demonstrate(&bar).await?;
    bar.finish_and_clear();
    Ok(())
}

/// Measures the dashboard and the files of counts: each as the first of its kind, and again.
async fn waiting(report: &mut Report, office: &Office<'_>) -> anyhow::Result<()> {
    let things = [
        ("dashboard", "/organizer/en", DASHBOARD_MAX_MS),
        ("tally.xlsx", "/v1/organizer/tally.xlsx?lang=fr", FILE_MAX_MS),
        ("tally.csv", "/v1/organizer/tally.csv?lang=fr", FILE_MAX_MS),
        ("tally.json", "/v1/organizer/tally.json", FILE_MAX_MS),
        ("tally.geojson", "/v1/organizer/tally.geojson", FILE_MAX_MS),
    ];
    for (name, path, max_ms) in things {
        let started = Instant::now();
        office.get(path).await?;
        report.time(name, milliseconds(started), "ms", Limit::Below(max_ms));
    }
    Ok(())
}

/// Downloads the supporters who agreed to hear from the campaign, in as many parts as the page offers.
async fn supporters(report: &mut Report, office: &Office<'_>, people: u64) -> anyhow::Result<()> {
    let page = String::from_utf8(office.get("/organizer/en/supporters").await?.to_vec())?;
    let parts = page.matches("name=\"part\"").count().max(1);
    let started = Instant::now();
    let mut bytes = 0;
    let mut grown = Vec::new();
    for part in 1..=parts {
        let before = memory_mb("VmRSS:").zip(forget_peak());
        let (part, parts) = (part.to_string(), parts.to_string());
        let fields = [("lang", "en"), ("reason", "benchmark"), ("part", &part), ("parts", &parts)];
        bytes += office.drain("/v1/organizer/supporters.csv", &fields).await?;
        if let Some(((resident, ()), peak)) = before.zip(memory_mb("VmHWM:")) {
            grown.push((peak - resident).max(0.0));
        }
    }
    report.time(
        &format!("supporters.csv of {people} signers, {parts} parts"),
        milliseconds(started),
        "ms",
        Limit::None,
    );
    report.count("supporters.csv", bytes as f64, "bytes", Limit::None);
    // The number of parts makes no difference: the memory of the first part serves the others.
    if let [first, others @ ..] = grown.as_slice() {
        report.time("its first part, memory grew by", *first, "MB", Limit::AtMost(FIRST_PART_MAX_MB));
        let others = others.iter().sum();
        report.time("all others together, memory grew by", others, "MB", Limit::AtMost(OTHER_PARTS_MAX_MB));
    }
    Ok(())
}

async fn recount(report: &mut Report, office: &Office<'_>, clock: &Clock) -> anyhow::Result<()> {
    let started = Instant::now();
    office.post("/organizer/en/integrity/recount", &[]).await?;
    report.time("recount", milliseconds(started), "ms", Limit::Below(RECOUNT_MAX_MS));
    // The public function looks for a newer report once a minute.
    clock.advance(SignedDuration::from_mins(1));
    let told = office.public("/v1/integrity").await?;
    let difference = told["recount"]["difference"].as_i64().context("the recount is told")?;
    report.count("recount, difference", difference as f64, "", Limit::Exactly(0.0));
    Ok(())
}

/// Takes a thousand signers out of the count and back, and compares every number of every riding and partner.
async fn invalidate(report: &mut Report, office: &Office<'_>, clock: &Clock, from: Timestamp) -> anyhow::Result<()> {
    let before = office.numbers(clock).await?;
    let from = from.to_string();
    let fields = [("from", from.as_str()), ("cause", "automated"), ("reason", "benchmark")];
    let started = Instant::now();
    let at = office.post("/organizer/en/integrity/apply", &fields).await?;
    office.finish(&at, "Removed.").await?;
    report.time(&format!("{INVALIDATED} signers taken out of the count"), milliseconds(started), "ms", Limit::None);
    let without = office.numbers(clock).await?;
    let total = |numbers: &Value| numbers["total"].as_i64().context("there is a total");
    let gone = total(&before)? - total(&without)?;
    report.count("signers taken out of the count", gone as f64, "", Limit::Exactly(INVALIDATED as f64));
    let started = Instant::now();
    let undone = office.post(&format!("{at}/undo"), &[("reason", "benchmark")]).await?;
    office.finish(&undone, "Undone").await?;
    report.time(&format!("{INVALIDATED} signers counted again"), milliseconds(started), "ms", Limit::None);
    let after = office.numbers(clock).await?;
    report.count("ridings and partners that differ then", differences(&before, &after) as f64, "", Limit::Exactly(0.0));
    Ok(())
}

/// Counts the ridings, or the numbers of the whole, that differ.
fn differences(before: &Value, after: &Value) -> usize {
    let ridings = |numbers: &Value| numbers["ridings"].as_array().cloned().unwrap_or_default();
    let (one, other) = (ridings(before), ridings(after));
    let parts = ["total", "abroad", "paper", "partners", "provinces"];
    one.iter().zip(&other).filter(|(one, other)| one != other).count()
        + one.len().abs_diff(other.len())
        + parts.iter().filter(|part| before[**part] != after[**part]).count()
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// Returns a figure of this process's memory, where the system reports it.
fn memory_mb(name: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok().map(|kb| kb / 1024.0)
}

/// Lets the system count the peak of memory from here on, where it can.
fn forget_peak() -> Option<()> {
    std::fs::write("/proc/self/clear_refs", "5").ok()
}

/// An organizer who is signed in.
struct Office<'a> {
    url: &'a str,
    http: Http,
    cookie: String,
}

impl<'a> Office<'a> {
    async fn sign_in(site: &'a Site) -> anyhow::Result<Self> {
        let mut office = Self { url: site.url(), http: Http::default(), cookie: String::new() };
        office.post("/organizer/en/sign-in", &[("email", ORGANIZER)]).await?;
        site.settle().await?;
        let mailed = site.mailbox();
        let mut links = mailed.iter().filter(|mail| mail.to == ORGANIZER).flat_map(|mail| mail.links.iter());
        let token = links.find_map(|link| link.split_once("/open?token=")).context("a link was mailed")?.1.to_owned();
        let request = office.form("/organizer/en/open", &[("token", &token)])?;
        let (head, _) = office.http.send(request).await?;
        let cookie = head.headers.get(SET_COOKIE).context("the link lets in")?.to_str()?;
        office.cookie.push_str(cookie.split(';').next().unwrap_or(cookie));
        Ok(office)
    }

    async fn get(&self, path: &str) -> anyhow::Result<Bytes> {
        let request = Request::get(format!("{}{path}", self.url)).header(COOKIE, &self.cookie);
        let (head, body) = self.http.send(request.body(Full::default())?).await?;
        ensure!(head.status == StatusCode::OK, "{path} was answered with {}", head.status);
        Ok(body)
    }

    /// Sends a form that is answered with a file, throws the file away, and returns its length.
    async fn drain(&self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<usize> {
        let (head, bytes) = self.http.drain(self.form(path, fields)?).await?;
        ensure!(head.status == StatusCode::OK, "{path} was answered with {}", head.status);
        Ok(bytes)
    }

    /// Sends a form of one of the office's own pages, and returns the address that it leads to.
    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<String> {
        let (head, _) = self.http.send(self.form(path, fields)?).await?;
        let to = head.headers.get(LOCATION).with_context(|| format!("{path} was answered with {}", head.status))?;
        Ok(to.to_str()?.to_owned())
    }

    fn form(&self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Request<Full<Bytes>>> {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let request = Request::post(format!("{}{path}", self.url))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ORIGIN, self.url)
            .header(COOKIE, &self.cookie);
        Ok(request.body(Full::new(body.finish().into()))?)
    }

    async fn public(&self, path: &str) -> anyhow::Result<Value> {
        Ok(self.http.get(&format!("{}{path}", self.url)).await?.1)
    }

    /// Returns the counts with partners, as they are now.
    async fn numbers(&self, clock: &Clock) -> anyhow::Result<Value> {
        clock.advance(SignedDuration::from_secs(3));
        Ok(serde_json::from_slice(&self.get("/v1/organizer/tally.json").await?)?)
    }

    /// Goes on with unfinished work until its page shows that it is done.
    async fn finish(&self, at: &str, done: &str) -> anyhow::Result<()> {
        for _ in 0..PRESSES {
            let page = String::from_utf8(self.get(at).await?.to_vec())?;
            if page.contains(done) {
                return Ok(());
            }
            self.post(&format!("{at}/continue"), &[]).await?;
        }
        anyhow::bail!("{at} never came to its end")
    }
}
