//! A stand-in for Lambda's Runtime API, enough for one function: it hands out events and takes answers. (AWS, "Using
//! the Lambda runtime API", version 2018-06-01.)

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::bail;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::StatusCode;
use serde_json::Value;
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::time::Instant;

/// Milliseconds since 1970 by which an event must be answered: the year 2100, which no test reaches.
const DEADLINE_MS: &str = "4102444800000";

type Answer = Result<Value, String>;

struct Shared {
    events: tokio::sync::Mutex<mpsc::UnboundedReceiver<(String, Value)>>,
    waiting: Mutex<HashMap<String, oneshot::Sender<Answer>>>,
    first_poll: watch::Sender<Option<Instant>>,
    failed: Notify,
}

/// One function's Runtime API.
pub struct RuntimeApi {
    address: std::net::SocketAddr,
    shared: Arc<Shared>,
    send: mpsc::UnboundedSender<(String, Value)>,
    count: std::sync::atomic::AtomicU64,
    serving: tokio::task::JoinHandle<()>,
}

impl RuntimeApi {
    /// Starts it on a free port of this machine.
    pub async fn start() -> Self {
        let (send, events) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            events: tokio::sync::Mutex::new(events),
            waiting: Mutex::default(),
            first_poll: watch::Sender::new(None),
            failed: Notify::new(),
        });
        let routes = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(answered))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(failed))
            .route("/2018-06-01/runtime/init/error", post(failed_to_start))
            .with_state(Arc::clone(&shared));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port on loopback");
        let address = listener.local_addr().expect("a bound socket has an address");
        let serving = tokio::spawn(async move {
            axum::serve(listener, routes).await.expect("serving ends only with the task");
        });
        Self { address, shared, send, count: 0.into(), serving }
    }

    /// The environment variables that Lambda gives a function's process.
    #[must_use]
    pub fn environment(&self) -> Vec<(String, String)> {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        vec![
            pair("AWS_LAMBDA_RUNTIME_API", &self.address.to_string()),
            pair("AWS_LAMBDA_FUNCTION_NAME", "function"),
            pair("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
            pair("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
            pair("AWS_LAMBDA_LOG_GROUP_NAME", "group"),
            pair("AWS_LAMBDA_LOG_STREAM_NAME", "stream"),
            pair("AWS_REGION", "ca-central-1"),
            pair("AWS_ACCESS_KEY_ID", "local"),
            pair("AWS_SECRET_ACCESS_KEY", "local"),
        ]
    }

    /// Waits until the function asks for its first event, and returns the moment.
    pub async fn first_poll(&self) -> Instant {
        let mut polled = self.shared.first_poll.subscribe();
        let at = polled.wait_for(Option::is_some).await.expect("the sender lives as long as this");
        at.expect("waited for")
    }

    /// Hands the function an event and waits for its answer.
    ///
    /// # Errors
    /// Fails when the function fails; the error holds only the kind of failure.
    pub async fn invoke(&self, event: Value) -> anyhow::Result<Value> {
        let id = format!("request-{}", self.count.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        let (answer, answered) = oneshot::channel();
        self.shared.waiting().insert(id.clone(), answer);
        self.send.send((id, event))?;
        tokio::select! {
            answer = answered => match answer? {
                Ok(answer) => Ok(answer),
                Err(kind) => bail!("the function failed: {kind}"),
            },
            () = self.shared.failed.notified() => bail!("the function could not start"),
        }
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Shared {
    fn waiting(&self) -> MutexGuard<'_, HashMap<String, oneshot::Sender<Answer>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn settle(&self, id: &str, answer: Answer) -> StatusCode {
        let Some(waiting) = self.waiting().remove(id) else { return StatusCode::NOT_FOUND };
        // The caller may have given up; the function has done its part.
        let _ = waiting.send(answer);
        StatusCode::ACCEPTED
    }
}

async fn next(State(shared): State<Arc<Shared>>) -> Response {
    shared.first_poll.send_if_modified(|at| at.is_none() && at.replace(Instant::now()).is_none());
    let Some((id, event)) = shared.events.lock().await.recv().await else {
        return StatusCode::GONE.into_response();
    };
    let headers = [
        ("lambda-runtime-aws-request-id", id.as_str()),
        ("lambda-runtime-deadline-ms", DEADLINE_MS),
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:ca-central-1:000000000000:function:function"),
        ("lambda-runtime-trace-id", "Root=1-00000000-000000000000000000000000"),
    ];
    (headers, axum::Json(event)).into_response()
}

async fn answered(State(shared): State<Arc<Shared>>, Path(id): Path<String>, body: Bytes) -> StatusCode {
    let answer = serde_json::from_slice(&body).map_err(|_| "the answer is not JSON".to_owned());
    shared.settle(&id, answer)
}

async fn failed(State(shared): State<Arc<Shared>>, Path(id): Path<String>, body: Bytes) -> StatusCode {
    let kind =
        serde_json::from_slice::<Value>(&body).ok().and_then(|error| error["errorType"].as_str().map(str::to_owned));
    shared.settle(&id, Err(kind.unwrap_or_else(|| "unknown".to_owned())))
}

async fn failed_to_start(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.failed.notify_waiters();
    StatusCode::ACCEPTED
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Http;

    #[tokio::test]
    async fn an_event_is_handed_out_and_its_answer_comes_back() {
        let api = RuntimeApi::start().await;
        let base = format!("http://{}/2018-06-01/runtime/invocation", api.address);
        let http = Http::default();
        let function = async {
            for path in ["response", "error"] {
                let (head, event) = http.get(&format!("{base}/next")).await.unwrap();
                let id = head.headers["lambda-runtime-aws-request-id"].to_str().unwrap();
                let answer =
                    if path == "error" { r#"{"errorType":"Broken"}"#.to_owned() } else { format!("[{event}]") };
                http.post(&format!("{base}/{id}/{path}"), answer).await.unwrap();
            }
        };
        let invoker = async {
            assert_eq!(api.invoke(serde_json::json!(1)).await.unwrap(), serde_json::json!([1]));
            let error = api.invoke(serde_json::json!(2)).await.unwrap_err().to_string();
            assert!(error.contains("Broken"));
        };
        tokio::join!(function, invoker);
        api.first_poll().await;
    }
}
