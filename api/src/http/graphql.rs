//! `/graphql`: the path of one request. Negotiate the answer's type (`accept`), read the body (`body`), let the
//! application say who asks and whether anything is left of the allowance, read the parameters (`params`) and check the
//! document (`guard`), both aside if that may take long (`reading`), take what it costs from the allowance, let the schema execute it, answer.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use async_graphql::{Request as GraphqlRequest, Response as GraphqlResponse};
use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header, request};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use futures_util::FutureExt;
use tokio::time::{Instant, timeout_at};
use tracing::Instrument;

use super::accept::{self, Media};
use super::executed::was_executed;
use super::guard::{self, Checked, Rules};
use super::params::Params;
use super::reading::Aside;
use super::refusal::{code_of, with_code};
use super::request_log::RequestId;
use super::{
    Hooks, Refusal, RequestInfo, Served, Sockets, body, client, doubt, reading, security, socket, spent,
};
use crate::auth::spending::Payer;
use crate::config::{self, Config, Server};
use crate::metrics::{self, Measure, Metrics};
use crate::operations::{Operation, Operations};
use crate::telemetry;

/// The longest operation name that is logged, in characters.
const LOGGED_NAME: usize = 80;

/// What the handlers of this path share.
pub(super) struct App<E> {
    /// The schema.
    pub(super) schema: E,
    /// The application.
    pub(super) hooks: Arc<dyn Hooks>,
    /// The operations that are known by hash.
    pub(super) operations: Arc<Operations>,
    /// What is counted.
    pub(super) metrics: Metrics,
    /// How it is served.
    pub(super) server: Server,
    /// What a document is held to.
    pub(super) rules: Arc<Rules>,
    /// Where what may take long is read.
    pub(super) aside: Aside,
    /// What a socket may.
    pub(super) socket_limits: config::Sockets,
    /// The sockets.
    pub(super) sockets: Sockets,
}

/// The route of the API.
pub(super) fn router<E: Served>(
    schema: E,
    hooks: Arc<dyn Hooks>,
    config: &Config,
    sockets: Sockets,
) -> Router {
    let app = App {
        rules: Arc::new(Rules::of(&schema.sdl(), config)),
        aside: Aside::default(),
        operations: hooks.operations(),
        metrics: hooks.metrics(),
        schema,
        hooks,
        server: config.server.clone(),
        socket_limits: config.sockets.clone(),
        sockets,
    };
    let cors = tower::util::option_layer(security::cors(&app.server, [Method::GET, Method::POST]));
    Router::new().route("/graphql", any(answer::<E>).layer(cors)).with_state(Arc::new(app))
}

async fn answer<E: Served>(State(app): State<Arc<App<E>>>, request: Request) -> Response {
    if socket::is_upgrade(&request) {
        return socket::upgrade(app, request).await.unwrap_or_else(Refusal::plain);
    }
    let mut measure = Measure::begin(&app.metrics);
    let (media, answer) = match accept::negotiate(request.headers()) {
        Err(refusal) => (Media::Json, Err(refusal)),
        Ok(media) => (media, respond(&app, request, &mut measure).await),
    };
    tell(&mut measure, answer.as_ref());
    let mut response = match answer {
        Ok(executed) => render(executed, media),
        Err(refusal) => refusal.render(media),
    };
    let headers = response.headers_mut();
    // Answers depend on who asks: no cache may keep one.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.append(header::VARY, HeaderValue::from_static("Accept, Authorization"));
    response
}

/// Tells the metrics how a request went.
pub(super) fn tell(measure: &mut Measure, answer: Result<&GraphqlResponse, &Refusal>) {
    match answer {
        Ok(executed) => {
            measure.executed(executed.errors.iter().map(|error| code_of(error).unwrap_or_default()));
        }
        Err(refusal) => measure.refused(refusal.code(), refusal.is_fault()),
    }
}

fn render(mut executed: GraphqlResponse, media: Media) -> Response {
    let headers = std::mem::take(&mut executed.http_headers);
    let mut response = axum::Json(executed).into_response();
    response.headers_mut().extend(headers);
    response.headers_mut().insert(header::CONTENT_TYPE, media.content_type());
    response
}

async fn respond<E: Served>(
    app: &App<E>,
    request: Request,
    measure: &mut Measure,
) -> Result<GraphqlResponse, Refusal> {
    let deadline = Instant::now() + app.server.request_timeout;
    let (parts, body) = request.into_parts();
    let body = match parts.method {
        Method::GET | Method::HEAD => None,
        Method::POST => {
            accept::require_json(&parts.headers)?;
            Some(body::read(body, app.server.body_limit, deadline).await?)
        }
        _ => return Err(not_allowed("GET, POST", "expected a GET or a POST")),
    };
    let (uri, info) = (parts.uri.clone(), info(parts, &app.server));
    let admitted = admit(app, &info, GraphqlRequest::new(""), deadline).await?;
    let sent = body.as_ref().map_or_else(|| uri.query().map_or(0, str::len), Vec::len);
    let understood = understand(app, &uri, body, admitted.payer, measure, deadline).await;
    let price = app.rules.limits.refusal_price(sent);
    let (params, checked) =
        understood.inspect_err(|refusal| app.hooks.charge(admitted.payer, refusal.price(price)))?;
    perform(app, &info, admitted, params, checked, deadline).await
}

/// A request of somebody who is known, and has something left to spend.
pub(super) struct Admitted {
    /// What resolvers need.
    pub(super) request: GraphqlRequest,
    /// Who pays.
    pub(super) payer: Payer,
}

