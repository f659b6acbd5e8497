//! `Authorization: Bearer` with a token of an OpenID Connect issuer that the deployment names: the tokens that let
//! somebody in, and those that do not.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use tests::{Answer, FIRST_ADMIN, Outgoing, Setup, SigningKey, TestIssuer, TestSite, signed};

const AUDIENCE: &str = "time-to-lead";
const COUNTS: &str = "/v1/organizer/tally.json";
const TEAM: &str = "/organizer/en/team";

/// A site that trusts an issuer, which publishes one Ed25519 key named `now`.
struct Trusting {
    site: TestSite,
    issuer: TestIssuer,
    key: SigningKey,
}

impl Trusting {
    async fn start() -> Self {
        let (issuer, key) = (TestIssuer::start().await, SigningKey::ed25519());
        issuer.publish([key.published_as("now")]);
        let mut setup = Setup::default();
        setup.parameters.insert("OidcIssuers".to_owned(), format!("{}|{AUDIENCE}", issuer.url()));
        Self { site: TestSite::open(setup).await, issuer, key }
    }

    /// Makes the claims of a good token for an address.
    fn claims(&self, email: &str) -> Value {
        self.site.keep_private([email.to_owned()]);
        let now = self.site.now().as_second();
        json!({
            "iss": self.issuer.url(), "aud": AUDIENCE, "sub": "1234", "iat": now, "nbf": now, "exp": now + 600,
            "email": email, "email_verified": true,
        })
    }

    /// Makes a good token with the issuer's one key.
    fn token(&self, email: &str) -> String {
        self.key.token(&self.header(), &self.claims(email))
    }

    fn header(&self) -> Value {
        json!({ "typ": "JWT", "alg": self.key.algorithm(), "kid": "now" })
    }

    /// Makes a token of the first organizer that is good except for this change.
    fn token_but(&self, change: impl FnOnce(&mut Value, &mut Value)) -> String {
        let (mut header, mut claims) = (self.header(), self.claims(FIRST_ADMIN));
        change(&mut header, &mut claims);
        self.key.token(&header, &claims)
    }

    async fn get(&self, path: &str, token: &str) -> Answer {
        self.site.send(bearer(Outgoing::get(path), token)).await
    }

    async fn is_let_in(&self, token: &str) {
        self.get(COUNTS, token).await.expect(200);
    }

    async fn asks_for_supporters(&self, token: &str) -> Answer {
        let body = json!({ "reason": "test" });
        self.site.send(bearer(Outgoing::json("/v1/organizer/supporters.csv", &body), token)).await
    }

    async fn is_refused(&self, token: &str, what: &str) {
        let answer = self.get(COUNTS, token).await;
        assert_eq!(answer.status, 401, "{what}: {}", answer.text);
        assert_eq!(
            (answer.problem().as_str(), answer.header("www-authenticate")),
            ("not_signed_in", CHALLENGE),
            "{what}"
        );
        assert_eq!(self.get("/organizer/fr", token).await.leads_to(), "/organizer/fr/sign-in", "{what}");
    }

    async fn invite(&self, email: &str, role: &str) {
        let (token, form) = (self.token(FIRST_ADMIN), [("email", email), ("role", role)]);
        self.site.send(bearer(Outgoing::form(TEAM, &form), &token)).await.expect(303);
        self.site.open_mails_to(email).await;
    }
}

const CHALLENGE: &str = "Bearer realm=\"organizer\"";

fn bearer(outgoing: Outgoing, token: &str) -> Outgoing {
    outgoing.header("authorization", &format!("Bearer {token}"))
}

#[tokio::test]
async fn good_tokens_of_all_three_algorithms_are_let_in() {
    let there = Trusting::start().await;
    let keys = [("r", SigningKey::rsa()), ("p", SigningKey::p256()), ("e", SigningKey::ed25519())];
    there.issuer.publish(keys.iter().map(|(name, key)| key.published_as(name)));
    for (name, key) in &keys {
        let header = json!({ "alg": key.algorithm(), "kid": name });
        there.is_let_in(&key.token(&header, &there.claims(FIRST_ADMIN))).await;
        let mut several = there.claims("Organizer@Example.ORG");
        several["aud"] = json!(["elsewhere", AUDIENCE]);
        there.is_let_in(&key.token(&header, &several)).await;
    }
    assert_eq!(there.issuer.asked(), 1);
}

