//! IMT Mines Alès: a professionalisation contract of the 3rd year, whose procedure is graded.

use super::cast::{Cast, Journey, School};
use super::walk::{FILE, PERSON, given};
use crate::harness::{Client, TestApp, factory};
use crate::offer::scene::told;
use domain::role::Role;
use serde_json::{Value, json};

trials![
    on_time_everybody_does_the_own_part_and_the_contract_is_active_and_graded,
    papers_that_come_late_are_shown_reminded_of_once_and_still_taken,
    what_the_head_refuses_is_written_again_and_a_double_degree_needs_its_home_school,
    a_desk_of_a_department_is_told_of_its_options,
];

/// The head is that of the department which the option is of.
const SCHOOL: School = School {
    code: "IMT-ALES",
    option: "2IA-IL",
    head_of: "2IA",
    other: Some("GCBD"),
    contract_type: "PROFESSIONALISATION",
    start: "2026-10-05",
    end: "2027-09-30",
};
const SHEET: &[(&str, &str)] =
    &[("activities", "Write software."), ("company_tutor", PERSON), ("signatory", PERSON)];
const FORM: &[(&str, &str)] = &[("form", "cdd")];
const COPY: &[(&str, &str)] = &[("signed_contract", FILE)];
const KNOWN: &[(&str, &str)] = &[
    ("ADMITTED_TO_FINAL_YEAR", "true"),
    ("EMPLOYER_UNDER_FRENCH_LAW", "true"),
    ("INFORMATION_MEETING_ATTENDED", "true"),
    ("STAY_ABROAD_VALIDATED", "true"),
    ("BLOCKING_RESIT", "false"),
    ("MOBILITY_ABROAD_BEGUN", "false"),
    ("EEA_NATIONAL", "true"),
    ("TOEIC_VALIDATED", "true"),
    ("SCHOLARSHIP_HOLDER", "false"),
    ("DEPARTMENT_HEAD_APPROVAL", "true"),
];
/// What waits for the activities to be validated, without a double degree.
const REST: [&str; 7] = ["4 < 3", "4' < 4", "5 < 4", "5' < 5", "6 < 5'", "6' < 6", "7 < 4' 5'"];

async fn on_time_everybody_does_the_own_part_and_the_contract_is_active_and_graded(app: TestApp) {
    let cast = Cast::of(app, &SCHOOL).await;
    let journey = cast.opened().await;
    let unknown = [&["2 < 1", "3 < 2", "3' < 2 ?double_degree", "4 < 3 3'"][..], &REST[1..]].concat();
    journey.stands(&["1: STUDENT"], &unknown, &["STUDENT: 1"]).await;
    dated(&journey).await;
    journey.does(journey.student(), "1", &[]).await;
    let by_company = journey.contract.facts(journey.company(), &[("double_degree", "false")]).await;
    assert_eq!(by_company.user_error_codes(), ["NOT_YOUR_STEP"]);
    journey.contract.facts(journey.student(), &[("double_degree", "false")]).await.expect_data();
    let asked = ["STUDENT: 2", "COMPANY: 2", "COMPANY_TUTOR: 2"];
    journey.stands(&["2: STUDENT COMPANY"], &[&["3 < 2"][..], &REST[..]].concat(), &asked).await;
    journey.does(journey.company(), "2", SHEET).await;
    journey.stands(&["3: STUDENT"], &REST, &["STUDENT: 3"]).await;
    journey.does(journey.student(), "3", &[]).await;
    journey.stands(&["3: DEPARTMENT_HEAD"], &REST, &["DEPARTMENT_HEAD: 3"]).await;
    journey.agrees(&cast.head, "3").await;
    let asked = ["STUDENT: 4", "COMPANY: 4", "COMPANY_TUTOR: 4", "CAREER_SERVICES: 4"];
    journey.stands(&["4: COMPANY STUDENT CAREER_SERVICES"], &REST[1..], &asked).await;
    journey.does(journey.company(), "4", FORM).await;
    let open = ["4': STUDENT", "5: STUDENT COMPANY CAREER_SERVICES"];
    let asked = ["STUDENT: 4' 5", "COMPANY: 5", "COMPANY_TUTOR: 5", "CAREER_SERVICES: 5"];
    journey.stands(&open, &REST[3..], &asked).await;
    journey.does(journey.student(), "4'", COPY).await;
    journey.does(&cast.desk, "5", &[]).await;
    let asked = ["STUDENT: 5'", "COMPANY: 5'", "COMPANY_TUTOR: 5'"];
    journey.stands(&["5': STUDENT COMPANY"], &["6 < 5'", "6' < 6", "7 < 5'"], &asked).await;
    journey.does(journey.student(), "5'", &[]).await;
    signed_by_the_school(&journey).await;
    journey.is_active().await;
    graded(&journey).await;
}

