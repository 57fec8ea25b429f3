//! Section `[search]`.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::problem::Complaint;
use super::{Secret, duration};

/// The search engines that Tremplin runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SearchEngine {
    /// Inside this process, on files: nothing to install, one process only.
    Embedded,
    /// A Meilisearch server, shared by any number of processes.
    Meilisearch,
}

/// The search engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    /// The engine when it is stated; else see [`Search::engine`].
    engine: Option<SearchEngine>,
    /// The embedded engine's folder.
    pub path: PathBuf,
    /// The Meilisearch server, for example `http://127.0.0.1:7700`.
    pub url: Option<String>,
    /// The key that Meilisearch asks for.
    pub api_key: Option<Secret>,
    /// The longest wait for an answer, after which lists come from SQL.
    #[serde(with = "duration")]
    pub timeout: Duration,
    /// What begins the name of every index, so that two installations can share one server.
    pub index_prefix: String,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            engine: None,
            path: PathBuf::from("./var/search"),
            url: None,
            api_key: None,
            timeout: Duration::from_millis(400),
            index_prefix: "tremplin_".to_owned(),
        }
    }
}

impl Search {
    /// The engine to use: the one stated, else Meilisearch when its URL is given, else the embedded one.
    pub fn engine(&self) -> SearchEngine {
        let implied = if self.url.is_some() { SearchEngine::Meilisearch } else { SearchEngine::Embedded };
        self.engine.unwrap_or(implied)
    }

    pub(super) fn complaints(&self) -> Vec<Complaint> {
        let url = self.url.as_deref().unwrap_or_default();
        let whole = url.starts_with("http://") || url.starts_with("https://");
        let needed = self.url.is_some() || self.engine() == SearchEngine::Meilisearch;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let timeout = humantime::format_duration(self.timeout);
        [
            Complaint::unless(
                whole || !needed,
                "search.url",
                url,
                "an address that begins with http:// or https://, since the engine is meilisearch",
            ),
            Complaint::unless(!self.timeout.is_zero(), "search.timeout", timeout, "more than nothing"),
            Complaint::unless(
                self.index_prefix.chars().all(plain),
                "search.index_prefix",
                &self.index_prefix,
                "letters, digits, hyphens and underscores only",
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
