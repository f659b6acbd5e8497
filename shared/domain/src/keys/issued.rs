//! Checks tokens of OpenID Connect issuers that the deployment names (OpenID Connect Core 1.0, section 2).
//!
//! Such a token proves one thing: that a mailbox belongs to its bearer. The office alone decides what the bearer may do
//! here. The token is signed with a key that the issuer publishes (JWK, RFC 7517), and the key fixes the algorithm. A
//! token that asks for another algorithm, or brings a key of its own, is refused (RFC 8725, sections 3.1 and 3.10).

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::keys::session::SESSION_HOURS;
use crate::keys::token::TokenError;
use crate::mail::email::EmailAddress;
use crate::time::later;

/// The longest token that is read, in bytes. Issuers put groups and names into tokens, so these are longer than ours.
pub const ISSUED_TOKEN_MAX_BYTES: usize = 8 * 1024;
/// The largest number of keys that is read of one issuer.
pub const ISSUER_MAX_KEYS: usize = 100;
/// Seconds by which an issuer's clock may be ahead of ours. Signing out ends a token of such an issuer only if it is
/// that much older; so this is short.
const AHEAD_SECONDS: i64 = 10;

/// The facts that a valid token vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// The mailbox that the issuer has checked.
    pub email: EmailAddress,
    /// The time at which the token was issued. It counts as the beginning of a session, so that signing out elsewhere
    /// ends it.
    pub began_at: Timestamp,
}

/// The bytes are not a set of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a set of at most {ISSUER_MAX_KEYS} keys")]
pub struct NotAKeySet;

/// A token that nothing has been checked of yet. The issuer that it names decides which keys are tried.
#[derive(Debug)]
pub struct Presented<'a> {
    token: &'a str,
    issuer: String,
    key_id: String,
    algorithm: Algorithm,
}

#[derive(Debug)]
struct IssuerKey {
    id: String,
    algorithm: Algorithm,
    key: DecodingKey,
}

/// The keys of an issuer that sign tokens: RSA with SHA-256 (RS256), P-256 (ES256) or Ed25519 (`EdDSA`).
#[derive(Debug)]
pub struct IssuerKeys(Vec<IssuerKey>);

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct ClaimedIssuer {
    iss: String,
}

#[derive(Deserialize)]
struct IssuedClaims {
    iss: String,
    exp: NumericDate,
    iat: NumericDate,
    nbf: Option<NumericDate>,
    email: String,
    email_verified: bool,
}

/// Seconds since 1970, as a whole number or with a fraction (RFC 7519, section 2).
#[derive(Clone, Copy)]
struct NumericDate(Timestamp);

impl<'de> Deserialize<'de> for NumericDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        let since_1970 = SignedDuration::try_from_secs_f64(seconds).map_err(serde::de::Error::custom)?;
        Timestamp::from_duration(since_1970).map(Self).map_err(serde::de::Error::custom)
    }
}

impl<'a> Presented<'a> {
    /// Reads a token without trusting it; `None` when no issuer's token has that shape. A token without a key's name is
    /// refused, and so is one that asks for an extension (`crit`), since none is known here.
    #[must_use]
    pub fn read(token: &'a str) -> Option<Self> {
        if token.len() > ISSUED_TOKEN_MAX_BYTES {
            return None;
        }
        let header = jsonwebtoken::decode_header(token).ok()?;
        if header.crit.is_some() {
            return None;
        }
        let claimed = jsonwebtoken::dangerous::insecure_decode_claims::<ClaimedIssuer>(token).ok()?;
        Some(Self { token, issuer: claimed.iss, key_id: header.kid?, algorithm: header.alg })
    }

    /// Returns the issuer that the token names.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Returns the name of the key that the token claims to be signed with.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }
}

impl IssuerKeys {
    /// Reads a set of keys (RFC 7517, section 5). Keys that sign no tokens, or in ways that we do not take, are left
    /// out.
    ///
    /// # Errors
    /// Fails when the bytes are not such a set.
    pub fn parse(json: &[u8]) -> Result<Self, NotAKeySet> {
        let set: KeySet = serde_json::from_slice(json).map_err(|_| NotAKeySet)?;
        if set.keys.len() > ISSUER_MAX_KEYS {
            return Err(NotAKeySet);
        }
        let jwks = set.keys.into_iter().filter_map(|key| serde_json::from_value::<Jwk>(key).ok());
        Ok(Self(jwks.filter_map(IssuerKey::of).collect()))
    }

