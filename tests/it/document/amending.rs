//! What changes after papers were issued is held to the rules of contracts, and to what was signed.

use super::ends::{active, amend};
use super::scene::{COMPANY, SCHOOL, Scene, facts, signing};
use crate::contract::scene as contracts;
use crate::harness::Answer;
use entity::company_tutor;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

trials![
    an_amendment_keeps_the_rules_of_contracts,
    an_amendment_is_held_to_them_again_as_it_comes_to_hold,
    whom_an_amendment_names_is_written_once_it_holds,
    terms_do_not_change_under_papers,
    a_step_that_signed_a_void_paper_is_done_again,
    one_amendment_at_a_time_changes_the_same,
    an_amendment_is_issued_anew_by_the_rules_of_a_new_one,
    an_amendment_of_pay_needs_the_birth_date,
    a_paper_is_called_back_until_everybody_signed_it,
    another_tutor_is_named_before_papers_are_signed_or_by_an_amendment,
    another_birth_date_voids_papers,
    other_answers_void_the_papers_that_print_them,
    what_waits_for_signatures_does_not_survive_an_amendment,
    nobody_is_printed_as_tutor_who_was_not_named,
    the_first_tutor_named_is_another_than_whom_papers_print,
];

async fn an_amendment_keeps_the_rules_of_contracts(scene: Scene) {
    active(&scene).await;
    let green = json!({ "name": "Green Tutor", "jobTitle": "Engineer", "email": "green@example.org",
        "experienceYears": 0 });
    for (change, code, field) in [
        (json!({ "grossMonthlyPay": "1.00" }), "PAY_TOO_LOW", "grossMonthlyPay"),
        (json!({ "grossMonthlyPay": "-1.00" }), "INVALID", "grossMonthlyPay"),
        (json!({ "grossMonthlyPay": "100000.01" }), "INVALID", "grossMonthlyPay"),
        (json!({ "end": "2028-08-31" }), "RULE_NOT_KEPT", "end"),
        (json!({ "end": "2199-12-31" }), "INVALID", "end"),
        (json!({ "end": "2026-12-31" }), "RULE_NOT_KEPT", "end"),
    ] {
        let mut input = json!({ "from": "2026-10-01" });
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let answer = amend(&scene, input, Some("Why not.")).await;
        assert_eq!(answer.user_error_codes(), [code], "{change}");
        assert_eq!(
            answer.data["contractAmend"]["userErrors"][0]["path"],
            json!(["input", field]),
            "{change}"
        );
    }
    let input = json!({ "from": "2026-10-01", "companyTutor": green });
    assert_eq!(amend(&scene, input, Some("Why not.")).await.user_error_codes(), ["RULE_NOT_KEPT"]);
    let read = scene.contract.read(scene.desk(), "documents { kind }").await;
    assert_eq!(read["documents"], json!([{ "kind": "TRAINING_AGREEMENT" }]));
}

/// Issues an amendment; answers its paper.
async fn issued(scene: &Scene, input: Value) -> Value {
    amend(scene, input, Some("Agreed.")).await.expect_data()["contractAmend"]["document"].take()
}

/// Has it signed by all; answers what the last is told.
async fn signed(scene: &Scene, paper: &Value) -> Answer {
    scene.request(scene.desk(), paper, json!([])).await.expect_data();
    for address in [scene.student.as_str(), COMPANY] {
        scene.sign(address).await.expect_data();
    }
    scene.sign(SCHOOL).await
}

async fn an_amendment_is_held_to_them_again_as_it_comes_to_hold(scene: Scene) {
    active(&scene).await;
    let shorter = issued(&scene, json!({ "from": "2026-10-01", "end": "2027-04-30" })).await;
    let raise = issued(&scene, json!({ "from": "2027-06-01", "grossMonthlyPay": "2100.00" })).await;
    signed(&scene, &shorter).await.expect_data();
    let late = signed(&scene, &raise).await;
    assert_eq!(late.user_error_codes(), ["INVALID"], "the contract ends before");
    let read = scene.contract.read(scene.desk(), "end grossMonthlyPay").await;
    assert_eq!(read, json!({ "end": "2027-04-30", "grossMonthlyPay": "1500.00" }));
    assert_eq!(scene.read(scene.desk(), &raise).await["state"], "ISSUED");
    scene.assert_folds().await;
}

