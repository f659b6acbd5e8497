//! The edge (CloudFront) in front of the site: recognises the requests that came through it, and their senders.
//!
//! The edge adds a secret to each request that it passes on. Only with that secret is its header about the viewer's
//! address believed. If the edge is the only way in, a request without the secret is refused.
//!
//! The edge keeps what the function's Cache-Control allows, by path and query and never by a cookie. Answers that may hold a token are
//! neither compressed nor sent through the shield. CloudFront calls the API at its own host name, and the functions refuse all
//! other callers.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::keys::secret::Secret;
use http::{HeaderName, HeaderValue, StatusCode};

use crate::environment::{Environment, SettingError};
use crate::problem::Problem;

const EDGE_KEY: HeaderName = HeaderName::from_static("x-origin-key");
/// The header in which CloudFront gives a request's sender: an address, a colon and a port.
const VIEWER_ADDRESS: HeaderName = HeaderName::from_static("cloudfront-viewer-address");
/// The fewest letters of a secret; a generated one has more.
const KEY_MIN_LETTERS: usize = 32;

/// The secrets of the edge, and whether it is the only way in.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Secrets of which each shows that a request came through the edge. There are two while the secret is being
    /// rotated.
    keys: Arc<[Secret]>,
    is_only_way_in: bool,
}

/// The address of the person who sent a request, as the edge gives it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Viewer(pub(crate) IpAddr);

impl Edge {
    /// Describes a site without an edge: every request is answered, and no header gives its sender.
    #[must_use]
    pub fn absent() -> Self {
        Self { keys: Arc::new([]), is_only_way_in: false }
    }

    /// Reads the settings `EDGE` (`no`, `beside` or `yes`) and `EDGE_KEYS` (secrets, separated by commas).
    ///
    /// # Errors
    /// Fails when one of them is wrong, or the secrets are missing: a site that should be closed is never open by
    /// mistake.
    pub fn of(environment: &Environment) -> Result<Self, SettingError> {
        let invalid =
            |name: &str, reason: &str| SettingError::Invalid { name: name.to_owned(), reason: reason.to_owned() };
        let is_only_way_in = match environment.optional("EDGE") {
            None | Some("no") => return Ok(Self::absent()),
            Some("beside") => false,
            Some("yes") => true,
            Some(_) => return Err(invalid("EDGE", "it is no, beside or yes")),
        };
        let keys: Arc<[Secret]> = environment.required("EDGE_KEYS")?.split(',').map(Secret::new).collect();
        if keys.iter().any(|key| key.expose().len() < KEY_MIN_LETTERS) {
            return Err(invalid("EDGE_KEYS", "each secret has 32 letters or more"));
        }
        Ok(Self { keys, is_only_way_in })
    }

    /// Whether visitors may come through an edge.
    #[must_use]
    pub fn is_there(&self) -> bool {
        !self.keys.is_empty()
    }

    fn knows(&self, shown: &HeaderValue) -> bool {
        let shown = Secret::new(shown.to_str().unwrap_or_default());
        // Each is compared, so that the time does not show which one it was.
        self.keys.iter().filter(|key| **key == shown).count() > 0
    }
}

/// Lets a request in or refuses it. A request that came through the edge gets its [`Viewer`]. No handler sees the two
/// headers.
pub(crate) async fn admit(State(edge): State<Edge>, mut request: Request, next: Next) -> Response {
    let key = request.headers_mut().remove(EDGE_KEY);
    let viewer = request.headers_mut().remove(VIEWER_ADDRESS);
    if key.is_some_and(|shown| edge.knows(&shown)) {
        // Without a readable address, the request counts for the edge's own address.
        if let Some(address) = viewer.as_ref().and_then(address_of) {
            request.extensions_mut().insert(Viewer(address));
        }
    } else if edge.is_only_way_in {
        return refusal();
    }
    next.run(request).await
}

/// Returns the address in `198.51.100.7:4711` or `2001:db8::7:4711`, where the last colon is always the port's.
fn address_of(said: &HeaderValue) -> Option<IpAddr> {
    let (address, port) = said.to_str().ok()?.rsplit_once(':')?;
    port.parse::<u16>().ok()?;
    let address = address.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(address);
    address.parse().ok()
}

