//! GraphQL over HTTP, after <https://graphql.github.io/graphql-over-http/draft/>, with what an operator needs around
//! it: health, request ids, one log line a request, a console and a graceful stop.
//!
//! Read `graphql` first: it is the path of one request, and names the files that hold each step; `socket/` is the same
//! over WebSocket, with subscriptions. Files
//! pass by `files`, apart from GraphQL. Deliberately absent: batches, compression and TLS (a reverse
//! proxy does these better); and any business rule, which [`Hooks`] brings from outside.

mod accept;
mod body;
mod calendar;
mod client;
mod console;
mod doubt;
mod executed;
mod files;
mod graphql;
mod guard;
mod health;
mod hooks;
mod params;
mod persisted;
mod reading;
mod refusal;
mod request_log;
mod security;
mod serve;
mod served;
mod socket;
mod spent;

#[doc(hidden)]
pub mod fuzzing;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::{Router, middleware};

use crate::config::Config;

pub use files::Download;
pub use health::{Dependency, Readiness};
pub use hooks::{Hooks, Identity, RequestInfo};
pub use refusal::Refusal;
pub use serve::{serve, stop_signal};
pub use served::Served;
pub use socket::Sockets;

/// The whole HTTP surface for a schema.
pub fn router<E: Served>(schema: E, hooks: Arc<dyn Hooks>, config: &Config, sockets: Sockets) -> Router {
    Router::new()
        .merge(graphql::router(schema, Arc::clone(&hooks), config, sockets))
        .merge(files::router(Arc::clone(&hooks), config))
        .merge(health::router(Arc::clone(&hooks), config.server.request_timeout))
        .merge(calendar::router(Arc::clone(&hooks), config))
        .merge(console::router(&config.server))
        .fallback(|| async { Refusal::nothing_here().plain() })
        .layer(middleware::from_fn_with_state(hooks, request_log::observe))
        .layer(middleware::from_fn_with_state(security::Tls::of(&config.server), security::protect))
}
