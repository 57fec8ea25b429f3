//! `Contract`, its states and what happened to it.

use crate::company::types::Company;
use crate::context::Request;
use crate::contract::due::Deadline;
use crate::contract::event::ContractEvent;
use crate::contract::loader::{ContractById, FactsOf, Found, Reading, StandingOf};
use crate::contract::people::{CompanyTutor, Staff};
use crate::contract::run::ProcedureRun;
use crate::contract::{eligible, pay, store};
use crate::document::loader::DocumentsOf;
use crate::document::types::Document;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::scalars::{AcademicYear, Date, DateTime, Euro};
use crate::history::{self, Doer};
use crate::offer::types::Offer;
use crate::rules::types::eligibility::EligibilityCheck;
use crate::rules::types::pay::PaySchedule;
use crate::school::types::{School, Specialty};
use crate::student::loader::StudentById;
use crate::student::types::{ContractType, Student};
use async_graphql::{Context, Enum, Object, SimpleObject};
use domain::money::Cents;
use domain::policy::{Action, Subject};
use domain::transition::Party;
use entity::{company_tutor, contract, place_reservation, student};
use futures_util::future::try_join_all;
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// Where a contract stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::contract::ContractStatus")]
pub enum ContractStatus {
    /// Steps of its procedure are still to be done.
    Preparing,
    /// Nothing but signatures is left.
    ToSign,
    /// Everything that comes before is done.
    Active,
    /// Broken off after the start.
    Terminated,
    /// Its last day has passed.
    Completed,
    /// Given up before the start.
    Withdrawn,
}

/// What is done to a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::contract::ContractAction")]
pub enum ContractAction {
    /// Opened, from a confirmed application.
    Open,
    /// Its dates or its pay changed before it was active.
    Update,
    /// Something became known that eligibility rests on.
    SetFacts,
    /// A question of the procedure was answered, which decides what steps apply.
    AnswerFact,
    /// A warning of eligibility was acknowledged.
    Acknowledge,
    /// The company's tutor was named.
    AssignTutor,
    /// The school's tutor was named.
    AssignSchoolTutor,
    /// An actor did a step.
    CompleteStep,
    /// A validator agreed to a step.
    ValidateStep,
    /// A validator refused a step, which is to be done again.
    RefuseStep,
    /// A step that was done is to be done again.
    ReopenStep,
    /// A step was given points.
    GradeStep,
    /// A place of the option was reserved.
    ReservePlace,
    /// No place was left: it waits for one.
    WaitForPlace,
    /// Its place was given up.
    ReleasePlace,
    /// Nothing but signatures is left.
    MakeReady,
    /// A step before the signatures is to be done again.
    ReturnToPreparing,
    /// Everything that comes before is done.
    Activate,
    /// Given up before the start.
    Withdraw,
    /// Broken off after the start.
    Terminate,
    /// Its last day has passed.
    Complete,
    /// Days, pay or tutor changed by an amendment that everybody signed.
    Amend,
}

/// What a contract has of its option's places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::contract::place::PlaceStatus")]
pub enum PlaceStatus {
    /// One is reserved.
    Held,
    /// None was left: it waits.
    Waiting,
    /// It gave up what it had.
    Released,
}

/// A work-study contract.
#[derive(Clone, Debug)]
pub struct Contract {
    /// The row.
    pub row: Arc<contract::Model>,
    /// The company's tutor.
    pub tutor: Option<Arc<company_tutor::Model>>,
    /// What it has of a place.
    pub place: Option<Arc<place_reservation::Model>>,
}

