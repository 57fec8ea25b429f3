//! Signatures that are refused or handed on.

use super::scene::{COMPANY, SCHOOL, Scene, each, sign_with};
use serde_json::json;

trials![
    a_refusal_says_why_and_ends_the_document,
    a_signature_is_handed_to_another_person,
    a_student_signs_in_person,
];

async fn a_refusal_says_why_and_ends_the_document(scene: Scene) {
    let agreement = scene.requested().await;
    scene.sign(&scene.student).await.expect_data();
    let silent = scene.decide(COMPANY, "signatureRefuse", "reason: \" \"").await;
    assert_eq!(silent.user_error_codes(), ["REASON_REQUIRED"]);
    let refused = scene.decide(COMPANY, "signatureRefuse", "reason: \"Wrong pay.\"").await.expect_data();
    assert_eq!(refused["signatureRefuse"]["signed"], json!({ "status": "REFUSED", "state": "REFUSED" }));
    let after = scene.read(scene.desk(), &agreement).await;
    assert_eq!((&after["state"], &after["complete"]), (&json!("REFUSED"), &json!(false)));
    assert_eq!(each(&after, "/status"), ["SIGNED", "REFUSED", "VOID"]);
    assert_eq!(after["signatures"][1]["reason"], "Wrong pay.");
    assert!(scene.mails("signature_request", SCHOOL).await.is_empty(), "the school is not asked");
    assert_eq!(scene.mails("paper_told", &scene.student).await[0]["reason"], "Wrong pay.");
    assert_eq!(scene.request(scene.desk(), &agreement, json!([])).await.user_error_codes(), ["WRONG_STATE"]);
    scene.assert_folds().await;
}

async fn a_signature_is_handed_to_another_person(scene: Scene) {
    let agreement = scene.requested().await;
    scene.sign(&scene.student).await.expect_data();
    let other = "deputy@company.example.org";
    for email in [COMPANY, &COMPANY.to_uppercase(), SCHOOL, "nobody"] {
        let more = format!("name: \"Test Deputy\", email: \"{email}\"");
        let wrong = scene.decide(COMPANY, "signatureDelegate", &more).await;
        assert_eq!(wrong.user_error_codes(), ["INVALID"], "{email}");
    }
    let (former, code) = (scene.token(COMPANY).await, scene.code(COMPANY).await);
    let query = format!(
        "mutation {{ signatureDelegate(token: \"{former}\", code: \"{code}\", name: \"Test Deputy\", email: \"{other}\") {{
        signed {{ status }} userErrors {{ code }} }} }}"
    );
    scene.app().anonymous().ask(&query).await.expect_data();
    assert_eq!(sign_with(&scene, &former, &code).await.user_error_codes(), ["WRONG_CODE"]);
    let between = scene.read(scene.desk(), &agreement).await;
    assert_eq!(each(&between, "/status"), ["SIGNED", "DELEGATED", "REQUESTED", "WAITING"]);
    assert_eq!(each(&between, "/party"), ["STUDENT", "COMPANY", "COMPANY", "SCHOOL"]);
    scene.sign(other).await.expect_data();
    scene.sign(SCHOOL).await.expect_data();
    let after = scene.read(scene.desk(), &agreement).await;
    assert_eq!(after["complete"], true);
    assert_eq!(after["signatures"][2]["name"], "Test Deputy");
    scene.assert_folds().await;
}

async fn a_student_signs_in_person(scene: Scene) {
    scene.requested().await;
    let more = "name: \"Other Person\", email: \"other@example.org\"";
    let handed = scene.decide(&scene.student, "signatureDelegate", more).await;
    assert_eq!(handed.user_error_codes(), ["INVALID"]);
    scene.sign(&scene.student).await.expect_data();
}
