//! The wire between the store and DynamoDB, for tests: it counts requests, and fails where a test asks for it.
//!
//! The store's own client talks through it, and no answer is invented. A request goes on to the database, unless a
//! fault keeps it away. The database is asked for the capacity that each request took, as DynamoDB counts it. It is for
//! tests and benchmarks; it must never be compiled into a function. Start reading at [`Wire`].

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector as TcpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::sync::oneshot;

/// A fault that a request meets with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The database does it, and the answer is lost on the way back.
    LoseReply,
    /// The connection fails before the database sees anything.
    NeverArrives,
    /// Another transaction holds an item of this one (`TransactionCanceledException`, reason `TransactionConflict`).
    TransactionConflict,
    /// Another transaction holds the one item.
    SingleConflict,
    /// A table is over its rate.
    Throttle,
    /// A batch read leaves its last key for another time.
    LeaveOne,
}

/// One request that the database took.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The operation's name, such as `PutItem`.
    pub operation: String,
    /// The first table that the request names.
    pub table: String,
    /// The body as the SDK wrote it.
    pub body: Value,
    /// Capacity units of all tables.
    pub units: f64,
    /// Capacity units of each table.
    pub by_table: Vec<(String, f64)>,
}

/// A request that is paused on its way to the database while the test does something else.
pub struct Paused {
    arrived: oneshot::Receiver<()>,
    release: oneshot::Sender<()>,
}

impl Paused {
    /// Waits for the request, so that all reads before its decision are done.
    ///
    /// # Panics
    /// Panics when the wire is gone.
    pub async fn arrived(&mut self) {
        (&mut self.arrived).await.expect("the request comes");
    }

    /// Lets the request go on.
    ///
    /// # Panics
    /// Panics when the request is gone.
    pub fn release(self) {
        self.release.send(()).expect("the request waits");
    }
}

type Gate = (&'static str, oneshot::Sender<()>, oneshot::Receiver<()>);

/// A fault that is planned for the requests of one operation.
struct Rule {
    operation: &'static str,
    fault: Fault,
    /// The number of requests that are still to meet with it. `None` for all of them.
    left: Option<usize>,
    /// Whether a request has met with it.
    was_met: bool,
}

#[derive(Default)]
struct State {
    rules: Vec<Rule>,
    gates: Vec<Gate>,
    sent: Vec<Sent>,
    faults: usize,
    /// The operations of ended faults that no request met with.
    unmet: Vec<&'static str>,
}

/// The wire between client and database. Clones are one wire.
#[derive(Clone, Default)]
pub struct Wire {
    state: Arc<Mutex<State>>,
}

/// The wire as an HTTP client, with the connection to which it passes requests on.
#[derive(Clone)]
struct Line<Onward> {
    wire: Wire,
    onward: Onward,
}

type Tcp = Client<TcpConnector, Full<bytes::Bytes>>;

impl Wire {
    /// Lets the next requests of that operation meet with the fault; later rules wait for earlier ones.
    pub fn break_next(&self, times: usize, operation: &'static str, fault: Fault) {
        self.plan(operation, fault, Some(times));
    }

    /// Lets every request of that operation meet with the fault, until [`Self::heal`].
    pub fn break_all(&self, operation: &'static str, fault: Fault) {
        self.plan(operation, fault, None);
    }

    fn plan(&self, operation: &'static str, fault: Fault, left: Option<usize>) {
        self.state().rules.push(Rule { operation, fault, left, was_met: false });
    }

    /// Holds the next request of that operation.
    #[must_use]
    pub fn hold_next(&self, operation: &'static str) -> Paused {
        let ((here, arrived), (release, released)) = (oneshot::channel(), oneshot::channel());
        self.state().gates.push((operation, here, released));
        Paused { arrived, release }
    }

    fn gate_for(&self, operation: &str) -> Option<Gate> {
        let mut state = self.state();
        let index = state.gates.iter().position(|(held, ..)| *held == operation)?;
        Some(state.gates.remove(index))
    }

    /// Ends all faults. Each must have happened at least once: see [`Self::unmet`].
    pub fn heal(&self) {
        let mut state = self.state();
        let ended = std::mem::take(&mut state.rules);
        state.unmet.extend(ended.iter().filter(|rule| !rule.was_met).map(|rule| rule.operation));
    }

    /// Ends all faults, also those that never happened. Tests plan some at random, or show that none can happen.
    pub fn call_off(&self) {
        self.state().rules.clear();
    }

    /// Returns the operations whose planned faults did not happen, or not as often as planned. A test of a fault that never
    /// happened proves nothing.
    #[must_use]
    pub fn unmet(&self) -> Vec<&'static str> {
        let state = self.state();
        let waits = |rule: &&Rule| rule.left.map_or(!rule.was_met, |left| left > 0);
        let waiting = state.rules.iter().filter(waits).map(|rule| rule.operation);
        state.unmet.iter().copied().chain(waiting).collect()
    }

    /// Returns the number of requests that met with a fault.
    #[must_use]
    pub fn faults_met(&self) -> usize {
        self.state().faults
    }

    /// Returns the number of requests that met with a fault, and counts from zero again.
    #[must_use]
    pub fn take_faults(&self) -> usize {
        std::mem::take(&mut self.state().faults)
    }

    /// Returns the requests that the database took since the last call.
    #[must_use]
    pub fn take(&self) -> Vec<Sent> {
        std::mem::take(&mut self.state().sent)
    }

    /// Returns the wire as an HTTP client for the store, to a database behind a port.
    #[must_use]
    pub fn http_client(&self) -> SharedHttpClient {
        let mut tcp = TcpConnector::new();
        tcp.set_nodelay(true);
        let onward: Tcp = Client::builder(TokioExecutor::new()).build(tcp);
        SharedHttpClient::new(Line { wire: self.clone(), onward })
    }

    /// Returns the wire as an HTTP client for the store, to a database that another client leads to.
    #[must_use]
    pub fn over(&self, onward: SharedHttpClient) -> SharedHttpClient {
        SharedHttpClient::new(Line { wire: self.clone(), onward })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fault_for(&self, operation: &str) -> Option<Fault> {
        let mut state = self.state();
        let rule = state.rules.iter_mut().find(|rule| rule.left != Some(0) && rule.operation == operation)?;
        rule.left = rule.left.map(|left| left - 1);
        rule.was_met = true;
        let fault = rule.fault;
        state.faults += 1;
        Some(fault)
    }
}

/// Brings requests to the database and their answers back.
trait Onward: Clone + Send + Sync + 'static {
    /// Sends a request with this body, and returns the status and body of the answer.
    fn bring(
        &self,
        request: &HttpRequest,
        body: String,
    ) -> impl Future<Output = Result<(u16, bytes::Bytes), ConnectorError>> + Send;
}

