//! Mutations on contracts.

use crate::application::mutation::UploadTicketPayload;
use crate::context::Request;
use crate::contract::facts::{self, ContractFactInput};
use crate::contract::feed;
use crate::contract::feed_types::{CalendarFeed, CalendarFeedCreatePayload};
use crate::contract::open::{self, ContractOpenInput};
use crate::contract::procedure::Procedure;
use crate::contract::procedures::Written;
use crate::contract::step::{self, StepValueInput, What};
use crate::contract::terms::{self, ContractUpdateInput};
use crate::contract::tutor::{self, CompanyTutorInput};
use crate::contract::types::Contract;
use crate::contract::year::{self, PlacesSetInput, SchoolDayInput, SchoolYear};
use crate::contract::{end, loader, upload, written};
use crate::error::{Error, Rejection};
use crate::graphql::id::{Id, IdKind};
use crate::graphql::payload::{payload, settle};
use crate::graphql::scalars::{AcademicYear, Date};
use crate::graphql::user_error::UserError;
use async_graphql::{Context, Object, SimpleObject};
use domain::contract::ContractAction;
use entity::{calendar_feed, contract};
use std::sync::Arc;

/// What a mutation on a contract answers.
#[derive(SimpleObject)]
pub struct ContractPayload {
    /// The contract after the change; null when the change was refused.
    pub contract: Option<Contract>,
    /// What the user got wrong; empty when the change was made.
    pub user_errors: Vec<UserError>,
}

payload! {
    /// What a mutation on a school's academic year answers.
    SchoolYearPayload { school_year: SchoolYear = |year| year }, SchoolYear
}

payload! {
    /// What a mutation on a procedure answers.
    ProcedurePayload { procedure: Procedure = Procedure }, Arc<Written>
}

payload! {
    /// What `calendarFeedRevoke` answers.
    CalendarFeedPayload { feed: CalendarFeed = CalendarFeed }, calendar_feed::Model
}

/// The payload, read afresh: what this request read before the change is forgotten.
pub(super) async fn answer(
    request: &Request,
    answer: Result<contract::Model, Rejection>,
) -> Result<ContractPayload, Error> {
    loader::forget(&request.loaders);
    let (row, user_errors) = settle(answer)?;
    let contract = match row {
        Some(row) => Contract::load(request, row.id).await?,
        None => None,
    };
    Ok(ContractPayload { contract, user_errors })
}

/// A step of a contract's procedure.
async fn take(
    ctx: &Context<'_>,
    contract: Id,
    step: String,
    what: What,
    on: Option<Date>,
) -> Result<ContractPayload, Error> {
    let (request, id) = (Request::of(ctx)?, contract.of(IdKind::Contract, &["contract"])?);
    answer(request, step::run(request, id, &step, what, on).await).await
}

/// Mutations on contracts.
#[derive(Debug, Default)]
pub struct ContractMutation;

