//! Enssat: a professionalisation contract of the 3rd year, which the OPCO decides on.

use super::cast::{Cast, Journey, School};
use super::walk::{FILE, PERSON};
use crate::document::scene::upload;
use crate::harness::TestApp;
use crate::offer::scene::told;
use serde_json::{Value, json};

trials![
    on_time_everybody_does_the_own_part_and_the_contract_is_active,
    what_the_opco_refuses_and_decides_late_is_active_in_the_end,
    a_jobseeker_over_26_has_a_step_that_holds_nothing_up,
];

const SCHOOL: School = School {
    code: "ENSSAT",
    option: "3A",
    head_of: "3A",
    other: None,
    contract_type: "PROFESSIONALISATION",
    start: "2026-10-01",
    end: "2027-09-30",
};
const POST: &[(&str, &str)] = &[("post", "Optical measurements.")];
const COMPANY: &[(&str, &str)] = &[("opco", "OPCO of a test"), ("signatory", PERSON)];
const TUTOR: &[(&str, &str)] = &[("company_tutor", PERSON), ("aid_requested", "true")];
const DECISION: &[(&str, &str)] = &[("letter", FILE), ("funding", "5490.00")];
const KNOWN: &[(&str, &str)] =
    &[("SELECTED_BY_SCHOOL", "true"), ("EMPLOYER_FUNDS_TRAINING", "true"), ("PUBLIC_EMPLOYER", "false")];

async fn on_time_everybody_does_the_own_part_and_the_contract_is_active(app: TestApp) {
    let cast = Cast::of(app, &SCHOOL).await;
    let journey = cast.opened().await;
    let company = |steps: &str| [format!("COMPANY: {steps}"), format!("COMPANY_TUTOR: {steps}")];
    let aid = "8 < 4 ?jobseeker_over_26";
    let rest = ["2 < 1", "3 < 2", "4 < 1", "3b < 3 4", "5 < 3b 4", "6 < 5", "7 < 1", aid];
    let [one, two] = company("1");
    journey.stands(&["1: COMPANY"], &rest, &[&one, &two]).await;
    assert_eq!(journey.due().await, ["5 2026-10-06", "8 2027-01-01 -", "6 ?"], "the aid may not apply");
    journey.contract.facts(journey.student(), &[("jobseeker_over_26", "false")]).await.expect_data();
    assert_eq!(journey.due().await, ["5 2026-10-06", "6 ?"]);
    journey.does(journey.company(), "1", POST).await;
    journey.stands(&["1: DEPARTMENT_HEAD"], &rest[..7], &["DEPARTMENT_HEAD: 1"]).await;
    journey.agrees(&cast.head, "1").await;
    let open = ["2: CAREER_SERVICES COMPANY", "4: COMPANY", "7: COMPANY"];
    let [one, two] = company("2 4 7");
    let blocked = ["3 < 2", "3b < 3 4", "5 < 3b 4", "6 < 5"];
    journey.stands(&open, &blocked, &[&one, &two, "CAREER_SERVICES: 2"]).await;
    journey.does(&cast.desk, "2", COMPANY).await;
    journey.does(&cast.colleague, "7", TUTOR).await;
    let open = ["3: CAREER_SERVICES", "4: COMPANY"];
    let [one, two] = company("4");
    journey.stands(&open, &blocked[1..], &[&one, &two, "CAREER_SERVICES: 3"]).await;
    journey.does(&cast.desk, "3", &[]).await;
    journey.does(journey.company(), "4", &[]).await;
    let [one, two] = company("3b");
    journey.stands(&["3b: COMPANY"], &["5 < 3b", "6 < 5"], &[&one, &two]).await;
    journey.does(journey.company(), "3b", &[]).await;
    let [one, two] = company("5");
    journey.stands(&["5: COMPANY"], &["6 < 5"], &[&one, &two]).await;
    journey.does(journey.company(), "5", &[]).await;
    assert_eq!(journey.due().await, ["6 2026-09-21", "5 2026-10-06 -"], "20 days after the file");
    decided(&journey).await;
}

/// The OPCO agrees; the company records it.
async fn decided(journey: &Journey<'_>) {
    let asked = ["COMPANY: 6", "COMPANY_TUTOR: 6", "CAREER_SERVICES: 6"];
    journey.stands(&["6: OPCO"], &[], &asked).await;
    let missing = ["ACCEPTED", "EMPLOYER_FUNDS_TRAINING", "EMPLOYER_NOT_PUBLIC"];
    assert_eq!(journey.not_eligible(journey.company(), "6", DECISION).await, missing);
    journey.knows(KNOWN).await;
    journey.has_company_tutor().await;
    journey.does(journey.company(), "6", DECISION).await;
    assert_eq!(journey.done("6").await, "DONE by COMPANY for OPCO");
    journey.is_active().await;
    journey.stands(&[], &[], &[]).await;
}

