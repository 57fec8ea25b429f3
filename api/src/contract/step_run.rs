//! `StepRun`: where a contract stands in one step of its procedure.

use crate::context::Request;
use crate::contract::loader::Reading;
use crate::contract::procedure::StepInput;
use crate::contract::run::{ProcedureActor, StepPhase, StepStatus};
use crate::contract::types::Contract;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::scalars::{Date, DateTime};
use async_graphql::{Context, Object, SimpleObject};
use domain::contract::LIVE;
use domain::procedure::{Actor, DueOn, Inputs, Step, StepRun as Now, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Where a contract stands in one step of its procedure.
#[derive(Clone, Debug)]
pub struct StepRun {
    pub(super) contract: Contract,
    pub(super) reading: Arc<Reading>,
    pub(super) at: usize,
}

impl StepRun {
    /// The step as it is written and as it stands: the procedure and its run have the same steps.
    fn parts(&self) -> Result<(&Step, &Now), Error> {
        let parts =
            self.reading.written.procedure.steps.get(self.at).zip(self.reading.run.steps.get(self.at));
        parts.ok_or_else(|| Error::internal(anyhow::anyhow!("a run without its step {}", self.at)))
    }

    fn now(&self) -> Result<&Now, Error> {
        Ok(self.parts()?.1)
    }

    fn written(&self) -> Result<&Step, Error> {
        Ok(self.parts()?.0)
    }
}

fn actors(actors: &[domain::procedure::Actor]) -> Vec<ProcedureActor> {
    actors.iter().map(|actor| (*actor).into()).collect()
}

/// Whether somebody who is these actors may act on a step now: as one of them, or for somebody without an account.
pub(super) fn may_act(parts: &[Actor], absent: &BTreeSet<Actor>, step: &Now) -> bool {
    let is_own = |part: &Actor| step.waiting_for.contains(part) || step.recorders.contains(part);
    parts.iter().any(is_own) || step.waiting_for.iter().any(|actor| absent.contains(actor))
}

/// Where a contract stands in one step of its procedure.
#[Object]
impl StepRun {
    /// Its key, unique in the procedure.
    async fn key(&self) -> Result<&str, Error> {
        Ok(&self.now()?.key)
    }

    /// What is to be done, in a few words.
    async fn title(&self, ctx: &Context<'_>) -> Result<String, Error> {
        Ok(self.written()?.title.in_locale(Request::of(ctx)?.caller.locale).to_owned())
    }

    /// The same, as whoever does it needs to know it.
    async fn description(&self, ctx: &Context<'_>) -> Result<String, Error> {
        Ok(self.written()?.description.in_locale(Request::of(ctx)?.caller.locale).to_owned())
    }

    /// When in the contract's life it is done.
    async fn phase(&self) -> Result<StepPhase, Error> {
        Ok(self.written()?.phase.into())
    }

    /// Who does it: any one of them.
    async fn actors(&self) -> Result<Vec<ProcedureActor>, Error> {
        Ok(actors(&self.written()?.actors))
    }

    /// Who must agree once it is done: all of them.
    async fn validators(&self) -> Result<Vec<ProcedureActor>, Error> {
        Ok(actors(&self.written()?.validators))
    }

    /// Where it stands.
    async fn status(&self) -> Result<StepStatus, Error> {
        Ok(self.now()?.status.into())
    }

    /// The keys of the steps that must be done before.
    async fn blocked_by(&self) -> Result<&[String], Error> {
        Ok(&self.now()?.blocked_by)
    }

    /// The keys of the questions that must be answered, to know whether it applies.
    async fn unanswered(&self) -> Result<&[String], Error> {
        Ok(&self.now()?.unanswered)
    }

    /// Who must act now: its actors, or the validators who have not agreed yet.
    async fn waiting_for(&self) -> Result<Vec<ProcedureActor>, Error> {
        Ok(actors(&self.now()?.waiting_for))
    }

    /// The validators who agreed.
    async fn validated_by(&self) -> Result<Vec<ProcedureActor>, Error> {
        Ok(actors(&self.now()?.validated_by))
    }

    /// Whether it may be left out.
    async fn optional(&self) -> Result<bool, Error> {
        Ok(!self.written()?.is_required())
    }

    /// The last day on which it is in time; null without a deadline, and while the deadline is to be dated.
    async fn due_on(&self) -> Result<Option<Date>, Error> {
        Ok(match self.now()?.due_on {
            DueOn::On(day) => Some(Date(day)),
            DueOn::NoDeadline | DueOn::ToBeDated => None,
        })
    }

    /// Whether it has a deadline counted from a day that is not known yet.
    async fn to_be_dated(&self) -> Result<bool, Error> {
        Ok(self.now()?.due_on == DueOn::ToBeDated)
    }

    /// Whether its last day has passed, and it is still to be done.
    async fn overdue(&self, ctx: &Context<'_>) -> Result<bool, Error> {
        let today = Request::of(ctx)?.context.now().date_naive();
        Ok(LIVE.contains(&self.contract.row.status.0) && self.now()?.is_overdue(today))
    }

    /// What it asks for.
    async fn inputs(&self) -> Result<Vec<StepInput>, Error> {
        Ok(self.written()?.inputs.iter().cloned().map(StepInput).collect())
    }

    /// What was given last, also when the step is open again.
    async fn given(&self) -> Result<Vec<StepValue>, Error> {
        Ok(given(&self.now()?.inputs))
    }

    /// Points scored; null before it is graded, and to the company.
    async fn points(&self, ctx: &Context<'_>) -> Result<Option<u8>, Error> {
        let of_school = self.contract.is_of_school(Request::of(ctx)?);
        Ok(self.now()?.points.filter(|_| of_school))
    }

    /// The most points that it scores; null for a step that is not graded, and to the company.
    async fn max_points(&self, ctx: &Context<'_>) -> Result<Option<u8>, Error> {
        let of_school = self.contract.is_of_school(Request::of(ctx)?);
        Ok(self.now()?.max_points.filter(|_| of_school))
    }

    /// Who did it; null while it is to be done.
    async fn completed_by(&self) -> Result<Option<ProcedureActor>, Error> {
        Ok(self.now()?.completion.map(|done| done.by.into()))
    }

    /// Who recorded that: another than the actor stood in.
    async fn recorded_by(&self) -> Result<Option<ProcedureActor>, Error> {
        Ok(self.now()?.completion.map(|done| done.recorded_by.into()))
    }

    /// The day on which it was done.
    async fn completed_on(&self) -> Result<Option<Date>, Error> {
        Ok(self.now()?.completion.map(|done| Date(done.on)))
    }

    /// When that was recorded.
    async fn completed_at(&self) -> Result<Option<DateTime>, Error> {
        Ok(self.now()?.completion.map(|done| DateTime(done.at)))
    }

    /// Whether it was done after its deadline.
    async fn late(&self) -> Result<bool, Error> {
        Ok(self.now()?.completion.is_some_and(|done| done.is_late))
    }

    /// How often it was done, for a step that is done again and again.
    async fn times(&self) -> Result<u32, Error> {
        Ok(self.now()?.times)
    }

    /// Why it is open again, until it is done anew.
    async fn setback(&self) -> Result<Option<Setback>, Error> {
        Ok(self.now()?.setback.as_ref().map(|setback| Setback {
            step: setback.step.clone(),
            refused: setback.is_refusal,
            by: setback.by.into(),
            on: Date(setback.on),
            reason: setback.reason.clone(),
        }))
    }
}

/// Why a step is open again.
#[derive(Clone, Debug, SimpleObject)]
pub struct Setback {
    /// The step that was refused or opened again: this one, or one on which it depends.
    pub step: String,
    /// Whether it was refused; otherwise it was opened again.
    pub refused: bool,
    /// Who did so.
    pub by: ProcedureActor,
    /// When.
    pub on: Date,
    /// Why.
    pub reason: String,
}

/// What was given for an input of a step.
#[derive(Clone, Debug, SimpleObject)]
pub struct StepValue {
    /// The input's key.
    pub key: String,
    /// What was given, as a text.
    pub value: String,
}

/// What was given, as texts.
pub(super) fn given(inputs: &Inputs) -> Vec<StepValue> {
    inputs.iter().map(|(key, value)| StepValue { key: key.clone(), value: told(value) }).collect()
}

fn told(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Choice(text) => text.clone(),
        Value::Date(day) => day.to_string(),
        Value::Money(amount) => amount.to_string(),
        Value::Boolean(yes) => yes.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Person(person) => format!("{} <{}>", person.name, person.email),
        Value::File(id) => Id::new(IdKind::StoredFile, *id).to_string(),
    }
}
