//! `contractOpen` and `contractUpdate`: from a confirmed application.

use super::scene::{Scene, open, texts};
use crate::application::scene::{accepted, applied, confirmed};
use crate::harness::factory::{self, INSA};
use crate::offer::scene::told;
use serde_json::json;

trials![
    a_confirmed_application_becomes_a_contract_of_what_the_offer_says,
    what_was_agreed_otherwise_is_kept,
    only_a_confirmed_application_has_a_contract_and_one_alone,
    under_one_key_it_is_opened_once,
    an_open_application_is_not_cancelled_beside_its_contract,
    days_and_pay_change_until_it_is_active,
    a_change_that_changes_nothing_is_refused_and_who_makes_one_is_not_told,
    pay_has_a_highest_amount,
    a_student_says_only_what_the_offer_leaves_open,
    a_first_day_does_not_lie_far_back,
    who_has_no_side_in_it_does_not_open_it,
];

async fn a_confirmed_application_becomes_a_contract_of_what_the_offer_says(scene: Scene) {
    let contract = scene.contract().await;
    let fields = "type status start end grossMonthlyPay academicYear version
        student { id } company { id } school { code } specialty { code } offer { title } applicationId
        companyTutor { name } schoolTutor { name } place { status }
        procedure { confirmed procedure { writtenFor writtenByStaff title } next { key } steps { key status } }
        events { sequence action actor role name reason }";
    let read = contract.read(scene.desk(), fields).await;
    assert_eq!(
        (&read["type"], &read["status"], &read["start"], &read["end"], &read["grossMonthlyPay"]),
        (
            &json!("PROFESSIONALISATION"),
            &json!("PREPARING"),
            &json!("2026-10-01"),
            &json!("2027-08-31"),
            &json!("1500.00")
        )
    );
    assert_eq!(read["academicYear"], "2026-2027");
    assert_eq!(read["student"]["id"], contract.student.id);
    assert_eq!(read["school"]["code"], INSA);
    assert_eq!(read["specialty"]["code"], "IR");
    assert_eq!(read["applicationId"], contract.application);
    assert_eq!(read["procedure"]["confirmed"], true);
    assert_eq!(texts(&read["procedure"]["next"], "/key"), ["promise"]);
    let statuses = texts(&read["procedure"]["steps"], "/status");
    assert_eq!(statuses, ["OPEN", "BLOCKED", "BLOCKED", "BLOCKED", "BLOCKED"]);
    assert_eq!(read["events"][0]["action"], "OPEN");
    assert_eq!(read["events"][0]["actor"], "STUDENT");
    assert_eq!(told(scene.company()).await[..2], ["CONTRACT_STEP_OPEN", "CONTRACT_OPENED"]);
    assert_eq!(told(scene.desk()).await[0], "CONTRACT_OPENED");
}

async fn what_was_agreed_otherwise_is_kept(scene: Scene) {
    let bid = scene.bid().await;
    let input = json!({ "start": "2026-10-05", "end": "2027-09-30", "grossMonthlyPay": "1800.00" });
    let data = open(scene.company(), &bid.id, input).await.expect_data();
    let id = factory::text(&data, "/contractOpen/contract/id");
    let read = "query($id: ID!) { contract(id: $id) { start end grossMonthlyPay } }";
    let read = scene.desk().get(read, json!({ "id": id })).await;
    let expected = json!({ "start": "2026-10-05", "end": "2027-09-30", "grossMonthlyPay": "1800.00" });
    assert_eq!(read["contract"], expected);
    let other = scene.bid().await;
    let input = json!({ "start": "2027-10-05", "end": "2027-09-30" });
    let answer = open(scene.company(), &other.id, input).await;
    assert_eq!(answer.user_error_codes(), ["INVALID"]);
    assert_eq!(answer.data["contractOpen"]["userErrors"][0]["path"], json!(["input", "end"]));
}

