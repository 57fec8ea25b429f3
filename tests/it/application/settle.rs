//! What closes with an offer.

use super::scene::{accepted, applied, confirmed};
use crate::offer::scene::{Scene, offer, offer_with, told};
use serde_json::json;

trials![
    a_cancelled_offer_tells_its_students_why,
    a_filled_offer_keeps_what_is_confirmed,
    fewer_positions_may_fill_it
];

async fn a_cancelled_offer_tells_its_students_why(scene: Scene) {
    let id = scene.published(json!({})).await;
    let (new, wanted) = (applied(&scene, &id).await, accepted(&scene, &id).await);
    offer_with(&scene.company.client, "offerCancel", &id, r#"reason: "Budget frozen.""#).await.expect_data();
    for bid in [&new, &wanted] {
        assert_eq!(bid.status().await, "CANCELLED");
        assert_eq!(bid.last_reason().await, "The offer was taken back: Budget frozen.");
        assert_eq!(told(&bid.student.client).await[0], "APPLICATION_SETTLED");
    }
}

async fn a_filled_offer_keeps_what_is_confirmed(scene: Scene) {
    let id = scene.published(json!({ "positions": 2 })).await;
    let (hired, wanted) = (confirmed(&scene, &id).await, accepted(&scene, &id).await);
    offer(&scene.desk, "offerFill", &id).await.expect_data();
    assert_eq!(
        (hired.status().await, wanted.status().await),
        ("CONFIRMED".to_owned(), "CANCELLED".to_owned())
    );
}

async fn fewer_positions_may_fill_it(scene: Scene) {
    let id = scene.published(json!({ "positions": 3 })).await;
    confirmed(&scene, &id).await;
    confirmed(&scene, &id).await;
    let waiting = applied(&scene, &id).await;
    let update = |positions| format!("input: {{ positions: {positions} }}");
    let answer = offer_with(&scene.company.client, "offerUpdate", &id, &update(1)).await;
    assert_eq!(answer.user_error_codes(), ["INVALID"]);
    let data = offer_with(&scene.company.client, "offerUpdate", &id, &update(2)).await.expect_data();
    assert_eq!(data["offerUpdate"]["offer"]["status"], "FILLED");
    assert_eq!(waiting.status().await, "CANCELLED");
}
