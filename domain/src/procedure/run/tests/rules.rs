//! What is refused, one rule at a time.

use super::{Case, day, event, noon};
use crate::contract_type::ContractType::{Apprenticeship, Professionalisation};
use crate::locale::Locale;
use crate::procedure::{Actor, Event, EventKind, FactValue, Inputs, Refusal, Value, Words, fold};
use chrono::Days;
use std::collections::BTreeSet;

fn completed(step: &str) -> EventKind {
    EventKind::Completed { step: step.to_owned(), inputs: Inputs::new() }
}

#[test]
fn what_a_step_needs_is_said() {
    let mut case = Case::of("IMT-ALES", Professionalisation);
    let on = "2025-07-01";
    let unknown = case.does(completed("9"), Actor::Student, on).unwrap_err();
    assert!(
        unknown
            .text()
            .in_locale(Locale::En)
            .ends_with("there are: 1, 2, 3, 3', 4, 4', 5, 5', 6, 6', 7, A, B, C, D, any")
    );
    assert_eq!(
        case.does(completed("2"), Actor::Student, on).map_err(|refusal| refusal.text()),
        Err(Words::new(
            "Cette étape n'est pas encore ouverte ; à faire avant : 1",
            "This step is not open yet; to be done before: 1"
        ))
    );
    let waits = case.does(completed("A"), Actor::Student, on).unwrap_err();
    assert!(matches!(waits, Refusal::NotOpen { waits_for_activation: true, .. }));
    let not_yours = case.does(completed("1"), Actor::Company, on).unwrap_err();
    assert_eq!(not_yours, Refusal::NotYours { actors: vec![Actor::Student] });
    case.does(completed("1"), Actor::Student, on).unwrap();
    assert_eq!(case.does(completed("1"), Actor::Student, on), Err(Refusal::AlreadyDone));
    assert_eq!(case.validates("1", Actor::CareerServices, on), Err(Refusal::AlreadyDone));
    assert_eq!(case.refuses("1", Actor::CareerServices, on), Err(Refusal::NotRefusable));
    assert_eq!(case.validates("2", Actor::CareerServices, on), Err(Refusal::NotDone));
}

#[test]
fn inputs_are_checked_and_nothing_else_is_taken() {
    let mut case = Case::of("IMT-ALES", Professionalisation);
    case.completes("1", Actor::Student, "2025-07-01").unwrap();
    let mut given = super::inputs(case.procedure.step("2").unwrap());
    let mut with = |key: &str, value: Value| {
        given.insert(key.to_owned(), value);
        let kind = EventKind::Completed { step: "2".into(), inputs: given.clone() };
        case.does(kind, Actor::Student, "2025-07-01").map_err(|refusal| refusal.path().join("."))
    };
    assert_eq!(with("activities", Value::Text(" ".into())), Err("inputs.activities".into()));
    assert_eq!(with("activities", Value::Boolean(true)), Err("inputs.activities".into()));
    assert_eq!(with("activities", Value::Text("é".repeat(4001))), Err("inputs.activities".into()));
    assert_eq!(with("activities", Value::Text("é".repeat(4000))), Ok(()));
    let mut case = Case::of("IMT-ALES", Professionalisation);
    let inputs = Inputs::from([("pay".into(), Value::Boolean(true))]);
    let refused = case.does(EventKind::Completed { step: "1".into(), inputs }, Actor::Student, "2025-07-01");
    let expected = Words::new("rien", "nothing");
    assert_eq!(refused, Err(Refusal::InputInvalid { path: vec!["inputs".into(), "pay".into()], expected }));
}

#[test]
fn events_come_one_after_the_other_and_never_from_the_future() {
    let case = Case::of("IMT-ALES", Professionalisation);
    let good = event(&case.run, completed("1"), Actor::Student, Actor::Student, day("2025-07-01"));
    let apply = |event: Event| super::apply(&case.procedure, &case.facts, &case.run, &event).map(|_| ());
    assert_eq!(apply(Event { sequence: 2, ..good.clone() }), Err(Refusal::OutOfOrder { expected: 1 }));
    let tomorrow = good.on.checked_add_days(Days::new(1)).unwrap();
    let later = good.on.checked_add_days(Days::new(2)).unwrap();
    assert_eq!(apply(Event { on: tomorrow, ..good.clone() }), Ok(()), "in France it may be");
    assert_eq!(apply(Event { on: later, ..good.clone() }), Err(Refusal::InTheFuture));
    assert_eq!(apply(Event { at: noon(later), ..good }), Ok(()), "what happened may be recorded later");
}

