//! A company with offers and the desk that decides on them.

use crate::harness::factory::{self, INSA, Member};
use crate::harness::{Answer, Client, Given, Host, Kind, TestApp, seeded};
use anyhow::Result;
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// A verified company, and the career services of INSA Toulouse.
pub(crate) struct Scene {
    pub(crate) app: TestApp,
    pub(crate) company: Member,
    pub(crate) desk: Client,
}

impl Given for Scene {
    /// Offers live for months, and nobody should have to sign in again.
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        let year = Duration::from_secs(400 * 24 * 3_600);
        let app = TestApp::open(seeded(host, kind).await?, TimeDelta::zero(), |config| {
            config.auth.token_lifetime = year;
        });
        Ok(Self::of(app.await?).await)
    }
}

impl Scene {
    async fn of(app: TestApp) -> Self {
        let company = factory::verified_company(&app).await;
        let desk = factory::career_services(&app, INSA).await;
        Self { app, company, desk }
    }

    /// A draft of the company for IR.
    pub(crate) async fn draft(&self, change: Value) -> String {
        draft(&self.company.client, change).await
    }

    /// An offer that waits for the desk.
    pub(crate) async fn pending(&self, change: Value) -> String {
        let id = self.draft(change).await;
        offer(&self.company.client, "offerSubmit", &id).await.expect_data();
        id
    }

    /// An offer that students may apply to.
    pub(crate) async fn published(&self, change: Value) -> String {
        let id = self.pending(change).await;
        offer(&self.desk, "offerApprove", &id).await.expect_data();
        id
    }

    /// Where an offer stands, as its company sees it.
    pub(crate) async fn status(&self, id: &str) -> String {
        let data = self.company.client.get(READ, json!({ "id": id })).await;
        factory::text(&data, "/offer/status")
    }
}

const READ: &str = "query($id: ID!) { offer(id: $id) { status } }";

/// The input of a draft, with some fields changed.
pub(crate) fn input(change: Value) -> Value {
    let mut input = json!({
        "school": INSA, "title": "Ingénieur logiciel embarqué", "description": "Écrire le logiciel d'un calculateur.",
        "contractType": "PROFESSIONALISATION", "specialties": ["IR"], "skills": ["Rust", "C++"], "positions": 1,
        "postcode": "31400", "city": "Toulouse", "start": "2026-10-01", "end": "2027-08-31",
        "grossMonthlyPay": "1500.00",
    });
    if let (Some(fields), Value::Object(change)) = (input.as_object_mut(), change) {
        fields.extend(change);
    }
    input
}

/// Creates, whatever comes of it.
pub(crate) async fn create(client: &Client, change: Value, key: Option<&str>) -> Answer {
    let document = "mutation($input: OfferCreateInput!, $key: String) { offerCreate(input: $input, idempotencyKey: $key) {
        offer { id reference status version } userErrors { code path message } } }";
    client.graphql(document, json!({ "input": input(change), "key": key })).await
}

/// A draft of somebody's company.
pub(crate) async fn draft(client: &Client, change: Value) -> String {
    let data = create(client, change, None).await.expect_data();
    factory::text(&data, "/offerCreate/offer/id")
}

/// A mutation that takes an offer's id.
pub(crate) async fn offer(client: &Client, mutation: &str, id: &str) -> Answer {
    offer_with(client, mutation, id, "").await
}

/// A mutation that takes an offer's id and more, as `reason: "…"`.
pub(crate) async fn offer_with(client: &Client, mutation: &str, id: &str, more: &str) -> Answer {
    let fields = "id status positions positionsLeft publishedAt expiresAt version title missions";
    let call = format!(
        "{mutation}(id: \"{id}\" {more}) {{ offer {{ {fields} }} userErrors {{ code path message }} }}"
    );
    client.ask(&format!("mutation {{ {call} }}")).await
}

/// What an account was told, newest first: the kinds.
pub(crate) async fn told(client: &Client) -> Vec<String> {
    let document = "{ viewer { notifications { edges { node { kind } } } } }";
    let data = client.get(document, json!({})).await;
    let edges = data.pointer("/viewer/notifications/edges").and_then(Value::as_array);
    edges.into_iter().flatten().map(|edge| factory::text(edge, "/node/kind")).collect()
}
