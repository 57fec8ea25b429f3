//! The four schools' procedures, from their opening to the end.

use super::{Case, day, event, inputs};
use crate::contract_type::ContractType::{Apprenticeship, Professionalisation};
use crate::procedure::run::StepStatus::{AwaitingValidation, Blocked, DoesNotApply, Done, Open};
use crate::procedure::{
    Actor::TrainingCentre,
    Actor::{CareerServices, Company, CompanyTutor, DepartmentHead, Direction, Opco, SchoolTutor, Student},
    Event, EventKind, Mark, Refusal, acting_for,
};

#[test]
fn insa_goes_from_the_interview_to_three_signatures() {
    let mut case = Case::of("INSA-TOULOUSE", Professionalisation);
    assert_eq!(case.those(Done), ["search", "interview"], "the confirmed application shows it");
    assert_eq!(case.run.step("dates").unwrap().unanswered, ["usual_dates"]);
    case.states("usual_dates", true, Student).unwrap();
    assert_eq!(case.those(DoesNotApply), ["dates"]);
    case.completes("2", Company, "2025-06-02").unwrap();
    case.completes("3", Student, "2025-06-03").unwrap();
    assert_eq!(case.those(Open), ["4", "5"], "the agreement is issued while the missions are validated");
    case.completes("4", Student, "2025-06-04").unwrap();
    case.validates("4", DepartmentHead, "2025-06-05").unwrap();
    assert_eq!(case.run.step("4").unwrap().waiting_for, [CareerServices]);
    assert_eq!(case.validates("4", DepartmentHead, "2025-06-05"), Err(Refusal::AlreadyDone));
    case.refuses("4", CareerServices, "2025-06-06").unwrap();
    let fourth = case.run.step("4").unwrap();
    assert_eq!((fourth.status, fourth.validated_by.len()), (Open, 0), "both validate what is handed in anew");
    assert!(!fourth.inputs.is_empty(), "what was written is a start for the next time");
    case.completes("4", Student, "2025-06-07").unwrap();
    case.validates("4", CareerServices, "2025-06-08").unwrap();
    case.validates("4", DepartmentHead, "2025-06-08").unwrap();
    case.completes("5", CareerServices, "2025-06-09").unwrap();
    assert!(!case.run.ready_to_activate);
    assert!(case.does(EventKind::Activated, CareerServices, "2025-06-09").is_err());
    case.completes("6", Direction, "2025-06-10").unwrap();
    assert!(case.run.ready_to_activate && !case.run.is_active);
    case.does(EventKind::Activated, CareerServices, "2025-06-10").unwrap();
    assert!(case.run.is_active && case.run.is_finished);
}

#[test]
fn other_dates_at_insa_are_agreed_on_first() {
    let mut case = Case::of("INSA-TOULOUSE", Professionalisation);
    case.states("usual_dates", false, Student).unwrap();
    assert_eq!(case.run.step("2").unwrap().blocked_by, ["dates"]);
    case.completes("dates", CareerServices, "2025-06-02").unwrap();
    case.completes("2", Student, "2025-06-03").unwrap();
    case.states("usual_dates", true, Student).unwrap();
    assert_eq!((case.status("dates"), case.status("2")), (DoesNotApply, Done));
    case.states("usual_dates", false, Student).unwrap();
    assert_eq!((case.status("dates"), case.status("2")), (Open, Blocked), "the dates were not agreed on");
}

