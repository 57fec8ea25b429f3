//! Signing by link and code: everybody in turn, without an account.

use super::scene::{COMPANY, SCHOOL, Scene, each, send_code, sign_with, verify};
use crate::harness::factory;
use chrono::TimeDelta;
use domain::document::{CODE_ATTEMPTS, MOST_CODES};
use entity::{signature, signature_code};
use reqwest::{Method, StatusCode};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

trials![
    an_agreement_is_signed_in_its_order,
    whoever_signs_reads_the_paper_by_the_link,
    a_step_waits_for_the_paper_that_it_signs,
    a_wrong_code_is_tried_five_times_at_most,
    a_code_expires_and_is_good_once,
    codes_are_sent_so_often_and_no_more,
    codes_that_are_asked_for_at_once_are_all_answered,
    what_is_no_link_is_answered_as_what_is_one,
    a_link_that_is_sent_again_replaces_the_one_before,
    nobody_names_who_signs_for_another_party,
    one_mailbox_signs_for_one_party,
    links_are_sent_so_often_and_no_more_however_often_a_paper_is_issued,
];

async fn an_agreement_is_signed_in_its_order(scene: Scene) {
    let agreement = scene.requested().await;
    assert_eq!(each(&agreement, "/party"), ["STUDENT", "COMPANY", "SCHOOL"]);
    assert!(scene.mails("signature_request", COMPANY).await.is_empty(), "the student signs first");
    for (at, address) in [scene.student.as_str(), COMPANY, SCHOOL].into_iter().enumerate() {
        let before = scene.read(scene.desk(), &agreement).await;
        assert_eq!(before["signatures"][at]["status"], "REQUESTED");
        assert_eq!(before["complete"], false);
        let signed = scene.sign(address).await.expect_data();
        assert_eq!(signed["documentSign"]["signed"]["status"], "SIGNED");
    }
    let after = scene.read(scene.desk(), &agreement).await;
    assert_eq!((&after["complete"], &after["state"]), (&json!(true), &json!("COMPLETE")));
    for (at, address) in [scene.student.as_str(), COMPANY, SCHOOL].into_iter().enumerate() {
        let signature = &after["signatures"][at];
        assert_eq!(signature["method"], "CLICK");
        let evidence = &signature["evidence"];
        assert_eq!((&evidence["sha256"], &evidence["email"]), (&agreement["sha256"], &json!(address)));
        assert_eq!(evidence["ip"], "127.0.0.1");
        assert!(scene.mails("paper_told", address).await.len() == 1, "told that it is complete");
    }
    let seen = scene.read(scene.company(), &agreement).await;
    assert_eq!(seen["signatures"][0]["evidence"], Value::Null, "evidence is for staff");
    let known = verify(&scene, &agreement["sha256"]).await;
    assert_eq!((&known["kind"], &known["complete"]), (&json!("TRAINING_AGREEMENT"), &json!(true)));
    assert_eq!(each(&known, "/party"), ["STUDENT", "COMPANY", "SCHOOL"]);
    assert!(!known.to_string().contains("Test"), "no names: {known}");
    assert_eq!(verify(&scene, &json!("0".repeat(64))).await, Value::Null);
    let query = "{ documentVerify(sha256: \"xyz\") { kind } }";
    scene.app().anonymous().ask(query).await.expect_error("BAD_USER_INPUT");
    scene.assert_folds().await;
}

