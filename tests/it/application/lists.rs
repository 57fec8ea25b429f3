//! The lists of applications: of an offer, a company, a student, a school.

use super::scene::{Bid, applied};
use crate::harness::Client;
use crate::harness::factory::{self, INSA};
use crate::offer::scene::Scene;
use domain::role::Role;
use serde_json::{Value, json};

trials![everybody_is_shown_what_they_may_see, a_page_costs_the_same_whatever_it_holds];

/// How many are shown in each list; null where the list is not.
async fn counts(client: &Client, scene: &Scene, offer: &str, student: &str) -> Value {
    let document = "query($offer: ID!, $company: ID!, $student: ID!) {
        offer(id: $offer) { applications { totalCount edges { node { id } } } }
        company(id: $company) { applications(status: NEW) { totalCount } }
        student(id: $student) { applications { totalCount } }
        school(code: \"INSA-TOULOUSE\") { applications { totalCount } } }";
    let variables = json!({ "offer": offer, "company": scene.company.company, "student": student });
    let data = client.get(document, variables).await;
    let count = |owner: &str| data[owner]["applications"]["totalCount"].clone();
    let counts = json!([count("offer"), count("company"), count("student"), count("school")]);
    let shown = data["offer"]["applications"]["edges"].as_array().map(|edges| json!(edges.len()));
    assert_eq!(shown.unwrap_or(Value::Null), counts[0]);
    counts
}

async fn everybody_is_shown_what_they_may_see(scene: Scene) {
    let id = scene.published(json!({ "specialties": ["IR", "GC"] })).await;
    let bid = applied(&scene, &id).await;
    let of_gc = factory::confirmed_student(&scene.app, INSA, "GC", "HIDDEN").await;
    Bid::to_offer(of_gc, &id).await;
    let app = &scene.app;
    let head = factory::staff(app, Role::DepartmentHead, Some(INSA), &["IR"]).await;
    let tutor = factory::staff(app, Role::SchoolTutor, Some(INSA), &[]).await;
    let admin = factory::staff(app, Role::Admin, None, &[]).await;
    let other_desk = factory::career_services(app, "ENSSAT").await;
    let other = factory::verified_company(app).await;
    let expected = [
        ("company", &scene.company.client, json!([2, 2, null, null])),
        ("another company", &other.client, json!([null, null, null, null])),
        ("student", &bid.student.client, json!([null, null, 1, null])),
        ("desk", &scene.desk, json!([2, null, 1, 2])),
        // The offer is open to both specialties: the head is shown who applied from the own one. The profile is hidden.
        ("head", &head, json!([1, null, null, 1])),
        ("another desk", &other_desk, json!([null, null, null, null])),
        ("tutor", &tutor, json!([null, null, null, null])),
        ("admin", &admin, json!([2, null, 1, 2])),
        ("anonymous", &app.anonymous(), json!([null, null, null, null])),
    ];
    for (name, client, expected) in expected {
        assert_eq!(counts(client, &scene, &id, &bid.student.id).await, expected, "{name}");
    }
}

async fn a_page_costs_the_same_whatever_it_holds(scene: Scene) {
    let id = scene.published(json!({})).await;
    let document = "query($id: ID!) { company(id: $id) { applications { totalCount edges { node { id status
        waitsAtCareerServices student { name skills { name } specialty { code } } offer { title } company { name }
        school { code } history { action role name reason } } } } } }";
    let ask = || scene.company.client.graphql(document, json!({ "id": scene.company.company }));
    applied(&scene, &id).await;
    ask().await.expect_data();
    let one = scene.app.count_statements(ask()).await;
    for _ in 0..4 {
        applied(&scene, &id).await;
    }
    assert_eq!(scene.app.count_statements(ask()).await, one);
}
