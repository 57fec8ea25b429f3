//! Pay or days change: the papers that print them hold no more.

use super::scene::{COMPANY, SCHOOL, Scene, each, signing};
use crate::contract::scene::upload;
use crate::harness::factory;
use api::document::void_printing;
use domain::document::DocumentKind;
use entity::document;
use sea_orm::EntityTrait;
use serde_json::{Value, json};

trials![
    what_waits_for_signatures_and_prints_the_terms_is_void,
    what_is_complete_is_void_until_the_contract_is_active,
    what_is_issued_anew_is_signed_anew,
];

/// Says that pay or days of the contract changed; answers the kinds that were void.
async fn change(scene: &Scene, reason: &str) -> Vec<DocumentKind> {
    let context = &scene.app().context;
    let row = document::Entity::find().one(&context.db.write).await.unwrap().unwrap();
    let tx = context.db.begin().await.unwrap();
    let by = (row.issued_by.unwrap(), reason);
    let kinds = void_printing(context, &tx, row.contract_id, by).await.unwrap();
    tx.commit().await.unwrap();
    kinds
}

async fn what_waits_for_signatures_and_prints_the_terms_is_void(scene: Scene) {
    let agreement = scene.requested().await;
    scene.sign(&scene.student).await.expect_data();
    scene.generate(scene.desk(), "QUOTE", json!({})).await.expect_data();
    let link = scene.token(COMPANY).await;
    assert_eq!(change(&scene, "Another pay.").await, [DocumentKind::TrainingAgreement]);
    let after = scene.read(scene.desk(), &agreement).await;
    assert_eq!((&after["state"], &after["voidReason"]), (&json!("VOID"), &json!("Another pay.")));
    assert_eq!(each(&after, "/status"), ["SIGNED", "VOID", "VOID"]);
    for address in [scene.student.as_str(), COMPANY] {
        assert_eq!(scene.mails("paper_told", address).await[0]["reason"], "Another pay.", "{address}");
    }
    assert!(scene.mails("paper_told", SCHOOL).await.is_empty(), "nobody had asked the school");
    let query = "query($token: String!) { documentToSign(token: $token) { title } }";
    let read = scene.app().anonymous().get(query, json!({ "token": link })).await;
    assert_eq!(read["documentToSign"], Value::Null);
    let all = scene.contract.read(scene.desk(), "documents { kind state }").await;
    assert_eq!(all["documents"][1], json!({ "kind": "QUOTE", "state": "COMPLETE" }), "it prints no terms");
    assert_eq!(change(&scene, "Again.").await, [], "there is nothing left");
    let anew = scene.generate(scene.desk(), "TRAINING_AGREEMENT", json!({})).await.expect_data();
    assert_eq!(anew["documentGenerate"]["document"]["revision"], 2);
    scene.assert_folds().await;
}

async fn what_is_complete_is_void_until_the_contract_is_active(scene: Scene) {
    let agreement = scene.signed().await;
    assert_eq!(change(&scene, "Other days.").await, [DocumentKind::TrainingAgreement]);
    assert_eq!(scene.read(scene.desk(), &agreement).await["state"], "VOID");
    let early = scene.contract.complete(scene.desk(), "sign", json!([])).await;
    assert_eq!(early.user_error_codes(), ["PAPER_NOT_SIGNED"]);
    let mut data = scene.generate(scene.desk(), "TRAINING_AGREEMENT", json!({})).await.expect_data();
    let agreement = data["documentGenerate"]["document"].take();
    scene.request(scene.desk(), &agreement, json!([])).await.expect_data();
    for address in [scene.student.as_str(), COMPANY, SCHOOL] {
        scene.sign(address).await.expect_data();
    }
    scene.contract.complete(scene.desk(), "sign", json!([])).await.expect_data();
    assert_eq!(scene.contract.status(scene.desk()).await, "ACTIVE");
    assert_eq!(change(&scene, "Too late.").await, [], "an amendment alone changes it now");
    assert_eq!(factory::text(&scene.read(scene.desk(), &agreement).await, "/state"), "COMPLETE");
    scene.assert_folds().await;
}

/// A step between the signatures and the day on which the contract is active.
const SEND: &str = r#"
[[steps]]
key = "send"
title = { fr = "Envoyer", en = "Send" }
description = { fr = "La convention signée, à l'entreprise.", en = "The signed agreement, to the company." }
phase = "preparing"
actors = ["career_services"]
after = ["sign"]
"#;

async fn reissue(scene: &Scene, document: &Value) -> crate::harness::Answer {
    let query = "mutation($id: ID!) { documentReissue(id: $id, reason: \"A slip.\") {
        document { id state } userErrors { code path message } } }";
    scene.desk().graphql(query, json!({ "id": document["id"] })).await
}

async fn what_is_issued_anew_is_signed_anew(scene: Scene) {
    upload(scene.desk(), &format!("{}{SEND}", signing())).await.expect_data();
    let scene = Scene::prepared(scene.contracts).await;
    let agreement = scene.signed().await;
    scene.contract.complete(scene.desk(), "sign", json!([])).await.expect_data();
    let mut data = reissue(&scene, &agreement).await.expect_data();
    let anew = data["documentReissue"]["document"].take();
    assert_eq!(anew["state"], "ISSUED");
    let sign = scene.contract.step(scene.desk(), "sign").await;
    assert_eq!((&sign["status"], &sign["setback"]["reason"]), (&json!("OPEN"), &json!("A slip.")));
    assert_eq!(scene.contract.step(scene.desk(), "send").await["status"], "BLOCKED");
    let early = scene.contract.complete(scene.desk(), "sign", json!([])).await;
    assert_eq!(early.user_error_codes(), ["PAPER_NOT_SIGNED"]);
    scene.request(scene.desk(), &anew, json!([])).await.expect_data();
    for address in [scene.student.as_str(), COMPANY, SCHOOL] {
        scene.sign(address).await.expect_data();
    }
    for step in ["sign", "send"] {
        scene.contract.complete(scene.desk(), step, json!([])).await.expect_data();
    }
    assert_eq!(scene.contract.status(scene.desk()).await, "ACTIVE");
    assert_eq!(reissue(&scene, &anew).await.user_error_codes(), ["WRONG_STATE"], "an amendment changes it");
    assert_eq!(scene.read(scene.desk(), &anew).await["state"], "COMPLETE");
    scene.assert_folds().await;
}
