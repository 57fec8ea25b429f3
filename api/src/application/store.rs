//! Reading and changing applications.

use crate::company::acting;
use crate::context::Context;
use crate::error::Error;
use crate::events::{Event, Transaction};
use domain::application::{ApplicationAction, ApplicationStatus, LIVE};
use domain::policy::Subject;
use entity::{Stored, application, application_event, student};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, LockType};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// An application, and what the policy decides on.
///
/// # Errors
/// There is none; or the database does not answer.
pub(super) async fn with_subject(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<(application::Model, Subject), Error> {
    let found = application::Entity::find_by_id(id).find_also_related(student::Entity).one(db).await?;
    let (row, student) = found.ok_or(Error::NotFound)?;
    let student = student.ok_or_else(|| Error::internal(anyhow::anyhow!("no student {}", row.student_id)))?;
    let subject = subject(&row, student.specialty_id, acting::has_members(db, row.company_id).await?);
    Ok((row, subject))
}

/// What the policy decides on, for a student of this specialty and a company that has members or none.
pub(super) fn subject(row: &application::Model, specialty: Uuid, company_has_members: bool) -> Subject {
    Subject::Application {
        student: row.student_id,
        company: row.company_id,
        school: row.school_id,
        specialty,
        company_has_members,
    }
}

/// How rows are locked: against other changes, and not against rows that refer to them, so that a history or a
/// notification that names an offer waits for nobody. SQLite has one writer and no such locks.
const LOCK: LockType = LockType::NoKeyUpdate;

/// An application, locked until the transaction ends.
///
/// # Errors
/// There is none; or the database does not answer.
pub(super) async fn lock(tx: &Transaction, id: Uuid) -> Result<application::Model, Error> {
    application::Entity::find_by_id(id).lock(LOCK).one(tx).await?.ok_or(Error::NotFound)
}

/// A student's profile, locked until the transaction ends: of one student, applying and confirming take turns.
///
/// # Errors
/// There is none; or the database does not answer.
pub(super) async fn lock_student(tx: &Transaction, id: Uuid) -> Result<student::Model, Error> {
    student::Entity::find_by_id(id).lock(LOCK).one(tx).await?.ok_or(Error::NotFound)
}

/// The live applications of a student and those to an offer, locked until the transaction ends. One statement, in
/// the order of ids: two confirmations that end each other's applications wait for one another, and never both.
///
/// # Errors
/// The database does not answer.
pub(super) async fn lock_live(
    tx: &Transaction,
    student: Uuid,
    offer: Option<Uuid>,
) -> Result<Vec<application::Model>, Error> {
    let concerned = Condition::any()
        .add(application::Column::StudentId.eq(student))
        .add_option(offer.map(|offer| application::Column::OfferId.eq(offer)));
    let rows = application::Entity::find()
        .filter(concerned)
        .filter(application::Column::Status.is_in(LIVE.iter().copied().map(Stored)))
        .order_by_asc(application::Column::Id)
        .lock(LOCK);
    Ok(rows.all(tx).await?)
}

/// The applications to an offer that stand so, locked until the transaction ends.
///
/// # Errors
/// The database does not answer.
pub(super) async fn lock_of_offer(
    tx: &Transaction,
    offer: Uuid,
    statuses: &[ApplicationStatus],
) -> Result<Vec<application::Model>, Error> {
    let rows = application::Entity::find()
        .filter(application::Column::OfferId.eq(offer))
        .filter(application::Column::Status.is_in(statuses.iter().copied().map(Stored)))
        .order_by_asc(application::Column::Id)
        .lock(LOCK);
    Ok(rows.all(tx).await?)
}

/// What was done to an application.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// What.
    pub(super) action: ApplicationAction,
    /// The account; none is the platform.
    pub(super) by: Option<Uuid>,
    /// Why.
    pub(super) reason: Option<String>,
}

/// Writes an application's new state under its next version.
///
/// # Errors
/// The database does not answer.
pub(super) async fn save(
    context: &Context,
    tx: &Transaction,
    before: application::Model,
    to: ApplicationStatus,
) -> Result<application::Model, Error> {
    let version = before.version + 1;
    let mut row = before.into_active_model();
    row.status = Set(Stored(to));
    row.version = Set(version);
    row.updated_at = Set(context.now());
    let after = row.update(tx).await?;
    tx.announce([Event::ApplicationChanged { id: after.id, version }]);
    Ok(after)
}

/// Writes the new state of many locked applications under their next versions.
///
/// # Errors
/// The database does not answer.
pub(super) async fn save_all(
    context: &Context,
    tx: &Transaction,
    rows: &[application::Model],
    to: ApplicationStatus,
) -> Result<(), Error> {
    // A statement binds 32,766 values at most on SQLite.
    for chunk in rows.chunks(10_000) {
        application::Entity::update_many()
            .col_expr(application::Column::Status, Expr::value(Stored(to)))
            .col_expr(application::Column::Version, Expr::col(application::Column::Version).add(1))
            .col_expr(application::Column::UpdatedAt, Expr::value(context.now()))
            .filter(application::Column::Id.is_in(chunk.iter().map(|row| row.id)))
            .exec(tx)
            .await?;
    }
    tx.announce(rows.iter().map(|row| Event::ApplicationChanged { id: row.id, version: row.version + 1 }));
    Ok(())
}

/// Writes one step into the histories of applications, each with the state it left; none for a new one.
///
/// # Errors
/// The database does not answer.
pub(super) async fn record(
    context: &Context,
    tx: &Transaction,
    rows: impl IntoIterator<Item = (Uuid, Option<ApplicationStatus>)>,
    to: ApplicationStatus,
    step: &Step,
) -> Result<(), Error> {
    let at = context.now();
    let events: Vec<_> = rows
        .into_iter()
        .map(|(application, from)| application_event::ActiveModel {
            id: Set(context.new_id()),
            application_id: Set(application),
            action: Set(Stored(step.action)),
            from_status: Set(from.map(Stored)),
            to_status: Set(Stored(to)),
            actor_id: Set(step.by),
            reason: Set(step.reason.clone()),
            at: Set(at),
        })
        .collect();
    // A statement binds 32,766 values at most on SQLite: eight a row.
    for chunk in events.chunks(1_000) {
        application_event::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}
