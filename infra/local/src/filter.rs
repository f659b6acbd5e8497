//! A stream mapping's filter, in the event pattern language of Lambda's `FilterCriteria`.
//!
//! A field holds a list of possible values: a literal, `{"prefix": ..}`, `{"suffix": ..}`, `{"anything-but": ..}` or
//! `{"exists": ..}`. Other operators are refused when the template is read, so that nothing is filtered by guess.

use anyhow::{Context as _, bail};
use serde_json::{Map, Value};

/// The pattern of records that are handed to the function.
#[derive(Clone, Debug)]
pub(crate) struct Pattern(Map<String, Value>);

impl Pattern {
    /// Reads a `Pattern` text of the template.
    pub(crate) fn parse(text: &str) -> anyhow::Result<Self> {
        let Value::Object(fields) = serde_json::from_str(text).context("a filter pattern is JSON")? else {
            bail!("a filter pattern is an object");
        };
        check_fields(&fields)?;
        Ok(Self(fields))
    }

    /// Whether a record matches.
    pub(crate) fn matches(&self, record: &Value) -> bool {
        fields_match(&self.0, Some(record))
    }
}

fn check_fields(fields: &Map<String, Value>) -> anyhow::Result<()> {
    for (name, expected) in fields {
        match expected {
            Value::Object(inner) => check_fields(inner)?,
            Value::Array(options) => {
                options.iter().try_for_each(check_option).with_context(|| format!("in the filter on {name}"))?;
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                bail!("the filter on {name} must be a list")
            }
        }
    }
    Ok(())
}

fn check_option(option: &Value) -> anyhow::Result<()> {
    let Value::Object(operator) = option else { return Ok(()) };
    for (name, argument) in operator {
        let known = match name.as_str() {
            "prefix" | "suffix" => argument.is_string(),
            "exists" => argument.is_boolean(),
            "anything-but" => argument.is_array() || argument.is_string(),
            _ => false,
        };
        if !known {
            bail!("the local site does not support the filter operator {name}; teach filter.rs about it");
        }
    }
    Ok(())
}

fn fields_match(fields: &Map<String, Value>, record: Option<&Value>) -> bool {
    fields.iter().all(|(name, expected)| {
        let actual = record.and_then(|record| record.get(name));
        match expected {
            Value::Object(inner) => fields_match(inner, actual),
            Value::Array(options) => options.iter().any(|option| option_matches(option, actual)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
    })
}

fn option_matches(option: &Value, actual: Option<&Value>) -> bool {
    let Value::Object(operator) = option else { return actual == Some(option) };
    let text = actual.and_then(Value::as_str);
    operator.iter().all(|(name, argument)| match (name.as_str(), argument) {
        ("prefix", Value::String(prefix)) => text.is_some_and(|text| text.starts_with(prefix.as_str())),
        ("suffix", Value::String(suffix)) => text.is_some_and(|text| text.ends_with(suffix.as_str())),
        ("exists", Value::Bool(exists)) => actual.is_some() == *exists,
        ("anything-but", Value::Array(refused)) => actual.is_some_and(|actual| !refused.contains(actual)),
        ("anything-but", refused) => actual.is_some_and(|actual| actual != refused),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn insert_of(pk: &str) -> Value {
        json!({"eventName": "INSERT", "dynamodb": {"Keys": {"pk": {"S": pk}, "sk": {"S": "S"}}}})
    }

    #[test]
    fn a_prefix_and_an_event_name_pick_submissions() {
        let pattern = Pattern::parse(
            r#"{"eventName": ["INSERT"], "dynamodb": {"Keys": {"pk": {"S": [{"prefix": "S#"}, {"prefix": "P#"}]}}}}"#,
        )
        .unwrap();
        assert!(pattern.matches(&insert_of("S#time-to-lead#1")));
        assert!(pattern.matches(&insert_of("P#time-to-lead#1")));
        assert!(!pattern.matches(&insert_of("A#time-to-lead#1")));
        let mut removal = insert_of("S#time-to-lead#1");
        removal["eventName"] = json!("REMOVE");
        assert!(!pattern.matches(&removal));
    }

    #[test]
    fn exclusions_and_absences_are_understood() {
        let pattern =
            Pattern::parse(r#"{"eventName": [{"anything-but": ["REMOVE"]}], "userIdentity": [{"exists": false}]}"#)
                .unwrap();
        assert!(pattern.matches(&insert_of("S#1")));
        let mut expired = insert_of("S#1");
        expired["userIdentity"] = json!({"type": "Service"});
        assert!(!pattern.matches(&expired));
    }

    #[test]
    fn an_unknown_operator_is_refused_when_read() {
        let error = format!("{:#}", Pattern::parse(r#"{"n": [{"numeric": [">", 1]}]}"#).unwrap_err());
        assert!(error.contains("numeric"), "{error}");
        assert!(Pattern::parse(r#"{"n": "INSERT"}"#).is_err());
        assert!(Pattern::parse("[]").is_err());
    }
}