/// Answers at the API's own address. No link leads there, so one sentence for each language is enough.
fn refusal() -> Response {
    const TITLE: &str = "This address answers only through the campaign's own site. \
        Cette adresse ne répond qu’à travers le site de la campagne.";
    Problem::new(StatusCode::FORBIDDEN, "not_through_the_edge", TITLE).into_response()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::routing::get;
    use http::Extensions;
    use http_body_util::BodyExt as _;
    use lambda_http::request::RequestContext;
    use serde_json::json;
    use tower::ServiceExt as _;

    use super::*;
    use crate::{secure, source_address};

    const KEY: &str = "0123456789abcdef0123456789abcdef";
    const NEXT_KEY: &str = "fedcba9876543210fedcba9876543210";

    fn edge(edge: &str, keys: &str) -> Result<Edge, SettingError> {
        let pairs = [("EDGE", edge), ("EDGE_KEYS", keys)];
        Edge::of(&Environment::from_pairs(pairs.map(|(name, value)| (name.to_owned(), value.to_owned()))))
    }

    /// Returns the status, and the address that a function sees.
    async fn ask(edge: &Edge, headers: &[(&str, &str)]) -> (StatusCode, String) {
        let show = async |extensions: Extensions| source_address(&extensions).to_string();
        let routes = secure(Router::new().route("/", get(show)), edge.clone());
        let mut request = http::Request::builder().uri("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::empty()).unwrap();
        let context = json!({
            "http": { "method": "GET", "path": "/", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "" },
            "requestId": "1", "routeKey": "$default", "stage": "$default", "timeEpoch": 0,
        });
        let context = RequestContext::ApiGatewayV2(serde_json::from_value(context).unwrap());
        request.extensions_mut().insert(context);
        let response = routes.oneshot(request).await.unwrap();
        let status = response.status();
        assert!(response.headers().contains_key("content-security-policy"), "a refusal is a secure answer too");
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn the_edge_is_believed_about_the_viewer_only_with_its_secret() {
        let said = ("cloudfront-viewer-address", "198.51.100.7:4711");
        let forwarded = ("x-forwarded-for", "203.0.113.9");
        for edge in [edge("yes", KEY).unwrap(), edge("beside", KEY).unwrap()] {
            let seen = ask(&edge, &[("x-origin-key", KEY), said, forwarded]).await;
            assert_eq!(seen, (StatusCode::OK, "198.51.100.7".to_owned()));
        }
        for (edge, key) in [(edge("beside", KEY).unwrap(), NEXT_KEY), (Edge::absent(), KEY), (Edge::absent(), "")] {
            let seen = ask(&edge, &[("x-origin-key", key), said, forwarded]).await;
            assert_eq!(seen, (StatusCode::OK, "192.0.2.1".to_owned()), "a forged header changes nothing");
        }
    }

    #[tokio::test]
    async fn where_the_edge_is_the_only_way_in_nothing_else_is_answered() {
        let edge = edge("yes", &format!("{KEY},{NEXT_KEY}")).unwrap();
        for key in [KEY, NEXT_KEY] {
            assert_eq!(ask(&edge, &[("x-origin-key", key)]).await.0, StatusCode::OK);
        }
        let wrong = [&KEY[1..], "", "0", &format!("{KEY},{NEXT_KEY}"), &KEY.to_uppercase()].map(str::to_owned);
        for key in wrong {
            let (status, text) = ask(&edge, &[("x-origin-key", &key)]).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{key}");
            assert!(text.contains("not_through_the_edge") && text.contains("Cette adresse"));
        }
        assert_eq!(ask(&edge, &[]).await.0, StatusCode::FORBIDDEN);
    }

    #[test]
    fn an_address_is_read_without_its_port() {
        let read = |said: &'static str| address_of(&HeaderValue::from_static(said)).map(|address| address.to_string());
        for (said, address) in [
            ("198.51.100.7:4711", "198.51.100.7"),
            ("2001:db8::7:4711", "2001:db8::7"),
            ("2001:db8:0:1:2:3:4:5:4711", "2001:db8:0:1:2:3:4:5"),
            ("[2001:db8::7]:443", "2001:db8::7"),
        ] {
            assert_eq!(read(said), Some(address.to_owned()), "{said}");
        }
        for said in ["", "198.51.100.7", "198.51.100.7:", "198.51.100.7:99999", "[2001:db8::7:443", "a:1", "1:2"] {
            assert_eq!(read(said), None, "{said}");
        }
    }

    #[tokio::test]
    async fn an_address_that_cannot_be_read_is_the_gateways() {
        let edge = edge("yes", KEY).unwrap();
        for said in ["nonsense", "198.51.100.7"] {
            let seen = ask(&edge, &[("x-origin-key", KEY), ("cloudfront-viewer-address", said)]).await;
            assert_eq!(seen, (StatusCode::OK, "192.0.2.1".to_owned()));
        }
    }

    #[test]
    fn a_site_that_should_be_closed_does_not_start_open() {
        assert!(edge("yes", "").is_err() && edge("beside", "").is_err());
        assert!(edge("yes", "short").is_err() && edge("yes", &format!("{KEY},")).is_err());
        assert!(edge("true", KEY).is_err());
        assert!(!edge("", "").unwrap().is_only_way_in && !edge("no", KEY).unwrap().is_only_way_in);
    }
}
