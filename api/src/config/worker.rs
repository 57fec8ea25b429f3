//! Section `[worker]`.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::duration;
use super::problem::Complaint;

/// The background worker: search indexing, expiry, notices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Worker {
    /// How long it rests when there was nothing to do.
    #[serde(with = "duration")]
    pub poll_interval: Duration,
    /// The most rows that it takes at once.
    pub batch: u32,
    /// The hour at which saved searches that alert daily are told of, in Paris.
    pub daily_alert_hour: u32,
}

impl Default for Worker {
    fn default() -> Self {
        Self { poll_interval: Duration::from_secs(1), batch: 100, daily_alert_hour: 7 }
    }
}

impl Worker {
    pub(super) fn complaints(&self) -> Vec<Complaint> {
        let interval = humantime::format_duration(self.poll_interval);
        let (batch, hour) = (self.batch, self.daily_alert_hour);
        [
            // Below this the worker would do nothing but ask.
            Complaint::unless(
                self.poll_interval >= Duration::from_millis(10),
                "worker.poll_interval",
                interval,
                "10ms or more",
            ),
            Complaint::unless((1..=1000).contains(&batch), "worker.batch", batch, "1 to 1000"),
            Complaint::unless(hour <= 23, "worker.daily_alert_hour", hour, "0 to 23"),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
