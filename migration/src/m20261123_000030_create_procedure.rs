//! Procedures of schools, as they were written and confirmed, and what a school says of its academic years: the days that
//! deadlines are counted from, and how many places there are.

use crate::columns::{
    create, date, drop_tables, id, index, integer, integer_null, key, table, text, time, unique, uuid,
    uuid_null,
};
use sea_orm_migration::prelude::{DbErr, SchemaManager};

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
        [id(), uuid("procedure_version_id"), integer("academic_year"), uuid("confirmed_by"), time("confirmed_at")],
        &[("procedure_version_id", "procedure_version")],
    );
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
            // How long a place stays reserved once the missions were refused; none is without end.
            integer_null("hold_days"),
            uuid("set_by"),
            time("set_at"),
        ],
        &[("school_id", "school"), ("specialty_id", "specialty")],
    );
    let indexes = vec![
        unique("procedure_version", &["school_id", "contract_type", "academic_year", "digest"]),
        unique("procedure_confirmation", &["procedure_version_id", "academic_year"]),
        unique("school_anchor", &["school_id", "academic_year", "name"]),
        unique("place_capacity", &["specialty_id", "academic_year"]),
        index("place_capacity", &["school_id", "academic_year"]),
    ];
    create(manager, vec![version, confirmation, anchor, capacity], indexes).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(
        manager,
        &["place_capacity", "school_anchor", "procedure_confirmation", "procedure_version"],
    )
    .await
}
