//! Fetches the documents that an issuer publishes: small ones, within seconds, and only from the address that was
//! asked.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, USER_AGENT};
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::{Connect, HttpConnector};
use hyper_util::rt::TokioExecutor;
use tokio::sync::OnceCell;

use crate::issuers::address::Address;

/// The longest time for one document. Somebody waits for a page meanwhile.
const DOCUMENT_TIMEOUT: Duration = Duration::from_secs(3);
/// The longest document that is read, in bytes; sets of keys with their certificates have some 20 KiB.
const DOCUMENT_MAX_BYTES: usize = 256 * 1024;

/// The reason why there is no document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FetchError {
    #[error("this machine has no certificates to trust")]
    NoCertificates,
    #[error("it cannot be reached")]
    Unreachable,
    #[error("it did not answer in {DOCUMENT_TIMEOUT:?}")]
    Late,
    /// The server did not answer 200. A redirection is refused too: an issuer that moves must be named again.
    #[error("it answered with the status {0}")]
    Status(StatusCode),
    #[error("the answer broke off, or has more than {DOCUMENT_MAX_BYTES} bytes")]
    Body,
}

/// The certificates, which are read when they are first needed: most instances see no issuer's token before they end.
static TLS: OnceCell<HttpsConnector<HttpConnector>> = OnceCell::const_new();

/// Reads a document.
pub(crate) async fn document(address: &Address) -> Result<Bytes, FetchError> {
    let read = async {
        if address.is_encrypted() {
            read(TLS.get_or_try_init(tls).await?.clone(), address).await
        } else {
            read(HttpConnector::new(), address).await
        }
    };
    tokio::time::timeout(DOCUMENT_TIMEOUT, read).await.map_err(|_| FetchError::Late)?
}

async fn tls() -> Result<HttpsConnector<HttpConnector>, FetchError> {
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    let builder = HttpsConnectorBuilder::new().with_provider_and_native_roots(provider);
    Ok(builder.map_err(|_| FetchError::NoCertificates)?.https_only().enable_http1().build())
}

async fn read<C>(connector: C, address: &Address) -> Result<Bytes, FetchError>
where
    C: Connect + Clone + Send + Sync + 'static,
{
    // One document an hour: no connection is worth keeping for the next.
    let client = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build::<_, Empty<Bytes>>(connector);
    let request = Request::get(address.uri())
        .header(ACCEPT, "application/json")
        .header(USER_AGENT, "time-to-lead")
        .body(Empty::new())
        .expect("an address that was parsed makes a request");
    let answer = client.request(request).await.map_err(|_| FetchError::Unreachable)?;
    if answer.status() != StatusCode::OK {
        return Err(FetchError::Status(answer.status()));
    }
    let body = Limited::new(answer.into_body(), DOCUMENT_MAX_BYTES).collect().await;
    body.map(http_body_util::Collected::to_bytes).map_err(|_| FetchError::Body)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    /// Returns the result of asking a server that answers every request with these bytes, or never answers.
    async fn asked(answer: Option<String>) -> Result<Bytes, FetchError> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = Address::of_issuer(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let server = tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.unwrap();
            drop(socket.read(&mut [0; 4096]).await);
            match answer {
                Some(answer) => drop(socket.write_all(answer.as_bytes()).await),
                None => std::future::pending().await,
            }
        });
        let read = document(&address).await;
        server.abort();
        read
    }

    fn answer(status: &str, body: &str) -> String {
        format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nlocation: /elsewhere\r\n\r\n{body}", body.len())
    }

    #[tokio::test]
    async fn a_small_document_is_read_from_where_it_was_asked() {
        assert_eq!(asked(Some(answer("200 OK", "{}"))).await, Ok(Bytes::from_static(b"{}")));
        for status in [StatusCode::FOUND, StatusCode::PERMANENT_REDIRECT, StatusCode::NOT_FOUND, StatusCode::ACCEPTED] {
            assert_eq!(asked(Some(answer(status.as_str(), "{}"))).await, Err(FetchError::Status(status)));
        }
        assert!(asked(Some(answer("200 OK", &"x".repeat(DOCUMENT_MAX_BYTES)))).await.is_ok());
        assert_eq!(asked(Some(answer("200 OK", &"x".repeat(DOCUMENT_MAX_BYTES + 1)))).await, Err(FetchError::Body));
        assert_eq!(asked(Some("nonsense".to_owned())).await, Err(FetchError::Unreachable));
    }

    // Time stands still until nothing else is left to do, and then jumps to the end of the wait.
    #[tokio::test(start_paused = true)]
    async fn who_does_not_answer_is_not_waited_for() {
        assert_eq!(asked(None).await, Err(FetchError::Late));
    }
}
