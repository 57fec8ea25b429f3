//! Applications to a company without an offer, and to one that nobody acts for.

use super::scene::{read, submit};
use crate::harness::TestApp;
use crate::harness::factory::{self, INSA};
use crate::offer::scene::{Scene, told};
use serde_json::json;

trials![
    a_company_takes_one_a_student,
    without_members_it_waits_at_career_services,
    a_rejected_company_takes_none
];

async fn a_company_takes_one_a_student(scene: Scene) {
    let student = factory::confirmed_student(&scene.app, INSA, "IR", "HIDDEN").await;
    let input = json!({ "company": scene.company.company });
    let data = submit(&student.client, input.clone(), None).await.expect_data();
    let id = factory::text(&data, "/applicationSubmit/application/id");
    assert_eq!(submit(&student.client, input, None).await.user_error_codes(), ["ALREADY_EXISTS"]);
    let seen = read(&scene.company.client, &id, "spontaneous waitsAtCareerServices offer { id }").await;
    assert_eq!(seen, json!({ "spontaneous": true, "waitsAtCareerServices": false, "offer": null }));
    let accept = format!("mutation {{ applicationAccept(id: \"{id}\") {{ userErrors {{ code }} }} }}");
    scene.company.client.ask(&accept).await.expect_data();
    let confirm = format!("mutation {{ applicationConfirm(id: \"{id}\") {{ application {{ status }} }} }}");
    assert_eq!(
        student.client.ask(&confirm).await.data["applicationConfirm"]["application"]["status"],
        "CONFIRMED"
    );
}

async fn without_members_it_waits_at_career_services(app: TestApp) {
    let desk = factory::career_services(&app, INSA).await;
    let other = factory::career_services(&app, "ENSSAT").await;
    // From the hiring history: nobody acts for it.
    let data = desk.get("{ companies(status: LISTED, first: 1) { edges { node { id } } } }", json!({})).await;
    let company = factory::text(&data, "/companies/edges/0/node/id");
    let student = factory::confirmed_student(&app, INSA, "IR", "HIDDEN").await;
    let data = submit(&student.client, json!({ "company": company }), None).await.expect_data();
    let id = factory::text(&data, "/applicationSubmit/application/id");
    assert_eq!(told(&desk).await, ["APPLICATION_RECEIVED"]);
    assert_eq!(told(&other).await, [""; 0]);
    let queue = "query($waiting: Boolean) { school(code: \"INSA-TOULOUSE\") {
        applications(waitingAtCareerServices: $waiting) { totalCount edges { node { id waitsAtCareerServices } } } } }";
    let waiting = desk.get(queue, json!({ "waiting": true })).await;
    let expected = json!([{ "node": { "id": id, "waitsAtCareerServices": true } }]);
    assert_eq!(waiting["school"]["applications"]["edges"], expected);
    let others = desk.get(queue, json!({ "waiting": false })).await;
    assert_eq!(others["school"]["applications"]["totalCount"], 0);
    // The desk stands in for the company; the student is told, the desk itself is not.
    let accept = format!(
        "mutation {{ applicationAccept(id: \"{id}\") {{ application {{ status }} userErrors {{ code }} }} }}"
    );
    desk.ask(&accept).await.expect_data();
    assert_eq!(told(&student.client).await[0], "APPLICATION_MOVED");
    assert_eq!(told(&desk).await, ["APPLICATION_RECEIVED"]);
    other.ask(&accept).await.expect_error("NOT_FOUND");
}

async fn a_rejected_company_takes_none(app: TestApp) {
    let member = factory::company(&app).await;
    let desk = factory::career_services(&app, INSA).await;
    let reject =
        "mutation($id: ID!) { companyReject(id: $id, reason: \"Unknown.\") { userErrors { code } } }";
    desk.get(reject, json!({ "id": member.company })).await;
    let student = factory::confirmed_student(&app, INSA, "IR", "HIDDEN").await;
    let answer = submit(&student.client, json!({ "company": member.company }), None).await;
    assert_eq!(answer.user_error_codes(), ["UNKNOWN"]);
}
