//! Finds the function of a request as API Gateway's HTTP APIs do: by the most specific route that matches.
//!
//! A written segment beats `{name}`, which beats `{name+}`; at equal paths a method beats `ANY`; `$default` takes the rest.
//! A HEAD request is no exception: a route for GET does not take it, and `ANY` does.

use std::collections::BTreeMap;

use anyhow::{bail, ensure};
use http::Method;
use percent_encoding::percent_decode_str;

/// A method and a path, as the template writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    /// The text that the function sees as `routeKey`: `POST /{lang}/pledges`, `ANY /x` or `$default`.
    pub(crate) key: String,
    method: Option<Method>,
    /// The parts of the path; `None` for `$default`.
    segments: Option<Vec<Segment>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Written(String),
    Named(String),
    Greedy(String),
}

/// The rank of a match; more is better. The segments count first, then the method.
type Rank = (Vec<u8>, bool);

impl Route {
    /// Returns the route `$default`.
    pub(crate) fn catch_all() -> Self {
        Self { key: "$default".to_owned(), method: None, segments: None }
    }

    /// Reads a method (any case, or `ANY`) and a path.
    pub(crate) fn parse(method: &str, path: &str) -> anyhow::Result<Self> {
        ensure!(path.starts_with('/'), "the path {path} does not begin with a slash");
        let method = method.to_uppercase();
        let mut segments = Vec::new();
        for part in split(path) {
            ensure!(!matches!(segments.last(), Some(Segment::Greedy(_))), "{path}: nothing may follow a {{name+}}");
            segments.push(match part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(name) if name.ends_with('+') => Segment::Greedy(name.trim_end_matches('+').to_owned()),
                Some(name) => Segment::Named(name.to_owned()),
                None if part.contains(['{', '}']) => bail!("{path}: a variable takes a whole segment"),
                None => Segment::Written(part.to_owned()),
            });
        }
        let key = format!("{method} {path}");
        let method = if method == "ANY" { None } else { Some(method.parse()?) };
        Ok(Self { key, method, segments: Some(segments) })
    }

    fn matches(&self, method: &Method, parts: &[&str]) -> Option<(Rank, BTreeMap<String, String>)> {
        if self.method.as_ref().is_some_and(|own| own != method) {
            return None;
        }
        let mut ranks = Vec::new();
        let mut variables = BTreeMap::new();
        let Some(segments) = &self.segments else { return Some(((ranks, false), variables)) };
        let mut rest = parts.iter();
        for segment in segments {
            match segment {
                Segment::Written(text) => {
                    if rest.next()? != text {
                        return None;
                    }
                    ranks.push(3);
                }
                Segment::Named(name) => {
                    let part = rest.next().filter(|part| !part.is_empty())?;
                    variables.insert(name.clone(), decode(part));
                    ranks.push(2);
                }
                Segment::Greedy(name) => {
                    let whole: Vec<_> = rest.by_ref().copied().collect();
                    if whole.is_empty() {
                        return None;
                    }
                    variables.insert(name.clone(), decode(&whole.join("/")));
                    ranks.push(1);
                }
            }
        }
        // The root has no segments and is still more specific than `$default`.
        ranks.push(1);
        rest.next().is_none().then_some(((ranks, self.method.is_some()), variables))
    }
}

fn split(path: &str) -> Vec<&str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    if path.is_empty() { Vec::new() } else { path.split('/').collect() }
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// All routes of the site, each with its target.
#[derive(Clone, Debug)]
pub(crate) struct Routes<T>(Vec<(Route, T)>);

/// The destination of a request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Destination<T> {
    pub(crate) to: T,
    pub(crate) key: String,
    /// The path's variables, decoded.
    pub(crate) variables: BTreeMap<String, String>,
}

