//! No traces: what a program built without the feature `otlp` has in their place.

use super::Part;
use crate::config::Log;
use axum::http::HeaderMap;
use sea_orm::metric;
use tracing::Span;

/// Nothing to end.
#[derive(Debug)]
pub struct Traces(());

impl Traces {
    pub(super) fn start(log: &Log) -> anyhow::Result<(Self, Option<Part>)> {
        if log.traces_url.is_some() {
            anyhow::bail!(
                "log.traces_url is set, and this program was built without traces: build it with --features otlp"
            );
        }
        Ok((Self(()), None))
    }

    /// Nothing to send.
    pub fn end(self) {}
}

/// Nothing: there is no trace to belong to.
pub(crate) fn adopt(_: &Span, _: &HeaderMap) {}

/// Nothing: the request's span is enough for the log.
pub(crate) fn operation(_: &str) -> Span {
    Span::none()
}

/// Nothing: the metrics count statements.
pub(crate) fn statement(_: &metric::Info<'_>) {}
