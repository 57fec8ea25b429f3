//! `documentGenerate` and `documentReissue`: what is missing is named, what is given is kept, what is issued anew voids.

use super::scene::{COMPANY, Scene, each, facts, verify};
use crate::harness::Client;
use crate::harness::factory::{self, INSA};
use domain::document::MOST_PRINTS_OF_CONTRACT;
use domain::document::fact::FactOwner;
use entity::{document, paper_fact, stored_file};
use reqwest::{Method, StatusCode};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

trials![
    what_is_missing_is_named_before_anything_is_issued,
    what_is_given_is_kept_for_the_next_paper,
    what_a_desk_says_of_a_company_holds_for_that_contract_alone,
    each_party_says_what_is_its_own_to_say,
    a_paper_is_issued_once_and_then_anew,
    a_paper_that_is_issued_anew_voids_those_before,
    a_document_is_seen_and_downloaded_by_those_of_its_contract,
    an_agreement_is_not_issued_by_the_company,
    the_data_of_the_work_contract_are_kept_from_the_student,
    papers_of_a_contract_are_printed_so_often_and_no_more,
    a_birth_date_given_for_a_paper_is_the_profiles,
    pay_is_printed_by_the_birth_date_that_is_given_with_it,
    no_fact_is_given_twice,
];

async fn what_is_missing_is_named_before_anything_is_issued(scene: Scene) {
    let answer = scene.generate(scene.desk(), "TRAINING_AGREEMENT", json!({})).await;
    let errors = answer.data["documentGenerate"]["userErrors"].as_array().unwrap().clone();
    assert!(errors.iter().all(|error| error["code"] == "FACT_MISSING"), "{errors:#?}");
    let paths: Vec<&str> = errors.iter().map(|error| error["path"][2].as_str().unwrap()).collect();
    for path in
        ["student.birth_place", "company.signatory.name", "school.signatory.name", "missions", "signed_at"]
    {
        assert!(paths.contains(&path), "{path} in {paths:?}");
    }
    for path in ["company.name", "student.birth_date", "contract.start", "money.price"] {
        assert!(!paths.contains(&path), "{path} is known");
    }
    let place = errors.iter().find(|error| error["path"][2] == "student.birth_place").unwrap();
    assert!(place["message"].as_str().unwrap().contains("birth place"), "{place}");
    let db = &scene.app().context.db.write;
    assert_eq!(document::Entity::find().count(db).await.unwrap(), 0);
    assert_eq!(stored_file::Entity::find().count(db).await.unwrap(), 0);
    assert_eq!(paper_fact::Entity::find().count(db).await.unwrap(), 0);
}

/// The text of a document, as a reader of PDF has it.
async fn text(client: &Client, document: &Value) -> String {
    let path = factory::text(document, "/url");
    let bytes = client.request(Method::GET, &path).send().await.unwrap().bytes().await.unwrap();
    let pdf = lopdf::Document::load_mem(&bytes).unwrap();
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    pdf.extract_text(&pages).unwrap()
}

async fn pay_is_printed_by_the_birth_date_that_is_given_with_it(scene: Scene) {
    let student = &scene.contract.student;
    let born = "mutation($id: ID!, $day: Date) { studentUpdate(id: $id, input: { birthDate: $day }) { userErrors { code } } }";
    student.client.get(born, json!({ "id": student.id, "day": null })).await;
    let mut facts = facts();
    // 26 at the start: the least pay is the minimum wage, which is more than what the contract says.
    let birth = json!({ "path": "student.birth_date", "value": "2000-09-20" });
    facts["facts"].as_array_mut().unwrap().push(birth);
    let printed = scene.generate(scene.desk(), "INFORMATION_SHEET", facts).await.expect_data();
    let printed = text(scene.desk(), &printed["documentGenerate"]["document"]).await;
    assert!(printed.contains("SMIC"), "{printed}");
}

async fn no_fact_is_given_twice(scene: Scene) {
    let fact = |value: &str| json!({ "path": "student.birth_place", "value": value });
    let facts = json!({ "facts": [fact("Albi"), fact("Castres")] });
    let twice = scene.generate(scene.desk(), "QUOTE", facts).await;
    assert_eq!(twice.user_error_codes(), ["INVALID"]);
    let path = &twice.data["documentGenerate"]["userErrors"][0]["path"];
    assert_eq!(*path, json!(["input", "facts", "student.birth_place"]));
}