async fn whom_an_amendment_names_is_written_once_it_holds(scene: Scene) {
    active(&scene).await;
    let assign = "mutation($id: ID!, $input: CompanyTutorInput!) { tutorAssign(id: $id, input: $input) {
        userErrors { code } } }";
    let known = json!({ "name": "Test Tutor", "jobTitle": "Engineer", "email": "known@example.org",
        "experienceYears": 5 });
    let variables = json!({ "id": scene.contract.id, "input": known });
    scene.company().graphql(assign, variables).await.expect_data();
    let otherwise = json!({ "name": "Somebody Else", "jobTitle": "Baker", "email": "known@example.org" });
    let nothing =
        amend(&scene, json!({ "from": "2026-10-01", "companyTutor": otherwise }), Some("So.")).await;
    assert_eq!(
        nothing.user_error_codes(),
        ["INVALID"],
        "it is the same person, under the name that is known"
    );
    let new = json!({ "name": "New Tutor", "jobTitle": "Engineer", "email": "new@example.org" });
    let paper = issued(&scene, json!({ "from": "2026-10-01", "companyTutor": new })).await;
    let people = async || {
        let named =
            company_tutor::Entity::find().filter(company_tutor::Column::EmailKey.eq("new@example.org"));
        named.count(&scene.app().context.db.write).await.unwrap()
    };
    assert_eq!(people().await, 0, "nobody signed");
    scene.request(scene.desk(), &paper, json!([])).await.expect_data();
    scene.sign(&scene.student).await.expect_data();
    assert_eq!(people().await, 0, "not everybody signed");
    scene.sign(COMPANY).await.expect_data();
    scene.sign(SCHOOL).await.expect_data();
    assert_eq!(people().await, 1);
    let read = scene.contract.read(scene.desk(), "companyTutor { name email }").await;
    assert_eq!(read["companyTutor"], json!({ "name": "New Tutor", "email": "new@example.org" }));
}

async fn terms_do_not_change_under_papers(scene: Scene) {
    let agreement = scene.requested().await;
    let silent = r#"input: { grossMonthlyPay: "1600.00" }"#;
    let change = |reason: &str| format!("{silent}, reason: \"{reason}\"");
    let answer = scene.contract.with(scene.company(), "contractUpdate", silent).await;
    assert_eq!(answer.user_error_codes(), ["REASON_REQUIRED"]);
    assert_eq!(scene.contract.read(scene.desk(), "grossMonthlyPay").await["grossMonthlyPay"], "1500.00");
    scene.contract.with(scene.company(), "contractUpdate", &change("A raise.")).await.expect_data();
    let read = scene.read(scene.desk(), &agreement).await;
    assert_eq!((&read["state"], &read["voidReason"]), (&json!("VOID"), &json!("A raise.")));
    assert_eq!(scene.mails("paper_told", &scene.student).await[0]["reason"], "A raise.");
    scene.assert_folds().await;
}

