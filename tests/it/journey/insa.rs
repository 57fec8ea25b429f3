//! INSA Toulouse: a professionalisation contract of the 5th year.

use super::cast::{Cast, Journey, School};
use super::walk::{FILE, PERSON};
use crate::harness::TestApp;
use crate::offer::scene::told;
use serde_json::{Value, json};

trials![
    on_time_everybody_does_the_own_part_and_the_contract_is_active,
    signed_late_it_is_shown_reminded_of_once_and_still_active,
    missions_that_the_department_refuses_are_written_again,
    a_work_contract_that_says_another_pay_is_handed_in_anew,
];

const SCHOOL: School = School {
    code: "INSA-TOULOUSE",
    option: "IR",
    head_of: "IR",
    other: Some("GC"),
    contract_type: "PROFESSIONALISATION",
    start: "2026-09-28",
    end: "2027-09-27",
};
const DATES: &[(&str, &str)] = &[("start", SCHOOL.start), ("end", SCHOOL.end), ("signed_contract", FILE)];
const PEOPLE: &[(&str, &str)] = &[("company_tutor", PERSON), ("signatory", PERSON)];
const MISSIONS: &[(&str, &str)] = &[("missions", "Write drivers.")];

async fn on_time_everybody_does_the_own_part_and_the_contract_is_active(app: TestApp) {
    let cast = Cast::of(app, &SCHOOL).await;
    let journey = cast.opened().await;
    let rest = ["3 < 2", "4 < 3", "5 < 3", "6 < 4 5"];
    let unknown = [&["dates < ?usual_dates", "2 < dates"][..], &rest[..]].concat();
    journey.stands(&[], &unknown, &[]).await;
    assert_eq!(journey.due().await, ["6 2026-09-28"]);
    is_confirmed_by_staff(&journey).await;
    let dates = [("usual_dates", "false")];
    let by_head = journey.contract.facts(&cast.head, &dates).await;
    assert_eq!(by_head.user_error_codes(), ["NOT_YOUR_STEP"]);
    journey.contract.facts(journey.student(), &dates).await.expect_data();
    let other_dates = [&["2 < dates"][..], &rest[..]].concat();
    journey.stands(&["dates: CAREER_SERVICES"], &other_dates, &["CAREER_SERVICES: dates"]).await;
    journey.does(&cast.desk, "dates", &[]).await;
    let asked = ["STUDENT: 2", "COMPANY: 2", "COMPANY_TUTOR: 2"];
    journey.stands(&["2: STUDENT COMPANY"], &rest, &asked).await;
    journey.does(journey.company(), "2", DATES).await;
    journey.stands(&["3: STUDENT"], &rest[1..], &["STUDENT: 3"]).await;
    journey.does(journey.student(), "3", PEOPLE).await;
    let asked = ["STUDENT: 4", "CAREER_SERVICES: 5"];
    journey.stands(&["4: STUDENT", "5: CAREER_SERVICES"], &["6 < 4 5"], &asked).await;
    validated(&journey).await;
    assert_eq!(journey.status().await, "PREPARING");
    journey.does(&cast.desk, "5", &[]).await;
    assert_eq!(journey.status().await, "TO_SIGN");
    let asked = ["STUDENT: 6", "COMPANY: 6", "COMPANY_TUTOR: 6", "CAREER_SERVICES: 6"];
    journey.stands(&["6: COMPANY STUDENT DIRECTION"], &[], &asked).await;
    assert_eq!(journey.not_eligible(&cast.desk, "6", &[]).await, ["FINAL_YEAR"]);
    journey.knows(&[("ADMITTED_TO_FINAL_YEAR", "true"), ("EEA_NATIONAL", "true")]).await;
    journey.has_company_tutor().await;
    journey.does(&cast.desk, "6", &[]).await;
    journey.is_active().await;
    assert_eq!(journey.done("6").await, "DONE by CAREER_SERVICES for DIRECTION");
    journey.stands(&[], &[], &[]).await;
    assert_eq!(journey.due().await, ["6 2026-09-28 -"]);
}

/// The procedure is of 2020: it is marked so until staff say that it holds.
async fn is_confirmed_by_staff(journey: &Journey<'_>) {
    let (contract, desk) = (&journey.contract, &journey.cast.desk);
    let fields = "procedure { confirmed procedure { id writtenFor } }";
    let read = contract.read(journey.student(), fields).await;
    let (confirmed, procedure) = (&read["procedure"]["confirmed"], &read["procedure"]["procedure"]);
    assert_eq!((confirmed, &procedure["writtenFor"]), (&json!(false), &json!("2020-2021")));
    let confirm =
        "mutation($id: ID!) { procedureConfirm(id: $id, year: \"2026-2027\") { userErrors { code } } }";
    let id = json!({ "id": procedure["id"] });
    journey.student().graphql(confirm, id.clone()).await.expect_error("FORBIDDEN");
    desk.get(confirm, id).await;
    let read = contract.read(journey.student(), fields).await;
    assert_eq!(read["procedure"]["confirmed"], true);
}

/// The student describes the missions; the desk, then the department agrees.
async fn validated(journey: &Journey<'_>) {
    let cast = journey.cast;
    journey.does(journey.student(), "4", MISSIONS).await;
    let open = ["4: CAREER_SERVICES DEPARTMENT_HEAD", "5: CAREER_SERVICES"];
    journey.stands(&open, &["6 < 4 5"], &["CAREER_SERVICES: 4 5", "DEPARTMENT_HEAD: 4"]).await;
    journey.agrees(&cast.desk, "4").await;
    let open = ["4: DEPARTMENT_HEAD", "5: CAREER_SERVICES"];
    journey.stands(&open, &["6 < 4 5"], &["CAREER_SERVICES: 5", "DEPARTMENT_HEAD: 4"]).await;
    journey.agrees(&cast.head, "4").await;
}

