//! Keys that sign what this site hands out and takes back: HMAC with SHA-256, and no other algorithm. The first key
//! mints and all verify. A key derived from each seals what must stay unreadable to somebody who reads the table.
//!
//! A new `TOKEN_KEYS` secret makes other codes of networks, so the hour's count begins again.

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{hkdf, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::keys::secret::Secret;

/// The only accepted algorithm. One party mints and verifies, so a shared secret is enough; `none` is refused as all
/// others are.
const ALGORITHM: Algorithm = Algorithm::HS256;
/// The shortest key, in bytes: as long as the hash (RFC 7518, section 3.2).
pub const TOKEN_KEY_MIN_BYTES: usize = 32;
/// Bytes of a key's id, written as six letters: enough to keep two keys apart.
const KEY_ID_BYTES: usize = 4;
/// The longest token that is read, in bytes; a real one has under 400.
pub const TOKEN_MAX_BYTES: usize = 1024;

/// The reasons why the setting that holds the keys is refused. It never shows the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenKeysError {
    /// The setting names no key.
    #[error("there is no token key")]
    None,
    /// A key is shorter than [`TOKEN_KEY_MIN_BYTES`].
    #[error("a token key must have at least {TOKEN_KEY_MIN_BYTES} bytes")]
    TooShort,
}

struct TokenKey {
    id: String,
    mint: EncodingKey,
    verify: DecodingKey,
    seal: LessSafeKey,
    hash: hmac::Key,
}

/// A list of keys that can be replaced while their tokens are in use: the first mints and all verify. A key's id is
/// derived from its secret, so nobody can give a secret the id of another.
pub(crate) struct Keyring(Vec<TokenKey>);

impl Keyring {
    /// Reads `secret[,secret...]`. A secret that stands there twice counts once, as it does before the first rotation.
    pub(crate) fn parse(setting: &Secret) -> Result<Self, TokenKeysError> {
        let mut keys: Vec<TokenKey> = Vec::new();
        for secret in setting.expose().split(',').map(str::trim).filter(|secret| !secret.is_empty()) {
            if secret.len() < TOKEN_KEY_MIN_BYTES {
                return Err(TokenKeysError::TooShort);
            }
            let secret = secret.as_bytes();
            let id = key_id(secret);
            if keys.iter().any(|key| key.id == id) {
                continue;
            }
            keys.push(TokenKey {
                id,
                mint: EncodingKey::from_secret(secret),
                verify: DecodingKey::from_secret(secret),
                seal: sealing_key(secret),
                hash: hashing_key(secret),
            });
        }
        if keys.is_empty() { Err(TokenKeysError::None) } else { Ok(Self(keys)) }
    }

    pub(crate) const fn len(&self) -> usize {
        self.0.len()
    }

    /// Signs claims; the same claims always give the same token.
    pub(crate) fn mint<C: Serialize>(&self, claims: &C) -> Secret {
        let key = self.0.first().expect("parsing checked that there is one");
        let header = Header { kid: Some(key.id.clone()), ..Header::new(ALGORITHM) };
        Secret::new(
            jsonwebtoken::encode(&header, claims, &key.mint).expect("fixed claims and an HMAC key always encode"),
        )
    }

    /// Returns the claims of a token that these keys signed for that audience. Its expiry is not checked here: the
    /// library would ask the system's clock.
    pub(crate) fn verify<C: DeserializeOwned + Clone>(&self, audience: &str, token: &str) -> Option<C> {
        if token.len() > TOKEN_MAX_BYTES {
            return None;
        }
        let header = jsonwebtoken::decode_header(token).ok()?;
        let key = self.0.iter().find(|key| Some(&key.id) == header.kid.as_ref())?;
        let mut validation = Validation::new(ALGORITHM);
        validation.set_audience(&[audience]);
        validation.set_required_spec_claims(&["aud", "exp", "sub"]);
        validation.validate_exp = false;
        jsonwebtoken::decode::<C>(token, &key.verify, &validation).ok().map(|token| token.claims)
    }

    /// Seals bytes so that only these keys open them, and only for the same purpose. The cipher is AES-256-GCM-SIV (RFC
    /// 8452), which reveals no more than that two texts are equal if random bytes ever come twice.
    pub(crate) fn seal(&self, purpose: &str, plain: &[u8], random: [u8; 16]) -> String {
        let key = self.0.first().expect("parsing checked that there is one");
        key.seal(purpose, plain, *random.first_chunk().expect("sixteen bytes hold twelve"))
    }

    /// Opens a text of at most `max_bytes` that was sealed for that purpose. Returns `None` for any other text, and
    /// when the key that sealed it is no longer accepted.
    pub(crate) fn open(&self, purpose: &str, sealed: &str, max_bytes: usize) -> Option<Vec<u8>> {
        let (id, text) = sealed.split_once('.').filter(|_| sealed.len() <= max_bytes)?;
        let key = self.0.iter().find(|key| key.id == id)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>()?;
        let mut sealed = sealed.to_vec();
        let plain = key.seal.open_in_place(Nonce::from(nonce), Aad::from(purpose), &mut sealed).ok()?;
        Some(plain.to_vec())
    }

    /// Whether the first key sealed this text, and not another that is still accepted.
    pub(crate) fn sealed_by_first(&self, sealed: &str) -> bool {
        let key = self.0.first().expect("parsing checked that there is one");
        sealed.split_once('.').is_some_and(|(id, _)| id == key.id)
    }

    /// Hashes bytes with the first key, to compare them with an earlier hash by the same key.
    pub(crate) fn hash(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        let key = self.0.first().expect("parsing checked that there is one");
        let mut context = hmac::Context::with_key(&key.hash);
        context.update(purpose.as_bytes());
        context.update(&[0]);
        context.update(bytes);
        context.sign().as_ref().try_into().expect("HMAC-SHA256 gives 32 bytes")
    }
}

/// Returns a key's name inside what it signs and seals: a part of a hash, which reveals nothing of the secret.
fn key_id(secret: &[u8]) -> String {
    let mut context = hmac::Context::with_key(&hashing_key(secret));
    context.update(b"key id");
    URL_SAFE_NO_PAD.encode(&context.sign().as_ref()[..KEY_ID_BYTES])
}

/// Derives a key for hashing, which reveals neither the secret nor its other uses.
fn hashing_key(secret: &[u8]) -> hmac::Key {
    let extracted = hkdf::Salt::new(hkdf::HKDF_SHA256, &[]).extract(secret);
    let key = extracted.expand(&[b"hashing"], hmac::HMAC_SHA256).expect("a key is shorter than what can be expanded");
    key.into()
}

impl TokenKey {
    fn seal(&self, purpose: &str, plain: &[u8], nonce: [u8; NONCE_LEN]) -> String {
        let mut sealed = plain.to_vec();
        let done = self.seal.seal_in_place_append_tag(Nonce::from(&nonce), Aad::from(purpose), &mut sealed);
        done.expect("a short text can be sealed");
        format!("{}.{}", self.id, URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()))
    }
}

/// Derives a key for sealing, which reveals neither the secret nor its signatures (HKDF, RFC 5869).
fn sealing_key(secret: &[u8]) -> LessSafeKey {
    let extracted = hkdf::Salt::new(hkdf::HKDF_SHA256, &[]).extract(secret);
    let key = extracted.expand(&[b"sealing"], &AES_256_GCM_SIV).expect("a key is shorter than what can be expanded");
    LessSafeKey::new(UnboundKey::from(key))
}
