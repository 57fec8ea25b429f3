//! `searchStudents`: only those who let the asker see them.

use super::index;
use crate::harness::factory::{self, INSA};
use crate::harness::{Client, TestApp};
use domain::role::Role;
use serde_json::{Value, json};

trials_on_both_engines![each_asker_finds_those_they_may_see];

async fn found(client: &Client) -> Value {
    let data = client.get("{ searchStudents { totalCount edges { node { name } } } }", json!({})).await;
    data["searchStudents"]["totalCount"].clone()
}

async fn each_asker_finds_those_they_may_see(app: TestApp) {
    let open = factory::confirmed_student(&app, INSA, "AE", "COMPANIES").await;
    factory::confirmed_student(&app, INSA, "IR", "STAFF").await;
    factory::confirmed_student(&app, INSA, "AE", "HIDDEN").await;
    let waiting = factory::student(&app, INSA, "AE").await;
    factory::set_visibility(&waiting, "COMPANIES").await;
    let verified = factory::verified_company(&app).await;
    let unverified = factory::company(&app).await;
    index(&app).await;
    assert_eq!(found(&verified.client).await, 1, "confirmed, and open to companies");
    assert_eq!(found(&factory::career_services(&app, INSA).await).await, 3, "all but the hidden one");
    assert_eq!(found(&factory::career_services(&app, "ENSSAT").await).await, 0, "another school's");
    let head = factory::staff(&app, Role::DepartmentHead, Some(INSA), &["AE"]).await;
    assert_eq!(found(&head).await, 2, "those of the specialty");
    for refused in [&unverified.client, &open.client] {
        refused.ask("{ searchStudents { totalCount } }").await.expect_error("FORBIDDEN");
    }
    app.anonymous().ask("{ searchStudents { totalCount } }").await.expect_error("UNAUTHENTICATED");
    factory::set_visibility(&open, "HIDDEN").await;
    let names = "{ searchStudents { edges { node { name } } } }";
    let left = verified.client.get(names, json!({})).await;
    assert_eq!(left["searchStudents"]["edges"], json!([]), "SQL knows before the engine does");
}
