//! Items as DynamoDB gives and takes them: attributes are put and read by name.
//!
//! We do this by hand instead of through `serde_dynamo`, because its errors do not name the attribute that cannot be read, and
//! some of them hold its value.

use std::collections::HashMap;
use std::str::FromStr;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use crate::dynamo::attributes::EXPIRES_AT;
use crate::dynamo::errors::StoreError;

/// An item as DynamoDB gives and takes it.
pub(crate) type Item = HashMap<String, AttributeValue>;

/// Items of a list that were read one by one, so that one that cannot be read hides no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readable<T> {
    pub items: Vec<T>,
    /// The number of items that cannot be read. The log names an attribute of each.
    pub unread: usize,
}

/// Reads what can be read of a list.
pub(crate) fn readable<T>(all: &[Item], read: impl Fn(&Item) -> Result<T, StoreError>) -> Readable<T> {
    let items: Vec<_> = all.iter().filter_map(|item| read(item).ok()).collect();
    Readable { unread: all.len() - items.len(), items }
}

/// Marks an item as deletable from this time on. The time is rounded up, so that nothing is swept too early.
pub(crate) fn put_expiry(item: &mut Item, time: Timestamp) {
    put_number(item, EXPIRES_AT, time.as_second() + i64::from(time.subsec_nanosecond() > 0));
}

pub(crate) fn put(item: &mut Item, attribute: &str, value: impl Into<String>) {
    item.insert(attribute.to_owned(), AttributeValue::S(value.into()));
}

pub(crate) fn put_number(item: &mut Item, attribute: &str, value: impl Into<i64>) {
    item.insert(attribute.to_owned(), AttributeValue::N(value.into().to_string()));
}

pub(crate) fn text<'a>(item: &'a Item, attribute: &str) -> Option<&'a str> {
    item.get(attribute)?.as_s().ok().map(String::as_str)
}

/// Reads a text that may be absent, and is empty then.
pub(crate) fn words(item: &Item, attribute: &str) -> String {
    text(item, attribute).unwrap_or_default().to_owned()
}

pub(crate) fn parsed<T: FromStr>(item: &Item, attribute: &str) -> Result<T, StoreError> {
    text(item, attribute).and_then(|text| text.parse().ok()).ok_or_else(|| corrupt(attribute))
}

/// Reads an attribute that may be absent.
pub(crate) fn optional<T: FromStr>(item: &Item, attribute: &str) -> Result<Option<T>, StoreError> {
    text(item, attribute).map(|_| parsed(item, attribute)).transpose()
}

pub(crate) fn number<T: FromStr>(item: &Item, attribute: &str) -> Result<T, StoreError> {
    let digits = item.get(attribute).and_then(|value| value.as_n().ok());
    digits.and_then(|digits| digits.parse().ok()).ok_or_else(|| corrupt(attribute))
}

/// Logs the name of an attribute that cannot be read, and never its value.
pub(crate) fn corrupt(attribute: &str) -> StoreError {
    tracing::error!(attribute, "a stored item cannot be read");
    StoreError::Corrupt
}
