//! Randomness, as the context gives it: the system's for the server, a seed's for `tremplin demo` and tests.

use rand::rngs::{StdRng, SysRng};
use rand::{Rng, SeedableRng};
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// A source of random bytes, shared by the whole process. A generator for cryptography, seeded by the system
/// unless a seed is given.
pub struct Random(Mutex<StdRng>);

impl Random {
    /// Seeded by the operating system.
    ///
    /// # Errors
    /// The operating system gives no randomness.
    pub fn system() -> Result<Self, rand::rngs::SysError> {
        Ok(Self(Mutex::new(StdRng::try_from_rng(&mut SysRng)?)))
    }

    /// Always the same sequence for the same seed: never for secrets of a real deployment.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }

    /// 64 random bits.
    pub fn bits(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).next_u64()
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Random")
    }
}