async fn only_a_confirmed_application_has_a_contract_and_one_alone(scene: Scene) {
    let offer = scene.offers.published(json!({ "positions": 3 })).await;
    let early = applied(&scene.offers, &offer).await;
    assert_eq!(open(&early.student.client, &early.id, json!({})).await.user_error_codes(), ["WRONG_STATE"]);
    let accepted = accepted(&scene.offers, &offer).await;
    assert_eq!(open(scene.desk(), &accepted.id, json!({})).await.user_error_codes(), ["WRONG_STATE"]);
    let contract = scene.contract().await;
    let again = open(scene.desk(), &contract.application, json!({})).await;
    assert_eq!(again.user_error_codes(), ["ALREADY_EXISTS"]);
}

async fn under_one_key_it_is_opened_once(scene: Scene) {
    let bid = scene.bid().await;
    let document = "mutation($id: ID!) { contractOpen(application: $id, idempotencyKey: \"one\") {
        contract { id } userErrors { code } } }";
    let ask = || bid.student.client.get(document, json!({ "id": bid.id }));
    let (first, second) = tokio::join!(ask(), ask());
    assert_eq!(first, second);
    assert_eq!(ask().await, first);
}

async fn an_open_application_is_not_cancelled_beside_its_contract(scene: Scene) {
    let contract = scene.contract().await;
    let cancel = "mutation($id: ID!) { applicationCancel(id: $id, reason: \"No.\") { userErrors { code } } }";
    let answer = scene.company().graphql(cancel, json!({ "id": contract.application })).await;
    assert_eq!(answer.user_error_codes(), ["WRONG_STATE"]);
}

