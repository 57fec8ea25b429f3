//! Section `[database]`.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::problem::Complaint;
use super::{Secret, duration};

/// The database engines that Tremplin runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseKind {
    /// A file, one writer: nothing to install.
    Sqlite,
    /// A server, for production.
    Postgres,
}

/// The SQL database.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// `sqlite://PATH` or `postgres://USER:PASSWORD@HOST/NAME`. Secret, since it may hold a password.
    pub url: Secret,
    /// Connections that only read.
    pub read_connections: u32,
    /// Connections that write; always 1 on SQLite, which has one writer.
    pub write_connections: u32,
    /// The longest wait for a free connection.
    #[serde(with = "duration")]
    pub acquire_timeout: Duration,
    /// The longest that one statement may run (PostgreSQL), or wait for a lock (SQLite).
    #[serde(with = "duration")]
    pub statement_timeout: Duration,
}

impl Default for Database {
    fn default() -> Self {
        Self {
            url: Secret::new("sqlite://./var/tremplin.db"),
            read_connections: 4,
            write_connections: 8,
            acquire_timeout: Duration::from_millis(1500),
            statement_timeout: Duration::from_secs(5),
        }
    }
}

impl Database {
    /// The engine that the URL names; SQLite for any scheme but PostgreSQL's, others being refused at start.
    pub fn kind(&self) -> DatabaseKind {
        let url = self.url.expose();
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            DatabaseKind::Postgres
        } else {
            DatabaseKind::Sqlite
        }
    }

    pub(super) fn complaints(&self) -> Vec<Complaint> {
        let url = self.url.expose();
        let known =
            ["sqlite://", "postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme));
        let timeout = humantime::format_duration(self.acquire_timeout);
        let statement = humantime::format_duration(self.statement_timeout);
        let (read, write) = (self.read_connections, self.write_connections);
        [
            Complaint::unless(
                known,
                "database.url",
                "",
                "an address that begins with sqlite:// or postgres://",
            ),
            Complaint::unless(read > 0, "database.read_connections", read, "1 or more"),
            Complaint::unless(write > 0, "database.write_connections", write, "1 or more"),
            Complaint::unless(
                !self.acquire_timeout.is_zero(),
                "database.acquire_timeout",
                timeout,
                "more than nothing",
            ),
            Complaint::unless(
                !self.statement_timeout.is_zero(),
                "database.statement_timeout",
                statement,
                "more than nothing",
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
