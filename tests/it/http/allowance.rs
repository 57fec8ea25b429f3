//! Allowances: what a caller may spend, counted for all processes together.

use crate::harness::factory::{INSA, career_services};
use crate::harness::{Given, Host, Kind, TestApp, seeded};
use anyhow::Result;
use api::app;
use api::auth::spending::{Payer, settle};
use api::context::Context;
use api::random::Random;
use api::worker::{self, Job};
use chrono::TimeDelta;
use entity::spending;
use reqwest::{Method, StatusCode};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

trials![
    two_processes_count_together,
    who_asks_little_costs_no_statement,
    a_person_pays_alone,
    what_is_over_is_swept,
];

/// An application where a thousand points are all that may be spent.
struct Frugal(TestApp);

impl Given for Frugal {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        let frugal = TestApp::open(seeded(host, kind).await?, TimeDelta::zero(), |config| {
            config.limits.cost = 1000;
            config.limits.allowance_anonymous = 1000;
            config.limits.allowance_signed_in = 1000;
        });
        Ok(Self(frugal.await?))
    }
}

/// Those who are not signed in, from where tests ask.
fn anonymous() -> Payer {
    Payer::of(None, IpAddr::V4(Ipv4Addr::LOCALHOST))
}

/// 110 points.
const LISTS: &str = "{ schools { specialties { code } } }";

async fn ask(app: &TestApp, document: &str) -> (StatusCode, Option<String>, Value) {
    let request = app.anonymous().request(Method::POST, "/graphql");
    let response = request
        .header("accept", "application/graphql-response+json")
        .json(&json!({ "query": document }))
        .send()
        .await
        .unwrap();
    let retry = response.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
    (response.status(), retry, response.json().await.unwrap())
}

/// Another process on the same database, at the same time.
async fn replica(app: &TestApp) -> Arc<Context> {
    app::tools(app.context.config.clone(), app.clock.clone(), Random::seeded(2)).await.unwrap()
}

async fn two_processes_count_together(Frugal(app): Frugal) {
    let other = replica(&app).await;
    other.spending.take(anonymous(), 900, other.now()).unwrap();
    settle(&other).await.unwrap();
    // This process has not heard of it: it owes SQL less than a tenth itself.
    let (status, _, body) = ask(&app, "{ schools { code } }").await;
    assert_eq!(status, StatusCode::OK);
    let cost = &body["extensions"]["cost"];
    assert_eq!((&cost["requested"], &cost["limit"]), (&json!(10), &json!(1000)));
    assert_eq!(cost["allowance"]["remaining"], 990);
    assert_eq!(cost["allowance"]["resetsAt"], "2026-09-01T08:01:00Z");
    // Beyond a tenth it settles, and hears: that is the most by which two go beyond the allowance.
    assert_eq!(ask(&app, LISTS).await.0, StatusCode::OK);
    settle(&app.context).await.unwrap();
    let (status, retry, body) = ask(&app, "{ __typename }").await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(retry.as_deref(), Some("60"));
    assert_eq!(body["errors"][0]["extensions"], json!({ "code": "RATE_LIMITED", "retryAfter": 60 }));
    // So does the other one, with what it spends next.
    other.spending.charge(anonymous(), 100, other.now());
    settle(&other).await.unwrap();
    assert!(other.spending.look(anonymous(), other.now()).is_err());
    let total = spending::Entity::find().one(&other.db.read).await.unwrap().unwrap();
    assert_eq!((total.subject.as_str(), total.points), ("address/127.0.0.1", 900 + 120 + 100));
    // The next window is whole again, for both.
    app.clock.advance(TimeDelta::seconds(60));
    assert_eq!(ask(&app, "{ __typename }").await.2["extensions"]["cost"]["allowance"]["remaining"], 999);
    assert_eq!(other.spending.look(anonymous(), other.now()).unwrap().unwrap().remaining, 1000);
}

async fn who_asks_little_costs_no_statement(Frugal(app): Frugal) {
    let statements = app.count_statements(ask(&app, "{ __typename }")).await;
    assert_eq!(statements, 0);
    settle(&app.context).await.unwrap();
    assert_eq!(spending::Entity::find().count(&app.context.db.read).await.unwrap(), 0);
}

async fn a_person_pays_alone(Frugal(app): Frugal) {
    let desk = career_services(&app, INSA).await;
    app.clock.advance(TimeDelta::seconds(60));
    app.context.spending.charge(anonymous(), 1000, app.context.now());
    assert_eq!(ask(&app, "{ __typename }").await.0, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(desk.ask("{ viewer { name } }").await.status, StatusCode::OK, "whoever shares the address");
    desk.ask("{").await.expect_error("DOCUMENT_SYNTAX");
    desk.ask("{ viewer { name } }").await.expect_error("RATE_LIMITED");
    assert_eq!(app.anonymous().with_token("trp_wrong").ask("{").await.status, StatusCode::UNAUTHORIZED);
}

async fn what_is_over_is_swept(Frugal(app): Frugal) {
    let context = &app.context;
    let rows = async || spending::Entity::find().count(&context.db.read).await.unwrap();
    context.spending.charge(anonymous(), 1000, context.now());
    settle(context).await.unwrap();
    worker::queue(&context.db, context.now(), context.new_id(), Job::Sweep).await.unwrap();
    worker::drain(context).await.unwrap();
    assert_eq!(rows().await, 1, "the window is not over");
    app.clock.advance(TimeDelta::hours(1));
    worker::drain(context).await.unwrap();
    assert_eq!(rows().await, 0);
}