async fn a_step_that_signed_a_void_paper_is_done_again(scene: Scene) {
    let last = "
[[steps]]
key = \"file\"
title = { fr = \"Classer\", en = \"File\" }
description = { fr = \"Le dossier est complet.\", en = \"The file is complete.\" }
phase = \"preparing\"
actors = [\"career_services\"]
after = [\"sign\"]
";
    let longer = signing() + last;
    contracts::upload(scene.desk(), &longer).await.expect_data();
    let scene = Scene::prepared(scene.contracts).await;
    let agreement = scene.signed().await;
    scene.contract.complete(scene.desk(), "sign", json!([])).await.expect_data();
    let change = r#"input: { grossMonthlyPay: "1600.00" }, reason: "A raise.""#;
    scene.contract.with(scene.company(), "contractUpdate", change).await.expect_data();
    assert_eq!(scene.read(scene.desk(), &agreement).await["state"], "VOID");
    let step = scene.contract.step(scene.desk(), "sign").await;
    assert_eq!((&step["status"], &step["setback"]["reason"]), (&json!("OPEN"), &json!("A raise.")));
    let early = scene.contract.complete(scene.desk(), "sign", json!([])).await;
    assert_eq!(early.user_error_codes(), ["PAPER_NOT_SIGNED"]);
    let actions = scene.contract.actions(scene.desk()).await;
    assert!(actions.ends_with(&["UPDATE".to_owned(), "REOPEN_STEP".to_owned()]), "{actions:?}");
}

async fn one_amendment_at_a_time_changes_the_same(scene: Scene) {
    active(&scene).await;
    let raise = |pay: &str| json!({ "from": "2027-02-01", "grossMonthlyPay": pay });
    let first = issued(&scene, raise("2100.00")).await;
    let second = amend(&scene, raise("2200.00"), Some("More.")).await;
    assert_eq!(second.user_error_codes(), ["WRONG_STATE"]);
    let query = "mutation($id: ID!) { documentReissue(id: $id, reason: \"A slip.\") {
        document { id } userErrors { code } } }";
    let mut data = scene.desk().graphql(query, json!({ "id": first["id"] })).await.expect_data();
    let anew = data["documentReissue"]["document"].take();
    let still = amend(&scene, raise("2200.00"), Some("More.")).await;
    assert_eq!(still.user_error_codes(), ["WRONG_STATE"], "issued anew, it waits still");
    assert!(still.data["contractAmend"]["userErrors"][0]["message"].as_str().unwrap().contains("no. 1"));
    issued(&scene, json!({ "from": "2027-02-01", "end": "2027-09-15" })).await;
    signed(&scene, &anew).await.expect_data();
    issued(&scene, raise("2200.00")).await;
}

/// Issues a document anew.
async fn anew(scene: &Scene, paper: &Value) -> Answer {
    let query = "mutation($id: ID!) { documentReissue(id: $id, reason: \"Talked over.\") {
        document { id } userErrors { code message } } }";
    scene.desk().graphql(query, json!({ "id": paper["id"] })).await
}

/// Calls a document back.
async fn called_back(scene: &Scene, paper: &Value, reason: &str) -> Answer {
    let query = "mutation($id: ID!, $reason: String) { documentVoid(id: $id, reason: $reason) {
        document { state voidReason } userErrors { code } } }";
    scene.desk().graphql(query, json!({ "id": paper["id"], "reason": reason })).await
}

async fn an_amendment_is_issued_anew_by_the_rules_of_a_new_one(scene: Scene) {
    active(&scene).await;
    let raise = |pay: &str| json!({ "from": "2027-02-01", "grossMonthlyPay": pay });
    let first = issued(&scene, raise("2100.00")).await;
    scene.request(scene.desk(), &first, json!([])).await.expect_data();
    scene.decide(&scene.student, "signatureRefuse", "reason: \"Too little.\"").await.expect_data();
    let second = issued(&scene, raise("2100.00")).await;
    assert_eq!(anew(&scene, &first).await.user_error_codes(), ["WRONG_STATE"], "the second waits");
    signed(&scene, &second).await.expect_data();
    assert_eq!(anew(&scene, &first).await.user_error_codes(), ["INVALID"], "nothing would change");
    let shorter = issued(&scene, json!({ "from": "2026-10-01", "end": "2027-06-30" })).await;
    let later = issued(&scene, json!({ "from": "2027-08-01", "grossMonthlyPay": "2200.00" })).await;
    scene.request(scene.desk(), &later, json!([])).await.expect_data();
    scene.decide(&scene.student, "signatureRefuse", "reason: \"Not so late.\"").await.expect_data();
    signed(&scene, &shorter).await.expect_data();
    assert_eq!(anew(&scene, &later).await.user_error_codes(), ["INVALID"], "the contract ends before");
}

async fn an_amendment_of_pay_needs_the_birth_date(scene: Scene) {
    active(&scene).await;
    let forget =
        "mutation($id: ID!) { studentUpdate(id: $id, input: { birthDate: null }) { userErrors { code } } }";
    scene.contract.student.client.get(forget, json!({ "id": scene.contract.student.id })).await;
    let unknown =
        amend(&scene, json!({ "from": "2026-10-01", "grossMonthlyPay": "1.00" }), Some("So.")).await;
    assert_eq!(unknown.user_error_codes(), ["FACT_MISSING"]);
    assert_eq!(unknown.data["contractAmend"]["userErrors"][0]["path"], json!(["student", "birthDate"]));
}

