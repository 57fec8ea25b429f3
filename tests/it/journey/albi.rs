//! IMT Mines Albi: an apprenticeship of three years, with places of options that are counted.

use super::cast::{Cast, Journey, School};
use super::walk::{FILE, PERSON};
use crate::document::scene::upload;
use crate::harness::TestApp;
use crate::offer::scene::told;
use serde_json::{Value, json};

trials![
    on_time_everybody_does_the_own_part_and_the_contract_is_active,
    late_without_a_training_centre_the_desk_stands_in_and_the_contract_is_active,
    a_place_kept_for_refused_missions_goes_in_time_to_whoever_waits,
];

const SCHOOL: School = School {
    code: "IMT-ALBI",
    option: "GENINDUS",
    head_of: "GENINDUS",
    other: Some("MATERIAUX"),
    contract_type: "APPRENTICESHIP",
    start: "2026-09-14",
    end: "2029-09-13",
};
const AGREEMENT: &[(&str, &str)] = &[("signed_agreement", FILE)];
const MISSIONS: &[(&str, &str)] = &[
    ("family", "production"),
    ("missions_1", "Follow a line."),
    ("missions_2", "Improve a line."),
    ("missions_3", "Plan a line."),
    ("company_tutor", PERSON),
    ("tutor_qualification", "engineer"),
    ("hr_contact", PERSON),
];
const LETTER: &[(&str, &str)] = &[("letter", FILE)];
const SELECTED: &[(&str, &str)] =
    &[("TWO_YEARS_OF_HIGHER_EDUCATION", "true"), ("SELECTED_BY_SCHOOL", "true")];

async fn on_time_everybody_does_the_own_part_and_the_contract_is_active(app: TestApp) {
    let cast = Cast::of(app, &SCHOOL).await;
    cast.has_places(1).await;
    let journey = cast.opened().await;
    let rest = ["2 < 1", "3 < 2", "3b < 3", "3c < 3b"];
    let both = |step: &str| ["STUDENT", "COMPANY", "COMPANY_TUTOR"].map(|who| format!("{who}: {step}"));
    let [student, company, tutor] = both("1");
    journey.stands(&["1: COMPANY STUDENT"], &rest, &[&student, &company, &tutor]).await;
    // The fifth working day after Monday the 14th is a Saturday; the file has to be there for the OPCO to decide.
    assert_eq!(journey.due().await, ["3 2026-09-14", "3b 2026-09-19", "3c ?", "topic ?"]);
    assert_eq!(place(&journey).await, Value::Null);
    journey.does(journey.student(), "1", AGREEMENT).await;
    assert_eq!(place(&journey).await, "HELD");
    let [student, company, tutor] = both("2");
    journey.stands(&["2: COMPANY STUDENT"], &rest[1..], &[&student, &company, &tutor]).await;
    journey.does(journey.company(), "2", MISSIONS).await;
    journey.stands(&["2: DEPARTMENT_HEAD"], &rest[1..], &["DEPARTMENT_HEAD: 2"]).await;
    journey.agrees(&cast.head, "2").await;
    let asked = ["COMPANY: 3", "COMPANY_TUTOR: 3", "TRAINING_CENTRE: 3"];
    journey.stands(&["3: TRAINING_CENTRE COMPANY"], &rest[2..], &asked).await;
    journey.does(cast.centre.as_ref().unwrap(), "3", &[]).await;
    let asked = ["COMPANY: 3b", "COMPANY_TUTOR: 3b", "TRAINING_CENTRE: 3b"];
    journey.stands(&["3b: COMPANY TRAINING_CENTRE"], &rest[3..], &asked).await;
    journey.does(journey.company(), "3b", &[]).await;
    assert_eq!(journey.due().await, ["3 2026-09-14 -", "3b 2026-09-19 -", "3c 2026-09-21", "topic ?"]);
    decided(&journey).await;
    topic(&journey).await;
}

/// The OPCO answers; the training centre records it.
async fn decided(journey: &Journey<'_>) {
    let centre = journey.cast.centre.as_ref().unwrap();
    let asked = ["COMPANY: 3c", "COMPANY_TUTOR: 3c", "CAREER_SERVICES: 3c", "TRAINING_CENTRE: 3c"];
    journey.stands(&["3c: OPCO"], &[], &asked).await;
    assert_eq!(journey.status().await, "PREPARING");
    assert_eq!(journey.not_eligible(centre, "3c", LETTER).await, ["LEVEL", "SELECTION"]);
    journey.knows(SELECTED).await;
    journey.has_company_tutor().await;
    journey.does(centre, "3c", LETTER).await;
    journey.is_active().await;
    assert_eq!(journey.done("3c").await, "DONE by TRAINING_CENTRE for OPCO");
}

/// Once it is active, the first year's project: the company's tutor and the school's agree to it.
async fn topic(journey: &Journey<'_>) {
    let cast = journey.cast;
    journey.stands(&["topic: STUDENT"], &[], &["STUDENT: topic"]).await;
    cast.sets(&[("semester_1_end", "2027-01-29")]).await;
    assert_eq!(journey.due().await[3], "topic 2027-01-29");
    journey.does(journey.student(), "topic", &[("topic", "A shorter line.")]).await;
    journey.has_tutors().await;
    let asked = ["COMPANY_TUTOR: topic", "CAREER_SERVICES: topic", "SCHOOL_TUTOR: topic"];
    journey.stands(&["topic: COMPANY_TUTOR SCHOOL_TUTOR"], &[], &asked).await;
    journey.agrees(&cast.colleague, "topic").await;
    journey.stands(&["topic: SCHOOL_TUTOR"], &[], &["SCHOOL_TUTOR: topic"]).await;
    journey.agrees(&cast.school_tutor, "topic").await;
    journey.stands(&[], &[], &[]).await;
    assert_eq!(journey.hires().await, ["CONTRACT"]);
}

