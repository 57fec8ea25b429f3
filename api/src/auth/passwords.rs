//! Passwords: Argon2id, of two passes over `auth.password_memory`, on threads of their own and of low priority, a bounded
//! number at a time: a storm of sign-ins gets what everybody else leaves.

use crate::error::Error;
use crate::low_priority::LowPriority;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

/// Passes over the memory: OWASP's figure beside its least memory.
const PASSES: u32 = 2;

/// Hashes and verifies.
#[derive(Clone, Debug)]
pub struct Passwords {
    threads: LowPriority,
    cost: Params,
}

/// What verifying found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The password is right.
    Right,
    /// It is right, and its hash is of older parameters: hash it again.
    Outdated,
    /// It is wrong.
    Wrong,
}

impl Passwords {
    /// Each hash takes so many KiB; what is no amount that can be (fewer than 8) is the library's. As many hashes at a time
    /// as there are cores, less one for the other requests.
    #[must_use]
    pub fn new(memory: u32) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let cost = Params::new(memory, PASSES, 1, None).unwrap_or_default();
        Self { threads: LowPriority::new(cores.saturating_sub(1), usize::MAX, None), cost }
    }

    /// Hashes a password under a random salt, in PHC format.
    ///
    /// # Errors
    /// A fault of ours: hashing failed.
    pub async fn hash(&self, password: String, salt: [u8; 16]) -> Result<String, Error> {
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, self.cost.clone());
        self.run(move || {
            let hash = argon2.hash_password_with_salt(password.as_bytes(), &salt);
            hash.map(|hash| hash.to_string()).map_err(|error| anyhow::anyhow!("hashing: {error}"))
        })
        .await
    }

    /// Verifies a password against a hash, or against nobody's: the time it takes says nothing.
    ///
    /// # Errors
    /// A fault of ours: a stored hash cannot be read.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<Verdict, Error> {
        let cost = self.cost.clone();
        self.run(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| nobody(&cost));
            let parsed = PasswordHash::new(&hash).map_err(|error| anyhow::anyhow!("stored hash: {error}"))?;
            let right = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
            Ok(match (known && right, is_current(&parsed, &cost)) {
                (false, _) => Verdict::Wrong,
                (true, true) => Verdict::Right,
                (true, false) => Verdict::Outdated,
            })
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, anyhow::Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.threads.run(work).await.map_err(Error::internal)?.map_err(Error::internal)
    }
}

/// A hash of no password, for accounts that do not exist: answering takes as long as for those that do.
fn nobody(cost: &Params) -> String {
    let (memory, passes, lanes) = (cost.m_cost(), cost.t_cost(), cost.p_cost());
    format!(
        "$argon2id$v=19$m={memory},t={passes},p={lanes}$bm9ib2R5IGF0IGFsbCE$2xhyXSYFt3ojKm6vvUuW+XXm0A6HqyDZTOaUH9PcgGc"
    )
}

/// Whether a hash was made at today's cost; its length and salt say nothing of that.
fn is_current(hash: &PasswordHash, wanted: &Params) -> bool {
    let cost = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
    Params::try_from(hash).is_ok_and(|params| cost(&params) == cost(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_verifies_against_its_own_hash_alone() {
        let passwords = Passwords::new(crate::config::Auth::default().password_memory);
        let hash = passwords.hash("correct horse battery".into(), [7; 16]).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let verify = |text: &str, hash: Option<&String>| passwords.verify(text.to_owned(), hash.cloned());
        assert_eq!(verify("correct horse battery", Some(&hash)).await.unwrap(), Verdict::Right);
        assert_eq!(verify("wrong horse battery", Some(&hash)).await.unwrap(), Verdict::Wrong);
        assert_eq!(verify("", None).await.unwrap(), Verdict::Wrong, "nobody has no password");
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_is_right_and_outdated() {
        let [before, now] = [64, 128].map(Passwords::new);
        let hash = before.hash("correct horse battery".into(), [7; 16]).await.unwrap();
        let verdict = now.verify("correct horse battery".into(), Some(hash)).await.unwrap();
        assert_eq!(verdict, Verdict::Outdated);
    }

    #[test]
    fn a_hash_of_nobody_is_of_the_same_cost() {
        let cost = Passwords::new(256).cost;
        assert!(is_current(&PasswordHash::new(&nobody(&cost)).unwrap(), &cost));
    }
}