impl Onward for Tcp {
    async fn bring(&self, request: &HttpRequest, body: String) -> Result<(u16, bytes::Bytes), ConnectorError> {
        let mut onward = http::Request::post(request.uri());
        for (name, value) in request.headers().iter().filter(|(name, _)| *name != "content-length") {
            onward = onward.header(name, value);
        }
        let onward = onward.body(Full::from(body)).map_err(|error| ConnectorError::user(error.into()))?;
        let response = self.request(onward).await.map_err(|error| ConnectorError::io(error.into()))?;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.map_err(|error| ConnectorError::io(error.into()))?;
        Ok((status, body.to_bytes()))
    }
}

impl Onward for SharedHttpConnector {
    async fn bring(&self, request: &HttpRequest, body: String) -> Result<(u16, bytes::Bytes), ConnectorError> {
        let mut onward = request.try_clone().ok_or_else(|| ConnectorError::user("the request is a stream".into()))?;
        *onward.body_mut() = SdkBody::from(body);
        let response = self.call(onward).await?;
        let body = response.body().bytes().unwrap_or_default();
        Ok((response.status().as_u16(), bytes::Bytes::copy_from_slice(body)))
    }
}

impl<To: Onward> Line<To> {
    async fn carry(self, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        let body: Value = serde_json::from_slice(request.body().bytes().unwrap_or_default()).unwrap_or_default();
        if let Some((_, here, released)) = self.wire.gate_for(&operation) {
            here.send(()).map_err(|()| ConnectorError::user("nobody waits for it".into()))?;
            released.await.map_err(|error| ConnectorError::user(error.into()))?;
        }
        match self.wire.fault_for(&operation) {
            None => self.forward(&request, operation, body).await,
            Some(Fault::LeaveOne) => {
                let (fewer, left) = without_last_key(body);
                let response = self.forward(&request, operation, fewer).await?;
                Ok(with_unprocessed(&response, left))
            }
            Some(Fault::LoseReply) => {
                self.forward(&request, operation, body).await?;
                Err(ConnectorError::timeout("the reply was lost".into()))
            }
            Some(Fault::NeverArrives) => Err(ConnectorError::io("the wire was cut".into())),
            Some(Fault::TransactionConflict) => Ok(answer(400, &conflict(&body))),
            Some(Fault::SingleConflict) => Ok(answer(400, &refusal("TransactionConflictException"))),
            Some(Fault::Throttle) => Ok(answer(400, &refusal("ProvisionedThroughputExceededException"))),
        }
    }

