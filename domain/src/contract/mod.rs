//! A contract's states, the one table of what leads from one to another, and the fold of what happened to it.
//!
//! What a school asks for before a contract is active is not here but in its procedure ([`crate::procedure`]): the steps
//! of a procedure change no state by themselves, and the platform takes the contract further when they are done.

pub mod place;
pub mod reminder;

use crate::academic_year::{AcademicYear, AcademicYearError};
use crate::transition::Party::{Company, Platform, School, Student};
use crate::transition::Reason::{None, Optional, Required};
use crate::transition::{self, Party, Reason, Refusal, Transition};
use chrono::{Months, NaiveDate};
use strum::{Display, EnumString, VariantArray};

/// Where a contract stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ContractStatus {
    /// Steps of its procedure are still to be done.
    Preparing,
    /// Nothing but signatures is left.
    ToSign,
    /// Everything that comes before is done.
    Active,
    /// Broken off after the start.
    Terminated,
    /// Its last day has passed.
    Completed,
    /// Given up before the start.
    Withdrawn,
}

/// What is done to a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ContractAction {
    /// Opened, from a confirmed application.
    Open,
    /// Its dates or its pay changed before it was active.
    Update,
    /// Something became known that eligibility rests on.
    SetFacts,
    /// A question of the procedure was answered, which decides what steps apply.
    AnswerFact,
    /// A warning of eligibility was acknowledged.
    Acknowledge,
    /// The company's tutor was named.
    AssignTutor,
    /// The school's tutor was named.
    AssignSchoolTutor,
    /// An actor did a step.
    CompleteStep,
    /// A validator agreed to a step.
    ValidateStep,
    /// A validator refused a step, which is to be done again.
    RefuseStep,
    /// A step that was done is to be done again.
    ReopenStep,
    /// A step was given points.
    GradeStep,
    /// A place of the option was reserved.
    ReservePlace,
    /// No place was left: it waits for one.
    WaitForPlace,
    /// Its place was given up.
    ReleasePlace,
    /// Nothing but signatures is left.
    MakeReady,
    /// A step before the signatures is to be done again.
    ReturnToPreparing,
    /// Everything that comes before is done.
    Activate,
    /// Given up before the start.
    Withdraw,
    /// Broken off after the start.
    Terminate,
    /// Its last day has passed.
    Complete,
    /// Days, pay or tutor changed by an amendment that everybody signed.
    Amend,
}

/// What a fact of a contract is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum FactKind {
    /// What eligibility rests on.
    Fact,
    /// A warning that was acknowledged.
    Acknowledgement,
}

use ContractStatus::{Active, Completed, Preparing, Terminated, ToSign, Withdrawn};

/// Before it is active.
pub const PREPARED: &[ContractStatus] = &[Preparing, ToSign];

/// What the engine of procedures folds; everything else happens beside it.
pub const OF_PROCEDURE: &[ContractAction] = &[
    ContractAction::AnswerFact,
    ContractAction::CompleteStep,
    ContractAction::ValidateStep,
    ContractAction::RefuseStep,
    ContractAction::ReopenStep,
    ContractAction::GradeStep,
    ContractAction::Activate,
];

/// Neither ended nor given up: deadlines count, and the tutor has the student to follow.
pub const LIVE: &[ContractStatus] = &[Preparing, ToSign, Active];

