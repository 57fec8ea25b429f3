//! Lists of a round's parts, and of rounds: each holds what the asker may see, decided in SQL, so that pages are whole and
//! totals exact.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::pagination::{ById, Connection, Page, Totals, connection, wants_total};
use crate::round::types::{MatchingRound, RoundStatus};
use async_graphql::{Context, OutputType};
use domain::company::CompanyStatus;
use domain::policy::Actor;
use domain::role::Role;
use domain::round::status::RoundStatus as Status;
use entity::{Stored, matching_round, matching_round_offer, matching_round_student, offer};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, RelationTrait, Select,
};
use std::sync::Arc;
use uuid::Uuid;

/// A page asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// Rows a page.
    pub(super) first: Option<i32>,
    /// The cursor after which it begins.
    pub(super) after: Option<String>,
}

/// A page of rows, newest first, by the column of their ids.
///
/// # Errors
/// A wrong page; or the database does not answer.
pub(super) async fn page<E, M, N>(
    ctx: &Context<'_>,
    asked: Asked,
    all: Select<E>,
    id: (E::Column, fn(&M) -> Uuid),
    node: impl Fn(M) -> N,
) -> Result<Connection<N, Totals>, Error>
where
    E: EntityTrait<Model = M>,
    M: FromQueryResult + Send + Sync + 'static,
    N: OutputType,
{
    let page = Page::<ById>::new(asked.first, asked.after)?;
    let db = &Request::of(ctx)?.context.db.read;
    let total = if wants_total(ctx) { Some(all.clone().count(db).await?) } else { None };
    let beyond = page.after.as_ref().map(|after| id.0.lt(after.0));
    let rows = all
        .filter(Condition::all().add_option(beyond))
        .order_by_desc(id.0)
        .limit(u64::from(page.first) + 1)
        .all(db)
        .await?;
    Ok(connection(&page, rows, total, |row| ById(id.1(row)), node))
}

/// The rounds that the asker may see, newest first.
///
/// # Errors
/// A wrong page; or the database does not answer.
pub(super) async fn rounds(
    ctx: &Context<'_>,
    school: Option<Uuid>,
    status: Option<RoundStatus>,
    asked: Asked,
) -> Result<Connection<MatchingRound, Totals>, Error> {
    let actor = Request::of(ctx)?.caller.actor.as_ref();
    let takes_part = actor.is_some_and(|actor| matches!(actor.role, Role::Student | Role::CompanyMember));
    let school = school.map(|school| matching_round::Column::SchoolId.eq(school));
    let status = status.map(|status| matching_round::Column::Status.eq(Stored(Status::from(status))));
    let all = matching_round::Entity::find()
        .filter(actor.map_or_else(nothing, visible))
        .filter(Condition::all().add_option(school).add_option(status));
    // What the policy said in SQL it says of each row: whoever is not staff is shown the rounds that they are in.
    let node = |row| MatchingRound { row: Arc::new(row), takes_part };
    page(ctx, asked, all, (matching_round::Column::Id, |row| row.id), node).await
}

/// What the policy says of each round (`Action::Read`), as a condition.
fn visible(actor: &Actor) -> Condition {
    let known = matching_round::Column::Status.ne(Stored(Status::Draft));
    match actor.role {
        Role::Admin => Condition::all(),
        Role::CareerServices if actor.specialties.is_empty() => of_school(actor.school),
        Role::CareerServices => of_school(actor.school).add(known),
        Role::DepartmentHead if actor.specialties.is_empty() => nothing(),
        Role::DepartmentHead => of_school(actor.school).add(known),
        Role::Student => actor.student.map_or_else(nothing, |student| {
            let own = matching_round_student::Entity::find()
                .select_only()
                .column(matching_round_student::Column::RoundId)
                .filter(matching_round_student::Column::StudentId.eq(student));
            Condition::all().add(known).add(matching_round::Column::Id.in_subquery(own.into_query()))
        }),
        Role::CompanyMember => {
            let member =
                actor.membership.filter(|member| member.approved && member.status == CompanyStatus::Verified);
            member.map_or_else(nothing, |member| {
                let own = matching_round_offer::Entity::find()
                    .select_only()
                    .column(matching_round_offer::Column::RoundId)
                    .join(JoinType::InnerJoin, matching_round_offer::Relation::Offer.def())
                    .filter(offer::Column::CompanyId.eq(member.company));
                Condition::all().add(known).add(matching_round::Column::Id.in_subquery(own.into_query()))
            })
        }
        Role::SchoolTutor | Role::TrainingCentre => nothing(),
    }
}

fn of_school(school: Option<Uuid>) -> Condition {
    school.map_or_else(nothing, |school| Condition::all().add(matching_round::Column::SchoolId.eq(school)))
}

fn nothing() -> Condition {
    Condition::all().add(Expr::value(false))
}
