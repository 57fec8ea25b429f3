//! Section `[log]`.

use serde::{Deserialize, Serialize};
use tracing_subscriber::EnvFilter;

use super::problem::Complaint;

/// How a line of the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines, one object a line.
    Json,
}

/// Logs, which go to the standard error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// How a line is written.
    pub format: LogFormat,
    /// What is logged: a level, or levels by module, as in `info,api::http=debug`.
    pub level: String,
    /// Where traces are sent, by a program built with the feature `otlp`: a collector's OTLP address over HTTP.
    pub traces_url: Option<String>,
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Text, level: "info,sea_orm_migration=warn".to_owned(), traces_url: None }
    }
}

impl Log {
    pub(super) fn complaints(&self) -> Vec<Complaint> {
        let expected =
            "error, warn, info, debug or trace, or such levels by module as in info,api::http=debug";
        Complaint::unless(self.is_filter(), "log.level", &self.level, expected).into_iter().collect()
    }

    /// `EnvFilter` takes any lone word for the name of a module, so a misspelt level would silence the log.
    fn is_filter(&self) -> bool {
        let levels = ["error", "warn", "info", "debug", "trace", "off"];
        let known = |part: &str| part.contains('=') || levels.contains(&part.trim());
        self.level.split(',').all(known) && EnvFilter::try_new(&self.level).is_ok()
    }
}
