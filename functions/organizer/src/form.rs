//! What a form sent.

use std::collections::HashMap;

use axum::body::Body;
use http::Request;
use web::{MediaType, read_body};

use crate::failure::Failure;

/// A form's fields: of a name that comes twice, the first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form(HashMap<String, String>);

impl Form {
    pub(crate) async fn read(request: Request<Body>) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        let body = read_body(MediaType::Form, &parts.headers, body).await?;
        let mut fields = HashMap::new();
        for (name, value) in form_urlencoded::parse(&body) {
            fields.entry(name.into_owned()).or_insert_with(|| value.trim().to_owned());
        }
        Ok(Self(fields))
    }

    /// A field, without the white space around it; empty when it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}