/// Deadlines are dated once the school has set the days of its year.
async fn dated(journey: &Journey<'_>) {
    assert_eq!(journey.due().await, ["4' ?", "5' ?", "A ?", "B ?", "C ?", "D ?"]);
    let days = [
        ("year_start", "2026-10-05"),
        ("christmas_holidays", "2026-12-19"),
        ("semester_1_end", "2026-12-31"),
        ("final_project_start", "2027-03-08"),
    ];
    journey.cast.sets(&days).await;
    let due =
        ["4' 2026-09-21", "5' 2026-09-21", "A 2026-12-18", "B 2026-12-18", "D 2026-12-31", "C 2027-03-07"];
    assert_eq!(journey.due().await, due);
}

/// The desk tells the social service, records the direction's signature and sends the agreement; a warning of eligibility
/// is acknowledged before.
async fn signed_by_the_school(journey: &Journey<'_>) {
    let cast = journey.cast;
    journey.stands(&["6: DIRECTION", "7: CAREER_SERVICES"], &["6' < 6"], &["CAREER_SERVICES: 6 7"]).await;
    journey.does(&cast.desk, "7", &[]).await;
    journey.does(&cast.desk, "6", &[]).await;
    assert_eq!(journey.done("6").await, "DONE by CAREER_SERVICES for DIRECTION");
    journey.stands(&["6': CAREER_SERVICES"], &[], &["CAREER_SERVICES: 6'"]).await;
    journey.knows(KNOWN).await;
    journey.knows(&[("TOEIC_VALIDATED", "false")]).await;
    assert_eq!(journey.not_eligible(&cast.desk, "6'", &[]).await, ["TOEIC"]);
    let acknowledge = |client| journey.contract.with(client, "eligibilityAcknowledge", "rule: \"TOEIC\"");
    acknowledge(journey.company()).await.expect_error("FORBIDDEN");
    acknowledge(journey.student()).await.expect_data();
    let nameless = journey.contract.take(&cast.desk, "stepComplete", "6'", "").await;
    assert_eq!(nameless.user_error_codes(), ["FACT_MISSING"], "no tutor is named");
    journey.has_company_tutor().await;
    journey.does(&cast.desk, "6'", &[]).await;
}

/// Points of the steps so far, and the mark that they make.
async fn score(journey: &Journey<'_>, client: &Client) -> Value {
    let fields = "procedure { score { points maximum mark outOf isFinal } }";
    journey.contract.read(client, fields).await["procedure"]["score"].take()
}

async fn grade(journey: &Journey<'_>, step: &str, points: u8) {
    let points = format!("points: {points}");
    journey.contract.take(&journey.cast.desk, "stepGrade", step, &points).await.expect_data();
}