async fn a_paper_is_called_back_until_everybody_signed_it(scene: Scene) {
    let agreement = scene.signed().await;
    assert_eq!(called_back(&scene, &agreement, "No.").await.user_error_codes(), ["WRONG_STATE"]);
    scene.contract.complete(scene.desk(), "sign", json!([])).await.expect_data();
    let raise = |pay: &str| json!({ "from": "2027-02-01", "grossMonthlyPay": pay });
    let paper = issued(&scene, raise("2100.00")).await;
    scene.request(scene.desk(), &paper, json!([])).await.expect_data();
    scene.sign(&scene.student).await.expect_data();
    assert_eq!(called_back(&scene, &paper, " ").await.user_error_codes(), ["REASON_REQUIRED"]);
    let gone = called_back(&scene, &paper, "The wrong amount.").await.expect_data();
    let expected = json!({ "state": "VOID", "voidReason": "The wrong amount." });
    assert_eq!(gone["documentVoid"]["document"], expected);
    for address in [scene.student.as_str(), COMPANY] {
        let told = scene.mails("paper_told", address).await;
        assert_eq!(told.last().unwrap()["reason"], "The wrong amount.", "{address}");
    }
    assert_eq!(called_back(&scene, &paper, "Again.").await.user_error_codes(), ["WRONG_STATE"]);
    let right = issued(&scene, raise("2200.00")).await;
    assert_eq!(right["number"], 2);
    signed(&scene, &right).await.expect_data();
    let read = scene.contract.read(scene.desk(), "grossMonthlyPay").await;
    assert_eq!(read["grossMonthlyPay"], "2200.00");
    scene.assert_folds().await;
}

async fn another_birth_date_voids_papers(scene: Scene) {
    let agreement = scene.signed().await;
    let born = async |day: &str| {
        let query = "mutation($id: ID!, $day: Date) { studentUpdate(id: $id, input: { birthDate: $day }) {
            userErrors { code } } }";
        let student = &scene.contract.student;
        student.client.get(query, json!({ "id": student.id, "day": day })).await;
    };
    born("2004-03-01").await;
    assert_eq!(scene.read(scene.desk(), &agreement).await["state"], "COMPLETE", "the same day");
    born("2004-03-02").await;
    assert_eq!(scene.read(scene.desk(), &agreement).await["state"], "VOID");
    let early = scene.contract.complete(scene.desk(), "sign", json!([])).await;
    assert_eq!(early.user_error_codes(), ["PAPER_NOT_SIGNED"]);
    scene.assert_folds().await;
}

async fn other_answers_void_the_papers_that_print_them(scene: Scene) {
    let agreement = scene.signed().await;
    let promises = async |post: &str| {
        let reopen = "reason: \"The post is another.\"";
        scene.contract.take(scene.desk(), "stepReopen", "promise", reopen).await.expect_data();
        let post = json!([{ "key": "post", "value": post }]);
        scene.contract.complete(scene.company(), "promise", post).await.expect_data();
        scene.contract.missions(&scene.contracts.head).await;
    };
    promises("Developer").await;
    assert_eq!(scene.read(scene.desk(), &agreement).await["state"], "COMPLETE", "the same answer");
    promises("Baker").await;
    assert_eq!(scene.read(scene.desk(), &agreement).await["state"], "VOID");
    let early = scene.contract.complete(scene.desk(), "sign", json!([])).await;
    assert_eq!(early.user_error_codes(), ["PAPER_NOT_SIGNED"]);
}

async fn what_waits_for_signatures_does_not_survive_an_amendment(scene: Scene) {
    active(&scene).await;
    let mut data = scene.generate(scene.desk(), "MISSION_SHEET", json!({})).await.expect_data();
    let sheet = data["documentGenerate"]["document"].take();
    let shorter = issued(&scene, json!({ "from": "2026-10-01", "end": "2027-06-30" })).await;
    let raise = issued(&scene, json!({ "from": "2026-12-01", "grossMonthlyPay": "2100.00" })).await;
    signed(&scene, &shorter).await.expect_data();
    assert_eq!(scene.read(scene.desk(), &sheet).await["state"], "VOID", "it prints the end of before");
    assert_eq!(
        scene.read(scene.desk(), &raise).await["state"],
        "ISSUED",
        "an amendment changes something else"
    );
}

