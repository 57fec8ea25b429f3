//! `offerUpdate`.

use super::scene::{Scene, offer_with};
use crate::harness::Answer;
use serde_json::{Value, json};

trials![
    what_is_left_out_stays_and_null_empties,
    a_change_of_substance_goes_back_to_career_services,
    other_changes_leave_a_published_offer_open,
    changing_nothing_leaves_no_trace,
    a_version_that_is_not_the_last_is_refused,
    what_is_closed_is_not_edited,
];

async fn update(scene: &Scene, id: &str, fields: &str) -> Answer {
    offer_with(&scene.company.client, "offerUpdate", id, &format!("input: {{ {fields} }}")).await
}

async fn what_is_left_out_stays_and_null_empties(scene: Scene) {
    let id = scene.draft(json!({ "missions": "Drivers." })).await;
    let data = update(&scene, &id, r#"title: "Ingénieur logiciel""#).await.expect_data();
    assert_eq!(data["offerUpdate"]["offer"]["missions"], "Drivers.");
    let data = update(&scene, &id, "missions: null, grossMonthlyPay: null, skills: null").await.expect_data();
    assert_eq!(data["offerUpdate"]["offer"]["missions"], Value::Null);
    let answer = update(&scene, &id, "title: null, positions: 0").await;
    assert_eq!(answer.user_error_codes(), ["INVALID", "INVALID"]);
}

async fn a_change_of_substance_goes_back_to_career_services(scene: Scene) {
    for change in
        [r#"title: "Ingénieur réseaux""#, r#"grossMonthlyPay: "1600.00""#, r#"specialties: ["IR", "AE"]"#]
    {
        let id = scene.published(json!({})).await;
        let data = update(&scene, &id, change).await.expect_data();
        assert_eq!(data["offerUpdate"]["offer"]["status"], "PENDING", "{change}");
        assert_eq!(data["offerUpdate"]["offer"]["publishedAt"], "2026-09-01T08:00:00.000000Z");
    }
}

async fn other_changes_leave_a_published_offer_open(scene: Scene) {
    let id = scene.published(json!({})).await;
    let data = update(&scene, &id, r#"positions: 3, skills: ["c++", "rust"]"#).await.expect_data();
    assert_eq!(data["offerUpdate"]["offer"]["status"], "PUBLISHED");
    assert_eq!(data["offerUpdate"]["offer"]["positionsLeft"], 3);
}

async fn changing_nothing_leaves_no_trace(scene: Scene) {
    let id = scene.draft(json!({ "specialties": ["IR", "AE"] })).await;
    let same = r#"title: " Ingénieur logiciel embarqué ", specialties: ["ae", "IR"], remote: NONE"#;
    let data = update(&scene, &id, same).await.expect_data();
    assert_eq!(data["offerUpdate"]["offer"]["version"], 1);
}

async fn a_version_that_is_not_the_last_is_refused(scene: Scene) {
    let id = scene.draft(json!({})).await;
    let edit = |positions| format!("input: {{ positions: {positions} }} expectedVersion: 1");
    offer_with(&scene.company.client, "offerUpdate", &id, &edit(2)).await.expect_data();
    let answer = offer_with(&scene.company.client, "offerUpdate", &id, &edit(3)).await;
    assert_eq!(answer.user_error_codes(), ["WRONG_STATE"]);
    assert_eq!(answer.data["offerUpdate"]["userErrors"][0]["path"], json!(["expectedVersion"]));
}

async fn what_is_closed_is_not_edited(scene: Scene) {
    let id = scene.published(json!({})).await;
    offer_with(&scene.company.client, "offerFill", &id, "").await.expect_data();
    assert_eq!(update(&scene, &id, "positions: 2").await.user_error_codes(), ["WRONG_STATE"]);
}