/// Of 14 points: 1 each for the steps 1, 3, 4' and 5', which are done; 2 for 2, 4 and 5, then for C and D. With 1, 2 and 2 of
/// these, 9 points: 20 x 9 / 14 is 12.857. With 1 for C and 2 for D, 12 points: 20 x 12 / 14 is 17.143.
async fn graded(journey: &Journey<'_>) {
    let cast = journey.cast;
    let student = journey.student();
    let by_student = journey.contract.take(student, "stepGrade", "2", "points: 2").await;
    assert_eq!(by_student.user_error_codes(), ["NOT_YOUR_STEP"]);
    let too_many = journey.contract.take(&cast.desk, "stepGrade", "2", "points: 3").await;
    assert_eq!(too_many.user_error_codes(), ["INVALID"]);
    for (step, points) in [("2", 1), ("4", 2), ("5", 2)] {
        grade(journey, step, points).await;
    }
    let so_far = json!({ "points": 9, "maximum": 14, "mark": "12.9", "outOf": 20, "isFinal": false });
    assert_eq!(score(journey, student).await, so_far);
    assert_eq!(score(journey, journey.company()).await, Value::Null, "not the company's business");
    journey.has_tutors().await;
    let open = ["A: STUDENT", "B: STUDENT COMPANY_TUTOR", "C: STUDENT", "D: STUDENT", "any: STUDENT"];
    let asked = ["STUDENT: A B C D any", "COMPANY_TUTOR: B", "CAREER_SERVICES: B"];
    journey.stands(&open, &[], &asked).await;
    journey.does(student, "A", &[("report", FILE)]).await;
    journey.does(&cast.colleague, "B", &[("assessment", FILE)]).await;
    journey.does(student, "C", &[("log", FILE)]).await;
    project(journey).await;
    grade(journey, "C", 1).await;
    grade(journey, "D", 2).await;
    let all = json!({ "points": 12, "maximum": 14, "mark": "17.1", "outOf": 20, "isFinal": true });
    assert_eq!(score(journey, student).await, all);
    assert_eq!(journey.hires().await, ["CONTRACT"]);
}

/// A title has ten words at most; the school's tutor agrees to the project.
async fn project(journey: &Journey<'_>) {
    let sheet = |title| {
        let texts = ["subject", "context", "aim", "objectives", "course"].map(|key| (key, "As agreed."));
        [&[("title", title)][..], &texts[..]].concat()
    };
    let eleven = sheet("one two three four five six seven eight nine ten eleven");
    let wordy = journey.contract.complete(journey.student(), "D", given(&eleven)).await;
    assert_eq!(wordy.user_error_codes(), ["INVALID"]);
    journey.does(journey.student(), "D", &sheet("A compiler for controllers")).await;
    let asked = ["STUDENT: any", "SCHOOL_TUTOR: D"];
    journey.stands(&["D: SCHOOL_TUTOR", "any: STUDENT"], &[], &asked).await;
    journey.agrees(&journey.cast.school_tutor, "D").await;
}

/// A contract of which the activities are validated.
async fn validated(cast: &Cast) -> Journey<'_> {
    cast.sets(&[("year_start", "2026-10-05")]).await;
    let journey = cast.opened().await;
    journey.contract.facts(&cast.head, &[("double_degree", "false")]).await.expect_data();
    journey.does(journey.student(), "1", &[]).await;
    journey.does(journey.student(), "2", SHEET).await;
    journey.does(journey.student(), "3", &[]).await;
    journey.agrees(&cast.head, "3").await;
    journey.knows(KNOWN).await;
    journey
}

async fn papers_that_come_late_are_shown_reminded_of_once_and_still_taken(app: TestApp) {
    let cast = Cast::of(app, &SCHOOL).await;
    let journey = validated(&cast).await;
    journey.does(journey.student(), "4", FORM).await;
    let people = [journey.student(), journey.company(), &cast.desk, &cast.head];
    cast.pass(20).await;
    assert_eq!(journey.overdue(&people).await, [0, 0, 0, 0], "two weeks before the year begins");
    assert_eq!(journey.reminded(&people).await, [1, 0, 0, 0], "of the copy, which the student hands in");
    cast.pass(1).await;
    assert_eq!(journey.due().await[..2], ["4' 2026-09-21 late", "5' 2026-09-21 late"]);
    assert_eq!(journey.overdue(&people).await, [1, 1, 1, 1]);
    assert_eq!(journey.reminded(&people).await, [2, 0, 0, 0]);
    journey.does(journey.company(), "5", &[]).await;
    cast.pass(1).await;
    assert_eq!(
        journey.reminded(&people).await,
        [3, 1, 0, 0],
        "of the agreement too, now that it can be handed in"
    );
    cast.pass(3).await;
    assert_eq!(journey.reminded(&people).await, [3, 1, 0, 0], "once");
    journey.does(journey.student(), "4'", COPY).await;
    journey.does(journey.company(), "5'", &[]).await;
    assert_eq!(journey.done("4'").await, "DONE by STUDENT for STUDENT, late");
    assert_eq!(journey.done("5'").await, "DONE by COMPANY for COMPANY, late");
    journey.has_company_tutor().await;
    for step in ["6", "6'", "7"] {
        journey.does(&cast.desk, step, &[]).await;
    }
    journey.is_active().await;
    assert_eq!(journey.overdue(&people).await, [0, 0, 0, 0]);
}

