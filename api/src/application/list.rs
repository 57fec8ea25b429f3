//! Lists of applications: a student's, a company's, a school's, an offer's. Each holds what the asker may see,
//! decided in SQL, so that pages are whole and totals exact.

use crate::application::types::{Application, ApplicationStatus};
use crate::company::acting;
use crate::context::Request;
use crate::error::Error;
use crate::graphql::pagination::{ById, Connection, Page, Totals, connection, wants_total};
use async_graphql::Context;
use domain::application::{ApplicationStatus as Status, OPEN};
use domain::company::CompanyStatus;
use domain::policy::Actor;
use domain::role::Role;
use entity::{Stored, application, company_member, student};
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use std::sync::Arc;
use uuid::Uuid;

/// Whose applications.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    /// A student's.
    Student(Uuid),
    /// Those to a company, to its offers and spontaneous.
    Company(Uuid),
    /// Those of a school's students.
    School(Uuid),
    /// Those to an offer.
    Offer(Uuid),
}

/// Which applications.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    /// Whose.
    pub of: Of,
    /// Only those that stand so.
    pub status: Option<ApplicationStatus>,
    /// Only those that wait at career services, or only those that do not.
    pub waiting_at_career_services: Option<bool>,
}

impl Filter {
    /// All of somebody's.
    #[must_use]
    pub fn of(of: Of) -> Self {
        Self { of, status: None, waiting_at_career_services: None }
    }
}

/// A page of applications, newest first, that the asker may see.
///
/// # Errors
/// A wrong page; or the database does not answer.
pub async fn page(
    ctx: &Context<'_>,
    filter: Filter,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Connection<Application, Totals>, Error> {
    let page = Page::<ById>::new(first, after)?;
    let request = Request::of(ctx)?;
    let db = &request.context.db.read;
    let scope = request.caller.actor.as_ref().map_or_else(nothing, visible);
    let all = application::Entity::find().filter(scope).filter(condition(filter));
    let total = if wants_total(ctx) { Some(all.clone().count(db).await?) } else { None };
    let beyond = page.after.as_ref().map(|after| application::Column::Id.lt(after.0));
    let rows = all
        .filter(Condition::all().add_option(beyond))
        .order_by_desc(application::Column::Id)
        .limit(u64::from(page.first) + 1)
        .all(db)
        .await?;
    Ok(connection(&page, rows, total, |row| ById(row.id), |row| Application(Arc::new(row))))
}

fn condition(filter: Filter) -> Condition {
    let owner = match filter.of {
        Of::Student(student) => application::Column::StudentId.eq(student),
        Of::Company(company) => application::Column::CompanyId.eq(company),
        Of::School(school) => application::Column::SchoolId.eq(school),
        Of::Offer(offer) => application::Column::OfferId.eq(offer),
    };
    let status = filter.status.map(|status| application::Column::Status.eq(Stored(Status::from(status))));
    let waiting = filter.waiting_at_career_services.map(|yes| if yes { waiting() } else { waiting().not() });
    Condition::all().add(owner).add_option(status).add_option(waiting)
}

/// As `domain::application::waits_at_career_services` says.
fn waiting() -> Condition {
    let with_members = acting::members().select_only().column(company_member::Column::CompanyId).into_query();
    Condition::all()
        .add(application::Column::Status.is_in(OPEN.iter().copied().map(Stored)))
        .add(application::Column::CompanyId.not_in_subquery(with_members))
}

/// What the policy says of each application (`Action::Read`), as a condition.
fn visible(actor: &Actor) -> Condition {
    match actor.role {
        Role::Admin => Condition::all(),
        Role::Student => owned(application::Column::StudentId, actor.student),
        Role::CompanyMember => {
            let member =
                actor.membership.filter(|member| member.approved && member.status == CompanyStatus::Verified);
            owned(application::Column::CompanyId, member.map(|member| member.company))
        }
        Role::CareerServices | Role::DepartmentHead => of_desk(actor),
        Role::SchoolTutor | Role::TrainingCentre => nothing(),
    }
}

fn owned(column: application::Column, owner: Option<Uuid>) -> Condition {
    owner.map_or_else(nothing, |owner| Condition::all().add(column.eq(owner)))
}

/// What a desk sees: the applications of its school's students, within its specialties.
fn of_desk(actor: &Actor) -> Condition {
    let desk = owned(application::Column::SchoolId, actor.school);
    if actor.specialties.is_empty() && actor.role == Role::CareerServices {
        return desk;
    }
    desk.add(application::Column::StudentId.in_subquery(students_of(&actor.specialties)))
}

fn students_of(specialties: &[Uuid]) -> SelectStatement {
    student::Entity::find()
        .select_only()
        .column(student::Column::Id)
        .filter(student::Column::SpecialtyId.is_in(specialties.iter().copied()))
        .into_query()
}

fn nothing() -> Condition {
    Condition::all().add(Expr::value(false))
}
