//! Counts as JSON: the counter that partners poll, the whole tally, one riding.
//!
//! A partner's number is that of the last hour, and none below five, as on the partner's own page: otherwise somebody who writes to
//! one person could see from the number that this person has signed.
//!
//! `updated_at` is when the numbers last changed as this instance saw it, so that entity tags stay equal while nothing changes.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::campaign::members::{Member, Stance};
use domain::campaign::partner::{PARTNER_SHOWN_FROM, Partner, shown_number};
use domain::locale::Locale;
use domain::slug::PartnerSlug;
use domain::tally::Tally;
use domain::tally::riding::{Place, Province, RidingCode};
use house::counted;
use http::HeaderMap;
use jiff::Timestamp;
use jiff::civil::Date;
use ridings::Riding;
use serde::{Deserialize, Serialize};
use store::{HourSnapshot, Snapshot};
use utoipa::{IntoParams, ToSchema};
use web::{ProblemDetails, Query, preferred_language};

use crate::context::Context;
use crate::counts::{by_language, unavailable};
use crate::failure::RIDING_NOT_FOUND;

/// The count, tiny.
#[derive(Debug, Serialize, ToSchema)]
struct CounterAnswer<'a> {
    campaign: &'a str,
    /// Everyone counted.
    total: i64,
    /// The next goal: it moves on when it is reached.
    goal: u64,
    /// The last goal that was reached, once one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    goal_reached: Option<u64>,
    /// The signers whom the named partner brought, when one is named that is on the public list.
    #[serde(skip_serializing_if = "Option::is_none")]
    partner: Option<PartnerCount>,
    /// The time at which the numbers last changed, as far as this answer knows.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

/// Those whom a partner brought, as they were counted in the last hour.
#[derive(Debug, Serialize, ToSchema)]
struct PartnerCount {
    #[schema(value_type = String)]
    slug: PartnerSlug,
    /// The number; null while it is smaller than `fewer_than`, and before the first hour.
    count: Option<i64>,
    /// The number below which none is given, if the partner brought fewer.
    #[serde(skip_serializing_if = "Option::is_none")]
    fewer_than: Option<i64>,
    /// The time at which the number was counted. The next one follows in the next hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    as_of: Option<Timestamp>,
}

impl PartnerCount {
    fn of(partner: &Partner, hour: Option<&HourSnapshot>) -> Self {
        let brought = |hour: &HourSnapshot| hour.by_partner.get(partner.slug.as_str()).copied().unwrap_or_default();
        let count = hour.and_then(|hour| shown_number(brought(hour)));
        Self {
            slug: partner.slug.clone(),
            count,
            fewer_than: (hour.is_some() && count.is_none()).then_some(PARTNER_SHOWN_FROM),
            as_of: hour.map(|hour| hour.taken_at),
        }
    }
}

/// The optional query of the counter.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Credited {
    /// A partner's slug: the answer then has the number of signers that it had brought by the last hour.
    #[serde(default)]
    partner: String,
}

/// A name in both languages.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(crate) struct Names {
    pub(crate) en: &'static str,
    pub(crate) fr: &'static str,
}

