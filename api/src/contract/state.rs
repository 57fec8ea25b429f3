//! A contract as its events make it, locked: the only way to add one more.

use crate::context::Context;
use crate::contract::procedures::{self, Written};
use crate::contract::store::{self, Happening};
use crate::contract::{absent, place};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::transition::refused;
use chrono::NaiveDate;
use domain::academic_year::AcademicYear;
use domain::contract::{self as states, ContractAction, ContractStatus, OF_PROCEDURE};
use domain::procedure::{self, Actor, Event, EventKind, Facts, Refusal, Run};
use entity::{contract, contract_event, school_anchor};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// A contract, locked, and what its events add up to.
#[derive(Debug)]
pub(crate) struct State {
    /// The row, as it was when it was locked.
    pub(crate) row: contract::Model,
    /// The procedure that it runs.
    pub(crate) written: Arc<Written>,
    /// What deadlines are counted from, and who stands in for whom.
    pub(crate) facts: Facts,
    /// Where it stood when it was locked; none for a contract that this transaction makes.
    pub(crate) before: Option<Run>,
    /// Where it stands in its procedure.
    pub(crate) run: Run,
    /// Where it stands.
    pub(crate) status: ContractStatus,
    /// What the engine folds.
    events: Vec<Event>,
    /// The number of its last event.
    last: i32,
}

/// A step of a procedure, to be taken.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    /// What.
    pub(crate) kind: EventKind,
    /// Who acts.
    pub(crate) by: Actor,
    /// Who records it.
    pub(crate) recorded_by: Actor,
    /// The account; none is the platform.
    pub(crate) account: Option<Uuid>,
    /// The day on which it happened.
    pub(crate) on: NaiveDate,
}

impl State {
    /// Locks a contract and reads what happened to it.
    ///
    /// # Errors
    /// There is none; the database does not answer; or its history is damaged.
    pub(crate) async fn lock(context: &Context, tx: &Transaction, id: Uuid) -> Result<Self, Error> {
        // What a contract runs never changes: it says whether places are counted, whose lock comes before the contract's.
        let known = store::find(tx, id).await?;
        let written = procedures::by_id(context, tx, known.procedure_version_id).await?;
        if place::counts(&written) {
            place::lock(tx, known.specialty_id).await?;
        }
        let row = store::lock(tx, id).await?;
        Self::of(context, tx, row).await
    }

    /// A row that is locked, or that this transaction made.
    pub(super) async fn of(context: &Context, tx: &Transaction, row: contract::Model) -> Result<Self, Error> {
        let rows = store::events(tx, row.id).await?;
        let written = procedures::by_id(context, tx, row.procedure_version_id).await?;
        let calendar = anchors(tx, row.school_id, row.academic_year).await?;
        let absent = absent::of(tx, &row).await?;
        let facts = facts(&row, calendar, absent)?;
        let events = steps(&rows)?;
        let run = procedure::fold(&written.procedure, &facts, &events).map_err(Error::internal)?;
        let status = status(row.id, &rows)?;
        let last = rows.last().map_or(0, |row| row.sequence);
        Ok(Self { row, written, facts, before: Some(run.clone()), run, status, events, last })
    }

    /// Who recorded the answer to a question of the procedure last; none while nobody has.
    pub(super) fn answered_by(&self, question: &str) -> Option<Actor> {
        let of = |event: &&Event| matches!(&event.kind, EventKind::Stated { fact, .. } if fact == question);
        self.events.iter().rev().find(of).map(|event| event.recorded_by)
    }

    /// Adds something that happens beside the procedure.
    ///
    /// # Errors
    /// `WRONG_STATE`, `REASON_REQUIRED`; or the database does not answer.
    pub(super) async fn happen(
        &mut self,
        context: &Context,
        tx: &Transaction,
        what: Happening,
    ) -> Result<(), Rejection> {
        self.status = states::apply(what.action, self.status, what.reason.as_deref())
            .map_err(|refusal| refused(&refusal))?;
        self.write(context, tx, what).await
    }

