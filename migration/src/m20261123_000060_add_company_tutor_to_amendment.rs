//! An amendment keeps the person that it names, who is written once it holds.

use crate::columns::text_null;
use sea_orm_migration::prelude::{Alias, DbErr, SchemaManager, Table};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::alter()
        .table(Alias::new("contract_amendment"))
        .add_column(text_null("company_tutor"))
        .to_owned();
    manager.alter_table(table).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::alter()
        .table(Alias::new("contract_amendment"))
        .drop_column(Alias::new("company_tutor"))
        .to_owned();
    manager.alter_table(table).await
}
