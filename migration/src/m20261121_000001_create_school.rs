//! Schools and their specialties: an option is a specialty under its department.

use crate::columns::{create, drop_tables, id, index, integer, table, text, unique, uuid, uuid_null};
use sea_orm_migration::prelude::{DbErr, SchemaManager};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let school = table("school", [id(), text("code"), text("name"), integer("position")], &[]);
    let specialty = table(
        "specialty",
        [id(), uuid("school_id"), uuid_null("parent_id"), text("code"), text("name"), integer("position")],
        &[("school_id", "school"), ("parent_id", "specialty")],
    );
    let indexes = vec![
        unique("school", &["code"]),
        unique("specialty", &["school_id", "code"]),
        index("specialty", &["parent_id"]),
    ];
    create(manager, vec![school, specialty], indexes).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &["specialty", "school"]).await
}
