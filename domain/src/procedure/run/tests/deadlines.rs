//! When steps are due, and overdue.

use super::{Case, day};
use crate::contract_type::ContractType::{Apprenticeship, Professionalisation};
use crate::procedure::{Actor, DueOn};

fn due(case: &Case, step: &str) -> DueOn {
    case.run.step(step).expect("a step").due_on
}

/// The case with other dates; its events stay as they were.
fn dated(mut case: Case, start: &str, calendar: &[(&str, &str)]) -> Case {
    case.facts.start = day(start);
    case.facts.calendar = calendar.iter().map(|(key, on)| ((*key).to_owned(), day(on))).collect();
    case.run = super::fold(&case.procedure, &case.facts, &case.events).unwrap();
    case
}

#[test]
fn a_date_of_the_files_year_serves_that_year_alone() {
    let case = Case::of("IMT-ALES", Professionalisation);
    assert_eq!(due(&case, "5'"), DueOn::On(day("2025-08-18")));
    assert_eq!(due(&case, "A"), DueOn::ToBeDated, "the holidays are not set yet");
    assert_eq!(due(&case, "1"), DueOn::NoDeadline);
    let case =
        dated(case, "2025-09-01", &[("christmas_holidays", "2025-12-20"), ("year_start", "2025-09-08")]);
    assert_eq!(due(&case, "A"), DueOn::On(day("2025-12-19")));
    assert_eq!(due(&case, "5'"), DueOn::On(day("2025-08-25")), "the school's word goes first");
    let mut next = Case::of("IMT-ALES", Professionalisation);
    next.facts.year = "2026-2027".parse().unwrap();
    let next = dated(next, "2026-09-01", &[]);
    assert_eq!(due(&next, "5'"), DueOn::ToBeDated);
}

#[test]
fn days_are_counted_as_the_contract_type_wants() {
    // 14 July 2026 is a Tuesday and a holiday; Saturday the 18th counts, Sunday the 19th does not.
    let case = dated(Case::of("IMT-ALBI", Apprenticeship), "2026-07-13", &[]);
    assert_eq!(due(&case, "3b"), DueOn::On(day("2026-07-20")));
    let case = dated(Case::of("ENSSAT", Professionalisation), "2026-07-13", &[]);
    assert_eq!(due(&case, "5"), DueOn::On(day("2026-07-18")));
    assert_eq!(due(&case, "8"), DueOn::On(day("2026-10-13")));
}

#[test]
fn a_deadline_from_a_completion_follows_it() {
    let mut case = Case::of("ENSSAT", Professionalisation);
    assert_eq!(due(&case, "6"), DueOn::ToBeDated);
    case.completes("1", Actor::Company, "2025-08-01").unwrap();
    case.validates("1", Actor::DepartmentHead, "2025-08-01").unwrap();
    for (step, by) in [("2", Actor::Company), ("3", Actor::CareerServices), ("4", Actor::Company)] {
        case.completes(step, by, "2025-08-20").unwrap();
    }
    case.completes("3b", Actor::Company, "2025-08-20").unwrap();
    assert!(!case.run.step("5").unwrap().is_overdue(day("2025-09-06")));
    assert!(case.run.step("5").unwrap().is_overdue(day("2025-09-07")));
    case.completes("5", Actor::Company, "2025-09-08").unwrap();
    let fifth = case.run.step("5").unwrap();
    assert!(fifth.completion.unwrap().is_late && !fifth.is_overdue(day("2025-10-01")));
    assert_eq!(due(&case, "6"), DueOn::On(day("2025-09-28")));
}

#[test]
fn what_is_blocked_may_be_overdue_and_what_may_not_apply_is_not() {
    let case = Case::of("ENSSAT", Professionalisation);
    let late = day("2026-08-01");
    assert!(case.run.step("5").unwrap().is_overdue(late));
    assert!(!case.run.step("8").unwrap().is_overdue(late), "nobody knows yet whether it applies");
    assert!(!case.run.step("6").unwrap().is_overdue(late), "it has no date yet");
}
