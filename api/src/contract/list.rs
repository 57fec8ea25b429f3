//! Lists of contracts: each holds what the asker may see, decided in SQL, so that pages are whole and totals exact.

use crate::context::Request;
use crate::contract::loader::Found;
use crate::contract::types::{Contract, ContractStatus};
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::pagination::{ById, Connection, Page, Totals, connection, wants_total};
use crate::graphql::scalars::AcademicYear;
use crate::hiring::filter::school_of;
use crate::student::types::ContractType;
use async_graphql::{Context, InputObject};
use chrono::NaiveDate;
use domain::company::CompanyStatus;
use domain::contract::ContractStatus as Status;
use domain::contract_type::ContractType as Kind;
use domain::policy::Actor;
use domain::role::Role;
use entity::{Stored, company_tutor, contract, contract_deadline, place_reservation};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

/// Which contracts; what is left out does not matter.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ContractFilter {
    /// Only those of this school, by code.
    pub school: Option<String>,
    /// Only those of this specialty, by id.
    pub specialty: Option<Id>,
    /// Only those of this academic year.
    pub year: Option<AcademicYear>,
    /// Only those of this company.
    pub company: Option<Id>,
    /// Only those of this student.
    pub student: Option<Id>,
    /// Only those of this kind.
    #[graphql(name = "type")]
    pub contract_type: Option<ContractType>,
    /// Only those that stand so.
    pub status: Option<ContractStatus>,
    /// Only those with a step that is late; or only the others.
    pub overdue: Option<bool>,
}

/// A page of contracts, newest first, that the asker may see.
///
/// # Errors
/// A wrong page; a school that is not known; or the database does not answer.
pub(super) async fn page(
    ctx: &Context<'_>,
    filter: ContractFilter,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Connection<Contract, Totals>, Error> {
    let page = Page::<ById>::new(first, after)?;
    let request = Request::of(ctx)?;
    let db = &request.context.db.read;
    let scope = request.caller.actor.as_ref().map_or_else(nothing, visible);
    let all = contract::Entity::find().filter(scope).filter(condition(request, filter).await?);
    let total = if wants_total(ctx) { Some(all.clone().count(db).await?) } else { None };
    let beyond = page.after.as_ref().map(|after| contract::Column::Id.lt(after.0));
    let rows = all
        .filter(Condition::all().add_option(beyond))
        .order_by_desc(contract::Column::Id)
        .limit(u64::from(page.first) + 1)
        .find_also_related(company_tutor::Entity)
        .find_also_related(place_reservation::Entity)
        .all(db)
        .await?;
    let contracts: Vec<Contract> = rows.into_iter().map(|row| Contract::of(Found::of(row))).collect();
    Ok(connection(&page, contracts, total, |contract: &Contract| ById(contract.row.id), |contract| contract))
}

async fn condition(request: &Request, filter: ContractFilter) -> Result<Condition, Error> {
    use contract::Column;
    let school = match &filter.school {
        Some(code) => Some(school_of(&*request.schools().await?, &["filter", "school"], code)?.id),
        None => None,
    };
    let id = |id: Option<Id>, kind, name| id.map(|id| id.of(kind, &["filter", name])).transpose();
    let specialty = id(filter.specialty, IdKind::Specialty, "specialty")?;
    let company = id(filter.company, IdKind::Company, "company")?;
    let student = id(filter.student, IdKind::Student, "student")?;
    let today = request.context.now().date_naive();
    Ok(Condition::all()
        .add_option(school.map(|school| Column::SchoolId.eq(school)))
        .add_option(specialty.map(|specialty| Column::SpecialtyId.eq(specialty)))
        .add_option(company.map(|company| Column::CompanyId.eq(company)))
        .add_option(student.map(|student| Column::StudentId.eq(student)))
        .add_option(filter.year.map(|year| Column::AcademicYear.eq(year.0.first_year())))
        .add_option(filter.contract_type.map(|kind| Column::ContractType.eq(Stored(Kind::from(kind)))))
        .add_option(filter.status.map(|status| Column::Status.eq(Stored(Status::from(status)))))
        .add_option(filter.overdue.map(|yes| if yes { overdue(today) } else { overdue(today).not() })))
}

/// Whether a contract has a step whose last day has passed and which is still to be done.
fn overdue(today: NaiveDate) -> Condition {
    let late = contract_deadline::Entity::find()
        .select_only()
        .column(contract_deadline::Column::ContractId)
        .filter(contract_deadline::Column::DueOn.lt(today))
        .filter(contract_deadline::Column::Pending.eq(true))
        .into_query();
    Condition::all().add(contract::Column::Id.in_subquery(late))
}

/// What the policy says of each contract (`Action::Read`), as a condition.
pub(super) fn visible(actor: &Actor) -> Condition {
    use contract::Column;
    let of_school =
        || actor.school.map_or_else(nothing, |school| Condition::all().add(Column::SchoolId.eq(school)));
    let scoped = || of_school().add(Column::SpecialtyId.is_in(actor.specialties.iter().copied()));
    let followed = || of_school().add(Column::SchoolTutorId.eq(actor.account));
    match actor.role {
        Role::Admin => Condition::all(),
        Role::Student => owned(Column::StudentId, actor.student),
        Role::CompanyMember => {
            let member =
                actor.membership.filter(|member| member.approved && member.status == CompanyStatus::Verified);
            owned(Column::CompanyId, member.map(|member| member.company))
        }
        Role::CareerServices if actor.specialties.is_empty() => of_school(),
        Role::CareerServices => scoped(),
        Role::DepartmentHead => Condition::any().add(scoped()).add(followed()),
        Role::SchoolTutor => followed(),
        Role::TrainingCentre => of_school().add(Column::ContractType.eq(Stored(Kind::Apprenticeship))),
    }
}

fn owned(column: contract::Column, owner: Option<Uuid>) -> Condition {
    owner.map_or_else(nothing, |owner| Condition::all().add(column.eq(owner)))
}

fn nothing() -> Condition {
    Condition::all().add(Expr::value(false))
}