async fn what_the_head_refuses_is_written_again_and_a_double_degree_needs_its_home_school(app: TestApp) {
    let cast = Cast::of(app, &SCHOOL).await;
    let journey = cast.opened().await;
    journey.knows(&[("double_degree", "true")]).await;
    journey.does(journey.student(), "1", &[]).await;
    journey.does(journey.company(), "2", SHEET).await;
    let rest = [&["4 < 3 3'"][..], &REST[1..]].concat();
    let asked = ["STUDENT: 3 3'", "DEPARTMENT_HEAD: 3'"];
    journey.stands(&["3: STUDENT", "3': STUDENT DEPARTMENT_HEAD"], &rest, &asked).await;
    journey.does(&cast.head, "3'", &[("consent", FILE)]).await;
    journey.does(journey.student(), "3", &[]).await;
    journey.refuses(&cast.head, "3", "No project for half a year.").await;
    // The contact sheet is written again, and what came of it is done again.
    let asked = ["STUDENT: 2", "COMPANY: 2", "COMPANY_TUTOR: 2"];
    let all = [&["3 < 2", "3' < 2"][..], &rest[..]].concat();
    journey.stands(&["2: STUDENT COMPANY"], &all, &asked).await;
    let why = json!({ "step": "3", "refused": true, "reason": "No project for half a year.", "by": "DEPARTMENT_HEAD" });
    assert_eq!(journey.contract.step(journey.student(), "2").await["setback"], why);
    for client in [journey.student(), journey.company()] {
        assert_eq!(told(client).await[0], "CONTRACT_STEP_RETURNED");
    }
    journey.does(journey.student(), "2", SHEET).await;
    journey.does(journey.student(), "3", &[]).await;
    journey.agrees(&cast.head, "3").await;
    journey
        .stands(
            &["3': STUDENT DEPARTMENT_HEAD"],
            &[&["4 < 3'"][..], &REST[1..]].concat(),
            &["STUDENT: 3'", "DEPARTMENT_HEAD: 3'"],
        )
        .await;
    journey.does(journey.student(), "3'", &[("consent", FILE)]).await;
    journey.does(journey.company(), "4", FORM).await;
    journey.does(journey.student(), "4'", COPY).await;
    journey.does(journey.company(), "5", &[]).await;
    journey.does(journey.company(), "5'", &[]).await;
    journey.does(&cast.desk, "7", &[]).await;
    journey.does(&cast.desk, "6", &[]).await;
    journey.knows(KNOWN).await;
    assert_eq!(journey.not_eligible(&cast.desk, "6'", &[]).await, ["HOME_SCHOOL_CONSENT"]);
    journey.knows(&[("HOME_SCHOOL_CONSENT", "true")]).await;
    journey.has_company_tutor().await;
    journey.does(&cast.desk, "6'", &[]).await;
    journey.is_active().await;
    // 15 points, the consent's among them: 5 for single acts, all 6 for 2, 4 and 5; 20 x 11 / 15 is 14.667.
    for step in ["2", "4", "5"] {
        grade(&journey, step, 2).await;
    }
    let so_far = json!({ "points": 11, "maximum": 15, "mark": "14.7", "outOf": 20, "isFinal": false });
    assert_eq!(score(&journey, &cast.desk).await, so_far);
}

async fn a_desk_of_a_department_is_told_of_its_options(app: TestApp) {
    let cast = Cast::of(app, &SCHOOL).await;
    let desk = |code: &'static str| {
        let app = &cast.app;
        async move { factory::staff(app, Role::CareerServices, Some(SCHOOL.code), &[code]).await }
    };
    let (own, other) = (desk("2IA").await, desk("GCBD").await);
    let journey = cast.opened().await;
    assert!(told(&own).await.contains(&"CONTRACT_OPENED".to_owned()));
    assert_eq!(told(&other).await, [""; 0]);
    assert_eq!(journey.contract.read(&own, "status").await["status"], "PREPARING", "it sees it, too");
}
