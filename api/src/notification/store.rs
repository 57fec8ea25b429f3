//! A person's own notifications.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::pagination::{ById, Connection, Page, Totals, connection, wants_total};
use crate::notification::types::Notification;
use entity::notification;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::sync::Arc;
use uuid::Uuid;

/// What an account was told, newest first.
///
/// # Errors
/// The database does not answer.
pub async fn of_account(
    ctx: &async_graphql::Context<'_>,
    account: Uuid,
    unread: bool,
    page: Page<ById>,
) -> Result<Connection<Notification, Totals>, Error> {
    let db = &Request::of(ctx)?.context.db.read;
    let unread = unread.then(|| notification::Column::ReadAt.is_null());
    let all = notification::Entity::find()
        .filter(notification::Column::AccountId.eq(account))
        .filter(Condition::all().add_option(unread));
    let total = if wants_total(ctx) { Some(all.clone().count(db).await?) } else { None };
    let after = page.after.map(|after| notification::Column::Id.lt(after.0));
    let rows = all
        .filter(Condition::all().add_option(after))
        .order_by_desc(notification::Column::Id)
        .limit(u64::from(page.first) + 1)
        .all(db)
        .await?;
    Ok(connection(&page, rows, total, |row| ById(row.id), |row| Notification(Arc::new(row))))
}

/// Marks these as read, where they are the account's own and not read yet; answers how many were.
///
/// # Errors
/// The database does not answer.
pub(super) async fn mark_read(request: &Request, account: Uuid, ids: Vec<Uuid>) -> Result<u64, Error> {
    let context = &request.context;
    let marked = notification::Entity::update_many()
        .col_expr(notification::Column::ReadAt, Expr::value(context.now()))
        .filter(notification::Column::AccountId.eq(account))
        .filter(notification::Column::Id.is_in(ids))
        .filter(notification::Column::ReadAt.is_null())
        .exec(&context.db.write)
        .await?;
    Ok(marked.rows_affected)
}