async fn days_and_pay_change_until_it_is_active(scene: Scene) {
    let contract = scene.prepared().await;
    let later = r#"input: { start: "2026-10-15", grossMonthlyPay: "1700.00" }, reason: "The office moves.""#;
    contract.with(scene.company(), "contractUpdate", later).await.expect_data();
    assert_eq!(contract.step(scene.desk(), "sign").await["dueOn"], "2026-10-15");
    let read =
        contract.read(&contract.student.client, "start grossMonthlyPay events { action reason }").await;
    assert_eq!((&read["start"], &read["grossMonthlyPay"]), (&json!("2026-10-15"), &json!("1700.00")));
    let last = read["events"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last, json!({ "action": "UPDATE", "reason": "The office moves." }));
    assert_eq!(told(&contract.student.client).await[0], "CONTRACT_CHANGED");
    let by_student = contract.with(&contract.student.client, "contractUpdate", "input: {}").await;
    by_student.expect_error("FORBIDDEN");
    let backwards = contract.with(scene.company(), "contractUpdate", r#"input: { end: "2026-10-01" }"#).await;
    assert_eq!(backwards.user_error_codes(), ["INVALID"]);
    contract.complete(scene.desk(), "sign", json!([])).await.expect_data();
    let late = contract.with(scene.company(), "contractUpdate", later).await;
    assert_eq!(late.user_error_codes(), ["WRONG_STATE"]);
}

async fn who_has_no_side_in_it_does_not_open_it(scene: Scene) {
    let bid = scene.bid().await;
    let stranger = factory::confirmed_student(scene.app(), INSA, "IR", "STAFF").await;
    open(&stranger.client, &bid.id, json!({})).await.expect_error("NOT_FOUND");
    open(&scene.head, &bid.id, json!({})).await.expect_error("FORBIDDEN");
    open(&scene.app().anonymous(), &bid.id, json!({})).await.expect_error("UNAUTHENTICATED");
}

async fn a_change_that_changes_nothing_is_refused_and_who_makes_one_is_not_told(scene: Scene) {
    let contract = scene.contract().await;
    let (before, told_before) = (contract.read(scene.desk(), "version").await, told(scene.desk()).await);
    for nothing in ["input: {}", r#"input: { start: "2026-10-01", grossMonthlyPay: "1500.00" }"#] {
        let answer = contract.with(scene.company(), "contractUpdate", nothing).await;
        assert_eq!(answer.user_error_codes(), ["INVALID"], "{nothing}");
    }
    assert_eq!(contract.read(scene.desk(), "version").await, before);
    assert_eq!(told(scene.desk()).await, told_before);
    let told_before = told(scene.company()).await;
    let change = r#"input: { grossMonthlyPay: "1600.00" }"#;
    contract.with(scene.company(), "contractUpdate", change).await.expect_data();
    assert_eq!(told(scene.desk()).await[0], "CONTRACT_CHANGED");
    assert_eq!(told(scene.company()).await, told_before);
}

async fn pay_has_a_highest_amount(scene: Scene) {
    let contract = scene.contract().await;
    for pay in ["100000.01", "92233720368547758.07"] {
        let change = format!("input: {{ grossMonthlyPay: \"{pay}\" }}");
        let answer = contract.with(scene.company(), "contractUpdate", &change).await;
        assert_eq!(answer.user_error_codes(), ["INVALID"], "{pay}");
        let error = &answer.data["contractUpdate"]["userErrors"][0];
        assert_eq!(error["path"], json!(["input", "grossMonthlyPay"]));
        assert!(factory::text(error, "/message").contains("100000.00"), "{error}");
    }
    let highest = r#"input: { grossMonthlyPay: "100000.00" }"#;
    contract.with(scene.company(), "contractUpdate", highest).await.expect_data();
}

async fn a_student_says_only_what_the_offer_leaves_open(scene: Scene) {
    let bid = scene.bid().await;
    let offered = json!({ "contractType": "PROFESSIONALISATION", "start": "2026-10-01", "end": "2027-08-31",
        "grossMonthlyPay": "1500.00" });
    for (field, value) in [
        ("contractType", "APPRENTICESHIP"),
        ("start", "2026-10-02"),
        ("end", "2027-08-30"),
        ("grossMonthlyPay", "1500.01"),
    ] {
        let mut other = offered.clone();
        other[field] = json!(value);
        let answer = open(&bid.student.client, &bid.id, other).await;
        assert_eq!(answer.user_error_codes(), ["INVALID"], "{field}");
        assert_eq!(answer.data["contractOpen"]["userErrors"][0]["path"], json!(["input", field]));
    }
    open(&bid.student.client, &bid.id, offered).await.expect_data();
    let silent = scene.offers.published(json!({ "grossMonthlyPay": null })).await;
    let bid = confirmed(&scene.offers, &silent).await;
    let born = "mutation($id: ID!) { studentUpdate(id: $id, input: { birthDate: \"2004-03-01\" }) {
        userErrors { code } } }";
    bid.student.client.get(born, json!({ "id": bid.student.id })).await;
    open(&bid.student.client, &bid.id, json!({ "grossMonthlyPay": "1800.00" })).await.expect_data();
}

async fn a_first_day_does_not_lie_far_back(scene: Scene) {
    let bid = scene.bid().await;
    let year = |start: &str, end: &str| json!({ "start": start, "end": end });
    let (lately, before) = (year("2026-02-28", "2026-12-31"), year("2024-08-31", "2025-07-31"));
    for (client, input) in [
        (scene.company(), lately.clone()),
        (scene.desk(), before),
        (scene.desk(), year("2016-09-01", "2017-08-31")),
    ] {
        let answer = open(client, &bid.id, input.clone()).await;
        assert_eq!(answer.user_error_codes(), ["INVALID"], "{input}");
        assert_eq!(answer.data["contractOpen"]["userErrors"][0]["path"], json!(["input", "start"]));
    }
    open(scene.desk(), &bid.id, lately).await.expect_data();
    let contract = scene.contract().await;
    let back = r#"input: { start: "2026-07-01", end: "2027-06-30" }"#;
    contract.with(scene.company(), "contractUpdate", back).await.expect_data();
}
