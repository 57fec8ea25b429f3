//! `stepComplete`, `stepValidate`, `stepRefuse`, `stepReopen` and `stepGrade`: somebody takes a step of a contract's
//! procedure, as the actor that they are or for one for whom they stand in.

use crate::context::Request;
use crate::contract::state::{State, Taken, not_possible};
use crate::contract::{change, reopening, settle, upload};
use crate::document;
use crate::error::{Error, Rejection};
use crate::graphql::id::{Id, IdKind};
use crate::graphql::scalars::Date;
use crate::graphql::user_error::{ErrorCode, UserError};
use async_graphql::InputObject;
use chrono::NaiveDate;
use domain::procedure::{
    Actor, EventKind, Input, InputKind, Inputs, Person, Refusal, Step, Value, Words, acting_for,
};
use entity::contract;
use uuid::Uuid;

/// What is given for one input of a step.
#[derive(Clone, Debug, InputObject)]
pub struct StepValueInput {
    /// The input's key, as `StepInput.key` says.
    pub key: String,
    /// The value, as a text: a date as 2026-09-01, an amount as 1466.62, `true` or `false`, the key of a choice, the id of a
    /// file, a person as `Name <mail>`.
    pub value: Option<String>,
    /// A person, with function and telephone; either this or `value`.
    pub person: Option<StepPersonInput>,
}

/// Somebody whom a step names.
#[derive(Clone, Debug, InputObject)]
pub struct StepPersonInput {
    /// First and last name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Function in the company or the school.
    pub function: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
}

/// What is done to a step.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// One of its actors does it.
    Complete(Vec<StepValueInput>),
    /// A validator agrees.
    Validate,
    /// A validator, or an actor where it is a decision, refuses.
    Refuse(Option<String>, Vec<StepValueInput>),
    /// It is to be done again.
    Reopen(Option<String>),
    /// It gets points.
    Grade(i32),
}

/// Takes a step, and draws what follows: the contract is active as soon as everything before that is done.
///
/// # Errors
/// `UNKNOWN` step, `STEP_DOES_NOT_APPLY`, `STEP_NOT_OPEN`, `NOT_YOUR_STEP`, `STEP_STATE`, `WRONG_STATE`, `REASON_REQUIRED`,
/// `INVALID` inputs; `PAPER_NOT_SIGNED` for a step that signs papers; `NO_PLACE` and `NOT_ELIGIBLE` for the last one; the policy's denial.
pub(super) async fn run(
    request: &Request,
    contract: Uuid,
    step: &str,
    what: What,
    on: Option<Date>,
) -> Result<contract::Model, Rejection> {
    let parts = change::parts(request, contract).await?;
    let account = request.actor()?.account;
    let context = &request.context;
    let tx = context.db.begin().await?;
    let mut state = State::lock(context, &tx, contract).await?;
    let kind = kind(&state, step, what)?;
    let today = context.now().date_naive();
    let on = day(on.map(|on| on.0), today, &parts)?;
    let taken = |(by, recorded_by)| Taken { kind: kind.clone(), by, recorded_by, account: Some(account), on };
    let candidates: Vec<Taken> = candidates(&state, &kind, &parts).into_iter().map(taken).collect();
    let chosen = candidates.iter().find(|step| state.tried(context, step).is_ok()).or(candidates.first());
    let chosen = chosen.cloned().ok_or(Error::Forbidden)?;
    if state.tried(context, &chosen).is_ok() {
        upload::require(&tx, contract, &chosen.kind).await?;
        if let EventKind::Completed { .. } = chosen.kind {
            document::ready::require(&tx, contract, &state.written.procedure, step).await?;
        }
    }
    let is_other = prints_otherwise(&state, &chosen.kind);
    state.take(context, &tx, chosen).await?;
    if is_other {
        reopening::after_answers(context, &tx, &mut state, account).await?;
    }
    let after = settle::run(context, &tx, state, Some(account)).await?;
    tx.commit().await?;
    Ok(after)
}

/// Whether a step is done again with other answers than papers may print by now.
fn prints_otherwise(state: &State, kind: &EventKind) -> bool {
    let EventKind::Completed { step, inputs } = kind else { return false };
    let done_before = state.run.step(step).filter(|step| step.given_by.is_some());
    let Some(before) = done_before.map(|step| &step.inputs) else { return false };
    let keys = before.keys().chain(inputs.keys());
    keys.filter(|key| document::is_printed(key)).any(|key| before.get(key) != inputs.get(key))
}

