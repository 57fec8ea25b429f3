//! Answering a question of the procedure: steps hang on it, those that are done too.

use crate::context::Context;
use crate::contract::state::{State, Taken, not_possible};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use domain::locale::Locale;
use domain::procedure::{Actor, EventKind, Fact, FactValue, Phase, Procedure, Refusal, Run, StepStatus};
use uuid::Uuid;

/// Answers a question of the procedure; tells whether that is news: what is answered so already is kept once more where the
/// school says what others said, since nobody else changes it from then on.
///
/// # Errors
/// `INVALID` answer; `NOT_YOUR_STEP` for a question that others answer, and for an answer that undoes what is done to
/// whoever is not of career services, or changes what the school said; `WRONG_STATE` for what the preparation of an active
/// contract rests on.
pub(super) async fn answer(
    context: &Context,
    tx: &Transaction,
    state: &mut State,
    (fact, given): (&Fact, &str),
    (parts, account): (&[Actor], Uuid),
) -> Result<bool, Rejection> {
    let value = read(fact, given)?;
    let of_school = |actor: &Actor| !matches!(actor, Actor::Student | Actor::Company | Actor::CompanyTutor);
    let school_said = state.answered_by(&fact.key).is_some_and(|said| of_school(&said));
    let school_says = parts.iter().any(of_school);
    let is_settled = state.run.is_active && prepares(&state.written.procedure, fact);
    let is_known = state.run.answers.get(&fact.key) == Some(&value);
    if is_known && (school_said || !school_says || is_settled) {
        return Ok(false);
    }
    if is_settled {
        return Err(not_possible(&Refusal::AlreadyActive).into());
    }
    if school_said && !school_says {
        return Err(said_by_school(fact).into());
    }
    let kind = EventKind::Stated { fact: fact.key.clone(), value };
    let on = context.now().date_naive();
    let candidates = parts.iter().flat_map(|part| {
        let others = fact.stated_by.iter().map(move |actor| (*actor, *part));
        std::iter::once((*part, *part)).chain(others)
    });
    let steps: Vec<Taken> = candidates
        .map(|(by, recorded_by)| Taken { kind: kind.clone(), by, recorded_by, account: Some(account), on })
        .collect();
    let possible = steps.iter().find(|step| state.tried(context, step).is_ok());
    if is_known && possible.is_none() {
        return Ok(false);
    }
    let chosen = possible.or(steps.first());
    let chosen = chosen.cloned().ok_or(Error::Forbidden)?;
    let before = state.run.clone();
    state.take(context, tx, chosen).await?;
    let undone = undone(&before, &state.run);
    if undone.is_empty() || parts.contains(&Actor::CareerServices) {
        return Ok(true);
    }
    Err(undoes(&state.written.procedure, fact, &undone).into())
}

fn said_by_school(fact: &Fact) -> UserError {
    let fr = "L'école a répondu à cette question : demandez-lui de changer la réponse.";
    let en = "The school answered this question: ask it to change the answer.";
    UserError::new(ErrorCode::NotYourStep, fr, en).at(&["facts", &fact.key])
}

fn read(fact: &Fact, given: &str) -> Result<FactValue, UserError> {
    let answers = fact.answers();
    let value = answers.iter().find(|answer| answer.to_string() == given).cloned();
    value.ok_or_else(|| {
        let accepted = answers.iter().map(ToString::to_string).collect();
        not_possible(&Refusal::UnknownAnswer { fact: fact.key.clone(), accepted })
    })
}

/// Whether a step that comes before the contract is active hangs on a question.
fn prepares(procedure: &Procedure, fact: &Fact) -> bool {
    let preparing = procedure.steps.iter().filter(|step| step.phase == Phase::Preparing);
    preparing.filter_map(|step| step.when.as_ref()).any(|when| when.facts().contains(fact.key.as_str()))
}

/// The steps that somebody had done, and that are not any more.
fn undone(before: &Run, after: &Run) -> Vec<String> {
    let is_done = |status| matches!(status, StepStatus::Done | StepStatus::AwaitingValidation);
    let pairs = before.steps.iter().zip(&after.steps);
    let lost = pairs.filter(|(was, is)| is_done(was.status) && !is_done(is.status));
    lost.map(|(was, _)| was.key.clone()).collect()
}

fn undoes(procedure: &Procedure, fact: &Fact, steps: &[String]) -> UserError {
    let titles = |locale: Locale| {
        let steps = steps.iter().filter_map(|key| procedure.step(key));
        steps.map(|step| step.title.in_locale(locale)).collect::<Vec<_>>().join(", ")
    };
    let fr = format!(
        "Cette réponse déferait ce qui est fait ({}) : demandez-la au service des contrats.",
        titles(Locale::Fr)
    );
    let en =
        format!("This answer would undo what is done ({}): ask career services for it.", titles(Locale::En));
    UserError::new(ErrorCode::NotYourStep, fr, en).at(&["facts", &fact.key])
}
