//! Procedures of schools, as they were written and confirmed, and what a school says of its academic years: the days that
//! deadlines are counted from, and how many places there are.

use crate::columns::{
    create, date, drop_tables, id, index, integer, key, table, text, time, unique, uuid, uuid_null,
};
use sea_orm_migration::prelude::{DbErr, SchemaManager, TableCreateStatement};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // Never changed: a contract runs to its end the version that it was opened with.
    let version = table(
        "procedure_version",
        [
            id(),
            uuid("school_id"),
            text("contract_type"),
            // The first year of the academic year that it was written for.
            integer("academic_year"),
            // SHA-256 of the text, in hexadecimal.
            key(manager, "digest"),
            text("text"),
            // None came with the program.
            uuid_null("uploaded_by"),
            time("created_at"),
        ],
        &[("school_id", "school")],
    );
    // Says that a version holds for a year other than that it was written for, or for that one.
    let confirmation = table(
        "procedure_confirmation",
        [
            id(),
            uuid("procedure_version_id"),
            integer("academic_year"),
            uuid("confirmed_by"),
            time("confirmed_at"),
        ],
        &[("procedure_version_id", "procedure_version")],
    );
    let indexes = vec![
        unique("procedure_version", &["school_id", "contract_type", "academic_year", "digest"]),
        unique("procedure_confirmation", &["procedure_version_id", "academic_year"]),
        unique("school_anchor", &["school_id", "academic_year", "name"]),
        unique("place_capacity", &["specialty_id", "academic_year"]),
        index("place_capacity", &["school_id", "academic_year"]),
    ];
    let [anchor, capacity] = of_year(manager);
    create(manager, vec![version, confirmation, anchor, capacity], indexes).await
}

/// What a school says of an academic year.
fn of_year(manager: &SchemaManager<'_>) -> [TableCreateStatement; 2] {
    let anchor = table(
        "school_anchor",
        [
            id(),
            uuid("school_id"),
            integer("academic_year"),
            key(manager, "name"),
            date("day"),
            uuid_null("set_by"),
            time("set_at"),
        ],
        &[("school_id", "school")],
    );
    let capacity = table(
        "place_capacity",
        [
            id(),
            uuid("school_id"),
            uuid("specialty_id"),
            integer("academic_year"),
            integer("places"),
            uuid("set_by"),
            time("set_at"),
        ],
        &[("school_id", "school"), ("specialty_id", "specialty")],
    );
    [anchor, capacity]
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &["place_capacity", "school_anchor", "procedure_confirmation", "procedure_version"])
        .await
}
