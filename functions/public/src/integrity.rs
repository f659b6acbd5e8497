//! Shows everybody the counted and uncounted numbers with their causes, and the findings of the last recount.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use campaigns::Texts;
use domain::office::integrity::IntegrityReport;
use domain::tally::Count;
use domain::tally::cause::Cause;
use house::{counted, counted_page};
use http::HeaderMap;
use jiff::Timestamp;
use pages::{Frame, rendered};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Lang, ProblemDetails, preferred_language};

use crate::context::Context;
use crate::counts::unavailable;
use crate::tally::to_json;

/// The counted and uncounted numbers, and the result of the last recount.
#[derive(Debug, Serialize, ToSchema)]
struct IntegrityAnswer<'a> {
    campaign: &'a str,
    /// Everyone counted, online and on paper.
    counted: i64,
    /// The counted people who signed on paper, when every signer was last counted one by one; null before the first time.
    paper: Option<i64>,
    /// Those who withdrew. Their pledges are erased.
    withdrawn: i64,
    /// Those who confirmed and are not counted, for cause.
    invalidated: i64,
    /// The number for each cause; every cause is there.
    causes: Vec<CauseCount>,
    /// The last time that every signer was counted one by one; null before the first.
    recount: Option<RecountAnswer>,
    /// The time at which the numbers last changed, as far as this answer knows.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

#[derive(Debug, Serialize, ToSchema)]
struct CauseCount {
    #[schema(value_type = String, example = "automated")]
    cause: Cause,
    count: i64,
}

#[derive(Debug, Serialize, ToSchema)]
struct RecountAnswer {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The number of signers.
    counted: i64,
    /// The sum that the counters showed.
    stored: i64,
    /// The number of signers less the counters' sum.
    difference: i64,
}

impl RecountAnswer {
    const fn of(report: &IntegrityReport) -> Self {
        let (counted, stored) = (report.counted, report.stored);
        Self { at: report.at, counted, stored, difference: counted - stored }
    }
}

fn of_cause(sum: &Count, cause: Cause) -> i64 {
    sum.invalidated.get(&cause).copied().unwrap_or_default()
}

/// The counted and uncounted numbers with their causes, and the last recount
#[utoipa::path(
    get, path = "/v1/integrity", tag = "counts",
    responses(
        (status = 200, description = "Counted, withdrawn, invalidated by cause, and the last recount", body = IntegrityAnswer<'_>),
        (status = 304, description = "The caller has it"),
        (status = 503, description = "There never was a number to give", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn numbers(State(context): State<Arc<Context>>, headers: HeaderMap) -> Response {
    let now = context.clock.now();
    let (Some(snapshot), Ok(report)) = (context.snapshot(now).await, context.reports.last(now).await) else {
        return unavailable(&context, preferred_language(&headers));
    };
    let sum = snapshot.tally.sum();
    let answer = IntegrityAnswer {
        campaign: context.site.campaign().slug.as_str(),
        counted: sum.signers,
        // The number of this moment would tell somebody who takes a name whether a person of that name signed on paper.
        paper: report.as_ref().map(|report| report.paper),
        withdrawn: sum.withdrawn,
        invalidated: sum.invalidated.values().sum(),
        causes: Cause::ALL.map(|cause| CauseCount { cause, count: of_cause(&sum, cause) }).into(),
        recount: report.as_ref().map(RecountAnswer::of),
        updated_at: snapshot.changed_at,
    };
    counted(&headers, "application/json", to_json(&answer), Some(&snapshot), now)
}

#[derive(Template)]
#[template(path = "integrity.html")]
struct IntegrityPage<'a> {
    frame: Frame<'a>,
    counted: String,
    /// The sentence about paper; empty before the first recount.
    paper: String,
    withdrawn: String,
    invalidated: String,
    causes: Vec<(String, String)>,
    recount: String,
    closing: String,
}

fn paper_text(t: &Texts, report: &IntegrityReport) -> String {
    t.with("integrity-of-paper-recounted", [("count", t.number(report.paper).into())])
}

/// Writes what the last recount found.
pub(crate) fn recount_text(t: &Texts, report: Option<&IntegrityReport>) -> String {
    let Some(report) = report else { return t.get("integrity-recount-never") };
    let difference = report.counted - report.stored;
    let key = if difference == 0 { "integrity-recount-agrees" } else { "integrity-recount-differs" };
    let words = [
        ("when", t.moment(report.at).into()),
        ("counted", t.number(report.counted).into()),
        ("difference", t.number(difference.abs()).into()),
    ];
    t.with(key, words)
}

/// Answers `GET /{lang}/integrity`.
pub(crate) async fn show(State(context): State<Arc<Context>>, Lang(locale): Lang, headers: HeaderMap) -> Response {
    let now = context.clock.now();
    let (Some(snapshot), Ok(report)) = (context.snapshot(now).await, context.reports.last(now).await) else {
        return unavailable(&context, locale);
    };
    let t = context.site.texts(locale);
    let campaign = context.site.campaign();
    let sum = snapshot.tally.sum();
    let recount = recount_text(t, report.as_ref());
    let closing = if campaign.is_open(now) || now < campaign.opens_at {
        t.with("integrity-open", [("day", t.day(campaign.closes_at).into())])
    } else {
        t.with("integrity-closed", [("day", t.day(campaign.closes_at).into())])
    };
    let page = IntegrityPage {
        frame: Frame::new(&context.site, locale, t.get("integrity-title"), "/integrity"),
        counted: t.number(sum.signers),
        paper: report.as_ref().map(|report| paper_text(t, report)).unwrap_or_default(),
        withdrawn: t.number(sum.withdrawn),
        invalidated: t.number(sum.invalidated.values().sum()),
        causes: Cause::ALL.map(|cause| (t.get(&format!("cause-{cause}")), t.number(of_cause(&sum, cause)))).into(),
        recount,
        closing,
    };
    counted_page(&headers, rendered(&page), Some(&snapshot), now)
}
