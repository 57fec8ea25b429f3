//! Reading and changing students' profiles.

use crate::context::{Context, Request};
use crate::error::Error;
use crate::events::Transaction;
use crate::graphql::pagination::{ById, Connection, Page, Totals, connection, wants_total};
use crate::student::types::Student;
use domain::policy::{Action, Actor, Subject};
use domain::role::Role;
use domain::student::{StudentStatus, StudentVisibility};
use entity::{Stored, student};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use std::sync::Arc;
use uuid::Uuid;

/// A profile, locked until the transaction ends, once the policy said yes.
///
/// # Errors
/// There is none; the policy's denial; or the database does not answer.
pub(super) async fn lock_for(
    request: &Request,
    tx: &Transaction,
    id: Uuid,
    action: Action,
) -> Result<student::Model, Error> {
    request.actor()?;
    let row =
        student::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx).await?.ok_or(Error::NotFound)?;
    let student = Student { row: Arc::new(row), applied_to_asker: false };
    request.authorize(action, &student.subject())?;
    Ok(Arc::unwrap_or_clone(student.row))
}

/// Writes a changed profile under its next version.
///
/// # Errors
/// The database does not answer.
pub(super) async fn save(
    context: &Context,
    tx: &Transaction,
    before: student::Model,
    change: impl FnOnce(&mut student::ActiveModel),
) -> Result<student::Model, Error> {
    let version = before.version + 1;
    let mut row = before.into_active_model();
    change(&mut row);
    row.version = Set(version);
    row.updated_at = Set(context.now());
    Ok(row.update(tx).await?)
}

/// The profiles of a school that its staff see, newest first. A department head sees those of its specialties
/// that are not hidden: the same as the policy says of each.
///
/// # Errors
/// The policy's denial; or the database does not answer.
pub(super) async fn of_school(
    ctx: &async_graphql::Context<'_>,
    school: Uuid,
    status: Option<StudentStatus>,
    page: Page<ById>,
) -> Result<Connection<Student, Totals>, Error> {
    let request = Request::of(ctx)?;
    let actor = request.authorize(Action::ReadDesk, &Subject::School { school, specialty: None })?;
    let db = &request.context.db.read;
    let all = student::Entity::find()
        .filter(student::Column::SchoolId.eq(school))
        .filter(scope(actor))
        .filter(Condition::all().add_option(status.map(|status| student::Column::Status.eq(Stored(status)))));
    let total = if wants_total(ctx) { Some(all.clone().count(db).await?) } else { None };
    let after = page.after.map(|after| student::Column::Id.lt(after.0));
    let rows = all
        .filter(Condition::all().add_option(after))
        .order_by_desc(student::Column::Id)
        .limit(u64::from(page.first) + 1)
        .all(db)
        .await?;
    let node = |row| Student { row: Arc::new(row), applied_to_asker: false };
    Ok(connection(&page, rows, total, |row| ById(row.id), node))
}

fn scope(actor: &Actor) -> Condition {
    let mut scope = Condition::all();
    if !actor.specialties.is_empty() {
        scope = scope.add(student::Column::SpecialtyId.is_in(actor.specialties.iter().copied()));
    }
    if actor.role == Role::DepartmentHead {
        scope = scope.add(student::Column::Visibility.ne(Stored(StudentVisibility::Hidden)));
    }
    scope
}
