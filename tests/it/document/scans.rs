//! Papers signed by hand: announced, uploaded, checked by staff.

use super::scene::{SCHOOL, Scene, each, upload, verify};
use crate::harness::{Answer, Client};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

trials![
    a_scan_counts_once_staff_accepted_it,
    a_scan_shows_the_next_signatures_and_leaves_none_out,
    a_rejected_scan_is_announced_again,
    what_is_made_elsewhere_is_its_scan,
    a_scan_takes_the_place_of_the_one_before,
    a_party_uploads_what_it_would_issue_and_what_has_a_use,
    a_step_takes_files_of_its_contract_alone,
];

async fn announce(scene: &Scene, client: &Client, document: &Value, parties: Value) -> Answer {
    let query =
        "mutation($id: ID!, $parties: [SigningParty!]!) { documentSignScanned(id: $id, parties: $parties) {
        document { scans { id state } } ticket { url maxBytes } userErrors { code path } } }";
    let _ = scene;
    client.graphql(query, json!({ "id": document["id"], "parties": parties })).await
}

fn scan(data: &Value, mutation: &str) -> Value {
    let scans = data[mutation]["document"]["scans"].as_array().unwrap();
    scans.last().unwrap()["id"].clone()
}

async fn a_scan_counts_once_staff_accepted_it(scene: Scene) {
    let agreement = scene.agreement().await;
    let parties = json!(["STUDENT", "COMPANY"]);
    let data = announce(&scene, scene.company(), &agreement, parties).await.expect_data();
    let (scan, ticket) = (scan(&data, "documentSignScanned"), &data["documentSignScanned"]["ticket"]);
    let early = scene.check(scene.desk(), &scan, true, None).await;
    assert_eq!(early.user_error_codes(), ["WRONG_STATE"], "nothing was uploaded yet");
    assert_eq!(scene.put(ticket, 3_000).await, StatusCode::CREATED);
    assert_eq!(scene.put(ticket, 3_000).await, StatusCode::GONE);
    assert_eq!(
        each(&scene.read(scene.desk(), &agreement).await, "/status"),
        ["WAITING", "WAITING", "WAITING"]
    );
    scene.check(scene.company(), &scan, true, None).await.expect_error("FORBIDDEN");
    scene.check(scene.desk(), &scan, true, None).await.expect_data();
    let after = scene.read(scene.desk(), &agreement).await;
    assert_eq!(each(&after, "/status"), ["SIGNED", "SIGNED", "REQUESTED"], "the school is asked by mail");
    assert_eq!(after["signatures"][0]["method"], "SCAN");
    let seen = &after["signatures"][0]["evidence"]["sha256"];
    assert_ne!(seen, &agreement["sha256"], "the bytes of the scan");
    assert_eq!(verify(&scene, seen).await["scan"], true);
    let twice = scene.check(scene.desk(), &scan, true, None).await;
    assert_eq!(twice.user_error_codes(), ["WRONG_STATE"]);
    scene.sign(SCHOOL).await.expect_data();
    assert_eq!(scene.read(scene.desk(), &agreement).await["complete"], true);
    // Whoever sees the contract sees the scan, and nobody else.
    let path = after["scans"][0]["url"].as_str().unwrap();
    let mine = scene.contract.student.client.request(Method::GET, path).send().await.unwrap().status();
    assert_eq!(mine, StatusCode::OK);
    let stranger = crate::harness::factory::verified_company(scene.app()).await;
    let theirs = stranger.client.request(Method::GET, path).send().await.unwrap().status();
    assert_eq!(theirs, StatusCode::NOT_FOUND);
    scene.assert_folds().await;
}

async fn a_scan_shows_the_next_signatures_and_leaves_none_out(scene: Scene) {
    let agreement = scene.agreement().await;
    let skipping = announce(&scene, scene.desk(), &agreement, json!(["SCHOOL"])).await;
    assert_eq!(skipping.user_error_codes(), ["NOT_YOUR_TURN"]);
    let strange = announce(&scene, scene.desk(), &agreement, json!(["TRAINING_CENTRE"])).await;
    assert_eq!(strange.user_error_codes(), ["WRONG_STATE"]);
    let stranger = crate::harness::factory::verified_company(scene.app()).await;
    announce(&scene, &stranger.client, &agreement, json!([])).await.expect_error("NOT_FOUND");
}

async fn a_rejected_scan_is_announced_again(scene: Scene) {
    let agreement = scene.agreement().await;
    let data = announce(&scene, scene.company(), &agreement, json!([])).await.expect_data();
    let first = scan(&data, "documentSignScanned");
    scene.put(&data["documentSignScanned"]["ticket"], 2_000).await;
    let silent = scene.check(scene.desk(), &first, false, None).await;
    assert_eq!(silent.user_error_codes(), ["REASON_REQUIRED"]);
    scene.check(scene.desk(), &first, false, Some("A page is missing.")).await.expect_data();
    let data = announce(&scene, scene.company(), &agreement, json!([])).await.expect_data();
    let second = scan(&data, "documentSignScanned");
    assert_ne!(first, second);
    scene.put(&data["documentSignScanned"]["ticket"], 2_500).await;
    let checked = scene.check(scene.desk(), &second, true, None).await.expect_data();
    assert_eq!(checked["documentScanCheck"]["document"]["complete"], true, "all three on one sheet");
    let read = scene.read(scene.desk(), &agreement).await;
    assert_eq!(read["scans"][0]["reason"], "A page is missing.");
    scene.assert_folds().await;
}

