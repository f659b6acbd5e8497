//! The only source of randomness.

use std::sync::{Arc, Mutex, PoisonError};

/// A source of random bytes: the system's, or a sequence that a test can repeat.
#[derive(Clone, Debug)]
pub struct Entropy(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Seeded(Arc<Mutex<fastrand::Rng>>),
}

impl Entropy {
    #[must_use]
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// Makes a repeatable sequence, for tests alone; clones share it.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded(Arc::new(Mutex::new(fastrand::Rng::with_seed(seed)))))
    }

    /// Draws sixteen bytes, enough that no two draws are ever equal.
    #[must_use]
    pub fn sixteen_bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        bytes
    }

    /// Draws a number, for choices that need no secrecy.
    #[must_use]
    pub fn number(&self) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill(&self, bytes: &mut [u8]) {
        match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "this is the door that the lint names")]
            Source::System => aws_lc_rs::rand::fill(bytes).expect("the system's generator does not fail once started"),
            Source::Seeded(random) => random.lock().unwrap_or_else(PoisonError::into_inner).fill(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_never_stands_still() {
        let draw = || {
            (0..4)
                .map({
                    let e = Entropy::seeded(7);
                    move |_| e.number()
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(draw(), draw());
        assert_ne!(Entropy::seeded(7).sixteen_bytes(), Entropy::seeded(8).sixteen_bytes());
        let system = Entropy::system();
        assert_ne!(system.sixteen_bytes(), system.sixteen_bytes());
    }
}