async fn a_birth_date_given_for_a_paper_is_the_profiles(scene: Scene) {
    let student = &scene.contract.student;
    let forget =
        "mutation($id: ID!) { studentUpdate(id: $id, input: { birthDate: null }) { userErrors { code } } }";
    student.client.get(forget, json!({ "id": student.id })).await;
    let early = scene.contract.read(scene.desk(), "paySchedule { periods { from } }").await;
    assert_eq!(early["paySchedule"], json!(null));
    let given = |day: &str| {
        let mut facts = facts();
        let birth = json!({ "path": "student.birth_date", "value": day });
        facts["facts"].as_array_mut().unwrap().push(birth);
        facts
    };
    let young = scene.generate(scene.desk(), "INFORMATION_SHEET", given("2026-01-01")).await;
    assert_eq!(young.user_error_codes(), ["INVALID"]);
    let path = &young.data["documentGenerate"]["userErrors"][0]["path"];
    assert_eq!(*path, json!(["input", "facts", "student.birth_date"]));
    scene.generate(scene.desk(), "INFORMATION_SHEET", given("2004-03-01")).await.expect_data();
    let read = student.client.get("{ viewer { student { birthDate } } }", json!({})).await;
    assert_eq!(read["viewer"]["student"]["birthDate"], "2004-03-01");
    let known = scene.contract.read(scene.desk(), "paySchedule { periods { from } }").await;
    assert!(known["paySchedule"]["periods"].as_array().is_some_and(|periods| !periods.is_empty()));
    scene.signed().await;
    scene.contract.complete(scene.desk(), "sign", json!([])).await.expect_data();
    assert_eq!(scene.contract.status(scene.desk()).await, "ACTIVE");
}

async fn what_is_given_is_kept_for_the_next_paper(scene: Scene) {
    scene.agreement().await;
    let sheet = scene.generate(scene.desk(), "MISSION_SHEET", json!({})).await.expect_data();
    let parties = each(&sheet["documentGenerate"]["document"], "/party");
    assert_eq!(parties, ["STUDENT", "COMPANY_TUTOR", "DEPARTMENT_HEAD"]);
    assert_eq!(sheet["documentGenerate"]["document"]["signatures"][1]["name"], "Test Tutor");
    // Nobody signs a quote: it is complete as it is.
    let quote = scene.generate(scene.desk(), "QUOTE", json!({})).await.expect_data();
    assert_eq!(quote["documentGenerate"]["document"]["complete"], true);
    assert_eq!(quote["documentGenerate"]["document"]["signatures"], json!([]));
    scene.assert_folds().await;
}

async fn what_a_desk_says_of_a_company_holds_for_that_contract_alone(scene: Scene) {
    let signatory = |name: &str, mail: &str| {
        let fact = |path: &str, value: &str| json!({ "path": path, "value": value });
        json!([fact("company.signatory.name", name), fact("company.signatory.mail", mail)])
    };
    let other = scene.contracts.eligible().await;
    let names = json!({ "facts": [{ "path": "student.first_name", "value": "Test" },
        { "path": "student.last_name", "value": "Student" },
        { "path": "company.address.city", "value": "Toulouse" }] });
    scene.generate_for(&other, scene.desk(), "INFORMATION_SHEET", names).await.expect_data();
    // The desk says who signs for the company of one contract.
    scene.agreement().await;
    let lacking = scene.generate_for(&other, scene.company(), "HIRING_PROMISE", json!({})).await;
    assert_eq!(lacking.user_error_codes(), ["FACT_MISSING"], "nobody said it of this one");
    let path = &lacking.data["documentGenerate"]["userErrors"][0]["path"];
    assert_eq!(path, &json!(["input", "facts", "company.signatory.name"]));
    // The company's own word holds for all its contracts, but for those of which something else was said.
    let own = json!({ "facts": signatory("Own Signatory", "own@company.example.org") });
    scene.generate_for(&other, scene.company(), "MISSION_SHEET", own.clone()).await;
    let kept = paper_fact::Entity::find().all(&scene.app().context.db.write).await.unwrap();
    assert!(
        kept.iter().all(|row| row.owner_kind.0 != FactOwner::Company),
        "nothing was issued: nothing is kept"
    );
    let promise = scene.generate_for(&other, scene.company(), "HIRING_PROMISE", own).await.expect_data();
    assert_eq!(promise["documentGenerate"]["document"]["signatures"][0]["name"], "Own Signatory");
    let promise = scene.generate(scene.company(), "HIRING_PROMISE", json!({})).await.expect_data();
    assert_eq!(promise["documentGenerate"]["document"]["signatures"][0]["name"], "Test Signatory");
    let third = scene.contracts.eligible().await;
    let names = json!({ "facts": [{ "path": "student.first_name", "value": "Test" },
        { "path": "student.last_name", "value": "Student" },
        { "path": "company.address.city", "value": "Toulouse" }] });
    let promise = scene.generate_for(&third, scene.desk(), "HIRING_PROMISE", names).await.expect_data();
    assert_eq!(promise["documentGenerate"]["document"]["signatures"][0]["name"], "Own Signatory");
}

