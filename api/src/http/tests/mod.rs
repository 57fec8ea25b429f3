//! The rules of the transport, asked of a small schema through the router.

mod document;
mod lifecycle;
mod persisted;
mod security;
mod spending;
mod surface;
mod transport;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_graphql::{Context, EmptySubscription, Error, ErrorExtensions, Object, Schema};
use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{Dependency, Hooks, Identity, Readiness, Refusal, RequestInfo, Sockets, router};
use crate::auth::spending::{Allowance, Exhausted, Payer, Spending};
use crate::config::Config;
use crate::events::{Events, Subscriber};
use crate::graphql::in_waves::InWaves;
use crate::operations::Operations;
use chrono::{DateTime, Utc};

/// How often the mutation ran.
#[derive(Clone, Default)]
struct Counter(Arc<AtomicU32>);

/// What the hooks saw of a request.
struct Seen(String);

struct Query;

#[Object]
impl Query {
    async fn echo(&self, text: String) -> String {
        text
    }

    async fn seen(&self, context: &Context<'_>) -> String {
        context.data_unchecked::<Seen>().0.clone()
    }

    async fn denied(&self) -> Result<i32, Error> {
        Err(Error::new("not for you").extend_with(|_, extensions| extensions.set("code", "FORBIDDEN")))
    }

    // The option is outside: async-graphql nulls the whole parent for an `Err` beside an option.
    async fn broken(&self) -> Option<Result<i32, Error>> {
        Some(Err(Error::new("SELECT secret FROM table")))
    }

    async fn panics(&self) -> i32 {
        "a resolver's mistake".parse().unwrap()
    }

    async fn slow(&self, ms: u64) -> u64 {
        tokio::time::sleep(Duration::from_millis(ms)).await;
        ms
    }

    async fn cookie(&self, context: &Context<'_>) -> bool {
        context.insert_http_header("set-cookie", "a=b").is_none()
    }
}

struct Mutation;

#[Object]
impl Mutation {
    async fn bump(&self, context: &Context<'_>) -> u32 {
        context.data_unchecked::<Counter>().0.fetch_add(1, Ordering::SeqCst) + 1
    }
}

struct TestHooks {
    readiness: Readiness,
    spending: Spending,
}

/// When everything happens: the begin of a window.
const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

#[async_trait]
impl Hooks for TestHooks {
    fn operations(&self) -> Arc<Operations> {
        Arc::new(persisted::list())
    }

    fn new_request_id(&self) -> String {
        "generated".to_owned()
    }

    async fn prepare(
        &self,
        info: &RequestInfo,
        request: async_graphql::Request,
    ) -> Result<async_graphql::Request, Refusal> {
        let token = info.token.as_ref().map_or("", |token| token.expose());
        if token == "bad" {
            return Err(Refusal::unauthenticated("the token is not good"));
        }
        let languages = info.languages.as_deref().unwrap_or_default();
        let hidden = info.headers.get("authorization").is_none();
        let seen = format!("{} {} {token} {languages} {hidden}", info.request_id, info.client);
        Ok(request.data(Seen(seen)))
    }

    async fn identify(&self, _: &RequestInfo) -> Result<Identity, Refusal> {
        Ok(Identity::default())
    }

    fn happenings(&self) -> Subscriber {
        Events::default().subscribe()
    }

    fn payer(&self, info: &RequestInfo, _: &async_graphql::Request) -> Payer {
        let member = info.token.as_ref().is_some_and(|token| token.expose() == "member");
        Payer::of(member.then(|| uuid::Uuid::from_u128(1)), info.client)
    }

    fn take(&self, payer: Payer, points: u64) -> Result<Option<Allowance>, Exhausted> {
        self.spending.take(payer, points, NOW)
    }

    fn charge(&self, payer: Payer, points: u64) {
        self.spending.charge(payer, points, NOW);
    }

    fn finish(&self, _: &RequestInfo, mut response: async_graphql::Response) -> async_graphql::Response {
        for error in &mut response.errors {
            if error.extensions.as_ref().is_none_or(|extensions| extensions.get("code").is_none()) {
                error.message = "internal".to_owned();
            }
        }
        response
    }

    async fn ready(&self) -> Readiness {
        self.readiness.clone()
    }
}

fn dependency(name: &'static str, up: bool, required: bool) -> Dependency {
    Dependency { name, up, required }
}

/// A server of the test schema.
struct Server {
    router: Router,
    counter: Counter,
}

fn server() -> Server {
    server_with(&Config::default(), Readiness::default())
}

fn configured(change: impl FnOnce(&mut Config)) -> Server {
    let mut config = Config::default();
    change(&mut config);
    server_with(&config, Readiness::default())
}

fn server_with(config: &Config, readiness: Readiness) -> Server {
    let counter = Counter::default();
    let schema = Schema::build(Query, Mutation, EmptySubscription).data(counter.clone()).finish();
    let hooks = TestHooks { readiness, spending: Spending::new(&config.limits) };
    Server { router: router(InWaves(schema), Arc::new(hooks), config, Sockets::default()), counter }
}

/// An answer, read to its end.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    /// The answer, without what it says of its cost.
    fn json(&self) -> Value {
        let mut answer: Value = serde_json::from_str(&self.text).unwrap();
        if let Some(object) = answer.as_object_mut() {
            object.remove("extensions");
        }
        answer
    }

    /// What it says of its cost.
    fn cost(&self) -> Value {
        serde_json::from_str::<Value>(&self.text).unwrap()["extensions"]["cost"].take()
    }

    fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }

    fn message(&self) -> String {
        self.json()["errors"][0]["message"].as_str().unwrap().to_owned()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

const JSON: (&str, &str) = ("content-type", "application/json");
/// Accept the media type whose status tells.
const TELLING: (&str, &str) = ("accept", "application/graphql-response+json");

impl Server {
    async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "").await
    }

    /// Posts a JSON body with the status-telling media type.
    async fn post(&self, body: Value) -> Answer {
        self.send("POST", "/graphql", &[JSON, TELLING], body.to_string()).await
    }

    async fn query(&self, document: &str) -> Answer {
        self.post(json!({ "query": document })).await
    }

    fn bumps(&self) -> u32 {
        self.counter.0.load(Ordering::SeqCst)
    }
}
