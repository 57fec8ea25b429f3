//! The hiring history, and the figures that schools published of it.

use crate::columns::{
    bigint, boolean, create, double_null, drop_tables, id, index, integer, integer_null, key_null, table,
    text, text_null, time, unique, uuid, uuid_null,
};
use sea_orm_migration::prelude::{DbErr, SchemaManager};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let hire = table(
        "hire",
        [
            id(),
            uuid("school_id"),
            uuid("specialty_id"),
            integer("academic_year"),
            integer_null("row_number"),
            uuid("company_id"),
            text_null("company_as_printed"),
            text_null("postcode"),
            text_null("city"),
            key_null(manager, "city_key"),
            text_null("place"),
            key_null(manager, "place_key"),
            double_null("latitude"),
            double_null("longitude"),
            text("source"),
            text_null("document"),
            text_null("confidence"),
            text_null("note"),
            uuid_null("recorded_by"),
            bigint("version"),
            time("created_at"),
        ],
        &[("school_id", "school"), ("specialty_id", "specialty"), ("company_id", "company")],
    );
    let figure = table(
        "published_figure",
        [
            id(),
            uuid("school_id"),
            integer("position"),
            text("key"),
            double_null("value"),
            text("unit"),
            text_null("population"),
            boolean("legible"),
            text("source"),
            integer_null("academic_year"),
            uuid_null("specialty_id"),
        ],
        &[("school_id", "school"), ("specialty_id", "specialty")],
    );
    let indexes = vec![
        // The key of an import: a line comes once, however often its file is loaded.
        unique("hire", &["school_id", "specialty_id", "academic_year", "row_number"]),
        // The statistics group by these, and read nothing but the index.
        index("hire", &["school_id", "source", "specialty_id", "academic_year", "company_id"]),
        index("hire", &["company_id", "academic_year", "specialty_id"]),
        index("hire", &["specialty_id", "academic_year"]),
        index("hire", &["academic_year", "id"]),
        index("hire", &["city_key"]),
        index("hire", &["place_key"]),
        unique("published_figure", &["school_id", "key"]),
    ];
    create(manager, vec![hire, figure], indexes).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &["published_figure", "hire"]).await
}
