//! What an operator may set, read once at start: defaults, then `tremplin.toml`, then the environment
//! (`TREMPLIN_SECTION__KEY`), the later winning. `tremplin.example.toml` explains every key.
//!
//! A value that is wrong, or a key that is unknown, stops the program with the key, what was found, where it
//! came from and what was expected: a typing error must not become a default in silence.

mod auth;
mod database;
mod duration;
mod files;
mod layers;
mod limits;
mod log;
mod mail;
mod offers;
mod papers;
mod problem;
mod search;
mod secret;
mod server;
mod sockets;
mod worker;

#[cfg(test)]
mod tests;

use std::path::Path;

use serde::{Deserialize, Serialize};

pub use auth::Auth;
pub use database::{Database, DatabaseKind};
pub use files::Files;
pub use limits::Limits;
pub use log::{Log, LogFormat};
pub use mail::Mail;
pub use offers::Offers;
pub use papers::Papers;
pub use problem::{ConfigError, Problem};
pub use search::{Search, SearchEngine};
pub use secret::Secret;
pub use server::Server;
pub use sockets::Sockets;
pub use worker::Worker;

/// Everything that can be configured, one field per section of the file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The HTTP server.
    pub server: Server,
    /// The SQL database, which is the truth.
    pub database: Database,
    /// The search engine, which is an index of it.
    pub search: Search,
    /// Passwords, tokens and login limits.
    pub auth: Auth,
    /// The life of an offer.
    pub offers: Offers,
    /// What one GraphQL document may ask.
    pub limits: Limits,
    /// WebSockets.
    pub sockets: Sockets,
    /// The background worker.
    pub worker: Worker,
    /// Mails.
    pub mail: Mail,
    /// Files that people upload, and papers made for them.
    pub files: Files,
    /// Papers of contracts.
    pub papers: Papers,
    /// Logs.
    pub log: Log,
}

impl Config {
    /// Reads the configuration of this process: `file` if given, else the one named by `TREMPLIN_CONFIG`, else
    /// `tremplin.toml` in the working directory when there is one; then the environment.
    ///
    /// # Errors
    /// A file that was named and is not there, and every value that cannot be used.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let variables = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        Self::from_sources(file, variables)
    }

    /// As [`Config::load`], with the environment passed in as (name, value) pairs.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn from_sources(
        file: Option<&Path>,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let figment = layers::figment(file, variables)?;
        let config: Self = figment.extract().map_err(|error| ConfigError::from_figment(error, &figment))?;
        let complaints = config.complaints();
        if complaints.is_empty() {
            Ok(config)
        } else {
            Err(ConfigError::from_complaints(complaints, &figment))
        }
    }

    /// What is well-formed and still cannot be used, over all sections, so that one start tells everything.
    fn complaints(&self) -> Vec<problem::Complaint> {
        [
            self.server.complaints(),
            self.database.complaints(),
            self.search.complaints(),
            self.auth.complaints(),
            self.offers.complaints(),
            self.limits.complaints(),
            self.sockets.complaints(),
            self.worker.complaints(),
            self.mail.complaints(),
            self.files.complaints(),
            self.papers.complaints(),
            self.log.complaints(),
        ]
        .concat()
    }
}
