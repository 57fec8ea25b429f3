//! Telling the two sides of an application.

use crate::application::store::has_members;
use crate::context::Context;
use crate::error::Error;
use crate::events::Transaction;
use crate::notification::tell;
use domain::notification::NotificationKind;
use domain::role::Role;
use entity::{Stored, account, account_specialty, application, student};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

fn about(row: &application::Model, reason: Option<&str>) -> tell::About {
    let reason = reason.map(str::to_owned);
    tell::About {
        offer: row.offer_id,
        application: Some(row.id),
        company: Some(row.company_id),
        reason,
        ..tell::About::default()
    }
}

/// Tells the student.
///
/// # Errors
/// The database does not answer.
pub(super) async fn student(
    context: &Context,
    tx: &Transaction,
    row: &application::Model,
    kind: NotificationKind,
    reason: Option<&str>,
) -> Result<(), Error> {
    let account: Option<Uuid> = student::Entity::find_by_id(row.student_id)
        .select_only()
        .column(student::Column::AccountId)
        .into_tuple()
        .one(tx)
        .await?;
    tell::accounts(context, tx, account, kind, &about(row, reason)).await
}

/// Tells the company's members; where it has none, the career services of the student's school, who stand in.
///
/// # Errors
/// The database does not answer.
pub(super) async fn company(
    context: &Context,
    tx: &Transaction,
    row: &application::Model,
    kind: NotificationKind,
    reason: Option<&str>,
) -> Result<(), Error> {
    if has_members(tx, row.company_id).await? {
        return tell::members(context, tx, row.company_id, kind, &about(row, reason)).await;
    }
    tell::accounts(context, tx, desk(tx, row).await?, kind, &about(row, reason)).await
}

/// The career services who see an application: of its school, unless they are scoped to other specialties.
async fn desk(tx: &Transaction, row: &application::Model) -> Result<Vec<Uuid>, Error> {
    let scopes = |query: sea_orm::Select<account_specialty::Entity>| {
        query.select_only().column(account_specialty::Column::AccountId).into_query()
    };
    let specialty = student::Entity::find_by_id(row.student_id)
        .select_only()
        .column(student::Column::SpecialtyId)
        .into_query();
    let in_scope = account_specialty::Entity::find()
        .filter(account_specialty::Column::SpecialtyId.in_subquery(specialty));
    let sees = Condition::any()
        .add(account::Column::Id.not_in_subquery(scopes(account_specialty::Entity::find())))
        .add(account::Column::Id.in_subquery(scopes(in_scope)));
    let accounts = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Role.eq(Stored(Role::CareerServices)))
        .filter(account::Column::SchoolId.eq(row.school_id))
        .filter(account::Column::DisabledAt.is_null())
        .filter(sees)
        .order_by_asc(account::Column::Id);
    Ok(accounts.into_tuple().all(tx).await?)
}
