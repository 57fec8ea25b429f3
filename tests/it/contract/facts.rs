//! `contractFactsSet` and `eligibilityAcknowledge`: what is known, and what it stands in the way of.

use super::scene::{Contract, Scene, texts};
use crate::harness::{Client, factory};
use serde_json::{Value, json};

trials![
    a_contract_is_not_active_before_the_schools_conditions_are_met,
    a_warning_is_acknowledged_before,
    the_procedures_questions_decide_what_applies,
    an_answer_that_undoes_what_is_done_is_for_career_services,
    what_the_school_answered_is_the_schools_to_change,
    pay_is_held_to_what_is_known_of_the_student_by_the_last_step,
    what_is_known_already_changes_nothing,
    what_eligibility_rests_on_is_the_schools_to_say_and_not_the_companys_to_see,
];

async fn checks(contract: &Contract, client: &Client) -> Vec<(String, String, bool)> {
    let read = contract.read(client, "eligibility { acknowledged check { rule outcome } }").await;
    let checks = read["eligibility"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    checks
        .iter()
        .map(|one| {
            let check = &one["check"];
            (text(&check["rule"]), text(&check["outcome"]), one["acknowledged"] == true)
        })
        .collect()
}

async fn a_contract_is_not_active_before_the_schools_conditions_are_met(scene: Scene) {
    let contract = scene.contract().await;
    contract.promise(scene.company()).await.expect_data();
    contract.missions(&scene.head).await;
    contract.facts(&contract.student.client, &[("double_degree", "false")]).await.expect_data();
    let early = contract.complete(scene.desk(), "sign", json!([])).await;
    assert_eq!(early.user_error_codes(), ["NOT_ELIGIBLE"]);
    assert_eq!(early.data["stepComplete"]["userErrors"][0]["path"], json!(["eligibility", "FINAL_YEAR"]));
    assert_eq!(contract.status(scene.desk()).await, "TO_SIGN");
    assert_eq!(contract.step(scene.desk(), "sign").await["status"], "OPEN", "nothing is half-written");
    let refused = ("FINAL_YEAR".to_owned(), "REFUSED".to_owned(), false);
    assert!(checks(&contract, &contract.student.client).await.contains(&refused));
    contract.facts(scene.desk(), &[("ADMITTED_TO_FINAL_YEAR", "true")]).await.expect_data();
    contract.complete(scene.desk(), "sign", json!([])).await.expect_data();
    assert_eq!(contract.status(scene.desk()).await, "ACTIVE");
}

async fn a_warning_is_acknowledged_before(scene: Scene) {
    let contract = scene.prepared().await;
    let born = "mutation($id: ID!) { studentUpdate(id: $id, input: { birthDate: \"1999-03-01\" }) {
        userErrors { code } } }";
    contract.student.client.get(born, json!({ "id": contract.student.id })).await;
    let raise = "input: { grossMonthlyPay: \"2000.00\" }";
    contract.with(scene.company(), "contractUpdate", raise).await.expect_data();
    let early = contract.complete(scene.desk(), "sign", json!([])).await;
    assert_eq!(early.user_error_codes(), ["NOT_ELIGIBLE"]);
    let acknowledge = |client, rule| contract.with(client, "eligibilityAcknowledge", rule);
    acknowledge(scene.company(), "rule: \"AGE\"").await.expect_error("FORBIDDEN");
    let student = &contract.student.client;
    assert_eq!(acknowledge(student, "rule: \"FINAL_YEAR\"").await.user_error_codes(), ["UNKNOWN"]);
    acknowledge(student, "rule: \"AGE\"").await.expect_data();
    assert!(checks(&contract, student).await.contains(&("AGE".into(), "WARNING".into(), true)));
    assert_eq!(
        acknowledge(student, "rule: \"AGE\"").await.user_error_codes(),
        ["UNKNOWN"],
        "it waits no more"
    );
    contract.complete(scene.desk(), "sign", json!([])).await.expect_data();
    assert_eq!(contract.status(scene.desk()).await, "ACTIVE");
}

