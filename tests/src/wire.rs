//! The wire between the store and DynamoDB: it counts what goes over it, and fails where a test says so.
//!
//! The store's own client talks through it to the embedded database. Nothing is played back: a request goes on to the
//! database, unless a fault says that it never got there.

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

/// What goes wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The database does it, and the answer is lost on the way back.
    LoseReply,
    /// The connection fails before the database sees anything.
    NeverArrives,
    /// Another transaction holds an item (`TransactionCanceledException`, reason `TransactionConflict`).
    TransactionConflict,
    /// A partition or table is over its rate.
    Throttle,
}

/// One request that the database took.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// `PutItem`, for example.
    pub operation: String,
    /// The first table it names.
    pub table: String,
    /// Capacity units of all its tables, as the database counts them.
    pub units: f64,
}

struct Rule {
    operation: &'static str,
    fault: Fault,
    /// How many more requests it is for.
    left: usize,
}

#[derive(Default)]
struct State {
    rules: Vec<Rule>,
    taken: Vec<Written>,
    faulted: usize,
}

/// The wire. Clones are one wire.
#[derive(Clone)]
pub struct Wire {
    state: Arc<Mutex<State>>,
    client: Client<TcpConnector, Full<bytes::Bytes>>,
}

impl Default for Wire {
    fn default() -> Self {
        let mut tcp = TcpConnector::new();
        tcp.set_nodelay(true);
        Self { state: Arc::default(), client: Client::builder(TokioExecutor::new()).build(tcp) }
    }
}

impl Wire {
    /// The next so many requests of that operation meet with the fault. Later rules wait for earlier ones to be used up.
    pub fn break_next(&self, times: usize, operation: &'static str, fault: Fault) {
        self.state().rules.push(Rule { operation, fault, left: times });
    }

    /// Every request of that operation meets with the fault, until [`Self::heal`].
    pub fn break_all(&self, operation: &'static str, fault: Fault) {
        self.break_next(usize::MAX, operation, fault);
    }

    /// Nothing fails any more.
    pub fn heal(&self) {
        self.state().rules.clear();
    }

    /// How many requests met with a fault so far: a test of a fault that never happened proves nothing.
    #[must_use]
    pub fn faults_met(&self) -> usize {
        self.state().faulted
    }

    /// What went over the wire since the last time this was asked.
    #[must_use]
    pub fn take(&self) -> Vec<Written> {
        std::mem::take(&mut self.state().taken)
    }

    /// The wire as the store's client takes it.
    #[must_use]
    pub fn http_client(&self) -> SharedHttpClient {
        SharedHttpClient::new(self.clone())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fault_for(&self, operation: &str) -> Option<Fault> {
        let mut state = self.state();
        let rule = state.rules.iter_mut().find(|rule| rule.left > 0 && rule.operation == operation)?;
        rule.left -= 1;
        let fault = rule.fault;
        state.faulted += 1;
        Some(fault)
    }

    async fn carry(self, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let operation = operation(&request);
        let fault = self.fault_for(&operation);
        match fault {
            Some(Fault::NeverArrives) => return Err(ConnectorError::io("the wire was cut".into())),
            Some(Fault::TransactionConflict) => return Ok(refusal(&conflict(&request))),
            Some(Fault::Throttle) => return Ok(refusal(&throttle())),
            Some(Fault::LoseReply) | None => {}
        }
        let response = self.forward(request, operation).await?;
        if fault == Some(Fault::LoseReply) {
            Err(ConnectorError::timeout("the reply was lost".into()))
        } else {
            Ok(response)
        }
    }

    /// Hands a request to the database, asking it to say what capacity it took.
    async fn forward(&self, request: HttpRequest, operation: String) -> Result<HttpResponse, ConnectorError> {
        let mut body: Value = serde_json::from_slice(request.body().bytes().unwrap_or_default()).unwrap_or_default();
        body["ReturnConsumedCapacity"] = json!("TOTAL");
        let table = first_table(&body);
        let mut onward = http::Request::post(request.uri());
        for (name, value) in request.headers().iter().filter(|(name, _)| *name != "content-length") {
            onward = onward.header(name, value);
        }
        let onward = onward.body(Full::from(body.to_string())).map_err(|error| ConnectorError::user(error.into()))?;
        let answer = self.client.request(onward).await.map_err(|error| ConnectorError::io(error.into()))?;
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.map_err(|error| ConnectorError::io(error.into()))?.to_bytes();
        self.state().taken.push(Written { operation, table, units: units(&body) });
        let status = parts.status.as_u16().try_into().map_err(|_| ConnectorError::user("no such status".into()))?;
        let mut response = HttpResponse::new(status, SdkBody::from(body));
        for (name, value) in &parts.headers {
            let value = value.to_str().map_err(|error| ConnectorError::user(error.into()))?;
            response.headers_mut().append(name.as_str().to_owned(), value.to_owned());
        }
        Ok(response)
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wire")
    }
}

impl HttpConnector for Wire {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(self.clone().carry(request))
    }
}

impl HttpClient for Wire {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

/// `DynamoDB_20120810.PutItem` names the operation after the point.
fn operation(request: &HttpRequest) -> String {
    let target = request.headers().get("x-amz-target").unwrap_or_default();
    target.rsplit('.').next().unwrap_or_default().to_owned()
}

fn first_table(body: &Value) -> String {
    let own = body["TableName"].as_str();
    let in_transaction = || body["TransactItems"][0].as_object()?.values().next()?["TableName"].as_str();
    let in_batch = || body["RequestItems"].as_object()?.keys().next().map(String::as_str);
    own.or_else(in_transaction).or_else(in_batch).unwrap_or_default().to_owned()
}

/// The capacity of one table, or the sum of several.
fn units(answer: &[u8]) -> f64 {
    let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
    let capacity = &answer["ConsumedCapacity"];
    let of = |table: &Value| table["CapacityUnits"].as_f64();
    capacity
        .as_array()
        .map_or_else(|| of(capacity), |tables| Some(tables.iter().filter_map(of).sum()))
        .unwrap_or_default()
}

fn refusal(body: &Value) -> HttpResponse {
    let mut response = HttpResponse::new(400.try_into().expect("a status"), SdkBody::from(body.to_string()));
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    response
}

/// One reason for each item of the transaction; the last one is in conflict, as a busy counter would be.
fn conflict(request: &HttpRequest) -> Value {
    let body: Value = serde_json::from_slice(request.body().bytes().unwrap_or_default()).unwrap_or_default();
    let items = body["TransactItems"].as_array().map_or(1, Vec::len);
    let mut reasons = vec![json!({ "Code": "None" }); items - 1];
    reasons.push(json!({ "Code": "TransactionConflict", "Message": "Transaction is ongoing for the item" }));
    json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": "Transaction cancelled, please refer cancellation reasons for specific reasons [None, TransactionConflict]",
        "CancellationReasons": reasons,
    })
}

fn throttle() -> Value {
    json!({
        "__type": "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
        "message": "The level of configured provisioned throughput for the table was exceeded.",
    })
}
