//! What was given for papers to print.

use crate::columns::{create, drop_tables, id, key, table, text, time, unique, uuid};
use sea_orm_migration::prelude::{DbErr, SchemaManager, TableCreateStatement};

crate::columns::migration!();

const TABLES: [&str; 1] = ["paper_fact"];

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let tables = vec![paper_fact(manager)];
    let indexes = vec![unique("paper_fact", &["owner_kind", "owner_id", "path"])];
    create(manager, tables, indexes).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &TABLES).await
}

/// Something that somebody gave for papers to print, kept for the next paper.
fn paper_fact(manager: &SchemaManager<'_>) -> TableCreateStatement {
    table(
        "paper_fact",
        [
            id(),
            text("owner_kind"),
            uuid("owner_id"),
            key(manager, "path"),
            text("value"),
            uuid("set_by"),
            time("set_at"),
        ],
        &[("set_by", "account")],
    )
}
