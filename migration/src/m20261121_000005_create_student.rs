//! Students' profiles, and the skills that profiles and offers share.

use crate::columns::{
    bigint, boolean, create, date_null, double_null, drop_tables, id, index, integer, integer_null, key,
    key_null, table, text, text_null, time, unique, uuid,
};
use sea_orm_migration::prelude::{DbErr, SchemaManager};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let skill = table("skill", [id(), text("name"), key(manager, "name_key")], &[]);
    let student = table(
        "student",
        [
            id(),
            uuid("account_id"),
            uuid("school_id"),
            uuid("specialty_id"),
            integer("academic_year"),
            text("name"),
            key(manager, "name_key"),
            text_null("headline"),
            text_null("about"),
            text_null("contract_type"),
            date_null("available_from"),
            text_null("postcode"),
            text_null("city"),
            key_null(manager, "city_key"),
            double_null("latitude"),
            double_null("longitude"),
            integer_null("mobility_km"),
            text("visibility"),
            text("status"),
            text_null("status_reason"),
            boolean("demo"),
            bigint("version"),
            time("created_at"),
            time("updated_at"),
        ],
        &[("account_id", "account"), ("school_id", "school"), ("specialty_id", "specialty")],
    );
    let student_skill = table(
        "student_skill",
        [id(), uuid("student_id"), uuid("skill_id"), integer("position")],
        &[("student_id", "student"), ("skill_id", "skill")],
    );
    let indexes = vec![
        unique("skill", &["name_key"]),
        unique("student", &["account_id"]),
        index("student", &["school_id", "status", "name_key", "id"]),
        index("student", &["specialty_id"]),
        unique("student_skill", &["student_id", "skill_id"]),
        index("student_skill", &["skill_id"]),
    ];
    create(manager, vec![skill, student, student_skill], indexes).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &["student_skill", "student", "skill"]).await
}