#[test]
fn albi_keeps_the_place_for_a_time_when_the_missions_are_refused() {
    let mut case = Case::of("IMT-ALBI", Apprenticeship);
    case.completes("1", Student, "2025-06-02").unwrap();
    case.completes("2", Student, "2025-06-02").unwrap();
    let place = case.run.place.unwrap();
    assert_eq!((place.since, place.held_until), (day("2025-06-02"), None));
    case.refuses("2", DepartmentHead, "2025-06-10").unwrap();
    assert_eq!((case.status("1"), case.status("2")), (Done, Open));
    assert_eq!(case.run.place.unwrap().held_until, Some(day("2025-07-10")));
    assert_eq!(case.run.step("2").unwrap().setback.as_ref().unwrap().reason, "not as agreed");
    case.completes("2", Company, "2025-06-20").unwrap();
    assert_eq!(case.run.place.unwrap().held_until, None, "it is the school's turn");
    case.validates("2", DepartmentHead, "2025-06-21").unwrap();
    case.completes("3", TrainingCentre, "2025-06-30").unwrap();
    case.completes("3b", Company, "2025-07-01").unwrap();
    let record = |case: &Case| {
        let step = case.procedure.step("3c").unwrap();
        let kind = EventKind::Completed { step: "3c".into(), inputs: inputs(step) };
        event(&case.run, kind, Opco, TrainingCentre, day("2025-07-21"))
    };
    case.records(record(&case)).unwrap();
    assert!(case.run.ready_to_activate);
    case.does(EventKind::Activated, TrainingCentre, "2025-07-21").unwrap();
    assert_eq!(case.those(Open), ["topic"]);
    let topic = Event { by: Student, recorded_by: Student, ..record(&case) };
    let kind =
        EventKind::Completed { step: "topic".into(), inputs: inputs(case.procedure.step("topic").unwrap()) };
    case.records(Event { kind, ..topic }).unwrap();
    assert_eq!(case.run.step("topic").unwrap().recorders, [CareerServices, SchoolTutor]);
    case.validates("topic", SchoolTutor, "2025-12-01").unwrap();
    case.validates("topic", CompanyTutor, "2025-12-02").unwrap();
    assert!(case.run.is_finished);
}

#[test]
fn a_place_given_up_is_no_place() {
    let mut case = Case::of("IMT-ALBI", Apprenticeship);
    assert_eq!(case.run.place, None);
    case.completes("1", Student, "2025-06-02").unwrap();
    let reason = "handed in by mistake".to_owned();
    case.does(EventKind::Reopened { step: "1".into(), reason }, CareerServices, "2025-06-03").unwrap();
    assert_eq!(case.run.place, None);
}

/// Alès up to its active contract, everything graded in full.
fn ales(double_degree: bool) -> Case {
    let mut case = Case::of("IMT-ALES", Professionalisation);
    case.states("double_degree", double_degree, Student).unwrap();
    let on = "2025-07-01";
    case.completes("1", Student, on).unwrap();
    case.completes("2", Student, on).unwrap();
    case.completes("3", Student, on).unwrap();
    case.validates("3", DepartmentHead, on).unwrap();
    if double_degree {
        assert_eq!(case.run.step("4").unwrap().blocked_by, ["3'"]);
        case.completes("3'", DepartmentHead, on).unwrap();
    }
    for (step, by) in [("4", Company), ("4'", Student), ("5", Student), ("5'", Company)] {
        case.completes(step, by, on).unwrap();
    }
    assert_eq!(case.those(Open), ["6", "7"]);
    assert_eq!(case.run.step("6").unwrap().recorders, [CareerServices]);
    for (step, by) in [("6", Direction), ("6'", CareerServices), ("7", CareerServices)] {
        case.completes(step, by, on).unwrap();
    }
    case.does(EventKind::Activated, CareerServices, on).unwrap();
    case
}

fn grades(case: &mut Case, step: &str, points: u8) -> Result<(), Refusal> {
    case.does(EventKind::Graded { step: step.to_owned(), points }, CareerServices, "2026-03-01")
}

#[test]
fn ales_gives_a_mark_out_of_twenty_without_the_steps_that_do_not_apply() {
    for (double_degree, maximum, single_acts) in [(false, 14, 4), (true, 15, 5)] {
        let mut case = ales(double_degree);
        let score = case.run.score.unwrap();
        assert_eq!((score.maximum, score.points, score.is_final), (maximum, single_acts, false));
        for (step, by) in [("A", Student), ("B", Student), ("C", Student), ("D", Student)] {
            case.completes(step, by, "2025-12-01").unwrap();
        }
        assert_eq!(case.status("D"), AwaitingValidation);
        assert_eq!(grades(&mut case, "D", 2), Err(Refusal::NotDone));
        case.validates("D", SchoolTutor, "2025-12-02").unwrap();
        assert!(case.run.is_finished && !case.run.score.unwrap().is_final);
        for step in ["2", "4", "5", "C", "D"] {
            grades(&mut case, step, if step == "C" { 0 } else { 2 }).unwrap();
        }
        grades(&mut case, "4'", 0).unwrap();
        let score = case.run.score.unwrap();
        assert_eq!((score.points, score.is_final), (maximum - 3, true));
        // 20 x 11 / 14 = 15.71…; 20 x 12 / 15 = 16.
        assert_eq!(score.mark, if double_degree { Mark(160) } else { Mark(157) });
        assert_eq!(grades(&mut case, "D", 3), Err(Refusal::PointsOutOfRange { maximum: 2 }));
        assert_eq!(grades(&mut case, "6'", 1), Err(Refusal::NotGraded));
    }
}

