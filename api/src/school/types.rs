//! `School` and `Specialty`.

use crate::application::list::{self as applications, Filter};
use crate::application::types::{Application, ApplicationStatus};
use crate::context::Request;
use crate::contract::procedure::Procedure;
use crate::contract::year::SchoolYear;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::pagination::{Connection, Totals};
use crate::graphql::scalars::AcademicYear;
use crate::hiring::filter::{Scope, YearRange};
use crate::hiring::types::HiringStatistics;
use crate::lead::list as leads;
use crate::lead::types::CompanyLead;
use crate::matching::types::MatchingWeights;
use crate::matching::weights;
use crate::offer::list as offers;
use crate::offer::types::{Offer, OfferStatus};
use crate::student::students_of;
use crate::student::types::{Student, StudentStatus};
use async_graphql::{Context, Object};
use domain::policy::{Action, Subject};
use entity::{school, specialty};
use std::sync::Arc;
use uuid::Uuid;

/// A school whose work-study contracts the platform follows.
#[derive(Clone, Debug)]
pub struct School(pub Arc<school::Model>);

impl School {
    /// The school of this id.
    ///
    /// # Errors
    /// The database does not answer, or a row refers to a school that is not there.
    pub async fn load(request: &Request, id: Uuid) -> Result<Self, Error> {
        let schools = request.schools().await?;
        let school = schools.school(id).cloned().map(Self);
        school.ok_or_else(|| Error::internal(anyhow::anyhow!("no school {id}")))
    }

    /// What the policy decides on: the school's desk.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject::School { school: self.0.id, specialty: None }
    }
}

/// A school whose work-study contracts the platform follows.
#[Object]
impl School {
    /// Opaque id.
    pub async fn id(&self) -> Id {
        Id::new(IdKind::School, self.0.id)
    }

    /// Stable code, as `INSA-TOULOUSE`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Full name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its specialties, departments and options, in the published order.
    async fn specialties(&self, ctx: &Context<'_>) -> Result<Vec<Specialty>, Error> {
        let schools = Request::of(ctx)?.schools().await?;
        Ok(schools.of_school(self.0.id).cloned().map(Specialty).collect())
    }

    /// Its students, newest first; null to anybody but its staff. Department heads see those of their specialties
    /// that are not hidden.
    async fn students(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of this status.")] status: Option<StudentStatus>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Student, Totals>>, Error> {
        if !Request::of(ctx)?.may(Action::ReadDesk, &self.subject()) {
            return Ok(None);
        }
        students_of(ctx, self.0.id, status, first, after).await.map(Some)
    }

    /// The offers to its students, newest first: those that you may see. For its staff, `PENDING` is the queue to decide on.
    async fn offers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand so.")] status: Option<OfferStatus>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Offer, Totals>, Error> {
        offers::page(ctx, offers::Of::School(self.0.id), status, first, after).await
    }

    /// What its students applied to, newest first; null to anybody but its staff. Department heads see what students
    /// of their specialties applied to.
    async fn applications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand so.")] status: Option<ApplicationStatus>,
        #[graphql(
            desc = "Only those that wait at career services, since nobody acts for the company; or only the others."
        )]
        waiting_at_career_services: Option<bool>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Application, Totals>>, Error> {
        if !Request::of(ctx)?.may(Action::ReadApplications, &self.subject()) {
            return Ok(None);
        }
        let filter = Filter { of: applications::Of::School(self.0.id), status, waiting_at_career_services };
        applications::page(ctx, filter, first, after).await.map(Some)
    }

    /// What it asks for before a contract is active, the latest first: as each was written; those of a year alone where one
    /// is given.
    async fn procedures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those written for this academic year.")] year: Option<AcademicYear>,
    ) -> Result<Vec<Procedure>, Error> {
        Procedure::of_school(Request::of(ctx)?, self.0.id, year).await
    }

    /// An academic year of it: the days that deadlines are counted from, and the places of its options.
    async fn year(&self, #[graphql(desc = "The academic year.")] year: AcademicYear) -> SchoolYear {
        SchoolYear { school: Arc::clone(&self.0), year: year.0.first_year() }
    }

    /// What each criterion weighs when its students and offers are matched.
    async fn matching_weights(&self, ctx: &Context<'_>) -> Result<MatchingWeights, Error> {
        weights::of_school(Request::of(ctx)?, self.0.id).await
    }
}

/// A specialty, department or option of a school: the unit that owns the pedagogy.
#[derive(Clone, Debug)]
pub struct Specialty(pub Arc<specialty::Model>);

impl Specialty {
    /// The specialty of this id.
    ///
    /// # Errors
    /// The database does not answer, or a row refers to a specialty that is not there.
    pub async fn load(request: &Request, id: Uuid) -> Result<Self, Error> {
        let schools = request.schools().await?;
        let specialty = schools.specialty(id).cloned().map(Self);
        specialty.ok_or_else(|| Error::internal(anyhow::anyhow!("no specialty {id}")))
    }
}

/// A specialty, department or option of a school: the unit that owns the pedagogy.
#[Object]
impl Specialty {
    /// Opaque id.
    pub async fn id(&self) -> Id {
        Id::new(IdKind::Specialty, self.0.id)
    }

    /// Code, unique in its school: `AE`, `IR`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Name; the code stands for it where no name was printed.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The department of which this is an option.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Self>, Error> {
        let Some(parent) = self.0.parent_id else { return Ok(None) };
        Self::load(Request::of(ctx)?, parent).await.map(Some)
    }

    /// What is counted of its hires. An option's are its own, not its department's.
    async fn hiring(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these academic years.")] years: Option<YearRange>,
    ) -> Result<HiringStatistics, Error> {
        HiringStatistics::of(Request::of(ctx)?, Scope::of_specialty(&self.0, years.as_ref())?).await
    }

    /// The companies that hired it before, the best lead first: by a rate in which recent years count more, held down
    /// while there are few hires. For spontaneous applications.
    async fn company_leads(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<CompanyLead, Totals>, Error> {
        leads::page(ctx, &self.0, first, after).await
    }

    /// The school it belongs to.
    async fn school(&self, ctx: &Context<'_>) -> Result<School, Error> {
        School::load(Request::of(ctx)?, self.0.school_id).await
    }
}
