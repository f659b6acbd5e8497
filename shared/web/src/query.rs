//! Reads the query of an address, as people, newsletters and networks pass addresses on.

use std::borrow::Cow;
use std::collections::HashMap;

use axum::extract::FromRequestParts;
use http::Uri;
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::address::AddressError;

/// A query as a struct. A parameter that comes twice with one value, or once without a value, is read once. Unknown
/// parameters, such as those of trackers, are left out. Two values for one thing are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = AddressError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, AddressError> {
        Self::read(parts.uri.query().unwrap_or_default())
    }
}

impl<T: DeserializeOwned> Query<T> {
    /// Reads the part of an address behind its question mark.
    ///
    /// # Errors
    /// Fails when a parameter has two values, or one of another type.
    pub fn read(query: &str) -> Result<Self, AddressError> {
        let once = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs_once(query)).finish();
        let address: Uri = format!("/?{once}").parse().map_err(|_| AddressError::Unreadable)?;
        let read = axum::extract::Query::try_from_uri(&address).map_err(|_| AddressError::Unreadable)?;
        Ok(Self(read.0))
    }
}

/// Writes a query with its question mark, of those parameters that have a value, or nothing if none has. The values are codes,
/// slugs and the like, of letters, digits, hyphens and underscores: nothing in them is escaped.
#[must_use]
pub fn written_query<const N: usize>(parameters: [(&str, Option<String>); N]) -> String {
    let known = parameters.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?)));
    let known: Vec<_> = known.collect();
    if known.is_empty() { String::new() } else { format!("?{}", known.join("&")) }
}

/// Returns the last value of that name in a form's body, or nothing.
#[must_use]
pub fn last_value(body: &[u8], name: &str) -> String {
    let value = form_urlencoded::parse(body).filter(|(key, _)| key == name).last();
    value.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// Lists the parameters of a query, each value once, and no empty value beside another.
#[must_use]
pub fn pairs_once(query: &str) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
    let mut pairs: Vec<(Cow<'_, str>, Cow<'_, str>)> = Vec::new();
    let mut last: HashMap<Cow<'_, str>, usize> = HashMap::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match last.get(&name).map(|at| &mut pairs[*at].1) {
            Some(known) if known.is_empty() => *known = value,
            Some(known) if value.is_empty() || *known == value => {}
            _ => {
                last.insert(name.clone(), pairs.len());
                pairs.push((name, value));
            }
        }
    }
    pairs
}

/// Returns the first value of a parameter, for the answer to a query that cannot be read.
#[must_use]
pub fn first_value(uri: &Uri, name: &str) -> String {
    let mut pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    struct Asked {
        #[serde(default)]
        lang: String,
        compact: Option<String>,
        hours: Option<u8>,
    }

    fn read(query: &str) -> Result<(String, Option<String>, Option<u8>), AddressError> {
        Query::<Asked>::read(query).map(|Query(asked)| (asked.lang, asked.compact, asked.hours))
    }

    #[test]
    fn one_value_is_read_once_however_often_it_comes() {
        let french = Ok(("fr".to_owned(), None, None));
        for query in
            ["lang=fr", "lang=fr&lang=fr", "lang=&lang=fr", "lang=fr&lang=", "%6Cang=fr&lang=f%72", "&lang=fr&"]
        {
            assert_eq!(read(query), french, "{query}");
        }
        for tracked in ["utm_source=a&utm_source=b", "fbclid=1&fbclid=2&fbclid=1", "x&x=1&x=%FF", "=&=1"] {
            assert_eq!(read(&format!("{tracked}&lang=fr")), french, "{tracked}");
        }
        assert_eq!(read("compact&compact"), Ok((String::new(), Some(String::new()), None)));
        assert_eq!(read("compact&hours=7&compact=1&hours=7"), Ok((String::new(), Some("1".to_owned()), Some(7))));
        assert_eq!(read(""), Ok((String::new(), None, None)));
        assert_eq!(read("lang=a%26hours%3D1+b"), Ok(("a&hours=1 b".to_owned(), None, None)));
    }

    #[test]
    fn two_values_and_values_of_another_type_are_refused() {
        for query in ["lang=fr&lang=en", "lang=fr&lang=en&lang=fr", "hours=1&hours=2", "hours=300", "hours=x"] {
            assert_eq!(read(query), Err(AddressError::Unreadable), "{query}");
        }
    }

    /// An address is as long as its sender likes: the time to read it grows with its length alone.
    #[test]
    fn thousands_of_parameters_are_read_at_once() {
        let many: Vec<_> = (0..10_000).map(|n| n.to_string()).collect();
        assert_eq!(read(&format!("lang=fr&{}", many.join("&"))), Ok(("fr".to_owned(), None, None)));
    }
}
