//! `Viewer` and the inputs of signing up.

use crate::company::types::{CompanyMember, CompanySize};
use crate::context::Request;
use crate::contract::feed;
use crate::contract::feed_types::CalendarFeed;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::pagination::{ById, Connection, Page, Totals};
use crate::graphql::scalars::{AcademicYear, DateTime, Siret};
use crate::graphql::user_error::UserError;
use crate::notification::store as notifications;
use crate::notification::types::Notification;
use crate::saved_search;
use crate::saved_search::types::SavedSearch;
use crate::school::types::{School, Specialty};
use crate::student::types::Student;
use async_graphql::{Context, Enum, InputObject, Object, SimpleObject};
use entity::account;
use std::sync::Arc;

/// What a person is on the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::role::Role")]
pub enum Role {
    /// Searches and applies.
    Student,
    /// Acts for one company, once a member of it approved.
    CompanyMember,
    /// A school's desk for these contracts: moderates, verifies, records.
    CareerServices,
    /// Head of a department or option: sees what concerns its specialties.
    DepartmentHead,
    /// Follows apprentices and students under contract.
    SchoolTutor,
    /// Runs apprenticeship contracts for a school.
    TrainingCentre,
    /// Runs the platform: what career services may, in every school.
    Admin,
}

/// A language of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::locale::Locale")]
pub enum Locale {
    /// French.
    Fr,
    /// English.
    En,
}

/// The person who asks.
#[derive(Clone, Debug)]
pub struct Viewer(pub Arc<account::Model>);

/// The person who asks.
#[Object]
impl Viewer {
    /// Opaque id of the account.
    async fn id(&self) -> Id {
        Id::new(IdKind::Account, self.0.id)
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// E-mail address.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// Role.
    async fn role(&self) -> Role {
        self.0.role.0.into()
    }

    /// Language of texts.
    async fn locale(&self) -> Locale {
        self.0.locale.0.into()
    }

    /// The school, for staff.
    async fn school(&self, ctx: &Context<'_>) -> Result<Option<School>, Error> {
        let Some(school) = self.0.school_id else { return Ok(None) };
        School::load(Request::of(ctx)?, school).await.map(Some)
    }

    /// The specialties to which staff are scoped; empty for the whole school.
    async fn specialties(&self, ctx: &Context<'_>) -> Result<Vec<Specialty>, Error> {
        let request = Request::of(ctx)?;
        let schools = request.schools().await?;
        let scope = request.caller.actor.as_ref().map(|actor| actor.specialties.clone()).unwrap_or_default();
        Ok(scope.into_iter().filter_map(|id| schools.specialty(id).cloned().map(Specialty)).collect())
    }

    /// The profile, for students.
    async fn student(&self, ctx: &Context<'_>) -> Result<Option<Student>, Error> {
        let request = Request::of(ctx)?;
        let Some(student) = request.caller.actor.as_ref().and_then(|actor| actor.student) else {
            return Ok(None);
        };
        Student::load(request, student).await
    }

    /// The place in a company, for company members.
    async fn membership(&self, ctx: &Context<'_>) -> Result<Option<CompanyMember>, Error> {
        CompanyMember::of_account(Request::of(ctx)?, self.0.id).await
    }

    /// The calendars of the person that are not revoked, oldest first; where each is read was told when it was made.
    async fn calendar_feeds(&self, ctx: &Context<'_>) -> Result<Vec<CalendarFeed>, Error> {
        let rows = feed::of_account(Request::of(ctx)?, self.0.id).await?;
        Ok(rows.into_iter().map(CalendarFeed).collect())
    }

    /// The searches that the person keeps, newest first; 20 at most.
    async fn saved_searches(&self, ctx: &Context<'_>) -> Result<Vec<SavedSearch>, Error> {
        let rows = saved_search::of_account(&Request::of(ctx)?.context.db.read, self.0.id).await?;
        Ok(rows.into_iter().map(|row| SavedSearch(Arc::new(row))).collect())
    }

    /// What the person was told, newest first.
    async fn notifications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those not read yet.", default)] unread: bool,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Notification, Totals>, Error> {
        let page = Page::<ById>::new(first, after)?;
        notifications::of_account(ctx, self.0.id, unread, page).await
    }
}

/// What a student says at first.
#[derive(Debug, InputObject)]
pub struct SignUpStudentInput {
    /// E-mail address: one account each.
    pub email: String,
    /// Password, 12 characters at least unless configured otherwise.
    #[graphql(secret)]
    pub password: String,
    /// First and last name.
    pub name: String,
    /// School, by code.
    pub school: String,
    /// Specialty, by code.
    pub specialty: String,
    /// The academic year of the contract sought; by default the one that begins next.
    pub academic_year: Option<AcademicYear>,
    /// Language of texts; by default the request's.
    pub locale: Option<Locale>,
}

/// What a person of a company says at first.
#[derive(Debug, InputObject)]
pub struct SignUpCompanyInput {
    /// E-mail address: one account each.
    pub email: String,
    /// Password, 12 characters at least unless configured otherwise.
    #[graphql(secret)]
    pub password: String,
    /// The person's first and last name.
    pub name: String,
    /// The person's function.
    pub job_title: Option<String>,
    /// SIRET of the establishment.
    pub siret: Siret,
    /// The company's name; that of a company already known stays.
    pub company_name: String,
    /// Postcode.
    pub postcode: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Size.
    pub size: Option<CompanySize>,
    /// Language of texts; by default the request's.
    pub locale: Option<Locale>,
}

/// What signing up answers. No token: sign in next, so that a repeated request gives nothing away.
#[derive(Debug, SimpleObject)]
pub struct SignUpPayload {
    /// The account made; null when it was not.
    pub account: Option<NewlySignedUp>,
    /// What the user got wrong; empty when the account was made.
    pub user_errors: Vec<UserError>,
}

/// An account just made.
#[derive(Debug, SimpleObject)]
pub struct NewlySignedUp {
    /// Opaque id of the account.
    pub id: Id,
    /// E-mail address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
}

/// What signing in answers.
#[derive(Debug, SimpleObject)]
pub struct SignInPayload {
    /// The token to send as `Authorization: Bearer <token>`; null when signing in failed. It is shown once.
    pub token: Option<String>,
    /// When the token ends by itself.
    pub expires_at: Option<DateTime>,
    /// What the user got wrong; empty when signed in.
    pub user_errors: Vec<UserError>,
}

/// What signing out answers.
#[derive(Debug, SimpleObject)]
pub struct SignOutPayload {
    /// Whether the token was revoked.
    pub signed_out: bool,
    /// Always empty: there is nothing to get wrong.
    pub user_errors: Vec<UserError>,
}