/// As far as the file that goes to the OPCO.
async fn agreed(journey: &Journey<'_>) {
    let (cast, company) = (journey.cast, journey.company());
    journey.does(company, "1", POST).await;
    journey.agrees(&cast.head, "1").await;
    journey.does(company, "2", COMPANY).await;
    journey.does(&cast.desk, "3", &[]).await;
    journey.does(company, "4", &[]).await;
    journey.does(company, "3b", &[]).await;
    journey.does(company, "7", TUTOR).await;
    journey.knows(KNOWN).await;
}

async fn what_the_opco_refuses_and_decides_late_is_active_in_the_end(app: TestApp) {
    let cast = Cast::of(app, &SCHOOL).await;
    let journey = cast.opened().await;
    let people = [journey.student(), journey.company(), &cast.desk, &cast.head];
    journey.contract.facts(journey.company(), &[("jobseeker_over_26", "false")]).await.expect_data();
    agreed(&journey).await;
    cast.pass(36).await;
    assert_eq!(journey.due().await, ["5 2026-10-06 late", "6 ?"]);
    assert_eq!(journey.overdue(&people).await, [1, 1, 1, 1]);
    assert_eq!(journey.reminded(&people).await, [0, 1, 0, 0]);
    journey.does(journey.company(), "5", &[]).await;
    assert_eq!(journey.done("5").await, "DONE by COMPANY for COMPANY, late");
    let file = upload(journey.company(), &journey.contract.id).await;
    let letter =
        format!("inputs: [{{ key: \"letter\", value: \"{file}\" }}], reason: \"The programme is missing.\"");
    let without =
        journey.contract.take(journey.company(), "stepRefuse", "6", "reason: \"Incomplete.\"").await;
    assert_eq!(without.user_error_codes(), ["INVALID"], "the letter goes with it");
    let by_student = journey.contract.take(journey.student(), "stepRefuse", "6", &letter).await;
    assert_eq!(by_student.user_error_codes(), ["NOT_YOUR_STEP"]);
    journey.contract.take(journey.company(), "stepRefuse", "6", &letter).await.expect_data();
    journey.stands(&["5: COMPANY"], &["6 < 5"], &["COMPANY: 5", "COMPANY_TUTOR: 5"]).await;
    let why = json!({ "step": "6", "refused": true, "reason": "The programme is missing.", "by": "OPCO" });
    assert_eq!(journey.contract.step(journey.student(), "5").await["setback"], why);
    assert_eq!(told(&cast.colleague).await[0], "CONTRACT_STEP_RETURNED");
    journey.does(journey.company(), "5", &[]).await;
    assert_eq!(journey.due().await, ["5 2026-10-06 -", "6 2026-10-27"]);
    cast.pass(21).await;
    assert_eq!(journey.due().await, ["5 2026-10-06 -", "6 2026-10-27 late"]);
    assert_eq!(journey.overdue(&people).await, [1, 1, 1, 1]);
    assert_eq!(journey.reminded(&people).await, [0, 2, 1, 0], "whoever records what the OPCO decides");
    cast.pass(2).await;
    assert_eq!(journey.reminded(&people).await, [0, 2, 1, 0], "once");
    journey.has_company_tutor().await;
    journey.does(&cast.desk, "6", DECISION).await;
    assert_eq!(journey.done("6").await, "DONE by CAREER_SERVICES for OPCO, late");
    journey.is_active().await;
    assert_eq!(journey.overdue(&people).await, [0, 0, 0, 0]);
}

async fn a_jobseeker_over_26_has_a_step_that_holds_nothing_up(app: TestApp) {
    let cast = Cast::of(app, &SCHOOL).await;
    // From 26 on, the pay is the minimum wage at least.
    let journey = cast.opened_by("1996-03-01", json!({ "grossMonthlyPay": "1900.00" })).await;
    agreed(&journey).await;
    journey.does(journey.company(), "5", &[]).await;
    assert_eq!(journey.not_eligible(journey.company(), "6", DECISION).await, ["BENEFICIARY"]);
    journey.knows(&[("JOBSEEKER", "true"), ("jobseeker_over_26", "true")]).await;
    let asked = ["COMPANY: 6 8", "COMPANY_TUTOR: 6 8", "CAREER_SERVICES: 6"];
    journey.stands(&["6: OPCO", "8: COMPANY"], &[], &asked).await;
    journey.has_company_tutor().await;
    journey.does(journey.company(), "6", DECISION).await;
    journey.is_active().await;
    journey.stands(&["8: COMPANY"], &[], &["COMPANY: 8", "COMPANY_TUTOR: 8"]).await;
    assert_eq!(journey.due().await, ["6 2026-09-21 -", "5 2026-10-06 -", "8 2027-01-01"]);
    cast.pass(123).await;
    let people = [journey.company(), &cast.desk];
    assert_eq!(
        (journey.overdue(&people).await, journey.reminded(&people).await),
        (vec![json!(1), json!(1)], vec![1, 0])
    );
    journey.does(journey.company(), "8", &[]).await;
    assert_eq!(journey.done("8").await, "DONE by COMPANY for COMPANY, late");
    assert_eq!(journey.overdue(&people).await, [Value::from(0), Value::from(0)]);
    assert_eq!(journey.hires().await, ["CONTRACT"]);
}
