//! `ProcedureRun`: where a contract stands in its school's procedure.

use crate::context::Request;
use crate::contract::loader::{AbsentOf, Reading};
use crate::contract::procedure::Procedure;
use crate::contract::step_run::{StepRun, may_act};
use crate::contract::types::Contract;
use crate::error::Error;
use async_graphql::{Context, Enum, Object, SimpleObject};
use domain::policy;
use domain::procedure::{Actor, StepRun as Now};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Somebody who has something to do in a procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::procedure::Actor")]
pub enum ProcedureActor {
    /// The student of the contract.
    Student,
    /// The company of the contract.
    Company,
    /// The student's tutor in the company.
    CompanyTutor,
    /// The school's desk for these contracts.
    CareerServices,
    /// Head of the student's department, option or programme.
    DepartmentHead,
    /// The student's tutor at the school.
    SchoolTutor,
    /// The school's direction: signs for it.
    Direction,
    /// The school's social service: receives copies.
    SocialService,
    /// The student's own school, of a double degree.
    HomeSchool,
    /// The body that runs apprenticeship contracts.
    TrainingCentre,
    /// The skills operator that pays the training.
    Opco,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::procedure::StepStatus")]
pub enum StepStatus {
    /// Its condition does not hold.
    DoesNotApply,
    /// Other steps come first, or a question that is not answered, or the contract's being active.
    Blocked,
    /// It can be done now.
    Open,
    /// It is done, and its validators have to agree.
    AwaitingValidation,
    /// It is done.
    Done,
}

/// When in a contract's life a step is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::procedure::Phase")]
pub enum StepPhase {
    /// Before there is a contract: the confirmed application shows that it is done.
    Applying,
    /// From the contract's opening: it is active only once all of these are done.
    Preparing,
    /// From the contract's opening, and holds nothing up.
    Alongside,
    /// Once the contract is active.
    Active,
}

/// Where a contract stands in its procedure.
#[derive(Clone, Debug)]
pub struct ProcedureRun {
    /// Whose.
    pub(super) contract: Contract,
    /// Where it stands.
    pub(super) reading: Arc<Reading>,
}

impl ProcedureRun {
    fn step(&self, at: usize) -> StepRun {
        StepRun { contract: self.contract.clone(), reading: Arc::clone(&self.reading), at }
    }

    fn steps_that(&self, filter: impl Fn(&Now) -> bool) -> Vec<StepRun> {
        let steps = self.reading.run.steps.iter().enumerate();
        steps.filter(|(_, step)| filter(step)).map(|(at, _)| self.step(at)).collect()
    }
}

/// Where a contract stands in its procedure.
#[Object]
impl ProcedureRun {
    /// The procedure, as it was when the contract was opened.
    async fn procedure(&self) -> Procedure {
        Procedure(Arc::clone(&self.reading.written))
    }

    /// Whether staff have confirmed the procedure for the contract's year, or it was written for it.
    async fn confirmed(&self, ctx: &Context<'_>) -> Result<bool, Error> {
        Procedure(Arc::clone(&self.reading.written))
            .holds_for(Request::of(ctx)?, self.contract.row.academic_year)
            .await
    }

    /// Every step, in the procedure's order; those that do not apply as well.
    async fn steps(&self) -> Vec<StepRun> {
        self.steps_that(|_| true)
    }

    /// The steps that somebody must act on now.
    async fn next(&self) -> Vec<StepRun> {
        self.steps_that(|step| !step.waiting_for.is_empty())
    }

    /// The steps that the one who asks may act on now.
    async fn for_viewer(&self, ctx: &Context<'_>) -> Result<Vec<StepRun>, Error> {
        let request = Request::of(ctx)?;
        let Some(actor) = &request.caller.actor else { return Ok(Vec::new()) };
        let parts = policy::parts(actor, &self.contract.subject());
        let absent = match parts.contains(&Actor::CareerServices) {
            true => request.loaders.one(AbsentOf(Arc::clone(&self.contract.row))).await?.unwrap_or_default(),
            false => BTreeSet::new(),
        };
        Ok(self.steps_that(|step| may_act(&parts, &absent, step)))
    }

    /// What the procedure asks about the contract, and what was answered.
    async fn questions(&self, ctx: &Context<'_>) -> Result<Vec<ProcedureQuestion>, Error> {
        let locale = Request::of(ctx)?.caller.locale;
        let facts = self.reading.written.procedure.facts.iter();
        let questions = facts.map(|fact| ProcedureQuestion {
            key: fact.key.clone(),
            title: fact.title.in_locale(locale).to_owned(),
            accepted: fact.answers().iter().map(ToString::to_string).collect(),
            stated_by: fact.stated_by.iter().map(|actor| (*actor).into()).collect(),
            answer: self.reading.run.answers.get(&fact.key).map(ToString::to_string),
        });
        Ok(questions.collect())
    }

    /// The points so far, where the procedure is graded; null to the company.
    async fn score(&self, ctx: &Context<'_>) -> Result<Option<Score>, Error> {
        if !self.contract.is_of_school(Request::of(ctx)?) {
            return Ok(None);
        }
        Ok(self.reading.run.score.map(|score| Score {
            points: score.points,
            maximum: score.maximum,
            mark: score.mark.to_string(),
            out_of: self
                .reading
                .written
                .procedure
                .grading
                .as_ref()
                .map_or(0, |grading| u32::from(grading.out_of)),
            is_final: score.is_final,
        }))
    }
}

/// A question that a procedure asks of a contract: its answer decides which steps apply.
#[derive(Clone, Debug, SimpleObject)]
pub struct ProcedureQuestion {
    /// Its key.
    pub key: String,
    /// The question.
    pub title: String,
    /// The answers that there are.
    pub accepted: Vec<String>,
    /// Who may answer.
    pub stated_by: Vec<ProcedureActor>,
    /// What was answered; null while nobody has.
    pub answer: Option<String>,
}

/// The mark for the conduct of a procedure.
#[derive(Clone, Debug, SimpleObject)]
pub struct Score {
    /// Points scored.
    pub points: u32,
    /// Points that could be scored: steps that do not apply are left out.
    pub maximum: u32,
    /// The points brought to the scale, with one decimal: `17.1`.
    pub mark: String,
    /// The best mark: 20.
    pub out_of: u32,
    /// Whether every graded step is done and has its points.
    pub is_final: bool,
}
