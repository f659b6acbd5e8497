//! Access to DynamoDB: the connection, keys, items, expressions, writes and transactions that every wing uses.

pub(crate) mod attempts;
pub(crate) mod attributes;
pub(crate) mod connection;
pub(crate) mod errors;
pub(crate) mod expressions;
pub(crate) mod item;
pub(crate) mod keys;
pub(crate) mod reads;
pub(crate) mod tables;
pub(crate) mod transaction;
pub(crate) mod writes;