/// A contract of the usual dates, as far as the information sheet.
async fn informed(cast: &Cast) -> Journey<'_> {
    let journey = cast.opened().await;
    journey.contract.facts(journey.company(), &[("usual_dates", "true")]).await.expect_data();
    journey.does(journey.student(), "2", DATES).await;
    journey.does(journey.student(), "3", PEOPLE).await;
    journey.knows(&[("ADMITTED_TO_FINAL_YEAR", "true")]).await;
    journey
}

async fn signed_late_it_is_shown_reminded_of_once_and_still_active(app: TestApp) {
    let cast = Cast::of(app, &SCHOOL).await;
    let journey = informed(&cast).await;
    validated(&journey).await;
    journey.does(&cast.desk, "5", &[]).await;
    let signing = [journey.student(), journey.company(), &cast.colleague, &cast.desk, &cast.head];
    cast.pass(27).await;
    assert_eq!(journey.overdue(&signing).await, [0, 0, 0, 0, 0], "the last day is in time");
    assert_eq!(
        journey.reminded(&signing).await,
        [1, 1, 1, 1, 0],
        "whoever may sign, before the last day ends"
    );
    cast.pass(1).await;
    assert_eq!(journey.due().await, ["6 2026-09-28 late"]);
    assert_eq!(journey.overdue(&signing).await, [1, 1, 1, 1, 1]);
    assert_eq!(journey.reminded(&signing).await, [2, 2, 2, 2, 0]);
    cast.pass(5).await;
    assert_eq!(journey.reminded(&signing).await, [2, 2, 2, 2, 0], "told once that it is late");
    journey.has_company_tutor().await;
    journey.does(journey.student(), "6", &[]).await;
    journey.is_active().await;
    assert_eq!(journey.done("6").await, "DONE by STUDENT for STUDENT, late");
    assert_eq!(journey.contract.step(&cast.desk, "dates").await["status"], "DOES_NOT_APPLY");
    assert_eq!(journey.overdue(&signing).await, [0, 0, 0, 0, 0]);
}

async fn missions_that_the_department_refuses_are_written_again(app: TestApp) {
    let cast = Cast::of(app, &SCHOOL).await;
    let journey = informed(&cast).await;
    journey.does(&cast.desk, "5", &[]).await;
    journey.does(journey.student(), "4", &[("missions", "Make coffee.")]).await;
    journey.agrees(&cast.desk, "4").await;
    let silent = journey.contract.take(&cast.head, "stepRefuse", "4", "").await;
    assert_eq!(silent.user_error_codes(), ["REASON_REQUIRED"]);
    let by_company = journey.contract.take(journey.company(), "stepRefuse", "4", "reason: \"No.\"").await;
    assert_eq!(by_company.user_error_codes(), ["NOT_YOUR_STEP"]);
    journey.refuses(&cast.head, "4", "Not an engineer's work.").await;
    journey.stands(&["4: STUDENT"], &["6 < 4"], &["STUDENT: 4"]).await;
    let back = journey.contract.step(journey.student(), "4").await;
    let why =
        json!({ "step": "4", "refused": true, "reason": "Not an engineer's work.", "by": "DEPARTMENT_HEAD" });
    assert_eq!((&back["setback"], &back["validatedBy"]), (&why, &json!([])));
    assert_eq!(
        back["given"],
        json!([{ "key": "missions", "value": "Make coffee." }]),
        "a start for the next"
    );
    assert_eq!(told(journey.student()).await[0], "CONTRACT_STEP_RETURNED");
    journey.does(journey.student(), "4", MISSIONS).await;
    assert_eq!(journey.contract.step(journey.student(), "4").await["setback"], Value::Null);
    // Who had agreed agrees anew.
    let open = ["4: CAREER_SERVICES DEPARTMENT_HEAD"];
    journey.stands(&open, &["6 < 4"], &["CAREER_SERVICES: 4", "DEPARTMENT_HEAD: 4"]).await;
    journey.agrees(&cast.head, "4").await;
    journey.agrees(&cast.desk, "4").await;
    assert_eq!(journey.status().await, "TO_SIGN");
    journey.has_company_tutor().await;
    journey.does(journey.company(), "6", &[]).await;
    journey.is_active().await;
}

async fn a_work_contract_that_says_another_pay_is_handed_in_anew(app: TestApp) {
    let cast = Cast::of(app, &SCHOOL).await;
    let journey = informed(&cast).await;
    let update = async |more: &str| journey.contract.with(journey.company(), "contractUpdate", more).await;
    let silent = update("input: { grossMonthlyPay: \"1700.00\" }").await;
    assert_eq!(silent.user_error_codes(), ["REASON_REQUIRED"]);
    update("input: { grossMonthlyPay: \"1700.00\" }, reason: \"A raise.\"").await.expect_data();
    let signed = journey.contract.step(journey.student(), "2").await;
    assert_eq!((&signed["status"], &signed["setback"]["reason"]), (&json!("OPEN"), &json!("A raise.")));
    assert_eq!(journey.contract.step(journey.student(), "3").await["status"], "BLOCKED");
    journey.does(journey.student(), "2", DATES).await;
    journey.does(journey.student(), "3", PEOPLE).await;
}
