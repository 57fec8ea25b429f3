//! `contractWithdraw` before the start, `contractTerminate` after it.

use super::scene::Scene;
use crate::harness::factory;
use crate::offer::scene::told;
use chrono::TimeDelta;
use serde_json::{Value, json};

trials![
    before_the_start_a_contract_is_withdrawn_and_its_position_is_free_again,
    from_the_first_day_on_it_is_broken_off,
    a_hire_that_never_began_leaves_the_history,
    whoever_was_never_active_took_up_no_position,
    what_becomes_active_years_later_is_no_hire,
    what_has_ended_takes_no_step,
];

async fn application(scene: &Scene, id: &str) -> Value {
    let document = "query($id: ID!) { application(id: $id) { status offer { status } } }";
    scene.desk().get(document, json!({ "id": id })).await["application"].take()
}

async fn before_the_start_a_contract_is_withdrawn_and_its_position_is_free_again(scene: Scene) {
    let contract = scene.prepared().await;
    let filled = json!({ "status": "CONFIRMED", "offer": { "status": "FILLED" } });
    assert_eq!(application(&scene, &contract.application).await, filled);
    let student = &contract.student.client;
    let silent = contract.with(student, "contractWithdraw", "").await;
    assert_eq!(silent.user_error_codes(), ["REASON_REQUIRED"]);
    let early = contract.with(student, "contractTerminate", "reason: \"I move.\"").await;
    assert_eq!(early.user_error_codes(), ["CONTRACT_NOT_BEGUN"]);
    contract.with(&scene.head, "contractWithdraw", "reason: \"No.\"").await.expect_error("FORBIDDEN");
    contract.with(student, "contractWithdraw", "reason: \"I move.\"").await.expect_data();
    assert_eq!(contract.status(student).await, "WITHDRAWN");
    let open = json!({ "status": "CANCELLED", "offer": { "status": "PUBLISHED" } });
    assert_eq!(application(&scene, &contract.application).await, open);
    assert_eq!(told(scene.company()).await[0], "CONTRACT_ENDED");
    let again = contract.with(student, "contractWithdraw", "reason: \"I move.\"").await;
    assert_eq!(again.user_error_codes(), ["WRONG_STATE"]);
    let deadlines = contract.read(student, "deadlines { pending }").await;
    assert!(deadlines["deadlines"].as_array().unwrap().iter().all(|one| one["pending"] == false));
}

async fn from_the_first_day_on_it_is_broken_off(scene: Scene) {
    let contract = scene.active().await;
    scene.pass(30).await;
    let late = contract.with(scene.company(), "contractWithdraw", "reason: \"No budget.\"").await;
    assert_eq!(late.user_error_codes(), ["CONTRACT_BEGUN"]);
    assert_eq!(contract.status(scene.desk()).await, "ACTIVE");
    contract.with(scene.company(), "contractTerminate", "reason: \"No budget.\"").await.expect_data();
    assert_eq!(contract.status(scene.desk()).await, "TERMINATED");
    assert_eq!(application(&scene, &contract.application).await["status"], "CANCELLED");
    let hires =
        "{ hires(filter: { school: \"INSA-TOULOUSE\", years: { from: \"2026-2027\", to: \"2026-2027\" } }) {
        totalCount } }";
    assert_eq!(scene.desk().get(hires, json!({})).await["hires"]["totalCount"], 1, "whoever began was hired");
}

async fn a_hire_that_never_began_leaves_the_history(scene: Scene) {
    let contract = scene.active().await;
    let hires =
        "{ hires(filter: { school: \"INSA-TOULOUSE\", years: { from: \"2026-2027\", to: \"2026-2027\" } }) {
        totalCount } }";
    assert_eq!(scene.desk().get(hires, json!({})).await["hires"]["totalCount"], 1);
    contract.with(scene.desk(), "contractWithdraw", "reason: \"The company closed.\"").await.expect_data();
    assert_eq!(scene.desk().get(hires, json!({})).await["hires"]["totalCount"], 0);
}

async fn whoever_was_never_active_took_up_no_position(scene: Scene) {
    let contract = scene.prepared().await;
    scene.pass(30).await;
    contract.with(scene.company(), "contractTerminate", "reason: \"Nobody came.\"").await.expect_data();
    let open = json!({ "status": "CANCELLED", "offer": { "status": "PUBLISHED" } });
    assert_eq!(application(&scene, &contract.application).await, open);
}

async fn what_becomes_active_years_later_is_no_hire(scene: Scene) {
    let contract = scene.prepared().await;
    let viewer = scene.desk().get("{ viewer { email } }", json!({})).await;
    scene.app().clock.advance(TimeDelta::days(800));
    let desk = factory::sign_in(scene.app(), &factory::text(&viewer, "/viewer/email")).await;
    contract.complete(&desk, "sign", json!([])).await.expect_data();
    assert_eq!(contract.status(&desk).await, "ACTIVE");
    let hires =
        "{ hires(filter: { school: \"INSA-TOULOUSE\", years: { from: \"2026-2027\", to: \"2026-2027\" } }) {
        totalCount } }";
    assert_eq!(desk.get(hires, json!({})).await["hires"]["totalCount"], 0);
}

async fn what_has_ended_takes_no_step(scene: Scene) {
    let contract = scene.contract().await;
    contract.with(scene.desk(), "contractWithdraw", "reason: \"No.\"").await.expect_data();
    assert_eq!(contract.promise(scene.company()).await.user_error_codes(), ["WRONG_STATE"]);
    let facts = contract.facts(scene.desk(), &[("ADMITTED_TO_FINAL_YEAR", "true")]).await;
    assert_eq!(facts.user_error_codes(), ["WRONG_STATE"]);
    let update = contract.with(scene.desk(), "contractUpdate", r#"input: { start: "2026-10-15" }"#).await;
    assert_eq!(update.user_error_codes(), ["WRONG_STATE"]);
}
