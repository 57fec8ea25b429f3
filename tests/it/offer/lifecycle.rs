//! From draft to published, and back: `offerSubmit`, `offerApprove`, `offerReject`, `offerFill`, `offerCancel`.

use super::scene::{Scene, draft, offer, offer_with, told};
use crate::harness::TestApp;
use crate::harness::factory;
use serde_json::{Value, json};

trials![
    a_submitted_offer_is_published_for_sixty_days,
    an_unverified_company_drafts_and_submits_nothing,
    a_rejected_offer_is_corrected_and_submitted_again,
    what_the_state_does_not_allow_is_told_with_the_states_that_do,
    an_offer_that_starts_in_the_past_is_not_submitted,
    a_cancelled_offer_is_gone_for_the_public,
    the_desk_of_another_school_does_not_know_of_it,
    what_the_desk_does_to_an_offer_its_company_is_told,
];

async fn a_submitted_offer_is_published_for_sixty_days(scene: Scene) {
    let id = scene.pending(json!({})).await;
    let read = "query($id: ID!) { offer(id: $id) { title history { action role from to reason } } }";
    let anonymous = scene.app.anonymous();
    assert_eq!(anonymous.get(read, json!({ "id": id })).await["offer"], Value::Null);
    let data = offer_with(&scene.desk, "offerApprove", &id, r#"reason: "Good.""#).await.expect_data();
    let approved = &data["offerApprove"]["offer"];
    assert_eq!(approved["status"], "PUBLISHED");
    assert_eq!(approved["publishedAt"], "2026-09-01T08:00:00.000000Z");
    assert_eq!(approved["expiresAt"], "2026-10-31T08:00:00.000000Z");
    assert_eq!(told(&scene.company.client).await[0], "OFFER_APPROVED");
    let public = anonymous.get(read, json!({ "id": id })).await;
    assert_eq!(public["offer"]["title"], "Ingénieur logiciel embarqué");
    assert_eq!(public["offer"]["history"], Value::Null);
    let history = scene.desk.get(read, json!({ "id": id })).await;
    let expected = json!([
        { "action": "CREATE", "role": "COMPANY_MEMBER", "from": null, "to": "DRAFT", "reason": null },
        { "action": "SUBMIT", "role": "COMPANY_MEMBER", "from": "DRAFT", "to": "PENDING", "reason": null },
        { "action": "APPROVE", "role": "CAREER_SERVICES", "from": "PENDING", "to": "PUBLISHED", "reason": "Good." },
    ]);
    assert_eq!(history["offer"]["history"], expected);
}

async fn an_unverified_company_drafts_and_submits_nothing(app: TestApp) {
    let member = factory::company(&app).await;
    let id = draft(&member.client, json!({})).await;
    let answer = offer(&member.client, "offerSubmit", &id).await;
    assert_eq!(answer.user_error_codes(), ["COMPANY_NOT_VERIFIED"]);
    let data = member.client.get("query($id: ID!) { offer(id: $id) { status } }", json!({ "id": id })).await;
    assert_eq!(data["offer"]["status"], "DRAFT");
}

async fn a_rejected_offer_is_corrected_and_submitted_again(scene: Scene) {
    let id = scene.pending(json!({})).await;
    for blank in ["", r#"reason: " ""#] {
        let answer = offer_with(&scene.desk, "offerReject", &id, blank).await;
        assert_eq!(answer.user_error_codes(), ["REASON_REQUIRED"], "{blank:?}");
    }
    offer_with(&scene.desk, "offerReject", &id, r#"reason: "Which missions?""#).await.expect_data();
    assert_eq!(told(&scene.company.client).await[0], "OFFER_REJECTED");
    let more = r#"input: { missions: "Drivers and tests." }"#;
    offer_with(&scene.company.client, "offerUpdate", &id, more).await.expect_data();
    assert_eq!(scene.status(&id).await, "REJECTED");
    offer(&scene.company.client, "offerSubmit", &id).await.expect_data();
    assert_eq!(scene.status(&id).await, "PENDING");
}

async fn what_the_state_does_not_allow_is_told_with_the_states_that_do(scene: Scene) {
    let id = scene.published(json!({})).await;
    let answer = offer(&scene.desk, "offerApprove", &id).await;
    assert_eq!(answer.user_error_codes(), ["WRONG_STATE"]);
    let message = &answer.data["offerApprove"]["userErrors"][0]["message"];
    assert_eq!(message, "Not possible in the state PUBLISHED; possible in: PENDING.");
    let (one, two) = tokio::join!(offer(&scene.desk, "offerFill", &id), offer(&scene.desk, "offerFill", &id));
    let mut outcomes = [one.user_error_codes().concat(), two.user_error_codes().concat()];
    outcomes.sort();
    assert_eq!(outcomes, ["", "WRONG_STATE"], "of two who close it one does");
}

async fn an_offer_that_starts_in_the_past_is_not_submitted(scene: Scene) {
    let id = scene.draft(json!({ "start": "2026-08-31" })).await;
    let answer = offer(&scene.company.client, "offerSubmit", &id).await;
    assert_eq!(answer.user_error_codes(), ["INVALID"]);
    assert_eq!(scene.status(&id).await, "DRAFT");
}

async fn a_cancelled_offer_is_gone_for_the_public(scene: Scene) {
    let id = scene.published(json!({})).await;
    let answer = offer_with(&scene.company.client, "offerCancel", &id, r#"reason: "Budget.""#).await;
    answer.expect_data();
    let read = "query($id: ID!) { offer(id: $id) { id } }";
    assert_eq!(scene.app.anonymous().get(read, json!({ "id": id })).await["offer"], Value::Null);
    assert_eq!(offer(&scene.company.client, "offerSubmit", &id).await.user_error_codes(), ["WRONG_STATE"]);
}

async fn the_desk_of_another_school_does_not_know_of_it(scene: Scene) {
    let id = scene.pending(json!({})).await;
    let other = factory::career_services(&scene.app, "ENSSAT").await;
    offer(&other, "offerApprove", &id).await.expect_error("NOT_FOUND");
    offer(&scene.company.client, "offerApprove", &id).await.expect_error("FORBIDDEN");
    offer(&scene.app.anonymous(), "offerApprove", &id).await.expect_error("UNAUTHENTICATED");
}

async fn what_the_desk_does_to_an_offer_its_company_is_told(scene: Scene) {
    let offer = scene.published(json!({})).await;
    factory::act(&scene.desk, "offerCancel", &offer, Some("the programme is suspended")).await;
    let told = "{ viewer { notifications(first: 1) { edges { node { kind reason offerId } } } } }";
    let told = scene.company.client.get(told, json!({})).await;
    let expected =
        json!({ "kind": "OFFER_HANDLED", "reason": "the programme is suspended", "offerId": offer });
    assert_eq!(told["viewer"]["notifications"]["edges"][0]["node"], expected);
}
