//! `offerDuplicate`, and the duplicates that staff are warned of.

use super::scene::{Scene, offer_with};
use serde_json::json;

trials![
    a_copy_is_a_draft_for_another_school,
    what_the_other_school_lacks_is_told,
    the_desk_is_warned_of_the_same_offer
];

async fn a_copy_is_a_draft_for_another_school(scene: Scene) {
    let id = scene.published(json!({ "missions": "Drivers." })).await;
    let more = r#"school: "IMT-ALES", specialties: ["2IA"], idempotencyKey: "key""#;
    let one = offer_with(&scene.company.client, "offerDuplicate", &id, more).await.expect_data();
    let two = offer_with(&scene.company.client, "offerDuplicate", &id, more).await.expect_data();
    let copy = &one["offerDuplicate"]["offer"];
    assert_eq!(copy["id"], two["offerDuplicate"]["offer"]["id"]);
    assert_eq!((&copy["status"], &copy["missions"]), (&json!("DRAFT"), &json!("Drivers.")));
    let read = "query($id: ID!) { offer(id: $id) { school { code } specialties { code } skills { name } } }";
    let data = scene.company.client.get(read, json!({ "id": copy["id"] })).await;
    let expected = json!({ "school": { "code": "IMT-ALES" }, "specialties": [{ "code": "2IA" }],
        "skills": [{ "name": "Rust" }, { "name": "C++" }] });
    assert_eq!(data["offer"], expected);
}

async fn what_the_other_school_lacks_is_told(scene: Scene) {
    let id = scene.draft(json!({})).await;
    let more = r#"school: "ENSSAT", specialties: ["IR"]"#;
    let answer = offer_with(&scene.company.client, "offerDuplicate", &id, more).await;
    assert_eq!(answer.user_error_codes(), ["UNKNOWN"]);
    assert_eq!(answer.data["offerDuplicate"]["userErrors"][0]["path"], json!(["specialties"]));
}

async fn the_desk_is_warned_of_the_same_offer(scene: Scene) {
    let first = scene.published(json!({})).await;
    scene.pending(json!({ "title": "Ingénieur cloud" })).await;
    scene.pending(json!({ "postcode": "33000", "city": "Bordeaux" })).await;
    let again = scene.pending(json!({ "title": "INGENIEUR LOGICIEL EMBARQUE" })).await;
    let read = "query($id: ID!) { offer(id: $id) { possibleDuplicates { id } } }";
    let data = scene.desk.get(read, json!({ "id": again })).await;
    assert_eq!(data["offer"]["possibleDuplicates"], json!([{ "id": first }]));
    let data = scene.company.client.get(read, json!({ "id": again })).await;
    assert_eq!(data["offer"]["possibleDuplicates"], json!(null));
}
