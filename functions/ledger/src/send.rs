//! Sends a request to a public address, and to no other.
//!
//! The host's name is looked up once. If any of its addresses is not public, nothing is sent; otherwise the connection goes to
//! one of the very addresses that were checked. No redirection is followed. Each answer has a limited time and a limited
//! length.

use std::convert::Infallible;
use std::future::ready;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::webhooks::address::{HookAddress, Loopback};
use domain::webhooks::outcome::Outcome;
use domain::webhooks::reach::is_public;
use http::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER, USER_AGENT};
use http::{HeaderMap, Method, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::Name;
use hyper_util::rt::TokioExecutor;
use jiff::{SignedDuration, Timestamp};
use rustls::ClientConfig;
use tokio::sync::OnceCell;

/// The longest time for one request, from the look-up of the name on.
const TIMEOUT: Duration = Duration::from_secs(15);
/// The longest head of an answer, in bytes.
const HEAD_MAX_BYTES: usize = 64 * 1024;
/// The longest answer that is read, in bytes.
const ANSWER_MAX_BYTES: usize = 1024 * 1024;

/// The certificates, which are read when they are first needed.
static TLS: OnceCell<ClientConfig> = OnceCell::const_new();

/// A request without its body.
pub(crate) struct Request<'a> {
    pub(crate) address: &'a HookAddress,
    /// The path and query of an interface, in place of the address's own.
    pub(crate) path: Option<&'a str>,
    pub(crate) headers: &'a [(&'a str, &'a str)],
    pub(crate) loopback: Loopback,
    pub(crate) now: Timestamp,
}

/// Sends a body, and reads nothing of the answer but its head.
pub(crate) async fn post(request: &Request<'_>, body: &str) -> Outcome {
    let sent = async { Ok(outcome_of(&send(request, Method::POST, body).await?, request.now)) };
    let sent = tokio::time::timeout(TIMEOUT, sent).await;
    sent.unwrap_or(Err(Outcome::Late)).unwrap_or_else(|outcome| outcome)
}

/// Gets a document.
///
/// # Errors
/// Returns the outcome of a request that brought no document.
pub(crate) async fn get(request: &Request<'_>) -> Result<Bytes, Outcome> {
    let read = async {
        let answer = send(request, Method::GET, "").await?;
        let outcome = outcome_of(&answer, request.now);
        if !outcome.is_accepted() {
            return Err(outcome);
        }
        let body = Limited::new(answer.into_body(), ANSWER_MAX_BYTES).collect().await;
        body.map(http_body_util::Collected::to_bytes).map_err(|_| Outcome::Unreadable)
    };
    tokio::time::timeout(TIMEOUT, read).await.unwrap_or(Err(Outcome::Late))
}

/// Sends a request, and returns the answer with its body unread.
async fn send(request: &Request<'_>, method: Method, body: &str) -> Result<Response<hyper::body::Incoming>, Outcome> {
    let addresses = look_up(request.address, request.loopback).await?;
    let resolver = tower::service_fn(move |_: Name| ready(Ok::<_, Infallible>(addresses.clone().into_iter())));
    let mut connector = HttpConnector::new_with_resolver(resolver);
    connector.enforce_http(false);
    let tls = TLS.get_or_try_init(|| ready(tls())).await?.clone();
    let connector =
        HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1().wrap_connector(connector);
    let mut client = Client::builder(TokioExecutor::new());
    client.pool_max_idle_per_host(0).http1_max_buf_size(HEAD_MAX_BYTES);
    let uri =
        request.path.map_or_else(|| request.address.to_string(), |path| format!("{}{path}", request.address.origin()));
    let mut building = http::Request::builder().method(method).uri(uri).header(USER_AGENT, "time-to-lead");
    building = building.header(ACCEPT, "application/json").header(CONTENT_TYPE, "application/json");
    for (name, value) in request.headers {
        building = building.header(*name, *value);
    }
    let built = building.body(Full::new(Bytes::copy_from_slice(body.as_bytes()))).map_err(|_| Outcome::Unreadable)?;
    client.build(connector).request(built).await.map_err(|_| Outcome::Unreachable)
}

/// Looks a host up, and returns its addresses if all of them may be reached.
async fn look_up(address: &HookAddress, loopback: Loopback) -> Result<Vec<SocketAddr>, Outcome> {
    let bare = address.host().trim_start_matches('[').trim_end_matches(']');
    let found: Vec<_> = if let Ok(literal) = bare.parse::<IpAddr>() {
        vec![SocketAddr::new(literal, address.port())]
    } else {
        let found = tokio::net::lookup_host((bare, address.port())).await;
        found.map_err(|_| Outcome::Unreachable)?.collect()
    };
    if found.is_empty() {
        return Err(Outcome::Unreachable);
    }
    let is_literal = bare.parse::<IpAddr>().is_ok();
    let may = |found: &SocketAddr| {
        is_public(found.ip()) || (is_literal && loopback == Loopback::Allowed && found.ip().is_loopback())
    };
    if found.iter().all(may) { Ok(found) } else { Err(Outcome::Private) }
}

