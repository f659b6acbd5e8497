//! What a form sent, and what is asked of a reason.

use std::collections::HashMap;
use std::str::FromStr;

use axum::extract::{FromRequest, Request};
use domain::office::audit::REASON_MAX_CHARS;
use domain::typed_text;
use http::header::CONTENT_TYPE;
use pages::RequestFailure;
use serde_json::Value;
use web::{MediaType, read_body};

use crate::failure::Failure;

/// A form's fields: of a name that comes twice, the first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form(HashMap<String, String>);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        let body = read_body(MediaType::Form, &parts.headers, body).await?;
        let mut fields = HashMap::new();
        for (name, value) in form_urlencoded::parse(&body) {
            fields.entry(name.into_owned()).or_insert_with(|| typed_text::trim(&value).to_owned());
        }
        Ok(Self(fields))
    }
}

/// A form's fields, sent as a form or as the members of a JSON object: texts and numbers.
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
    /// A field, without the white space around it; empty when it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// A field that a page of ours filled in; there is no such thing where it is not understood.
    pub(crate) fn parse<T: FromStr>(&self, name: &str) -> Result<T, Failure> {
        self.get(name).parse().map_err(|_| Failure::NOT_FOUND)
    }
}

/// A reason as the log keeps it, or the key of what to do.
pub(crate) fn reason(typed: &str) -> Result<&str, &'static str> {
    match typed {
        "" => Err("office-why-missing"),
        typed if typed.chars().count() > REASON_MAX_CHARS => Err("office-why-too-long"),
        typed => Ok(typed),
    }
}
