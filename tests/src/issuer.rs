//! An OpenID Connect issuer for the tests: a little server that publishes keys, and the keys' private halves.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
    RsaPublicKeyComponents,
};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A key that signs tokens.
pub enum SigningKey {
    Rsa(Box<RsaKeyPair>),
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl SigningKey {
    /// Makes an RSA key.
    ///
    /// # Panics
    /// Panics when none can be made, here and below.
    #[must_use]
    pub fn rsa() -> Self {
        Self::Rsa(Box::new(RsaKeyPair::generate(KeySize::Rsa2048).expect("a key can be made")))
    }

    /// Makes a key on the curve P-256.
    #[must_use]
    pub fn p256() -> Self {
        Self::P256(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key can be made"))
    }

    /// Makes an Ed25519 key.
    #[must_use]
    pub fn ed25519() -> Self {
        Self::Ed25519(Ed25519KeyPair::generate().expect("a key can be made"))
    }

    #[must_use]
    pub const fn algorithm(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "RS256",
            Self::P256(_) => "ES256",
            Self::Ed25519(_) => "EdDSA",
        }
    }

    /// Returns its public half as an issuer publishes it (RFC 7517).
    ///
    /// # Panics
    /// Panics when the key is none.
    #[must_use]
    pub fn published_as(&self, key_id: &str) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let mut jwk = match self {
            Self::Rsa(pair) => {
                let parts = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public_key());
                json!({ "kty": "RSA", "n": text(&parts.n), "e": text(&parts.e) })
            }
            Self::P256(pair) => {
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                json!({ "kty": "EC", "crv": "P-256", "x": text(x), "y": text(y) })
            }
            Self::Ed25519(pair) => json!({ "kty": "OKP", "crv": "Ed25519", "x": text(pair.public_key().as_ref()) }),
        };
        jwk["kid"] = key_id.into();
        jwk["use"] = "sig".into();
        jwk["alg"] = self.algorithm().into();
        jwk
    }

    /// Returns its public half as bytes (X.509's `SubjectPublicKeyInfo`) and as the text that holds them.
    ///
    /// # Panics
    /// Panics when the key is none.
    #[must_use]
    pub fn public_der_and_pem(&self) -> (Vec<u8>, String) {
        let der: PublicKeyX509Der<'_> = match self {
            Self::Rsa(pair) => pair.public_key().as_der(),
            Self::P256(pair) => pair.public_key().as_der(),
            Self::Ed25519(pair) => pair.public_key().as_der(),
        }
        .expect("a public key can be written down");
        let text = STANDARD.encode(der.as_ref());
        let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"));
        (der.as_ref().to_vec(), pem)
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).expect("it signs");
                signature
            }
            Self::P256(pair) => pair.sign(&random, message).expect("it signs").as_ref().to_vec(),
            Self::Ed25519(pair) => pair.sign(message).as_ref().to_vec(),
        }
    }

    /// Makes a token with any header and any claims.
    #[must_use]
    pub fn token(&self, header: &Value, claims: &Value) -> String {
        signed(header, claims, |message| self.sign(message))
    }
}

/// Makes a token with any header and any claims, signed in any way.
pub fn signed(header: &Value, claims: &Value, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    let signature = URL_SAFE_NO_PAD.encode(sign(message.as_bytes()));
    format!("{message}.{signature}")
}

/// The server's answers, and the numbers of requests.
#[derive(Default)]
struct Published {
    keys: Mutex<Vec<Value>>,
    discovery: Mutex<Value>,
    away: AtomicBool,
    discoveries: AtomicU32,
    key_sets: AtomicU32,
    others: AtomicU32,
}

/// The issuer. Its server ends with it.
pub struct TestIssuer {
    published: Arc<Published>,
    url: String,
    server: JoinHandle<()>,
}

impl TestIssuer {
    /// Starts an issuer that publishes nothing yet.
    ///
    /// # Panics
    /// Panics when no port is free.
    pub async fn start() -> Self {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("it listens"));
        let published = Arc::new(Published::default());
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(key_set))
            .fallback(elsewhere)
            .with_state(Arc::clone(&published));
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.expect("it serves") });
        let issuer = Self { published, url, server };
        issuer.say(json!({ "issuer": issuer.url(), "jwks_uri": format!("{}/keys", issuer.url()) }));
        issuer
    }

    /// Returns its name: the address that its documents are under.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Publishes these keys and no others.
    pub fn publish(&self, keys: impl IntoIterator<Item = Value>) {
        *self.published.keys.lock().unwrap_or_else(PoisonError::into_inner) = keys.into_iter().collect();
    }

    /// Publishes this description of itself.
    pub fn say(&self, discovery: Value) {
        *self.published.discovery.lock().unwrap_or_else(PoisonError::into_inner) = discovery;
    }

    /// Lets it answer nothing except errors, or brings it back.
    pub fn is_away(&self, away: bool) {
        self.published.away.store(away, Ordering::SeqCst);
    }

    /// Returns the number of requests for its keys, which must equal that of requests for their address.
    ///
    /// # Panics
    /// Panics when the two numbers differ, or when anything else was asked for.
    #[must_use]
    pub fn asked(&self) -> u32 {
        let count = |counter: &AtomicU32| counter.load(Ordering::SeqCst);
        assert_eq!(count(&self.published.others), 0, "nothing else is ever asked for");
        assert_eq!(count(&self.published.discoveries), count(&self.published.key_sets));
        count(&self.published.key_sets)
    }

    /// Returns the number of requests for its keys' address, answered or not.
    #[must_use]
    pub fn tried(&self) -> u32 {
        self.published.discoveries.load(Ordering::SeqCst)
    }
}

impl Drop for TestIssuer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn discovery(State(published): State<Arc<Published>>) -> Response {
    published.discoveries.fetch_add(1, Ordering::SeqCst);
    let said = published.discovery.lock().unwrap_or_else(PoisonError::into_inner).clone();
    published.unless_away(said)
}

async fn key_set(State(published): State<Arc<Published>>) -> Response {
    published.key_sets.fetch_add(1, Ordering::SeqCst);
    let keys = published.keys.lock().unwrap_or_else(PoisonError::into_inner).clone();
    published.unless_away(json!({ "keys": keys }))
}

async fn elsewhere(State(published): State<Arc<Published>>) -> StatusCode {
    published.others.fetch_add(1, Ordering::SeqCst);
    StatusCode::NOT_FOUND
}

impl Published {
    fn unless_away(&self, document: Value) -> Response {
        if self.away.load(Ordering::SeqCst) {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        Json(document).into_response()
    }
}
