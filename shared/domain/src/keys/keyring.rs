//! Keys that sign what this site hands out and takes back: HMAC with SHA-256, pinned. The first mints, all verify. A key
//! derived from each seals what is kept and must not be read by whoever reads the table.

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{hkdf, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::keys::secret::Secret;

/// One party mints and verifies, so a shared secret is enough. Nothing else is accepted, `none` least of all.
const ALGORITHM: Algorithm = Algorithm::HS256;
/// A key as long as the hash (RFC 7518, section 3.2).
pub const TOKEN_KEY_MIN_BYTES: usize = 32;
/// Enough to tell two keys apart: the six letters of a key's id.
const KEY_ID_BYTES: usize = 4;
/// Longer texts are refused unread; a real token has under 400 bytes.
pub const TOKEN_MAX_BYTES: usize = 1024;

/// What is wrong with the setting that holds the keys. It never shows the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenKeysError {
    /// No key at all.
    #[error("there is no token key")]
    None,
    /// Shorter than [`TOKEN_KEY_MIN_BYTES`].
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

/// Keys, of which the first mints and all verify, so that a key can be replaced without breaking what is out there. A key's id
/// is derived from its secret, so nobody can give a secret the id of another.
pub(crate) struct Keyring(Vec<TokenKey>);

impl Keyring {
    /// Reads `secret[,secret...]`. A secret that stands there twice counts once, as it does while there has been no rotation.
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

    /// The claims of a token of ours for that audience. Its time is not looked at: the library would ask the system's clock.
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

    /// Seals bytes so that only these keys open them, and only for the same purpose: AES-256-GCM-SIV (RFC 8452), which would
    /// reveal no more than that two texts are equal if random bytes ever came twice.
    pub(crate) fn seal(&self, purpose: &str, plain: &[u8], random: [u8; 16]) -> String {
        let key = self.0.first().expect("parsing checked that there is one");
        key.seal(purpose, plain, *random.first_chunk().expect("sixteen bytes hold twelve"))
    }

    /// Opens what was sealed for that purpose and has at most so many bytes; `None` for anything else, and when the key that
    /// sealed it is no longer accepted.
    pub(crate) fn open(&self, purpose: &str, sealed: &str, max_bytes: usize) -> Option<Vec<u8>> {
        let (id, text) = sealed.split_once('.').filter(|_| sealed.len() <= max_bytes)?;
        let key = self.0.iter().find(|key| key.id == id)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>()?;
        let mut sealed = sealed.to_vec();
        let plain = key.seal.open_in_place(Nonce::from(nonce), Aad::from(purpose), &mut sealed).ok()?;
        Some(plain.to_vec())
    }

    /// Whether the first key sealed this, rather than one that is accepted beside it.
    pub(crate) fn sealed_by_first(&self, sealed: &str) -> bool {
        let key = self.0.first().expect("parsing checked that there is one");
        sealed.split_once('.').is_some_and(|(id, _)| id == key.id)
    }

    /// A keyed hash under the first key, for what is only compared with what the same key hashed a short while ago.
    pub(crate) fn hash(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        let key = self.0.first().expect("parsing checked that there is one");
        let mut context = hmac::Context::with_key(&key.hash);
        context.update(purpose.as_bytes());
        context.update(&[0]);
        context.update(bytes);
        context.sign().as_ref().try_into().expect("HMAC-SHA256 gives 32 bytes")
    }
}

/// The name of a key inside what it signs and seals: a part of a hash, from which nothing of the secret can be told.
fn key_id(secret: &[u8]) -> String {
    let mut context = hmac::Context::with_key(&hashing_key(secret));
    context.update(b"key id");
    URL_SAFE_NO_PAD.encode(&context.sign().as_ref()[..KEY_ID_BYTES])
}

/// A key for hashing, from which neither the secret nor anything else that it is used for can be told.
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

/// A key for sealing, from which the secret and its signatures cannot be told (HKDF, RFC 5869).
fn sealing_key(secret: &[u8]) -> LessSafeKey {
    let extracted = hkdf::Salt::new(hkdf::HKDF_SHA256, &[]).extract(secret);
    let key = extracted.expand(&[b"sealing"], &AES_256_GCM_SIV).expect("a key is shorter than what can be expanded");
    LessSafeKey::new(UnboundKey::from(key))
}