    /// Whether a key of that name is among them.
    #[must_use]
    pub fn has(&self, key_id: &str) -> bool {
        self.0.iter().any(|key| key.id == key_id)
    }

    /// Checks the token's key, algorithm, signature, issuer, audience and times, and that the issuer has checked the
    /// mailbox.
    ///
    /// # Errors
    /// Fails when any of these is wrong, or the token has expired.
    pub fn verify(
        &self,
        presented: &Presented<'_>,
        issuer: &str,
        audiences: &[String],
        now: Timestamp,
    ) -> Result<Vouched, TokenError> {
        let fits = |key: &&IssuerKey| key.id == presented.key_id && key.algorithm == presented.algorithm;
        let key = self.0.iter().find(fits).ok_or(TokenError::Invalid)?;
        // The algorithm is the key's, whatever the token says.
        let mut validation = Validation::new(key.algorithm);
        validation.set_audience(audiences);
        validation.set_issuer(&[issuer]);
        validation.set_required_spec_claims(&["aud", "exp", "iss"]);
        // The library would ask the system's clock.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<IssuedClaims>(presented.token, &key.key, &validation);
        let claims = claims.map_err(|_| TokenError::Invalid)?.claims;
        if claims.iss != issuer || !claims.email_verified {
            return Err(TokenError::Invalid);
        }
        let soon = later(now, SignedDuration::from_secs(AHEAD_SECONDS));
        if claims.iat.0 > soon || claims.nbf.is_some_and(|nbf| nbf.0 > soon) {
            return Err(TokenError::Invalid);
        }
        // Some issuers' tokens live for a day or a year; here nobody stays longer than with a session of ours.
        let day = later(claims.iat.0, SignedDuration::from_hours(SESSION_HOURS));
        if now >= claims.exp.0.min(day) {
            return Err(TokenError::Expired);
        }
        let email = EmailAddress::parse(&claims.email).map_err(|_| TokenError::Invalid)?;
        Ok(Vouched { email, began_at: claims.iat.0 })
    }
}

impl IssuerKey {
    /// Turns a published key into one that checks tokens here; `None` when it cannot.
    fn of(jwk: Jwk) -> Option<Self> {
        let common = &jwk.common;
        let signs = matches!(common.public_key_use, None | Some(PublicKeyUse::Signature))
            && common.key_operations.as_ref().is_none_or(|may| may.contains(&KeyOperations::Verify));
        let algorithm = algorithm_of(&jwk.algorithm).filter(|_| signs)?;
        if common.key_algorithm.is_some_and(|named| named != algorithm.into()) {
            return None;
        }
        let key = DecodingKey::from_jwk(&jwk).ok()?;
        Some(Self { id: jwk.common.key_id?, algorithm, key })
    }
}