#[test]
fn career_services_stand_in_for_those_without_an_account_and_for_nobody_else() {
    let mut case = Case::of("ENSSAT", Professionalisation);
    let inputs = super::inputs(case.procedure.step("1").unwrap());
    let kind = EventKind::Completed { step: "1".into(), inputs };
    let stand_in = event(&case.run, kind, Actor::Company, Actor::CareerServices, day("2025-07-01"));
    assert_eq!(case.records(stand_in.clone()), Err(Refusal::NoStandIn { actor: Actor::Company }));
    case.facts.absent = BTreeSet::from([Actor::Company]);
    case.records(stand_in).unwrap();
    case.facts.absent.clear();
    let again = fold(&case.procedure, &case.facts, &case.events);
    assert!(again.is_ok(), "the company has members now; what was recorded for it stands");
}

#[test]
fn a_step_is_opened_again_with_a_reason_and_with_it_what_came_after() {
    let mut case = Case::of("IMT-ALBI", Apprenticeship);
    for step in ["1", "2"] {
        case.completes(step, Actor::Company, "2025-07-01").unwrap();
    }
    case.validates("2", Actor::DepartmentHead, "2025-07-01").unwrap();
    let reopened = |reason: &str| EventKind::Reopened { step: "1".into(), reason: reason.into() };
    assert_eq!(case.does(reopened("  "), Actor::CareerServices, "2025-07-02"), Err(Refusal::ReasonMissing));
    let others = case.does(reopened("why"), Actor::Company, "2025-07-02");
    assert_eq!(others, Err(Refusal::NotYours { actors: vec![Actor::CareerServices] }));
    case.does(reopened("wrong option"), Actor::CareerServices, "2025-07-02").unwrap();
    let second = case.run.step("2").unwrap();
    assert_eq!(second.blocked_by, ["1"]);
    assert!(second.validated_by.is_empty() && second.completion.is_none());
    assert_eq!(second.setback.as_ref().unwrap().reason, "wrong option");
}

#[test]
fn an_active_contracts_preparation_stays_as_it_is() {
    let mut case = Case::of("IMT-ALES", Professionalisation);
    case.states("double_degree", false, Actor::Student).unwrap();
    let steps = ["1", "2", "3", "4", "4'", "5", "5'", "6", "6'", "7"];
    for step in steps {
        let by = case.procedure.step(step).unwrap().actors[0];
        case.completes(step, by, "2025-07-01").unwrap();
        if step == "3" {
            case.validates(step, Actor::DepartmentHead, "2025-07-01").unwrap();
        }
    }
    case.does(EventKind::Activated, Actor::CareerServices, "2025-07-01").unwrap();
    let again = case.does(EventKind::Activated, Actor::CareerServices, "2025-07-01");
    assert_eq!(again, Err(Refusal::AlreadyDone));
    let reopened = EventKind::Reopened { step: "2".into(), reason: "other work".into() };
    let refused = case.does(reopened, Actor::CareerServices, "2025-10-01");
    assert_eq!(refused, Err(Refusal::AlreadyActive));
    assert_eq!(case.states("double_degree", true, Actor::Student), Err(Refusal::AlreadyActive));
}

#[test]
fn facts_are_answered_by_those_who_know() {
    let mut case = Case::of("IMT-ALES", Professionalisation);
    assert!(matches!(case.states("age", true, Actor::Student), Err(Refusal::UnknownFact { .. })));
    assert!(matches!(case.states("double_degree", true, Actor::Company), Err(Refusal::NotYours { .. })));
    let value = FactValue::Choice("maybe".into());
    let odd = EventKind::Stated { fact: "double_degree".into(), value };
    let refused = case.does(odd, Actor::Student, "2025-07-01").unwrap_err();
    assert_eq!(refused.text().en, "Possible answers to \"double_degree\": true, false");
}

#[test]
fn every_refusal_has_a_code_and_both_languages() {
    let refusal = Refusal::NotReady { steps: vec!["3".into()] };
    assert_eq!((refusal.code(), refusal.text().fr.as_str()), ("NOT_READY", "Il reste à faire : 3"));
    assert_eq!(Refusal::DoesNotApply.code(), "DOES_NOT_APPLY");
}
