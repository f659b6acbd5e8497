//! Counts what goes over the wire between the store and DynamoDB, and what DynamoDB charges for it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector as Tcp;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

/// A small HTTP client for loopback.
#[derive(Clone, Debug)]
pub struct Http(Client<Tcp, Full<Bytes>>);

impl Default for Http {
    fn default() -> Self {
        let mut tcp = Tcp::new();
        tcp.set_nodelay(true);
        Self(Client::builder(TokioExecutor::new()).build(tcp))
    }
}

impl Http {
    /// Sends a request and reads the whole answer.
    ///
    /// # Errors
    /// When the connection fails.
    pub async fn send(&self, request: http::Request<Full<Bytes>>) -> anyhow::Result<(http::response::Parts, Bytes)> {
        let (head, body) = self.0.request(request).await?.into_parts();
        Ok((head, body.collect().await?.to_bytes()))
    }

    /// Gets JSON.
    ///
    /// # Errors
    /// When the connection fails or the answer is not JSON.
    pub async fn get(&self, url: &str) -> anyhow::Result<(http::response::Parts, Value)> {
        let (head, body) = self.send(http::Request::get(url).body(Full::default())?).await?;
        Ok((head, serde_json::from_slice(&body)?))
    }

    /// Posts JSON.
    ///
    /// # Errors
    /// When the connection fails.
    pub async fn post(&self, url: &str, json: String) -> anyhow::Result<(http::response::Parts, Bytes)> {
        let request = http::Request::post(url).header("content-type", "application/json");
        self.send(request.body(Full::new(json.into()))?).await
    }
}

/// One call of DynamoDB.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// `PutItem`, for example.
    pub operation: String,
    /// Capacity units as DynamoDB counted them, all tables together.
    pub units: f64,
}

/// The meter. Clones are one meter.
#[derive(Clone, Debug, Default)]
pub struct Meter {
    calls: Arc<Mutex<Vec<Call>>>,
    http: Http,
}

impl Meter {
    /// The calls since the last time this was asked.
    #[must_use]
    pub fn take(&self) -> Vec<Call> {
        std::mem::take(&mut *self.calls())
    }

    /// Starts anew.
    pub fn forget(&self) {
        self.calls().clear();
    }

    fn calls(&self) -> MutexGuard<'_, Vec<Call>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn forward(&self, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let other = |error: anyhow::Error| ConnectorError::io(error.into());
        let request = request.try_into_http1x().map_err(|error| other(error.into()))?;
        let (mut head, body) = request.into_parts();
        let operation = head.headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
        let operation = operation.rsplit('.').next().unwrap_or_default().to_owned();
        let mut asked: Value = serde_json::from_slice(body.bytes().unwrap_or_default()).unwrap_or_default();
        asked["ReturnConsumedCapacity"] = "TOTAL".into();
        head.headers.remove("content-length");
        let asked = Full::new(Bytes::from(asked.to_string()));
        let (head, answer) = self.http.send(http::Request::from_parts(head, asked)).await.map_err(other)?;
        let units = consumed(&serde_json::from_slice(&answer).unwrap_or_default());
        self.calls().push(Call { operation, units });
        let response = http::Response::from_parts(head, SdkBody::from(answer.to_vec()));
        HttpResponse::try_from(response).map_err(|error| other(error.into()))
    }
}

/// The capacity units in an answer: one number for one table, or a list.
fn consumed(answer: &Value) -> f64 {
    let of = |table: &Value| table["CapacityUnits"].as_f64();
    let consumed = &answer["ConsumedCapacity"];
    consumed.as_array().map_or_else(|| of(consumed).unwrap_or(0.0), |tables| tables.iter().filter_map(of).sum())
}

impl HttpConnector for Meter {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let meter = self.clone();
        HttpConnectorFuture::new(async move { meter.forward(request).await })
    }
}

impl HttpClient for Meter {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::consumed;

    #[test]
    fn units_are_read_of_one_table_and_of_several() {
        let near = |answer, units: f64| assert!((consumed(&answer) - units).abs() < 1e-9);
        near(json!({ "ConsumedCapacity": { "CapacityUnits": 1.0 } }), 1.0);
        near(json!({ "ConsumedCapacity": [{ "CapacityUnits": 2.0 }, { "CapacityUnits": 2.0 }] }), 4.0);
        near(json!({}), 0.0);
    }
}