/// Mutations on contracts.
#[Object]
impl ContractMutation {
    /// Opens the contract of a confirmed application, which runs its school's procedure from then on. For its student, its
    /// company and career services.
    async fn contract_open(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] application: Id,
        #[graphql(desc = "What was agreed, where it is not what the offer says.")] input: Option<
            ContractOpenInput,
        >,
        #[graphql(desc = "A key of your own: a repeat under it answers the first result.")]
        idempotency_key: Option<String>,
    ) -> Result<ContractPayload, Error> {
        let request = Request::of(ctx)?;
        let id = application.of(IdKind::Application, &["application"])?;
        let input = input.unwrap_or_default();
        answer(request, open::run(request, id, input, idempotency_key).await).await
    }

    /// Changes the days or the pay of a contract that is not active yet. For its company and career services.
    async fn contract_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] id: Id,
        #[graphql(desc = "What changes.")] input: ContractUpdateInput,
        #[graphql(desc = "Why; both sides read it. Needed where a paper that prints it holds no more.")]
        reason: Option<String>,
    ) -> Result<ContractPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Contract, &["id"])?);
        answer(request, terms::run(request, id, input, reason).await).await
    }

    /// Does a step of a contract's procedure. For its actors; for career services where one has no account.
    async fn step_complete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] contract: Id,
        #[graphql(desc = "The step's key.")] step: String,
        #[graphql(desc = "What it asks for.", default)] inputs: Vec<StepValueInput>,
        #[graphql(
            desc = "The day on which it was done; today by default, another for career services alone."
        )]
        on: Option<Date>,
    ) -> Result<ContractPayload, Error> {
        take(ctx, contract, step, What::Complete(inputs), on).await
    }

    /// Asks for the right to upload one file that a step asks for; the step is then done with the file's id. For whoever
    /// acts in the procedure. The file is read by whoever sees the contract.
    async fn contract_file_upload_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] contract: Id,
        #[graphql(desc = "What it is to be called, 100 characters at most.")] title: Option<String>,
    ) -> Result<UploadTicketPayload, Error> {
        let (request, id) = (Request::of(ctx)?, contract.of(IdKind::Contract, &["contract"])?);
        UploadTicketPayload::settle(upload::run(request, id, title).await)
    }

    /// Agrees to a step that was done. For its validators.
    async fn step_validate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] contract: Id,
        #[graphql(desc = "The step's key.")] step: String,
        #[graphql(
            desc = "The day on which it was agreed to; today by default, another for career services alone."
        )]
        on: Option<Date>,
    ) -> Result<ContractPayload, Error> {
        take(ctx, contract, step, What::Validate, on).await
    }

    /// Refuses a step, and says why: what must be done again opens. For its validators, and for its actors where the step is
    /// a decision.
    async fn step_refuse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] contract: Id,
        #[graphql(desc = "The step's key.")] step: String,
        #[graphql(desc = "Why; whoever did it reads it. Required.")] reason: Option<String>,
        #[graphql(desc = "What a decision asks for.", default)] inputs: Vec<StepValueInput>,
        #[graphql(
            desc = "The day on which it was refused; today by default, another for career services alone."
        )]
        on: Option<Date>,
    ) -> Result<ContractPayload, Error> {
        take(ctx, contract, step, What::Refuse(reason, inputs), on).await
    }

    /// Opens a step again that was done, and says why; what came after it opens again too. For career services and the
    /// step's validators.
    async fn step_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] contract: Id,
        #[graphql(desc = "The step's key.")] step: String,
        #[graphql(desc = "Why; whoever did it reads it. Required.")] reason: Option<String>,
    ) -> Result<ContractPayload, Error> {
        take(ctx, contract, step, What::Reopen(reason), None).await
    }

    /// Gives points to a step that was done, where the procedure is graded. For those whom the procedure names.
    async fn step_grade(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] contract: Id,
        #[graphql(desc = "The step's key.")] step: String,
        #[graphql(desc = "How many, up to the step's most.")] points: i32,
    ) -> Result<ContractPayload, Error> {
        take(ctx, contract, step, What::Grade(points), None).await
    }
    /// Gives a contract up before its first day, and says why; its application ends, and the offer has its position back.
    /// For its student, its company and career services.
    async fn contract_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] id: Id,
        #[graphql(desc = "Why; both sides read it. Required.")] reason: Option<String>,
    ) -> Result<ContractPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Contract, &["id"])?);
        answer(request, end::run(request, id, ContractAction::Withdraw, reason).await).await
    }

    /// Breaks a contract off from its first day on, and says why; its application ends. For its student, its company and
    /// career services.
    async fn contract_terminate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] id: Id,
        #[graphql(desc = "Why; both sides read it. Required.")] reason: Option<String>,
    ) -> Result<ContractPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Contract, &["id"])?);
        answer(request, end::run(request, id, ContractAction::Terminate, reason).await).await
    }

    /// Sets days of a school's academic year: deadlines counted from them move. For its career services.
    async fn school_calendar_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The school, by code.")] school: String,
        #[graphql(desc = "The academic year.")] year: AcademicYear,
        #[graphql(desc = "The days that change.")] days: Vec<SchoolDayInput>,
    ) -> Result<SchoolYearPayload, Error> {
        SchoolYearPayload::settle(year::set_days(Request::of(ctx)?, &school, year, days).await)
    }

    /// Sets how many places an option has in an academic year; those who wait move up. For its career services.
    async fn places_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which option, and how many.")] input: PlacesSetInput,
    ) -> Result<SchoolYearPayload, Error> {
        SchoolYearPayload::settle(year::set_places(Request::of(ctx)?, input).await)
    }

    /// Confirms that a procedure holds for an academic year other than that it was written for. For its school's career
    /// services.
    async fn procedure_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The procedure.")] id: Id,
        #[graphql(desc = "The academic year.")] year: AcademicYear,
    ) -> Result<ProcedurePayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Procedure, &["id"])?);
        let answer = written::confirm(request, id, year).await;
        loader::forget(&request.loaders);
        ProcedurePayload::settle(answer)
    }

    /// Takes in a procedure that staff wrote, as TOML: contracts opened from then on run it. Each problem is told with its
    /// line. For the school's career services.
    async fn procedure_upload(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The procedure; docs/writing-a-procedure.md says how.")] text: String,
    ) -> Result<ProcedurePayload, Error> {
        ProcedurePayload::settle(written::upload(Request::of(ctx)?, &text).await)
    }
    /// Says what is known of a contract: answers to the questions of its procedure, by whom these are asked; facts that
    /// eligibility rests on, by career services.
    async fn contract_facts_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] id: Id,
        #[graphql(desc = "What is known: all of it is taken in, or nothing.")] facts: Vec<ContractFactInput>,
    ) -> Result<ContractPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Contract, &["id"])?);
        answer(request, facts::run(request, id, facts).await).await
    }

    /// Acknowledges a warning of eligibility, at the student's own risk. For the student and career services.
    async fn eligibility_acknowledge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] id: Id,
        #[graphql(desc = "The rule that warns, as `EligibilityCheck.rule` says.")] rule: String,
    ) -> Result<ContractPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Contract, &["id"])?);
        answer(request, facts::acknowledge(request, id, &rule).await).await
    }

    /// Names who follows the student in the company; all contracts of that person are counted. Papers that print another hold no
    /// more; once the contract is active, its signed agreement names the tutor, and an amendment another. For the company and
    /// career services.
    async fn tutor_assign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] id: Id,
        #[graphql(desc = "The person, told from others by the mail address.")] input: CompanyTutorInput,
    ) -> Result<ContractPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Contract, &["id"])?);
        answer(request, tutor::assign(request, id, input).await).await
    }

    /// Names who follows the student at the school. For career services and the head of the department.
    async fn school_tutor_assign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] id: Id,
        #[graphql(desc = "The mail address of a school tutor or head of department of the school.")]
        email: String,
    ) -> Result<ContractPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Contract, &["id"])?);
        answer(request, tutor::assign_school(request, id, &email).await).await
    }

    /// Makes a secret address at which you read your deadlines as a calendar. It is told this once.
    async fn calendar_feed_create(&self, ctx: &Context<'_>) -> Result<CalendarFeedCreatePayload, Error> {
        let (made, user_errors) = settle(feed::create(Request::of(ctx)?).await)?;
        let (feed, path) = made.map(|made| (CalendarFeed(made.row), feed::path(&made.secret))).unzip();
        Ok(CalendarFeedCreatePayload { feed, path, user_errors })
    }

    /// Ends one of your calendars: its address answers nothing any more.
    async fn calendar_feed_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The calendar.")] id: Id,
    ) -> Result<CalendarFeedPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::CalendarFeed, &["id"])?);
        CalendarFeedPayload::settle(feed::revoke(request, id).await)
    }
}
