//! The guard, for tools that try it with what nobody would write. No part of the API.

use async_graphql::ServerError;
use serde_json::{Map, Value};

use super::Refusal;
use super::guard::{self, Rules};
use super::params::Params;
use crate::config::Config;

/// The guard of a schema.
#[derive(Debug)]
pub struct Guard(Rules);

impl Guard {
    /// Of a schema, by its text.
    #[must_use]
    pub fn new(sdl: &str, config: &Config) -> Self {
        Self(Rules::of(sdl, config))
    }

    /// Takes any bytes as a request's body, and as a document alone, as far as the guard.
    pub fn read(&self, bytes: &[u8]) {
        let document = serde_json::json!({ "query": String::from_utf8_lossy(bytes) }).to_string();
        for body in [bytes, document.as_bytes()] {
            if let Ok(params) = Params::from_body(body) {
                let checked = guard::check(&params, &self.0);
                // As if it had been executed: it is known then, and checked once more.
                if let Some(executed) = checked.ok().and_then(|checked| checked.to_keep) {
                    self.0.keep(executed);
                    drop(guard::check(&params, &self.0));
                }
            }
        }
    }

    /// What a document costs.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn check(&self, document: &str, variables: Map<String, Value>) -> Result<u64, Vec<ServerError>> {
        let params = Params::new(document.to_owned(), None, variables);
        guard::check(&params, &self.0).map(|checked| checked.cost).map_err(Refusal::into_errors)
    }
}
