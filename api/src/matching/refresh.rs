//! Keeps a pool's offers those of the database.
//!
//! Triggers add a row to `offer_change` in the transaction of each change of an offer, and the sum of a school's changes
//! only grows. So a pool that was read after a sum includes all that the sum counts, and as long as the sum is the same
//! nothing is new. Each request reads the sum before it asks a pool: what it is answered is as new as the request, on
//! every replica, whatever became of events.
//!
//! Rows that the pool has not seen name the offers to read again. Where one names none (many were written at once, or
//! the worker summed rows up), ids and versions of all are compared.

use super::pool::{Pool, ReadUpTo};
use super::store;
use crate::db::Reader;
use entity::offer_change;
use sea_orm::DbErr;
use std::collections::HashSet;
use uuid::Uuid;

/// Offers read at a time.
const CHUNK: usize = 1_000;
/// Beyond so many it is quicker to compare the versions of all.
const FEW: usize = 500;

/// Brings a pool to what is committed now, at least. One that is given up on the way stays as it was or is read on by
/// the next: an offer is put in as a whole, and what was read is only said at the end.
///
/// # Errors
/// The database does not answer.
pub(super) async fn run(db: &Reader, school: Uuid, pool: &mut Pool) -> Result<(), DbErr> {
    // Before the offers: what changes from now on is in the next sum.
    let rows = store::changes(db, school).await?;
    let changes = rows.iter().map(|row| row.changes).sum();
    let touched = match named(&rows, pool, changes) {
        Some(ids) => ids,
        None => pool.differing(&store::published(db, school).await?),
    };
    for ids in touched.chunks(CHUNK) {
        let found = store::published_among(db, ids).await?;
        pool.replace(ids, found);
    }
    pool.settle(ReadUpTo { changes, rows: rows.into_iter().map(|row| row.id).collect() });
    Ok(())
}

/// The offers that have changed, where every row that is new to the pool names one.
fn named(rows: &[offer_change::Model], pool: &Pool, changes: i64) -> Option<Vec<Uuid>> {
    // A sum that became smaller is that of another history: the database was filled anew.
    let read = pool.read_up_to().filter(|read| read.changes <= changes)?;
    let new = rows.iter().filter(|row| !read.rows.contains(&row.id));
    let ids: HashSet<Uuid> = new.map(|row| row.offer_id).collect::<Option<_>>()?;
    (ids.len() <= FEW).then(|| ids.into_iter().collect())
}
