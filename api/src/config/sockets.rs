//! Section `[sockets]`.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::duration;
use super::problem::Complaint;

/// WebSockets: subscriptions, and whatever else is asked over them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sockets {
    /// How long a socket may take to say who it is (`connection_init`).
    #[serde(with = "duration")]
    pub init_timeout: Duration,
    /// Between two pings of ours; a socket that answers none within another such time is dropped.
    #[serde(with = "duration")]
    pub keepalive: Duration,
    /// How long a socket may have nothing under way.
    #[serde(with = "duration")]
    pub idle_timeout: Duration,
    /// How often the rights of a socket are looked at even if nothing happens: tokens expire.
    #[serde(with = "duration")]
    pub recheck: Duration,
    /// Operations under way on one socket.
    pub operations: usize,
    /// The longest message of a client, in bytes.
    pub message_bytes: usize,
    /// Messages that a client may send in a second.
    pub messages_per_second: u32,
    /// Messages that wait for a client that reads slowly.
    pub queue: usize,
    /// Sockets of one account, on one process.
    pub per_account: usize,
    /// Sockets from one address, on one process.
    pub per_address: usize,
    /// Sockets on one process.
    pub total: usize,
}

impl Default for Sockets {
    fn default() -> Self {
        Self {
            init_timeout: Duration::from_secs(5),
            keepalive: Duration::from_secs(15),
            idle_timeout: Duration::from_secs(300),
            recheck: Duration::from_secs(60),
            operations: 20,
            message_bytes: 64 * 1024,
            messages_per_second: 20,
            queue: 64,
            per_account: 10,
            per_address: 500,
            total: 2000,
        }
    }
}

impl Sockets {
    pub(super) fn complaints(&self) -> Vec<Complaint> {
        let times = [
            ("sockets.init_timeout", self.init_timeout),
            ("sockets.keepalive", self.keepalive),
            ("sockets.idle_timeout", self.idle_timeout),
            ("sockets.recheck", self.recheck),
        ];
        let times = times.map(|(key, time)| {
            let shown = humantime::format_duration(time);
            Complaint::unless(time >= Duration::from_millis(10), key, shown, "10ms or more")
        });
        let counts = [
            ("sockets.operations", self.operations),
            ("sockets.messages_per_second", usize::try_from(self.messages_per_second).unwrap_or(usize::MAX)),
            ("sockets.queue", self.queue),
            ("sockets.per_account", self.per_account),
            ("sockets.per_address", self.per_address),
            ("sockets.total", self.total),
        ];
        let counts = counts.map(|(key, value)| Complaint::unless(value > 0, key, value, "1 or more"));
        let bytes = self.message_bytes;
        let bytes = Complaint::unless(bytes >= 1024, "sockets.message_bytes", bytes, "1024 bytes or more");
        times.into_iter().chain(counts).chain([bytes]).flatten().collect()
    }
}