async fn each_party_says_what_is_its_own_to_say(scene: Scene) {
    let fact = |path: &str, value: &str| json!({ "facts": [{ "path": path, "value": value }] });
    let cases = [
        ("school.signatory.mail", "me@company.example.org", "INVALID"),
        ("money.price", "1.00", "INVALID"),
        ("company.name", "Another", "INVALID"),
        ("contract.end", "2030-01-01", "INVALID"),
        ("student.birth_place", "Albi", "INVALID"),
        ("reference", "TRP", "UNKNOWN"),
        ("company.shoe_size", "44", "UNKNOWN"),
        ("company.staff", "many", "INVALID"),
    ];
    for (path, value, code) in cases {
        let answer = scene.generate(scene.company(), "INFORMATION_SHEET", fact(path, value)).await;
        assert_eq!(answer.user_error_codes(), [code], "{path}");
        assert_eq!(answer.data["documentGenerate"]["userErrors"][0]["path"], json!(["input", "facts", path]));
    }
    let mut own = fact("company.staff", "44");
    own["facts"].as_array_mut().unwrap().push(json!({ "path": "contract.post", "value": "Developer" }));
    let theirs = scene.generate(scene.company(), "INFORMATION_SHEET", own).await;
    // The names of the student are not the company's to say.
    assert_eq!(theirs.user_error_codes(), ["FACT_MISSING", "FACT_MISSING"]);
    let names = json!({ "facts": [{ "path": "student.first_name", "value": "Test" },
        { "path": "student.last_name", "value": "Student" }] });
    scene.generate(&scene.contract.student.client, "INFORMATION_SHEET", names).await.expect_data();
}

async fn a_paper_is_issued_once_and_then_anew(scene: Scene) {
    let first = scene.agreement().await;
    let again = scene.generate(scene.desk(), "TRAINING_AGREEMENT", json!({})).await;
    assert_eq!(again.user_error_codes(), ["ALREADY_EXISTS"]);
    let (one, two) = tokio::join!(
        scene.generate(scene.desk(), "QUOTE", json!({})),
        scene.generate(scene.desk(), "QUOTE", json!({})),
    );
    let mut codes = [one.user_error_codes().len(), two.user_error_codes().len()];
    codes.sort_unstable();
    assert_eq!(codes, [0, 1], "of two at once one is issued");
    let unexplained = reissue(&scene, &first, None).await;
    assert_eq!(unexplained.user_error_codes(), ["REASON_REQUIRED"]);
    for kind in ["AMENDMENT", "SIGNED_CERFA"] {
        let refused = scene.generate(scene.desk(), kind, json!({})).await;
        assert_eq!(refused.user_error_codes(), ["INVALID"], "{kind}");
    }
    let early = scene.generate(scene.desk(), "WITHDRAWAL_NOTICE", json!({})).await;
    assert_eq!(early.user_error_codes(), ["WRONG_STATE"]);
}

async fn reissue(scene: &Scene, document: &Value, reason: Option<&str>) -> crate::harness::Answer {
    let query = format!(
        "mutation($id: ID!, $reason: String) {{ documentReissue(id: $id, reason: $reason) {{
        document {{ {} supersedes }} userErrors {{ code path }} }} }}",
        super::scene::FIELDS
    );
    scene.desk().graphql(&query, json!({ "id": document["id"], "reason": reason })).await
}

async fn a_paper_that_is_issued_anew_voids_those_before(scene: Scene) {
    let first = scene.requested().await;
    scene.sign(&scene.student).await.expect_data();
    let link = scene.token(COMPANY).await;
    let data = reissue(&scene, &first, Some("The end has changed.")).await.expect_data();
    let second = &data["documentReissue"]["document"];
    assert_eq!((&second["revision"], &second["state"]), (&json!(2), &json!("ISSUED")));
    assert_eq!(second["supersedes"], first["id"]);
    assert_ne!(second["sha256"], first["sha256"]);
    let first = scene.read(scene.desk(), &first).await;
    assert_eq!((&first["state"], &first["voidReason"]), (&json!("VOID"), &json!("The end has changed.")));
    assert_eq!(each(&first, "/status"), ["SIGNED", "VOID", "VOID"]);
    // Both who signed and who was asked are told; whoever was not asked yet is not.
    for address in [scene.student.as_str(), COMPANY] {
        let told = scene.mails("paper_told", address).await;
        assert_eq!(told.len(), 1, "{address}");
        assert_eq!(told[0]["reason"], "The end has changed.");
    }
    assert!(scene.mails("paper_told", super::scene::SCHOOL).await.is_empty());
    let query = "query($token: String!) { documentToSign(token: $token) { title } }";
    let read = scene.app().anonymous().get(query, json!({ "token": link })).await;
    assert_eq!(read["documentToSign"], Value::Null, "the link is good no more");
    assert_eq!(verify(&scene, &first["sha256"]).await["state"], "VOID");
    let all = scene.contract.read(scene.desk(), "documents { state }").await;
    assert_eq!(all["documents"], json!([{ "state": "VOID" }, { "state": "ISSUED" }]));
    scene.assert_folds().await;
}

