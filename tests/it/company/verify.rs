//! `companyVerify`, `companyReject`, and the queue behind them.

use crate::harness::TestApp;
use crate::harness::factory::{self, INSA};
use serde_json::json;

trials![
    a_company_is_verified_from_the_queue,
    a_rejection_needs_a_reason_and_tells_it,
    nobody_verifies_history
];

async fn a_company_is_verified_from_the_queue(app: TestApp) {
    let member = factory::company(&app).await;
    let desk = factory::career_services(&app, INSA).await;
    let queue = "{ companies { totalCount edges { node { id } } } }";
    let waiting = desk.get(queue, json!({})).await;
    assert_eq!(waiting["companies"]["edges"], json!([{ "node": { "id": member.company } }]));
    factory::act(&desk, "companyVerify", &member.company, None).await;
    assert_eq!(desk.get(queue, json!({})).await["companies"]["totalCount"], 0);
    let told = "{ viewer { notifications(unread: true) { totalCount edges { node { id kind } } } } }";
    let before = member.client.get(told, json!({})).await;
    assert_eq!(before["viewer"]["notifications"]["edges"][0]["node"]["kind"], "COMPANY_VERIFIED");
    let id = factory::text(&before, "/viewer/notifications/edges/0/node/id");
    let read = "mutation($ids: [ID!]!) { notificationRead(ids: $ids) { marked } }";
    let marked = member.client.get(read, json!({ "ids": [id] })).await;
    assert_eq!(marked["notificationRead"]["marked"], 1);
    assert_eq!(member.client.get(read, json!({ "ids": [id] })).await["notificationRead"]["marked"], 0);
    assert_eq!(member.client.get(told, json!({})).await["viewer"]["notifications"]["totalCount"], 0);
}

async fn a_rejection_needs_a_reason_and_tells_it(app: TestApp) {
    let member = factory::company(&app).await;
    let desk = factory::career_services(&app, INSA).await;
    let reject = "mutation($id: ID!, $reason: String!) {
        companyReject(id: $id, reason: $reason) { company { status } userErrors { code } } }";
    let blank = desk.graphql(reject, json!({ "id": member.company, "reason": "  " })).await;
    assert_eq!(blank.user_error_codes(), ["REASON_REQUIRED"]);
    desk.get(reject, json!({ "id": member.company, "reason": "unknown at this SIRET" })).await;
    let read = "query($id: ID!) { company(id: $id) { status statusReason } }";
    let seen = member.client.get(read, json!({ "id": member.company })).await;
    assert_eq!(seen["company"], json!({ "status": "REJECTED", "statusReason": "unknown at this SIRET" }));
    let public = app.anonymous().get(read, json!({ "id": member.company })).await;
    assert_eq!(public["company"]["statusReason"], json!(null));
}

async fn nobody_verifies_history(app: TestApp) {
    let data =
        app.anonymous().get("{ hires(first: 1) { edges { node { company { id } } } } }", json!({})).await;
    let company = factory::text(&data, "/hires/edges/0/node/company/id");
    let desk = factory::career_services(&app, INSA).await;
    let verify = "mutation($id: ID!) { companyVerify(id: $id) { userErrors { code } } }";
    assert_eq!(desk.graphql(verify, json!({ "id": company })).await.user_error_codes(), ["WRONG_STATE"]);
}
