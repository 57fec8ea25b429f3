//! Steps of a procedure: in order, by whom they are, refused and done again, until the contract is active.

use super::scene::{Scene, texts};
use crate::harness::factory::{self, INSA};
use crate::offer::scene::told;
use domain::role::Role;
use serde_json::{Value, json};

trials![
    a_whole_procedure_makes_a_contract_active_and_the_hire_part_of_the_history,
    the_wrong_actor_and_the_wrong_order_are_told_so,
    inputs_are_read_as_the_step_asks_for_them,
    what_was_refused_is_done_again,
    a_step_that_is_opened_again_opens_what_came_after_it,
    staff_stand_in_for_whoever_has_no_account_and_histories_say_so,
    points_make_a_mark_that_the_company_does_not_see,
    the_status_that_is_kept_is_the_fold_of_the_events,
    what_was_given_before_is_still_read,
    the_steps_of_a_company_that_was_rejected_are_the_desks,
];

async fn the_steps_of_a_company_that_was_rejected_are_the_desks(scene: Scene) {
    let contract = scene.contract().await;
    assert_eq!(contract.promise(scene.desk()).await.user_error_codes(), ["NOT_YOUR_STEP"]);
    let company = &scene.offers.company.company;
    factory::act(scene.desk(), "companyReject", company, Some("It is closed.")).await;
    contract.promise(scene.company()).await.expect_error("NOT_FOUND");
    let step = contract.step(scene.desk(), "promise").await;
    assert_eq!(step["waitingFor"], json!(["COMPANY"]));
    contract.promise(scene.desk()).await.expect_data();
    let step = contract.step(scene.desk(), "promise").await;
    assert_eq!((&step["completedBy"], &step["recordedBy"]), (&json!("COMPANY"), &json!("CAREER_SERVICES")));
}

async fn a_whole_procedure_makes_a_contract_active_and_the_hire_part_of_the_history(scene: Scene) {
    let hires =
        "{ hires(filter: { school: \"INSA-TOULOUSE\", years: { from: \"2026-2027\", to: \"2026-2027\" } }) {
        totalCount edges { node { source specialty { code } company { id } city } } } }";
    assert_eq!(scene.desk().get(hires, json!({})).await["hires"]["totalCount"], 0);
    let contract = scene.prepared().await;
    assert_eq!(contract.status(scene.desk()).await, "TO_SIGN");
    let by_direction = contract.complete(scene.desk(), "sign", json!([])).await.expect_data();
    assert_eq!(by_direction["stepComplete"]["contract"]["status"], "ACTIVE");
    let hired = scene.desk().get(hires, json!({})).await;
    assert_eq!(hired["hires"]["totalCount"], 1);
    let hire = &hired["hires"]["edges"][0]["node"];
    assert_eq!((&hire["source"], &hire["specialty"]["code"]), (&json!("CONTRACT"), &json!("IR")));
    assert_eq!(hire["company"]["id"], scene.offers.company.company);
    assert_eq!(hire["city"], "Toulouse");
    for client in [&contract.student.client, scene.company()] {
        assert!(told(client).await.contains(&"CONTRACT_ACTIVE".to_owned()));
    }
    assert_eq!(contract.step(scene.desk(), "report").await["status"], "OPEN");
    assert_eq!(contract.step(scene.desk(), "consent").await["status"], "DOES_NOT_APPLY");
    let again = contract.complete(scene.desk(), "sign", json!([])).await;
    assert_eq!(again.user_error_codes(), ["STEP_STATE"]);
    let reopened = contract.take(scene.desk(), "stepReopen", "missions", "reason: \"Too late.\"").await;
    assert_eq!(reopened.user_error_codes(), ["WRONG_STATE"]);
}