/// The answer of `GET /v1/tally`: every province and riding, counted or not.
#[derive(Debug, Serialize, ToSchema)]
struct TallyAnswer {
    /// The sum of all ridings and of those abroad, exactly.
    total: i64,
    abroad: i64,
    provinces: Vec<ProvinceCount>,
    ridings: Vec<RidingCount>,
    /// The time at which the numbers last changed, as far as this answer knows.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

#[derive(Debug, Serialize, ToSchema)]
struct ProvinceCount {
    /// Two letters.
    #[schema(value_type = String, example = "ON")]
    code: Province,
    name: Names,
    count: i64,
}

#[derive(Debug, Serialize, ToSchema)]
struct RidingCount {
    /// Five digits, of the 2023 representation order.
    #[schema(value_type = String, example = "35079")]
    code: RidingCode,
    name: Names,
    #[schema(value_type = String, example = "ON")]
    province: Province,
    count: i64,
    electors: u32,
    /// Signers per elector, to six decimals.
    share: f64,
}

/// The answer of `GET /v1/tally/{code}`.
#[derive(Debug, Serialize, ToSchema)]
struct RidingAnswer {
    #[serde(flatten)]
    riding: RidingCount,
    /// The answer of the riding's Member to the campaign's asks, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<MemberAnswer>,
    /// The time at which the numbers last changed, as far as this answer knows.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

/// A Member of Parliament's answer to the campaign's asks, in public.
#[derive(Debug, Serialize, ToSchema)]
struct MemberAnswer {
    /// The Member's name.
    member: String,
    /// Yes to all asks, yes to some, no, or an answer that is neither.
    #[schema(value_type = String, example = "all", pattern = "^(all|some|no|other)$")]
    stance: Stance,
    /// The day of the answer.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// The web address where it can be read.
    source: String,
}

impl MemberAnswer {
    fn of(member: &Member) -> Option<Self> {
        let answer = member.answer.as_ref()?;
        let (member, source) = (member.name.clone(), answer.source.clone());
        Some(Self { member, stance: answer.stance, on: answer.on, source })
    }
}

impl Names {
    pub(crate) fn of(riding: &'static Riding) -> Self {
        Self { en: riding.name(Locale::En), fr: riding.name(Locale::Fr) }
    }
}

impl RidingCount {
    fn new(riding: &'static Riding, tally: &Tally) -> Self {
        let count = tally.at(Place::Riding(riding.code));
        Self {
            code: riding.code,
            name: Names::of(riding),
            province: riding.province,
            count,
            electors: riding.electors,
            share: share(count, riding.electors),
        }
    }
}

impl TallyAnswer {
    fn new(tally: &Tally, updated_at: Timestamp) -> Self {
        let province = |code| ProvinceCount {
            code,
            name: Names { en: ridings::province_name(code, Locale::En), fr: ridings::province_name(code, Locale::Fr) },
            count: tally.in_province(code),
        };
        Self {
            total: tally.total(),
            abroad: tally.at(Place::Abroad),
            provinces: Province::ALL.map(province).into(),
            ridings: ridings::all().iter().map(|riding| RidingCount::new(riding, tally)).collect(),
            updated_at,
        }
    }
}

fn share(count: i64, electors: u32) -> f64 {
    if electors == 0 {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let share = count as f64 / f64::from(electors);
    (share * 1e6).round() / 1e6
}

/// The count of everyone, tiny, for sites that show it
#[utoipa::path(
    get, path = "/v1/counter", tag = "counts", params(Credited),
    responses(
        (status = 200, description = "The count", body = CounterAnswer<'static>),
        (status = 304, description = "The caller has it"),
        (status = 503, description = "There is no number to give yet", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn counter(
    State(context): State<Arc<Context>>,
    Query(credited): Query<Credited>,
    headers: HeaderMap,
) -> Response {
    let campaign = context.site.campaign();
    // A partner's number is everybody's only if the partner agreed to that.
    let partner = match campaign.partner(&credited.partner).filter(|partner| partner.is_listed()) {
        Some(partner) => Some(PartnerCount::of(partner, context.last_hour(context.clock.now()).await.as_deref())),
        None => None,
    };
    answer(&context, &headers, |snapshot| {
        to_json(&CounterAnswer {
            campaign: campaign.slug.as_str(),
            total: snapshot.tally.total(),
            goal: campaign.goal_at(snapshot.tally.total()),
            goal_reached: campaign.goal_reached_at(snapshot.tally.total()),
            partner,
            updated_at: snapshot.changed_at,
        })
    })
    .await
}

/// The count of each province and of all 343 ridings
///
/// The total is the sum of all ridings and of those abroad, exactly; the provinces add up to the ridings.
#[utoipa::path(
    get, path = "/v1/tally", tag = "counts",
    responses(
        (status = 200, description = "The tally", body = TallyAnswer),
        (status = 304, description = "The caller has it"),
        (status = 503, description = "There is no number to give yet", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn whole(State(context): State<Arc<Context>>, headers: HeaderMap) -> Response {
    answer(&context, &headers, |snapshot| to_json(&TallyAnswer::new(&snapshot.tally, snapshot.changed_at))).await
}

/// The count of one riding
#[utoipa::path(
    get, path = "/v1/tally/{code}", tag = "counts",
    params(("code" = String, Path, description = "The riding's five digits", example = "35079")),
    responses(
        (status = 200, description = "The riding's count", body = RidingAnswer),
        (status = 304, description = "The caller has it"),
        (status = 404, description = "There is no such riding", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "There is no number to give yet", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn of_riding(
    State(context): State<Arc<Context>>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(riding) = ridings::find(&code) else {
        let problem = RIDING_NOT_FOUND.problem(context.texts(preferred_language(&headers)));
        return by_language(problem.into_response());
    };
    answer(&context, &headers, |snapshot| {
        to_json(&RidingAnswer {
            riding: RidingCount::new(riding, &snapshot.tally),
            answer: context.site.roster().member(riding.code).and_then(MemberAnswer::of),
            updated_at: snapshot.changed_at,
        })
    })
    .await
}

async fn answer(context: &Context, headers: &HeaderMap, body: impl FnOnce(&Snapshot) -> Vec<u8>) -> Response {
    let now = context.clock.now();
    match context.snapshot(now).await {
        Some(snapshot) => counted(headers, "application/json", body(&snapshot), Some(&snapshot), now),
        None => unavailable(context, preferred_language(headers)),
    }
}

pub(crate) fn to_json(answer: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(answer).expect("our answers are plain structs")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tally_of(counts: &[(usize, i64)], abroad: i64) -> Tally {
        let all = ridings::all();
        let mut tally = Tally::default();
        for (index, count) in counts {
            tally.add(Place::Riding(all[index % all.len()].code), *count);
        }
        tally.add(Place::Abroad, abroad);
        tally
    }

    proptest! {
        #[test]
        fn the_total_is_exactly_what_its_parts_add_up_to(
            counts in prop::collection::vec((0_usize..343, 0_i64..1_000_000), 0..400),
            abroad in 0_i64..1_000_000,
        ) {
            let answer = TallyAnswer::new(&tally_of(&counts, abroad), Timestamp::UNIX_EPOCH);
            let by_riding: i64 = answer.ridings.iter().map(|riding| riding.count).sum();
            let by_province: i64 = answer.provinces.iter().map(|province| province.count).sum();
            let given: i64 = counts.iter().map(|(_, count)| count).sum();
            prop_assert_eq!(answer.total, given + abroad);
            prop_assert_eq!(answer.total, by_riding + answer.abroad);
            prop_assert_eq!(by_province, by_riding);
        }
    }

    #[test]
    fn every_riding_and_province_is_listed_when_nobody_signed() {
        let answer = TallyAnswer::new(&Tally::default(), Timestamp::UNIX_EPOCH);
        assert_eq!((answer.ridings.len(), answer.provinces.len(), answer.total), (343, 13, 0));
        assert!(answer.ridings.iter().all(|riding| riding.electors > 0 && !riding.name.fr.is_empty()));
    }

    #[test]
    fn a_tally_is_written_as_the_interface_says() {
        let answer: serde_json::Value = serde_json::from_slice(&to_json(&TallyAnswer::new(
            &tally_of(&[(0, 9)], 2),
            "2026-11-01T12:00:00Z".parse().unwrap(),
        )))
        .unwrap();
        let first = ridings::all().first().unwrap();
        assert_eq!(answer["total"], 11);
        assert_eq!(answer["abroad"], 2);
        assert_eq!(answer["updated_at"], "2026-11-01T12:00:00Z");
        assert_eq!(answer["ridings"][0]["code"], first.code.to_string());
        assert_eq!(answer["ridings"][0]["name"]["fr"], first.name(Locale::Fr));
        assert_eq!(answer["ridings"][0]["count"], 9);
        assert_eq!(answer["ridings"][0]["province"], first.province.abbreviation());
        let ontario = answer["provinces"].as_array().unwrap().iter().find(|p| p["code"] == "ON").unwrap();
        assert_eq!(ontario["name"]["en"], "Ontario");
    }

    #[test]
    fn a_share_is_of_the_electors() {
        assert!((share(1, 3) - 0.333_333).abs() < f64::EPSILON);
        assert!(share(5, 0).abs() < f64::EPSILON);
    }
}