impl Contract {
    /// A contract read for somebody who may see it, in a batch; `None` where there is none or the policy says no.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn load(request: &Request, id: Uuid) -> Result<Option<Self>, Error> {
        let Some(found) = request.loaders.one(ContractById(id)).await? else { return Ok(None) };
        let contract = Self::of(found);
        Ok(request.may(Action::Read, &contract.subject()).then_some(contract))
    }

    /// What was read of one.
    pub(super) fn of(found: Found) -> Self {
        Self { row: found.row, tutor: found.tutor, place: found.place }
    }

    /// What the policy decides on, as far as who sees it and who is who in it: whether anybody acts for the company makes
    /// no difference to that.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.subject_of(true)
    }

    /// What the policy decides on, for whoever changes it.
    #[must_use]
    pub(super) fn subject_of(&self, company_has_members: bool) -> Subject {
        store::subject(&self.row, self.tutor.as_deref(), company_has_members)
    }

    async fn student_row(&self, request: &Request) -> Result<Arc<student::Model>, Error> {
        let row = request.loaders.one(StudentById(self.row.student_id)).await?;
        row.ok_or_else(|| Error::internal(anyhow::anyhow!("no student {}", self.row.student_id)))
    }

    async fn school_code(&self, request: &Request) -> Result<String, Error> {
        let schools = request.schools().await?;
        Ok(schools.school(self.row.school_id).map(|school| school.code.clone()).unwrap_or_default())
    }

    /// Where it stands in its procedure.
    ///
    /// # Errors
    /// The database does not answer.
    pub(crate) async fn reading(&self, request: &Request) -> Result<Arc<Reading>, Error> {
        let read = request.loaders.once(StandingOf(Arc::clone(&self.row))).await?;
        read.ok_or_else(|| Error::internal(anyhow::anyhow!("no procedure of contract {}", self.row.id)))
    }

    /// Reads, in one batch, the accounts of all who acted and of the school's tutor: whoever of them is asked for next is
    /// there.
    async fn know_people(&self, request: &Request) -> Result<Arc<Reading>, Error> {
        let reading = self.reading(request).await?;
        let people: BTreeSet<Uuid> =
            reading.events.iter().filter_map(|row| row.account_id).chain(self.row.school_tutor_id).collect();
        try_join_all(people.into_iter().map(|account| request.loaders.one(Doer(account)))).await?;
        Ok(reading)
    }

    /// Whether the one who asks is the student or of the school: what is between these two is not the company's business.
    pub(super) fn is_of_school(&self, request: &Request) -> bool {
        let side = request.caller.actor.as_ref().map(|actor| history::side_of(actor.role));
        matches!(side, Some(Party::Student | Party::School))
    }
}

/// A work-study contract: seen by its student, its company once verified, and the staff of the student's school whom it
/// concerns.
#[Object]
impl Contract {
    /// Opaque id.
    pub async fn id(&self) -> Id {
        Id::new(IdKind::Contract, self.row.id)
    }

    /// Which kind of contract.
    #[graphql(name = "type")]
    async fn contract_type(&self) -> ContractType {
        self.row.contract_type.0.into()
    }

    /// Where it stands.
    async fn status(&self) -> ContractStatus {
        self.row.status.0.into()
    }

    /// The student.
    async fn student(&self, ctx: &Context<'_>) -> Result<Student, Error> {
        let row = self.student_row(Request::of(ctx)?).await?;
        // Whoever sees a contract sees whose it is; of a company, the student applied to it.
        Ok(Student { row, applied_to_asker: true })
    }

    /// The company.
    async fn company(&self, ctx: &Context<'_>) -> Result<Company, Error> {
        Company::load(Request::of(ctx)?, self.row.company_id).await
    }

    /// The student's school.
    async fn school(&self, ctx: &Context<'_>) -> Result<School, Error> {
        School::load(Request::of(ctx)?, self.row.school_id).await
    }

    /// The student's specialty, when it was opened.
    async fn specialty(&self, ctx: &Context<'_>) -> Result<Specialty, Error> {
        Specialty::load(Request::of(ctx)?, self.row.specialty_id).await
    }

    /// The offer, as it stands, to whoever sees the contract; null for one that came of a spontaneous application.
    async fn offer(&self, ctx: &Context<'_>) -> Result<Option<Offer>, Error> {
        let Some(offer) = self.row.offer_id else { return Ok(None) };
        Offer::known(Request::of(ctx)?, offer).await
    }

    /// The application that it came of: its id, for `application(id)`.
    async fn application_id(&self) -> Id {
        Id::new(IdKind::Application, self.row.application_id)
    }

    /// The academic year of its training.
    async fn academic_year(&self) -> Result<AcademicYear, Error> {
        AcademicYear::stored(self.row.academic_year)
    }

    /// First day of work.
    async fn start(&self) -> Date {
        Date(self.row.first_day)
    }

    /// Last day of work.
    async fn end(&self) -> Date {
        Date(self.row.last_day)
    }

    /// Gross pay a month, at the beginning.
    async fn gross_monthly_pay(&self) -> Euro {
        Euro(Cents(self.row.gross_monthly_pay))
    }

    /// Who follows the student in the company; null until named.
    async fn company_tutor(&self, ctx: &Context<'_>) -> Result<Option<CompanyTutor>, Error> {
        let private = Request::of(ctx)?.caller.actor.as_ref().map(|actor| history::side_of(actor.role));
        let private = !matches!(private, Some(Party::Student) | None);
        Ok(self.tutor.clone().map(|row| CompanyTutor { row, private }))
    }