async fn the_wrong_actor_and_the_wrong_order_are_told_so(scene: Scene) {
    let contract = scene.contract().await;
    let student = &contract.student.client;
    assert_eq!(contract.promise(student).await.user_error_codes(), ["NOT_YOUR_STEP"]);
    let early = contract.complete(student, "missions", json!([])).await;
    assert_eq!(early.user_error_codes(), ["STEP_NOT_OPEN"]);
    assert_eq!(contract.complete(student, "nothing", json!([])).await.user_error_codes(), ["UNKNOWN"]);
    contract.promise(scene.company()).await.expect_data();
    assert_eq!(contract.promise(scene.company()).await.user_error_codes(), ["STEP_STATE"]);
    contract.complete(student, "missions", json!([])).await.expect_data();
    for client in [student, scene.company(), scene.desk()] {
        let answer = contract.take(client, "stepValidate", "missions", "").await;
        assert_eq!(answer.user_error_codes(), ["NOT_YOUR_STEP"]);
    }
    let other = factory::staff(scene.app(), Role::DepartmentHead, Some(INSA), &["GC"]).await;
    contract.take(&other, "stepValidate", "missions", "").await.expect_error("NOT_FOUND");
    let seen = contract.step(student, "missions").await;
    assert_eq!(
        (&seen["status"], &seen["waitingFor"]),
        (&json!("AWAITING_VALIDATION"), &json!(["DEPARTMENT_HEAD"]))
    );
    contract.take(&scene.head, "stepValidate", "missions", "").await.expect_data();
    let unknown = contract.complete(scene.desk(), "sign", json!([])).await;
    assert_eq!(
        unknown.user_error_codes(),
        ["STEP_NOT_OPEN"],
        "whether the home school consents is not known"
    );
    let yesterday = contract.complete(student, "missions", json!([])).await;
    assert_eq!(yesterday.user_error_codes(), ["STEP_STATE"]);
    let dated = "on: \"2026-08-01\"";
    let answer = contract.take(&scene.head, "stepValidate", "missions", dated).await;
    assert_eq!(answer.user_error_codes(), ["INVALID"], "only the desk records another day");
}

async fn inputs_are_read_as_the_step_asks_for_them(scene: Scene) {
    let contract = scene.contract().await;
    let company = scene.company();
    let answer = contract.complete(company, "promise", json!([])).await;
    assert_eq!(answer.user_error_codes(), ["INVALID"]);
    assert_eq!(answer.data["stepComplete"]["userErrors"][0]["path"], json!(["inputs", "post"]));
    for inputs in [
        json!([{ "key": "post", "value": " " }]),
        json!([{ "key": "post", "value": "x".repeat(201) }]),
        json!([{ "key": "post" }]),
        json!([{ "key": "post", "value": "Developer" }, { "key": "size", "value": "12" }]),
    ] {
        assert_eq!(
            contract.complete(company, "promise", inputs.clone()).await.user_error_codes(),
            ["INVALID"],
            "{inputs}"
        );
    }
    contract.promise(company).await.expect_data();
    let given = contract.step(scene.desk(), "promise").await;
    assert_eq!(given["given"], json!([{ "key": "post", "value": "Developer" }]));
}

async fn what_was_refused_is_done_again(scene: Scene) {
    let contract = scene.contract().await;
    let student = &contract.student.client;
    contract.promise(scene.company()).await.expect_data();
    contract.complete(student, "missions", json!([])).await.expect_data();
    let silent = contract.take(&scene.head, "stepRefuse", "missions", "").await;
    assert_eq!(silent.user_error_codes(), ["REASON_REQUIRED"]);
    contract.take(&scene.head, "stepRefuse", "missions", "reason: \"Too vague.\"").await.expect_data();
    let back = contract.step(student, "missions").await;
    assert_eq!(back["status"], "OPEN");
    let why = json!({ "step": "missions", "refused": true, "reason": "Too vague.", "by": "DEPARTMENT_HEAD" });
    assert_eq!(back["setback"], why);
    assert_eq!(told(student).await[0], "CONTRACT_STEP_RETURNED");
    contract.missions(&scene.head).await;
    assert_eq!(contract.step(student, "missions").await["setback"], Value::Null);
    let actions = contract.actions(student).await;
    assert!(
        actions.ends_with(&["REFUSE_STEP".into(), "COMPLETE_STEP".into(), "VALIDATE_STEP".into()]),
        "{actions:?}"
    );
}

async fn a_step_that_is_opened_again_opens_what_came_after_it(scene: Scene) {
    let contract = scene.prepared().await;
    let by_student =
        contract.take(&contract.student.client, "stepReopen", "promise", "reason: \"No.\"").await;
    assert_eq!(by_student.user_error_codes(), ["NOT_YOUR_STEP"]);
    contract.take(scene.desk(), "stepReopen", "promise", "reason: \"Another post.\"").await.expect_data();
    let read = contract.read(scene.desk(), "status place { status } procedure { steps { status } }").await;
    assert_eq!(read["status"], "PREPARING");
    assert_eq!(read["place"]["status"], "RELEASED");
    let statuses = texts(&read["procedure"]["steps"], "/status");
    assert_eq!(statuses[..2], ["OPEN", "BLOCKED"]);
    contract.promise(scene.company()).await.expect_data();
    contract.missions(&scene.head).await;
    contract.complete(scene.desk(), "sign", json!([])).await.expect_data();
    assert_eq!(contract.status(scene.desk()).await, "ACTIVE");
}

