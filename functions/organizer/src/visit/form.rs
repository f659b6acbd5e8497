//! The forms that pages of the office send, and the reason that most of them ask for.

use std::collections::HashMap;
use std::str::FromStr;

use access::Refusal;
use axum::extract::{FromRequest, Request};
use domain::office::audit::REASON_MAX_CHARS;
use domain::typed_text;
use http::header::CONTENT_TYPE;
use pages::RequestFailure;
use serde_json::Value;
use web::{MediaType, Network, read_body, read_body_up_to, source_address};

use crate::context::House;
use crate::failure::Failure;

/// The fields of a form. When a name comes twice, the first one counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form(HashMap<String, String>);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        let body = read_body(MediaType::Form, &parts.headers, body).await?;
        Ok(Self::read(&body))
    }
}

/// The fields of a form that comes from our own pages, and the network that sent it.
///
/// Another site must not be able to have anybody mailed, or to sign a visitor in as somebody else.
pub(crate) struct OurForm(pub(crate) Form, pub(crate) Network);

impl FromRequest<House> for OurForm {
    type Rejection = Failure;

    async fn from_request(request: Request, house: &House) -> Result<Self, Failure> {
        if !house.context().access.is_ours(request.headers()) {
            return Err(Refusal::ForeignOrigin.into());
        }
        let network = Network::of(source_address(request.extensions()));
        Ok(Self(Form::from_request(request, house).await?, network))
    }
}

/// The longest form of the campaign's desk, in bytes: a letter in two languages at its limit, in characters of twelve bytes.
const LONG_FORM_MAX_BYTES: usize = 512 * 1024;

/// The fields of a form that holds more than others.
pub(crate) struct LongForm(pub(crate) Form);

impl<S: Send + Sync> FromRequest<S> for LongForm {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        let body = read_body_up_to(LONG_FORM_MAX_BYTES, MediaType::Form, &parts.headers, body).await?;
        Ok(Self(Form::read(&body)))
    }
}

/// The same fields, sent as a form or as the texts and numbers of a JSON object.
pub(crate) struct FormOrJson(pub(crate) Form);

impl<S: Send + Sync> FromRequest<S> for FormOrJson {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.trim_start().to_ascii_lowercase().starts_with("application/json") {
            return Form::from_request(request, state).await.map(Self);
        }
        let (parts, body) = request.into_parts();
        let body = read_body(MediaType::Json, &parts.headers, body).await?;
        let object: HashMap<String, Value> = serde_json::from_slice(&body).map_err(|_| RequestFailure::NotJson)?;
        let text = |value| match value {
            Value::String(text) => Some(text.trim().to_owned()),
            Value::Number(number) => Some(number.to_string()),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        };
        let fields = object.into_iter().filter_map(|(name, value)| Some((name, text(value)?)));
        Ok(Self(Form(fields.collect())))
    }
}

impl Form {
    fn read(body: &[u8]) -> Self {
        let mut fields = HashMap::new();
        for (name, value) in form_urlencoded::parse(body) {
            fields.entry(name.into_owned()).or_insert_with(|| typed_text::trim(&value).to_owned());
        }
        Self(fields)
    }

    /// Lists the fields, for a page that carries them on.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns a field without the white space around it, or an empty text when it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Reads a field that a page of ours filled in.
    ///
    /// # Errors
    /// [`Failure::NOT_FOUND`] when the field is not there or means nothing: no page of ours sends that.
    pub(crate) fn parse<T: FromStr>(&self, name: &str) -> Result<T, Failure> {
        self.get(name).parse().map_err(|_| Failure::NOT_FOUND)
    }

    /// Returns the field `reason` if the log can keep it.
    pub(crate) fn reason(&self) -> Result<String, ReasonFault> {
        reason(self.get("reason")).map(str::to_owned)
    }
}

/// The log keeps no such reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReasonFault {
    Missing,
    TooLong,
}

impl ReasonFault {
    /// The key of the sentence that asks for a reason.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Missing => "office-why-missing",
            Self::TooLong => "office-why-too-long",
        }
    }
}

/// Returns a reason without the white space around it, if the log can keep it.
pub(crate) fn reason(typed: &str) -> Result<&str, ReasonFault> {
    match typed.trim() {
        "" => Err(ReasonFault::Missing),
        typed if typed.chars().count() > REASON_MAX_CHARS => Err(ReasonFault::TooLong),
        typed => Ok(typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_needed_and_has_an_end() {
        assert_eq!(reason("  newsletter "), Ok("newsletter"));
        assert_eq!(reason(" \n"), Err(ReasonFault::Missing));
        assert_eq!(reason(&"é".repeat(REASON_MAX_CHARS)).map(str::len), Ok(2 * REASON_MAX_CHARS));
        assert_eq!(reason(&"x".repeat(REASON_MAX_CHARS + 1)), Err(ReasonFault::TooLong));
    }
}
