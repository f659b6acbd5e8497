//! The HTTP server in front of the gateway. It hands over whole requests, within the limits of API Gateway.
//!
//! Nobody keeps others out by holding connections: a request has a limited time to arrive. When all places are taken,
//! the connection that has waited longest for its request gives its place to a new one.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, bail};
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use lambda_http::Service as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::gateway::{refusal, to_axum};

/// API Gateway's limit in bytes on a request line and header values together:
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html>.
const HEAD_BYTES: usize = 10_240;
/// API Gateway's limit in bytes on a body.
const BODY_BYTES: usize = 10 * 1024 * 1024;
/// The bytes that are read of a head at most: [`HEAD_BYTES`], and room for the names of the headers.
const BUFFER_BYTES: usize = 32 * 1024;

/// The limits on the arrival of requests, and on connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest wait for the first line and the headers of a request.
    pub head: Duration,
    /// The longest wait for the body of a request.
    pub body: Duration,
    /// The most connections at a time.
    pub connections: u32,
}

impl Default for Limits {
    /// Sets half a minute for each part, and half of the files that a Linux process may open by default.
    fn default() -> Self {
        Self { head: Duration::from_secs(30), body: Duration::from_secs(30), connections: 512 }
    }
}

/// Listens at an address.
///
/// # Errors
/// Fails when the address is taken or not this machine's.
pub(crate) async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            let port = address.port();
            bail!(
                "port {port} is taken, perhaps by another local site: stop that, or choose another with `--port 3001`, or any free one with `--port 0` (`--listen ADDRESS:PORT` for `serve`)"
            )
        }
        Err(error) => Err(error).with_context(|| format!("cannot listen on {address}")),
    }
}

/// Serves an application until it is stopped, and then until the requests at hand are answered.
pub(crate) fn serve(
    listener: TcpListener,
    app: Router,
    limits: Limits,
    stopped: oneshot::Receiver<()>,
) -> JoinHandle<()> {
    let places = Arc::new(Semaphore::new(limits.connections as usize));
    let server = Arc::new(Server { app, limits, places, waiting: Waiting::default() });
    tokio::spawn(run(listener, server, stopped))
}

struct Server {
    app: Router,
    limits: Limits,
    places: Arc<Semaphore>,
    waiting: Waiting,
}

async fn run(listener: TcpListener, server: Arc<Server>, stopped: oneshot::Receiver<()>) {
    let (close, closing) = watch::channel(false);
    let accepting = async {
        loop {
            let (socket, peer) = accept(&listener).await;
            let place = server.place().await;
            tokio::spawn(connection(Arc::clone(&server), place, socket, peer, closing.clone()));
        }
    };
    tokio::select! {
        () = accepting => {}
        _ = stopped => {}
    }
    drop(listener);
    close.send_replace(true);
    // Each connection gives its place back when it ends.
    drop(server.places.acquire_many(server.limits.connections).await);
}