/// What the engine is told.
fn kind(state: &State, key: &str, what: What) -> Result<EventKind, Rejection> {
    let step = key.to_owned();
    let written = state.written.procedure.step(key);
    Ok(match what {
        What::Complete(values) => EventKind::Completed { step, inputs: inputs(written, values)? },
        What::Validate => EventKind::Validated { step },
        What::Refuse(reason, values) => {
            EventKind::Refused { step, reason: said(reason)?, inputs: inputs(written, values)? }
        }
        What::Reopen(reason) => EventKind::Reopened { step, reason: said(reason)? },
        What::Grade(points) => {
            let maximum = written.and_then(|step| step.points).unwrap_or(0);
            let out_of_range = |_| not_possible(&Refusal::PointsOutOfRange { maximum });
            EventKind::Graded { step, points: u8::try_from(points).map_err(out_of_range)? }
        }
    })
}

fn said(reason: Option<String>) -> Result<String, Rejection> {
    Ok(crate::transition::reason(reason)?.ok_or_else(UserError::reason_required)?)
}

/// Reads what was given as the step's inputs want it; every fault is told at once. What the step does not ask for is left to
/// the engine to refuse.
fn inputs(step: Option<&Step>, values: Vec<StepValueInput>) -> Result<Inputs, Rejection> {
    let (mut inputs, mut errors) = (Inputs::new(), Vec::new());
    for value in values {
        let key = value.key.clone();
        match read(step, value) {
            Ok(value) => drop(inputs.insert(key, value)),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(inputs) } else { Err(errors.into()) }
}

fn read(step: Option<&Step>, given: StepValueInput) -> Result<Value, UserError> {
    let asked = step.and_then(|step| step.input(&given.key));
    match (asked, given.value, given.person) {
        (_, None, Some(person)) => Ok(Value::Person(Person {
            name: person.name.trim().to_owned(),
            email: person.email.trim().to_owned(),
            function: person.function,
            phone: person.phone,
        })),
        (None, value, _) => Ok(Value::Text(value.unwrap_or_default())),
        (Some(Input { kind: InputKind::File, .. }), Some(text), None) => {
            let id = Id::parse(&text).and_then(|id| id.of(IdKind::StoredFile, &[]).ok());
            id.map(Value::File).ok_or_else(|| expected(&InputKind::File.expected(), &given.key))
        }
        (Some(asked), Some(text), None) => {
            asked.kind.read(&text).map_err(|words| expected(&words, &given.key))
        }
        (Some(_), _, _) => {
            let (fr, en) = ("Indiquez soit `value`, soit `person`.", "Give either `value` or `person`.");
            Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["inputs", &given.key]))
        }
    }
}

fn expected(words: &Words, key: &str) -> UserError {
    let (fr, en) = (format!("Attendu : {}.", words.fr), format!("Expected: {}.", words.en));
    UserError::new(ErrorCode::Invalid, fr, en).at(&["inputs", key])
}

/// The day on which it happened: today, or for what career services record of others an earlier one.
fn day(given: Option<NaiveDate>, today: NaiveDate, parts: &[Actor]) -> Result<NaiveDate, UserError> {
    let on = given.unwrap_or(today);
    if on == today || parts.contains(&Actor::CareerServices) {
        return Ok(on);
    }
    let fr = "Seul le service des contrats enregistre ce qui s'est fait un autre jour.";
    let en = "Only career services record what happened on another day.";
    Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["on"]))
}

/// As whom this may be done, and who records it: first what is one's own. What comes of nobody's is what the engine refuses
/// to the first.
fn candidates(state: &State, kind: &EventKind, parts: &[Actor]) -> Vec<(Actor, Actor)> {
    let procedure = &state.written.procedure;
    let step = kind.step().unwrap_or_default();
    let mut all: Vec<(Actor, Actor)> = Vec::new();
    for part in parts {
        match kind {
            EventKind::Graded { .. } => {
                let graders = procedure.grading.iter().flat_map(|grading| &grading.graded_by);
                all.extend(graders.map(|grader| (*grader, *part)));
            }
            EventKind::Reopened { .. } => all.push((*part, *part)),
            _ => all.extend(
                acting_for(procedure, &state.facts, &state.run, step, *part).map(|actor| (actor, *part)),
            ),
        }
    }
    all.extend(parts.first().map(|part| (*part, *part)));
    all
}
