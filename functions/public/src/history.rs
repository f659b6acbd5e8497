//! `GET /v1/history`: the tally hour by hour.
//!
//! The history is read hour by hour as it is asked for: a new instance reads a week in two requests. An hour without a snapshot is
//! listed as null.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use campaigns::{Doubled, first_of_day, moment};
use domain::locale::Locale;
use domain::tally::hour::Hour;
use domain::tally::riding::{Place, RidingCode};
use http::HeaderMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::HourEntry;
use utoipa::{IntoParams, ToSchema};
use web::{FieldError, PUBLIC_CACHE, Problem, ProblemDetails, Query, preferred_language, tagged};

use crate::context::Context;
use crate::counts::{by_language, unavailable};
use crate::failure::{RIDING_NOT_FOUND, SINCE_MALFORMED};
use crate::tally::to_json;

/// The largest number of hours in one answer: a week's.
const HOURS_MAX: i64 = 168;

/// The hours and the riding that are asked for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// A moment or a day, in Ottawa's time if no offset is given. Without it, the last week is given.
    #[serde(default)]
    since: String,
    /// A riding's five digits: each hour then has its count too.
    #[serde(default)]
    riding: String,
}

/// The checked query.
struct Understood {
    since: Option<Hour>,
    riding: Option<RidingCode>,
}

impl Asked {
    fn parse(&self, context: &Context, locale: Locale) -> Result<Understood, Problem> {
        let texts = context.site.texts(locale);
        let riding = |code: &str| {
            let known = code.parse().ok().filter(|code| ridings::get(*code).is_some());
            known.ok_or_else(|| RIDING_NOT_FOUND.problem(texts))
        };
        let since = |since: &str| {
            parse_since(since).ok_or_else(|| {
                let problem = SINCE_MALFORMED.problem(texts);
                let wrong = FieldError { field: "since", code: problem.code(), message: problem.title().to_owned() };
                problem.fields([wrong])
            })
        };
        Ok(Understood {
            riding: (!self.riding.is_empty()).then(|| riding(&self.riding)).transpose()?,
            since: (!self.since.is_empty()).then(|| since(&self.since)).transpose()?,
        })
    }
}

/// The tally hour by hour.
#[derive(Debug, Serialize, ToSchema)]
struct HistoryAnswer {
    campaign: String,
    /// The riding that each hour's `count` is of, when one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    riding: Option<RidingCode>,
    /// Every hour, oldest first.
    hours: Vec<HourCounts>,
    /// The address of the next hours, when there are more than one answer holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// One hour. An hour in which no snapshot was taken has null for its counts.
#[derive(Debug, Serialize, ToSchema)]
struct HourCounts {
    #[schema(value_type = String, format = DateTime)]
    hour: Timestamp,
    /// The time at which the counters were read.
    #[schema(value_type = Option<String>, format = DateTime, required = true)]
    taken_at: Option<Timestamp>,
    #[schema(required = true)]
    total: Option<i64>,
    #[schema(required = true)]
    abroad: Option<i64>,
    /// The count of the riding that was asked for.
    #[serde(skip_serializing_if = "RidingsCount::is_unasked")]
    #[schema(value_type = Option<i64>)]
    count: RidingsCount,
}

/// A riding's count at an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
enum RidingsCount {
    Unasked,
    /// The snapshot was missed, so nobody knows: null.
    Missed,
    Of(i64),
}

impl RidingsCount {
    const fn is_unasked(&self) -> bool {
        matches!(self, Self::Unasked)
    }
}

impl HourCounts {
    fn new((hour, snapshot): &HourEntry, riding: Option<RidingCode>) -> Self {
        let at = |place| snapshot.as_ref().map(|snapshot| snapshot.tally.at(place));
        Self {
            hour: hour.start(),
            taken_at: snapshot.as_ref().map(|snapshot| snapshot.taken_at),
            total: snapshot.as_ref().map(|snapshot| snapshot.tally.total()),
            abroad: at(Place::Abroad),
            count: riding.map_or(RidingsCount::Unasked, |code| {
                at(Place::Riding(code)).map_or(RidingsCount::Missed, RidingsCount::Of)
            }),
        }
    }
}

/// The tally hour by hour
///
/// A week at a time; `next` leads on. An hour in which no snapshot was taken is listed with null for its counts.
#[utoipa::path(
    get, path = "/v1/history", tag = "counts", params(Asked),
    responses(
        (status = 200, description = "Every hour since then, oldest first, 168 at most", body = HistoryAnswer),
        (status = 304, description = "The caller has it"),
        (status = 404, description = "There is no such riding", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "`since` is neither a moment nor a day", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "The history cannot be read for the moment", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn hours(
    State(context): State<Arc<Context>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let now = context.clock.now();
    let this = Hour::of(now);
    let asked = match asked.parse(&context, preferred_language(&headers)) {
        Ok(asked) => asked,
        Err(problem) => return by_language(problem.into_response()),
    };
    let (riding, since) = (asked.riding, asked.since.unwrap_or(this.plus(1 - HOURS_MAX)));
    // Nothing was counted before the campaign opened, and nothing is known of hours to come.
    let first = since.max(Hour::of(context.site.campaign().opens_at));
    let end = this.plus(1).min(first.plus(HOURS_MAX));
    let hours: Vec<_> = (0..end.since(first)).map(|n| first.plus(n)).collect();
    let Ok(entries) = context.history.at(&hours, now).await else {
        return unavailable(&context, preferred_language(&headers));
    };
    let next = (end <= this).then(|| next_page(end, riding));
    let answer = HistoryAnswer {
        campaign: context.site.campaign().slug.to_string(),
        riding,
        hours: entries.iter().map(|entry| HourCounts::new(entry, riding)).collect(),
        next,
    };
    tagged(&headers, "application/json", PUBLIC_CACHE, to_json(&answer))
}

/// Reads a moment, or the beginning of a day in Ottawa.
fn parse_since(text: &str) -> Option<Hour> {
    moment(text, Doubled::First).or_else(|| first_of_day(text)).map(Hour::of)
}

fn next_page(since: Hour, riding: Option<RidingCode>) -> String {
    let riding = riding.map(|code| format!("&riding={code}")).unwrap_or_default();
    format!("/v1/history?since={}{riding}", since.start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_is_a_moment_or_a_day() {
        let hour = |text: &str| Hour::of(text.parse().unwrap());
        assert_eq!(parse_since("2026-11-23"), Some(hour("2026-11-23T05:00:00Z")));
        assert_eq!(parse_since("2026-11-23T14:30:00Z"), Some(hour("2026-11-23T14:00:00Z")));
        assert_eq!(parse_since("2026-11-23T09:30"), Some(hour("2026-11-23T14:00:00Z")));
        assert_eq!(parse_since("2026-11-23T09:30:00-05:00"), Some(hour("2026-11-23T14:00:00Z")));
        for wrong in ["yesterday", "2026-13-01", "1", "2026-11-23T", "\u{663}"] {
            assert_eq!(parse_since(wrong), None, "{wrong}");
        }
    }
}