async fn whoever_signs_reads_the_paper_by_the_link(scene: Scene) {
    let agreement = scene.requested().await;
    let path = scene.path(&scene.student).await;
    let answer = scene.app().anonymous().request(Method::GET, &path).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(answer.headers()["etag"].to_str().unwrap().contains(agreement["sha256"].as_str().unwrap()));
    assert!(answer.bytes().await.unwrap().starts_with(b"%PDF"));
    let query = "query($token: String!) { documentToSign(token: $token) { kind title school sha256 url party status } }";
    let token = scene.token(&scene.student).await;
    let read = scene.app().anonymous().get(query, json!({ "token": token })).await;
    let read = &read["documentToSign"];
    assert_eq!((&read["party"], &read["status"]), (&json!("STUDENT"), &json!("REQUESTED")));
    assert_eq!(read["sha256"], agreement["sha256"]);
    assert!(read["url"].as_str().unwrap().ends_with(&path));
    for path in ["/signatures/trs_made_up", "/signatures/x"] {
        let status = scene.app().anonymous().request(Method::GET, path).send().await.unwrap().status();
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
}

async fn a_step_waits_for_the_paper_that_it_signs(scene: Scene) {
    let early = scene.contract.complete(scene.desk(), "sign", json!([])).await;
    assert_eq!(early.user_error_codes(), ["PAPER_NOT_SIGNED"]);
    scene.signed().await;
    // The student's eligibility is known, so that the last step makes it active.
    scene.contract.complete(scene.desk(), "sign", json!([])).await.expect_data();
    assert_eq!(scene.contract.status(scene.desk()).await, "ACTIVE");
}

async fn a_wrong_code_is_tried_five_times_at_most(scene: Scene) {
    scene.requested().await;
    let (token, code) = (scene.token(&scene.student).await, scene.code(&scene.student).await);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..CODE_ATTEMPTS {
        assert_eq!(sign_with(&scene, &token, wrong).await.user_error_codes(), ["WRONG_CODE"]);
    }
    assert_eq!(sign_with(&scene, &token, &code).await.user_error_codes(), ["WRONG_CODE"], "too late");
    scene.sign(&scene.student).await.expect_data();
}

async fn a_code_expires_and_is_good_once(scene: Scene) {
    scene.requested().await;
    let (token, code) = (scene.token(&scene.student).await, scene.code(&scene.student).await);
    scene.app().clock.advance(TimeDelta::minutes(16));
    assert_eq!(sign_with(&scene, &token, &code).await.user_error_codes(), ["WRONG_CODE"]);
    let code = scene.code(&scene.student).await;
    let (one, two) = tokio::join!(sign_with(&scene, &token, &code), sign_with(&scene, &token, &code));
    let mut errors = [one.user_error_codes().len(), two.user_error_codes().len()];
    errors.sort_unstable();
    assert_eq!(errors, [0, 1], "of two at once one signs");
    assert_eq!(sign_with(&scene, &token, &code).await.user_error_codes(), ["WRONG_CODE"]);
    let db = &scene.app().context.db.write;
    assert!(signature_code::Entity::find().all(db).await.unwrap().is_empty());
    scene.assert_folds().await;
}

async fn codes_are_sent_so_often_and_no_more(scene: Scene) {
    scene.requested().await;
    let token = scene.token(&scene.student).await;
    for link in [token.as_str(), "trs_made_up"] {
        for _ in 0..MOST_CODES {
            send_code(&scene, link).await.expect_data();
        }
        send_code(&scene, link).await.expect_error("RATE_LIMITED");
    }
    let db = &scene.app().context.db.write;
    assert_eq!(signature_code::Entity::find().all(db).await.unwrap().len(), 1, "one at a time");
}

async fn codes_that_are_asked_for_at_once_are_all_answered(scene: Scene) {
    scene.requested().await;
    let token = scene.token(&scene.student).await;
    let ask = || send_code(&scene, &token);
    let (one, two, three, four) = tokio::join!(ask(), ask(), ask(), ask());
    for answer in [one, two, three, four] {
        assert_eq!(answer.expect_data()["signatureCodeSend"]["sent"], true);
    }
    let db = &scene.app().context.db.write;
    assert_eq!(signature_code::Entity::find().all(db).await.unwrap().len(), 1);
    let sent = scene.mails("signature_code", &scene.student).await;
    assert_eq!(sent.len(), 4);
    // The one that stays is good, the others are not: four wrong tries, and the right one is among four.
    let mut signed = 0;
    for mail in sent {
        let answer = sign_with(&scene, &token, mail["code"].as_str().unwrap()).await;
        signed += usize::from(answer.user_error_codes().is_empty());
    }
    assert_eq!(signed, 1);
}

async fn what_is_no_link_is_answered_as_what_is_one(scene: Scene) {
    scene.requested().await;
    let token = scene.token(&scene.student).await;
    let (good, unknown) = (send_code(&scene, &token).await, send_code(&scene, "trs_made_up").await);
    assert_eq!((good.data, good.status), (unknown.data, unknown.status));
    let (good, unknown) =
        (sign_with(&scene, &token, "abc").await, sign_with(&scene, "trs_made_up", "abc").await);
    assert_eq!((good.data, good.status), (unknown.data, unknown.status));
    // The secrets themselves are nowhere in the database.
    let rows = signature::Entity::find().all(&scene.app().context.db.write).await.unwrap();
    assert!(rows.iter().all(|row| row.token_hash.as_deref() != Some(&token)));
    assert!(rows.iter().any(|row| row.token_hash.is_some()));
}

async fn a_link_that_is_sent_again_replaces_the_one_before(scene: Scene) {
    let agreement = scene.requested().await;
    let (first, code) = (scene.token(&scene.student).await, scene.code(&scene.student).await);
    scene.request(scene.desk(), &agreement, json!([])).await.expect_data();
    let second = scene.token(&scene.student).await;
    assert_ne!(first, second);
    for token in [&first, &second] {
        assert_eq!(sign_with(&scene, token, &code).await.user_error_codes(), ["WRONG_CODE"]);
    }
    scene.sign(&scene.student).await.expect_data();
    scene.assert_folds().await;
}

async fn nobody_names_who_signs_for_another_party(scene: Scene) {
    let agreement = scene.agreement().await;
    let named =
        |party: &str| json!([{ "party": party, "name": "Other Person", "email": "other@example.org" }]);
    let student = scene.request(scene.desk(), &agreement, named("STUDENT")).await;
    assert_eq!(student.user_error_codes(), ["INVALID"], "the student is the student");
    scene.request(scene.company(), &agreement, json!([])).await.expect_error("FORBIDDEN");
    scene.request(scene.desk(), &agreement, named("COMPANY")).await.expect_data();
    scene.sign(&scene.student).await.expect_data();
    scene.sign("other@example.org").await.expect_data();
    assert!(scene.mails("signature_request", COMPANY).await.is_empty());
    let tutor = json!([{ "party": "COMPANY", "name": " ", "email": "nobody" }]);
    let promise = scene.generate(scene.company(), "HIRING_PROMISE", json!({})).await.expect_data();
    let promise = promise["documentGenerate"]["document"].clone();
    assert_eq!(scene.request(scene.company(), &promise, tutor).await.user_error_codes(), ["INVALID"]);
    for address in ["a,b@c.de", "<a@b.cd>", "a@b..cd", "é@b.cd"] {
        let wrong = json!([{ "party": "COMPANY", "name": "Other Person", "email": address }]);
        let refused = scene.request(scene.company(), &promise, wrong).await;
        assert_eq!(refused.user_error_codes(), ["INVALID"], "no mail can go to {address}");
    }
    scene.request(scene.company(), &promise, named("COMPANY")).await.expect_data();
    assert_eq!(factory::text(&promise, "/kind"), "HIRING_PROMISE");
}

async fn one_mailbox_signs_for_one_party(scene: Scene) {
    let mut same = super::scene::facts();
    let school = same["facts"].as_array_mut().unwrap();
    let school = school.iter_mut().find(|fact| fact["path"] == "school.signatory.mail").unwrap();
    school["value"] = json!(COMPANY.to_uppercase());
    let issued = scene.generate(scene.desk(), "TRAINING_AGREEMENT", same).await;
    assert_eq!(issued.user_error_codes(), ["INVALID"]);
    assert_eq!(issued.data["documentGenerate"]["userErrors"][0]["path"], json!(["input", "facts"]));
    let agreement = scene.agreement().await;
    let named = |email: &str| json!([{ "party": "SCHOOL", "name": "Other Person", "email": email }]);
    for email in [COMPANY.to_uppercase().as_str(), scene.student.as_str()] {
        let refused = scene.request(scene.desk(), &agreement, named(email)).await;
        assert_eq!(refused.user_error_codes(), ["INVALID"], "{email}");
        assert_eq!(
            refused.data["signatureRequest"]["userErrors"][0]["path"],
            json!(["signatories", "email"])
        );
    }
    let kept = scene.read(scene.desk(), &agreement).await;
    assert_eq!(kept["signatures"][2]["email"], SCHOOL, "what was refused is not kept");
    scene.request(scene.desk(), &agreement, named("other@example.org")).await.expect_data();
}

async fn links_are_sent_so_often_and_no_more_however_often_a_paper_is_issued(scene: Scene) {
    let agreement = scene.agreement().await;
    for _ in 0..20 {
        scene.request(scene.desk(), &agreement, json!([])).await.expect_data();
    }
    scene.request(scene.desk(), &agreement, json!([])).await.expect_error("RATE_LIMITED");
    let query = "mutation($id: ID!) { documentReissue(id: $id, reason: \"A slip.\") {
        document { id } userErrors { code } } }";
    let data = scene.desk().graphql(query, json!({ "id": agreement["id"] })).await.expect_data();
    let anew = &data["documentReissue"]["document"];
    scene.request(scene.desk(), anew, json!([])).await.expect_error("RATE_LIMITED");
}
