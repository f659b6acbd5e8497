//! Many items by their keys, however many the database gives at a time.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::KeysAndAttributes;

use crate::attempt::Attempts;
use crate::connection::Connection;
use crate::error::{StoreError, of_request};
use crate::keys::{Key, PK, SK};
use crate::pledge_item::{Item, corrupt, text};
use crate::tally::Freshness;

/// The most keys that `BatchGetItem` takes.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html>
const KEYS_MAX: usize = 100;

/// Those of the items that there are. DynamoDB may leave some for another time when it is busy.
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
                let part = |name| text(&item, name).map(str::to_owned).ok_or_else(|| corrupt(name));
                found.insert(Key { pk: part(PK)?, sk: part(SK)? }, item);
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

/// A number from the keys' random ids, where the caller brings no seed. It only spreads pauses.
pub(crate) fn seed_of(keys: &[Key]) -> u64 {
    fnv(keys.iter().flat_map(|key| key.pk.bytes()))
}

/// The FNV-1a hash of bytes: the same wherever it is computed, and no secret.
pub(crate) fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