/// The table. `Open` has no line: there is no state before it. What changes no state has a line for each state that it is
/// possible in. Who takes a procedure's steps is said by the procedure.
pub const TRANSITIONS: &[Transition<ContractAction, ContractStatus>] = &[
    line(ContractAction::Update, &[Preparing], Preparing, &[Company, School], Optional),
    line(ContractAction::Update, &[ToSign], ToSign, &[Company, School], Optional),
    line(ContractAction::SetFacts, &[Preparing], Preparing, &[School], None),
    line(ContractAction::SetFacts, &[ToSign], ToSign, &[School], None),
    line(ContractAction::AnswerFact, &[Preparing], Preparing, &[], None),
    line(ContractAction::AnswerFact, &[ToSign], ToSign, &[], None),
    line(ContractAction::AnswerFact, &[Active], Active, &[], None),
    line(ContractAction::Acknowledge, &[Preparing], Preparing, &[School, Student], None),
    line(ContractAction::Acknowledge, &[ToSign], ToSign, &[School, Student], None),
    line(ContractAction::AssignTutor, &[Preparing], Preparing, &[Company, School], None),
    line(ContractAction::AssignTutor, &[ToSign], ToSign, &[Company, School], None),
    line(ContractAction::AssignTutor, &[Active], Active, &[Company, School], None),
    line(ContractAction::AssignSchoolTutor, &[Preparing], Preparing, &[School], None),
    line(ContractAction::AssignSchoolTutor, &[ToSign], ToSign, &[School], None),
    line(ContractAction::AssignSchoolTutor, &[Active], Active, &[School], None),
    line(ContractAction::CompleteStep, &[Preparing], Preparing, &[], Optional),
    line(ContractAction::CompleteStep, &[ToSign], ToSign, &[], Optional),
    line(ContractAction::CompleteStep, &[Active], Active, &[], Optional),
    line(ContractAction::ValidateStep, &[Preparing], Preparing, &[], Optional),
    line(ContractAction::ValidateStep, &[ToSign], ToSign, &[], Optional),
    line(ContractAction::ValidateStep, &[Active], Active, &[], Optional),
    line(ContractAction::RefuseStep, &[Preparing], Preparing, &[], Required),
    line(ContractAction::RefuseStep, &[ToSign], ToSign, &[], Required),
    line(ContractAction::RefuseStep, &[Active], Active, &[], Required),
    line(ContractAction::ReopenStep, &[Preparing], Preparing, &[], Required),
    line(ContractAction::ReopenStep, &[ToSign], ToSign, &[], Required),
    line(ContractAction::ReopenStep, &[Active], Active, &[], Required),
    line(ContractAction::GradeStep, &[Preparing], Preparing, &[], Optional),
    line(ContractAction::GradeStep, &[ToSign], ToSign, &[], Optional),
    line(ContractAction::GradeStep, &[Active], Active, &[], Optional),
    line(ContractAction::ReservePlace, &[Preparing], Preparing, &[Platform], None),
    line(ContractAction::ReservePlace, &[ToSign], ToSign, &[Platform], None),
    line(ContractAction::WaitForPlace, &[Preparing], Preparing, &[Platform], None),
    line(ContractAction::WaitForPlace, &[ToSign], ToSign, &[Platform], None),
    line(ContractAction::ReleasePlace, &[Preparing], Preparing, &[Platform], Optional),
    line(ContractAction::ReleasePlace, &[ToSign], ToSign, &[Platform], Optional),
    line(ContractAction::ReleasePlace, &[Withdrawn], Withdrawn, &[Platform], Optional),
    line(ContractAction::ReleasePlace, &[Terminated], Terminated, &[Platform], Optional),
    line(ContractAction::MakeReady, &[Preparing], ToSign, &[Platform], None),
    line(ContractAction::ReturnToPreparing, &[ToSign], Preparing, &[Platform], None),
    line(ContractAction::Activate, &[Preparing, ToSign], Active, &[Platform], None),
    line(ContractAction::Withdraw, LIVE, Withdrawn, &[Company, School, Student], Required),
    line(ContractAction::Terminate, LIVE, Terminated, &[Company, School, Student], Required),
    line(ContractAction::Complete, &[Active], Completed, &[Platform], None),
    line(ContractAction::Amend, &[Active], Active, &[Platform], Required),
];

const fn line(
    action: ContractAction,
    from: &'static [ContractStatus],
    to: ContractStatus,
    by: &'static [Party],
    reason: Reason,
) -> Transition<ContractAction, ContractStatus> {
    Transition { action, from, to, by, reason }
}

/// The table's lines for an action.
pub fn transitions(
    action: ContractAction,
) -> impl Iterator<Item = &'static Transition<ContractAction, ContractStatus>> {
    TRANSITIONS.iter().filter(move |line| line.action == action)
}

/// The states that an action leaves.
#[must_use]
pub fn accepted(action: ContractAction) -> Vec<ContractStatus> {
    transitions(action).flat_map(|line| line.from).copied().collect()
}

