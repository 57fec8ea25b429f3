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

use super::accept::{self, Media};
use super::executed::ExecutionFlag;
use super::guard::{self, Checked};
use super::params::Params;
use super::refusal::with_code;
use super::request_log::RequestId;
use super::{Hooks, Refusal, RequestInfo, Sockets, body, client, doubt, socket};
use crate::config::{self, Config, Limits, Server};

/// The longest operation name that is logged, in characters.
const LOGGED_NAME: usize = 80;

/// What the handlers of this path share.
pub(super) struct App<E> {
    /// The schema.
    pub(super) schema: E,
    /// The application.
    pub(super) hooks: Arc<dyn Hooks>,
    /// How it is served.
    pub(super) server: Server,
    /// What a document may ask.
    pub(super) limits: Limits,
    /// What a socket may.
    pub(super) socket_limits: config::Sockets,
    /// The sockets.
    pub(super) sockets: Sockets,
}

/// The route of the API.
pub(super) fn router<E: Executor>(
    schema: E,
    hooks: Arc<dyn Hooks>,
    config: &Config,
    sockets: Sockets,
) -> Router {
    let app = App {
        schema,
        hooks,
        server: config.server.clone(),
        limits: config.limits.clone(),
        socket_limits: config.sockets.clone(),
        sockets,
    };
    Router::new().route("/graphql", any(answer::<E>)).with_state(Arc::new(app))
}

async fn answer<E: Executor>(State(app): State<Arc<App<E>>>, request: Request) -> Response {
    if socket::is_upgrade(&request) {
        return socket::upgrade(app, request).await.unwrap_or_else(Refusal::plain);
    }
    let mut response = match accept::negotiate(request.headers()) {
        Err(refusal) => refusal.render(Media::Json),
        Ok(media) => match respond(&app, request).await {
            Ok(executed) => render(executed, media),
            Err(refusal) => refusal.render(media),
        },
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

async fn respond<E: Executor>(app: &App<E>, request: Request) -> Result<GraphqlResponse, Refusal> {
    let deadline = Instant::now() + app.server.request_timeout;
    let (parts, body) = request.into_parts();
    let params = match parts.method {
        Method::GET | Method::HEAD => Params::from_uri(&parts.uri)?,
        Method::POST => {
            accept::require_json(&parts.headers)?;
            Params::from_body(&body::read(body, app.server.body_limit, deadline).await?)?
        }
        _ => return Err(not_allowed("GET, POST", "expected a GET or a POST")),
    };
    let checked = guard::check(&params, &app.limits, app.server.introspection)?;
    if let Some(name) = &checked.name {
        let name: String = name.chars().take(LOGGED_NAME).collect();
        tracing::Span::current().record("operation", name);
    }
    if checked.kind == OperationType::Subscription {
        let message = "subscriptions are not served over plain HTTP, but over WebSocket at the same address";
        return Err(guard::refuse("SUBSCRIPTION_NOT_SUPPORTED", message, None));
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

/// Executes a query or a mutation, up to the deadline.
///
/// # Errors
/// It was not executed, or not to its end.
pub(super) async fn execute<E: Executor>(
    app: &App<E>,
    info: RequestInfo,
    params: Params,
    checked: Checked,
    deadline: Instant,
) -> Result<GraphqlResponse, Refusal> {
    let flag = ExecutionFlag::default();
    let mut request = params.into_request().data(flag.clone());
    request.set_parsed_query(checked.document);
    let work = async {
        let request = app.hooks.prepare(&info, request).await?;
        Ok(app.schema.execute(request).await)
    };
    // A panic in one resolver must not take the connection, and other requests on it, along.
    let work = timeout_at(deadline, AssertUnwindSafe(work).catch_unwind());
    let outcome = tokio::select! {
        biased;
        outcome = work => outcome,
        refusal = app.hooks.failing() => return Err(refusal.doubtful(checked.kind)),
    };
    let mut response = outcome.map_err(|_| late())?.map_err(|_| fault())??;
    if !flag.is_set() {
        let coded = |error| with_code(error, "DOCUMENT_INVALID");
        response.errors = response.errors.into_iter().map(coded).collect();
    }
    let mut response = app.hooks.finish(&info, response);
    doubt::tell(checked.kind, &mut response.errors);
    if flag.is_set() { Ok(response) } else { Err(Refusal::document(response.errors)) }
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