fn tls() -> Result<ClientConfig, Outcome> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(|_| Outcome::Unreachable)?.with_native_roots();
    Ok(config.map_err(|_| Outcome::Unreachable)?.with_no_client_auth())
}

fn outcome_of<B>(answer: &Response<B>, now: Timestamp) -> Outcome {
    let status = answer.status();
    let code = status.as_u16();
    match status {
        StatusCode::GONE => Outcome::Gone,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            Outcome::Busy(code, retry_after(answer.headers(), now))
        }
        status if status.is_success() => Outcome::Accepted(code),
        status if status.is_redirection() => Outcome::Redirected(code),
        _ => Outcome::Refused(code),
    }
}

/// Reads the pause that an answer asks for, in seconds or until a date (RFC 9110, section 10.2.3).
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<SignedDuration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(SignedDuration::from_secs(i64::from(seconds)));
    }
    let until = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(until.duration_since(now)).filter(SignedDuration::is_positive)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn request(address: &HookAddress, loopback: Loopback) -> Request<'_> {
        Request { address, path: None, headers: &[], loopback, now: NOW }
    }

    /// Returns the outcome of posting to a server that answers with these bytes, or never answers. With `more` it goes on
    /// writing for as long as somebody reads.
    async fn posted(answer: Option<String>, more: bool) -> Outcome {
        let (address, server) = served(answer, more).await;
        let outcome = post(&request(&address, Loopback::Allowed), "{}").await;
        server.abort();
        outcome
    }

    async fn served(answer: Option<String>, more: bool) -> (HookAddress, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/hook", listener.local_addr().unwrap());
        let server = tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.unwrap();
            drop(socket.read(&mut [0; 4096]).await);
            let Some(answer) = answer else { return std::future::pending().await };
            drop(socket.write_all(answer.as_bytes()).await);
            while more && socket.write_all(&[b'x'; 4096]).await.is_ok() {}
        });
        (HookAddress::parse(&address, Loopback::Allowed).unwrap(), server)
    }

    fn answer(status: &str, headers: &str) -> String {
        format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n{headers}\r\n")
    }

    #[tokio::test]
    async fn each_status_has_its_outcome() {
        for (status, outcome) in [
            ("200 OK", Outcome::Accepted(200)),
            ("204 No Content", Outcome::Accepted(204)),
            ("301 Moved", Outcome::Redirected(301)),
            ("307 Moved", Outcome::Redirected(307)),
            ("400 Bad", Outcome::Refused(400)),
            ("410 Gone", Outcome::Gone),
            ("500 Fault", Outcome::Refused(500)),
        ] {
            assert_eq!(
                posted(Some(answer(status, "location: http://127.0.0.1:1/\r\n")), false).await,
                outcome,
                "{status}"
            );
        }
        let asked = |text: &str| Some(answer("429 Too Many", &format!("retry-after: {text}\r\n")));
        assert_eq!(posted(asked("120"), false).await, Outcome::Busy(429, Some(SignedDuration::from_mins(2))));
        let date = asked("Thu, 01 Jan 1970 00:01:00 GMT");
        assert_eq!(posted(date, false).await, Outcome::Busy(429, Some(SignedDuration::from_mins(1))));
        assert_eq!(posted(asked("soon"), false).await, Outcome::Busy(429, None));
        assert_eq!(posted(Some("nonsense".to_owned()), false).await, Outcome::Unreachable);
    }

    #[tokio::test]
    async fn an_answer_without_an_end_is_not_read() {
        let endless = "HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n".to_owned();
        assert_eq!(posted(Some(endless.clone()), true).await, Outcome::Accepted(200));
        let (address, server) = served(Some(endless), true).await;
        assert_eq!(get(&request(&address, Loopback::Allowed)).await, Err(Outcome::Unreadable));
        server.abort();
        let head = format!("HTTP/1.1 200 OK\r\nx: {}", "y".repeat(HEAD_MAX_BYTES));
        assert_eq!(posted(Some(head), true).await, Outcome::Unreachable);
    }

    // Time stands still until nothing else is left to do, and then jumps to the end of the wait.
    #[tokio::test(start_paused = true)]
    async fn a_server_that_does_not_answer_is_not_waited_for() {
        assert_eq!(posted(None, false).await, Outcome::Late);
    }

    #[tokio::test]
    async fn nothing_is_sent_to_an_address_that_is_not_public() {
        let (address, server) = served(Some(answer("200 OK", "")), false).await;
        assert_eq!(post(&request(&address, Loopback::Refused), "{}").await, Outcome::Private);
        assert!(!server.is_finished(), "nobody connected");
        server.abort();
        // A name may lead to this machine, whatever the setting allows for literal addresses.
        let named = HookAddress::parse("https://localhost.localdomain/x", Loopback::Allowed).unwrap();
        let found = look_up(&named, Loopback::Allowed).await;
        assert!(matches!(found, Err(Outcome::Private | Outcome::Unreachable)), "{found:?}");
    }
}
