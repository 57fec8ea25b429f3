//! `/graphql`: the path of one request. Negotiate the answer's type (`accept`), read the parameters (`body`, `params`),
//! check the document (`guard`), let the application prepare and the schema execute it, answer.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use async_graphql::{Executor, Response as GraphqlResponse};
use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header, request};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use futures_util::FutureExt;
use tokio::time::{Instant, timeout_at};
use tracing::Instrument;

use super::accept::{self, Media};
use super::executed::ExecutionFlag;
use super::guard::{self, Checked};
use super::params::Params;
use super::refusal::{code_of, with_code};
use super::request_log::RequestId;
use super::{Hooks, Refusal, RequestInfo, body, client, persisted, security};
use crate::config::{Config, Limits, Server};
use crate::metrics::{self, Measure, Metrics};
use crate::operations::Operations;
use crate::telemetry;

/// The longest operation name that is logged, in characters.
const LOGGED_NAME: usize = 80;

struct App<E> {
    schema: E,
    hooks: Arc<dyn Hooks>,
    operations: Arc<Operations>,
    metrics: Metrics,
    server: Server,
    limits: Limits,
}

/// The route of the API.
pub(super) fn router<E: Executor>(schema: E, hooks: Arc<dyn Hooks>, config: &Config) -> Router {
    let (operations, server) = (hooks.operations(), config.server.clone());
    let metrics = hooks.metrics();
    let app = App { schema, hooks, operations, metrics, server, limits: config.limits.clone() };
    let cors = tower::util::option_layer(security::cors(&app.server));
    Router::new().route("/graphql", any(answer::<E>).layer(cors)).with_state(Arc::new(app))
}

async fn answer<E: Executor>(State(app): State<Arc<App<E>>>, request: Request) -> Response {
    let mut measure = Measure::begin(&app.metrics);
    let (media, answer) = match accept::negotiate(request.headers()) {
        Err(refusal) => (Media::Json, Err(refusal)),
        Ok(media) => (media, respond(&app, request, &mut measure).await),
    };
    let mut response = match answer {
        Ok(executed) => {
            measure.executed(executed.errors.iter().map(|error| code_of(error).unwrap_or_default()));
            render(executed, media)
        }
        Err(refusal) => {
            measure.refused(refusal.code(), refusal.is_fault());
            refusal.render(media)
        }
    };
    let headers = response.headers_mut();
    // Answers depend on who asks: no cache may keep one.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.append(header::VARY, HeaderValue::from_static("Accept, Authorization"));
    response
}

fn render(mut executed: GraphqlResponse, media: Media) -> Response {
    let headers = std::mem::take(&mut executed.http_headers);
    let mut response = axum::Json(executed).into_response();
    response.headers_mut().extend(headers);
    response.headers_mut().insert(header::CONTENT_TYPE, media.content_type());
    response
}

async fn respond<E: Executor>(
    app: &App<E>,
    request: Request,
    measure: &mut Measure,
) -> Result<GraphqlResponse, Refusal> {
    let deadline = Instant::now() + app.server.request_timeout;
    let (parts, body) = request.into_parts();
    let mut params = match parts.method {
        Method::GET | Method::HEAD => Params::from_uri(&parts.uri)?,
        Method::POST => {
            accept::require_json(&parts.headers)?;
            Params::from_body(&body::read(body, app.server.body_limit, deadline).await?)?
        }
        _ => return Err(not_allowed("GET, POST", "expected a GET or a POST")),
    };
    persisted::resolve(&app.operations, app.server.only_persisted, &mut params)?;
    if let Some(operation) = &params.listed {
        measure.name(&operation.name);
    }
    let checked = guard::check(&params, &app.limits, app.server.introspection)?;
    if let Some(name) = &checked.name {
        let name: String = name.chars().take(LOGGED_NAME).collect();
        tracing::Span::current().record("operation", name);
    }
    // A GET is what a link, an image or a prefetch sends: it must not change anything.
    if checked.kind == OperationType::Mutation && parts.method != Method::POST {
        return Err(not_allowed("POST", "expected a POST: a mutation is not executed by a GET"));
    }
    execute(app, info(parts, &app.server), params, checked, deadline).await
}

fn not_allowed(allow: &'static str, message: &str) -> Refusal {
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message)
        .with_header(header::ALLOW, HeaderValue::from_static(allow))
}

fn info(parts: request::Parts, server: &Server) -> RequestInfo {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
    let mut headers = parts.headers;
    let languages =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let token = client::token(&headers);
    headers.remove(header::AUTHORIZATION);
    RequestInfo {
        request_id: parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
        client: client::address(peer, &headers, &server.trusted_proxies),
        token,
        languages,
        headers,
    }
}

async fn execute<E: Executor>(
    app: &App<E>,
    info: RequestInfo,
    params: Params,
    checked: Checked,
    deadline: Instant,
) -> Result<GraphqlResponse, Refusal> {
    let flag = ExecutionFlag::default();
    let label = params.listed.as_ref().map_or(metrics::OTHER, |listed| &listed.name).to_owned();
    let mut request = params.into_request().data(flag.clone());
    request.set_parsed_query(checked.document);
    let work = async {
        let request = app.hooks.prepare(&info, request).await?;
        Ok(app.schema.execute(request).await)
    };
    let work = work.instrument(telemetry::operation(&label));
    // A panic in one resolver must not take the connection, and other requests on it, along.
    let outcome = timeout_at(deadline, AssertUnwindSafe(work).catch_unwind()).await;
    let mut response = outcome.map_err(|_| late())?.map_err(|_| fault())??;
    if !flag.is_set() {
        let coded = |error| with_code(error, "DOCUMENT_INVALID");
        response.errors = response.errors.into_iter().map(coded).collect();
    }
    let response = app.hooks.finish(&info, response);
    if flag.is_set() { Ok(response) } else { Err(Refusal::document(response.errors)) }
}

fn late() -> Refusal {
    let message = "the request took too long and was stopped; a change may or may not have been made";
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "TIMEOUT", message)
}

fn fault() -> Refusal {
    tracing::error!("a resolver panicked");
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "the server made a mistake")
}
