//! The names and values that an expression refers to.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::dynamo::attributes::PK;

/// Collects an expression's names and values. Every name goes by an alias, since DynamoDB reserves 573 words, `comment`
/// and `shard` among them.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    names: HashMap<String, String>,
    values: HashMap<String, AttributeValue>,
}

impl Terms {
    /// The alias of an attribute.
    pub(crate) fn name(&mut self, attribute: &str) -> String {
        let known = self.names.iter().find(|(_, name)| *name == attribute).map(|(alias, _)| alias.clone());
        known.unwrap_or_else(|| {
            let alias = format!("#n{}", self.names.len());
            self.names.insert(alias.clone(), attribute.to_owned());
            alias
        })
    }

    /// The placeholder of a value.
    pub(crate) fn value(&mut self, value: AttributeValue) -> String {
        let placeholder = format!(":v{}", self.values.len());
        self.values.insert(placeholder.clone(), value);
        placeholder
    }

    /// Writes the condition that an attribute has this value. Without a value, the attribute must be absent.
    pub(crate) fn is(&mut self, attribute: &str, value: Option<AttributeValue>) -> String {
        let name = self.name(attribute);
        match value {
            Some(value) => format!("{name} = {}", self.value(value)),
            None => format!("attribute_not_exists({name})"),
        }
    }

    /// Writes the condition that the item is there.
    pub(crate) fn exists(&mut self) -> String {
        format!("attribute_exists({})", self.name(PK))
    }

    /// Writes the condition that the attributes are as in an item.
    pub(crate) fn are(&mut self, attributes: &[&str], item: &HashMap<String, AttributeValue>) -> String {
        let each: Vec<String> = attributes.iter().map(|name| self.is(name, item.get(*name).cloned())).collect();
        each.join(" AND ")
    }

    /// The names, as requests take them: DynamoDB refuses an empty map.
    pub(crate) fn names(&self) -> Option<HashMap<String, String>> {
        (!self.names.is_empty()).then(|| self.names.clone())
    }

    /// The values, as requests take them.
    pub(crate) fn values(&self) -> Option<HashMap<String, AttributeValue>> {
        (!self.values.is_empty()).then(|| self.values.clone())
    }
}