/// Takes an action from a state, and answers the state that follows.
///
/// # Errors
/// The action does not leave this state, or its reason is missing.
pub fn apply(
    action: ContractAction,
    status: ContractStatus,
    reason: Option<&str>,
) -> Result<ContractStatus, Refusal<ContractStatus>> {
    let line = transitions(action).find(|line| line.from.contains(&status));
    let line = line.ok_or_else(|| Refusal::WrongState { status, accepted: accepted(action) })?;
    transition::apply(line, status, reason)
}

/// Who may do this, beyond the steps of a procedure: the table's parties. Whoever has a side in a confirmed application
/// may open its contract.
#[must_use]
pub fn parties(action: ContractAction) -> &'static [Party] {
    transitions(action).next().map_or(&[Company, School, Student], |line| line.by)
}

/// Where a contract stands after all that happened to it, oldest first, its opening left out or not.
///
/// # Errors
/// Something happened that the table does not allow: its place in the list.
pub fn fold(events: impl IntoIterator<Item = ContractAction>) -> Result<ContractStatus, usize> {
    let mut status = Preparing;
    for (at, action) in events.into_iter().enumerate() {
        if action == ContractAction::Open && at == 0 {
            continue;
        }
        let line = transitions(action).find(|line| line.from.contains(&status)).ok_or(at)?;
        status = line.to;
    }
    Ok(status)
}

/// The academic year of a contract that begins on this day: a contract may begin two months before its training.
///
/// # Errors
/// The day is of another century.
pub fn academic_year(first_day: NaiveDate) -> Result<AcademicYear, AcademicYearError> {
    let within = first_day.checked_add_months(Months::new(2)).ok_or(AcademicYearError::OutOfRange)?;
    AcademicYear::of_date(within)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_but_open_has_one_line_for_each_state_that_it_leaves() {
        for action in ContractAction::VARIANTS {
            let accepted = accepted(*action);
            assert_eq!(accepted.is_empty(), *action == ContractAction::Open, "{action}");
            for status in ContractStatus::VARIANTS {
                let lines = accepted.iter().filter(|from| *from == status).count();
                assert!(lines <= 1, "{action} from {status}");
            }
        }
    }

    #[test]
    fn what_has_ended_is_final_but_for_the_place_that_it_gives_back() {
        let ended = [Completed, Terminated, Withdrawn];
        let after: Vec<_> =
            TRANSITIONS.iter().filter(|line| line.from.iter().any(|from| ended.contains(from))).collect();
        assert!(
            after.iter().all(|line| line.action == ContractAction::ReleasePlace && line.from == [line.to])
        );
        assert!(
            ContractStatus::VARIANTS.iter().all(|status| LIVE.contains(status) != ended.contains(status))
        );
    }

    #[test]
    fn only_the_platform_makes_a_contract_active() {
        assert_eq!(parties(ContractAction::Activate), [Platform]);
        assert_eq!(parties(ContractAction::Complete), [Platform]);
        assert!(TRANSITIONS.iter().all(|line| line.to != Active
            || line.from == [Active]
            || line.action == ContractAction::Activate));
    }

    #[test]
    fn a_story_is_folded_and_an_impossible_one_is_found_out() {
        use ContractAction::{
            Activate, Complete, CompleteStep, MakeReady, Open, ReturnToPreparing, Withdraw,
        };
        assert_eq!(fold([]), Ok(Preparing));
        assert_eq!(fold([Open, CompleteStep, MakeReady, CompleteStep, Activate, Complete]), Ok(Completed));
        assert_eq!(fold([Open, MakeReady, ReturnToPreparing, Withdraw]), Ok(Withdrawn));
        assert_eq!(fold([Open, Withdraw, CompleteStep]), Err(2));
        assert_eq!(fold([CompleteStep, Open]), Err(1));
    }

    #[test]
    fn a_contract_that_begins_in_the_summer_is_of_the_year_that_follows() {
        let year = |text: &str| academic_year(text.parse().unwrap()).map(AcademicYear::first_year);
        assert_eq!(year("2016-07-01"), Ok(2016));
        assert_eq!(year("2020-09-28"), Ok(2020));
        assert_eq!(year("2026-01-15"), Ok(2025));
        assert_eq!(year("2026-06-30"), Ok(2025));
    }
}