async fn the_procedures_questions_decide_what_applies(scene: Scene) {
    let contract = scene.eligible().await;
    let student = &contract.student.client;
    contract.promise(scene.company()).await.expect_data();
    contract.missions(&scene.head).await;
    let seen = contract.step(student, "consent").await;
    assert_eq!((&seen["status"], &seen["unanswered"]), (&json!("BLOCKED"), &json!(["double_degree"])));
    let by_company = contract.facts(scene.company(), &[("double_degree", "true")]).await;
    assert_eq!(by_company.user_error_codes(), ["NOT_YOUR_STEP"]);
    for (key, value, code) in [("double_degree", "perhaps", "INVALID"), ("NOTHING", "true", "UNKNOWN")] {
        assert_eq!(contract.facts(scene.desk(), &[(key, value)]).await.user_error_codes(), [code]);
    }
    contract.facts(student, &[("double_degree", "true")]).await.expect_data();
    let seen = contract.step(student, "consent").await;
    assert_eq!((&seen["status"], &seen["waitingFor"]), (&json!("OPEN"), &json!(["HOME_SCHOOL"])));
    contract.complete(scene.desk(), "consent", json!([])).await.expect_data();
    contract.complete(scene.desk(), "sign", json!([])).await.expect_data();
    let read = contract
        .read(student, "status procedure { questions { key answer accepted stated_by: statedBy } }")
        .await;
    assert_eq!(read["status"], "ACTIVE");
    let question = json!({ "key": "double_degree", "answer": "true", "accepted": ["true", "false"],
        "stated_by": ["STUDENT", "CAREER_SERVICES"] });
    assert_eq!(read["procedure"]["questions"], json!([question]));
}

async fn an_answer_that_undoes_what_is_done_is_for_career_services(scene: Scene) {
    let contract = scene.prepared().await;
    let student = &contract.student.client;
    contract.facts(student, &[("double_degree", "true")]).await.expect_data();
    contract.complete(scene.desk(), "consent", json!([])).await.expect_data();
    let undone = contract.facts(student, &[("double_degree", "false")]).await;
    assert_eq!(undone.user_error_codes(), ["NOT_YOUR_STEP"]);
    let message = factory::text(&undone.data["contractFactsSet"]["userErrors"][0], "/message");
    assert!(message.contains("Give the home school's consent"), "{message}");
    assert_eq!(contract.step(student, "consent").await["status"], "DONE", "all of it or nothing");
    contract.facts(scene.desk(), &[("double_degree", "false")]).await.expect_data();
    contract.complete(scene.desk(), "sign", json!([])).await.expect_data();
    assert_eq!(contract.status(student).await, "ACTIVE");
    for client in [student, scene.desk()] {
        let late = contract.facts(client, &[("double_degree", "true")]).await;
        assert_eq!(late.user_error_codes(), ["WRONG_STATE"]);
    }
}

async fn what_is_known_already_changes_nothing(scene: Scene) {
    let contract = scene.eligible().await;
    let student = &contract.student.client;
    contract.facts(scene.desk(), &[("double_degree", "false")]).await.expect_data();
    let before = contract.read(scene.desk(), "version events { sequence }").await;
    contract.facts(student, &[("double_degree", "false")]).await.expect_data();
    let known = [("double_degree", "false"), ("ADMITTED_TO_FINAL_YEAR", "true")];
    contract.facts(scene.desk(), &known).await.expect_data();
    assert_eq!(contract.read(scene.desk(), "version events { sequence }").await, before);
    for twice in [
        [("double_degree", "true"), ("double_degree", "false")],
        [("ADMITTED_TO_FINAL_YEAR", "true"), ("ADMITTED_TO_FINAL_YEAR", "false")],
    ] {
        assert_eq!(contract.facts(scene.desk(), &twice).await.user_error_codes(), ["INVALID"]);
    }
    assert_eq!(contract.read(scene.desk(), "version events { sequence }").await, before);
    contract.facts(scene.desk(), &[("ADMITTED_TO_FINAL_YEAR", "false")]).await.expect_data();
    assert_ne!(contract.read(scene.desk(), "version events { sequence }").await, before);
}

