//! Section `[files]`.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::duration;
use super::problem::Complaint;

/// Files that people upload, and papers made for them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Files {
    /// Where they are kept.
    pub folder: PathBuf,
    /// The longest file, in bytes.
    pub max_bytes: u32,
    /// How much one person may upload altogether, in bytes.
    pub quota_bytes: u64,
    /// The longest that one upload may take.
    #[serde(with = "duration")]
    pub upload_timeout: Duration,
    /// How long a ticket for an upload is good.
    #[serde(with = "duration")]
    pub ticket_lifetime: Duration,
}

impl Default for Files {
    fn default() -> Self {
        Self {
            folder: PathBuf::from("./var/files"),
            max_bytes: 10 * 1024 * 1024,
            quota_bytes: 100 * 1024 * 1024,
            upload_timeout: Duration::from_secs(120),
            ticket_lifetime: Duration::from_secs(15 * 60),
        }
    }
}

impl Files {
    pub(super) fn complaints(&self) -> Vec<Complaint> {
        let minute = Duration::from_secs(60);
        [
            Complaint::unless(self.max_bytes >= 1024, "files.max_bytes", self.max_bytes, "1024 or more"),
            Complaint::unless(
                self.quota_bytes >= u64::from(self.max_bytes),
                "files.quota_bytes",
                self.quota_bytes,
                "at least files.max_bytes",
            ),
            Complaint::unless(
                (Duration::from_secs(1)..=60 * minute).contains(&self.upload_timeout),
                "files.upload_timeout",
                humantime::format_duration(self.upload_timeout),
                "1s to 1h",
            ),
            Complaint::unless(
                (minute..=24 * 60 * minute).contains(&self.ticket_lifetime),
                "files.ticket_lifetime",
                humantime::format_duration(self.ticket_lifetime),
                "1m to 1day",
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
