//! `Application`, its states and its history.

use crate::account::types::Role;
use crate::application::loader::{ApplicationById, HistoryOfApplication};
use crate::application::store;
use crate::company::loader::HasMembers;
use crate::company::types::Company;
use crate::context::Request;
use crate::error::Error;
use crate::file::loader::FilesOfApplication;
use crate::file::types::StoredFile;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::scalars::DateTime;
use crate::history;
use crate::offer::types::Offer;
use crate::school::types::School;
use crate::student::loader::StudentById;
use crate::student::types::Student;
use async_graphql::{Context, Enum, Object};
use domain::application::waits_at_career_services;
use domain::policy::{Action, Subject};
use entity::{application, application_event};
use std::sync::Arc;
use uuid::Uuid;

/// Where an application stands. `ACCEPTED` is the company's word, `CONFIRMED` the student's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::application::ApplicationStatus")]
pub enum ApplicationStatus {
    /// Sent.
    New,
    /// The company is looking at it.
    Processing,
    /// Put off by the company.
    Postponed,
    /// Kept by the company for another post.
    Pool,
    /// The company wants the student.
    Accepted,
    /// The student said yes: a position is taken.
    Confirmed,
    /// The student said no to an acceptance.
    Declined,
    /// The company said no.
    Refused,
    /// Taken back by the student before an answer.
    Withdrawn,
    /// Fell through after an acceptance, or ended with its offer.
    Cancelled,
    /// The student was hired elsewhere.
    Obsolete,
}

/// What is done to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::application::ApplicationAction")]
pub enum ApplicationAction {
    /// Sent.
    Submit,
    /// Taken up.
    Process,
    /// Put off.
    Postpone,
    /// Kept for another post.
    Pool,
    /// Accepted by the company.
    Accept,
    /// Refused by the company.
    Refuse,
    /// Confirmed by the student.
    Confirm,
    /// Declined by the student.
    Decline,
    /// Taken back by the student.
    Withdraw,
    /// An accepted or confirmed one falls through.
    Cancel,
    /// Ended with its offer.
    Settle,
    /// Ended since the student confirmed another.
    Supersede,
}

/// A student's bid, on an offer or to a company without one.
#[derive(Clone, Debug)]
pub struct Application(pub Arc<application::Model>);

impl Application {
    /// An application read for somebody who may see it, in a batch; `None` where there is none or the policy says no.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn load(request: &Request, id: Uuid) -> Result<Option<Self>, Error> {
        let Some(application) = request.loaders.one(ApplicationById(id)).await?.map(Self) else {
            return Ok(None);
        };
        let subject = application.subject(request).await?;
        Ok(request.may(Action::Read, &subject).then_some(application))
    }

    /// What the policy decides on.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn subject(&self, request: &Request) -> Result<Subject, Error> {
        let student = request.loaders.one(StudentById(self.0.student_id)).await?;
        let student =
            student.ok_or_else(|| Error::internal(anyhow::anyhow!("no student {}", self.0.student_id)))?;
        Ok(store::subject(&self.0, student.specialty_id, self.company_has_members(request).await?))
    }

    async fn company_has_members(&self, request: &Request) -> Result<bool, Error> {
        Ok(request.loaders.one(HasMembers(self.0.company_id)).await?.unwrap_or(false))
    }
}

/// A student's bid, on an offer or to a company without one: seen by the student, the company once verified, and
/// the staff of the student's school.
#[Object]
impl Application {
    /// Opaque id.
    pub async fn id(&self) -> Id {
        Id::new(IdKind::Application, self.0.id)
    }

    /// The student: applying shows the profile to the company. Null to department heads when the profile is hidden.
    async fn student(&self, ctx: &Context<'_>) -> Result<Option<Student>, Error> {
        Student::load(Request::of(ctx)?, self.0.student_id).await
    }

    /// The offer, as it stands, to whoever sees the application; null for a spontaneous one.
    async fn offer(&self, ctx: &Context<'_>) -> Result<Option<Offer>, Error> {
        let Some(offer) = self.0.offer_id else { return Ok(None) };
        Offer::known(Request::of(ctx)?, offer).await
    }

    /// The company.
    async fn company(&self, ctx: &Context<'_>) -> Result<Company, Error> {
        Company::load(Request::of(ctx)?, self.0.company_id).await
    }

    /// The student's school.
    async fn school(&self, ctx: &Context<'_>) -> Result<School, Error> {
        School::load(Request::of(ctx)?, self.0.school_id).await
    }

    /// Whether it is to a company without an offer.
    async fn spontaneous(&self) -> bool {
        self.0.offer_id.is_none()
    }

    /// Whether it waits at career services: it is open, and nobody acts for the company.
    async fn waits_at_career_services(&self, ctx: &Context<'_>) -> Result<bool, Error> {
        Ok(waits_at_career_services(self.0.status.0, self.company_has_members(Request::of(ctx)?).await?))
    }

    /// Where it stands.
    async fn status(&self) -> ApplicationStatus {
        self.0.status.0.into()
    }

    /// What the student writes.
    async fn cover_letter(&self) -> Option<&str> {
        self.0.cover_letter.as_deref()
    }

    /// The files that the student attached, oldest first, ten at most.
    async fn documents(&self, ctx: &Context<'_>) -> Result<Vec<StoredFile>, Error> {
        let files = Request::of(ctx)?.loaders.one(FilesOfApplication(self.0.id)).await?;
        Ok(files.unwrap_or_default().into_iter().map(StoredFile).collect())
    }

    /// Who did what to it, when and why, oldest first.
    async fn history(&self, ctx: &Context<'_>) -> Result<Vec<ApplicationEvent>, Error> {
        let events = Request::of(ctx)?.loaders.one(HistoryOfApplication(self.0.id)).await?;
        Ok(events.unwrap_or_default().into_iter().map(ApplicationEvent).collect())
    }

    /// When it was sent.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// Whether it was made by `tremplin demo`.
    async fn demo(&self) -> bool {
        self.0.demo
    }
}

/// Something that was done to an application.
#[derive(Clone, Debug)]
pub struct ApplicationEvent(pub Arc<application_event::Model>);

/// Something that was done to an application.
#[Object]
impl ApplicationEvent {
    /// What was done.
    async fn action(&self) -> ApplicationAction {
        self.0.action.0.into()
    }

    /// The state before; null when it was sent.
    async fn from(&self) -> Option<ApplicationStatus> {
        self.0.from_status.map(|status| status.0.into())
    }

    /// The state after.
    async fn to(&self) -> ApplicationStatus {
        self.0.to_status.0.into()
    }

    /// The role of who did it; null is the platform.
    async fn role(&self, ctx: &Context<'_>) -> Result<Option<Role>, Error> {
        history::role(Request::of(ctx)?, self.0.actor_id).await
    }

    /// The name of who did it; null is the platform.
    async fn name(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        history::name(Request::of(ctx)?, self.0.actor_id).await
    }

    /// Why.
    async fn reason(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        Ok(history::reason(Request::of(ctx)?, self.0.actor_id, self.0.reason.as_deref()))
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }
}
