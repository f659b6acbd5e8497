//! The language of AWS templates, as far as `template.yaml` uses it: YAML with tags in, plain values out.
//!
//! Evaluation is lazy: only the parts that the local site reads are evaluated, so a policy may use functions that this
//! file does not know. An unknown function in a part that is read is an error that names it, never a guess.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Context as _, bail};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// One node of the template, before evaluation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    Null,
    Flag(bool),
    Number(f64),
    Text(String),
    List(Vec<Expression>),
    Map(Vec<(String, Expression)>),
    /// An intrinsic function by its short name: `Ref`, `Sub`, `GetAtt`. Both spellings, `!Sub` and `Fn::Sub`, arrive here.
    Call(String, Box<Expression>),
}

impl Expression {
    /// Reads a template's text.
    pub(crate) fn parse(text: &str) -> anyhow::Result<Self> {
        serde_saphyr::from_str(text).context("this is not YAML that CloudFormation would read")
    }

    /// Returns the value of a key, when this is a map that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Returns the value at the end of a path of keys.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// Lists the entries of a map; nothing for anything else.
    pub(crate) fn entries(&self) -> &[(String, Self)] {
        if let Self::Map(entries) = self { entries } else { &[] }
    }

    /// Returns the text of a plain scalar.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Number(number) => Some(number.to_string()),
            Self::Flag(flag) => Some(flag.to_string()),
            Self::Null | Self::List(_) | Self::Map(_) | Self::Call(..) => None,
        }
    }

    fn tagged(value: Self, tag: Option<&str>) -> Self {
        match tag.and_then(|tag| tag.strip_prefix('!')) {
            Some(name) => Self::Call(name.to_owned(), Box::new(value)),
            None => value,
        }
    }

    fn from_entries(mut entries: Vec<(String, Self)>) -> Self {
        let long_form = match entries.as_slice() {
            [(key, _)] if key == "Ref" => Some("Ref".to_owned()),
            [(key, _)] => key.strip_prefix("Fn::").map(str::to_owned),
            _ => None,
        };
        match (long_form, entries.pop()) {
            (Some(name), Some((_, argument))) => Self::Call(name, Box::new(argument)),
            (None, Some(last)) => {
                entries.push(last);
                Self::Map(entries)
            }
            (_, None) => Self::Map(entries),
        }
    }
}

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let serde_saphyr::Tagged(Untagged(value), tag) = serde_saphyr::Tagged::deserialize(deserializer)?;
        Ok(Self::tagged(value, tag.as_deref()))
    }
}

/// A node without its own tag; its children keep theirs.
struct Untagged(Expression);

impl<'de> Deserialize<'de> for Untagged {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyNode).map(Self)
    }
}

struct AnyNode;