#[test]
fn ales_opens_the_contact_sheet_again_when_the_department_refuses() {
    let mut case = Case::of("IMT-ALES", Professionalisation);
    case.states("double_degree", true, Student).unwrap();
    for step in ["1", "2", "3", "3'"] {
        case.completes(step, Student, "2025-07-01").unwrap();
    }
    case.refuses("3", DepartmentHead, "2025-07-02").unwrap();
    assert_eq!(case.those(Open), ["2"]);
    let consent = case.run.step("3'").unwrap();
    assert_eq!((consent.status, consent.setback.as_ref().unwrap().step.as_str()), (Blocked, "3"));
}

#[test]
fn incidents_are_reported_as_often_as_they_happen() {
    let mut case = ales(false);
    for times in 1..=3 {
        case.completes("any", Student, "2025-10-01").unwrap();
        let any = case.run.step("any").unwrap();
        assert_eq!((any.status, any.times), (Open, times));
    }
    assert!(!case.run.is_finished);
    let reason = "twice".to_owned();
    let reopened = EventKind::Reopened { step: "any".into(), reason };
    assert_eq!(case.does(reopened, CareerServices, "2025-10-02"), Err(Refusal::NotDone));
}

/// Enssat up to the complete file.
fn enssat() -> Case {
    let mut case = Case::of("ENSSAT", Professionalisation);
    case.completes("1", Company, "2025-08-01").unwrap();
    case.validates("1", DepartmentHead, "2025-08-02").unwrap();
    assert_eq!(case.those(Open), ["2", "4", "7"]);
    for (step, by) in [("2", Company), ("3", CareerServices), ("4", Company), ("3b", Company), ("7", Company)]
    {
        case.completes(step, by, "2025-08-10").unwrap();
    }
    case.completes("5", Company, "2025-09-04").unwrap();
    case
}

#[test]
fn enssat_waits_for_the_decision_of_the_opco_and_takes_the_file_up_again_when_it_refuses() {
    let mut case = enssat();
    let sixth = case.run.step("6").unwrap();
    assert_eq!((&*sixth.waiting_for, &*sixth.recorders), (&[Opco][..], &[Company, CareerServices][..]));
    assert_eq!(acting_for(&case.procedure, &case.facts, &case.run, "6", Company), Some(Opco));
    assert_eq!(acting_for(&case.procedure, &case.facts, &case.run, "6", Student), None);
    let letter = inputs(case.procedure.step("6").unwrap());
    let refused = |inputs| EventKind::Refused { step: "6".into(), reason: "No funds".into(), inputs };
    let without = event(&case.run, refused([].into()), Opco, Company, day("2025-09-20"));
    let path = vec!["inputs".to_owned(), "letter".to_owned()];
    assert_eq!(case.records(without), Err(Refusal::InputMissing { path }));
    let by_student = event(&case.run, refused(letter.clone()), Opco, Student, day("2025-09-20"));
    assert_eq!(case.records(by_student), Err(Refusal::NoStandIn { actor: Opco }));
    case.records(event(&case.run, refused(letter.clone()), Opco, Company, day("2025-09-20"))).unwrap();
    assert_eq!((case.status("5"), case.status("6")), (Open, Blocked));
    assert!(!case.run.step("6").unwrap().inputs.is_empty(), "the letter is kept");
    case.completes("5", Company, "2025-09-22").unwrap();
    let accepted = EventKind::Completed { step: "6".into(), inputs: letter };
    case.records(event(&case.run, accepted, Opco, CareerServices, day("2025-10-01"))).unwrap();
    assert!(case.run.ready_to_activate, "whether the jobseeker's aid applies holds nothing up");
    case.does(EventKind::Activated, CareerServices, "2025-10-01").unwrap();
    assert!(!case.run.is_finished, "nobody has said yet whether the aid applies");
    case.states("jobseeker_over_26", true, Company).unwrap();
    case.completes("8", Company, "2025-11-01").unwrap();
    assert!(case.run.is_finished);
}
