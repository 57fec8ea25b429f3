//! What a matching round is computed from is kept with it: the weights as it opens, the scores as it closes.

use crate::columns::{integer_null, text_null};
use sea_orm_migration::prelude::{Alias, ColumnDef, DbErr, SchemaManager, Table};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // Of a choice without a rank, in ten-thousandths; none before the round is closed.
    add(manager, "matching_choice", integer_null("score")).await?;
    // What each criterion weighs; none before the round is open.
    add(manager, "matching_round", text_null("weights")).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop(manager, "matching_round", "weights").await?;
    drop(manager, "matching_choice", "score").await
}

async fn add(manager: &SchemaManager<'_>, table: &str, mut column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned()).await
}

async fn drop(manager: &SchemaManager<'_>, table: &str, column: &str) -> Result<(), DbErr> {
    let table = Table::alter().table(Alias::new(table)).drop_column(Alias::new(column)).to_owned();
    manager.alter_table(table).await
}
