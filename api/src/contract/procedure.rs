//! `Procedure`: what a school asks for before a contract is active, as it was written once.

use crate::context::Request;
use crate::contract::loader::ConfirmationsOf;
use crate::contract::procedures::{self, Written};
use crate::contract::run::{ProcedureActor, StepPhase};
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::scalars::{AcademicYear, Date};
use crate::school::types::School;
use crate::student::types::ContractType;
use async_graphql::{Context, Enum, Object, SimpleObject};
use domain::procedure::{Input, InputKind, Step, mermaid};
use std::sync::Arc;
use uuid::Uuid;

/// A procedure of a school, as it was written for a year. It never changes: contracts run it to their end.
#[derive(Clone, Debug)]
pub struct Procedure(pub Arc<Written>);

impl Procedure {
    /// A school's procedures, the latest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of_school(
        request: &Request,
        school: Uuid,
        year: Option<AcademicYear>,
    ) -> Result<Vec<Self>, Error> {
        let context = &request.context;
        let all = procedures::of_school(context, &context.db.read, school).await?;
        let asked = |one: &Arc<Written>| {
            year.as_ref().is_none_or(|year| year.0.first_year() == one.row.academic_year)
        };
        Ok(all.into_iter().filter(asked).map(Self).collect())
    }

    /// Whether it was written for a year, or staff confirmed it for that year.
    ///
    /// # Errors
    /// The database does not answer.
    pub(super) async fn holds_for(&self, request: &Request, year: i32) -> Result<bool, Error> {
        if self.0.row.academic_year == year {
            return Ok(true);
        }
        let years = request.loaders.one(ConfirmationsOf(self.0.row.id)).await?;
        Ok(years.unwrap_or_default().contains(&year))
    }
}

/// A procedure of a school, as it was written for a year. It never changes: contracts run it to their end.
#[Object]
impl Procedure {
    /// Opaque id.
    pub async fn id(&self) -> Id {
        Id::new(IdKind::Procedure, self.0.row.id)
    }

    /// The school.
    async fn school(&self, ctx: &Context<'_>) -> Result<School, Error> {
        School::load(Request::of(ctx)?, self.0.row.school_id).await
    }

    /// For which kind of contract.
    #[graphql(name = "type")]
    async fn contract_type(&self) -> ContractType {
        self.0.row.contract_type.0.into()
    }

    /// The academic year that it was written for.
    async fn written_for(&self) -> Result<AcademicYear, Error> {
        AcademicYear::stored(self.0.row.academic_year)
    }

    /// The other academic years for which staff confirmed it.
    async fn confirmed_for(&self, ctx: &Context<'_>) -> Result<Vec<AcademicYear>, Error> {
        let years = Request::of(ctx)?.loaders.one(ConfirmationsOf(self.0.row.id)).await?;
        years.unwrap_or_default().into_iter().map(AcademicYear::stored).collect()
    }

    /// Whether the school's staff wrote it; otherwise it came with the program.
    async fn written_by_staff(&self) -> bool {
        self.0.row.uploaded_by.is_some()
    }

    /// The SHA-256 of its text.
    async fn digest(&self) -> &str {
        &self.0.row.digest
    }

    /// Its text, in TOML: a start for one's own.
    async fn text(&self) -> &str {
        &self.0.row.text
    }

    /// The text of a Mermaid diagram of it.
    async fn diagram(&self, ctx: &Context<'_>) -> Result<String, Error> {
        Ok(mermaid(&self.0.procedure, Request::of(ctx)?.caller.locale))
    }

    /// Its title.
    async fn title(&self, ctx: &Context<'_>) -> Result<String, Error> {
        Ok(self.0.procedure.title.in_locale(Request::of(ctx)?.caller.locale).to_owned())
    }

    /// Its steps, in order.
    async fn steps(&self) -> Vec<ProcedureStep> {
        (0..self.0.procedure.steps.len())
            .map(|at| ProcedureStep { written: Arc::clone(&self.0), at })
            .collect()
    }

    /// The days of the academic year that its deadlines are counted from.
    async fn calendar(&self, ctx: &Context<'_>) -> Result<Vec<CalendarDay>, Error> {
        let locale = Request::of(ctx)?.caller.locale;
        let days = self.0.procedure.calendar.iter().map(|day| CalendarDay {
            key: day.key.clone(),
            title: day.title.in_locale(locale).to_owned(),
            date: day.date.map(Date),
        });
        Ok(days.collect())
    }
}

/// A day of a school's academic year that deadlines are counted from.
#[derive(Clone, Debug, SimpleObject)]
pub struct CalendarDay {
    /// Its key.
    pub key: String,
    /// What it is.
    pub title: String,
    /// When it is in the year that the procedure was written for, where that is known.
    pub date: Option<Date>,
}

