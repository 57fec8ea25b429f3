//! Searching, as it is served: offers, students, what each costs, and what is answered while the engine is not asked.

mod costs;
mod offers;
mod rebuild;
mod status;
mod students;

use crate::harness::factory::{self, INSA, Member};
use crate::harness::{Suite, TestApp};
use chrono::TimeDelta;
use serde_json::json;

pub(crate) fn trials(suite: &mut Suite) {
    costs::trials(suite);
    offers::trials(suite);
    rebuild::trials(suite);
    status::trials(suite);
    students::trials(suite);
}

/// A published offer of this title and city, open to these specialties.
async fn published(app: &TestApp, member: &Member, title: &str, city: &str, specialties: &[&str]) -> String {
    // One after the other, so that the newest is known.
    app.clock.advance(TimeDelta::minutes(1));
    let input = json!({
        "school": INSA, "specialties": specialties, "title": title, "description": "Une offre écrite par un test.",
        "contractType": "PROFESSIONALISATION", "start": "2026-10-01", "city": city, "skills": ["Rust", "C++"],
    });
    let document = "mutation($input: OfferCreateInput!) {
        offerCreate(input: $input) { offer { id } userErrors { code message } } }";
    let data = member.client.get(document, json!({ "input": input })).await;
    let offer = factory::text(&data, "/offerCreate/offer/id");
    factory::act(&member.client, "offerSubmit", &offer, None).await;
    factory::act(&factory::career_services(app, INSA).await, "offerApprove", &offer, None).await;
    offer
}

/// Tells the engine of everything that changed.
async fn index(app: &TestApp) {
    api::worker::drain(&app.context).await.unwrap();
}