/// Invariant 20
#[tokio::test]
async fn the_office_gives_the_role_whatever_the_token_says() {
    let there = Trusting::start().await;
    for role in ["viewer", "exporter", "moderator", "admin"] {
        let email = format!("{role}@example.org");
        there.invite(&email, role).await;
        let mut claims = there.claims(&email);
        for name in ["role", "roles", "groups", "scope"] {
            claims[name] = "admin".into();
        }
        let token = there.key.token(&there.header(), &claims);
        there.is_let_in(&token).await;
        let may_export = if role == "viewer" { 403 } else { 200 };
        there.asks_for_supporters(&token).await.expect(may_export);
        there.get(TEAM, &token).await.expect(if role == "admin" { 200 } else { 403 });
    }
}

#[tokio::test]
async fn a_program_may_post_with_a_token_from_wherever_it_runs() {
    let there = Trusting::start().await;
    let form = [("email", "ana@example.org"), ("role", "viewer")];
    for origin in [None, Some("https://elsewhere.example")] {
        let mut post = bearer(Outgoing::form(TEAM, &form), &there.token(FIRST_ADMIN));
        if let Some(origin) = origin {
            post = post.header("origin", origin);
        }
        assert!(matches!(there.site.send(post).await.status.as_u16(), 303 | 422));
    }
    there.site.open_mails_to("ana@example.org").await;
    let log = there.get("/organizer/en/log", &there.token(FIRST_ADMIN)).await.expect(200).text;
    assert!(log.contains("ana@example.org: Viewer"), "what is done with a token is in the log");
}

#[tokio::test]
async fn a_token_without_a_signature_is_refused() {
    let there = Trusting::start().await;
    let good = there.token(FIRST_ADMIN);
    let parts: Vec<_> = good.split('.').collect();
    for name in ["none", "None", "NONE", "nOnE", ""] {
        let header = URL_SAFE_NO_PAD.encode(json!({ "alg": name, "kid": "now" }).to_string());
        there.is_refused(&format!("{header}.{}.", parts[1]), name).await;
        there.is_refused(&format!("{header}.{}.{}", parts[1], parts[2]), name).await;
    }
    there.is_refused(&format!("{}.{}.", parts[0], parts[1]), "cut off").await;
    there.is_refused(&format!("{}.{}.{}", parts[0], parts[1], &parts[2][2..]), "damaged").await;
    let other = there.token_but(|_, claims| claims["email"] = "ana@example.org".into());
    let other = other.split('.').nth(1).unwrap();
    there.is_refused(&format!("{}.{other}.{}", parts[0], parts[2]), "another's claims").await;
}

#[tokio::test]
async fn a_public_key_is_no_shared_secret() {
    let there = Trusting::start().await;
    for key in [SigningKey::rsa(), SigningKey::p256(), SigningKey::ed25519()] {
        let jwk = key.published_as("now");
        there.issuer.publish([jwk.clone()]);
        there.site.advance_clock(3600);
        let (der, pem) = key.public_der_and_pem();
        let mut secrets = vec![der, pem.trim().as_bytes().to_vec(), pem.into_bytes(), jwk.to_string().into_bytes()];
        for member in ["n", "x", "y"] {
            if let Some(text) = jwk[member].as_str() {
                secrets.extend([text.as_bytes().to_vec(), URL_SAFE_NO_PAD.decode(text).unwrap()]);
            }
        }
        for secret in secrets {
            let header = json!({ "alg": "HS256", "kid": "now" });
            let forged = signed(&header, &there.claims(FIRST_ADMIN), |message| {
                hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &secret), message).as_ref().to_vec()
            });
            there.is_refused(&forged, key.algorithm()).await;
        }
        let good = key.token(&json!({ "alg": key.algorithm(), "kid": "now" }), &there.claims(FIRST_ADMIN));
        there.is_let_in(&good).await;
    }
}

#[tokio::test]
async fn an_issuers_shared_secret_signs_nothing() {
    let there = Trusting::start().await;
    let secret = URL_SAFE_NO_PAD.encode("s".repeat(32));
    there.issuer.publish([json!({ "kty": "oct", "k": secret, "kid": "now", "alg": "HS256", "use": "sig" })]);
    let header = json!({ "alg": "HS256", "kid": "now" });
    let key = hmac::Key::new(hmac::HMAC_SHA256, "s".repeat(32).as_bytes());
    let forged = signed(&header, &there.claims(FIRST_ADMIN), |message| hmac::sign(&key, message).as_ref().to_vec());
    there.is_refused(&forged, "a secret that the issuer shares with everybody").await;
}

