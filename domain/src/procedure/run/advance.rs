//! What each kind of event needs, and does.

use super::state::{Reach, Record, State};
use super::{Completion, Setback, index_of};
use crate::procedure::actor::Actor;
use crate::procedure::condition::FactValue;
use crate::procedure::event::{Event, EventKind};
use crate::procedure::input::Inputs;
use crate::procedure::refusal::Refusal;
use crate::procedure::words::Words;
use crate::procedure::{Phase, Procedure, Refusing, Step};
use chrono::Days;

/// Adds an event to the state.
///
/// # Errors
/// Why that is not possible; the state is then of no use.
pub(super) fn advance(procedure: &Procedure, state: &mut State, event: &Event) -> Result<(), Refusal> {
    check_moment(state, event)?;
    let mut setback = None;
    match &event.kind {
        EventKind::Completed { step, inputs } => complete(procedure, state, event, (step, inputs))?,
        EventKind::Validated { step } => validate(procedure, state, event, step)?,
        EventKind::Refused { step, reason, inputs } => {
            setback = Some(refuse(procedure, state, event, (step, reason, inputs))?);
        }
        EventKind::Reopened { step, reason } => {
            setback = Some(reopen(procedure, state, event, (step, reason))?);
        }
        EventKind::Graded { step, points } => grade(procedure, state, event, (step, *points))?,
        EventKind::Stated { fact, value } => answer(procedure, state, event, (fact, value))?,
        EventKind::Activated => activate(procedure, state)?,
    }
    state.settle(procedure, setback.as_ref());
    if state.is_active && !state.unprepared(procedure).is_empty() {
        return Err(Refusal::AlreadyActive);
    }
    state.last = event.sequence;
    Ok(())
}

fn check_moment(state: &State, event: &Event) -> Result<(), Refusal> {
    let expected = state.last + 1;
    if event.sequence != expected {
        return Err(Refusal::OutOfOrder { expected });
    }
    // In France it may be tomorrow already.
    let latest = event.at.date_naive().checked_add_days(Days::new(1));
    if latest.is_some_and(|latest| event.on > latest) { Err(Refusal::InTheFuture) } else { Ok(()) }
}

/// The step with this key, if it can be done or was.
fn reached<'a>(procedure: &'a Procedure, state: &State, key: &str) -> Result<(usize, &'a Step), Refusal> {
    let index = index_of(procedure, key)?;
    let step = &procedure.steps[index];
    match state.reach(procedure, step) {
        Reach::Reached => Ok((index, step)),
        Reach::DoesNotApply => Err(Refusal::DoesNotApply),
        Reach::Blocked(obstacles) => Err(Refusal::NotOpen {
            blocked_by: obstacles.steps,
            unanswered: obstacles.facts,
            waits_for_activation: obstacles.activation,
        }),
    }
}

fn complete(
    procedure: &Procedure,
    state: &mut State,
    event: &Event,
    (key, inputs): (&str, &Inputs),
) -> Result<(), Refusal> {
    let (index, step) = reached(procedure, state, key)?;
    let record = &state.records[index];
    if step.phase == Phase::Applying || (record.completion.is_some() && !step.repeatable) {
        return Err(Refusal::AlreadyDone);
    }
    is_one_of(event.by, &step.actors)?;
    check_inputs(step, inputs)?;
    let completion = Completion {
        on: event.on,
        at: event.at,
        by: event.by,
        recorded_by: event.recorded_by,
        is_late: false,
    };
    state.records[index] = Record {
        completion: Some(completion),
        times: record.times.saturating_add(1),
        inputs: inputs.clone(),
        given_by: Some(event.recorded_by),
        ..Record::default()
    };
    Ok(())
}

fn validate(procedure: &Procedure, state: &mut State, event: &Event, key: &str) -> Result<(), Refusal> {
    let (index, step) = reached(procedure, state, key)?;
    awaits(state, step, &state.records[index])?;
    is_one_of(event.by, &step.validators)?;
    if state.records[index].validated_by.insert(event.by) { Ok(()) } else { Err(Refusal::AlreadyDone) }
}

/// The setback that comes of it.
fn refuse(
    procedure: &Procedure,
    state: &mut State,
    event: &Event,
    (key, reason, inputs): (&str, &str, &Inputs),
) -> Result<Setback, Refusal> {
    let (index, step) = reached(procedure, state, key)?;
    let record = &state.records[index];
    let reopens = match &step.refusal {
        Refusing::Never => return Err(Refusal::NotRefusable),
        Refusing::ByValidators { reopens } => {
            awaits(state, step, record)?;
            is_one_of(event.by, &step.validators)?;
            if record.validated_by.contains(&event.by) {
                return Err(Refusal::AlreadyDone);
            }
            check_nothing_given(inputs)?;
            reopens
        }
        Refusing::ByActors { reopens } => {
            if record.completion.is_some() {
                return Err(Refusal::AlreadyDone);
            }
            is_one_of(event.by, &step.actors)?;
            check_inputs(step, inputs)?;
            state.records[index].inputs.clone_from(inputs);
            state.records[index].given_by = Some(event.recorded_by);
            reopens
        }
    };
    let setback = setback(event, key, reason, true)?;
    let target = index_of(procedure, reopens)?;
    state.records[index].open_again(Some(setback.clone()));
    if state.records[target].completion.is_some() {
        state.records[target].open_again(Some(setback.clone()));
    }
    Ok(setback)
}

