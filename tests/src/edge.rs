//! An edge for the tests: a caching proxy in front of the local site.
//!
//! It follows the rules of `infra/stack/edge.yaml` (the key of each address, the headers that are passed on, the errors
//! that get a page) and the functions' Cache-Control, as AWS describes CloudFront. It is one cache that forgets
//! nothing. So it shows what may be served, and not how often CloudFront will have it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::header::{AGE, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use jiff::{SignedDuration, Timestamp};
use web::Clock;

use crate::answer::{Answer, Browser, Outgoing};
use crate::program::project_root;
use crate::site::SOURCE;

/// Headers that CloudFront passes on by itself, as far as the site reads them.
const ALWAYS_PASSED: [&str; 2] = ["content-type", "if-none-match"];
/// The header in which CloudFront gives a request's sender.
const VIEWER_ADDRESS: &str = "cloudfront-viewer-address";
/// The edge's own address: the gateway sees every request come from there.
const EDGE_ADDRESS: &str = "192.0.2.200";

/// The state of the API behind the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The site answers.
    Site,
    /// Nothing answers: there is no connection, or no answer in time.
    Away,
    /// The gateway answers by itself, with this status.
    Fails(u16),
}

/// The template's rule for the addresses of a pattern.
struct Behaviour {
    pattern: String,
    policy: Policy,
    is_api: bool,
}

/// The parts of a request that are in the cache's key, beside the path.
#[derive(Clone)]
struct Policy {
    headers: Vec<String>,
    cookies: bool,
    query: bool,
    longest_seconds: i64,
}

/// An answer in the cache, with the seconds for which it may be used.
#[derive(Clone)]
struct Kept {
    at: Timestamp,
    answer: Answer,
    fresh: i64,
    while_revalidating: i64,
    if_error: i64,
}

struct State {
    origin: Origin,
    kept: BTreeMap<String, Kept>,
    /// The errors that are remembered, each with its end.
    failed: BTreeMap<String, (Timestamp, Answer)>,
    reached: Vec<String>,
}

pub struct TestEdge {
    behaviours: Vec<Behaviour>,
    passed: Vec<String>,
    /// The errors by status: the seconds for which one is remembered, and whether it gets the page.
    errors: BTreeMap<u16, (i64, bool)>,
    page: String,
    key: String,
    browser: Browser,
    clock: Clock,
    state: Mutex<State>,
}

impl TestEdge {
    /// Puts an edge in front of a site, with the secret that its functions know.
    ///
    /// # Panics
    /// Panics when the template cannot be read as it is written now.
    #[must_use]
    pub fn before(url: &str, key: String, clock: Clock) -> Self {
        let template = std::fs::read_to_string(project_root().join("infra/stack/edge.yaml")).expect("the template");
        let policy = |name: &str| {
            let section = section(&template, name);
            let longest = between(section, "MaxTTL: ", "\n").expect("a longest time");
            Policy {
                headers: list(section),
                cookies: section.contains("CookieBehavior: all"),
                query: section.contains("QueryStringBehavior: all"),
                longest_seconds: longest.parse().expect("seconds"),
            }
        };
        let behaviours = template.lines().filter(|line| line.contains("TargetOriginId: ")).map(|line| Behaviour {
            pattern: between(line, "PathPattern: ", ",").map_or("*", |pattern| pattern.trim_matches('\'')).to_owned(),
            policy: policy(between(line, "CachePolicyId: !Ref ", ",").expect("a policy")),
            is_api: !line.contains("TargetOriginId: error-pages"),
        });
        let mut behaviours: Vec<_> = behaviours.collect();
        // The default is written first, and is looked at last.
        behaviours.rotate_left(1);
        let errors = template.lines().filter_map(|line| {
            let code = between(line, "ErrorCode: ", ",")?.parse().expect("a status");
            let seconds = between(line, "ErrorCachingMinTTL: ", " ").expect("seconds").parse().expect("seconds");
            Some((code, (seconds, line.contains("ResponsePagePath"))))
        });
        let page = between(&template, "Html: |\n", "\n\n").expect("the page").replace("        ", "");
        let state = State { origin: Origin::Site, kept: BTreeMap::new(), failed: BTreeMap::new(), reached: Vec::new() };
        Self {
            behaviours,
            passed: list(section(&template, "Asked")),
            errors: errors.collect(),
            page,
            key,
            browser: Browser::of(url),
            clock,
            state: Mutex::new(state),
        }
    }

    /// Lets the API answer in another way from now on.
    pub fn set_origin(&self, origin: Origin) {
        self.state().origin = origin;
    }

    /// Counts the requests to the API that begin so: `GET /v1/counter`.
    #[must_use]
    pub fn reached(&self, beginning: &str) -> usize {
        self.state().reached.iter().filter(|request| request.starts_with(beginning)).count()
    }

