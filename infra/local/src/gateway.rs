//! The gateway, which does API Gateway's work between a browser and a function. The server in front of it is in
//! `server.rs`.
//!
//! Each request becomes the event that Lambda would get, goes through `lambda_http` into the function's own handler, and
//! its answer comes back the same way. A function runs to its end even when the browser has gone, as on Lambda.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, bail};
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::{IntoResponse as _, Response};
use http::request::Parts;
use http::{HeaderName, HeaderValue, StatusCode, header};
use http_body_util::BodyExt as _;
use lambda_http::request::LambdaRequest;
use lambda_http::{Adapter, LambdaEvent, Service as _};
use tokio::sync::Notify;
use web::Clock;

use crate::event::{Received, event, response};
use crate::proxy::Proxies;
use crate::routes::Routes;
use crate::template::Package;

/// API Gateway's time limit: <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html>.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);
/// Lambda's limit on an answer, in bytes.
const ANSWER_BYTES: usize = 6 * 1024 * 1024;

/// The header in which a test gives a request's sender. It is read only when the site was started to trust it.
pub(crate) const SOURCE_HEADER: HeaderName = HeaderName::from_static("x-local-source-ip");

/// The source of a request's address.
#[derive(Debug)]
pub(crate) enum Origin {
    /// The connection, unless one of these proxies made it.
    Connection(Proxies),
    /// The request itself, if it has the [`SOURCE_HEADER`]. For tests alone.
    Claimed,
}

/// The gateway in front of the functions.
pub(crate) struct Gateway {
    routes: Routes<Package>,
    functions: BTreeMap<Package, Router>,
    clock: Clock,
    origin: Origin,
    /// Notified when a function that may write has answered.
    written: Arc<Notify>,
    requests: AtomicU64,
}

impl Gateway {
    pub(crate) fn new(
        routes: Routes<Package>,
        functions: BTreeMap<Package, Router>,
        clock: Clock,
        written: Arc<Notify>,
    ) -> Self {
        Self {
            routes,
            functions,
            clock,
            origin: Origin::Connection(Proxies::default()),
            written,
            requests: AtomicU64::new(0),
        }
    }

