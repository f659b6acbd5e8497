//! `GET /v1/ridings?postal_code=`: which riding a postal code is in.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use domain::postal_code::{PostalCode, PostalCodeError};
use domain::riding::{Province, RidingCode};
use http::{HeaderMap, StatusCode};
use ridings::{Lookup, Riding};
use serde::{Deserialize, Serialize};
use serde_json::json;
use web::{FieldError, PUBLIC_CACHE, Problem, preferred_language, tagged};

use crate::Desk;
use crate::counts::by_language;
use crate::tally::{Names, to_json};

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    postal_code: String,
}

#[derive(Debug, Serialize)]
struct RidingsAnswer {
    ridings: Vec<FoundRiding>,
    r#match: Match,
}

#[derive(Debug, Serialize)]
struct FoundRiding {
    code: RidingCode,
    name: Names,
    province: Province,
}

#[derive(Clone, Copy, Debug, Serialize)]
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

/// Answers 200 with one riding or several, likeliest first; 404 for a code the table does not know; 422 for no code.
pub(crate) async fn look_up(State(desk): State<Arc<Desk>>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let postal_code = match asked.postal_code.parse::<PostalCode>() {
        Ok(postal_code) => postal_code,
        Err(error) => return by_language(malformed(&desk, &headers, error).into_response()),
    };
    let (ridings, r#match) = match ridings::look_up(postal_code) {
        Lookup::One(riding) => (vec![FoundRiding::new(riding)], Match::One),
        Lookup::Several(several) => (several.iter().map(FoundRiding::new).collect(), Match::Several),
        Lookup::Unknown => return by_language(unknown(&desk, &headers, postal_code).into_response()),
    };
    tagged(&headers, "application/json", PUBLIC_CACHE, to_json(&RidingsAnswer { ridings, r#match }))
}

fn malformed(desk: &Desk, headers: &HeaderMap, error: PostalCodeError) -> Problem {
    let texts = desk.site.texts(preferred_language(headers));
    let (code, suggestion) = match error {
        PostalCodeError::Missing => ("postal_code_missing", None),
        PostalCodeError::Malformed => ("postal_code_malformed", None),
        PostalCodeError::DidYouMean(meant) => ("postal_code_did_you_mean", Some(meant.to_string())),
        PostalCodeError::UnusedLetter => ("postal_code_unused_letter", None),
    };
    let key = format!("error-{}", code.replace('_', "-"));
    let message = match &suggestion {
        Some(meant) => texts.with(&key, [("suggestion", meant.as_str().into())]),
        None => texts.get(&key),
    };
    let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, message.clone());
    let problem = problem.fields([FieldError { field: "postal_code", code, message }]);
    match suggestion {
        Some(meant) => problem.with("suggestion", meant),
        None => problem,
    }
}

/// A real person may live there: the caller asks for the riding, in the province that the first letter names.
fn unknown(desk: &Desk, headers: &HeaderMap, postal_code: PostalCode) -> Problem {
    let title = desk.site.texts(preferred_language(headers)).get("error-postal-code-not-found");
    let provinces: Vec<_> = postal_code.provinces().collect();
    Problem::new(StatusCode::NOT_FOUND, "postal_code_not_found", title)
        .with("match", "unknown")
        .with("ridings", json!([]))
        .with("provinces", json!(provinces))
}
