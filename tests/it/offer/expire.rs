//! Expiry by the worker, and `offerExtend`.

use super::scene::{Scene, offer, told};
use crate::application::scene::{Bid, applied};
use crate::harness::factory::{self, INSA};
use api::offer::expire;
use chrono::TimeDelta;
use serde_json::json;

trials![
    what_is_due_expires_once,
    an_acceptance_outlives_the_expiry,
    an_expired_offer_is_extended,
    an_extension_stops_at_a_year,
];

async fn what_is_due_expires_once(scene: Scene) {
    let due = scene.published(json!({})).await;
    scene.app.clock.advance(TimeDelta::days(59));
    let later = scene.published(json!({ "start": "2026-12-01" })).await;
    assert_eq!(expire::run(&scene.app.context).await.unwrap(), 0);
    scene.app.clock.advance(TimeDelta::days(1));
    let (one, two) = tokio::join!(expire::run(&scene.app.context), expire::run(&scene.app.context));
    assert_eq!(one.unwrap() + two.unwrap(), 1, "two workers expire it once");
    assert_eq!(scene.status(&due).await, "EXPIRED");
    assert_eq!(scene.status(&later).await, "PUBLISHED");
    assert_eq!(told(&scene.company.client).await[0], "OFFER_EXPIRED");
}

async fn an_acceptance_outlives_the_expiry(scene: Scene) {
    let id = scene.published(json!({})).await;
    let accepted = applied(&scene, &id).await;
    let waiting = applied(&scene, &id).await;
    accepted.by(&scene.company.client, "applicationAccept").await.expect_data();
    scene.app.clock.advance(TimeDelta::days(60));
    expire::run(&scene.app.context).await.unwrap();
    assert_eq!(waiting.status().await, "CANCELLED");
    assert_eq!(told(&waiting.student.client).await[0], "APPLICATION_SETTLED");
    assert_eq!(waiting.last_reason().await, "The offer has expired");
    let late = factory::confirmed_student(&scene.app, INSA, "IR", "HIDDEN").await;
    assert_eq!(Bid::try_offer(&late, &id).await.user_error_codes(), ["OFFER_NOT_OPEN"]);
    accepted.by(&accepted.student.client, "applicationConfirm").await.expect_data();
    assert_eq!(scene.status(&id).await, "FILLED");
}

async fn an_expired_offer_is_extended(scene: Scene) {
    let id = scene.published(json!({})).await;
    scene.app.clock.advance(TimeDelta::days(70));
    expire::run(&scene.app.context).await.unwrap();
    let data = offer(&scene.company.client, "offerExtend", &id).await.expect_data();
    let extended = &data["offerExtend"]["offer"];
    assert_eq!(
        (&extended["status"], &extended["expiresAt"]),
        (&json!("PUBLISHED"), &json!("2027-01-09T08:00:00.000000Z"))
    );
}

async fn an_extension_stops_at_a_year(scene: Scene) {
    let id = scene.published(json!({})).await;
    for _ in 0..6 {
        offer(&scene.desk, "offerExtend", &id).await.expect_data();
    }
    let data = offer(&scene.desk, "offerExtend", &id).await.expect_data();
    assert_eq!(data["offerExtend"]["offer"]["expiresAt"], "2027-09-01T08:00:00.000000Z");
}