    /// Who follows the student at the school; null until named.
    async fn school_tutor(&self, ctx: &Context<'_>) -> Result<Option<Staff>, Error> {
        let request = Request::of(ctx)?;
        if self.row.school_tutor_id.is_some() {
            self.know_people(request).await?;
        }
        Staff::of(request, self.row.school_tutor_id).await
    }

    /// The least that it pays, over its days; null while the student's birth date is not known.
    async fn pay_schedule(&self, ctx: &Context<'_>) -> Result<Option<PaySchedule>, Error> {
        let request = Request::of(ctx)?;
        let student = self.student_row(request).await?;
        let school = self.school_code(request).await?;
        let schedule = pay::schedule(&self.row, &student, &school);
        Ok(schedule.map(|schedule| PaySchedule::of(schedule, request.caller.locale)))
    }

    /// What each of the school's conditions says of the student; null to the company, whose business it is not.
    async fn eligibility(&self, ctx: &Context<'_>) -> Result<Option<Vec<ContractCheck>>, Error> {
        let request = Request::of(ctx)?;
        if !self.is_of_school(request) {
            return Ok(None);
        }
        let student = self.student_row(request).await?;
        let school = self.school_code(request).await?;
        let reading = self.reading(request).await?;
        let kept = request.loaders.one(FactsOf(self.row.id)).await?.unwrap_or_default();
        let acknowledged = eligible::acknowledged(&kept);
        let findings = eligible::findings(&school, &self.row, &student, &kept, &reading.run.answers);
        let checks = findings.iter().map(|finding| ContractCheck {
            acknowledged: acknowledged.contains(finding.rule.as_str()),
            check: EligibilityCheck::of(finding, request.caller.locale),
        });
        Ok(Some(checks.collect()))
    }

    /// Where it stands in its school's procedure: what is done, what comes next, and for whom.
    async fn procedure(&self, ctx: &Context<'_>) -> Result<ProcedureRun, Error> {
        let request = Request::of(ctx)?;
        let reading = self.reading(request).await?;
        Ok(ProcedureRun { contract: self.clone(), reading })
    }

    /// The steps that have a deadline and apply, the earliest first; those to be dated come last.
    async fn deadlines(&self, ctx: &Context<'_>) -> Result<Vec<Deadline>, Error> {
        let request = Request::of(ctx)?;
        let reading = self.reading(request).await?;
        Ok(Deadline::of(&reading, self.row.status.0, request.context.now().date_naive()))
    }

    /// What it has of its option's places, where the procedure counts them and it has asked; null otherwise.
    async fn place(&self) -> Option<ContractPlace> {
        self.place.clone().map(ContractPlace)
    }

    /// Its papers that you may see, oldest first; those that hold no more as well.
    async fn documents(&self, ctx: &Context<'_>) -> Result<Vec<Document>, Error> {
        let request = Request::of(ctx)?;
        let rows = request.loaders.one(DocumentsOf(self.row.id)).await?.unwrap_or_default();
        Ok(rows.into_iter().filter_map(|row| Document::seen(request, row, self.clone())).collect())
    }

    /// Who did what to it, when and why, oldest first.
    async fn events(&self, ctx: &Context<'_>) -> Result<Vec<ContractEvent>, Error> {
        let reading = self.know_people(Request::of(ctx)?).await?;
        Ok((0..reading.events.len()).map(|at| ContractEvent { reading: Arc::clone(&reading), at }).collect())
    }

    /// When it was opened.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// Grows with each change.
    async fn version(&self) -> i64 {
        self.row.version
    }

    /// Whether it was made by `tremplin demo`.
    async fn demo(&self) -> bool {
        self.row.demo
    }
}

/// What a condition of the school says of a contract's student.
#[derive(Clone, Debug, SimpleObject)]
pub struct ContractCheck {
    /// What it says, and where it comes from.
    pub check: EligibilityCheck,
    /// Whether its warning was acknowledged.
    pub acknowledged: bool,
}

/// What a contract has of its option's places.
#[derive(Clone, Debug)]
pub struct ContractPlace(pub Arc<place_reservation::Model>);

/// What a contract has of its option's places.
#[Object]
impl ContractPlace {
    /// Held, waiting or given up.
    async fn status(&self) -> PlaceStatus {
        self.0.status.0.into()
    }

    /// The last day for which a place is kept while what was refused is done again; null when nothing was.
    async fn held_until(&self) -> Option<Date> {
        self.0.held_until.map(Date)
    }

    /// Since when it waits or holds.
    async fn since(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}
