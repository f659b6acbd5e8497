//! The store's connection to the embedded database within one process: the client's requests go to the engine without a
//! socket.
//!
//! The client writes each request as for AWS, and reads each answer as from AWS. It saves a second HTTP stack on either
//! side, which took longer than the database itself. One thread does the engine's work, since the engine does one thing
//! at a time: its callers sleep, and no worker of the site is blocked by a write to the disk.

use std::fmt;
use std::sync::mpsc::{Receiver, Sender, channel};

use anyhow::Context as _;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use dynoxide::Database;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::oneshot;

type Work = Box<dyn FnOnce(&Database) + Send>;

/// Work for the engine in the order in which it was asked for. Clones lead to one queue.
#[derive(Clone)]
pub(crate) struct Queue(Sender<Option<Work>>);

/// The other end of a [`Queue`].
pub(crate) struct Waiting(Receiver<Option<Work>>);

impl Queue {
    /// Makes a queue, and the end where its work is done.
    pub(crate) fn new() -> (Self, Waiting) {
        let (queue, waiting) = channel();
        (Self(queue), Waiting(waiting))
    }

    /// Lets the engine do a piece of work.
    ///
    /// # Errors
    /// Fails when the database has been stopped.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Database) -> T + Send + 'static,
    ) -> anyhow::Result<T> {
        let (done, answer) = oneshot::channel();
        // The work is done even if nobody waits for the answer any more.
        let work: Work = Box::new(move |engine| drop(done.send(work(engine))));
        self.0.send(Some(work)).ok().context(STOPPED)?;
        answer.await.context(STOPPED)
    }

    /// Lets the queued work be done, and no more.
    pub(crate) fn end(&self) {
        // If nobody works any more, the end has come.
        let _ = self.0.send(None);
    }
}

const STOPPED: &str = "the embedded database has been stopped";

impl Waiting {
    /// Does the work until [`Queue::end`], or until no [`Queue`] is left.
    pub(crate) fn work_off(self, engine: &Database) {
        while let Ok(Some(work)) = self.0.recv() {
            work(engine);
        }
    }
}

/// An HTTP client for the SDK, whose requests the engine answers.
#[derive(Clone)]
pub(crate) struct InProcess(Queue);

impl InProcess {
    pub(crate) const fn new(queue: Queue) -> Self {
        Self(queue)
    }

    async fn answer(self, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default();
        let body = request.body().bytes().ok_or_else(|| ConnectorError::user("the request is a stream".into()))?;
        match operation {
            "BatchGetItem" => self.call(body, Database::batch_get_item).await,
            "DeleteItem" => self.call(body, Database::delete_item).await,
            "GetItem" => self.call(body, Database::get_item).await,
            "PutItem" => self.call(body, Database::put_item).await,
            "Query" => self.call(body, Database::query).await,
            "Scan" => self.call(body, Database::scan).await,
            "TransactWriteItems" => self.call(body, Database::transact_write_items).await,
            "UpdateItem" => self.call(body, Database::update_item).await,
            other => Err(ConnectorError::user(format!("the local site has no {other} for the store").into())),
        }
    }

    async fn call<Asked, Answered>(
        &self,
        body: &[u8],
        work: impl FnOnce(&Database, Asked) -> dynoxide::Result<Answered> + Send + 'static,
    ) -> Result<HttpResponse, ConnectorError>
    where
        Asked: DeserializeOwned + Send + 'static,
        Answered: Serialize + Send + 'static,
    {
        let user = |error: serde_json::Error| ConnectorError::user(error.into());
        let asked: Asked = serde_json::from_slice(body).map_err(user)?;
        let done = self.0.ask(move |engine| work(engine, asked)).await;
        match done.map_err(|error| ConnectorError::io(error.into()))? {
            Ok(answered) => Ok(response(200, serde_json::to_string(&answered).map_err(user)?)),
            Err(refusal) => Ok(response(refusal.status_code(), refusal.to_json())),
        }
    }
}

fn response(status: u16, body: String) -> HttpResponse {
    let mut response = HttpResponse::new(status.try_into().expect("a status"), SdkBody::from(body));
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    response
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InProcess")
    }
}

impl HttpConnector for InProcess {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(self.clone().answer(request))
    }
}

impl HttpClient for InProcess {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}