    /// Adds a step of the procedure.
    ///
    /// # Errors
    /// What the procedure refuses, `WRONG_STATE`, `REASON_REQUIRED`; or the database does not answer.
    pub(crate) async fn take(
        &mut self,
        context: &Context,
        tx: &Transaction,
        step: Taken,
    ) -> Result<(), Rejection> {
        let action = action(&step.kind);
        let reason = reason(&step.kind);
        let to =
            states::apply(action, self.status, reason.as_deref()).map_err(|refusal| refused(&refusal))?;
        let event = self.event(context, &step);
        let run = procedure::apply(&self.written.procedure, &self.facts, &self.run, &event)
            .map_err(|refusal| not_possible(&refusal))?;
        self.events.push(event);
        let detail = serde_json::to_string(&step.kind).map_err(Error::internal)?;
        let platform = step.account.is_none();
        let what = Happening {
            action,
            step: step.kind.step().map(str::to_owned),
            party: (!platform).then_some(step.by),
            recorded_by: (!platform).then_some(step.recorded_by),
            account: step.account,
            reason,
            detail: Some(detail),
            on: step.on,
        };
        (self.run, self.status) = (run, to);
        self.write(context, tx, what).await
    }

    /// Where a step would lead.
    ///
    /// # Errors
    /// Why it cannot be taken.
    pub(crate) fn tried(&self, context: &Context, step: &Taken) -> Result<Run, Refusal> {
        let event = self.event(context, step);
        procedure::apply(&self.written.procedure, &self.facts, &self.run, &event)
    }

    fn event(&self, context: &Context, step: &Taken) -> Event {
        Event {
            sequence: self.run.next_sequence,
            kind: step.kind.clone(),
            by: step.by,
            recorded_by: step.recorded_by,
            on: step.on,
            at: context.now(),
        }
    }

    async fn write(&mut self, context: &Context, tx: &Transaction, what: Happening) -> Result<(), Rejection> {
        self.last += 1;
        store::record(context, tx, self.row.id, self.last, what).await?;
        Ok(())
    }

    /// Takes the row as it was changed: deadlines move with its dates.
    ///
    /// # Errors
    /// What was written makes no contract: a fault of ours.
    pub(super) fn dated(&mut self, row: contract::Model) -> Result<(), Error> {
        let (calendar, absent) = (self.facts.calendar.clone(), self.facts.absent.clone());
        self.facts = facts(&row, calendar, absent)?;
        self.run =
            procedure::fold(&self.written.procedure, &self.facts, &self.events).map_err(Error::internal)?;
        self.row = row;
        Ok(())
    }
}

/// The days of a school's academic year, as far as it has set them.
///
/// # Errors
/// The database does not answer.
pub(super) async fn anchors(
    db: &impl ConnectionTrait,
    school: Uuid,
    year: i32,
) -> Result<BTreeMap<String, NaiveDate>, Error> {
    let rows = school_anchor::Entity::find()
        .filter(school_anchor::Column::SchoolId.eq(school))
        .filter(school_anchor::Column::AcademicYear.eq(year));
    Ok(rows.all(db).await?.into_iter().map(|row| (row.name, row.day)).collect())
}

/// What the engine knows of a contract beside its events.
///
/// # Errors
/// What was written makes no contract: a fault of ours.
pub(super) fn facts(
    row: &contract::Model,
    calendar: BTreeMap<String, NaiveDate>,
    absent: BTreeSet<Actor>,
) -> Result<Facts, Error> {
    let year = AcademicYear::starting_in(row.academic_year).map_err(Error::internal)?;
    let answers = BTreeMap::new();
    Ok(Facts { start: row.first_day, end: row.last_day, year, calendar, answers, absent })
}

