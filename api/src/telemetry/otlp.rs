//! Traces, sent in batches to an OpenTelemetry collector: OTLP over HTTP, as protobuf.

use super::Part;
use crate::config::Log;
use crate::metrics::statement_kind;
use async_trait::async_trait;
use axum::body::Bytes;
use axum::http::{HeaderMap, Request, Response};
use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::{Span as _, SpanBuilder, SpanKind, TraceContextExt, Tracer, TracerProvider};
use opentelemetry::{KeyValue, global};
use opentelemetry_http::{HttpClient, HttpError};
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use sea_orm::metric;
use std::time::{Duration, SystemTime};
use tokio::runtime::Handle;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// The name of the tracer, and of the service.
const NAME: &str = "tremplin";
/// The longest that the collector may take; meanwhile requests go on.
const PATIENCE: Duration = Duration::from_secs(5);

/// What sends traces.
#[derive(Debug)]
pub struct Traces(Option<SdkTracerProvider>);

impl Traces {
    /// Starts sending to where the configuration says, if anywhere. How many requests are traced is said by
    /// OpenTelemetry's own variables (`OTEL_TRACES_SAMPLER`); all, unless set.
    pub(super) fn start(log: &Log) -> anyhow::Result<(Self, Option<Part>)> {
        let Some(url) = &log.traces_url else { return Ok((Self(None), None)) };
        let client = Client {
            http: reqwest::Client::builder().timeout(PATIENCE).build()?,
            runtime: Handle::current(),
        };
        let exporter =
            SpanExporter::builder().with_http().with_http_client(client).with_endpoint(url).build()?;
        let service = Resource::builder()
            .with_service_name(NAME)
            .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
            .build();
        let provider =
            SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(service).build();
        global::set_tracer_provider(provider.clone());
        let part = tracing_opentelemetry::layer().with_tracer(provider.tracer(NAME));
        Ok((Self(Some(provider)), Some(Box::new(part))))
    }

    /// Sends those that wait, from a thread that may be kept waiting, before the runtime ends.
    pub fn end(self) {
        if let Some(Err(error)) = self.0.map(|provider| provider.shutdown()) {
            tracing::warn!(%error, "the last traces could not be sent");
        }
    }
}

/// Sends from the program's own runtime; the thread that batches has none.
#[derive(Debug)]
struct Client {
    http: reqwest::Client,
    runtime: Handle,
}

#[async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let request = reqwest::Request::try_from(request)?;
        let http = self.http.clone();
        let sent = self.runtime.spawn(async move {
            let response = http.execute(request).await?;
            Ok::<_, reqwest::Error>((response.status(), response.bytes().await?))
        });
        let (status, body) = sent.await??;
        Ok(Response::builder().status(status).body(body)?)
    }
}

/// The headers that a trace's context is read from.
struct Headers<'a>(&'a HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(axum::http::HeaderName::as_str).collect()
    }
}

/// Makes a request's span part of the trace that its `traceparent` names.
pub(crate) fn adopt(span: &Span, headers: &HeaderMap) {
    let parent = TraceContextPropagator::new().extract(&Headers(headers));
    if parent.span().span_context().is_valid() {
        // Fails where the span is not recorded: then there is nothing to adopt.
        span.set_parent(parent).ok();
    }
}

/// The span of an operation, named as on the list of persisted operations.
pub(crate) fn operation(name: &str) -> Span {
    tracing::info_span!("operation", name)
}

/// The span of a statement that has just ended: its kind, never its text or values.
#[expect(
    clippy::disallowed_methods,
    reason = "a trace is of the system's time, whatever the context's clock says"
)]
pub(crate) fn statement(info: &metric::Info<'_>) {
    let parent = Span::current().context();
    if !parent.span().span_context().is_sampled() {
        return;
    }
    let (end, kind) = (SystemTime::now(), statement_kind(info.statement));
    let begun = end.checked_sub(info.elapsed).unwrap_or(end);
    let span = SpanBuilder::from_name(kind)
        .with_kind(SpanKind::Client)
        .with_start_time(begun)
        .with_attributes([KeyValue::new("db.operation.name", kind), KeyValue::new("failed", info.failed)]);
    global::tracer(NAME).build_with_context(span, &parent).end_with_timestamp(end);
}

#[cfg(test)]
#[path = "otlp_tests.rs"]
mod tests;
