//! `savedSearchDelete`: a person deletes a saved search. What it told stays told.

use crate::context::Request;
use crate::error::Error;
use crate::saved_search::store;
use domain::policy::{Action, Subject};
use entity::{saved_search, saved_search_alert};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// Deletes a search of the person who asks; the notifications it made keep their offers.
///
/// # Errors
/// `NOT_FOUND` for somebody else's; or the database does not answer.
pub(super) async fn run(request: &Request, id: Uuid) -> Result<Uuid, Error> {
    let account = request.authorize(Action::UseAccount, &Subject::Platform)?.account;
    let tx = request.context.db.begin().await?;
    // Locked first: a worker that is about to tell of it waits, and finds it gone.
    store::lock(&tx, account, id).await?;
    saved_search_alert::Entity::update_many()
        .col_expr(saved_search_alert::Column::SavedSearchId, Expr::value(None::<Uuid>))
        .filter(saved_search_alert::Column::SavedSearchId.eq(id))
        .exec(&tx)
        .await?;
    saved_search::Entity::delete_by_id(id).exec(&tx).await?;
    tx.commit().await?;
    Ok(id)
}
