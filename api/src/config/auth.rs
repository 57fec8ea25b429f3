//! Section `[auth]`.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::duration;
use super::problem::Complaint;

/// OWASP's least for Argon2id of two passes, in KiB (Password Storage Cheat Sheet).
const LEAST_MEMORY: u32 = 19_456;

/// Passwords, tokens and login limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Auth {
    /// How long a token is good for after signing in.
    #[serde(with = "duration")]
    pub token_lifetime: Duration,
    /// How long this process trusts what it read of a token's account: the time after which a change made elsewhere
    /// (a sign-out on another replica, an account disabled by SQL) is seen here. Zero reads it for every request.
    #[serde(with = "duration")]
    pub session_memory: Duration,
    /// The shortest password accepted, in characters.
    pub password_min_length: usize,
    /// The longest password accepted, in characters: hashing an endless one would be a way to occupy the server.
    pub password_max_length: usize,
    /// What hashing a password takes in KiB, in two passes: what a sign-in costs the server, and a guess whoever steals the
    /// hashes. Those of another amount are made anew as their people sign in.
    pub password_memory: u32,
    /// Failed logins on one account, within the window, after which it must wait.
    pub login_limit_per_account: u32,
    /// Failed logins from one address, within the window. A whole campus may share an address.
    pub login_limit_per_address: u32,
    /// The window that failed logins are counted over.
    #[serde(with = "duration")]
    pub login_window: Duration,
}

impl Default for Auth {
    fn default() -> Self {
        Self {
            token_lifetime: duration::days(30),
            session_memory: Duration::from_secs(10),
            password_min_length: 12,
            password_max_length: 128,
            password_memory: LEAST_MEMORY,
            login_limit_per_account: 10,
            login_limit_per_address: 100,
            login_window: Duration::from_secs(15 * 60),
        }
    }
}

impl Auth {
    pub(super) fn complaints(&self) -> Vec<Complaint> {
        let lifetime = humantime::format_duration(self.token_lifetime);
        let window = humantime::format_duration(self.login_window);
        let (shortest, longest) = (self.password_min_length, self.password_max_length);
        let (account, address) = (self.login_limit_per_account, self.login_limit_per_address);
        let hashing = self.password_memory;
        let memory = humantime::format_duration(self.session_memory);
        [
            Complaint::unless(
                self.session_memory <= Duration::from_secs(60),
                "auth.session_memory",
                memory,
                "60s at most",
            ),
            Complaint::unless(
                !self.token_lifetime.is_zero(),
                "auth.token_lifetime",
                lifetime,
                "more than nothing",
            ),
            Complaint::unless(shortest >= 8, "auth.password_min_length", shortest, "8 or more"),
            Complaint::unless(
                (shortest..=1024).contains(&longest),
                "auth.password_max_length",
                longest,
                "password_min_length or more, and 1024 at most",
            ),
            Complaint::unless(
                (LEAST_MEMORY..=1 << 20).contains(&hashing),
                "auth.password_memory",
                hashing,
                "KiB, 19456 or more and 1048576 at most",
            ),
            Complaint::unless(account > 0, "auth.login_limit_per_account", account, "1 or more"),
            Complaint::unless(address > 0, "auth.login_limit_per_address", address, "1 or more"),
            Complaint::unless(!self.login_window.is_zero(), "auth.login_window", window, "more than nothing"),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