    /// Sets another source of requests' addresses.
    pub(crate) fn with_origin(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// Answers one request whose body has been read.
    pub(crate) async fn answer(
        self: &Arc<Self>,
        request: Parts,
        body: Vec<u8>,
        source: IpAddr,
    ) -> http::Response<Vec<u8>> {
        let gateway = Arc::clone(self);
        let invocation = tokio::spawn(async move { gateway.invoke(&request, &body, source).await });
        match tokio::time::timeout(ANSWER_TIMEOUT, invocation).await {
            Ok(Ok(Ok(response))) => response,
            Ok(Ok(Err(error))) => {
                tracing::error!(error = format!("{error:#}"), "a function gave no answer that the gateway takes");
                refusal(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
            }
            // The function panicked, and logged it itself.
            Ok(Err(_)) => refusal(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"),
            Err(_) => refusal(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable"),
        }
    }

    async fn invoke(&self, request: &Parts, body: &[u8], source: IpAddr) -> anyhow::Result<http::Response<Vec<u8>>> {
        let Some(destination) = self.routes.find(&request.method, request.uri.path()) else {
            return Ok(refusal(StatusCode::NOT_FOUND, "Not Found"));
        };
        let router =
            self.functions.get(&destination.to).context("a route leads to a function that was not started")?.clone();
        let id = format!("local-{:08}", self.requests.fetch_add(1, Ordering::Relaxed));
        let received = Received { request, body, source, at: self.clock.now(), id: &id };
        let event = serde_json::to_vec(&event(&received, &destination.key, &destination.variables))?;
        let payload: LambdaRequest = serde_json::from_slice(&event).context("the runtime does not read the event")?;
        let mut context = lambda_runtime::Context::default();
        context.request_id = id;
        let call = Adapter::from(router).call(LambdaEvent::new(payload, context));
        let Ok(answer) = call.await;
        if !matches!(destination.to, Package::Public | Package::Report) {
            self.written.notify_one();
        }
        let answer = serde_json::to_vec(&answer)?;
        if answer.len() > ANSWER_BYTES {
            bail!("the answer is larger than Lambda's limit of 6 MB");
        }
        response(&request.method, &answer)
    }

    /// Returns the address that a request comes from.
    fn source(&self, request: &mut Parts, peer: SocketAddr) -> Result<IpAddr, StatusCode> {
        if let Origin::Connection(proxies) = &self.origin {
            return Ok(proxies.viewer(peer.ip(), &request.headers));
        }
        match request.headers.remove(SOURCE_HEADER) {
            Some(said) => said.to_str().ok().and_then(|said| said.parse().ok()).ok_or(StatusCode::BAD_REQUEST),
            None => Ok(peer.ip()),
        }
    }
}

/// Answers as the gateway itself does, in its own form.
pub(crate) fn refusal(status: StatusCode, message: &str) -> http::Response<Vec<u8>> {
    let mut response = http::Response::new(format!("{{\"message\":\"{message}\"}}").into_bytes());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// Handles every request of the HTTP server that is not for a `/_local/` page.
pub(crate) async fn handle(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let (mut parts, body) = request.into_parts();
    if let Err(status) = check_host(&parts) {
        return to_axum(refusal(status, "Bad Request"));
    }
    let source = match gateway.source(&mut parts, peer) {
        Ok(source) => source,
        Err(status) => return to_axum(refusal(status, "Bad Request")),
    };
    // The server has received the whole body.
    let Ok(body) = body.collect().await else {
        return to_axum(refusal(StatusCode::BAD_REQUEST, "Bad Request"));
    };
    let body = body.to_bytes().to_vec();
    to_axum(gateway.answer(parts, body, source).await)
}

/// Refuses a bad Host header: the runtime builds an address from it, and panics at one that is none.
fn check_host(request: &Parts) -> Result<(), StatusCode> {
    let Some(host) = request.headers.get(header::HOST) else { return Ok(()) };
    let valid = host
        .to_str()
        .ok()
        .and_then(|host| host.parse::<http::uri::Authority>().ok())
        .is_some_and(|authority| !authority.as_str().contains('@'));
    if valid { Ok(()) } else { Err(StatusCode::BAD_REQUEST) }
}

pub(crate) fn to_axum(response: http::Response<Vec<u8>>) -> Response {
    response.map(Body::from).into_response()
}

#[cfg(test)]
mod tests {
    use axum::routing::{get, post};
    use http::Request;

    use super::*;
    use crate::routes::Route;

    async fn panics() {
        panic!("on purpose")
    }

    fn gateway() -> Arc<Gateway> {
        let echo = |request: Request<Body>| async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            let mut response =
                Response::new(Body::from(format!("{} {} {}", parts.method, parts.uri, String::from_utf8_lossy(&body))));
            response.headers_mut().append(header::SET_COOKIE, HeaderValue::from_static("a=1"));
            response.headers_mut().append(header::SET_COOKIE, HeaderValue::from_static("b=2"));
            response
        };
        let sign = Router::new()
            .route("/{lang}/pledges", post(echo))
            .route("/{lang}/bytes", get(|| async { vec![0_u8, 159, 146, 150] }))
            .route("/{lang}/panic", get(panics))
            .route("/{lang}/large", get(|| async { vec![b'a'; ANSWER_BYTES] }));
        let routes = ["pledges", "bytes", "panic", "large"]
            .map(|name| (Route::parse("ANY", &format!("/{{lang}}/{name}")).unwrap(), Package::Sign));
        let routes = Routes::new(routes.to_vec()).unwrap();
        Arc::new(Gateway::new(
            routes,
            BTreeMap::from([(Package::Sign, sign)]),
            Clock::system(),
            Arc::new(Notify::new()),
        ))
    }

    async fn ask(request: Request<&str>) -> http::Response<Vec<u8>> {
        let (parts, body) = request.into_parts();
        gateway().answer(parts, body.as_bytes().to_vec(), "192.0.2.1".parse().unwrap()).await
    }

    #[tokio::test]
    async fn a_request_goes_through_the_runtime_into_the_function_and_back() {
        let request = Request::post("/fr/pledges?a=1&a=%C3%A9")
            .header("Host", "127.0.0.1:3000")
            .header("Content-Type", "application/x-www-form-urlencoded");
        let response = ask(request.body("name=%C3%89milie").unwrap()).await;
        let text = String::from_utf8(response.body().clone()).unwrap();
        assert_eq!(text, "POST http://127.0.0.1:3000/fr/pledges?a=1&a=%C3%A9 name=%C3%89milie");
        assert_eq!(response.headers().get_all(header::SET_COOKIE).iter().count(), 2);
    }

    #[tokio::test]
    async fn bytes_come_back_as_they_were() {
        assert_eq!(ask(Request::get("/fr/bytes").body("").unwrap()).await.body(), &[0_u8, 159, 146, 150]);
    }

    #[tokio::test]
    async fn a_function_that_fails_is_a_500_and_nothing_more() {
        for path in ["/fr/panic", "/fr/large"] {
            let response = ask(Request::get(path).body("").unwrap()).await;
            assert_eq!(
                (response.status(), response.body().as_slice()),
                (StatusCode::INTERNAL_SERVER_ERROR, &br#"{"message":"Internal Server Error"}"#[..]),
                "{path}"
            );
        }
    }

    #[tokio::test]
    async fn without_a_route_the_gateway_answers_itself() {
        assert_eq!(ask(Request::get("/nowhere").body("").unwrap()).await.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn the_sender_is_the_peer_unless_a_test_was_trusted() {
        let peer = "127.0.0.1:9".parse().unwrap();
        let claim = |value: &str| Request::get("/").header(SOURCE_HEADER, value).body(()).unwrap().into_parts().0;
        let strict = Gateway::new(Routes::new(Vec::new()).unwrap(), BTreeMap::new(), Clock::system(), Arc::default());
        assert_eq!(strict.source(&mut claim("192.0.2.9"), peer), Ok("127.0.0.1".parse().unwrap()));
        let trusting = strict.with_origin(Origin::Claimed);
        assert_eq!(trusting.source(&mut claim("192.0.2.9"), peer), Ok("192.0.2.9".parse().unwrap()));
        assert_eq!(trusting.source(&mut claim("nonsense"), peer), Err(StatusCode::BAD_REQUEST));
    }

    #[test]
    fn a_host_that_is_no_host_is_refused() {
        let with = |host: &str| check_host(&Request::get("/").header("Host", host).body(()).unwrap().into_parts().0);
        assert_eq!(with("127.0.0.1:3000"), Ok(()));
        for bad in ["a b", "user@host", "", "[::"] {
            assert_eq!(with(bad), Err(StatusCode::BAD_REQUEST), "{bad:?}");
        }
    }
}
