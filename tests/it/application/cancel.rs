//! `applicationCancel`: a confirmed student falls through.

use super::scene::{applied, confirmed};
use crate::offer::scene::{Scene, offer, told};
use chrono::TimeDelta;
use serde_json::json;

trials![
    a_freed_position_opens_the_offer_again,
    an_offer_that_opens_late_has_a_week,
    what_was_filled_by_hand_stays_filled,
    both_sides_and_the_desk_may_say_so_and_say_why,
];

async fn a_freed_position_opens_the_offer_again(scene: Scene) {
    let id = scene.published(json!({})).await;
    let bid = confirmed(&scene, &id).await;
    assert_eq!(scene.status(&id).await, "FILLED");
    let reason = r#"reason: "I move abroad.""#;
    bid.with(&bid.student.client, "applicationCancel", reason).await.expect_data();
    assert_eq!(scene.status(&id).await, "PUBLISHED");
    assert_eq!(told(&scene.company.client).await[0], "APPLICATION_ANSWERED");
    applied(&scene, &id).await;
}

async fn an_offer_that_opens_late_has_a_week(scene: Scene) {
    let id = scene.published(json!({})).await;
    let bid = confirmed(&scene, &id).await;
    scene.app.clock.advance(TimeDelta::days(100));
    bid.with(&scene.company.client, "applicationCancel", r#"reason: "Budget.""#).await.expect_data();
    let read = "query($id: ID!) { offer(id: $id) { status expiresAt } }";
    let data = scene.app.anonymous().get(read, json!({ "id": id })).await;
    assert_eq!(data["offer"], json!({ "status": "PUBLISHED", "expiresAt": "2026-12-17T08:00:00.000000Z" }));
}

async fn what_was_filled_by_hand_stays_filled(scene: Scene) {
    let id = scene.published(json!({ "positions": 2 })).await;
    let bid = confirmed(&scene, &id).await;
    offer(&scene.company.client, "offerFill", &id).await.expect_data();
    bid.with(&bid.student.client, "applicationCancel", r#"reason: "I move.""#).await.expect_data();
    assert_eq!(scene.status(&id).await, "FILLED");
}

async fn both_sides_and_the_desk_may_say_so_and_say_why(scene: Scene) {
    let id = scene.published(json!({ "positions": 2 })).await;
    let bid = confirmed(&scene, &id).await;
    let answer = bid.by(&scene.desk, "applicationCancel").await;
    assert_eq!(answer.user_error_codes(), ["REASON_REQUIRED"]);
    bid.with(&scene.desk, "applicationCancel", r#"reason: "Left school.""#).await.expect_data();
    assert_eq!(bid.last_reason().await, "Left school.");
    assert_eq!(told(&bid.student.client).await[0], "APPLICATION_MOVED");
    assert_eq!(told(&scene.company.client).await[0], "APPLICATION_ANSWERED");
    assert_eq!(scene.status(&id).await, "PUBLISHED");
}