/// Invariant 20
#[tokio::test]
async fn a_key_is_for_its_own_algorithm_alone() {
    let there = Trusting::start().await;
    let keys = [("r", SigningKey::rsa()), ("p", SigningKey::p256()), ("e", SigningKey::ed25519())];
    there.issuer.publish(keys.iter().map(|(name, key)| key.published_as(name)));
    for (name, key) in &keys {
        for algorithm in ["RS256", "RS384", "PS256", "ES256", "ES384", "EdDSA"] {
            let token = key.token(&json!({ "alg": algorithm, "kid": name }), &there.claims(FIRST_ADMIN));
            if algorithm == key.algorithm() {
                there.is_let_in(&token).await;
            } else {
                there.is_refused(&token, &format!("{algorithm} with a key for {}", key.algorithm())).await;
            }
        }
        // Signed well, and with another key than it names.
        let other = keys.iter().find(|(other, _)| other != name).map(|(other, _)| *other);
        let token = key.token(&json!({ "alg": key.algorithm(), "kid": other }), &there.claims(FIRST_ADMIN));
        there.is_refused(&token, "another's name").await;
    }
}

#[tokio::test]
async fn an_encryption_key_is_not_taken_for_signing() {
    let there = Trusting::start().await;
    for (name, value) in [("use", json!("enc")), ("key_ops", json!(["encrypt"])), ("alg", json!("RSA-OAEP"))] {
        let mut jwk = there.key.published_as("now");
        jwk[name] = value;
        there.issuer.publish([jwk]);
        there.site.advance_clock(3600);
        there.is_refused(&there.token(FIRST_ADMIN), name).await;
    }
}

#[tokio::test]
async fn a_token_for_or_of_somebody_else_is_refused() {
    let there = Trusting::start().await;
    let url = there.issuer.url().to_owned();
    for (name, value) in [
        ("aud", json!("another-site")),
        ("aud", json!(["another-site"])),
        ("aud", json!("time-to-lead ")),
        ("aud", json!([])),
        ("aud", Value::Null),
        ("iss", json!("https://accounts.example")),
        ("iss", json!(format!("{url}/"))),
        ("iss", json!([url])),
        ("iss", Value::Null),
        ("email", json!("nobody@example.org")),
        ("email", json!("not an address")),
        ("email", Value::Null),
        ("email_verified", json!(false)),
        ("email_verified", json!("true")),
        ("email_verified", Value::Null),
        ("iat", Value::Null),
        ("iat", json!(there.site.now().as_second() + 60)),
        ("nbf", json!(there.site.now().as_second() + 60)),
        ("exp", Value::Null),
    ] {
        let token = there.token_but(|_, claims| {
            if value.is_null() {
                claims.as_object_mut().unwrap().remove(name);
            } else {
                claims[name] = value.clone();
            }
        });
        there.is_refused(&token, &format!("{name}: {value}")).await;
    }
    there.is_let_in(&there.token_but(|_, _| {})).await;
}

#[tokio::test]
async fn a_token_ends_when_its_issuer_said_and_after_eight_hours_in_any_case() {
    let there = Trusting::start().await;
    let token = there.token(FIRST_ADMIN);
    let long = there.token_but(|_, claims| claims["exp"] = json!(there.site.now().as_second() + 365 * 24 * 3600));
    there.site.advance_clock(599);
    there.is_let_in(&token).await;
    there.site.advance_clock(1);
    assert_eq!(there.get(COUNTS, &token).await.expect(401).problem(), "session_over");
    there.site.advance_clock(8 * 3600 - 601);
    there.is_let_in(&long).await;
    there.site.advance_clock(1);
    assert_eq!(there.get(COUNTS, &long).await.expect(401).problem(), "session_over");
}

#[tokio::test]
async fn a_token_that_names_no_key_is_refused() {
    let there = Trusting::start().await;
    for key_id in [Value::Null, json!(""), json!(7), json!(["now"])] {
        let token = there.token_but(|header, _| header["kid"] = key_id.clone());
        there.is_refused(&token, &format!("{key_id}")).await;
    }
    let without = there.token_but(|header, _| drop(header.as_object_mut().unwrap().remove("kid")));
    there.is_refused(&without, "none at all").await;
}