async fn a_document_is_seen_and_downloaded_by_those_of_its_contract(scene: Scene) {
    let agreement = scene.agreement().await;
    let path = factory::text(&agreement, "/url");
    let offers = &scene.contracts.offers;
    let stranger = factory::verified_company(&offers.app).await;
    let other = factory::confirmed_student(&offers.app, INSA, "IR", "COMPANIES").await;
    for client in [&scene.contract.student.client, scene.company(), scene.desk()] {
        assert_eq!(scene.read(client, &agreement).await["kind"], "TRAINING_AGREEMENT");
        let answer = client.request(Method::GET, &path).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let bytes = answer.bytes().await.unwrap();
        assert!(bytes.starts_with(b"%PDF-1.7"));
        let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(agreement["sha256"], digest);
    }
    let anonymous = offers.app.anonymous();
    for client in [&stranger.client, &other.client, &anonymous] {
        assert_eq!(scene.read(client, &agreement).await, Value::Null);
        let status = client.request(Method::GET, &path).send().await.unwrap().status();
        assert!([StatusCode::NOT_FOUND, StatusCode::UNAUTHORIZED].contains(&status), "{status}");
    }
    // Addresses and evidence are for staff.
    assert_eq!(scene.read(scene.desk(), &agreement).await["signatures"][1]["email"], COMPANY);
    assert_eq!(scene.read(scene.company(), &agreement).await["signatures"][1]["email"], Value::Null);
}

async fn an_agreement_is_not_issued_by_the_company(scene: Scene) {
    scene.generate(scene.company(), "TRAINING_AGREEMENT", facts()).await.expect_error("FORBIDDEN");
    scene.generate(&scene.contract.student.client, "QUOTE", json!({})).await.expect_error("FORBIDDEN");
    let stranger = factory::verified_company(scene.app()).await;
    scene.generate(&stranger.client, "HIRING_PROMISE", json!({})).await.expect_error("NOT_FOUND");
}

async fn the_data_of_the_work_contract_are_kept_from_the_student(scene: Scene) {
    let student = &scene.contract.student.client;
    scene.agreement().await;
    scene.generate(student, "CERFA_DATA_SHEET", json!({})).await.expect_error("FORBIDDEN");
    let data = scene.generate(scene.company(), "CERFA_DATA_SHEET", json!({})).await.expect_data();
    let sheet = &data["documentGenerate"]["document"];
    let path = factory::text(sheet, "/url");
    for (client, seen) in [(student, false), (scene.company(), true), (scene.desk(), true)] {
        assert_eq!(scene.read(client, sheet).await != Value::Null, seen);
        let kinds = scene.contract.read(client, "documents { kind }").await.to_string();
        assert_eq!(kinds.contains("CERFA_DATA_SHEET"), seen, "{kinds}");
        let status = client.request(Method::GET, &path).send().await.unwrap().status();
        assert_eq!(status, if seen { StatusCode::OK } else { StatusCode::NOT_FOUND });
    }
    let query = "mutation($id: ID!) { documentReissue(id: $id, reason: \"Mine.\") { userErrors { code } } }";
    student.graphql(query, json!({ "id": sheet["id"] })).await.expect_error("NOT_FOUND");
}

async fn papers_of_a_contract_are_printed_so_often_and_no_more(scene: Scene) {
    // Tries count as well: what is missing is found by the press.
    for _ in 0..MOST_PRINTS_OF_CONTRACT {
        let tried = scene.generate(scene.company(), "MISSION_SHEET", json!({})).await;
        assert!(tried.errors.is_empty() && tried.user_error_codes().contains(&"FACT_MISSING"));
    }
    for client in [scene.company(), scene.desk()] {
        scene.generate(client, "MISSION_SHEET", json!({})).await.expect_error("RATE_LIMITED");
    }
    let other = scene.contracts.eligible().await;
    let sheet = scene.generate_for(&other, scene.desk(), "MISSION_SHEET", json!({})).await;
    assert!(sheet.user_error_codes().contains(&"FACT_MISSING"), "another contract");
}
