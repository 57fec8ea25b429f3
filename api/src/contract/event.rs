//! `ContractEvent`: what happened to a contract.

use crate::account::types::Role;
use crate::context::Request;
use crate::contract::loader::Reading;
use crate::contract::run::ProcedureActor;
use crate::contract::step_run::{self, StepValue};
use crate::contract::types::ContractAction;
use crate::error::Error;
use crate::graphql::scalars::{Date, DateTime};
use crate::history;
use async_graphql::{Context, Object};
use domain::contract::OF_PROCEDURE;
use domain::procedure::EventKind;
use entity::contract_event;
use std::sync::Arc;

/// Something that was done to a contract.
#[derive(Clone, Debug)]
pub struct ContractEvent {
    pub(super) reading: Arc<Reading>,
    pub(super) at: usize,
}

impl ContractEvent {
    fn row(&self) -> Option<&contract_event::Model> {
        self.reading.events.get(self.at)
    }
}

/// Something that was done to a contract.
#[Object]
impl ContractEvent {
    /// Its number in its contract, from 1.
    async fn sequence(&self) -> Option<i32> {
        self.row().map(|row| row.sequence)
    }

    /// What was done.
    async fn action(&self) -> Option<ContractAction> {
        self.row().map(|row| row.action.0.into())
    }

    /// The step concerned, by its key; null for what concerns the whole contract.
    async fn step(&self) -> Option<&str> {
        self.row().and_then(|row| row.step.as_deref())
    }

    /// The step's title.
    async fn step_title(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        let locale = Request::of(ctx)?.caller.locale;
        let step = self.row().and_then(|row| row.step.as_deref());
        let step = step.and_then(|key| self.reading.written.procedure.step(key));
        Ok(step.map(|step| step.title.in_locale(locale).to_owned()))
    }

    /// Who acted; null is the platform.
    async fn actor(&self) -> Option<ProcedureActor> {
        self.row().and_then(|row| row.party).map(|party| party.0.into())
    }

    /// Who recorded it: another than the actor stands in for one without an account.
    async fn recorded_by(&self) -> Option<ProcedureActor> {
        self.row().and_then(|row| row.recorded_by).map(|actor| actor.0.into())
    }

    /// The role of whoever recorded it; null is the platform.
    async fn role(&self, ctx: &Context<'_>) -> Result<Option<Role>, Error> {
        history::role(Request::of(ctx)?, self.row().and_then(|row| row.account_id)).await
    }

    /// The name of whoever recorded it; null is the platform.
    async fn name(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        history::name(Request::of(ctx)?, self.row().and_then(|row| row.account_id)).await
    }

    /// What was given with it, where its step asks for something: also what was given anew later.
    async fn given(&self) -> Result<Vec<StepValue>, Error> {
        let Some(row) = self.row().filter(|row| OF_PROCEDURE.contains(&row.action.0)) else {
            return Ok(Vec::new());
        };
        let kind =
            serde_json::from_str(row.detail.as_deref().unwrap_or_default()).map_err(Error::internal)?;
        Ok(match kind {
            EventKind::Completed { inputs, .. } | EventKind::Refused { inputs, .. } => {
                step_run::given(&inputs)
            }
            _ => Vec::new(),
        })
    }

    /// Why.
    async fn reason(&self) -> Option<&str> {
        self.row().and_then(|row| row.reason.as_deref())
    }

    /// The day on which it happened.
    async fn on(&self) -> Option<Date> {
        self.row().map(|row| Date(row.happened_on))
    }

    /// When it was recorded.
    async fn at(&self) -> Option<DateTime> {
        self.row().map(|row| DateTime(row.at))
    }
}
