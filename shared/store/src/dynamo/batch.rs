//! Batches read many items by their keys, however many the database gives at a time.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::KeysAndAttributes;

use crate::dynamo::attempts::Attempts;
use crate::dynamo::connection::Connection;
use crate::dynamo::errors::{StoreError, of_request};
use crate::dynamo::item::Item;
use crate::dynamo::keys::Key;

/// The most keys that `BatchGetItem` takes.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html>
const KEYS_MAX: usize = 100;

/// The freshness that a read must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// The read may miss the last writes, and costs half the price.
    Eventual,
    /// The read sees every write that finished before it began.
    Strong,
}

/// Reads the items that exist among these keys. A busy DynamoDB may leave some for another request.
pub(crate) async fn read(
    connection: &Connection,
    table: &str,
    keys: &[Key],
    freshness: Freshness,
) -> Result<HashMap<Key, Item>, StoreError> {
    let mut found = HashMap::new();
    for keys in keys.chunks(KEYS_MAX) {
        let mut attempts = Attempts::new(seed_of(keys));
        let mut wanted: Vec<_> = keys.iter().map(Key::attributes).collect();
        while !wanted.is_empty() {
            let strong = freshness == Freshness::Strong;
            let request = KeysAndAttributes::builder().set_keys(Some(wanted)).consistent_read(strong).build();
            let request = request.expect("the keys are given");
            let read = connection.client().batch_get_item().request_items(table, request);
            let answer = read.send().await.map_err(|error| of_request(&error))?;
            for item in answer.responses.into_iter().flat_map(HashMap::into_values).flatten() {
                found.insert(Key::of(&item)?, item);
            }
            wanted =
                answer.unprocessed_keys.into_iter().flat_map(HashMap::into_values).flat_map(|left| left.keys).collect();
            if !wanted.is_empty() {
                attempts.again(StoreError::Throttled.into()).await?;
            }
        }
    }
    Ok(found)
}

/// Makes a number from the keys' random ids, for callers that bring no seed. It only spreads pauses.
pub(crate) fn seed_of(keys: &[Key]) -> u64 {
    fnv(keys.iter().flat_map(|key| key.pk.bytes()))
}

/// The FNV-1a hash of bytes: the same wherever it is computed, and no secret.
pub(crate) fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
