//! A notification may be about a contract.

use crate::columns::uuid_null;
use sea_orm_migration::prelude::{Alias, DbErr, SchemaManager, Table};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table =
        Table::alter().table(Alias::new("notification")).add_column(uuid_null("contract_id")).to_owned();
    manager.alter_table(table).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table =
        Table::alter().table(Alias::new("notification")).drop_column(Alias::new("contract_id")).to_owned();
    manager.alter_table(table).await
}
