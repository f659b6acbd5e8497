//! People who sign and confirm, many at once.

use std::ops::Range;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use bench::http::Http;
use bytes::Bytes;
use futures::{StreamExt as _, TryStreamExt as _};
use hdrhistogram::Histogram;
use http::StatusCode;
use http_body_util::Full;
use indicatif::ProgressBar;
use jiff::SignedDuration;
use local::{Between, Data, Options, Site};
use serde_json::{Value, json};
use web::Clock;
use wire::Wire;

use crate::report::{Limit, Report};

/// A moment at which the campaign takes pledges. Time stands still except for the ten minutes between two mails to one
/// address.
pub(crate) const OPEN: &str = "2026-11-23T12:00:00Z";
/// The longest time that a mail may take.
const PATIENCE: Duration = Duration::from_mins(1);
/// Mails that leave in a second beside people who sign or confirm.
const MAILS_BESIDE: f64 = 100.0;

/// A local site under load.
pub(crate) struct Load {
    site: Site,
    http: Http,
    clock: Clock,
}

impl Load {
    pub(crate) async fn start(folder: Option<PathBuf>, wire: Option<&Wire>, clock: Clock) -> anyhow::Result<Self> {
        let options = Options {
            clock: clock.clone(),
            data: folder.map_or(Data::Memory, Data::Folder),
            between: wire.cloned().map(|wire| Between::new(move |onward| wire.over(onward))),
            parameters: ["SubmissionsPerNetwork", "MailsPerPair", "MailsPerNetwork", "MailsPerMailDomain"]
                .map(|limit| (limit.to_owned(), "100000".to_owned()))
                .into(),
            ..Options::default()
        };
        Ok(Self { site: Site::start(options).await?, http: Http::default(), clock })
    }

    pub(crate) fn url(&self) -> &str {
        self.site.url()
    }

    pub(crate) async fn settle(&self) -> anyhow::Result<()> {
        self.site.settle().await
    }

    pub(crate) async fn stop(self) -> anyhow::Result<()> {
        self.site.stop().await
    }

    pub(crate) async fn submit(&self, number: usize) -> anyhow::Result<()> {
        self.sign("Alex", &surname(number), &address(number)).await
    }

    pub(crate) async fn sign(&self, first_name: &str, last_name: &str, email: &str) -> anyhow::Result<()> {
        let pledge = json!({
            "first_name": first_name, "last_name": last_name, "email": email, "postal_code": "K1R 7S8",
        });
        let (head, _) = self.http.post(&format!("{}/v1/pledges", self.url()), pledge.to_string()).await?;
        ensure!(head.status == StatusCode::ACCEPTED, "a pledge was answered with {}", head.status);
        Ok(())
    }

    pub(crate) async fn confirm(&self, token: &str) -> anyhow::Result<()> {
        let body = json!({ "token": token, "who": "another" }).to_string();
        let (head, _) = self.http.post(&format!("{}/v1/pledges/confirm", self.url()), body).await?;
        ensure!(head.status == StatusCode::OK, "a confirmation was answered with {}", head.status);
        Ok(())
    }

    /// Returns the token mailed to a person.
    pub(crate) async fn token(&self, number: usize) -> anyhow::Result<String> {
        self.settle().await?;
        self.token_for(&address(number)).await
    }

    /// Signs for someone else at the first person's address, at the same postal code, and returns the token.
    pub(crate) async fn second_person_token(&self) -> anyhow::Result<String> {
        self.sign("Alex", "Roy", "pair@example.org").await?;
        self.settle().await?;
        let first = self.token_for("pair@example.org").await?;
        self.confirm(&first).await?;
        self.settle().await?;
        self.clock.advance(SignedDuration::from_mins(11));
        self.sign("Sam", "Roy", "pair+sam@example.org").await?;
        self.settle().await?;
        self.token_for("pair+sam@example.org").await
    }

    pub(crate) async fn token_for(&self, email: &str) -> anyhow::Result<String> {
        self.link_for(email, "/confirm?token=").await
    }

