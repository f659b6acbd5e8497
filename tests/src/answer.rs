//! Requests as a browser or a program sends them, and their answers.

use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

use crate::html::Page;

/// The texts about an address that cannot be read, in English and in French.
pub const UNREADABLE: [&str; 2] = [
    "This address cannot be read. Part of it may be missing, or appear twice.",
    "Cette adresse est illisible. Il en manque peut-être une partie, ou une partie s’y trouve deux fois.",
];

/// A request on its way out.
#[derive(Clone, Debug)]
pub struct Outgoing {
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Outgoing {
    /// Makes a request without a body.
    #[must_use]
    pub fn new(method: Method, path: &str) -> Self {
        Self { method, path: path.to_owned(), headers: Vec::new(), body: Vec::new() }
    }

    #[must_use]
    pub fn get(path: &str) -> Self {
        Self::new(Method::GET, path)
    }

    /// Makes a POST of JSON.
    #[must_use]
    pub fn json(path: &str, body: &Value) -> Self {
        Self::new(Method::POST, path).header("content-type", "application/json").body(body.to_string())
    }

    /// Makes a POST of a form, as a browser without scripts sends it.
    #[must_use]
    pub fn form(path: &str, fields: &[(&str, &str)]) -> Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        Self::new(Method::POST, path).header("content-type", "application/x-www-form-urlencoded").body(body)
    }

    /// Makes a POST of a form with a file in it.
    #[must_use]
    pub fn upload(path: &str, fields: &[(&str, &str)], (name, file): (&str, &[u8])) -> Self {
        let mut body = Vec::new();
        for (field, value) in fields {
            let head = format!("--edge\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(head.as_bytes());
        }
        let head = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"f.csv\"\r\ncontent-type: text/csv\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        Self::new(Method::POST, path).header("content-type", "multipart/form-data; boundary=edge").body(body)
    }

    /// Adds a header, or replaces one of that name.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Returns the path that the request goes to.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) const fn method(&self) -> &Method {
        &self.method
    }

    /// Whether the sender set that header.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.value_of(name).is_some()
    }

    /// Returns the value of a header that the sender set.
    pub(crate) fn value_of(&self, name: &str) -> Option<&str> {
        let said = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        said.map(|(_, value)| value.as_str())
    }

    /// Leaves out every other header.
    pub(crate) fn only_with(mut self, names: &[&str]) -> Self {
        self.headers.retain(|(known, _)| names.iter().any(|name| known.eq_ignore_ascii_case(name)));
        self
    }

    /// Makes the request as a handler gets it.
    #[must_use]
    pub fn into_request(self, base: &str) -> Request<Full<bytes::Bytes>> {
        let mut request = Request::builder().method(self.method).uri(format!("{base}{}", self.path));
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        request.body(Full::from(self.body)).expect("a test's request is well formed")
    }

    /// Makes the event into which API Gateway (payload format 2.0) turns the request.
    #[must_use]
    pub fn into_event(self, route: &str, host: &str) -> Value {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let mut headers: serde_json::Map<String, Value> =
            self.headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value.into())).collect();
        headers.insert("host".to_owned(), host.into());
        let stage = serde_json::json!({
            "accountId": "123456789012", "apiId": "api", "domainName": host, "domainPrefix": "api", "requestId": "r", "stage": "$default",
            "routeKey": route, "time": "23/Nov/2026:12:00:00 +0000", "timeEpoch": 1_795_435_200_000_i64,
            "http": { "method": self.method.as_str(), "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "test" },
        });
        serde_json::json!({
            "version": "2.0", "routeKey": route, "rawPath": path, "rawQueryString": query, "headers": headers, "requestContext": stage,
            "isBase64Encoded": true, "body": STANDARD.encode(self.body),
        })
    }
}

/// The answer to a request.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// The body as text, unpacked; nearly every answer of the site is one.
    pub text: String,
    /// The body's bytes as they came.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Insists on a status.
    ///
    /// # Panics
    /// Panics when it is another.
    #[track_caller]
    #[expect(
        clippy::must_use_candidate,
        clippy::return_self_not_must_use,
        reason = "to insist is often all that a test wants"
    )]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "answered with: {}", self.text);
        self
    }

    /// Reads the body as JSON.
    ///
    /// # Panics
    /// Panics when it is none.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("this is not JSON: {}", self.text))
    }

    /// Reads the body as a page.
    ///
    /// # Panics
    /// Panics when it is none.
    #[must_use]
    #[track_caller]
    pub fn page(&self) -> Page {
        assert!(self.header(CONTENT_TYPE.as_str()).starts_with("text/html"), "this is no page: {}", self.text);
        Page::read(&self.text)
    }

    /// Returns a header that must be there.
    ///
    /// # Panics
    /// Panics when it is not.
    #[must_use]
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).unwrap_or_else(|| panic!("there is no header {name} in {:?}", self.headers));
        value.to_str().expect("the site's headers are ASCII")
    }

    /// Splits the target of a 303 to a page with a sealed form: the part before the form, the form's length, the part
    /// after.
    ///
    /// # Panics
    /// Panics when it leads nowhere, or the page holds none.
    #[must_use]
    #[track_caller]
    pub fn leads_to_whatever_was_sealed(&self) -> (String, usize, String) {
        let (before, sealed) = self.leads_to().split_once("draft=").expect("the page holds the form");
        let end = sealed.find('&').unwrap_or(sealed.len());
        (before.to_owned(), end, sealed[end..].to_owned())
    }

    /// Returns the target of a 303.
    ///
    /// # Panics
    /// Panics when it is no 303.
    #[must_use]
    #[track_caller]
    pub fn leads_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "answered with: {}", self.text);
        self.header(LOCATION.as_str())
    }

    /// Returns the stable code of a problem.
    #[must_use]
    #[track_caller]
    pub fn problem(&self) -> String {
        assert_eq!(self.header(CONTENT_TYPE.as_str()), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16());
        problem["code"].as_str().expect("a problem has a code").to_owned()
    }
}

/// The one HTTP client of the tests. It follows nothing, keeps nothing and adds nothing.
#[derive(Clone, Debug)]
pub struct Browser {
    client: Client<HttpConnector, Full<bytes::Bytes>>,
    url: String,
}

impl Browser {
    /// Makes a client of the site at that address.
    #[must_use]
    pub fn of(url: &str) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Self { client: Client::builder(TokioExecutor::new()).build(connector), url: url.to_owned() }
    }

    /// Sends a request; `None` when the site could not be reached or went away.
    pub async fn try_send(&self, outgoing: Outgoing) -> Option<Answer> {
        let response = self.client.request(outgoing.into_request(&self.url)).await.ok()?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.ok()?.to_bytes();
        let mut plain = Vec::new();
        if parts.headers.contains_key("content-encoding") {
            flate2::read::GzDecoder::new(&body[..]).read_to_end(&mut plain).expect("an answer that says it is gzip is");
        } else {
            plain.extend_from_slice(&body);
        }
        let text = String::from_utf8_lossy(&plain).into_owned();
        Some(Answer { status: parts.status, headers: parts.headers, text, bytes: body.into() })
    }

    /// Sends a request to a site that is there.
    ///
    /// # Panics
    /// Panics when it is not.
    pub async fn send(&self, outgoing: Outgoing) -> Answer {
        self.try_send(outgoing).await.expect("the site answers")
    }
}