async fn what_is_made_elsewhere_is_its_scan(scene: Scene) {
    let query = "mutation($id: ID!) { documentUploadSigned(contract: $id, kind: SIGNED_CERFA) {
        document { id sha256 url scans { id } signatures { party } } ticket { url } userErrors { code path } } }";
    let upload = |client: &Client| {
        let client = client.clone();
        let id = scene.contract.id.clone();
        async move { client.graphql(query, json!({ "id": id })).await }
    };
    let data = upload(&scene.contract.student.client).await.expect_data();
    let document = data["documentUploadSigned"]["document"].clone();
    assert_eq!((&document["sha256"], &document["url"]), (&Value::Null, &Value::Null));
    assert_eq!(each(&document, "/party"), ["COMPANY", "STUDENT"]);
    let refused = scene.request(scene.desk(), &document, json!([])).await;
    assert_eq!(refused.user_error_codes(), ["WRONG_STATE"], "there is nothing to be read");
    // Announced again, it is the same document.
    let data = upload(scene.company()).await.expect_data();
    assert_eq!(data["documentUploadSigned"]["document"]["id"], document["id"]);
    let scan = scan(&data, "documentUploadSigned");
    scene.put(&data["documentUploadSigned"]["ticket"], 4_000).await;
    scene.check(scene.desk(), &scan, true, None).await.expect_data();
    let after = scene.read(scene.desk(), &document).await;
    assert_eq!(after["complete"], true);
    let known = verify(&scene, &after["sha256"]).await;
    assert_eq!((&known["kind"], &known["complete"]), (&json!("SIGNED_CERFA"), &json!(true)));
    assert_eq!(known["scan"], true, "its file is the scan that staff accepted");
    let again = upload(scene.company()).await;
    assert_eq!(again.user_error_codes(), ["ALREADY_EXISTS"]);
    // It was the wrong file.
    let take_back = "mutation($id: ID!) { documentVoid(id: $id, reason: \"Of somebody else.\") {
        document { state } userErrors { code } } }";
    let id = json!({ "id": document["id"] });
    scene.company().graphql(take_back, id.clone()).await.expect_error("FORBIDDEN");
    let taken = scene.desk().graphql(take_back, id).await.expect_data();
    assert_eq!(taken["documentVoid"]["document"]["state"], "VOID");
    let again = upload(scene.company()).await.expect_data();
    assert_ne!(again["documentUploadSigned"]["document"]["id"], document["id"]);
    scene.assert_folds().await;
}

async fn a_scan_takes_the_place_of_the_one_before(scene: Scene) {
    let agreement = scene.agreement().await;
    let first = announce(&scene, scene.company(), &agreement, json!([])).await.expect_data();
    let second = announce(&scene, scene.company(), &agreement, json!([])).await.expect_data();
    let ticket = |data: &Value| data["documentSignScanned"]["ticket"].clone();
    assert_eq!(scene.put(&ticket(&first), 2_000).await, StatusCode::CONFLICT, "it could never be accepted");
    assert_eq!(scene.put(&ticket(&second), 2_000).await, StatusCode::CREATED);
    let scan = scan(&second, "documentSignScanned");
    scene.check(scene.desk(), &scan, true, None).await.expect_data();
    assert_eq!(scene.read(scene.desk(), &agreement).await["complete"], true);
}

async fn a_party_uploads_what_it_would_issue_and_what_has_a_use(scene: Scene) {
    let query =
        "mutation($id: ID!, $kind: DocumentKind!) { documentUploadSigned(contract: $id, kind: $kind) {
        document { id } userErrors { code path } } }";
    let upload = |client: &Client, kind: &str| {
        let variables = json!({ "id": scene.contract.id, "kind": kind });
        let client = client.clone();
        async move { client.graphql(query, variables).await }
    };
    let student = &scene.contract.student.client;
    for kind in ["AMENDMENT", "TRAINING_AGREEMENT", "QUOTE"] {
        for client in [student, scene.company()] {
            upload(client, kind).await.expect_error("FORBIDDEN");
        }
    }
    upload(student, "HIRING_PROMISE").await.expect_error("FORBIDDEN");
    for (kind, code) in [("AMENDMENT", "INVALID"), ("WITHDRAWAL_NOTICE", "WRONG_STATE")] {
        let refused = upload(scene.desk(), kind).await;
        assert_eq!(refused.user_error_codes(), [code], "{kind}");
        assert_eq!(refused.data["documentUploadSigned"]["userErrors"][0]["path"], json!(["kind"]));
    }
    upload(scene.company(), "HIRING_PROMISE").await.expect_data();
    upload(scene.desk(), "TRAINING_AGREEMENT").await.expect_data();
}

async fn a_step_takes_files_of_its_contract_alone(scene: Scene) {
    let own = upload(&scene.contract.student.client, &scene.contract.id).await;
    let other = scene.contracts.contract().await;
    let theirs = upload(&other.student.client, &other.id).await;
    let give = |file: &str| json!([{ "key": "proof", "value": file }]);
    for wrong in [theirs.as_str(), "018f2c5e-0000-7000-8000-000000000001", scene.contract.id.as_str()] {
        let refused = scene.contract.complete(scene.desk(), "prove", give(wrong)).await;
        assert_eq!(refused.user_error_codes(), ["INVALID"], "{wrong}");
        assert_eq!(refused.data["stepComplete"]["userErrors"][0]["path"], json!(["inputs", "proof"]));
    }
    scene.contract.complete(scene.desk(), "prove", give(&own)).await.expect_data();
    let given = scene.contract.step(scene.desk(), "prove").await["given"].take();
    assert_eq!(given, json!([{ "key": "proof", "value": own }]));
    // Whoever sees the contract reads its files, and nobody else.
    let path = format!("/files/{own}");
    let mine = scene.company().request(Method::GET, &path).send().await.unwrap().status();
    let others = other.student.client.request(Method::GET, &path).send().await.unwrap().status();
    assert_eq!((mine, others), (StatusCode::OK, StatusCode::NOT_FOUND));
}