impl<'de> Visitor<'de> for AnyNode {
    type Value = Expression;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML node")
    }

    fn visit_unit<E>(self) -> Result<Expression, E> {
        Ok(Expression::Null)
    }

    fn visit_none<E>(self) -> Result<Expression, E> {
        Ok(Expression::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Expression, E> {
        Ok(Expression::Flag(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "a template's numbers are ports, seconds and sizes")]
    fn visit_i64<E>(self, value: i64) -> Result<Expression, E> {
        Ok(Expression::Number(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "a template's numbers are ports, seconds and sizes")]
    fn visit_u64<E>(self, value: u64) -> Result<Expression, E> {
        Ok(Expression::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Expression, E> {
        Ok(Expression::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Expression, E> {
        Ok(Expression::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Expression, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = sequence.next_element()? {
            list.push(item);
        }
        Ok(Expression::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Expression, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Expression::from_entries(entries))
    }
}

/// A resource of the template, as far as others may refer to it.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    /// The kind, such as `AWS::DynamoDB::Table`.
    pub(crate) kind: String,
    /// The name that `!Ref` gives.
    pub(crate) name: String,
}

/// The meanings of names while a template is evaluated.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    pub(crate) parameters: BTreeMap<String, String>,
    pub(crate) conditions: BTreeMap<String, Expression>,
    pub(crate) resources: BTreeMap<String, Resource>,
}

/// The region that the local site pretends to be in: the campaign's.
pub(crate) const REGION: &str = "ca-central-1";
/// An account that nobody has.
pub(crate) const ACCOUNT: &str = "000000000000";

impl Scope {
    /// Returns the plain value of an expression; `None` for `AWS::NoValue`.
    pub(crate) fn evaluate(&self, expression: &Expression) -> anyhow::Result<Option<Value>> {
        Ok(Some(match expression {
            Expression::Null => Value::Null,
            Expression::Flag(flag) => Value::Bool(*flag),
            Expression::Number(number) => plain_number(*number),
            Expression::Text(text) => Value::String(text.clone()),
            Expression::List(list) => {
                let items: Vec<_> = list.iter().map(|item| self.evaluate(item)).collect::<Result<_, _>>()?;
                Value::Array(items.into_iter().flatten().collect())
            }
            Expression::Map(entries) => {
                let mut map = serde_json::Map::new();
                for (key, value) in entries {
                    if let Some(value) = self.evaluate(value).with_context(|| format!("in {key}"))? {
                        map.insert(key.clone(), value);
                    }
                }
                Value::Object(map)
            }
            Expression::Call(name, argument) => return self.call(name, argument),
        }))
    }

    /// Returns the value of an expression that must be a scalar, as text.
    pub(crate) fn evaluate_text(&self, expression: &Expression) -> anyhow::Result<String> {
        match self.evaluate(expression)? {
            Some(Value::String(text)) => Ok(text),
            Some(Value::Number(number)) => Ok(number.to_string()),
            Some(Value::Bool(flag)) => Ok(flag.to_string()),
            Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => bail!("a text is needed here"),
        }
    }

    fn call(&self, name: &str, argument: &Expression) -> anyhow::Result<Option<Value>> {
        let value = match name {
            "Ref" => {
                let referred = plain_text(argument).context("!Ref takes a name")?;
                if referred == "AWS::NoValue" {
                    return Ok(None);
                }
                Value::String(self.reference(&referred)?)
            }
            "GetAtt" => Value::String(self.attribute(argument)?),
            "Sub" => Value::String(self.substitute(argument)?),
            "Join" => Value::String(self.join(argument)?),
            "If" => {
                let [condition, then, otherwise] = three(argument).context("!If takes a condition and two values")?;
                let condition = plain_text(condition).context("!If takes the name of a condition")?;
                return self.evaluate(if self.named_condition(&condition)? { then } else { otherwise });
            }
            "Equals" | "Not" | "And" | "Or" | "Condition" => {
                Value::Bool(self.condition(&Expression::Call(name.to_owned(), Box::new(argument.clone())))?)
            }
            other => bail!(
                "the intrinsic function !{other} is not supported by the local site; teach cloudformation.rs about it"
            ),
        };
        Ok(Some(value))
    }

    /// Returns the meaning of `!Ref` and `${Name}`.
    fn reference(&self, name: &str) -> anyhow::Result<String> {
        if let Some(value) = self.parameters.get(name) {
            return Ok(value.clone());
        }
        if let Some(resource) = self.resources.get(name) {
            return Ok(resource.name.clone());
        }
        Ok(match name {
            "AWS::StackName" => "local",
            "AWS::Region" => REGION,
            "AWS::AccountId" => ACCOUNT,
            "AWS::Partition" => "aws",
            "AWS::URLSuffix" => "amazonaws.com",
            other => bail!("!Ref {other}: the template has no parameter or resource of this name"),
        }
        .to_owned())
    }

    fn attribute(&self, argument: &Expression) -> anyhow::Result<String> {
        let path = match argument {
            Expression::Text(text) => text.clone(),
            Expression::List(parts) => parts.iter().filter_map(plain_text).collect::<Vec<_>>().join("."),
            Expression::Null
            | Expression::Flag(_)
            | Expression::Number(_)
            | Expression::Map(_)
            | Expression::Call(..) => {
                bail!("!GetAtt takes Resource.Attribute")
            }
        };
        self.attribute_at(&path)
    }

    fn attribute_at(&self, path: &str) -> anyhow::Result<String> {
        let (name, attribute) =
            path.split_once('.').with_context(|| format!("!GetAtt {path}: Resource.Attribute is needed"))?;
        let resource =
            self.resources.get(name).with_context(|| format!("!GetAtt {path}: the template has no resource {name}"))?;
        match (resource.kind.as_str(), attribute) {
            ("AWS::DynamoDB::Table", "StreamArn") => Ok(stream_arn(&resource.name)),
            ("AWS::DynamoDB::Table", "Arn") => Ok(table_arn(&resource.name)),
            (kind, "Arn") => {
                let service = kind.split("::").nth(1).unwrap_or("local").to_lowercase();
                Ok(format!("arn:aws:{service}:{REGION}:{ACCOUNT}:{}", resource.name))
            }
            (kind, _) => bail!("!GetAtt {path}: the local site does not know this attribute of {kind}"),
        }
    }

    fn substitute(&self, argument: &Expression) -> anyhow::Result<String> {
        let (text, own) = match argument {
            Expression::Text(text) => (text, &[][..]),
            Expression::List(parts) => match parts.as_slice() {
                [Expression::Text(text), own @ Expression::Map(_)] => (text, own.entries()),
                _ => bail!("!Sub takes a text, or a text and a map"),
            },
            Expression::Null
            | Expression::Flag(_)
            | Expression::Number(_)
            | Expression::Map(_)
            | Expression::Call(..) => {
                bail!("!Sub takes a text, or a text and a map")
            }
        };
        let mut whole = String::new();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) =
                after.split_once('}').with_context(|| format!("!Sub '{text}': a brace is never closed"))?;
            whole.push_str(before);
            if let Some(literal) = name.strip_prefix('!') {
                whole.push_str("${");
                whole.push_str(literal);
                whole.push('}');
            } else if let Some((_, value)) = own.iter().find(|(key, _)| key == name) {
                whole.push_str(&self.evaluate_text(value)?);
            } else if name.contains('.') {
                whole.push_str(&self.attribute_at(name)?);
            } else {
                whole.push_str(&self.reference(name)?);
            }
            rest = after;
        }
        whole.push_str(rest);
        Ok(whole)
    }

    fn join(&self, argument: &Expression) -> anyhow::Result<String> {
        if let Expression::List(parts) = argument
            && let [delimiter, list] = parts.as_slice()
            && let Some(delimiter) = plain_text(delimiter)
            && let Some(Value::Array(items)) = self.evaluate(list)?
        {
            let texts: Option<Vec<_>> = items.iter().map(Value::as_str).collect();
            return Ok(texts.context("!Join takes texts")?.join(&delimiter));
        }
        bail!("!Join takes a delimiter and a list");
    }

    /// Whether a condition of the template holds.
    pub(crate) fn named_condition(&self, name: &str) -> anyhow::Result<bool> {
        let condition = self.conditions.get(name).with_context(|| format!("the template has no condition {name}"))?;
        self.condition(condition).with_context(|| format!("in the condition {name}"))
    }

    /// Whether an expression that is a condition holds.
    pub(crate) fn condition(&self, expression: &Expression) -> anyhow::Result<bool> {
        let Expression::Call(name, argument) = expression else {
            if let [(key, Expression::Text(name))] = expression.entries()
                && key == "Condition"
            {
                return self.named_condition(name);
            }
            bail!("a condition is needed here: !Equals, !Not, !And, !Or or !Condition");
        };
        let list = if let Expression::List(list) = &**argument { list.as_slice() } else { &[] };
        match (name.as_str(), list) {
            ("Condition", _) => self.named_condition(&plain_text(argument).context("!Condition takes a name")?),
            ("Equals", [left, right]) => Ok(self.evaluate_text(left)? == self.evaluate_text(right)?),
            ("Not", [inner]) => Ok(!self.condition(inner)?),
            ("And", all @ [_, ..]) => all.iter().try_fold(true, |so_far, inner| Ok(self.condition(inner)? && so_far)),
            ("Or", any @ [_, ..]) => any.iter().try_fold(false, |so_far, inner| Ok(self.condition(inner)? || so_far)),
            (other, _) => bail!("!{other} is not a condition that the local site can decide"),
        }
    }
}

/// Writes the stream's name as the local site does; `table_of_stream` reads it back.
fn stream_arn(table: &str) -> String {
    format!("{}/stream/local", table_arn(table))
}

fn table_arn(table: &str) -> String {
    format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}")
}

/// Returns the table of a stream.
pub(crate) fn table_of_stream(arn: &str) -> Option<&str> {
    let (_, path) = arn.split_once(":table/")?;
    path.strip_suffix("/stream/local")
}

fn plain_text(expression: &Expression) -> Option<String> {
    expression.text()
}

fn three(argument: &Expression) -> Option<[&Expression; 3]> {
    if let Expression::List(list) = argument
        && let [a, b, c] = list.as_slice()
    {
        return Some([a, b, c]);
    }
    None
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "only whole numbers within the exact range of a float take this way"
)]
fn plain_number(number: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT { Value::from(number as i64) } else { Value::from(number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope() -> Scope {
        Scope {
            parameters: BTreeMap::from([
                ("SiteUrl".to_owned(), "http://127.0.0.1:3000".to_owned()),
                ("Domain".to_owned(), String::new()),
            ]),
            conditions: BTreeMap::from([
                ("HasDomain".to_owned(), Expression::parse("!Not [!Equals [!Ref Domain, '']]").unwrap()),
                ("Always".to_owned(), Expression::parse("!Or [!Condition HasDomain, !Equals [a, a]]").unwrap()),
            ]),
            resources: BTreeMap::from([
                (
                    "Pledges".to_owned(),
                    Resource { kind: "AWS::DynamoDB::Table".to_owned(), name: "local-pledges".to_owned() },
                ),
                (
                    "DeadLetters".to_owned(),
                    Resource { kind: "AWS::SQS::Queue".to_owned(), name: "DeadLetters".to_owned() },
                ),
            ]),
        }
    }

    fn evaluate(yaml: &str) -> anyhow::Result<Option<Value>> {
        scope().evaluate(&Expression::parse(yaml).unwrap())
    }

    #[track_caller]
    fn means(yaml: &str, expected: impl Into<Value>) {
        assert_eq!(evaluate(yaml).unwrap(), Some(expected.into()), "{yaml}");
    }

    #[track_caller]
    fn is_refused(yaml: &str, because: &str) {
        let error = format!("{:#}", evaluate(yaml).unwrap_err());
        assert!(error.contains(because), "{yaml} said: {error}");
    }

    #[test]
    fn both_spellings_of_an_intrinsic_mean_the_same() {
        means("!Ref SiteUrl", "http://127.0.0.1:3000");
        means("{Ref: SiteUrl}", "http://127.0.0.1:3000");
        means("!Sub '${SiteUrl}/en'", "http://127.0.0.1:3000/en");
        means("{'Fn::Sub': '${SiteUrl}/en'}", "http://127.0.0.1:3000/en");
        means(
            "!GetAtt Pledges.StreamArn",
            "arn:aws:dynamodb:ca-central-1:000000000000:table/local-pledges/stream/local",
        );
        means(
            "{'Fn::GetAtt': [Pledges, StreamArn]}",
            "arn:aws:dynamodb:ca-central-1:000000000000:table/local-pledges/stream/local",
        );
    }

    #[test]
    fn a_substitution_knows_its_own_map_attributes_and_literals() {
        means("!Sub ['${a}-${Pledges}', {a: !Ref AWS::Region}]", "ca-central-1-local-pledges");
        means("!Sub '${Pledges.Arn}'", "arn:aws:dynamodb:ca-central-1:000000000000:table/local-pledges");
        means("!Sub '${!kept} {{resolve:x}}'", "${kept} {{resolve:x}}");
    }

    #[test]
    fn conditions_decide_and_no_value_leaves_out() {
        means("!If [HasDomain, yes-domain, no-domain]", "no-domain");
        means("!If [Always, 16, 1]", 16);
        means("{a: !If [HasDomain, 1, !Ref AWS::NoValue], b: 2}", serde_json::json!({"b": 2}));
        means("!Join ['-', [a, !Ref Pledges]]", "a-local-pledges");
    }

    #[test]
    fn scalars_keep_their_kind() {
        means(
            "{n: 16, t: '16', f: true, half: 0.5, none: null}",
            serde_json::json!({"n": 16, "t": "16", "f": true, "half": 0.5, "none": null}),
        );
    }

    #[test]
    fn what_is_not_known_is_named_not_guessed() {
        is_refused("!Cidr [a, 1, 2]", "!Cidr");
        is_refused("{a: {b: {'Fn::ImportValue': x}}}", "!ImportValue");
        is_refused("!Ref Nobody", "Nobody");
        is_refused("!GetAtt Nobody.Arn", "no resource Nobody");
        is_refused("!GetAtt DeadLetters.QueueName", "does not know this attribute");
        is_refused("!If [Nowhere, 1, 2]", "no condition Nowhere");
        is_refused("!Sub '${open'", "never closed");
    }

    #[test]
    fn a_stream_leads_back_to_its_table() {
        assert_eq!(table_of_stream(&stream_arn("local-pledges")), Some("local-pledges"));
        assert_eq!(table_of_stream("arn:aws:sqs:x"), None);
    }
}
