//! A small HTTP client for loopback.

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
    /// Fails when the connection fails.
    pub async fn send(&self, request: http::Request<Full<Bytes>>) -> anyhow::Result<(http::response::Parts, Bytes)> {
        let (head, body) = self.0.request(request).await?.into_parts();
        Ok((head, body.collect().await?.to_bytes()))
    }

    /// Sends a request, throws the answer away as it comes, and returns its number of bytes.
    ///
    /// # Errors
    /// Fails when the connection fails.
    pub async fn drain(&self, request: http::Request<Full<Bytes>>) -> anyhow::Result<(http::response::Parts, usize)> {
        let (head, mut body) = self.0.request(request).await?.into_parts();
        let mut bytes = 0;
        while let Some(frame) = body.frame().await {
            bytes += frame?.data_ref().map_or(0, Bytes::len);
        }
        Ok((head, bytes))
    }

    /// Gets JSON.
    ///
    /// # Errors
    /// Fails when the connection fails or the answer is not JSON.
    pub async fn get(&self, url: &str) -> anyhow::Result<(http::response::Parts, Value)> {
        let (head, body) = self.send(http::Request::get(url).body(Full::default())?).await?;
        Ok((head, serde_json::from_slice(&body)?))
    }

    /// Posts JSON, and returns the answer whatever it is.
    ///
    /// # Errors
    /// Fails when the connection fails.
    pub async fn post(&self, url: &str, json: String) -> anyhow::Result<(http::response::Parts, Bytes)> {
        let request = http::Request::post(url).header("content-type", "application/json");
        self.send(request.body(Full::new(json.into()))?).await
    }
}
