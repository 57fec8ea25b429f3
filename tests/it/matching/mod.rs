//! Matching: recommended offers, students who suit an offer, `Offer.fit`, and what a school lets each criterion weigh.

mod costs;
mod exact;
mod fresh;
mod recommended;
mod students;
mod weights;

use crate::harness::factory::{self, INSA, Member, Student};
use crate::harness::{Suite, TestApp};
use chrono::TimeDelta;
use serde_json::{Value, json};

pub(crate) fn trials(suite: &mut Suite) {
    costs::trials(suite);
    exact::trials(suite);
    fresh::trials(suite);
    recommended::trials(suite);
    students::trials(suite);
    weights::trials(suite);
}

/// A confirmed student of IR in Toulouse who knows Rust and Docker, open to companies, with some fields changed.
async fn student(app: &TestApp, change: Value) -> Student {
    let student = factory::confirmed_student(app, INSA, "IR", "COMPANIES").await;
    let mut input = json!({
        "headline": "Logiciel embarqué", "skills": ["Rust", "Docker"], "availableFrom": "2026-09-01",
        "birthDate": "2004-03-01", "postcode": "31000", "city": "Toulouse", "mobilityKm": 50,
    });
    merge(&mut input, change);
    update(&student, input).await;
    student
}

/// The student writes the profile.
async fn update(student: &Student, input: Value) {
    let document = "mutation($id: ID!, $input: StudentUpdateInput!) {
        studentUpdate(id: $id, input: $input) { userErrors { code message path } } }";
    student.client.get(document, json!({ "id": student.id, "input": input })).await;
}

/// A published offer to IR in Toulouse that asks for Rust and Docker, with some fields changed.
async fn offer(app: &TestApp, member: &Member, change: Value) -> String {
    let id = draft(app, member, change).await;
    factory::act(&member.client, "offerSubmit", &id, None).await;
    factory::act(&factory::career_services(app, INSA).await, "offerApprove", &id, None).await;
    id
}

/// The same, as a draft.
async fn draft(app: &TestApp, member: &Member, change: Value) -> String {
    // One after the other, so that the newest is known.
    app.clock.advance(TimeDelta::minutes(1));
    let mut input = json!({
        "school": INSA, "specialties": ["IR"], "title": "Développement embarqué", "skills": ["Rust", "Docker"],
        "description": "Écrire le logiciel d'un calculateur de bord.", "contractType": "PROFESSIONALISATION",
        "start": "2026-10-01", "end": "2027-09-30", "postcode": "31000", "city": "Toulouse", "positions": 1,
        "grossMonthlyPay": "1500.00",
    });
    merge(&mut input, change);
    let document = "mutation($input: OfferCreateInput!) {
        offerCreate(input: $input) { offer { id } userErrors { code message path } } }";
    let data = member.client.get(document, json!({ "input": input })).await;
    factory::text(&data, "/offerCreate/offer/id")
}

fn merge(input: &mut Value, change: Value) {
    if let (Some(fields), Value::Object(change)) = (input.as_object_mut(), change) {
        fields.extend(change);
    }
}

/// The ids of the offers recommended to a student, the best first.
async fn recommended(student: &Student) -> Vec<String> {
    let document = "query($id: ID!) { student(id: $id) { recommendedOffers(first: 100) { totalCount edges {
        node { id } } } } }";
    let data = student.client.get(document, json!({ "id": student.id })).await;
    let list = &data["student"]["recommendedOffers"];
    let ids = ids(list);
    assert_eq!(list["totalCount"], ids.len());
    ids
}

fn ids(list: &Value) -> Vec<String> {
    let edges = list["edges"].as_array();
    edges.into_iter().flatten().map(|edge| factory::text(edge, "/node/id")).collect()
}
