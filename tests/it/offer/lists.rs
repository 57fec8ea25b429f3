//! `Company.offers` and `School.offers`.

use super::scene::Scene;
use crate::harness::Client;
use crate::harness::factory::{self, INSA};
use domain::role::Role;
use serde_json::{Value, json};

trials![everybody_is_shown_what_they_may_see, pages_are_whole, a_page_costs_the_same_whatever_it_holds];

const OF_COMPANY: &str =
    "query($id: ID!) { company(id: $id) { offers { totalCount edges { node { status } } } } }";
const OF_SCHOOL: &str =
    "{ school(code: \"INSA-TOULOUSE\") { offers { totalCount edges { node { status } } } } }";

async fn of_company(scene: &Scene, client: &Client) -> Vec<String> {
    let data = client.get(OF_COMPANY, json!({ "id": scene.company.company })).await;
    statuses(&data["company"]["offers"])
}

async fn of_school(client: &Client) -> Vec<String> {
    statuses(&client.get(OF_SCHOOL, json!({})).await["school"]["offers"])
}

fn statuses(list: &Value) -> Vec<String> {
    let edges = list["edges"].as_array().unwrap();
    assert_eq!(list["totalCount"], edges.len());
    edges.iter().map(|edge| factory::text(edge, "/node/status")).collect()
}

async fn everybody_is_shown_what_they_may_see(scene: Scene) {
    scene.published(json!({})).await;
    scene.pending(json!({ "title": "Ingénieur réseaux" })).await;
    scene.draft(json!({ "title": "Ingénieur essais" })).await;
    let app = &scene.app;
    let head = factory::staff(app, Role::DepartmentHead, Some(INSA), &["IR"]).await;
    let other_head = factory::staff(app, Role::DepartmentHead, Some(INSA), &["GC"]).await;
    let admin = factory::staff(app, Role::Admin, None, &[]).await;
    let other = factory::verified_company(app).await;
    let (everything, submitted) = (vec!["DRAFT", "PENDING", "PUBLISHED"], vec!["PENDING", "PUBLISHED"]);
    let expected = [
        (&scene.company.client, &everything),
        (&admin, &everything),
        (&scene.desk, &submitted),
        (&head, &submitted),
        (&other_head, &vec!["PUBLISHED"]),
        (&other.client, &vec!["PUBLISHED"]),
        (&app.anonymous(), &vec!["PUBLISHED"]),
    ];
    for (client, expected) in expected {
        assert_eq!(of_company(&scene, client).await, *expected);
        assert_eq!(of_school(client).await, *expected);
    }
}

async fn pages_are_whole(scene: Scene) {
    for _ in 0..3 {
        scene.draft(json!({})).await;
        scene.published(json!({})).await;
    }
    let document =
        "query($after: String) { school(code: \"INSA-TOULOUSE\") { offers(first: 2, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } edges { node { id } } } } }";
    let anonymous = scene.app.anonymous();
    let first = anonymous.get(document, json!({})).await["school"]["offers"].take();
    assert_eq!((&first["totalCount"], first["edges"].as_array().unwrap().len()), (&json!(3), 2));
    let after = &first["pageInfo"]["endCursor"];
    let second = anonymous.get(document, json!({ "after": after })).await["school"]["offers"].take();
    assert_eq!(
        (&second["pageInfo"]["hasNextPage"], second["edges"].as_array().unwrap().len()),
        (&json!(false), 1)
    );
}

async fn a_page_costs_the_same_whatever_it_holds(scene: Scene) {
    let document =
        "{ school(code: \"INSA-TOULOUSE\") { offers { totalCount edges { node { id company { name group }
        school { code } specialties { code } skills { name } positionsLeft history { action role name }
        possibleDuplicates { id } } } } } }";
    scene.pending(json!({})).await;
    scene.pending(json!({})).await;
    scene.desk.ask(document).await.expect_data();
    let one = scene.app.count_statements(scene.desk.ask(document)).await;
    for _ in 0..4 {
        scene.pending(json!({})).await;
    }
    assert_eq!(scene.app.count_statements(scene.desk.ask(document)).await, one);
}