/// Accepts the next connection. A machine that has no more to give is asked again after a second.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    loop {
        match listener.accept().await {
            Ok((socket, peer)) => {
                // Without this, small answers wait for the other side's acknowledgement.
                drop(socket.set_nodelay(true));
                return (socket, peer);
            }
            Err(error) if matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) => {}
            Err(error) => {
                tracing::error!(%error, "cannot take a connection");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

impl Server {
    /// Waits for a place for a new connection.
    async fn place(&self) -> OwnedSemaphorePermit {
        /// The time until another connection is asked for its place, when nobody had one to give.
        const AGAIN: Duration = Duration::from_millis(50);
        loop {
            if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
                return place;
            }
            self.waiting.give_up_the_longest();
            if let Ok(Ok(place)) = timeout(AGAIN, Arc::clone(&self.places).acquire_owned()).await {
                return place;
            }
        }
    }

    /// Receives the whole of a request, or returns the status that refuses it.
    async fn receive(&self, request: Request<Incoming>) -> Result<Request, StatusCode> {
        let (parts, body) = request.into_parts();
        if head_bytes(&parts) > HEAD_BYTES {
            return Err(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
        }
        match timeout(self.limits.body, Limited::new(body, BODY_BYTES).collect()).await {
            Ok(Ok(collected)) => Ok(Request::from_parts(parts, Body::from(collected.to_bytes()))),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(StatusCode::PAYLOAD_TOO_LARGE),
            Ok(Err(_)) => Err(StatusCode::BAD_REQUEST),
            Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
        }
    }

    async fn answer(&self, seat: &Seat<'_>, peer: SocketAddr, request: Request<Incoming>) -> Response {
        seat.begun();
        let mut request = match self.receive(request).await {
            Ok(request) => request,
            Err(status) => {
                let mut response = to_axum(refusal(status, status.canonical_reason().unwrap_or_default()));
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
                return response;
            }
        };
        seat.received();
        request.extensions_mut().insert(ConnectInfo(peer));
        let Ok(response) = self.app.clone().call(request).await;
        seat.answered();
        response
    }
}

/// Counts the bytes of a request that [`HEAD_BYTES`] limits.
fn head_bytes(request: &Parts) -> usize {
    let line = format!("{} {} {:?}", request.method, request.uri, request.version).len();
    line + request.headers.values().map(HeaderValue::len).sum::<usize>()
}

/// Serves one connection to its end.
async fn connection(
    server: Arc<Server>,
    _place: OwnedSemaphorePermit,
    socket: TcpStream,
    peer: SocketAddr,
    mut closing: watch::Receiver<bool>,
) {
    let seat = Seat::take(&server.waiting);
    let service = service_fn(|request| async {
        let response = server.answer(&seat, peer, request).await;
        Ok::<_, Infallible>(response)
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(server.limits.head).max_buf_size(BUFFER_BYTES);
    let mut serving = pin!(builder.serve_connection(TokioIo::new(socket), service));
    let mut is_closing = false;
    loop {
        tokio::select! {
            // The end is the other side's affair: it has been answered, or it left.
            _ = serving.as_mut() => return,
            () = seat.told_to_leave() => return,
            _ = closing.wait_for(|closing| *closing), if !is_closing => {
                if !seat.has_begun() {
                    return;
                }
                is_closing = true;
                serving.as_mut().graceful_shutdown();
            }
        }
    }
}

/// The connections that wait for a whole request, in the order in which they began to wait.
#[derive(Default)]
struct Waiting {
    turns: Mutex<BTreeMap<u64, Arc<Notify>>>,
    next: AtomicU64,
}

impl Waiting {
    fn begin(&self, leave: &Arc<Notify>) -> u64 {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        self.turns.lock().unwrap_or_else(PoisonError::into_inner).insert(turn, Arc::clone(leave));
        turn
    }

    fn end(&self, turn: u64) {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner).remove(&turn);
    }

    /// Asks the connection that has waited longest to leave, if any waits.
    fn give_up_the_longest(&self) {
        let longest = self.turns.lock().unwrap_or_else(PoisonError::into_inner).pop_first();
        if let Some((_, leave)) = longest {
            leave.notify_one();
        }
    }
}

/// The state of one connection.
struct Seat<'a> {
    waiting: &'a Waiting,
    /// Notified when another connection is to have the place.
    leave: Arc<Notify>,
    turn: AtomicU64,
    is_waiting: AtomicBool,
    has_begun: AtomicBool,
}

impl<'a> Seat<'a> {
    /// Takes a seat for a new connection, which waits for its first request.
    fn take(waiting: &'a Waiting) -> Self {
        let leave = Arc::default();
        let turn = waiting.begin(&leave).into();
        Self { waiting, leave, turn, is_waiting: AtomicBool::new(true), has_begun: AtomicBool::new(false) }
    }

    /// Waits until another connection is to have the place. One whose request has just come keeps it.
    async fn told_to_leave(&self) {
        loop {
            self.leave.notified().await;
            if self.is_waiting.load(Ordering::Relaxed) {
                return;
            }
        }
    }

    /// Notes that the head of a request has come. At the end, its body is waited for as long as for any body.
    fn begun(&self) {
        self.has_begun.store(true, Ordering::Relaxed);
    }

    /// Notes that a whole request has come: nobody takes the place while it is answered.
    fn received(&self) {
        self.is_waiting.store(false, Ordering::Relaxed);
        self.waiting.end(self.turn.load(Ordering::Relaxed));
    }

    /// Notes that the connection waits for its next request.
    fn answered(&self) {
        self.is_waiting.store(true, Ordering::Relaxed);
        self.turn.store(self.waiting.begin(&self.leave), Ordering::Relaxed);
    }

    /// Whether a request's head has come yet.
    fn has_begun(&self) -> bool {
        self.has_begun.load(Ordering::Relaxed)
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        self.waiting.end(self.turn.load(Ordering::Relaxed));
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use axum::routing::{get, post};
    use futures::FutureExt as _;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    /// A time longer than any test takes, so that nothing ends by it.
    const LONG: Duration = Duration::from_mins(10);
    const SHORT: Duration = Duration::from_millis(50);

    struct Running {
        address: SocketAddr,
        _stop: oneshot::Sender<()>,
    }

    async fn running(limits: Limits) -> Running {
        let app = Router::new()
            .route("/", get(|| async { "here" }))
            .route("/", post(|request: Request| async move { length(request).await.to_string() }));
        let listener = listen((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        drop(serve(listener, app, limits, stopped));
        Running { address, _stop: stop }
    }

    async fn length(request: Request) -> usize {
        request.into_body().collect().await.unwrap().to_bytes().len()
    }

    impl Running {
        /// Sends the beginning of a request, and leaves the connection open.
        async fn begin(&self, text: &str) -> TcpStream {
            let mut socket = TcpStream::connect(self.address).await.unwrap();
            socket.write_all(text.as_bytes()).await.unwrap();
            socket
        }

        async fn ask(&self, text: &str) -> String {
            rest(self.begin(text).await).await
        }
    }

    /// Reads until the server closes the connection.
    async fn rest(mut socket: TcpStream) -> String {
        let mut answer = Vec::new();
        // A connection that is dropped with bytes unread is reset.
        drop(timeout(Duration::from_mins(1), socket.read_to_end(&mut answer)).await.expect("it was never closed"));
        String::from_utf8(answer).unwrap()
    }

    fn with_head_of(bytes: usize) -> String {
        let counted = "GET / HTTP/1.1".len() + "h".len() + "close".len();
        format!("GET / HTTP/1.1\r\nhost: h\r\nconnection: close\r\nx: {}\r\n\r\n", "a".repeat(bytes - counted))
    }

    #[tokio::test]
    async fn a_head_that_is_never_finished_is_given_up() {
        let server = running(Limits { head: SHORT, body: LONG, ..Limits::default() }).await;
        for half in ["", "GET / HT", "GET / HTTP/1.1\r\nhost: h\r\n"] {
            assert_eq!(server.ask(half).await, "", "{half:?}");
        }
        let answered = server.ask("GET / HTTP/1.1\r\nhost: h\r\n\r\n").await;
        assert!(answered.ends_with("here"), "the next request has as long: {answered}");
    }

    #[tokio::test]
    async fn a_body_that_is_never_finished_is_given_up() {
        let server = running(Limits { head: LONG, body: SHORT, ..Limits::default() }).await;
        let answer = server.ask("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 10\r\n\r\nfour").await;
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    }

    #[tokio::test]
    async fn the_limit_of_a_head_holds_from_both_sides() {
        let server = running(Limits { head: LONG, body: LONG, ..Limits::default() }).await;
        let answer = server.ask(&with_head_of(HEAD_BYTES)).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        for bytes in [HEAD_BYTES + 1, BUFFER_BYTES - 100] {
            let answer = server.ask(&with_head_of(bytes)).await;
            assert!(answer.starts_with("HTTP/1.1 431 "), "{bytes}: {answer}");
        }
    }

    #[tokio::test]
    async fn the_limit_of_a_body_holds_from_both_sides() {
        let server = running(Limits { head: LONG, body: LONG, ..Limits::default() }).await;
        let post = |bytes: usize| {
            let head = format!("POST / HTTP/1.1\r\nhost: h\r\nconnection: close\r\ncontent-length: {bytes}\r\n\r\n");
            head + &"a".repeat(bytes)
        };
        assert!(server.ask(&post(BODY_BYTES)).await.ends_with(&BODY_BYTES.to_string()));
        assert!(server.ask(&post(BODY_BYTES + 1)).await.starts_with("HTTP/1.1 413 "));
    }

    #[tokio::test]
    async fn half_open_connections_keep_nobody_out() {
        let server = running(Limits { head: LONG, body: LONG, connections: 4 }).await;
        let mut half_open = Vec::new();
        for half in
            ["", "GET / HTTP/1.1\r\n", "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 9\r\n\r\nfour", ""].repeat(3)
        {
            half_open.push(server.begin(half).await);
        }
        let whole = "GET / HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n";
        assert!(server.ask(whole).await.ends_with("here"));
        assert_eq!(rest(half_open.remove(0)).await, "", "the one that had waited longest gave its place");
    }

    #[test]
    fn a_connection_that_is_told_to_leave_as_its_request_comes_stays() {
        let waiting = Waiting::default();
        let [late, early] = [Seat::take(&waiting), Seat::take(&waiting)];
        waiting.give_up_the_longest();
        waiting.give_up_the_longest();
        early.received();
        assert!(late.told_to_leave().now_or_never().is_some());
        assert!(early.told_to_leave().now_or_never().is_none());
    }

    #[tokio::test]
    async fn a_body_that_is_on_its_way_at_the_end_is_still_taken() {
        let (stop, stopped) = oneshot::channel();
        let app = Router::new().route("/", post(|request: Request| async move { length(request).await.to_string() }));
        let listener = listen((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
        let address = listener.local_addr().unwrap();
        let serving = serve(listener, app, Limits { head: LONG, body: LONG, connections: 4 }, stopped);
        let running = Running { address, _stop: stop };
        let head = "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 9\r\nexpect: 100-continue\r\n\r\n";
        let mut slow = running.begin(head).await;
        let mut told = [0; 25];
        slow.read_exact(&mut told).await.unwrap();
        assert_eq!(&told, b"HTTP/1.1 100 Continue\r\n\r\n", "its body is waited for");
        slow.write_all(b"four").await.unwrap();
        drop(running);
        slow.write_all(b"/five").await.unwrap();
        assert!(rest(slow).await.ends_with('9'));
        timeout(Duration::from_mins(1), serving).await.expect("the server ends").unwrap();
    }

    #[tokio::test]
    async fn a_request_at_hand_keeps_its_place_and_is_answered_at_the_end() {
        let (go, gone) = watch::channel(false);
        let (began, mut beginning) = watch::channel(0);
        let app = Router::new().route(
            "/",
            get(move || {
                let mut gone = gone.clone();
                began.send_modify(|count| *count += 1);
                async move {
                    gone.wait_for(|gone| *gone).await.unwrap();
                    "here"
                }
            }),
        );
        let listener = listen((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let serving = serve(listener, app, Limits { head: LONG, body: LONG, connections: 2 }, stopped);
        let running = Running { address, _stop: stop };
        let slow = running.begin("GET / HTTP/1.1\r\nhost: h\r\n\r\n").await;
        beginning.wait_for(|count| *count == 1).await.unwrap();
        let idle = running.begin("GET /").await;
        let other = running.begin("GET /").await;
        assert_eq!(rest(idle).await, "", "only the one that waits gives its place");
        drop(running);
        assert_eq!(rest(other).await, "", "nobody waits for half a head at the end");
        go.send_replace(true);
        assert!(rest(slow).await.ends_with("here"));
        timeout(Duration::from_mins(1), serving).await.expect("the server ends").unwrap();
    }
}