/// Returns the one algorithm for a kind of key. A shared secret has none, even if its owner names one.
fn algorithm_of(parameters: &AlgorithmParameters) -> Option<Algorithm> {
    if let AlgorithmParameters::RSA(_) = parameters {
        Some(Algorithm::RS256)
    } else if let AlgorithmParameters::EllipticCurve(point) = parameters {
        (point.curve == EllipticCurve::P256).then_some(Algorithm::ES256)
    } else if let AlgorithmParameters::OctetKeyPair(pair) = parameters {
        (pair.curve == EllipticCurve::Ed25519).then_some(Algorithm::EdDSA)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::json;

    use super::*;

    const ISSUER: &str = "https://issuer.example";
    const HOUR: i64 = 3600;

    fn signer() -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap()
    }

    fn public_key() -> Value {
        let x = URL_SAFE_NO_PAD.encode(signer().public_key().as_ref());
        json!({ "kty": "OKP", "crv": "Ed25519", "x": x, "kid": "k", "use": "sig", "alg": "EdDSA" })
    }

    fn keys(keys: &Value) -> IssuerKeys {
        IssuerKeys::parse(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
    }

    fn claims() -> Value {
        json!({
            "iss": ISSUER, "aud": "us", "iat": 1000, "exp": 1000 + HOUR, "email": "ana@example.org", "email_verified": true,
        })
    }

    fn token(header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let signature = URL_SAFE_NO_PAD.encode(signer().sign(signed.as_bytes()));
        format!("{signed}.{signature}")
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn verify_at(change: impl Fn(&mut Value), now: i64) -> Result<Vouched, TokenError> {
        let mut claims = claims();
        change(&mut claims);
        let token = token(&json!({ "alg": "EdDSA", "kid": "k" }), &claims);
        let presented = Presented::read(&token).ok_or(TokenError::Invalid)?;
        keys(&json!([public_key()])).verify(&presented, ISSUER, &["us".to_owned()], at(now))
    }

    #[test]
    fn a_good_token_says_whose_mailbox_and_since_when() {
        let vouched = Vouched { email: EmailAddress::parse("ana@example.org").unwrap(), began_at: at(1000) };
        assert_eq!(verify_at(|_| {}, 1000), Ok(vouched.clone()));
        assert_eq!(verify_at(|claims| claims["aud"] = json!(["them", "us"]), 1000 + HOUR - 1), Ok(vouched.clone()));
        assert_eq!(verify_at(|claims| claims["exp"] = json!(5000.5), 1000), Ok(vouched), "a date may have a fraction");
    }

    #[test]
    fn a_token_has_its_time() {
        assert_eq!(verify_at(|_| {}, 1000 + HOUR), Err(TokenError::Expired));
        assert!(verify_at(|_| {}, 1000 - AHEAD_SECONDS).is_ok());
        assert_eq!(verify_at(|_| {}, 999 - AHEAD_SECONDS), Err(TokenError::Invalid));
        assert_eq!(verify_at(|claims| claims["nbf"] = json!(2000), 1500), Err(TokenError::Invalid));
        let long = |claims: &mut Value| claims["exp"] = json!(1000 + 365 * 24 * HOUR);
        assert!(verify_at(long, 999 + SESSION_HOURS * HOUR).is_ok());
        assert_eq!(verify_at(long, 1000 + SESSION_HOURS * HOUR), Err(TokenError::Expired));
    }

    #[test]
    fn what_is_missing_or_of_another_kind_is_refused() {
        for name in ["iss", "aud", "exp", "iat", "email", "email_verified"] {
            let without = |claims: &mut Value| drop(claims.as_object_mut().unwrap().remove(name));
            assert_eq!(verify_at(without, 1000), Err(TokenError::Invalid), "without {name}");
        }
        for (name, value) in [
            ("iss", json!([ISSUER])),
            ("iss", json!("https://issuer.example/")),
            ("aud", json!("them")),
            ("aud", json!([])),
            ("exp", json!("9999")),
            ("exp", json!(1e300)),
            ("iat", json!(null)),
            ("email", json!("not an address")),
            ("email_verified", json!(false)),
            ("email_verified", json!("true")),
        ] {
            let changed = |claims: &mut Value| claims[name] = value.clone();
            assert_eq!(verify_at(changed, 1000), Err(TokenError::Invalid), "{name}: {value}");
        }
    }

    #[test]
    fn a_key_is_for_what_it_says_and_nothing_else() {
        let changed = |name: &str, value: Value| {
            let mut key = public_key();
            key[name] = value;
            keys(&json!([key]))
        };
        assert!(changed("use", json!("sig")).has("k"));
        assert!(changed("key_ops", json!(["verify"])).has("k"));
        for (name, value) in [
            ("use", json!("enc")),
            ("key_ops", json!(["encrypt"])),
            ("alg", json!("ES256")),
            ("alg", json!("HS256")),
            ("crv", json!("X25519")),
            ("kty", json!("oct")),
            ("kid", json!(7)),
        ] {
            assert!(!changed(name, value.clone()).has("k"), "{name}: {value}");
        }
        let secret = json!({ "kty": "oct", "k": "c2VjcmV0", "kid": "s", "alg": "HS256" });
        let set = keys(&json!([secret, "no key", { "kty": "RSA" }, public_key()]));
        assert!(!set.has("s") && set.has("k"), "a strange key does not hide the others");
        for bad in ["", "[]", "{}", r#"{"keys":{}}"#] {
            assert_eq!(IssuerKeys::parse(bad.as_bytes()).err(), Some(NotAKeySet));
        }
        let many = vec![public_key(); ISSUER_MAX_KEYS + 1];
        assert!(IssuerKeys::parse(json!({ "keys": many }).to_string().as_bytes()).is_err());
    }

    #[test]
    fn a_token_says_which_key_and_asks_for_nothing_unknown() {
        let looks = |header: Value| Presented::read(&token(&header, &claims())).is_some();
        assert!(looks(json!({ "alg": "EdDSA", "kid": "k" })));
        assert!(!looks(json!({ "alg": "EdDSA" })));
        assert!(!looks(json!({ "alg": "none", "kid": "k" })));
        assert!(!looks(json!({ "alg": "EdDSA", "kid": "k", "crit": ["b64"], "b64": false })));
        assert!(Presented::read(&"x".repeat(ISSUED_TOKEN_MAX_BYTES + 1)).is_none());
    }
}