    /// Returns the part of a link that was mailed to somebody, after the text `before`.
    pub(crate) async fn link_for(&self, email: &str, before: &str) -> anyhow::Result<String> {
        self.in_mails_to(email, |mail| {
            let mut links = mail["links"].as_array()?.iter();
            links.find_map(|link| Some(link.as_str()?.split_once(before)?.1.to_owned()))
        })
        .await
    }

    /// Returns the code in the latest mail to somebody.
    pub(crate) async fn code_for(&self, email: &str) -> anyhow::Result<String> {
        let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
        self.in_mails_to(email, |mail| mail["text"].as_str()?.lines().find(is_code).map(str::to_owned)).await
    }

    async fn in_mails_to(&self, email: &str, find: impl Fn(&Value) -> Option<String>) -> anyhow::Result<String> {
        let url = format!("{}/_local/mailbox.json?to={}", self.url(), email.replace('+', "%2B"));
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            self.settle().await?;
            let (_, mails) = self.http.get(&url).await?;
            if let Some(found) = mails.as_array().into_iter().flatten().find_map(&find) {
                return Ok(found);
            }
        }
        anyhow::bail!("no such mail came")
    }

    /// Posts a form, and throws the answer's page away.
    pub(crate) async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<http::response::Parts> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = http::Request::post(format!("{}{path}", self.url()))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Full::new(body.into()))?;
        Ok(self.http.send(request).await?.0)
    }

    /// Gets an answer, whole.
    pub(crate) async fn get(&self, url: &str) -> anyhow::Result<(http::response::Parts, Bytes)> {
        self.http.send(http::Request::get(url).body(Full::default())?).await
    }

    /// Calls the database past the store, in DynamoDB's JSON 1.0 protocol. The embedded one does not check the
    /// signature.
    pub(crate) async fn database(&self, operation: &str, body: Value) -> anyhow::Result<Value> {
        let credential = "AWS4-HMAC-SHA256 Credential=local/20261123/ca-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";
        let request = http::Request::post(self.site.database_url())
            .header("content-type", "application/x-amz-json-1.0")
            .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
            .header("x-amz-date", "20261123T000000Z")
            .header("authorization", credential);
        let (head, answer) = self.http.send(request.body(Full::new(body.to_string().into()))?).await?;
        ensure!(head.status.is_success(), "{operation} was answered with {}", head.status);
        Ok(serde_json::from_slice(&answer)?)
    }

    /// Returns the number of mails that were sent.
    pub(crate) fn mails(&self) -> usize {
        self.site.mails_sent()
    }

    pub(crate) fn advance(&self, time: SignedDuration) {
        self.clock.advance(time);
    }

    pub(crate) fn pause_mail(&self) {
        self.site.pause_streams();
    }

    pub(crate) fn resume_mail(&self) {
        self.site.resume_streams();
    }
}

/// Returns a surname for each number: people of one name at one postal code are one item, for which they would wait.
fn surname(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

fn address(number: usize) -> String {
    format!("person{number}@example.org")
}

/// Measures rate and latencies of submit and confirm through the gateway, in an empty store.
pub(crate) async fn measure(
    report: &mut Report,
    store: &str,
    on_disk: bool,
    connections: usize,
    people: usize,
) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let load = Load::start(on_disk.then(|| folder.path().to_owned()), None, Clock::system()).await?;
    let how = format!("{store}, {connections} connections");
    sign_and_confirm(report, &load, &how, connections, 0..people).await?;
    load.stop().await
}

/// Measures the same with 64 connections, on file, as more and more are counted already. The rate stays flat.
pub(crate) async fn growth(report: &mut Report, signers: usize, people: usize) -> anyhow::Result<()> {
    const CONNECTIONS: usize = 64;
    const FLAT_FROM: f64 = 0.9;
    let folder = tempfile::tempdir()?;
    let load = Load::start(Some(folder.path().to_owned()), None, Clock::system()).await?;
    let (mut counted, mut rates) = (0, Vec::new());
    for (round, before) in [0, signers / 10, signers].into_iter().enumerate() {
        let bar = ProgressBar::new((before - counted) as u64).with_message("made-up signers");
        load.site.demonstrate(&bar).await?;
        bar.finish_and_clear();
        let numbers = round * people..(round + 1) * people;
        let how = format!("{before} signers before");
        rates.push(sign_and_confirm(report, &load, &how, CONNECTIONS, numbers).await?);
        counted = before + people;
    }
    let share = rates.last().zip(rates.first()).map_or(1.0, |(last, first)| last / first);
    let name = format!("confirm, {signers} signers before, of the first rate");
    report.time(&name, share, "", Limit::AtLeast(FLAT_FROM));
    load.stop().await
}

