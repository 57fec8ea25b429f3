//! A run, as it is shown.

use super::recording::may_record;
use super::state::{Obstacles, Reach, Record, State};
use super::{Completion, Place, Run, StepRun, StepStatus};
use crate::procedure::actor::Actor;
use crate::procedure::due::{Anchor, DueOn};
use crate::procedure::event::Facts;
use crate::procedure::grading::{Mark, Score};
use crate::procedure::{Procedure, Step};
use chrono::NaiveDate;
use strum::VariantArray;

/// Where a contract stands.
pub(super) fn of(procedure: &Procedure, facts: &Facts, state: State) -> Run {
    let pairs = procedure.steps.iter().zip(&state.records);
    let steps: Vec<_> =
        pairs.map(|(step, record)| step_run(procedure, facts, &state, (step, record))).collect();
    Run {
        ready_to_activate: state.unprepared(procedure).is_empty(),
        is_active: state.is_active,
        is_finished: state.is_active && state.unsettled(procedure, |_| true).is_empty(),
        score: score(procedure, &steps),
        place: place(procedure, &state),
        answers: state.answers.clone(),
        next_sequence: state.last + 1,
        steps,
        state,
    }
}

fn step_run(
    procedure: &Procedure,
    facts: &Facts,
    state: &State,
    (step, record): (&Step, &Record),
) -> StepRun {
    let (status, obstacles) = status(procedure, state, step, record);
    let waiting_for = waiting_for(step, record, status);
    let due_on = due_on(procedure, facts, state, step);
    let is_late = |on: NaiveDate| matches!(due_on, DueOn::On(last) if on > last);
    let max_points = step.points.filter(|_| status != StepStatus::DoesNotApply);
    StepRun {
        key: step.key.clone(),
        status,
        blocked_by: obstacles.steps,
        unanswered: obstacles.facts,
        waits_for_activation: obstacles.activation,
        recorders: recorders(facts, step, &waiting_for),
        waiting_for,
        due_on,
        completion: record.completion.map(|done| Completion { is_late: is_late(done.on), ..done }),
        times: record.times,
        validated_by: record.validated_by.iter().copied().collect(),
        setback: record.setback.clone(),
        inputs: record.inputs.clone(),
        given_by: record.given_by,
        points: max_points.and_then(|most| points(most, status, record)),
        max_points,
    }
}

fn status(procedure: &Procedure, state: &State, step: &Step, record: &Record) -> (StepStatus, Obstacles) {
    let status = match state.reach(procedure, step) {
        Reach::DoesNotApply => StepStatus::DoesNotApply,
        _ if state.is_done(step, record) => StepStatus::Done,
        Reach::Blocked(obstacles) => return (StepStatus::Blocked, obstacles),
        Reach::Reached if record.completion.is_some() && !step.repeatable => StepStatus::AwaitingValidation,
        Reach::Reached => StepStatus::Open,
    };
    (status, Obstacles::default())
}

fn waiting_for(step: &Step, record: &Record, status: StepStatus) -> Vec<Actor> {
    match status {
        StepStatus::Open => step.actors.clone(),
        StepStatus::AwaitingValidation => {
            let pending = |actor: &&Actor| !record.validated_by.contains(actor);
            step.validators.iter().filter(pending).copied().collect()
        }
        StepStatus::DoesNotApply | StepStatus::Blocked | StepStatus::Done => Vec::new(),
    }
}

/// Those who may record what somebody of `waiting_for` has to do, and have an account.
fn recorders(facts: &Facts, step: &Step, waiting_for: &[Actor]) -> Vec<Actor> {
    let may = |recorder: &&Actor| {
        recorder.has_accounts()
            && !facts.absent.contains(recorder)
            && waiting_for.iter().any(|actor| may_record(facts, Some(step), **recorder, *actor))
    };
    Actor::VARIANTS.iter().filter(may).copied().collect()
}

fn due_on(procedure: &Procedure, facts: &Facts, state: &State, step: &Step) -> DueOn {
    let Some(due) = &step.due else { return DueOn::NoDeadline };
    let anchor = match &due.anchor {
        Anchor::Start => Some(facts.start),
        Anchor::End => Some(facts.end),
        Anchor::Calendar(key) => calendar_date(procedure, facts, key),
        Anchor::Completion(key) => {
            let index = procedure.steps.iter().position(|step| step.key == *key);
            index.and_then(|index| state.records[index].completion).map(|completion| completion.on)
        }
    };
    anchor.map_or(DueOn::ToBeDated, |anchor| DueOn::On(due.on(anchor)))
}

/// The school's own date for the contract's year, else the file's if it was written for that year.
fn calendar_date(procedure: &Procedure, facts: &Facts, key: &str) -> Option<NaiveDate> {
    let written = || {
        let date = procedure.calendar.iter().find(|date| date.key == key)?;
        date.date.filter(|_| procedure.year == facts.year)
    };
    facts.calendar.get(key).copied().or_else(written)
}

/// Being done is the whole point of a step that scores one.
fn points(most: u8, status: StepStatus, record: &Record) -> Option<u8> {
    if status != StepStatus::Done {
        return None;
    }
    record.points.or_else(|| (most == 1).then_some(1))
}

fn score(procedure: &Procedure, steps: &[StepRun]) -> Option<Score> {
    let grading = procedure.grading.as_ref()?;
    let graded = || steps.iter().filter(|step| step.max_points.is_some());
    let points = graded().map(|step| u32::from(step.points.unwrap_or(0))).sum();
    let maximum = graded().map(|step| u32::from(step.max_points.unwrap_or(0))).sum();
    Some(Score {
        points,
        maximum,
        mark: Mark::of(points, maximum, grading.out_of),
        is_final: graded().all(|step| step.points.is_some()),
    })
}

fn place(procedure: &Procedure, state: &State) -> Option<Place> {
    let mut pairs = procedure.steps.iter().zip(&state.records);
    let (_, reserving) = pairs.find(|(step, record)| step.reserves_place && state.is_done(step, record))?;
    let to_do =
        procedure.steps.iter().zip(&state.records).filter(|(step, record)| !state.is_settled(step, record));
    let refusals = to_do.filter_map(|(_, record)| record.setback.as_ref());
    let refused = refusals.filter(|setback| setback.is_refusal).map(|setback| setback.on).min();
    let held_until = refused.zip(procedure.place_held).map(|(on, limit)| limit.due(on));
    Some(Place { since: reserving.completion?.on, held_until })
}
