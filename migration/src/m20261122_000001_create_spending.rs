//! What callers spend of their allowance, counted for all processes together.

use crate::columns::{bigint, create, drop_tables, id, index, table, text, time, unique};
use sea_orm_migration::prelude::{DbErr, SchemaManager};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let spending = table("spending", [id(), text("subject"), time("window_start"), bigint("points")], &[]);
    let indexes =
        vec![unique("spending", &["subject", "window_start"]), index("spending", &["window_start"])];
    create(manager, vec![spending], indexes).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &["spending"]).await
}