impl<T: Copy> Routes<T> {
    /// # Errors
    /// Fails when two functions claim one route, which a deployment would refuse too.
    pub(crate) fn new(routes: Vec<(Route, T)>) -> anyhow::Result<Self> {
        for (at, (route, _)) in routes.iter().enumerate() {
            let twice =
                routes[..at].iter().any(|(other, _)| other.method == route.method && other.segments == route.segments);
            ensure!(!twice, "the route {} is there twice", route.key);
        }
        Ok(Self(routes))
    }

    /// Returns the destination of a request; `None` when there is no `$default`.
    pub(crate) fn find(&self, method: &Method, path: &str) -> Option<Destination<T>> {
        let parts = split(path);
        self.0
            .iter()
            .filter_map(|(route, to)| {
                route.matches(method, &parts).map(|(rank, variables)| (rank, route, *to, variables))
            })
            .max_by(|(a, ..), (b, ..)| a.cmp(b))
            .map(|(_, route, to, variables)| Destination { to, key: route.key.clone(), variables })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes() -> Routes<u8> {
        let table = [
            ("GET", "/", 1),
            ("GET", "/{lang}", 2),
            ("POST", "/{lang}/pledges", 3),
            ("POST", "/v1/pledges", 4),
            ("GET", "/assets/{file}", 5),
            ("ANY", "/proxy/{rest+}", 6),
            ("ANY", "/v1/tally", 7),
            ("GET", "/v1/tally", 8),
            ("GET", "/v1/{thing}", 9),
        ];
        let mut routes: Vec<_> =
            table.iter().map(|(method, path, to)| (Route::parse(method, path).unwrap(), *to)).collect();
        routes.push((Route::catch_all(), 0));
        Routes::new(routes).unwrap()
    }

    #[track_caller]
    fn goes_to(method: &str, path: &str, to: u8) {
        assert_eq!(routes().find(&method.parse().unwrap(), path).unwrap().to, to, "{method} {path}");
    }

    #[test]
    fn the_most_specific_route_wins() {
        goes_to("GET", "/", 1);
        goes_to("GET", "/fr", 2);
        goes_to("POST", "/fr/pledges", 3);
        goes_to("POST", "/v1/pledges", 4);
        goes_to("GET", "/v1/tally", 8);
        goes_to("DELETE", "/v1/tally", 7);
        goes_to("GET", "/v1/other", 9);
        goes_to("PUT", "/proxy/a/b/c", 6);
    }

    #[test]
    fn what_no_route_takes_goes_to_the_default() {
        goes_to("POST", "/", 0);
        goes_to("GET", "/fr/", 0);
        goes_to("GET", "/fr/nowhere/at/all", 0);
        goes_to("DELETE", "/fr/pledges", 0);
    }

    #[test]
    fn a_head_request_is_not_a_get() {
        goes_to("HEAD", "/fr", 0);
        goes_to("HEAD", "/v1/tally", 7);
        goes_to("HEAD", "/nowhere/at/all", 0);
    }

    #[test]
    fn variables_are_decoded_and_the_key_is_the_templates() {
        let found = routes().find(&Method::GET, "/assets/a%20b.css").unwrap();
        assert_eq!(found.key, "GET /assets/{file}");
        assert_eq!(found.variables, BTreeMap::from([("file".to_owned(), "a b.css".to_owned())]));
        assert_eq!(routes().find(&Method::GET, "/proxy/a/b%2Fc").unwrap().variables["rest"], "a/b/c");
    }

    #[test]
    fn a_route_twice_or_half_written_is_refused() {
        let post = || (Route::parse("post", "/x").unwrap(), 1);
        assert!(Routes::new(vec![post(), post()]).is_err());
        assert!(Route::parse("GET", "x").is_err());
        assert!(Route::parse("GET", "/a{b}").is_err());
        assert!(Route::parse("GET", "/{a+}/b").is_err());
    }

    #[test]
    fn without_a_default_there_may_be_nowhere_to_go() {
        let routes = Routes::new(vec![(Route::parse("GET", "/a").unwrap(), 1)]).unwrap();
        assert!(routes.find(&Method::GET, "/b").is_none());
        assert!(routes.find(&Method::HEAD, "/a").is_none());
    }
}