/// Finds out who asks. Whoever has nothing left is told so before anything is parsed.
///
/// # Errors
/// The token is not good; nothing is left; or it took too long.
pub(super) async fn admit<E>(
    app: &App<E>,
    info: &RequestInfo,
    request: GraphqlRequest,
    deadline: Instant,
) -> Result<Admitted, Refusal> {
    let request = answered(app.hooks.as_ref(), deadline, app.hooks.prepare(info, request)).await??;
    let payer = app.hooks.payer(info, &request);
    app.hooks.take(payer, 0).map_err(Refusal::exhausted)?;
    Ok(Admitted { request, payer })
}

/// Takes what a document costs, executes it up to the deadline, and says what was spent.
///
/// # Errors
/// Less is left than it costs; it was not executed, or not to its end.
pub(super) async fn perform<E: Served>(
    app: &App<E>,
    info: &RequestInfo,
    Admitted { request, payer }: Admitted,
    params: Params,
    checked: Checked,
    deadline: Instant,
) -> Result<GraphqlResponse, Refusal> {
    let (cost, kind, limits) = (checked.cost, checked.kind, &app.rules.limits);
    let price = limits.refusal_price(params.query.len());
    let allowance = app.hooks.take(payer, cost).map_err(Refusal::exhausted)?;
    app.metrics.cost(cost);
    let label = params.listed.as_ref().map_or(metrics::OTHER, |listed| &listed.name).to_owned();
    let request = params.into_request(request.data, checked.document);
    let mut response = execute(app, info, request, kind, deadline)
        .instrument(telemetry::operation(&label))
        .await
        .inspect_err(|refusal| app.hooks.charge(payer, refusal.price(price)))?;
    if let Some(executed) = checked.to_keep {
        app.rules.keep(executed);
    }
    spent::tell(&mut response, cost, limits.cost, allowance);
    Ok(response)
}

/// Reads and checks what was asked, without executing anything.
async fn understand<E>(
    app: &App<E>,
    uri: &Uri,
    body: Option<Vec<u8>>,
    payer: Payer,
    measure: &mut Measure,
    deadline: Instant,
) -> Result<(Params, Checked), Refusal> {
    let may_change = body.is_some();
    let (params, checked) = match body {
        Some(body) if body.len() > reading::SHORT_BODY => {
            let (listed, read) = reading::read_aside(app, body, payer, deadline).await?;
            name(measure, listed.as_deref());
            read?
        }
        body => {
            let params = body.map_or_else(|| Params::from_uri(uri), |body| Params::from_body(&body))?;
            let params = reading::find(&app.operations, app.server.only_persisted, params)?;
            name(measure, params.listed.as_deref());
            reading::check(app, params, payer, deadline).await?
        }
    };
    if let Some(name) = &checked.name {
        let name: String = name.chars().take(LOGGED_NAME).collect();
        tracing::Span::current().record("operation", name);
    }
    match checked.kind {
        OperationType::Subscription => {
            let message =
                "subscriptions are not served over plain HTTP, but over WebSocket at the same address";
            Err(guard::refuse("SUBSCRIPTION_NOT_SUPPORTED", message, None))
        }
        // A GET is what a link, an image or a prefetch sends: it must not change anything.
        OperationType::Mutation if !may_change => {
            Err(not_allowed("POST", "expected a POST: a mutation is not executed by a GET"))
        }
        _ => Ok((params, checked)),
    }
}

fn name(measure: &mut Measure, listed: Option<&Operation>) {
    if let Some(operation) = listed {
        measure.name(&operation.name);
    }
}

fn not_allowed(allow: &'static str, message: &str) -> Refusal {
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message)
        .with_header(header::ALLOW, HeaderValue::from_static(allow))
}

/// Who sent a request.
pub(super) fn info(parts: request::Parts, server: &Server) -> RequestInfo {
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

async fn execute<E: Served>(
    app: &App<E>,
    info: &RequestInfo,
    request: GraphqlRequest,
    kind: OperationType,
    deadline: Instant,
) -> Result<GraphqlResponse, Refusal> {
    let executing = app.schema.execute(request);
    let mut response =
        answered(app.hooks.as_ref(), deadline, executing).await.map_err(|refusal| refusal.doubtful(kind))?;
    let executed = was_executed(&response);
    if !executed {
        let coded = |error| with_code(error, "DOCUMENT_INVALID");
        response.errors = response.errors.into_iter().map(coded).collect();
    }
    let mut response = app.hooks.finish(info, response);
    doubt::tell(kind, &mut response.errors);
    if executed { Ok(response) } else { Err(Refusal::document(response.errors)) }
}

/// Waits for work until the deadline, or until it is known that no answer will come.
pub(super) async fn answered<T>(
    hooks: &dyn Hooks,
    deadline: Instant,
    work: impl Future<Output = T>,
) -> Result<T, Refusal> {
    tokio::select! {
        biased;
        done = in_time(deadline, work) => done,
        refusal = hooks.failing() => Err(refusal),
    }
}

/// Waits for work until the deadline.
pub(super) async fn in_time<T>(deadline: Instant, work: impl Future<Output = T>) -> Result<T, Refusal> {
    // A panic in one resolver must not take the connection, and other requests on it, along.
    let outcome = timeout_at(deadline, AssertUnwindSafe(work).catch_unwind()).await;
    outcome.map_err(|_| late())?.map_err(|_| fault())
}

fn late() -> Refusal {
    let message = "the request took too long and was stopped; a change may or may not have been made";
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "TIMEOUT", message)
}

/// A mistake of ours.
pub(super) fn fault() -> Refusal {
    tracing::error!("a resolver panicked");
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "the server made a mistake")
}