/// Lets people sign and confirm, reports how that went, and returns the confirmations in a second.
async fn sign_and_confirm(
    report: &mut Report,
    load: &Load,
    how: &str,
    connections: usize,
    numbers: Range<usize>,
) -> anyhow::Result<f64> {
    let people = numbers.len();
    let known = load.mails();
    let submit = async |number| load.submit(number).await;
    let took = time(report, &format!("submit, {how}"), connections, numbers.collect(), submit).await?;
    let beside = (load.mails() - known) as f64 / took;
    report.time(&format!("mails beside submit, {how}"), beside, "per s", Limit::AtLeast(MAILS_BESIDE));
    load.settle().await?;
    let mailed = load.site.mailbox();
    let new = mailed.len() - known;
    let tokens: Vec<String> = mailed
        .iter()
        .take(new)
        .flat_map(|mail| mail.links.iter())
        .filter_map(|link| link.split_once("/confirm?token=").map(|(_, token)| token.to_owned()))
        .collect();
    ensure!(tokens.len() == people, "{} of {people} mails came", tokens.len());
    let confirm = async |token: String| load.confirm(&token).await;
    let took = time(report, &format!("confirm, {how}"), connections, tokens, confirm).await?;
    let beside = (load.mails() - mailed.len()) as f64 / took;
    report.time(&format!("mails beside confirm, {how}"), beside, "per s", Limit::AtLeast(MAILS_BESIDE));
    let rate = people as f64 / took;
    let began = Instant::now();
    load.settle().await?;
    let left = load.mails() - mailed.len();
    report.time(&format!("thank-yous left, {how}"), began.elapsed().as_secs_f64(), "s", Limit::None);
    ensure!(left == people, "{left} of {people} were thanked");
    Ok(rate)
}

/// Does the work on so many connections at once, reports rate and latencies, and returns the seconds that it took.
async fn time<T>(
    report: &mut Report,
    name: &str,
    connections: usize,
    work: Vec<T>,
    one: impl AsyncFn(T) -> anyhow::Result<()>,
) -> anyhow::Result<f64> {
    let bar = ProgressBar::new(work.len() as u64).with_message(name.to_owned());
    let count = work.len();
    let started = Instant::now();
    let processor = processor_time();
    let (bar_, one) = (&bar, &one);
    let each = futures::stream::iter(work).map(|item| async move {
        let started = Instant::now();
        one(item).await?;
        bar_.inc(1);
        anyhow::Ok(started.elapsed())
    });
    let times: Vec<Duration> = each.buffer_unordered(connections).try_collect().await?;
    let took = started.elapsed().as_secs_f64();
    let processor = processor.zip(processor_time()).map(|(before, after)| after.saturating_sub(before));
    bar.finish_and_clear();
    let mut histogram = Histogram::<u64>::new(3).context("three digits are a valid precision")?;
    for time in times {
        histogram.record(u64::try_from(time.as_micros())?)?;
    }
    let ms = |quantile: f64| histogram.value_at_quantile(quantile) as f64 / 1000.0;
    report.time(name, count as f64 / took, "per s", Limit::None);
    report.time(&format!("{name}, p50"), ms(0.5), "ms", Limit::None);
    report.time(&format!("{name}, p99"), ms(0.99), "ms", Limit::None);
    if let Some(processor) = processor {
        // The time covers all of this process: the site with its database and mailer, and its clients.
        let each = processor.as_secs_f64() * 1000.0 / count as f64;
        report.time(&format!("{name}, processor time each"), each, "ms", Limit::None);
    }
    Ok(took)
}

/// Returns the processor time of this process so far, where the system reports it.
fn processor_time() -> Option<Duration> {
    // Fields 14 and 15 of proc(5), counted after the name, in hundredths of a second.
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 10))
}
