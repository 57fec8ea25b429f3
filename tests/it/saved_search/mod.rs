//! Saved searches: kept, told of, and matched as a search would be.

mod agreement;
mod alerts;
mod daily;
mod keep;

use crate::harness::factory::{self, INSA, Member};
use crate::harness::{Client, Suite, TestApp};
use chrono::TimeDelta;
use serde_json::{Value, json};

pub(crate) fn trials(suite: &mut Suite) {
    keep::trials(suite);
    alerts::trials(suite);
    daily::trials(suite);
    agreement::trials(suite);
}

const CREATE: &str = "mutation($input: SavedSearchCreateInput!, $key: String) {
    savedSearchCreate(input: $input, idempotencyKey: $key) {
      savedSearch { id name query filter problem frequency } userErrors { code path } } }";

/// Keeps a search, and answers its id.
async fn save(client: &Client, query: &str, filter: Value, frequency: &str) -> String {
    let input = json!({ "name": "My search", "query": query, "filter": filter, "frequency": frequency });
    factory::text(&client.get(CREATE, json!({ "input": input })).await, "/savedSearchCreate/savedSearch/id")
}

/// A published offer of this title, a minute after whatever was before.
async fn publish(app: &TestApp, member: &Member, title: &str) -> String {
    app.clock.advance(TimeDelta::minutes(1));
    let input = json!({
        "school": INSA, "specialties": ["IR"], "title": title, "description": "Une offre écrite par un test.",
        "contractType": "PROFESSIONALISATION", "start": "2026-10-01", "city": "Toulouse",
    });
    publish_input(app, member, input).await
}

async fn publish_input(app: &TestApp, member: &Member, input: Value) -> String {
    let document = "mutation($input: OfferCreateInput!) {
        offerCreate(input: $input) { offer { id } userErrors { code message } } }";
    let data = member.client.get(document, json!({ "input": input })).await;
    let offer = factory::text(&data, "/offerCreate/offer/id");
    factory::act(&member.client, "offerSubmit", &offer, None).await;
    factory::act(&factory::career_services(app, INSA).await, "offerApprove", &offer, None).await;
    offer
}

/// What a person was alerted of, the newest first: how many offers, their titles, how many more.
async fn alerts(client: &Client) -> Vec<(String, Vec<String>, u64)> {
    let query = "{ viewer { notifications(first: 100) { edges { node { kind reason alert {
        text more savedSearch { id } offers { title } } } } } } }";
    let data = client.get(query, json!({})).await;
    let edges = data["viewer"]["notifications"]["edges"].as_array().unwrap();
    let told = edges.iter().filter(|edge| edge["node"]["kind"] == "SAVED_SEARCH_MATCHED");
    let read = |edge: &Value| {
        let alert = &edge["node"]["alert"];
        let titles = alert["offers"].as_array().unwrap().iter();
        let titles = titles.map(|offer| offer["title"].as_str().unwrap().to_owned()).collect();
        (factory::text(alert, "/text"), titles, alert["more"].as_u64().unwrap())
    };
    told.map(read).collect()
}

/// Does what the worker has to do now.
async fn work(app: &TestApp) {
    api::worker::drain(&app.context).await.unwrap();
}