    /// Lists everything in the cache: the key, and the answer.
    #[must_use]
    pub fn kept(&self) -> Vec<(String, Answer)> {
        self.state().kept.iter().map(|(key, kept)| (key.clone(), kept.answer.clone())).collect()
    }

    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers a request, from the cache or from the API.
    pub(crate) async fn send(&self, asked: Outgoing) -> Answer {
        let path = asked.path().split('?').next().unwrap_or_default();
        let behaviour = self.behaviours.iter().find(|behaviour| matches(&behaviour.pattern, path));
        let Behaviour { policy, is_api, .. } = behaviour.expect("the last one takes all");
        assert!(is_api, "no test asks for the error page itself");
        if *asked.method() != Method::GET {
            return self.fetched(&asked, policy).await.unwrap_or_else(|error| error);
        }
        let key = key_of(&asked, policy);
        let now = self.clock.now();
        let kept = self.state().kept.get(&key).cloned();
        let age = kept.as_ref().map_or(i64::MAX, |kept| now.duration_since(kept.at).as_secs());
        let usable = |seconds: fn(&Kept) -> i64| kept.as_ref().filter(|kept| age < kept.fresh + seconds(kept));
        if let Some(kept) = usable(|_| 0) {
            return kept.shown(&asked, age);
        }
        if let Some(kept) = usable(|kept| kept.while_revalidating) {
            // CloudFront does this after it has answered.
            let _ = self.renewed(&asked, policy, &key).await;
            return kept.shown(&asked, age);
        }
        let failed = self.state().failed.get(&key).cloned();
        let answer = match failed.filter(|(until, _)| now < *until) {
            Some((_, error)) => Err(error),
            None => self.renewed(&asked, policy, &key).await,
        };
        answer.unwrap_or_else(|error| {
            let stale = usable(|kept| kept.if_error).filter(|_| error.status.is_server_error());
            stale.map_or(error, |kept| kept.shown(&asked, age))
        })
    }

    /// Asks the API, and keeps its answer if that may be kept.
    async fn renewed(&self, asked: &Outgoing, policy: &Policy, key: &str) -> Result<Answer, Answer> {
        let answer = self.fetched(asked, policy).await;
        let now = self.clock.now();
        let mut state = self.state();
        match &answer {
            Ok(answer) => {
                state.failed.remove(key);
                match Kept::of(answer, policy, now) {
                    Some(kept) => state.kept.insert(key.to_owned(), kept),
                    None => state.kept.remove(key),
                };
            }
            Err(error) => {
                let always_remembered = matches!(error.status.as_u16(), 404 | 405 | 414 | 500..=504);
                let unless_said = (if always_remembered { 10 } else { 0 }, false);
                let (seconds, _) = self.errors.get(&error.status.as_u16()).copied().unwrap_or(unless_said);
                let until = now.saturating_add(SignedDuration::from_secs(seconds)).expect("a time");
                state.failed.insert(key.to_owned(), (until, error.clone()));
            }
        }
        answer
    }

