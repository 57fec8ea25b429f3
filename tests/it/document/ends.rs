//! What changes an active contract, and what ends one: amendments and notices.

use super::scene::{COMPANY, SCHOOL, Scene, each, facts, verify};
use crate::harness::factory;
use crate::harness::{Answer, Client};
use api::worker;
use chrono::TimeDelta;
use serde_json::{Value, json};

trials![
    an_amendment_holds_once_everybody_signed_it,
    an_amendment_needs_an_active_contract_with_an_agreement,
    what_was_signed_of_a_contract_that_never_began_holds_no_more,
    an_amendment_that_waits_as_the_contract_ends_is_void,
    a_withdrawal_voids_what_waits_and_has_its_notice,
    a_termination_has_its_notices,
];

pub(super) async fn amend(scene: &Scene, input: Value, reason: Option<&str>) -> Answer {
    let query = format!(
        "mutation($id: ID!, $input: ContractAmendInput!, $reason: String) {{
        contractAmend(contract: $id, input: $input, reason: $reason) {{
            document {{ {} }} userErrors {{ code path message }} }} }}",
        super::scene::FIELDS
    );
    let variables = json!({ "id": scene.contract.id, "input": input, "reason": reason });
    scene.desk().graphql(&query, variables).await
}

/// A contract with a signed agreement, active.
pub(super) async fn active(scene: &Scene) {
    scene.signed().await;
    scene.contract.complete(scene.desk(), "sign", json!([])).await.expect_data();
}

async fn an_amendment_holds_once_everybody_signed_it(scene: Scene) {
    active(&scene).await;
    let before = scene.contract.read(scene.desk(), "start end grossMonthlyPay").await;
    let input = json!({ "from": before["start"], "grossMonthlyPay": "2100.00",
        "companyTutor": { "name": "New Tutor", "jobTitle": "Engineer", "email": "new@example.org" } });
    assert_eq!(amend(&scene, input.clone(), None).await.user_error_codes(), ["REASON_REQUIRED"]);
    let nothing = json!({ "from": before["start"], "end": before["end"] });
    assert_eq!(amend(&scene, nothing, Some("Why not.")).await.user_error_codes(), ["INVALID"]);
    let data = amend(&scene, input, Some("A raise.")).await.expect_data();
    let paper = data["contractAmend"]["document"].clone();
    assert_eq!((&paper["kind"], &paper["number"]), (&json!("AMENDMENT"), &json!(1)));
    assert_eq!(each(&paper, "/party"), ["STUDENT", "COMPANY", "SCHOOL"]);
    // Issued anew before anybody signed: the same amendment, another paper.
    let query = "mutation($id: ID!) { documentReissue(id: $id, reason: \"A slip.\") {
        document { id number revision } userErrors { code } } }";
    let data = scene.desk().graphql(query, json!({ "id": paper["id"] })).await.expect_data();
    let paper = data["documentReissue"]["document"].clone();
    assert_eq!((&paper["number"], &paper["revision"]), (&json!(1), &json!(2)));
    scene.request(scene.desk(), &paper, json!([])).await.expect_data();
    for address in [scene.student.as_str(), COMPANY] {
        scene.sign(address).await.expect_data();
        let still = scene.contract.read(scene.desk(), "start end grossMonthlyPay").await;
        assert_eq!(still, before);
    }
    scene.sign(SCHOOL).await.expect_data();
    let after = scene.contract.read(scene.desk(), "grossMonthlyPay companyTutor { name }").await;
    assert_eq!(after, json!({ "grossMonthlyPay": "2100.00", "companyTutor": { "name": "New Tutor" } }));
    let last = scene.contract.actions(scene.desk()).await.pop();
    assert_eq!(last.as_deref(), Some("AMEND"));
    let query = "mutation($id: ID!) { documentReissue(id: $id, reason: \"Again.\") { document { id } userErrors { code } } }";
    let late = scene.desk().graphql(query, json!({ "id": paper["id"] })).await;
    assert_eq!(late.user_error_codes(), ["WRONG_STATE"], "it holds already");
    let next = json!({ "from": before["start"], "grossMonthlyPay": "2200.00" });
    let next = amend(&scene, next, Some("Another.")).await.expect_data();
    assert_eq!(next["contractAmend"]["document"]["number"], 2);
    scene.assert_folds().await;
}

async fn an_amendment_needs_an_active_contract_with_an_agreement(scene: Scene) {
    let before = scene.contract.read(scene.desk(), "start").await;
    let input = json!({ "from": before["start"], "grossMonthlyPay": "2100.00" });
    let early = amend(&scene, input.clone(), Some("A raise.")).await;
    assert_eq!(early.user_error_codes(), ["WRONG_STATE"], "no agreement");
    scene.signed().await;
    let early = amend(&scene, input, Some("A raise.")).await;
    assert_eq!(early.user_error_codes(), ["WRONG_STATE"], "not active");
}

