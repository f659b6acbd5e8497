//! `GET /v1/ridings?postal_code=`: finds the riding of a postal code.
//!
//! No cache keeps an answer about a postal code.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::person::postal_code::{PostalCode, PostalCodeError};
use domain::tally::riding::{Province, RidingCode};
use http::header::CACHE_CONTROL;
use http::{HeaderMap, StatusCode};
use pages::{FieldMessage, postal_code_message};
use ridings::{Lookup, Riding};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use web::{FieldError, NO_STORE, Problem, ProblemDetails, Query, preferred_language};

use crate::context::Context;
use crate::counts::by_language;
use crate::failure::POSTAL_CODE_NOT_FOUND;
use crate::tally::Names;

/// The postal code that is asked about.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// A Canadian postal code, in any spelling: `K1A 0A6`, `k1a0a6`.
    #[serde(default)]
    postal_code: String,
}

/// The ridings that a postal code may be in, likeliest first.
#[derive(Debug, Serialize, ToSchema)]
struct RidingsAnswer {
    ridings: Vec<FoundRiding>,
    r#match: Match,
}

#[derive(Debug, Serialize, ToSchema)]
struct FoundRiding {
    #[schema(value_type = String, example = "35079")]
    code: RidingCode,
    name: Names,
    #[schema(value_type = String, example = "ON")]
    province: Province,
}

/// The number of ridings to choose from, in a word.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Match {
    One,
    Several,
}

impl FoundRiding {
    fn new(riding: &'static Riding) -> Self {
        Self { code: riding.code, name: Names::of(riding), province: riding.province }
    }
}

/// The riding of a postal code
#[utoipa::path(
    get, path = "/v1/ridings", tag = "ridings", params(Asked),
    responses(
        (status = 200, description = "One riding, or several to choose from, likeliest first; nobody may keep it (`Cache-Control: no-store`)", body = RidingsAnswer),
        (status = 404, description = "The table does not know the code, which may be a new one; `provinces` says where it is", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "That is no postal code; `suggestion` has one that may be meant", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn look_up(
    State(context): State<Arc<Context>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let postal_code = match asked.postal_code.parse::<PostalCode>() {
        Ok(postal_code) => postal_code,
        Err(error) => return by_language(malformed(&context, &headers, error).into_response()),
    };
    let (ridings, r#match) = match ridings::look_up(postal_code) {
        Lookup::One(riding) => (vec![FoundRiding::new(riding)], Match::One),
        Lookup::Several(several) => (several.iter().map(FoundRiding::new).collect(), Match::Several),
        Lookup::Unknown => return by_language(unknown(&context, &headers, postal_code).into_response()),
    };
    // A postal code is personal: no cache on the way keeps the question, and no tag reveals that it was asked before.
    ([(CACHE_CONTROL, NO_STORE)], Json(RidingsAnswer { ridings, r#match })).into_response()
}

fn malformed(context: &Context, headers: &HeaderMap, error: PostalCodeError) -> Problem {
    let texts = context.site.texts(preferred_language(headers));
    let FieldMessage { field, code, message } = postal_code_message(texts, error);
    let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, message.clone());
    let problem = problem.fields([FieldError { field, code, message }]);
    match error {
        PostalCodeError::DidYouMean(meant) => problem.with("suggestion", meant.to_string()),
        PostalCodeError::Missing | PostalCodeError::Malformed | PostalCodeError::UnusedLetter => problem,
    }
}

/// Answers for an unknown code. A real person may live there: the caller asks for the riding, in the province that the
/// first letter names.
fn unknown(context: &Context, headers: &HeaderMap, postal_code: PostalCode) -> Problem {
    let provinces: Vec<_> = postal_code.provinces().collect();
    POSTAL_CODE_NOT_FOUND
        .problem(context.texts(preferred_language(headers)))
        .with("match", "unknown")
        .with("ridings", json!([]))
        .with("provinces", json!(provinces))
}
