//! What the application depends on fails: the database is stalled, cut, restarted, full, read-only or has no
//! connection left; the search server is stopped, stalled, wiped or another. What is answered then, and what is left
//! in the database, is in docs/operations/failures.md.

mod cut;
mod doubtful;
mod exhausted;
mod files;
mod full;
mod read_only;
mod restarted;
mod searching;
mod stalled;

use crate::harness::factory::{self, INSA, Member};
use crate::harness::proxy::{self, Proxy};
use crate::harness::{Answer, Client, Given, Host, Kind, Suite, TestApp, seeded};
use anyhow::Result;
use api::config::{Config, Secret};
use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(crate) fn trials(suite: &mut Suite) {
    cut::trials(suite);
    doubtful::trials(suite);
    exhausted::trials(suite);
    files::trials(suite);
    full::trials(suite);
    read_only::trials(suite);
    restarted::trials(suite);
    searching::trials(suite);
    stalled::trials(suite);
}

/// An application whose PostgreSQL is behind a proxy.
struct Behind {
    app: TestApp,
    proxy: Proxy,
}

impl Given for Behind {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        let database = seeded(host, kind).await?;
        let (proxy, url) = proxy::postgres(database.settings().url.expose()).await?;
        let through = |config: &mut Config| {
            config.database.url = Secret::new(url);
            config.worker.poll_interval = Duration::from_millis(100);
        };
        Ok(Self { app: TestApp::open(database, TimeDelta::zero(), through).await?, proxy })
    }
}

/// How soon everything goes on once a database is back.
const PROMISED: Duration = Duration::from_millis(500);
/// How soon it must each time, on a machine that runs other tests beside and takes longer to answer anything.
const RECOVERY: Duration = Duration::from_secs(1);
/// Answered by SQL alone where no worker told the engine of anything.
const LIST: &str = "{ searchOffers(first: 10) { edges { node { title company { name } } } } }";
const CREATE: &str = "mutation($input: OfferCreateInput!, $key: String) {
    offerCreate(input: $input, idempotencyKey: $key) { offer { id } userErrors { code message } } }";

/// Writes a draft under a key.
async fn create(client: &Client, title: &str, key: &str) -> Answer {
    create_with(client, title, "An offer that was made by a test.", key).await
}

async fn create_with(client: &Client, title: &str, description: &str, key: &str) -> Answer {
    let input = json!({
        "school": INSA, "specialties": ["AE"], "title": title, "description": description, "skills": ["Rust", "C"],
        "contractType": "PROFESSIONALISATION", "start": "2026-10-01",
    });
    client.graphql(CREATE, json!({ "input": input, "key": key })).await
}

/// A company's person, and an offer that everybody sees.
async fn member(app: &TestApp) -> Member {
    let member = factory::verified_company(app).await;
    factory::published_offer(app, &member, INSA, &["AE"]).await;
    member
}

/// How long something takes, with its answer.
async fn timed<T>(work: impl Future<Output = T>) -> (Duration, T) {
    let start = Instant::now();
    let answer = work.await;
    (start.elapsed(), answer)
}

/// How long it takes until a question is answered without an error; 30 seconds at most.
async fn until_answered(client: &Client, document: &str) -> Duration {
    let start = Instant::now();
    while !client.ask(document).await.errors.is_empty() {
        assert!(start.elapsed() < Duration::from_secs(30), "no answer to {document}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    start.elapsed()
}

/// The rows of every table, but those that count attempts, by its name.
async fn rows(app: &TestApp) -> BTreeMap<String, i64> {
    let db = &app.context.db.read;
    let backend = db.get_database_backend();
    let tables = match backend {
        sea_orm::DatabaseBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        }
        _ => "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    };
    let mut counts = BTreeMap::new();
    for table in db.query_all_raw(Statement::from_string(backend, tables)).await.unwrap() {
        let name: String = table.try_get("", "name").unwrap();
        let count = Statement::from_string(backend, format!("SELECT count(*) AS rows FROM {name}"));
        let count = db.query_one_raw(count).await.unwrap().unwrap().try_get("", "rows").unwrap();
        counts.insert(name, count);
    }
    counts
}

/// How many offers bear a title.
async fn offers(app: &TestApp, title: &str) -> u64 {
    use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
    let titled = entity::offer::Entity::find().filter(entity::offer::Column::Title.eq(title));
    titled.count(&app.context.db.read).await.unwrap()
}

/// `/health/ready`: its status, and what it says of the database.
async fn readiness(app: &TestApp) -> (u16, Value) {
    let response = app.anonymous().request(reqwest::Method::GET, "/health/ready").send().await.unwrap();
    let status = response.status().as_u16();
    (status, response.json::<Value>().await.unwrap()["dependencies"]["database"].take())
}