#[tokio::test]
async fn forged_key_names_do_not_make_us_hammer_the_issuer() {
    let there = Trusting::start().await;
    there.is_let_in(&there.token(FIRST_ADMIN)).await;
    let forged = |number: usize| there.token_but(|header, _| header["kid"] = format!("forged-{number}").into());
    for minute in 0..3 {
        let tokens: Vec<_> = (0..16).map(|number| forged(16 * minute + number)).collect();
        futures::future::join_all(tokens.iter().map(|token| there.is_refused(token, "an unknown key"))).await;
        assert_eq!(there.issuer.asked(), 1 + u32::try_from(minute).unwrap(), "one question a minute");
        there.is_let_in(&there.token(FIRST_ADMIN)).await;
        there.site.advance_clock(60);
    }
}

#[tokio::test]
async fn a_key_that_a_token_brings_along_is_ignored() {
    let there = Trusting::start().await;
    let (evil, forger) = (TestIssuer::start().await, SigningKey::ed25519());
    evil.publish([forger.published_as("now")]);
    let url = format!("{}/keys", evil.url());
    for (name, value) in [
        ("jwk", forger.published_as("now")),
        ("jku", json!(url)),
        ("x5u", json!(url)),
        ("x5c", json!([URL_SAFE_NO_PAD.encode(forger.public_der_and_pem().0)])),
    ] {
        let header = |mut header: Value| {
            header[name] = value.clone();
            header
        };
        let claims = there.claims(FIRST_ADMIN);
        there.is_refused(&forger.token(&header(there.header()), &claims), name).await;
        // Nor does it hurt where the issuer itself puts one.
        there.is_let_in(&there.key.token(&header(there.header()), &claims)).await;
    }
    let critical = there.token_but(|header, _| header["crit"] = json!(["exp"]));
    there.is_refused(&critical, "an extension that we do not know").await;
    assert_eq!((evil.asked(), there.issuer.asked()), (0, 1));
}

#[tokio::test]
async fn a_new_key_is_believed_at_once_and_one_taken_back_for_an_hour_at_most() {
    let there = Trusting::start().await;
    let old = || there.token(FIRST_ADMIN);
    there.is_let_in(&old()).await;
    let new = SigningKey::p256();
    let of_new = || new.token(&json!({ "alg": "ES256", "kid": "next" }), &there.claims(FIRST_ADMIN));
    there.issuer.publish([there.key.published_as("now"), new.published_as("next")]);
    there.site.advance_clock(60);
    there.is_let_in(&of_new()).await;
    there.is_let_in(&old()).await;
    there.issuer.publish([new.published_as("next")]);
    there.site.advance_clock(3599);
    there.is_let_in(&old()).await;
    there.site.advance_clock(1);
    there.is_refused(&old(), "a key that the issuer took back").await;
    there.is_let_in(&of_new()).await;
    // A key of the same name is another key.
    let third = SigningKey::p256();
    there.issuer.publish([third.published_as("next")]);
    there.site.advance_clock(3600);
    there.is_refused(&of_new(), "a replaced key").await;
    there.is_let_in(&third.token(&json!({ "alg": "ES256", "kid": "next" }), &there.claims(FIRST_ADMIN))).await;
}

#[tokio::test]
async fn while_the_issuer_is_away_known_keys_go_on_working_for_a_day() {
    let there = Trusting::start().await;
    there.is_let_in(&there.token(FIRST_ADMIN)).await;
    there.issuer.is_away(true);
    for hour in 1..24 {
        there.site.advance_clock(3600);
        there.is_let_in(&there.token(FIRST_ADMIN)).await;
        there.is_let_in(&there.token(FIRST_ADMIN)).await;
        assert_eq!(there.issuer.tried(), 1 + hour, "it is asked again, and not with every page");
    }
    there.site.advance_clock(3600);
    let answer = there.get(COUNTS, &there.token(FIRST_ADMIN)).await.expect(503);
    assert!(answer.headers.contains_key("retry-after"));
    there.get("/organizer/en", &there.token(FIRST_ADMIN)).await.expect(503);
    there.issuer.is_away(false);
    there.site.advance_clock(60);
    there.is_let_in(&there.token(FIRST_ADMIN)).await;
}