/// A step of a procedure, as it is written.
#[derive(Clone, Debug)]
pub struct ProcedureStep {
    written: Arc<Written>,
    at: usize,
}

impl ProcedureStep {
    fn step(&self) -> Result<&Step, Error> {
        let step = self.written.procedure.steps.get(self.at);
        step.ok_or_else(|| Error::internal(anyhow::anyhow!("a procedure without its step {}", self.at)))
    }
}

/// A step of a procedure, as it is written.
#[Object]
impl ProcedureStep {
    /// Its key, unique in the procedure.
    async fn key(&self) -> Result<&str, Error> {
        Ok(&self.step()?.key)
    }

    /// What is to be done, in a few words.
    async fn title(&self, ctx: &Context<'_>) -> Result<String, Error> {
        Ok(self.step()?.title.in_locale(Request::of(ctx)?.caller.locale).to_owned())
    }

    /// The same, as whoever does it needs to know it.
    async fn description(&self, ctx: &Context<'_>) -> Result<String, Error> {
        Ok(self.step()?.description.in_locale(Request::of(ctx)?.caller.locale).to_owned())
    }

    /// When in a contract's life it is done.
    async fn phase(&self) -> Result<StepPhase, Error> {
        Ok(self.step()?.phase.into())
    }

    /// Who does it: any one of them.
    async fn actors(&self) -> Result<Vec<ProcedureActor>, Error> {
        Ok(self.step()?.actors.iter().map(|actor| (*actor).into()).collect())
    }

    /// Who must agree: all of them.
    async fn validators(&self) -> Result<Vec<ProcedureActor>, Error> {
        Ok(self.step()?.validators.iter().map(|actor| (*actor).into()).collect())
    }

    /// The keys of the steps that must be done before.
    async fn after(&self) -> Result<&[String], Error> {
        Ok(&self.step()?.after)
    }

    /// What it asks for.
    async fn inputs(&self) -> Result<Vec<StepInput>, Error> {
        Ok(self.step()?.inputs.iter().cloned().map(StepInput).collect())
    }

    /// The most points that it scores; null for a step that is not graded.
    async fn max_points(&self) -> Result<Option<u8>, Error> {
        Ok(self.step()?.points)
    }

    /// Whether it may be left out.
    async fn optional(&self) -> Result<bool, Error> {
        Ok(!self.step()?.is_required())
    }

    /// Whether its completion takes one of the school's places.
    async fn reserves_place(&self) -> Result<bool, Error> {
        Ok(self.step()?.reserves_place)
    }
}

/// What an input of a step accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum StepInputKind {
    /// Some text.
    Text,
    /// A date.
    Date,
    /// An amount in euros.
    Money,
    /// Yes or no.
    Boolean,
    /// A whole number.
    Integer,
    /// One of the choices.
    Choice,
    /// Somebody with a name and a mail address.
    Person,
    /// A file that was uploaded before.
    File,
}

/// Something to be given when a step is completed.
#[derive(Clone, Debug)]
pub struct StepInput(pub Input);

/// Something to be given when a step is completed.
#[Object]
impl StepInput {
    /// Its key, unique in its step.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// What it is.
    async fn title(&self, ctx: &Context<'_>) -> Result<String, Error> {
        Ok(self.0.title.in_locale(Request::of(ctx)?.caller.locale).to_owned())
    }

    /// Of which kind.
    async fn kind(&self) -> StepInputKind {
        match self.0.kind {
            InputKind::Text { .. } => StepInputKind::Text,
            InputKind::Date => StepInputKind::Date,
            InputKind::Money => StepInputKind::Money,
            InputKind::Boolean => StepInputKind::Boolean,
            InputKind::Integer { .. } => StepInputKind::Integer,
            InputKind::Choice(_) => StepInputKind::Choice,
            InputKind::Person => StepInputKind::Person,
            InputKind::File => StepInputKind::File,
        }
    }

    /// What is accepted, in words.
    async fn expected(&self, ctx: &Context<'_>) -> Result<String, Error> {
        Ok(self.0.kind.expected().in_locale(Request::of(ctx)?.caller.locale).to_owned())
    }

    /// The choices, for a choice.
    async fn choices(&self, ctx: &Context<'_>) -> Result<Vec<StepChoice>, Error> {
        let locale = Request::of(ctx)?.caller.locale;
        let InputKind::Choice(choices) = &self.0.kind else { return Ok(Vec::new()) };
        let choices = choices.iter();
        Ok(choices
            .map(|choice| StepChoice {
                key: choice.key.clone(),
                title: choice.title.in_locale(locale).to_owned(),
            })
            .collect())
    }

    /// Whether the step cannot be completed without.
    async fn required(&self) -> bool {
        self.0.required
    }
}

/// One answer of several.
#[derive(Clone, Debug, SimpleObject)]
pub struct StepChoice {
    /// What is kept.
    pub key: String,
    /// What people read.
    pub title: String,
}
