//! The store's connection to the embedded database within one process: the client's requests go to the engine without a
//! socket.
//!
//! The client writes each request as for AWS, and reads each answer as from AWS. It saves a second HTTP stack on either
//! side, which took longer than the database itself. One thread does the engine's work, since the engine does one thing
//! at a time. Its callers sleep meanwhile, so no worker of the site is blocked by a write to the disk. Writes that wait
//! together share one sync of the disk.

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

/// Gives an answer to the caller who waits for it.
type Answer = Box<dyn FnOnce() + Send>;
type Work = Box<dyn FnOnce(&Database) -> Answer + Send>;

/// One piece of work for the engine.
enum Asked {
    /// It changes nothing, and is answered at once.
    Read(Work),
    /// It is answered when the disk has it.
    Write(Work),
    /// The last one.
    End,
}

/// Work for the engine. Clones lead to one queue.
#[derive(Clone)]
pub(crate) struct Queue(Sender<Asked>);

/// The other end of a [`Queue`].
pub(crate) struct Waiting(Receiver<Asked>);

impl Queue {
    /// Makes a queue, and the end where its work is done.
    pub(crate) fn new() -> (Self, Waiting) {
        let (queue, waiting) = channel();
        (Self(queue), Waiting(waiting))
    }

    /// Lets the engine read something.
    ///
    /// # Errors
    /// Fails when the database has been stopped.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Database) -> T + Send + 'static,
    ) -> anyhow::Result<T> {
        self.ask(Asked::Read, work).await
    }

    async fn ask<T: Send + 'static>(
        &self,
        kind: fn(Work) -> Asked,
        work: impl FnOnce(&Database) -> T + Send + 'static,
    ) -> anyhow::Result<T> {
        let (done, answer) = oneshot::channel();
        let work: Work = Box::new(move |engine| {
            let worked = work(engine);
            // The work is done even if nobody waits for the answer any more.
            Box::new(move || drop(done.send(worked)))
        });
        self.0.send(kind(work)).ok().context(STOPPED)?;
        answer.await.context(STOPPED)
    }

    /// Lets the queued work be done, and no more.
    pub(crate) fn end(&self) {
        // If nobody works any more, the end has come.
        let _ = self.0.send(Asked::End);
    }
}

const STOPPED: &str = "the embedded database has been stopped";
/// The most pieces of work that are done together.
const TOGETHER: usize = 64;

impl Waiting {
    /// Does the work until [`Queue::end`], or until no [`Queue`] is left.
    ///
    /// It takes everything that waits. Reads come first, and see only what is durable. Then come the writes, which share
    /// one `sync` of the disk: one sync for each would take longer than the writes themselves. Nobody is answered before
    /// it. If it fails, nobody knows what the disk holds, so the work ends and every caller gets an error.
    pub(crate) fn work_off(self, engine: &Database, sync: impl Fn() -> std::io::Result<()>) {
        let mut goes_on = true;
        while goes_on {
            let Ok(first) = self.0.recv() else { return };
            let mut writes = Vec::new();
            for asked in std::iter::once(first).chain(self.0.try_iter()).take(TOGETHER) {
                match asked {
                    Asked::Read(work) => work(engine)(),
                    Asked::Write(work) => writes.push(work),
                    Asked::End => {
                        goes_on = false;
                        break;
                    }
                }
            }
            if writes.is_empty() {
                continue;
            }
            let answers: Vec<Answer> = writes.into_iter().map(|work| work(engine)).collect();
            if let Err(error) = sync() {
                tracing::error!(%error, "the disk did not take what was written: restart the site when it does");
                return;
            }
            for answer in answers {
                answer();
            }
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
            "BatchGetItem" => self.call(Asked::Read, body, Database::batch_get_item).await,
            "DeleteItem" => self.call(Asked::Write, body, Database::delete_item).await,
            "GetItem" => self.call(Asked::Read, body, Database::get_item).await,
            "PutItem" => self.call(Asked::Write, body, Database::put_item).await,
            "Query" => self.call(Asked::Read, body, Database::query).await,
            "Scan" => self.call(Asked::Read, body, Database::scan).await,
            "TransactWriteItems" => self.call(Asked::Write, body, Database::transact_write_items).await,
            "UpdateItem" => self.call(Asked::Write, body, Database::update_item).await,
            other => Err(ConnectorError::user(format!("the local site has no {other} for the store").into())),
        }
    }

    async fn call<Request, Answered>(
        &self,
        kind: fn(Work) -> Asked,
        body: &[u8],
        work: impl FnOnce(&Database, Request) -> dynoxide::Result<Answered> + Send + 'static,
    ) -> Result<HttpResponse, ConnectorError>
    where
        Request: DeserializeOwned + Send + 'static,
        Answered: Serialize + Send + 'static,
    {
        let user = |error: serde_json::Error| ConnectorError::user(error.into());
        let asked: Request = serde_json::from_slice(body).map_err(user)?;
        let done = self.0.ask(kind, move |engine| work(engine, asked)).await;
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

#[cfg(test)]
mod tests {
    use std::io;
    use std::thread;

    use tokio::sync::mpsc::unbounded_channel;
    use tokio::task::{JoinHandle, yield_now};

    use super::*;

    fn asking(queue: &Queue, kind: fn(Work) -> Asked) -> JoinHandle<anyhow::Result<()>> {
        let queue = queue.clone();
        tokio::spawn(async move { queue.ask(kind, |_| ()).await })
    }

    #[tokio::test]
    async fn writes_that_wait_together_are_answered_after_one_sync_and_reads_do_not_wait_for_it() {
        let (queue, waiting) = Queue::new();
        let writes = [Asked::Write, Asked::Write].map(|kind| asking(&queue, kind));
        let read = asking(&queue, Asked::Read);
        yield_now().await;
        queue.end();
        let (syncing, mut syncs) = unbounded_channel();
        let (end_sync, sync_ends) = channel();
        let sync = move || {
            syncing.send(()).unwrap();
            sync_ends.recv().unwrap()
        };
        let worker = thread::spawn(move || waiting.work_off(&Database::memory().unwrap(), sync));
        syncs.recv().await.unwrap();
        read.await.unwrap().unwrap();
        yield_now().await;
        assert!(!writes.iter().any(JoinHandle::is_finished), "a write was answered before the disk had it");
        end_sync.send(Ok(())).unwrap();
        for write in writes {
            write.await.unwrap().unwrap();
        }
        worker.join().unwrap();
        assert_eq!(syncs.recv().await, None, "a second sync");
    }

    #[tokio::test]
    async fn after_a_failed_sync_nothing_is_answered_and_nothing_is_done() {
        let (queue, waiting) = Queue::new();
        let write = asking(&queue, Asked::Write);
        yield_now().await;
        let sync = || Err(io::Error::other("the disk is full"));
        thread::spawn(move || waiting.work_off(&Database::memory().unwrap(), sync)).join().unwrap();
        assert!(write.await.unwrap().is_err());
        assert!(asking(&queue, Asked::Read).await.unwrap().is_err());
    }
}
