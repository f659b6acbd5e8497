//! Measures whether the time of an answer reveals who has signed, by requests of several kinds of people in turn.
//!
//! There are two figures for a group of classes. One is the ratio of the slowest median to the fastest. The other is
//! the probability that the slower class's time is the longer one, by which one time alone separates two classes; 0.5
//! is a coin.

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::{Context as _, ensure};
use http::StatusCode;
use jiff::SignedDuration;
use web::Clock;

use crate::load::Load;
use crate::report::{Limit, Report};

/// The largest ratio of two medians: a millisecond holds a lot of noise.
const RATIO_MAX: f64 = 1.1;
/// The largest probability with which one time may separate two classes.
const TELLS_APART_MAX: f64 = 0.6;

type Times = BTreeMap<&'static str, Vec<f64>>;

/// Measures the answers to a form and to a code.
pub(crate) async fn measure(report: &mut Report, now: jiff::Timestamp, samples: usize) -> anyhow::Result<()> {
    let load = Load::start(None, None, Clock::manual(now)).await?;
    let submitted = forms(&load, samples).await?;
    tell(report, "a form's answer", &submitted);
    let entered = codes(&load, samples).await?;
    tell(report, "a code's answer", &entered);
    load.stop().await
}

/// Times the forms of four classes of people in turn, each class first as often as the others. They are somebody new, somebody
/// pending, somebody counted and somebody who wants no mail.
async fn forms(load: &Load, samples: usize) -> anyhow::Result<Times> {
    load.sign_page("pending@example.org").await?;
    load.settle().await?;
    load.sign_page("counted@example.org").await?;
    load.confirm(&load.token_for("counted@example.org").await?).await?;
    load.sign_page("stopped@example.org").await?;
    load.refuse("stopped@example.org").await?;
    let mut times = Times::new();
    for round in 0..samples {
        let mut classes = [
            ("new", format!("new{round}@example.org")),
            ("pending", "pending@example.org".to_owned()),
            ("counted", "counted@example.org".to_owned()),
            ("stopped", "stopped@example.org".to_owned()),
        ];
        classes.rotate_left(round % 4);
        for (class, email) in classes {
            // The mailer's work on one form must not slow the next one.
            load.settle().await?;
            let started = Instant::now();
            load.sign_page(&email).await?;
            times.entry(class).or_default().push(started.elapsed().as_secs_f64());
        }
    }
    load.settle().await?;
    Ok(times)
}

/// Times codes that count nobody: wrong, right where somebody is counted, of a form that was never mailed, of somebody
/// who wants no mail.
async fn codes(load: &Load, samples: usize) -> anyhow::Result<Times> {
    let mut counted = Vec::new();
    for number in 0..samples {
        let email = format!("couple{number}@example.org");
        load.sign_page(&email).await?;
        load.confirm(&load.token_for(&email).await?).await?;
        counted.push(email);
    }
    load.settle().await?;
    load.advance(SignedDuration::from_mins(11));
    let mut tries: BTreeMap<&'static str, Vec<(String, String)>> = BTreeMap::new();
    for (number, email) in counted.iter().enumerate() {
        let draft = load.sign_page_as("Sam", email).await?;
        tries.entry("right, counted").or_default().push((draft, load.code_for(email).await?));
        let email = format!("wrong{number}@example.org");
        let draft = load.sign_page(&email).await?;
        load.code_for(&email).await?;
        tries.entry("wrong").or_default().push((draft, "x".to_owned()));
        let email = format!("refused{number}@example.org");
        let draft = load.sign_page(&email).await?;
        let code = load.code_for(&email).await?;
        load.refuse(&email).await?;
        tries.entry("stopped").or_default().push((draft, code));
    }
    load.settle().await?;
    load.pause_mail();
    for number in 0..samples {
        let draft = load.sign_page(&format!("unmailed{number}@example.org")).await?;
        tries.entry("never mailed").or_default().push((draft, "123456".to_owned()));
    }
    let mut times = Times::new();
    for round in 0..samples {
        let mut classes: Vec<_> = tries.iter().map(|(class, tries)| (*class, &tries[round])).collect();
        classes.rotate_left(round % 4);
        for (class, (draft, code)) in classes {
            let started = Instant::now();
            let status = load.enter_code(draft, code).await?;
            times.entry(class).or_default().push(started.elapsed().as_secs_f64());
            ensure!(status == StatusCode::UNPROCESSABLE_ENTITY, "{class}: a code was answered with {status}");
        }
    }
    load.resume_mail();
    Ok(times)
}

fn tell(report: &mut Report, of: &str, times: &Times) {
    let medians: Vec<_> = times.iter().map(|(class, times)| (*class, median(times))).collect();
    for (class, median) in &medians {
        report.time(&format!("{of}, {class}, median"), median * 1_000.0, "ms", Limit::None);
    }
    let slowest = medians.iter().map(|(_, median)| *median).fold(0.0, f64::max);
    let fastest = medians.iter().map(|(_, median)| *median).fold(f64::INFINITY, f64::min);
    report.time(&format!("{of}, slowest median by fastest"), slowest / fastest, "", Limit::AtMost(RATIO_MAX));
    let mut apart: f64 = 0.5;
    for one in times.values() {
        for other in times.values() {
            apart = apart.max(longer(one, other));
        }
    }
    report.time(&format!("{of}, two classes told apart by one"), apart, "", Limit::AtMost(TELLS_APART_MAX));
}

fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// Returns the part of all pairs in which a time of the first is longer than one of the second.
fn longer(one: &[f64], other: &[f64]) -> f64 {
    let pairs = one.iter().flat_map(|a| other.iter().map(move |b| (a, b)));
    let longer: f64 = pairs
        .map(|(a, b)| {
            if a > b {
                1.0
            } else if a < b {
                0.0
            } else {
                0.5
            }
        })
        .sum();
    longer / (one.len() * other.len()) as f64
}

impl Load {
    /// Signs on the page, and returns the sealed form of "check your mail".
    async fn sign_page(&self, email: &str) -> anyhow::Result<String> {
        self.sign_page_as("Alex", email).await
    }

    async fn sign_page_as(&self, first_name: &str, email: &str) -> anyhow::Result<String> {
        let fields = [("first_name", first_name), ("last_name", "Roy"), ("email", email), ("postal_code", "K1R 7S8")];
        let head = self.post_form("/en/pledges", &fields).await?;
        let location = head.headers.get("location").context("the form leads nowhere")?.to_str()?.to_owned();
        Ok(location.split_once("draft=").context("the page holds no form")?.1.to_owned())
    }

    async fn enter_code(&self, draft: &str, code: &str) -> anyhow::Result<StatusCode> {
        Ok(self.post_form("/en/check-your-mail", &[("draft", draft), ("code", code)]).await?.status)
    }

    /// Refuses all mail for the owner of a mailbox.
    async fn refuse(&self, email: &str) -> anyhow::Result<()> {
        let link = self.link_for(email, "/not-me?token=").await?;
        let head = self.post_form("/en/not-me", &[("token", &link)]).await?;
        ensure!(head.status == StatusCode::OK, "a refusal was answered with {}", head.status);
        Ok(())
    }
}