/// The setback that comes of it.
fn reopen(
    procedure: &Procedure,
    state: &mut State,
    event: &Event,
    (key, reason): (&str, &str),
) -> Result<Setback, Refusal> {
    let (index, step) = reached(procedure, state, key)?;
    if state.records[index].completion.is_none() || step.repeatable {
        return Err(Refusal::NotDone);
    }
    let mut may: Vec<Actor> = vec![Actor::CareerServices];
    may.extend(step.validators.iter().filter(|actor| **actor != Actor::CareerServices));
    is_one_of(event.by, &may)?;
    let setback = setback(event, key, reason, false)?;
    state.records[index].open_again(Some(setback.clone()));
    Ok(setback)
}

fn grade(
    procedure: &Procedure,
    state: &mut State,
    event: &Event,
    (key, points): (&str, u8),
) -> Result<(), Refusal> {
    let (index, step) = reached(procedure, state, key)?;
    let (Some(grading), Some(maximum)) = (&procedure.grading, step.points) else {
        return Err(Refusal::NotGraded);
    };
    is_one_of(event.by, &grading.graded_by)?;
    if !state.is_done(step, &state.records[index]) {
        return Err(Refusal::NotDone);
    }
    if points > maximum {
        return Err(Refusal::PointsOutOfRange { maximum });
    }
    state.records[index].points = Some(points);
    Ok(())
}

fn answer(
    procedure: &Procedure,
    state: &mut State,
    event: &Event,
    (key, value): (&str, &FactValue),
) -> Result<(), Refusal> {
    let fact = procedure.fact(key).ok_or_else(|| Refusal::UnknownFact {
        fact: key.to_owned(),
        accepted: procedure.facts.iter().map(|fact| fact.key.clone()).collect(),
    })?;
    is_one_of(event.by, &fact.stated_by)?;
    if !fact.accepts(value) {
        let accepted = fact.answers().iter().map(ToString::to_string).collect();
        return Err(Refusal::UnknownAnswer { fact: key.to_owned(), accepted });
    }
    // The same again changes nothing here; who said it last may count.
    state.answers.insert(key.to_owned(), value.clone());
    Ok(())
}

fn activate(procedure: &Procedure, state: &mut State) -> Result<(), Refusal> {
    if state.is_active {
        return Err(Refusal::AlreadyDone);
    }
    let steps = state.unprepared(procedure);
    state.is_active = true;
    if steps.is_empty() { Ok(()) } else { Err(Refusal::NotReady { steps }) }
}

fn is_one_of(actor: Actor, actors: &[Actor]) -> Result<(), Refusal> {
    if actors.contains(&actor) { Ok(()) } else { Err(Refusal::NotYours { actors: actors.to_vec() }) }
}

/// Whether validators have still to agree.
fn awaits(state: &State, step: &Step, record: &Record) -> Result<(), Refusal> {
    match record.completion {
        _ if state.is_done(step, record) => Err(Refusal::AlreadyDone),
        None => Err(Refusal::NotDone),
        Some(_) => Ok(()),
    }
}

fn setback(event: &Event, step: &str, reason: &str, is_refusal: bool) -> Result<Setback, Refusal> {
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(Setback { step: step.to_owned(), is_refusal, by: event.by, on: event.on, reason })
}

/// Checks what was given against what the step asks for.
fn check_inputs(step: &Step, inputs: &Inputs) -> Result<(), Refusal> {
    for input in &step.inputs {
        let path = || vec!["inputs".to_owned(), input.key.clone()];
        match inputs.get(&input.key) {
            None if input.required => return Err(Refusal::InputMissing { path: path() }),
            None => {}
            Some(value) => input
                .kind
                .check(value)
                .map_err(|expected| Refusal::InputInvalid { path: path(), expected })?,
        }
    }
    let keys: Vec<_> = step.inputs.iter().map(|input| input.key.as_str()).collect();
    match inputs.keys().find(|key| !keys.contains(&key.as_str())) {
        Some(key) => Err(not_asked_for(key, &keys)),
        None => Ok(()),
    }
}

fn check_nothing_given(inputs: &Inputs) -> Result<(), Refusal> {
    inputs.keys().next().map_or(Ok(()), |key| Err(not_asked_for(key, &[])))
}

fn not_asked_for(key: &str, accepted: &[&str]) -> Refusal {
    let expected = if accepted.is_empty() {
        Words::new("rien", "nothing")
    } else {
        let keys = accepted.join(", ");
        Words::new(format!("l'un de : {keys}"), format!("one of: {keys}"))
    };
    Refusal::InputInvalid { path: vec!["inputs".to_owned(), key.to_owned()], expected }
}
