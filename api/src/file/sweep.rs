//! Removes what uploads left that did not come to an end, the bytes of removed files, and old tickets.

use crate::context::Context;
use crate::worker::Failure;
use chrono::TimeDelta;
use entity::{pending_file, upload_ticket};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Longer than an upload takes, and than it takes a paper that was made to be recorded.
const KEPT: TimeDelta = TimeDelta::days(1);
/// Files removed at a time.
const MOST: u64 = 1_000;

/// Sweeps, and answers how many files' bytes and tickets were removed.
///
/// # Errors
/// The database or the disk does not answer: what is left is removed the next time.
pub async fn sweep(context: &Context) -> Result<u64, Failure> {
    let (db, end) = (&context.db.write, context.now() - KEPT);
    let pending = pending_file::Entity::find()
        .filter(pending_file::Column::CreatedAt.lt(end))
        .order_by_asc(pending_file::Column::CreatedAt)
        .limit(MOST)
        .all(&context.db.read)
        .await?;
    let mut removed = 0;
    for row in pending {
        context.files.remove(row.id).await.map_err(Failure::Fault)?;
        removed += pending_file::Entity::delete_by_id(row.id).exec(db).await?.rows_affected;
    }
    let old = upload_ticket::Column::ExpiresAt.lt(end);
    let tickets = upload_ticket::Entity::delete_many().filter(old).exec(db).await?.rows_affected;
    Ok(removed + tickets)
}