/// The company names a tutor.
async fn named(scene: &Scene, name: &str, email: &str) -> Answer {
    let assign = "mutation($id: ID!, $input: CompanyTutorInput!) { tutorAssign(id: $id, input: $input) {
        userErrors { code message } } }";
    let input = json!({ "name": name, "jobTitle": "Engineer", "email": email, "experienceYears": 5 });
    scene.company().graphql(assign, json!({ "id": scene.contract.id, "input": input })).await
}

async fn nobody_is_printed_as_tutor_who_was_not_named(scene: Scene) {
    let asking = "
[[steps]]
key = \"people\"
title = { fr = \"Nommer\", en = \"Name\" }
description = { fr = \"Le tuteur.\", en = \"The tutor.\" }
phase = \"preparing\"
actors = [\"company\"]
optional = true

[[steps.inputs]]
key = \"company_tutor\"
title = { fr = \"Tuteur\", en = \"Tutor\" }
kind = \"person\"
";
    contracts::upload(scene.desk(), &(signing() + asking)).await.expect_data();
    let scene = Scene::prepared(scene.contracts).await;
    for kind in ["TRAINING_AGREEMENT", "MISSION_SHEET"] {
        let nameless = scene.generate(scene.desk(), kind, facts()).await;
        assert_eq!(nameless.user_error_codes(), ["FACT_MISSING"], "{kind}");
        assert_eq!(nameless.data["documentGenerate"]["userErrors"][0]["path"], json!(["companyTutor"]));
    }
    scene.generate(scene.desk(), "INFORMATION_SHEET", facts()).await.expect_data();
    named(&scene, "Test Tutor", "one@example.org").await.expect_data();
    scene.generate(scene.desk(), "TRAINING_AGREEMENT", facts()).await.expect_data();
}

async fn the_first_tutor_named_is_another_than_whom_papers_print(scene: Scene) {
    let agreement = scene.signed().await;
    named(&scene, "test  tutor", "other@example.org").await.expect_data();
    assert_eq!(scene.read(scene.desk(), &agreement).await["state"], "COMPLETE", "the same name");
    let scene = Scene::prepared(scene.contracts).await;
    let agreement = scene.signed().await;
    named(&scene, "Somebody Else", "else@example.org").await.expect_data();
    assert_eq!(scene.read(scene.desk(), &agreement).await["state"], "VOID", "it prints another");
    let early = scene.contract.complete(scene.desk(), "sign", json!([])).await;
    assert_eq!(early.user_error_codes(), ["PAPER_NOT_SIGNED"]);
}

async fn another_tutor_is_named_before_papers_are_signed_or_by_an_amendment(scene: Scene) {
    let name = async |email: &str| named(&scene, "Test Tutor", email).await;
    name("one@example.org").await.expect_data();
    let agreement = scene.requested().await;
    name("one@example.org").await.expect_data();
    assert_eq!(scene.read(scene.desk(), &agreement).await["state"], "ISSUED", "the same person");
    name("two@example.org").await.expect_data();
    assert_eq!(scene.read(scene.desk(), &agreement).await["state"], "VOID", "it names the other");
    let mut data = scene.generate(scene.desk(), "TRAINING_AGREEMENT", json!({})).await.expect_data();
    let agreement = data["documentGenerate"]["document"].take();
    signed(&scene, &agreement).await.expect_data();
    scene.contract.complete(scene.desk(), "sign", json!([])).await.expect_data();
    assert_eq!(scene.contract.status(scene.desk()).await, "ACTIVE");
    assert_eq!(name("one@example.org").await.user_error_codes(), ["WRONG_STATE"]);
    let read = scene.contract.read(scene.desk(), "companyTutor { email }").await;
    assert_eq!(read["companyTutor"]["email"], "two@example.org");
}