/// What the steps of a contract add up to.
///
/// # Errors
/// The history is damaged: a fault of ours.
pub(super) fn fold<'a>(
    written: &Written,
    facts: &Facts,
    rows: impl IntoIterator<Item = &'a contract_event::Model>,
) -> Result<Run, Error> {
    procedure::fold(&written.procedure, facts, &steps(rows)?).map_err(Error::internal)
}

/// What the engine folds, numbered as it wants it.
fn steps<'a>(rows: impl IntoIterator<Item = &'a contract_event::Model>) -> Result<Vec<Event>, Error> {
    let steps = rows.into_iter().filter(|row| OF_PROCEDURE.contains(&row.action.0));
    steps.zip(1..).map(|(row, sequence)| event(row, sequence)).collect()
}

/// The state that a contract's events make.
///
/// # Errors
/// The history is damaged: a fault of ours.
pub(super) fn status<'a>(
    id: Uuid,
    rows: impl IntoIterator<Item = &'a contract_event::Model>,
) -> Result<ContractStatus, Error> {
    states::fold(rows.into_iter().map(|row| row.action.0))
        .map_err(|at| Error::internal(anyhow::anyhow!("event {at} of contract {id} is not possible")))
}

fn event(row: &contract_event::Model, sequence: u64) -> Result<Event, Error> {
    let detail = row.detail.as_deref().unwrap_or_default();
    let kind = serde_json::from_str(detail).map_err(Error::internal)?;
    // What the platform does it does for the desk: nobody stands in for anybody.
    let by = row.party.map_or(Actor::CareerServices, |party| party.0);
    let recorded_by = row.recorded_by.map_or(by, |actor| actor.0);
    Ok(Event { sequence, kind, by, recorded_by, on: row.happened_on, at: row.at })
}

fn action(kind: &EventKind) -> ContractAction {
    match kind {
        EventKind::Completed { .. } => ContractAction::CompleteStep,
        EventKind::Validated { .. } => ContractAction::ValidateStep,
        EventKind::Refused { .. } => ContractAction::RefuseStep,
        EventKind::Reopened { .. } => ContractAction::ReopenStep,
        EventKind::Graded { .. } => ContractAction::GradeStep,
        EventKind::Stated { .. } => ContractAction::AnswerFact,
        EventKind::Activated => ContractAction::Activate,
    }
}

fn reason(kind: &EventKind) -> Option<String> {
    match kind {
        EventKind::Refused { reason, .. } | EventKind::Reopened { reason, .. } => Some(reason.clone()),
        _ => None,
    }
}

/// What a user is told of what the procedure refuses.
pub(super) fn not_possible(refusal: &Refusal) -> UserError {
    let words = refusal.text();
    let code = match refusal {
        Refusal::UnknownStep { .. } | Refusal::UnknownFact { .. } => ErrorCode::Unknown,
        Refusal::DoesNotApply => ErrorCode::StepDoesNotApply,
        Refusal::NotOpen { .. } => ErrorCode::StepNotOpen,
        Refusal::NotYours { .. } | Refusal::NoStandIn { .. } => ErrorCode::NotYourStep,
        Refusal::AlreadyDone | Refusal::NotDone | Refusal::OutOfOrder { .. } => ErrorCode::StepState,
        Refusal::NotRefusable | Refusal::NotGraded => ErrorCode::StepState,
        Refusal::AlreadyActive | Refusal::NotReady { .. } => ErrorCode::WrongState,
        Refusal::ReasonMissing => ErrorCode::ReasonRequired,
        Refusal::InTheFuture
        | Refusal::UnknownAnswer { .. }
        | Refusal::InputMissing { .. }
        | Refusal::InputInvalid { .. }
        | Refusal::PointsOutOfRange { .. } => ErrorCode::Invalid,
    };
    UserError { code, fr: format!("{}.", words.fr), en: format!("{}.", words.en), path: refusal.path() }
}
