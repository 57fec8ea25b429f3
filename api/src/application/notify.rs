//! Telling the two sides of an application.

use crate::company::acting::has_members;
use crate::context::Context;
use crate::error::Error;
use crate::events::Transaction;
use crate::notification::tell;
use crate::school::staff;
use domain::notification::NotificationKind;
use entity::{account, application, student};
use sea_orm::{EntityTrait, QueryOrder, QuerySelect};
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

/// The career services who see an application.
async fn desk(tx: &Transaction, row: &application::Model) -> Result<Vec<Uuid>, Error> {
    let student = student::Entity::find_by_id(row.student_id).one(tx).await?;
    let student =
        student.ok_or_else(|| Error::internal(anyhow::anyhow!("application {} without student", row.id)))?;
    let accounts = staff::desk(row.school_id, student.specialty_id)
        .select_only()
        .column(account::Column::Id)
        .order_by_asc(account::Column::Id);
    Ok(accounts.into_tuple().all(tx).await?)
}