    /// Asks the API, and returns its answer, or the error that is shown unless the cache has something.
    async fn fetched(&self, asked: &Outgoing, policy: &Policy) -> Result<Answer, Answer> {
        let origin = {
            let mut state = self.state();
            state.reached.push(format!("{} {}", asked.method(), asked.path()));
            state.origin
        };
        let answer = match origin {
            Origin::Site => self.passed_on(asked, policy).await,
            Origin::Away => by_itself(504, "The request could not be satisfied"),
            Origin::Fails(status) => by_itself(status, r#"{"message":"Service Unavailable"}"#),
        };
        match self.errors.get(&answer.status.as_u16()) {
            Some((_, true)) => Err(self.error(answer.status)),
            Some((_, false)) | None if answer.status.as_u16() >= 400 => Err(answer),
            Some((_, false)) | None => Ok(answer),
        }
    }

    /// Sends a request to the site with the headers that are passed on.
    async fn passed_on(&self, asked: &Outgoing, policy: &Policy) -> Answer {
        let mut passed: Vec<&str> = ALWAYS_PASSED.to_vec();
        passed.extend(self.passed.iter().chain(&policy.headers).map(String::as_str));
        if policy.cookies {
            passed.push("cookie");
        }
        let mut request = asked.clone().only_with(&passed).header("x-origin-key", &self.key);
        // CloudFront sets the header itself, even if the viewer wrote one.
        if passed.contains(&VIEWER_ADDRESS) {
            let viewer = asked.value_of(SOURCE).expect("a test's request comes from somewhere");
            request = request.header(VIEWER_ADDRESS, &format!("{viewer}:4711"));
        }
        let mut answer = self.browser.send(request.header(SOURCE, EDGE_ADDRESS)).await;
        if !policy.cookies {
            answer.headers.remove(SET_COOKIE);
        }
        answer
    }

    /// Answers with our own error page.
    fn error(&self, status: StatusCode) -> Answer {
        let headers = [
            ("content-type", "text/html; charset=utf-8"),
            ("content-security-policy", "default-src 'none'"),
            ("strict-transport-security", "max-age=63072000; includeSubDomains"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
        ];
        let headers = headers.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        Answer { headers: HeaderMap::from_iter(headers), ..by_itself(status.as_u16(), &self.page) }
    }
}

/// Makes an answer that no function gave.
fn by_itself(status: u16, text: &str) -> Answer {
    let headers = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    Answer {
        status: StatusCode::from_u16(status).expect("a status"),
        headers: HeaderMap::from_iter(headers),
        text: text.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

impl Kept {
    /// Keeps an answer if it may be kept (RFC 9111, RFC 5861).
    fn of(answer: &Answer, policy: &Policy, at: Timestamp) -> Option<Self> {
        let said = answer.headers.get(CACHE_CONTROL)?.to_str().ok()?;
        let directives: BTreeMap<_, _> =
            said.split(',').map(|word| word.trim().split_once('=').unwrap_or((word.trim(), ""))).collect();
        if ["no-store", "no-cache", "private"].iter().any(|word| directives.contains_key(word)) {
            return None;
        }
        let seconds = |word: &str| directives.get(word).and_then(|seconds| seconds.parse::<i64>().ok());
        let fresh = seconds("s-maxage").or_else(|| seconds("max-age"))?.min(policy.longest_seconds);
        // A function may answer with numbers that it has held for a while.
        let age = answer.headers.get(AGE).and_then(|age| age.to_str().ok()?.parse().ok()).unwrap_or(0);
        let (while_revalidating, if_error) = (seconds("stale-while-revalidate"), seconds("stale-if-error"));
        Some(Self {
            at: at.saturating_sub(SignedDuration::from_secs(age)).ok()?,
            answer: answer.clone(),
            fresh,
            while_revalidating: while_revalidating.unwrap_or_default(),
            if_error: if_error.unwrap_or_default(),
        })
    }

    /// Returns the answer for a viewer who may have it already.
    fn shown(&self, asked: &Outgoing, age: i64) -> Answer {
        let mut answer = self.answer.clone();
        answer.headers.insert(AGE, HeaderValue::from(age));
        let tag = answer.headers.get(ETAG).and_then(|tag| tag.to_str().ok());
        if tag.is_some() && tag == asked.value_of(IF_NONE_MATCH.as_str()) {
            answer.status = StatusCode::NOT_MODIFIED;
            answer.text.clear();
            answer.bytes.clear();
        }
        answer
    }
}

/// Returns the cache's key of a request.
fn key_of(asked: &Outgoing, policy: &Policy) -> String {
    let cookie = policy.cookies.then_some("cookie");
    let headers = policy.headers.iter().map(String::as_str).chain(cookie);
    let values = headers.map(|name| format!(" {name}={}", asked.value_of(name).unwrap_or_default()));
    let path = asked.path();
    let path = if policy.query { path } else { path.split('?').next().unwrap_or_default() };
    format!("{path}{}", values.collect::<String>())
}

/// Whether a path matches one of CloudFront's patterns: `*` is any letters, `?` is one.
fn matches(pattern: &str, path: &str) -> bool {
    let mut letters = pattern.chars();
    match letters.next() {
        None => path.is_empty(),
        Some('*') => {
            path.char_indices().map(|(at, _)| at).chain([path.len()]).any(|at| matches(letters.as_str(), &path[at..]))
        }
        Some(letter) => {
            let mut rest = path.chars();
            rest.next().is_some_and(|found| letter == '?' || letter == found)
                && matches(letters.as_str(), rest.as_str())
        }
    }
}

/// Returns a resource of the template.
fn section<'a>(template: &'a str, name: &str) -> &'a str {
    between(template, &format!("\n  {name}:\n"), "\n\n").unwrap_or_else(|| panic!("the template has no {name}"))
}

/// Lists the names in `Headers: [..]`, as they are compared.
fn list(section: &str) -> Vec<String> {
    let names = between(section, "Headers: [", "]").unwrap_or_default();
    names.split(", ").filter(|name| !name.is_empty()).map(str::to_lowercase).collect()
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    Some(rest.split_once(end).map_or(rest, |(found, _)| found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_takes_any_letters_or_one() {
        assert!(matches("/??", "/en") && !matches("/??", "/eng") && !matches("/??", "/e"));
        assert!(matches("/??/ridings*", "/fr/ridings/35079") && matches("/??/ridings*", "/fr/ridings"));
        assert!(matches("*", "/") && matches("/", "/") && !matches("/", "/en"));
    }
}
