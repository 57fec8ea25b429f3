//! Changes of tables that have rows, while a server reads and writes them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

/// Makes an index. On PostgreSQL `CONCURRENTLY`, so that writers are not kept out: the migration is then
/// `migration!(concurrent)`. What a failed attempt left is removed first. Inside a transaction, where there are no other
/// writers to wait for (a restore into a new schema), and on SQLite it is made as usual.
///
/// # Errors
/// The database refuses; or the index has no name.
pub async fn add_index(manager: &SchemaManager<'_>, mut index: IndexCreateStatement) -> Result<(), DbErr> {
    let name = index.get_index_spec().get_name().map(ToOwned::to_owned);
    let name = name.ok_or_else(|| DbErr::Custom("an index needs a name".into()))?;
    if concurrently(manager) {
        drop_index(manager, &name).await?;
        index.concurrently();
    }
    manager.create_index(index).await
}

/// Removes an index where there is one, as [`add_index`] makes it.
///
/// # Errors
/// The database refuses.
pub async fn drop_index(manager: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> {
    let how = if concurrently(manager) { "CONCURRENTLY " } else { "" };
    manager.get_connection().execute_unprepared(&format!("DROP INDEX {how}IF EXISTS \"{name}\"")).await?;
    Ok(())
}

fn concurrently(manager: &SchemaManager<'_>) -> bool {
    manager.get_database_backend() == DatabaseBackend::Postgres && !manager.get_connection().is_transaction()
}
