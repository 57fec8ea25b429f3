//! `Student`.

use crate::application::list::{self as applications, Filter};
use crate::application::loader::AppliedTo;
use crate::application::types::Application;
use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::pagination::{Connection, Totals};
use crate::graphql::scalars::{AcademicYear, Date};
use crate::lead::list as leads;
use crate::lead::types::CompanyLead;
use crate::matching::connection::MatchConnection;
use crate::matching::recommended;
use crate::offer::types::Offer;
use crate::school::types::{School, Specialty};
use crate::skill::types::Skill;
use crate::student::loader::{SkillsOfStudent, StudentById};
use async_graphql::{Context, Enum, Object};
use domain::policy::{Action, Membership, Subject};
use entity::student;
use std::sync::Arc;
use uuid::Uuid;

/// Who finds a student's profile; the student chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::student::StudentVisibility")]
pub enum StudentVisibility {
    /// The student, and the career services that confirm it; an application still shows it to its company.
    Hidden,
    /// The school's staff.
    Staff,
    /// The school's staff, and verified companies once the school confirmed the student.
    Companies,
}

/// Whether the school confirmed that this is one of its students.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::student::StudentStatus")]
pub enum StudentStatus {
    /// Signed up, not yet confirmed.
    Unconfirmed,
    /// Confirmed by the school.
    Confirmed,
    /// Refused by the school, with the reason.
    Rejected,
}

/// The kind of a work-study contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::contract_type::ContractType")]
pub enum ContractType {
    /// Contrat de professionnalisation: 6 to 12 months, for the last year of studies.
    Professionalisation,
    /// Contrat d'apprentissage: here three years, run with a training centre.
    Apprenticeship,
}

/// A student's profile.
#[derive(Clone, Debug)]
pub struct Student {
    /// The row.
    pub row: Arc<student::Model>,
    /// Whether the student applied to the company of the one who asks.
    pub applied_to_asker: bool,
}

impl Student {
    /// A profile read for somebody who may see it, in a batch; `None` where there is none or the policy says no.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn load(request: &Request, id: Uuid) -> Result<Option<Self>, Error> {
        let Some(row) = request.loaders.one(StudentById(id)).await? else { return Ok(None) };
        let applied_to_asker = match request.caller.actor.as_ref().and_then(|actor| actor.membership) {
            Some(Membership { company, .. }) => {
                request.loaders.one(AppliedTo { student: id, company }).await?
            }
            None => None,
        };
        let student = Self { row, applied_to_asker: applied_to_asker.unwrap_or(false) };
        Ok(request.may(Action::Read, &student.subject()).then_some(student))
    }

    /// What the policy decides on.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject::Student {
            student: self.row.id,
            school: self.row.school_id,
            specialty: self.row.specialty_id,
            visibility: self.row.visibility.0,
            status: self.row.status.0,
            applied_to_asker: self.applied_to_asker,
        }
    }
}

/// A student's profile.
#[Object]
impl Student {
    /// Opaque id.
    pub async fn id(&self) -> Id {
        Id::new(IdKind::Student, self.row.id)
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// School.
    async fn school(&self, ctx: &Context<'_>) -> Result<School, Error> {
        School::load(Request::of(ctx)?, self.row.school_id).await
    }

    /// Specialty.
    async fn specialty(&self, ctx: &Context<'_>) -> Result<Specialty, Error> {
        Specialty::load(Request::of(ctx)?, self.row.specialty_id).await
    }

    /// The academic year of the contract sought.
    async fn academic_year(&self) -> Result<AcademicYear, Error> {
        AcademicYear::stored(self.row.academic_year)
    }

    /// One line.
    async fn headline(&self) -> Option<&str> {
        self.row.headline.as_deref()
    }

    /// A few paragraphs.
    async fn about(&self) -> Option<&str> {
        self.row.about.as_deref()
    }

    /// Skills, in the student's order.
    async fn skills(&self, ctx: &Context<'_>) -> Result<Vec<Skill>, Error> {
        let skills = Request::of(ctx)?.loaders.one(SkillsOfStudent(self.row.id)).await?;
        Ok(skills.unwrap_or_default().into_iter().map(Skill).collect())
    }

    /// The contract sought; null is either.
    async fn contract_type(&self) -> Option<ContractType> {
        self.row.contract_type.map(|kind| kind.0.into())
    }

    /// Earliest start.
    async fn available_from(&self) -> Option<Date> {
        self.row.available_from.map(Date)
    }

    /// City; null is unknown.
    async fn city(&self) -> Option<&str> {
        self.row.city.as_deref()
    }

    /// Postcode; null is unknown.
    async fn postcode(&self) -> Option<&str> {
        self.row.postcode.as_deref()
    }

    /// How far from the city the student goes, in kilometres; null is not said.
    async fn mobility_km(&self) -> Option<i32> {
        self.row.mobility_km
    }

    /// Birth date; only the student and staff see this.
    async fn birth_date(&self, ctx: &Context<'_>) -> Result<Option<Date>, Error> {
        let seen = Request::of(ctx)?.may(Action::ReadPrivate, &self.subject());
        Ok(self.row.birth_date.filter(|_| seen).map(Date))
    }

    /// Whether the student declares a ground on which the limit of age of apprenticeship does not apply; only the
    /// student and staff see this.
    async fn age_derogation(&self, ctx: &Context<'_>) -> Result<Option<bool>, Error> {
        let seen = Request::of(ctx)?.may(Action::ReadPrivate, &self.subject());
        Ok(seen.then_some(self.row.age_derogation))
    }

    /// Who finds the profile; only the student and staff see this.
    async fn visibility(&self, ctx: &Context<'_>) -> Result<Option<StudentVisibility>, Error> {
        let seen = Request::of(ctx)?.may(Action::ReadPrivate, &self.subject());
        Ok(seen.then(|| self.row.visibility.0.into()))
    }

    /// Whether the school confirmed the student; only the student and staff see this.
    async fn status(&self, ctx: &Context<'_>) -> Result<Option<StudentStatus>, Error> {
        let seen = Request::of(ctx)?.may(Action::ReadPrivate, &self.subject());
        Ok(seen.then(|| self.row.status.0.into()))
    }

    /// Why the school refused the student; only the student and staff see this.
    async fn status_reason(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        let seen = Request::of(ctx)?.may(Action::ReadPrivate, &self.subject());
        Ok(self.row.status_reason.clone().filter(|_| seen))
    }

    /// The companies that hired the student's specialty before, the best lead first: see `Specialty.companyLeads`.
    async fn company_leads(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<CompanyLead, Totals>, Error> {
        let specialty = Specialty::load(Request::of(ctx)?, self.row.specialty_id).await?;
        leads::page(ctx, &specialty.0, first, after).await
    }

    /// The published offers that suit the student, the best first, each with the reasons; only the student and staff see
    /// this. `totalCount` is that of all the offers for which the student is eligible.
    async fn recommended_offers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<MatchConnection<Offer>>, Error> {
        recommended::page(ctx, self, first, after).await
    }

    /// What the student applied to, newest first; only the student and staff see this.
    async fn applications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Application, Totals>>, Error> {
        if !Request::of(ctx)?.may(Action::ReadApplications, &self.subject()) {
            return Ok(None);
        }
        let filter = Filter::of(applications::Of::Student(self.row.id));
        applications::page(ctx, filter, first, after).await.map(Some)
    }
}