async fn staff_stand_in_for_whoever_has_no_account_and_histories_say_so(scene: Scene) {
    let contract = scene.active().await;
    let read =
        contract.read(&contract.student.client, "events { action step actor recordedBy role on }").await;
    let events = read["events"].as_array().unwrap();
    let signed = events.iter().find(|event| event["step"] == "sign").unwrap();
    let expected = json!({ "action": "COMPLETE_STEP", "step": "sign", "actor": "DIRECTION",
        "recordedBy": "CAREER_SERVICES", "role": "CAREER_SERVICES", "on": "2026-09-01" });
    assert_eq!(*signed, expected);
    // Nobody is the school's tutor: the desk stands in until somebody is named.
    contract.complete(&contract.student.client, "report", json!([])).await.expect_data();
    contract.take(scene.desk(), "stepValidate", "report", "").await.expect_data();
    let done = contract.step(scene.desk(), "report").await;
    assert_eq!((&done["status"], &done["validatedBy"]), (&json!("DONE"), &json!(["SCHOOL_TUTOR"])));
}

async fn points_make_a_mark_that_the_company_does_not_see(scene: Scene) {
    let contract = scene.prepared().await;
    let grade = |client, points| contract.take(client, "stepGrade", "missions", points);
    assert_eq!(grade(scene.company(), "points: 1").await.user_error_codes(), ["NOT_YOUR_STEP"]);
    assert_eq!(grade(scene.desk(), "points: 3").await.user_error_codes(), ["INVALID"]);
    assert_eq!(grade(scene.desk(), "points: -1").await.user_error_codes(), ["INVALID"]);
    grade(scene.desk(), "points: 1").await.expect_data();
    let score = "procedure { score { points maximum mark outOf isFinal } steps { key points } }";
    let seen = contract.read(&contract.student.client, score).await;
    let expected = json!({ "points": 1, "maximum": 2, "mark": "10.0", "outOf": 20, "isFinal": true });
    assert_eq!(seen["procedure"]["score"], expected);
    let hidden = contract.read(scene.company(), score).await;
    assert_eq!(hidden["procedure"]["score"], Value::Null);
    assert_eq!(hidden["procedure"]["steps"][1]["points"], Value::Null);
}

/// What is in the column is what the events say, at every turn.
async fn the_status_that_is_kept_is_the_fold_of_the_events(scene: Scene) {
    use entity::{contract as contracts, contract_event};
    use sea_orm::{EntityTrait, QueryOrder};
    scene.active().await;
    scene.contract().await;
    let reopened = scene.prepared().await;
    reopened.take(scene.desk(), "stepReopen", "missions", "reason: \"Again.\"").await.expect_data();
    let withdrawn = scene.prepared().await;
    withdrawn.with(scene.company(), "contractWithdraw", "reason: \"No budget.\"").await.expect_data();
    let db = &scene.app().context.db.read;
    let rows = contracts::Entity::find().all(db).await.unwrap();
    assert_eq!(rows.len(), 4);
    for row in rows {
        let events = contract_event::Entity::find()
            .order_by_asc(contract_event::Column::Sequence)
            .all(db)
            .await
            .unwrap();
        let own: Vec<_> = events.iter().filter(|event| event.contract_id == row.id).collect();
        let numbers: Vec<i32> = own.iter().map(|event| event.sequence).collect();
        assert_eq!(numbers, (1..=i32::try_from(own.len()).unwrap()).collect::<Vec<_>>());
        let folded = domain::contract::fold(own.iter().map(|event| event.action.0));
        assert_eq!(folded, Ok(row.status.0));
    }
}

async fn what_was_given_before_is_still_read(scene: Scene) {
    let contract = scene.contract().await;
    contract.promise(scene.company()).await.expect_data();
    contract.take(scene.desk(), "stepReopen", "promise", "reason: \"Another post.\"").await.expect_data();
    let other = json!([{ "key": "post", "value": "Tester" }]);
    contract.complete(scene.company(), "promise", other).await.expect_data();
    let read = contract.read(&contract.student.client, "events { action step given { key value } }").await;
    let events = read["events"].as_array().unwrap();
    let done: Vec<&Value> = events.iter().filter(|event| event["action"] == "COMPLETE_STEP").collect();
    let given = |post: &str| json!([{ "key": "post", "value": post }]);
    assert_eq!((&done[0]["given"], &done[1]["given"]), (&given("Developer"), &given("Tester")));
    assert_eq!(events[0]["given"], json!([]), "opening asks for nothing of a step");
}