async fn what_eligibility_rests_on_is_the_schools_to_say_and_not_the_companys_to_see(scene: Scene) {
    let contract = scene.contract().await;
    for client in [&contract.student.client, scene.company(), &scene.head] {
        let own = contract.facts(client, &[("ADMITTED_TO_FINAL_YEAR", "true")]).await;
        own.expect_error("FORBIDDEN");
    }
    let both = [("double_degree", "false"), ("ADMITTED_TO_FINAL_YEAR", "true")];
    contract.facts(&contract.student.client, &both).await.expect_error("FORBIDDEN");
    let read = contract.read(scene.desk(), "procedure { questions { answer } }").await;
    assert_eq!(read["procedure"]["questions"][0]["answer"], Value::Null, "all of it or nothing");
    let hidden = contract.read(scene.company(), "eligibility { acknowledged }").await;
    assert_eq!(hidden["eligibility"], Value::Null);
    let read = contract.read(&scene.head, "eligibility { check { rule } }").await;
    assert_eq!(texts(&read["eligibility"], "/check/rule"), ["FINAL_YEAR", "AGE"]);
}

async fn what_the_school_answered_is_the_schools_to_change(scene: Scene) {
    let contract = scene.contract().await;
    let student = &contract.student.client;
    let answer =
        async |client: &Client, value: &str| contract.facts(client, &[("double_degree", value)]).await;
    answer(student, "false").await.expect_data();
    answer(student, "true").await.expect_data();
    // The desk says the same: it is the school's from then on.
    answer(scene.desk(), "true").await.expect_data();
    assert_eq!(answer(student, "false").await.user_error_codes(), ["NOT_YOUR_STEP"]);
    let before = contract.actions(scene.desk()).await;
    answer(scene.desk(), "true").await.expect_data();
    answer(student, "true").await.expect_data();
    answer(&scene.head, "true").await.expect_data();
    assert_eq!(contract.actions(scene.desk()).await, before, "that is no news");
    answer(scene.desk(), "false").await.expect_data();
    answer(scene.desk(), "true").await.expect_data();
    assert_eq!(answer(student, "false").await.user_error_codes(), ["NOT_YOUR_STEP"]);
    answer(student, "true").await.expect_data();
    answer(scene.desk(), "false").await.expect_data();
}

async fn pay_is_held_to_what_is_known_of_the_student_by_the_last_step(scene: Scene) {
    let contract = scene.prepared().await;
    let born = async |day: Value| {
        let query = "mutation($id: ID!, $day: Date) { studentUpdate(id: $id, input: { birthDate: $day }) {
            userErrors { code } } }";
        let variables = json!({ "id": contract.student.id, "day": day });
        contract.student.client.graphql(query, variables).await.expect_data();
    };
    born(Value::Null).await;
    let unknown = contract.complete(scene.desk(), "sign", json!([])).await;
    // Not even whether the school's limit of age is kept.
    assert_eq!(unknown.user_error_codes(), ["NOT_ELIGIBLE"]);
    assert_eq!(unknown.data["stepComplete"]["userErrors"][0]["path"], json!(["eligibility", "AGE"]));
    // 25 on 30 June, so that the school has nothing against it; 26 at the start, for which the least pay is the minimum wage.
    born(json!("2000-09-20")).await;
    let low = contract.complete(scene.desk(), "sign", json!([])).await;
    assert_eq!(low.user_error_codes(), ["PAY_TOO_LOW"]);
    assert_eq!(low.data["stepComplete"]["userErrors"][0]["path"], json!(["contract", "grossMonthlyPay"]));
    let raise = "input: { grossMonthlyPay: \"2000.00\" }";
    contract.with(scene.company(), "contractUpdate", raise).await.expect_data();
    contract.complete(scene.desk(), "sign", json!([])).await.expect_data();
    assert_eq!(contract.status(scene.desk()).await, "ACTIVE");
}
