//! Attempts decide how often a write is tried again, after how long, and with which shard.

use std::time::Duration;

use domain::tally::{Shard, ShardCount};

use crate::dynamo::errors::{Failed, StoreError};
use crate::dynamo::keys::Key;

/// A change is decided and sent this many times at most. Then the caller gets the conflict.
pub const TRIES_MAX: u32 = 8;
/// After this many tries without an answer nothing is tried again. Each of them may take as long as a timeout.
const UNANSWERED_TRIES: u32 = 3;
/// The first pause is shorter than this, each further one up to twice as long.
const PAUSE_MS: u64 = 10;
/// No pause is longer.
const PAUSE_MAX_MS: u64 = 400;

/// One request's tries. Its randomness comes from the caller's seed; nothing secret depends on it.
pub(crate) struct Attempts {
    random: fastrand::Rng,
    failed: u32,
    unanswered: u32,
}

impl Attempts {
    pub(crate) fn new(seed: u64) -> Self {
        Self { random: fastrand::Rng::with_seed(seed), failed: 0, unanswered: 0 }
    }

    /// Picks a counter partition at random. At each try it is another one, so that two changes that met seldom meet again.
    pub(crate) fn shard(&mut self, shards: ShardCount) -> Shard {
        shards.pick(self.random.u64(..))
    }

    /// Draws a number.
    pub(crate) fn draw(&mut self) -> u64 {
        self.random.u64(..)
    }

    /// Waits until it is time to try again.
    ///
    /// # Errors
    /// Returns the failure itself when there were enough tries, or when another try would end the same.
    pub(crate) async fn again(&mut self, failed: Failed) -> Result<(), StoreError> {
        self.failed += 1;
        if failed == Failed::Store(StoreError::Unavailable) {
            self.unanswered += 1;
        }
        let hopeless = failed == Failed::Store(StoreError::Corrupt);
        if hopeless || self.failed >= TRIES_MAX || self.unanswered >= UNANSWERED_TRIES {
            return Err(failed.into());
        }
        tokio::time::sleep(self.pause()).await;
        Ok(())
    }

    /// Picks any pause below the bound ("full jitter").
    /// <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>
    fn pause(&mut self) -> Duration {
        let bound = u64::try_from(pause_below(self.failed).as_micros()).expect("less than a second");
        Duration::from_micros(self.random.u64(..bound))
    }
}

/// Returns the limit of the pause after this many failed tries. It doubles with each try, up to the longest pause.
#[must_use]
pub fn pause_below(failed: u32) -> Duration {
    Duration::from_millis((PAUSE_MS << failed.saturating_sub(1).min(8)).min(PAUSE_MAX_MS))
}

/// Makes a number from the keys' random ids, for callers that bring no seed. It only spreads pauses.
pub(crate) fn seed_of(keys: &[Key]) -> u64 {
    fnv(keys.iter().flat_map(|key| key.pk.bytes()))
}

/// The FNV-1a hash of bytes: the same wherever it is computed, and no secret.
pub(crate) fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_bounded() {
        let mut attempts = Attempts::new(7);
        for failed in 1..20 {
            attempts.failed = failed;
            let bound = (PAUSE_MS << (failed - 1).min(10)).min(PAUSE_MAX_MS);
            assert!((0..100).all(|_| attempts.pause() < Duration::from_millis(bound)));
        }
    }

    #[test]
    fn seeds_spread_over_all_shards() {
        let shards = ShardCount::new(16).unwrap();
        let picked: std::collections::BTreeSet<_> = (0..200).map(|seed| Attempts::new(seed).shard(shards)).collect();
        assert_eq!(picked.len(), 16);
    }
}
