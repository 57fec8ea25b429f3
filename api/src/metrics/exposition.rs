//! The text that a scraper reads.

use super::labels::{Build, Pool, Pooled};
use super::{Metrics, backlog};
use crate::config::SearchEngine;
use crate::context::Context;
use crate::db::Connections;
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::routing::get;
use sea_orm::DatabaseBackend;
use std::sync::Arc;

/// The media type of [`render`].
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The route `/metrics`, for an address of its own.
pub fn router(context: Arc<Context>) -> Router {
    let answer = |State(context): State<Arc<Context>>| async move {
        ([(header::CONTENT_TYPE, CONTENT_TYPE)], render(&context).await)
    };
    Router::new().route("/metrics", get(answer)).with_state(context)
}

/// Every series as it stands, in OpenMetrics' text format.
pub async fn render(context: &Context) -> String {
    let series = &context.metrics.0;
    backlog::read(context, &series.backlog, &context.metrics.1).await;
    series.process.read();
    series.search.paused.set(i64::from(context.search.is_paused()));
    series.search.ready.set(i64::from(context.search.is_ready()));
    pool(&context.metrics, "read", context.db.reading());
    pool(&context.metrics, "write", context.db.writing());
    series.build.get_or_create(&build(context)).set(1);
    let mut text = String::new();
    match prometheus_client::encoding::text::encode(&mut text, &series.registry) {
        Ok(()) => text,
        // Writing into a text fails for want of memory alone.
        Err(error) => format!("# {error}\n"),
    }
}

/// The connections that read, or that write.
fn pool(metrics: &Metrics, pool: &'static str, Connections { used, idle, most }: Connections) {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    metrics.0.database.connections_max.get_or_create(&Pool { pool }).set(number(most));
    let connections = &metrics.0.database.connections;
    connections.get_or_create(&Pooled { pool, state: "idle" }).set(number(idle));
    connections.get_or_create(&Pooled { pool, state: "used" }).set(number(used));
}

fn build(context: &Context) -> Build {
    Build {
        version: env!("CARGO_PKG_VERSION"),
        database: match context.db.backend() {
            DatabaseBackend::Postgres => "postgres",
            _ => "sqlite",
        },
        engine: match context.config.search.engine() {
            SearchEngine::Meilisearch => "meilisearch",
            SearchEngine::Embedded => "embedded",
        },
    }
}
