//! What matching needs of students (their age) and of schools (what each criterion weighs).

use crate::columns::{boolean, date_null, integer, table, time, uuid};
use sea_orm_migration::prelude::{Alias, ColumnDef, DbErr, SchemaManager, Table};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let derogation = boolean("age_derogation").default(false).to_owned();
    for column in [date_null("birth_date"), derogation] {
        add_to_student(manager, column).await?;
    }
    let weights = table(
        "matching_weight",
        [
            uuid("school_id").primary_key().to_owned(),
            integer("skills"),
            integer("distance"),
            integer("start"),
            integer("pay"),
            integer("hires"),
            integer("text"),
            uuid("updated_by"),
            time("updated_at"),
        ],
        &[("school_id", "school")],
    );
    manager.create_table(weights).await
}

async fn add_to_student(manager: &SchemaManager<'_>, mut column: ColumnDef) -> Result<(), DbErr> {
    let table = Table::alter().table(Alias::new("student")).add_column(&mut column).to_owned();
    manager.alter_table(table).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    crate::columns::drop_tables(manager, &["matching_weight"]).await?;
    for column in ["birth_date", "age_derogation"] {
        let table = Table::alter().table(Alias::new("student")).drop_column(Alias::new(column)).to_owned();
        manager.alter_table(table).await?;
    }
    Ok(())
}