#[tokio::test]
async fn an_issuer_that_never_answered_lets_nobody_in_and_stops_nobody_else() {
    let there = Trusting::start().await;
    there.issuer.is_away(true);
    there.get(COUNTS, &there.token(FIRST_ADMIN)).await.expect(503);
    let office = there.site.sign_in(FIRST_ADMIN).await;
    office.get("/organizer/en").await.expect(200);
    there.site.send(bearer(Outgoing::get(COUNTS), &office.token())).await.expect(200);
    assert_eq!(there.issuer.tried(), 1);
}

#[tokio::test]
async fn an_issuer_that_answers_under_another_name_is_not_believed() {
    let there = Trusting::start().await;
    let keys = format!("{}/keys", there.issuer.url());
    for said in [
        json!({ "issuer": "https://accounts.example", "jwks_uri": keys }),
        json!({ "issuer": there.issuer.url(), "jwks_uri": "http://192.0.2.1/keys" }),
        json!({ "issuer": there.issuer.url(), "jwks_uri": "file:///etc/passwd" }),
        json!({ "issuer": there.issuer.url() }),
        json!([]),
    ] {
        there.issuer.say(said);
        there.get(COUNTS, &there.token(FIRST_ADMIN)).await.expect(503);
        there.site.advance_clock(60);
    }
    there.issuer.say(json!({ "issuer": there.issuer.url(), "jwks_uri": keys }));
    there.is_let_in(&there.token(FIRST_ADMIN)).await;
}

#[tokio::test]
async fn a_removal_a_new_role_or_a_sign_out_holds_at_once() {
    let there = Trusting::start().await;
    let email = "ana@example.org";
    there.invite(email, "exporter").await;
    let (ana, admin) = (there.token(email), there.token(FIRST_ADMIN));
    there.asks_for_supporters(&ana).await.expect(200);
    let demoted = [("email", email), ("from", "exporter"), ("role", "viewer")];
    there.site.send(bearer(Outgoing::form("/organizer/en/team/role", &demoted), &admin)).await.expect(303);
    there.asks_for_supporters(&ana).await.expect(403);
    there.is_let_in(&ana).await;
    there.site.advance_clock(1);
    there.site.send(bearer(Outgoing::form("/organizer/en/sign-out", &[]), &ana)).await.expect(303);
    assert_eq!(there.get(COUNTS, &ana).await.expect(401).problem(), "session_over");
    there.site.advance_clock(1);
    let again = there.token(email);
    there.is_let_in(&again).await;
    let removed = [("email", email)];
    there.site.send(bearer(Outgoing::form("/organizer/en/team/remove", &removed), &admin)).await.expect(303);
    there.is_refused(&again, "a removed organizer").await;
    there.is_refused(&there.token(email), "a removed organizer").await;
}

#[tokio::test]
async fn an_issuers_token_never_becomes_a_cookie() {
    let there = Trusting::start().await;
    let token = there.token(FIRST_ADMIN);
    // After five minutes a session of ours in use is renewed.
    for _ in 0..2 {
        for path in ["/organizer/en", TEAM, COUNTS] {
            let answer = there.get(path, &token).await.expect(200);
            assert!(!answer.headers.contains_key("set-cookie"), "{path}");
        }
        let cookie = Outgoing::get("/organizer/en").header("cookie", &format!("__Host-office={token}"));
        assert_eq!(there.site.send(cookie).await.leads_to(), "/organizer/en/sign-in");
        there.site.advance_clock(400);
    }
}

#[tokio::test]
async fn nobody_is_believed_whom_the_deployment_does_not_name() {
    let there = Trusting::start().await;
    let site = TestSite::start().await;
    site.keep_private([FIRST_ADMIN.to_owned()]);
    let answer = site.send(bearer(Outgoing::get(COUNTS), &there.token(FIRST_ADMIN))).await.expect(401);
    assert_eq!(answer.problem(), "not_signed_in");
    assert_eq!(there.issuer.asked(), 0);
    // The named organizer may print, too: the office gives them a ticket.
    there.site.send(bearer(Outgoing::get("/v1/organizer/report.pdf"), &there.token(FIRST_ADMIN))).await.expect(303);
}