async fn a_withdrawal_voids_what_waits_and_has_its_notice(scene: Scene) {
    let agreement = scene.requested().await;
    let token = scene.token(&scene.student).await;
    scene.contract.with(scene.company(), "contractWithdraw", "reason: \"No budget.\"").await.expect_data();
    let after = scene.read(scene.desk(), &agreement).await;
    assert_eq!((&after["state"], &after["voidReason"]), (&json!("VOID"), &json!("No budget.")));
    let read = "query($token: String!) { documentToSign(token: $token) { title } }";
    let read = scene.app().anonymous().get(read, json!({ "token": token })).await;
    assert_eq!(read["documentToSign"], Value::Null);
    let late = scene.generate(scene.desk(), "QUOTE", json!({})).await;
    assert_eq!(late.user_error_codes(), ["WRONG_STATE"]);
    let notice = scene.generate(scene.company(), "WITHDRAWAL_NOTICE", json!({})).await.expect_data();
    assert_eq!(each(&notice["documentGenerate"]["document"], "/party"), ["COMPANY", "SCHOOL"]);
    scene.assert_folds().await;
}

/// The company and the desk, signed in again so much later.
async fn after(scene: &Scene, time: TimeDelta) -> [Client; 2] {
    let email = async |client: &Client| {
        let data = client.get("{ viewer { email } }", json!({})).await;
        factory::text(&data, "/viewer/email")
    };
    let emails = [email(scene.company()).await, email(scene.desk()).await];
    scene.app().clock.advance(time);
    let [company, desk] = emails.each_ref().map(|email| factory::sign_in(scene.app(), email));
    [company.await, desk.await]
}

async fn a_termination_has_its_notices(scene: Scene) {
    active(&scene).await;
    let [company, desk] = after(&scene, TimeDelta::days(400)).await;
    scene.contract.with(&company, "contractTerminate", "reason: \"Insolvent.\"").await.expect_data();
    let lacking = scene.generate(&company, "TERMINATION_NOTICE_LABOUR", json!({})).await;
    assert_eq!(lacking.user_error_codes(), ["FACT_MISSING"]);
    let fact = |path: &str, value: &str| json!({ "facts": [{ "path": path, "value": value }] });
    for (kind, path, value) in [
        ("TERMINATION_NOTICE_LABOUR", "ending.labour_administration", "DREETS Occitanie"),
        ("TERMINATION_NOTICE_OPCO", "opco.name", "OPCO d'essai"),
    ] {
        let notice = scene.generate(&company, kind, fact(path, value)).await.expect_data();
        assert_eq!(each(&notice["documentGenerate"]["document"], "/party"), ["COMPANY"], "{kind}");
    }
    let agreement = scene.generate(&desk, "TRAINING_AGREEMENT", facts()).await;
    assert_eq!(agreement.user_error_codes(), ["WRONG_STATE"]);
}

async fn what_was_signed_of_a_contract_that_never_began_holds_no_more(scene: Scene) {
    let agreement = scene.signed().await;
    assert_eq!(verify(&scene, &agreement["sha256"]).await["complete"], true);
    scene.contract.with(scene.company(), "contractWithdraw", "reason: \"No budget.\"").await.expect_data();
    let read = scene.read(scene.desk(), &agreement).await;
    assert_eq!((&read["state"], &read["voidReason"]), (&json!("VOID"), &json!("No budget.")));
    assert_eq!(verify(&scene, &agreement["sha256"]).await["complete"], false);
    scene.assert_folds().await;
}

async fn an_amendment_that_waits_as_the_contract_ends_is_void(scene: Scene) {
    active(&scene).await;
    let input = json!({ "from": "2027-01-01", "grossMonthlyPay": "2100.00" });
    let mut data = amend(&scene, input, Some("A raise.")).await.expect_data();
    let paper = data["contractAmend"]["document"].take();
    let [_, desk] = after(&scene, TimeDelta::days(400)).await;
    worker::drain(&scene.app().context).await.unwrap();
    assert_eq!(scene.contract.status(&desk).await, "COMPLETED");
    assert_eq!(scene.read(&desk, &paper).await["state"], "VOID");
    let all = scene.contract.read(&desk, "documents { kind state }").await;
    assert_eq!(all["documents"][0], json!({ "kind": "TRAINING_AGREEMENT", "state": "COMPLETE" }));
    scene.assert_folds().await;
}
