//! Many rows in few statements.

use crate::error::Error;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, Iterable};

/// Values that SQLite binds in a statement at most; PostgreSQL takes twice as many.
const VALUES: usize = 32_766;

/// Parents whose rows are written in one transaction: long enough to be quick, short enough to let others in.
pub(super) const GROUP: usize = 5_000;

/// Inserts rows, however many.
///
/// # Errors
/// The database does not answer; or there is such a row already.
pub(super) async fn insert<A>(db: &impl ConnectionTrait, rows: Vec<A>) -> Result<(), Error>
where
    A: ActiveModelTrait + Send,
{
    let columns = <A::Entity as EntityTrait>::Column::iter().count();
    let most = (VALUES / columns.max(1)).max(1);
    let mut rows = rows.into_iter();
    loop {
        let chunk: Vec<A> = rows.by_ref().take(most).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        A::Entity::insert_many(chunk).exec_without_returning(db).await?;
    }
}
