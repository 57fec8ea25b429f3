//! The engine: a run is what its events add up to.

mod advance;
mod recording;
mod state;
#[cfg(test)]
mod tests;
mod view;

pub use recording::acting_for;

use super::actor::Actor;
use super::condition::Answers;
use super::due::DueOn;
use super::event::{Event, Facts};
use super::grading::Score;
use super::input::Inputs;
use super::refusal::{Illegal, Refusal};
use super::{Procedure, Step};
use chrono::{DateTime, NaiveDate, Utc};
use state::State;
use strum::{Display, EnumString, VariantArray};

/// Where a contract stands in its procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Every step, in the procedure's order.
    pub steps: Vec<StepRun>,
    /// Whether every step that prepares the contract is done, so that it may be active.
    pub ready_to_activate: bool,
    /// Whether it is.
    pub is_active: bool,
    /// Whether it is, and every step that must be done is done.
    pub is_finished: bool,
    /// The points so far, where the procedure is graded.
    pub score: Option<Score>,
    /// The place at the school, where a step has reserved one.
    pub place: Option<Place>,
    /// The facts' answers.
    pub answers: Answers,
    /// The number of the next event.
    pub next_sequence: u64,
    state: State,
}

/// Where a contract stands in one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRun {
    /// The step's key.
    pub key: String,
    /// Where it stands.
    pub status: StepStatus,
    /// The steps that must be done before.
    pub blocked_by: Vec<String>,
    /// The facts that must be answered, to know whether it applies.
    pub unanswered: Vec<String>,
    /// Whether it waits for the contract to be active.
    pub waits_for_activation: bool,
    /// Who must act now: its actors, or the validators who have not agreed yet. One of the former is enough.
    pub waiting_for: Vec<Actor>,
    /// Who may record that: those of them with an account, and whoever stands in for the others.
    pub recorders: Vec<Actor>,
    /// Until when it is to be done.
    pub due_on: DueOn,
    /// Its completion; none while it is to be done, or again. Of a step that is repeated, the last.
    pub completion: Option<Completion>,
    /// How often it was completed, for a step that is repeated; else 1 or 0.
    pub times: u32,
    /// The validators who agreed.
    pub validated_by: Vec<Actor>,
    /// Why it is open again, until it is completed anew.
    pub setback: Option<Setback>,
    /// What was given last, also when the step is open again.
    pub inputs: Inputs,
    /// Who recorded what was given last: whose word it is. None where nothing was.
    pub given_by: Option<Actor>,
    /// Scored: as graded; a step of one point scores it by being done.
    pub points: Option<u8>,
    /// The most that it scores; none for a step that is not graded or does not apply.
    pub max_points: Option<u8>,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum StepStatus {
    /// Its condition does not hold.
    DoesNotApply,
    /// Other steps come first, or a fact that is not answered, or the contract's being active.
    Blocked,
    /// It can be done now.
    Open,
    /// It is done, and its validators have to agree.
    AwaitingValidation,
    /// It is done.
    Done,
}

/// How a step was completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Completion {
    /// The day on which it happened.
    pub on: NaiveDate,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub by: Actor,
    /// Who recorded it.
    pub recorded_by: Actor,
    /// Whether that was after its deadline, as the deadline stands now.
    pub is_late: bool,
}

/// Why a step is open again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setback {
    /// The step that was refused or opened again: this one, or one on which it depends.
    pub step: String,
    /// Whether it was refused; otherwise it was opened again.
    pub is_refusal: bool,
    /// Who did so.
    pub by: Actor,
    /// When.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// A place at the school.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Since when it is reserved.
    pub since: NaiveDate,
    /// The last day for which it stays so, while something that was refused is to be done again.
    pub held_until: Option<NaiveDate>,
}

impl Run {
    /// The step with this key.
    #[must_use]
    pub fn step(&self, key: &str) -> Option<&StepRun> {
        self.steps.iter().find(|step| step.key == key)
    }
}

impl StepRun {
    /// Whether its last day has passed, and it is still to be done, whoever it waits for. What may turn out not to apply
    /// is not overdue.
    #[must_use]
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        let to_do = !matches!(self.status, StepStatus::DoesNotApply | StepStatus::Done);
        let is_past = matches!(self.due_on, DueOn::On(last) if last < today);
        to_do && is_past && self.unanswered.is_empty()
    }
}

/// Where a contract stands after these events; after none of them, where it begins.
///
/// # Errors
/// The first event that could not have been added. Who recorded it in whose name is not asked again: that was right or
/// wrong when it was recorded.
pub fn fold(procedure: &Procedure, facts: &Facts, events: &[Event]) -> Result<Run, Illegal> {
    let mut state = State::new(procedure, facts);
    for event in events {
        advance::advance(procedure, &mut state, event)
            .map_err(|refusal| Illegal { sequence: event.sequence, refusal })?;
    }
    Ok(view::of(procedure, facts, state))
}

/// Where a contract stands after one event more. There is no other way to add one.
///
/// # Errors
/// Why it cannot be added.
pub fn apply(procedure: &Procedure, facts: &Facts, run: &Run, event: &Event) -> Result<Run, Refusal> {
    let mut state = run.state.clone();
    advance::advance(procedure, &mut state, event)?;
    recording::check(procedure, facts, event)?;
    Ok(view::of(procedure, facts, state))
}

/// The index of a step.
fn index_of(procedure: &Procedure, key: &str) -> Result<usize, Refusal> {
    let found = procedure.steps.iter().position(|step| step.key == key);
    found.ok_or_else(|| Refusal::UnknownStep {
        step: key.to_owned(),
        accepted: procedure.steps.iter().map(|step: &Step| step.key.clone()).collect(),
    })
}
