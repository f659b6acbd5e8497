//! The fields of an HTML form.

use axum::extract::{FromRequest, Request};
use web::{MediaType, read_body};

use crate::failure::Failure;

/// A form's fields by name. A field may be sent twice, since a list and "another riding" share a name.
pub(crate) struct FormFields(Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for FormFields {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        Ok(Self::read(&read_body(MediaType::Form, &parts.headers, body).await?))
    }
}

impl FormFields {
    fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// Whether a field was sent at all, empty or not.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// The text of a field: of several with that name, the last one that is not empty.
    pub(crate) fn get(&self, name: &str) -> String {
        let mut values = self.0.iter().rev().filter(|(key, _)| key == name).map(|(_, value)| value);
        values.find(|value| !value.is_empty()).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_field_sent_twice_the_last_that_says_something_counts() {
        let fields = FormFields::read(b"riding=35079&riding=&name=a&name=b");
        assert_eq!(fields.get("riding"), "35079");
        assert_eq!(fields.get("name"), "b");
        assert_eq!(fields.get("nothing"), "");
    }
}
