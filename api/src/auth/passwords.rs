//! Passwords: Argon2id at the crate's defaults (19 MiB, two passes), on threads of their own and of low priority, a
//! bounded number at a time: a storm of sign-ins gets what everybody else leaves.

use crate::error::Error;
use crate::low_priority::LowPriority;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};

/// Hashes and verifies.
#[derive(Clone, Debug)]
pub struct Passwords(LowPriority);

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

/// A hash of no password, for accounts that do not exist: answering takes as long as for those that do.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGF0IGFsbCE$2xhyXSYFt3ojKm6vvUuW+XXm0A6HqyDZTOaUH9PcgGc";

impl Passwords {
    /// As many hashes at a time as there are cores, less one for the other requests.
    #[must_use]
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self(LowPriority::new(cores.saturating_sub(1)))
    }

    /// Hashes a password under a random salt, in PHC format.
    ///
    /// # Errors
    /// A fault of ours: hashing failed.
    pub async fn hash(&self, password: String, salt: [u8; 16]) -> Result<String, Error> {
        self.run(move || {
            let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
            hash.map(|hash| hash.to_string()).map_err(|error| anyhow::anyhow!("hashing: {error}"))
        })
        .await
    }

    /// Verifies a password against a hash, or against nobody's: the time it takes says nothing.
    ///
    /// # Errors
    /// A fault of ours: a stored hash cannot be read.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<Verdict, Error> {
        self.run(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
            let parsed = PasswordHash::new(&hash).map_err(|error| anyhow::anyhow!("stored hash: {error}"))?;
            let right = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
            Ok(match (known && right, is_current(&parsed)) {
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
        self.0.run(work).await.map_err(Error::internal)?.map_err(Error::internal)
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether a hash was made at today's cost; its length and salt say nothing of that.
fn is_current(hash: &PasswordHash) -> bool {
    let wanted = argon2::Params::default();
    let cost = |params: &argon2::Params| (params.m_cost(), params.t_cost(), params.p_cost());
    argon2::Params::try_from(hash).is_ok_and(|params| cost(&params) == cost(&wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_verifies_against_its_own_hash_alone() {
        let passwords = Passwords::new();
        let hash = passwords.hash("correct horse battery".into(), [7; 16]).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let verify = |text: &str, hash: Option<&String>| passwords.verify(text.to_owned(), hash.cloned());
        assert_eq!(verify("correct horse battery", Some(&hash)).await.unwrap(), Verdict::Right);
        assert_eq!(verify("wrong horse battery", Some(&hash)).await.unwrap(), Verdict::Wrong);
        assert_eq!(verify("", None).await.unwrap(), Verdict::Wrong, "nobody has no password");
    }
}