async fn late_without_a_training_centre_the_desk_stands_in_and_the_contract_is_active(app: TestApp) {
    let cast = Cast::without_centre(app, &SCHOOL).await;
    let journey = cast.opened().await;
    let people = [journey.student(), journey.company(), &cast.desk, &cast.head];
    journey.does(journey.company(), "1", AGREEMENT).await;
    journey.does(journey.student(), "2", MISSIONS).await;
    journey.agrees(&cast.head, "2").await;
    journey.knows(SELECTED).await;
    cast.pass(20).await;
    assert_eq!(journey.due().await, ["3 2026-09-14 late", "3b 2026-09-19 late", "3c ?", "topic ?"]);
    assert_eq!(journey.overdue(&people).await, [1, 1, 1, 1]);
    assert_eq!(journey.reminded(&people).await, [0, 1, 1, 0], "of what they can do: the third step alone");
    cast.pass(1).await;
    assert_eq!(journey.reminded(&people).await, [0, 1, 1, 0], "once");
    let asked = ["COMPANY: 3", "COMPANY_TUTOR: 3", "CAREER_SERVICES: 3"];
    journey.stands(&["3: TRAINING_CENTRE COMPANY"], &["3b < 3", "3c < 3b"], &asked).await;
    journey.does(&cast.desk, "3", &[]).await;
    assert_eq!(journey.done("3").await, "DONE by CAREER_SERVICES for TRAINING_CENTRE, late");
    journey.does(journey.company(), "3b", &[]).await;
    assert_eq!(journey.done("3b").await, "DONE by COMPANY for COMPANY, late");
    cast.pass(21).await;
    assert_eq!(journey.due().await[2], "3c 2026-10-12 late");
    assert_eq!(journey.reminded(&people).await, [0, 2, 2, 0]);
    // The letter was in time, and the company cannot say so.
    let file = upload(journey.company(), &journey.contract.id).await;
    let letter = format!("inputs: [{{ key: \"letter\", value: \"{file}\" }}], on: \"2026-10-09\"");
    let by_company = journey.contract.take(journey.company(), "stepComplete", "3c", &letter).await;
    assert_eq!(by_company.user_error_codes(), ["INVALID"]);
    journey.has_company_tutor().await;
    journey.contract.take(&cast.desk, "stepComplete", "3c", &letter).await.expect_data();
    assert_eq!(journey.done("3c").await, "DONE by CAREER_SERVICES for OPCO");
    journey.is_active().await;
    assert_eq!(journey.overdue(&people).await, [0, 0, 0, 0]);
}

async fn a_place_kept_for_refused_missions_goes_in_time_to_whoever_waits(app: TestApp) {
    let cast = Cast::of(app, &SCHOOL).await;
    cast.has_places(1).await;
    let later = json!({ "start": "2026-11-02", "end": "2029-11-01" });
    let one = cast.opened_by("2004-03-01", later.clone()).await;
    let two = cast.opened_by("2005-03-01", later).await;
    one.does(one.student(), "1", AGREEMENT).await;
    two.does(two.student(), "1", AGREEMENT).await;
    assert_eq!([place(&one).await, place(&two).await], ["HELD", "WAITING"]);
    assert_eq!(told(two.student()).await[0], "CONTRACT_WAITING");
    one.does(one.company(), "2", MISSIONS).await;
    one.refuses(&cast.head, "2", "No work of a technician.").await;
    let asked = ["STUDENT: 2", "COMPANY: 2", "COMPANY_TUTOR: 2"];
    one.stands(&["2: COMPANY STUDENT"], &["3 < 2", "3b < 3", "3c < 3b"], &asked).await;
    let kept = one.contract.read(one.student(), "place { status heldUntil }").await;
    assert_eq!(kept["place"], json!({ "status": "HELD", "heldUntil": "2026-10-01" }));
    cast.pass(30).await;
    assert_eq!([place(&one).await, place(&two).await], ["HELD", "WAITING"], "the last day of the place");
    cast.pass(1).await;
    assert_eq!([place(&one).await, place(&two).await], ["RELEASED", "HELD"]);
    assert_eq!(told(two.student()).await[0], "CONTRACT_PLACE_RESERVED");
    // Whoever waited goes on; the other does it again, and waits now.
    two.has_company_tutor().await;
    registered(&two).await.expect_data();
    two.is_active().await;
    assert_eq!(registered(&one).await.user_error_codes(), ["NO_PLACE"]);
    assert_eq!(place(&one).await, "WAITING");
    assert_eq!(two.hires().await, ["CONTRACT"]);
    cast.has_places(2).await;
    assert_eq!(place(&one).await, "HELD");
    one.has_company_tutor().await;
    one.does(one.company(), "3c", LETTER).await;
    assert_eq!(one.status().await, "ACTIVE");
    assert_eq!(one.hires().await, ["CONTRACT", "CONTRACT"]);
}

/// From the missions to the OPCO's answer, whatever comes of it.
async fn registered(journey: &Journey<'_>) -> crate::harness::Answer {
    journey.does(journey.company(), "2", MISSIONS).await;
    journey.agrees(&journey.cast.head, "2").await;
    journey.does(journey.company(), "3", &[]).await;
    journey.does(journey.company(), "3b", &[]).await;
    journey.knows(SELECTED).await;
    let letter = journey.with_files(journey.company(), LETTER).await;
    journey.contract.complete(journey.company(), "3c", letter).await
}

async fn place(journey: &Journey<'_>) -> Value {
    journey.contract.read(&journey.cast.desk, "place { status }").await["place"]["status"].take()
}
