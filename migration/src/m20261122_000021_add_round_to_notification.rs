//! A notification may be about a matching round.

use crate::columns::uuid_null;
use sea_orm_migration::prelude::{Alias, DbErr, SchemaManager, Table};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::alter().table(Alias::new("notification")).add_column(uuid_null("round_id")).to_owned();
    manager.alter_table(table).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table =
        Table::alter().table(Alias::new("notification")).drop_column(Alias::new("round_id")).to_owned();
    manager.alter_table(table).await
}