    async fn forward(
        &self,
        request: &HttpRequest,
        operation: String,
        body: Value,
    ) -> Result<HttpResponse, ConnectorError> {
        let mut asking = body.clone();
        asking["ReturnConsumedCapacity"] = json!("TOTAL");
        let (status, bytes) = self.onward.bring(request, asking.to_string()).await?;
        let said: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let table = first_table(&body);
        self.wire.state().sent.push(Sent {
            operation,
            table,
            body,
            units: units(&said),
            by_table: units_by_table(&said),
        });
        Ok(answer(status, &said))
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wire")
    }
}

impl<To> fmt::Debug for Line<To> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Line")
    }
}

impl<To: Onward> HttpConnector for Line<To> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(self.clone().carry(request))
    }
}

impl HttpClient for Line<Tcp> {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpClient for Line<SharedHttpClient> {
    fn http_connector(&self, settings: &HttpConnectorSettings, parts: &RuntimeComponents) -> SharedHttpConnector {
        let onward = self.onward.http_connector(settings, parts);
        SharedHttpConnector::new(Line { wire: self.wire.clone(), onward })
    }
}

fn first_table(body: &Value) -> String {
    let own = body["TableName"].as_str();
    let in_transaction = || body["TransactItems"][0].as_object()?.values().next()?["TableName"].as_str();
    let in_batch = || body["RequestItems"].as_object()?.keys().next().map(String::as_str);
    own.or_else(in_transaction).or_else(in_batch).unwrap_or_default().to_owned()
}

/// Returns the capacity of one table, or the sum of several.
fn units(answer: &Value) -> f64 {
    units_by_table(answer).iter().map(|(_, units)| units).sum()
}

/// Returns the capacity of each table.
fn units_by_table(answer: &Value) -> Vec<(String, f64)> {
    let consumed = &answer["ConsumedCapacity"];
    let tables = consumed.as_array().map_or_else(|| std::slice::from_ref(consumed), Vec::as_slice);
    let units = |table: &Value| {
        Some((table["TableName"].as_str().unwrap_or_default().to_owned(), table["CapacityUnits"].as_f64()?))
    };
    tables.iter().filter_map(units).collect()
}

fn answer(status: u16, body: &Value) -> HttpResponse {
    let mut response = HttpResponse::new(status.try_into().expect("a status"), SdkBody::from(body.to_string()));
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    response
}

fn refusal(code: &str) -> Value {
    json!({ "__type": format!("com.amazonaws.dynamodb.v20120810#{code}"), "message": "as the test says" })
}

/// Gives one reason for each item of the transaction; the last is in conflict, as a busy counter would be.
fn conflict(body: &Value) -> Value {
    let items = body["TransactItems"].as_array().map_or(1, Vec::len);
    let mut reasons = vec![json!({ "Code": "None" }); items - 1];
    reasons.push(json!({ "Code": "TransactionConflict", "Message": "Transaction is ongoing for the item" }));
    let mut cancelled = refusal("TransactionCanceledException");
    cancelled["CancellationReasons"] = json!(reasons);
    cancelled
}

fn without_last_key(mut body: Value) -> (Value, Value) {
    let mut left = body["RequestItems"].clone();
    for (table, request) in left.as_object_mut().into_iter().flatten() {
        let last = request["Keys"].as_array_mut().and_then(Vec::pop);
        body["RequestItems"][table]["Keys"] = request["Keys"].clone();
        request["Keys"] = json!([last]);
    }
    (body, left)
}

fn with_unprocessed(response: &HttpResponse, left: Value) -> HttpResponse {
    let mut said: Value = serde_json::from_slice(response.body().bytes().unwrap_or_default()).unwrap_or_default();
    said["UnprocessedKeys"] = left;
    answer(200, &said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_of_one_table_and_of_several() {
        let near = |answer, expected: f64| assert!((units(&answer) - expected).abs() < 1e-9);
        near(json!({ "ConsumedCapacity": { "CapacityUnits": 1.0 } }), 1.0);
        near(json!({ "ConsumedCapacity": [{ "CapacityUnits": 2.0 }, { "CapacityUnits": 2.0 }] }), 4.0);
        near(json!({}), 0.0);
    }

    #[test]
    fn the_first_table_is_found_in_each_kind_of_request() {
        for body in [
            json!({ "TableName": "T" }),
            json!({ "TransactItems": [{ "Put": { "TableName": "T" } }] }),
            json!({ "RequestItems": { "T": {} } }),
        ] {
            assert_eq!(first_table(&body), "T");
        }
        assert_eq!(first_table(&json!({})), "");
    }
}
