//! The failures that every function can have, and the row that each failure has in a function's table.

use axum::response::{IntoResponse as _, Response};
use campaigns::Texts;
use http::StatusCode;
use http::header::{CACHE_CONTROL, RETRY_AFTER};
use web::{AddressError, BODY_MAX_BYTES, BUSY_SECONDS, BodyError, NO_STORE, Problem, WINDOW_MINUTES};

use crate::message_page::MessagePage;

/// A failure that a request to any function can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestFailure {
    /// The address leads nowhere: 400, 404 or 405.
    Address(AddressError),
    /// The body is longer than its limit: 413.
    BodyTooLarge,
    /// The body is of another media type: 415.
    UnsupportedMediaType,
    /// The body is not a JSON object, or was cut off: 400.
    NotJson,
    /// The network has used up its share, and may try again after so many seconds: 429.
    RateLimited(u32),
    /// The store or an issuer did not answer, and the cause was logged: 503.
    Unavailable,
}

impl From<AddressError> for RequestFailure {
    fn from(error: AddressError) -> Self {
        Self::Address(error)
    }
}

impl From<BodyError> for RequestFailure {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge => Self::BodyTooLarge,
            BodyError::UnsupportedMediaType => Self::UnsupportedMediaType,
            BodyError::Unreadable => Self::NotJson,
        }
    }
}

impl RequestFailure {
    /// The failure's row, which every function's table takes over.
    #[must_use]
    pub fn row(self) -> FailureRow {
        match self {
            Self::Address(error) => FailureRow::new(error.status(), error.code()),
            Self::BodyTooLarge => {
                let kilobytes = i64::try_from(BODY_MAX_BYTES / 1024).expect("a small constant");
                FailureRow::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large").with("max", kilobytes)
            }
            Self::UnsupportedMediaType => FailureRow::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"),
            Self::NotJson => FailureRow::new(StatusCode::BAD_REQUEST, "not_json"),
            Self::RateLimited(seconds) => FailureRow::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited")
                .with("minutes", i64::from(seconds.div_ceil(60)).min(WINDOW_MINUTES))
                .retry_after(seconds),
            Self::Unavailable => {
                FailureRow::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable").retry_after(BUSY_SECONDS)
            }
        }
    }
}

/// A row of a function's table of failures. It says the status, the stable code, the sentence and the time to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailureRow {
    status: StatusCode,
    code: &'static str,
    /// The beginning of the sentence's key. The code follows it, with hyphens.
    key_prefix: &'static str,
    argument: Option<(&'static str, i64)>,
    retry_after_seconds: Option<u32>,
}

impl FailureRow {
    /// A row whose sentence has the key `error-` and the code, with hyphens for its underscores.
    #[must_use]
    pub const fn new(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, key_prefix: "error-", argument: None, retry_after_seconds: None }
    }

    /// Begins the sentence's key in another way, for failures whose texts belong to one function.
    #[must_use]
    pub const fn key_prefix(mut self, key_prefix: &'static str) -> Self {
        self.key_prefix = key_prefix;
        self
    }

    /// Gives the sentence a number by name.
    #[must_use]
    pub const fn with(mut self, name: &'static str, value: i64) -> Self {
        self.argument = Some((name, value));
        self
    }

    /// Says after how many seconds to try again.
    #[must_use]
    pub const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The sentence for people.
    #[must_use]
    pub fn sentence(&self, texts: &Texts) -> String {
        let key = format!("{}{}", self.key_prefix, self.code.replace('_', "-"));
        match self.argument {
            Some((name, value)) => texts.with(&key, [(name, value.into())]),
            None => texts.get(&key),
        }
    }

    /// The failure as problem details (RFC 9457).
    #[must_use]
    pub fn problem(&self, texts: &Texts) -> Problem {
        let problem = Problem::new(self.status, self.code, self.sentence(texts));
        match self.retry_after_seconds {
            Some(seconds) => problem.retry_after(seconds),
            None => problem,
        }
    }

    /// The failure as a page that says what happened.
    #[must_use]
    pub fn page(&self, page: MessagePage<'_>) -> Response {
        self.answer(page.into_response())
    }

    /// Gives an answer the failure's status. Nobody may keep it, and it says when to try again.
    #[must_use]
    pub fn answer(&self, mut response: Response) -> Response {
        *response.status_mut() = self.status;
        response.headers_mut().insert(CACHE_CONTROL, NO_STORE);
        if let Some(seconds) = self.retry_after_seconds {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use campaigns::CampaignFolder;
    use domain::locale::Locale;

    use super::*;
    use crate::site::Site;

    const ALL: [RequestFailure; 8] = [
        RequestFailure::Address(AddressError::Unreadable),
        RequestFailure::Address(AddressError::NotFound),
        RequestFailure::Address(AddressError::MethodNotAllowed),
        RequestFailure::BodyTooLarge,
        RequestFailure::UnsupportedMediaType,
        RequestFailure::NotJson,
        RequestFailure::RateLimited(6_000),
        RequestFailure::Unavailable,
    ];

    #[test]
    fn a_page_and_a_problem_have_the_same_status_and_wait_and_neither_is_kept() {
        let site = Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        for locale in Locale::ALL {
            let texts = site.texts(locale);
            for failure in ALL {
                let row = failure.row();
                let page = row.page(MessagePage::new(&site, locale, row.sentence(texts)));
                let problem = row.problem(texts).into_response();
                assert_eq!(page.status(), problem.status(), "{failure:?}");
                assert_eq!(page.headers().get(RETRY_AFTER), problem.headers().get(RETRY_AFTER), "{failure:?}");
                assert_eq!([&page, &problem].map(|answer| &answer.headers()[CACHE_CONTROL]), ["no-store"; 2]);
            }
        }
    }

    #[test]
    fn a_sentence_says_its_number_and_never_waits_longer_than_the_window() {
        let site = Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        let says = |failure: RequestFailure| failure.row().sentence(site.texts(Locale::En));
        assert!(says(RequestFailure::BodyTooLarge).contains("16"));
        assert!(says(RequestFailure::RateLimited(61)).contains('2'));
        let window = u32::try_from(WINDOW_MINUTES * 60).unwrap();
        assert_eq!(says(RequestFailure::RateLimited(window + 60)), says(RequestFailure::RateLimited(window)));
    }
}
