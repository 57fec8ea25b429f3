//! Searching, as it is served: offers, students, places, pages, suggestions, what each costs, and what is answered while
//! the engine is not asked.

mod around;
mod costs;
mod inference;
mod offers;
mod paging;
mod rebuild;
mod status;
mod students;
mod suggesting;

use crate::harness::factory::{self, INSA, Member, Student};
use crate::harness::{Suite, TestApp};
use chrono::TimeDelta;
use serde_json::{Value, json};

pub(crate) fn trials(suite: &mut Suite) {
    around::trials(suite);
    costs::trials(suite);
    inference::trials(suite);
    offers::trials(suite);
    paging::trials(suite);
    rebuild::trials(suite);
    status::trials(suite);
    students::trials(suite);
    suggesting::trials(suite);
}

/// A published offer of this title and city, open to these specialties.
async fn published(app: &TestApp, member: &Member, title: &str, city: &str, specialties: &[&str]) -> String {
    let said = json!({ "title": title, "city": city, "specialties": specialties });
    published_with(app, member, said).await
}

/// A published offer of which this is said.
async fn published_with(app: &TestApp, member: &Member, said: Value) -> String {
    // One after the other, so that the newest is known.
    app.clock.advance(TimeDelta::minutes(1));
    let mut input = json!({
        "school": INSA, "description": "Une offre écrite par un test.", "contractType": "PROFESSIONALISATION",
        "start": "2026-10-01", "skills": ["Rust", "C++"],
    });
    for (field, value) in said.as_object().unwrap() {
        input[field] = value.clone();
    }
    let document = "mutation($input: OfferCreateInput!) {
        offerCreate(input: $input) { offer { id } userErrors { code message } } }";
    let data = member.client.get(document, json!({ "input": input })).await;
    let offer = factory::text(&data, "/offerCreate/offer/id");
    factory::act(&member.client, "offerSubmit", &offer, None).await;
    factory::act(&factory::career_services(app, INSA).await, "offerApprove", &offer, None).await;
    offer
}

/// What a student says of herself.
async fn describe(student: &Student, input: Value) {
    let document = "mutation($id: ID!, $input: StudentUpdateInput!) {
        studentUpdate(id: $id, input: $input) { userErrors { code message } } }";
    student.client.get(document, json!({ "id": student.id, "input": input })).await;
}

/// Checks the same in the engine and in SQL.
async fn everywhere(app: &TestApp, check: impl AsyncFn()) {
    for ready in [true, false] {
        app.context.search.set_ready(ready);
        check().await;
    }
    app.context.search.set_ready(true);
}

/// Tells the engine of everything that changed.
async fn index(app: &TestApp) {
    api::worker::drain(&app.context).await.unwrap();
}
