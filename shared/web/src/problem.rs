//! Errors for machines: problem details (RFC 9457) with a stable code and the fields at fault.

use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// Seconds after which to ask again when the store did not answer.
pub const BUSY_SECONDS: u32 = 5;

/// An error answer. Its texts are in the caller's language and never hold what the caller sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    title: String,
    errors: Vec<FieldError>,
    extensions: Map<String, Value>,
    retry_after_seconds: Option<u32>,
}

/// The content of every error answer (RFC 9457), for the interface's description. Some have further members.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDetails {
    /// `urn:problem-type:` and the code.
    r#type: String,
    /// The title for people, in the language that was asked for.
    title: String,
    /// The HTTP status.
    status: u16,
    /// Stable, for machines.
    code: String,
    /// The fields at fault, if any are.
    #[schema(required = false)]
    errors: Vec<FieldError>,
}

/// The fault of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// The field's name in JSON and in the form.
    pub field: &'static str,
    /// Stable, for machines.
    pub code: &'static str,
    /// The message for people, in their language.
    pub message: String,
}

impl Problem {
    /// Makes a problem with a stable code and a sentence for people.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, title: impl Into<String>) -> Self {
        Self {
            status,
            code,
            title: title.into(),
            errors: Vec::new(),
            extensions: Map::new(),
            retry_after_seconds: None,
        }
    }

    /// Adds the fields at fault.
    #[must_use]
    pub fn fields(mut self, errors: impl IntoIterator<Item = FieldError>) -> Self {
        self.errors.extend(errors);
        self
    }

    /// Adds a member of its own (RFC 9457, section 3.2).
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extensions.insert(name.to_owned(), value.into());
        self
    }

    /// Sets the seconds after which to try again.
    #[must_use]
    pub const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// Returns the sentence for people.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns the seconds after which to try again.
    #[must_use]
    pub const fn retry_after_seconds(&self) -> Option<u32> {
        self.retry_after_seconds
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut body = self.extensions;
        body.insert("type".to_owned(), format!("urn:problem-type:{}", self.code).into());
        body.insert("title".to_owned(), self.title.into());
        body.insert("status".to_owned(), self.status.as_u16().into());
        body.insert("code".to_owned(), self.code.into());
        if !self.errors.is_empty() {
            body.insert("errors".to_owned(), serde_json::to_value(self.errors).expect("three texts serialize"));
        }
        let mut response = (self.status, Value::Object(body).to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after_seconds {
            headers.insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    #[tokio::test]
    async fn a_problem_says_status_code_and_fields() {
        let field =
            FieldError { field: "email", code: "email_missing", message: "Enter your e-mail address".to_owned() };
        let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_form", "Check the form")
            .fields([field])
            .retry_after(5);
        let response = problem.into_response();
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        assert_eq!(response.headers()["retry-after"], "5");
        let body: Value = serde_json::from_slice(&response.into_body().collect().await.unwrap().to_bytes()).unwrap();
        assert_eq!(body["status"], 422);
        assert_eq!(body["errors"][0]["code"], "email_missing");
    }
}
