//! JSON as programs send it and get it. A struct that describes an object for the interface also reads or writes it.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use domain::locale::Locale;
use domain::person::residence::Residence;
use domain::tally::riding::RidingCode;
use http::{HeaderMap, StatusCode};
use pages::RequestFailure;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use web::{MediaType, Problem, read_body};

use crate::context::Context;
use crate::failure::Failure;
use crate::faults::Faults;

/// A member of a JSON object as it was sent. It keeps a wrong type as such, so that one answer can name all faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Member<T> {
    /// The member is missing or null.
    Absent,
    Sent(T),
    WrongType,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Member<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A missing member deserializes as an option does, so no field needs a default.
        let Some(value) = Option::<Value>::deserialize(deserializer)? else { return Ok(Self::Absent) };
        // No member is a list. Serde would read one as an object's values in their order.
        if value.is_array() {
            return Ok(Self::WrongType);
        }
        Ok(T::deserialize(value).map_or(Self::WrongType, Self::Sent))
    }
}

impl<T> Member<T> {
    /// Takes the value out. A wrong type is a fault of that field.
    pub(crate) fn take(self, field: &'static str, faults: &mut Faults) -> Option<T> {
        match self {
            Self::Sent(sent) => Some(sent),
            Self::Absent => None,
            Self::WrongType => {
                faults.push_wrong_type(field);
                None
            }
        }
    }
}

/// The person's consents, each given by an express act.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ConsentsRequest {
    /// News of the campaign by mail.
    #[schema(value_type = Option<bool>)]
    updates: Member<bool>,
}

impl ConsentsRequest {
    /// Whether the person agrees to news of the campaign.
    pub(crate) fn includes_updates(sent: Member<Self>, faults: &mut Faults) -> bool {
        let consents = sent.take("consents", faults);
        consents.and_then(|consents| consents.updates.take("consents.updates", faults)).unwrap_or_default()
    }
}

/// Reads a body that must be a JSON object.
pub(crate) async fn read_json<T: DeserializeOwned>(headers: &HeaderMap, body: Body) -> Result<T, Failure> {
    let bytes = read_body(MediaType::Json, headers, body).await?;
    let object = serde_json::from_slice::<Map<String, Value>>(&bytes).map_err(|_| RequestFailure::NotJson)?;
    Ok(T::deserialize(Value::Object(object)).map_err(|_| RequestFailure::NotJson)?)
}

/// The answer that names every field at fault, with the ridings to choose from if there are any.
pub(crate) fn invalid_form(context: &Context, locale: Locale, faults: &Faults) -> Response {
    let texts = context.texts(locale);
    let (code, title) = if faults.asks_only_for_riding() {
        ("riding_ambiguous", texts.get("error-riding-ambiguous"))
    } else {
        ("invalid_form", texts.get("error-invalid-form"))
    };
    let mut problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, title).fields(faults.in_words(texts));
    if !faults.choices.is_empty() {
        let choices = faults.choices.iter().map(|riding| {
            let name = json!({ "en": riding.name(Locale::En), "fr": riding.name(Locale::Fr) });
            json!({ "code": riding.code, "name": name, "province": riding.province })
        });
        problem = problem.with("ridings", choices.collect::<Value>());
    }
    problem.into_response()
}

/// A riding, by code and name.
#[derive(Serialize, ToSchema)]
#[schema(as = RidingName)]
pub(crate) struct RidingAnswer {
    #[schema(value_type = String, example = "35079")]
    code: RidingCode,
    name: Names,
}

/// A name in both languages.
#[derive(Serialize, ToSchema)]
struct Names {
    en: &'static str,
    fr: &'static str,
}

impl RidingAnswer {
    /// The riding of a residence in Canada.
    pub(crate) fn of(residence: &Residence) -> Option<Self> {
        let riding = ridings::get(residence.place().riding()?)?;
        Some(Self { code: riding.code, name: Names { en: riding.name(Locale::En), fr: riding.name(Locale::Fr) } })
    }
}
