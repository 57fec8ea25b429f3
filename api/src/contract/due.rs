//! `Deadline`: when a step of a contract is due.

use crate::context::Request;
use crate::contract::deadline;
use crate::contract::loader::Reading;
use crate::error::Error;
use crate::graphql::scalars::Date;
use async_graphql::{Context, Object};
use chrono::NaiveDate;
use domain::contract::{ContractStatus, LIVE};
use domain::locale::Locale;
use domain::procedure::DueOn;
use std::sync::Arc;

/// When a step of a contract is due.
#[derive(Clone, Debug)]
pub struct Deadline {
    reading: Arc<Reading>,
    at: usize,
    due_on: Option<NaiveDate>,
    pending: bool,
    overdue: bool,
}

impl Deadline {
    /// Of every step that has a deadline and applies; the earliest first, those to be dated last.
    pub(super) fn of(reading: &Arc<Reading>, status: ContractStatus, today: NaiveDate) -> Vec<Self> {
        let alive = LIVE.contains(&status);
        let mut all: Vec<Self> = reading
            .run
            .steps
            .iter()
            .enumerate()
            .filter_map(|(at, step)| {
                let due_on = match step.due_on {
                    DueOn::NoDeadline => return None,
                    DueOn::ToBeDated => None,
                    DueOn::On(day) => Some(day),
                };
                let pending = deadline::counts(step)? && alive;
                let overdue = pending && step.is_overdue(today);
                Some(Self { reading: Arc::clone(reading), at, due_on, pending, overdue })
            })
            .collect();
        all.sort_by_key(|deadline| (deadline.due_on.is_none(), deadline.due_on, deadline.at));
        all
    }

    fn key(&self) -> &str {
        self.reading.run.steps.get(self.at).map_or("", |step| step.key.as_str())
    }

    fn title_in(&self, locale: Locale) -> &str {
        let step = self.reading.written.procedure.steps.get(self.at);
        step.map_or("", |step| step.title.in_locale(locale))
    }
}

/// When a step of a contract is due.
#[Object]
impl Deadline {
    /// The step's key.
    async fn step(&self) -> &str {
        self.key()
    }

    /// The step's title.
    async fn title(&self, ctx: &Context<'_>) -> Result<String, Error> {
        Ok(self.title_in(Request::of(ctx)?.caller.locale).to_owned())
    }

    /// The last day on which it is in time; null while it is to be dated.
    async fn due_on(&self) -> Option<Date> {
        self.due_on.map(Date)
    }

    /// Whether the day that it is counted from is not known yet.
    async fn to_be_dated(&self) -> bool {
        self.due_on.is_none()
    }

    /// What that day is: a day of the school's year that is not set, or a step that is not done.
    async fn waits_for(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        let locale = Request::of(ctx)?.caller.locale;
        if self.due_on.is_some() {
            return Ok(None);
        }
        let procedure = &self.reading.written.procedure;
        let Some(key) = deadline::missing(procedure, self.key()) else { return Ok(None) };
        let day = procedure.calendar.iter().find(|day| day.key == key).map(|day| &day.title);
        let step = procedure.step(&key).map(|step| &step.title);
        Ok(day.or(step).map(|title| title.in_locale(locale).to_owned()))
    }

    /// Whether the step is still to be done.
    async fn pending(&self) -> bool {
        self.pending
    }

    /// Whether the last day has passed, and the step is still to be done.
    async fn overdue(&self) -> bool {
        self.overdue
    }
}
